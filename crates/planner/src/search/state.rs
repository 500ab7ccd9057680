//! The solution a walk stands on: routes, who is where, who is absent, and the way back to the step before.

use super::energy::Totals;
use crate::model::{Model, NONE};
use crate::plan::Plan;
use crate::route::Route;
use crate::units::VisitIndex;

/// Marks visits that another walk is working on.
const ELSEWHERE: u32 = NONE - 1;

/// Routes that can be changed and rolled back without allocating.
pub(crate) struct State<'a> {
    pub model: &'a Model,
    /// Duties this walk may change.
    pub duties: Vec<u32>,
    /// Visits this walk may move.
    pub visits: Vec<u32>,
    pub routes: Vec<Route>,
    /// Changes whenever the route does; never repeats.
    pub versions: Vec<u64>,
    pub absent: Vec<u32>,
    pub totals: Totals,
    /// Movable visits in routes, and routes with at least one.
    pub served: usize,
    pub used: usize,
    /// Duties touched since the last `begin`.
    pub journal: Vec<u32>,
    duty_of: Vec<u32>,
    position: Vec<u32>,
    step: u64,
    touched: Vec<u64>,
    saved: Vec<Saved>,
    absent_before: Vec<u32>,
    counts_before: (Totals, usize, usize),
    next_version: u64,
}

#[derive(Clone, Default)]
struct Saved {
    route: Route,
    version: u64,
}

impl<'a> State<'a> {
    pub fn new(model: &'a Model) -> State<'a> {
        let (visits, duties) = (model.visits.len(), model.duties.len());
        let empty = |duty| Route::new(model, duty, &[], |_| false);
        State {
            model,
            duties: Vec::new(),
            visits: Vec::new(),
            routes: (0..duties as u32).map(empty).collect(),
            versions: (1..=duties as u64).collect(),
            absent: Vec::new(),
            totals: Totals::default(),
            served: 0,
            used: 0,
            journal: Vec::new(),
            duty_of: vec![ELSEWHERE; visits],
            position: vec![0; visits],
            step: 0,
            touched: vec![0; duties],
            saved: vec![Saved::default(); duties],
            absent_before: Vec::new(),
            counts_before: (Totals::default(), 0, 0),
            next_version: duties as u64 + 1,
        }
    }

    /// Takes over the given duties of a plan, and the given visits as absent ones.
    pub fn load(&mut self, plan: &Plan, duties: &[u32], absent: &[u32]) {
        let model = self.model;
        self.duties.clear();
        self.duties.extend_from_slice(duties);
        self.visits.clear();
        self.absent.clear();
        self.duty_of.fill(ELSEWHERE);
        self.totals = Totals::default();
        (self.served, self.used) = (0, 0);
        let gives_up = |visit: u32| plan.breaks_promise(VisitIndex(visit));
        let mut stops = Vec::new();
        for &duty in duties {
            stops.clear();
            stops.extend(plan.duties[duty as usize].iter().map(|visit| visit.0));
            let route = &mut self.routes[duty as usize];
            route.reset(model, &stops, gives_up);
            self.totals.add(&route.tally);
            self.used += usize::from(route.len() > 0);
            let movable = &stops[route.frozen.min(stops.len())..];
            self.served += movable.len();
            self.visits.extend_from_slice(movable);
            self.number_stops(duty, 1);
            self.renew(duty);
        }
        for &visit in absent {
            self.duty_of[visit as usize] = NONE;
            self.visits.push(visit);
            self.absent.push(visit);
            self.totals.absent(model, visit, 1);
        }
        self.begin();
    }

    /// Starts a step that `roll_back` can undo.
    pub fn begin(&mut self) {
        self.step += 1;
        self.journal.clear();
        self.absent_before.clone_from(&self.absent);
        self.counts_before = (self.totals, self.served, self.used);
    }

    /// Undoes everything since `begin`.
    pub fn roll_back(&mut self) {
        for i in 0..self.journal.len() {
            let duty = self.journal[i];
            let saved = &mut self.saved[duty as usize];
            std::mem::swap(&mut self.routes[duty as usize], &mut saved.route);
            self.versions[duty as usize] = saved.version;
        }
        for i in 0..self.journal.len() {
            self.number_stops(self.journal[i], 1);
        }
        self.absent.clone_from(&self.absent_before);
        for &visit in &self.absent {
            self.duty_of[visit as usize] = NONE;
        }
        (self.totals, self.served, self.used) = self.counts_before;
    }

    /// Whether the routes changed in this step work. Insertions keep them so; a removal may not, where the
    /// direct way between two stops is longer than the one by the stop between.
    pub fn is_feasible(&self) -> bool {
        self.journal.iter().all(|&duty| self.routes[duty as usize].is_feasible(self.model))
    }

    /// The route and position of a served visit; `None` if absent or another walk's.
    #[inline]
    pub fn locate(&self, visit: u32) -> Option<(u32, usize)> {
        let duty = self.duty_of[visit as usize];
        (duty < ELSEWHERE).then(|| (duty, self.position[visit as usize] as usize))
    }

    #[inline]
    pub fn is_absent(&self, visit: u32) -> bool {
        self.duty_of[visit as usize] == NONE
    }

    /// Puts a visit after the link at `position`.
    pub fn insert(&mut self, duty: u32, position: usize, visit: u32, gives_up: bool) {
        self.touch(duty);
        let route = &mut self.routes[duty as usize];
        self.used += usize::from(route.len() == 0);
        self.totals.subtract(&route.tally);
        route.insert(self.model, position, visit, gives_up);
        self.totals.add(&route.tally);
        self.served += 1;
        self.number_stops(duty, position + 1);
    }

    /// Takes stops out (see [`Route::remove`]) and appends them to `removed`.
    pub fn remove(
        &mut self,
        duty: u32,
        span: std::ops::RangeInclusive<usize>,
        keep: std::ops::Range<usize>,
        removed: &mut Vec<u32>,
    ) {
        self.touch(duty);
        let from = *span.start();
        let before = removed.len();
        let route = &mut self.routes[duty as usize];
        self.totals.subtract(&route.tally);
        route.remove(self.model, span, keep, |visit| removed.push(visit));
        self.totals.add(&route.tally);
        self.used -= usize::from(route.len() == 0);
        for &visit in &removed[before..] {
            self.duty_of[visit as usize] = NONE;
        }
        self.served -= removed.len() - before;
        self.number_stops(duty, from);
    }

    /// Saves a route before its first change of the step, and marks it as changed.
    fn touch(&mut self, duty: u32) {
        let at = duty as usize;
        if self.touched[at] != self.step {
            self.touched[at] = self.step;
            self.journal.push(duty);
            self.saved[at].route.clone_from(&self.routes[at]);
            self.saved[at].version = self.versions[at];
        }
        self.renew(duty);
    }

    fn renew(&mut self, duty: u32) {
        self.next_version += 1;
        self.versions[duty as usize] = self.next_version;
    }

    fn number_stops(&mut self, duty: u32, from: usize) {
        let links = &self.routes[duty as usize].links;
        for (position, link) in links.iter().enumerate().take(links.len() - 1).skip(from.max(1)) {
            self.duty_of[link.node() as usize] = duty;
            self.position[link.node() as usize] = position as u32;
        }
    }

    /// The stops of one duty as they stand.
    pub fn copy_stops(&self, duty: u32, stops: &mut Vec<(u32, bool)>) {
        stops.clear();
        let links = self.routes[duty as usize].stops();
        stops.extend(links.map(|link| (link.node(), link.gives_up())));
    }
}
