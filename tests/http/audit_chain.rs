//! The log of looks and changes is a chain: whoever edits, deletes, swaps, adds, cuts off or brings back an old copy is
//! found out, and where.
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use luudong::accounts::Role;
use luudong::audit::chain::Chain;
use luudong::audit::head::{self, Outside};
use luudong::audit::store::{self, Head};
use luudong::audit::verify::{Finding, Report, verify};
use luudong::audit::{self, Action};
use luudong::db::schema::audit_entries;
use luudong::db::{DbConn, StoreError, StoreResult};
use luudong::ids::CaseId;

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::Office;

mod attacks;

/// A log with so many entries, one transaction each, some with reasons.
pub fn log_of(app: &TestApp, entries: usize) {
    for number in 0..entries {
        write(app, |conn| {
            let reason = (number % 3 == 0).then(|| format!("lý do {number}"));
            let subject = audit::case_subject(CaseId(i64::try_from(number % 4).unwrap_or_default()));
            audit::note(conn, None, Action::Look, &subject, reason.as_deref(), app.desk.now())
        });
    }
}

fn write(app: &TestApp, work: impl FnMut(&mut DbConn) -> StoreResult<()>) {
    app.desk.db.write(work).expect("it is written");
}

pub fn checked(app: &TestApp, outside: &[Outside]) -> Report {
    let chain = Chain::new(&app.desk.vault);
    app.read(|conn| verify(conn, &chain, outside))
}

pub fn head_of(app: &TestApp) -> Outside {
    let Head { entries, mac } = app.read(store::head).expect("a head");
    Outside { entries, mac, at: "2026-11-23T18:00:00Z".to_owned() }
}

/// Somebody with the database's password, and without the key.
pub fn tamper(app: &TestApp, sql: &str) {
    app.read(|conn| {
        let off = match conn {
            DbConn::Postgres(_) => "SET session_replication_role = replica;",
            DbConn::Sqlite(_) => {
                "DROP TRIGGER IF EXISTS audit_entries_stay; DROP TRIGGER IF EXISTS audit_entries_unchanged;"
            }
        };
        let on = if matches!(conn, DbConn::Postgres(_)) { "; SET session_replication_role = DEFAULT" } else { "" };
        Ok::<_, StoreError>(conn.batch_execute(&format!("{off} {sql}{on}"))?)
    });
}

pub fn ids(app: &TestApp) -> Vec<i64> {
    app.read(|conn| Ok(audit_entries::table.order(audit_entries::id).select(audit_entries::id).load(conn)?))
}

#[test]
fn what_was_done_in_a_day_is_a_sound_chain() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    office.approves(&filed);
    app.deliver();
    office.dispatcher.get("/api/v1/cases").expect(200);
    app.api(Role::Officer).get("/api/v1/cases").assert_problem(403, "not-allowed");
    let report = checked(&app, &[head_of(&app)]);
    assert_eq!(report.findings, []);
    assert_eq!(report.entries as usize, ids(&app).len(), "every entry stands in the chain");
    assert!(report.entries > 5);
}

#[test]
fn what_is_taken_back_leaves_no_gap() {
    let app = TestApp::start();
    log_of(&app, 2);
    let refused: Result<(), StoreError> = app.desk.db.write(|conn| {
        audit::note(conn, None, Action::Look, "case:9", None, app.desk.now())?;
        Err(StoreError::Damaged("refused".to_owned()))
    });
    assert!(refused.is_err());
    log_of(&app, 2);
    let before = ids(&app).len() as i64;
    let report = checked(&app, &[]);
    assert_eq!((report.entries, report.findings), (before, vec![]));
}

#[test]
fn entries_cannot_be_changed_by_an_ordinary_statement() {
    let app = TestApp::start();
    log_of(&app, 3);
    for sql in [
        "DELETE FROM audit_entries",
        "UPDATE audit_entries SET action = 'look_in_list'",
        "UPDATE audit_entries SET reason = 'khác'",
        "UPDATE audit_entries SET mac = NULL",
        "UPDATE audit_entries SET account_id = 1",
    ] {
        let done: Result<(), StoreError> = app.desk.db.write(|conn| Ok(conn.batch_execute(sql)?));
        assert!(done.is_err(), "{sql}");
    }
    assert_eq!(checked(&app, &[]).findings, []);
}

#[test]
fn a_reason_goes_with_its_family_only() {
    let app = TestApp::start();
    log_of(&app, 8);
    write(&app, |conn| store::forget_reasons(conn, "case:0"));
    let gone = checked(&app, &[]).findings;
    assert!(!gone.is_empty() && gone.iter().all(|finding| matches!(finding, Finding::ReasonGone(_))), "{gone:?}");
    write(&app, |conn| audit::note(conn, None, Action::Erase, "case:0", None, app.desk.now()));
    assert_eq!(checked(&app, &[]).findings, []);
}

#[test]
fn a_log_that_was_emptied_cut_off_or_brought_back_is_found_from_outside() {
    let app = TestApp::start();
    log_of(&app, 4);
    let (early, early_entries) = (head_of(&app), ids(&app).len() as i64);
    log_of(&app, 3);
    let late = head_of(&app);
    assert_eq!(checked(&app, &[early.clone(), late.clone()]).findings, []);
    // An old copy is sound in itself: only what was told outside knows better.
    tamper(
        &app,
        &format!(
            "DELETE FROM audit_entries WHERE number > {early_entries};
             UPDATE audit_head SET entries = {early_entries}, mac = '{}'",
            early.mac
        ),
    );
    assert_eq!(checked(&app, std::slice::from_ref(&early)).findings, []);
    assert_eq!(
        checked(&app, std::slice::from_ref(&late)).findings,
        [Finding::Missing(early_entries + 1, late.entries)]
    );
    // It goes on after that: as many entries as before, and another chain.
    log_of(&app, 3);
    let found = checked(&app, std::slice::from_ref(&late)).findings;
    assert_eq!(found, [Finding::Outside(late.entries, late.at.clone())]);
    tamper(&app, "DELETE FROM audit_entries; DELETE FROM audit_head");
    assert_eq!(checked(&app, std::slice::from_ref(&late)).findings, [Finding::Missing(1, late.entries)]);
}

#[test]
fn the_head_is_told_outside_once_a_minute_and_by_mail_once_an_evening() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("audit-head");
    let app = TestApp::with(&format!("audit.head_file = '{}'\naudit.mail_to = 'truc-ban@example.vn'", file.display()));
    log_of(&app, 2);
    app.deliver();
    log_of(&app, 1);
    app.deliver();
    let lines = head::read(&file).expect("the file");
    assert_eq!(lines.len(), 1, "{lines:?}");
    app.later(chrono::Duration::minutes(2));
    app.deliver();
    assert_eq!(head::read(&file).expect("the file").last().map(|line| line.entries), Some(head_of(&app).entries));
    assert!(app.mails().is_empty());
    app.later(chrono::Duration::hours(11));
    app.deliver();
    app.deliver();
    let mails = app.mails();
    assert_eq!(mails.len(), 1);
    let line = format!("{} {}", head_of(&app).entries, head_of(&app).mac);
    assert!(mails[0].contains(&line), "{}", mails[0]);
    // A line that was broken off by a power cut does not take the next one with it.
    std::fs::write(&file, format!("{}\n12 abc", std::fs::read_to_string(&file).expect("the file"))).expect("written");
    log_of(&app, 1);
    app.later(chrono::Duration::minutes(2));
    app.deliver();
    assert_eq!(head::read(&file).expect("the file").last().map(|line| line.entries), Some(head_of(&app).entries));
}
