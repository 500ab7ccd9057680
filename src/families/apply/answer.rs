//! Takes the answer to one question into the draft, whatever it is worth: nothing typed is ever lost.
use crate::cases::CaseTables;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::families::apply::answers::Answers;
use crate::families::apply::draft::{DraftAnswers, DraftError};
use crate::families::apply::order::Step;
use crate::families::apply::{draft, earlier, order};
use crate::families::notice::find_ward::find;
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
    answers.0 = earlier::upgrade(std::mem::take(&mut answers.0));
    let before = Answers::of(answers.0.clone(), tables, today);
    let Some(step) = order::find(&before, key) else {
        return;
    };
    let sent = step.sent(&before);
    answers.0.retain(|(name, _)| !sent.contains(name));
    let own = posted.iter().filter(|(name, text)| sent.contains(name) && !text.trim().is_empty());
    answers.0.extend(own.cloned());
    let typed = Typed::new(posted.to_vec());
    let at = step.person.unwrap_or(0);
    match step.question.key {
        "home" => name_ward(answers, tables, &typed),
        // Looked at once: what only warns is shown again, and then goes on.
        "card" => keep(answers, Answers::name(at, "number.seen"), typed.get(&Answers::name(at, "number"))),
        // Whoever is told that nobody needs to come may still ask.
        "online" if typed.is("go", "ask") => keep(answers, Answers::name(at, "ask"), "send"),
        "closing" if typed.is("go", "ask") => {
            for at in 0..before.people() {
                let field = if before.is_online(at) { "ask" } else { "desk" };
                keep(answers, Answers::name(at, field), "send");
            }
        }
        _ => {}
    }
}

fn keep(answers: &mut DraftAnswers, name: String, value: &str) {
    answers.0.retain(|(known, _)| *known != name);
    if !value.is_empty() {
        answers.0.push((name, value.to_owned()));
    }
}

/// A unit that is meant beyond doubt needs no choice; of all others one is chosen, and what was chosen for other words is
/// not an answer. Who found the unit by an old name told us the old address by the way.
fn name_ward(answers: &mut DraftAnswers, tables: &CaseTables, posted: &Typed) {
    let words = posted.get("ward_search");
    if words.is_empty() {
        return;
    }
    let found = find(&tables.geography, words);
    let today = found.wards.iter().map(|ward| ward.code.to_string());
    let before = found.by_old_name.iter().map(|old| old.ward.code.to_string());
    let codes: Vec<String> = today.chain(before).collect();
    let chosen = posted.get("address.ward_code").to_owned();
    let of_list = posted.is("ward_all", "yes") && !chosen.is_empty();
    let meant = || found.meant(words).map(|ward| ward.code.to_string()).unwrap_or_default();
    let code = if of_list || codes.contains(&chosen) { chosen } else { meant() };
    keep(answers, "address.ward_code".to_owned(), &code);
    let by_old_name = found.by_old_name.iter().find(|old| old.ward.code.as_str() == code);
    if let Some(old) = by_old_name.filter(|_| posted.get("address.old_address").is_empty()) {
        keep(answers, "address.old_address".to_owned(), &old.name);
    }
}
