//! Rows of `case_notes` and `case_joins`: what colleagues leave each other about a case, and which other case it goes on as.
use diesel::prelude::*;

use super::*;
use crate::cases::staff_note::StaffNote;
use crate::db::schema::{accounts, case_joins as joins, case_notes as notes};

/// A note with who wrote it and when.
pub type NoteRow = (Sealed<StaffNote>, String, Timestamp);

/// Keeps a note.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn add_note(
    conn: &mut DbConn,
    case_id: CaseId,
    text: &Sealed<StaffNote>,
    by: AccountId,
    now: Timestamp,
) -> StoreResult<()> {
    let whose = (notes::case_id.eq(case_id), notes::noted_by.eq(by), notes::noted_at.eq(now));
    diesel::insert_into(notes::table).values((whose, notes::sealed_text.eq(text.as_stored()))).execute(conn)?;
    Ok(())
}

/// The notes about a case, oldest first.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn notes_of(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<NoteRow>> {
    let rows = notes::table.inner_join(accounts::table).filter(notes::case_id.eq(case_id)).order(notes::id);
    Ok(rows.select((notes::sealed_text, accounts::display_name, notes::noted_at)).load(conn)?)
}

/// Takes the notes away.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_notes(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(notes::table.filter(notes::case_id.eq(case_id))).execute(conn)?;
    Ok(())
}

/// Keeps that a case goes on as another one.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn add_join(conn: &mut DbConn, case_id: CaseId, into: CaseId, by: AccountId, now: Timestamp) -> StoreResult<()> {
    let row = (
        (joins::case_id.eq(case_id), joins::into_case_id.eq(into)),
        (joins::joined_by.eq(by), joins::joined_at.eq(now)),
    );
    diesel::insert_into(joins::table).values(row).execute(conn)?;
    Ok(())
}

/// The code of the case that this one goes on as.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn joined_into(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Option<String>> {
    let into = joins::table.find(case_id).select(joins::into_case_id).first::<CaseId>(conn).optional()?;
    let Some(into) = into else { return Ok(None) };
    Ok(cases::table.find(into).select(cases::code).first(conn).optional()?)
}

/// The codes of the cases that go on as this one.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn joined_from(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<String>> {
    let ids: Vec<CaseId> =
        joins::table.filter(joins::into_case_id.eq(case_id)).select(joins::case_id).order(joins::case_id).load(conn)?;
    Ok(cases::table.filter(cases::id.eq_any(ids)).order(cases::id).select(cases::code).load(conn)?)
}
