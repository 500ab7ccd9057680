//! From columns to types.
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::dsl::{AsSelect, Nullable};
use diesel::sql_types::Text;

use super::*;
use crate::db::schema::{case_languages as languages, time_preferences as preferences};
use crate::ids::{AccountId, ApplicantId, CaseId};
use crate::text::messages::{Locale, Words};

/// A case with what its family prefers and its language, which stand in tables of their own: `cases` has as many columns
/// as fit.
pub(super) type StoredCase = (CaseRow, (Option<PreferredTimes>, Option<NaiveDate>), Option<String>);

type Columns = (
    AsSelect<CaseRow, Engines>,
    (Nullable<preferences::times>, Nullable<preferences::from_on>),
    Nullable<languages::language>,
);

/// What is read of `cases` joined with `time_preferences` and `case_languages`.
pub(super) fn columns() -> Columns {
    let preference = (preferences::times.nullable(), preferences::from_on.nullable());
    (CaseRow::as_select(), preference, languages::language.nullable())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
pub(super) struct CaseRow {
    id: CaseId,
    code: String,
    secret_hash: String,
    channel: Channel,
    ward_code: String,
    sub_area: Option<String>,
    group_site: Option<GroupSiteKind>,
    expected_captures: i32,
    sealed_contact: Sealed<Contact>,
    sealed_address: Sealed<Address>,
    sealed_note: Option<Sealed<Note>>,
    contact_hash: String,
    address_hash: String,
    has_email: bool,
    triage: TriageDecision,
    triage_rule: TriageRule,
    deadline_on: Option<NaiveDate>,
    deadline_reason: Option<DeadlineReason>,
    filed_by: Option<AccountId>,
    filed_at: Timestamp,
    verified_at: Option<Timestamp>,
    refused_at: Option<Timestamp>,
    refused_reason: Option<Sealed<StaffText>>,
    withdrawn_at: Option<Timestamp>,
    version: i32,
    place_fixed_at: Option<Timestamp>,
    question: Option<Sealed<StaffText>>,
    not_before_on: Option<NaiveDate>,
    not_before_reason: Option<NotBeforeReason>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = applicants)]
pub(super) struct ApplicantRow {
    id: ApplicantId,
    case_id: CaseId,
    position: i32,
    sealed_identity: Sealed<Identity>,
    sealed_representative: Option<Sealed<Representative>>,
    procedure_code: Procedure,
    beneficiary_group: BeneficiaryGroup,
    beneficiary_groups: Option<BeneficiaryGroups>,
    mobility: Mobility,
    triage: TriageDecision,
    triage_rule: TriageRule,
}

crate::column_type!(BeneficiaryGroups, Text);

impl<DB> FromSql<Text, DB> for BeneficiaryGroups
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::stored(&String::from_sql(bytes)?)?)
    }
}

pub(super) fn case(stored: StoredCase) -> Case {
    let (row, (times, from), language) = stored;
    let preference = times.map_or(TimePreference::ANY, |times| TimePreference { times, from });
    alone(row, preference, language.map_or(Words::VIETNAMESE, |tag| Words::of_tag(&tag)).0)
}

/// A case that was read without what its family prefers and its language.
pub(super) fn alone(row: CaseRow, preference: TimePreference, language: Locale) -> Case {
    // The texts of another case are of no use in this row.
    let code = row.code.as_str();
    Case {
        id: row.id,
        contact: row.sealed_contact.of_row(code),
        address: row.sealed_address.of_row(code),
        note: row.sealed_note.map(|note| note.of_row(code)),
        question: row.question.map(|text| text.of_row(code)),
        refused_reason: row.refused_reason.map(|text| text.of_row(code)),
        code: row.code,
        secret_hash: row.secret_hash,
        channel: row.channel,
        ward_code: row.ward_code,
        sub_area: row.sub_area,
        group_site: row.group_site,
        expected_captures: row.expected_captures,
        contact_hash: row.contact_hash,
        address_hash: row.address_hash,
        has_email: row.has_email,
        triage: row.triage,
        triage_rule: row.triage_rule,
        deadline_on: row.deadline_on,
        deadline_reason: row.deadline_reason,
        filed_by: row.filed_by,
        filed_at: row.filed_at,
        verified_at: row.verified_at,
        refused_at: row.refused_at,
        withdrawn_at: row.withdrawn_at,
        version: row.version,
        place_fixed_at: row.place_fixed_at,
        not_before: row.not_before_on.zip(row.not_before_reason).map(|(on, reason)| NotBefore { on, reason }),
        preference,
        language,
    }
}

pub(super) fn applicant(row: ApplicantRow) -> Applicant {
    Applicant {
        id: row.id,
        case_id: row.case_id,
        position: row.position,
        identity: row.sealed_identity,
        representative: row.sealed_representative,
        procedure: row.procedure_code,
        // Only the one group where a process of before wrote the row.
        groups: row.beneficiary_groups.unwrap_or_else(|| row.beneficiary_group.into()),
        mobility: row.mobility,
        triage: row.triage,
        triage_rule: row.triage_rule,
    }
}
