//! A dispatcher's office at work: the steps of the main job over the API, each of which must succeed.
use std::collections::HashMap;

use chrono::NaiveDate;
use luudong::accounts::Role;
use luudong::ids::AccountId;
use serde_json::{Value, json};

use super::app::PASSWORD;
use super::households::{HOUSEHOLDS, Household, WARDS, day};
use super::{Answer, Client, TestApp};

/// The dispatcher's login.
pub const DISPATCHER: &str = "dieu.phoi";

/// The fortnight that stories plan: two weeks with two Saturdays and the new holiday.
pub const FROM: &str = "2026-11-24";
pub const TO: &str = "2026-12-06";

/// Families outside, a dispatcher inside.
pub struct Office {
    pub public: Client,
    pub dispatcher: Client,
    /// In which language families file and are written to.
    pub language: &'static str,
}

/// What a family holds after filing.
#[derive(Clone, Debug)]
pub struct Filed {
    pub code: String,
    pub secret: String,
    pub link: String,
}

/// A team with its own kit and officer.
#[derive(Clone, Copy, Debug)]
pub struct Crew {
    pub team: i64,
    pub kit: i64,
    pub officer: i64,
}

impl Office {
    /// In a fresh application, with a new dispatcher account.
    pub fn of(app: &TestApp) -> Self {
        app.account(DISPATCHER, Role::Dispatcher, &[]);
        Self::signed_in(app.public())
    }

    /// The dispatcher signs in again: after the clock moved, or at another process.
    pub fn signed_in(public: Client) -> Self {
        let dispatcher = public.signed_in(DISPATCHER, PASSWORD);
        Self { public, dispatcher, language: "vi" }
    }

    /// A family files its case.
    pub fn files(&self, case: &Value) -> Filed {
        let mut case = case.clone();
        case["language"] = json!(self.language);
        let filed = self.public.post("/api/v1/cases", &case).expect(201).json();
        let text = |name: &str| filed[name].as_str().expect(name).to_owned();
        Filed { code: text("code"), secret: text("secret"), link: text("link") }
    }

    /// The dispatcher approves it.
    pub fn approves(&self, filed: &Filed) {
        let path = format!("/api/v1/cases/{}/verification", filed.code);
        let case = self.dispatcher.post(&path, &json!({"verdict": "approve"})).expect(201);
        assert_eq!(case.json()["state"], "verified", "{}", case.text);
    }

    /// Families file and are approved.
    pub fn approved(&self, households: &[Household]) -> Vec<Filed> {
        let filed: Vec<Filed> = households.iter().map(|one| self.files(&one.case())).collect();
        filed.iter().for_each(|one| self.approves(one));
        filed
    }

    /// A new officer, with an account or without.
    pub fn officer(&self, name: &str, badge: &str, account_id: Option<AccountId>) -> i64 {
        let new = json!({"full_name": name, "badge_number": badge, "account_id": account_id});
        id(&self.dispatcher.post("/api/v1/officers", &new).expect(201))
    }

    /// A new team with its kit and officer, based in the first of its wards.
    pub fn crew(&self, number: usize, wards: &[&str], account_id: Option<AccountId>) -> Crew {
        let team = json!({
            "name": format!("Tổ lưu động {number}"), "hot_line": format!("0225 3822 22{number}"),
            "ward_codes": wards, "base_ward_code": wards[0],
        });
        Crew {
            team: id(&self.dispatcher.post("/api/v1/teams", &team).expect(201)),
            kit: id(&self.dispatcher.post("/api/v1/kits", &json!({"name": format!("TB-0{number}")})).expect(201)),
            officer: self.officer(officer_name(number), &format!("031-45{number}"), account_id),
        }
    }

    /// Asks for a duty.
    pub fn asks_duty(&self, crew: Crew, on: NaiveDate, half_days: &str) -> Answer {
        let new = json!({
            "team_id": crew.team, "on": on, "half_days": half_days, "kit_id": crew.kit, "officer_ids": [crew.officer],
        });
        self.dispatcher.post("/api/v1/duties", &new)
    }

