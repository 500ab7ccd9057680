//! What must hold after a step and after the worker's round.
use super::*;
use luudong::ids::{HoldId, NotificationId, VisitId};

/// What a household knows or must learn, as the product shows it: a change of it is a fact.
pub(super) type Known = Value;

impl Walk {
    /// What every household knows or must learn, as the product shows it.
    pub(super) fn all_known(&self) -> Vec<Known> {
        self.families.iter().map(|family| self.known(family)).collect()
    }

    fn known(&self, family: &Family) -> Known {
        let followed = self.office.follow(&family.filed);
        let path = format!("/api/v1/cases/{}", family.filed.code);
        let case = self.office.dispatcher.get(&path).expect(200).json();
        let visit = |one: &Value| {
            // Officers were named with the window, not before.
            let officers = if one["window"].is_string() { one["officers"].clone() } else { Value::Null };
            json!([one["on"], one["half_day"], one["window"], officers])
        };
        let visits: Vec<Value> = followed["visits"].as_array().expect("visits").iter().map(visit).collect();
        let expected = followed["visits"]
            .as_array()
            .expect("visits")
            .iter()
            .any(|one| one["on"].is_string() && !matches!(one["state"].as_str(), Some("closed" | "cancelled")));
        let ended =
            if matches!(case["state"].as_str(), Some("refused" | "withdrawn")) { &case["state"] } else { &Value::Null };
        // Where to come to and where to write matter once somebody comes.
        let consents = case["consents"].as_array().expect("consents");
        let takes_mail = consents.iter().any(|one| one["purpose"] == "messages");
        let email = if takes_mail { &case["contact"]["email"] } else { &Value::Null };
        let door = if expected { json!([case["address"]["line"], email]) } else { Value::Null };
        let booked: Vec<Value> = visits.into_iter().filter(|one| one[0].is_string()).collect();
        json!({"visits": booked, "question": followed["question"], "ended": ended, "door": door})
    }

    fn facts_of(&self, family: &Family) -> Vec<Notification> {
        let case = self.app.read(|conn| cases::case_by_code(conn, &family.filed.code)).expect("the case");
        self.app.read(|conn| facts::of_case(conn, case.id))
    }

    pub(super) fn newest_ids(&self) -> Vec<NotificationId> {
        let newest =
            |family: &Family| self.facts_of(family).iter().map(|one| one.id).max().unwrap_or(NotificationId::UNSTORED);
        self.families.iter().map(newest).collect()
    }

    /// Whoever must learn something has a new fact; a question that is dropped is none.
    pub(super) fn every_change_is_a_fact(&mut self, before: &[Known], newest: &[NotificationId]) {
        let after = self.all_known();
        for (at, (was, is)) in before.iter().zip(&after).enumerate() {
            let only_dropped = {
                let mut was = was.clone();
                was["question"] = is["question"].clone();
                is["question"].is_null() && was == *is
            };
            if was == is || only_dropped {
                continue;
            }
            let facts = self.facts_of(&self.families[at]);
            let new: Vec<&Notification> = facts.iter().filter(|one| one.id > newest[at]).collect();
            assert!(!new.is_empty(), "{was} became {is} and nobody is told: {:?}", self.log);
            for one in new {
                *self.facts.entry(one.kind).or_default() += 1;
            }
        }
    }

    /// The worker's round, with a server that takes, refuses or defers everything; then nobody is untold.
    pub(super) fn round(&mut self) {
        let deferred = match self.below(5) {
            0 => {
                self.peer.answer("550 5.1.1 no such mailbox");
                false
            }
            1 => {
                self.peer.answer("451 4.3.0 later");
                true
            }
            _ => false,
        };
        self.deliver();
        if self.peer.refuses() {
            self.peer.accept();
        }
        self.nobody_is_untold(deferred);
        self.entries_are_where_their_last_update_went();
    }

    fn deliver(&self) {
        self.app.deliver();
    }

