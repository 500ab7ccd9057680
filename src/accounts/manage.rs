//! What can be done with accounts: add, change, disable, give a temporary password, choose one's own.
use chrono::Duration;

use super::account::Proven;
use super::account::{Account, AddAccountError, Role, account_subject, parse_login};
use super::account::{ChangeAccountError, NAME_MAX};
use super::identity::Staff;
use super::passwords::HashedPassword;
use super::sign_in::{SignInError, store as sign_ins};
use super::{provider, store};
use crate::audit::{self, Action};
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::ids::AccountId;

pub mod api;
pub mod pages;

/// What changes of an account; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct AccountChange {
    /// Name that colleagues see.
    pub display_name: Option<String>,
    /// What it may do.
    pub role: Option<Role>,
    /// Wards it is limited to; empty = all.
    pub ward_codes: Option<Vec<String>>,
    /// Whether it opens nothing any more.
    pub disabled: Option<bool>,
}

/// Adds an account.
///
/// # Errors
/// [`AddAccountError`].
#[tracing::instrument(skip_all)]
pub fn add_account(
    conn: &mut DbConn,
    desk: &Desk,
    by: Option<&Staff>,
    mut account: Account,
    password: &HashedPassword,
) -> Result<Account, AddAccountError> {
    account.login = parse_login(&account.login)?;
    check(desk, &account)?;
    let now = desk.now();
    account.id = store::add(conn, &account, password, now).map_err(|error| {
        if error.is_unique_violation() {
            return AddAccountError::LoginTaken(account.login.clone());
        }
        error.into()
    })?;
    if account.password_is_temporary {
        store::set_password(conn, account.id, password, Some(temporary_until(desk)))?;
    }
    audit::note(conn, by, Action::AddAccount, &account_subject(account.id), None, now)?;
    Ok(account)
}

/// Changes an account; `by` is none for whoever runs the server. What changes counts from the next request on: a
/// disabled account's sign-ins end, and rights are read anew each time.
///
/// # Errors
/// [`ChangeAccountError`].
#[tracing::instrument(skip_all, fields(account_id = %id))]
pub fn change_account(
    conn: &mut DbConn,
    desk: &Desk,
    by: Option<&Staff>,
    id: AccountId,
    change: &AccountChange,
) -> Result<Account, ChangeAccountError> {
    let before = store::lock(conn, id)?.ok_or(ChangeAccountError::NotFound)?;
    let now = desk.now();
    let mut after = before.clone();
    if let Some(name) = &change.display_name {
        after.display_name = name.trim().to_owned();
    }
    after.role = change.role.unwrap_or(before.role);
    after.ward_codes = change.ward_codes.clone().unwrap_or(after.ward_codes);
    match change.disabled {
        Some(true) => after.disabled_at = before.disabled_at.or(Some(now)),
        Some(false) => after.disabled_at = None,
        None => {}
    }
    check(desk, &after)?;
    let own = by.is_some_and(|staff| staff.account_id == id);
    let rights = |account: &Account| (account.role, account.ward_codes.clone(), account.disabled_at);
    if own && rights(&before) != rights(&after) {
        return Err(ChangeAccountError::OwnAccount);
    }
    store::update(conn, &after)?;
    let turned = (before.disabled_at != after.disabled_at).then_some(after.disabled_at);
    if turned.is_some() {
        sign_ins::revoke_all(conn, id, None, now)?;
    }
    let action = match turned {
        Some(Some(_)) => Action::DisableAccount,
        Some(None) => Action::EnableAccount,
        None => Action::ChangeAccount,
    };
    let now_is = format!("{}; {}", after.role.code(), after.ward_codes.join(","));
    audit::note(conn, by, action, &account_subject(id), Some(&now_is), now)?;
    Ok(after)
}

/// Gives an account a password that somebody else chose: its sign-ins end, and the next one leads to the page where its
/// holder chooses another.
///
/// # Errors
/// [`ChangeAccountError::NotFound`], [`crate::db::StoreError`].
#[tracing::instrument(skip_all, fields(account_id = %id))]
pub fn reset_password(
    conn: &mut DbConn,
    desk: &Desk,
    by: Option<&Staff>,
    id: AccountId,
    password: &HashedPassword,
) -> Result<(), ChangeAccountError> {
    store::lock(conn, id)?.ok_or(ChangeAccountError::NotFound)?;
    store::set_password(conn, id, password, Some(temporary_until(desk)))?;
    // Whoever had the old password may have linked an identity of their own.
    if provider::store::unlink(conn, id)? {
        audit::note(conn, by, Action::UnlinkProvider, &account_subject(id), None, desk.now())?;
    }
    sign_ins::revoke_all(conn, id, None, desk.now())?;
    audit::note(conn, by, Action::ResetPassword, &account_subject(id), None, desk.now())?;
    Ok(())
}

/// Changes one's own password, whose old one was right a moment ago. All other sign-ins of the account end.
///
/// # Errors
/// [`SignInError::WrongCredentials`] when it was changed or disabled meanwhile; [`crate::db::StoreError`].
#[tracing::instrument(skip_all, fields(account_id = %staff.account_id))]
pub fn change_own_password(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    old: &Proven,
    password: &HashedPassword,
) -> Result<(), SignInError> {
    let (id, now) = (staff.account_id, desk.now());
    if old.account.id != id || !sign_ins::note_sign_in(conn, id, &old.password, now)? {
        return Err(SignInError::WrongCredentials);
    }
    store::set_password(conn, id, password, None)?;
    sign_ins::revoke_all(conn, id, Some(staff.sign_in_id), now)?;
    audit::note(conn, Some(staff), Action::ChangePassword, &account_subject(id), None, now)?;
    Ok(())
}

/// A password for somebody else, to be said or written down once: 70 bits.
pub fn temporary_password(desk: &Desk) -> String {
    format!("{}-{}", desk.dice.code(), desk.dice.code())
}

fn temporary_until(desk: &Desk) -> Timestamp {
    desk.now() + Duration::hours(desk.settings.accounts.temporary_password_hours)
}

fn check(desk: &Desk, account: &Account) -> Result<(), ChangeAccountError> {
    if account.display_name.trim().is_empty() || account.display_name.chars().count() > NAME_MAX {
        return Err(ChangeAccountError::Name);
    }
    match account.ward_codes.iter().find(|code| !desk.ward_names.contains_key(*code)) {
        Some(unknown) => Err(ChangeAccountError::UnknownWard(unknown.clone())),
        None => Ok(()),
    }
}
