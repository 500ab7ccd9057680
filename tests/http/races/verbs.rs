//! The verbs that race, each against its part of a scene.
use serde_json::json;

use super::fixture::Fixture;
use crate::support::{Answer, Client};

/// Everything that touches a duty, or a case whose visits stand in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Publish,
    Plan,
    Book,
    Move,
    GiveBack,
    Withdraw,
    Approve,
    Refuse,
    Ask,
    Hold,
    Extend,
    CancelDuty,
    Shorten,
    Report,
    Correct,
}

pub const ALL: [Verb; 15] = [
    Verb::Publish,
    Verb::Plan,
    Verb::Book,
    Verb::Move,
    Verb::GiveBack,
    Verb::Withdraw,
    Verb::Approve,
    Verb::Refuse,
    Verb::Ask,
    Verb::Hold,
    Verb::Extend,
    Verb::CancelDuty,
    Verb::Shorten,
    Verb::Report,
    Verb::Correct,
];

impl Verb {
    /// Does it at a server.
    pub fn done(self, fixture: &Fixture, public: &Client, dispatcher: &Client) -> Answer {
        let half_day = |half: &str| json!({"on": fixture.on, "half_day": half});
        let told = || fixture.family(public, &fixture.told);
        let of = |filed: &crate::support::office::Filed, rest: &str| format!("/api/v1/cases/{}{rest}", filed.code);
        let verified = |decision| dispatcher.post(&of(&fixture.filed, "/verification"), &decision);
        let (duty, version) = fixture.morning;
        let at_version = || dispatcher.with("If-Match", &format!("\"{version}\""));
        match self {
            Self::Publish => {
                dispatcher.post(&format!("/api/v1/planning-runs/{}/publication", fixture.run["id"]), &json!({}))
            }
            Self::Plan => {
                dispatcher.post("/api/v1/planning-runs", &json!({"from": fixture.on, "to": fixture.on, "seed": 2}))
            }
            Self::Book => {
                fixture.family(public, &fixture.waiting).post(&of(&fixture.waiting, "/booking"), &half_day("morning"))
            }
            Self::Move => told().post(&of(&fixture.told, "/booking"), &half_day("afternoon")),
            Self::GiveBack => told().delete(&of(&fixture.told, "/booking")),
            Self::Withdraw => told().post(&of(&fixture.told, "/withdrawal"), &json!({})),
            Self::Approve => verified(json!({"verdict": "approve"})),
            Self::Refuse => verified(json!({"verdict": "refuse", "reason": "Đã có thẻ"})),
            Self::Ask => verified(json!({"verdict": "ask", "question": "Số nhà nào?"})),
            Self::Hold => public.post("/api/v1/holds", &fixture.hold_wish),
            Self::Extend => public.post(&format!("/api/v1/holds/{}/extension", fixture.hold), &json!({})),
            Self::CancelDuty => {
                let accept = [fixture.visit, fixture.unapproved];
                let wish = json!({"reason": "Bộ thiết bị hỏng", "accept": accept});
                at_version().post(&format!("/api/v1/duties/{duty}/cancellation"), &wish)
            }
            Self::Shorten => {
                let wish = json!({"capacity": 1, "accept": [fixture.unapproved]});
                at_version().patch(&format!("/api/v1/duties/{duty}"), &wish)
            }
            Self::Report => {
                let now = crate::support::app::monday_morning();
                let report =
                    json!({"client_id": format!("đua-{}", fixture.number), "kind": "en_route", "happened_at": now});
                dispatcher.post(&format!("/api/v1/visits/{}/events", fixture.visit), &report)
            }
            Self::Correct => {
                let contact =
                    json!({"contact": {"name": "Phạm Thị Lan", "relation": "child", "phone": "0912 345 678"}});
                told().with("If-Match", "\"2\"").patch(&of(&fixture.told, ""), &contact)
            }
        }
    }
}
