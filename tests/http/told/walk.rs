//! Random sequences of everything that changes what a family knows, with a mail server that takes, refuses or defers.
//! After the worker's round each household's newest fact is at a mail that left or on one line of the call list, and
//! the calendar entry, read from the mails that the server took, is held by the address that got its last update.
mod invariants;

use std::collections::{HashMap, HashSet};

use chrono::Duration;
use diesel::prelude::*;
use luudong::accounts::Role;
use luudong::cases::store as cases;
use luudong::db::schema::outbox_mails;
use luudong::dice::Dice;
use luudong::notifications::store as facts;
use luudong::notifications::{FactKind, Notification, NotificationState, ToldAs};
use serde_json::{Value, json};

use super::{contact, corrects};
use crate::support::app::PASSWORD;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::office::{Filed, Office};
use crate::support::smtp::{SmtpPeer, read_mails};
use crate::support::{Client, TestApp};

/// Steps of one walk; a long run takes as many times more walks as `PROPTEST_CASES` says.
const STEPS: usize = 45;
const DAYS: [&str; 4] = ["2026-11-27", "2026-11-28", "2026-11-30", "2026-12-01"];

/// A family as this test knows it.
struct Family {
    filed: Filed,
    home: Household,
}

struct Walk {
    app: TestApp,
    peer: SmtpPeer,
    office: Office,
    officers: Vec<i64>,
    both: bool,
    duties: Vec<i64>,
    dice: Dice,
    families: Vec<Family>,
    read: usize,
    /// Calendar entries by UID and address: method and SEQUENCE of the last update that the server took.
    entries: HashMap<String, HashMap<String, (String, i64)>>,
    facts: HashMap<FactKind, usize>,
    log: Vec<String>,
}

#[test]
fn after_every_round_the_newest_fact_is_at_a_mail_that_left_or_on_one_open_line() {
    let mut seen: HashMap<FactKind, usize> = HashMap::new();
    for seed in 0..crate::support::environment::cases(2) {
        let mut walk = Walk::new(u64::from(seed) + 11);
        walk.begins();
        for _ in 0..STEPS {
            walk.step();
        }
        walk.the_day_fails();
        walk.ends();
        walk.facts.iter().for_each(|(kind, count)| *seen.entry(*kind).or_default() += count);
    }
    for kind in [
        FactKind::Appointment,
        FactKind::HalfDay,
        FactKind::GivenBack,
        FactKind::Question,
        FactKind::Refused,
        FactKind::Withdrawn,
        FactKind::Postponed,
        FactKind::Officers,
        FactKind::Place,
        FactKind::Failed,
        FactKind::OldEntry,
    ] {
        assert!(seen.contains_key(&kind), "no walk came to «{kind}»: {seen:?}");
    }
}

impl Walk {
    fn new(seed: u64) -> Self {
        let peer = SmtpPeer::start();
        let settings =
            format!("booking.staff_minutes = 0\nlimits.cases_per_contact_per_day = 1000\n{}", peer.settings());
        let app = TestApp::with(&settings);
        let office = Office::of(&app);
        let account = app.account("can.bo.1", Role::Officer, &[]);
        let crew = office.crew(1, &WARDS, Some(account.id));
        let officers = vec![crew.officer, office.officer("Vũ Thị Thay", "031-999", None)];
        let duties =
            DAYS.map(|on| office.small_duty(crew, day(on), if on == "2026-11-28" { "morning" } else { "full" }, 6));
        Self {
            app,
            peer,
            office,
            officers,
            both: false,
            duties: duties.to_vec(),
            dice: Dice::seeded(seed),
            families: Vec::new(),
            read: 0,
            entries: HashMap::new(),
            facts: HashMap::new(),
            log: Vec::new(),
        }
    }

    fn below(&self, end: usize) -> usize {
        self.dice.between(0, u32::try_from(end - 1).expect("a short list")) as usize
    }

