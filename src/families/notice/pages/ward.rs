//! The notice board of one ward, at an address worth printing: `/phuong/11329`.
use std::sync::Arc;

use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;

use crate::booking::Board;
use crate::desk::Desk;
use crate::families::notice::schedule::words::{WeekInWords, weeks};
use crate::families::notice::schedule::{Schedule, Schedules};
use crate::families::notice::{FactSentences, Facts, schedule};
use crate::geography::Geography;
use crate::geography::wards::{Ward, WardCode};
use crate::geography::zones::ZoneAccess;
use crate::web::page::{self, Frame};
use crate::web::problem_types::NOT_FOUND;
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/ward.html")]
struct WardPage {
    frame: Frame,
    ward: Ward,
    facts: FactSentences,
    weeks: Vec<WeekInWords>,
    without_team: bool,
    access: Access,
}

/// How a team gets to a ward, where that is not simply by road.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Names of its parts; empty for an ordinary ward.
    pub parts: Vec<String>,
    /// Names of the parts that a ferry leads to.
    pub by_ferry: Vec<String>,
    /// Only a mission of several days goes there (R23).
    pub only_by_mission: bool,
}

/// The page of a ward.
#[get("/phuong/{ward}")]
async fn ward_page(
    desk: Data<Desk>,
    board: Data<Board>,
    schedules: Data<Schedules>,
    code: Path<String>,
    view: View,
) -> Result<HttpResponse, Problem> {
    let ward = find_ward(&board.reference.geography, &code)?.clone();
    let schedule = schedule_of(&desk, board.clone(), &schedules, &ward.code).await?;
    let facts = Facts::of(&board.reference, &desk.calendar, desk.now().date(), Some(&ward.code));
    let words = view.words;
    Ok(page::show(&WardPage {
        frame: Frame::for_family(words.with("notice-title", &[("ward", &ward.name)]), view),
        facts: facts.sentences(words).with_teams(&schedule.teams),
        weeks: weeks(&schedule, words),
        without_team: schedule.is_without_team(),
        access: Access::of(&board.reference.geography, &ward.code),
        ward,
    }))
}

/// The unit with a code from an address.
pub(in crate::families) fn find_ward<'a>(geography: &'a Geography, code: &str) -> Result<&'a Ward, Problem> {
    let code = WardCode::parse(code).ok();
    let ward = code.as_ref().and_then(|code| geography.wards.find(code));
    ward.ok_or_else(|| Problem::new(&NOT_FOUND).detail("Không có phường, xã, đặc khu nào mang mã này."))
}

/// The coming weeks of a ward, at most a minute old.
pub(in crate::families) async fn schedule_of(
    desk: &Desk,
    board: Data<Board>,
    schedules: &Schedules,
    ward: &WardCode,
) -> Result<Arc<Schedule>, Problem> {
    let now = desk.now();
    if let Some(fresh) = schedules.fresh(ward, now) {
        return Ok(fresh);
    }
    let code = ward.clone();
    let read = desk.read(move |conn, desk| schedule::read(conn, desk, &board, &code)).await?;
    let schedule = Arc::new(read);
    schedules.keep(ward.clone(), now, schedule.clone());
    Ok(schedule)
}

impl Access {
    /// How a team gets to a ward.
    pub fn of(geography: &Geography, ward: &WardCode) -> Self {
        let zones = geography.zones.of_ward(ward);
        let ferry = zones.iter().filter(|zone| zone.access == ZoneAccess::Ferry);
        Self {
            by_ferry: ferry.map(|zone| zone.name.clone()).collect(),
            only_by_mission: !zones.is_empty() && zones.iter().all(|zone| zone.access == ZoneAccess::Mission),
            parts: if zones.len() > 1 { zones.iter().map(|zone| zone.name.clone()).collect() } else { Vec::new() },
        }
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(ward_page);
}
