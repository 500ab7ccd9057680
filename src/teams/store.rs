//! Rows of `officers`, `kits` and `teams`; duties and exceptional half-days stand in the files beside.
use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;

use super::kit::Kit;
use super::officer::Officer;
use super::team::{BasePoint, Team};
use crate::accounts::Role;
use crate::clock::Timestamp;
use crate::db::schema::{accounts, kits, officers, team_wards, teams};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, KitId, OfficerId, TeamId};

mod absences;
mod duties;
mod duty_changes;
mod half_days;
mod locked_duties;
mod serving;

pub use absences::{leaves, outages};
pub use duties::{
    DutyFilter, booked, coming_duties_of_kit, coming_duties_of_officer, coming_duties_of_team, duties_between,
    duties_of_officer, duty, list_duties, not_cancelled,
};
pub use duty_changes::{
    add_duty, bump_version, cancel_duty, change_duty, lock_duties, lock_free_duty, mark_published, restamp,
};
pub use half_days::{add_half_day, exceptional_half_days, half_days_from, list_half_days};
pub use locked_duties::{lock_order, locked_duties, unlock_order};
pub use serving::{ServedHalfDays, duties_serving, half_days_serving, served_wards, teams_serving};

/// Dates before and after every duty.
const FIRST_DATE: NaiveDate = NaiveDate::from_ymd_opt(1000, 1, 1).expect("a real date");
const LAST_DATE: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a real date");

type OfficerRow = (OfficerId, String, String, Option<AccountId>, Option<Timestamp>);
const OFFICER: (officers::id, officers::full_name, officers::badge_number, officers::account_id, officers::retired_at) =
    (officers::id, officers::full_name, officers::badge_number, officers::account_id, officers::retired_at);

type TeamRow = (TeamId, String, String, String, f64, f64, i32);
const TEAM: (
    teams::id,
    teams::name,
    teams::hot_line,
    teams::base_ward_code,
    teams::base_lat,
    teams::base_lng,
    teams::version,
) = (teams::id, teams::name, teams::hot_line, teams::base_ward_code, teams::base_lat, teams::base_lng, teams::version);

/// Adds an officer; a taken badge or account is a unique violation.
pub fn add_officer(conn: &mut DbConn, officer: &Officer) -> StoreResult<OfficerId> {
    let row = (
        officers::full_name.eq(&officer.full_name),
        officers::badge_number.eq(&officer.badge_number),
        officers::account_id.eq(officer.account_id),
    );
    Ok(diesel::insert_into(officers::table).values(row).returning(officers::id).get_result(conn)?)
}

/// Officers who work here at a moment, or whoever ever did, in order of their number, after a number.
pub fn list_officers(conn: &mut DbConn, after: i64, limit: i64, at: Option<Timestamp>) -> StoreResult<Vec<Officer>> {
    let at = at.unwrap_or(Timestamp::local(FIRST_DATE, NaiveTime::MIN));
    let rows: Vec<OfficerRow> = officers::table
        .filter(officers::id.gt(after))
        .filter(officers::retired_at.is_null().or(officers::retired_at.gt(at)))
        .order(officers::id)
        .limit(limit)
        .select(OFFICER)
        .load(conn)?;
    Ok(rows.into_iter().map(officer).collect())
}

/// The officer who signs in with an account.
pub fn officer_of_account(conn: &mut DbConn, account_id: AccountId) -> StoreResult<Option<Officer>> {
    let row = officers::table.filter(officers::account_id.eq(account_id));
    let row: Option<OfficerRow> = row.select(OFFICER).first(conn).optional()?;
    Ok(row.map(officer))
}

