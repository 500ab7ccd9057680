//! Laying claim to a kit and officers for a duty, so that no two duties can hold the same ones (R22).
use chrono::NaiveDate;

use super::availability::Availability;
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
    /// What is not chosen now but stands in the duty already stays, even out of service or on leave: who is hurt by
    /// that is named elsewhere, and another change must not wait for it.
    pub chosen: Chosen,
}

/// What somebody chooses with a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The kit.
    pub kit: bool,
    /// The officers.
    pub officers: bool,
}

impl Chosen {
    /// Of a new duty.
    pub const ALL: Self = Self { kit: true, officers: true };
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
    /// No such officer.
    #[error("Không có cán bộ số {0} đang công tác")]
    NoSuchOfficer(OfficerId),
    /// Other duties have them in the same half-day.
    #[error("{}", sentences(.0))]
    Taken(Vec<DutyConflict>),
    /// They are on leave, work here no more, or are out of service then: a sentence for each.
    #[error("{}", .0.iter().map(|one| format!("{one}.")).collect::<Vec<_>>().join(" "))]
    Absent(Vec<String>),
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
    let known = Availability::between(conn, wanted.on, wanted.on)?;
    let absent = absent(&known, &wanted, &officers);
    if !absent.is_empty() {
        return Err(ClaimError::Absent(absent));
    }
    let others = known.duties().iter().filter(|duty| Some(duty.id) != wanted.of_duty);
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

/// Who and what of those that are chosen cannot go out then.
fn absent(known: &Availability, wanted: &Wanted<'_>, officers: &[Named<OfficerId>]) -> Vec<String> {
    let (on, half_days) = (wanted.on, wanted.half_days);
    let away = officers.iter().filter(|_| wanted.chosen.officers);
    let away = away.filter_map(|officer| known.away(officer.id, on, half_days));
    away.chain(known.out(wanted.kit_id, on, half_days).filter(|_| wanted.chosen.kit)).collect()
}

fn sentences(conflicts: &[DutyConflict]) -> String {
    let sentences: Vec<String> = conflicts.iter().map(|conflict| format!("{conflict}.")).collect();
    sentences.join(" ")
}
