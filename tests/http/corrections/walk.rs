//! Reports, corrections and undos in any order with other verbs: after each step every visit, trip and due date is what
//! the reports that stand say, and nothing else.
use chrono::Duration;
use luudong::clock::Timestamp;
use luudong::dice::Dice;
use luudong::ids::{ApplicantId, VisitId};
use luudong::seconds::TimeOfDay;
use luudong::visits::outcomes::Outcome;
use luudong::visits::report_kinds::ReportKind;
use luudong::visits::store::{self, StoredOutcome, StoredReport};
use luudong::visits::{Visit, VisitState};
use serde_json::{Value, json};

use crate::officer_day::Saturday;
use crate::support::Client;
use crate::support::environment::cases;
use crate::support::households::{HOUSEHOLDS, day};

/// How a visit may end, in the walk.
const CODES: [&str; 6] = ["captured", "fp_described", "not_home", "kit_failure", "refused", "health_today"];

struct Walk {
    saturday: Saturday,
    dice: Dice,
    dispatcher: Client,
    /// Client ids of everything that was sent, with the visit.
    sent: Vec<(String, i64)>,
    taken: u32,
    refused: Vec<String>,
}

#[test]
fn whatever_is_reported_corrected_and_taken_back_the_case_is_what_stands() {
    for seed in 0..u64::from(cases(3)) {
        let mut walk = Walk::new(seed);
        for step in 0..45 {
            walk.step(step);
            walk.check(&format!("seed {seed}, step {step}"));
        }
        assert!(walk.taken > 8 && walk.refused.len() > 1, "{} taken; {:#?}", walk.taken, walk.refused);
        walk.saturday.app.leave_mails(walk.saturday.app.waiting_mails().len());
    }
}

impl Walk {
    fn new(seed: u64) -> Self {
        let mut couple = HOUSEHOLDS[2].case();
        let mut wife = HOUSEHOLDS[3].person();
        (wife["birth"], wife["number"]) = (json!("01/02/1948"), json!(""));
        couple["applicants"].as_array_mut().expect("people").push(wife);
        let saturday = Saturday::with(&[couple]);
        let dispatcher = saturday.office.dispatcher.clone();
        Self { saturday, dice: Dice::seeded(seed), dispatcher, sent: Vec::new(), taken: 0, refused: Vec::new() }
    }

    fn draw(&self, below: usize) -> usize {
        let most = u32::try_from(below - 1).expect("a small number");
        self.dice.between(0, most) as usize
    }

    /// Every visit of the three households of the first ward.
    fn visits(&self) -> Vec<Visit> {
        let ids = [0, 1, 4].map(|at| self.saturday.office.follow(&self.saturday.filed[at]));
        let ids = ids.iter().flat_map(|case| case["visits"].as_array().expect("visits").clone());
        let ids: Vec<i64> = ids.map(|visit| visit["id"].as_i64().expect("an id")).collect();
        ids.iter().filter_map(|id| self.saturday.app.read(|conn| store::find(conn, VisitId(*id)))).collect()
    }

    fn step(&mut self, step: usize) {
        self.saturday.app.later(Duration::seconds(20));
        if step == 20 {
            self.plans_another_day();
        }
        self.dispatcher = self.saturday.app.api_as("dieu.phoi");
        let mut visits = self.visits();
        // Now and then somebody reports what was cancelled.
        visits.retain(|one| one.cancelled_at.is_none() || self.draw(12) == 0);
        let visit = visits[self.draw(visits.len())].clone();
        let client_id = format!("w-{step}");
        let now = self.saturday.app.desk.now();
        let path = |verb: &str| format!("/api/v1/visits/{}/{verb}", visit.id);
        let answer = match self.draw(16) {
            0..=2 => {
                let kind = ["en_route", "arrived"][self.draw(2)];
                let tap = json!({"client_id": client_id, "kind": kind, "happened_at": now});
                self.dispatcher.post(&path("events"), &tap)
            }
            3..=6 => self.dispatcher.post(&path("outcomes"), &self.report(&visit, &client_id, None)),
            7..=11 => {
                let wrong = self.any_report_of(&visit);
                self.dispatcher.post(&path("outcomes"), &self.report(&visit, &client_id, wrong.as_deref()))
            }
            12..=14 => {
                let report = self.any_report_of(&visit).unwrap_or_default();
                let reason = ["", "nhầm"][self.draw(2)];
                self.dispatcher.post(&path("undo"), &json!({"report": report, "reason": reason}))
            }
            _ => {
                let filed = &self.saturday.filed[[0, 1, 4][self.draw(3)]];
                let family = self.saturday.office.public.with("X-Case-Secret", &filed.secret);
                family.delete(&format!("/api/v1/cases/{}/booking", filed.code))
            }
        };
        assert!(answer.status < 500, "{}: {}", answer.asked, answer.text);
        if answer.status < 300 {
            self.sent.push((client_id, visit.id.0));
            self.taken += 1;
        } else {
            self.refused.push(format!("{}: {}", answer.asked, answer.text));
        }
    }

    /// The trips that wait get an appointment.
    fn plans_another_day(&mut self) {
        self.saturday.office.dispatcher = self.saturday.app.api_as("dieu.phoi");
        self.saturday.office.duty(self.saturday.crew, day("2026-12-05"), "morning");
        let run = self.saturday.office.plan(day("2026-12-05"), day("2026-12-05"), 1);
        self.saturday.office.publish(&run);
    }

