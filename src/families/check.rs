//! "Is this visit real?": yes, not yet, or no for whoever was phoned or written to, without a word about the household.
//!
//! A right code with a wrong word is answered exactly as a code that nobody has, and after the same work, so that
//! neither codes nor words can be found out by asking. A code whose visit has no hour has no words either: its answer
//! is one and the same whatever word is named. Wrong tries are counted in the database for all processes.
pub mod api;
pub mod pages;
pub mod store;

use chrono::{Duration, NaiveDate};

use crate::cases::case::{Case, State};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::dice::read_code;
use crate::ids::{CaseId, VisitId};
use crate::seconds::TimeOfDay;
use crate::visits::Visit;
use crate::visits::code_words::CodeWords;
use crate::visits::store as visits;

/// What somebody was told and wants to have confirmed.
#[derive(Clone, Debug)]
pub struct Claim {
    /// A case code, well formed.
    code: String,
    /// The four digits that the caller said as the officers' word, if any.
    word: Option<String>,
}

/// What is wrong with a claim before anything is looked up; both can be seen without knowing any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimFault {
    /// Not eight characters that end with the right one.
    Code,
    /// Not four digits.
    Word,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No visit with this code, or not with this word.
    No,
    /// The code is of a wish that a team is to come for, but no hour has been told: nobody is sent there now.
    NoHourYet,
    /// There is one.
    Real {
        /// It is today; otherwise on a later day.
        today: bool,
        /// Day and ward, only for who knows the officers' word.
        told: Option<(NaiveDate, String)>,
    },
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Too many wrong tries today: from this address, from it for this code, or words for this code from everywhere;
    /// seconds until midnight.
    #[error("đã thử sai quá nhiều lần hôm nay, chờ {0} giây")]
    TooMany(i64),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Claim {
    /// Reads what was typed.
    ///
    /// # Errors
    /// [`ClaimFault`]s; one for each field.
    pub fn read(code: &str, word: &str) -> Result<Self, Vec<ClaimFault>> {
        let digits: String = word.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let fits = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let word = if digits.is_empty() { Ok(None) } else { fits.then_some(Some(digits)).ok_or(ClaimFault::Word) };
        match (read_code(code), word) {
            (Some(code), Ok(word)) => Ok(Self { code, word }),
            (None, Ok(_)) => Err(vec![ClaimFault::Code]),
            (Some(_), Err(fault)) => Err(vec![fault]),
            (None, Err(fault)) => Err(vec![ClaimFault::Code, fault]),
        }
    }
}

/// Answers. `from` is the requester's address. A try is counted before it is checked and taken back when it was right:
/// so tries at the same moment, in whichever process, cannot exceed the limit together.
///
/// # Errors
/// [`CheckError`].
pub fn check(conn: &mut DbConn, desk: &Desk, claim: &Claim, from: &str) -> Result<Verdict, CheckError> {
    let now = desk.now();
    let today = now.date();
    let limits = &desk.settings.limits;
    // Whether a code exists or not, it is counted alike. By the code alone only words are counted, and so many that one
    // stranger cannot use them up for the family: they are ten thousand, and together strangers must not try many.
    let mut counted = vec![
        (desk.vault.lookup("wrong_checks.address", &[from]), limits.wrong_checks_per_address),
        (desk.vault.lookup("wrong_checks.code", &[&claim.code, from]), limits.wrong_checks_per_code),
    ];
    if claim.word.is_some() {
        counted.push((desk.vault.lookup("wrong_checks.words", &[&claim.code]), limits.wrong_words_per_code));
    }
    store::forget_before(conn, today)?;
    for (subject, most) in &counted {
        if !store::count_try(conn, subject, today, *most)? {
            return Err(CheckError::TooMany(secs_to_midnight(now)));
        }
    }
    let verdict = verdict_on(conn, desk, claim, today)?;
    // A word for a visit that has none is never right.
    let is_right = match verdict {
        Verdict::Real { .. } => true,
        Verdict::NoHourYet => claim.word.is_none(),
        Verdict::No => false,
    };
    if is_right {
        for (subject, _) in &counted {
            store::take_back_try(conn, subject, today)?;
        }
    }
    Ok(verdict)
}

fn verdict_on(conn: &mut DbConn, desk: &Desk, claim: &Claim, today: NaiveDate) -> StoreResult<Verdict> {
    let case = crate::cases::store::case_by_code(conn, &claim.code)?;
    // Without a case the work is the same: a look for its visits, and words that nobody has.
    let case_id = case.as_ref().map_or(CaseId::UNSTORED, |case| case.id);
    let all = visits::of_case(conn, case_id)?;
    let waits = case.as_ref().is_some_and(|case| awaits_team(case, &all));
    let expected: Vec<(Visit, CodeWords)> = all
        .into_iter()
        .filter_map(|visit| CodeWords::of(&desk.vault, &visit, &claim.code, today).map(|words| (visit, words)))
        .collect();
    let nobody = CodeWords::on(&desk.vault, today, VisitId::UNSTORED, &claim.code);
    let fits = |words: &CodeWords| claim.word.as_deref().is_none_or(|said| words.is_officers(said));
    // Asked for its time alone.
    let _ = std::hint::black_box(fits(&nobody));
    if waits && expected.is_empty() {
        return Ok(Verdict::NoHourYet);
    }
    let found = expected.into_iter().find(|(_, words)| fits(words));
    let Some((on, case)) = found.and_then(|(visit, _)| visit.promise).map(|promise| promise.on).zip(case) else {
        return Ok(Verdict::No);
    };
    Ok(Verdict::Real { today: on == today, told: claim.word.is_some().then_some((on, case.ward_code)) })
}

/// Whether a team may still come for a case: nobody has refused it or taken it back, and not all of it is done.
fn awaits_team(case: &Case, all: &[Visit]) -> bool {
    let runs = matches!(case.state(), State::Filed | State::Verified);
    runs && (all.iter().any(Visit::is_open) || all.iter().all(|visit| visit.closed_at.is_none()))
}

/// Tries are counted by the day of Việt Nam.
pub(super) fn secs_to_midnight(now: Timestamp) -> i64 {
    let midnight = Timestamp::local_secs(now.date() + Duration::days(1), TimeOfDay::MIDNIGHT);
    (midnight - now).num_seconds()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn what_was_typed_is_read_as_people_type_it() {
        let code = Dice::seeded(1).code();
        let read = |code: &str, word: &str| Claim::read(code, word).map(|claim| claim.word);
        assert_eq!(read(&code.to_lowercase(), ""), Ok(None));
        assert_eq!(read(&code, " 40-71 "), Ok(Some("4071".to_owned())));
        assert_eq!(read(&code, "407"), Err(vec![ClaimFault::Word]));
        assert_eq!(read(&code, "٤٠٧١"), Err(vec![ClaimFault::Word]));
        assert_eq!(read("K7MQ", "bốn"), Err(vec![ClaimFault::Code, ClaimFault::Word]));
    }
}
