//! Each rule by hand: the smallest plan that keeps it, and the one that just breaks it.

use planner::*;

const BASE: LocationIndex = LocationIndex(0);
const DUTY: DutyIndex = DutyIndex(0);

fn minutes(count: i32) -> Seconds {
    Seconds::minutes(count)
}

fn clock(hour: i32, minute: i32) -> Time {
    Time::at(0, hour, minute)
}

/// A visit at a place with 30 minutes of service, any time between 8 and 12.
fn visit(location: u32) -> Visit {
    let windows = vec![Window::new(clock(8, 0), clock(12, 0))];
    Visit { service: minutes(30), windows, ..Visit::at(LocationIndex(location)) }
}

/// A duty from 8 to 12.
fn morning() -> Duty {
    Duty::from_base(BASE, Window::new(clock(8, 0), clock(12, 0)))
}

/// Places on a line, ten minutes apart; place 0 is the base.
fn line(visits: Vec<Visit>, duties: Vec<Duty>) -> ProblemBuilder {
    let mut builder = ProblemBuilder::new(6);
    builder.matrix(TravelMatrix::from_fn(6, |from, to| Some(minutes(10 * (from as i32 - to as i32).abs()))));
    visits.into_iter().for_each(|visit| {
        builder.visit(visit);
    });
    duties.into_iter().for_each(|duty| {
        builder.duty(duty);
    });
    builder
}

fn serve(builder: ProblemBuilder, visits: &[u32]) -> Result<Checked, Vec<Violation>> {
    let problem = builder.build().expect("a sound problem");
    let mut plan = Plan::idle(&problem);
    plan.duties[0] = visits.iter().map(|&visit| VisitIndex(visit)).collect();
    let checked = check(&problem, &plan);
    // whatever the check says, the search finds the same: it serves all of them exactly if that works
    if visits.len() == problem.visits().len() && problem.duties().len() == 1 {
        let settings = Settings { iterations: Some(200), ..Settings::default() };
        let solution = solve(&problem, &settings, None, &Unwatched).expect("feasible start");
        assert_eq!(solution.unserved.is_empty(), checked.is_ok(), "{checked:?} {solution:?}");
    }
    checked
}

fn reason(builder: ProblemBuilder) -> Reason {
    let problem = builder.build().expect("a sound problem");
    let solution = solve(&problem, &Settings::default(), None, &Unwatched).expect("feasible start");
    solution.unserved.first().expect("somebody is left out").1
}

#[test]
fn service_starts_inside_the_window_to_the_second() {
    let until = |closes| Visit { windows: vec![Window::new(clock(8, 0), closes)], ..visit(2) };
    assert!(serve(line(vec![until(clock(8, 20))], vec![morning()]), &[0]).is_ok());
    let late = serve(line(vec![until(clock(8, 20) - Seconds(1))], vec![morning()]), &[0]);
    assert_eq!(late, Err(vec![Violation::Late(DUTY, 0)]));
}

#[test]
fn a_team_that_is_early_waits_for_the_next_window() {
    let windows = vec![Window::new(clock(8, 0), clock(8, 5)), Window::new(clock(9, 0), clock(9, 5))];
    let checked = serve(line(vec![Visit { windows, ..visit(1) }], vec![morning()]), &[0]).expect("fits");
    assert_eq!(checked.duties[0].stops[0].start, clock(9, 0));
    assert_eq!(checked.cost.waiting, 50 * 60);
}

#[test]
fn the_shift_ends_to_the_second_and_overtime_is_counted() {
    let duty = |end: Time, overtime: i32| Duty {
        shift: Window::new(clock(8, 0), end),
        overtime: Seconds(overtime),
        ..morning()
    };
    let cost = |end, overtime| {
        serve(line(vec![visit(1)], vec![duty(end, overtime)]), &[0]).map(|checked| checked.cost.overtime)
    };
    assert_eq!(cost(clock(8, 50), 0), Ok(0));
    assert_eq!(cost(clock(8, 50) - Seconds(1), 0), Err(vec![Violation::Late(DUTY, 1)]));
    assert_eq!(cost(clock(8, 40), 600), Ok(600));
    assert_eq!(cost(clock(8, 40), 599), Err(vec![Violation::Late(DUTY, 1)]));
}

#[test]
fn set_up_is_paid_once_per_place() {
    let at = |location| Visit { setup: minutes(15), ..visit(location) };
    let cost = |visits: Vec<Visit>, order: &[u32]| {
        serve(line(visits, vec![morning()]), order).map(|checked| checked.cost.setup)
    };
    assert_eq!(cost(vec![at(1), at(1)], &[0, 1]), Ok(15 * 60));
    assert_eq!(cost(vec![at(1), at(2)], &[0, 1]), Ok(30 * 60));
    assert_eq!(cost(vec![at(1), at(2), at(1)], &[0, 1, 2]), Ok(45 * 60));
    assert_eq!(cost(vec![at(0)], &[0]), Ok(15 * 60));
}

