//! The rows of the past, made by the database itself: a series of numbers, and a row of each table for each of them.
use std::ops::Range;

use chrono::{Duration, NaiveDate};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::db::schema::cases;
use crate::db::{DbConn, Engine, StoreResult};

/// Numbers of rows of the past begin here, above those of the demo month.
const FIRST: i64 = 1_000_000;
/// Stops of a past duty.
const STOPS: i64 = 10;

/// Sealed texts that all of the past share.
pub struct Texts {
    /// Of the contact.
    pub contact: String,
    /// Of the address.
    pub address: String,
    /// Of a person.
    pub identity: String,
}

/// A day of the past.
pub struct Day {
    /// The day on which its cases were visited.
    pub on: NaiveDate,
    /// Which cases of all.
    pub cases: Range<i64>,
    /// How many there are in all.
    pub total: i64,
    /// Entries of the log for each visit.
    pub entries: i64,
    /// Whether their time is over and what identified them is gone.
    pub is_erased: bool,
}

/// Whether there is a past.
pub fn has_grown(conn: &mut DbConn) -> StoreResult<bool> {
    Ok(cases::table.find(FIRST).select(cases::id).first::<i64>(conn).optional()?.is_some())
}

/// Adds the rows of a day.
pub fn add_day(conn: &mut DbConn, engine: Engine, day: &Day, texts: &Texts) -> StoreResult<()> {
    for statement in statements(engine, day, texts) {
        conn.batch_execute(&statement)?;
    }
    Ok(())
}

/// Numbers of new rows follow those of the past; the engine learns how many rows there are.
pub fn settle(conn: &mut DbConn, engine: Engine) -> StoreResult<()> {
    if engine == Engine::Postgres {
        for table in [
            "cases",
            "applicants",
            "consents",
            "visits",
            "duties",
            "visit_events",
            "outcomes",
            "outbox_mails",
            "notifications",
            "audit_entries",
            "data_requests",
        ] {
            let next = format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))");
            conn.batch_execute(&next)?;
        }
    }
    Ok(conn.batch_execute("ANALYZE")?)
}