    /// Four families with windows, so that there is something to change.
    fn begins(&mut self) {
        for _ in 0..4 {
            self.files();
        }
        for at in 0..4 {
            self.decides(at, &json!({"verdict": "approve"}));
        }
        self.checked(Self::publishes);
        self.round();
        self.checked(Self::exchanges_officers);
    }

    fn step(&mut self) {
        self.checked(Self::act);
        if self.below(3) == 0 {
            self.round();
        }
    }

    /// Does something, and wants a fact for whatever changed by it.
    fn checked(&mut self, act: fn(&mut Self)) {
        let before = self.all_known();
        let newest = self.newest_ids();
        act(self);
        self.every_change_is_a_fact(&before, &newest);
    }

    fn act(&mut self) {
        let choice = if self.families.len() < 4 { 0 } else { self.below(100) };
        let at = (choice > 0).then(|| self.below(self.families.len()));
        self.log.push(format!("{choice} on {at:?}"));
        match (choice, at) {
            (15..=29, Some(at)) => self.books(at),
            (30..=41, Some(at)) => self.decides(at, &json!({"verdict": "approve"})),
            (42..=46, Some(at)) => self.decides(at, &json!({"verdict": "ask", "question": "Số nhà nào?"})),
            (47..=49, Some(at)) => self.decides(at, &json!({"verdict": "refuse", "reason": "Ngoài địa bàn"})),
            (50..=56, Some(at)) => self.gives_back(at),
            (57..=59, Some(at)) => self.withdraws(at),
            (60..=69, Some(at)) => self.corrects_email(at),
            (70..=74, Some(at)) => self.corrects_street(at),
            (75..=79, Some(_)) => self.exchanges_officers(),
            (80..=82, Some(at)) => self.no_more_mail(at),
            (83..=84, Some(_)) => self.cancels_a_duty(),
            (85..=97, Some(_)) => self.publishes(),
            (98..=99, Some(_)) => self.calls_somebody(),
            _ => self.files(),
        }
    }

    fn files(&mut self) {
        if self.families.len() >= 9 {
            return;
        }
        let at = self.families.len();
        let email = if self.below(4) > 0 { HOUSEHOLDS[at].email } else { "" };
        let home = Household { email, ..HOUSEHOLDS[at] };
        self.families.push(Family { filed: self.office.files(&home.case()), home });
    }

    fn half_day(&self) -> Value {
        let on = DAYS[self.below(DAYS.len())];
        let half_day = if on == "2026-11-28" { "morning" } else { ["morning", "afternoon"][self.below(2)] };
        json!({"on": on, "half_day": half_day})
    }

    /// The family itself or, now and then, staff.
    fn client_of(&self, at: usize) -> Client {
        match self.below(2) {
            0 => self.office.public.with("X-Case-Secret", &self.families[at].filed.secret),
            _ => self.office.dispatcher.clone(),
        }
    }

    fn books(&mut self, at: usize) {
        let path = format!("/api/v1/cases/{}/booking", self.families[at].filed.code);
        let answer = self.client_of(at).post(&path, &self.half_day());
        assert!(matches!(answer.status, 201 | 409 | 422), "{}", answer.text);
    }

    fn gives_back(&mut self, at: usize) {
        let answer = self.client_of(at).delete(&format!("/api/v1/cases/{}/booking", self.families[at].filed.code));
        assert!(matches!(answer.status, 204 | 409 | 422), "{}", answer.text);
    }

    fn withdraws(&mut self, at: usize) {
        let path = format!("/api/v1/cases/{}/withdrawal", self.families[at].filed.code);
        let answer = self.client_of(at).post(&path, &json!({}));
        assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
    }

    fn decides(&mut self, at: usize, decision: &Value) {
        let path = format!("/api/v1/cases/{}/verification", self.families[at].filed.code);
        let answer = self.office.dispatcher.post(&path, decision);
        assert!(matches!(answer.status, 201 | 409), "{}", answer.text);
    }

    fn is_open(&self, at: usize) -> bool {
        let path = format!("/api/v1/cases/{}", self.families[at].filed.code);
        let state = self.office.dispatcher.get(&path).expect(200).json()["state"].clone();
        state == "filed" || state == "verified"
    }

