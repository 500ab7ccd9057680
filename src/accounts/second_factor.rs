//! The second factor: six digits from an application on the holder's phone (TOTP, RFC 6238), or a code from the paper that
//! was printed when it began. A code counts once; a stolen password alone opens nothing.
use data_encoding::BASE32_NOPAD;
use totp_rs::{Builder, Secret, Totp};

use super::account::{Account, Role, account_subject};
use super::identity::Staff;
use super::passkeys::store as passkeys;
use crate::audit::{self, Action};
use crate::clock::Timestamp;
use crate::config::SecondFactor;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::AccountId;
use crate::sealed::{is_same, secret_hash};

pub mod pages;
pub mod store;

use store::SharedSecret;

/// Codes on the paper.
const RECOVERY_CODES: usize = 10;
/// Minutes in which whoever gave the right password may give the code.
const TICKET_MINUTES: i64 = 5;
/// What applications show above the digits.
const ISSUER: &str = "Lưu Động";

/// What a new application is to be told: as an address for a QR code, and to be typed.
pub struct Enrolment {
    /// `otpauth://…`
    pub address: String,
    /// The secret in groups of four.
    pub typed: String,
}

/// Whether a role must have a second factor here.
pub fn is_required(desk: &Desk, role: Role) -> bool {
    desk.settings.accounts.second_factor == SecondFactor::Required && role != Role::Officer
}

/// Whether somebody who came in by password alone has to set it up before anything else.
pub fn is_missing(desk: &Desk, staff: &Staff) -> bool {
    staff.proven_at.is_none() && is_required(desk, staff.role)
}

/// Whether this sign-in has given a code within the last minutes; whoever has no second factor cannot be asked for one.
pub fn is_fresh(desk: &Desk, staff: &Staff) -> bool {
    let minutes = chrono::Duration::minutes(desk.settings.accounts.step_up_minutes);
    staff.proven_at.is_none_or(|at| at + minutes > desk.now())
}

/// Whether a password alone does not open this account.
///
/// # Errors
/// [`StoreError`].
pub fn is_on(conn: &mut DbConn, account_id: AccountId) -> StoreResult<bool> {
    Ok(has_application(conn, account_id)? || passkeys::count(conn, account_id)? > 0)
}

/// Whether an application that shows digits counts.
///
/// # Errors
/// [`StoreError`].
pub fn has_application(conn: &mut DbConn, account_id: AccountId) -> StoreResult<bool> {
    Ok(store::find(conn, account_id)?.is_some_and(|factor| factor.confirmed_at.is_some()))
}

/// Begins anew: a secret that does not count before it was confirmed by a code.
///
/// # Errors
/// [`StoreError`].
pub fn begin(conn: &mut DbConn, desk: &Desk, account: &Account) -> StoreResult<Enrolment> {
    let secret = SharedSecret(desk.dice.bytes::<20>().to_vec());
    let sealed = desk.vault.seal(&desk.vault.unnamed_key(), &secret);
    store::begin(conn, account.id, &sealed, desk.now())?;
    enrolment(account, &secret)
}

fn enrolment(account: &Account, secret: &SharedSecret) -> StoreResult<Enrolment> {
    let totp = totp(secret, &account.login)?;
    let address = totp.to_url().map_err(|error| StoreError::Damaged(error.to_string()))?;
    let text = BASE32_NOPAD.encode(&secret.0);
    let groups: Vec<&str> = (0..text.len()).step_by(4).map(|at| &text[at..(at + 4).min(text.len())]).collect();
    Ok(Enrolment { address, typed: groups.join(" ") })
}

/// What was begun and waits to be confirmed.
///
/// # Errors
/// [`StoreError`].
pub fn begun(conn: &mut DbConn, desk: &Desk, account: &Account) -> StoreResult<Option<Enrolment>> {
    let Some(factor) = store::find(conn, account.id)?.filter(|factor| factor.confirmed_at.is_none()) else {
        return Ok(None);
    };
    Ok(Some(enrolment(account, &desk.vault.unseal(&factor.secret)?)?))
}

/// Confirms what was begun by its first code; gives the codes for the paper, which are told once. None when the code is
/// wrong.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "confirm_second_factor", skip_all, fields(account_id = %staff.account_id))]
pub fn confirm(conn: &mut DbConn, desk: &Desk, staff: &Staff, typed: &str) -> StoreResult<Option<Vec<String>>> {
    let (id, now) = (staff.account_id, desk.now());
    let Some(factor) = store::lock(conn, id)?.filter(|factor| factor.confirmed_at.is_none()) else { return Ok(None) };
    let Some(step) = step_of(desk, &factor, typed)? else { return Ok(None) };
    store::confirm(conn, id, step, now)?;
    store::note_proof(conn, staff.sign_in_id, now)?;
    // What came in by password alone goes out.
    super::sign_in::store::revoke_all(conn, id, Some(staff.sign_in_id), now)?;
    audit::note(conn, Some(staff), Action::BeginSecondFactor, &account_subject(id), None, now)?;
    new_recovery_codes(conn, desk, id).map(Some)
}

/// Whether what was typed proves it: the digits of this half minute (or of the one before or after) that were not used
/// before, or an unused code of the paper.
///
/// # Errors
/// [`StoreError`].
pub fn prove(conn: &mut DbConn, desk: &Desk, account_id: AccountId, typed: &str) -> StoreResult<bool> {
    let factor = store::lock(conn, account_id)?.filter(|factor| factor.confirmed_at.is_some());
    if let Some(factor) = factor
        && let Some(step) = step_of(desk, &factor, typed)?
    {
        return store::use_step(conn, account_id, step);
    }
    store::use_recovery_code(conn, account_id, &secret_hash(&plain(typed)), desk.now())
}

