//! Two people report, put right and take back at the same moment: one of them is first, and the other is told so.
use luudong::ids::VisitId;
use luudong::visits::report_kinds::ReportKind;
use luudong::visits::store;
use serde_json::Value;

use super::{correction, undo};
use crate::officer_day::{Saturday, outcome, outcomes_path};
use crate::support::{Answer, Client};

const ROUNDS: usize = 12;

/// Does two things at once; their answers' statuses, the smaller one first.
fn at_once(one: impl FnOnce() -> Answer + Send, other: impl FnOnce() -> Answer + Send) -> [u16; 2] {
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        (one.join().expect("an answer"), other)
    });
    for answer in [&one, &other] {
        assert!(answer.status < 500, "{}: {}", answer.asked, answer.text);
    }
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    statuses
}

/// The client ids of the outcomes of a visit that stand.
fn valid_reports(saturday: &Saturday, line: &Value) -> Vec<String> {
    let id = line["visit_id"].as_i64().expect("a number");
    let reports = saturday.app.read(|conn| store::reports_of(conn, &[VisitId(id)]));
    let stand = reports.into_iter().filter(|one| one.kind == ReportKind::Outcome && one.superseded_at.is_none());
    stand.map(|one| one.client_id).collect()
}

#[test]
fn whoever_is_first_is_stored_and_the_other_reads_what_stands() {
    let saturday = Saturday::morning();
    let line = saturday.line(&saturday.filed[0]);
    let (officer, dispatcher) = (&saturday.officer, &saturday.office.dispatcher);
    let send = |client: &Client, report: &Value| client.post(&outcomes_path(&line), report);
    for round in 0..ROUNDS {
        let name = |what: &str| format!("{what}-{round}");
        let home = outcome(&line, &name("home"), &[("captured", "")]);
        let out = outcome(&line, &name("out"), &[("not_home", "")]);
        assert_eq!(at_once(|| send(officer, &home), || send(dispatcher, &out)), [200, 409]);
        let stands = valid_reports(&saturday, &line);
        assert_eq!(stands.len(), 1, "{stands:?}");
        let one = correction(&line, &name("one"), &stands[0], &[("refused", "")]);
        let two = correction(&line, &name("two"), &stands[0], &[("kit_failure", "")]);
        assert_eq!(at_once(|| send(officer, &one), || send(dispatcher, &two)), [200, 409]);
        // The same correction from a phone that sends twice.
        let stands = valid_reports(&saturday, &line);
        let repeat = correction(&line, &name("repeat"), &stands[0], &[("not_home", "")]);
        assert_eq!(at_once(|| send(officer, &repeat), || send(officer, &repeat)), [200, 200]);
        let stands = valid_reports(&saturday, &line);
        assert_eq!(stands, [name("repeat")]);
        assert_eq!(
            at_once(|| undo(officer, &line, &stands[0], None), || undo(dispatcher, &line, &stands[0], None)),
            [200, 200]
        );
        assert!(valid_reports(&saturday, &line).is_empty());
        let open = saturday.office.follow(&saturday.filed[0]);
        let open: Vec<&Value> =
            open["visits"].as_array().expect("visits").iter().filter(|visit| visit["state"] != "cancelled").collect();
        assert_eq!(open.len(), 1, "every trip that followed went with its report: {open:?}");
    }
    saturday.app.deliver();
}
