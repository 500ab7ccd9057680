//! Which cases are over.
use chrono::NaiveDate;
use diesel::dsl::{auto_type, exists, not};
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{cases, data_requests, outcomes, seal_keys, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;
use crate::keys::store::Kind;

/// Cases that ended before a moment (taken back, refused, or every visit done or cancelled), that wait for no card and no
/// visit, and that still identify somebody.
pub fn ended_before(conn: &mut DbConn, before: Timestamp, today: NaiveDate, limit: i64) -> StoreResult<Vec<CaseId>> {
    // Of all cases ever, those that still have a key are few; one that ended before has a key from before.
    let keyed = seal_keys::table
        .inner_join(cases::table.on(cases::code.eq(seal_keys::id)))
        .filter(seal_keys::wrapped.is_not_null())
        .filter(seal_keys::kind.eq(Kind::Case))
        .filter(seal_keys::created_at.lt(before))
        .filter(is_over(before, today));
    let mut found: Vec<CaseId> =
        keyed.order((seal_keys::created_at, cases::id)).limit(limit).select(cases::id).load(conn)?;
    // Cases from before cases had keys are the first ones, and there will never be more.
    let unkeyed = cases::table.filter(cases::id.lt(first_keyed(conn)?)).filter(is_over(before, today));
    found.extend(unkeyed.order(cases::id).limit(limit).select(cases::id).load::<CaseId>(conn)?);
    Ok(found)
}

/// Whether one case is such a one.
pub fn has_ended(conn: &mut DbConn, id: CaseId, before: Timestamp, today: NaiveDate) -> StoreResult<bool> {
    let one = cases::table.filter(cases::id.eq(id)).filter(is_over(before, today)).select(cases::id);
    Ok(one.first::<CaseId>(conn).optional()?.is_some())
}

/// The number of the first case that ever had a key.
fn first_keyed(conn: &mut DbConn) -> StoreResult<CaseId> {
    let oldest = seal_keys::table.filter(seal_keys::kind.eq(Kind::Case)).order(seal_keys::created_at);
    let oldest: Option<String> = oldest.select(seal_keys::id).first(conn).optional()?;
    let Some(code) = oldest else { return Ok(CaseId(i64::MAX)) };
    let id: Option<CaseId> = cases::table.filter(cases::code.eq(code)).select(cases::id).first(conn).optional()?;
    Ok(id.unwrap_or(CaseId(i64::MAX)))
}

#[auto_type(no_type_alias)]
fn is_over(before: Timestamp, today: NaiveDate) -> _ {
    let visited = visits::table.filter(visits::case_id.eq(cases::id));
    let open = visits::table
        .filter(visits::case_id.eq(cases::id))
        .filter(visits::closed_at.is_null())
        .filter(visits::cancelled_at.is_null());
    let recent = visits::table
        .filter(visits::case_id.eq(cases::id))
        .filter(visits::closed_at.ge(before).or(visits::cancelled_at.ge(before)));
    let expected = outcomes::table
        .inner_join(visits::table)
        .filter(visits::case_id.eq(cases::id))
        .filter(outcomes::due_on.ge(today));
    let erased =
        data_requests::table.filter(data_requests::case_id.eq(cases::id)).filter(data_requests::done_at.is_not_null());
    let taken_back = cases::withdrawn_at.is_not_null().and(cases::withdrawn_at.lt(before).assume_not_null());
    let refused = cases::refused_at.is_not_null().and(cases::refused_at.lt(before).assume_not_null());
    let approved = cases::verified_at.is_not_null().and(cases::verified_at.lt(before).assume_not_null());
    let ended = taken_back.or(refused).or(approved.and(exists(visited)));
    ended.and(not(exists(open))).and(not(exists(recent))).and(not(exists(expected))).and(not(exists(erased)))
}
