//! The worker's part: invitations that are over end, and the next household is asked.
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Duration;

use super::fill::{Vacancies, fill};
use super::store;
use super::{Invitation, InvitationEnd};
use crate::booking::Board;
use crate::booking::booker::Booker;
use crate::booking::{unapproved, windows};
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::dice::Dice;
use crate::ids::{DutyId, FreedPlaceId};

/// Invites round after round. What it remembers only saves work: another process, or this one after a restart, may
/// look at the same places again, and the duties' stamps and the one invitation per household keep it harmless.
pub struct Inviter {
    board: Arc<Board>,
    seen: Mutex<Seen>,
}

/// Up to where freed places were looked at, and when all places were.
#[derive(Clone, Copy, Default)]
struct Seen {
    freed: Option<FreedPlaceId>,
    looked_at: Option<Timestamp>,
}

impl Inviter {
    /// One that has seen nothing yet.
    pub fn new(board: Arc<Board>) -> Self {
        Self { board, seen: Mutex::default() }
    }

    /// Takes back half-days whose case was not approved in time; gives how many.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn release_unapproved(&self, desk: &Desk) -> StoreResult<usize> {
        unapproved::release(self.board.booker(desk, None))
    }

    /// Tells windows to whoever is approved, booked in a published round and has none; gives how many.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn tell_windows(&self, desk: &Desk) -> StoreResult<usize> {
        windows::tell_all(self.board.booker(desk, None))
    }

    /// One round; gives the number of invitations. When nothing happened since the last one it is two small queries.
    ///
    /// # Errors
    /// [`crate::db::StoreError`]; nothing is stored then, and the next round tries again.
    pub fn round(&self, desk: &Desk) -> StoreResult<usize> {
        let now = desk.now();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (over, newest) =
            desk.db.read(|conn| StoreResult::Ok((store::over(conn, now)?, store::newest_freed(conn)?)))?;
        let settings = &desk.settings.booking;
        let is_open = settings.invites_next(now) == now;
        let pause = Duration::minutes(settings.invite_every_minutes);
        let look_at_all = is_open && seen.looked_at.is_none_or(|last| now - last >= pause);
        let news = is_open && newest > seen.freed;
        if over.is_empty() && !look_at_all && !news {
            return Ok(0);
        }
        let booker = Booker { now, ..self.board.booker(desk, None) };
        let invited = desk.db.write(|conn| {
            let mut places = end_all(conn, &desk.dice, &over, now)?;
            places.extend(store::freed_after(conn, seen.freed, now)?);
            let places = if look_at_all { Vacancies::All } else { Vacancies::These(places) };
            fill(conn, booker, &places)
        })?;
        if is_open {
            seen.freed = newest;
        }
        if look_at_all {
            seen.looked_at = Some(now);
        }
        Ok(invited)
    }
}

/// Ends invitations, duty after duty; gives the places that they kept.
fn end_all(conn: &mut DbConn, dice: &Dice, over: &[Invitation], now: Timestamp) -> StoreResult<Vec<(DutyId, HalfDay)>> {
    let mut places = Vec::new();
    let mut over: Vec<&Invitation> = over.iter().collect();
    over.sort_by_key(|invitation| (invitation.duty_id, invitation.id));
    for invitation in over {
        crate::teams::store::lock_duties(conn, &[invitation.duty_id])?;
        let ended_as = if invitation.until <= now { InvitationEnd::Expired } else { InvitationEnd::GivenUp };
        if store::end(conn, invitation.id, ended_as, now)? {
            crate::teams::store::restamp(conn, invitation.duty_id, dice)?;
            places.push((invitation.duty_id, invitation.half_day));
        }
    }
    Ok(places)
}
