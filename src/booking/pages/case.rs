//! The page of a case with what stands beside it: its visits, what officers noted, before which day nobody comes.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use chrono::Datelike;

use super::half_day;
use crate::accounts::{Permission, Staff};
use crate::booking::Board;
use crate::booking::booker::Booker;
use crate::cases::answer::answer;
use crate::cases::case::State;
use crate::cases::find::{Reader, find};
use crate::cases::not_before::{NotBefore, NotBeforeReason};
use crate::cases::pages::deciding::{Acts, Beside, Happened, NextVisit, case_page_with};
use crate::cases::read::CaseFile;
use crate::cases::staff_note::note;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::teams::store as teams;
use crate::text::dates::{long_date, parse_date, short_date};
use crate::text::lunar::lunar_words;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::api::{SendAgainError, WithdrawCaseError};
use crate::visits::follow::{Followed, follow};
use crate::visits::history::{Event, EventKind, history};
use crate::visits::not_before::{self, LimitError};
use crate::visits::say;
use crate::visits::store;
use crate::visits::tell_again::tell_again;
use crate::visits::visit::Visit;
use crate::visits::withdraw::withdraw;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(show).service(limit).service(answer_by_phone).service(take_back);
    config.service(write_down).service(send_again);
}

/// One case with everything needed to decide.
#[get("/cases/{code}")]
async fn show(desk: Data<Desk>, board: Data<Board>, staff: Staff, code: Path<String>) -> Result<HttpResponse, Problem> {
    case_page(&desk, &board, &staff, code.into_inner(), Typed::default(), Mistakes::default()).await
}

/// The page of a case, with what was typed into its forms and what is wrong with it.
///
/// # Errors
/// When there is no such case, or it is not for this person.
pub async fn case_page(
    desk: &Desk,
    board: &Data<Board>,
    staff: &Staff,
    code: String,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let (known, by) = (board.clone(), staff.clone());
    let beside =
        move |conn: &mut DbConn, desk: &Desk, file: &CaseFile| beside(conn, known.booker(desk, Some(&by)), file);
    case_page_with(desk, &board.reference.cases, staff, code, typed, mistakes, beside).await
}

/// Sets or lifts the day before which nobody comes.
#[post("/cases/{code}/not-before")]
async fn limit(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let limit = match read_limit(&typed) {
        Ok(limit) => limit,
        Err(mistakes) => return case_page(&desk, &board, &staff, code, typed, mistakes).await,
    };
    let (setting, case_code) = (staff.clone(), code.clone());
    let set = desk
        .write(move |conn, desk| {
            not_before::set(conn, desk, &setting, &case_code, limit)?;
            Ok::<_, LimitError>(())
        })
        .await;
    after(&desk, &board, &staff, code, typed, set, "#not_before").await
}

/// What a family answered by telephone.
#[post("/cases/{code}/answer")]
async fn answer_by_phone(
    desk: Data<Desk>,
    board: Data<Board>,
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
    after(&desk, &board, &staff, code, typed, done, "#triage").await
}

/// A family that calls takes its case back.
#[post("/cases/{code}/withdrawal")]
async fn take_back(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    if typed.get("sure") != "yes" {
        let mut mistakes = Mistakes::default();
        mistakes.add("sure", "Đánh dấu rằng gia đình muốn rút hồ sơ");
        return case_page(&desk, &board, &staff, code, typed, mistakes).await;
    }
    let (by, wanted) = (staff.clone(), code.clone());
    let done = desk
        .write(move |conn, desk| {
            let case = find(conn, &wanted, &Reader::Staff(by.clone()), Permission::EditCases)?;
            Ok::<_, WithdrawCaseError>(withdraw(conn, desk, Some(&by), &case, desk.now())?)
        })
        .await;
    after(&desk, &board, &staff, code, typed, done, "").await
}

/// Writes a note for colleagues.
#[post("/cases/{code}/notes")]
async fn write_down(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let (by, wanted, text) = (staff.clone(), code.clone(), typed.exact("text").to_owned());
    let done = desk
        .write(move |conn, desk| {
            let case = find(conn, &wanted, &Reader::Staff(by.clone()), Permission::EditCases)?;
            note(conn, desk, &case, &by, &text)
        })
        .await;
    after(&desk, &board, &staff, code, typed, done, "#story").await
}

/// Sends again what the family was told last.
#[post("/cases/{code}/messages")]
async fn send_again(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let (by, wanted, code) = (staff.clone(), code.clone(), code.into_inner());
    let done = desk
        .write(move |conn, desk| {
            let case = find(conn, &wanted, &Reader::Staff(by.clone()), Permission::EditCases)?;
            tell_again(conn, desk, &by, &case)?;
            Ok::<_, SendAgainError>(())
        })
        .await;
    after(&desk, &board, &staff, code, Typed::default(), done, "#story").await
}

