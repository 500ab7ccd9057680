//! What a form asked for, carried to where the file is fetched: sealed, of one account, for some minutes. So a form that
//! a browser repeats by itself is answered with the same address, no file is kept anywhere, and what leaves is noted when
//! it leaves.
use serde::{Deserialize, Serialize};

use super::ExportWish;
use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::AccountId;
use crate::keys;
use crate::sealed::{Sealable, Sealed};

/// A checked wish of an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Ticket {
    account_id: AccountId,
    until: Timestamp,
    wish: ExportWish,
}

impl Sealable for Ticket {
    const PURPOSE: &'static str = "exports.ticket";
}

/// Seals a wish.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn issue(conn: &mut DbConn, desk: &Desk, staff: &Staff, wish: &ExportWish) -> StoreResult<String> {
    let now = desk.now();
    let until = now + chrono::Duration::from(desk.settings.exports.ticket_secs);
    let ticket = Ticket { account_id: staff.account_id, until, wish: wish.clone() };
    let key = keys::of_month(conn, &desk.vault, now)?;
    Ok(desk.vault.seal(&key, &ticket).as_stored().to_owned())
}

/// The wish of a ticket that this account was given a short while ago.
pub fn redeem(desk: &Desk, staff: &Staff, ticket: &str) -> Option<ExportWish> {
    let ticket: Ticket = desk.vault.unseal(&Sealed::stored(ticket.to_owned())).ok()?;
    (ticket.account_id == staff.account_id && desk.now() < ticket.until).then_some(ticket.wish)
}
