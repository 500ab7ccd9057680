//! Rows of `hand_edits` and `hand_edit_duties`, and where holds stand.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::content::{Content, HoldRow, StopRow};
use super::{Act, EditedDuty, HandEdit, Informs};
use crate::clock::Timestamp;
use crate::db::schema::{accounts, duties, hand_edit_duties, hand_edits, holds};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{AccountId, DutyId, HandEditId, HoldId, VisitId};
use crate::teams::store as teams;
use crate::visits::store as visits;

crate::stored_code!(Act, Informs);

type Row = (HandEditId, NaiveDate, Act, Option<VisitId>, Informs, AccountId, Timestamp, Option<Timestamp>);
type Columns = (
    hand_edits::id,
    hand_edits::on_date,
    hand_edits::act,
    hand_edits::visit_id,
    hand_edits::informs,
    hand_edits::made_by,
    hand_edits::made_at,
    hand_edits::undone_at,
);
const COLUMNS: Columns = (
    hand_edits::id,
    hand_edits::on_date,
    hand_edits::act,
    hand_edits::visit_id,
    hand_edits::informs,
    hand_edits::made_by,
    hand_edits::made_at,
    hand_edits::undone_at,
);

/// An edit to store.
pub struct NewEdit<'a> {
    /// The day of the plan.
    pub on: NaiveDate,
    /// What was done.
    pub act: Act,
    /// To which visit.
    pub visit_id: Option<VisitId>,
    /// What families learn of it.
    pub informs: Informs,
    /// The rows as they were.
    pub before: &'a Content,
    /// The rows as they are.
    pub after: &'a Content,
    /// The duties that it changed.
    pub duties: &'a [EditedDuty],
    /// Who did it.
    pub made_by: AccountId,
}

