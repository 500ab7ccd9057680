//! Reading the log: who looked at a household, who did what, and why. The reading is an entry itself.
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::{self, Asked, ChainedEntry};
use super::{Action, case_subject, note};
use crate::accounts::{self, Staff};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::dice::read_code;
use crate::ids::AuditEntryId;

/// What the log is narrowed to.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Narrowed {
    /// Code of a case: only what was done to it.
    #[serde(default)]
    pub case: String,
    /// A login: only what this account did.
    #[serde(default)]
    pub login: String,
}

/// An entry with who did it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReadEntry {
    /// Its number in the table; newer entries have higher ones.
    #[schema(value_type = i64)]
    pub id: AuditEntryId,
    /// Its number in the chain, without gaps.
    pub number: Option<i64>,
    /// When (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub happened_at: Timestamp,
    /// The login of who did it; none for families and the system.
    pub login: Option<String>,
    /// What was done.
    pub action: String,
    /// To what: `case:12`, `account:3`, `url:GET /duties`.
    pub subject: String,
    /// Why, where a reason was asked for.
    pub reason: Option<String>,
}

/// Reads entries, newest first, from below a number of the table (`None`: from the newest).
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    narrowed: &Narrowed,
    before: Option<i64>,
    limit: i64,
) -> StoreResult<Vec<ReadEntry>> {
    let Some(asked) = asked(conn, narrowed, before)? else { return Ok(Vec::new()) };
    let entries = store::list(conn, &asked, limit)?;
    let subject = asked.subject.unwrap_or_else(|| "audit".to_owned());
    note(conn, Some(staff), Action::ReadAudit, &subject, None, desk.now())?;
    let mut logins = std::collections::HashMap::new();
    for id in entries.iter().filter_map(|entry| entry.account_id) {
        if let std::collections::hash_map::Entry::Vacant(unknown) = logins.entry(id) {
            let account = accounts::store::find(conn, id)?;
            unknown.insert(account.map_or_else(|| id.to_string(), |account| account.login));
        }
    }
    let said = |entry: ChainedEntry| ReadEntry {
        id: entry.id,
        number: entry.number,
        happened_at: entry.happened_at,
        login: entry.account_id.and_then(|id| logins.get(&id).cloned()),
        action: entry.action,
        subject: entry.subject,
        reason: entry.reason,
    };
    Ok(entries.into_iter().map(said).collect())
}

/// None when there is no such case or login.
fn asked(conn: &mut DbConn, narrowed: &Narrowed, before: Option<i64>) -> StoreResult<Option<Asked>> {
    let mut asked = Asked { before, ..Asked::default() };
    let (code, login) = (narrowed.case.trim(), narrowed.login.trim().to_lowercase());
    if !code.is_empty() {
        let case = match read_code(code) {
            Some(code) => store::case_with_code(conn, &code)?,
            None => None,
        };
        let Some(id) = case else { return Ok(None) };
        asked.subject = Some(case_subject(id));
    }
    if !login.is_empty() {
        let Some(id) = accounts::store::id_of_login(conn, &login)? else { return Ok(None) };
        asked.account_id = Some(id);
    }
    Ok(Some(asked))
}
