//! On small problems the search must find the optimum that brute force finds, and can never beat it.
//!
//! Claimed: at least 99 % of the optima up to 7 visits and 3 duties, in the terms unserved, promises, overtime, optional and
//! road; change too where it is weighed before the road. Not claimed: fairness, ever, and change where it comes after the
//! road. Those two are compared last, and a sum over duties (as `best_order` needs) cannot say what fairness is. Whose turn it
//! is stands above the road and is no sum either: here nobody is compared with anybody.

mod common;

use common::{Dice, Size, problem, without_neighbourhoods};
use planner::*;

/// The objective without fairness, and without change unless it is weighed before the road (else 0).
type Terms = [i64; 6];

fn terms(cost: &CostBreakdown) -> Terms {
    let (first, second) = if cost.least_change_first { (cost.change, cost.road) } else { (cost.road, 0) };
    [cost.unserved, cost.broken_promises, cost.overtime, cost.optional_unserved, first, second]
}

fn add(a: Terms, b: Terms) -> Terms {
    std::array::from_fn(|term| a[term] + b[term])
}

/// What serving exactly the visits of `subset` by one duty costs at best; `None` if it cannot.
/// Lexicographic order is kept by sums, so the best total is a sum of best parts.
fn best_order(problem: &Problem, duty: usize, subset: u32) -> Option<Terms> {
    let visits: Vec<VisitIndex> =
        (0..problem.visits().len() as u32).filter(|v| subset >> v & 1 == 1).map(VisitIndex).collect();
    let promised: Vec<VisitIndex> = visits.iter().copied().filter(|&v| problem.visit(v).promise.is_some()).collect();
    let mut best = None;
    permute(&mut visits.clone(), 0, &mut |order| {
        for broken in 0..1_u32 << promised.len() {
            let mut plan = Plan { duties: vec![Vec::new(); problem.duties().len()], ..Plan::default() };
            plan.duties[duty] = order.to_vec();
            let given_up = promised.iter().enumerate().filter(|(bit, _)| broken >> bit & 1 == 1);
            plan.broken_promises = given_up.map(|(_, &visit)| visit).collect();
            if let Ok(checked) = check(problem, &plan) {
                let mut cost = terms(&checked.cost);
                (cost[0], cost[3]) = (0, 0); // who is left out is counted for the plan as a whole
                best = Some(best.map_or(cost, |old: Terms| old.min(cost)));
            }
        }
    });
    best
}

fn permute(visits: &mut [VisitIndex], fixed: usize, each: &mut impl FnMut(&[VisitIndex])) {
    if fixed == visits.len() {
        return each(visits);
    }
    for next in fixed..visits.len() {
        visits.swap(fixed, next);
        permute(visits, fixed + 1, each);
        visits.swap(fixed, next);
    }
}

/// The best terms over all plans.
fn optimum(problem: &Problem) -> Terms {
    let all = 1_u32 << problem.visits().len();
    let mut best: Vec<Option<Terms>> = vec![None; all as usize];
    best[0] = Some([0; 6]);
    for duty in 0..problem.duties().len() {
        let alone: Vec<Option<Terms>> = (0..all).map(|subset| best_order(problem, duty, subset)).collect();
        for set in (0..all).rev() {
            let mut subset = set;
            while subset > 0 {
                if let (Some(own), Some(others)) = (alone[subset as usize], best[(set & !subset) as usize]) {
                    let sum = add(own, others);
                    let slot = &mut best[set as usize];
                    *slot = Some(slot.map_or(sum, |old| old.min(sum)));
                }
                subset = (subset - 1) & set;
            }
        }
    }
    let with_absent = |(set, served): (usize, &Option<Terms>)| {
        let mut cost = (*served)?;
        for (number, visit) in problem.visits().iter().enumerate().filter(|(n, _)| set >> n & 1 == 0) {
            let _ = number;
            cost[if visit.required { 0 } else { 3 }] += i64::from(visit.priority);
        }
        Some(cost)
    };
    best.iter().enumerate().filter_map(with_absent).min().expect("the idle plan")
}

#[test]
fn the_optimum_is_reached_and_never_beaten() {
    let mut dice = Dice::new(11);
    let (mut reached, mut total, mut missed) = (0, 0, Vec::new());
    for seed in 0..1_000 {
        let visits = if seed % 10 == 0 { 7 } else { 2 + dice.below(5) };
        let size = Size { visits, duties: 1 + dice.below(3), days: 1 + dice.below(2) };
        let problem = without_neighbourhoods(&problem(seed, size));
        let settings = Settings { seed, threads: 1, iterations: Some(3_000) };
        let solution = solve(&problem, &settings, None, &Unwatched).expect("nothing is frozen");
        let (found, best) = (terms(&solution.cost), optimum(&problem));
        assert!(found >= best, "seed {seed}: {found:?} beats the optimum {best:?}");
        total += 1;
        reached += i32::from(found == best);
        if found != best {
            missed.push((seed, found, best));
        }
    }
    println!("optimum reached in {reached} of {total}");
    assert!(reached * 100 >= total * 99, "reached {reached} of {total}; missed {missed:?}");
}
