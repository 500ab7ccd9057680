//! A planning run is asked for: its days are looked at, and it waits for whoever carries runs out. It can be stopped.
use super::propose::{ProposeError, Span, refuse_wrong_span};
use super::store;
use crate::accounts::{Permission, Staff};
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::ids::PlanningRunId;

/// Stores a run that waits; gives its number.
///
/// # Errors
/// [`ProposeError::Span`], [`ProposeError::Beyond`].
#[tracing::instrument(name = "ask_for_planning_run", skip_all)]
pub fn ask(conn: &mut DbConn, desk: &Desk, staff: Option<&Staff>, span: Span) -> Result<PlanningRunId, ProposeError> {
    let now = desk.now();
    refuse_wrong_span(desk, span, now)?;
    let seed = span.seed.unwrap_or_else(|| desk.dice.seed());
    Ok(store::add(conn, span.days(), seed, staff.map(|staff| staff.account_id), now)?)
}

/// Why a run cannot be stopped.
#[derive(Debug, thiserror::Error)]
pub enum StopError {
    /// There is no such run.
    #[error("không có lần xếp lịch này")]
    NotFound,
    /// Somebody else asked for it, for wards that this person does not plan.
    #[error("lần xếp lịch này do người khác yêu cầu")]
    NotYours,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Stops a run that has not ended: whoever asked for it may, and whoever plans for all wards.
///
/// # Errors
/// [`StopError`].
#[tracing::instrument(name = "stop_planning_run", skip_all, fields(planning_run_id = %id))]
pub fn stop(conn: &mut DbConn, desk: &Desk, staff: &Staff, id: PlanningRunId) -> Result<(), StopError> {
    let asked_by = store::asked_by(conn, id)?.ok_or(StopError::NotFound)?;
    if staff.wards_of(Permission::Plan).is_some() && asked_by != Some(staff.account_id) {
        return Err(StopError::NotYours);
    }
    store::ask_to_stop(conn, id, desk.now())?;
    Ok(())
}
