//! The cheapest place for a visit in one route: O(1) per position.

use super::clock::{Clock, State, pending_rest, rested};
use super::{Link, Route};
use crate::model::Shore;
use crate::model::{DutyData, Model, NEVER, Rest, Slot};
use crate::units::LocationIndex;

/// A visit about to be inserted into routes of one duty type.
#[derive(Clone, Copy)]
pub(crate) struct Candidate<'a> {
    /// Legs from every node to it.
    pub into: &'a [i32],
    /// Legs from it to every node.
    pub out: &'a [i32],
    pub service: i32,
    /// Seconds of unpacking that `into` holds where it has to be done.
    pub setup: i32,
    pub location: LocationIndex,
    pub slot: Slot,
    /// Where further windows of the slot are.
    pub more: &'a [Slot],
    /// How the ferries see it; only read when there are ferries.
    pub shore: Option<Shore<'a>>,
}

/// A place for a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Insertion {
    /// Added seconds of travel and set-up.
    pub added: i32,
    /// It goes after the link at this position.
    pub position: usize,
}

/// When things would happen at a place, in seconds of the problem's axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times {
    /// At the door, in time to unpack.
    pub arrival: i32,
    /// Service starts, at the soonest.
    pub start: i32,
}

impl<'a> Candidate<'a> {
    /// A visit of the model, for a duty, keeping its promise or giving it up.
    #[inline]
    pub fn of(model: &'a Model, visit: u32, duty: &DutyData, gives_up: bool) -> Candidate<'a> {
        let legs = model.legs_of(duty);
        let shore = (!model.ferries.none()).then(|| model.ferries.shore(duty.legs, visit));
        Candidate {
            into: legs.into(visit),
            out: legs.from(visit),
            service: model.visits[visit as usize].service,
            setup: model.visits[visit as usize].setup,
            location: model.locations[visit as usize],
            slot: model.slot(visit, duty, gives_up),
            more: &model.more,
            shore,
        }
    }

    /// The cheapest feasible place in `route` that adds less than `bound`, `skip` left out.
    pub fn best_in(&self, model: &Model, route: &Route, bound: i32, skip: usize) -> Option<Insertion> {
        let mut best = None;
        let mut lowest = bound;
        let found = |insertion: Insertion| {
            if insertion.position != skip {
                lowest = insertion.added;
                best = Some(insertion);
            }
            lowest
        };
        self.scan(model, route, found, bound);
        best
    }

    /// Every feasible place in `route`.
    pub fn all_in(&self, model: &Model, route: &Route, mut found: impl FnMut(Insertion)) {
        self.scan(
            model,
            route,
            |insertion| {
                found(insertion);
                NEVER
            },
            NEVER,
        );
    }

    /// When things would happen with this visit after the link at `position`.
    pub fn times_at(&self, model: &Model, route: &Route, position: usize) -> Times {
        let clock = Clock::new(model, route.duty);
        let (here, next) = (route.links[position], route.links[position + 1]);
        let out = self.out[next.node() as usize];
        let (starts, leave) = self.service_at(&clock, here);
        // the break is kept for later wherever that works: so the team is here sooner
        let later = clock.reach(self.shore, clock.shore(next.node()), out, (leave.0, NEVER));
        let keep_break = later.0 <= next.latest_before || later.1 <= next.latest_after;
        let same_stop = position > 0 && model.locations[here.node() as usize] == self.location;
        let setup = if same_stop { 0 } else { self.setup };
        let start = if keep_break { starts.0 } else { starts.1 };
        Times { arrival: start - setup, start }
    }

    /// When the duty would be back with this visit after the link at `position`, and how many seconds it would be out
    /// until then, a break left out. Takes time in the route's length.
    pub fn back_at(&self, model: &Model, route: &Route, position: usize) -> (i32, i32) {
        let clock = Clock::new(model, route.duty);
        let next = route.links[position + 1];
        let (_, mut state) = self.service_at(&clock, route.links[position]);
        let mut leg = self.out[next.node() as usize];
        let mut from = self.shore;
        let last = route.links.len() - 1;
        for k in position + 1..=last {
            let link = route.links[k];
            let to = clock.shore(link.node());
            state = clock.reach(from, to, leg, state);
            if k < last {
                state = clock.serve(&link, state);
            }
            (from, leg) = (to, link.leg);
        }
        let (back, rests) = clock.home(state);
        (back, back - clock.begins() - clock.pause(rests))
    }

    /// Start and end of this visit's service after a link, each with the break still to come and taken.
    #[inline]
    fn service_at(&self, clock: &Clock, here: Link) -> (State, State) {
        let into = self.into[here.node() as usize];
        let ready = clock.reach(clock.shore(here.node()), self.shore, into, (here.before, here.after));
        let start = |ready| self.slot.start(self.more, ready);
        let starts = (start(ready.0), start(ready.1));
        (starts, (starts.0 + self.service, starts.1 + self.service))
    }

    /// Calls `found` for feasible places that add less than the bound, which `found` returns anew.
    #[inline]
    fn scan(&self, model: &Model, route: &Route, found: impl FnMut(Insertion) -> i32, bound: i32) {
        let duty = &model.duties[route.duty as usize];
        if self.slot.opens == NEVER {
            return;
        }
        match (pending_rest(duty), self.shore) {
            (None, None) => self.scan_plain(route, found, bound),
            (Some(rest), None) => self.scan_rest(route, rest, found, bound),
            (_, Some(shore)) => self.scan_ferry(model, route, shore, found, bound),
        }
    }

    #[inline]
    fn scan_plain(&self, route: &Route, mut found: impl FnMut(Insertion) -> i32, bound: i32) {
        let (mut bound, slot, last) = (bound, self.slot, self.slot.last_close(self.more));
        let mut position = self.first_position(route);
        let Some((mut here, rest_of_route)) = route.links[position..].split_first() else {
            return;
        };
        for next in rest_of_route {
            if here.after > last {
                return;
            }
            let into = self.into[here.node() as usize];
            let out = self.out[next.node() as usize];
            let added = into + out - here.leg;
            if added < bound {
                let start = slot.start(self.more, here.after + into);
                if start + self.service + out <= next.latest_after {
                    bound = found(Insertion { added, position });
                }
            }
            (here, position) = (next, position + 1);
        }
    }

    #[inline]
    fn scan_rest(&self, route: &Route, rest: Rest, mut found: impl FnMut(Insertion) -> i32, bound: i32) {
        let (mut bound, slot, last) = (bound, self.slot, self.slot.last_close(self.more));
        let mut position = self.first_position(route);
        let Some((mut here, rest_of_route)) = route.links[position..].split_first() else {
            return;
        };
        for next in rest_of_route {
            if here.before > last && here.after > last {
                return;
            }
            let into = self.into[here.node() as usize];
            let out = self.out[next.node() as usize];
            let added = into + out - here.leg;
            if added < bound {
                let arrival = here.before + into;
                let ready = (here.after + into).min(rested(rest, here.before, arrival));
                let before = slot.start(self.more, arrival) + self.service;
                let after = slot.start(self.more, ready) + self.service;
                let rested_next = (after + out).min(rested(rest, before, before + out));
                if before + out <= next.latest_before || rested_next <= next.latest_after {
                    bound = found(Insertion { added, position });
                }
            }
            (here, position) = (next, position + 1);
        }
    }

    /// Positions before this one are frozen, or so early that the next stop could not wait that long.
    #[inline]
    fn first_position(&self, route: &Route) -> usize {
        let first_end = self.slot.opens + self.service;
        let free = &route.links[route.frozen + 1..];
        let hopeless = free.iter().take_while(|next| next.latest_after < first_end);
        route.frozen + hopeless.count()
    }

    #[inline(never)]
    fn scan_ferry(
        &self,
        model: &Model,
        route: &Route,
        shore: Shore<'_>,
        mut found: impl FnMut(Insertion) -> i32,
        bound: i32,
    ) {
        let duty = &model.duties[route.duty as usize];
        let (ferries, rest) = (&model.ferries, pending_rest(duty));
        let mut bound = bound;
        for (position, pair) in route.links.windows(2).enumerate().skip(route.frozen) {
            let (here, next) = (pair[0], pair[1]);
            let into = self.into[here.node() as usize];
            let out = self.out[next.node() as usize];
            let added = into + out - here.leg;
            if added >= bound {
                continue;
            }
            let near = ferries.shore(duty.legs, here.node());
            let far = ferries.shore(duty.legs, next.node());
            let arrive = |leave| ferries.arrive(near, shore, into, leave);
            let onward = |leave| ferries.arrive(shore, far, out, leave);
            let end = |ready| self.slot.start(self.more, ready) + self.service;
            let mut after = arrive(here.after);
            let mut fits = false;
            let mut next_after = NEVER;
            if let Some(rest) = rest {
                let arrival = arrive(here.before);
                after = after.min(rested(rest, here.before, arrival));
                let before = end(arrival);
                let arrival = onward(before);
                fits = arrival <= next.latest_before;
                next_after = rested(rest, before, arrival);
            }
            if fits || onward(end(after)).min(next_after) <= next.latest_after {
                bound = found(Insertion { added, position });
            }
        }
    }
}
