//! Passkeys as the second factor (WebAuthn level 3): the device signs what it was asked by this host alone, so that not even
//! a page that looks like ours gets anything from its holder. The library checks signature, host, counter and that the
//! holder unlocked the device; what was asked is kept here and good once.
use serde::Serialize;
use webauthn_rs::prelude::{Passkey, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use super::account::{Account, account_subject};
use super::identity::Staff;
use super::second_factor::store as second_factors;
use crate::audit::{self, Action};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::{AccountId, PasskeyId};
use crate::sealed::secret_hash;

pub mod store;

pub use store::{Asked, KnownPasskey};

/// Minutes in which a device has to answer.
pub const CHALLENGE_MINUTES: i64 = 5;
/// Passkeys of one account.
pub const PASSKEYS_MAX: usize = 10;
/// Characters of a passkey's name.
pub const NAME_MAX: usize = 40;
/// What devices show as the name of the service.
const SERVICE: &str = "Lưu Động";

/// What a page hands to the browser: what to ask of the device, and under which token we remember it.
pub struct Challenge {
    /// The options of `navigator.credentials`, as JSON.
    pub options: String,
    /// Comes back with the answer.
    pub token: String,
}

/// What came of a new passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It counts from now on.
    Done,
    /// The device's answer was not what we asked for, or came too late.
    Refused,
}

/// Whether this server can have passkeys: they belong to a host with a name.
pub fn are_possible(desk: &Desk) -> bool {
    relying_party(desk).is_ok()
}

/// Asks a device for a new key.
///
/// # Errors
/// [`StoreError`].
pub fn ask_new(conn: &mut DbConn, desk: &Desk, account: &Account) -> StoreResult<Challenge> {
    let known = store::of_account(conn, account.id)?;
    let known =
        known.iter().filter_map(|row| desk.vault.unseal(&row.passkey).ok().map(|known| known.0.cred_id().clone()));
    let asked = relying_party(desk)?.start_passkey_registration(
        user_of(desk, account.id),
        &account.login,
        &account.display_name,
        Some(known.collect()),
    );
    let (options, state) = asked.map_err(|error| StoreError::Damaged(error.to_string()))?;
    remember(conn, desk, account.id, &options, Asked::ToRegister(state))
}

/// Keeps the key that a device made; `name` tells the holder which device it is.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "add_passkey", skip_all, fields(account_id = %staff.account_id))]
pub fn add(conn: &mut DbConn, desk: &Desk, staff: &Staff, token: &str, answer: &str, name: &str) -> StoreResult<Added> {
    let (id, now) = (staff.account_id, desk.now());
    let Some(Asked::ToRegister(state)) = take(conn, desk, id, token)? else { return Ok(Added::Refused) };
    let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else { return Ok(Added::Refused) };
    let passkey = match relying_party(desk)?.finish_passkey_registration(&answer, &state) {
        Ok(passkey) => passkey,
        Err(error) => {
            tracing::info!(%error, "a passkey was not accepted");
            return Ok(Added::Refused);
        }
    };
    if store::count(conn, id)? >= PASSKEYS_MAX {
        return Ok(Added::Refused);
    }
    let credential_hash = secret_hash(&data_encoding::HEXLOWER.encode(passkey.cred_id().as_ref()));
    let sealed = desk.vault.seal(&desk.vault.unnamed_key(), &KnownPasskey(passkey));
    if !store::add(conn, id, &credential_hash, &sealed, name, now)? {
        return Ok(Added::Refused);
    }
    second_factors::note_proof(conn, staff.sign_in_id, now)?;
    // What came in by password alone goes out.
    super::sign_in::store::revoke_all(conn, id, Some(staff.sign_in_id), now)?;
    audit::note(conn, Some(staff), Action::AddPasskey, &account_subject(id), None, now)?;
    Ok(Added::Done)
}

