//! The call list: every open notification, with whom to call and what to say; ticked off by a call or a letter.
use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::notes::{self, VisitNote};
use super::say;
use super::store;
use super::visit::Visit;
use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::cases::case::{Case, PlannableCase};
use crate::cases::handover;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::ids::{CaseId, NotificationId, VisitId};
use crate::notifications::store as facts;
use crate::notifications::{FactKind, Notification, NotificationState, Told, ToldAs, WhyOpen};
use crate::sealed::Vault;
use crate::text::messages::Words;

/// One call to make.
pub struct Call {
    /// What the family must know.
    pub fact: Notification,
    /// Why nobody has told it.
    pub why: WhyOpen,
    /// Since when somebody has to call.
    pub since: Timestamp,
    /// What changed and what comes next, whole sentences.
    pub script: String,
    /// Public code of the case.
    pub code: String,
    /// Ward of the case.
    pub ward_code: String,
    /// Whom to call.
    pub household: Household,
    /// The visit's date, to put the next one first.
    on: Option<NaiveDate>,
    /// Whether a letter with the words at the door can be printed.
    pub has_letter: bool,
    /// What officers noted at the household's door: whoever calls knows it and does not read it out.
    pub notes: Vec<VisitNote>,
}

/// Why a call cannot be ticked off.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// There is nothing of this number to be told.
    #[error("không có điều phải báo này")]
    NotFound,
    /// Another ward.
    #[error("địa bàn này không thuộc tài khoản đang dùng")]
    NotYours,
    /// Somebody told it before, or something newer takes its place.
    #[error("điều này đã được báo, hoặc đã có điều mới hơn cần báo")]
    AlreadyTold,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The calls to make: invitations first, because they run out, then what is about today or a day to come, the next one
/// first, then what is about a day that is over; of each the oldest first. Each look is audited. A household that cannot be read is left out and named in the log by its number.
///
/// # Errors
/// [`StoreError`].
pub fn list(conn: &mut DbConn, staff: &Staff, vault: &Vault, now: Timestamp) -> Result<Vec<Call>, StoreError> {
    let lines = open(conn, staff, now)?;
    let case_ids: BTreeSet<CaseId> = lines.iter().map(|fact| fact.case_id).collect();
    let cases = crate::cases::store::with_people(conn, &case_ids.into_iter().collect::<Vec<_>>())?;
    let cases: HashMap<CaseId, PlannableCase> = cases.into_iter().map(|case| (case.case.id, case)).collect();
    let own: Vec<CaseId> = cases.keys().copied().collect();
    let visits = store::of_cases(conn, &own)?;
    let visits: HashMap<VisitId, Visit> = visits.into_iter().map(|visit| (visit.id, visit)).collect();
    let notes = notes::of_cases(conn, vault, &own)?;
    let mut calls = Vec::new();
    for fact in lines {
        let Some(case) = cases.get(&fact.case_id) else { continue };
        let (id, case_id) = (fact.id, case.case.id);
        let visit = fact.visit_id.and_then(|id| visits.get(&id));
        let call = call(conn, vault, fact, case, visit);
        if let Some(call) = unless_unreadable(call, "notifications", id)?.flatten() {
            audit::note(conn, Some(staff), Action::LookInList, &audit::case_subject(case_id), None, now)?;
            calls.push(Call { notes: notes.get(&case_id).cloned().unwrap_or_default(), ..call });
        }
    }
    let today = now.date();
    calls.sort_by_key(|call| (turn(call.fact.kind, call.on, today), call.fact.id));
    Ok(calls)
}

/// What is to be told by telephone in this person's wards, oldest first: the calls to make, without whom to call.
///
/// # Errors
/// [`StoreError`].
pub fn open(conn: &mut DbConn, staff: &Staff, now: Timestamp) -> StoreResult<Vec<Notification>> {
    let mut lines = facts::open_lines(conn, now)?;
    let case_ids: BTreeSet<CaseId> = lines.iter().map(|fact| fact.case_id).collect();
    let wards = crate::cases::store::wards_of(conn, &case_ids.into_iter().collect::<Vec<_>>())?;
    let may_call = |ward: &String| staff.may_in_ward(Permission::CallFamilies, ward);
    lines.retain(|fact| wards.get(&fact.case_id).is_some_and(may_call));
    Ok(lines)
}

/// Whose turn it is: smaller is sooner. What is about no day, a question for instance, has been waiting since today.
fn turn(kind: FactKind, on: Option<NaiveDate>, today: NaiveDate) -> (bool, bool, NaiveDate) {
    let on = on.unwrap_or(today);
    (kind != FactKind::Invitation, on < today, on)
}

