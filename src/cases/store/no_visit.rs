//! Rows of `unvisited_people`: one for a case of whose household somebody needs no visit.
use diesel::prelude::*;

use crate::cases::case::Case;
use crate::cases::no_visit::NoVisits;
use crate::db::schema::unvisited_people as rows;
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;
use crate::sealed::{Sealed, Vault};

/// Keeps who needs no visit.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep_no_visits(conn: &mut DbConn, case_id: CaseId, sealed: &Sealed<NoVisits>) -> StoreResult<()> {
    let row = (rows::case_id.eq(case_id), rows::sealed_people.eq(sealed.as_stored()));
    diesel::insert_into(rows::table).values(row).execute(conn)?;
    Ok(())
}

/// Who of a case's household needs no visit, in clear.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn no_visits_of(conn: &mut DbConn, vault: &Vault, case: &Case) -> StoreResult<NoVisits> {
    let found: Option<Sealed<NoVisits>> =
        rows::table.find(case.id).select(rows::sealed_people).first(conn).optional()?;
    let people = found.map(|sealed| vault.unseal(&sealed.of_row(&case.code))).transpose()?;
    Ok(people.unwrap_or_default())
}

/// Forgets them.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_no_visits(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(rows::table.find(case_id)).execute(conn)?;
    Ok(())
}
