//! A family answers what a dispatcher asked before deciding, on its page or by telephone; then the case waits for the
//! decision again.
use super::case::{Case, State};
use super::find::FindCaseError;
use super::household::FamilyAnswer;
use super::store;
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::keys;
use crate::text::short::{self, Unfit};

/// Longest answer, characters.
pub const ANSWER_LENGTH_MAX: usize = 1_000;

/// What a family answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// In its words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Why an answer is not taken.
#[derive(Debug, thiserror::Error)]
pub enum AnswerQuestionError {
    /// Nothing, too much, or unreadable signs.
    #[error("có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// Nothing was asked, or it is decided already.
    #[error("hồ sơ này không có câu hỏi nào đang chờ trả lời")]
    NothingAsked,
    /// The case cannot be had.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the answer to the question that waits; a later one takes its place until the case is decided. With staff it was
/// given by telephone.
///
/// # Errors
/// [`AnswerQuestionError`].
#[tracing::instrument(name = "answer_question", skip_all, fields(case_id = %case.id))]
pub fn answer(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    by: Option<&Staff>,
    typed: &str,
    now: Timestamp,
) -> Result<(), AnswerQuestionError> {
    let text = read(typed).map_err(|problem| AnswerQuestionError::Invalid(vec![problem]))?;
    if case.state() != State::Filed || case.question.is_none() {
        return Err(AnswerQuestionError::NothingAsked);
    }
    let key = keys::of_case(conn, &desk.vault, &case.code)?;
    if !store::answer(conn, case, &desk.vault.seal(&key, &FamilyAnswer(text)), now)? {
        return Err(AnswerQuestionError::NothingAsked);
    }
    crate::notifications::answered(conn, case.id, now)?;
    audit::note(conn, by, audit::Action::AnswerQuestion, &audit::case_subject(case.id), None, now)?;
    Ok(())
}

fn read(typed: &str) -> Result<String, FieldProblem> {
    let refuse = |code: &'static str, detail: String| Err(FieldProblem::new("/answer", code, detail));
    match short::read(typed, ANSWER_LENGTH_MAX) {
        Ok(text) if text.is_empty() => refuse("required", "Ghi câu trả lời.".to_owned()),
        Ok(text) => Ok(text),
        Err(Unfit::Long { .. }) => refuse("long", format!("Viết ngắn lại, nhiều nhất {ANSWER_LENGTH_MAX} ký tự.")),
        Err(Unfit::Signs) => refuse("signs", "Câu trả lời có ký tự không đọc được.".to_owned()),
    }
}
