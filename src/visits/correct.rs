//! A correction of a case with what follows for its visits: another e-mail address gets what the old one was told,
//! the old one loses its calendar entry, and a corrected door is told as the place to come to.
use super::lock::lock_case;
use super::notify::{Appointment, Whom};
use super::say::Why;
use super::store;
use super::visit::Visit;
use crate::accounts::Permission;
use crate::cases::CaseTables;
use crate::cases::case::Case;
use crate::cases::edit::{CaseCorrection, EditCaseError, EditTarget, edit};
use crate::cases::find::find;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::VisitId;
use crate::keys;
use crate::notifications::{self, Fact, FactKind, How, Notification, NotificationState, Recipient, Said, Sentences};
use crate::outbox;
use crate::sealed::Vault;

/// Corrects a case, and tells its family whatever of it the family must know.
///
/// # Errors
/// [`EditCaseError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "correct_case", skip_all)]
pub fn correct(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    target: EditTarget<'_>,
    correction: &CaseCorrection,
) -> Result<Case, EditCaseError> {
    let now = desk.now();
    let EditTarget { code, by, .. } = target;
    let before = find(conn, code, by, Permission::EditCases)?;
    let (before, _) = lock_case(conn, before.id, &[])?;
    let case = edit(conn, desk, tables, target, correction)?;
    let address = |case: &Case| case.email(&desk.vault).map_err(StoreError::from);
    let door = |case: &Case| Ok::<_, StoreError>(desk.vault.unseal(&case.address).map_err(StoreError::from)?.door());
    let readdressed = address(&before)? != address(&case)?;
    let moved = door(&before)? != door(&case)? || before.ward_code != case.ward_code;
    if !readdressed && !moved {
        return Ok(case);
    }
    if let Some(old) = address(&before)? {
        let key = keys::of_case(conn, &desk.vault, &case.code)?;
        notifications::store::name_recipients(conn, case.id, &desk.vault.seal(&key, &Recipient(old)))?;
    }
    let why = if moved { Why::Place } else { Why::Again };
    let mut told = Vec::new();
    for visit in store::of_case(conn, case.id)? {
        let expected = visit.is_movable() && visit.booking.is_some() && !visit.is_overdue(&desk.settings.hours, now);
        if !expected {
            continue;
        }
        if !store::next_invite(conn, &visit)? {
            return Err(EditCaseError::OutOfDate);
        }
        tell_anew(conn, Whom::of(desk, &case, now).who_acted(by.staff().is_none()), &visit, why)?;
        told.push(visit.id);
    }
    if readdressed {
        // The receipt holds the family's link: it must not reach a stranger.
        let receipt = format!("case-received:{}", case.id);
        outbox::readdress(conn, desk, &receipt, address(&case)?.as_deref(), now)?;
        repeat_others(conn, desk, &case, &told, now)?;
    }
    Ok(case)
}

/// A family wants no more mail: what has not left is not sent and becomes a line of the call list, and calendar
/// entries are taken back, once. The consent was withdrawn before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn no_more_mail(conn: &mut DbConn, desk: &Desk, case: &Case, now: Timestamp) -> StoreResult<()> {
    let (_, visits) = lock_case(conn, case.id, &[])?;
    for visit in visits {
        Whom::of(desk, case, now).take_entries_back(conn, &visit, None)?;
        if visit.is_open() {
            store::next_invite(conn, &visit)?;
        }
    }
    Ok(())
}

/// Tells the appointment or the half-day of a visit once more, whichever it has.
///
/// # Errors
/// [`crate::db::StoreError`].
pub(super) fn tell_anew(conn: &mut DbConn, whom: Whom<'_>, visit: &Visit, why: Why) -> StoreResult<()> {
    let duty = match store::stop_of(conn, visit.id)? {
        Some(stop) => crate::teams::store::duty(conn, stop.duty_id)?,
        None => None,
    };
    match (visit.promise, duty) {
        (Some(promise), Some(duty)) => {
            whom.appointment(conn, Appointment { visit, promise, duty: &duty }, why)?;
        }
        _ => {
            whom.half_day(conn, visit, visit, why)?;
        }
    }
    Ok(())
}

/// What else the old address was told, or was about to be, is told again: by mail to the new one, or by a call.
fn repeat_others(conn: &mut DbConn, desk: &Desk, case: &Case, told: &[VisitId], now: Timestamp) -> StoreResult<()> {
    let mailed = |one: &Notification| {
        matches!(one.state(), NotificationState::Mailed(_) | NotificationState::MailWaits | NotificationState::Open(_))
    };
    for one in notifications::store::of_case(conn, case.id)? {
        let again = one.superseded_at.is_none() && one.mail.is_some() && mailed(&one);
        if !again || one.visit_id.is_some_and(|id| told.contains(&id)) || one.kind == FactKind::OldEntry {
            continue;
        }
        let Some(sentences) = sentences_of(&desk.vault, &one) else { continue };
        let key = match one.visit_id {
            Some(visit_id) => format!("visit-notice:{visit_id}:{}", one.id),
            None => format!("case-notice:{}:{}", case.id, one.id),
        };
        let how = How::of(case.email(&desk.vault)?, false, |to| super::emails::notice(key, to, case, &sentences.said))?;
        let Notification { visit_id, hold_id, kind, .. } = one;
        let fact = Fact { case_id: case.id, visit_id, hold_id, kind, sentences: &sentences };
        notifications::tell(conn, desk, &fact, how, now)?;
        if let Some(visit_id) = one.visit_id
            && let Some(visit) = store::find(conn, visit_id)?
        {
            let kept = case.email(&desk.vault)?;
            Whom::of(desk, case, now).take_entries_back(conn, &visit, kept.as_deref())?;
        }
    }
    Ok(())
}

/// A fact as it was said, in the language of then; none where its words are gone or cannot be read.
pub(super) fn sentences_of(vault: &Vault, one: &Notification) -> Option<Sentences> {
    let script = vault.unseal(one.script.as_ref()?).ok()?.0;
    let said = one.said.as_ref().and_then(|sealed| vault.unseal(sealed).ok()).unwrap_or_else(|| Said::script(&script));
    Some(Sentences { script, said })
}
