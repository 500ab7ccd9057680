//! Adds a team with the wards it serves and its base.
use super::store;
use super::team::{AddTeamError, BasePoint, NewTeam, Team};
use crate::accounts::{Permission, Staff};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::geography::Geography;
use crate::geography::point::Point;
use crate::geography::wards::WardCode;
use crate::ids::TeamId;
use crate::text::fold::tidy;

/// Longest name, characters.
pub const NAME_LENGTH_MAX: usize = 80;

/// Adds a team. Every ward it is to serve must be one of the requester's: nobody sends a team to foreign ground.
///
/// # Errors
/// [`AddTeamError`].
#[tracing::instrument(skip_all)]
pub fn add_team(
    conn: &mut DbConn,
    geography: &Geography,
    staff: &Staff,
    new: &NewTeam,
    now: Timestamp,
) -> Result<Team, AddTeamError> {
    let mut team = Team {
        id: TeamId::UNSTORED,
        name: checked_name(&new.name)?,
        hot_line: checked_hot_line(&new.hot_line)?,
        ward_codes: checked_wards(geography, staff, &new.ward_codes)?,
        base_ward_code: new.base_ward_code.trim().to_owned(),
        base: base_of(geography, &new.base_ward_code, new.base)?,
        version: 1,
    };
    team.id = store::add_team(conn, &team).map_err(|error| {
        if error.is_unique_violation() {
            return AddTeamError::NameTaken(team.name.clone());
        }
        error.into()
    })?;
    let subject = format!("team:{}", team.id);
    audit::note(conn, Some(staff), audit::Action::Arrange, &subject, None, now)?;
    Ok(team)
}

pub(super) fn checked_name(typed: &str) -> Result<String, AddTeamError> {
    let name = tidy(typed);
    if (1..=NAME_LENGTH_MAX).contains(&name.chars().count()) {
        return Ok(name);
    }
    Err(AddTeamError::NameFormat)
}

/// Not read as a person's phone: 113 and extensions of a police station are hot lines too.
pub(super) fn checked_hot_line(typed: &str) -> Result<String, AddTeamError> {
    let hot_line = tidy(typed);
    let digits = hot_line.chars().filter(char::is_ascii_digit).count();
    let known = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')');
    if (3..=15).contains(&digits) && hot_line.chars().all(known) {
        return Ok(hot_line);
    }
    Err(AddTeamError::HotLineFormat)
}

fn checked_wards(geography: &Geography, staff: &Staff, typed: &[String]) -> Result<Vec<String>, AddTeamError> {
    let wards = known_wards(geography, typed)?;
    check_own_wards(geography, staff, wards.iter())?;
    Ok(wards)
}

/// Refuses wards that are not the requester's.
///
/// # Errors
/// [`AddTeamError::ForeignWard`].
pub(super) fn check_own_wards<'a>(
    geography: &Geography,
    staff: &Staff,
    mut wards: impl Iterator<Item = &'a String>,
) -> Result<(), AddTeamError> {
    match wards.find(|ward| !staff.may_in_ward(Permission::EditDuties, ward)) {
        Some(foreign) => {
            let ward = WardCode::parse(foreign).ok().and_then(|code| geography.wards.find(&code));
            Err(AddTeamError::ForeignWard(ward.map_or_else(|| foreign.clone(), |ward| ward.name.clone())))
        }
        None => Ok(()),
    }
}

/// Wards in their stored form and order.
///
/// # Errors
/// [`AddTeamError::UnknownWard`], [`AddTeamError::NoWards`].
pub(super) fn known_wards(geography: &Geography, typed: &[String]) -> Result<Vec<String>, AddTeamError> {
    let mut wards = Vec::new();
    for (at, code) in typed.iter().enumerate() {
        let ward = WardCode::parse(code.trim()).ok().and_then(|code| geography.wards.find(&code));
        let ward = ward.ok_or_else(|| AddTeamError::UnknownWard { at, code: code.clone() })?;
        wards.push(ward.code.as_str().to_owned());
    }
    wards.sort();
    wards.dedup();
    if wards.is_empty() {
        return Err(AddTeamError::NoWards);
    }
    Ok(wards)
}

/// Where a team starts: its pin, else the middle of the ward.
///
/// # Errors
/// [`AddTeamError::UnknownBaseWard`], [`AddTeamError::Base`].
pub(super) fn base_of(
    geography: &Geography,
    ward_code: &str,
    base: Option<BasePoint>,
) -> Result<BasePoint, AddTeamError> {
    let unknown = || AddTeamError::UnknownBaseWard(ward_code.to_owned());
    let ward = WardCode::parse(ward_code.trim()).map_err(|_| unknown())?;
    let pin = base.map(|base| Point::new(base.lat, base.lng)).transpose();
    let pin = pin.map_err(crate::geography::LocateError::from)?;
    let point = geography.locate(&ward, None, pin)?.point;
    Ok(BasePoint { lat: point.lat(), lng: point.lng() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hot_line_has_digits_and_the_signs_people_put_between_them() {
        for good in ["113", "0225 3822 222", "(0225) 3.822.222", "+84 225 3822 222"] {
            assert!(checked_hot_line(good).is_ok(), "{good}");
        }
        for bad in ["", "12", "0225 3822 222 gọi cô Hoa", "0123456789012345"] {
            assert!(checked_hot_line(bad).is_err(), "{bad}");
        }
    }
}
