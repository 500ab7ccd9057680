//! Rows of `handovers`: one for each case that somebody filled in.
use diesel::prelude::*;

use crate::cases::handover::{Handover, SecretWay};
use crate::cases::kinds::Relation;
use crate::db::schema::handovers as rows;
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;

/// Keeps who filled in, and how the household gets its secret.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep_handover(conn: &mut DbConn, case_id: CaseId, handover: Handover) -> StoreResult<()> {
    let row = (
        rows::case_id.eq(case_id),
        rows::filled_in_by.eq(handover.filled_in_by),
        rows::secret_way.eq(handover.secret_way),
    );
    diesel::insert_into(rows::table).values(row).execute(conn)?;
    Ok(())
}

/// What is known of it; none for cases of earlier releases and of a ward's list.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn handover_of(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Option<Handover>> {
    let row = rows::table.find(case_id).select((rows::filled_in_by, rows::secret_way));
    let found: Option<(Option<Relation>, SecretWay)> = row.first(conn).optional()?;
    Ok(found.map(|(filled_in_by, secret_way)| Handover { filled_in_by, secret_way }))
}
