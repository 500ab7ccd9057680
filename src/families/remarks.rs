//! Thanks, suggestions and complaints to the office: from anybody, at any time, without a case and its secret. A complaint
//! has a number and the clocks of the law; whoever left a remark sees by its number how it stands, and nothing else.
use chrono::Duration;

use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::cases::CaseTables;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::families::check::{secs_to_midnight, store as tries};
use crate::ids::RemarkId;
use crate::keys;
use crate::text::short;

pub mod api;
pub mod clocks;
pub mod kinds;
pub mod pages;
pub mod store;

pub use kinds::{RemarkAnswer, RemarkContact, RemarkEnd, RemarkKind, RemarkWords};

/// Characters of what is said or answered.
pub const WORDS_MAX: usize = 2_000;
/// Characters of a name and how to reach it.
pub const CONTACT_MAX: usize = 200;
/// Remarks forgotten in one round of the worker.
const ROUND_MAX: i64 = 100;

/// What somebody says.
pub struct NewRemark {
    /// Thanks, a suggestion, a complaint.
    pub kind: RemarkKind,
    /// The ward that it is about; empty: not said.
    pub ward_code: String,
    /// In their words.
    pub words: String,
    /// Who, and how to answer; may be empty.
    pub contact: String,
}

/// What somebody of the office does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkStep {
    /// The complaint is taken up: from now on the clock of the decision runs.
    Accept,
    /// The matter is complex: it takes longer, once.
    Extend,
    /// It was answered, or read where nothing is to be answered.
    Answer,
    /// The complaint is not taken up; the person was told why.
    NotAccept,
}

