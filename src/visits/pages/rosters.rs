//! The roster of a day, printable, with reports from the door.
use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::accounts::Staff;
use crate::db::StoreError;
use crate::places::direction::{Distance, Offset};
use crate::places::wards::WardCode;
use crate::places::zones::ZoneCode;
use crate::places::{Places, plus_code};
use crate::text::dates::long_date;
use crate::visits::VisitState;
use crate::visits::durations::DurationModel;
use crate::visits::notify;
use crate::visits::open_missing::Measures;
use crate::visits::outcomes::Outcome;
use crate::visits::record::{self, Facts, PersonResult, RecordError, Report, ReportKind};
use crate::visits::roster::{self, RosterDuty, RosterStop};
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Desk, Problem};

/// `?date=…`
#[derive(Deserialize)]
struct Day {
    date: Option<NaiveDate>,
}

#[derive(Template)]
#[template(path = "visits/rosters.html")]
struct RostersPage {
    frame: Frame,
    on: NaiveDate,
    before: NaiveDate,
    after: NaiveDate,
    duties: Vec<RosterDuty>,
    places: Data<Places>,
}

#[derive(Template)]
#[template(path = "visits/outcome.html")]
struct OutcomePage {
    frame: Frame,
    on: NaiveDate,
    stop: RosterStop,
    client_id: String,
    typed: Typed,
    mistakes: Mistakes,
    outcomes: Vec<(&'static str, &'static str)>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(day).service(event).service(outcome_form).service(outcome);
}

#[get("/rosters")]
async fn day(
    desk: Data<Desk>,
    places: Data<Places>,
    staff: Staff,
    wanted: Query<Day>,
) -> Result<HttpResponse, Problem> {
    let on = wanted.date.unwrap_or_else(|| desk.now().date());
    let frame = Frame::for_staff(format!("Lịch ngày {}", long_date(on)), &staff);
    let duties = desk.write(move |conn, desk| roster::of_day(conn, &staff, &desk.vault, on, None, desk.now())).await?;
    let (before, after) = (on.pred_opt().unwrap_or(on), on.succ_opt().unwrap_or(on));
    Ok(page::show(&RostersPage { frame, on, before, after, duties, places }))
}

#[post("/visits/{id}/events")]
async fn event(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    staff: Staff,
    id: Path<i64>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let kind = match typed.get("kind") {
        "en_route" => ReportKind::EnRoute,
        "arrived" => ReportKind::Arrived,
        _ => return Err(Problem::new(&types::MALFORMED)),
    };
    let report = Report { client_id: desk.dice.secret(), kind, happened_at: desk.now(), results: Vec::new() };
    let back = format!("/rosters?date={}#visit-{id}", desk.now().date());
    store_report(&desk, durations, staff, *id, report).await?;
    Ok(page::see_other(&back))
}

#[get("/visits/{id}/outcome")]
async fn outcome_form(desk: Data<Desk>, staff: Staff, id: Path<i64>) -> Result<HttpResponse, Problem> {
    outcome_page(&desk, staff, *id, Typed::default(), Mistakes::default()).await
}

