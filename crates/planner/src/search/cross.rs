//! A child of two plans: some neighbouring routes of one, the rest as the other has it (after Nagata et al.
//! 2010, "SREX", but what does not fit together is left to the walk that follows).

use super::neighbours::Neighbours;
use crate::model::{Model, NONE};
use crate::plan::Plan;
use crate::random::Random;
use crate::route::Route;
use crate::units::VisitIndex;

/// Least and most share of the other plan's routes that a child takes.
const TAKEN: (f64, f64) = (0.3, 0.6);

/// `own` with some routes of `other`; what stands in neither of the routes that are left is absent.
pub(super) fn cross(model: &Model, neighbours: &Neighbours, own: &Plan, other: &Plan, random: &mut Random) -> Plan {
    let mut child = own.clone();
    let mut taken = vec![false; model.visits.len()];
    let mut replaced = vec![false; model.duties.len()];
    let own_duty = duty_of(model, own);
    for duty in choose(model, neighbours, other, random) {
        if let Some(place) = most_alike(model, duty, &other.duties[duty], &own_duty, &replaced) {
            replaced[place] = true;
            child.duties[place].clone_from(&other.duties[duty]);
            other.duties[duty].iter().for_each(|visit| taken[visit.at()] = true);
        }
    }
    for (duty, stops) in child.duties.iter_mut().enumerate().filter(|&(duty, _)| !replaced[duty]) {
        let before = stops.len();
        stops.retain(|visit| !taken[visit.at()]);
        // where the direct way is the longer one, a route may not work without a stop
        if stops.len() < before && !works(model, duty, stops, own) {
            stops.truncate(model.duties[duty].frozen.len());
            if !works(model, duty, stops, own) {
                return own.clone();
            }
        }
    }
    let served = duty_of(model, &child);
    let other_broken = other.broken_promises.iter().filter(|visit| taken[visit.at()]);
    child.broken_promises.retain(|visit| !taken[visit.at()] && served[visit.at()] != NONE);
    child.broken_promises.extend(other_broken);
    child.broken_promises.sort_unstable();
    child
}

/// Duties of `plan` around a random visit.
fn choose(model: &Model, neighbours: &Neighbours, plan: &Plan, random: &mut Random) -> Vec<usize> {
    let duty_of = duty_of(model, plan);
    let used = plan.duties.iter().filter(|stops| !stops.is_empty()).count();
    let share = TAKEN.0 + (TAKEN.1 - TAKEN.0) * random.unit();
    let many = ((share * used as f64).round() as usize).max(1);
    let mut chosen = Vec::new();
    for &visit in neighbours.of(random.below(model.visits.len()) as u32) {
        let duty = duty_of[visit as usize] as usize;
        if duty < model.duties.len() && model.duties[duty].frozen.is_empty() && !chosen.contains(&duty) {
            chosen.push(duty);
            if chosen.len() == many {
                break;
            }
        }
    }
    chosen
}

/// Of the duties that could do the work of `duty` as well, the one that has most of its stops already.
fn most_alike(model: &Model, duty: usize, stops: &[VisitIndex], own_duty: &[u32], replaced: &[bool]) -> Option<usize> {
    let mut shared = vec![0_usize; model.duties.len()];
    for visit in stops {
        if let Some(count) = shared.get_mut(own_duty[visit.at()] as usize) {
            *count += 1;
        }
    }
    let able = |&place: &usize| {
        let data = &model.duties[place];
        data.kind == model.duties[duty].kind && data.frozen.is_empty() && !replaced[place]
    };
    (0..model.duties.len()).rev().filter(able).max_by_key(|&place| shared[place])
}

fn works(model: &Model, duty: usize, stops: &[VisitIndex], own: &Plan) -> bool {
    let stops: Vec<u32> = stops.iter().map(|visit| visit.0).collect();
    Route::new(model, duty as u32, &stops, |visit| own.breaks_promise(VisitIndex(visit))).is_feasible(model)
}

/// The duty of each visit, or `NONE`.
fn duty_of(model: &Model, plan: &Plan) -> Vec<u32> {
    let mut duty_of = vec![NONE; model.visits.len()];
    for (duty, stops) in plan.duties.iter().enumerate() {
        stops.iter().for_each(|visit| duty_of[visit.at()] = duty as u32);
    }
    duty_of
}
