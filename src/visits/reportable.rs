//! Whether a visit takes a report: the roster's buttons and the verb that stores reports ask this one question.
use super::report_kinds::ReportKind;
use super::visit::Visit;
use crate::cases::case::State;
use crate::clock::Timestamp;

/// Why a visit takes no report of something that happened at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoReport {
    /// It was cancelled.
    Cancelled,
    /// It ended before; how it ended can be put right.
    Ended,
    /// Nobody has approved its case, or the case ended.
    NotApproved,
    /// It has no half-day.
    NotBooked,
    /// Its day is still to come. A visit under way cannot be moved any more, so this must not be said too early.
    DayToCome,
    /// Its day is over: nobody is on the way any more, only how it ended can still be told.
    DayOver,
}

impl NoReport {
    /// In Vietnamese, for whoever reports.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Cancelled => "Lượt đến này đã hủy.",
            Self::Ended => "Lượt đến này đã có kết quả.",
            Self::NotApproved => "Hồ sơ của lượt này chưa được duyệt hoặc đã kết thúc.",
            Self::NotBooked => "Lượt đến này chưa có buổi hẹn.",
            Self::DayToCome => "Chưa đến ngày hẹn của lượt này.",
            Self::DayOver => "Đã qua ngày hẹn của lượt này: chỉ còn ghi kết quả.",
        }
    }
}

impl Visit {
    /// Whether a report of something that happened `at` is taken, for a case in this state. What a phone without a
    /// signal says late counts by when it happened: a team that was on its way before the visit ended is believed.
    ///
    /// # Errors
    /// [`NoReport`].
    pub fn takes(&self, kind: ReportKind, state: State, at: Timestamp) -> Result<(), NoReport> {
        if self.cancelled_at.is_some() {
            return Err(NoReport::Cancelled);
        }
        if self.closed_at.is_some_and(|ended| kind == ReportKind::Outcome || at > ended) {
            return Err(NoReport::Ended);
        }
        if state != State::Verified {
            return Err(NoReport::NotApproved);
        }
        let booking = self.booking.ok_or(NoReport::NotBooked)?;
        if at.date() < booking.on {
            return Err(NoReport::DayToCome);
        }
        if kind != ReportKind::Outcome && at.date() > booking.on {
            return Err(NoReport::DayOver);
        }
        Ok(())
    }

    /// Whether the roster offers this report now: it is taken, and it says something new.
    pub fn offers(&self, kind: ReportKind, state: State, now: Timestamp) -> bool {
        let is_news = match kind {
            ReportKind::EnRoute => self.en_route_at.is_none() && self.arrived_at.is_none(),
            ReportKind::Arrived => self.arrived_at.is_none(),
            ReportKind::Outcome => true,
        };
        is_news && self.closed_at.is_none() && self.takes(kind, state, now).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, NaiveDate};

    use super::NoReport::{Cancelled, DayOver, DayToCome, Ended, NotApproved, NotBooked};
    use super::*;
    use crate::calendar::HalfDay;
    use crate::ids::{CaseId, VisitId};
    use crate::seconds::{Seconds, TimeOfDay};
    use crate::visits::visit::Booking;

    /// A visit of a Saturday morning.
    fn booked(on: NaiveDate) -> Visit {
        let booked_at = Timestamp::local_secs(on - Duration::days(3), TimeOfDay::MIDNIGHT);
        Visit {
            id: VisitId(1),
            case_id: CaseId(1),
            number: 1,
            part: 1,
            captures: 1,
            service_secs: Seconds(3_600),
            front_of_queue: false,
            cancelled_at: None,
            booking: Some(Booking { on, half_day: HalfDay::Morning, booked_at }),
            promise: None,
            duty_id: None,
            invite_sequence: 1,
            postponed_at: None,
            en_route_at: None,
            arrived_at: None,
            closed_at: None,
            version: 1,
        }
    }

    #[test]
    fn every_state_of_a_visit_takes_exactly_these_reports() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let at = |days, hour| Timestamp::local_secs(on + Duration::days(days), TimeOfDay::at(hour, 20));
        let (early, morning, evening, monday) = (at(-1, 8), at(0, 9), at(0, 19), at(2, 8));
        let visit = booked(on);
        let cancelled = Visit { cancelled_at: Some(morning), ..visit.clone() };
        let waiting = Visit { booking: None, ..visit.clone() };
        let ended = Visit { closed_at: Some(at(0, 10)), ..visit.clone() };
        let away = Visit { en_route_at: Some(morning), ..visit.clone() };
        // Visit, state of its case, moment: what a tap and what an outcome answers.
        let table = [
            (&visit, State::Verified, morning, Ok(()), Ok(())),
            (&visit, State::Verified, evening, Ok(()), Ok(())),
            (&visit, State::Verified, early, Err(DayToCome), Err(DayToCome)),
            (&visit, State::Verified, monday, Err(DayOver), Ok(())),
            (&visit, State::Filed, morning, Err(NotApproved), Err(NotApproved)),
            (&visit, State::Refused, morning, Err(NotApproved), Err(NotApproved)),
            (&visit, State::Withdrawn, morning, Err(NotApproved), Err(NotApproved)),
            (&away, State::Verified, morning, Ok(()), Ok(())),
            (&cancelled, State::Verified, morning, Err(Cancelled), Err(Cancelled)),
            (&waiting, State::Verified, morning, Err(NotBooked), Err(NotBooked)),
            (&ended, State::Verified, morning, Ok(()), Err(Ended)),
            (&ended, State::Verified, evening, Err(Ended), Err(Ended)),
        ];
        for (visit, state, at, tap, outcome) in table {
            assert_eq!(visit.takes(ReportKind::EnRoute, state, at), tap, "{visit:?} {state} {at:?}");
            assert_eq!(visit.takes(ReportKind::Arrived, state, at), tap, "{visit:?} {state} {at:?}");
            assert_eq!(visit.takes(ReportKind::Outcome, state, at), outcome, "{visit:?} {state} {at:?}");
            for kind in [ReportKind::EnRoute, ReportKind::Arrived, ReportKind::Outcome] {
                let offered = visit.offers(kind, state, at);
                assert!(
                    !offered || visit.takes(kind, state, at).is_ok(),
                    "a button that cannot work: {visit:?} {kind}"
                );
            }
        }
        assert!(visit.offers(ReportKind::EnRoute, State::Verified, morning));
        assert!(!away.offers(ReportKind::EnRoute, State::Verified, morning), "it is on its way already");
        assert!(away.offers(ReportKind::Arrived, State::Verified, morning));
        assert!(!ended.offers(ReportKind::Arrived, State::Verified, morning), "an ended visit offers nothing");
    }
}
