//! Running days that are disturbed: history stays, facts are accepted, little changes.

mod common;

use common::{Dice, Size, freeze, problem};
use planner::*;
use proptest::prelude::*;

fn settings(seed: u64) -> Settings {
    Settings { seed, threads: 1, iterations: Some(300) }
}

fn situation(dice: &mut Dice, size: Size, plan: &Plan) -> Situation {
    let now = Time::at(dice.below(size.days), 6 + dice.below(9), dice.below(60));
    let mut situation = Situation { now, ..Situation::default() };
    let duty = DutyIndex(dice.below(size.duties) as u32);
    if dice.one_in(2) {
        let begun = dice.below(plan.duties[duty.at()].len() as i32 + 1) as usize;
        // some reports are older than the moment
        let free_at = now + Seconds::minutes(dice.below(90) - 20);
        situation.progress.push(Progress { duty, begun, free_at, break_taken: dice.one_in(2) });
    }
    let visit = VisitIndex(dice.below(size.visits) as u32);
    let other = DutyIndex(dice.below(size.duties) as u32);
    let disturbances = [
        Disturbance::VisitCancelled(visit),
        Disturbance::ServiceTakes(visit, Seconds::minutes(dice.below(90))),
        Disturbance::DutyCancelled(other),
        Disturbance::DutyEndsAt(other, now + Seconds::minutes(dice.below(120))),
    ];
    for disturbance in disturbances {
        if dice.one_in(3) {
            situation.disturbances.push(disturbance);
        }
    }
    situation
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_disturbed_day_is_replanned_around_its_history(seed: u64, visits in 1..=14_i32, duties in 1..=4_i32, days in 1..=2_i32) {
        let size = Size { visits, duties, days };
        let problem = problem(seed, size);
        let plan = solve(&problem, &settings(seed), None, &Unwatched).expect("nothing is frozen").plan;
        let situation = situation(&mut Dice::new(seed), size, &plan);
        let replanned = replan(&problem, &plan, &situation, &settings(seed), &Unwatched);
        let Replanned { problem: after, solution } = replanned.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let checked = check(&after, &solution.plan).map_err(|violations| TestCaseError::fail(format!("{violations:?}")))?;
        for (number, duty) in after.duties().iter().enumerate() {
            let frozen = duty.frozen.visits.len();
            prop_assert!(plan.duties[number].starts_with(&duty.frozen.visits));
            // nothing new begins before now, or before the team is free
            let busy = situation.progress.iter().find(|progress| progress.duty.at() == number);
            let free = busy.map_or(situation.now, |progress| progress.free_at.max(situation.now));
            let mut added = checked.duties[number].stops.iter().skip(frozen);
            prop_assert!(added.all(|stop| stop.arrival >= free));
        }
        for disturbance in &situation.disturbances {
            match *disturbance {
                Disturbance::VisitCancelled(visit) => {
                    let begun = after.duties().iter().any(|duty| duty.frozen.visits.contains(&visit));
                    prop_assert!(begun || checked.unserved.contains(&visit));
                }
                Disturbance::DutyCancelled(duty) => {
                    let (stops, frozen) = (&solution.plan.duties[duty.at()], &after.duty(duty).frozen.visits);
                    prop_assert_eq!(stops, frozen);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn an_undisturbed_day_is_left_alone(seed: u64, visits in 1..=14_i32) {
        let problem = problem(seed, Size { visits, duties: 3, days: 1 });
        let plan = solve(&problem, &settings(seed), None, &Unwatched).expect("nothing is frozen").plan;
        let replanned = replan(&problem, &plan, &Situation::default(), &settings(seed), &Unwatched).expect("a plan");
        // moving a visit pays only if it serves somebody more, keeps a promise or saves overtime
        let (old, new) = (check(&replanned.problem, &plan).expect("still feasible").cost, replanned.solution.cost);
        let better = |cost: CostBreakdown| (cost.unserved, cost.broken_promises, cost.overtime, cost.optional_unserved);
        prop_assert!(new.change == 0 || better(new) < better(old));
    }

    #[test]
    fn an_undisturbed_day_can_go_on_as_planned(seed: u64, visits in 1..=14_i32, hour in 6..=17_i32, minute in 0..=59_i32) {
        let problem = problem(seed, Size { visits, duties: 3, days: 1 });
        let plan = solve(&problem, &settings(seed), None, &Unwatched).expect("nothing is frozen").plan;
        let situation = Situation { now: Time::at(0, hour, minute), ..Situation::default() };
        let replanned = replan(&problem, &plan, &situation, &settings(seed), &Unwatched).expect("a plan");
        // a team that cannot go home straight from where it is stays there, whatever the plan was
        let ends = |problem: &Problem| problem.duties().iter().map(|duty| duty.end_location).collect::<Vec<_>>();
        prop_assume!(ends(&problem) == ends(&replanned.problem));
        let checked = check(&replanned.problem, &plan);
        prop_assert!(checked.is_ok(), "{:?}", checked);
    }

    #[test]
    fn a_day_planned_anew_again_and_again_keeps_its_history(seed: u64, visits in 1..=14_i32, duties in 1..=4_i32) {
        let size = Size { visits, duties, days: 1 };
        let mut dice = Dice::new(seed);
        let mut problem = problem(seed, size);
        let mut plan = solve(&problem, &settings(seed), None, &Unwatched).expect("nothing is frozen").plan;
        let begun = freeze(&problem, &plan, &mut dice);
        if dice.one_in(2) && check(&begun, &plan).is_ok() {
            problem = begun;
        }
        let mut now = Time(0);
        for _ in 0..3 {
            let mut situation = situation(&mut dice, size, &plan);
            now = now.max(situation.now);
            situation.now = now;
            let replanned = replan(&problem, &plan, &situation, &settings(seed), &Unwatched);
            let Replanned { problem: after, solution } = replanned.map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert!(check(&after, &solution.plan).is_ok());
            for (old, new) in problem.duties().iter().zip(after.duties()) {
                prop_assert!(new.frozen.visits.starts_with(&old.frozen.visits));
                let rested = |duty: &Duty| duty.frozen.resume.is_some_and(|resume| resume.break_taken);
                prop_assert!(rested(new) || !rested(old));
                prop_assert!(new.frozen.resume.is_some() || old.frozen.resume.is_none());
                prop_assert!(new.frozen.resume.is_none_or(|resume| resume.at >= now));
            }
            (problem, plan) = (after, solution.plan);
        }
    }
}

#[test]
fn a_team_that_rests_beyond_the_boat_takes_the_early_one() {
    // found by chance: it cannot wait at base for its break and then rest on the way with the next boat
    let seed = 10_022_648_439_889_164_981;
    let problem = problem(seed, Size { visits: 6, duties: 3, days: 1 });
    let plan = solve(&problem, &settings(seed), None, &Unwatched).expect("nothing is frozen").plan;
    let situation = Situation { now: Time::at(0, 8, 18), ..Situation::default() };
    let replanned = replan(&problem, &plan, &situation, &settings(seed), &Unwatched).expect("a plan");
    assert!(check(&replanned.problem, &plan).is_ok());
}
