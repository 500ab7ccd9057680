//! Invented home-visit days to measure on: towns and open country, half-day windows, teams with a noon break.
use planner::{
    Break, DoorLegs, Duty, LocationIndex, Prices, Problem, ProblemBuilder, ProblemError, Seconds, Time, TravelMatrix,
    Visit, Window,
};

use crate::dice::Dice;

/// Width of the land, metres.
const WIDTH: u64 = 20_000;
/// From the centre of a town to its edge, metres.
const TOWN: u64 = 4_000;
const TOWNS: usize = 4;
/// Duties share this many bases.
const BASES: usize = 5;

/// Metres east and north.
type Point = (i64, i64);

/// A made problem, and the land it lies in.
pub struct MadeDay {
    pub problem: Problem,
    dice: Dice,
    towns: Vec<Point>,
    /// One per place of the problem.
    points: Vec<Point>,
    days: u64,
}

impl MadeDay {
    /// `visits` visits and `duties` team-days, spread over `days` days; the same seed makes the same.
    ///
    /// # Errors
    /// When the numbers are too large for a problem.
    pub fn new(seed: u64, visits: usize, duties: usize, days: u64) -> Result<Self, ProblemError> {
        let dice = Dice::seeded(seed);
        let towns = (0..TOWNS).map(|_| anywhere(&dice)).collect();
        let problem = ProblemBuilder::new(0).build()?;
        let mut made = Self { problem, dice, towns, points: Vec::new(), days };
        made.points = (0..visits + BASES).map(|_| made.door()).collect();
        let mut builder = ProblemBuilder::new(made.points.len());
        builder.prices(Prices { travel: 1, waiting: 0 });
        let points = &made.points;
        builder.matrix(TravelMatrix::from_fn(points.len(), |from, to| Some(leg(points[from], points[to]))));
        for location in 0..visits {
            builder.visit(made.visit(LocationIndex::from_position(location)));
        }
        for number in 0..duties {
            builder.duty(made.duty(number, visits));
        }
        made.problem = builder.build()?;
        Ok(made)
    }

    /// A visit at a door that the problem does not know, with the ways there and back. The family takes any half-day,
    /// as one does that asks what there is: the dearest question.
    pub fn newcomer(&self) -> (Visit, DoorLegs) {
        let door = self.door();
        let ways = |way: fn(Point, Point) -> Seconds| self.points.iter().map(|&point| way(point, door)).collect();
        let legs = DoorLegs { from: ways(leg), to: ways(|point, door| leg(door, point)) };
        let mut visit = self.visit(LocationIndex::from_position(self.points.len()));
        let both = |day: i32| [half_day(day, false), half_day(day, true)];
        visit.windows = (0..self.days as i32).flat_map(both).collect();
        (visit, legs)
    }

    /// Three of four in towns, denser towards their centres.
    fn door(&self) -> Point {
        if self.one_in(4) {
            return anywhere(&self.dice);
        }
        let (x, y) = self.towns[below(&self.dice, TOWNS as u64) as usize];
        let off = || below(&self.dice, TOWN) - below(&self.dice, TOWN);
        (x + off(), y + off())
    }

    fn visit(&self, location: LocationIndex) -> Visit {
        let first = below(&self.dice, self.days) as i32;
        let days = if self.one_in(2) { first..self.days as i32 } else { first..first + 1 };
        let afternoon = self.one_in(2);
        Visit {
            service: Seconds::minutes(5 + 2 * below(&self.dice, 5) as i32),
            setup: Seconds::minutes(5),
            demand: 1 + below(&self.dice, 4) as u32,
            priority: if self.one_in(6) { 5 } else { 1 },
            skills: if self.one_in(4) { 1 << below(&self.dice, 2) } else { 0 },
            windows: days.map(|day| half_day(day, afternoon)).collect(),
            ..Visit::at(location)
        }
    }

    fn duty(&self, number: usize, visits: usize) -> Duty {
        let (team, day) = (number / self.days as usize, (number as u64 % self.days) as i32);
        let base = LocationIndex::from_position(visits + team % BASES);
        let (earliest, latest) = (Time::at(day, 11, 30), Time::at(day, 13, 30));
        Duty {
            team: team as u32,
            rest: Some(Break { earliest, latest, duration: Seconds::minutes(30) }),
            capacity: 60,
            skills: 1 + team as u64 % 3,
            ..Duty::from_base(base, Window::new(Time::at(day, 8, 0), Time::at(day, 17, 0)))
        }
    }

    fn one_in(&self, chances: u64) -> bool {
        below(&self.dice, chances) == 0
    }
}

/// When service may start.
fn half_day(day: i32, afternoon: bool) -> Window {
    let hour = if afternoon { 13 } else { 8 };
    Window::new(Time::at(day, hour, 30), Time::at(day, hour + 3, 30))
}

fn anywhere(dice: &Dice) -> Point {
    (below(dice, WIDTH), below(dice, WIDTH))
}

fn below(dice: &Dice, end: u64) -> i64 {
    (dice.seed() % end) as i64
}

/// A minute to set off, then 30 km/h on roads a quarter longer than the crow flies.
fn leg(from: Point, to: Point) -> Seconds {
    let metres = ((from.0 - to.0).pow(2) + (from.1 - to.1).pow(2)).isqrt();
    Seconds(if metres == 0 { 0 } else { 60 + (metres * 150 / 1000) as i32 })
}