    fn any_report_of(&self, visit: &Visit) -> Option<String> {
        let reports = self.saturday.app.read(|conn| store::reports_of(conn, &[visit.id]));
        let at = self.draw(reports.len().max(1));
        // Mostly the newest outcome, sometimes any.
        let outcome = reports.iter().rfind(|one| one.kind == ReportKind::Outcome && one.superseded_at.is_none());
        let chosen = if self.draw(4) == 0 { reports.get(at) } else { outcome };
        chosen.map(|report| report.client_id.clone())
    }

    fn report(&self, visit: &Visit, client_id: &str, wrong: Option<&str>) -> Value {
        let people = self.people_of(visit);
        let result =
            |id: &ApplicantId| json!({"applicant_id": id, "code": CODES[self.draw(CODES.len())], "note": "ghi chú"});
        let results: Vec<Value> = people.iter().map(result).collect();
        let at = visit
            .booking
            .map_or(self.saturday.app.desk.now(), |booking| Timestamp::local_secs(booking.on, TimeOfDay::at(9, 0)));
        let replaces = wrong.map(|report| json!({"report": report, "reason": "nhầm"}));
        json!({"client_id": client_id, "happened_at": at, "results": results, "replaces": replaces})
    }

    fn people_of(&self, visit: &Visit) -> Vec<ApplicantId> {
        self.saturday.app.read(|conn| {
            let case = luudong::cases::store::case_by_id(conn, visit.case_id)?.expect("its case");
            let applicants = luudong::cases::store::applicants_of(conn, visit.case_id)?;
            luudong::visits::people::of_visit(conn, &case, visit, &applicants)
        })
    }

    /// Works everything out again from the reports that stand.
    fn check(&self, at: &str) {
        let visits = self.visits();
        for visit in &visits {
            let reports = self.saturday.app.read(|conn| store::reports_of(conn, &[visit.id]));
            let stand: Vec<&StoredReport> = reports.iter().filter(|one| one.superseded_at.is_none()).collect();
            let moment = |kind| stand.iter().filter(|one| one.kind == kind).map(|one| one.happened_at).min();
            let told = [visit.en_route_at, visit.arrived_at, visit.closed_at];
            assert_eq!(told, [ReportKind::EnRoute, ReportKind::Arrived, ReportKind::Outcome].map(moment), "{at}");
            let outcomes = self.saturday.app.read(|conn| store::outcomes_of(conn, &[visit.id]));
            self.check_end(visit, &stand, &outcomes, at);
            self.check_trips(visit, &visits, &outcomes, at);
            let stop = self.saturday.app.read(|conn| store::stop_of(conn, visit.id));
            assert!(stop.is_none() || visit.state() != VisitState::Cancelled, "{at}: a stop of a cancelled visit");
            assert!(stop.is_some() == visit.booking.is_some() || !visit.is_open(), "{at}: {visit:?} {stop:?}");
        }
        for client_id in &self.sent {
            let kept = self.saturday.app.read(|conn| store::find_report(conn, &client_id.0));
            assert!(
                kept.is_none_or(|report| report.visit_id.0 == client_id.1),
                "{at}: reports are never lost or moved"
            );
        }
    }

    /// At most one outcome stands, for exactly the visit's people, and each capture has its due date.
    fn check_end(&self, visit: &Visit, stand: &[&StoredReport], outcomes: &[StoredOutcome], at: &str) {
        let ends: Vec<_> = stand.iter().filter(|one| one.kind == ReportKind::Outcome).collect();
        assert!(ends.len() <= 1, "{at}: {ends:?}");
        let told: i32 = outcomes.iter().map(|one| one.captures).sum();
        assert_eq!(told, if ends.is_empty() { 0 } else { visit.captures }, "{at}: {visit:?}");
        for outcome in outcomes {
            let captured_on = outcome.code.is_captured().then(|| ends[0].happened_at.date());
            let due_on = captured_on.map(|on| self.saturday.app.desk.calendar.due_on(on));
            assert_eq!((outcome.captured_on, outcome.due_on), (captured_on, due_on), "{at}");
        }
    }

    /// There is exactly one further trip when the visit left people over, none otherwise; R27 puts it in front.
    fn check_trips(&self, visit: &Visit, visits: &[Visit], outcomes: &[StoredOutcome], at: &str) {
        if visit.state() == VisitState::Cancelled {
            return;
        }
        let mut later: Vec<&Visit> = visits.iter().filter(|one| one.case_id == visit.case_id).collect();
        later.retain(|one| one.number > visit.number && one.cancelled_at.is_none());
        let left =
            visit.captures - outcomes.iter().filter(|one| one.code.ends_wish()).map(|one| one.captures).sum::<i32>();
        let needed = visit.closed_at.is_some() && left > 0;
        assert_eq!(!later.is_empty(), needed, "{at}: {visit:?} {outcomes:?} {later:?}");
        if let Some(next) = later.first() {
            assert_eq!(next.captures, left, "{at}");
            let front = outcomes.iter().any(|one| one.code.requeues_at_front());
            assert!(next.front_of_queue || !front, "{at}: our own fault puts it in front");
            let ours = next.postponed_at.is_none() && !outcomes.iter().any(|one| one.code == Outcome::KitFailure);
            assert!(!next.front_of_queue || !ours || front, "{at}: nobody else's");
        }
    }
}
