//! Rows of `wrong_checks`: wrong tries of a day by keyed hash, shared by all processes.
use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::wrong_checks as tries;
use crate::db::{DbConn, StoreResult};

/// Counts a try; false when `most` were counted already. The row stays ours until the transaction ends.
pub fn count_try(conn: &mut DbConn, subject: &str, on: NaiveDate, most: i32) -> StoreResult<bool> {
    let none = (tries::subject.eq(subject), tries::checked_on.eq(on), tries::tries.eq(0));
    crate::insert_or_ignore!(conn, tries::table, none)?;
    let row = tries::table.find((subject, on)).filter(tries::tries.lt(most));
    Ok(diesel::update(row).set(tries::tries.eq(tries::tries + 1)).execute(conn)? == 1)
}

/// Takes back a try that turned out to be right.
pub fn take_back_try(conn: &mut DbConn, subject: &str, on: NaiveDate) -> StoreResult<()> {
    let row = tries::table.find((subject, on)).filter(tries::tries.gt(0));
    diesel::update(row).set(tries::tries.eq(tries::tries - 1)).execute(conn)?;
    Ok(())
}

/// Drops what was counted of a subject today.
pub fn forget_try(conn: &mut DbConn, subject: &str, on: NaiveDate) -> StoreResult<()> {
    diesel::delete(tries::table.find((subject, on))).execute(conn)?;
    Ok(())
}

/// Drops what was counted on earlier days.
pub fn forget_before(conn: &mut DbConn, today: NaiveDate) -> StoreResult<()> {
    diesel::delete(tries::table.filter(tries::checked_on.lt(today))).execute(conn)?;
    Ok(())
}
