//! Earliest departures and latest arrivals along one duty, by the recurrence of the break.

use super::{Link, Tally};
use crate::model::{DutyData, Model, NEVER, NONE, Rest, Shore, TOO_LATE};

/// A time with the break still to come, and one with the break taken.
pub(crate) type State = (i32, i32);

/// Times the links of one duty.
pub(crate) struct Clock<'a> {
    model: &'a Model,
    duty: &'a DutyData,
    number: u32,
    /// The break, unless it is taken before the route begins.
    rest: Option<Rest>,
}

impl<'a> Clock<'a> {
    pub fn new(model: &'a Model, number: u32) -> Clock<'a> {
        let duty = &model.duties[number as usize];
        Clock { model, duty, number, rest: pending_rest(duty) }
    }

    /// Recomputes the legs into links `from ..= to`, and departures from there on until nothing changes.
    pub fn forward(&self, links: &mut [Link], from: usize, to: usize, frozen: usize) {
        let legs = self.model.legs_of(self.duty);
        let last = links.len() - 1;
        if from == 0 {
            let leave = if frozen == 0 { self.begins() } else { self.duty.opens };
            (links[0].before, links[0].after) = self.begin(leave);
        }
        let mut here = links[from.max(1) - 1];
        for k in from.max(1)..=last {
            let there = links[k];
            if k <= to {
                // an unused duty does not drive from its start to its end
                here.leg = if last == 1 { 0 } else { legs.between(here.node(), there.node()) };
                links[k - 1].leg = here.leg;
            }
            let (here_shore, there_shore) = (self.shore(here.node()), self.shore(there.node()));
            let mut state = self.reach(here_shore, there_shore, here.leg, (here.before, here.after));
            state = if k < last { self.serve(&there, state) } else { (state.0, self.home(state).0) };
            if k == frozen
                && let Some((at, _)) = self.duty.resume
            {
                state = self.begin(at);
            }
            let state = (state.0.min(NEVER), state.1.min(NEVER));
            if k > to && state == (there.before, there.after) {
                return;
            }
            (links[k].before, links[k].after) = state;
            here = links[k];
        }
    }

    /// Ready at the end of a leg, in both states, after leaving its begin in both states.
    #[inline]
    pub fn reach(&self, from: Option<Shore>, to: Option<Shore>, leg: i32, leave: State) -> State {
        let after = self.arrive(from, to, leg, leave.1);
        let Some(rest) = self.rest else {
            return (NEVER, after);
        };
        let before = self.arrive(from, to, leg, leave.0);
        (before, after.min(rested(rest, leave.0, before)))
    }

    /// The return, and whether a break is in it that was still to come: who is home before it must begin needs none.
    #[inline]
    pub fn home(&self, state: State) -> (i32, bool) {
        let (before, after) = state;
        let unrested = self.rest.filter(|rest| before <= rest.latest).map_or(NEVER, |_| before);
        (unrested.min(after), self.rest.is_some() && after <= unrested)
    }

    /// When it can set off.
    pub fn begins(&self) -> i32 {
        self.duty.resume.map_or(self.duty.opens, |(at, _)| at)
    }

    /// Whether a route that has stops holds a break that was still to come.
    pub fn rests(&self, links: &[Link]) -> bool {
        let (here, there) = (links[links.len() - 2], links[links.len() - 1]);
        let (here_shore, there_shore) = (self.shore(here.node()), self.shore(there.node()));
        self.home(self.reach(here_shore, there_shore, here.leg, (here.before, here.after))).1
    }

    /// Seconds of a break, if there is one.
    pub fn pause(&self, rests: bool) -> i32 {
        self.rest.filter(|_| rests).map_or(0, |rest| rest.duration)
    }

    /// Both states for leaving at `at`.
    fn begin(&self, at: i32) -> State {
        if self.rest.is_some() { (at, NEVER) } else { (NEVER, at) }
    }

    /// Departure from a stop, in both states, after being ready there in both states.
    #[inline]
    pub fn serve(&self, link: &Link, ready: State) -> State {
        let (slot, more) = (link.slot, &self.model.more);
        (slot.start(more, ready.0) + link.service, slot.start(more, ready.1) + link.service)
    }

    /// Recomputes the latest moments to be ready from link `to` back, at least down to link `from`, and
    /// further until nothing changes.
    pub fn backward(&self, links: &mut [Link], from: usize, to: usize) {
        let last = links.len() - 1;
        let mut to = to;
        if to >= last {
            links[last].latest_after = self.duty.limit;
            links[last].latest_before = self.rest.map_or(TOO_LATE, |rest| rest.latest.min(self.duty.limit));
            to = last - 1;
        }
        let mut next = links[to + 1];
        for k in (0..=to).rev() {
            let here = links[k];
            let (here_shore, next_shore) = (self.shore(here.node()), self.shore(next.node()));
            let by = |ready: i32| self.leave(here_shore, next_shore, here.leg, ready);
            let mut after = by(next.latest_after);
            let mut before = TOO_LATE;
            if let Some(rest) = self.rest {
                before = by(next.latest_before);
                if rest.earliest + rest.duration <= next.latest_after {
                    before = before.max(rest.latest.min(by(next.latest_after - rest.duration)));
                }
            }
            if k > 0 {
                let (slot, more) = (here.slot, &self.model.more);
                after = slot.latest(more, after - here.service);
                before = slot.latest(more, before - here.service);
            }
            if k < from && (before, after) == (here.latest_before, here.latest_after) {
                return;
            }
            links[k].latest_after = after;
            links[k].latest_before = before;
            next = links[k];
        }
    }

    /// What the route adds to the cost; road and delay are as in `known`.
    pub fn tally(&self, links: &[Link], frozen: usize, known: Tally) -> Tally {
        let mut tally = Tally { road: known.road, delay: known.delay, ..Tally::default() };
        let last = links.len() - 1;
        if last == 1 {
            return tally;
        }
        let mut worked = 0_i64; // of a day that cannot be driven, more than an i32 holds
        for (k, link) in links[..last].iter().enumerate() {
            let history = self.duty.resume.is_some() && k < frozen;
            worked += if history { 0 } else { i64::from(link.leg) };
            if k == 0 {
                continue;
            }
            let visit = &self.model.visits[link.node() as usize];
            let history = self.duty.resume.is_some() && k <= frozen;
            worked += if history { 0 } else { i64::from(visit.service) };
            tally.broken += i64::from(link.gives_up());
            let moved = visit.previous != self.number && visit.previous != NONE;
            tally.changed += i64::from(moved && !history);
        }
        tally.changed += self.shifted(links, frozen);
        let back = links[last].after;
        tally.waiting = i64::from(back - self.begins()) - worked - i64::from(self.pause(self.rests(links)));
        tally.overtime = i64::from((back - self.duty.closes).max(0));
        tally
    }

    /// How many stops keep their duty but start at another time than before.
    fn shifted(&self, links: &[Link], frozen: usize) -> i64 {
        let mut shifted = 0;
        let mut rested = self.rest.is_none() || self.rests(links);
        for k in (1..links.len() - 1).rev() {
            // walking back, the break lies on the leg whose end is only reached in time by resting there
            rested = rested && self.rests_before(links, k + 1);
            let visit = &self.model.visits[links[k].node() as usize];
            let history = self.duty.resume.is_some() && k <= frozen;
            if visit.previous == self.number && !history {
                let leave = if rested { links[k].after } else { links[k].before };
                let (start, tolerance) = visit.previous_start;
                shifted += i64::from((leave - visit.service - start).abs() > tolerance);
            }
        }
        shifted
    }

    /// Whether the state "break taken" at link `k` comes from the same state one link earlier.
    fn rests_before(&self, links: &[Link], k: usize) -> bool {
        let (here, there) = (links[k - 1], links[k]);
        let (here_shore, there_shore) = (self.shore(here.node()), self.shore(there.node()));
        let mut ready = self.arrive(here_shore, there_shore, here.leg, here.after);
        if k + 1 < links.len() {
            ready = self.serve(&there, (NEVER, ready)).1;
        }
        ready <= there.after
    }

    /// A node as the ferries see it; `None` where there are none.
    #[inline]
    pub fn shore(&self, node: u32) -> Option<Shore<'a>> {
        let ferries = &self.model.ferries;
        (!ferries.none()).then(|| ferries.shore(self.duty.legs, node))
    }

    #[inline]
    fn arrive(&self, from: Option<Shore>, to: Option<Shore>, leg: i32, leave: i32) -> i32 {
        match (from, to) {
            (Some(from), Some(to)) => self.model.ferries.arrive(from, to, leg, leave),
            _ => leave + leg,
        }
    }

    #[inline]
    fn leave(&self, from: Option<Shore>, to: Option<Shore>, leg: i32, by: i32) -> i32 {
        match (from, to) {
            (Some(from), Some(to)) => self.model.ferries.leave(from, to, leg, by),
            _ => by - leg,
        }
    }
}

/// The break of a duty, unless it is taken before its free part begins.
pub(crate) fn pending_rest(duty: &DutyData) -> Option<Rest> {
    duty.rest.filter(|_| !duty.resume.is_some_and(|(_, taken)| taken))
}

/// Ready after resting on a leg that was left at `leave` and would end at `arrival`.
#[inline]
pub(crate) fn rested(rest: Rest, leave: i32, arrival: i32) -> i32 {
    if leave <= rest.latest { arrival.max(rest.earliest) + rest.duration } else { NEVER }
}
