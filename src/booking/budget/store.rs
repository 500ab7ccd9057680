//! Rows of `place_takings` and, with `case_sources`, of cases that keep a place while nobody has looked at them.
use diesel::alias;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{applicants, case_sources, cases, place_takings as takings, team_wards, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;

/// Visits that keep a place for a case which nobody has decided.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_kept() -> _ {
    let stands = visits::promised_on.is_not_null().and(visits::cancelled_at.is_null());
    let undecided = cases::verified_at.is_null().and(cases::refused_at.is_null()).and(cases::withdrawn_at.is_null());
    stands.and(undecided)
}

/// How many places are kept for cases with one of these people, without those of one case.
pub fn kept_by_people(conn: &mut DbConn, people: &[String], but: Option<CaseId>) -> StoreResult<i64> {
    if people.is_empty() {
        return Ok(0);
    }
    let theirs = applicants::table.filter(applicants::person_hash.eq_any(people)).select(applicants::case_id);
    let theirs = theirs.load(conn)?;
    kept_by_cases(conn, theirs, but)
}

/// How many places are kept for cases with this e-mail address, without those of one case.
pub fn kept_by_email(conn: &mut DbConn, email_hash: &str, but: Option<CaseId>) -> StoreResult<i64> {
    let theirs = case_sources::table.filter(case_sources::email_hash.eq(email_hash)).select(case_sources::case_id);
    let theirs = theirs.load(conn)?;
    kept_by_cases(conn, theirs, but)
}

/// From the few cases to their visits, and not at all when there are none: a planner that joins from the visits walks
/// all that ever were.
fn kept_by_cases(conn: &mut DbConn, mut ids: Vec<CaseId>, but: Option<CaseId>) -> StoreResult<i64> {
    ids.retain(|id| Some(*id) != but);
    if ids.is_empty() {
        return Ok(0);
    }
    let rows = visits::table.inner_join(cases::table).filter(is_kept());
    Ok(rows.filter(visits::case_id.eq_any(ids)).count().get_result(conn)?)
}

/// How many places were taken since a moment in a ward and those that share a team with it, and when the first was.
pub fn taken_around(conn: &mut DbConn, ward_code: &str, since: Timestamp) -> StoreResult<(i64, Option<Timestamp>)> {
    let theirs = alias!(team_wards as theirs);
    let teams = theirs.filter(theirs.field(team_wards::ward_code).eq(ward_code));
    let mut wards: Vec<String> = team_wards::table
        .filter(team_wards::team_id.eq_any(teams.select(theirs.field(team_wards::team_id))))
        .select(team_wards::ward_code)
        .distinct()
        .load(conn)?;
    wards.push(ward_code.to_owned());
    let rows = takings::table.filter(takings::ward_code.eq_any(&wards)).filter(takings::taken_at.gt(since));
    Ok(rows.select((count_star(), min(takings::taken_at))).first(conn)?)
}

/// How many places were taken from somewhere since a moment.
pub fn taken_from(conn: &mut DbConn, client: &str, since: Timestamp) -> StoreResult<i64> {
    let rows = takings::table.filter(takings::client.eq(client)).filter(takings::taken_at.gt(since));
    Ok(rows.count().get_result(conn)?)
}

/// Notes that a place is taken.
pub fn note_taking(conn: &mut DbConn, ward_code: &str, client: &str, now: Timestamp) -> StoreResult<()> {
    let row = (takings::ward_code.eq(ward_code), takings::client.eq(client), takings::taken_at.eq(now));
    diesel::insert_into(takings::table).values(row).execute(conn)?;
    Ok(())
}

/// Forgets takings from before a moment, and from where cases came that were filed before it and are decided; gives how
/// many rows.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget(conn: &mut DbConn, before: Timestamp) -> StoreResult<usize> {
    let old = diesel::delete(takings::table.filter(takings::taken_at.lt(before))).execute(conn)?;
    // From the few sources to their cases: decided cases are many after a year.
    let decided = cases::table.filter(cases::id.eq(case_sources::case_id)).filter(cases::filed_at.lt(before)).filter(
        cases::verified_at.is_not_null().or(cases::refused_at.is_not_null()).or(cases::withdrawn_at.is_not_null()),
    );
    let decided = case_sources::table.filter(diesel::dsl::exists(decided)).select(case_sources::case_id);
    let decided: Vec<i64> = decided.load(conn)?;
    Ok(old + diesel::delete(case_sources::table.filter(case_sources::case_id.eq_any(decided))).execute(conn)?)
}
