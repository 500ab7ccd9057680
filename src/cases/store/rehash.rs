//! Rows of `stale_lookups`, and the hashes that are made anew.
use diesel::prelude::*;

use crate::db::schema::{applicants, cases, data_requests, stale_lookups};
use crate::db::{DbConn, StoreResult};
use crate::ids::{ApplicantId, CaseId};

/// Cases whose hashes are of before, oldest first.
pub fn stale(conn: &mut DbConn, limit: i64) -> StoreResult<Vec<CaseId>> {
    Ok(stale_lookups::table.order(stale_lookups::case_id).limit(limit).select(stale_lookups::case_id).load(conn)?)
}

/// Its hashes are of today.
pub fn forget(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(stale_lookups::table.find(case_id)).execute(conn)?;
    Ok(())
}

/// Whether the family's data is gone.
pub fn is_erased(conn: &mut DbConn, case_id: CaseId) -> StoreResult<bool> {
    let done = data_requests::table.filter(data_requests::case_id.eq(case_id));
    Ok(done.filter(data_requests::done_at.is_not_null()).count().get_result::<i64>(conn)? > 0)
}

/// Writes the hash of a door, and where the case came with a list, that of its household.
pub fn set_door(conn: &mut DbConn, case_id: CaseId, address_hash: &str, import_hash: &str) -> StoreResult<()> {
    diesel::update(cases::table.find(case_id)).set(cases::address_hash.eq(address_hash)).execute(conn)?;
    // Two households of before may be one by today's rules (Ðồ, Đồ): the first has the hash, the other keeps its own.
    let taken = cases::table.filter(cases::import_hash.eq(import_hash)).filter(cases::id.ne(case_id));
    if taken.count().get_result::<i64>(conn)? == 0 {
        let listed = cases::table.find(case_id).filter(cases::import_hash.is_not_null());
        diesel::update(listed).set(cases::import_hash.eq(import_hash)).execute(conn)?;
    }
    Ok(())
}

/// Writes the hash of a person.
pub fn set_person(conn: &mut DbConn, applicant_id: ApplicantId, person_hash: &str) -> StoreResult<()> {
    diesel::update(applicants::table.find(applicant_id)).set(applicants::person_hash.eq(person_hash)).execute(conn)?;
    Ok(())
}

/// Lets the home of a case be listed again.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_import(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::update(cases::table.find(case_id)).set(cases::import_hash.eq(None::<String>)).execute(conn)?;
    Ok(())
}
