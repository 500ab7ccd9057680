//! What people ask about their data at a desk, by telephone or on paper, and breaches: a list of things to do with the
//! clocks of the law (R35; Luật 91/2025/QH15, NĐ 356/2025). Nothing is done by itself here: somebody of the office makes
//! sure first who is asking.
use chrono::Duration;

use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::cases::case::Case;
use crate::cases::data_request::DataRequestKind;
use crate::cases::find::{self, FindCaseError, Reader};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::families::deletion::{self, DeletionError};
use crate::ids::{CaseId, RightsRequestId};
use crate::keys;

pub mod api;
pub mod clocks;
pub mod kinds;
pub mod pages;
pub mod store;

pub use kinds::{RightsAnswer, RightsChannel, RightsEnd, RightsKind, RightsWords};

/// Characters of what was asked or answered.
pub const WORDS_MAX: usize = 1_000;

/// A request to write down.
pub struct NewRequest {
    /// What is asked.
    pub kind: RightsKind,
    /// How it came.
    pub channel: RightsChannel,
    /// The case that it is about; empty: none is known.
    pub code: String,
    /// The ward; empty with a case, whose ward counts, and for a breach, which is everybody's.
    pub ward_code: String,
    /// What was said.
    pub words: String,
    /// When it came; now when left out.
    pub received_at: Option<Timestamp>,
}

/// What somebody does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The person was told that it arrived, how it goes on and until when.
    Acknowledge,
    /// It takes longer, once; the person was told why.
    Extend,
    /// It was done; deletion is carried out with this step.
    Complete,
    /// It cannot be done; the person was told why.
    Refuse,
}

