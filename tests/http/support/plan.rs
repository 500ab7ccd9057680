//! Validates a published or proposed plan from its JSON alone, by rules written down here a second time.
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde_json::Value;

use super::Client;
use super::households::Household;

/// Opening hours, seconds since midnight.
const MORNING: (i64, i64) = (27_000, 41_400);
const AFTERNOON: (i64, i64) = (48_600, 61_200);
/// Carry the kit in and set it up; one bedridden person.
const SETUP: i64 = 600;
const SERVICE: i64 = 3_900;
/// Nobody drives faster than this through a town, metres a second (50 km/h).
const FASTEST: f64 = 13.9;

/// One stop with its date and duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedStop {
    pub on: NaiveDate,
    pub duty: i64,
    pub visit: i64,
    pub arrives: i64,
    pub starts: i64,
    pub departs: i64,
}

/// The stops of a proposal, duty by duty in driving order.
pub fn stops(run: &Value) -> Vec<PlannedStop> {
    let mut all = Vec::new();
    for duty in run["proposal"]["duties"].as_array().expect("duties") {
        for stop in duty["stops"].as_array().expect("stops") {
            let secs = |name: &str| stop[name].as_i64().expect("seconds");
            all.push(PlannedStop {
                on: super::households::day(duty["on"].as_str().expect("a date")),
                duty: duty["duty_id"].as_i64().expect("a number"),
                visit: secs("visit_id"),
                arrives: secs("arrives_secs"),
                starts: secs("starts_secs"),
                departs: secs("departs_secs"),
            });
        }
    }
    all
}

/// Everything that is wrong with a plan of one-person households; nothing when a team can drive it.
pub fn faults(run: &Value, api: &Client, homes: &HashMap<i64, Household>) -> Vec<String> {
    let mut faults = Vec::new();
    let open = open_half_days(api, run);
    let mut seen = HashSet::new();
    let all = stops(run);
    for stop in &all {
        if !seen.insert(stop.visit) {
            faults.push(format!("visit {} twice", stop.visit));
        }
        faults.extend(stop_faults(stop, &open));
    }
    for duty in run["proposal"]["duties"].as_array().expect("duties") {
        let sequence: Vec<_> = all.iter().filter(|stop| duty["duty_id"] == stop.duty).copied().collect();
        faults.extend(duty_faults(duty, &sequence, api, homes));
    }
    let left_out = run["proposal"]["unserved"].as_array().expect("unserved");
    for visit in left_out.iter().filter_map(|one| one["visit_id"].as_i64()) {
        if !seen.insert(visit) {
            faults.push(format!("visit {visit} is planned and left out"));
        }
    }
    if seen.len() != homes.len() {
        faults.push(format!("{} visits spoken of, {} wanted", seen.len(), homes.len()));
    }
    faults
}

fn open_half_days(api: &Client, run: &Value) -> HashSet<(String, String)> {
    let text = |name: &str| run[name].as_str().expect("a date").to_owned();
    let calendar = api.get(&format!("/api/v1/calendar?from={}&to={}", text("from"), text("to"))).expect(200).json();
    let mut open = HashSet::new();
    for day in calendar["days"].as_array().expect("days") {
        for half in day["open"].as_array().expect("half-days") {
            open.insert((day["on"].as_str().expect("a date").to_owned(), half.as_str().expect("a half").to_owned()));
        }
    }
    open
}

fn stop_faults(stop: &PlannedStop, open: &HashSet<(String, String)>) -> Vec<String> {
    let (half, (opens, closes)) = if stop.starts < 43_200 { ("morning", MORNING) } else { ("afternoon", AFTERNOON) };
    let rules = [
        (open.contains(&(stop.on.to_string(), half.to_owned())), "on a closed half-day"),
        (stop.arrives + SETUP <= stop.starts, "starts before the kit stands"),
        (stop.starts + SERVICE == stop.departs, "takes another time than the work"),
        (stop.starts >= opens + SETUP, "begins before opening"),
        (stop.departs <= closes, "ends after closing"),
    ];
    let broken = rules.into_iter().filter(|(kept, _)| !kept);
    broken.map(|(_, what)| format!("{stop:?}: {what}")).collect()
}

fn duty_faults(duty: &Value, stops: &[PlannedStop], api: &Client, homes: &HashMap<i64, Household>) -> Vec<String> {
    let facts = api.get(&format!("/api/v1/duties/{}", duty["duty_id"])).expect(200).json();
    let number = |value: &Value| value.as_i64().expect("a number");
    let mut faults = Vec::new();
    let mut need = |kept: bool, what: String| {
        if !kept {
            faults.push(format!("duty {}: {what}", duty["duty_id"]));
        }
    };
    need(facts["on"] == duty["on"], "another date".to_owned());
    let wards = facts["team"]["ward_codes"].as_array().expect("wards");
    let base = (number_of(&facts["team"]["base"]["lat"]), number_of(&facts["team"]["base"]["lng"]));
    let mut place = (base, number(&facts["shift"]["starts_secs"]));
    for stop in stops {
        let home = homes.get(&stop.visit).expect("a known visit");
        let there = (home.lat, home.lng);
        need(wards.iter().any(|ward| ward == home.ward), format!("{} is not its ward", home.ward));
        need(place.1 + fastest(place.0, there) <= stop.arrives, format!("cannot be at {stop:?} by then"));
        place = (there, stop.departs);
    }
    let returns = number(&duty["returns_secs"]);
    need(place.1 + fastest(place.0, base) <= returns || stops.is_empty(), "returns too fast".to_owned());
    need(returns <= number(&facts["shift"]["ends_secs"]), "returns after the shift".to_owned());
    need(stops.len() as i64 <= number(&facts["capacity"]), "more people than it can capture".to_owned());
    faults
}

fn number_of(value: &Value) -> f64 {
    value.as_f64().expect("degrees")
}

/// Seconds that no car can beat: the straight line at full speed.
fn fastest(from: (f64, f64), to: (f64, f64)) -> i64 {
    let north = (to.0 - from.0) * 111_200.0;
    let east = (to.1 - from.1) * 111_200.0 * from.0.to_radians().cos();
    (north.hypot(east) / FASTEST) as i64
}

/// "từ 08:15 đến 10:15" as seconds since midnight.
pub fn window(words: &str) -> (i64, i64) {
    let times: Vec<i64> = words
        .split_whitespace()
        .filter_map(|word| word.split_once(':'))
        .map(|(hours, minutes)| {
            hours.parse::<i64>().expect("hours") * 3_600 + minutes.parse::<i64>().expect("minutes") * 60
        })
        .collect();
    (times[0], times[1])
}

/// The wall clock of Việt Nam as UTC, `HH:MM:SS`.
pub fn utc(secs: i64) -> String {
    let secs = secs - 7 * 3_600;
    format!("{:02}:{:02}:00", secs / 3_600, secs % 3_600 / 60)
}
