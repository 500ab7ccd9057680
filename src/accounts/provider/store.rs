//! Rows of `provider_subjects`.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::provider_subjects as subjects;
use crate::db::{DbConn, StoreResult};
use crate::ids::AccountId;

/// The account that a subject opens.
pub fn account_of(conn: &mut DbConn, issuer: &str, subject: &str) -> StoreResult<Option<AccountId>> {
    let row = subjects::table.filter(subjects::issuer.eq(issuer)).filter(subjects::subject.eq(subject));
    Ok(row.select(subjects::account_id).first(conn).optional()?)
}

/// Since when an account is linked.
pub fn linked_at(conn: &mut DbConn, account_id: AccountId) -> StoreResult<Option<Timestamp>> {
    Ok(subjects::table.find(account_id).select(subjects::linked_at).first(conn).optional()?)
}

/// Links an account in the place of what it had; false when another account has the subject.
pub fn link(
    conn: &mut DbConn,
    account_id: AccountId,
    issuer: &str,
    subject: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    unlink(conn, account_id)?;
    let row = (
        subjects::account_id.eq(account_id),
        subjects::issuer.eq(issuer),
        subjects::subject.eq(subject),
        subjects::linked_at.eq(now),
    );
    Ok(crate::insert_or_ignore!(conn, subjects::table, row)? == 1)
}

/// Takes the link away; false when there was none.
pub fn unlink(conn: &mut DbConn, account_id: AccountId) -> StoreResult<bool> {
    Ok(diesel::delete(subjects::table.find(account_id)).execute(conn)? == 1)
}
