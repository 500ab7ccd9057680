//! A problem compiled for speed: flat arrays of plain integers, everything a scan needs side by side.
//!
//! Nodes are the visits (0 … n−1) and after them the places where duties start or end. Legs between nodes
//! hold travel plus the set-up on arrival, so that unpacking once per place is just a cheaper leg.

mod alike;
mod duty;
mod ferry;
mod legs;
mod slot;

pub(crate) use duty::{DutyData, Rest};
pub(crate) use ferry::{Ferries, Shore};
pub(crate) use legs::Legs;
pub(crate) use slot::{Slot, clip};

use crate::problem::{Problem, Visit};
use crate::units::{LocationIndex, VisitIndex};

/// Later than any time; sums of it with two unreachable legs still fit an `i32`.
pub(crate) const NEVER: i32 = 1_000_000_000;
/// Earlier than any time: "no arrival is early enough".
pub(crate) const TOO_LATE: i32 = -1_000_000_000;
/// No duty, no node, no place in a route.
pub(crate) const NONE: u32 = u32::MAX;

/// The compiled problem.
pub(crate) struct Model {
    pub visits: Vec<VisitData>,
    pub duties: Vec<DutyData>,
    pub location_count: usize,
    /// Place of each node.
    pub locations: Vec<LocationIndex>,
    pub legs: Vec<Legs>,
    pub ferries: Ferries,
    /// `(visit * clocks + clock) * 2 + gives_up_promise`.
    slots: Vec<Slot>,
    /// Second and further windows of slots.
    pub more: Vec<Slot>,
    clocks: usize,
    /// `visit * duties + duty`: skills, pin and windows allow it.
    fits: Vec<bool>,
    pub prices: (i64, i64),
    pub least_change_first: bool,
    /// Visits of one neighbourhood that need the same and may change places: the highest price of a day first.
    pub alike: Vec<Vec<u32>>,
    /// Whether waiting, overtime, promises or changes can cost anything.
    pub counts_more_than_road: bool,
}

/// What the search needs of a visit.
#[derive(Clone, Debug)]
pub(crate) struct VisitData {
    pub service: i32,
    pub setup: i32,
    pub demand: i32,
    pub priority: i64,
    pub required: bool,
    pub promised: bool,
    pub opens: i32,
    pub closes: i32,
    /// Seconds from the nearest base.
    pub remoteness: i32,
    /// Duty of the previous plan or `NONE`.
    pub previous: u32,
    /// Its start in the previous plan, and how far it may shift without counting as moved.
    pub previous_start: (i32, i32),
    /// What each day until it is served is worth, in seconds of travel.
    pub day_price: i32,
}

impl Model {
    /// Compiles a problem.
    pub fn new(problem: &Problem) -> Model {
        let bases = bases(problem);
        let locations = node_locations(problem, &bases);
        let legs =
            problem.matrices.iter().map(|matrix| Legs::new(&locations, problem, |from, to| matrix.raw(from, to).0));
        let legs: Vec<Legs> = legs.collect();
        let duties = duty::compile(problem, &bases);
        let clocks = duties.iter().map(|duty| duty.clock + 1).max().unwrap_or(1);
        let visits = problem.visits.iter().enumerate();
        let visits = visits.map(|(node, visit)| visit_data(visit, node, &duties, &legs)).collect();
        let mut model = Model {
            visits,
            duties,
            ferries: Ferries::new(problem, &locations),
            location_count: problem.location_count(),
            locations,
            legs,
            slots: Vec::new(),
            more: Vec::new(),
            clocks,
            fits: Vec::new(),
            prices: (i64::from(problem.prices.travel), i64::from(problem.prices.waiting)),
            least_change_first: problem.least_change_first,
            alike: alike::groups(problem),
            counts_more_than_road: counts_more_than_road(problem),
        };
        model.add_slots(problem);
        model.add_fits(problem);
        model
    }

    /// When `visit` can be served by `duty`, keeping its promise or giving it up.
    #[inline]
    pub fn slot(&self, visit: u32, duty: &DutyData, gives_up: bool) -> Slot {
        self.slots[(visit as usize * self.clocks + duty.clock) * 2 + usize::from(gives_up)]
    }

