//! Sends what was typed: one case of the people who need a visit, and the draft is forgotten in the same transaction.
use crate::cases::CaseTables;
use crate::cases::filing::{FileCaseError, FiledCase, file, read};
use crate::cases::new_case::NewCase;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::families::apply::answers::Answers;
use crate::families::apply::draft::{self, DraftError};
use crate::families::apply::mistakes::Reading;
use crate::text::messages::Words;

/// Why nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// There is nothing to send.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// An answer is missing or wrong.
    #[error("còn câu chưa trả lời")]
    Incomplete,
    /// The case is not as it must be.
    #[error(transparent)]
    Open(#[from] FileCaseError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Files the case of a draft; its family is written to in the language in which it read the question.
///
/// # Errors
/// [`SendError`]; then the draft is as before.
#[tracing::instrument(name = "send_draft", skip_all)]
pub fn send(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    secret: &str,
    words: Words,
) -> Result<FiledCase, SendError> {
    let now = desk.now();
    let pairs = draft::read(conn, desk, secret, now)?.0;
    let answers = Answers::of(pairs, tables, now.date());
    let people: Vec<usize> = (0..answers.people()).filter(|at| answers.needs_visit(*at)).collect();
    if people.is_empty() || Reading::of(&answers, tables).first_open(&answers).is_some() {
        return Err(SendError::Incomplete);
    }
    let case = NewCase { language: words.lang().to_owned(), ..answers.case_of(&people) };
    let read = read(tables, None, &case, now).map_err(FileCaseError::from)?;
    let opened = file(conn, desk, tables, None, &read)?;
    draft::forget(conn, secret)?;
    Ok(opened)
}
