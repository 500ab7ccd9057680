//! The page of a case with what stands beside it: its visits, what officers noted, before which day nobody comes.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};

use crate::accounts::{Permission, Staff};
use crate::cases::CaseTables;
use crate::cases::answer::{AnswerQuestionError, answer};
use crate::cases::case::Case;
use crate::cases::find::{Reader, find};
use crate::cases::not_before::{NotBefore, NotBeforeReason};
use crate::cases::pages::deciding::{Beside, case_page_with};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::text::dates::parse_date;
use crate::visits::not_before::{self, LimitError};
use crate::visits::notes::{self, VisitNote};
use crate::visits::store;
use crate::visits::visit::Visit;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(show).service(limit).service(answer_by_phone);
}

/// One case with everything needed to decide.
#[get("/cases/{code}")]
async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    case_page(&desk, &tables, &staff, code.into_inner(), Typed::default(), Mistakes::default()).await
}

/// The page of a case, with what was typed into its forms and what is wrong with it.
///
/// # Errors
/// When there is no such case, or it is not for this person.
pub async fn case_page(
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    code: String,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    case_page_with(desk, tables, staff, code, typed, mistakes, beside).await
}

/// Sets or lifts the day before which nobody comes.
#[post("/cases/{code}/not-before")]
async fn limit(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let limit = match read_limit(&typed) {
        Ok(limit) => limit,
        Err(mistakes) => return case_page(&desk, &tables, &staff, code, typed, mistakes).await,
    };
    let (setting, case_code) = (staff.clone(), code.clone());
    let set = desk
        .write(move |conn, desk| {
            not_before::set(conn, desk, &setting, &case_code, limit)?;
            Ok::<_, LimitError>(())
        })
        .await;
    match set {
        Ok(()) => Ok(page::see_other(&format!("/cases/{code}#not_before"))),
        Err(error @ (LimitError::Find(_) | LimitError::Store(_))) => Err(error.into()),
        Err(refusal) => case_page(&desk, &tables, &staff, code, typed, Mistakes::of(&refusal.into())).await,
    }
}

/// What a family answered by telephone.
#[post("/cases/{code}/answer")]
async fn answer_by_phone(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let (by, wanted, text) = (staff.clone(), code.clone(), typed.exact("answer").to_owned());
    let done = desk
        .write(move |conn, desk| {
            let case = find(conn, &wanted, &Reader::Staff(by.clone()), Permission::EditCases)?;
            answer(conn, desk, &case, Some(&by), &text, desk.now())
        })
        .await;
    match done {
        Ok(()) => Ok(page::see_other(&format!("/cases/{code}#triage"))),
        Err(error @ (AnswerQuestionError::Find(_) | AnswerQuestionError::Store(_))) => Err(error.into()),
        Err(refusal) => case_page(&desk, &tables, &staff, code, typed, Mistakes::of(&refusal.into())).await,
    }
}

/// Nothing lifts the limit; a day needs its reason.
fn read_limit(typed: &Typed) -> Result<Option<NotBefore>, Mistakes> {
    let mut mistakes = Mistakes::default();
    let Some(day) = typed.some("not_before.on") else { return Ok(None) };
    let (on, reason) = (parse_date(&day), typed.get("not_before.reason").parse::<NotBeforeReason>());
    if on.is_err() {
        mistakes.add("not_before.on", "Ghi ngày dạng 07/12/2026.");
    }
    if reason.is_err() {
        mistakes.add("not_before.reason", "Chọn lý do không đến trước ngày này.");
    }
    match (on, reason) {
        (Ok(on), Ok(reason)) => Ok(Some(NotBefore { on, reason })),
        _ => Err(mistakes),
    }
}

/// What the page shows of the visits; the look at the case is noted by whoever reads it.
fn beside(conn: &mut DbConn, desk: &Desk, case: &Case) -> StoreResult<Beside> {
    let visits = store::of_case(conn, case.id)?;
    let line = |visit: &Visit| {
        let on = visit.booking.map(|booking| format!(", {}", booking.half_day.on(booking.on))).unwrap_or_default();
        let words = format!("Lượt {}{on}: {}", visit.number, visit.state_in(case).label());
        // Reports are read where officers see the visit: on a roster, where only approved cases stand.
        let is_on_roster = visit.duty_id.is_some() && case.is_approved();
        (words, is_on_roster.then(|| format!("/visits/{}/outcome", visit.id)))
    };
    let notes = notes::of_case(conn, &desk.vault, case.id)?;
    Ok(Beside {
        visits: visits.iter().map(line).collect(),
        notes: notes.iter().map(VisitNote::words).collect(),
        reasons: NotBeforeReason::ALL.iter().map(|one| (one.code(), one.label())).collect(),
    })
}
