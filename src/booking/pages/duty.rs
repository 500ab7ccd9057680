//! The page of one duty: everything about it is changed on one form. Who would lose a half-day is shown first, with the
//! next one that has room; what a colleague changed meanwhile is said and nothing of it is overwritten.
use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::api::duties::asked;
use crate::booking::orphan::{CapacityError, change, look};
use crate::booking::preview::Hurt;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::ids::{DutyId, KitId, OfficerId, VisitId};
use crate::teams::availability::{Availability, CHOICES_MAX};
use crate::teams::change_duty::ChangeDutyError;
use crate::teams::duty::Duty;
use crate::teams::may_arrange;
use crate::teams::pages::reading::Choice;
use crate::teams::shift::DutyHalfDays;
use crate::teams::{store, week};
use crate::text::dates::long_date;
use crate::visits::pages::ward_name;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

mod reading;

use reading::{Difference, described, differences, filled, read_change};

#[derive(Template)]
#[template(path = "booking/duty.html")]
struct DutyPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    duty: Duty,
    date: String,
    back: String,
    state: &'static str,
    may_change: bool,
    is_saved: bool,
    troubles: Vec<String>,
    described: Vec<(&'static str, String)>,
    differences: Vec<Difference>,
    hurt: Vec<HurtHousehold>,
    teams: Vec<Choice>,
    kits: Vec<Choice>,
    officers: Vec<Choice>,
    half_days: Vec<Choice>,
}

/// A household that would lose its half-day.
struct HurtHousehold {
    visit_id: VisitId,
    code: Option<String>,
    ward: String,
    published: bool,
    must_be_called: bool,
    instead: Option<String>,
    is_rebooked: bool,
}

/// What a link to the page chooses already: another kit, or an officer in the place of another one.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Chosen {
    kit: Option<KitId>,
    officer: Option<OfficerId>,
    instead_of: Option<OfficerId>,
    saved: Option<u8>,
}

/// What one look at a duty reads.
struct Found {
    duty: Duty,
    known: Availability,
    teams: Vec<Choice>,
}

/// What comes of a form that is sent.
enum Sent {
    Saved,
    Hurt(Vec<Hurt>),
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(show_duty).service(save_duty);
}

#[get("/duties/{id}")]
async fn show_duty(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<DutyId>,
    wanted: Query<Chosen>,
) -> Result<HttpResponse, Problem> {
    duty_page(&desk, &board, &staff, *id, Shown { chosen: wanted.into_inner(), ..Shown::default() }).await
}

#[post("/duties/{id}")]
async fn save_duty(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<DutyId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, id, by, known) = (Typed::new(given.into_inner()), *id, staff.clone(), board.clone());
    let before = desk.read(move |conn, _| store::duty(conn, id)).await?;
    let before = before.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let wanted = match read_change(&typed, &before) {
        Ok(wanted) => wanted,
        Err(mistakes) => {
            return duty_page(&desk, &board, &staff, id, Shown { typed, mistakes, ..Shown::default() }).await;
        }
    };
    // The version that the page was made from: what changed since then must be seen first.
    let expected: i32 = typed.get("version").parse().unwrap_or(0);
    // What is refused for the households' sake is rolled back, and looked at again.
    let asking = wanted.clone();
    let save = move |conn: &mut DbConn, desk: &Desk| -> Result<Sent, CapacityError> {
        change(conn, asked(&known, desk, &by, id), expected, &asking).map(|_| Sent::Saved)
    };
    let sent = match desk.write(save).await {
        Err(CapacityError::Hurt(_)) => {
            let (by, known) = (staff.clone(), board.clone());
            let preview = desk.read(move |conn, desk| look(conn, asked(&known, desk, &by, id), Some(&wanted))).await;
            preview.map(|preview| Sent::Hurt(preview.hurt))
        }
        sent => sent,
    };
    match sent {
        Ok(Sent::Saved) => Ok(page::see_other(&format!("/duties/{id}?saved=1"))),
        Ok(Sent::Hurt(hurt)) => duty_page(&desk, &board, &staff, id, Shown { typed, hurt, ..Shown::default() }).await,
        Err(error) => {
            let is_stale = matches!(error, CapacityError::Change(ChangeDutyError::Stale));
            let mut mistakes = Mistakes::to_mend(error.into())?;
            mistakes.fields.iter_mut().filter(|field| field.0.starts_with("shift")).for_each(|field| {
                "starts".clone_into(&mut field.0);
            });
            let shown = Shown { typed, mistakes, is_stale, ..Shown::default() };
            duty_page(&desk, &board, &staff, id, shown).await
        }
    }
}

/// What the page shows besides the duty.
#[derive(Default)]
struct Shown {
    chosen: Chosen,
    typed: Typed,
    mistakes: Mistakes,
    hurt: Vec<Hurt>,
    is_stale: bool,
}

