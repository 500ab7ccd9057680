//! Lists that are carried out or undone: claimed by one process at a time, whose lease is known by how often the list was
//! taken in hand.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::lists;
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, ListId};
use crate::lists::ListState;

/// A list that is worked on.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its number.
    pub id: ListId,
    /// Who brought it.
    pub account_id: AccountId,
    /// Whether it is undone; else it is carried out.
    pub is_undo: bool,
    /// How often it was taken in hand.
    pub tries: i32,
}

#[diesel::dsl::auto_type(no_type_alias)]
fn waiting(now: Timestamp) -> _ {
    let codes: [&'static str; 2] = [ListState::Confirmed.code(), ListState::Undoing.code()];
    let free = lists::claimed_until.is_null().or(lists::claimed_until.le(now).assume_not_null());
    lists::table.filter(lists::state.eq_any(codes)).filter(free)
}

/// Whether [`claim`] would find something: asked without a lock.
pub fn is_any_free(conn: &mut DbConn, now: Timestamp) -> StoreResult<bool> {
    Ok(waiting(now).select(lists::id).first::<ListId>(conn).optional()?.is_some())
}

/// Takes the oldest list in hand that nobody holds.
pub fn claim(conn: &mut DbConn, claimed_until: Timestamp, now: Timestamp) -> StoreResult<Option<Job>> {
    let found = waiting(now).order((lists::state, lists::id)).select((
        lists::id,
        lists::account_id,
        lists::state,
        lists::tries,
    ));
    let found: Option<(ListId, AccountId, String, i32)> = found.first(conn).optional()?;
    let Some((id, account_id, state, tries)) = found else { return Ok(None) };
    let job = Job { id, account_id, is_undo: state == ListState::Undoing.code(), tries: tries + 1 };
    let row = lists::table.filter(lists::id.eq(id)).filter(lists::tries.eq(tries)).filter(lists::state.eq(state));
    let taken = (lists::claimed_until.eq(claimed_until), lists::tries.eq(job.tries));
    Ok((diesel::update(row).set(taken).execute(conn)? == 1).then_some(job))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn in_hand(job: &Job) -> _ {
    let (id, tries): (ListId, i32) = (job.id, job.tries);
    let state: &'static str = state_of(job);
    lists::table.filter(lists::id.eq(id)).filter(lists::tries.eq(tries)).filter(lists::state.eq(state))
}

fn state_of(job: &Job) -> &'static str {
    if job.is_undo { ListState::Undoing.code() } else { ListState::Confirmed.code() }
}

/// Notes that some more rows are done and holds the list for longer; false when the lease was lost.
pub fn add_done(conn: &mut DbConn, job: &Job, rows: i32, claimed_until: Timestamp) -> StoreResult<bool> {
    let changes = (lists::rows_done.eq(lists::rows_done + rows), lists::claimed_until.eq(claimed_until));
    Ok(diesel::update(in_hand(job)).set(changes).execute(conn)? == 1)
}

/// Lays a list back for the next process.
pub fn lay_back(conn: &mut DbConn, job: &Job) -> StoreResult<()> {
    diesel::update(in_hand(job)).set(lists::claimed_until.eq(None::<Timestamp>)).execute(conn)?;
    Ok(())
}

/// Ends the work; false when the lease was lost.
pub fn end(conn: &mut DbConn, job: &Job, state: ListState, expires_at: Timestamp, now: Timestamp) -> StoreResult<bool> {
    let times = (lists::ended_at.eq(now), lists::expires_at.eq(expires_at), lists::claimed_until.eq(None::<Timestamp>));
    let changes = (lists::state.eq(state.code()), lists::version.eq(lists::version + 1), times);
    Ok(diesel::update(in_hand(job)).set(changes).execute(conn)? == 1)
}
