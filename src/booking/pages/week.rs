//! The week as a grid: a row for each team, a column for each day, each duty with who goes, with what, and its load.
use std::collections::HashMap;

use actix_web::web::{Data, Form, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::{Datelike, Duration, NaiveDate, Weekday};
use serde::Deserialize;

use crate::accounts::{Permission, Staff};
use crate::booking::Board;
use crate::booking::load::{DutyLoad, loads};
use crate::calendar::{ExceptionalHalfDay, HalfDay};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{DutyId, TeamId};
use crate::teams::availability::{Availability, CHOICES_MAX};
use crate::teams::copy_duties::{CopyDutiesError, DutiesCopied, DutyCopy, copy_duties};
use crate::teams::duty::Duty;
use crate::teams::store::{self, DutyFilter};
use crate::teams::team::Team;
use crate::teams::{may_arrange, week};
use crate::text::dates::{long_date, short_date, weekday_name};
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "booking/week.html")]
struct WeekPage {
    frame: Frame,
    words: String,
    previous: String,
    next: String,
    summary: String,
    may_open_half_days: bool,
    days: Vec<DayHead>,
    rows: Vec<TeamRow>,
    mistakes: Mistakes,
    may_copy: bool,
    monday: String,
    /// Each day of the week with the same one of the week before.
    sources: Vec<DayCopy>,
    /// What became of a copy.
    copied: Option<DutiesCopied>,
}

impl WeekPage {
    /// "Thứ Tư 02/12/2026".
    fn date(&self, on: &NaiveDate) -> String {
        long_date(*on)
    }
}

struct DayCopy {
    name: &'static str,
    from: String,
    to: String,
}

struct DayHead {
    on: NaiveDate,
    name: String,
    open: String,
}

struct TeamRow {
    id: TeamId,
    name: String,
    cells: Vec<Cell>,
}

impl TeamRow {
    fn can_add(&self) -> bool {
        self.cells.iter().any(|cell| cell.add.is_some())
    }
}

struct Cell {
    date: String,
    cards: Vec<Card>,
    /// Where a duty is opened here; none where nobody works or somebody else arranges.
    add: Option<String>,
}

struct Card {
    id: DutyId,
    time: String,
    people: String,
    load: String,
    is_idle: bool,
    troubles: Vec<String>,
    cancelled: Option<String>,
}

impl DayCopy {
    /// The same day of the week before, copied to this one.
    fn into(to: &NaiveDate) -> Self {
        Self { name: weekday_name(*to), from: (*to - Duration::days(7)).to_string(), to: to.to_string() }
    }
}

/// Which week: by a date in it, or by its number, “2026-W49”.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    on: Option<NaiveDate>,
    week: Option<String>,
}

/// What one look at a week reads.
struct Found {
    teams: Vec<Team>,
    duties: Vec<Duty>,
    known: Availability,
    loads: HashMap<DutyId, DutyLoad>,
    exceptions: Vec<ExceptionalHalfDay>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(copy).service(week_page);
}

/// The week of a date, or this week.
#[get("/duties")]
async fn week_page(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    let on = wanted.week.as_deref().and_then(first_of_week).or(wanted.on).filter(week::is_sensible);
    let monday = week::monday_of(on.unwrap_or_else(|| desk.now().date()));
    show_week(&desk, &board, &staff, monday, None, Mistakes::default()).await
}

/// Copies a day or a week into the week that is shown; answers with that week and what became of each duty.
#[post("/duty-copies")]
async fn copy(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let date = |name: &str| typed.get(name).parse::<NaiveDate>().ok().filter(week::is_sensible);
    let today = desk.now().date();
    let monday = week::monday_of(date("to").unwrap_or(today));
    let (Some(from), Some(to)) = (date("from"), date("to")) else {
        let mut mistakes = Mistakes::default();
        mistakes.add("copy", "Chọn ngày được chép và ngày chép sang.");
        return show_week(&desk, &board, &staff, monday, None, mistakes).await;
    };
    let wanted = DutyCopy { from, to, days: typed.get("days").parse().unwrap_or(0) };
    let by = staff.clone();
    let done = desk.write(move |conn, desk| copy_duties(conn, desk, &by, wanted, desk.now())).await;
    match done {
        Ok(copied) => show_week(&desk, &board, &staff, monday, Some(copied), Mistakes::default()).await,
        Err(CopyDutiesError::Store(error)) => Err(error.into()),
        Err(refusal) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("copy", format!("{refusal}."));
            show_week(&desk, &board, &staff, monday, None, mistakes).await
        }
    }
}

