//! Rows of `case_sources`: from where the public filed a case, and its e-mail address, as keyed hashes.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{applicants, case_sources as sources, cases};
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;

/// Notes from where a case came.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep_source(conn: &mut DbConn, case_id: CaseId, client: &str, email_hash: Option<&str>) -> StoreResult<()> {
    let row = (sources::case_id.eq(case_id), sources::client.eq(client), sources::email_hash.eq(email_hash));
    diesel::insert_into(sources::table).values(row).execute(conn)?;
    Ok(())
}

/// Writes another e-mail address of a case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn set_email_hash(conn: &mut DbConn, case_id: CaseId, email_hash: Option<&str>) -> StoreResult<()> {
    diesel::update(sources::table.find(case_id)).set(sources::email_hash.eq(email_hash)).execute(conn)?;
    Ok(())
}

/// Forgets from where a case came.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_source(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(sources::table.find(case_id)).execute(conn)?;
    Ok(())
}

/// The e-mail address of a case that the public filed.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn email_hash_of(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Option<String>> {
    let found: Option<Option<String>> =
        sources::table.find(case_id).select(sources::email_hash).first(conn).optional()?;
    Ok(found.flatten())
}

/// How many cases of a contact came from somewhere since a moment.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn filed_by_contact_from(
    conn: &mut DbConn,
    contact_hash: &str,
    client: &str,
    since: Timestamp,
) -> StoreResult<i64> {
    let rows = sources::table
        .inner_join(cases::table)
        .filter(sources::client.eq(client))
        .filter(cases::contact_hash.eq(contact_hash))
        .filter(cases::filed_at.ge(since));
    Ok(rows.count().get_result(conn)?)
}

/// How many cases named a mailbox since a moment.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn filed_to_email(conn: &mut DbConn, email_hash: &str, since: Timestamp) -> StoreResult<i64> {
    let rows = sources::table
        .inner_join(cases::table)
        .filter(sources::email_hash.eq(email_hash))
        .filter(cases::filed_at.ge(since));
    Ok(rows.count().get_result(conn)?)
}

/// The people of a case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn person_hashes(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<String>> {
    Ok(applicants::table.filter(applicants::case_id.eq(case_id)).select(applicants::person_hash).load(conn)?)
}