/// Back to the case, or its page again with what was typed and what is wrong with it.
async fn after<E>(
    desk: &Desk,
    board: &Data<Board>,
    staff: &Staff,
    code: String,
    typed: Typed,
    done: Result<(), E>,
    part: &str,
) -> Result<HttpResponse, Problem>
where
    Problem: From<E>,
{
    match done {
        Ok(()) => Ok(page::see_other(&format!("/cases/{code}{part}"))),
        Err(refusal) => {
            let mistakes = Mistakes::to_mend(refusal.into())?;
            case_page(desk, board, staff, code, typed, mistakes).await
        }
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

/// What the page shows of visits and of what happened; the look at the case is noted by whoever reads it.
fn beside(conn: &mut DbConn, booker: Booker<'_>, file: &CaseFile) -> StoreResult<Beside> {
    let (desk, case) = (booker.desk, &file.case);
    let visits = store::of_case(conn, case.id)?;
    let line = |visit: &Visit| {
        let on = visit.booking.map(|booking| format!(", {}", booking.half_day.on(booking.on))).unwrap_or_default();
        let words = format!("Lượt {}{on}: {}", visit.number, visit.state_in(case).label());
        // Reports are read where officers see the visit: on a roster, where only approved cases stand.
        let is_on_roster = visit.duty_id.is_some() && case.is_approved();
        (words, is_on_roster.then(|| format!("/visits/{}/outcome", visit.id)))
    };
    let followed = follow(conn, desk, case.clone())?;
    let standing = followed.standing();
    let this_year = desk.now().date().year();
    let (words, live) = (Words::VIETNAMESE, matches!(case.state(), State::Filed | State::Verified));
    let acts = Acts {
        can_move: live && followed.expects_team() && !followed.is_under_way(),
        can_withdraw: followed.can_withdraw(),
        can_tell_again: live && case.email(&desk.vault)?.is_some(),
    };
    Ok(Beside {
        sentence: standing.sentence(words),
        next: standing.next(words),
        visit: next_visit(conn, desk, &followed)?,
        visits: visits.iter().map(line).collect(),
        reasons: NotBeforeReason::ALL.iter().map(|one| (one.code(), one.label())).collect(),
        offers: if acts.can_move { half_day::offers_of(conn, booker, case, &visits)? } else { Vec::new() },
        acts,
        joined_into: crate::cases::store::joined_into(conn, case.id)?,
        joined_from: crate::cases::store::joined_from(conn, case.id)?,
        story: history(conn, desk, file)?.into_iter().map(|event| happened(event, this_year)).collect(),
    })
}

/// The visit that somebody who calls asks about.
fn next_visit(conn: &mut DbConn, desk: &Desk, followed: &Followed) -> StoreResult<Option<NextVisit>> {
    let Some(visit) = followed.current().map(|one| &one.visit) else { return Ok(None) };
    let Some(booking) = visit.booking.filter(|_| !followed.overdue.contains(&visit.id)) else { return Ok(None) };
    let duty = match visit.duty_id {
        Some(id) => teams::duty(conn, id)?,
        None => None,
    };
    let stop = store::stop_of(conn, visit.id)?;
    let words = Words::VIETNAMESE;
    let window = visit.promise.map(|promise| said::window(words, promise.from_secs, promise.to_secs));
    let arrives = stop.and_then(|stop| stop.times).map(|times| said::clock(times.arrives_secs));
    let days = (booking.on - desk.now().date()).num_days();
    let days = match days {
        0 => "hôm nay".to_owned(),
        1 => "ngày mai".to_owned(),
        days => format!("còn {days} ngày"),
    };
    let lunar = Some(lunar_words(booking.on, words)).filter(|lunar| !lunar.is_empty());
    Ok(Some(NextVisit {
        day: long_date(booking.on),
        window: window.unwrap_or_else(|| booking.half_day.label().to_owned()),
        hint: lunar.into_iter().chain([days]).collect::<Vec<_>>().join(", "),
        team: duty.as_ref().map(|duty| duty.team.name.clone()),
        hot_line: duty.as_ref().map(|duty| duty.team.hot_line.clone()).unwrap_or_default(),
        officers: duty.as_ref().map(|duty| say::officers(words, duty)).unwrap_or_default(),
        expected: arrives.unwrap_or_default(),
    }))
}

/// "28/11 16:02", with the year where it is another one.
fn happened(event: Event, this_year: i32) -> Happened {
    let on = event.at.date();
    let day = if on.year() == this_year { on.format("%d/%m").to_string() } else { short_date(on) };
    let icon = match event.kind {
        EventKind::Look => "eye",
        EventKind::Act => "pencil",
        EventKind::Told => "mail",
        EventKind::Report => "map-pin",
        EventKind::Note => "message-square",
    };
    let class = match event.kind {
        _ if event.is_bad => "bad",
        EventKind::Told => "good",
        EventKind::Note => "note",
        EventKind::Look | EventKind::Act | EventKind::Report => "",
    };
    let at = format!("{day} {}", said::clock(event.at.secs_of_day()));
    Happened { at, words: event.words, by: event.by, icon, class }
}
