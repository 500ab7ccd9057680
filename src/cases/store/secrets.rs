//! Rows of `case_secrets`: what opens a case besides the secret it was filed with.
use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::schema::{case_secrets as secrets, cases};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, CaseId, CaseSecretId};

/// Each further secret is one more that a guess may hit; older ones than these open nothing any more.
const FURTHER_MAX: i64 = 8;

/// The hashes of the further secrets of a case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn secret_hashes(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<String>> {
    let rows = secrets::table.filter(secrets::case_id.eq(case_id)).order(secrets::id);
    Ok(rows.select(secrets::secret_hash).load(conn)?)
}

/// Lets a further secret open the case; gives a number that no other had. Without an account it was mailed.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn add_secret(
    conn: &mut DbConn,
    case_id: CaseId,
    secret_hash: &str,
    made_by: Option<AccountId>,
    now: Timestamp,
) -> StoreResult<CaseSecretId> {
    let row = (
        secrets::case_id.eq(case_id),
        secrets::secret_hash.eq(secret_hash),
        secrets::made_at.eq(now),
        secrets::made_by.eq(made_by),
    );
    let id: CaseSecretId = diesel::insert_into(secrets::table).values(row).returning(secrets::id).get_result(conn)?;
    let of_case = secrets::table.filter(secrets::case_id.eq(case_id)).order(secrets::id.desc());
    let newest: Vec<CaseSecretId> = of_case.limit(FURTHER_MAX).select(secrets::id).load(conn)?;
    let older = secrets::table.filter(secrets::case_id.eq(case_id)).filter(secrets::id.ne_all(newest));
    diesel::delete(older).execute(conn)?;
    Ok(id)
}

/// From now on this secret alone opens the case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn replace_secrets(conn: &mut DbConn, case_id: CaseId, secret_hash: &str) -> StoreResult<()> {
    diesel::update(cases::table.filter(cases::id.eq(case_id))).set(cases::secret_hash.eq(secret_hash)).execute(conn)?;
    diesel::delete(secrets::table.filter(secrets::case_id.eq(case_id))).execute(conn)?;
    Ok(())
}
