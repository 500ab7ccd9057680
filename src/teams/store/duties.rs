//! Reading `duties` with their team, kit and officers, and what is booked into them.
use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{FIRST_DATE, LAST_DATE, storable, wards_of};
use crate::clock::Timestamp;
use crate::db::schema::{duties, duty_officers, kits, officers, stops, teams, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, DutyId, KitId, OfficerId, TeamId};
use crate::seconds::{Seconds, TimeOfDay};
use crate::teams::duty::{Booked, Cancelled, Duty, DutyOfficer, DutyTeam};
use crate::teams::kit::Kit;
use crate::teams::shift::DutyHalfDays;
use crate::teams::shift::{Break, Shift};
use crate::teams::team::BasePoint;

crate::stored_code!(DutyHalfDays);

type StateRow = (Option<Timestamp>, Option<Timestamp>, Option<String>);
type OwnRow = (DutyId, NaiveDate, DutyHalfDays, i32, bool, i32, i64, Seconds, StateRow);
type ShiftRow = (TimeOfDay, TimeOfDay, Option<TimeOfDay>, Option<TimeOfDay>, Option<Seconds>);
type TeamRow = (TeamId, String, String, String, f64, f64);
type DutyRow = (OwnRow, ShiftRow, TeamRow, (KitId, String));

/// What a list of duties is limited to.
#[derive(Clone, Copy, Debug)]
pub struct DutyFilter {
    /// First date; `None` from the beginning.
    pub from: Option<NaiveDate>,
    /// Last date; `None` to the end.
    pub to: Option<NaiveDate>,
    /// Only this team's.
    pub team_id: Option<TeamId>,
}

/// All duties that join their team and kit; filters come on top.
macro_rules! duty_rows {
    () => {
        duties::table.inner_join(teams::table).inner_join(kits::table).select((
            (
                duties::id,
                duties::on_date,
                duties::half_days,
                duties::capacity,
                duties::island_mission,
                duties::version,
                duties::stamp,
                duties::staff_secs,
                (duties::published_at, duties::cancelled_at, duties::cancelled_reason),
            ),
            (
                duties::starts_secs,
                duties::ends_secs,
                duties::break_earliest_secs,
                duties::break_latest_secs,
                duties::break_secs,
            ),
            (teams::id, teams::name, teams::hot_line, teams::base_ward_code, teams::base_lat, teams::base_lng),
            (kits::id, kits::name),
        ))
    };
}

/// A duty, cancelled or not.
pub fn duty(conn: &mut DbConn, id: DutyId) -> StoreResult<Option<Duty>> {
    let row: Option<DutyRow> = duty_rows!().filter(duties::id.eq(id)).first(conn).optional()?;
    Ok(complete(conn, row.into_iter().collect())?.pop())
}

/// Some duties, in order of their number; cancelled ones are left out.
pub fn not_cancelled(conn: &mut DbConn, ids: &[DutyId]) -> StoreResult<Vec<Duty>> {
    let rows: Vec<DutyRow> = duty_rows!()
        .filter(duties::id.eq_any(ids))
        .filter(duties::cancelled_at.is_null())
        .order(duties::id)
        .load(conn)?;
    complete(conn, rows)
}

/// Duties that stand on these dates, both included, in order of date and number; of these teams, or of all.
pub fn duties_between(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
    team_ids: Option<&[TeamId]>,
) -> StoreResult<Vec<Duty>> {
    let rows: Vec<DutyRow> = duty_rows!()
        .filter(duties::on_date.between(storable(from), storable(to)))
        .filter(duties::cancelled_at.is_null())
        .order((duties::on_date, duties::id))
        .load(conn)?;
    let wanted = |row: &DutyRow| team_ids.is_none_or(|ids| ids.contains(&row.2.0));
    complete(conn, rows.into_iter().filter(wanted).collect())
}

/// The duties of a date that stand and that the officer of an account is part of.
pub fn duties_of_officer(conn: &mut DbConn, account_id: AccountId, on: NaiveDate) -> StoreResult<Vec<Duty>> {
    let ids: Vec<DutyId> = duty_officers::table
        .inner_join(officers::table)
        .inner_join(duties::table)
        .filter(officers::account_id.eq(account_id))
        .filter(duties::on_date.eq(on))
        .select(duties::id)
        .load(conn)?;
    let mut standing = duties_between(conn, on, on, None)?;
    standing.retain(|duty| ids.contains(&duty.id));
    standing.sort_by_key(|duty| (duty.shift.starts_secs, duty.id));
    Ok(standing)
}

/// The duties from a date on that an officer stands in, in order of date and number; cancelled ones are left out.
pub fn coming_duties_of_officer(conn: &mut DbConn, id: OfficerId, from: NaiveDate) -> StoreResult<Vec<DutyId>> {
    let rows = duty_officers::table
        .inner_join(duties::table)
        .filter(duty_officers::officer_id.eq(id))
        .filter(duties::on_date.ge(storable(from)))
        .filter(duties::cancelled_at.is_null())
        .order((duties::on_date, duties::id))
        .select(duties::id);
    Ok(rows.load(conn)?)
}

