//! Databases of the benches' own, and what is counted in them afterwards.
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::config::DatabaseSettings;
use crate::db::schema::{cases, consents, duties, outbox_mails, stops, visits};
use crate::db::{Db, DbConn, StoreResult};
use crate::ids::{DutyId, VisitId};

/// One statement outside any transaction, on a server's own database.
pub fn on_server(settings: &DatabaseSettings, statement: &str) -> StoreResult<()> {
    Db::open(settings)?.read(|conn| Ok(conn.batch_execute(statement)?))
}

/// Visits with a place, in order.
pub fn placed(conn: &mut DbConn) -> StoreResult<Vec<VisitId>> {
    Ok(stops::table.select(stops::visit_id).order(stops::visit_id).load(conn)?)
}

/// Visits with a half-day, in order.
pub fn booked(conn: &mut DbConn) -> StoreResult<Vec<VisitId>> {
    let booked = visits::table.filter(visits::booked_at.is_not_null());
    Ok(booked.select(visits::id).order(visits::id).load(conn)?)
}

/// Every duty with the captures it can make.
pub fn capacities(conn: &mut DbConn) -> StoreResult<Vec<(DutyId, i32)>> {
    Ok(duties::table.select((duties::id, duties::capacity)).order(duties::id).load(conn)?)
}

/// Cases, and cases that nobody agreed to.
pub fn cases_and_unagreed(conn: &mut DbConn) -> StoreResult<(i64, i64)> {
    let all: i64 = cases::table.count().get_result(conn)?;
    let agreed = cases::table.filter(cases::id.eq_any(consents::table.select(consents::case_id)));
    let agreed: i64 = agreed.count().get_result(conn)?;
    Ok((all, all - agreed))
}

/// Mails of a kind.
pub fn mails(conn: &mut DbConn, kind: &str) -> StoreResult<i64> {
    Ok(outbox_mails::table.filter(outbox_mails::kind.eq(kind)).count().get_result(conn)?)
}
