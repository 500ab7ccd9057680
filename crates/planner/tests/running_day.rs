//! Replanning by hand: a running day keeps what is done, and what can be kept.

use planner::*;

const BASE: LocationIndex = LocationIndex(0);
const TEAM: DutyIndex = DutyIndex(0);
const A: VisitIndex = VisitIndex(0);
const B: VisitIndex = VisitIndex(1);

fn minutes(count: i32) -> Seconds {
    Seconds::minutes(count)
}

fn clock(hour: i32, minute: i32) -> Time {
    Time::at(0, hour, minute)
}

/// Half an hour of service at a place, begun between two moments.
fn visit(location: u32, opens: Time, closes: Time) -> Visit {
    Visit { service: minutes(30), windows: vec![Window::new(opens, closes)], ..Visit::at(LocationIndex(location)) }
}

/// One team, 8 to 17; places on a line, half an hour apart, with the base at the end.
fn day(visits: Vec<Visit>, rest: Option<Break>) -> Problem {
    let mut builder = ProblemBuilder::new(4);
    builder.matrix(TravelMatrix::from_fn(4, |from, to| Some(minutes(30 * (from as i32 - to as i32).abs()))));
    visits.into_iter().for_each(|visit| {
        builder.visit(visit);
    });
    builder.duty(Duty { rest, ..Duty::from_base(BASE, Window::new(clock(8, 0), clock(17, 0))) });
    builder.build().expect("a sound problem")
}

/// An hour's break, begun between 11:30 and 13:00.
fn midday() -> Option<Break> {
    Some(Break { earliest: clock(11, 30), latest: clock(13, 0), duration: minutes(60) })
}

fn plan(problem: &Problem) -> Plan {
    let solution = solve(problem, &Settings::default(), None, &Unwatched).expect("a feasible start");
    assert!(solution.unserved.is_empty());
    solution.plan
}

fn again(problem: &Problem, plan: &Plan, situation: &Situation) -> Replanned {
    let settings = Settings { iterations: Some(200), ..Settings::default() };
    replan(problem, plan, situation, &settings, &Unwatched).expect("a day that goes on")
}

fn at(now: Time) -> Situation {
    Situation { now, ..Situation::default() }
}

fn frozen(day: &Replanned) -> &Frozen {
    &day.problem.duty(TEAM).frozen
}

#[test]
fn a_team_at_base_after_its_break_needs_no_other() {
    let problem = day(vec![visit(1, clock(14, 30), clock(15, 30))], midday());
    let replanned = again(&problem, &plan(&problem), &at(clock(13, 50)));
    assert!(replanned.solution.unserved.is_empty());
    assert_eq!(frozen(&replanned).resume, Some(Resume { at: clock(13, 50), break_taken: true }));
}

#[test]
fn a_break_begun_at_base_is_not_begun_again() {
    // rests 11:30 to 12:30, leaves at once; beginning anew at noon would be too late
    let problem = day(vec![visit(1, clock(13, 0), clock(13, 0))], midday());
    let replanned = again(&problem, &plan(&problem), &at(clock(12, 0)));
    assert!(replanned.solution.unserved.is_empty());
    assert_eq!(frozen(&replanned).resume, Some(Resume { at: clock(12, 30), break_taken: true }));
}

#[test]
fn a_team_without_work_has_had_its_break() {
    let problem = day(vec![], midday());
    let idle = plan(&problem);
    // however often the day was planned anew meanwhile
    let noon = again(&problem, &idle, &at(clock(12, 0)));
    assert_eq!(frozen(&noon).resume, Some(Resume { at: clock(12, 0), break_taken: false }));
    let later = again(&noon.problem, &noon.solution.plan, &at(clock(12, 45)));
    assert_eq!(frozen(&later).resume, Some(Resume { at: clock(12, 45), break_taken: true }));
}

#[test]
fn an_overdue_break_at_base_is_taken_next() {
    let problem = day(vec![visit(1, clock(14, 30), clock(16, 0))], midday());
    let mut situation = at(clock(14, 0));
    situation.progress.push(Progress { duty: TEAM, begun: 0, free_at: clock(14, 0), break_taken: false });
    let replanned = again(&problem, &plan(&problem), &situation);
    assert!(replanned.solution.unserved.is_empty());
    let checked = check(&replanned.problem, &replanned.solution.plan).expect("feasible");
    assert_eq!(checked.duties[0].stops[0].start, clock(15, 30));
}

#[test]
fn a_cancelled_team_does_not_wait_for_its_break() {
    let visits = vec![visit(1, clock(8, 30), clock(8, 30)), visit(2, clock(14, 0), clock(15, 0))];
    let problem = day(visits, midday());
    let mut situation = at(clock(8, 45));
    situation.disturbances.push(Disturbance::DutyCancelled(TEAM));
    let replanned = again(&problem, &plan(&problem), &situation);
    // free at 9:00, home at 9:30
    assert_eq!(replanned.solution.cost.overtime, i64::from(minutes(45).0));
}

