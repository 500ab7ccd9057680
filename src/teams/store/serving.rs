//! What a ward may know of those who serve it: teams with their telephone, and when they work. No officers, no stops.
use std::collections::HashSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::storable;
use crate::db::schema::{duties, team_wards, teams};
use crate::db::{DbConn, StoreResult};
use crate::ids::{DutyId, TeamId};
use crate::teams::shift::DutyHalfDays;

/// Half-days on which a team works that serves the ward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServedHalfDays {
    /// The date.
    pub on: NaiveDate,
    /// One or both halves of it.
    pub half_days: DutyHalfDays,
    /// Goes to an island for days.
    pub island_mission: bool,
}

/// Name and telephone of the teams that serve a ward, in order of their number.
pub fn teams_serving(conn: &mut DbConn, ward_code: &str) -> StoreResult<Vec<(String, String)>> {
    Ok(team_wards::table
        .inner_join(teams::table)
        .filter(team_wards::ward_code.eq(ward_code))
        .order(teams::id)
        .select((teams::name, teams::hot_line))
        .load(conn)?)
}

/// When teams work that serve a ward, on these dates, both included; cancelled duties are left out.
pub fn half_days_serving(
    conn: &mut DbConn,
    ward_code: &str,
    from: NaiveDate,
    to: NaiveDate,
) -> StoreResult<Vec<ServedHalfDays>> {
    let team_ids: Vec<TeamId> =
        team_wards::table.filter(team_wards::ward_code.eq(ward_code)).select(team_wards::team_id).load(conn)?;
    let rows: Vec<(NaiveDate, DutyHalfDays, bool)> = duties::table
        .filter(duties::team_id.eq_any(team_ids))
        .filter(duties::on_date.between(storable(from), storable(to)))
        .filter(duties::cancelled_at.is_null())
        .order((duties::on_date, duties::id))
        .select((duties::on_date, duties::half_days, duties::island_mission))
        .load(conn)?;
    let served = |(on, half_days, island_mission)| ServedHalfDays { on, half_days, island_mission };
    Ok(rows.into_iter().map(served).collect())
}

/// Numbers of the duties of a date whose team serves the ward, in order; cancelled ones are left out.
pub fn duties_serving(conn: &mut DbConn, ward_code: &str, on: NaiveDate) -> StoreResult<Vec<DutyId>> {
    let team_ids: Vec<TeamId> =
        team_wards::table.filter(team_wards::ward_code.eq(ward_code)).select(team_wards::team_id).load(conn)?;
    Ok(duties::table
        .filter(duties::team_id.eq_any(team_ids))
        .filter(duties::on_date.eq(storable(on)))
        .filter(duties::cancelled_at.is_null())
        .order(duties::id)
        .select(duties::id)
        .load(conn)?)
}

/// Codes of the wards that some team serves.
pub fn served_wards(conn: &mut DbConn) -> StoreResult<HashSet<String>> {
    Ok(team_wards::table.select(team_wards::ward_code).distinct().load(conn)?.into_iter().collect())
}
