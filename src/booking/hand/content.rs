//! The rows that an edit changes, as they were and as they are: whoever undoes it writes the ones over the others.
use serde::{Deserialize, Serialize};

use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{DutyId, HoldId, VisitId};
use crate::seconds::TimeOfDay;
use crate::teams::locked_duty::LockedDuty;
use crate::teams::store as teams;
use crate::visits::hand_placement::HandPlacement;
use crate::visits::store as visits;
use crate::visits::visit::{Stop, StopTimes};

/// What stands in some duties, by hand or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Their stops, by duty and position.
    pub stops: Vec<StopRow>,
    /// Places that are kept in them.
    pub holds: Vec<HoldRow>,
    /// Who was put there by hand.
    pub placements: Vec<HandPlacement>,
    /// Which of them are locked.
    pub locked: Vec<LockedDuty>,
}

/// A row of `stops`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopRow {
    /// The visit.
    pub visit_id: VisitId,
    /// The duty.
    pub duty_id: DutyId,
    /// Its position.
    pub position: i32,
    /// Arrival, start and departure, once they are planned.
    pub times: Option<[TimeOfDay; 3]>,
}

/// The position of a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldRow {
    /// The hold.
    pub hold_id: HoldId,
    /// Its position.
    pub position: i32,
}

impl From<Stop> for StopRow {
    fn from(stop: Stop) -> Self {
        let times = stop.times.map(|times| [times.arrives_secs, times.starts_secs, times.departs_secs]);
        Self { visit_id: stop.visit_id, duty_id: stop.duty_id, position: stop.position, times }
    }
}

impl StopRow {
    fn stop(self) -> Stop {
        let times = |[arrives_secs, starts_secs, departs_secs]: [TimeOfDay; 3]| StopTimes {
            arrives_secs,
            starts_secs,
            departs_secs,
        };
        Stop { visit_id: self.visit_id, duty_id: self.duty_id, position: self.position, times: self.times.map(times) }
    }
}

impl Content {
    /// Writes these rows over those of `before`, which are what is stored.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when a visit changed meanwhile.
    pub fn write_over(&self, conn: &mut DbConn, before: &Self) -> StoreResult<()> {
        if self.stops != before.stops || self.holds != before.holds {
            self.write_stops(conn, before)?;
        }
        if self.placements != before.placements {
            let gone: Vec<VisitId> = before.placements.iter().map(|placed| placed.visit_id).collect();
            visits::unplace_by_hand(conn, &gone)?;
            for placed in &self.placements {
                visits::place_by_hand(conn, placed)?;
            }
        }
        if self.locked != before.locked {
            let gone: Vec<DutyId> = before.locked.iter().map(|locked| locked.duty_id).collect();
            teams::unlock_order(conn, &gone)?;
            for locked in &self.locked {
                teams::lock_order(conn, locked)?;
            }
        }
        Ok(())
    }

    fn write_stops(&self, conn: &mut DbConn, before: &Self) -> StoreResult<()> {
        let all: Vec<VisitId> = before.stops.iter().chain(&self.stops).map(|stop| stop.visit_id).collect();
        visits::remove_stops(conn, &all)?;
        // Through numbers nobody has: a position is never there twice.
        for (hold, number) in self.holds.iter().zip(1..) {
            visits::move_hold(conn, hold.hold_id, -number)?;
        }
        for hold in &self.holds {
            visits::move_hold(conn, hold.hold_id, hold.position)?;
        }
        for stop in &self.stops {
            let visit = visits::find(conn, stop.visit_id)?.ok_or_else(StoreError::overtaken)?;
            if visit.duty_id != Some(stop.duty_id) && !visits::stay(conn, &visit, stop.duty_id)? {
                return Err(StoreError::overtaken());
            }
            visits::add_stop(conn, &stop.stop())?;
        }
        Ok(())
    }

    /// The visits that stand in another duty here than in `other`.
    pub fn moved_from(&self, other: &Self) -> Vec<VisitId> {
        let stands = |stop: &&StopRow| {
            !other.stops.iter().any(|one| (one.visit_id, one.duty_id) == (stop.visit_id, stop.duty_id))
        };
        self.stops.iter().filter(stands).map(|stop| stop.visit_id).collect()
    }
}