    /// Everything that waits leaves at last.
    pub(super) fn ends(&mut self) {
        for _ in 0..12 {
            self.app.later(Duration::minutes(10));
            self.deliver();
        }
        self.office = Office::signed_in(self.app.public());
        self.nobody_is_untold(false);
        self.entries_are_where_their_last_update_went();
        let given_up = self.app.waiting_mails().len();
        self.app.leave_mails(given_up);
    }

    fn nobody_is_untold(&mut self, deferred: bool) {
        let calls = super::super::calls(&self.office);
        for family in &self.families {
            let facts = self.facts_of(family);
            let lines: Vec<&Value> = calls.iter().filter(|call| call["code"] == family.filed.code).collect();
            let current: Vec<&Notification> = facts.iter().filter(|one| one.superseded_at.is_none()).collect();
            let threads: HashSet<(Option<VisitId>, Option<HoldId>)> =
                current.iter().map(|one| (one.visit_id, one.hold_id)).collect();
            assert_eq!(threads.len(), current.len(), "two current facts of one thread: {current:?}");
            for fact in current {
                let line = lines.iter().filter(|line| line["id"] == fact.id.0).count();
                let wanted = match fact.state() {
                    NotificationState::Open(_) => 1,
                    NotificationState::MailWaits => {
                        assert!(deferred || self.has_tries_left(), "a mail waits after a round: {fact:?}");
                        0
                    }
                    NotificationState::Mailed(_) | NotificationState::Told(_) => 0,
                    NotificationState::Superseded => panic!("{fact:?} is current"),
                };
                assert_eq!(line, wanted, "{:?} of {}: {lines:?}\n{:?}", fact, family.filed.code, self.log);
                let by_call = matches!(fact.state(), NotificationState::Told(told) if told.how == ToldAs::Call);
                let told_by_mail = matches!(fact.state(), NotificationState::Mailed(_));
                assert!(!(by_call && told_by_mail));
            }
            assert!(lines.len() <= threads.len(), "{lines:?}");
        }
    }

    /// Whether some mail was deferred by an earlier round.
    fn has_tries_left(&self) -> bool {
        self.app.read(|conn| {
            let deferred =
                outbox_mails::table.filter(outbox_mails::attempts.gt(0)).filter(outbox_mails::sent_at.is_null());
            Ok(deferred.count().get_result::<i64>(conn)? > 0)
        })
    }

    /// Reads what the server took since the last look.
    fn read_entries(&mut self) {
        let files = self.peer.files();
        let new = read_mails(&files[self.read..]);
        self.read = files.len();
        for mail in new {
            let text = |name: &str| mail["event"][name].as_str().unwrap_or_default().to_owned();
            let (uid, method) = (text("uid"), text("method"));
            if uid.is_empty() {
                continue;
            }
            let sequence: i64 = text("sequence").parse().expect("a number");
            let to = mail["to"].as_str().expect("an address").to_owned();
            let holders = self.entries.entry(uid).or_default();
            let earlier = holders.insert(to, (method, sequence));
            assert!(earlier.is_none_or(|(_, number)| number < sequence), "SEQUENCE does not grow: {mail}");
        }
    }

    fn entries_are_where_their_last_update_went(&mut self) {
        self.read_entries();
        // A CANCEL that the server refused for good cannot reach its calendar.
        let given_up: Vec<String> = self.app.read(|conn| {
            let rows = outbox_mails::table.filter(outbox_mails::sent_at.is_null());
            Ok(rows.select(outbox_mails::idempotent_key).load(conn)?)
        });
        for (uid, addresses) in &self.entries {
            let visit = uid.trim_start_matches("visit-").split('@').next().expect("a number").to_owned();
            if given_up.iter().any(|key| key.split(':').nth(1) == Some(&visit)) {
                continue;
            }
            let holds: Vec<_> = addresses.iter().filter(|(_, (method, _))| method == "REQUEST").collect();
            assert!(holds.len() <= 1, "two addresses hold {uid}: {addresses:?}\n{:?}", self.log);
            let last = addresses.values().map(|(_, sequence)| *sequence).max();
            if let Some((address, (_, sequence))) = holds.first() {
                assert_eq!(Some(*sequence), last, "{address} holds {uid}, another got the last update: {addresses:?}");
            }
        }
    }
}
