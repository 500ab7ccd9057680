//! Rows of `remarks`.
use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::remarks;
use crate::db::{DbConn, Engines, StoreResult};
use crate::families::remarks::kinds::{RemarkAnswer, RemarkContact, RemarkEnd, RemarkKind, RemarkWords};
use crate::ids::{AccountId, RemarkId};
use crate::sealed::Sealed;

/// Answered remarks that a list shows.
const ENDED_SHOWN: i64 = 20;
/// Open remarks that a list shows; more than the office can answer in weeks.
const WAITING_SHOWN: i64 = 500;

/// A remark to be stored.
pub struct NewRow<'a> {
    /// By which it is asked about.
    pub number: &'a str,
    /// What it is.
    pub kind: RemarkKind,
    /// The ward that it is about.
    pub ward_code: Option<&'a str>,
    /// What was said.
    pub words: &'a Sealed<RemarkWords>,
    /// Who said it.
    pub contact: Option<Sealed<RemarkContact>>,
    /// When it came.
    pub received_at: Timestamp,
    /// Of a complaint: until when it must be taken up or not.
    pub accept_by: Option<NaiveDate>,
}

/// A remark as it stands.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = remarks)]
pub struct Remark {
    /// Its number in the database.
    pub id: RemarkId,
    /// By which it is asked about.
    pub number: String,
    /// What it is.
    pub kind: RemarkKind,
    /// The ward that it is about; none: everybody's.
    pub ward_code: Option<String>,
    /// What was said; empty once it was forgotten.
    #[diesel(column_name = sealed_words)]
    pub words: Sealed<RemarkWords>,
    /// Who said it.
    #[diesel(column_name = sealed_contact)]
    pub contact: Option<Sealed<RemarkContact>>,
    /// When it came.
    pub received_at: Timestamp,
    /// Of a complaint: until when it must be taken up or not.
    pub accept_by: Option<NaiveDate>,
    /// When it was taken up.
    pub accepted_at: Option<Timestamp>,
    /// Until when it must be decided, once it was taken up.
    pub due_on: Option<NaiveDate>,
    /// When it was extended.
    pub extended_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// How.
    pub ended_as: Option<RemarkEnd>,
    /// What was answered.
    #[diesel(column_name = sealed_answer)]
    pub answer: Option<Sealed<RemarkAnswer>>,
}

impl Remark {
    /// The day that comes next: to be taken up, then to be decided; none where the law sets no day.
    pub fn next_clock(&self) -> Option<NaiveDate> {
        match self.ended_at {
            Some(_) => None,
            None => self.due_on.or(self.accept_by),
        }
    }

    /// Whether that day is over.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.next_clock().is_some_and(|by| by < today)
    }
}

/// Stores a remark; gives its number in the database.
pub fn add(conn: &mut DbConn, new: &NewRow<'_>) -> StoreResult<RemarkId> {
    let row = (
        (remarks::number.eq(new.number), remarks::kind.eq(new.kind), remarks::ward_code.eq(new.ward_code)),
        remarks::sealed_words.eq(new.words.as_stored()),
        remarks::sealed_contact.eq(new.contact.as_ref().map(Sealed::as_stored)),
        (remarks::received_at.eq(new.received_at), remarks::accept_by.eq(new.accept_by)),
    );
    Ok(diesel::insert_into(remarks::table).values(row).returning(remarks::id).get_result(conn)?)
}

/// The remark with this public number.
pub fn by_number(conn: &mut DbConn, number: &str) -> StoreResult<Option<Remark>> {
    let row = remarks::table
        .filter(remarks::number.eq(number))
        .select(<Remark as Selectable<Engines>>::construct_selection());
    Ok(row.first(conn).optional()?)
}

/// One remark, locked until the transaction ends.
pub fn lock(conn: &mut DbConn, id: RemarkId) -> StoreResult<Option<Remark>> {
    crate::lock_rows!(conn, remarks::table.filter(remarks::id.eq(id)).select(remarks::id))?;
    find(conn, id)
}

