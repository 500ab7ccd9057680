//! The price of waiting: what a day is worth, whose turn it is, and that nobody's earlier day stays free for nothing.

mod common;

use common::{Dice, above_turns};
use planner::*;

/// Seconds of travel that a day is worth to a household with one point: ten minutes for a hundred.
const POINT: i32 = 6;
const FORENOON: [(i32, i32); 1] = [(8, 12)];
const WHOLE_DAY: [(i32, i32); 2] = [(8, 12), (13, 17)];

/// Tuesday 1 to Saturday 12 December without the Sunday: day number and whether it is a Saturday, which ends at noon.
fn fortnight() -> impl Iterator<Item = (i32, bool)> {
    (0..12).filter(|day| day % 7 != 5).map(|day| (day, day % 7 == 4))
}

fn duty(team: u32, day: i32, saturday: bool) -> Duty {
    let end = if saturday { 12 } else { 17 };
    let shift = Window::new(Time::at(day, 8, 0), Time::at(day, end, 0));
    let rest = Break { earliest: Time::at(day, 11, 30), latest: Time::at(day, 13, 0), duration: Seconds::minutes(60) };
    let base = LocationIndex(team);
    Duty { team, rest: (!saturday).then_some(rest), skills: 1 << team, ..Duty::from_base(base, shift) }
}

/// A household that takes every open half-day.
fn household(location: u32, points: i32, ward: u32) -> Visit {
    let minutes = Seconds::minutes(35);
    let halves =
        |(day, saturday)| (if saturday { &FORENOON[..] } else { &WHOLE_DAY[..] }).iter().map(move |&half| (day, half));
    let window =
        |(day, (from, to)): (i32, (i32, i32))| Window::new(Time::at(day, from, 10), Time::at(day, to, 0) - minutes);
    Visit {
        service: minutes,
        setup: Seconds::minutes(10),
        demand: 1,
        priority: points as u32,
        skills: 1 << ward,
        day_price: Seconds(POINT * points),
        neighbourhood: Some(ward),
        windows: fortnight().flat_map(halves).map(window).collect(),
        ..Visit::at(LocationIndex(location))
    }
}

/// Teams with their bases at the places 0 …, households at the places behind them, all somewhere within 20 minutes.
fn weeks(seed: u64, teams: u32, households: Vec<Visit>) -> ProblemBuilder {
    let mut dice = Dice::new(seed);
    let locations = teams as usize + households.len();
    let points: Vec<(i32, i32)> = (0..locations).map(|_| (dice.below(600), dice.below(600))).collect();
    let mut builder = ProblemBuilder::new(locations);
    builder.matrix(TravelMatrix::from_fn(locations, |from, to| {
        let ((x, y), (other_x, other_y)) = (points[from], points[to]);
        Some(Seconds((x - other_x).abs() + (y - other_y).abs()))
    }));
    for team in 0..teams {
        for (day, saturday) in fortnight() {
            builder.duty(duty(team, day, saturday));
        }
    }
    for household in households {
        builder.visit(household);
    }
    builder
}

fn solved(problem: &Problem, seed: u64) -> Solution {
    let settings = Settings { seed, threads: 1, iterations: Some(1_500) };
    solve(problem, &settings, None, &Unwatched).expect("nothing is frozen")
}

fn day_of(problem: &Problem, plan: &Plan, visit: u32) -> Option<i32> {
    let duty = plan.duties.iter().position(|stops| stops.contains(&VisitIndex(visit)));
    duty.map(|duty| problem.duties()[duty].day())
}

#[test]
fn a_day_costs_its_price_and_weighs_like_driving() {
    let problem = weeks(1, 1, vec![household(1, 100, 0), household(2, 20, 0)]).build().expect("sound");
    let mut plan = Plan::idle(&problem);
    plan.duties[2] = vec![VisitIndex(0)];
    plan.duties[3] = vec![VisitIndex(1)];
    let cost = check(&problem, &plan).expect("feasible").cost;
    assert_eq!(cost.delay, 2 * 600 + 3 * 120);
    assert_eq!(cost.road, 4 * (cost.travel + cost.setup + cost.delay) + cost.waiting);
    assert!(cost.to_string().contains("delay 1560 s"), "{cost}");
}

