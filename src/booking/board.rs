//! The board: every sequence of the coming weeks in memory, kept fresh by the duties' stamps.
//!
//! A stamp names a content. So a sequence in memory is right exactly when its stamp is the stored one, whichever
//! process wrote it; nothing has to be told to anybody.
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

use super::roads::Roads;
use super::sequence::Sequence;
use super::store;
use crate::db::{DbConn, StoreResult};
use crate::ids::DutyId;
use crate::reference_data::ReferenceData;
use crate::sealed::Vault;

/// Sequences by duty, and the roads of each date.
pub struct Board {
    /// What the sequences are measured by.
    pub reference: Arc<ReferenceData>,
    vault: Vault,
    sequences: Mutex<HashMap<DutyId, Arc<Sequence>>>,
    roads: Mutex<HashMap<NaiveDate, Arc<Roads>>>,
    lost_races: AtomicU64,
}

impl Board {
    /// An empty board.
    pub fn new(reference: Arc<ReferenceData>, vault: Vault) -> Self {
        Self {
            reference,
            vault,
            sequences: Mutex::default(),
            roads: Mutex::default(),
            lost_races: AtomicU64::default(),
        }
    }

    /// Notes that somebody else wrote a duty's stamp first.
    pub fn note_lost_race(&self) {
        self.lost_races.fetch_add(1, Ordering::Relaxed);
    }

    /// How often that happened.
    pub fn lost_races(&self) -> u64 {
        self.lost_races.load(Ordering::Relaxed)
    }

    /// Every sequence of a span of dates as it is stored now, in order of date and duty: the cache is validated by the
    /// stamps in one query. An infeasible one (a changed calendar, a damaged row) is left out and logged.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn between(&self, conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> StoreResult<Vec<Arc<Sequence>>> {
        lock(&self.sequences).retain(|_, sequence| sequence.duty.on >= from);
        self.freshened(conn, from, to)
    }

    /// The same for one date, which costs less.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn on(&self, conn: &mut DbConn, date: NaiveDate) -> StoreResult<Vec<Arc<Sequence>>> {
        self.freshened(conn, date, date)
    }

    /// The same for any dates; nothing that is remembered goes for it.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn among(&self, conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> StoreResult<Vec<Arc<Sequence>>> {
        self.freshened(conn, from, to)
    }

    fn freshened(&self, conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> StoreResult<Vec<Arc<Sequence>>> {
        let stamps = store::stamps(conn, from, to)?;
        let stale: Vec<DutyId> = {
            let known = lock(&self.sequences);
            let fresh = |(id, stamp): &(DutyId, i64)| known.get(id).is_some_and(|one| one.duty.stamp == *stamp);
            stamps.iter().filter(|duty| !fresh(duty)).map(|duty| duty.0).collect()
        };
        let loaded = if stale.is_empty() { Vec::new() } else { self.load(conn, &stale)? };
        let known = lock(&self.sequences);
        // What was read just now is not looked for in memory, where somebody else may have made room meanwhile.
        let read = |id: DutyId| loaded.iter().find(|sequence| sequence.duty.id == id);
        Ok(stamps.iter().filter_map(|(id, _)| read(*id).or(known.get(id)).cloned()).collect())
    }

    /// The sequences of a date as memory has them, perhaps stale and perhaps not all, in order of their duty.
    pub fn remembered_on(&self, date: NaiveDate) -> Vec<Arc<Sequence>> {
        let known = lock(&self.sequences);
        let mut found: Vec<_> = known.values().filter(|sequence| sequence.duty.on == date).cloned().collect();
        found.sort_by_key(|sequence| sequence.duty.id);
        found
    }

    /// The sequence of a duty as memory has it, perhaps stale; none when it is not there.
    pub fn remembered(&self, duty_id: DutyId) -> Option<Arc<Sequence>> {
        lock(&self.sequences).get(&duty_id).cloned()
    }

    /// The sequence of a duty as the database has it; none when the duty is cancelled or cannot be driven.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn reread(&self, conn: &mut DbConn, duty_id: DutyId) -> StoreResult<Option<Arc<Sequence>>> {
        self.load(conn, &[duty_id])?;
        Ok(self.remembered(duty_id))
    }

    /// What stands in a duty as the database has it, driveable or not; none when the duty is cancelled.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn stored(&self, conn: &mut DbConn, duty_id: DutyId) -> StoreResult<Option<store::StoredSequence>> {
        Ok(store::sequences(conn, &self.vault, &self.reference, &[duty_id])?.pop())
    }

    /// Remembers a sequence. It need not be committed: its stamp is new, so if it never is, nobody believes it.
    pub fn remember(&self, sequence: Arc<Sequence>) {
        lock(&self.sequences).insert(sequence.duty.id, sequence);
    }

    /// The roads of a date.
    pub fn roads(&self, on: NaiveDate) -> Arc<Roads> {
        let mut known = lock(&self.roads);
        // a year of dates is plenty; roads are cheap to make again
        if known.len() > 366 {
            known.clear();
        }
        known
            .entry(on)
            .or_insert_with(|| Arc::new(Roads::on(on, &self.reference.geography, &self.reference.travel)))
            .clone()
    }

    fn load(&self, conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Vec<Arc<Sequence>>> {
        let mut loaded = Vec::with_capacity(duty_ids.len());
        let found = store::sequences(conn, &self.vault, &self.reference, duty_ids)?;
        // What stands is replaced and never missing in between: somebody else may be looking at this moment.
        let is_gone = |id: &&DutyId| !found.iter().any(|stored| stored.duty.id == **id);
        duty_ids.iter().filter(is_gone).for_each(|id| drop(lock(&self.sequences).remove(id)));
        for stored in found {
            let (duty_id, roads) = (stored.duty.id, self.roads(stored.duty.on));
            // Whoever cannot be read has a place there all the same: nobody else may be given it.
            if !stored.unreadable.is_empty() {
                lock(&self.sequences).remove(&duty_id);
                continue;
            }
            match Sequence::new(stored.duty, stored.members, stored.freed, roads, &self.reference) {
                Ok(sequence) => {
                    let sequence = Arc::new(sequence);
                    self.remember(sequence.clone());
                    loaded.push(sequence);
                }
                Err(broken) => {
                    lock(&self.sequences).remove(&duty_id);
                    tracing::error!(%duty_id, %broken, "a stored sequence cannot be driven");
                }
            }
        }
        Ok(loaded)
    }
}

/// A lock whose holder panicked is taken over: what it guards is only memory of what is stored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