async fn show_week(
    desk: &Data<Desk>,
    board: &Data<Board>,
    staff: &Staff,
    monday: NaiveDate,
    copied: Option<DutiesCopied>,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let (today, board) = (desk.now().date(), board.clone());
    let sunday = monday + Duration::days(6);
    let found = desk.read(move |conn, _| look(conn, &board, monday, sunday)).await?;
    // On a Sunday nobody works, unless somebody opened it or a duty stands there.
    let has_sunday = found.duties.iter().any(|duty| duty.on == sunday)
        || HalfDay::ALL.iter().any(|half| desk.calendar.is_open(sunday, *half, &found.exceptions));
    let dates: Vec<NaiveDate> = monday.iter_days().take(if has_sunday { 7 } else { 6 }).collect();
    let head = |on: &NaiveDate| DayHead {
        on: *on,
        name: format!("{} {}", weekday_name(*on), short_date(*on)),
        open: week::open_words(&desk.calendar, *on, &found.exceptions),
    };
    let rows: Vec<TeamRow> = found.teams.iter().map(|team| row(team, &dates, &found, desk, staff, today)).collect();
    let template = WeekPage {
        frame: Frame::for_staff("Ca công tác", staff).noticing(desk.calendar_warning()).with(&mistakes),
        may_copy: staff.may_everywhere(Permission::EditDuties) || rows.iter().any(TeamRow::can_add),
        monday: monday.to_string(),
        sources: dates.iter().map(DayCopy::into).collect(),
        copied,
        mistakes,
        words: format!("từ {} đến {}", long_date(monday), long_date(sunday)),
        previous: (monday - Duration::days(7)).to_string(),
        next: (monday + Duration::days(7)).to_string(),
        summary: summary(&rows),
        may_open_half_days: staff.may_everywhere(Permission::OpenHalfDays),
        days: dates.iter().map(head).collect(),
        rows,
    };
    Ok(page::page(&template, &template.mistakes))
}

fn look(conn: &mut DbConn, board: &Board, monday: NaiveDate, sunday: NaiveDate) -> StoreResult<Found> {
    let filter = DutyFilter { from: Some(monday), to: Some(sunday), team_id: None };
    let mut duties = store::list_duties(conn, &filter, 0, CHOICES_MAX)?;
    duties.sort_by_key(|duty| (duty.on, duty.shift.starts_secs, duty.id));
    Ok(Found {
        teams: store::list_teams(conn, 0, CHOICES_MAX)?,
        known: Availability::between(conn, monday, sunday)?,
        loads: loads(conn, board, monday, sunday)?.into_iter().map(|load| (load.duty_id, load)).collect(),
        exceptions: store::exceptional_half_days(conn, monday, sunday)?,
        duties,
    })
}

fn row(team: &Team, dates: &[NaiveDate], found: &Found, desk: &Desk, staff: &Staff, today: NaiveDate) -> TeamRow {
    let may = may_arrange(staff, &team.ward_codes);
    let cell = |on: &NaiveDate| {
        let here = found.duties.iter().filter(|duty| duty.team.id == team.id && duty.on == *on);
        let cards: Vec<Card> = here.map(|duty| card(duty, found)).collect();
        let is_open = |half: &&HalfDay| desk.calendar.is_open(*on, **half, &found.exceptions);
        let open: Vec<&HalfDay> = HalfDay::ALL.iter().filter(is_open).collect();
        let half_days = if open.len() == 2 { "full" } else { open.first().map_or("", |half| half.code()) };
        let is_free = cards.iter().all(|card| card.cancelled.is_some());
        let can_add = may && is_free && *on >= today && !open.is_empty() && desk.calendar.check_known(*on).is_ok();
        let add = can_add.then(|| format!("/duties/new?on={on}&team={}&half_days={half_days}", team.id));
        Cell { date: long_date(*on), cards, add }
    };
    TeamRow { id: team.id, name: team.name.clone(), cells: dates.iter().map(cell).collect() }
}

fn card(duty: &Duty, found: &Found) -> Card {
    let load = found.loads.get(&duty.id);
    let mission = if duty.island_mission { ", ra đảo" } else { "" };
    let troubles = if duty.cancelled.is_some() { Vec::new() } else { found.known.troubles(duty) };
    Card {
        id: duty.id,
        time: format!("{}–{}", duty.shift.starts_secs, duty.shift.ends_secs),
        people: format!("{} · {}{mission}", duty.officer_names(), duty.kit.name),
        load: load.map_or_else(|| "chưa tính được đường đi".to_owned(), DutyLoad::words),
        is_idle: load.is_some_and(|load| load.stops == 0),
        troubles,
        cancelled: duty.cancelled.as_ref().map(|cancelled| cancelled.reason.clone()),
    }
}

fn summary(rows: &[TeamRow]) -> String {
    let cards = || rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.cards);
    let live = || cards().filter(|card| card.cancelled.is_none());
    let idle = live().filter(|card| card.is_idle).count();
    let bad = live().filter(|card| !card.troubles.is_empty()).count();
    format!("{} ca, {idle} ca trống, {bad} ca phải sửa", live().count())
}

/// Monday of “2026-W49”.
fn first_of_week(typed: &str) -> Option<NaiveDate> {
    let (year, number) = typed.split_once("-W")?;
    NaiveDate::from_isoywd_opt(year.parse().ok()?, number.parse().ok()?, Weekday::Mon).filter(|on| on.year() > 0)
}