/// Why nothing is written.
#[derive(Debug, thiserror::Error)]
pub enum RightsError {
    /// The case cannot be had.
    #[error(transparent)]
    Case(#[from] FindCaseError),
    /// No such ward, or one out of reach.
    #[error("Chọn phường, xã của người yêu cầu, trong địa bàn của mình")]
    Ward,
    /// Nothing, or too much, was written of what was asked.
    #[error("Ghi ngắn gọn nội dung, không quá {WORDS_MAX} ký tự")]
    Words,
    /// Nothing, or too much, was written of what was answered.
    #[error("Ghi ngắn gọn câu trả lời, không quá {WORDS_MAX} ký tự")]
    Answer,
    /// It cannot have come then.
    #[error("Thời điểm nhận không được ở tương lai hoặc quá một năm trước")]
    Received,
    /// A deletion is carried out on a case.
    #[error("Yêu cầu xoá cần mã hồ sơ; không có hồ sơ nào thì trả lời là không lưu gì và chọn «Không làm được»")]
    NoCase,
    /// There is none with this number in reach.
    #[error("Không có yêu cầu này")]
    NotFound,
    /// It ended, or this step was done before.
    #[error("Việc này đã ghi rồi")]
    DoneBefore,
    /// The data cannot go now.
    #[error(transparent)]
    Deletion(#[from] DeletionError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes a request down; gives its number. Who stands there or telephones hears at once that it arrived.
///
/// # Errors
/// [`RightsError`]; nothing is written then.
#[tracing::instrument(name = "record_rights_request", skip_all)]
pub fn record(conn: &mut DbConn, desk: &Desk, by: &Staff, new: &NewRequest) -> Result<RightsRequestId, RightsError> {
    let now = desk.now();
    let received_at = new.received_at.unwrap_or(now);
    if received_at > now || received_at < now - Duration::days(365) {
        return Err(RightsError::Received);
    }
    let words = checked(&new.words).ok_or(RightsError::Words)?;
    let case = match new.code.trim() {
        "" => None,
        code => Some(find::find(conn, code, &Reader::Staff(by.clone()), Permission::HandleRights)?),
    };
    let ward_code = ward_of(desk, by, new, case.as_ref())?;
    let key = match &case {
        // An erased case has no key any more, and its family may still ask.
        Some(case) if !is_erased(conn, case)? => keys::of_case(conn, &desk.vault, &case.code)?,
        _ => keys::of_month(conn, &desk.vault, now)?,
    };
    let (acknowledge_by, due_at) = clocks::of(desk, new.kind, received_at);
    let heard = matches!(new.channel, RightsChannel::Desk | RightsChannel::Telephone);
    let row = store::NewRow {
        kind: new.kind,
        channel: new.channel,
        case_id: case.as_ref().map(|case| case.id),
        ward_code: ward_code.as_deref(),
        words: &desk.vault.seal(&key, &RightsWords(words)),
        received_at,
        recorded_by: by.account_id,
        acknowledge_by,
        acknowledged_at: (heard && acknowledge_by.is_some()).then_some(now),
        due_at,
    };
    let id = store::add(conn, &row)?;
    note(conn, by, id, row.case_id, Action::RecordRequest, now)?;
    Ok(id)
}

fn is_erased(conn: &mut DbConn, case: &Case) -> StoreResult<bool> {
    let asked = crate::cases::store::data_request_of(conn, case.id, DataRequestKind::Delete)?;
    Ok(asked.is_some_and(|asked| asked.done_at.is_some()))
}

fn ward_of(desk: &Desk, by: &Staff, new: &NewRequest, case: Option<&Case>) -> Result<Option<String>, RightsError> {
    match (case, new.ward_code.trim()) {
        (Some(case), _) => Ok(Some(case.ward_code.clone())),
        (None, _) if new.kind == RightsKind::Breach => Ok(None),
        (None, ward) if desk.ward_names.contains_key(ward) && by.may_in_ward(Permission::HandleRights, ward) => {
            Ok(Some(ward.to_owned()))
        }
        _ => Err(RightsError::Ward),
    }
}

/// Does a step; `answer` says what the person was told, where something was.
///
/// # Errors
/// [`RightsError`]; nothing is written then.
#[tracing::instrument(name = "step_rights_request", skip_all)]
pub fn step(
    conn: &mut DbConn,
    desk: &Desk,
    by: &Staff,
    id: RightsRequestId,
    step: Step,
    answer: &str,
) -> Result<(), RightsError> {
    let now = desk.now();
    let request = store::lock(conn, id)?.filter(|one| is_in_reach(by, one)).ok_or(RightsError::NotFound)?;
    if request.ended_at.is_some() {
        return Err(RightsError::DoneBefore);
    }
    match step {
        Step::Acknowledge if request.acknowledge_by.is_none() || request.acknowledged_at.is_some() => {
            return Err(RightsError::DoneBefore);
        }
        Step::Acknowledge => store::acknowledge(conn, id, now)?,
        Step::Extend if request.extended_at.is_some() || request.kind == RightsKind::Breach => {
            return Err(RightsError::DoneBefore);
        }
        Step::Extend => {
            checked(answer).ok_or(RightsError::Answer)?;
            let due_at = request.due_at + Duration::days(desk.settings.personal_data.extension_days_max);
            store::extend(conn, id, due_at, now)?;
        }
        Step::Complete | Step::Refuse => end(conn, desk, by, &request, step, answer)?,
    }
    note(conn, by, id, request.case_id, Action::AnswerRequest, now)?;
    Ok(())
}

fn end(
    conn: &mut DbConn,
    desk: &Desk,
    by: &Staff,
    request: &store::StoredRequest,
    step: Step,
    answer: &str,
) -> Result<(), RightsError> {
    let now = desk.now();
    let is_needed = step == Step::Refuse || !answer.trim().is_empty();
    let answer = is_needed.then(|| checked(answer).ok_or(RightsError::Answer)).transpose()?;
    // Sealed like what was asked, before the case's key may go. Where that has gone already no text is kept.
    let answer = answer.and_then(|answer| desk.vault.seal_like(&request.words, &RightsAnswer(answer)).ok());
    let ended_as = if step == Step::Complete { RightsEnd::Done } else { RightsEnd::Refused };
    store::end(conn, request.id, ended_as, by.account_id, answer.as_ref(), now)?;
    if step == Step::Complete && request.kind == RightsKind::Delete {
        let case_id = request.case_id.ok_or(RightsError::NoCase)?;
        let case = crate::cases::store::case_by_id(conn, case_id)?.ok_or(RightsError::NotFound)?;
        match deletion::ask(conn, desk, &case, now) {
            // The family was faster, on its page: it is done all the same.
            Ok(_) | Err(DeletionError::AskedBefore) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Whether a request is of a ward that this person looks after; a breach is everybody's.
pub fn is_in_reach(by: &Staff, request: &store::StoredRequest) -> bool {
    request.ward_code.as_deref().is_none_or(|ward| by.may_in_ward(Permission::HandleRights, ward))
}

/// How many requests are open that this person looks after.
///
/// # Errors
/// [`StoreError`].
pub fn count_open(conn: &mut DbConn, by: &Staff) -> StoreResult<usize> {
    Ok(store::open_requests(conn)?.iter().filter(|one| is_in_reach(by, one)).count())
}

/// Open requests that this person looks after, the next clock first; what they say of a case is a look at it.
///
/// # Errors
/// [`StoreError`].
pub fn open_requests(conn: &mut DbConn, desk: &Desk, by: &Staff) -> StoreResult<Vec<store::StoredRequest>> {
    let mut all = store::open_requests(conn)?;
    all.retain(|one| is_in_reach(by, one));
    for one in &all {
        note(conn, by, one.id, one.case_id, Action::LookInList, desk.now())?;
    }
    all.sort_by_key(|one| (one.next_clock(), one.id));
    Ok(all)
}

fn checked(words: &str) -> Option<String> {
    Some(words.trim().to_owned()).filter(|words| !words.is_empty() && words.chars().count() <= WORDS_MAX)
}

fn note(
    conn: &mut DbConn,
    by: &Staff,
    id: RightsRequestId,
    case_id: Option<CaseId>,
    action: Action,
    now: Timestamp,
) -> StoreResult<()> {
    let subject = case_id.map_or_else(|| format!("rights:{id}"), audit::case_subject);
    audit::note(conn, Some(by), action, &subject, None, now)
}
