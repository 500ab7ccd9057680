//! Random problems that combine every feature, small enough to be checked by brute force or naive search.
#![allow(dead_code)]

use planner::*;

/// Repeatable random numbers for tests (xorshift*).
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: i32) -> i32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end.max(1) as u64) as i32
    }

    pub fn one_in(&mut self, n: i32) -> bool {
        self.below(n) == 0
    }
}

/// How large and how wild.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub visits: i32,
    pub duties: i32,
    pub days: i32,
}

/// A random problem. Every feature appears in some problems and is absent from others.
pub fn problem(seed: u64, size: Size) -> Problem {
    builder(seed, size).build().expect("the generator makes sound problems")
}

/// The same, still open to changes.
pub fn builder(seed: u64, size: Size) -> ProblemBuilder {
    let mut dice = Dice::new(seed);
    let locations = 2 + dice.below(size.visits + 2);
    let mut builder = ProblemBuilder::new(locations as usize);
    let matrices = 1 + dice.below(2);
    for _ in 0..matrices {
        let travel = matrix(&mut dice, locations as usize);
        builder.matrix(travel);
    }
    if dice.one_in(3) {
        add_island(&mut builder, &mut dice, locations, size.days);
    }
    let prices = [Prices { travel: 1, waiting: 0 }, Prices::default(), Prices { travel: 1, waiting: 1 }];
    builder.prices(prices[dice.below(3) as usize]);
    builder.least_change_first(dice.one_in(3));
    for number in 0..size.duties {
        let duty = duty(&mut dice, number, locations, size, matrices);
        builder.duty(duty);
    }
    let (promises, previous) = (dice.one_in(2), dice.one_in(2));
    for _ in 0..size.visits {
        let mut visit = visit(&mut dice, locations, size);
        if promises && dice.one_in(3) {
            visit.promise = Some(Promise { window: promise(&mut dice, &visit) });
        }
        if previous && dice.one_in(2) {
            let duty = DutyIndex(dice.below(size.duties) as u32);
            let start = Time::at(dice.below(size.days), 7 + dice.below(10), 0);
            visit.previous = Some(Previous { duty, start, tolerance: Seconds::minutes(dice.below(200)) });
        }
        builder.visit(visit);
    }
    price_days(&mut builder, seed);
    builder
}

/// Gives the days a price in every other problem, and in some neighbourhoods where several need the same.
fn price_days(builder: &mut ProblemBuilder, seed: u64) {
    let mut dice = Dice::new(!seed);
    let (priced, near) = (dice.one_in(2), dice.one_in(3));
    let visits = builder.visits_mut();
    for number in 0..visits.len() {
        if near && dice.one_in(2) && number > 0 {
            let like = visits[dice.below(number as i32) as usize].clone();
            visits[number] = Visit { location: visits[number].location, ..like };
        }
        visits[number].day_price = Seconds(if priced { dice.below(4) * dice.below(600) } else { 0 });
        visits[number].neighbourhood = near.then(|| dice.below(2) as u32);
    }
}

/// The same problem with nobody to be compared with: then the road decides all.
pub fn without_neighbourhoods(problem: &Problem) -> Problem {
    let mut builder = problem.to_builder();
    builder.visits_mut().iter_mut().for_each(|visit| visit.neighbourhood = None);
    builder.build().expect("still sound")
}

/// The terms that stand above whose turn it is.
pub fn above_turns(cost: &CostBreakdown) -> Vec<i64> {
    cost.terms()[..if cost.least_change_first { 5 } else { 4 }].to_vec()
}

fn matrix(dice: &mut Dice, locations: usize) -> TravelMatrix {
    let points: Vec<(i32, i32)> = (0..locations).map(|_| (dice.below(3000), dice.below(3000))).collect();
    let crooked = dice.one_in(2);
    let holes = dice.one_in(4);
    TravelMatrix::from_fn(locations, |from, to| {
        let (a, b) = (points[from], points[to]);
        let mut leg = (a.0 - b.0).abs() + (a.1 - b.1).abs();
        if crooked && from != to {
            leg += dice.below(900);
        }
        let blocked = holes && from != to && dice.one_in(12);
        (!blocked).then_some(Seconds(leg))
    })
}

