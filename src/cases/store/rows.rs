//! From columns to types: the one place that knows their order.
use chrono::NaiveDate;

use super::*;

type CaseHead = (i64, String, String, Channel, String, Option<String>, Option<GroupSiteKind>, i32);
type CaseSealed = (Sealed<Contact>, Sealed<Address>, Option<Sealed<Note>>, String, String, bool);
type CaseTriage = (TriageDecision, TriageRule, Option<NaiveDate>, Option<DeadlineReason>);
type CaseMoments = (
    Option<i64>,
    Timestamp,
    Option<Timestamp>,
    Option<Timestamp>,
    Option<Sealed<StaffText>>,
    Option<Timestamp>,
    i32,
    Option<Timestamp>,
    Option<Sealed<StaffText>>,
    Option<NaiveDate>,
    Option<NotBeforeReason>,
);

pub(super) type CaseRow = (CaseHead, CaseSealed, CaseTriage, CaseMoments);

type HeadColumns = (
    cases::id,
    cases::code,
    cases::secret_hash,
    cases::channel,
    cases::ward_code,
    cases::sub_area,
    cases::group_site,
    cases::expected_captures,
);
type SealedColumns = (
    cases::sealed_contact,
    cases::sealed_address,
    cases::sealed_note,
    cases::contact_hash,
    cases::address_hash,
    cases::has_email,
);
type TriageColumns = (cases::triage, cases::triage_rule, cases::deadline_on, cases::deadline_reason);
type MomentColumns = (
    cases::filed_by,
    cases::filed_at,
    cases::verified_at,
    cases::refused_at,
    cases::refused_reason,
    cases::withdrawn_at,
    cases::version,
    cases::place_fixed_at,
    cases::question,
    cases::not_before_on,
    cases::not_before_reason,
);

pub(super) const CASE: (HeadColumns, SealedColumns, TriageColumns, MomentColumns) = (
    (
        cases::id,
        cases::code,
        cases::secret_hash,
        cases::channel,
        cases::ward_code,
        cases::sub_area,
        cases::group_site,
        cases::expected_captures,
    ),
    (
        cases::sealed_contact,
        cases::sealed_address,
        cases::sealed_note,
        cases::contact_hash,
        cases::address_hash,
        cases::has_email,
    ),
    (cases::triage, cases::triage_rule, cases::deadline_on, cases::deadline_reason),
    (
        cases::filed_by,
        cases::filed_at,
        cases::verified_at,
        cases::refused_at,
        cases::refused_reason,
        cases::withdrawn_at,
        cases::version,
        cases::place_fixed_at,
        cases::question,
        cases::not_before_on,
        cases::not_before_reason,
    ),
);

pub(super) type ApplicantRow = (
    (i64, i64, i32, Sealed<Identity>, Option<Sealed<Representative>>),
    (Procedure, BeneficiaryGroup, Mobility, TriageDecision, TriageRule),
);

type PersonColumns = (
    applicants::id,
    applicants::case_id,
    applicants::position,
    applicants::sealed_identity,
    applicants::sealed_representative,
);
type WishColumns = (
    applicants::procedure_code,
    applicants::beneficiary_group,
    applicants::mobility,
    applicants::triage,
    applicants::triage_rule,
);

pub(super) const APPLICANT: (PersonColumns, WishColumns) = (
    (
        applicants::id,
        applicants::case_id,
        applicants::position,
        applicants::sealed_identity,
        applicants::sealed_representative,
    ),
    (
        applicants::procedure_code,
        applicants::beneficiary_group,
        applicants::mobility,
        applicants::triage,
        applicants::triage_rule,
    ),
);

pub(super) fn case((head, sealed, triage, moments): CaseRow) -> Case {
    let (id, code, secret_hash, channel, ward_code, sub_area, group_site, expected_captures) = head;
    let (contact, address, note, contact_hash, address_hash, has_email) = sealed;
    // The texts of another case are of no use in this row.
    let (contact, address) = (contact.of_row(&code), address.of_row(&code));
    let note = note.map(|note| note.of_row(&code));
    let (triage, triage_rule, deadline_on, deadline_reason) = triage;
    #[rustfmt::skip]
    let (
        filed_by, filed_at, verified_at, refused_at, refused_reason, withdrawn_at, version,
        place_fixed_at, question, not_before_on, not_before_reason,
    ) = moments;
    let (question, refused_reason) =
        (question.map(|text| text.of_row(&code)), refused_reason.map(|text| text.of_row(&code)));
    Case {
        id,
        code,
        secret_hash,
        channel,
        ward_code,
        sub_area,
        group_site,
        expected_captures,
        contact,
        address,
        note,
        contact_hash,
        address_hash,
        has_email,
        triage,
        triage_rule,
        deadline_on,
        deadline_reason,
        filed_by,
        filed_at,
        verified_at,
        refused_at,
        refused_reason,
        withdrawn_at,
        version,
        place_fixed_at,
        question,
        not_before: not_before_on.zip(not_before_reason).map(|(on, reason)| NotBefore { on, reason }),
    }
}

pub(super) fn applicant((person, wish): ApplicantRow) -> Applicant {
    let (id, case_id, position, identity, representative) = person;
    let (procedure, group, mobility, triage, triage_rule) = wish;
    Applicant { id, case_id, position, identity, representative, procedure, group, mobility, triage, triage_rule }
}
