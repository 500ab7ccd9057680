//! Rows of `stops`: the sequences of duties.
use diesel::prelude::*;

use crate::db::schema::stops;
use crate::db::{DbConn, StoreResult};
use crate::visits::visit::Stop;

type StopRow = (i64, i64, i32, i32, i32, i32);

/// The stops of some duties, by duty and position.
pub fn stops_of_duties(conn: &mut DbConn, duty_ids: &[i64]) -> StoreResult<Vec<Stop>> {
    let rows: Vec<StopRow> =
        stops::table.filter(stops::duty_id.eq_any(duty_ids)).order((stops::duty_id, stops::position)).load(conn)?;
    Ok(rows.into_iter().map(stop).collect())
}

/// Where a visit stands.
pub fn stop_of(conn: &mut DbConn, visit_id: i64) -> StoreResult<Option<Stop>> {
    let row: Option<StopRow> = stops::table.find(visit_id).first(conn).optional()?;
    Ok(row.map(stop))
}

/// Replaces the sequences of some duties by new ones. A visit whose earlier place was in another, past duty moves.
pub fn replace_stops(conn: &mut DbConn, duty_ids: &[i64], sequence: &[Stop]) -> StoreResult<()> {
    diesel::delete(stops::table.filter(stops::duty_id.eq_any(duty_ids))).execute(conn)?;
    for stop in sequence {
        remove_stop(conn, stop.visit_id)?;
        let row = (
            stops::visit_id.eq(stop.visit_id),
            stops::duty_id.eq(stop.duty_id),
            stops::position.eq(stop.position),
            stops::arrives_secs.eq(stop.arrives_secs),
            stops::starts_secs.eq(stop.starts_secs),
            stops::departs_secs.eq(stop.departs_secs),
        );
        diesel::insert_into(stops::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// Takes a visit out of its sequence; the others keep their places and times, so the sequence stays feasible.
pub fn remove_stop(conn: &mut DbConn, visit_id: i64) -> StoreResult<()> {
    diesel::delete(stops::table.find(visit_id)).execute(conn)?;
    Ok(())
}

fn stop((visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs): StopRow) -> Stop {
    Stop { visit_id, duty_id, position, arrives_secs, starts_secs, departs_secs }
}