    fn corrects_email(&mut self, at: usize) {
        if !self.is_open(at) {
            return;
        }
        let email = ["moi1@example.test", "moi2@example.test", ""][self.below(3)];
        corrects(&self.office, &self.families[at].filed, &contact(&self.families[at].home, email));
    }

    fn corrects_street(&mut self, at: usize) {
        if !self.is_open(at) {
            return;
        }
        let home = self.families[at].home;
        let line = format!("Số {} ngõ 9 phố Mới", self.dice.between(1, 99));
        let address = json!({"line": line, "ward_code": home.ward, "pin": {"lat": home.lat, "lng": home.lng}});
        corrects(&self.office, &self.families[at].filed, &json!({"address": address}));
    }

    fn no_more_mail(&mut self, at: usize) {
        let filed = &self.families[at].filed;
        let path = format!("/follow/{}/{}/data/no-more-mail", filed.code, filed.secret);
        self.office.public.form(&path, &[("x", "")]).expect(303);
    }

    fn exchanges_officers(&mut self) {
        // Whoever reports must stay on the duty, or it could not be reported.
        self.both = !self.both;
        let with = if self.both { self.officers.clone() } else { vec![self.officers[0]] };
        for duty in &self.duties {
            let path = format!("/api/v1/duties/{duty}");
            let version = self.office.dispatcher.get(&path).expect(200).header("etag").to_owned();
            let answer = self.office.dispatcher.with("If-Match", &version).patch(&path, &json!({"officer_ids": with}));
            assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
        }
    }

    fn cancels_a_duty(&mut self) {
        if self.duties.len() < 3 {
            return;
        }
        let duty = self.duties.remove(self.below(self.duties.len()));
        let path = format!("/api/v1/duties/{duty}");
        let shown = self.office.dispatcher.post(&format!("{path}/change-preview"), &json!({"cancel": true}));
        let shown = shown.expect(200).json();
        let hurt: Vec<&Value> = shown["hurt"].as_array().expect("visits").iter().map(|one| &one["visit_id"]).collect();
        let version = self.office.dispatcher.get(&path).expect(200).header("etag").to_owned();
        let body = json!({"reason": "Bộ thiết bị hỏng", "accept": hurt});
        self.office.dispatcher.with("If-Match", &version).post(&format!("{path}/cancellation"), &body).expect(200);
    }

    /// The first day comes, and our own side fails every visit of it.
    fn the_day_fails(&mut self) {
        self.app.at(day(DAYS[0]), "07:40");
        self.office = Office::signed_in(self.app.public());
        let officer = self.app.public().signed_in("can.bo.1", PASSWORD);
        let roster = officer.get("/api/v1/rosters").expect(200).json();
        let duties = roster["duties"].as_array().expect("duties");
        for stop in duties.iter().flat_map(|duty| duty["stops"].as_array().expect("stops")) {
            let report = json!({
                "client_id": format!("k-{}", stop["visit_id"]), "happened_at": self.app.desk.now(),
                "results": [{"applicant_id": stop["people"][0]["applicant_id"], "code": "not_reached"}],
            });
            let (before, newest) = (self.all_known(), self.newest_ids());
            let answer = officer.post(&format!("/api/v1/visits/{}/outcomes", stop["visit_id"]), &report);
            assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
            self.log.push(format!("visit {} fails: {}", stop["visit_id"], answer.status));
            self.every_change_is_a_fact(&before, &newest);
        }
    }

    fn publishes(&mut self) {
        let run = self.office.plan(day(DAYS[0]), day(DAYS[3]), self.dice.between(1, 1_000));
        let answer = self.office.asks_publication(&run);
        assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
    }

    fn calls_somebody(&mut self) {
        let calls = super::calls(&self.office);
        if let Some(call) = calls.first() {
            self.office.dispatcher.post(&format!("/api/v1/calls/{}", call["id"]), &json!({})).expect(204);
        }
    }
}
