//! A case's address as its family has it: code and secret.
use serde::Deserialize;

use crate::accounts::Permission;
use crate::cases::case::Case;
use crate::cases::find::{FindCaseError, Reader, find};
use crate::db::DbConn;

/// Code and secret of a page's address.
#[derive(Clone, Debug, Deserialize)]
pub struct Link {
    /// Public code, as it was typed.
    pub code: String,
    /// The secret.
    pub secret: String,
}

impl Link {
    /// The page of the case.
    pub fn here(&self) -> String {
        format!("/follow/{}/{}", self.code, self.secret)
    }

    /// A page below it.
    pub fn to(&self, below: &str) -> String {
        format!("{}/{below}", self.here())
    }

    /// The case, if code and secret fit.
    ///
    /// # Errors
    /// [`FindCaseError`].
    pub fn find(&self, conn: &mut DbConn) -> Result<Case, FindCaseError> {
        find(conn, &self.code, &Reader::Family(self.secret.clone()), Permission::Public)
    }
}
