//! An independent reader of instances and validator of plans: the rules once more, by plain recurrences, from the
//! files.
use serde_json::Value;

const NEVER: i64 = 1_000_000_000_000_000;
const DAY: i64 = 86_400;

/// A visit as the files describe it; `windows` on one axis over all days.
struct Visit {
    service: i64,
    demand: i64,
    priority: i64,
    skills: Vec<i64>,
    windows: Vec<(i64, i64)>,
    pin: i64,
}

/// A team-day, or a vehicle of Solomon's.
struct Vehicle {
    start: usize,
    end: usize,
    shift: (i64, i64),
    capacity: i64,
    skills: Vec<i64>,
    /// Earliest, latest, duration.
    rest: Option<(i64, i64, i64)>,
}

/// What a file asks for.
pub struct Instance {
    visits: Vec<Visit>,
    vehicles: Vec<Vehicle>,
    matrix: Vec<Vec<i64>>,
}

/// What a plan is worth, or what is wrong with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub faults: Vec<String>,
    pub unserved: usize,
    pub unserved_priority: i64,
    pub travel: i64,
}

/// Reads the JSON of home-visit days.
pub fn home(text: &str) -> Instance {
    let data: Value = serde_json::from_str(text).expect("JSON");
    let visits = items(&data["visits"]).map(|visit| Visit {
        service: int(&visit["service"]),
        demand: int(&visit["demand"]),
        priority: int(&visit["prio"]),
        skills: ints(&visit["skills"]),
        windows: items(&visit["wins"])
            .map(|w| (int(&w[0]) * DAY + int(&w[1]), int(&w[0]) * DAY + int(&w[2])))
            .collect(),
        pin: int(&visit["pin"]),
    });
    let vehicles = items(&data["vehicles"]).map(|vehicle| {
        let midnight = int(&vehicle["day"]) * DAY;
        let rest = &vehicle["brk"];
        Vehicle {
            start: int(&vehicle["s"]) as usize,
            end: int(&vehicle["e"]) as usize,
            shift: (midnight + int(&vehicle["a"]), midnight + int(&vehicle["b"])),
            capacity: int(&vehicle["cap"]),
            skills: ints(&vehicle["skills"]),
            rest: rest.is_array().then(|| (midnight + int(&rest[0]), midnight + int(&rest[1]), int(&rest[2]))),
        }
    });
    let (visits, vehicles) = (visits.collect(), vehicles.collect());
    Instance { visits, vehicles, matrix: items(&data["matrix"]).map(ints).collect() }
}

/// Reads Solomon's text: times and distances in tenths, distances cut off.
pub fn solomon(text: &str) -> Instance {
    let row = |line: &str| line.split_whitespace().map(|word| word.parse::<f64>().ok()).collect::<Option<Vec<f64>>>();
    let rows: Vec<Vec<f64>> = text.lines().filter_map(row).filter(|row| !row.is_empty()).collect();
    let (fleet, depot, customers) = (&rows[0], &rows[1], &rows[2..]);
    let points: Vec<&Vec<f64>> = customers.iter().chain([depot]).collect();
    let tenths = |from: &[f64], to: &[f64]| {
        let squares = (from[1] - to[1]) * (from[1] - to[1]) + (from[2] - to[2]) * (from[2] - to[2]);
        (squares.sqrt() * 10.0 + 1e-9) as i64
    };
    let scaled = |value: f64| (value * 10.0).round() as i64;
    let span = |row: &[f64]| (scaled(row[4]), scaled(row[5]));
    let visits = customers.iter().map(|row| Visit {
        service: scaled(row[6]),
        demand: row[3] as i64,
        priority: 1,
        skills: Vec::new(),
        windows: vec![span(row)],
        pin: -1,
    });
    let base = customers.len();
    let vehicles = (0..fleet[0] as usize).map(|_| Vehicle {
        start: base,
        end: base,
        shift: span(depot),
        capacity: fleet[1] as i64,
        skills: Vec::new(),
        rest: None,
    });
    let matrix = points.iter().map(|from| points.iter().map(|to| tenths(from, to)).collect());
    Instance { visits: visits.collect(), vehicles: vehicles.collect(), matrix: matrix.collect() }
}