fn add_island(builder: &mut ProblemBuilder, dice: &mut Dice, locations: i32, days: i32) {
    let (mainland, island) = (ZoneIndex(0), ZoneIndex(7));
    for location in 0..locations {
        if dice.one_in(3) {
            builder.zone(LocationIndex(location as u32), island);
        }
    }
    for (from, to) in [(mainland, island), (island, mainland)] {
        let mut departures = Vec::new();
        for day in 0..days {
            for hour in [7, 10, 13, 16] {
                if !dice.one_in(4) {
                    let opens = Time::at(day, hour, dice.below(59));
                    departures.push(Window::new(opens, opens + Seconds::minutes(dice.below(100))));
                }
            }
        }
        let pier = (!dice.one_in(3)).then(|| LocationIndex(dice.below(locations) as u32));
        if !dice.one_in(10) {
            builder.crossing(Crossing { from, to, pier, departures });
        }
    }
}

fn duty(dice: &mut Dice, number: i32, locations: i32, size: Size, matrices: i32) -> Duty {
    let day = dice.below(size.days);
    let opens = Time::at(day, 7 + dice.below(3), 0);
    let closes = opens + Seconds::minutes(120 + dice.below(420));
    let base = LocationIndex(dice.below(locations.min(2)) as u32);
    let mut duty = Duty::from_base(base, Window::new(opens, closes));
    duty.team = (number / 2) as u32;
    duty.matrix = MatrixIndex(dice.below(matrices) as u32);
    duty.skills = dice.below(8) as u64 | 1;
    if dice.one_in(4) {
        duty.end_location = LocationIndex(dice.below(locations) as u32);
    }
    if dice.one_in(3) {
        duty.capacity = 1 + dice.below(6) as u32;
    }
    if dice.one_in(3) {
        duty.overtime = Seconds::minutes(dice.below(90));
    }
    if dice.one_in(2) {
        let earliest = opens + Seconds::minutes(60 + dice.below(180));
        duty.rest = Some(Break {
            earliest,
            latest: earliest + Seconds::minutes(dice.below(120)),
            duration: Seconds::minutes(15 + dice.below(45)),
        });
    }
    duty
}

fn visit(dice: &mut Dice, locations: i32, size: Size) -> Visit {
    let mut visit = Visit::at(LocationIndex(dice.below(locations) as u32));
    visit.service = Seconds::minutes(5 + dice.below(40));
    visit.setup = Seconds::minutes(dice.below(3) * 5);
    visit.demand = dice.below(4) as u32;
    visit.priority = 1 + dice.below(4) as u32;
    visit.skills = if dice.one_in(3) { 1 << dice.below(3) } else { 0 };
    visit.required = !dice.one_in(5);
    if dice.one_in(6) {
        visit.pinned_duty = Some(DutyIndex(dice.below(size.duties) as u32));
    }
    for day in 0..size.days {
        for (hour, chance) in [(7, 2), (10, 4), (13, 2)] {
            if dice.one_in(chance) {
                let opens = Time::at(day, hour, dice.below(60));
                let length = Seconds::minutes(dice.below(115));
                visit.windows.push(Window::new(opens, opens + length));
            }
        }
    }
    if visit.windows.is_empty() {
        visit.windows.push(Window::new(Time::at(0, 6, 0), Time::at(size.days, 0, 0)));
    }
    visit
}

/// A promise that lies around one of the visit's windows, or misses them all now and then.
fn promise(dice: &mut Dice, visit: &Visit) -> Window {
    let window = visit.windows[dice.below(visit.windows.len() as i32) as usize];
    let opens = window.opens + Seconds::minutes(dice.below(120) - 30);
    Window::new(opens, opens + Seconds::minutes(120))
}

/// Freezes the first stops of some duties of a plan, some of them with an observed state.
pub fn freeze(problem: &Problem, plan: &Plan, dice: &mut Dice) -> Problem {
    let times = check(problem, plan).expect("feasible plan").duties;
    let mut builder = problem.to_builder();
    for (number, duty) in builder.duties_mut().iter_mut().enumerate() {
        let stops = &plan.duties[number];
        let frozen = dice.below(stops.len() as i32 + 1) as usize;
        duty.frozen.visits = stops[..frozen].to_vec();
        duty.frozen.closed = dice.one_in(10) && frozen == stops.len();
        if frozen > 0 && dice.one_in(2) {
            let break_taken = times[number].break_before.is_some_and(|leg| leg < frozen);
            let late = Seconds::minutes(dice.below(3) - 1);
            let at = times[number].stops[frozen - 1].departure + late;
            duty.frozen.resume = Some(Resume { at, break_taken });
        }
    }
    builder.build().expect("still sound")
}