#[test]
fn a_price_of_a_day_beyond_reason_is_refused() {
    for price in [-1, Visit::DAY_PRICE_LIMIT.0 + 1] {
        let visit = Visit { day_price: Seconds(price), ..household(1, 1, 0) };
        let error = weeks(1, 1, vec![visit]).build().expect_err("refused");
        assert_eq!(error.fault, Fault::DayPriceOutOfRange);
    }
}

#[test]
fn who_is_home_before_the_break_must_begin_is_charged_neither_break_nor_waiting() {
    let problem = weeks(1, 1, vec![household(1, 100, 0)]).build().expect("sound");
    let mut plan = Plan::idle(&problem);
    plan.duties[0] = vec![VisitIndex(0)];
    let day = &check(&problem, &plan).expect("feasible").duties[0];
    let leg = problem.travel(DutyIndex(0)).between(LocationIndex(0), LocationIndex(1)).expect("a road");
    assert_eq!((day.returns, day.waiting, day.break_before), (Time::at(0, 8, 45) + leg + leg, Seconds(0), None));
    // the stop may become so late that the break is needed after all, and still all works
    let stop = schedule(&problem, &plan).expect("feasible")[0].stops[0];
    assert_eq!(stop.start + stop.slack, Time::at(0, 11, 25));
}

#[test]
fn home_a_second_too_late_and_the_break_is_due() {
    let at = |latest: Time| {
        let mut builder = weeks(1, 1, vec![household(1, 100, 0)]);
        let rest = Break { earliest: Time::at(0, 8, 0), latest, duration: Seconds::minutes(60) };
        builder.duties_mut()[0].rest = Some(rest);
        let problem = builder.build().expect("sound");
        let mut plan = Plan::idle(&problem);
        plan.duties[0] = vec![VisitIndex(0)];
        check(&problem, &plan).expect("feasible").duties[0].returns
    };
    let home = at(Time::at(0, 16, 0));
    assert_eq!(at(home), home);
    assert_eq!(at(home - Seconds(1)), home + Seconds::minutes(60));
}

#[test]
fn two_bedside_visits_are_made_on_the_first_of_eleven_days() {
    for seed in 1..=5 {
        let problem = weeks(seed, 1, vec![household(1, 200, 0), household(2, 200, 0)]).build().expect("sound");
        let plan = solved(&problem, seed).plan;
        assert_eq!([0, 1].map(|visit| day_of(&problem, &plan, visit)), [Some(0); 2], "seed {seed}");
    }
}

#[test]
fn of_ten_households_the_weakest_comes_first_and_no_day_is_wasted() {
    for seed in 1..=5 {
        let points = [55, 55, 60, 55, 200, 70, 55, 65, 55, 1];
        let households = (1..).zip(points).map(|(location, points)| household(location, points, 0)).collect();
        let problem = weeks(seed, 1, households).build().expect("sound");
        let plan = solved(&problem, seed).plan;
        assert_eq!(day_of(&problem, &plan, 4), Some(0), "seed {seed}: {plan:?}");
        assert!(plan.unserved(&problem).is_empty());
        assert_eq!(idle_before_the_last(&problem, &plan), 0, "seed {seed}: {plan:?}");
    }
}

#[test]
fn thirty_households_leave_no_team_idle_before_its_last_day() {
    for seed in 1..=3 {
        let mut dice = Dice::new(seed);
        let households = (2..32).map(|location| household(location, 10 + dice.below(240), location % 2)).collect();
        let problem = weeks(seed, 2, households).build().expect("sound");
        let plan = solved(&problem, seed).plan;
        assert!(plan.unserved(&problem).is_empty());
        assert_eq!(idle_before_the_last(&problem, &plan), 0, "seed {seed}: {plan:?}");
    }
}

/// Days of all teams that are idle although the team goes out later.
fn idle_before_the_last(problem: &Problem, plan: &Plan) -> usize {
    let used = |number: usize| !plan.duties[number].is_empty();
    let later = |number: usize| {
        let own = &problem.duties()[number];
        (number..plan.duties.len()).any(|other| used(other) && problem.duties()[other].team == own.team)
    };
    (0..plan.duties.len()).filter(|&number| !used(number) && later(number)).count()
}

