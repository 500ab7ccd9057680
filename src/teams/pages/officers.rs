//! Pages of officers: who works here, who is away and until when, which duties that hurts.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::reading::{Choice, HurtLine, chosen, day, half_days, span};
use crate::accounts::Staff;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{LeaveId, OfficerId};
use crate::teams::absence::{AbsenceError, Leave, LeaveReason, NewLeave};
use crate::teams::add_officer::add_officer;
use crate::teams::api::absences::{OfficerRecord, officer_record};
use crate::teams::availability::{CHOICES_MAX, hurt_counts};
use crate::teams::change_officer::retire_officer;
use crate::teams::note_absence::{note_leave, withdraw_leave};
use crate::teams::officer::{AddOfficerError, ChangeOfficerError, NewOfficer, Officer};
use crate::teams::store::{self, leaves};
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::text::said;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

#[derive(Template)]
#[template(path = "teams/officers.html")]
struct OfficersPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    lines: Vec<Line>,
}

/// An officer in the list.
struct Line {
    id: OfficerId,
    name: String,
    badge: String,
    state: String,
    is_here: bool,
    hurt: usize,
}

#[derive(Template)]
#[template(path = "teams/officer.html")]
struct OfficerPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    officer: Officer,
    gone: Option<String>,
    leaves: Vec<LeaveLine>,
    hurt: Vec<HurtLine>,
    reasons: Vec<Choice>,
    half_days: Vec<Choice>,
}

/// A leave as it was noted.
struct LeaveLine {
    id: LeaveId,
    words: String,
    noted: String,
    is_withdrawn: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(add).service(show_one).service(post_leave).service(withdraw).service(retire);
}

#[get("/officers")]
async fn list(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    list_page(&desk, &staff, Typed::default(), Mistakes::default()).await
}

#[post("/officers")]
async fn add(desk: Data<Desk>, staff: Staff, given: Form<Vec<(String, String)>>) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let new = NewOfficer {
        full_name: typed.get("full_name").to_owned(),
        badge_number: typed.get("badge_number").to_owned(),
        account_id: None,
    };
    let by = staff.clone();
    let add = move |conn: &mut DbConn, desk: &Desk| -> Result<Officer, AddOfficerError> {
        add_officer(conn, &by, &new, desk.now())
    };
    match desk.write(add).await {
        Ok(officer) => Ok(page::see_other(&format!("/officers/{}", officer.id))),
        Err(error) => list_page(&desk, &staff, typed, Mistakes::to_mend(error.into())?).await,
    }
}

#[get("/officers/{id}")]
async fn show_one(desk: Data<Desk>, staff: Staff, id: Path<OfficerId>) -> Result<HttpResponse, Problem> {
    officer_page(&desk, &staff, *id, Typed::default(), Mistakes::default()).await
}

#[post("/officers/{id}/leaves")]
async fn post_leave(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<OfficerId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, id, by) = (Typed::new(given.into_inner()), *id, staff.clone());
    let mut mistakes = Mistakes::default();
    let read = span(&typed, &mut mistakes);
    let reason = chosen::<LeaveReason>(&typed, "reason", "Chọn lý do", &mut mistakes);
    let (Some(read), Some(reason)) = (read, reason) else {
        return officer_page(&desk, &staff, id, typed, mistakes).await;
    };
    let (from_half_day, to_half_day) = (read.from_half_day, read.to_half_day);
    let new = NewLeave { from: read.from, from_half_day, to: read.to, to_half_day, reason };
    let note = move |conn: &mut DbConn, desk: &Desk| -> Result<Leave, AbsenceError> {
        note_leave(conn, &by, id, &new, desk.now())
    };
    match desk.write(note).await {
        Ok(_) => Ok(page::see_other(&format!("/officers/{id}"))),
        Err(error) => officer_page(&desk, &staff, id, typed, Mistakes::to_mend(error.into())?).await,
    }
}

#[post("/officers/{id}/leaves/{leave}/withdrawal")]
async fn withdraw(desk: Data<Desk>, staff: Staff, at: Path<(OfficerId, LeaveId)>) -> Result<HttpResponse, Problem> {
    let ((id, leave_id), by) = (at.into_inner(), staff.clone());
    let withdraw = move |conn: &mut DbConn, desk: &Desk| -> Result<Leave, AbsenceError> {
        withdraw_leave(conn, &by, id, leave_id, desk.now())
    };
    match desk.write(withdraw).await {
        Ok(_) => Ok(page::see_other(&format!("/officers/{id}"))),
        Err(error) => officer_page(&desk, &staff, id, Typed::default(), Mistakes::to_mend(error.into())?).await,
    }
}

