//! Days drawn and lived through by code that shares nothing with the crate's own simulation.

use planner::*;

/// Chance of the tests alone: another generator and another way to normal numbers than the crate's.
pub struct Chance(pub u64);

impl Chance {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as f64 + 0.5) / (1_u64 << 31) as f64
    }

    pub fn below(&mut self, end: i32) -> i32 {
        (self.unit() * f64::from(end)) as i32
    }

    /// Marsaglia's polar method.
    fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.unit() - 1.0, 2.0 * self.unit() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// Lognormal, mean 1, with this deviation.
    fn factor(&mut self, deviation: f64) -> f64 {
        let variance = (1.0 + deviation * deviation).ln();
        (variance.sqrt() * self.normal() - variance / 2.0).exp()
    }
}

/// A day in plain minutes after midnight.
#[derive(Clone, Debug)]
pub struct Day {
    pub begins: i32,
    pub stops: Vec<House>,
    /// No earlier than the first, decided no later than the second, so long.
    pub lunch: Option<[i32; 3]>,
}

#[derive(Clone, Debug)]
pub struct House {
    pub drive: i32,
    pub setup: i32,
    pub work: i32,
    /// Minutes to the pier, and between which minutes boats go; the way to this stop crosses water.
    pub ferry: Option<(i32, Vec<[i32; 2]>)>,
    /// The arrival window.
    pub opens: i32,
    pub closes: i32,
}

/// Four to twelve stops, some days with a lunch, some with an island at the end; windows narrow and wide, around what is
/// planned or beside it.
pub fn day(chance: &mut Chance) -> Day {
    let stop = |chance: &mut Chance| House {
        drive: 4 + chance.below(25),
        setup: 5 * chance.below(3),
        work: 15 + chance.below(50),
        ferry: None,
        opens: 0,
        closes: 2_000,
    };
    let mut stops: Vec<House> = (0..4 + chance.below(9)).map(|_| stop(chance)).collect();
    if chance.below(4) == 0 {
        let island = 1 + chance.below(stops.len() as i32 - 1) as usize;
        let boats = (0..60).map(|boat| [400 + 30 * boat, 405 + 30 * boat]).collect();
        stops[island].drive += 20;
        stops[island].ferry = Some((stops[island].drive / 3, boats));
    }
    let lunch = (chance.below(2) == 0).then_some([690, 810, 45]);
    let mut day = Day { begins: 420 + 15 * chance.below(5), stops, lunch };
    let (problem, plan) = day.planned();
    let times = check(&problem, &plan).expect("a day that can be driven");
    for (place, stop) in day.stops.iter_mut().zip(&times.duties[0].stops) {
        place.closes = stop.arrival.0 / 60 - 30 + chance.below(100);
        place.opens = place.closes - 10 - chance.below(110);
    }
    day
}

impl Day {
    /// The same for the planner: place 0 is the base, the pier is the last one.
    pub fn planned(&self) -> (Problem, Plan) {
        let (count, minutes) = (self.stops.len(), Seconds::minutes);
        let pier = count + 1;
        let mut builder = ProblemBuilder::new(count + 2);
        let island = self.stops.iter().position(|place| place.ferry.is_some());
        builder.matrix(TravelMatrix::from_fn(count + 2, |from, to| {
            let boards = to == pier && island == Some(from);
            let approach = || self.stops[from].ferry.as_ref().map_or(0, |ferry| ferry.0);
            let next = (to == from + 1 && to <= count).then(|| self.stops[from].drive);
            Some(minutes(if boards { approach() } else { next.unwrap_or(0) }))
        }));
        let at = |minute: i32| Time(minute * 60);
        for (number, place) in self.stops.iter().enumerate() {
            let mut visit = Visit::at(LocationIndex::from_position(number + 1));
            (visit.setup, visit.service) = (minutes(place.setup), minutes(place.work));
            visit.windows = vec![Window::new(at(0), at(3_000))];
            builder.visit(visit);
            if let Some((_, boats)) = &place.ferry {
                for far in number + 1..=count {
                    builder.zone(LocationIndex::from_position(far), ZoneIndex(1));
                }
                let departures = boats.iter().map(|&[from, to]| Window::new(at(from), at(to))).collect();
                let pier = Some(LocationIndex::from_position(pier));
                builder.crossing(Crossing { from: ZoneIndex(0), to: ZoneIndex(1), pier, departures });
                let always = vec![Window::new(at(0), at(4_000))];
                builder.crossing(Crossing { from: ZoneIndex(1), to: ZoneIndex(0), pier: None, departures: always });
            }
        }
        let mut duty = Duty::from_base(LocationIndex(0), Window::new(at(self.begins), at(3_000)));
        let rest = |[earliest, latest, length]: [i32; 3]| Break {
            earliest: at(earliest),
            latest: at(latest),
            duration: minutes(length),
        };
        duty.rest = self.lunch.map(rest);
        builder.duty(duty);
        let plan = Plan { duties: vec![(0..count).map(VisitIndex::from_position).collect()], broken_promises: vec![] };
        (builder.build().expect("sound"), plan)
    }

    pub fn promised(&self) -> Vec<Option<Window>> {
        let window = |place: &House| Window::new(Time(place.opens * 60), Time(place.closes * 60));
        self.stops.iter().map(|place| Some(window(place))).collect()
    }

    pub fn risk(&self, spread: &Spread, seed: u64) -> DutyRisk {
        let (problem, plan) = self.planned();
        let trials = Trials { days: 500, seed, buffer: Seconds::minutes(20) };
        let risk = promise_risk(&problem, &plan, &self.promised(), spread, trials);
        risk.expect("a day that can be driven").remove(0)
    }

    pub fn chances(&self, spread: &Spread, seed: u64) -> Vec<u32> {
        self.risk(spread, seed).stops.iter().map(|stop| stop.kept.expect("all are promised").0).collect()
    }

    /// Lives through the day once: which promises were kept.
    pub fn lived(&self, spread: &Spread, chance: &mut Chance) -> Vec<bool> {
        let (problem, plan) = self.planned();
        let lunch_before = check(&problem, &plan).expect("a day that can be driven").duties[0].break_before;
        let (traffic, team) = (chance.factor(spread.all_legs), chance.factor(spread.all_work));
        let mut now = f64::from(self.begins);
        let mut kept = Vec::new();
        for (number, place) in self.stops.iter().enumerate() {
            let slow = traffic * chance.factor(spread.leg);
            let effort = team * chance.factor(spread.work);
            if let Some((to_pier, boats)) = &place.ferry {
                let at_pier = now + f64::from(*to_pier) * slow;
                let Some(boat) = boats.iter().find(|boat| at_pier <= f64::from(boat[1])) else {
                    kept.resize(self.stops.len(), false);
                    return kept;
                };
                now += (f64::from(boat[0]) - at_pier).max(0.0);
            }
            now += f64::from(place.drive) * slow;
            let unpacking = f64::from(place.setup) * effort;
            if lunch_before == Some(number) {
                let [earliest, _, length] = self.lunch.expect("it is on the way").map(f64::from);
                now = (now + unpacking).max(earliest) + length - unpacking;
            }
            now = now.max(f64::from(place.opens));
            kept.push(now <= f64::from(place.closes));
            now += unpacking + f64::from(place.work) * effort;
        }
        kept
    }
}
