//! Whose turn it is: of two visits of one neighbourhood that need the same, the one with the higher price of a day is not
//! served on a later day, if they can change places. This is a rule, not a price: it holds whatever the road.
//!
//! Each exchange puts one pair in order and brings no other out of it, so it ends.

use super::days::Days;
use crate::route::Route;

/// Where a visit of a group stands: its day and its duty, or nowhere.
type Stand = Option<(i32, usize)>;

/// Exchanges visits until all are in order or cannot change places; tells whether any did.
pub(super) fn take(days: &mut Days) -> bool {
    let mut any = false;
    for group in &days.model.alike {
        while sweep(days, group) {
            any = true;
        }
    }
    any
}

/// Gives each visit of a group, the dearest first, the earliest day it can have from a cheaper one.
fn sweep(days: &mut Days, group: &[u32]) -> bool {
    let mut stands = stands(days, group);
    let mut any = false;
    for dear in 0..group.len() {
        for cheap in cheaper_before(days, group, &stands, dear) {
            if !days.may_go_on(1) {
                return false;
            }
            if exchange(days, group[dear], stands[dear], group[cheap], stands[cheap]) {
                stands.swap(dear, cheap);
                any = true;
                break;
            }
        }
    }
    any
}

fn stands(days: &Days, group: &[u32]) -> Vec<Stand> {
    let mut stands = vec![None; group.len()];
    for (duty, route) in days.routes.iter().enumerate() {
        for link in route.stops() {
            if let Some(position) = group.iter().position(|&visit| visit == link.node()) {
                stands[position] = Some((days.model.duties[duty].day, duty));
            }
        }
    }
    stands
}

/// Positions of visits with a lower price of a day that are served on an earlier day, the earliest first, of one day the
/// cheapest.
fn cheaper_before(days: &Days, group: &[u32], stands: &[Stand], dear: usize) -> Vec<usize> {
    let price = |position: usize| days.model.visits[group[position] as usize].day_price;
    let own_day = stands[dear].map_or(i32::MAX, |(day, _)| day);
    let before = |&other: &usize| price(other) < price(dear) && stands[other].is_some_and(|(day, _)| day < own_day);
    let mut before: Vec<usize> = (dear + 1..group.len()).filter(before).collect();
    before.sort_by_key(|&other| (stands[other].map(|(day, _)| day), price(other), other));
    before
}

/// Lets two visits change places if nobody else has to suffer for it: the terms before the road get no worse. A visit that
/// nobody serves may take the place of one that counts less.
fn exchange(days: &mut Days, dear: u32, from: Stand, cheap: u32, to: Stand) -> bool {
    let Some((_, to)) = to else { return false };
    let Some(new_to) = with_instead(days, to, cheap, dear) else { return false };
    let new_from = match from {
        Some((_, from)) => match with_instead(days, from, dear, cheap) {
            Some(route) => Some(route),
            None => return false,
        },
        None => None,
    };
    let mut totals = match &new_from {
        Some(new_from) => days.totals_with(&[&new_to, new_from]),
        None => days.totals_with(&[&new_to]),
    };
    if new_from.is_none() {
        totals.absent(days.model, dear, -1);
        totals.absent(days.model, cheap, 1);
    }
    let above_road = if days.model.least_change_first { 5 } else { 4 };
    let (new, old) = (totals.key(days.model), days.totals.key(days.model));
    let (new, old) = (&new[..above_road], &old[..above_road]);
    if new > old || (new_from.is_none() && new == old) {
        return false;
    }
    days.totals = totals;
    days.routes[to] = new_to;
    match new_from {
        Some(route) => {
            let duty = route.duty as usize;
            days.routes[duty] = route;
        }
        None => {
            days.absent.retain(|&visit| visit != dear);
            days.absent.push(cheap);
        }
    }
    true
}

/// The route of a duty with one visit less and another at its cheapest place, if there is one.
fn with_instead(days: &mut Days, duty: usize, out: u32, into: u32) -> Option<Route> {
    let (model, route) = (days.model, &days.routes[duty]);
    if !model.fits(into, duty as u32) {
        return None;
    }
    let stops: Vec<(u32, bool)> = route.stops().map(|link| (link.node(), link.gives_up())).collect();
    let kept: Vec<u32> = stops.iter().map(|stop| stop.0).filter(|&visit| visit != out).collect();
    let gives_up = |visit: u32| stops.contains(&(visit, true));
    let frozen = route.frozen;
    let mut best: Option<((i64, i64), Route)> = None;
    for position in frozen..=kept.len() {
        if !days.may_go_on(kept.len() + 1) {
            return None;
        }
        let mut stops = kept.clone();
        stops.insert(position, into);
        let route = Route::new(model, duty as u32, &stops, gives_up);
        let price = model.prices.0 * route.tally.road + model.prices.1 * route.tally.waiting;
        let rank = (route.tally.overtime, price);
        if route.is_feasible(model) && best.as_ref().is_none_or(|(least, _)| rank < *least) {
            best = Some((rank, route));
        }
    }
    best.map(|(_, route)| route)
}