fn statements(engine: Engine, day: &Day, texts: &Texts) -> Vec<String> {
    let (from, to) = (FIRST + day.cases.start, FIRST + day.cases.end - 1);
    let series = |from: i64, to: i64| {
        format!("WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})")
    };
    let n = series(from, to);
    let (total, on) = (day.total, day.on);
    let filed = format!("'{} 01:00:00'", on - Duration::days(14));
    let at = |time: &str| format!("'{on} {time}'");
    let (told, came, ended) = (format!("'{} 09:00:00'", on - Duration::days(3)), at("02:00:00"), at("02:40:00"));
    let no = if engine == Engine::Postgres { "false" } else { "0" };
    let hash = |what: &str| format!("'{what}-' || i");
    let gone = if day.is_erased { ended.clone() } else { "NULL".to_owned() };
    let wrapped = if day.is_erased { "NULL".to_owned() } else { format!("'{}'", "A".repeat(96)) };
    let Texts { contact, address, identity } = texts;
    let mut all = vec![
        format!(
            "INSERT INTO cases (id, code, secret_hash, channel, ward_code, expected_captures, sealed_contact, sealed_address, contact_hash, address_hash, import_hash, has_email, triage, triage_rule, filed_at, verified_at, version) {n} SELECT i, 'CU' || i, {}, 'family', CASE i % 3 WHEN 0 THEN '11329' WHEN 1 THEN '11311' ELSE '11407' END, 1, '{contact}', '{address}', {}, {}, {}, {no}, 'visit', 'art27_3', {filed}, {filed}, 2 FROM n",
            hash("secret"),
            hash("contact"),
            hash("door"),
            hash("import")
        ),
        format!(
            "INSERT INTO applicants (id, case_id, position, sealed_identity, person_hash, number_hash, procedure_code, beneficiary_group, mobility, triage, triage_rule) {n} SELECT i, i, 0, '{identity}', {}, {}, 'first', 'kt_nang', 'bedridden', 'visit', 'art27_3' FROM n",
            hash("person"),
            hash("number")
        ),
        format!(
            "INSERT INTO consents (id, case_id, purpose, text_version, given_by, channel, given_at) {n} SELECT i, i, 'visit', '2026-11-30', 'child', 'family', {filed} FROM n"
        ),
        format!(
            "INSERT INTO seal_keys (id, kind, parent_id, wrapped, created_at, destroyed_at) {n} SELECT 'CU' || i, 'case', (SELECT MAX(id) FROM seal_keys WHERE kind = 'month'), {wrapped}, {filed}, {gone} FROM n"
        ),
        format!(
            "INSERT INTO duties (id, team_id, kit_id, on_date, half_days, starts_secs, ends_secs, capacity, island_mission, version, created_at, stamp, staff_secs, published_at) {} SELECT i, 1 + i % 4, 1 + i % 3, '{on}', 'full', 27000, 61200, 60, {no}, 2, {told}, i, 0, {told} FROM n WHERE NOT EXISTS (SELECT 1 FROM duties WHERE duties.id = n.i)",
            series(from / STOPS, to / STOPS)
        ),
        format!(
            "INSERT INTO duty_officers (duty_id, officer_id) {} SELECT i, 1 + i % 8 FROM n WHERE NOT EXISTS (SELECT 1 FROM duty_officers WHERE duty_id = n.i)",
            series(from / STOPS, to / STOPS)
        ),
    ];
    // The last trip, and for every tenth case one before it that found nobody.
    for (number, of, first) in [(1, "i % 10 = 0", FIRST), (2, "i % 10 = 0", FIRST + total), (1, "i % 10 <> 0", FIRST)] {
        let id = format!("i + {}", first - FIRST);
        let code = if number == 1 && of == "i % 10 = 0" { "not_home" } else { "captured" };
        let captured = i32::from(code == "captured");
        let n = format!("{n}, v(i, id) AS (SELECT i, {id} FROM n WHERE {of})");
        all.extend([
            format!("INSERT INTO visits (id, case_id, number, part, captures, service_secs, front_of_queue, created_at, promised_on, promised_half_day, window_from_secs, window_to_secs, published_at, invite_sequence, arrived_at, closed_at, version, booked_at, duty_id) {n} SELECT id, i, {number}, 1, 1, 2100, {no}, {filed}, '{on}', 'morning', 30600, 37800, {told}, 1, {came}, {ended}, 4, {told}, i / {STOPS} FROM v"),
            format!("INSERT INTO stops (visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs) {n} SELECT id, i / {STOPS}, (i % {STOPS} + 1) * 65536 + {number}, 30600, 31200, 33000 FROM v"),
            format!("INSERT INTO visit_events (id, visit_id, client_id, kind, happened_at, recorded_at, recorded_by) {n} SELECT id * 2, id, 'den-' || id, 'arrived', {came}, {came}, 3 FROM v"),
            format!("INSERT INTO visit_events (id, visit_id, client_id, kind, happened_at, recorded_at, recorded_by) {n} SELECT id * 2 + 1, id, 'xong-' || id, 'outcome', {ended}, {ended}, 3 FROM v"),
            format!("INSERT INTO outcomes (id, visit_id, event_id, applicant_id, code, captures, captured_on, due_on) {n} SELECT id, id, id * 2 + 1, i, '{code}', {captured}, '{on}', '{}' FROM v", on + Duration::days(10)),
            format!("INSERT INTO outbox_mails (id, idempotent_key, kind, message_id, sealed_mail, created_at, due_at, attempts, sent_at, gives_up_at, claims, receiver, about) {n} SELECT id, 'visit-published:' || id || ':1', 'visit_published', '<' || id || '@cu>', '', {told}, {told}, 0, {told}, {ended}, 1, '', 'visit-published:' || id FROM v"),
            format!("INSERT INTO notifications (id, case_id, visit_id, kind, created_at, mail_id, entry, told_at, superseded_at) {n} SELECT id, i, id, 'appointment', {told}, id, 'request', {told}, {gone} FROM v"),
        ]);
    }
    if day.is_erased {
        all.push(format!("INSERT INTO data_requests (id, case_id, kind, asked_at, due_on, done_at) {n} SELECT i, i, 'delete', {ended}, '{on}', {ended} FROM n"));
    }
    let entries = day.entries * (to - from + 1);
    if entries > 0 {
        // The past of the log has places in the chain and no hashes: `verify-audit` is measured elsewhere.
        let first = day.cases.start * day.entries;
        let n = series(first, first + entries - 1);
        all.push(format!("INSERT INTO audit_entries (id, happened_at, account_id, action, subject, number, mac) {n} SELECT {FIRST} + i, {came}, 1 + i % 10, 'look_in_list', 'case:' || ({FIRST} + i / {}), (SELECT entries FROM audit_head) + 1 + i - {first}, '' FROM n", day.entries));
        all.push(format!("UPDATE audit_head SET entries = entries + {entries}"));
    }
    all
}