/// The duties from a date on that a kit goes out with, in order of date and number; cancelled ones are left out.
pub fn coming_duties_of_kit(conn: &mut DbConn, id: KitId, from: NaiveDate) -> StoreResult<Vec<DutyId>> {
    let rows = duties::table
        .filter(duties::kit_id.eq(id))
        .filter(duties::on_date.ge(storable(from)))
        .filter(duties::cancelled_at.is_null())
        .order((duties::on_date, duties::id))
        .select(duties::id);
    Ok(rows.load(conn)?)
}

/// The duties from a date on of a team, in order of date and number; cancelled ones are left out.
pub fn coming_duties_of_team(conn: &mut DbConn, id: TeamId, from: NaiveDate) -> StoreResult<Vec<DutyId>> {
    let rows = duties::table
        .filter(duties::team_id.eq(id))
        .filter(duties::on_date.ge(storable(from)))
        .filter(duties::cancelled_at.is_null())
        .order((duties::on_date, duties::id))
        .select(duties::id);
    Ok(rows.load(conn)?)
}

/// Duties in order of their number, after a number, cancelled ones too.
pub fn list_duties(conn: &mut DbConn, filter: &DutyFilter, after: i64, limit: i64) -> StoreResult<Vec<Duty>> {
    let from = filter.from.map_or(FIRST_DATE, storable);
    let to = filter.to.map_or(LAST_DATE, storable);
    let (first_team, last_team) = filter.team_id.map_or((TeamId::UNSTORED, TeamId(i64::MAX)), |id| (id, id));
    let rows: Vec<DutyRow> = duty_rows!()
        .filter(duties::id.gt(after))
        .filter(duties::on_date.between(from, to))
        .filter(duties::team_id.between(first_team, last_team))
        .order(duties::id)
        .limit(limit)
        .load(conn)?;
    complete(conn, rows)
}

/// What stands in a duty's sequence.
pub fn booked(conn: &mut DbConn, duty_id: DutyId) -> StoreResult<Booked> {
    let captures: Vec<i32> = stops::table
        .inner_join(visits::table)
        .filter(stops::duty_id.eq(duty_id))
        .select(visits::captures)
        .load(conn)?;
    Ok(Booked { stops: captures.len(), captures: captures.iter().sum() })
}

fn complete(conn: &mut DbConn, rows: Vec<DutyRow>) -> StoreResult<Vec<Duty>> {
    let duty_ids: Vec<DutyId> = rows.iter().map(|row| row.0.0).collect();
    let mut team_ids: Vec<TeamId> = rows.iter().map(|row| row.2.0).collect();
    team_ids.sort_unstable();
    team_ids.dedup();
    let wards = wards_of(conn, &team_ids)?;
    let mut officers = officers_of(conn, &duty_ids)?;
    Ok(rows.into_iter().map(|row| duty_of(row, &wards, &mut officers)).collect())
}

fn officers_of(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<HashMap<DutyId, Vec<DutyOfficer>>> {
    let rows: Vec<(DutyId, OfficerId, String, String)> = duty_officers::table
        .inner_join(officers::table)
        .filter(duty_officers::duty_id.eq_any(duty_ids))
        .order((duty_officers::duty_id, officers::id))
        .select((duty_officers::duty_id, officers::id, officers::full_name, officers::badge_number))
        .load(conn)?;
    let mut officers: HashMap<DutyId, Vec<DutyOfficer>> = HashMap::new();
    for (duty_id, id, full_name, badge_number) in rows {
        officers.entry(duty_id).or_default().push(DutyOfficer { id, full_name, badge_number });
    }
    Ok(officers)
}

fn duty_of(
    (own, shift, team, kit): DutyRow,
    wards: &HashMap<TeamId, Vec<String>>,
    officers: &mut HashMap<DutyId, Vec<DutyOfficer>>,
) -> Duty {
    let (id, on, half_days, capacity, island_mission, version, stamp, staff_secs, state) = own;
    let (published_at, cancelled_at, cancelled_reason) = state;
    let (team_id, team_name, hot_line, base_ward_code, lat, lng) = team;
    Duty {
        id,
        team: DutyTeam {
            id: team_id,
            name: team_name,
            hot_line,
            ward_codes: wards.get(&team_id).cloned().unwrap_or_default(),
            base_ward_code,
            base: BasePoint { lat, lng },
        },
        kit: Kit { id: kit.0, name: kit.1 },
        on,
        half_days,
        shift: shift_of(shift),
        capacity,
        officers: officers.remove(&id).unwrap_or_default(),
        island_mission,
        staff_secs,
        version,
        stamp,
        published_at,
        cancelled: cancelled_at.map(|at| Cancelled { at, reason: cancelled_reason.unwrap_or_default() }),
    }
}

fn shift_of((starts_secs, ends_secs, earliest, latest, duration): ShiftRow) -> Shift {
    let rest = match (earliest, latest, duration) {
        (Some(earliest_secs), Some(latest_secs), Some(duration_secs)) => {
            Some(Break { earliest_secs, latest_secs, duration_secs })
        }
        _ => None,
    };
    Shift { starts_secs, ends_secs, rest }
}