#[post("/visits/{id}/outcome")]
async fn outcome(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    staff: Staff,
    id: Path<i64>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let (results, mistakes) = read_results(&typed);
    if mistakes.any() {
        return outcome_page(&desk, staff, *id, typed, mistakes).await;
    }
    let report = Report {
        client_id: typed.get("client_id").to_owned(),
        kind: ReportKind::Outcome,
        happened_at: desk.now(),
        results,
    };
    let back = format!("/rosters?date={}#visit-{id}", desk.now().date());
    match store_report(&desk, durations, staff.clone(), *id, report).await {
        Ok(()) => Ok(page::see_other(&back)),
        Err(problem) if problem.kind().status == 422 || problem.kind().status == 409 => {
            outcome_page(&desk, staff, *id, typed, Mistakes::of(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

async fn store_report(
    desk: &Desk,
    durations: Data<DurationModel>,
    staff: Staff,
    visit_id: i64,
    report: Report,
) -> Result<(), Problem> {
    desk.write(move |conn, desk| {
        let measures = Measures { durations: &durations, hours: &desk.settings.hours, vault: &desk.vault };
        let facts = Facts { calendar: &desk.calendar, measures };
        let recorded = record::record(conn, &staff, visit_id, &report, facts, desk.now())?;
        notify::after_report(conn, desk, &recorded, desk.now())?;
        Ok::<_, RecordError>(())
    })
    .await
}

/// The stop of a visit as far as this person may see it, with a form for its people.
async fn outcome_page(
    desk: &Desk,
    staff: Staff,
    visit_id: i64,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Kết quả lượt đến", &staff).with(&mistakes);
    let found = desk
        .write(move |conn, desk| {
            let visit = crate::visits::store::find(conn, visit_id)?;
            let Some(on) = visit.and_then(|visit| visit.promise).map(|promise| promise.on) else {
                return Ok::<_, StoreError>(None);
            };
            let duties = roster::of_day(conn, &staff, &desk.vault, on, None, desk.now())?;
            let stop = duties.into_iter().flat_map(|duty| duty.stops).find(|stop| stop.visit.id == visit_id);
            Ok(stop.map(|stop| (on, stop)))
        })
        .await?;
    let (on, stop) = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let client_id = typed.some("client_id").unwrap_or_else(|| desk.dice.secret());
    let outcomes = Outcome::ALL.iter().map(|one| (one.code(), one.label())).collect();
    let template = OutcomePage { frame, on, stop, client_id, typed, mistakes: mistakes.clone(), outcomes };
    Ok(page::page(&template, &mistakes))
}

/// Reads `results.N.code`, `.applicant_id`, `.captures`, `.note` until no further N was sent.
fn read_results(typed: &Typed) -> (Vec<PersonResult>, Mistakes) {
    let mut results = Vec::new();
    let mut mistakes = Mistakes::default();
    for index in 0..200 {
        let name = |field: &str| format!("results.{index}.{field}");
        if typed.some(&name("applicant_id")).is_none() && typed.some(&name("captures")).is_none() {
            break;
        }
        let Ok(code) = typed.get(&name("code")).parse::<Outcome>() else {
            mistakes.add(&name("code"), "Chọn kết quả.");
            continue;
        };
        results.push(PersonResult {
            applicant_id: typed.get(&name("applicant_id")).parse().ok(),
            code,
            captures: typed.get(&name("captures")).parse().ok(),
            note: typed.some(&name("note")),
        });
    }
    (results, mistakes)
}

/// The pin of a stop for officers: where it is in words, a link that opens the map application, its Plus Code.
struct PinWords {
    place: String,
    link: String,
    plus_code: String,
}

impl RosterStop {
    fn pin(&self, places: &Places) -> Option<PinWords> {
        let point = self.household.address.point()?;
        let area = self.case.sub_area.clone().map(ZoneCode);
        let anchor = places.anchor(&WardCode::parse(&self.case.ward_code).ok()?, area.as_ref())?;
        let offset = Offset::between(anchor.point, point);
        let place = match offset.distance() {
            Distance::Here => format!("ngay trung tâm {}", anchor.name),
            far => format!("cách trung tâm {} {} về phía {}", anchor.name, far.said(','), offset.direction.label()),
        };
        let link = format!("geo:{:.6},{:.6}", point.lat(), point.lng());
        Some(PinWords { place, link, plus_code: plus_code::encode(point, 10) })
    }

    fn is_open(&self) -> bool {
        self.visit.is_open()
    }

    fn can_leave(&self) -> bool {
        self.visit.state() == VisitState::Published
    }

    fn can_arrive(&self) -> bool {
        matches!(self.visit.state(), VisitState::Published | VisitState::EnRoute)
    }
}
