//! Rows of `feedback`.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{cases, feedback, visits};
use crate::db::{DbConn, StoreResult};
use crate::families::feedback::{Ease, Feedback, FeedbackText, StoredFeedback};
use crate::ids::{FeedbackId, VisitId};
use crate::sealed::Sealed;

crate::stored_code!(Ease);

type Row = (FeedbackId, String, Ease, bool, Option<String>, Timestamp);

/// Adds what was said of a visit; false when something is there already.
pub fn add(
    conn: &mut DbConn,
    visit_id: VisitId,
    said: &Feedback,
    text: Option<&Sealed<FeedbackText>>,
    now: Timestamp,
) -> StoreResult<bool> {
    let row = (
        feedback::visit_id.eq(visit_id),
        feedback::ease.eq(said.ease),
        feedback::on_time.eq(said.on_time),
        feedback::sealed_text.eq(text.map(Sealed::as_stored)),
        feedback::given_at.eq(now),
    );
    Ok(crate::insert_or_ignore!(conn, feedback::table, row)? == 1)
}

/// Puts something else in its place; the week to change it goes on from the first time.
pub fn change(
    conn: &mut DbConn,
    visit_id: VisitId,
    said: &Feedback,
    text: Option<&Sealed<FeedbackText>>,
) -> StoreResult<()> {
    let changes = (
        feedback::ease.eq(said.ease),
        feedback::on_time.eq(said.on_time),
        feedback::sealed_text.eq(text.map(Sealed::as_stored)),
    );
    diesel::update(feedback::table.filter(feedback::visit_id.eq(visit_id))).set(changes).execute(conn)?;
    Ok(())
}

/// What was said of a visit.
pub fn of_visit(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<Option<StoredFeedback>> {
    let row: Option<Row> = feedback::table
        .inner_join(visits::table.inner_join(cases::table))
        .filter(feedback::visit_id.eq(visit_id))
        .select((
            feedback::id,
            cases::ward_code,
            feedback::ease,
            feedback::on_time,
            feedback::sealed_text,
            feedback::given_at,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(stored))
}

/// What was said from a moment on and before another one, by ward, first said first.
pub fn between(conn: &mut DbConn, from: Timestamp, before: Timestamp) -> StoreResult<Vec<StoredFeedback>> {
    let rows: Vec<Row> = feedback::table
        .inner_join(visits::table.inner_join(cases::table))
        .filter(feedback::given_at.ge(from))
        .filter(feedback::given_at.lt(before))
        .order((cases::ward_code, feedback::id))
        .select((
            feedback::id,
            cases::ward_code,
            feedback::ease,
            feedback::on_time,
            feedback::sealed_text,
            feedback::given_at,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(stored).collect())
}

fn stored((id, ward_code, ease, on_time, text, given_at): Row) -> StoredFeedback {
    StoredFeedback { id, ward_code, ease, on_time, text: text.map(Sealed::stored), given_at }
}

/// Takes the texts of some visits away; the sums stay.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_texts(conn: &mut DbConn, visit_ids: &[VisitId]) -> StoreResult<()> {
    let rows = feedback::table.filter(feedback::visit_id.eq_any(visit_ids));
    diesel::update(rows).set(feedback::sealed_text.eq(None::<String>)).execute(conn)?;
    Ok(())
}
