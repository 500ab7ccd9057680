//! After the search: whole days of work move to earlier days that are free, and to days where fewer wait.
//!
//! A walk takes strings out of routes, so it seldom carries all of a day elsewhere. The price of waiting makes that worth
//! while, and where the same team drives the same tour on an earlier day nothing speaks against it.

use super::energy::Totals;
use crate::model::Model;
use crate::plan::Plan;
use crate::route::Route;
use crate::units::VisitIndex;
use crate::watch::Watch;

/// So many stops are timed whatever the watch says (as in `balance.rs`).
const UNWATCHED_STOPS: usize = 1_000_000;

/// The routes of a plan, about to be handed around among the days.
pub(super) struct Days<'a> {
    pub model: &'a Model,
    pub routes: Vec<Route>,
    pub totals: Totals,
    pub absent: Vec<u32>,
    watch: &'a dyn Watch,
    /// Duties in order of their days.
    order: Vec<usize>,
    /// Stops timed so far.
    timed: usize,
}

impl<'a> Days<'a> {
    pub fn new(model: &'a Model, plan: &Plan, watch: &'a dyn Watch) -> Days<'a> {
        let gives_up = |visit: u32| plan.breaks_promise(VisitIndex(visit));
        let route = |(duty, stops): (usize, &Vec<VisitIndex>)| {
            let stops: Vec<u32> = stops.iter().map(|visit| visit.0).collect();
            Route::new(model, duty as u32, &stops, gives_up)
        };
        let routes: Vec<Route> = plan.duties.iter().enumerate().map(route).collect();
        let mut served = vec![false; model.visits.len()];
        routes.iter().flat_map(Route::stops).for_each(|link| served[link.node() as usize] = true);
        let absent: Vec<u32> = (0..).zip(&served).filter(|(_, served)| !**served).map(|(visit, _)| visit).collect();
        let mut totals = Totals::default();
        routes.iter().for_each(|route| totals.add(&route.tally));
        absent.iter().for_each(|&visit| totals.absent(model, visit, 1));
        let mut order: Vec<usize> = (0..routes.len()).collect();
        order.sort_by_key(|&duty| model.duties[duty].day);
        Days { model, routes, totals, absent, watch, order, timed: 0 }
    }

    pub fn plan(&self) -> Plan {
        let stops = |route: &Route| route.stops().map(|link| VisitIndex(link.node())).collect();
        let broken = self.routes.iter().flat_map(Route::stops).filter(|link| link.gives_up());
        let mut broken: Vec<VisitIndex> = broken.map(|link| VisitIndex(link.node())).collect();
        broken.sort_unstable();
        Plan { duties: self.routes.iter().map(stops).collect(), broken_promises: broken }
    }

    /// Whether there is time for more, and counts stops that are about to be timed.
    pub fn may_go_on(&mut self, stops: usize) -> bool {
        self.timed += stops;
        self.timed <= UNWATCHED_STOPS || self.watch.used() < 1.0
    }

    /// Lets every later day change places with an earlier one where that makes the plan better; tells whether any did.
    pub fn hand_around(&mut self, only_into_free: bool) -> bool {
        let mut any = false;
        let order = self.order.clone();
        for (position, &early) in order.iter().enumerate() {
            for &late in &order[position + 1..] {
                let day = |duty: usize| self.model.duties[duty].day;
                let free = self.routes[early].len() == 0;
                if day(early) == day(late) || (only_into_free && !free) || self.price(early) >= self.price(late) {
                    continue;
                }
                if !self.may_go_on(self.routes[early].len() + self.routes[late].len()) {
                    return false;
                }
                any |= self.swap(early, late);
            }
        }
        any
    }

    /// What a day more is worth to all visits of a duty.
    fn price(&self, duty: usize) -> i64 {
        self.routes[duty].stops().map(|link| i64::from(self.model.visits[link.node() as usize].day_price)).sum()
    }

    /// Swaps the stops of two duties if both can serve them and the plan gets better.
    fn swap(&mut self, a: usize, b: usize) -> bool {
        let (Some(new_a), Some(new_b)) = (self.taken_over(a, b), self.taken_over(b, a)) else {
            return false;
        };
        let totals = self.totals_with(&[&new_a, &new_b]);
        let better = totals.key(self.model) < self.totals.key(self.model);
        if better {
            self.totals = totals;
            (self.routes[a], self.routes[b]) = (new_a, new_b);
        }
        better
    }

    /// The totals if these routes stood in the place of those of their duties.
    pub fn totals_with(&self, routes: &[&Route]) -> Totals {
        let mut totals = self.totals;
        for route in routes {
            totals.subtract(&self.routes[route.duty as usize].tally);
            totals.add(&route.tally);
        }
        totals
    }

    /// The route of duty `to` with the stops of duty `from`, if it works.
    fn taken_over(&self, to: usize, from: usize) -> Option<Route> {
        let duties = &self.model.duties;
        let free = duties[to].frozen.is_empty() && duties[from].frozen.is_empty();
        let mut stops = self.routes[from].stops();
        if !free || !stops.all(|link| self.model.fits(link.node(), to as u32)) {
            return None;
        }
        let stops: Vec<u32> = self.routes[from].stops().map(|link| link.node()).collect();
        let given_up: Vec<u32> =
            self.routes[from].stops().filter(|link| link.gives_up()).map(|link| link.node()).collect();
        let route = Route::new(self.model, to as u32, &stops, |visit| given_up.contains(&visit));
        route.is_feasible(self.model).then_some(route)
    }
}
