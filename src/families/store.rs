//! What erasing changes in the rows of a case: everything that identifies is replaced or goes, what is counted stays.
use diesel::prelude::*;

use crate::cases::household::{Address, Contact, Identity};
use crate::clock::Timestamp;
use crate::db::schema::{applicants, cases, consents, holds, outcomes, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::{ApplicantId, CaseId, DutyId, HoldId, VisitId};
use crate::sealed::Sealed;
use crate::visits::hold::HoldEnd;

/// What stands in the place of a household.
pub struct Blank {
    /// Contact.
    pub contact: Sealed<Contact>,
    /// Door.
    pub address: Sealed<Address>,
    /// Hash that nothing has.
    pub contact_hash: String,
    /// The same.
    pub address_hash: String,
}

/// The visits of a case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn visit_ids(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<VisitId>> {
    Ok(visits::table.filter(visits::case_id.eq(case_id)).order(visits::id).select(visits::id).load(conn)?)
}

/// The holds that speak of a case: its invitations, and what its telephone or its door kept before it was filed. Each
/// with its duty, and whether it still stands.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn holds_of(
    conn: &mut DbConn,
    visit_ids: &[VisitId],
    contact_hash: &str,
    address_hash: &str,
) -> StoreResult<Vec<(HoldId, DutyId, bool)>> {
    type Row = (HoldId, DutyId, Option<Timestamp>);
    let own = holds::visit_id.eq_any(visit_ids).assume_not_null();
    let ended_before = holds::contact_hash.eq(contact_hash).or(holds::address_hash.eq(address_hash));
    let both = holds::contact_hash.eq(contact_hash).and(holds::address_hash.eq(address_hash));
    let unasked = holds::visit_id.is_null().and(both.or(ended_before.and(holds::ended_at.is_not_null())));
    let mut found: Vec<Row> =
        holds::table.filter(own).select((holds::id, holds::duty_id, holds::ended_at)).load(conn)?;
    found.extend(holds::table.filter(unasked).select((holds::id, holds::duty_id, holds::ended_at)).load::<Row>(conn)?);
    found.sort_by_key(|(id, duty_id, _)| (*duty_id, *id));
    Ok(found.into_iter().map(|(id, duty_id, ended_at)| (id, duty_id, ended_at.is_none())).collect())
}

/// Ends what still stands, with a reason that is counted, and takes the rows away.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn remove_holds(conn: &mut DbConn, ids: &[HoldId], now: Timestamp) -> StoreResult<()> {
    for id in ids {
        crate::visits::store::end_hold(conn, *id, HoldEnd::GivenUp, now)?;
    }
    diesel::delete(holds::table.filter(holds::id.eq_any(ids))).execute(conn)?;
    Ok(())
}

/// Replaces what identifies the household; ward, sub-area, kind and moments stay.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn blank_case(conn: &mut DbConn, case_id: CaseId, blank: &Blank) -> StoreResult<()> {
    let sealed = (
        cases::sealed_contact.eq(blank.contact.as_stored()),
        cases::sealed_address.eq(blank.address.as_stored()),
        cases::sealed_note.eq(None::<String>),
        cases::contact_hash.eq(&blank.contact_hash),
        cases::address_hash.eq(&blank.address_hash),
        cases::import_hash.eq(None::<String>),
        cases::has_email.eq(false),
    );
    let texts = (
        cases::question.eq(None::<String>),
        cases::refused_reason.eq(None::<String>),
        cases::deadline_on.eq(None::<chrono::NaiveDate>),
        cases::deadline_reason.eq(None::<String>),
        cases::version.eq(cases::version + 1),
    );
    diesel::update(cases::table.filter(cases::id.eq(case_id))).set((sealed, texts)).execute(conn)?;
    // Whoever brought a list stands there by name.
    let listed = consents::table.filter(consents::case_id.eq(case_id)).filter(consents::given_by.like("lister:%"));
    diesel::update(listed).set(consents::given_by.eq("lister")).execute(conn)?;
    Ok(())
}

/// Replaces who a person is; procedure, group, mobility and triage stay.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn blank_person(
    conn: &mut DbConn,
    applicant_id: ApplicantId,
    identity: &Sealed<Identity>,
    person_hash: &str,
) -> StoreResult<()> {
    let set = (
        applicants::sealed_identity.eq(identity.as_stored()),
        applicants::sealed_representative.eq(None::<String>),
        applicants::person_hash.eq(person_hash),
        applicants::number_hash.eq(None::<String>),
    );
    diesel::update(applicants::table.filter(applicants::id.eq(applicant_id))).set(set).execute(conn)?;
    Ok(())
}

/// Takes the officers' notes away; how the visits ended stays.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn remove_notes(conn: &mut DbConn, visit_ids: &[VisitId]) -> StoreResult<()> {
    let rows = outcomes::table.filter(outcomes::visit_id.eq_any(visit_ids));
    diesel::update(rows).set(outcomes::sealed_note.eq(None::<String>)).execute(conn)?;
    Ok(())
}
