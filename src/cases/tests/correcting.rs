//! Corrections: by version, by the family or staff, and not of the place of an approved case.
use super::{Office, grandmother};
use crate::cases::case::Case;
use crate::cases::edit::{CaseCorrection, DoorChange, EditCaseError, EditTarget, edit};
use crate::cases::find::Reader;
use crate::cases::new_case::NewAddress;
use crate::cases::verify::{Verification, verify};

fn correct(
    office: &Office,
    code: &str,
    by: &Reader,
    typed: &CaseCorrection,
    version: i32,
) -> Result<Case, EditCaseError> {
    let target = EditTarget { code, by, version, door: DoorChange::Refused };
    office.desk.db.write(|conn| edit(conn, &office.desk, &office.tables, target, typed))
}

#[test]
fn the_version_guards_a_correction() {
    let office = Office::new();
    let filed = office.file(&grandmother());
    let (code, by) = (filed.case.code.as_str(), Reader::Family(filed.secret.clone()));
    let note = CaseCorrection { note: Some("Ngõ hẹp".into()), ..CaseCorrection::default() };
    let case = correct(&office, code, &by, &note, 1).unwrap();
    assert_eq!(case.version, 2);
    assert_eq!(case.unseal(&office.desk.vault, &[]).unwrap().note.as_deref(), Some("Ngõ hẹp"));
    assert!(matches!(correct(&office, code, &by, &note, 1), Err(EditCaseError::OutOfDate)));
    let staff = Reader::Staff(office.dispatcher.clone());
    let wrong = CaseCorrection { address: Some(NewAddress::default()), ..CaseCorrection::default() };
    assert!(matches!(correct(&office, code, &staff, &wrong, 2), Err(EditCaseError::Invalid(_))));
    let gone = CaseCorrection { note: Some(String::new()), ..CaseCorrection::default() };
    assert!(correct(&office, code, &staff, &gone, 2).unwrap().note.is_none());
    assert_eq!(office.audit(filed.case.id), ["edit", "edit"]);
}

#[test]
fn an_approved_case_keeps_its_place_but_not_its_door() {
    let office = Office::new();
    let filed = office.file(&grandmother());
    let approve = Verification { verdict: "approve".into(), ..Verification::default() };
    let (code, staff) = (filed.case.code.as_str(), Reader::Staff(office.dispatcher.clone()));
    office.desk.db.write(|conn| verify(conn, &office.desk, &office.dispatcher, code, &approve)).unwrap();
    let mut address = grandmother().address;
    address.line = "Số 14 ngõ 328 phố Lê Lợi".into();
    let door = CaseCorrection { address: Some(address.clone()), ..CaseCorrection::default() };
    assert_eq!(correct(&office, code, &staff, &door, 2).unwrap().version, 3);
    address.ward_code = "11443".into();
    let moved = CaseCorrection { address: Some(address), ..CaseCorrection::default() };
    assert!(matches!(correct(&office, code, &staff, &moved, 3), Err(EditCaseError::PlaceIsFixed)));
}
