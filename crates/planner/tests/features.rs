//! The random problems of the other tests do combine every feature: a property that no problem uses proves nothing.

mod common;

use common::{Size, problem};
use planner::*;

type Feature = (&'static str, fn(&Problem) -> bool);

const FEATURES: [Feature; 22] = [
    ("two matrices", |problem| problem.matrix(MatrixIndex(1)).is_some()),
    ("a matrix that is not symmetric", |problem| some_pair(problem, |there, back| there != back)),
    ("a pair without a road", |problem| some_pair(problem, |there, _| there.is_none())),
    ("an island with boats", |problem| some_crossing(problem, |boats| !boats.departures.is_empty())),
    ("a pier", |problem| some_crossing(problem, |boats| boats.pier.is_some())),
    ("a price of waiting", |problem| problem.prices().waiting > 0),
    ("least change first", Problem::least_change_first),
    ("a break", |problem| problem.duties().iter().any(|duty| duty.rest.is_some())),
    ("overtime", |problem| problem.duties().iter().any(|duty| duty.overtime > Seconds(0))),
    ("another end place", |problem| problem.duties().iter().any(|duty| duty.start_location != duty.end_location)),
    ("a capacity that binds", |problem| problem.duties().iter().any(|duty| duty.capacity < 7)),
    ("two teams", |problem| problem.duties().iter().any(|duty| duty.team > 0)),
    ("several windows", |problem| some_visit(problem, |visit| visit.windows.len() > 1)),
    ("set-up", |problem| some_visit(problem, |visit| visit.setup > Seconds(0))),
    ("a skill", |problem| some_visit(problem, |visit| visit.skills > 0)),
    ("a pin", |problem| some_visit(problem, |visit| visit.pinned_duty.is_some())),
    ("a promise", |problem| some_visit(problem, |visit| visit.promise.is_some())),
    ("an earlier plan", |problem| some_visit(problem, |visit| visit.previous.is_some())),
    ("an optional visit", |problem| some_visit(problem, |visit| !visit.required)),
    ("a price of a day", |problem| some_visit(problem, |visit| visit.day_price > Seconds(0))),
    ("a neighbourhood", |problem| some_visit(problem, |visit| visit.neighbourhood.is_some())),
    ("two visits at one place", |problem| {
        some_visit(problem, |visit| {
            problem.visits().iter().filter(|other| other.location == visit.location).count() > 1
        })
    }),
];

fn some_visit(problem: &Problem, is: impl Fn(&Visit) -> bool) -> bool {
    problem.visits().iter().any(is)
}

fn some_pair(problem: &Problem, is: impl Fn(Option<Seconds>, Option<Seconds>) -> bool) -> bool {
    let Some(matrix) = problem.matrix(MatrixIndex(0)) else { return false };
    let locations = || (0..problem.location_count()).map(LocationIndex::from_position);
    locations().any(|a| locations().any(|b| is(matrix.between(a, b), matrix.between(b, a))))
}

fn some_crossing(problem: &Problem, is: impl Fn(&Crossing) -> bool) -> bool {
    let zones = [(ZoneIndex(0), ZoneIndex(7)), (ZoneIndex(7), ZoneIndex(0))];
    zones.iter().any(|&(from, to)| problem.crossing(from, to).is_some_and(&is))
}

#[test]
fn every_feature_appears_often_and_together_with_every_other() {
    const PROBLEMS: usize = 12_000;
    let mut together = [[0; FEATURES.len()]; FEATURES.len()];
    let mut most = 0;
    for seed in 0..PROBLEMS as u64 {
        let problem = problem(seed, Size { visits: 14, duties: 4, days: 2 });
        let has = FEATURES.map(|(_, is)| is(&problem));
        most = most.max(has.iter().filter(|has| **has).count());
        for a in 0..FEATURES.len() {
            for b in 0..FEATURES.len() {
                together[a][b] += usize::from(has[a] && has[b]);
            }
        }
    }
    for (a, (name, _)) in FEATURES.iter().enumerate() {
        assert!(together[a][a] * 20 > PROBLEMS, "{name}: only in {} problems", together[a][a]);
        for (b, (other, _)) in FEATURES.iter().enumerate() {
            assert!(together[a][b] * 100 > PROBLEMS, "{name} and {other}: only in {} problems", together[a][b]);
        }
    }
    assert_eq!(most, FEATURES.len(), "no problem has every feature at once");
}
