//! A case's address as its family has it: code and secret.
use serde::Deserialize;

use crate::accounts::Permission;
use crate::cases::case::Case;
use crate::cases::find::{FindCaseError, Reader, find};
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::dice::{read_secret, spoken_secret};
use crate::families::follow::pages::Done;
use crate::web::Problem;

/// Code and secret of a page's address.
#[derive(Clone, Debug, Deserialize)]
pub struct Link {
    /// Public code, as it was typed.
    pub code: String,
    /// The secret.
    pub secret: String,
}

/// Why nothing came of what a family sent: the link leads nowhere, or the verb refused.
#[derive(Debug, thiserror::Error)]
enum LinkError<E> {
    #[error(transparent)]
    Find(#[from] FindCaseError),
    #[error(transparent)]
    Refused(E),
}

impl<E: From<StoreError>> From<StoreError> for LinkError<E> {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
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

    /// The page of the case, which says what was done.
    pub fn after(&self, done: Done) -> String {
        format!("{}{}", self.here(), done.query())
    }

    /// The secret as it is read out.
    pub fn spoken(&self) -> String {
        spoken_secret(&self.secret)
    }

    /// The same with the secret as we write it.
    #[must_use]
    pub fn tidy(self) -> Self {
        Self { secret: read_secret(&self.secret), ..self }
    }

    /// The case, if code and secret fit.
    ///
    /// # Errors
    /// [`FindCaseError`].
    pub fn find(&self, conn: &mut DbConn) -> Result<Case, FindCaseError> {
        find(conn, &self.code, &Reader::Family(self.secret.clone()), Permission::Public)
    }

    /// Does what a family sent, in one transaction; gives what the verb says, and nothing is stored when it refuses.
    ///
    /// # Errors
    /// When code and secret do not fit.
    pub async fn write<T, E>(
        &self,
        desk: &Desk,
        mut verb: impl FnMut(&mut DbConn, &Desk, &Case) -> Result<T, E> + Send + 'static,
    ) -> Result<Result<T, E>, Problem>
    where
        T: Send + 'static,
        E: From<StoreError> + std::error::Error + Send + 'static,
    {
        let own = self.clone();
        let work = move |conn: &mut DbConn, desk: &Desk| {
            let case = own.find(conn)?;
            verb(conn, desk, &case).map_err(LinkError::Refused)
        };
        match desk.write(work).await {
            Ok(done) => Ok(Ok(done)),
            Err(LinkError::Refused(refusal)) => Ok(Err(refusal)),
            Err(LinkError::Find(error)) => Err(error.into()),
        }
    }
}
