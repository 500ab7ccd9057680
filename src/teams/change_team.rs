//! Changes a team: name, telephone, wards, base. What that does to households is for booking to find out
//! (`booking::change_team`): nobody else calls this.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::add_team::{base_of, check_own_wards, checked_hot_line, checked_name, known_wards};
use super::team::{AddTeamError, BasePoint, Team};
use super::{may_arrange, store};
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::geography::Geography;
use crate::ids::TeamId;

/// What to change about a team; what is absent stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamChange {
    /// Name that families are told, 1…80 characters.
    pub name: Option<String>,
    /// Telephone that families may call, 3…15 digits.
    pub hot_line: Option<String>,
    /// All wards that it serves from now on, at least one.
    pub ward_codes: Option<Vec<String>>,
    /// Ward of its base.
    pub base_ward_code: Option<String>,
    /// Where its duties start and end; without it the middle of the base's ward.
    pub base: Option<BasePoint>,
}

/// Why a team stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum ChangeTeamError {
    /// No such team, or it is retired.
    #[error("Không có tổ số {0} đang hoạt động")]
    NoSuchTeam(TeamId),
    /// The team serves none of the requester's wards.
    #[error("Tổ “{0}” không phục vụ địa bàn của tài khoản đang dùng")]
    ForeignTeam(String),
    /// A fact about it is refused.
    #[error(transparent)]
    Facts(#[from] AddTeamError),
    /// Somebody changed it since it was read.
    #[error("Tổ này đã thay đổi sau khi được đọc; xem lại rồi gửi lại")]
    Stale,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a team becomes. Wards that come or go must be the requester's; others that it serves stay as they are.
///
/// # Errors
/// [`ChangeTeamError`].
pub fn changed(
    geography: &Geography,
    staff: &Staff,
    before: &Team,
    change: &TeamChange,
) -> Result<Team, ChangeTeamError> {
    if !may_arrange(staff, &before.ward_codes) {
        return Err(ChangeTeamError::ForeignTeam(before.name.clone()));
    }
    let mut after = before.clone();
    if let Some(name) = &change.name {
        after.name = checked_name(name)?;
    }
    if let Some(hot_line) = &change.hot_line {
        after.hot_line = checked_hot_line(hot_line)?;
    }
    if let Some(ward_codes) = &change.ward_codes {
        after.ward_codes = known_wards(geography, ward_codes)?;
        let (old, new) = (&before.ward_codes, &after.ward_codes);
        let gone = old.iter().filter(|ward| !new.contains(ward));
        check_own_wards(geography, staff, gone.chain(new.iter().filter(|ward| !old.contains(ward))))?;
    }
    let moves = change.base_ward_code.as_ref().is_some_and(|ward| *ward != before.base_ward_code);
    if moves || change.base.is_some_and(|base| base != before.base) {
        if let Some(ward) = &change.base_ward_code {
            after.base_ward_code = ward.trim().to_owned();
        }
        after.base = base_of(geography, &after.base_ward_code, change.base)?;
    }
    Ok(after)
}

/// Stores what a team becomes, if it is still at `expected`. The caller has seen to the households.
///
/// # Errors
/// [`ChangeTeamError`].
#[tracing::instrument(skip_all, fields(team_id = %after.id))]
pub fn change_team(
    conn: &mut DbConn,
    staff: &Staff,
    after: &Team,
    expected: i32,
    now: Timestamp,
) -> Result<Team, ChangeTeamError> {
    let is_changed = store::change_team(conn, after, expected).map_err(|error| {
        if error.is_unique_violation() {
            return ChangeTeamError::Facts(AddTeamError::NameTaken(after.name.clone()));
        }
        error.into()
    })?;
    if !is_changed {
        return Err(ChangeTeamError::Stale);
    }
    audit::note(conn, Some(staff), audit::Action::Arrange, &format!("team:{}", after.id), None, now)?;
    store::team(conn, after.id)?.ok_or(ChangeTeamError::NoSuchTeam(after.id))
}
