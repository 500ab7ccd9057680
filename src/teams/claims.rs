//! Laying claim to a kit and officers for a duty, so that no two duties can hold the same ones (R22).
use chrono::NaiveDate;

use super::conflicts::{DutyClaim, DutyConflict, Named, conflicts_with};
use super::shift::DutyHalfDays;
use super::store;
use crate::db::{DbConn, StoreError};
use crate::ids::{DutyId, KitId, OfficerId, TeamId};

/// What a duty wants.
pub struct Wanted<'a> {
    /// For whom.
    pub team: Named<TeamId>,
    /// The date.
    pub on: NaiveDate,
    /// The half-days.
    pub half_days: DutyHalfDays,
    /// The kit.
    pub kit_id: KitId,
    /// The officers, in any order.
    pub officer_ids: &'a [OfficerId],
    /// The duty itself when it stands already: it is no conflict with itself.
    pub of_duty: Option<DutyId>,
}

/// Why a kit or an officer cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// No such kit, or it is retired.
    #[error("Không có bộ thiết bị số {0} đang dùng")]
    NoSuchKit(KitId),
    /// Nobody would go.
    #[error("Chọn ít nhất một cán bộ")]
    NoOfficers,
    /// No such officer, or they are retired.
    #[error("Không có cán bộ số {0} đang công tác")]
    NoSuchOfficer(OfficerId),
    /// Other duties have them in the same half-day.
    #[error("{}", sentences(.0))]
    Taken(Vec<DutyConflict>),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lays claim to a kit and officers inside the write transaction that stores the duty.
///
/// Two processes cannot both win: `hold_kit` and `hold_officer` update the rows without changing them, which on
/// PostgreSQL locks them until this transaction ends. Whoever comes second waits there, and only then reads the
/// standing duties; under READ COMMITTED that read sees what the first one committed. Rows are held in one order
/// (kit, then officers by number), so nobody waits in a circle. On SQLite writers stand in line anyway.
///
/// # Errors
/// [`ClaimError`].
pub fn lay_claim(conn: &mut DbConn, wanted: Wanted<'_>) -> Result<(), ClaimError> {
    let kit = store::hold_kit(conn, wanted.kit_id)?.ok_or(ClaimError::NoSuchKit(wanted.kit_id))?;
    let mut officer_ids = wanted.officer_ids.to_vec();
    officer_ids.sort_unstable();
    officer_ids.dedup();
    let mut officers = Vec::new();
    for id in officer_ids {
        let officer = store::hold_officer(conn, id)?.ok_or(ClaimError::NoSuchOfficer(id))?;
        officers.push(Named { id, name: officer.full_name });
    }
    if officers.is_empty() {
        return Err(ClaimError::NoOfficers);
    }
    let standing = store::duties_between(conn, wanted.on, wanted.on, None)?;
    let others = standing.iter().filter(|duty| Some(duty.id) != wanted.of_duty);
    let others: Vec<DutyClaim> = others.map(super::Duty::claim).collect();
    let claim = DutyClaim {
        team: wanted.team,
        kit: Named { id: kit.id, name: kit.name },
        officers,
        on: wanted.on,
        half_days: wanted.half_days.halves().to_vec(),
    };
    let conflicts = conflicts_with(&claim, &others);
    if conflicts.is_empty() { Ok(()) } else { Err(ClaimError::Taken(conflicts)) }
}

fn sentences(conflicts: &[DutyConflict]) -> String {
    let sentences: Vec<String> = conflicts.iter().map(|conflict| format!("{conflict}.")).collect();
    sentences.join(" ")
}
