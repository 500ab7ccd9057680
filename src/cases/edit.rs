//! Corrects contact, address, pin, note, readiness or language of a case; nothing else, and not behind somebody's back (version).
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CaseTables;
use super::case::{Case, ConsentPurpose, State};
use super::find::{FindCaseError, Reader, find};
use super::household::{Address, Note};
use super::name_words;
use super::new_case::{
    Locality, NewAddress, NewContact, NewReadiness, parse_address, parse_contact, parse_language, parse_note,
    parse_readiness,
};
use super::store::{self, ChangedCase};
use crate::accounts::Permission;
use crate::audit;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::keys;

/// What to correct; what is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseCorrection {
    /// The whole contact.
    #[serde(default)]
    pub contact: Option<NewContact>,
    /// The whole address.
    #[serde(default)]
    pub address: Option<NewAddress>,
    /// The note; an empty text takes it away.
    #[serde(default)]
    pub note: Option<String>,
    /// All that is known about the home and the people, in their present order; what is left out of it is unknown.
    #[serde(default)]
    pub readiness: Option<NewReadiness>,
    /// In which language the family is written to from now on, a BCP 47 tag; what waits to be sent goes out as it is.
    #[serde(default)]
    #[schema(example = "vi")]
    pub language: Option<String>,
    /// The office only: a half-day that cannot be kept at the corrected place is given back, and the family is told;
    /// without it the correction is refused then.
    #[serde(default)]
    pub give_back: bool,
}

/// Whether a case may get another door when a route may lead to it already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorChange {
    /// No: nobody looks at the routes after the correction.
    Refused,
    /// Yes: the caller looks at every route that leads there, in the same transaction.
    Allowed,
}

/// Which case is corrected, as whoever corrects it has read it.
#[derive(Clone, Copy, Debug)]
pub struct EditTarget<'a> {
    /// Public code.
    pub code: &'a str,
    /// Who corrects.
    pub by: &'a Reader,
    /// The version that was read.
    pub version: i32,
    /// Whether the door may move.
    pub door: DoorChange,
}

/// Why a case is not corrected.
#[derive(Debug, thiserror::Error)]
pub enum EditCaseError {
    /// Not found, or not for this reader.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// Fields need another value.
    #[error("có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// Somebody corrected it meanwhile.
    #[error("hồ sơ vừa được sửa ở nơi khác")]
    OutOfDate,
    /// It was refused or withdrawn.
    #[error("hồ sơ {0}, không sửa được nữa")]
    Closed(&'static str),
    /// Approved cases stay where they are: a visit may be planned there.
    #[error("hồ sơ đã duyệt nên không đổi được nơi đến; rút hồ sơ này rồi gửi hồ sơ mới, hoặc gọi trực ban")]
    PlaceIsFixed,
    /// A route rests on the door of a case that has a half-day.
    #[error(
        "hồ sơ đã đặt buổi nên chưa đổi được nơi đến; trả lại buổi đã đặt, sửa nơi đến rồi đặt lại, hoặc gọi trực ban Công an phường, xã. Người liên hệ và ghi chú thì vẫn sửa được"
    )]
    PlaceIsBooked,
    /// The half-day that is booked cannot be kept at the corrected place.
    #[error(
        "nơi đến mới không vừa chuyến của {0}, tổ không giữ được buổi này; trả lại buổi ấy thì sửa được, và gia đình được báo"
    )]
    PlaceBreaks(String),
    /// A team is on its way to the place of before.
    #[error("tổ đang đến hoặc đang ở nơi đến cũ; gọi tổ trước")]
    OnTheWay,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Corrects a case.
///
/// # Errors
/// [`EditCaseError`].
#[tracing::instrument(name = "edit_case", skip_all)]
pub fn edit(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    target: EditTarget<'_>,
    correction: &CaseCorrection,
) -> Result<Case, EditCaseError> {
    let now = desk.now();
    let EditTarget { code, by, version, door } = target;
    let case = find(conn, code, by, Permission::EditCases)?;
    // A half-day that is booked at this moment fixes the place.
    store::lock(conn, &[case.id])?;
    let case = find(conn, code, by, Permission::EditCases)?;
    match case.state() {
        State::Filed | State::Verified => {}
        state @ (State::Refused | State::Withdrawn) => return Err(EditCaseError::Closed(state.label())),
    }
    let changed = read_correction(conn, desk, tables, &case, by, correction, door)?;
    if !store::change(conn, case.id, version, &changed)? {
        return Err(EditCaseError::OutOfDate);
    }
    audit::note(conn, by.staff(), audit::Action::Edit, &audit::case_subject(case.id), None, now)?;
    let case = store::case_by_id(conn, case.id)?;
    Ok(case.ok_or(FindCaseError::NotFound)?)
}