    /// Whether skills, pin and windows let `duty` serve `visit`.
    #[inline]
    pub fn fits(&self, visit: u32, duty: u32) -> bool {
        self.fits[visit as usize * self.duties.len() + duty as usize]
    }

    /// Which duties could serve `visit`, by duty.
    #[inline]
    pub fn fits_of(&self, visit: u32) -> &[bool] {
        &self.fits[visit as usize * self.duties.len()..][..self.duties.len()]
    }

    /// The legs `duty` drives by.
    #[inline]
    pub fn legs_of(&self, duty: &DutyData) -> &Legs {
        &self.legs[duty.legs]
    }

    /// What it is worth, in seconds of travel, that a visit has to wait until the day of a duty.
    #[inline]
    pub fn delay(&self, visit: u32, duty: &DutyData) -> i32 {
        self.visits[visit as usize].day_price * duty.day
    }

    /// Seconds of waiting in seconds of travel.
    #[inline]
    pub fn waiting_worth(&self, waiting: i32) -> i32 {
        let worth = i64::from(waiting) * self.prices.1 / self.prices.0;
        // beyond a hundred million seconds more does not matter, and prices must still add up in an i32
        worth.clamp(-100_000_000, 100_000_000) as i32
    }

    fn add_slots(&mut self, problem: &Problem) {
        let mut spans = vec![(0, 0); self.clocks];
        for duty in &self.duties {
            spans[duty.clock] = duty.span();
        }
        for visit in &problem.visits {
            for &(begins, ends) in &spans {
                for promise in [visit.promise, None] {
                    let windows = clip(&visit.windows, promise, begins, ends);
                    self.slots.push(Slot::new(&windows, &mut self.more));
                }
            }
        }
    }

    fn add_fits(&mut self, problem: &Problem) {
        for (node, visit) in problem.visits.iter().enumerate() {
            for (number, duty) in self.duties.iter().enumerate() {
                let pinned = visit.pinned_duty.is_none_or(|pinned| pinned.at() == number);
                let skilled = visit.skills & !problem.duties[number].skills == 0;
                let slot = self.slot(node as u32, duty, true);
                let open = !problem.duties[number].frozen.closed;
                self.fits.push(open && pinned && skilled && slot.opens < NEVER);
            }
        }
    }
}

fn counts_more_than_road(problem: &Problem) -> bool {
    let told = |visit: &Visit| visit.promise.is_some() || visit.previous.is_some();
    problem.prices.waiting > 0
        || problem.duties.iter().any(|duty| duty.overtime.0 > 0)
        || problem.visits.iter().any(told)
}

/// Places where duties start or end, each once.
fn bases(problem: &Problem) -> Vec<LocationIndex> {
    let mut bases: Vec<LocationIndex> = Vec::new();
    for duty in &problem.duties {
        bases.extend([duty.start_location, duty.end_location]);
    }
    bases.sort_unstable();
    bases.dedup();
    bases
}

fn node_locations(problem: &Problem, bases: &[LocationIndex]) -> Vec<LocationIndex> {
    problem.visits.iter().map(|visit| visit.location).chain(bases.iter().copied()).collect()
}

fn visit_data(visit: &Visit, node: usize, duties: &[DutyData], legs: &[Legs]) -> VisitData {
    let remoteness = duties.iter().map(|duty| legs[duty.legs].between(duty.start, node as u32));
    VisitData {
        service: visit.service.0,
        setup: visit.setup.0,
        demand: visit.demand as i32,
        priority: i64::from(visit.priority),
        required: visit.required,
        promised: visit.promise.is_some(),
        opens: visit.windows.first().map_or(0, |window| window.opens.0),
        closes: visit.windows.last().map_or(0, |window| window.closes.0),
        remoteness: remoteness.min().unwrap_or(0),
        previous: visit.previous.map_or(NONE, |previous| previous.duty.0),
        previous_start: visit.previous.map_or((0, 0), |was| (was.start.0, was.tolerance.0)),
        day_price: visit.day_price.0,
    }
}

/// A visit's number as the public index.
pub(crate) fn visit_index(node: u32) -> VisitIndex {
    VisitIndex(node)
}
