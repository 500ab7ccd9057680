//! A form whose answer was lost on the way is sent again by the browser itself: it is done once, and answered as if
//! nothing had happened. Every form of staff and families, in two offices side by side: what one sends once, the other
//! sends on a way that loses each answer once; afterwards both have the same.
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use luudong::urls::PAGES;

use crate::every_page::sends;
use crate::support::lossy::Lost;
use crate::support::world::World;
use crate::support::{Answer, TestApp};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// What counts besides rows: changes of what there is already.
const CHANGES: [(&str, &str); 2] = [("cases", "SUM(version)"), ("duties", "SUM(version)")];

/// What says that something was sent, and not what came of it.
const NO_EFFECT: [&str; 1] = ["idempotency_keys"];

/// Rows and changes of every table.
fn counts(app: &TestApp) -> BTreeMap<String, i64> {
    let schema = include_str!("../../src/db/schema.rs");
    let tables = schema.lines().filter_map(|line| line.trim().strip_suffix(") {")?.split_once(" ("));
    let tables = tables.map(|(table, _)| table).filter(|table| !NO_EFFECT.contains(table));
    let rows = tables.map(|table| (table, "COUNT(*)"));
    let count = |(table, what): (&str, &str)| {
        let query = format!("SELECT CAST(COALESCE({what}, 0) AS BIGINT) AS number FROM {table}");
        let found: Vec<Number> = app.read(|conn| Ok(diesel::sql_query(query).load(conn)?));
        (format!("{what} of {table}"), found[0].number)
    };
    rows.chain(CHANGES).map(count).collect()
}

/// What became more, and by how much.
fn more(before: &BTreeMap<String, i64>, after: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let grown = after.iter().map(|(name, number)| (name.clone(), number - before.get(name).copied().unwrap_or(0)));
    grown.filter(|(_, number)| *number != 0).collect()
}

/// Status and shape of where it leads; codes and secrets are drawn, so they are others.
fn shape(answer: &Answer) -> String {
    let parts = answer.header("location").split('/').map(|part| if part.len() > 8 { "…" } else { part });
    let location = parts.map(|part| if part.contains('-') { "…" } else { part }).collect::<Vec<_>>().join("/");
    format!("{} {location} {:?}", answer.status, answer.headers.get_all("set-cookie").iter().count())
}

fn every_form_is_done_once(lost: Lost) {
    let (sure, unsure) = (World::new(), unsure_world(lost));
    let mut faults = Vec::new();
    for url in PAGES.iter().filter(|url| url.0 == "POST") {
        let before = (counts(&sure.app), counts(&unsure.app));
        let lost_before = unsure.app.loses_answers(lost).times_lost();
        let once = shape(&sends(&sure, url));
        let again = catch_unwind(AssertUnwindSafe(|| shape(&sends(&unsure, url))));
        let again = again.unwrap_or_else(|_| "refused on the way".to_owned());
        assert!(unsure.app.loses_answers(lost).times_lost() > lost_before, "{}: no answer was lost", url.1);
        if once != again {
            faults.push(format!("{}: «{once}» once, «{again}» when repeated", url.1));
        }
        let grown = (more(&before.0, &counts(&sure.app)), more(&before.1, &counts(&unsure.app)));
        if grown.0 != grown.1 {
            faults.push(format!("{}: {:?} once, {:?} when repeated", url.1, grown.0, grown.1));
        }
    }
    for app in [&sure.app, &unsure.app] {
        app.leave_mails(app.waiting_mails().len());
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// A world in which everybody is on a way that loses answers.
fn unsure_world(lost: Lost) -> World {
    let mut world = World::new();
    let lossy = world.app.loses_answers(lost);
    for client in [&mut world.office.public, &mut world.office.dispatcher, &mut world.admin, &mut world.officer] {
        *client = client.losing_answers(lossy);
    }
    world
}

#[test]
fn every_form_whose_answer_is_lost_is_done_once() {
    every_form_is_done_once(Lost::AfterTheAnswer);
}

#[test]
fn every_form_whose_sender_is_gone_while_it_is_worked_on_is_done_once() {
    every_form_is_done_once(Lost::WhileWorking);
}
