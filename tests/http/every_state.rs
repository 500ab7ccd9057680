//! Every state of a case by every state of its visit: what page, check, roster, calendar, API and list say, cell by cell.
use luudong::accounts::Role;
use serde_json::{Value, json};

mod cells;

use cells::{Cell, POSTPONED, PUBLISHED, UNBOOKED, UNPUBLISHED};

use crate::support::TestApp;
use crate::support::app::OFFICERS_READ_AHEAD;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::smtp::read_mail;

const THURSDAY: &str = "2026-11-26";

/// Each is reached from a filed case after its visit has come to its state.
pub const CASES: [&str; 7] = ["filed", "asked", "refused", "withdrawn", "erased", "approved", "joined"];

/// A duty on Thursday and seven families, one for each state of a case.
pub struct Fixture {
    pub app: TestApp,
    pub office: Office,
    duty: i64,
    pub homes: Vec<Household>,
    pub families: Vec<Filed>,
}

impl Fixture {
    /// `is_published`: the span is published before anybody takes a half-day of it.
    pub fn new(is_published: bool) -> Self {
        let app = TestApp::with(&format!("booking.staff_minutes = 0\n{OFFICERS_READ_AHEAD}"));
        let office = Office::of(&app);
        let crew = office.crew(1, &WARDS, Some(app.account("can.bo.1", Role::Officer, &[]).id));
        let duty = office.duty(crew, day(THURSDAY), "full");
        if is_published {
            office.publish(&office.plan(day(THURSDAY), day(THURSDAY), 1));
        }
        // Those with an e-mail address.
        let homes = HOUSEHOLDS.iter().filter(|home| !home.email.is_empty()).take(CASES.len()).copied().collect();
        Self { app, office, duty, homes, families: Vec::new() }
    }

    fn case(&self, at: usize) -> Value {
        let mut case = self.homes[at].case();
        case["applicants"][0]["mobility"] = json!("wheelchair");
        case
    }

    pub fn file(mut self) -> Self {
        self.families = (0..CASES.len()).map(|at| self.office.files(&self.case(at))).collect();
        self
    }

    fn hold(&self, at: usize) {
        let case = self.case(at);
        let person = json!({"birth": "12/05/1950", "group": "nct", "mobility": "wheelchair"});
        let wish = json!({
            "contact": {"phone": self.homes[at].phone}, "address": case["address"], "people": [person],
            "half_day": {"on": THURSDAY, "half_day": half_day(at)},
        });
        self.office.public.post("/api/v1/holds", &wish).expect(201);
    }

    pub fn book(&self) {
        for (one, at) in self.families.iter().zip(0..) {
            self.office.books(one, THURSDAY, half_day(at)).expect(201);
        }
        self.app.deliver();
    }

    pub fn cancel_duty(&self) {
        let accept: Vec<i64> = self.families.iter().map(|one| self.office.visit_of(one)).collect();
        let path = format!("/api/v1/duties/{}", self.duty);
        let version = self.office.dispatcher.get(&path).expect(200).header("etag").to_owned();
        let body = json!({"reason": "Bộ thiết bị hỏng", "accept": accept});
        self.office.dispatcher.with("If-Match", &version).post(&format!("{path}/cancellation"), &body).expect(200);
    }

    pub fn decide(&self) {
        for (one, case) in self.families.iter().zip(CASES) {
            let verdict = |body: &Value| {
                self.office.dispatcher.post(&format!("/api/v1/cases/{}/verification", one.code), body).expect(201);
            };
            match case {
                "asked" => verdict(&json!({"verdict": "ask", "question": "Nhà ở tầng mấy?"})),
                "refused" => verdict(&json!({"verdict": "refuse", "reason": "Đã cấp thẻ tháng trước"})),
                "approved" => verdict(&json!({"verdict": "approve"})),
                "withdrawn" => self.office.withdraws(one),
                "erased" => {
                    let path = format!("/follow/{}/{}/deletion", one.code, one.secret);
                    self.office.public.form(&path, &[("sure", "yes")]).expect(303);
                }
                "joined" => self.join(one),
                _ => {}
            }
            self.app.deliver();
        }
    }

    /// The same people file once more, without e-mail, and that case goes on.
    fn join(&self, one: &Filed) {
        let mut twice = self.case(CASES.len() - 1);
        twice["contact"]["email"] = json!("");
        twice["consents"]["messages"] = json!(false);
        let into = self.office.files(&twice).code;
        self.office.dispatcher.post(&format!("/api/v1/cases/{}/joining", one.code), &json!({"into": into})).expect(200);
    }

