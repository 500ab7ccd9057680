//! Rows that stand beside a case: return channels, requests about data, consents with their end.
use chrono::NaiveDate;
use diesel::prelude::*;

use crate::cases::case::ConsentPurpose;
use crate::cases::data_request::{DataRequest, DataRequestKind};
use crate::cases::kinds::Channel;
use crate::cases::kinds::ReturnChannel;
use crate::clock::Timestamp;
use crate::db::schema::{cases, consents, data_requests as requests, return_channels as channels};
use crate::db::{DbConn, StoreResult};
use crate::ids::{CaseId, DataRequestId};

/// A consent with its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentGiven {
    /// For what.
    pub purpose: ConsentPurpose,
    /// Which wording.
    pub text_version: String,
    /// How it reached us.
    pub channel: Channel,
    /// When.
    pub given_at: Timestamp,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

/// How a family wants its cards back; none when it has not chosen.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn return_channel_of(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Option<ReturnChannel>> {
    Ok(channels::table.find(case_id).select(channels::channel).first(conn).optional()?)
}

/// Notes how a family wants its cards back.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn set_return_channel(
    conn: &mut DbConn,
    case_id: CaseId,
    channel: ReturnChannel,
    now: Timestamp,
) -> StoreResult<()> {
    let changes = (channels::channel.eq(channel), channels::chosen_at.eq(now));
    if diesel::update(channels::table.find(case_id)).set(changes).execute(conn)? == 0 {
        let row = (channels::case_id.eq(case_id), channels::channel.eq(channel), channels::chosen_at.eq(now));
        crate::insert_or_ignore!(conn, channels::table, row)?;
    }
    Ok(())
}

type RequestRow = (DataRequestId, CaseId, Timestamp, Option<Timestamp>, NaiveDate, Option<Timestamp>);
type RequestColumns = (
    requests::id,
    requests::case_id,
    requests::asked_at,
    requests::acknowledged_at,
    requests::due_on,
    requests::done_at,
);
const REQUEST: RequestColumns = (
    requests::id,
    requests::case_id,
    requests::asked_at,
    requests::acknowledged_at,
    requests::due_on,
    requests::done_at,
);

/// Stores a request, acknowledged at once; false when the case has one of this kind already.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn add_data_request(
    conn: &mut DbConn,
    case_id: CaseId,
    kind: DataRequestKind,
    due_on: NaiveDate,
    now: Timestamp,
) -> StoreResult<bool> {
    let row = (
        requests::case_id.eq(case_id),
        requests::kind.eq(kind),
        requests::asked_at.eq(now),
        requests::acknowledged_at.eq(now),
        requests::due_on.eq(due_on),
    );
    Ok(crate::insert_or_ignore!(conn, requests::table, row)? == 1)
}

/// The request of a kind that a case has.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn data_request_of(conn: &mut DbConn, case_id: CaseId, kind: DataRequestKind) -> StoreResult<Option<DataRequest>> {
    let row = requests::table.filter(requests::case_id.eq(case_id)).filter(requests::kind.eq(kind));
    Ok(row.select(REQUEST).first::<RequestRow>(conn).optional()?.map(request))
}

/// The requests that are to be done on a day at the latest, oldest first.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn due_data_requests(conn: &mut DbConn, today: NaiveDate) -> StoreResult<Vec<DataRequest>> {
    let rows = requests::table.filter(requests::done_at.is_null()).filter(requests::due_on.le(today));
    let found: Vec<RequestRow> = rows.order((requests::due_on, requests::id)).select(REQUEST).load(conn)?;
    Ok(found.into_iter().map(request).collect())
}

/// Notes that a request is done; false when it was done before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn finish_data_request(conn: &mut DbConn, id: DataRequestId, now: Timestamp) -> StoreResult<bool> {
    let row = requests::table.filter(requests::id.eq(id)).filter(requests::done_at.is_null());
    Ok(diesel::update(row).set(requests::done_at.eq(now)).execute(conn)? == 1)
}

/// Every consent of a case, also those that were withdrawn, oldest first.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn all_consents_of(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<ConsentGiven>> {
    type Row = (ConsentPurpose, String, Channel, Timestamp, Option<Timestamp>);
    let columns =
        (consents::purpose, consents::text_version, consents::channel, consents::given_at, consents::withdrawn_at);
    let rows: Vec<Row> =
        consents::table.filter(consents::case_id.eq(case_id)).order(consents::id).select(columns).load(conn)?;
    let consent = |(purpose, text_version, channel, given_at, withdrawn_at): Row| ConsentGiven {
        purpose,
        text_version,
        channel,
        given_at,
        withdrawn_at,
    };
    Ok(rows.into_iter().map(consent).collect())
}

/// Ends the consent to mail, and with it all mail; false when there was none.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn withdraw_messages(conn: &mut DbConn, case_id: CaseId, now: Timestamp) -> StoreResult<bool> {
    let standing = consents::table
        .filter(consents::case_id.eq(case_id))
        .filter(consents::purpose.eq(ConsentPurpose::Messages))
        .filter(consents::withdrawn_at.is_null());
    if diesel::update(standing).set(consents::withdrawn_at.eq(now)).execute(conn)? == 0 {
        return Ok(false);
    }
    let set = (cases::has_email.eq(false), cases::version.eq(cases::version + 1));
    diesel::update(cases::table.filter(cases::id.eq(case_id))).set(set).execute(conn)?;
    Ok(true)
}

fn request((id, case_id, asked_at, acknowledged_at, due_on, done_at): RequestRow) -> DataRequest {
    DataRequest { id, case_id, asked_at, acknowledged_at, due_on, done_at }
}