/// Asks the devices of an account for a signature; none when it has no passkey here.
///
/// # Errors
/// [`StoreError`].
pub fn ask_signature(conn: &mut DbConn, desk: &Desk, account_id: AccountId) -> StoreResult<Option<Challenge>> {
    let Ok(party) = relying_party(desk) else { return Ok(None) };
    let known = store::of_account(conn, account_id)?;
    let passkeys: Vec<Passkey> =
        known.iter().filter_map(|row| desk.vault.unseal(&row.passkey).ok()).map(|known| known.0).collect();
    if passkeys.is_empty() {
        return Ok(None);
    }
    let asked = party.start_passkey_authentication(&passkeys);
    let (options, state) = asked.map_err(|error| StoreError::Damaged(error.to_string()))?;
    remember(conn, desk, account_id, &options, Asked::ToSign(state)).map(Some)
}

/// Whether a device of this account has signed what we asked. Either way it is not asked again.
///
/// # Errors
/// [`StoreError`].
pub fn prove(conn: &mut DbConn, desk: &Desk, account_id: AccountId, token: &str, answer: &str) -> StoreResult<bool> {
    let Some(Asked::ToSign(state)) = take(conn, desk, account_id, token)? else { return Ok(false) };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(false) };
    let signed = match relying_party(desk)?.finish_passkey_authentication(&answer, &state) {
        Ok(signed) => signed,
        Err(error) => {
            tracing::info!(%account_id, %error, "a signature was not accepted");
            return Ok(false);
        }
    };
    let credential_hash = secret_hash(&data_encoding::HEXLOWER.encode(signed.cred_id().as_ref()));
    let Some(row) = store::lock(conn, account_id, &credential_hash)? else { return Ok(false) };
    let mut known = desk.vault.unseal(&row.passkey)?;
    known.0.update_credential(&signed);
    let sealed = desk.vault.seal(&desk.vault.unnamed_key(), &known);
    store::note_use(conn, row.id, &sealed, desk.now())?;
    Ok(true)
}

/// Takes one away; false when the account has none with this number.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "remove_passkey", skip_all, fields(account_id = %staff.account_id, passkey_id = %id))]
pub fn remove(conn: &mut DbConn, desk: &Desk, staff: &Staff, id: PasskeyId) -> StoreResult<bool> {
    let removed = store::remove(conn, staff.account_id, id)?;
    if removed {
        audit::note(conn, Some(staff), Action::RemovePasskey, &account_subject(staff.account_id), None, desk.now())?;
    }
    Ok(removed)
}

/// Forgets what nobody can answer any more.
///
/// # Errors
/// [`StoreError`].
pub fn forget_old(conn: &mut DbConn, desk: &Desk) -> StoreResult<usize> {
    store::forget_asked(conn, desk.now() - chrono::Duration::minutes(CHALLENGE_MINUTES))
}

fn remember(
    conn: &mut DbConn,
    desk: &Desk,
    account_id: AccountId,
    options: &impl Serialize,
    asked: Asked,
) -> StoreResult<Challenge> {
    let options = serde_json::to_string(options).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let token = desk.dice.secret();
    let sealed = desk.vault.seal(&desk.vault.unnamed_key(), &asked);
    store::remember(conn, account_id, &secret_hash(&token), &sealed, desk.now())?;
    Ok(Challenge { options, token })
}

fn take(conn: &mut DbConn, desk: &Desk, account_id: AccountId, token: &str) -> StoreResult<Option<Asked>> {
    let since = desk.now() - chrono::Duration::minutes(CHALLENGE_MINUTES);
    let sealed = store::take_asked(conn, account_id, &secret_hash(token), since)?;
    Ok(sealed.map(|sealed| desk.vault.unseal(&sealed)).transpose()?)
}

/// Bound to the address under which people know us.
fn relying_party(desk: &Desk) -> StoreResult<Webauthn> {
    let broken = |error: String| StoreError::Unavailable(error);
    let origin = Url::parse(&desk.settings.server.public_url).map_err(|error| broken(error.to_string()))?;
    let host = origin.domain().ok_or_else(|| broken("server.public_url has no host name".to_owned()))?.to_owned();
    let builder = WebauthnBuilder::new(&host, &origin).map_err(|error| broken(error.to_string()))?;
    builder.rp_name(SERVICE).build().map_err(|error| broken(error.to_string()))
}

/// A number for devices that says nothing about whose it is.
fn user_of(desk: &Desk, account_id: AccountId) -> Uuid {
    let mac = desk.vault.key("passkey user", &[]).mac(&[&account_id.to_string()]);
    Uuid::from_slice(&mac[..16]).unwrap_or_default()
}
