//! What a family says of a visit that has ended: easy or hard, on time or not, and a free text that stays sealed.
pub mod api;
pub mod month;
pub mod pages;
pub mod store;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::{CaseId, FeedbackId, VisitId};
use crate::keys;
use crate::sealed::{Sealable, Sealed};
use crate::visits::Visit;
use crate::visits::store as visits;

/// Longest free text, characters: a minute of typing on a phone.
pub const TEXT_LENGTH_MAX: usize = 1_000;

/// Days in which a family may change what it said.
const CHANGE_DAYS: i64 = 7;

coded_enum! {
    /// How the family found it.
    pub enum Ease {
        Easy = "easy" / "dễ",
        Hard = "hard" / "khó",
    }
}

/// The free text; it may name people although the page asks not to, so it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackText(pub String);

impl Sealable for FeedbackText {
    const PURPOSE: &'static str = "feedback.text";
}

/// What a family says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// How it found the visit.
    pub ease: Ease,
    /// The team came in the promised window.
    pub on_time: bool,
    /// Whatever else.
    pub text: Option<FeedbackText>,
}

/// What was said of one visit, as stored.
#[derive(Clone, Debug)]
pub struct StoredFeedback {
    /// Its number.
    pub id: FeedbackId,
    /// Where the visit was.
    pub ward_code: String,
    /// How the family found it.
    pub ease: Ease,
    /// The team came in the promised window.
    pub on_time: bool,
    /// The sealed text.
    pub text: Option<Sealed<FeedbackText>>,
    /// When it was first said.
    pub given_at: Timestamp,
}

/// Why nothing is stored.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// Said more than a week ago.
    #[error("đã quá hạn sửa góp ý")]
    Over,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl StoredFeedback {
    /// Whether the family may still change it.
    pub fn can_change(&self, now: Timestamp) -> bool {
        now < self.given_at + Duration::days(CHANGE_DAYS)
    }
}

/// The visit that a family is asked about: its last one that has ended.
///
/// # Errors
/// [`StoreError`].
pub fn ended_visit(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Option<Visit>> {
    let all = visits::of_case(conn, case_id)?;
    Ok(all.into_iter().rev().find(|visit| visit.closed_at.is_some() && visit.cancelled_at.is_none()))
}

/// Keeps what a family says of a visit: the first time, or in place of what it said within the last week.
///
/// # Errors
/// [`GiveError`].
#[tracing::instrument(name = "give_feedback", skip_all, fields(%visit_id))]
pub fn give(conn: &mut DbConn, desk: &Desk, visit_id: VisitId, said: &Feedback) -> Result<(), GiveError> {
    let now = desk.now();
    let visit = visits::find(conn, visit_id)?.ok_or_else(|| StoreError::Damaged(format!("visit {visit_id}")))?;
    let key = keys::of_case_id(conn, &desk.vault, visit.case_id)?;
    let text = said.text.as_ref().map(|text| desk.vault.seal(&key, text));
    if store::add(conn, visit_id, said, text.as_ref(), now)? {
        return Ok(());
    }
    let before = store::of_visit(conn, visit_id)?;
    if before.is_some_and(|before| !before.can_change(now)) {
        return Err(GiveError::Over);
    }
    Ok(store::change(conn, visit_id, said, text.as_ref())?)
}
