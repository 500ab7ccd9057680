//! What a family was told last is told once more, because it asks for it: the mail was deleted, or never seen.
use super::correct::{sentences_of, tell_anew};
use super::lock::lock_case;
use super::notify::Whom;
use super::say::Why;
use super::store;
use crate::accounts::Staff;
use crate::audit;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::notifications::{self, Fact, FactKind, How, Notification, NotificationState};

/// Why nothing is sent.
#[derive(Debug, thiserror::Error)]
pub enum TellAgainError {
    /// There is no address that mail may go to.
    #[error(
        "gia đình không có thư điện tử hoặc chưa đồng ý nhận thư; đọc cho gia đình nghe, hoặc ghi thư điện tử trước"
    )]
    NoAddress,
    /// The mail of before has not left yet.
    #[error("thư trước đang chờ gửi, không cần gửi lại")]
    Waits,
    /// The family was told nothing yet but the receipt, which holds the secret and is not sent twice.
    #[error("chưa có gì để gửi lại; gia đình mất mã hồ sơ thì cấp mật mã mới")]
    Nothing,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Tells again; gives what it was.
///
/// # Errors
/// [`TellAgainError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(skip_all, fields(case_id = %case.id))]
pub fn tell_again(conn: &mut DbConn, desk: &Desk, by: &Staff, case: &Case) -> Result<FactKind, TellAgainError> {
    let (case, visits) = lock_case(conn, case.id, &[])?;
    let now = desk.now();
    if case.email(&desk.vault).map_err(StoreError::from)?.is_none() {
        return Err(TellAgainError::NoAddress);
    }
    let facts = notifications::store::of_case(conn, case.id)?;
    if facts.iter().any(|one| one.state() == NotificationState::MailWaits) {
        return Err(TellAgainError::Waits);
    }
    let expected = |visit: &&super::visit::Visit| {
        visit.is_movable() && visit.booking.is_some() && !visit.is_overdue(&desk.settings.hours, now)
    };
    let kind = if let Some(visit) = visits.iter().find(expected) {
        if !store::next_invite(conn, visit)? {
            return Err(StoreError::overtaken().into());
        }
        tell_anew(conn, Whom::of(desk, &case, now), visit, Why::Again)?;
        FactKind::Appointment
    } else {
        last_fact(conn, desk, &case, &facts)?
    };
    audit::note(conn, Some(by), audit::Action::TellAgain, &audit::case_subject(case.id), None, now)?;
    Ok(kind)
}

/// Where no half-day is agreed, the newest thing that still stands.
fn last_fact(conn: &mut DbConn, desk: &Desk, case: &Case, facts: &[Notification]) -> Result<FactKind, TellAgainError> {
    let stands = |one: &&Notification| {
        one.superseded_at.is_none() && !matches!(one.kind, FactKind::OldEntry | FactKind::Secret | FactKind::Invitation)
    };
    let Some(one) = facts.iter().rfind(stands) else { return Err(TellAgainError::Nothing) };
    let Some(sentences) = sentences_of(&desk.vault, one) else { return Err(TellAgainError::Nothing) };
    let email = case.email(&desk.vault).map_err(StoreError::from)?;
    let key = format!("case-notice:{}:{}", case.id, one.id);
    let how = How::of(email, false, |to| super::emails::notice(key, to, case, &sentences.said))?;
    let fact = Fact { case_id: case.id, visit_id: one.visit_id, hold_id: None, kind: one.kind, sentences: &sentences };
    notifications::tell(conn, desk, &fact, how, desk.now())?;
    Ok(one.kind)
}
