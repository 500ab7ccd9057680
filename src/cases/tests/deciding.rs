//! Verification: what is incomplete is not approved, what needs no visit only with a reason, nothing twice.
use super::{Office, grandmother};
use crate::cases::case::{Case, State};
use crate::cases::filing::FiledCase;
use crate::cases::store;
use crate::cases::verify::{Verification, VerifyError, verify};
use crate::cases::withdraw::{WithdrawError, withdraw};

fn decide(
    office: &Office,
    filed: &FiledCase,
    verdict: &str,
    reason: &str,
    override_reason: &str,
) -> Result<Case, VerifyError> {
    let decision = Verification {
        verdict: verdict.into(),
        reason: reason.into(),
        override_reason: override_reason.into(),
        ..Verification::default()
    };
    office.desk.db.write(|conn| verify(conn, &office.desk, &office.dispatcher, &filed.case.code, &decision))
}

#[test]
fn an_approved_case_can_be_planned_and_is_not_decided_twice() {
    let office = Office::new();
    let filed = office.file(&grandmother());
    let unvisited = || office.desk.db.read(|conn| store::unvisited::list(conn, None)).unwrap();
    assert!(unvisited().is_empty());
    assert_eq!(decide(&office, &filed, "approve", "", "").unwrap().state(), State::Verified);
    assert_eq!(office.audit(filed.case.id), ["approve"]);
    assert_eq!(unvisited(), [filed.case.id]);
    let wards = ["11443".to_owned()];
    assert!(office.desk.db.read(|conn| store::unvisited::list(conn, Some(&wards))).unwrap().is_empty());
    assert!(matches!(decide(&office, &filed, "refuse", "muộn", ""), Err(VerifyError::AlreadyDecided(_))));
    office.desk.db.write(|conn| withdraw(conn, &filed.case, None, office.desk.now())).unwrap();
    assert!(unvisited().is_empty());
    let again = office.desk.db.write(|conn| withdraw(conn, &filed.case, None, office.desk.now()));
    assert!(matches!(again, Err(WithdrawError::AlreadyWithdrawn)));
}

#[test]
fn r09_an_incomplete_case_is_not_approved_even_with_a_reason() {
    let office = Office::new();
    let mut new = grandmother();
    new.applicants[0].birth = "01/01/2015".into();
    let filed = office.file(&new);
    let refused = decide(&office, &filed, "approve", "", "cứ đến").unwrap_err();
    assert!(matches!(refused, VerifyError::Incomplete(_)));
    assert!(refused.to_string().contains("người đại diện"), "{refused}");
    assert!(office.audit(filed.case.id).is_empty());
}

#[test]
fn r08_r10_an_online_case_needs_a_reason_that_stays_in_the_audit() {
    let office = Office::new();
    let mut new = grandmother();
    (new.applicants[0].procedure, new.applicants[0].held_paper) = ("lost".into(), "cccd_chip".into());
    let filed = office.file(&new);
    assert!(matches!(decide(&office, &filed, "approve", "", "  "), Err(VerifyError::NoVisitNeeded(_))));
    decide(&office, &filed, "approve", "", "không có điện thoại, sống một mình").unwrap();
    let subject = crate::audit::case_subject(filed.case.id);
    let entries = office.desk.db.read(|conn| crate::audit::store::entries_of(conn, &subject)).unwrap();
    assert_eq!(entries[0].3.as_deref(), Some("không có điện thoại, sống một mình"));
}

#[test]
fn a_refusal_needs_a_sentence_for_the_family() {
    let office = Office::new();
    let filed = office.file(&grandmother());
    assert!(matches!(decide(&office, &filed, "refuse", "", ""), Err(VerifyError::Invalid(_))));
    assert!(matches!(decide(&office, &filed, "maybe", "", ""), Err(VerifyError::Invalid(_))));
    let case = decide(&office, &filed, "refuse", "Gia đình đã làm ở trụ sở.", "").unwrap();
    assert_eq!(
        (case.state(), case.refusal(&office.desk.vault).unwrap().as_deref()),
        (State::Refused, Some("Gia đình đã làm ở trụ sở."))
    );
}
