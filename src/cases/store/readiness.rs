//! Rows of `case_readiness`: one for a case that said something about its home.
use diesel::prelude::*;

use crate::cases::readiness::Readiness;
use crate::db::schema::case_readiness as rows;
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;
use crate::sealed::{Sealed, Vault};

/// Keeps what a household says, in the place of what it said before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep_readiness(conn: &mut DbConn, case_id: CaseId, sealed: &Sealed<Readiness>) -> StoreResult<()> {
    forget_readiness(conn, case_id)?;
    let row = (rows::case_id.eq(case_id), rows::sealed_readiness.eq(sealed.as_stored()));
    diesel::insert_into(rows::table).values(row).execute(conn)?;
    Ok(())
}

/// What the household of a case said about its home; none when it said nothing.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn readiness_of(conn: &mut DbConn, vault: &Vault, case_id: CaseId) -> StoreResult<Option<Readiness>> {
    let stored: Option<String> = rows::table.find(case_id).select(rows::sealed_readiness).first(conn).optional()?;
    Ok(stored.map(|text| vault.unseal(&Sealed::stored(text))).transpose()?)
}

/// Forgets what a case said about its home.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_readiness(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(rows::table.find(case_id)).execute(conn)?;
    Ok(())
}
