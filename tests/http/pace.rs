//! Nothing that is asked every day reads the whole past: each statement finds its rows by an index.
mod plans;

use std::collections::BTreeMap;

use luudong::accounts::Role;
use luudong::db::Engine;
use luudong::urls::{API, PAGES};

use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::office::Office;
use crate::support::world::World;
use crate::support::{TestApp, statements};
use crate::{every_page, every_url};
use plans::Plans;

/// Tables that grow with every household, for as long as the office is there. Sources of filings, kept answers and the like
/// go after a day or two.
const GROWING: [&str; 36] = [
    "applicants",
    "audit_entries",
    "case_joins",
    "case_languages",
    "case_notes",
    "case_readiness",
    "cases",
    "consents",
    "data_requests",
    "duties",
    "duty_officers",
    "feedback",
    "freed_places",
    "hand_edit_duties",
    "hand_edits",
    "hand_placements",
    "handovers",
    "holds",
    "kit_outages",
    "list_rows",
    "lists",
    "locked_duties",
    "name_words",
    "not_before_days",
    "notifications",
    "officer_leaves",
    "outbox_mails",
    "outcomes",
    "return_channels",
    "rights_requests",
    "seal_keys",
    "stops",
    "time_preferences",
    "unvisited_people",
    "visit_events",
    "visits",
];

#[test]
fn no_statement_of_a_day_reads_a_growing_table_from_end_to_end() {
    let mut sent: BTreeMap<String, String> = BTreeMap::new();
    let mut note = |world: &World, what: String| {
        for statement in statements::take(&world.app.desk.settings.database.url) {
            sent.entry(statement).or_insert_with(|| what.clone());
        }
    };
    let world = World::new();
    statements::remember(&world.app.desk.settings.database.url);
    for url in API {
        every_url::asks(&world, url);
        note(&world, format!("{} {}", url.0, url.1));
    }
    for step in luudong::worker::steps::STEPS {
        let _ = world.app.step(step);
        note(&world, format!("worker: {}", step.name));
    }
    world.app.deliver();
    note(&world, "worker: mail".to_owned());
    let world = World::new();
    statements::remember(&world.app.desk.settings.database.url);
    for url in PAGES {
        if url.0 == "GET" {
            every_page::shows(&world, url);
        } else {
            every_page::sends(&world, url);
        }
        note(&world, format!("{} {}", url.0, url.1));
    }
    assert!(sent.len() > 200, "{} statements were seen", sent.len());
    let found = world.app.read(|conn| {
        let plans = Plans::new(conn, world.app.desk.db.engine());
        let scans = sent.iter().flat_map(|(statement, by)| {
            let scans = plans.scans(conn, statement).into_iter().filter(|scan| GROWING.contains(&scan.table.as_str()));
            let scans = scans.filter(|_| !is_newest_few(statement));
            // Which columns are read does not matter here.
            let rest = statement.find(" FROM ").map_or(statement.as_str(), |at| &statement[at..]);
            scans.map(|scan| format!("{by}: {}\n    {rest}", scan.line)).collect::<Vec<_>>()
        });
        Ok(scans.collect::<Vec<_>>())
    });
    world.app.leave_mails(world.app.waiting_mails().len());
    assert!(found.is_empty(), "{} scans:\n{}", found.len(), found.join("\n"));
}

/// The newest few of all: read from their end, and no further.
fn is_newest_few(statement: &str) -> bool {
    !statement.contains(" WHERE ") && statement.contains("ORDER BY") && statement.contains(" LIMIT ")
}

#[test]
fn a_scan_is_seen() {
    let app = TestApp::start();
    app.read(|conn| {
        let plans = Plans::new(conn, app.desk.db.engine());
        let (one, other) = if app.desk.db.engine() == Engine::Sqlite { ("?", "?") } else { ("$1", "$2") };
        let scans = |statement: &str, conn: &mut _| plans.scans(conn, statement).len();
        assert_eq!(scans(&format!("SELECT id FROM cases WHERE version = {one}"), conn), 1);
        assert_eq!(scans(&format!("SELECT id FROM visits WHERE version + 1 = {one} ORDER BY id"), conn), 1);
        assert_eq!(scans(&format!("SELECT id FROM cases WHERE id = {one} AND version = {other}"), conn), 0);
        Ok(())
    });
}

/// Statements of each page behind so many households that are to be called, wait, and are planned; the entries of the log
/// are not counted, of which each household that is shown leaves one.
fn statements_with(households: usize) -> BTreeMap<&'static str, usize> {
    let app = TestApp::start();
    let office = Office::of(&app);
    let silent = |home: &Household| Household { email: "", ..*home };
    let homes: Vec<Household> = HOUSEHOLDS[..2 * households].iter().map(silent).collect();
    office.approved(&homes[..households]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-27"), "full");
    office.duty(office.crew(2, &WARDS, None), day("2026-11-28"), "morning");
    let run = office.plan(day("2026-11-27"), day("2026-11-28"), 1);
    office.publish(&run);
    office.approved(&homes[households..]);
    let browser = app.browser(Role::Dispatcher);
    let url = &app.desk.settings.database.url;
    // What is read once and kept is read before.
    let pages = ["/calls", "/planning-runs", "/planning-runs/1", "/waiting-list", "/unapproved-bookings", "/cases"];
    for page in pages {
        browser.get(page).expect(200);
    }
    statements::remember(url);
    let sent = |page| {
        statements::take(url);
        browser.get(page).expect(200);
        statements::take(url).into_iter().filter(|one| !one.contains("audit_")).count()
    };
    // The planner looks for work at any time: the quietest of some looks is the page's own.
    let of = |page| (page, (0..4).map(|_| sent(page)).min().unwrap_or_default());
    pages.into_iter().map(of).collect()
}

#[test]
fn a_page_asks_as_often_whether_it_shows_few_households_or_many() {
    let (few, many) = (statements_with(2), statements_with(6));
    assert!(few.values().all(|count| *count > 3), "{few:?}");
    // Four households more.
    let grown = few.iter().filter(|(page, count)| many[*page] >= **count + 4).count();
    assert_eq!(grown, 0, "{few:?} {many:?}");
}

/// Statements of each kind by which a planning run reads what grows with the households, among so many.
fn reads_of_a_run(households: usize) -> BTreeMap<String, usize> {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..households]);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-27"), "full");
    let url = &app.desk.settings.database.url;
    statements::remember(url);
    let run = office.plan(day("2026-11-27"), day("2026-11-27"), 1);
    let mut reads = BTreeMap::new();
    for statement in statements::take(url).into_iter().filter(|one| one.starts_with("SELECT")) {
        let (_, from) = statement.split_once(" FROM ").unwrap_or_default();
        let table = from.split_whitespace().next().unwrap_or_default().trim_matches(['(', '"', '`']).to_owned();
        *reads.entry(table).or_default() += 1;
    }
    app.leave_mails(app.waiting_mails().len());
    assert_eq!(run["state"], "done");
    reads.retain(|table, _| GROWING.contains(&table.as_str()));
    reads
}

#[test]
fn a_planning_run_reads_each_kind_of_row_as_often_for_few_households_as_for_many() {
    let (few, many) = (reads_of_a_run(2), reads_of_a_run(8));
    assert!(["cases", "visits", "applicants", "outcomes"].iter().all(|table| few.contains_key(*table)), "{few:?}");
    assert_eq!(few, many);
}
