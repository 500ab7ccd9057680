//! What somebody of the office writes down about a case for colleagues; families never read it.
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::find::FindCaseError;
use super::store;
use crate::accounts::Staff;
use crate::audit;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::keys;
use crate::sealed::Sealable;
use crate::text::short::{self, Unfit};

/// Longest note, characters.
pub const NOTE_LENGTH_MAX: usize = 500;

/// A note in clear; it may tell of illness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffNote(pub String);

impl Sealable for StaffNote {
    const PURPOSE: &'static str = "cases.staff_note";
}

/// Why nothing is written down.
#[derive(Debug, thiserror::Error)]
pub enum StaffNoteError {
    /// Nothing, too much, or unreadable signs.
    #[error("có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// The case cannot be had.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes a note about a case, whatever state it is in.
///
/// # Errors
/// [`StaffNoteError`].
#[tracing::instrument(name = "note_about_case", skip_all, fields(case_id = %case.id))]
pub fn note(conn: &mut DbConn, desk: &Desk, case: &Case, by: &Staff, typed: &str) -> Result<(), StaffNoteError> {
    let text = read(typed).map_err(|problem| StaffNoteError::Invalid(vec![problem]))?;
    let key = keys::of_case(conn, &desk.vault, &case.code)?;
    let sealed = desk.vault.seal(&key, &StaffNote(text));
    store::add_note(conn, case.id, &sealed, by.account_id, desk.now())?;
    audit::note(conn, Some(by), audit::Action::Note, &audit::case_subject(case.id), None, desk.now())?;
    Ok(())
}

fn read(typed: &str) -> Result<String, FieldProblem> {
    let refuse = |code: &'static str, detail: String| Err(FieldProblem::new("/text", code, detail));
    match short::read(typed, NOTE_LENGTH_MAX) {
        Ok(text) if text.is_empty() => refuse("required", "Ghi điều cần nhớ.".to_owned()),
        Ok(text) => Ok(text),
        Err(Unfit::Long { .. }) => refuse("long", format!("Viết ngắn lại, nhiều nhất {NOTE_LENGTH_MAX} ký tự.")),
        Err(Unfit::Signs) => refuse("signs", "Ghi chú có ký tự không đọc được.".to_owned()),
    }
}