/// One line, without the notes.
fn call(
    conn: &mut DbConn,
    vault: &Vault,
    fact: Notification,
    case: &PlannableCase,
    visit: Option<&Visit>,
) -> StoreResult<Option<Call>> {
    let NotificationState::Open(why) = fact.state() else { return Ok(None) };
    let (case, household) = (&case.case, case.case.unseal(vault, &case.applicants)?);
    let script = match fact.script.as_ref().map(|sealed| vault.unseal(sealed)) {
        Some(Ok(script)) => script.0,
        Some(Err(_)) | None => carried_over(conn, fact.kind, case, visit, &household)?,
    };
    let mail = fact.mail.and_then(|mail| mail.given_up_at.or(mail.withdrawn_at));
    Ok(Some(Call {
        why,
        since: mail.unwrap_or(fact.created_at),
        script,
        has_letter: visit.is_some_and(|visit| visit.promise.is_some()) && fact.kind.announces_visit(),
        on: visit.and_then(|visit| visit.booking).map(|booking| booking.on),
        notes: Vec::new(),
        fact,
        code: case.code.clone(),
        ward_code: case.ward_code.clone(),
        household,
    }))
}

/// What to say of a fact without words of its own, which an earlier release left, or whose words cannot be read: as
/// things stand now.
fn carried_over(
    conn: &mut DbConn,
    kind: FactKind,
    case: &Case,
    visit: Option<&Visit>,
    household: &Household,
) -> StoreResult<String> {
    use say::{CancelledBecause, Why};
    let words = Words::VIETNAMESE;
    let duty = match visit.map(|visit| store::stop_of(conn, visit.id)).transpose()?.flatten() {
        Some(stop) => crate::teams::store::duty(conn, stop.duty_id)?,
        None => None,
    };
    let promise = visit.and_then(|visit| visit.promise);
    Ok(match (kind, promise.zip(duty), visit.and_then(|visit| visit.booking)) {
        (FactKind::Secret, ..) => handover::call_sentence(Words::VIETNAMESE),
        (FactKind::Question, ..) => household.question.as_deref().map(say::closed).unwrap_or_default(),
        (FactKind::Refused, ..) => {
            say::ended(words, CancelledBecause::Refused, case, None, household.refused_reason.as_deref())
        }
        (FactKind::Postponed, ..) => say::ended(words, CancelledBecause::Postponed, case, None, None),
        (FactKind::Invitation, ..) => {
            "Đã đến lượt gia đình trong danh sách chờ, có một buổi đang giữ cho gia đình; ngày giờ xem ở danh sách chờ."
                .to_owned()
        }
        (_, Some((promise, duty)), _) => say::appointment(words, Why::New, promise, &duty, household),
        (_, None, Some(booking)) => say::half_day(words, Why::New, booking, case, household),
        _ => "Có thay đổi về hồ sơ của gia đình; xin xem trang hồ sơ rồi báo.".to_owned(),
    })
}

/// Notes that a family was told: called, or handed a letter.
///
/// # Errors
/// [`CallError`].
#[tracing::instrument(name = "tick_off_call", skip_all, fields(notification_id = %id))]
pub fn tick_off(
    conn: &mut DbConn,
    staff: &Staff,
    id: NotificationId,
    how: ToldAs,
    now: Timestamp,
) -> Result<(), CallError> {
    let fact = facts::find(conn, id)?.ok_or(CallError::NotFound)?;
    let case = crate::cases::store::case_by_id(conn, fact.case_id)?.ok_or(CallError::NotFound)?;
    if !staff.may_in_ward(Permission::CallFamilies, &case.ward_code) {
        return Err(CallError::NotYours);
    }
    if !matches!(fact.state(), NotificationState::Open(_)) {
        return Err(CallError::AlreadyTold);
    }
    if !facts::mark_told(conn, id, Told { at: now, by: Some(staff.account_id), how })? {
        return Err(CallError::AlreadyTold);
    }
    audit::note(conn, Some(staff), Action::Call, &audit::case_subject(case.id), Some(how.code()), now)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_visited_today_is_called_before_who_was_not_at_home_last_week() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day);
        let today = day(23).expect("a day");
        let turns = [
            turn(FactKind::Invitation, day(30), today),
            turn(FactKind::Appointment, day(23), today),
            turn(FactKind::Question, None, today),
            turn(FactKind::Appointment, day(24), today),
            turn(FactKind::Failed, day(17), today),
            turn(FactKind::Failed, day(19), today),
        ];
        assert!(turns.is_sorted(), "{turns:?}");
    }
}