fn read_correction(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    case: &Case,
    by: &Reader,
    typed: &CaseCorrection,
    door: DoorChange,
) -> Result<ChangedCase, EditCaseError> {
    let (vault, today) = (&desk.vault, desk.now().date());
    let mut problems = Vec::new();
    let contact = typed.contact.as_ref().map(|contact| parse_contact(contact, tables, today));
    let contact = kept(contact, &mut problems);
    let address = typed.address.as_ref().map(|address| parse_address(address, tables, today));
    let address = kept(address, &mut problems);
    let note = typed.note.as_ref().map(|note| parse_note(note, tables, today));
    let note = kept(note, &mut problems);
    let readiness = match &typed.readiness {
        Some(said) => Some(parse_readiness(said, store::applicants_of(conn, case.id)?.len(), tables, today)),
        None => None,
    };
    let readiness = kept(readiness, &mut problems);
    let language = typed.language.as_ref().map(|language| parse_language(language, tables, today));
    let language = kept(language, &mut problems);
    if !problems.is_empty() {
        return Err(EditCaseError::Invalid(problems));
    }
    if let Some((address, locality)) = &address {
        check_locality(desk, case, by, address, locality, door)?;
    }
    if let Some(contact) = &contact {
        store::set_email_hash(conn, case.id, contact.email_lookup(vault).as_deref())?;
        name_words::change_contact(conn, vault, case.id, contact.name.as_str())?;
    }
    let key = keys::of_case(conn, vault, &case.code)?;
    let consents = store::consents_of(conn, case.id)?;
    let may_mail = consents.iter().any(|consent| consent.purpose == ConsentPurpose::Messages);
    Ok(ChangedCase {
        contact: contact.map(|contact| {
            let has_email = may_mail && contact.email.is_some();
            (vault.seal(&key, &contact), contact.lookup(vault), has_email)
        }),
        address: address.map(|(address, locality)| {
            let ward_code = locality.ward_code.to_string();
            let hash = address.lookup(vault, &ward_code);
            (vault.seal(&key, &address), hash, ward_code, locality.sub_area.map(|zone| zone.0))
        }),
        note: note.map(|note| note.map(|note| vault.seal(&key, &Note(note)))),
        readiness: readiness.map(|said| vault.seal(&key, &said)),
        language,
    })
}

/// What could be read; what could not goes to the problems.
fn kept<T>(read: Option<Result<T, Vec<FieldProblem>>>, problems: &mut Vec<FieldProblem>) -> Option<T> {
    read?.map_err(|mut found| problems.append(&mut found)).ok()
}

/// A new ward must be the account's too; an approved or booked case stays in its ward, zone and at its pin, unless the
/// caller looks at the routes.
fn check_locality(
    desk: &Desk,
    case: &Case,
    by: &Reader,
    address: &Address,
    locality: &Locality,
    door: DoorChange,
) -> Result<(), EditCaseError> {
    let ward_code = locality.ward_code.as_str();
    if by.staff().is_some_and(|staff| !staff.may_in_ward(Permission::EditCases, ward_code)) {
        return Err(FindCaseError::OutsideWards.into());
    }
    let old = desk.vault.unseal(&case.address).map_err(StoreError::from)?;
    let sub_area = locality.sub_area.as_ref().map(|zone| zone.0.as_str());
    let moved = ward_code != case.ward_code || sub_area != case.sub_area.as_deref() || address.pin != old.pin;
    match case.state() {
        _ if door == DoorChange::Allowed => Ok(()),
        State::Verified if moved => Err(EditCaseError::PlaceIsFixed),
        _ if moved && case.place_fixed_at.is_some() => Err(EditCaseError::PlaceIsBooked),
        _ => Ok(()),
    }
}
