//! Rows of `spent_passes`.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::spent_passes as spent;
use crate::db::{DbConn, StoreResult};

/// Notes that something was used; false when it was before. What is too old to be used is dropped.
pub fn spend(conn: &mut DbConn, pass: &str, expires_at: Timestamp, now: Timestamp) -> StoreResult<bool> {
    diesel::delete(spent::table.filter(spent::expires_at.le(now))).execute(conn)?;
    let row = (spent::pass.eq(pass), spent::expires_at.eq(expires_at));
    Ok(crate::insert_or_ignore!(conn, spent::table, row)? == 1)
}
