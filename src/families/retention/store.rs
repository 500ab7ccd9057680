//! Which cases are over.
use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{cases, data_requests, outcomes, visits};
use crate::db::{DbConn, StoreResult};

/// Cases that ended before a moment (taken back, refused, or every visit done or cancelled), that wait for no card and no
/// visit, and that still identify somebody.
pub fn ended_before(conn: &mut DbConn, moment: (Timestamp, NaiveDate), limit: i64) -> StoreResult<Vec<i64>> {
    over(conn, moment, None, limit)
}

/// Whether one case is such a one.
pub fn is_over(conn: &mut DbConn, id: i64, moment: (Timestamp, NaiveDate)) -> StoreResult<bool> {
    Ok(!over(conn, moment, Some(id), 1)?.is_empty())
}

fn over(
    conn: &mut DbConn,
    (before, today): (Timestamp, NaiveDate),
    only: Option<i64>,
    limit: i64,
) -> StoreResult<Vec<i64>> {
    let of_case = || visits::table.filter(visits::case_id.eq(cases::id));
    let open = of_case().filter(visits::closed_at.is_null()).filter(visits::cancelled_at.is_null());
    let recent = of_case().filter(visits::closed_at.ge(before).or(visits::cancelled_at.ge(before)));
    let expected = outcomes::table
        .inner_join(visits::table)
        .filter(visits::case_id.eq(cases::id))
        .filter(outcomes::due_on.ge(today));
    let erased =
        data_requests::table.filter(data_requests::case_id.eq(cases::id)).filter(data_requests::done_at.is_not_null());
    let taken_back = cases::withdrawn_at.lt(before).assume_not_null();
    let refused = cases::refused_at.lt(before).assume_not_null();
    let visited = cases::verified_at.lt(before).assume_not_null().and(diesel::dsl::exists(of_case()));
    let mut ended = cases::table
        .filter(
            (cases::withdrawn_at.is_not_null().and(taken_back))
                .or(cases::refused_at.is_not_null().and(refused))
                .or(cases::verified_at.is_not_null().and(visited)),
        )
        .filter(diesel::dsl::not(diesel::dsl::exists(open)))
        .filter(diesel::dsl::not(diesel::dsl::exists(recent)))
        .filter(diesel::dsl::not(diesel::dsl::exists(expected)))
        .filter(diesel::dsl::not(diesel::dsl::exists(erased)))
        .into_boxed();
    if let Some(id) = only {
        ended = ended.filter(cases::id.eq(id));
    }
    Ok(ended.order(cases::id).limit(limit).select(cases::id).load(conn)?)
}