impl Instance {
    /// Validates a plan as `--out` writes it.
    pub fn validate(&self, plan: &Value) -> Verdict {
        let mut verdict = Verdict::default();
        let mut served = vec![0; self.visits.len()];
        let mut used = vec![0; self.vehicles.len()];
        for route in items(&plan["routes"]) {
            let number = int(&route["vehicle"]) as usize;
            let order: Vec<usize> = ints(&route["visits"]).into_iter().map(|visit| visit as usize).collect();
            used[number] += 1;
            order.iter().for_each(|&visit| served[visit] += 1);
            self.validate_route(number, &order, &mut verdict);
        }
        let twice = |counts: &[i32], what: &str| -> Vec<String> {
            let many = counts.iter().enumerate().filter(|(_, count)| **count > 1);
            many.map(|(number, count)| format!("{what} {number}: {count} times")).collect()
        };
        verdict.faults.extend(twice(&served, "visit"));
        verdict.faults.extend(twice(&used, "vehicle"));
        let absent = self.visits.iter().zip(&served).filter(|(_, count)| **count == 0);
        (verdict.unserved, verdict.unserved_priority) =
            absent.fold((0, 0), |(count, sum), (visit, _)| (count + 1, sum + visit.priority));
        verdict
    }

    fn validate_route(&self, number: usize, order: &[usize], verdict: &mut Verdict) {
        if order.is_empty() {
            return;
        }
        let vehicle = &self.vehicles[number];
        let mut fault = |what: String| verdict.faults.push(format!("vehicle {number}: {what}"));
        let load: i64 = order.iter().map(|&visit| self.visits[visit].demand).sum();
        if load > vehicle.capacity {
            fault(format!("{load} captures"));
        }
        // earliest moments with the break still to come and with the break behind
        let start = vehicle.shift.0;
        let (mut before, mut after) = if vehicle.rest.is_some() { (start, NEVER) } else { (NEVER, start) };
        let mut here = vehicle.start;
        for &visit in order {
            let asked = &self.visits[visit];
            if !asked.skills.iter().all(|skill| vehicle.skills.contains(skill)) {
                fault(format!("visit {visit} lacks a skill"));
            }
            if asked.pin >= 0 && asked.pin != number as i64 {
                fault(format!("visit {visit} is pinned elsewhere"));
            }
            let drive = self.matrix[here][visit];
            verdict.travel += drive;
            after = asked.serve((after + drive).min(vehicle.pause(before, drive)));
            before = asked.serve(before + drive);
            if before.min(after) >= NEVER {
                return fault(format!("late at visit {visit}"));
            }
            here = visit;
        }
        let drive = self.matrix[here][vehicle.end];
        verdict.travel += drive;
        // who is home before the break must begin needs none
        let unrested = vehicle.rest.filter(|rest| before + drive <= rest.1).map_or(NEVER, |_| before + drive);
        if (after + drive).min(vehicle.pause(before, drive)).min(unrested) > vehicle.shift.1 {
            fault("late at home".to_owned());
        }
    }
}

impl Visit {
    /// End of service for a team ready at `clock`.
    fn serve(&self, clock: i64) -> i64 {
        let mut windows = self.windows.clone();
        windows.sort_unstable();
        let open = windows.iter().find(|window| clock <= window.1);
        open.map_or(NEVER, |window| clock.max(window.0) + self.service)
    }
}

impl Vehicle {
    /// Ready after driving `drive` and resting on the way, begun no earlier and decided no later than its window.
    fn pause(&self, clock: i64, drive: i64) -> i64 {
        match self.rest {
            Some((earliest, latest, duration)) if clock <= latest => (clock + drive).max(earliest) + duration,
            _ => NEVER,
        }
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("a list").iter()
}

fn int(value: &Value) -> i64 {
    value.as_i64().expect("a whole number")
}

fn ints(value: &Value) -> Vec<i64> {
    items(value).map(int).collect()
}
