//! An office in the middle of a working day, with something of everything.
use luudong::accounts::{Permission, Role, scope};
use serde_json::{Value, json};

use super::households::{HOUSEHOLDS, Household, WARDS, day};
use super::office::{Crew, Filed, Office};
use super::{Client, TestApp};

/// Friday morning, 9:00: visits are under way, cases and a duty wait, a proposal lies ready.
pub struct World {
    pub app: TestApp,
    pub office: Office,
    pub admin: Client,
    pub officer: Client,
    pub crew: Crew,
    /// Published visits that nobody has touched yet.
    pub visits: Vec<(i64, i64)>,
    /// Cases that were filed and not decided.
    pub fresh: Vec<Filed>,
    /// An approved case that waits for a place.
    pub waiting: Filed,
}

impl World {
    pub fn new() -> Self {
        let app = TestApp::start();
        let office = Office::of(&app);
        let account = app.account("can.bo.1", Role::Officer, &[]);
        let crew = office.crew(1, &WARDS, Some(account.id));
        // Without e-mail, so that each can be called.
        let silent = |home: &Household| Household { email: "", ..*home };
        let homes: Vec<Household> = HOUSEHOLDS[..2].iter().chain(&HOUSEHOLDS[4..6]).map(silent).collect();
        office.approved(&homes);
        let friday = office.asks_duty(crew, day("2026-11-27"), "full");
        let run = office.plan(day("2026-11-27"), day("2026-11-27"), 1);
        assert_eq!(friday.status, 201);
        assert_eq!(office.publish(&run)["calls"], 4);
        app.at(day("2026-11-27"), "09:00");
        let office = Office::signed_in(app.public());
        let roster = office.dispatcher.get("/api/v1/rosters").expect(200).json();
        let visits = roster["duties"][0]["stops"].as_array().expect("stops");
        let number = |value: &Value| value.as_i64().expect("a number");
        let visits = visits.iter().map(|stop| (number(&stop["visit_id"]), number(&stop["people"][0]["applicant_id"])));
        let fresh = HOUSEHOLDS[6..12].iter().map(|home| office.files(&silent(home).case())).collect();
        let waiting = office.approved(&[silent(&HOUSEHOLDS[2])]).remove(0);
        Self {
            visits: visits.collect(),
            fresh,
            waiting,
            admin: app.api(Role::Admin),
            officer: app.api_as("can.bo.1"),
            crew,
            office,
            app,
        }
    }

    /// Somebody who may.
    pub fn right_client(&self, permission: Permission) -> &Client {
        match permission {
            Permission::Public => &self.office.public,
            Permission::RecordVisits | Permission::ReadRosters | Permission::OwnAccount => &self.officer,
            wanted if scope(Role::Dispatcher, wanted).is_some() => &self.office.dispatcher,
            _ => &self.admin,
        }
    }

    /// The line of the call list about one of the published visits.
    pub fn call(&self, at: usize) -> String {
        let calls = self.office.dispatcher.get("/api/v1/calls").expect(200).json();
        let about = |call: &&Value| call["visit_id"] == self.visits[at].0;
        calls.as_array().expect("calls").iter().find(about).expect("its line")["id"].to_string()
    }

    pub fn duty(&self, on: &str) -> i64 {
        self.office.duty(self.crew, day(on), "morning")
    }

    /// A family that was just approved and holds an invitation: the only one that waits in its ward, another one for
    /// each number from 0 to 3.
    pub fn invited(&self, number: usize) -> Filed {
        let ward = ["11311", "11407", "11413", "11443"][number];
        let on = day(["2026-12-14", "2026-12-15", "2026-12-16", "2026-12-17"][number]);
        let home = Household { email: "", ward, ..HOUSEHOLDS[number] };
        self.office.duty(self.office.crew(2 + number, &[ward], None), on, "morning");
        let booking = format!("/api/v1/cases/{}/booking", self.office.files(&home.case()).code);
        self.office.dispatcher.post(&booking, &json!({"on": on, "half_day": "morning"})).expect(201);
        self.office.dispatcher.delete(&booking).expect(204);
        let filed = self.office.approved(&[home]).remove(0);
        self.app.deliver();
        filed
    }

    pub fn proposal(&self, on: &str) -> Value {
        self.office.plan(day(on), day(on), 1)
    }
}
