//! What a family has typed so far, before it sends: kept sealed under a secret in the address, forgotten after a day.
use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::keys;
use crate::sealed::{Sealable, secret_hash};

pub mod store;

/// How often a change looks again after another device was faster.
const TRIES_MAX: usize = 5;

/// Answers as typed, right or wrong, under the names of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftAnswers(pub Vec<(String, String)>);

impl Sealable for DraftAnswers {
    const PURPOSE: &'static str = "drafts.answers";
}

/// Why there is no draft, or it is not kept.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Nobody knows it, or its day is over, or it was sent.
    #[error("không còn phần đang ghi dở này")]
    Gone,
    /// More was typed than is kept.
    #[error("nội dung ghi quá dài")]
    TooLong,
    /// Others changed it again and again.
    #[error("phần đang ghi dở đang được sửa ở nơi khác")]
    Busy,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Begins a draft; gives its secret, which is told once and stored only as a hash.
///
/// # Errors
/// [`StoreError`].
pub fn begin(conn: &mut DbConn, desk: &Desk, now: Timestamp) -> Result<String, StoreError> {
    let secret = desk.dice.secret();
    let key = keys::of_month(conn, &desk.vault, now)?;
    let sealed = desk.vault.seal(&key, &DraftAnswers::default());
    store::insert(conn, &secret_hash(&secret), &sealed, now, ends(desk, now))?;
    Ok(secret)
}

/// What was typed so far.
///
/// # Errors
/// [`DraftError::Gone`].
pub fn read(conn: &mut DbConn, desk: &Desk, secret: &str, now: Timestamp) -> Result<DraftAnswers, DraftError> {
    let row = store::find(conn, &secret_hash(secret), now)?.ok_or(DraftError::Gone)?;
    Ok(desk.vault.unseal(&row.sealed).map_err(StoreError::from)?)
}

/// Changes the answers; the day begins anew. Two devices at once lose nothing: whoever comes second changes what the
/// first has left.
///
/// # Errors
/// [`DraftError`]; then the answers are as before.
pub fn change(
    conn: &mut DbConn,
    desk: &Desk,
    secret: &str,
    now: Timestamp,
    change: impl Fn(&mut DraftAnswers),
) -> Result<(DraftAnswers, DraftAnswers), DraftError> {
    let hash = secret_hash(secret);
    for _ in 0..TRIES_MAX {
        let row = store::find(conn, &hash, now)?.ok_or(DraftError::Gone)?;
        let before = desk.vault.unseal(&row.sealed).map_err(StoreError::from)?;
        let mut after = before.clone();
        change(&mut after);
        let bytes: usize = after.0.iter().map(|(name, text)| name.len() + text.len()).sum();
        if bytes > desk.settings.families.draft_bytes_max {
            return Err(DraftError::TooLong);
        }
        let sealed = desk.vault.seal_like(&row.sealed, &after).map_err(StoreError::from)?;
        if store::replace(conn, &hash, row.version, &sealed, ends(desk, now))? {
            return Ok((before, after));
        }
    }
    Err(DraftError::Busy)
}

/// Forgets a draft: it was sent, or the family wants nothing kept.
///
/// # Errors
/// [`StoreError`].
pub fn forget(conn: &mut DbConn, secret: &str) -> Result<(), StoreError> {
    store::delete(conn, &secret_hash(secret))
}

fn ends(desk: &Desk, now: Timestamp) -> Timestamp {
    now + Duration::hours(desk.settings.families.draft_hours)
}