/// One remark.
pub fn find(conn: &mut DbConn, id: RemarkId) -> StoreResult<Option<Remark>> {
    let row = remarks::table.filter(remarks::id.eq(id)).select(<Remark as Selectable<Engines>>::construct_selection());
    Ok(row.first(conn).optional()?)
}

/// Remarks that nobody has answered, oldest first.
pub fn waiting(conn: &mut DbConn, wards: Option<&[String]>) -> StoreResult<Vec<Remark>> {
    let rows = remarks::table
        .filter(remarks::ended_at.is_null())
        .select(<Remark as Selectable<Engines>>::construct_selection())
        .into_boxed();
    // What has a clock comes first: however many others came, no complaint is beyond the end of the list.
    let rows = rows.order((remarks::accept_by.is_null(), remarks::received_at, remarks::id)).limit(WAITING_SHOWN);
    Ok(match wards {
        Some(wards) => rows.filter(remarks::ward_code.is_null().or(remarks::ward_code.eq_any(wards))).load(conn)?,
        None => rows.load(conn)?,
    })
}

/// The last ones that were answered and are not forgotten, newest first.
pub fn ended(conn: &mut DbConn, wards: Option<&[String]>) -> StoreResult<Vec<Remark>> {
    let rows = remarks::table.filter(remarks::ended_at.is_not_null()).filter(remarks::forgotten_at.is_null());
    let rows = rows.select(<Remark as Selectable<Engines>>::construct_selection()).into_boxed();
    let rows = rows.order(remarks::ended_at.desc()).limit(ENDED_SHOWN);
    Ok(match wards {
        Some(wards) => rows.filter(remarks::ward_code.is_null().or(remarks::ward_code.eq_any(wards))).load(conn)?,
        None => rows.load(conn)?,
    })
}

/// Notes that a complaint was taken up.
pub fn accept(conn: &mut DbConn, id: RemarkId, due_on: NaiveDate, now: Timestamp) -> StoreResult<()> {
    let changes = (remarks::accepted_at.eq(now), remarks::due_on.eq(due_on));
    diesel::update(remarks::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Moves the day of its decision.
pub fn extend(conn: &mut DbConn, id: RemarkId, due_on: NaiveDate, now: Timestamp) -> StoreResult<()> {
    let changes = (remarks::extended_at.eq(now), remarks::due_on.eq(due_on));
    diesel::update(remarks::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Ends it.
pub fn end(
    conn: &mut DbConn,
    id: RemarkId,
    ended_as: RemarkEnd,
    ended_by: AccountId,
    answer: Option<&Sealed<RemarkAnswer>>,
    now: Timestamp,
) -> StoreResult<()> {
    let changes = (
        remarks::ended_at.eq(now),
        remarks::ended_as.eq(ended_as),
        remarks::ended_by.eq(ended_by),
        remarks::sealed_answer.eq(answer.map(Sealed::as_stored)),
    );
    diesel::update(remarks::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Takes the texts out of remarks that ended before a moment; gives of how many.
pub fn forget_ended(conn: &mut DbConn, before: Timestamp, limit: i64, now: Timestamp) -> StoreResult<usize> {
    let old = remarks::table.filter(remarks::ended_at.lt(before)).filter(remarks::forgotten_at.is_null());
    let ids: Vec<RemarkId> = old.order(remarks::ended_at).limit(limit).select(remarks::id).load(conn)?;
    let changes = (
        remarks::sealed_words.eq(""),
        remarks::sealed_contact.eq(None::<String>),
        remarks::sealed_answer.eq(None::<String>),
        remarks::forgotten_at.eq(now),
    );
    Ok(diesel::update(remarks::table.filter(remarks::id.eq_any(&ids))).set(changes).execute(conn)?)
}