/// The same for a sign-in that goes on: it counts as fresh from then on.
///
/// # Errors
/// [`StoreError`].
pub fn prove_again(conn: &mut DbConn, desk: &Desk, staff: &Staff, typed: &str) -> StoreResult<bool> {
    let proven = prove(conn, desk, staff.account_id, typed)?;
    if proven {
        store::note_proof(conn, staff.sign_in_id, desk.now())?;
    }
    Ok(proven)
}

/// New codes for the paper; the old ones are good for nothing.
///
/// # Errors
/// [`StoreError`].
pub fn new_recovery_codes(conn: &mut DbConn, desk: &Desk, account_id: AccountId) -> StoreResult<Vec<String>> {
    let codes: Vec<String> =
        (0..RECOVERY_CODES).map(|_| format!("{}-{}", desk.dice.code(), desk.dice.code())).collect();
    let hashes: Vec<String> = codes.iter().map(|code| secret_hash(&plain(code))).collect();
    store::set_recovery_codes(conn, account_id, &hashes)?;
    Ok(codes)
}

/// Takes it away: the holder with a code, or two admins, or whoever runs the server.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "remove_second_factor", skip_all, fields(%account_id))]
pub fn remove(conn: &mut DbConn, desk: &Desk, by: Option<&Staff>, account_id: AccountId) -> StoreResult<()> {
    store::remove(conn, account_id)?;
    audit::note(conn, by, Action::EndSecondFactor, &account_subject(account_id), None, desk.now())
}

/// What became of an admin's wish to take somebody's away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// It waits for a second admin.
    Asked,
    /// It is gone, with all sign-ins of the account.
    Done,
    /// Nobody asks for oneself, nor twice.
    NotAlone,
    /// There is none.
    None,
}

/// An admin asks, another one does it.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "reset_second_factor", skip_all, fields(%account_id))]
pub fn reset(conn: &mut DbConn, desk: &Desk, by: &Staff, account_id: AccountId) -> StoreResult<Reset> {
    // Two admins at the same moment come one after the other.
    super::store::lock(conn, account_id)?;
    if !is_on(conn, account_id)? {
        return Ok(Reset::None);
    }
    if by.account_id == account_id {
        return Ok(Reset::NotAlone);
    }
    let valid_from = desk.now() - chrono::Duration::days(1);
    match store::reset_asked_by(conn, account_id, valid_from)? {
        None => {
            store::ask_reset(conn, account_id, by.account_id, desk.now())?;
            audit::note(conn, Some(by), Action::AskSecondFactorReset, &account_subject(account_id), None, desk.now())?;
            Ok(Reset::Asked)
        }
        Some(first) if first == by.account_id => Ok(Reset::NotAlone),
        Some(_) => {
            remove(conn, desk, Some(by), account_id)?;
            super::sign_in::store::revoke_all(conn, account_id, None, desk.now())?;
            Ok(Reset::Done)
        }
    }
}

/// Says for some minutes that an account's password was right, to whoever is asked for the code.
pub fn ticket(desk: &Desk, account_id: AccountId, password_hash: &str) -> String {
    let until = desk.now().unix() + TICKET_MINUTES * 60;
    format!("{account_id}.{until}.{}", signature(desk, account_id, until, password_hash))
}

/// The number that a ticket speaks of, if it is not too old; whether it is genuine [`is_genuine`] says.
pub fn account_of(desk: &Desk, ticket: &str) -> Option<AccountId> {
    let mut parts = ticket.split('.');
    let (account_id, until) = (parts.next()?.parse().ok()?, parts.next()?.parse::<i64>().ok()?);
    (until > desk.now().unix()).then_some(account_id)
}

/// Whether a ticket is ours and was given for this password.
pub fn is_genuine(desk: &Desk, ticket: &str, password_hash: &str) -> bool {
    let parsed = || {
        let mut parts = ticket.split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?))
    };
    parsed()
        .is_some_and(|(account_id, until, signed)| is_same(&signature(desk, account_id, until, password_hash), signed))
}

fn signature(desk: &Desk, account_id: AccountId, until: i64, password_hash: &str) -> String {
    let key = desk.vault.key("second step of a sign-in", &[&account_id.to_string()]);
    data_encoding::HEXLOWER.encode(&key.mac(&[&until.to_string(), password_hash]))
}

fn step_of(desk: &Desk, factor: &store::Factor, typed: &str) -> StoreResult<Option<i64>> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 6 {
        return Ok(None);
    }
    let now = u64::try_from(desk.now().unix()).unwrap_or_default();
    let step = totp(&desk.vault.unseal(&factor.secret)?, "")?.check(&digits, now);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

fn totp(secret: &SharedSecret, login: &str) -> StoreResult<Totp> {
    let builder = Builder::new().with_secret(Secret::from(secret.0.clone())).with_skew(1);
    let named = builder.with_account_name(login.to_owned()).with_issuer(Some(ISSUER.to_owned()));
    named.build().map_err(|error| StoreError::Damaged(error.to_string()))
}

/// A code of the paper without what only makes it readable.
fn plain(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
}

/// The digits that an application would show: for tests and for the demo.
///
/// # Errors
/// [`StoreError`].
pub fn digits_of(conn: &mut DbConn, desk: &Desk, account_id: AccountId, at: Timestamp) -> StoreResult<Option<String>> {
    let Some(factor) = store::find(conn, account_id)? else { return Ok(None) };
    let totp = totp(&desk.vault.unseal(&factor.secret)?, "")?;
    Ok(Some(totp.generate(u64::try_from(at.unix()).unwrap_or_default()).to_string()))
}