    fn compare(&self, name: &str, table: &[Cell; 7]) {
        let roster = self.on_roster();
        let list = self.office.dispatcher.get("/api/v1/unapproved-bookings").expect(200).json();
        let browser = self.app.browser(Role::Dispatcher);
        let page = browser.get("/unapproved-bookings").expect(200).text;
        let mut wrong = Vec::new();
        for ((one, home), cell) in self.families.iter().zip(&self.homes).zip(table) {
            let mut need = |what: &str, said: String, wanted: String| {
                let wrongly = || format!("{} × {name}: {what} says «{said}», not «{wanted}»", cell.case);
                wrong.extend((said != wanted).then(wrongly));
            };
            let followed = self.office.follow(one);
            let visit = followed["visits"].as_array().and_then(|all| all.last()).unwrap_or(&Value::Null);
            let shown = self.office.public.get(&format!("/follow/{}/{}", one.code, one.secret)).expect(200);
            let lead = Page::of(&shown).texts("p.lead").join(" ");
            let begins = |said: &str| said.starts_with(cell.page) && (cell.promise || said == cell.page);
            let wanted = if begins(&lead) { lead.clone() } else { cell.page.to_owned() };
            need("the page", lead.clone(), wanted);
            need("the API", followed["state"].to_string(), json!(lead).to_string());
            need("the visit", visit["state"].as_str().unwrap_or("-").to_owned(), cell.visit.to_owned());
            for field in ["window", "team", "hot_line", "code_words"] {
                need(
                    field,
                    visit.get(field).is_some_and(|value| !value.is_null()).to_string(),
                    cell.promise.to_string(),
                );
            }
            let has_officers = visit["officers"].as_array().is_some_and(|all| !all.is_empty());
            need("officers", has_officers.to_string(), cell.promise.to_string());
            let words = Page::of(&shown).texts(".words .code");
            need("words on the page", (!words.is_empty()).to_string(), cell.promise.to_string());
            let reports = browser.get(&format!("/cases/{}", one.code)).text.contains("/outcome\">Xem");
            need("the link to reports", reports.to_string(), cell.roster.to_string());
            need("the roster", roster.contains(&one.code).to_string(), cell.roster.to_string());
            let check = self.office.public.post("/api/v1/checks", &json!({"code": one.code})).expect(200).json();
            need("the check", check["answer"].as_str().unwrap_or_default().to_owned(), cell.check.to_owned());
            need("the calendar", self.newest_entry(home.email), cell.calendar.to_owned());
            let listed = list["unapproved"].as_array().expect("a list").iter().any(|row| row["code"] == *one.code);
            need("the list", listed.to_string(), cell.listed.to_string());
            need("the page of the list", page.contains(&one.code).to_string(), cell.listed.to_string());
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert_eq!(list["without_window"], json!([]), "nobody lacks a window on Monday");
    }

    /// Codes on the roster; its page names the same.
    fn on_roster(&self) -> Vec<String> {
        let roster = self.app.api_as("can.bo.1").get(&format!("/api/v1/rosters?date={THURSDAY}")).expect(200).json();
        let duties = roster["duties"].as_array().expect("duties").iter();
        let stops = duties.flat_map(|duty| duty["stops"].as_array().expect("stops"));
        let codes: Vec<String> = stops.map(|stop| stop["code"].as_str().expect("a code").to_owned()).collect();
        let page = self.app.browser_as("can.bo.1").get(&format!("/rosters?date={THURSDAY}")).expect(200).text;
        for one in &self.families {
            assert_eq!(page.contains(&one.code), codes.contains(&one.code), "roster page and API, {}", one.code);
        }
        codes
    }

    /// METHOD and STATUS of the newest calendar entry at an address.
    fn newest_entry(&self, address: &str) -> String {
        let mails = self.app.mail_files().into_iter().map(|file| read_mail(&file));
        let own = mails.filter(|mail| mail["to"].as_str().is_some_and(|to| to.contains(address)));
        let number = |event: &Value| event["sequence"].as_str().and_then(|n| n.parse::<i64>().ok()).unwrap_or(-1);
        let newest = own.map(|mail| mail["event"].clone()).filter(|event| !event.is_null()).max_by_key(number);
        let part = |event: &Value, name: &str| event[name].as_str().unwrap_or("").to_owned();
        newest.map_or("-".to_owned(), |event| format!("{} {}", part(&event, "method"), part(&event, "status")))
    }
}

fn half_day(at: usize) -> &'static str {
    if at < 3 || at == 6 { "morning" } else { "afternoon" }
}

#[test]
fn nothing_is_taken() {
    let fixture = Fixture::new(false).file();
    fixture.decide();
    fixture.compare("unbooked", &UNBOOKED);
}

#[test]
fn a_place_was_held_before_the_case_was_filed() {
    let fixture = Fixture::new(false);
    (0..CASES.len()).for_each(|at| fixture.hold(at));
    let fixture = fixture.file();
    fixture.decide();
    fixture.compare("held", &UNBOOKED);
}

#[test]
fn a_half_day_is_taken_in_a_round_that_is_not_published() {
    let fixture = Fixture::new(false).file();
    fixture.book();
    fixture.decide();
    fixture.compare("booked unpublished", &UNPUBLISHED);
}

#[test]
fn a_half_day_is_taken_in_a_round_that_is_published() {
    let fixture = Fixture::new(true).file();
    fixture.book();
    fixture.decide();
    fixture.compare("booked published", &PUBLISHED);
}

#[test]
fn a_half_day_was_taken_back() {
    let fixture = Fixture::new(true).file();
    fixture.book();
    fixture.cancel_duty();
    fixture.decide();
    fixture.compare("postponed", &POSTPONED);
}
