//! Who waits: visits of approved cases that no half-day is booked for.
use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{VisitRow, visit};
use crate::db::schema::{cases, visits};
use crate::db::{DbConn, StoreResult};
use crate::visits::visit::Visit;

/// Open visits of approved cases in these wards (none = all) without a half-day from today on, in order of their
/// numbers. One whose day has passed without anybody coming waits again (R28).
pub fn waiting(conn: &mut DbConn, ward_codes: Option<&[String]>, today: NaiveDate) -> StoreResult<Vec<Visit>> {
    let mut query = visits::table
        .inner_join(cases::table)
        .filter(visits::closed_at.is_null())
        .filter(visits::cancelled_at.is_null())
        .filter(visits::en_route_at.is_null())
        .filter(visits::arrived_at.is_null())
        .filter(visits::booked_at.is_null().or(visits::promised_on.lt(today)))
        .filter(cases::verified_at.is_not_null())
        .filter(cases::refused_at.is_null())
        .filter(cases::withdrawn_at.is_null())
        .order(visits::id)
        .select(VisitRow::as_select())
        .into_boxed();
    if let Some(ward_codes) = ward_codes {
        query = query.filter(cases::ward_code.eq_any(ward_codes));
    }
    Ok(query.load(conn)?.into_iter().map(visit).collect())
}

/// Approved cases that have no visit at all yet, in order of their numbers.
pub fn unvisited_cases(conn: &mut DbConn) -> StoreResult<Vec<i64>> {
    let query = cases::table
        .filter(cases::verified_at.is_not_null())
        .filter(cases::refused_at.is_null())
        .filter(cases::withdrawn_at.is_null())
        .filter(not(exists(visits::table.filter(visits::case_id.eq(cases::id)))))
        .order(cases::id)
        .select(cases::id);
    Ok(query.load(conn)?)
}
