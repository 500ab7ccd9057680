//! A duty: a team at work on a date for one or both half-days, with officers, one kit, a base and a shift.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::conflicts::{DutyClaim, Named};
use super::kit::Kit;
use super::shift::{DutyHalfDays, Shift};
use super::team::{BasePoint, Team};
use crate::clock::Timestamp;
use crate::ids::{DutyId, KitId, OfficerId, TeamId, VisitId};
use crate::seconds::Seconds;

pub mod api;

/// Most captures that anybody may plan for one duty; more is a slip of the keyboard.
pub const CAPACITY_MAX: i32 = 500;

/// A duty with all that planning and rosters need.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Duty {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: DutyId,
    /// The team at work.
    pub team: DutyTeam,
    /// Its only kit.
    pub kit: Kit,
    /// The date.
    pub on: NaiveDate,
    /// One or both halves of it.
    pub half_days: DutyHalfDays,
    /// From leaving the base to being back.
    pub shift: Shift,
    /// Captures it can make.
    pub capacity: i32,
    /// Who goes, by name.
    pub officers: Vec<DutyOfficer>,
    /// Goes to an island for days; no day trip is planned into it.
    pub island_mission: bool,
    /// Seconds kept for urgent cases that staff enter, until they are released to the public.
    #[schema(value_type = i32)]
    pub staff_secs: Seconds,
    /// Grows with every change of the duty or of its stops.
    pub version: i32,
    /// Names the content of the duty and its sequence: another content never has the same stamp.
    #[serde(skip)]
    pub stamp: i64,
    /// Since when its families know their windows: whoever is booked into it and approved is told one at once.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<Timestamp>,
    /// Whether and why it was cancelled.
    pub cancelled: Option<Cancelled>,
}

/// The team of a duty.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DutyTeam {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: TeamId,
    /// Name that families are told.
    pub name: String,
    /// Telephone that families may call.
    pub hot_line: String,
    /// Wards it serves.
    pub ward_codes: Vec<String>,
    /// Ward of its base.
    pub base_ward_code: String,
    /// Where the duty starts and ends.
    pub base: BasePoint,
}

/// An officer on a duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyOfficer {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: OfficerId,
    /// Name as on the badge.
    pub full_name: String,
    /// Number of the badge.
    pub badge_number: String,
}

/// That a duty was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cancelled {
    /// When (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why, in words.
    pub reason: String,
}

/// A duty to open.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDuty {
    /// The team.
    #[schema(value_type = i64)]
    pub team_id: TeamId,
    /// The date.
    pub on: NaiveDate,
    /// One or both halves of it.
    pub half_days: DutyHalfDays,
    /// Its only kit.
    #[schema(value_type = i64)]
    pub kit_id: KitId,
    /// Who goes, at least one.
    #[schema(value_type = Vec<i64>)]
    pub officer_ids: Vec<OfficerId>,
    /// Without it the opening hours, with a lunch break for a full day.
    #[serde(default)]
    pub shift: Option<Shift>,
    /// Captures it can make; without it the usual number of the settings.
    #[serde(default)]
    pub capacity: Option<i32>,
    /// Minutes kept for urgent cases that staff enter; without it the usual ones of the settings.
    #[serde(default)]
    pub staff_minutes: Option<i32>,
    /// Goes to an island for days.
    #[serde(default)]
    pub island_mission: bool,
}

/// What to change about a duty; what is absent stays. Its date cannot change: that would be another duty.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyChange {
    /// Another team: households of wards that it does not serve lose their half-day.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    pub team_id: Option<TeamId>,
    /// Other half-days of the same date; without a shift the usual one of these.
    #[serde(default)]
    pub half_days: Option<DutyHalfDays>,
    /// Another kit.
    #[schema(value_type = Option<i64>)]
    pub kit_id: Option<KitId>,
    /// Who goes instead, at least one.
    #[schema(value_type = Option<Vec<i64>>)]
    pub officer_ids: Option<Vec<OfficerId>>,
    /// Another shift, whole.
    pub shift: Option<Shift>,
    /// Another number of captures.
    pub capacity: Option<i32>,
    /// Whether it goes to an island for days.
    pub island_mission: Option<bool>,
    /// The visits that lose their half-day by this, as a preview named them; exactly these, or nothing is changed.
    #[serde(default)]
    #[schema(value_type = Vec<i64>)]
    pub accept: Vec<VisitId>,
    /// Those of them that are booked at once into the half-day that the preview named instead; all of them, or nothing
    /// is changed.
    #[serde(default)]
    #[schema(value_type = Vec<i64>)]
    pub rebook: Vec<VisitId>,
}

/// What stands in a duty's sequence already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Booked {
    /// Stops.
    pub stops: usize,
    /// Captures at all of them.
    pub captures: i32,
}

impl From<Team> for DutyTeam {
    fn from(team: Team) -> Self {
        let Team { id, name, hot_line, ward_codes, base_ward_code, base, .. } = team;
        Self { id, name, hot_line, ward_codes, base_ward_code, base }
    }
}

impl Duty {
    /// What it lays claim to (R22).
    pub fn claim(&self) -> DutyClaim {
        let officer = |officer: &DutyOfficer| Named { id: officer.id, name: officer.full_name.clone() };
        DutyClaim {
            team: Named { id: self.team.id, name: self.team.name.clone() },
            kit: Named { id: self.kit.id, name: self.kit.name.clone() },
            officers: self.officers.iter().map(officer).collect(),
            on: self.on,
            half_days: self.half_days.halves().to_vec(),
        }
    }

    /// Names of its officers, for a sentence.
    pub fn officer_names(&self) -> String {
        let names: Vec<&str> = self.officers.iter().map(|officer| officer.full_name.as_str()).collect();
        names.join(", ")
    }
}
