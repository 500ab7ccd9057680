//! What is sent to each URL by somebody who has no business with the household.
use serde_json::{Value, json};

use crate::support::households::HOUSEHOLDS;
use crate::support::world::World;

/// What would do it, if it were theirs.
pub fn body(world: &World, code: &str, pattern: &str) -> Value {
    let (_, applicant) = world.visits[0];
    let at = "2026-11-27T01:50:00Z";
    match pattern.rsplit('/').next().unwrap_or_default() {
        "verification" => json!({"verdict": "approve"}),
        "booking" => json!({"on": "2026-12-01", "half_day": "morning"}),
        "not-before" => json!({"not_before": null}),
        "preference" => json!({"times": "saturdays"}),
        "events" => json!({"client_id": "s-1", "kind": "en_route", "happened_at": at}),
        "outcomes" => {
            let result = json!({"applicant_id": applicant, "code": "captured"});
            json!({"client_id": "s-2", "happened_at": at, "results": [result]})
        }
        "undo" => json!({"report": "o-0"}),
        "cancellation" => json!({"reason": "Bộ thiết bị hỏng"}),
        "change-preview" if pattern.contains("teams") => json!({"ward_codes": ["11329"]}),
        "change-preview" => json!({"cancel": true}),
        "leaves" => json!({"from": "2026-12-21", "to": "2026-12-22", "reason": "annual"}),
        "outages" => json!({"from": "2026-12-21", "to": "2026-12-22", "reason": "broken"}),
        "retirement" => json!({"from": "2026-12-21"}),
        "{id}" if pattern.contains("kits") => json!({"name": "TB-khác"}),
        "rights-requests" => json!({"kind": "access", "channel": "desk", "code": code, "words": "Ai đó hỏi"}),
        "steps" if pattern.contains("remarks") => json!({"step": "accept"}),
        "steps" => json!({"step": "complete"}),
        "secret" => json!({"facts": {"birth": "1944", "phone": HOUSEHOLDS[0].phone}, "ends_others": true}),
        "answer" => json!({"answer": "Không phải nhà này"}),
        "joining" => json!({"into": world.fresh[0].code}),
        "notes" | "applicants" | "{position}" => crate::case_acts::body(pattern),
        "checks" => json!({"code": code}),
        "{code}" => json!({"note": "Cổng sau"}),
        "{id}" if pattern.contains("duties") => json!({"capacity": 9}),
        "exports" => json!({"kind": "plan", "format": "csv", "from": "2026-11-23", "to": "2026-11-30"}),
        _ => crate::lists::body(pattern),
    }
}

/// The same as a form.
pub fn form(pattern: &str) -> Vec<(&'static str, &'static str)> {
    match pattern.rsplit('/').next().unwrap_or_default() {
        "verification" => vec![("verdict", "refuse"), ("reason", "Không đúng địa chỉ")],
        "not-before" => vec![("not_before.on", "")],
        "preference" => vec![("preference.times", "saturdays"), ("times", "saturdays")],
        "events" => vec![("kind", "en_route"), ("client_id", "s-3")],
        "{id}" if pattern.starts_with("/rights") => vec![("step", "complete")],
        "{id}" if pattern.starts_with("/remarks") => vec![("step", "accept")],
        "secret" => vec![("birth", "1944"), ("phone", HOUSEHOLDS[0].phone), ("ends_others", "yes")],
        "answer" => vec![("answer", "Không phải nhà này")],
        "undo" => vec![("report", "o-0"), ("reason", "nhầm")],
        "half-day" => vec![("half_day", "none"), ("choice", "any")],
        "withdrawal" => vec![("sure", "yes")],
        "cancellation" => vec![("version", "1"), ("reason", "Bộ thiết bị hỏng"), ("sure", "yes")],
        "notes" => vec![("text", "Không phải của họ")],
        "{other}" => vec![("keep", "SM9X-GU8K")],
        "leaves" => vec![("from", "21/12/2026"), ("reason", "annual")],
        "outages" => vec![("from", "21/12/2026"), ("reason", "broken")],
        "retirement" => vec![("retired_from", "21/12/2026")],
        "exports" => vec![("kind", "cases"), ("format", "csv")],
        "{id}" => vec![("how", "called")],
        _ => vec![("x", "")],
    }
}