#[test]
fn the_break_is_taken_in_its_window_and_moves_what_follows() {
    let rest_of = |duration, earliest, latest| Some(Break { earliest, latest, duration: minutes(duration) });
    let rest = |earliest, latest| rest_of(30, earliest, latest);
    let back = |rest| {
        serve(line(vec![visit(1)], vec![Duty { rest, ..morning() }]), &[0]).map(|checked| checked.duties[0].returns)
    };
    assert_eq!(back(None), Ok(clock(8, 50)));
    assert_eq!(back(rest(clock(8, 0), clock(8, 49))), Ok(clock(9, 20)));
    // home at the moment when it must begin at the latest: the day is done, nobody waits for a break
    assert_eq!(back(rest(clock(8, 0), clock(8, 50))), Ok(clock(8, 50)));
    assert_eq!(back(rest(clock(11, 30), clock(11, 31))), Ok(clock(8, 50)));
    assert_eq!(back(rest_of(190, clock(8, 0), clock(8, 49))), Ok(clock(12, 0)));
    assert_eq!(back(rest_of(191, clock(8, 0), clock(8, 49))), Err(vec![Violation::Late(DUTY, 1)]));
    // it has to be decided before the shift begins: nobody can
    assert_eq!(back(rest(clock(7, 0), clock(7, 59))), Err(vec![Violation::BreakMissed(DUTY, 1)]));
}

#[test]
fn skills_pins_and_capacity_bind() {
    let skilled = |needs, has| line(vec![Visit { skills: needs, ..visit(1) }], vec![Duty { skills: has, ..morning() }]);
    assert!(serve(skilled(0b101, 0b111), &[0]).is_ok());
    assert_eq!(serve(skilled(0b101, 0b110), &[0]), Err(vec![Violation::SkillMissing(DUTY, VisitIndex(0))]));
    let loaded = |capacity| {
        line(
            vec![Visit { demand: 2, ..visit(1) }, Visit { demand: 3, ..visit(1) }],
            vec![Duty { capacity, ..morning() }],
        )
    };
    assert!(serve(loaded(5), &[0, 1]).is_ok());
    assert_eq!(serve(loaded(4), &[0, 1]), Err(vec![Violation::Overloaded(DUTY)]));
    let pinned = line(vec![Visit { pinned_duty: Some(DutyIndex(1)), ..visit(1) }], vec![morning(), morning()]);
    let problem = pinned.clone().build().expect("sound");
    assert_eq!(serve(pinned, &[0]), Err(vec![Violation::PinnedElsewhere(VisitIndex(0))]));
    let solution = solve(&problem, &Settings::default(), None, &Unwatched).expect("feasible start");
    assert_eq!(solution.plan.duties, vec![vec![], vec![VisitIndex(0)]]);
}

/// Places 3 to 5 lie on an island; the boats leave from place 2, and back from place 3.
fn island(visits: Vec<Visit>, there: Window, back: Window) -> ProblemBuilder {
    let mut builder = line(visits, vec![morning()]);
    let (mainland, island) = (ZoneIndex(0), ZoneIndex(1));
    for location in 3..6 {
        builder.zone(LocationIndex(location), island);
    }
    builder.crossing(Crossing { from: mainland, to: island, pier: Some(LocationIndex(2)), departures: vec![there] });
    builder.crossing(Crossing { from: island, to: mainland, pier: Some(LocationIndex(3)), departures: vec![back] });
    builder
}

#[test]
fn no_stop_across_the_water_unless_the_last_boat_back_is_reached() {
    let all_day = Window::new(clock(6, 0), clock(18, 0));
    let last_back = |closes| island(vec![visit(4)], all_day, Window::new(clock(6, 0), closes));
    // there 8:40, done 9:10, at the pier 9:20, home 9:50
    let home = serve(last_back(clock(9, 20)), &[0]).expect("the boat is reached").duties[0].returns;
    assert_eq!(home, clock(9, 50));
    assert_eq!(serve(last_back(clock(9, 20) - Seconds(1)), &[0]), Err(vec![Violation::CrossingMissed(DUTY, 1)]));
    assert_eq!(reason(last_back(clock(9, 19))), Reason::Crossing);
    // the first boat there leaves at 9:00: one waits for it at the pier since 8:20
    let first_there = island(vec![visit(4)], Window::new(clock(9, 0), clock(10, 0)), all_day);
    assert_eq!(serve(first_there, &[0]).expect("fits").duties[0].stops[0].start, clock(9, 20));
}

