//! Cancels the open visits of a case that has ended: their places become free, and the family is told once.
use super::give_back::{free_at_once, give_back};
use super::notify::Whom;
use super::say::CancelledBecause;
use super::store;
use super::visit::Visit;
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;

/// Why the visits of a case stay.
#[derive(Debug, thiserror::Error)]
pub enum CancelOpenError {
    /// The team is at the door or nearly.
    #[error("đang có tổ công tác đến nhà")]
    TeamOnTheWay,
    /// A visit got or lost a place at this very moment.
    #[error("vừa thay đổi, xin thử lại")]
    Changed,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who ended a case, which decides what its family is told and who is offered its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseEnd {
    /// Its family withdrew it, itself or by staff.
    Withdrawn {
        /// The family did it on its own screen.
        by_family: bool,
    },
    /// The same people have another case, which goes on.
    Joined,
    /// A dispatcher refused it.
    Refused {
        /// Somebody invented it: nobody ever needed its places, so there is nothing to hand on.
        bogus: bool,
    },
}

/// Cancels the open ones of `visits`, all visits of a locked case.
///
/// # Errors
/// [`CancelOpenError`]; the caller's transaction must be rolled back then.
pub fn cancel_open(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    visits: &[Visit],
    end: CaseEnd,
    now: Timestamp,
) -> Result<(), CancelOpenError> {
    if visits.iter().any(Visit::is_under_way) {
        return Err(CancelOpenError::TeamOnTheWay);
    }
    let open: Vec<&Visit> = visits.iter().filter(|visit| visit.is_open()).collect();
    for visit in &open {
        if !store::cancel(conn, visit, now)? {
            return Err(CancelOpenError::Changed);
        }
        match end {
            CaseEnd::Refused { bogus: true } => free_at_once(conn, desk, visit)?,
            _ => give_back(conn, desk, visit, now)?,
        }
    }
    let (because, own) = match end {
        CaseEnd::Withdrawn { by_family } => (CancelledBecause::Withdrawn, by_family),
        CaseEnd::Refused { .. } => (CancelledBecause::Refused, false),
        CaseEnd::Joined => (CancelledBecause::Joined, false),
    };
    Whom::of(desk, case, now).who_acted(own).case_ended(conn, &open, because)?;
    Ok(())
}
