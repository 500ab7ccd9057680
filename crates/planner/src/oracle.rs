//! The insertion oracle of the booking path: where could this visit go, at what added travel, arriving when?
//!
//! It keeps a plan's routes with their slack, so that each position of each duty is priced in O(1), and it
//! follows insertions and removals without being rebuilt. Only a feasible place in a duty that may work overtime takes
//! time in the route's length: the return decides what the overtime would be.

mod newcomer;

pub use newcomer::{DoorLegs, Newcomer};

use crate::check::{Violation, check};
use crate::model::{Ferries, Model, visit_index};
use crate::plan::Plan;
use crate::problem::Problem;
use crate::route::{Candidate, Insertion, Route};
use crate::units::{DutyIndex, Seconds, Time, VisitIndex};

/// A feasible place for a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The duty that would take it.
    pub duty: DutyIndex,
    /// The visit would become the stop with this number, counted from 0.
    pub position: usize,
    /// Added seconds of travel and set-up; negative where the way round is shorter than the direct one.
    pub added: Seconds,
    /// When the team would be at the door, in time to unpack.
    pub arrival: Time,
    /// When service would start at the soonest.
    pub start: Time,
    /// Added seconds of overtime; negative where the way round is shorter than the direct one. What the duty works too
    /// long already is not counted.
    pub added_overtime: Seconds,
    /// What the days until this duty are worth to the visit, in seconds of travel.
    pub delay: Seconds,
    /// Whether the visit's promise would be broken there.
    pub breaks_promise: bool,
}

impl Spot {
    /// The order of preference: promises, added overtime, added travel and delay, soonest.
    fn rank(&self) -> (bool, Seconds, Seconds, Time, DutyIndex, usize) {
        let price = self.added + self.delay;
        (self.breaks_promise, self.added_overtime, price, self.start, self.duty, self.position)
    }
}

/// A plan's routes, ready to be asked and changed.
pub struct Oracle {
    model: Model,
    routes: Vec<Route>,
    /// Duty of each visit, `None` if unserved.
    served_by: Vec<Option<DutyIndex>>,
}

/// Every feasible place for an unserved visit, best first. For many questions keep an [`Oracle`].
///
/// # Errors
/// The violations of a plan that is not feasible.
pub fn best_spots(problem: &Problem, plan: &Plan, visit: VisitIndex) -> Result<Vec<Spot>, Vec<Violation>> {
    Ok(Oracle::new(problem, plan)?.best_spots(visit))
}

impl Oracle {
    /// Takes over a plan.
    ///
    /// # Errors
    /// The violations of a plan that is not feasible.
    pub fn new(problem: &Problem, plan: &Plan) -> Result<Oracle, Vec<Violation>> {
        check(problem, plan)?;
        let mut model = Model::new(problem);
        model.ferries = Ferries::with_other_shores(problem, &model.locations);
        let mut served_by = vec![None; problem.visits().len()];
        let mut routes = Vec::with_capacity(plan.duties.len());
        for (number, visits) in plan.duties.iter().enumerate() {
            for visit in visits {
                served_by[visit.at()] = Some(DutyIndex::from_position(number));
            }
            let stops: Vec<u32> = visits.iter().map(|visit| visit.0).collect();
            let gives_up = |visit: u32| plan.breaks_promise(VisitIndex(visit));
            routes.push(Route::new(&model, number as u32, &stops, gives_up));
        }
        Ok(Oracle { model, routes, served_by })
    }

    /// Every feasible place for an unserved visit of the problem, best first; none for a served or unknown one.
    #[must_use]
    pub fn best_spots(&self, visit: VisitIndex) -> Vec<Spot> {
        let mut spots = Vec::new();
        if self.served_by.get(visit.at()) != Some(&None) {
            return spots;
        }
        let data = &self.model.visits[visit.at()];
        for route in &self.routes {
            let duty = &self.model.duties[route.duty as usize];
            let fits = self.model.fits(visit.0, route.duty);
            if !fits || route.load + data.demand > duty.capacity {
                continue;
            }
            let first = spots.len();
            let (day_price, kept) = (data.day_price, Candidate::of(&self.model, visit.0, duty, false));
            self.collect(&kept, day_price, route, |spot| spots.push(spot));
            if data.promised {
                let kept = first..spots.len();
                let broken = Candidate::of(&self.model, visit.0, duty, true);
                self.collect(&broken, day_price, route, |spot| {
                    // where the promise can be kept there is no reason to offer breaking it
                    let known = spots[kept.clone()].binary_search_by_key(&spot.position, |kept| kept.position);
                    if known.is_err() {
                        spots.push(Spot { breaks_promise: true, ..spot });
                    }
                });
            }
        }
        spots.sort_unstable_by_key(Spot::rank);
        spots
    }