/// A fortnight with told windows, pins, chosen half-days and different work.
fn random_weeks(seed: u64) -> Problem {
    let mut dice = Dice::new(seed);
    let teams = 1 + dice.below(3) as u32;
    let count = 4 + dice.below(28) as u32;
    let duties = teams as i32 * fortnight().count() as i32;
    let mut households = Vec::new();
    for location in teams..teams + count {
        let mut visit = household(location, 1 + dice.below(12) * dice.below(60), dice.below(teams as i32) as u32);
        visit.service = Seconds::minutes(35 + 20 * dice.below(2));
        visit.demand = 1 + dice.below(2) as u32;
        if dice.one_in(8) {
            let chosen = visit.windows[dice.below(visit.windows.len() as i32) as usize];
            visit.windows = vec![chosen];
            if dice.one_in(2) {
                visit.promise = Some(Promise { window: chosen });
            }
        } else if dice.one_in(10) {
            visit.pinned_duty = Some(DutyIndex(dice.below(duties) as u32));
        }
        households.push(visit);
    }
    let mut builder = weeks(seed, teams, households);
    // two teams may share a ward
    if teams > 1 && dice.one_in(2) {
        builder.duties_mut().iter_mut().for_each(|duty| duty.skills |= 1);
    }
    builder.build().expect("sound")
}

#[test]
fn no_day_stays_free_before_a_later_one_whose_visits_it_could_take() {
    for seed in 0..120 {
        let problem = random_weeks(seed);
        let plan = solved(&problem, seed).plan;
        for late in 0..plan.duties.len() {
            for early in 0..late {
                let of = |number: usize| &problem.duties()[number];
                let shift = |number: usize| (of(number).team, of(number).shift.closes - of(number).shift.opens);
                if shift(early) != shift(late) || !plan.duties[early].is_empty() || plan.duties[late].is_empty() {
                    continue;
                }
                let mut moved = plan.clone();
                moved.duties.swap(early, late);
                assert!(check(&problem, &moved).is_err(), "seed {seed}: day {late} could be day {early}: {plan:?}");
            }
        }
    }
}

#[test]
fn of_two_that_need_the_same_the_one_with_more_points_is_never_later() {
    let mut compared = 0;
    for seed in 0..120 {
        let problem = random_weeks(seed);
        let plan = solved(&problem, seed).plan;
        let visits = problem.visits();
        for (dear, cheap) in (0..visits.len()).flat_map(|a| (0..visits.len()).map(move |b| (a, b))) {
            if !needs_the_same(&visits[dear], &visits[cheap]) || visits[dear].day_price <= visits[cheap].day_price {
                continue;
            }
            compared += 1;
            let day = |visit: usize| day_of(&problem, &plan, visit as u32).unwrap_or(i32::MAX);
            let pair = (VisitIndex(dear as u32), VisitIndex(cheap as u32));
            assert!(day(dear) <= day(cheap) || !could_swap(&problem, &plan, pair), "seed {seed}: {pair:?} {plan:?}");
        }
    }
    assert!(compared > 1_000, "only {compared} pairs were compared");
}

fn needs_the_same(a: &Visit, b: &Visit) -> bool {
    let free = |visit: &Visit| visit.pinned_duty.is_none() && visit.promise.is_none();
    let work = |visit: &Visit| (visit.service, visit.setup, visit.demand, visit.skills, visit.neighbourhood);
    free(a) && free(b) && work(a) == work(b) && a.windows == b.windows
}

/// Whether the two could change places, each wherever it fits, with nobody left out, late or over hours for it.
fn could_swap(problem: &Problem, plan: &Plan, (dear, cheap): (VisitIndex, VisitIndex)) -> bool {
    let before = above_turns(&check(problem, plan).expect("feasible").cost);
    let duty_of = |visit| plan.duties.iter().position(|stops| stops.contains(&visit));
    let (from, to) = (duty_of(dear), duty_of(cheap).expect("served"));
    let mut emptied = plan.clone();
    emptied.duties.iter_mut().for_each(|stops| stops.retain(|&stop| stop != dear && stop != cheap));
    let mut settled = vec![emptied];
    for (duty, visit) in [(Some(to), dear), (from, cheap)].into_iter().filter_map(|(duty, visit)| Some((duty?, visit)))
    {
        let at = |plan: &Plan, position: usize| {
            let mut plan = plan.clone();
            plan.duties[duty].insert(position, visit);
            plan
        };
        let all = settled.iter().flat_map(|plan| (0..=plan.duties[duty].len()).map(move |position| at(plan, position)));
        settled = all.filter(|plan| check(problem, plan).is_ok()).take(1).collect();
    }
    settled.iter().any(|plan| {
        let after = above_turns(&check(problem, plan).expect("feasible").cost);
        after < before || (after == before && from.is_some())
    })
}
