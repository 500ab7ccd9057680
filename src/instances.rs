//! Planning instances as files: our home-visit JSON and Solomon's text, and the plan that answers them.
mod faults;
mod home;
mod solomon;

use planner::{Plan, Problem};

crate::coded_enum! {
    /// How an instance file is written.
    pub enum InstanceFormat {
        Home = "home",
        Solomon = "solomon",
    }
}

/// Reads an instance.
///
/// # Errors
/// A sentence that names the line or the part of the file.
pub fn read(format: InstanceFormat, text: &str) -> Result<Problem, String> {
    match format {
        InstanceFormat::Home => home::read(text),
        InstanceFormat::Solomon => solomon::read(text),
    }
}

/// A piece of a file as it may stand in a message: short, and without what would disturb a terminal.
fn shown(piece: &str) -> String {
    let plain = |c: char| if c.is_control() { '?' } else { c };
    let short: String = piece.chars().take(30).map(plain).collect();
    if piece.chars().nth(30).is_some() { short + "…" } else { short }
}

/// A plan as JSON: `{"routes": [{"vehicle": 0, "visits": [3, 1, 2]}, …]}`, visits numbered from 0.
pub fn plan_json(plan: &Plan) -> serde_json::Value {
    let served = plan.duties.iter().enumerate().filter(|(_, visits)| !visits.is_empty());
    let route = |(vehicle, visits): (usize, &Vec<planner::VisitIndex>)| {
        let visits: Vec<u32> = visits.iter().map(|visit| visit.0).collect();
        serde_json::json!({"vehicle": vehicle, "visits": visits})
    };
    serde_json::json!({"routes": served.map(route).collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOLOMON: &str = "T\n\nVEHICLE\n 2 10\n\n 0 0 0 0 0 100 0\n 1 3 4 5 0 50 1\n 2 6 8 5 0 60 1\n";
    const HOME: &str = r#"{"visits":[{"service":60,"demand":1,"prio":1,"skills":[],"wins":[[0,0,3600]],"pin":-1}],
        "vehicles":[{"team":0,"day":0,"s":1,"e":1,"a":0,"b":7200,"cap":5,"skills":[],"brk":null}],
        "matrix":[[0,10],[10,0]]}"#;

    #[test]
    fn both_formats_are_read_and_solved() {
        for (format, text) in [(InstanceFormat::Solomon, SOLOMON), (InstanceFormat::Home, HOME)] {
            let problem = read(format, text).unwrap();
            let solution = planner::solve(&problem, &planner::Settings::default(), None, &planner::Unwatched).unwrap();
            assert!(solution.unserved.is_empty());
            let routes = plan_json(&solution.plan);
            assert_eq!(routes["routes"].as_array().map(Vec::len), Some(1));
        }
    }

    #[test]
    fn a_broken_file_is_refused_with_its_place() {
        let refusal = |format, text: &str| read(format, text).unwrap_err();
        assert_eq!(refusal(InstanceFormat::Solomon, ""), "dòng 1: tệp không có số nào");
        assert_eq!(refusal(InstanceFormat::Solomon, "2 10\n0 0 0"), "dòng 2: cần 7 số cho mỗi khách, thấy 3");
        assert_eq!(refusal(InstanceFormat::Home, "{}"), "visits: cần một danh sách");
        assert_eq!(refusal(InstanceFormat::Home, &HOME[..HOME.len() / 2]), "dòng 2: JSON bị cắt ngang");
        assert_eq!(
            refusal(InstanceFormat::Home, &HOME.replace("60,", "\"x\",")),
            "visit 0: service: cần số nguyên, thấy \"x\""
        );
    }
}
