//! Readers of the benchmark formats and a writer of plans, shared by examples and benches.

pub mod home;
pub mod solomon;

use planner::{Plan, Problem};

/// Reads a file by its format: `home` (JSON) or `solomon` (text).
pub fn read(format: &str, text: &str) -> Result<Problem, String> {
    match format {
        "home" => home::read(text),
        "solomon" => solomon::read(text),
        other => Err(format!("unknown format {other}: home or solomon")),
    }
}

/// The plan in the JSON of the benchmark kit.
pub fn plan_json(plan: &Plan) -> String {
    let mut routes = Vec::new();
    for (vehicle, visits) in plan.duties.iter().enumerate().filter(|(_, visits)| !visits.is_empty()) {
        let visits: Vec<String> = visits.iter().map(|visit| visit.0.to_string()).collect();
        routes.push(format!("{{\"vehicle\": {vehicle}, \"visits\": [{}]}}", visits.join(", ")));
    }
    format!("{{\"routes\": [{}]}}\n", routes.join(", "))
}