async fn duty_page(
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    id: DutyId,
    shown: Shown,
) -> Result<HttpResponse, Problem> {
    let by = staff.clone();
    let found = desk.read(move |conn, _| look_up(conn, &by, id)).await?;
    let Found { duty, known, teams } = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let today = desk.now().date();
    let Shown { chosen, typed, mistakes, hurt, is_stale } = shown;
    let differences = if is_stale { differences(&typed, &duty) } else { Vec::new() };
    // What a colleague stored is what somebody goes on from.
    let typed = if is_stale { Typed::default() } else { typed };
    let rebooked: Vec<VisitId> = typed.all("rebook").iter().filter_map(|id| id.parse().ok()).collect();
    let is_first = typed.all("accept").is_empty();
    let household = |hurt: &Hurt| HurtHousehold {
        visit_id: hurt.visit.id,
        code: hurt.code_for(staff),
        ward: ward_name(&board.reference.geography, &hurt.case.ward_code),
        published: hurt.visit.promise.is_some(),
        must_be_called: !hurt.case.has_email,
        instead: hurt.instead.map(|instead| instead.half_day.on(instead.on)),
        is_rebooked: hurt.instead.is_some() && (is_first || rebooked.contains(&hurt.visit.id)),
    };
    let template = DutyPage {
        frame: Frame::for_staff(format!("Ca {}, {}", duty.team.name, long_date(duty.on)), staff)
            .with(&mistakes)
            .noticing(desk.calendar_warning()),
        date: long_date(duty.on),
        back: week::address_of(duty.on),
        state: state_words(&duty, today),
        may_change: duty.cancelled.is_none() && duty.on >= today && may_arrange(staff, &duty.team.ward_codes),
        is_saved: chosen.saved.is_some(),
        troubles: known.troubles(&duty),
        described: described(&duty),
        differences,
        hurt: hurt.iter().map(household).collect(),
        teams,
        kits: kit_choices(&known, &duty),
        officers: officer_choices(&known, &duty),
        half_days: DutyHalfDays::ALL.iter().map(|one| (one.code().to_owned(), one.label().to_owned())).collect(),
        typed: filled(typed, &duty, chosen.kit, chosen.officer, chosen.instead_of),
        duty,
        mistakes: mistakes.clone(),
    };
    Ok(page::page(&template, &mistakes))
}

fn look_up(conn: &mut DbConn, staff: &Staff, id: DutyId) -> Result<Option<Found>, crate::db::StoreError> {
    let Some(duty) = store::duty(conn, id)? else { return Ok(None) };
    let known = Availability::between(conn, duty.on, duty.on)?;
    let teams = store::list_teams(conn, 0, CHOICES_MAX)?.into_iter();
    let teams = teams.filter(|team| team.id == duty.team.id || may_arrange(staff, &team.ward_codes));
    let teams = teams.map(|team| (team.id.to_string(), team.name)).collect();
    Ok(Some(Found { duty, known, teams }))
}

fn state_words(duty: &Duty, today: chrono::NaiveDate) -> &'static str {
    match duty.on.cmp(&today) {
        _ if duty.cancelled.is_some() => "đã huỷ",
        std::cmp::Ordering::Less => "đã qua",
        std::cmp::Ordering::Equal => "hôm nay",
        std::cmp::Ordering::Greater => "sắp tới",
    }
}

/// Kits with what is in the way of each.
fn kit_choices(known: &Availability, duty: &Duty) -> Vec<Choice> {
    let words = |id: KitId, name: &str| {
        let busy = known.duty_of_kit(id, duty.on, duty.half_days).filter(|other| other.id != duty.id);
        match (known.out(id, duty.on, duty.half_days), busy) {
            (Some(_), _) => format!("{name} (không dùng được)"),
            (None, Some(other)) => format!("{name} (đang đi với {})", other.team.name),
            (None, None) => name.to_owned(),
        }
    };
    known.kits().iter().map(|kit| (kit.id.to_string(), words(kit.id, &kit.name))).collect()
}

/// Officers with what is in the way of each.
fn officer_choices(known: &Availability, duty: &Duty) -> Vec<Choice> {
    let has = |id: OfficerId| duty.officers.iter().any(|officer| officer.id == id);
    let words = |id: OfficerId, name: &str| {
        let busy = known.duty_of_officer(id, duty.on, duty.half_days).filter(|other| other.id != duty.id);
        match (known.away(id, duty.on, duty.half_days), busy) {
            (Some(_), _) => format!("{name} (vắng buổi này)"),
            (None, Some(other)) => format!("{name} (đang đi với {})", other.team.name),
            (None, None) => name.to_owned(),
        }
    };
    let there = known.officers().iter().filter(|officer| has(officer.id) || officer.gone_words(duty.on).is_none());
    there.map(|officer| (officer.id.to_string(), words(officer.id, &officer.full_name))).collect()
}
