//! Filing: what is stored, what is sealed, what is told.
use super::{Office, applicant, grandmother};
use crate::accounts::Permission;
use crate::cases::case::{ConsentPurpose, State};
use crate::cases::filing::FileCaseError;
use crate::cases::find::{FindCaseError, Reader, find};
use crate::cases::new_case::NewCase;
use crate::cases::store;
use crate::cases::triage::TriageDecision;
use crate::outbox::store as outbox;

#[test]
fn a_filed_case_is_sealed_consented_and_told_by_mail() {
    let office = Office::new();
    let filed = office.file(&grandmother());
    assert_eq!(filed.case.state(), State::Filed);
    assert_eq!(filed.triage.decision, TriageDecision::Visit);
    assert!(filed.link.ends_with(&format!("/follow/{}/{}", filed.case.code, filed.secret)));
    assert!(!filed.case.contact.as_stored().contains("Lan"));
    let consents = office.desk.db.read(|conn| store::consents_of(conn, filed.case.id)).unwrap();
    assert_eq!(
        consents.iter().map(|one| one.purpose).collect::<Vec<_>>(),
        [ConsentPurpose::Visit, ConsentPurpose::Messages]
    );
    assert_eq!(consents[0].given_by, "grandchild");
    let standing = office.desk.db.read(outbox::backlog).unwrap();
    assert_eq!(standing.waiting, 1);
    let people = office.desk.db.read(|conn| store::applicants_of(conn, filed.case.id)).unwrap();
    let household = filed.case.unseal(&office.desk.vault, &people).unwrap();
    assert_eq!(household.people[0].identity.birth.to_string(), "12/05/1950");
    assert!(office.audit(filed.case.id).is_empty(), "a family's own filing is no look of staff");
}

#[test]
fn without_consent_to_messages_no_mail_is_written() {
    let office = Office::new();
    let mut new = grandmother();
    new.consents.messages = false;
    let filed = office.file(&new);
    assert!(!filed.case.has_email);
    assert_eq!(office.desk.db.read(outbox::backlog).unwrap().waiting, 0);
    assert!(filed.warnings.iter().any(|warning| warning.code == "no_mail"));
}

#[test]
fn the_most_demanding_person_decides_the_triage() {
    let office = Office::new();
    let mut new = grandmother();
    let mut baby = applicant("Nguyễn Thị Bé", "01/06/2022");
    (baby.number, baby.held_paper) = (String::new(), String::new());
    new.applicants.push(baby.clone());
    let filed = office.file(&new);
    assert_eq!(filed.triage.decision, TriageDecision::Visit);
    assert_eq!(filed.people[1].decision, TriageDecision::Online);
    let mut alone = grandmother();
    alone.applicants = vec![baby];
    assert_eq!(office.file(&alone).triage.decision, TriageDecision::Online);
    let mut child = grandmother();
    child.applicants[0].birth = "01/01/2015".into();
    assert_eq!(office.file(&child).triage.decision, TriageDecision::Incomplete);
}

#[test]
fn only_code_and_secret_together_open_a_case() {
    let office = Office::new();
    let filed = office.file(&grandmother());
    let look = |code: &str, reader: Reader| {
        let found = office.desk.db.read(|conn| find(conn, code, &reader, Permission::ReadCases));
        found.map(|case| case.id)
    };
    let family = |secret: &str| Reader::Family(secret.to_owned());
    assert_eq!(look(&filed.case.code.to_lowercase().replace('-', " "), family(&filed.secret)).unwrap(), filed.case.id);
    for (code, secret) in
        [(filed.case.code.as_str(), ""), (&filed.case.code, "wrong"), ("2222-2222", &filed.secret), ("x", "")]
    {
        assert!(matches!(look(code, family(secret)), Err(FindCaseError::NotFound)), "{code}");
    }
    assert!(look(&filed.case.code, Reader::Staff(office.dispatcher_of("11329"))).is_ok());
    let elsewhere = look(&filed.case.code, Reader::Staff(office.dispatcher_of("11443")));
    assert!(matches!(elsewhere, Err(FindCaseError::OutsideWards)));
}

#[test]
fn staff_file_in_their_wards_only_and_are_noted() {
    let office = Office::new();
    let file = |ward: &str| {
        let staff = office.dispatcher_of(ward);
        office.file_by(Some(&staff), &grandmother())
    };
    let opened = file("11329").unwrap();
    assert_eq!(office.audit(opened.case.id), ["file"]);
    assert_eq!(opened.case.channel.code(), "phone");
    assert!(matches!(file("11443"), Err(FileCaseError::OutsideWards)));
}

#[test]
fn the_same_person_in_another_case_is_told() {
    let office = Office::new();
    let staff = office.dispatcher_of("11329");
    let file = |new: &NewCase| office.file_by(Some(&staff), new).unwrap();
    let first = office.file(&grandmother());
    let mut again = grandmother();
    again.address.line = "Số 1 phố Đà Nẵng".into();
    again.applicants[0].name = "NGUYỄN THỊ HOÀ".into();
    assert_eq!(file(&again).possible_duplicates.codes, [first.case.code]);
    assert!(office.file(&again).possible_duplicates.codes.is_empty(), "a family is not told");
    let mut other = grandmother();
    other.applicants = vec![applicant("Trần Thị Mai", "1948")];
    other.applicants[0].number = String::new();
    assert!(file(&other).possible_duplicates.codes.is_empty());
}
