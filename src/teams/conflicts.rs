//! Conflicts between duties: one kit or one officer in two teams in the same half-day (R22).
use chrono::NaiveDate;
use thiserror::Error;

use crate::calendar::HalfDay;
use crate::ids::{KitId, OfficerId, TeamId};

/// Something that can be in one place at a time, with the name that people know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<Id> {
    /// Its key in the database.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// What a duty lays claim to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyClaim {
    /// The team at work.
    pub team: Named<TeamId>,
    /// The only kit.
    pub kit: Named<KitId>,
    /// The officers.
    pub officers: Vec<Named<OfficerId>>,
    /// The date.
    pub on: NaiveDate,
    /// The half-days, one or both.
    pub half_days: Vec<HalfDay>,
}

/// What two duties both lay claim to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contested {
    /// A kit, by name.
    Kit(String),
    /// An officer, by name.
    Officer(String),
}

/// Two duties that cannot both stand.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{} đã được phân cho “{first_team}” {}, không thể phân thêm cho “{second_team}”", describe(.contested), .half_day.on(*.on))]
pub struct DutyConflict {
    /// What both want.
    pub contested: Contested,
    /// Team that has it.
    pub first_team: String,
    /// Team that wants it too.
    pub second_team: String,
    /// The date.
    pub on: NaiveDate,
    /// The first half-day of the overlap.
    pub half_day: HalfDay,
}

/// Every conflict among duties, in their order.
pub fn find_conflicts(duties: &[DutyClaim]) -> Vec<DutyConflict> {
    duties.iter().enumerate().flat_map(|(at, duty)| conflicts_with(duty, &duties[..at])).collect()
}

/// Every conflict of a new duty with those that stand already (R22).
pub fn conflicts_with(wanted: &DutyClaim, standing: &[DutyClaim]) -> Vec<DutyConflict> {
    standing.iter().flat_map(|duty| between(duty, wanted)).collect()
}

fn between(first: &DutyClaim, second: &DutyClaim) -> Vec<DutyConflict> {
    let Some(half_day) = shared_half_day(first, second) else {
        return Vec::new();
    };
    let kit = (first.kit.id == second.kit.id).then(|| Contested::Kit(second.kit.name.clone()));
    let officers = second
        .officers
        .iter()
        .filter(|officer| first.officers.iter().any(|other| other.id == officer.id))
        .map(|officer| Contested::Officer(officer.name.clone()));
    kit.into_iter()
        .chain(officers)
        .map(|contested| DutyConflict {
            contested,
            first_team: first.team.name.clone(),
            second_team: second.team.name.clone(),
            on: second.on,
            half_day,
        })
        .collect()
}

fn shared_half_day(first: &DutyClaim, second: &DutyClaim) -> Option<HalfDay> {
    if first.on != second.on {
        return None;
    }
    HalfDay::ALL.iter().copied().find(|half| first.half_days.contains(half) && second.half_days.contains(half))
}

fn describe(contested: &Contested) -> String {
    match contested {
        Contested::Kit(name) => format!("Bộ thiết bị “{name}”"),
        Contested::Officer(name) => format!("Cán bộ {name}"),
    }
}
