//! The finished rounds of the demo's past days.
use chrono::Duration;

use super::month::{DAYS_DONE, Month, write};
use crate::clock::Timestamp;
use crate::commands::CommandError;
use crate::ids::VisitId;
use crate::outbox::deliver;
use crate::outbox::stop::Stop;
use crate::teams::store as teams;
use crate::visits::outcomes::Outcome;
use crate::visits::record;
use crate::visits::report::{RecordError, Report, Reporter};
use crate::visits::report_kinds::{PersonResult, ReportKind};
use crate::visits::store as visits;

impl Month<'_> {
    /// Every stop of the past days ends as planned; most people are captured.
    pub(super) fn live_through_past_days(&self) -> Result<usize, CommandError> {
        let desk = &self.shared.desk;
        let first = self.today - Duration::days(DAYS_DONE);
        let last = self.today - Duration::days(1);
        let duties = desk.db.read(|conn| teams::duties_between(conn, first, last, None))?;
        let mut ended = 0;
        for duty in &duties {
            let stops = desk.db.read(|conn| visits::stops_of_duties(conn, &[duty.id]))?;
            for stop in stops {
                let Some(times) = stop.times else { continue };
                desk.clock.set(Timestamp::local_secs(duty.on, times.departs_secs));
                self.end_visit(stop.visit_id, ended)?;
                ended += 1;
            }
        }
        Ok(ended)
    }

    fn end_visit(&self, visit_id: VisitId, number: usize) -> Result<(), CommandError> {
        let desk = &self.shared.desk;
        let (code, note) = match number % 11 {
            4 => (Outcome::NotHome, None),
            7 => (Outcome::FingerprintsDescribed, Some("Vân tay mòn cả mười ngón, đã mô tả trên phiếu.".to_owned())),
            9 if number < 12 => (Outcome::KitFailure, None),
            _ => (Outcome::Captured, None),
        };
        let durations = &self.shared.reference.durations;
        write(self.shared, |conn| {
            let visit = visits::find(conn, visit_id)?.ok_or(RecordError::NotFound)?;
            let case = record::case_of(conn, &visit)?;
            let person = |applicant_id| PersonResult { applicant_id, code, captures: None, note: note.clone() };
            let results = match case.case.group_site {
                Some(_) => vec![PersonResult { captures: Some(visit.captures), ..person(None) }],
                None => case.applicants.iter().map(|one| person(Some(one.id))).collect(),
            };
            let report = Report {
                client_id: format!("demo-{visit_id}"),
                kind: ReportKind::Outcome,
                happened_at: desk.now(),
                results,
                not_before: None,
                replaces: None,
            };
            let reporter = Reporter { desk, durations, staff: &self.dispatcher, now: desk.now() };
            record::record(conn, reporter, visit_id, &report)
        })?;
        self.deliver()
    }

    /// What was written until now leaves at this moment of the month: weeks later nobody would try any more, and all
    /// those families would have to be called.
    pub(super) fn deliver(&self) -> Result<(), CommandError> {
        deliver::round(&self.shared.desk, &self.transport, &Stop::default())?;
        Ok(())
    }
}
