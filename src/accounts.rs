//! Staff accounts and the one table that says who may do what, and how far.
pub mod account;
pub mod api;

pub mod door;
pub mod gate;
pub mod guesses;
pub mod identity;
pub mod manage;
pub mod pages;
pub mod passkeys;
pub mod passwords;
pub mod provider;
pub mod second_factor;
pub mod sign_in;
pub mod store;
pub mod tokens;
pub mod watch;

pub use account::{Account, Role};
pub use identity::{Identity, Staff};

/// Something a person can want to do. Every URL names one in `urls.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Read what is posted publicly; file a case; follow one's own case with its secret; sign in.
    Public,
    /// Know who one is; sign out.
    OwnAccount,
    /// Read a household's case.
    ReadCases,
    /// Correct a case or file one for a household.
    EditCases,
    /// Approve or refuse a case.
    VerifyCases,
    /// Read officers, teams, kits and duties.
    ReadDuties,
    /// Change officers, teams, kits and duties.
    EditDuties,
    /// Open a half-day against the calendar, for the whole city: only who reaches all of it may.
    OpenHalfDays,
    /// Compute and read proposals.
    Plan,
    /// Publish a proposal: families are told.
    Publish,
    /// Read the sequence of a duty with its households.
    ReadRosters,
    /// Read time and ward, and no more, of stops in other wards on a route that wards share.
    ReadSharedRoutes,
    /// Read what officers noted at a household's door.
    ReadVisitNotes,
    /// Report that a visit is under way, arrived, ended.
    RecordVisits,
    /// Read and tick off the list of families to call.
    CallFamilies,
    /// Add and disable accounts.
    ManageAccounts,
    /// Read the log of looks and changes.
    ReadAudit,
    /// Write down and answer what people ask about their data, and breaches.
    HandleRights,
    /// Read and answer thanks, suggestions and complaints.
    HandleRemarks,
}

/// How far a permission reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Only duties the officer is part of.
    OwnDuties,
    /// Only the wards of the account.
    OwnWards,
    /// Everything.
    All,
}

use Permission as P;
use Scope as S;

/// Who may do what. What is not here is refused. [`Permission::Public`] needs no role.
const TABLE: &[(Role, Permission, Scope)] = &[
    (Role::Officer, P::OwnAccount, S::All),
    (Role::Officer, P::ReadRosters, S::OwnDuties),
    (Role::Officer, P::ReadVisitNotes, S::OwnDuties),
    (Role::Officer, P::RecordVisits, S::OwnDuties),
    (Role::Dispatcher, P::OwnAccount, S::All),
    (Role::Dispatcher, P::ReadCases, S::OwnWards),
    (Role::Dispatcher, P::EditCases, S::OwnWards),
    (Role::Dispatcher, P::VerifyCases, S::OwnWards),
    (Role::Dispatcher, P::ReadDuties, S::All),
    (Role::Dispatcher, P::EditDuties, S::OwnWards),
    (Role::Dispatcher, P::OpenHalfDays, S::OwnWards),
    (Role::Dispatcher, P::Plan, S::OwnWards),
    (Role::Dispatcher, P::Publish, S::OwnWards),
    (Role::Dispatcher, P::ReadRosters, S::OwnWards),
    (Role::Dispatcher, P::ReadSharedRoutes, S::All),
    (Role::Dispatcher, P::ReadVisitNotes, S::OwnWards),
    (Role::Dispatcher, P::RecordVisits, S::OwnWards),
    (Role::Dispatcher, P::CallFamilies, S::OwnWards),
    (Role::Dispatcher, P::HandleRights, S::OwnWards),
    (Role::Dispatcher, P::HandleRemarks, S::OwnWards),
    (Role::Admin, P::OwnAccount, S::All),
    (Role::Admin, P::ReadDuties, S::All),
    (Role::Admin, P::EditDuties, S::All),
    (Role::Admin, P::OpenHalfDays, S::All),
    (Role::Admin, P::ManageAccounts, S::All),
    (Role::Admin, P::ReadAudit, S::All),
];

/// An account may not do what it asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// Its role does not have the permission.
    #[error("vai trò này không được làm việc này")]
    Role,
    /// The permission does not reach this ward.
    #[error("Địa bàn này không thuộc tài khoản đang dùng.")]
    Ward,
}

/// How far a role's permission reaches; `None` = not at all.
pub fn scope(role: Role, permission: Permission) -> Option<Scope> {
    let fits = |row: &&(Role, Permission, Scope)| row.0 == role && row.1 == permission;
    TABLE.iter().find(fits).map(|row| row.2)
}

impl Staff {
    /// The reach of a permission.
    ///
    /// # Errors
    /// [`NotAllowed`] when the role does not have it.
    pub fn scope(&self, permission: Permission) -> Result<Scope, NotAllowed> {
        scope(self.role, permission).ok_or(NotAllowed::Role)
    }

    /// Whether the permission reaches this ward. An account without wards reaches all of them.
    pub fn may_in_ward(&self, permission: Permission, ward_code: &str) -> bool {
        match scope(self.role, permission) {
            Some(Scope::All) => true,
            Some(Scope::OwnWards) => self.serves(ward_code),
            Some(Scope::OwnDuties) | None => false,
        }
    }

    /// Refuses unless the permission reaches this ward.
    ///
    /// # Errors
    /// [`NotAllowed::Ward`].
    pub fn need_in_ward(&self, permission: Permission, ward_code: &str) -> Result<(), NotAllowed> {
        if self.may_in_ward(permission, ward_code) {
            return Ok(());
        }
        Err(NotAllowed::Ward)
    }

    /// Whether the permission reaches the whole city.
    pub fn may_everywhere(&self, permission: Permission) -> bool {
        match scope(self.role, permission) {
            Some(Scope::All) => true,
            Some(Scope::OwnWards) => self.ward_codes.is_empty(),
            Some(Scope::OwnDuties) | None => false,
        }
    }

    /// The wards that lists of this permission are limited to; `None` = all.
    pub fn wards_of(&self, permission: Permission) -> Option<&[String]> {
        match scope(self.role, permission) {
            Some(Scope::All) => None,
            _ if self.ward_codes.is_empty() => None,
            _ => Some(&self.ward_codes),
        }
    }

    fn serves(&self, ward_code: &str) -> bool {
        self.ward_codes.is_empty() || self.ward_codes.iter().any(|code| code == ward_code)
    }
}