    /// Every feasible place for a visit that the problem does not know, best first. The newcomer has to be prepared by
    /// this oracle or one of the same problem.
    #[must_use]
    pub fn best_spots_for(&self, newcomer: &Newcomer) -> Vec<Spot> {
        let mut spots = Vec::new();
        for route in &self.routes {
            let duty = &self.model.duties[route.duty as usize];
            let slot = newcomer.slot(duty, route.duty, route.load);
            let Some((slot, more)) = slot else { continue };
            if let Some(candidate) = newcomer.candidate(duty, slot, &more) {
                self.collect(&candidate, newcomer.visit.day_price.0, route, |spot| spots.push(spot));
            }
        }
        spots.sort_unstable_by_key(Spot::rank);
        spots
    }

    /// Serves a visit at a place that [`Oracle::best_spots`] offered since the last change.
    ///
    /// # Panics
    /// If the place was never offered by this oracle: its duty or position may not exist.
    pub fn insert(&mut self, visit: VisitIndex, spot: &Spot) {
        let route = &mut self.routes[spot.duty.at()];
        route.insert(&self.model, spot.position, visit.0, spot.breaks_promise);
        self.served_by[visit.at()] = Some(spot.duty);
    }

    /// Takes a visit out of its duty. `false` (and nothing changes) if it is not served, if it is frozen, or
    /// if the others could not be served without it, as where the way around it is longer.
    pub fn remove(&mut self, visit: VisitIndex) -> bool {
        let Some(&Some(duty)) = self.served_by.get(visit.at()) else {
            return false;
        };
        let route = &mut self.routes[duty.at()];
        let Some(stop) = route.stops().position(|link| link.node() == visit.0) else {
            return false;
        };
        let link = stop + 1;
        if link <= route.frozen {
            return false;
        }
        let gives_up = route.links[link].gives_up();
        route.remove(&self.model, link..=link, link..link, |_| {});
        if !route.is_feasible(&self.model) {
            route.insert(&self.model, stop, visit.0, gives_up);
            return false;
        }
        self.served_by[visit.at()] = None;
        true
    }

    /// The plan as it stands.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let stops = |route: &Route| route.stops().map(|link| visit_index(link.node())).collect();
        let broken = self.routes.iter().flat_map(Route::stops).filter(|link| link.gives_up());
        let mut broken: Vec<VisitIndex> = broken.map(|link| visit_index(link.node())).collect();
        broken.sort_unstable();
        Plan { duties: self.routes.iter().map(stops).collect(), broken_promises: broken }
    }

    /// Latest moments to be ready at the stops of a duty: with the break still to come, and taken.
    pub(crate) fn latest_ready(&self, duty: DutyIndex) -> impl Iterator<Item = (Time, Time)> + '_ {
        let stops = self.routes[duty.at()].stops();
        stops.map(|link| (Time(link.latest_before), Time(link.latest_after)))
    }

    /// Every feasible place in a route, in the order of positions.
    fn collect(&self, candidate: &Candidate, day_price: i32, route: &Route, mut found: impl FnMut(Spot)) {
        let duty = &self.model.duties[route.duty as usize];
        candidate.all_in(&self.model, route, |Insertion { added, position }| {
            let times = candidate.times_at(&self.model, route, position);
            let mut added_overtime = 0;
            if duty.limit > duty.closes {
                let (back, _) = candidate.back_at(&self.model, route, position);
                added_overtime = (back - duty.closes).max(0) - route.tally.overtime as i32;
            }
            found(Spot {
                duty: DutyIndex(route.duty),
                position,
                added: Seconds(added),
                arrival: Time(times.arrival),
                start: Time(times.start),
                added_overtime: Seconds(added_overtime),
                delay: Seconds(day_price * duty.day),
                breaks_promise: false,
            });
        });
    }
}