#[test]
fn a_day_planned_anew_twice_keeps_its_history() {
    let visits = vec![visit(1, clock(9, 0), clock(9, 0)), visit(2, clock(10, 0), clock(16, 0))];
    let problem = day(visits, None);
    let first = again(&problem, &plan(&problem), &at(clock(9, 10)));
    let second = again(&first.problem, &first.solution.plan, &at(clock(9, 20)));
    for day in [&first, &second] {
        assert_eq!(frozen(day).visits, [A]);
        assert_eq!(frozen(day).resume, Some(Resume { at: clock(9, 30), break_taken: false }));
        assert_eq!(day.problem.visit(A).previous.map(|previous| previous.start), Some(clock(9, 0)));
    }
}

#[test]
fn a_day_planned_anew_twice_has_one_break() {
    let visits = vec![visit(1, clock(11, 0), clock(11, 0)), visit(2, clock(13, 0), clock(13, 0))];
    let visits = [visits, vec![visit(3, clock(14, 0), clock(14, 0))]].concat();
    let problem = day(visits, midday());
    let first = again(&problem, &plan(&problem), &at(clock(13, 10)));
    let second = again(&first.problem, &first.solution.plan, &at(clock(13, 20)));
    for day in [&first, &second] {
        assert_eq!(frozen(day).visits, [A, B]);
        assert_eq!(frozen(day).resume, Some(Resume { at: clock(13, 30), break_taken: true }));
        assert!(day.solution.unserved.is_empty());
    }
}

#[test]
fn a_report_may_set_a_team_free_earlier_but_thaws_nothing() {
    let visits = vec![visit(1, clock(9, 0), clock(9, 0)), visit(2, clock(10, 0), clock(16, 0))];
    let problem = day(visits, None);
    let first = again(&problem, &plan(&problem), &at(clock(9, 10)));
    let mut situation = at(clock(9, 20));
    for (begun, free_at) in [(1, clock(9, 20)), (0, clock(9, 30))] {
        situation.progress = vec![Progress { duty: TEAM, begun, free_at: clock(9, 20), break_taken: false }];
        let second = again(&first.problem, &first.solution.plan, &situation);
        assert_eq!(frozen(&second).visits, [A]);
        assert_eq!(frozen(&second).resume, Some(Resume { at: free_at, break_taken: false }));
    }
}

#[test]
fn what_is_frozen_ahead_stays_frozen() {
    let visits = vec![visit(1, clock(9, 0), clock(12, 0)), visit(2, clock(9, 0), clock(12, 0))];
    let mut builder = day(visits, None).to_builder();
    builder.duties_mut()[0].frozen.visits = vec![B, A];
    let problem = builder.build().expect("sound");
    let old = Plan { duties: vec![vec![B, A]], ..Plan::default() };
    let quiet = again(&problem, &old, &at(clock(7, 0)));
    assert_eq!(*frozen(&quiet), Frozen { visits: vec![B, A], ..Frozen::default() });
    // B 9:00 to 9:30, A 10:00 to 10:30, or half an hour later
    let mut situation = at(clock(7, 0));
    situation.disturbances.push(Disturbance::ServiceTakes(B, minutes(60)));
    let mut late = at(clock(8, 10));
    late.progress.push(Progress { duty: TEAM, begun: 0, free_at: clock(8, 30), break_taken: false });
    for situation in [situation, late, Situation { progress: vec![], ..at(clock(9, 10)) }] {
        let day = again(&problem, &old, &situation);
        let delay = minutes(if situation.now == clock(9, 10) { 0 } else { 30 });
        assert_eq!(frozen(&day).visits, [B, A]);
        assert_eq!(frozen(&day).resume.map(|resume| resume.at), Some(clock(10, 30) + delay));
    }
}

#[test]
fn a_longer_service_under_way_keeps_the_team() {
    let visits = vec![visit(1, clock(8, 30), clock(8, 30)), visit(2, clock(9, 0), clock(16, 0))];
    let problem = day(visits, None);
    // even when by plan it had left
    for now in [clock(8, 40), clock(9, 10)] {
        let mut situation = at(now);
        situation.disturbances.push(Disturbance::ServiceTakes(A, minutes(120)));
        let replanned = again(&problem, &plan(&problem), &situation);
        assert_eq!(frozen(&replanned).visits, [A]);
        assert_eq!(frozen(&replanned).resume.map(|resume| resume.at), Some(clock(10, 30)));
        let second = again(&replanned.problem, &replanned.solution.plan, &situation);
        assert_eq!(frozen(&second), frozen(&replanned), "said twice, it is still two hours");
    }
}

#[test]
fn a_team_on_its_way_from_base_arrives_as_planned() {
    let problem = day(vec![visit(1, clock(8, 30), clock(8, 45))], None);
    let replanned = again(&problem, &plan(&problem), &at(clock(8, 16)));
    assert!(replanned.solution.unserved.is_empty());
    assert_eq!(frozen(&replanned).visits, [A]);
    assert_eq!(frozen(&replanned).resume.map(|resume| resume.at), Some(clock(9, 0)));
}

#[test]
fn a_team_that_waits_at_base_is_free() {
    let problem = day(vec![visit(1, clock(10, 0), clock(10, 45))], None);
    for (now, begun) in [(Time(clock(9, 30).0 - 1), 0), (clock(9, 30), 1)] {
        let replanned = again(&problem, &plan(&problem), &at(now));
        assert_eq!(frozen(&replanned).visits.len(), begun);
        assert!(replanned.solution.unserved.is_empty());
    }
}
