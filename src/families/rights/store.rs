//! Rows of `rights_requests`.
use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{cases, rights_requests as requests};
use crate::db::{DbConn, StoreResult};
use crate::families::rights::kinds::{RightsAnswer, RightsChannel, RightsEnd, RightsKind, RightsWords};
use crate::ids::{AccountId, CaseId, RightsRequestId};
use crate::sealed::Sealed;
use crate::seconds::TimeOfDay;

/// A request to be stored.
pub struct NewRow<'a> {
    /// What is asked.
    pub kind: RightsKind,
    /// How it came.
    pub channel: RightsChannel,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// Whose it is; none: everybody's.
    pub ward_code: Option<&'a str>,
    /// What was asked.
    pub words: &'a Sealed<RightsWords>,
    /// When it came.
    pub received_at: Timestamp,
    /// Who wrote it down.
    pub recorded_by: AccountId,
    /// Until when the person must hear that it arrived.
    pub acknowledge_by: Option<NaiveDate>,
    /// When the person did.
    pub acknowledged_at: Option<Timestamp>,
    /// Until when it must be done.
    pub due_at: Timestamp,
}

/// A request as it stands.
#[derive(Clone, Queryable)]
pub struct StoredRequest {
    /// Its number.
    pub id: RightsRequestId,
    /// What is asked.
    pub kind: RightsKind,
    /// How it came.
    pub channel: RightsChannel,
    /// The case that it is about.
    pub case_id: Option<CaseId>,
    /// The code of that case.
    pub code: Option<String>,
    /// Whose it is; none: everybody's.
    pub ward_code: Option<String>,
    /// What was asked; unreadable when its key was destroyed.
    pub words: Sealed<RightsWords>,
    /// When it came.
    pub received_at: Timestamp,
    /// Until when the person must hear that it arrived.
    pub acknowledge_by: Option<NaiveDate>,
    /// When the person did.
    pub acknowledged_at: Option<Timestamp>,
    /// Until when it must be done.
    pub due_at: Timestamp,
    /// When it was extended.
    pub extended_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// How it ended.
    pub ended_as: Option<RightsEnd>,
}

impl StoredRequest {
    /// The moment that comes next: to acknowledge, then to be done.
    pub fn next_clock(&self) -> Timestamp {
        match (self.acknowledge_by, self.acknowledged_at) {
            (Some(by), None) => Timestamp::local_secs(by, TimeOfDay::LAST).min(self.due_at),
            _ => self.due_at,
        }
    }
}

#[diesel::dsl::auto_type(no_type_alias)]
fn with_code() -> _ {
    requests::table.left_join(cases::table).select((
        (requests::id, requests::kind, requests::channel, requests::case_id),
        cases::code.nullable(),
        (requests::ward_code, requests::sealed_words, requests::received_at),
        (requests::acknowledge_by, requests::acknowledged_at, requests::due_at, requests::extended_at),
        (requests::ended_at, requests::ended_as),
    ))
}

type Row = (
    (RightsRequestId, RightsKind, RightsChannel, Option<CaseId>),
    Option<String>,
    (Option<String>, Sealed<RightsWords>, Timestamp),
    (Option<NaiveDate>, Option<Timestamp>, Timestamp, Option<Timestamp>),
    (Option<Timestamp>, Option<RightsEnd>),
);

fn request(row: Row) -> StoredRequest {
    let ((id, kind, channel, case_id), code, (ward_code, words, received_at), clocks, (ended_at, ended_as)) = row;
    let (acknowledge_by, acknowledged_at, due_at, extended_at) = clocks;
    StoredRequest {
        id,
        kind,
        channel,
        case_id,
        code,
        ward_code,
        words,
        received_at,
        acknowledge_by,
        acknowledged_at,
        due_at,
        extended_at,
        ended_at,
        ended_as,
    }
}

/// Stores a request; gives its number.
pub fn add(conn: &mut DbConn, new: &NewRow<'_>) -> StoreResult<RightsRequestId> {
    let row = (
        (requests::kind.eq(new.kind), requests::channel.eq(new.channel)),
        (requests::case_id.eq(new.case_id), requests::ward_code.eq(new.ward_code)),
        requests::sealed_words.eq(new.words.as_stored()),
        (requests::received_at.eq(new.received_at), requests::recorded_by.eq(new.recorded_by)),
        (requests::acknowledge_by.eq(new.acknowledge_by), requests::acknowledged_at.eq(new.acknowledged_at)),
        requests::due_at.eq(new.due_at),
    );
    Ok(diesel::insert_into(requests::table).values(row).returning(requests::id).get_result(conn)?)
}

/// One request.
pub fn find(conn: &mut DbConn, id: RightsRequestId) -> StoreResult<Option<StoredRequest>> {
    Ok(with_code().filter(requests::id.eq(id)).first::<Row>(conn).optional()?.map(request))
}

/// The same, locked until the transaction ends.
pub fn lock(conn: &mut DbConn, id: RightsRequestId) -> StoreResult<Option<StoredRequest>> {
    crate::lock_rows!(conn, requests::table.filter(requests::id.eq(id)).select(requests::id))?;
    find(conn, id)
}

/// Requests that have not ended.
pub fn open_requests(conn: &mut DbConn) -> StoreResult<Vec<StoredRequest>> {
    let rows: Vec<Row> =
        with_code().filter(requests::ended_at.is_null()).order((requests::due_at, requests::id)).load(conn)?;
    Ok(rows.into_iter().map(request).collect())
}

/// All requests about a case, oldest first.
pub fn of_case(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<StoredRequest>> {
    let rows: Vec<Row> = with_code().filter(requests::case_id.eq(case_id)).order(requests::id).load(conn)?;
    Ok(rows.into_iter().map(request).collect())
}

/// Notes that the person heard that it arrived.
pub fn acknowledge(conn: &mut DbConn, id: RightsRequestId, now: Timestamp) -> StoreResult<()> {
    diesel::update(requests::table.find(id)).set(requests::acknowledged_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Moves the end of its clock.
pub fn extend(conn: &mut DbConn, id: RightsRequestId, due_at: Timestamp, now: Timestamp) -> StoreResult<()> {
    let changes = (requests::due_at.eq(due_at), requests::extended_at.eq(now));
    diesel::update(requests::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Ends it.
pub fn end(
    conn: &mut DbConn,
    id: RightsRequestId,
    ended_as: RightsEnd,
    ended_by: AccountId,
    answer: Option<&Sealed<RightsAnswer>>,
    now: Timestamp,
) -> StoreResult<()> {
    let changes = (
        requests::ended_at.eq(now),
        requests::ended_as.eq(ended_as),
        requests::ended_by.eq(ended_by),
        requests::sealed_answer.eq(answer.map(Sealed::as_stored)),
    );
    diesel::update(requests::table.find(id)).set(changes).execute(conn)?;
    Ok(())
}

/// Takes the texts about a case out: with its family goes what it said. That it asked, and when it was answered, stays.
pub fn forget_texts(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    let changes = (requests::sealed_words.eq(""), requests::sealed_answer.eq(None::<String>));
    diesel::update(requests::table.filter(requests::case_id.eq(case_id))).set(changes).execute(conn)?;
    Ok(())
}