/// Why nothing is written.
#[derive(Debug, thiserror::Error)]
pub enum RemarkError {
    /// Nothing, too much, or unreadable signs.
    #[error("Ghi nội dung, không quá {WORDS_MAX} ký tự")]
    Words,
    /// Too much, or unreadable signs.
    #[error("Ghi họ tên và cách liên lạc ngắn lại, không quá {CONTACT_MAX} ký tự")]
    Contact,
    /// No such ward.
    #[error("Không có phường, xã này")]
    Ward,
    /// Nothing, or too much, was written of what was answered.
    #[error("Ghi câu trả lời, không quá {WORDS_MAX} ký tự")]
    Answer,
    /// There is none with this number in reach.
    #[error("Không có lời gửi này")]
    NotFound,
    /// It ended, or this step was done before, or does not apply.
    #[error("Việc này đã ghi rồi hoặc không áp dụng cho lời gửi này")]
    DoneBefore,
    /// This address has left enough today; seconds until midnight.
    #[error("hôm nay đã nhận nhiều lời gửi từ mạng này, chờ {0} giây")]
    TooMany(i64),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps what somebody says; gives its number.
///
/// # Errors
/// [`RemarkError`]; nothing is written then.
#[tracing::instrument(name = "leave_remark", skip_all)]
pub fn leave(conn: &mut DbConn, desk: &Desk, tables: &CaseTables, new: &NewRemark) -> Result<String, RemarkError> {
    let now = desk.now();
    let words = short::read(&new.words, WORDS_MAX).ok().filter(|words| !words.is_empty()).ok_or(RemarkError::Words)?;
    let contact = short::read(&new.contact, CONTACT_MAX).map_err(|_| RemarkError::Contact)?;
    let ward_code = match new.ward_code.trim() {
        "" => None,
        code if desk.ward_names.contains_key(code) => Some(code),
        _ => return Err(RemarkError::Ward),
    };
    tries::forget_before(conn, now.date())?;
    let subject = desk.vault.lookup("remarks.source", &[&desk.source()]);
    if !tries::count_try(conn, &subject, now.date(), desk.settings.limits.remarks_per_source_per_day)? {
        return Err(RemarkError::TooMany(secs_to_midnight(now)));
    }
    let key = keys::of_month(conn, &desk.vault, now)?;
    let number = free_number(conn, desk, new.kind)?;
    let contact = Some(contact).filter(|contact| !contact.is_empty());
    let row = store::NewRow {
        number: &number,
        kind: new.kind,
        ward_code,
        words: &desk.vault.seal(&key, &RemarkWords(words)),
        contact: contact.map(|contact| desk.vault.seal(&key, &RemarkContact(contact))),
        received_at: now,
        accept_by: (new.kind == RemarkKind::Complaint).then(|| clocks::accept_by(&tables.complaints, now)),
    };
    store::add(conn, &row)?;
    Ok(number)
}

/// A number that nobody has: `KN-4830-1529`, by which whoever left the remark asks how it stands.
fn free_number(conn: &mut DbConn, desk: &Desk, kind: RemarkKind) -> StoreResult<String> {
    loop {
        let half = || desk.dice.between(0, 9_999);
        let number = format!("{}-{:04}-{:04}", kind.prefix(), half(), half());
        if store::by_number(conn, &number)?.is_none() {
            return Ok(number);
        }
    }
}

/// Does a step; `answer` says what the person was told.
///
/// # Errors
/// [`RemarkError`]; nothing is written then.
#[tracing::instrument(name = "step_remark", skip_all)]
pub fn step(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    by: &Staff,
    id: RemarkId,
    step: RemarkStep,
    answer: &str,
) -> Result<(), RemarkError> {
    let now = desk.now();
    let text = short::read(answer, WORDS_MAX).map_err(|_| RemarkError::Answer)?;
    let remark = store::lock(conn, id)?.filter(|one| is_in_reach(by, one)).ok_or(RemarkError::NotFound)?;
    let is_complaint = remark.kind == RemarkKind::Complaint;
    let fits = match step {
        RemarkStep::Accept | RemarkStep::NotAccept => is_complaint && remark.accepted_at.is_none(),
        RemarkStep::Extend => is_complaint && remark.accepted_at.is_some() && remark.extended_at.is_none(),
        RemarkStep::Answer => true,
    };
    if remark.ended_at.is_some() || !fits {
        return Err(RemarkError::DoneBefore);
    }
    match step {
        RemarkStep::Accept => store::accept(conn, id, clocks::decide_by(&tables.complaints, now), now)?,
        RemarkStep::Extend => {
            let accepted_at = remark.accepted_at.unwrap_or(now);
            store::extend(conn, id, clocks::decide_complex_by(&tables.complaints, accepted_at), now)?;
        }
        RemarkStep::Answer | RemarkStep::NotAccept => {
            // Who thanks needs no answer; who complains does, whatever it is.
            if text.is_empty() && remark.kind != RemarkKind::Thanks {
                return Err(RemarkError::Answer);
            }
            let key = keys::of_month(conn, &desk.vault, now)?;
            let text = (!text.is_empty()).then(|| desk.vault.seal(&key, &RemarkAnswer(text)));
            let ended_as = if step == RemarkStep::Answer { RemarkEnd::Answered } else { RemarkEnd::NotAccepted };
            store::end(conn, id, ended_as, by.account_id, text.as_ref(), now)?;
        }
    }
    note(conn, by, Action::HandleRemark, Some(id), now).map_err(RemarkError::from)
}

/// What this person looks after: open remarks, the next clock first, and the last that were answered.
///
/// # Errors
/// [`StoreError`]: without its entry in the log nothing is read.
pub fn to_handle(conn: &mut DbConn, desk: &Desk, by: &Staff) -> StoreResult<(Vec<store::Remark>, Vec<store::Remark>)> {
    let wards = by.wards_of(Permission::HandleRemarks);
    let (mut waiting, ended) = (store::waiting(conn, wards)?, store::ended(conn, wards)?);
    waiting.sort_by_key(|one| (one.next_clock().is_none(), one.next_clock(), one.id));
    note(conn, by, Action::ReadRemarks, None, desk.now())?;
    Ok((waiting, ended))
}

/// How many remarks wait for an answer in this person's wards.
///
/// # Errors
/// [`StoreError`].
pub fn count_open(conn: &mut DbConn, by: &Staff) -> StoreResult<usize> {
    Ok(store::waiting(conn, by.wards_of(Permission::HandleRemarks))?.len())
}

/// Whether a remark is about a ward that this person looks after; one about none is everybody's.
pub fn is_in_reach(by: &Staff, remark: &store::Remark) -> bool {
    remark.ward_code.as_deref().is_none_or(|ward| by.may_in_ward(Permission::HandleRemarks, ward))
}

/// Takes the texts out of remarks that ended long ago (R36); that they came, and when they were answered, stays.
///
/// # Errors
/// [`StoreError`].
pub fn forget(desk: &Desk) -> StoreResult<usize> {
    let now = desk.now();
    let before = now - Duration::days(desk.settings.personal_data.keep_days);
    desk.db.write(|conn| store::forget_ended(conn, before, ROUND_MAX, now))
}

fn note(conn: &mut DbConn, by: &Staff, action: Action, id: Option<RemarkId>, now: Timestamp) -> StoreResult<()> {
    let subject = id.map_or_else(|| "remarks".to_owned(), |id| format!("remark:{id}"));
    audit::note(conn, Some(by), action, &subject, None, now)
}
