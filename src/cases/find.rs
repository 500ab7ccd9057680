//! Finds one case for somebody: staff within their wards, a family by the secret.
use super::case::Case;
use super::store;
use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::dice::{read_code, read_secret};
use crate::ids::CaseId;
use crate::sealed::{is_same, secret_hash};

/// Who wants to open a case.
#[derive(Clone, Debug)]
pub enum Reader {
    /// A family with the secret of its link.
    Family(String),
    /// Staff.
    Staff(Staff),
}

/// Why a case is not opened.
#[derive(Debug, thiserror::Error)]
pub enum FindCaseError {
    /// No such code, or not with this secret; which of them is not said.
    #[error("không có hồ sơ với mã này")]
    NotFound,
    /// The ward is not the account's.
    #[error("địa bàn này không thuộc tài khoản đang dùng")]
    OutsideWards,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reader {
    /// The staff behind it, for the audit.
    pub fn staff(&self) -> Option<&Staff> {
        match self {
            Self::Family(_) => None,
            Self::Staff(staff) => Some(staff),
        }
    }
}

/// The case with this code, as typed by people. Staff need the permission in the case's ward.
///
/// # Errors
/// [`FindCaseError`].
pub fn find(conn: &mut DbConn, code: &str, reader: &Reader, permission: Permission) -> Result<Case, FindCaseError> {
    let found = match read_code(code) {
        Some(code) => store::case_by_code(conn, &code)?,
        None => None,
    };
    match reader {
        Reader::Staff(staff) => {
            let case = found.ok_or(FindCaseError::NotFound)?;
            if !staff.may_in_ward(permission, &case.ward_code) {
                return Err(FindCaseError::OutsideWards);
            }
            Ok(case)
        }
        Reader::Family(secret) => {
            // Without a case the work is the same, so that the time of the answer tells nothing either.
            let (given, id) =
                (secret_hash(&read_secret(secret)), found.as_ref().map_or(CaseId::UNSTORED, |case| case.id));
            let first = found.as_ref().map_or(NO_SECRET, |case| case.secret_hash.as_str());
            let further = store::secret_hashes(conn, id)?;
            let fits = |stored: &str| is_same(&given, stored);
            let opens = further.iter().fold(fits(first), |opens, stored| opens | fits(stored));
            found.filter(|_| opens).ok_or(FindCaseError::NotFound)
        }
    }
}

/// [`find`] for whoever is shown the case: staff leave an entry in the log, a family looks at its own.
///
/// # Errors
/// [`FindCaseError`].
pub fn look(conn: &mut DbConn, code: &str, reader: &Reader, now: Timestamp) -> Result<Case, FindCaseError> {
    let case = find(conn, code, reader, Permission::ReadCases)?;
    if let Some(staff) = reader.staff() {
        audit::note(conn, Some(staff), Action::Look, &audit::case_subject(case.id), None, now)?;
    }
    Ok(case)
}

/// As long as a hash, and no hash.
const NO_SECRET: &str = "----------------------------------------------------------------";