/// What stands in some duties that are locked for this transaction.
pub fn content(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Content> {
    Ok(Content {
        stops: visits::stops_of_duties(conn, duty_ids)?.into_iter().map(StopRow::from).collect(),
        holds: holds(conn, duty_ids)?,
        placements: visits::hand_placements(conn, duty_ids)?,
        locked: teams::locked_duties(conn, duty_ids)?,
    })
}

/// Where the places stand that are kept in some duties, in order of their numbers.
fn holds(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Vec<HoldRow>> {
    let rows: Vec<(HoldId, i32)> = holds::table
        .filter(holds::duty_id.eq_any(duty_ids))
        .filter(holds::ended_at.is_null())
        .order(holds::id)
        .select((holds::id, holds::position))
        .load(conn)?;
    Ok(rows.into_iter().map(|(hold_id, position)| HoldRow { hold_id, position }).collect())
}

/// Stores an edit.
pub fn add(conn: &mut DbConn, new: &NewEdit<'_>, now: Timestamp) -> StoreResult<HandEditId> {
    let row = (
        hand_edits::on_date.eq(new.on),
        hand_edits::act.eq(new.act),
        hand_edits::visit_id.eq(new.visit_id),
        hand_edits::informs.eq(new.informs),
        hand_edits::rows_before.eq(written(new.before)?),
        hand_edits::rows_after.eq(written(new.after)?),
        hand_edits::made_by.eq(new.made_by),
        hand_edits::made_at.eq(now),
    );
    let id: HandEditId =
        diesel::insert_into(hand_edits::table).values(row).returning(hand_edits::id).get_result(conn)?;
    for duty in new.duties {
        let row = (
            hand_edit_duties::edit_id.eq(id),
            hand_edit_duties::duty_id.eq(duty.duty_id),
            hand_edit_duties::stamp_before.eq(duty.stamp_before),
            hand_edit_duties::stamp_after.eq(duty.stamp_after),
        );
        diesel::insert_into(hand_edit_duties::table).values(row).execute(conn)?;
    }
    Ok(id)
}

fn written(content: &Content) -> StoreResult<String> {
    serde_json::to_string(content).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// An edit.
pub fn find(conn: &mut DbConn, id: HandEditId) -> StoreResult<Option<HandEdit>> {
    let row: Option<Row> = hand_edits::table.find(id).select(COLUMNS).first(conn).optional()?;
    Ok(with_duties(conn, row.into_iter().collect())?.pop())
}

/// The last edits of a day, newest first.
pub fn of_day(conn: &mut DbConn, on: NaiveDate, limit: i64) -> StoreResult<Vec<HandEdit>> {
    let rows: Vec<Row> = hand_edits::table
        .filter(hand_edits::on_date.eq(on))
        .order(hand_edits::id.desc())
        .limit(limit)
        .select(COLUMNS)
        .load(conn)?;
    with_duties(conn, rows)
}

fn with_duties(conn: &mut DbConn, rows: Vec<Row>) -> StoreResult<Vec<HandEdit>> {
    let ids: Vec<HandEditId> = rows.iter().map(|row| row.0).collect();
    let duties: Vec<(HandEditId, DutyId, i64, i64)> = hand_edit_duties::table
        .filter(hand_edit_duties::edit_id.eq_any(&ids))
        .order((hand_edit_duties::edit_id, hand_edit_duties::duty_id))
        .load(conn)?;
    let edit = |(id, on, act, visit_id, informs, made_by, made_at, undone_at): Row| {
        let own = duties.iter().filter(|(edit_id, ..)| *edit_id == id);
        let own = own.map(|(_, duty_id, stamp_before, stamp_after)| EditedDuty {
            duty_id: *duty_id,
            stamp_before: *stamp_before,
            stamp_after: *stamp_after,
        });
        HandEdit { id, on, act, visit_id, informs, made_by, made_at, undone_at, duties: own.collect() }
    };
    Ok(rows.into_iter().map(edit).collect())
}

/// The rows before and after an edit.
pub fn contents(conn: &mut DbConn, id: HandEditId) -> StoreResult<[Content; 2]> {
    let (before, after): (String, String) =
        hand_edits::table.find(id).select((hand_edits::rows_before, hand_edits::rows_after)).first(conn)?;
    let read = |text: &str| {
        serde_json::from_str(text).map_err(|error| StoreError::Damaged(format!("hand_edits {id}: {error}")))
    };
    Ok([read(&before)?, read(&after)?])
}

/// Notes that an edit was undone, or that it counts again.
pub fn set_undone(conn: &mut DbConn, id: HandEditId, undone: Option<(AccountId, Timestamp)>) -> StoreResult<()> {
    let changes = (
        hand_edits::undone_by.eq(undone.map(|(account_id, _)| account_id)),
        hand_edits::undone_at.eq(undone.map(|(_, at)| at)),
    );
    diesel::update(hand_edits::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// A content that was known by one stamp has come back under another: every edit that rests on it says so.
pub fn rename_stamp(conn: &mut DbConn, duty_id: DutyId, old: i64, new: i64) -> StoreResult<()> {
    let of_duty = || hand_edit_duties::table.filter(hand_edit_duties::duty_id.eq(duty_id));
    let before = of_duty().filter(hand_edit_duties::stamp_before.eq(old));
    diesel::update(before).set(hand_edit_duties::stamp_before.eq(new)).execute(conn)?;
    let after = of_duty().filter(hand_edit_duties::stamp_after.eq(old));
    diesel::update(after).set(hand_edit_duties::stamp_after.eq(new)).execute(conn)?;
    Ok(())
}

/// A duty as the database names it now.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// The duty.
    pub duty_id: DutyId,
    /// Its version.
    pub version: i32,
    /// The stamp of its content.
    pub stamp: i64,
}

/// Versions and stamps of some duties that stand, in order of their numbers.
pub fn named(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Vec<Named>> {
    let rows: Vec<(DutyId, i32, i64)> = duties::table
        .filter(duties::id.eq_any(duty_ids))
        .filter(duties::cancelled_at.is_null())
        .order(duties::id)
        .select((duties::id, duties::version, duties::stamp))
        .load(conn)?;
    Ok(rows.into_iter().map(|(duty_id, version, stamp)| Named { duty_id, version, stamp }).collect())
}

/// The names of some colleagues.
pub fn names(conn: &mut DbConn, ids: &[AccountId]) -> StoreResult<Vec<(AccountId, String)>> {
    let rows = accounts::table.filter(accounts::id.eq_any(ids)).select((accounts::id, accounts::display_name));
    Ok(rows.load(conn)?)
}
