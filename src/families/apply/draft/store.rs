//! Rows of `drafts`.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::drafts;
use crate::db::{DbConn, StoreResult};
use crate::families::apply::draft::DraftAnswers;
use crate::sealed::Sealed;

/// A draft as stored.
pub struct DraftRow {
    /// The answers.
    pub sealed: Sealed<DraftAnswers>,
    /// How often they were changed.
    pub version: i32,
}

/// Stores a new draft.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn insert(
    conn: &mut DbConn,
    token_hash: &str,
    sealed: &Sealed<DraftAnswers>,
    now: Timestamp,
    expires_at: Timestamp,
) -> StoreResult<()> {
    let row = (
        drafts::token_hash.eq(token_hash),
        drafts::sealed_answers.eq(sealed.as_stored()),
        drafts::created_at.eq(now),
        drafts::expires_at.eq(expires_at),
        drafts::version.eq(1),
    );
    diesel::insert_into(drafts::table).values(row).execute(conn)?;
    Ok(())
}

/// The draft that this secret opens, unless its day is over.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn find(conn: &mut DbConn, token_hash: &str, now: Timestamp) -> StoreResult<Option<DraftRow>> {
    let row: Option<(String, i32)> = drafts::table
        .filter(drafts::token_hash.eq(token_hash))
        .filter(drafts::expires_at.gt(now))
        .select((drafts::sealed_answers, drafts::version))
        .first(conn)
        .optional()?;
    Ok(row.map(|(sealed, version)| DraftRow { sealed: Sealed::stored(sealed), version }))
}

/// Replaces the answers of this version; false when somebody else was faster.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn replace(
    conn: &mut DbConn,
    token_hash: &str,
    version: i32,
    sealed: &Sealed<DraftAnswers>,
    expires_at: Timestamp,
) -> StoreResult<bool> {
    let row = drafts::table.filter(drafts::token_hash.eq(token_hash)).filter(drafts::version.eq(version));
    let changes = (
        drafts::sealed_answers.eq(sealed.as_stored()),
        drafts::expires_at.eq(expires_at),
        drafts::version.eq(version + 1),
    );
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Forgets one draft.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn delete(conn: &mut DbConn, token_hash: &str) -> StoreResult<()> {
    diesel::delete(drafts::table.filter(drafts::token_hash.eq(token_hash))).execute(conn)?;
    Ok(())
}

/// Forgets the drafts whose day is over; gives their number.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_expired(conn: &mut DbConn, now: Timestamp) -> StoreResult<usize> {
    Ok(diesel::delete(drafts::table.filter(drafts::expires_at.le(now))).execute(conn)?)
}

/// What is stored of every draft, for those who check that nobody can read it.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn sealed_texts(conn: &mut DbConn) -> StoreResult<Vec<String>> {
    Ok(drafts::table.order(drafts::id).select(drafts::sealed_answers).load(conn)?)
}
