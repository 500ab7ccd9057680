//! The people of a case as rows: stored, and one put in the place of another.
use diesel::prelude::*;

use super::*;

/// A person to be stored.
pub struct NewPersonRow<'a> {
    /// Their case.
    pub case_id: CaseId,
    /// 0, 1, 2 …
    pub position: i32,
    /// Who.
    pub identity: Sealed<Identity>,
    /// Who must be present.
    pub representative: Option<Sealed<Representative>>,
    /// Hash of name and birth date.
    pub person_hash: &'a str,
    /// Hash of the number.
    pub number_hash: Option<&'a str>,
    /// Groups that give priority.
    pub groups: BeneficiaryGroups,
    /// How the person moves.
    pub mobility: Mobility,
    /// What triage said, with the procedure at the person's age.
    pub triage: &'a Triage,
}

/// The columns that tell of a person; the same whether they are new or corrected.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = applicants, treat_none_as_null = true)]
struct PersonRow<'a> {
    sealed_identity: &'a str,
    sealed_representative: Option<&'a str>,
    person_hash: &'a str,
    number_hash: Option<&'a str>,
    procedure_code: Procedure,
    /// A process of before reads one group.
    beneficiary_group: BeneficiaryGroup,
    beneficiary_groups: Option<String>,
    mobility: Mobility,
    triage: TriageDecision,
    triage_rule: TriageRule,
}

impl<'a> PersonRow<'a> {
    fn of(new: &'a NewPersonRow<'_>) -> Self {
        Self {
            sealed_identity: new.identity.as_stored(),
            sealed_representative: new.representative.as_ref().map(Sealed::as_stored),
            person_hash: new.person_hash,
            number_hash: new.number_hash,
            procedure_code: new.triage.procedure,
            beneficiary_group: new.groups.first(),
            beneficiary_groups: Some(new.groups.as_stored()),
            mobility: new.mobility,
            triage: new.triage.decision,
            triage_rule: new.triage.rule,
        }
    }
}

/// Stores a person.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn insert_person(conn: &mut DbConn, new: &NewPersonRow<'_>) -> StoreResult<()> {
    let row = (applicants::case_id.eq(new.case_id), applicants::position.eq(new.position), PersonRow::of(new));
    diesel::insert_into(applicants::table).values(row).execute(conn)?;
    Ok(())
}

/// Writes a person over the one at the same place of the same case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn replace_person(conn: &mut DbConn, new: &NewPersonRow<'_>) -> StoreResult<()> {
    let this = applicants::table.filter(applicants::case_id.eq(new.case_id));
    let this = this.filter(applicants::position.eq(new.position));
    diesel::update(this).set(PersonRow::of(new)).execute(conn)?;
    Ok(())
}

/// Writes down what triage says of a person now.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn set_person_triage(conn: &mut DbConn, applicant_id: ApplicantId, triage: &Triage) -> StoreResult<()> {
    let set = (
        applicants::procedure_code.eq(triage.procedure),
        applicants::triage.eq(triage.decision),
        applicants::triage_rule.eq(triage.rule),
    );
    diesel::update(applicants::table.filter(applicants::id.eq(applicant_id))).set(set).execute(conn)?;
    Ok(())
}
