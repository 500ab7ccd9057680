//! The roster of a day, printable, with reports from the door and what takes a wrong tap back.
use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::{Duration, NaiveDate};
use serde::Deserialize;

use super::outcomes::{back, outcome_page};
use crate::accounts::Staff;
use crate::config::RosterSettings;
use crate::desk::Desk;
use crate::geography::direction::{Distance, Offset};
use crate::geography::wards::WardCode;
use crate::geography::zones::ZoneCode;
use crate::geography::{Geography, plus_code};
use crate::ids::VisitId;
use crate::seconds::Seconds;
use crate::text::dates::{long_date, short_date};
use crate::text::said;
use crate::visits::durations::DurationModel;
use crate::visits::record;
use crate::visits::report::{RecordError, Report, Reporter};
use crate::visits::report_kinds::ReportKind;
use crate::visits::reported::Reported;
use crate::visits::retract;
use crate::visits::roster::{self, Hidden, RosterDuty, RosterStop};
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

/// `?date=…`
#[derive(Deserialize)]
struct Day {
    date: Option<NaiveDate>,
}

#[derive(Template)]
#[template(path = "visits/rosters.html")]
struct RostersPage {
    frame: Frame,
    mistakes: Mistakes,
    on: NaiveDate,
    before: NaiveDate,
    after: NaiveDate,
    duties: Vec<RosterDuty>,
    geography: Data<Geography>,
    undo_secs: Seconds,
    hours: RosterSettings,
    /// A client id for each tap of this page: the same tap twice is stored once.
    client_id: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(day).service(event).service(undo);
}

#[get("/rosters")]
async fn day(
    desk: Data<Desk>,
    geography: Data<Geography>,
    staff: Staff,
    wanted: Query<Day>,
) -> Result<HttpResponse, Problem> {
    let on = wanted.date.unwrap_or_else(|| desk.now().date());
    day_page(&desk, geography, staff, on, Mistakes::default()).await
}

async fn day_page(
    desk: &Desk,
    geography: Data<Geography>,
    staff: Staff,
    on: NaiveDate,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff(format!("Lịch ngày {}", long_date(on)), &staff).with(&mistakes);
    let duties = desk.write(move |conn, desk| roster::of_day(conn, &staff, desk, on, None, desk.now())).await?;
    let template = RostersPage {
        frame,
        on,
        before: on.pred_opt().unwrap_or(on),
        after: on.succ_opt().unwrap_or(on),
        duties,
        geography,
        undo_secs: desk.settings.reports.undo_secs,
        hours: desk.settings.rosters.clone(),
        client_id: desk.dice.secret(),
        mistakes,
    };
    Ok(page::page(&template, &template.mistakes))
}

#[post("/visits/{id}/events")]
async fn event(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    geography: Data<Geography>,
    staff: Staff,
    id: Path<VisitId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let kind = match typed.get("kind") {
        "en_route" => ReportKind::EnRoute,
        "arrived" => ReportKind::Arrived,
        _ => return Err(Problem::new(&types::MALFORMED)),
    };
    let (now, visit_id, reporting) = (desk.now(), *id, staff.clone());
    let client_id = typed.some("client_id").unwrap_or_else(|| desk.dice.secret());
    let report = Report { client_id, kind, happened_at: now, results: Vec::new(), not_before: None, replaces: None };
    let stored = desk
        .write(move |conn, desk| {
            let reporter = Reporter { desk, durations: &durations, staff: &reporting, now };
            record::record(conn, reporter, visit_id, &report).map(|_| ())
        })
        .await;
    match stored {
        Ok(()) => Ok(page::see_other(&back(now.date(), visit_id))),
        // The page was old: it is shown anew with what stands in the way.
        Err(refusal @ (RecordError::NotPossible(_) | RecordError::Changed | RecordError::Ended(_))) => {
            day_page(&desk, geography, staff, now.date(), Mistakes::of(&refusal.into())).await
        }
        Err(
            error @ (RecordError::NotFound | RecordError::NotYours | RecordError::Invalid(_) | RecordError::Store(_)),
        ) => Err(error.into()),
    }
}

/// Takes a report back. When the time to do so without a reason is over, the page of the visit asks for one.
#[post("/visits/{id}/undo")]
async fn undo(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    staff: Staff,
    id: Path<VisitId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let (visit_id, undoing, form) = (*id, staff.clone(), typed.clone());
    let undone = desk
        .write(move |conn, desk| {
            let reporter = Reporter { desk, durations: &durations, staff: &undoing, now: desk.now() };
            retract::retract(conn, reporter, visit_id, form.get("report"), form.some("reason").as_deref())?;
            let visit = crate::visits::store::find(conn, visit_id)?;
            Ok::<_, RecordError>(visit.and_then(|visit| visit.booking).map(|booking| booking.on))
        })
        .await;
    match undone {
        Ok(on) => Ok(page::see_other(&back(on.unwrap_or_else(|| desk.now().date()), visit_id))),
        Err(RecordError::Invalid(_)) => {
            let whole = "Đã quá thời gian hoàn tác: ghi lý do để rút lại, hoặc ghi kết quả đúng thay cho kết quả này.";
            let mistakes = Mistakes { fields: Vec::new(), whole: Some(whole.to_owned()) };
            outcome_page(&desk, staff, visit_id, typed, mistakes).await
        }
        Err(refusal @ (RecordError::NotPossible(_) | RecordError::Changed | RecordError::Ended(_))) => {
            outcome_page(&desk, staff, visit_id, typed, Mistakes::of(&refusal.into())).await
        }
        Err(error @ (RecordError::NotFound | RecordError::NotYours | RecordError::Store(_))) => Err(error.into()),
    }
}

/// The pin of a stop for officers: where it is in words, a link that opens the map application, its Plus Code.
struct PinWords {
    place: String,
    link: String,
    plus_code: String,
}

impl RosterStop {
    fn pin(&self, geography: &Geography) -> Option<PinWords> {
        let point = self.household.address.point()?;
        let area = self.case.sub_area.clone().map(ZoneCode);
        let anchor = geography.anchor(&WardCode::parse(&self.case.ward_code).ok()?, area.as_ref())?;
        let offset = Offset::between(anchor.point, point);
        let place = match offset.distance() {
            Distance::Here => format!("ngay trung tâm {}", anchor.name),
            far => format!("cách trung tâm {} {} về phía {}", anchor.name, far.said(','), offset.direction.label()),
        };
        let link = format!("geo:{:.6},{:.6}", point.lat(), point.lng());
        Some(PinWords { place, link, plus_code: plus_code::encode(point, 10) })
    }
}

impl RosterDuty {
    /// Since when, or until when, its households are open to its officers.
    fn hidden_words(&self, hidden: &Hidden, hours: &RosterSettings) -> String {
        let on = |days: i64| short_date(self.duty.on + Duration::days(days));
        match hidden {
            Hidden::NotYet => {
                format!("Địa chỉ các hộ mở từ {} ngày {}.", said::clock(hours.officers_from_secs), on(-1))
            }
            Hidden::Over => format!(
                "Địa chỉ các hộ đã đóng từ {} ngày {}. Cần sửa kết quả: nhờ điều phối.",
                said::clock(hours.officers_until_secs),
                on(1)
            ),
        }
    }

    /// How many people its stops are for: as many forms of each kind are needed.
    fn captures(&self) -> i32 {
        self.stops.iter().map(|stop| stop.visit.captures).sum()
    }
}

impl Reported {
    /// "đang đến, 09:01".
    pub(super) fn words(&self) -> String {
        format!("{}, {}", self.kind.label(), said::clock(self.happened_at.secs_of_day()))
    }
}
