//! Takes the answer to one question into the draft, whatever it is worth: nothing typed is ever lost.
use crate::cases::CaseTables;
use crate::cases::new_case::candidates;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::families::apply::answers::Answers;
use crate::families::apply::draft::{DraftAnswers, DraftError};
use crate::families::apply::order::Step;
use crate::families::apply::{draft, order};
use crate::geography::wards::Ward;
use crate::text::form::Typed;

/// The answers before and after, and the question that was answered.
pub struct Answered {
    /// Before.
    pub before: Answers,
    /// After.
    pub after: Answers,
    /// The question; none when it does not apply, and then nothing changed.
    pub step: Option<Step>,
}

/// Keeps what was typed under the question's own names; other names are not for this question and are left alone.
///
/// # Errors
/// [`DraftError`].
pub fn answer(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    secret: &str,
    key: &str,
    posted: &[(String, String)],
) -> Result<Answered, DraftError> {
    let now = desk.now();
    let (before, after) =
        draft::change(conn, desk, secret, now, |answers| take(answers, tables, key, posted, now.date()))?;
    let (before, after) = (Answers::of(before.0, tables, now.date()), Answers::of(after.0, tables, now.date()));
    let step = order::find(&before, key);
    Ok(Answered { before, after, step })
}

fn take(
    answers: &mut DraftAnswers,
    tables: &CaseTables,
    key: &str,
    posted: &[(String, String)],
    today: chrono::NaiveDate,
) {
    let Some(step) = order::find(&Answers::of(answers.0.clone(), tables, today), key) else {
        return;
    };
    let sent = step.sent();
    answers.0.retain(|(name, _)| !sent.contains(name));
    let own = posted.iter().filter(|(name, text)| sent.contains(name) && !text.trim().is_empty());
    answers.0.extend(own.cloned());
    if step.question.key == "ward" {
        remember_old_address(answers, tables);
    }
    if step.question.key == "number" {
        // Looked at once: what only warns is shown again, and then goes on.
        let at = step.person.unwrap_or(0);
        let typed = Typed::new(posted.to_vec());
        let seen = Answers::name(at, "number.seen");
        answers.0.retain(|(name, _)| *name != seen);
        answers.0.push((seen, typed.get(&Answers::name(at, "number")).to_owned()));
    }
}

/// Who found the ward by an old address told us the old address by the way.
fn remember_old_address(answers: &mut DraftAnswers, tables: &CaseTables) {
    let typed = Typed::new(answers.0.clone());
    let (words, code) = (typed.get("ward_search"), typed.get("address.ward_code"));
    let has = |wards: &[&Ward]| wards.iter().any(|ward| ward.code.as_str() == code);
    let by_old_name = has(&candidates(tables, words)) && !has(&tables.geography.wards.search(words));
    if !words.is_empty() && by_old_name && typed.get("address.old_address").is_empty() {
        answers.0.push(("address.old_address".to_owned(), words.to_owned()));
    }
}
