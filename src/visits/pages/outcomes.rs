//! The page of one visit's reports: how it ended, person by person or all at once, and what puts a report right.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::{Duration, NaiveDate};

use crate::accounts::Staff;
use crate::cases::not_before::NotBeforeReason;
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::ids::VisitId;
use crate::seconds::{Seconds, TimeOfDay};
use crate::text::dates::{long_date, short_date};
use crate::text::said;
use crate::visits::durations::DurationModel;
use crate::visits::outcomes::Outcome;
use crate::visits::report::{RecordError, Replaced, Report, Reporter};
use crate::visits::report_kinds::{PersonResult, ReportKind};
use crate::visits::reported::Reported;
use crate::visits::roster::{self, RosterStop};
use crate::visits::visit::Visit;
use crate::visits::{people, record, store};
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

mod reading;

use reading::{Given, REST_ROWS, read};

/// Days after the visit that the form offers as "not before"; any other day can be typed.
const DAYS_OFFERED: [i64; 3] = [3, 7, 14];

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
    not_done: Vec<(&'static str, &'static str)>,
    days: Vec<(String, String)>,
    reasons: Vec<(&'static str, &'static str)>,
    undo_secs: Seconds,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(outcome_form).service(outcome);
}

#[get("/visits/{id}/outcome")]
async fn outcome_form(desk: Data<Desk>, staff: Staff, id: Path<VisitId>) -> Result<HttpResponse, Problem> {
    outcome_page(&desk, staff, *id, Typed::default(), Mistakes::default()).await
}

#[post("/visits/{id}/outcome")]
async fn outcome(
    desk: Data<Desk>,
    durations: Data<DurationModel>,
    staff: Staff,
    id: Path<VisitId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let (given, mut mistakes) = read(&typed);
    if mistakes.any() {
        return outcome_page(&desk, staff, *id, typed, mistakes).await;
    }
    let (visit_id, reporting, rows) = (*id, staff.clone(), given.rows.clone());
    let stored = desk
        .write(move |conn, desk| {
            let reporter = Reporter { desk, durations: &durations, staff: &reporting, now: desk.now() };
            let (on, report) = as_report(conn, reporter, visit_id, given.clone())?;
            record::record(conn, reporter, visit_id, &report)?;
            Ok::<_, RecordError>(on)
        })
        .await;
    match stored {
        Ok(on) => Ok(page::see_other(&back(on, visit_id))),
        Err(error @ (RecordError::NotFound | RecordError::NotYours | RecordError::Store(_))) => Err(error.into()),
        Err(refusal) => {
            mistakes = reading::at_rows(Mistakes::of(&refusal.into()), &rows);
            outcome_page(&desk, staff, visit_id, typed, mistakes).await
        }
    }
}

/// The report that a form means, with the day of the visit. What is put right happened when the first report said; what
/// is told on a later day happened on the visit's.
fn as_report(
    conn: &mut DbConn,
    reporter: Reporter<'_>,
    visit_id: VisitId,
    given: Given,
) -> Result<(NaiveDate, Report), RecordError> {
    let visit = store::find(conn, visit_id)?.ok_or(RecordError::NotFound)?;
    let on = visit.booking.map_or(reporter.now.date(), |booking| booking.on);
    let mut happened_at = reporter.now.min(end_of(&visit, reporter));
    if let Some(Replaced { report, .. }) = &given.replaces {
        happened_at = store::find_report(conn, report)?.ok_or(RecordError::NotFound)?.happened_at;
    }
    let results = match given.everybody {
        true => everybody(conn, &visit)?,
        false => given.results,
    };
    let (client_id, not_before, replaces) = (given.client_id, given.not_before, given.replaces);
    Ok((on, Report { client_id, kind: ReportKind::Outcome, happened_at, results, not_before, replaces }))
}

/// The end of the half-day of a visit whose day is over; never before the present moment while it is not.
fn end_of(visit: &Visit, reporter: Reporter<'_>) -> Timestamp {
    let past = visit.booking.filter(|booking| booking.on < reporter.now.date());
    past.map_or(reporter.now, |booking| {
        let (_, closes) = reporter.desk.settings.hours.of(booking.half_day);
        Timestamp::local_secs(booking.on, closes)
    })
}

/// Everybody of a visit was captured: by name as far as they are known, the others of a group site by number.
fn everybody(conn: &mut DbConn, visit: &Visit) -> Result<Vec<PersonResult>, RecordError> {
    let case = record::case_of(conn, visit)?;
    let named = people::of_visit(conn, &case.case, visit, &case.applicants)?;
    let count = i32::try_from(named.len()).unwrap_or(i32::MAX);
    let captured = |applicant_id, captures| PersonResult {
        applicant_id,
        code: Outcome::Captured,
        captures: Some(captures),
        note: None,
    };
    if case.case.group_site.is_some() && count > visit.captures {
        return Ok(vec![captured(None, visit.captures)]); // nobody can tell which of them this part is
    }
    let mut results: Vec<PersonResult> = named.into_iter().map(|id| captured(Some(id), 1)).collect();
    if case.case.group_site.is_some() && visit.captures > count {
        results.push(captured(None, visit.captures - count));
    }
    Ok(results)
}