#[test]
fn promises_are_kept_before_travel_is_saved_and_broken_before_a_visit_is_lost() {
    let promised = |opens, closes| {
        let promise = Some(Promise { window: Window::new(opens, closes) });
        Visit { promise, ..visit(1) }
    };
    // kept by serving the far visit first, although nearest first would end sooner
    let problem = line(vec![promised(clock(10, 0), clock(11, 0)), visit(2)], vec![morning()]).build().expect("sound");
    let kept = solve(&problem, &Settings::default(), None, &Unwatched).expect("feasible start");
    assert_eq!((kept.cost.unserved, kept.cost.broken_promises), (0, 0));
    // impossible to keep: given up, but served
    let problem = line(vec![promised(clock(6, 0), clock(7, 0))], vec![morning()]).build().expect("sound");
    let broken = solve(&problem, &Settings::default(), None, &Unwatched).expect("feasible start");
    assert_eq!((broken.cost.unserved, broken.cost.broken_promises), (0, 1));
    assert_eq!(broken.plan.broken_promises, vec![VisitIndex(0)]);
}

#[test]
fn reasons_name_what_binds() {
    let one = |change: fn(&mut Visit, &mut Duty)| {
        let (mut visit, mut duty) = (visit(1), morning());
        change(&mut visit, &mut duty);
        reason(line(vec![visit], vec![duty]))
    };
    assert_eq!(one(|visit, _| visit.skills = 1), Reason::NoSkill);
    assert_eq!(one(|visit, _| visit.windows = vec![Window::new(clock(13, 0), clock(14, 0))]), Reason::NoWindow);
    assert_eq!(one(|visit, duty| (visit.demand, duty.capacity) = (9, 8)), Reason::Capacity);
    assert_eq!(one(|visit, _| visit.service = minutes(300)), Reason::ShiftTooShort);
    assert_eq!(one(|_, duty| duty.frozen.closed = true), Reason::DutyClosed);
    let needs_break = |visit: &mut Visit, duty: &mut Duty| {
        visit.service = minutes(200);
        duty.rest = Some(Break { earliest: clock(9, 0), latest: clock(11, 0), duration: minutes(60) });
    };
    assert_eq!(one(needs_break), Reason::Break);
    assert_eq!(reason(line(vec![visit(1)], vec![])), Reason::NoDuty);
    let full = |demand| Visit { demand, service: minutes(100), ..visit(1) };
    assert_eq!(reason(line(vec![full(0), full(0), full(0)], vec![morning()])), Reason::Full);
    let small = Duty { capacity: 3, ..morning() };
    assert_eq!(reason(line(vec![full(2), full(2)], vec![small])), Reason::FullCapacity);
    let mut split = line(vec![visit(5)], vec![morning()]);
    split.zone(LocationIndex(5), ZoneIndex(9));
    assert_eq!(reason(split), Reason::Unreachable);
}

#[test]
fn minutes_are_evened_out_between_teams() {
    let team =
        |team, day: i32| Duty { team, ..Duty::from_base(BASE, Window::new(Time::at(day, 8, 0), Time::at(day, 12, 0))) };
    let on = |day: i32, service| Visit {
        windows: vec![Window::new(Time::at(day, 8, 0), Time::at(day, 11, 0))],
        service: minutes(service),
        ..visit(1)
    };
    let problem =
        line(vec![on(0, 100), on(1, 90)], vec![team(0, 0), team(1, 0), team(0, 1), team(1, 1)]).build().expect("sound");
    let solution = solve(&problem, &Settings::default(), None, &Unwatched).expect("feasible start");
    // one long day each: (120 − 110) minutes spread over two duties
    assert_eq!(solution.cost.unfairness, 5 * 60);
}

#[test]
fn nobody_is_served_where_there_is_no_duty_and_no_matrix() {
    for threads in [1, 2] {
        let mut builder = ProblemBuilder::new(6);
        for _ in 0..700 {
            builder.visit(visit(1)); // enough to share the map out
        }
        let problem = builder.build().expect("sound");
        let settings = Settings { threads, ..Settings::default() };
        let solution = solve(&problem, &settings, None, &Unwatched).expect("nothing is frozen");
        assert_eq!((solution.plan, solution.cost.unserved), (Plan::idle(&problem), 700));
        assert!(solution.unserved.iter().all(|&(_, reason)| reason == Reason::NoDuty));
    }
}

#[test]
fn of_two_equal_duties_the_one_that_had_the_visit_before_gets_it() {
    for least_change_first in [false, true] {
        let previous = Previous { duty: DutyIndex(1), start: clock(8, 10), tolerance: minutes(240) };
        let mut builder =
            line(vec![Visit { previous: Some(previous), ..visit(1) }], vec![morning(), morning(), morning()]);
        builder.least_change_first(least_change_first);
        let problem = builder.build().expect("sound");
        let solution = solve(&problem, &Settings::default(), None, &Unwatched).expect("feasible start");
        assert_eq!((solution.cost.unserved, solution.cost.change), (0, 0));
    }
}
