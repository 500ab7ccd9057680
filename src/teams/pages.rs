//! Pages of officers and kits, and the form that opens a duty. The week, and one duty, are booking's.
use std::str::FromStr;

use actix_web::web::{Data, Form, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::availability::CHOICES_MAX;
use super::duty::{Duty, NewDuty};
use super::open_duty::{OpenDutyError, open_duty};
use super::shift::DutyHalfDays;
use super::week;
use super::{half_day, may_arrange, store};
use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{KitId, OfficerId, TeamId};
use crate::text::dates::date_from_fields;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

mod kits;
pub mod officers;
pub mod reading;

#[derive(Template)]
#[template(path = "teams/new_duty.html")]
struct NewDutyPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    choices: Choices,
}

/// What the form offers: values and words.
struct Choices {
    teams: Vec<(String, String)>,
    kits: Vec<(String, String)>,
    officers: Vec<(String, String)>,
    half_days: Vec<(String, String)>,
}

/// What a link to the form has chosen already.
#[derive(Deserialize)]
pub struct ChosenQuery {
    on: Option<NaiveDate>,
    team: Option<TeamId>,
    half_days: Option<DutyHalfDays>,
}

/// Registers every page of teams.
pub fn urls(config: &mut ServiceConfig) {
    config.service(new_duty_page).service(post_duty);
    config.configure(officers::urls).configure(kits::urls);
    config.configure(half_day::pages::urls);
}

/// The form that opens a duty, with the date filled in when the week's page names one.
#[get("/duties/new")]
pub async fn new_duty_page(
    desk: Data<Desk>,
    staff: Staff,
    wanted: Query<ChosenQuery>,
) -> Result<HttpResponse, Problem> {
    let half_days = wanted.half_days.unwrap_or(DutyHalfDays::Full);
    let mut typed = Typed::default().or("half_days", half_days.code());
    if let Some(team_id) = wanted.team {
        typed = typed.or("team_id", team_id.to_string());
    }
    if let Some(on) = wanted.on {
        typed = half_day::pages::with_date(typed, on);
    }
    duty_form(&desk, staff, typed, Mistakes::default()).await
}

/// Opens a duty and shows its week.
#[post("/duties")]
pub async fn post_duty(
    desk: Data<Desk>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let new = match read_duty(&typed) {
        Ok(new) => new,
        Err(mistakes) => return duty_form(&desk, staff, typed, mistakes).await,
    };
    let (on, by) = (new.on, staff.clone());
    let open = move |conn: &mut DbConn, desk: &Desk| -> Result<Duty, OpenDutyError> {
        open_duty(conn, desk, &by, &new, desk.now())
    };
    match desk.write(open).await {
        Ok(_) => Ok(page::see_other(&week::address_of(on))),
        Err(error) => duty_form(&desk, staff, typed, Mistakes::to_mend(error.into())?).await,
    }
}

async fn duty_form(desk: &Desk, staff: Staff, typed: Typed, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let by = staff.clone();
    let choices = desk.read(move |conn, desk| choices(conn, &by, desk.now())).await?;
    let frame = Frame::for_staff("Mở ca công tác", &staff).with(&mistakes).noticing(desk.calendar_warning());
    let template = NewDutyPage { frame, typed, mistakes: mistakes.clone(), choices };
    Ok(page::page(&template, &mistakes))
}

/// What may be chosen: teams of the person's wards, every kit and officer that is not retired.
fn choices(conn: &mut DbConn, staff: &Staff, now: Timestamp) -> StoreResult<Choices> {
    let teams = store::list_teams(conn, 0, CHOICES_MAX)?;
    let teams = teams.into_iter().filter(|team| may_arrange(staff, &team.ward_codes));
    let kits = store::list_kits(conn, 0, CHOICES_MAX)?;
    let officers = store::list_officers(conn, 0, CHOICES_MAX, Some(now))?;
    let officer = |officer: &super::Officer| format!("{} (số hiệu {})", officer.full_name, officer.badge_number);
    let half_day = |half_days: &DutyHalfDays| (half_days.code().to_owned(), half_days.label().to_owned());
    Ok(Choices {
        teams: teams.map(|team| (team.id.to_string(), team.name)).collect(),
        kits: kits.into_iter().map(|kit| (kit.id.to_string(), kit.name)).collect(),
        officers: officers.iter().map(|one| (one.id.to_string(), officer(one))).collect(),
        half_days: DutyHalfDays::ALL.iter().map(half_day).collect(),
    })
}

/// The duty that the form describes, or everything that is missing from it.
fn read_duty(typed: &Typed) -> Result<NewDuty, Mistakes> {
    let mut mistakes = Mistakes::default();
    let on = date_from_fields(typed.get("on.day"), typed.get("on.month"), typed.get("on.year"));
    let on = on.map_err(|error| mistakes.add("on", error.to_string())).ok();
    let team_id: Option<TeamId> = chosen(typed, "team_id", "Chọn tổ công tác", &mut mistakes);
    let kit_id: Option<KitId> = chosen(typed, "kit_id", "Chọn bộ thiết bị", &mut mistakes);
    let half_days: Option<DutyHalfDays> = typed.get("half_days").parse().ok();
    if half_days.is_none() {
        mistakes.add("half_days", "Chọn buổi");
    }
    let officer_ids: Vec<OfficerId> = typed.all("officer_ids").iter().filter_map(|id| id.parse().ok()).collect();
    if officer_ids.is_empty() {
        mistakes.add("officer_ids", "Chọn ít nhất một cán bộ");
    }
    let capacity = typed.some("capacity").map(|text| text.parse::<i32>()).transpose();
    let capacity = capacity.map_err(|_| mistakes.add("capacity", "Số lượt thu nhận phải là một số")).ok();
    match (on, team_id, kit_id, half_days, capacity) {
        (Some(on), Some(team_id), Some(kit_id), Some(half_days), Some(capacity)) if !officer_ids.is_empty() => {
            let island_mission = typed.is("island_mission", "yes");
            Ok(NewDuty {
                team_id,
                on,
                half_days,
                kit_id,
                officer_ids,
                shift: None,
                capacity,
                staff_minutes: None,
                island_mission,
            })
        }
        _ => Err(mistakes),
    }
}

fn chosen<Id: FromStr>(typed: &Typed, name: &str, missing: &str, mistakes: &mut Mistakes) -> Option<Id> {
    let id = typed.get(name).parse().ok();
    if id.is_none() {
        mistakes.add(name, missing);
    }
    id
}