    /// Opens a duty that can make so many captures.
    pub fn small_duty(&self, crew: Crew, on: NaiveDate, half_days: &str, capacity: i32) -> i64 {
        let new = json!({
            "team_id": crew.team, "on": on, "half_days": half_days, "kit_id": crew.kit,
            "officer_ids": [crew.officer], "capacity": capacity,
        });
        id(&self.dispatcher.post("/api/v1/duties", &new).expect(201))
    }

    /// Opens a duty.
    pub fn duty(&self, crew: Crew, on: NaiveDate, half_days: &str) -> i64 {
        id(&self.asks_duty(crew, on, half_days).expect(201))
    }

    /// Computes a proposal.
    pub fn plan(&self, from: NaiveDate, to: NaiveDate, seed: u32) -> Value {
        let wanted = json!({"from": from, "to": to, "seed": seed});
        self.dispatcher.post("/api/v1/planning-runs", &wanted).expect(201).json()
    }

    /// Asks for a run's publication.
    pub fn asks_publication(&self, run: &Value) -> Answer {
        self.dispatcher.post(&format!("/api/v1/planning-runs/{}/publication", run["id"]), &json!({}))
    }

    /// Publishes it.
    pub fn publish(&self, run: &Value) -> Value {
        self.asks_publication(run).expect(200).json()
    }

    /// Books a half-day for a case as its family.
    pub fn books(&self, filed: &Filed, on: &str, half_day: &str) -> Answer {
        let family = self.public.with("X-Case-Secret", &filed.secret);
        family.post(&format!("/api/v1/cases/{}/booking", filed.code), &json!({"on": on, "half_day": half_day}))
    }

    /// A family takes its case back.
    pub fn withdraws(&self, filed: &Filed) {
        let family = self.public.with("X-Case-Secret", &filed.secret);
        family.post(&format!("/api/v1/cases/{}/withdrawal", filed.code), &json!({})).expect(200);
    }

    /// A family's turn and invitation.
    pub fn turn(&self, filed: &Filed) -> Value {
        let family = self.public.with("X-Case-Secret", &filed.secret);
        family.get(&format!("/api/v1/cases/{}/turn", filed.code)).expect(200).json()
    }

    /// A family answers its invitation: `acceptance` or `refusal`.
    pub fn answers(&self, filed: &Filed, answer: &str) -> Answer {
        let family = self.public.with("X-Case-Secret", &filed.secret);
        family.post(&format!("/api/v1/cases/{}/invitation/{answer}", filed.code), &json!({}))
    }

    /// Where a case stands, as its family sees it.
    pub fn follow(&self, filed: &Filed) -> Value {
        let family = self.public.with("X-Case-Secret", &filed.secret);
        family.get(&format!("/api/v1/cases/{}/visits", filed.code)).expect(200).json()
    }

    /// The number of a case's newest visit.
    pub fn visit_of(&self, filed: &Filed) -> i64 {
        let followed = self.follow(filed);
        let visits = followed["visits"].as_array().expect("visits");
        visits.last().expect("a visit")["id"].as_i64().expect("its number")
    }
}

/// Twelve approved households and two teams with duties on two weekdays and two Saturdays; visits by number.
pub fn planned_fortnight(app: &TestApp) -> (Office, HashMap<i64, Household>) {
    let office = Office::of(app);
    let filed: Vec<Filed> = office.approved(HOUSEHOLDS);
    let (one, two) = (office.crew(1, &WARDS, None), office.crew(2, &WARDS, None));
    for (crew, on, half_days) in [
        (one, "2026-11-25", "full"),
        (one, "2026-11-28", "morning"),
        (two, "2026-11-28", "morning"),
        (two, "2026-12-04", "afternoon"),
        (one, "2026-12-05", "morning"),
    ] {
        office.duty(crew, day(on), half_days);
    }
    // The first plan opens the visits, so that their numbers are known.
    office.plan(day(FROM), day(TO), 1);
    let homes = filed.iter().zip(HOUSEHOLDS).map(|(one, home)| (office.visit_of(one), *home)).collect();
    (office, homes)
}

/// The name of a crew's officer.
pub fn officer_name(number: usize) -> &'static str {
    ["Lê Văn Trực", "Mai Thị Thúy", "Tạ Quang Việt"][number % 3]
}

/// The number that a new thing got.
pub fn id(answer: &Answer) -> i64 {
    answer.json()["id"].as_i64().expect("a number")
}