/// The stop of a visit as far as this person may see it, with a form for its people while it takes an outcome, and what
/// was reported of it.
pub(super) async fn outcome_page(
    desk: &Desk,
    staff: Staff,
    visit_id: VisitId,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Kết quả lượt đến", &staff).with(&mistakes);
    let found = desk
        .write(move |conn, desk| {
            let visit = store::find(conn, visit_id)?;
            let Some(on) = visit.and_then(|visit| visit.booking).map(|booking| booking.on) else {
                return Ok::<_, crate::db::StoreError>(None);
            };
            let duties = roster::of_day(conn, &staff, desk, on, None, desk.now())?;
            let stop = duties.into_iter().flat_map(|duty| duty.stops).find(|stop| stop.visit.id == visit_id);
            Ok(stop.map(|stop| (on, stop)))
        })
        .await?;
    let (on, stop) = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let offered = DAYS_OFFERED.map(|days| on.max(desk.now().date()) + Duration::days(days));
    let typed = match stop.reporting.outcome() {
        Some(stands) => reading::filled_with(typed, stands, &stop, &offered),
        None => typed,
    };
    let template = OutcomePage {
        frame,
        on,
        client_id: typed.some("client_id").unwrap_or_else(|| desk.dice.secret()),
        outcomes: Outcome::ALL.iter().map(|one| (one.code(), one.label())).collect(),
        not_done: Outcome::ALL.iter().filter(|one| !one.is_captured()).map(|one| (one.code(), one.label())).collect(),
        days: offered.iter().map(|day| (day.to_string(), long_date(*day))).collect(),
        reasons: NotBeforeReason::ALL.iter().map(|one| (one.code(), one.label())).collect(),
        undo_secs: desk.settings.reports.undo_secs,
        stop,
        typed,
        mistakes,
    };
    Ok(page::page(&template, &template.mistakes))
}

impl OutcomePage {
    /// Whether the form is shown: for the first outcome, or to put the one that stands right.
    fn has_form(&self) -> bool {
        self.stop.reporting.takes(ReportKind::Outcome) || self.replaced().is_some()
    }

    /// The outcome that the form puts right.
    fn replaced(&self) -> Option<&Reported> {
        self.stop.reporting.outcome().filter(|_| self.stop.reporting.can_put_right)
    }

    /// Why there is no form.
    fn why_not(&self) -> &'static str {
        let (visit, state, on) = (&self.stop.visit, self.stop.case.state(), self.on);
        let refused = visit.takes(ReportKind::Outcome, state, Timestamp::local_secs(on, TimeOfDay::MIDNIGHT));
        match (visit.closed_at, refused) {
            (Some(_), _) => "Đã hết ngày: kết quả này do điều phối sửa.",
            (None, Err(why)) => why.sentence(),
            (None, Ok(())) => "Chưa đến ngày hẹn của lượt này.",
        }
    }

    /// Whether people are counted beside those who are named.
    fn counts(&self) -> bool {
        self.stop.case.group_site.is_some()
    }

    /// The first row of the form that counts people and names nobody.
    fn first_count(&self) -> usize {
        self.stop.applicants.len()
    }

    /// The rows of the form for people of a group site who were not done, with their place in the form.
    fn rest_rows(&self) -> Vec<usize> {
        (self.first_count() + 1..=self.first_count() + REST_ROWS).collect()
    }

    /// "Nguyễn Thị Hòa: vắng nhà – hẹn lại tuần sau", for each person of a report.
    fn lines(&self, report: &Reported) -> Vec<String> {
        let line = |result: &PersonResult| {
            let named = self.stop.applicants.iter().position(|one| Some(one.id) == result.applicant_id);
            let whom = match named.and_then(|at| self.stop.household.people.get(at)) {
                Some(person) => person.identity.name.to_string(),
                None => format!("{} người", result.captures.unwrap_or(1)),
            };
            let note = result.note.as_ref().map(|note| format!(" – {note}")).unwrap_or_default();
            format!("{whom}: {}{note}", result.code.label())
        };
        report.results.iter().map(line).collect()
    }

    /// "Nguyễn Văn Bảy ghi lúc 09:12, Thứ Bảy 28/11/2026".
    fn by(&self, report: &Reported) -> String {
        let at = report.recorded_at;
        format!("{} ghi lúc {} ngày {}", report.recorded_by, said::clock(at.secs_of_day()), short_date(at.date()))
    }
}

/// Where the roster shows a visit.
pub(super) fn back(on: NaiveDate, visit_id: VisitId) -> String {
    format!("/rosters?date={on}#visit-{visit_id}")
}
