//! A household answers its invitation: it takes the very place that is kept, or lets the next household have it.
use super::fill::{Vacancies, fill};
use super::store;
use super::{Invitation, InvitationEnd};
use crate::audit::{self, Action};
use crate::booking::book::give_back;
use crate::booking::booker::Booker;
use crate::booking::door::Door;
use crate::booking::offers::View;
use crate::booking::refusals::{BookError, HalfDayWish};
use crate::booking::sequence::{Member, Occupant};
use crate::booking::settle::Booked;
use crate::booking::settle::settle;
use crate::booking::subject::{door_of, refuse_closed};
use crate::booking::take::Taken;
use crate::cases::case::Case;
use crate::cases::find::FindCaseError;
use crate::db::{DbConn, StoreError};
use crate::text::messages::Words;
use crate::visits::lock::lock_case;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// Why an invitation cannot be answered; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// The case is not found, or not in the account's wards.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// There is none.
    #[error("Hiện không có lời mời nào cho hồ sơ này.")]
    None,
    /// It stood until this time.
    #[error("Lời mời này đã hết hạn lúc {0}. Gia đình vẫn giữ nguyên thứ tự chờ.")]
    Over(String),
    /// The place cannot be booked.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Books the place that is kept for a case.
///
/// # Errors
/// [`AnswerError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "accept_invitation", skip_all, fields(case_id = %case.id))]
pub fn accept(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> Result<Booked, AnswerError> {
    let (invitation, case) = live_invitation(conn, booker, case)?;
    let case = &case;
    refuse_closed(case)?;
    let visit = visits::find(conn, invitation.visit_id)?.filter(Visit::is_movable).ok_or(AnswerError::None)?;
    let door = door_of(booker, case, &visit)?;
    let taken = hand_over(conn, booker, &invitation, &door)?;
    if !store::end(conn, invitation.id, InvitationEnd::Taken, booker.now)? {
        return Err(AnswerError::Over(invitation.until_words(Words::VIETNAMESE)));
    }
    store::use_freed(conn, invitation.duty_id, invitation.half_day, booker.now)?;
    // a visit that nobody came to still stands in the round of that day
    let visit = give_back(conn, booker, visit)?;
    let wish = HalfDayWish { on: invitation.on, half_day: invitation.half_day };
    Ok(settle(conn, booker, case, visit, wish, &taken)?)
}

/// Lets the place go; the next household is asked at once.
///
/// # Errors
/// [`AnswerError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "refuse_invitation", skip_all, fields(case_id = %case.id))]
pub fn refuse(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> Result<(), AnswerError> {
    let (invitation, case) = live_invitation(conn, booker, case)?;
    if !store::end(conn, invitation.id, InvitationEnd::GivenUp, booker.now)? {
        return Err(AnswerError::Over(invitation.until_words(Words::VIETNAMESE)));
    }
    crate::teams::store::restamp(conn, invitation.duty_id, &booker.desk.dice)?;
    let reason = format!("không nhận lời mời {}", invitation.label(Words::VIETNAMESE));
    audit::note(conn, booker.staff, Action::Book, &audit::case_subject(case.id), Some(&reason), booker.now)?;
    fill(conn, booker, &Vacancies::These(vec![(invitation.duty_id, invitation.half_day)]))?;
    Ok(())
}

/// The invitation of a case, which is locked with the duties in question.
fn live_invitation(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> Result<(Invitation, Case), AnswerError> {
    let asked = store::live_of_case(conn, case.id)?.ok_or(AnswerError::None)?;
    let (case, _) = lock_case(conn, case.id, &[asked.duty_id])?;
    let invitation = store::live_of_case(conn, case.id)?.ok_or(AnswerError::None)?;
    if invitation.duty_id != asked.duty_id {
        return Err(StoreError::overtaken().into());
    }
    if invitation.until <= booker.now {
        return Err(AnswerError::Over(invitation.until_words(Words::VIETNAMESE)));
    }
    Ok((invitation, case))
}

/// The kept place with the visit in it, under a new stamp of the duty. A family that has moved house meanwhile, or
/// whose duty was cancelled, is told what else there is.
fn hand_over(
    conn: &mut DbConn,
    booker: Booker<'_>,
    invitation: &Invitation,
    door: &Door,
) -> Result<Taken, AnswerError> {
    for _ in 0..=booker.desk.settings.booking.tries_max {
        let Some(sequence) = booker.board.reread(conn, invitation.duty_id)? else { break };
        let Some(at) = sequence.index_of(Occupant::Hold(invitation.id)) else { break };
        let kept = &sequence.members[at];
        let same = Door { case_id: door.case_id, admissible: door.admissible, ..kept.door.clone() };
        if same != *door || !door.admissible.allow(sequence.duty.on, invitation.half_day) {
            break;
        }
        let stamp = booker.desk.dice.stamp();
        let occupant = Occupant::Visit(invitation.visit_id);
        let member = Member { occupant, door: door.clone(), ..kept.clone() };
        let Ok(next) = sequence.hand_over(at, member, stamp) else { break };
        if crate::booking::store::restamp(conn, invitation.duty_id, sequence.duty.stamp, stamp)? {
            return Ok(Taken { position: kept.position, sequence: next.into(), at });
        }
    }
    Err(BookError::Gone(booker.offers(conn, door, View::Public)?).into())
}