/// Whether an account that is not disabled has the role of officer.
pub fn is_account_of_role_officer(conn: &mut DbConn, account_id: AccountId) -> StoreResult<bool> {
    let found: Option<AccountId> = accounts::table
        .filter(accounts::id.eq(account_id))
        .filter(accounts::role.eq(Role::Officer))
        .filter(accounts::disabled_at.is_null())
        .select(accounts::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The officer, retired or not; on PostgreSQL nobody else can hold them until this transaction ends.
pub fn hold_officer(conn: &mut DbConn, id: OfficerId) -> StoreResult<Option<Officer>> {
    let row = officers::table.filter(officers::id.eq(id));
    let held = diesel::update(row).set(officers::badge_number.eq(officers::badge_number)).execute(conn)?;
    if held == 0 {
        return Ok(None);
    }
    officer_by_id(conn, id)
}

/// An officer, retired or not.
pub fn officer_by_id(conn: &mut DbConn, id: OfficerId) -> StoreResult<Option<Officer>> {
    let row: Option<OfficerRow> = officers::table.filter(officers::id.eq(id)).select(OFFICER).first(conn).optional()?;
    Ok(row.map(officer))
}

/// Writes what may change about an officer; a taken badge or account is a unique violation.
pub fn change_officer(conn: &mut DbConn, officer: &Officer) -> StoreResult<()> {
    let changes = (
        officers::full_name.eq(&officer.full_name),
        officers::badge_number.eq(&officer.badge_number),
        officers::account_id.eq(officer.account_id),
        officers::retired_at.eq(officer.retired_from.map(|from| Timestamp::local(from, NaiveTime::MIN))),
    );
    diesel::update(officers::table.filter(officers::id.eq(officer.id))).set(changes).execute(conn)?;
    Ok(())
}

/// Adds a kit; a taken name is a unique violation.
pub fn add_kit(conn: &mut DbConn, name: &str) -> StoreResult<KitId> {
    let row = kits::name.eq(name);
    Ok(diesel::insert_into(kits::table).values(row).returning(kits::id).get_result(conn)?)
}

/// Kits that are not retired, in order of their number, after a number.
pub fn list_kits(conn: &mut DbConn, after: i64, limit: i64) -> StoreResult<Vec<Kit>> {
    let rows: Vec<(KitId, String)> = kits::table
        .filter(kits::id.gt(after))
        .filter(kits::retired_at.is_null())
        .order(kits::id)
        .limit(limit)
        .select((kits::id, kits::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name)| Kit { id, name }).collect())
}

/// A kit, retired or not.
pub fn kit_by_id(conn: &mut DbConn, id: KitId) -> StoreResult<Option<Kit>> {
    let name: Option<String> = kits::table.filter(kits::id.eq(id)).select(kits::name).first(conn).optional()?;
    Ok(name.map(|name| Kit { id, name }))
}

/// Gives a kit another name; a taken one is a unique violation.
pub fn rename_kit(conn: &mut DbConn, id: KitId, name: &str) -> StoreResult<()> {
    diesel::update(kits::table.filter(kits::id.eq(id))).set(kits::name.eq(name)).execute(conn)?;
    Ok(())
}

/// The kit if not retired; on PostgreSQL nobody else can hold it until this transaction ends.
pub fn hold_kit(conn: &mut DbConn, id: KitId) -> StoreResult<Option<Kit>> {
    let row = kits::table.filter(kits::id.eq(id)).filter(kits::retired_at.is_null());
    let held = diesel::update(row).set(kits::name.eq(kits::name)).execute(conn)?;
    if held == 0 {
        return Ok(None);
    }
    let name = kits::table.filter(kits::id.eq(id)).select(kits::name).first(conn)?;
    Ok(Some(Kit { id, name }))
}

/// Adds a team with its wards; a taken name is a unique violation.
pub fn add_team(conn: &mut DbConn, team: &Team) -> StoreResult<TeamId> {
    let row = (
        teams::name.eq(&team.name),
        teams::hot_line.eq(&team.hot_line),
        teams::base_ward_code.eq(&team.base_ward_code),
        teams::base_lat.eq(team.base.lat),
        teams::base_lng.eq(team.base.lng),
        teams::version.eq(team.version),
    );
    let id: TeamId = diesel::insert_into(teams::table).values(row).returning(teams::id).get_result(conn)?;
    for ward_code in &team.ward_codes {
        let row = (team_wards::team_id.eq(id), team_wards::ward_code.eq(ward_code));
        diesel::insert_into(team_wards::table).values(row).execute(conn)?;
    }
    Ok(id)
}

/// Writes what may change about a team whose version is still the one that was read; false when somebody was faster. A
/// taken name is a unique violation.
pub fn change_team(conn: &mut DbConn, team: &Team, expected: i32) -> StoreResult<bool> {
    let row = teams::table.filter(teams::id.eq(team.id)).filter(teams::version.eq(expected));
    let changes = (
        teams::name.eq(&team.name),
        teams::hot_line.eq(&team.hot_line),
        teams::base_ward_code.eq(&team.base_ward_code),
        teams::base_lat.eq(team.base.lat),
        teams::base_lng.eq(team.base.lng),
        teams::version.eq(expected.saturating_add(1)),
    );
    if diesel::update(row).set(changes).execute(conn)? == 0 {
        return Ok(false);
    }
    diesel::delete(team_wards::table.filter(team_wards::team_id.eq(team.id))).execute(conn)?;
    for ward_code in &team.ward_codes {
        let row = (team_wards::team_id.eq(team.id), team_wards::ward_code.eq(ward_code));
        diesel::insert_into(team_wards::table).values(row).execute(conn)?;
    }
    Ok(true)
}

/// A team that is not retired.
pub fn team(conn: &mut DbConn, id: TeamId) -> StoreResult<Option<Team>> {
    Ok(list_teams(conn, id.0 - 1, 1)?.into_iter().find(|team| team.id == id))
}

/// Teams that are not retired, in order of their number, after a number.
pub fn list_teams(conn: &mut DbConn, after: i64, limit: i64) -> StoreResult<Vec<Team>> {
    let rows: Vec<TeamRow> = teams::table
        .filter(teams::id.gt(after))
        .filter(teams::retired_at.is_null())
        .order(teams::id)
        .limit(limit)
        .select(TEAM)
        .load(conn)?;
    let ids: Vec<TeamId> = rows.iter().map(|row| row.0).collect();
    let mut wards = wards_of(conn, &ids)?;
    Ok(rows.into_iter().map(|row| team_of(row, &mut wards)).collect())
}

/// Codes of the wards that each of these teams serves, in order.
pub fn wards_of(conn: &mut DbConn, team_ids: &[TeamId]) -> StoreResult<HashMap<TeamId, Vec<String>>> {
    let rows: Vec<(TeamId, String)> = team_wards::table
        .filter(team_wards::team_id.eq_any(team_ids))
        .order((team_wards::team_id, team_wards::ward_code))
        .select((team_wards::team_id, team_wards::ward_code))
        .load(conn)?;
    let mut wards: HashMap<TeamId, Vec<String>> = HashMap::new();
    for (team_id, ward_code) in rows {
        wards.entry(team_id).or_default().push(ward_code);
    }
    Ok(wards)
}

/// The nearest date that PostgreSQL can hold and SQLite compares rightly as text; requesters may name year 262142.
fn storable(on: NaiveDate) -> NaiveDate {
    on.clamp(FIRST_DATE, LAST_DATE)
}

fn officer((id, full_name, badge_number, account_id, retired_at): OfficerRow) -> Officer {
    Officer { id, full_name, badge_number, account_id, retired_from: retired_at.map(Timestamp::date) }
}

fn team_of(row: TeamRow, wards: &mut HashMap<TeamId, Vec<String>>) -> Team {
    let (id, name, hot_line, base_ward_code, lat, lng, version) = row;
    Team {
        id,
        name,
        hot_line,
        ward_codes: wards.remove(&id).unwrap_or_default(),
        base_ward_code,
        base: BasePoint { lat, lng },
        version,
    }
}
