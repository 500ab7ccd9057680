//! Random filings, bookings, changes, withdrawals, plans, shortened and widened duties: after each step every stored
//! sequence can be driven.
use luudong::dice::Dice;
use serde_json::{Value, json};

use super::invariants;
use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::office::{Filed, Office};

/// Steps of one run; `make soak` takes a hundred times as many.
fn steps() -> u32 {
    crate::support::environment::cases(2_000)
}

const DAYS: [(&str, &str); 6] = [
    ("2026-11-26", "full"),
    ("2026-11-27", "morning"),
    ("2026-11-28", "morning"),
    ("2026-11-30", "full"),
    ("2026-12-01", "afternoon"),
    ("2026-12-02", "full"),
];

/// A world that changes step by step.
struct Walk {
    app: TestApp,
    office: Office,
    dice: Dice,
    families: Vec<Filed>,
    duties: Vec<i64>,
    booked: u32,
    refused: u32,
    hurt: usize,
}

#[test]
fn after_every_step_all_sequences_can_be_driven() {
    let mut walk = Walk::new();
    let board = invariants::fresh_board(&walk.app);
    for step in 0..steps() {
        walk.step();
        // incremental: only what changed is loaded, and loading asks the checker
        invariants::sequences(&walk.app.desk.db, &board);
        if step % 100 == 0 {
            invariants::check(&walk.app);
        }
    }
    let standing = invariants::check(&walk.app);
    assert!(walk.booked > 50 && walk.refused > 10, "{} booked, {} refused", walk.booked, walk.refused);
    assert!(walk.hurt > 5, "{} families lost a half-day to a shorter duty", walk.hurt);
    assert!(standing > 5);
    walk.app.leave_mails(walk.app.waiting_mails().len());
}

impl Walk {
    fn new() -> Self {
        let app = TestApp::with(
            "booking.staff_minutes = 0\nlimits.cases_per_contact_per_day = 1000000\n\
             booking.holds_per_contact_max = 1000000\nbooking.holds_per_address_max = 1000000",
        );
        let office = Office::of(&app);
        let mut duties = Vec::new();
        for number in 1..=2 {
            let crew = office.crew(number, &WARDS, None);
            duties.extend(DAYS.map(|(on, half_days)| office.small_duty(crew, day(on), half_days, 8)));
        }
        Self { app, office, dice: Dice::seeded(4), families: Vec::new(), duties, booked: 0, refused: 0, hurt: 0 }
    }

    fn step(&mut self) {
        match self.dice.between(0, 99) {
            0..=24 => self.file(),
            25..=64 => self.book(),
            65..=79 => self.give_back(),
            80..=92 => self.withdraw(),
            93..=95 => self.approve(),
            96..=98 => self.change_duty(),
            _ => self.plan(),
        }
    }

    fn file(&mut self) {
        let home = HOUSEHOLDS[self.below(HOUSEHOLDS.len())];
        let spread = |dice: &Dice| f64::from(dice.between(0, 4_000)) / 100_000.0 - 0.02;
        let home =
            Household { email: "", lat: home.lat + spread(&self.dice), lng: home.lng + spread(&self.dice), ..home };
        let mut case = home.case();
        let mobility = ["walks", "wheelchair", "bedridden"][self.below(3)];
        case["applicants"][0]["mobility"] = json!(mobility);
        if self.below(3) == 0 {
            let mut second = case["applicants"][0].clone();
            second["name"] = json!("Trần Văn Hai");
            second["number"] = json!("");
            case["applicants"].as_array_mut().expect("people").push(second);
        }
        self.families.push(self.office.files(&case));
    }

    fn book(&mut self) {
        let Some(filed) = self.pick() else { return };
        let (on, half_days) = DAYS[self.below(DAYS.len())];
        let half_day = match half_days {
            "full" => ["morning", "afternoon"][self.below(2)],
            one => one,
        };
        let answer = super::book(&self.office, &filed, on, half_day);
        match answer.status {
            201 => self.booked += 1,
            409 => self.refused += 1,
            other => panic!("booking answered {other}: {}", answer.text),
        }
    }

    fn give_back(&mut self) {
        let Some(filed) = self.pick() else { return };
        let status = super::give_back(&self.office, &filed).status;
        assert!(matches!(status, 204 | 409), "giving back answered {status}");
    }

    fn withdraw(&mut self) {
        let Some(filed) = self.pick() else { return };
        let family = self.office.public.with("X-Case-Secret", &filed.secret);
        let answer = family.post(&format!("/api/v1/cases/{}/withdrawal", filed.code), &Value::Null);
        assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
        self.families.retain(|one| one.code != filed.code);
    }

    fn approve(&mut self) {
        let Some(filed) = self.pick() else { return };
        let path = format!("/api/v1/cases/{}/verification", filed.code);
        let status = self.office.dispatcher.post(&path, &json!({"verdict": "approve"})).status;
        assert!(matches!(status, 201 | 409), "{status}");
    }

    /// Another number of captures, smaller or larger; who loses a half-day by it is accepted.
    fn change_duty(&mut self) {
        let duty = self.duties[self.below(self.duties.len())];
        let path = format!("/api/v1/duties/{duty}");
        let mut change = json!({"capacity": self.dice.between(2, 8)});
        let shown = self.office.dispatcher.post(&format!("{path}/change-preview"), &change).expect(200).json();
        let hurt: Vec<Value> =
            shown["hurt"].as_array().expect("visits").iter().map(|one| one["visit_id"].clone()).collect();
        self.hurt += hurt.len();
        change["accept"] = Value::Array(hurt);
        let version = self.office.dispatcher.get(&path).expect(200).header("etag").to_owned();
        self.office.dispatcher.with("If-Match", &version).patch(&path, &change).expect(200);
    }

    fn plan(&self) {
        let run = self.office.plan(day("2026-11-26"), day("2026-12-02"), self.dice.between(1, 1_000));
        self.office.publish(&run);
    }

    fn pick(&self) -> Option<Filed> {
        (!self.families.is_empty()).then(|| self.families[self.below(self.families.len())].clone())
    }

    fn below(&self, end: usize) -> usize {
        self.dice.between(0, u32::try_from(end - 1).expect("a short list")) as usize
    }
}
