//! Reduces the capacity of a duty (a shorter shift, a cancellation) and postpones the visits that no longer fit.
//! Optimistic concurrency: the caller names the visits it accepts to lose, and another set refuses the change.
use super::book::book;
use super::booker::Booker;
use super::preview::{Preview, PreviewError, preview};
use super::refusals::{BookError, HalfDayWish};
use super::sequence::Sequence;
use super::settle::write_times;
use super::store;
use crate::accounts::Staff;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{CaseId, DutyId, VisitId};
use crate::teams::cancel_duty::{CancelDutyError, cancel_duty, check_cancellable};
use crate::teams::change_duty::{ChangeDutyError, change_duty, changed, check_changeable};
use crate::teams::duty::api::Cancellation;
use crate::teams::duty::{Duty, DutyChange};
use crate::teams::{read_reason, store as teams};
use crate::visits::exchange::tell_exchange;
use crate::visits::postpone::postpone;
use crate::visits::store::POSITION_STEP;

/// Why a duty stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum CapacityError {
    /// Its change is refused.
    #[error(transparent)]
    Change(#[from] ChangeDutyError),
    /// Its cancellation is refused.
    #[error(transparent)]
    Cancel(#[from] CancelDutyError),
    /// Nobody can say who is hurt.
    #[error(transparent)]
    Preview(#[from] PreviewError),
    /// Other visits lose their half-day than those that were accepted: these.
    #[error("{}", hurt_words(.0))]
    Hurt(Vec<VisitId>),
    /// A household cannot have the half-day that was found for it, and why.
    #[error("Hồ sơ {0} chưa đặt lại được: {1}. Bỏ dấu chọn “đặt luôn” của hồ sơ này, hoặc xem lại rồi gửi lại")]
    NotRebooked(String, String),
    /// A visit changed at this very moment.
    #[error("Lượt đến của ca này vừa thay đổi; xem lại rồi gửi lại")]
    Changed,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn hurt_words(visits: &[VisitId]) -> String {
    match visits.len() {
        0 => "Không còn lượt đến nào bị mất chỗ; xem lại rồi gửi lại".to_owned(),
        count => format!("Có {count} lượt đến bị mất chỗ. Xem trước rồi gửi lại, ghi rõ đã chấp nhận những lượt này"),
    }
}

/// Who changes a duty, which one, and at which version they read it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Who books, with the sequences.
    pub booker: Booker<'a>,
    /// The dispatcher.
    pub staff: &'a Staff,
    /// The duty.
    pub duty_id: DutyId,
}

/// Previews a change; none: the cancellation.
///
/// # Errors
/// [`CapacityError`].
pub fn look(conn: &mut DbConn, asked: Asked<'_>, change: Option<&DutyChange>) -> Result<Preview, CapacityError> {
    let Asked { booker, staff, duty_id } = asked;
    let duty = teams::duty(conn, duty_id)?.ok_or(ChangeDutyError::NoSuchDuty(duty_id))?;
    check_changeable(&duty, staff, duty.version, booker.now)?;
    let after = match change {
        Some(change) => Some(changed(conn, booker.desk, staff, &duty, change)?),
        None => None,
    };
    Ok(preview(conn, booker, &duty, after.as_ref())?)
}

/// Changes a duty that is still at `expected`, the version the requester has read.
///
/// # Errors
/// [`CapacityError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "change_duty_and_repair", skip_all, fields(duty_id = %asked.duty_id))]
pub fn change(conn: &mut DbConn, asked: Asked<'_>, expected: i32, change: &DutyChange) -> Result<Duty, CapacityError> {
    let Asked { booker, staff, duty_id } = asked;
    let before = teams::duty(conn, duty_id)?.ok_or(ChangeDutyError::NoSuchDuty(duty_id))?;
    check_changeable(&before, staff, expected, booker.now)?;
    let after = changed(conn, booker.desk, staff, &before, change)?;
    if !change.rebook.is_empty() {
        // In the one order: every duty that somebody may go to is locked before any case is.
        lock_for_rebooking(conn, booker, &before, &after, &change.rebook)?;
    }
    // The row is ours after this: a booking that runs at the same time waits, then finds its stamp gone.
    if !teams::bump_version(conn, duty_id, expected, &booker.desk.dice)? {
        return Err(ChangeDutyError::Stale.into());
    }
    let preview = preview(conn, booker, &before, Some(&after))?;
    make_way(conn, asked, &preview, &change.accept, &format!("ca số {duty_id} thu hẹp"))?;
    let duty = change_duty(conn, booker.desk, staff, duty_id, expected.saturating_add(1), change, booker.now)?;
    if !tell_exchange(conn, booker.desk, &before, &duty, booker.now)? {
        return Err(CapacityError::Changed);
    }
    rebook(conn, booker, &preview, &change.rebook)?;
    Ok(duty)
}

/// Locks the duties in which those who are to be booked again could find a half-day.
fn lock_for_rebooking(
    conn: &mut DbConn,
    booker: Booker<'_>,
    before: &Duty,
    after: &Duty,
    wanted: &[VisitId],
) -> Result<(), CapacityError> {
    let preview = preview(conn, booker, before, Some(after))?;
    let mut duty_ids = vec![before.id];
    for hurt in preview.hurt.iter().filter(|hurt| wanted.contains(&hurt.visit.id)) {
        if let Some(instead) = hurt.instead {
            duty_ids.extend(teams::duties_serving(conn, &hurt.case.ward_code, instead.on)?);
        }
    }
    duty_ids.sort_unstable();
    duty_ids.dedup();
    teams::lock_duties(conn, &duty_ids)?;
    Ok(())
}

/// Books those who were chosen into the half-day that the preview found for each, in its order.
fn rebook(conn: &mut DbConn, booker: Booker<'_>, preview: &Preview, wanted: &[VisitId]) -> Result<(), CapacityError> {
    let is_hurt = |id: &VisitId| preview.hurt.iter().any(|hurt| hurt.visit.id == *id);
    if !wanted.iter().all(is_hurt) {
        return Err(CapacityError::Hurt(preview.hurt_ids()));
    }
    for hurt in preview.hurt.iter().filter(|hurt| wanted.contains(&hurt.visit.id)) {
        let code = hurt.case.code.clone();
        let instead =
            hurt.instead.ok_or_else(|| CapacityError::NotRebooked(code.clone(), "không còn buổi nào".to_owned()))?;
        let missing = || StoreError::Damaged(format!("visit {}", hurt.visit.id));
        let visit = crate::visits::store::find(conn, hurt.visit.id)?.ok_or_else(missing)?;
        let case = crate::cases::store::case_by_id(conn, visit.case_id)?.ok_or_else(missing)?;
        let wish = HalfDayWish { on: instead.on, half_day: instead.half_day };
        book(conn, booker, &case, &visit, wish).map_err(|error| match error {
            BookError::Store(error) => CapacityError::Store(error),
            refusal => CapacityError::NotRebooked(code, refusal.to_string()),
        })?;
    }
    Ok(())
}

/// Cancels a duty that is still at `expected`.
///
/// # Errors
/// [`CapacityError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "cancel_duty_and_repair", skip_all, fields(duty_id = %asked.duty_id))]
pub fn cancel(
    conn: &mut DbConn,
    asked: Asked<'_>,
    expected: i32,
    wanted: &Cancellation,
) -> Result<Duty, CapacityError> {
    let Asked { booker, staff, duty_id } = asked;
    let duty = teams::duty(conn, duty_id)?.ok_or(CancelDutyError::NoSuchDuty(duty_id))?;
    check_cancellable(&duty, staff, expected, booker.now)?;
    let reason = read_reason(&wanted.reason).ok_or(CancelDutyError::Reason)?;
    if !teams::bump_version(conn, duty_id, expected, &booker.desk.dice)? {
        return Err(CancelDutyError::Stale.into());
    }
    let preview = preview(conn, booker, &duty, None)?;
    make_way(conn, asked, &preview, &wanted.accept, &format!("ca số {duty_id} huỷ: {reason}"))?;
    Ok(cancel_duty(conn, booker.desk, staff, duty_id, expected.saturating_add(1), &reason, booker.now)?)
}

/// Takes everybody out who does not fit any more, and writes the order of those who do.
fn make_way(
    conn: &mut DbConn,
    asked: Asked<'_>,
    preview: &Preview,
    accepted: &[VisitId],
    why: &str,
) -> Result<(), CapacityError> {
    let Booker { desk, now, .. } = asked.booker;
    let mut accepted = accepted.to_vec();
    accepted.sort_unstable();
    accepted.dedup();
    let hurt = preview.hurt_ids();
    if accepted != hurt {
        return Err(CapacityError::Hurt(hurt));
    }
    let cases: Vec<CaseId> = preview.hurt.iter().map(|hurt| hurt.case.id).collect();
    crate::cases::store::lock(conn, &cases)?;
    for hurt in &preview.hurt {
        if !postpone(conn, desk, Some(asked.staff), &hurt.visit, why, now)? {
            return Err(CapacityError::Changed);
        }
    }
    for id in &preview.lost_holds {
        store::lose_hold(conn, *id, now)?;
    }
    match &preview.kept {
        Some(kept) => Ok(write_order(conn, kept)?),
        None => Ok(()),
    }
}

/// Writes positions, and the planned times of those who were told a window: they stay inside it.
pub(super) fn write_order(conn: &mut DbConn, kept: &Sequence) -> StoreResult<()> {
    let grows = kept.members.windows(2).all(|pair| pair[0].position < pair[1].position);
    // Through numbers nobody has: a position is never there twice.
    let signs: &[i32] = if grows { &[] } else { &[-1, 1] };
    for sign in signs {
        for (member, number) in kept.members.iter().zip(1..) {
            store::move_to(conn, member.occupant, sign * number * POSITION_STEP)?;
        }
    }
    if !kept.is_published() {
        return Ok(());
    }
    write_times(conn, kept)?;
    Ok(())
}
