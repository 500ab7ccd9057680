//! Reading what waits: visits whose window is over, cases near their deadline.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Late, NearDeadline};
use crate::clock::Timestamp;
use crate::db::schema::{cases, duties, stops, teams, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::DutyId;
use crate::seconds::TimeOfDay;

#[diesel::dsl::auto_type(no_type_alias)]
fn case_stands() -> _ {
    cases::refused_at.is_null().and(cases::withdrawn_at.is_null())
}

#[diesel::dsl::auto_type(no_type_alias)]
fn is_to_come() -> _ {
    visits::closed_at.is_null().and(visits::cancelled_at.is_null())
}

/// Visits of today in these wards (none = all) whose told window is over and where nobody has arrived, the longest first.
pub fn late(
    conn: &mut DbConn,
    ward_codes: Option<&[String]>,
    today: NaiveDate,
    now: TimeOfDay,
) -> StoreResult<Vec<Late>> {
    let mut query = visits::table
        .inner_join(cases::table)
        .inner_join(duties::table.on(visits::duty_id.eq(duties::id.nullable())))
        .inner_join(teams::table.on(duties::team_id.eq(teams::id)))
        .filter(visits::promised_on.eq(today))
        .filter(is_to_come())
        .filter(case_stands())
        .filter(visits::arrived_at.is_null())
        .filter(visits::window_to_secs.lt(now))
        .order((visits::window_to_secs, visits::id))
        .select((cases::code, cases::ward_code, teams::name, visits::window_to_secs, visits::en_route_at))
        .into_boxed();
    if let Some(ward_codes) = ward_codes {
        query = query.filter(cases::ward_code.eq_any(ward_codes));
    }
    type Row = (String, String, String, Option<TimeOfDay>, Option<Timestamp>);
    let rows: Vec<Row> = query.load(conn)?;
    let read = |(code, ward_code, team, window_to, en_route_at): Row| {
        Some(Late { code, ward_code, team, window_to: window_to?, is_en_route: en_route_at.is_some() })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Cases in these wards (none = all) that stand, whose card is needed from `today` until `until`, and that have neither a
/// half-day nor a visit that ended well: nobody has come, or somebody must come again.
pub fn near_deadline(
    conn: &mut DbConn,
    ward_codes: Option<&[String]>,
    today: NaiveDate,
    until: NaiveDate,
) -> StoreResult<Vec<NearDeadline>> {
    let of_case = || visits::table.filter(visits::case_id.eq(cases::id)).filter(visits::cancelled_at.is_null());
    let is_taken = of_case().filter(visits::closed_at.is_null()).filter(visits::promised_on.ge(today));
    let to_come = of_case().filter(visits::closed_at.is_null());
    let ended = of_case().filter(visits::closed_at.is_not_null());
    let needs_somebody = diesel::dsl::exists(to_come).or(diesel::dsl::not(diesel::dsl::exists(ended)));
    let mut query = cases::table
        .filter(case_stands())
        .filter(cases::deadline_on.between(today, until))
        .filter(diesel::dsl::not(diesel::dsl::exists(is_taken)))
        .filter(needs_somebody)
        .order((cases::deadline_on, cases::id))
        .select((cases::code, cases::ward_code, cases::deadline_on, cases::verified_at))
        .into_boxed();
    if let Some(ward_codes) = ward_codes {
        query = query.filter(cases::ward_code.eq_any(ward_codes));
    }
    type Row = (String, String, Option<NaiveDate>, Option<Timestamp>);
    let rows: Vec<Row> = query.load(conn)?;
    let read = |(code, ward_code, deadline_on, verified_at): Row| {
        Some(NearDeadline { code, ward_code, deadline_on: deadline_on?, is_approved: verified_at.is_some() })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// A stop of an approved case in a duty, with what was reported.
pub struct StopRow {
    /// The duty.
    pub duty_id: DutyId,
    /// Public code of the case.
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// People to capture.
    pub captures: i32,
    /// When the team is expected; none for a stop that has no times yet.
    pub arrives: Option<TimeOfDay>,
    /// When it begins.
    pub starts: Option<TimeOfDay>,
    /// When it leaves.
    pub departs: Option<TimeOfDay>,
    /// When the window ends that the family was told.
    pub window_to: Option<TimeOfDay>,
    /// The team left for it.
    pub is_en_route: bool,
    /// The team arrived.
    pub has_arrived: bool,
    /// It ended.
    pub is_closed: bool,
}

/// The stops of approved cases in these duties, in driving order.
pub fn stops_of_duties(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Vec<StopRow>> {
    type Times = (Option<TimeOfDay>, Option<TimeOfDay>, Option<TimeOfDay>, Option<TimeOfDay>);
    type Row = ((DutyId, String, String, i32), Times, (bool, bool, bool));
    let times = (stops::arrives_secs, stops::starts_secs, stops::departs_secs, visits::window_to_secs);
    let reports =
        (visits::en_route_at.is_not_null(), visits::arrived_at.is_not_null(), visits::closed_at.is_not_null());
    let rows: Vec<Row> = stops::table
        .inner_join(visits::table.on(stops::visit_id.eq(visits::id)))
        .inner_join(cases::table.on(visits::case_id.eq(cases::id)))
        .filter(stops::duty_id.eq_any(duty_ids))
        .filter(cases::verified_at.is_not_null())
        .order((stops::duty_id, stops::position))
        .select(((stops::duty_id, cases::code, cases::ward_code, visits::captures), times, reports))
        .load(conn)?;
    let row = |((duty_id, code, ward_code, captures), (arrives, starts, departs, window_to), reports): Row| StopRow {
        duty_id,
        code,
        ward_code,
        captures,
        arrives,
        starts,
        departs,
        window_to,
        is_en_route: reports.0,
        has_arrived: reports.1,
        is_closed: reports.2,
    };
    Ok(rows.into_iter().map(row).collect())
}
