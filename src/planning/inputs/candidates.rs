//! Which open visits a run may move, and whose turn comes.
use std::collections::{HashMap, HashSet};

use super::{Inputs, WantedVisit};
use crate::calendar::HalfDay;
use crate::cases::admissible::AdmissibleTimes;
use crate::cases::case::{PlannableCase, State};
use crate::config::{Hours, PlanningSettings};
use crate::desk::Desk;
use crate::geography::travel::Spot;
use crate::ids::{CaseId, DutyId, TeamId, VisitId};
use crate::planning::days::Days;
use crate::planning::priority::{PriorityWeights, Waiting, in_order};
use crate::planning::problem::most_places;
use crate::planning::reach::{Work, reach};
use crate::reference_data::ReferenceData;
use crate::seconds::Seconds;
use crate::visits::create_missing;
use crate::visits::visit::Visit;

/// A visit that may be planned.
pub(super) struct Candidate<'a> {
    /// The visit.
    pub visit: Visit,
    /// Its case.
    pub case: &'a PlannableCase,
    duty_id: Option<DutyId>,
    admissible: AdmissibleTimes,
    setup_secs: Seconds,
}

impl Candidate<'_> {
    /// With what planning needs of it.
    pub fn wanted(self, spot: Spot, waiting: Waiting) -> WantedVisit {
        WantedVisit {
            ward_code: self.case.case.ward_code.clone(),
            spot,
            setup_secs: self.setup_secs,
            waiting,
            duty_id: self.duty_id,
            is_approved: self.case.case.is_approved(),
            admissible: self.admissible,
            visit: self.visit,
        }
    }
}

impl Inputs {
    /// Of the open visits those that this run may move; those that no half-day is long enough for, or that prefer none of
    /// them, are noted.
    pub(super) fn candidates<'a>(
        &mut self,
        open: Vec<Visit>,
        cases: &'a HashMap<CaseId, PlannableCase>,
        wards: Option<&[String]>,
        desk: &Desk,
        reference: &ReferenceData,
    ) -> Vec<Candidate<'a>> {
        let hours = &desk.settings.hours;
        let own_duties: HashSet<DutyId> = self.duties.iter().map(|duty| duty.id).collect();
        let mut candidates = Vec::new();
        for visit in open {
            let Some(case) = cases.get(&visit.case_id).filter(|case| may_be_planned(case, &visit)) else {
                continue;
            };
            // Nobody came and nobody reported: the family waits again, in front, and is told a new appointment (R28).
            let overdue = visit.is_overdue(hours, self.now);
            let visit = if overdue { visit.without_half_day() } else { visit };
            let elsewhere = visit.booking.is_some_and(|booking| booking.on < self.from || booking.on > self.to);
            // What was told stays; nobody else is planned into a half-day that does not suit the household.
            let admissible = match visit.booking {
                Some(_) => AdmissibleTimes::default(),
                None => AdmissibleTimes::of(&case.case),
            };
            // Before the day that was agreed at the door this run is none of its business.
            if elsewhere || self.never_suits(&admissible.without_preference()) || !visit.is_movable() {
                continue;
            }
            let duty_id = visit.duty_id.filter(|_| !overdue);
            let own = wards.is_none_or(|wards| wards.contains(&case.case.ward_code));
            if !own && !duty_id.is_some_and(|id| own_duties.contains(&id)) {
                continue;
            }
            if self.never_suits(&admissible) {
                self.suits_none.push(visit.id);
                continue;
            }
            let setup_secs = create_missing::setup_secs(case, &reference.durations);
            let told = visit.booking.is_some() && duty_id.is_some();
            if !told && !self.fits_somewhere(&admissible, hours, setup_secs + visit.service_secs) {
                self.no_half_day.push(visit.id);
                continue;
            }
            candidates.push(Candidate { visit, case, duty_id, admissible, setup_secs });
        }
        candidates
    }

    /// Whether a household has said of every open half-day of the span that it does not suit.
    fn never_suits(&self, admissible: &AdmissibleTimes) -> bool {
        let says_something = *admissible != AdmissibleTimes::default();
        says_something && !self.half_days.iter().any(|(on, half_day)| admissible.allow(*on, *half_day))
    }

    /// Whether some open half-day that suits is long enough.
    fn fits_somewhere(&self, admissible: &AdmissibleTimes, hours: &Hours, secs: Seconds) -> bool {
        let length = |half_day: HalfDay| {
            let (opens, closes) = hours.of(half_day);
            closes - opens
        };
        let mut open = self.half_days.iter();
        open.any(|(on, half_day)| admissible.allow(*on, *half_day) && secs <= length(*half_day))
    }

    /// Leaves out whose turn does not come in this span; whoever has a half-day stays.
    pub(super) fn leave_out_beyond(
        &mut self,
        seen: &mut Vec<(Candidate<'_>, Waiting)>,
        weights: &PriorityWeights,
        settings: &PlanningSettings,
    ) {
        let work = |one: &Candidate<'_>| one.setup_secs + one.visit.service_secs;
        let standing = seen.iter().filter(|(one, _)| one.visit.booking.is_some());
        let team_of: HashMap<DutyId, TeamId> = self.duties.iter().map(|duty| (duty.id, duty.team.id)).collect();
        let standing: Vec<(TeamId, Seconds)> =
            standing.filter_map(|(one, _)| Some((*team_of.get(&one.duty_id?)?, work(one)))).collect();
        let waiting = seen.iter().filter(|(one, _)| one.visit.booking.is_none());
        let waiting: Vec<Waiting> = waiting.map(|(_, waiting)| waiting.clone()).collect();
        let by_visit: HashMap<VisitId, &Candidate<'_>> = seen.iter().map(|(one, _)| (one.visit.id, one)).collect();
        let in_turn: Vec<Work<'_>> = in_order(&waiting, weights, self.from, self.now)
            .iter()
            .filter_map(|turn| by_visit.get(&turn.waiting.visit_id))
            .map(|one| Work { visit_id: one.visit.id, ward_code: &one.case.case.ward_code, secs: work(one) })
            .collect();
        let most = most_places(settings, &self.duties).saturating_sub(seen.len() - waiting.len() + self.held.len());
        let days = Days { from: self.from, to: self.to };
        let reach = reach(&in_turn, &standing, &self.duties, days, settings, most);
        seen.retain(|(one, _)| one.visit.booking.is_some() || reach.reached.contains(&one.visit.id));
        self.beyond = reach.beyond;
    }
}

/// Approved cases that stand. A booked half-day is kept from the moment it is taken, also while a dispatcher still
/// looks at the case.
fn may_be_planned(case: &PlannableCase, visit: &Visit) -> bool {
    match case.case.state() {
        State::Verified => true,
        State::Filed => visit.booking.is_some(),
        State::Refused | State::Withdrawn => false,
    }
}