/// From a day on, or not at all any more.
#[post("/officers/{id}/retirement")]
async fn retire(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<OfficerId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, id, by) = (Typed::new(given.into_inner()), *id, staff.clone());
    let mut mistakes = Mistakes::default();
    let from = if typed.is("stays", "yes") { None } else { day(&typed, "retired_from", &mut mistakes) };
    if mistakes.any() {
        return officer_page(&desk, &staff, id, typed, mistakes).await;
    }
    let retire = move |conn: &mut DbConn, desk: &Desk| -> Result<Officer, ChangeOfficerError> {
        retire_officer(conn, &by, id, from, desk.now())
    };
    match desk.write(retire).await {
        Ok(_) => Ok(page::see_other(&format!("/officers/{id}"))),
        Err(error) => {
            let mut mistakes = Mistakes::to_mend(error.into())?;
            mistakes.fields.iter_mut().filter(|one| one.0 == "from").for_each(|one| one.0 = "retired_from".to_owned());
            officer_page(&desk, &staff, id, typed, mistakes).await
        }
    }
}

/// An officer's page, with what was typed and what is wrong with it.
///
/// # Errors
/// [`Problem`] when there is no such officer.
pub async fn officer_page(
    desk: &Desk,
    staff: &Staff,
    id: OfficerId,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, desk| officer_record(conn, id, desk.now())).await?;
    let OfficerRecord { officer, leaves, hurt } = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let gone = officer.retired_from.map(short_date);
    let whom = id.to_string();
    let template = OfficerPage {
        frame: Frame::for_staff(officer.full_name.clone(), staff).with(&mistakes),
        typed: typed.or("full_name", officer.full_name.clone()).or("badge_number", officer.badge_number.clone()),
        gone,
        leaves: leaves.iter().map(LeaveLine::of).collect(),
        hurt: hurt.iter().map(|one| HurtLine::of(one, &whom)).collect(),
        reasons: LeaveReason::ALL.iter().map(|one| (one.code().to_owned(), one.label().to_owned())).collect(),
        half_days: half_days(),
        officer,
        mistakes: mistakes.clone(),
    };
    Ok(page::page(&template, &mistakes))
}

impl LeaveLine {
    fn of(leave: &Leave) -> Self {
        let noted = said::moment(Words::VIETNAMESE, leave.noted_at);
        Self {
            id: leave.id,
            words: leave.words(),
            noted: format!("{}, {noted}", leave.noted_by),
            is_withdrawn: leave.withdrawn_at.is_some(),
        }
    }
}

async fn list_page(desk: &Desk, staff: &Staff, typed: Typed, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let lines = desk.read(lines).await?;
    let template = OfficersPage {
        frame: Frame::for_staff("Cán bộ", staff).with(&mistakes),
        typed,
        mistakes: mistakes.clone(),
        lines,
    };
    Ok(page::page(&template, &mistakes))
}

/// Who works here, then who did.
fn lines(conn: &mut DbConn, desk: &Desk) -> StoreResult<Vec<Line>> {
    let today = desk.now().date();
    let leaves = leaves::between(conn, today, today + chrono::Days::new(366))?;
    let (hurt, _) = hurt_counts(conn, today)?;
    let line = |officer: Officer| {
        let leave = leaves.iter().find(|leave| leave.officer_id == officer.id);
        let state = match (officer.retired_from, leave) {
            (Some(from), _) => format!("không còn làm ở đây từ {}", short_date(from)),
            (None, Some(leave)) => leave.words(),
            (None, None) => "đang làm".to_owned(),
        };
        Line {
            id: officer.id,
            is_here: officer.gone_words(today).is_none(),
            hurt: hurt.get(&officer.id).copied().unwrap_or(0),
            name: officer.full_name,
            badge: officer.badge_number,
            state,
        }
    };
    let mut lines: Vec<Line> = store::list_officers(conn, 0, CHOICES_MAX, None)?.into_iter().map(line).collect();
    lines.sort_by_key(|line| !line.is_here);
    Ok(lines)
}
