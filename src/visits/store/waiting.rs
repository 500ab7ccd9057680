//! Who waits: visits of approved cases that no half-day is booked for.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::{VisitRow, by_number};
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
        .select(VisitRow::as_select())
        .into_boxed();
    if let Some(ward_codes) = ward_codes {
        query = query.filter(cases::ward_code.eq_any(ward_codes));
    }
    Ok(by_number(query.load(conn)?))
}

/// How many visits wait for a half-day, whoever they are for; those of cases that nobody has decided are not among them.
pub fn count_waiting(conn: &mut DbConn) -> StoreResult<usize> {
    let waiting = visits::table
        .inner_join(cases::table)
        .filter(visits::closed_at.is_null())
        .filter(visits::cancelled_at.is_null())
        .filter(visits::en_route_at.is_null())
        .filter(visits::arrived_at.is_null())
        .filter(visits::booked_at.is_null())
        .filter(cases::verified_at.is_not_null());
    let count: i64 = waiting.count().get_result(conn)?;
    Ok(usize::try_from(count).unwrap_or(0))
}
