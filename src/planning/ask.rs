//! A planning run is asked for: its days are looked at, and it waits for whoever carries runs out.
use super::propose::{ProposeError, Span, refuse_wrong_span};
use super::store;
use crate::accounts::Staff;
use crate::db::DbConn;
use crate::web::Desk;

/// Stores a run that waits; gives its number.
///
/// # Errors
/// [`ProposeError::Span`], [`ProposeError::Beyond`].
pub fn ask(conn: &mut DbConn, desk: &Desk, staff: Option<&Staff>, span: Span) -> Result<i64, ProposeError> {
    let now = desk.now();
    refuse_wrong_span(desk, span, now)?;
    let seed = span.seed.unwrap_or_else(|| desk.dice.seed());
    Ok(store::add(conn, (span.from, span.to), seed, staff.map(|staff| staff.account_id), now)?)
}
