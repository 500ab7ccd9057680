//! A visit, or a place that is kept, as the planner sees it.
use std::collections::BTreeSet;

use planner::{DutyIndex, LocationIndex, Previous, Time, Window};

use super::times::{half_day_window, half_day_windows, promised_window};
use crate::config::Hours;
use crate::planning::inputs::{HeldPlace, Inputs, WantedVisit};
use crate::planning::priority::priority_of;
use crate::planning::run_parameters::RunParameters;
use crate::planning::service_areas::ServiceAreas;
use crate::reference_data::ReferenceData;
use crate::seconds::Seconds;

/// Points of a visit whose family has a half-day: more than all that wait have together.
const KEPT_POINTS: u32 = 900_000;
/// The planner takes no higher one.
const PRIORITY_MAX: u32 = 1_000_000;

/// The wards of the inputs, numbered: of one ward are those who are compared with each other.
pub(super) struct Wards<'a>(Vec<&'a str>);

impl<'a> Wards<'a> {
    pub fn of(inputs: &'a Inputs) -> Self {
        let codes: BTreeSet<&str> = inputs.visits.iter().map(|wanted| wanted.ward_code.as_str()).collect();
        Self(codes.into_iter().collect())
    }

    fn number(&self, code: &str) -> Option<u32> {
        self.0.binary_search(&code).ok().and_then(|number| u32::try_from(number).ok())
    }
}

pub(super) fn planned_visit(
    wanted: &WantedVisit,
    location: LocationIndex,
    inputs: &Inputs,
    reference: &ReferenceData,
    run: &RunParameters<'_>,
    areas: &ServiceAreas,
    wards: &Wards<'_>,
) -> planner::Visit {
    let mut visit = planner::Visit::at(location);
    visit.service = wanted.visit.service_secs.into();
    visit.setup = wanted.setup_secs.into();
    visit.demand = u32::try_from(wanted.visit.captures).unwrap_or(0);
    let points = priority_of(&wanted.waiting, run.weights, inputs.from, inputs.now).points();
    // Who has a half-day already is never left out for somebody who waits, however long.
    let kept = if wanted.visit.booking.is_some() { KEPT_POINTS } else { 0 };
    visit.priority = (points.max(1) + kept).min(PRIORITY_MAX);
    visit.day_price = run.waiting_price.day_secs(points).into();
    visit.neighbourhood = wards.number(&wanted.ward_code);
    visit.skills = areas.of_ward(&wanted.ward_code);
    visit.windows = half_day_windows(wanted, inputs, &reference.hours);
    if visit.windows.is_empty() {
        // It was booked for a half-day that is not open any more, or too short by now. At the midnight before the first
        // day no round comes: it is left out with the reason said, and publishing postpones it openly.
        visit.windows = vec![Window { opens: Time(0), closes: Time(0) }];
    }
    // Nobody else comes into a locked duty, so those who stand there need none of its skills.
    if wanted.duty_id.is_some_and(|id| inputs.locked.contains(&id)) {
        visit.skills = 0;
    }
    let holder = wanted.duty_id.and_then(|id| inputs.duties.iter().position(|duty| duty.id == id));
    if let (Some(promise), Some(holder)) = (wanted.visit.promise, holder) {
        // Told to a family: the same team, inside the same window.
        let told = promised_window(promise, wanted.setup_secs, inputs);
        visit.pinned_duty = Some(DutyIndex::from_position(holder));
        visit.windows = vec![told];
        visit.previous = Some(Previous {
            duty: DutyIndex::from_position(holder),
            start: told.opens,
            tolerance: Seconds::hours(2).into(),
        });
    }
    if let Some(holder) = holder.filter(|_| inputs.stays_by_hand(wanted)) {
        visit.pinned_duty = Some(DutyIndex::from_position(holder));
    }
    visit
}

/// A place that is kept stays in its duty and half-day, before everything else: somebody is about to book it.
pub(super) fn planned_hold(
    held: &HeldPlace,
    location: LocationIndex,
    inputs: &Inputs,
    hours: &Hours,
) -> planner::Visit {
    let hold = &held.hold;
    let mut visit = planner::Visit::at(location);
    visit.service = hold.service_secs.into();
    visit.setup = hold.setup_secs.into();
    visit.demand = u32::try_from(hold.captures).unwrap_or(0);
    visit.priority = PRIORITY_MAX;
    if let Some((number, duty)) = (0..).zip(&inputs.duties).find(|(_, duty)| duty.id == hold.duty_id) {
        visit.pinned_duty = Some(DutyIndex::from_position(number));
        visit.windows = half_day_window(duty.on, hold.half_day, hold.setup_secs, hold.service_secs, inputs, hours)
            .into_iter()
            .collect();
    }
    visit
}
