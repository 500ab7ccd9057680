//! What is said of accounts and sign-ins in JSON.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::account::{Account, Role};
use crate::clock::Timestamp;
use crate::ids::SignInId;

/// A new account.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Name for signing in: 3…40 lower-case letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// Name that colleagues see.
    pub display_name: String,
    /// What it may do.
    pub role: Role,
    /// Wards it is limited to; empty = all.
    #[serde(default)]
    pub ward_codes: Vec<String>,
    /// Its first password, to be changed at once. Without one, it is made and told once.
    #[serde(default)]
    pub password: Option<String>,
}

/// An account just added.
#[derive(Serialize, ToSchema)]
pub struct AddedAccount {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// Its temporary password, if one was made; it is told here and nowhere else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temporary_password: Option<String>,
}

/// What changes of an account; what is left out stays.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedAccount {
    /// Name that colleagues see.
    #[serde(default)]
    pub display_name: Option<String>,
    /// What it may do.
    #[serde(default)]
    pub role: Option<Role>,
    /// Wards it is limited to; empty = all.
    #[serde(default)]
    pub ward_codes: Option<Vec<String>>,
    /// Whether it opens nothing any more. All its sign-ins end at once.
    #[serde(default)]
    pub disabled: Option<bool>,
}

/// A password that somebody else chose; told here and nowhere else.
#[derive(Serialize, ToSchema)]
pub struct TemporaryPassword {
    /// It opens nothing but the change of the password.
    pub temporary_password: String,
}

/// One's own new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The one until now.
    pub current: String,
    /// The one from now on.
    pub password: String,
}

/// A sign-in that lives.
#[derive(Serialize, ToSchema)]
pub struct ListedSignIn {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: SignInId,
    /// `browser` or `api`.
    pub channel: String,
    /// Since when (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it ends by itself (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// Whether this very request came by it.
    pub current: bool,
}
