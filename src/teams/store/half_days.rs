//! Rows of `exceptional_half_days`.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::storable;
use crate::calendar::{ExceptionalHalfDay, HalfDay};
use crate::clock::Timestamp;
use crate::db::schema::{accounts, exceptional_half_days as half_days};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, HalfDayId};
use crate::teams::half_day::OpenedHalfDay;

crate::stored_code!(HalfDay);

type HalfDayRow = (HalfDayId, NaiveDate, HalfDay, String, String, Timestamp);
const HALF_DAY: (
    half_days::id,
    half_days::on_date,
    half_days::half_day,
    accounts::display_name,
    half_days::reason,
    half_days::opened_at,
) = (
    half_days::id,
    half_days::on_date,
    half_days::half_day,
    accounts::display_name,
    half_days::reason,
    half_days::opened_at,
);

/// Adds a half-day; one that was opened before is a unique violation.
pub fn add_half_day(conn: &mut DbConn, opened: &OpenedHalfDay, account_id: AccountId) -> StoreResult<HalfDayId> {
    let row = (
        half_days::on_date.eq(opened.on),
        half_days::half_day.eq(opened.half_day),
        half_days::opened_by.eq(account_id),
        half_days::reason.eq(&opened.reason),
        half_days::opened_at.eq(opened.opened_at),
    );
    Ok(diesel::insert_into(half_days::table).values(row).returning(half_days::id).get_result(conn)?)
}

/// What was opened on these dates, both included, in the calendar's own words.
pub fn exceptional_half_days(
    conn: &mut DbConn,
    from: NaiveDate,
    to: NaiveDate,
) -> StoreResult<Vec<ExceptionalHalfDay>> {
    let rows: Vec<HalfDayRow> = half_days::table
        .inner_join(accounts::table)
        .filter(half_days::on_date.between(storable(from), storable(to)))
        .order((half_days::on_date, half_days::id))
        .select(HALF_DAY)
        .load(conn)?;
    let exception =
        |(_, on, half_day, opened_by, reason, _): HalfDayRow| ExceptionalHalfDay { on, half_day, opened_by, reason };
    Ok(rows.into_iter().map(exception).collect())
}

/// What was opened, in order of number, after a number.
pub fn list_half_days(conn: &mut DbConn, after: i64, limit: i64) -> StoreResult<Vec<OpenedHalfDay>> {
    let rows: Vec<HalfDayRow> = half_days::table
        .inner_join(accounts::table)
        .filter(half_days::id.gt(after))
        .order(half_days::id)
        .limit(limit)
        .select(HALF_DAY)
        .load(conn)?;
    Ok(rows.into_iter().map(half_day).collect())
}

/// What is open on a date or later, in order of date.
pub fn half_days_from(conn: &mut DbConn, from: NaiveDate) -> StoreResult<Vec<OpenedHalfDay>> {
    let rows: Vec<HalfDayRow> = half_days::table
        .inner_join(accounts::table)
        .filter(half_days::on_date.ge(from))
        .order((half_days::on_date, half_days::id))
        .select(HALF_DAY)
        .load(conn)?;
    Ok(rows.into_iter().map(half_day).collect())
}

fn half_day((id, on, half_day, opened_by, reason, opened_at): HalfDayRow) -> OpenedHalfDay {
    OpenedHalfDay { id, on, half_day, opened_by, reason, opened_at }
}
