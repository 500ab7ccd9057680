//! Erases what identifies the people of a case. The case stays as a number: ward, procedure, what was done and when.
use data_encoding::HEXLOWER;

use crate::audit;
use crate::cases::case::Case;
use crate::cases::household::{Address, Contact, Identity, PhoneLine};
use crate::cases::kinds::{HeldPaper, Relation};
use crate::cases::preference::TimePreference;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::families::store::{self, Blank};
use crate::idempotency;
use crate::ids::{CaseId, DutyId, HoldId};
use crate::keys;
use crate::outbox;
use crate::text::dates::BirthDate;
use crate::text::messages::Words;
use crate::text::names::{PersonName, Sex};
use crate::visits::Visit;
use crate::visits::lock::lock_case;

/// What stands where a name or a door stood.
const ERASED: &str = "Đã xóa";
/// The birth year of nobody.
const ERASED_BIRTH: &str = "1900";

/// Empties the mails of a case; what has not left yet is not sent any more.
///
/// # Errors
/// [`StoreError`].
pub fn forget_mails(conn: &mut DbConn, case_id: CaseId, now: Timestamp) -> StoreResult<()> {
    let names = mail_names(conn, case_id)?;
    outbox::store::forget(conn, &names, now)
}

/// The names of the facts that mails of this case tell.
///
/// # Errors
/// [`StoreError`].
pub fn mail_names(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<String>> {
    let visit_ids = store::visit_ids(conn, case_id)?;
    let of_case = [
        "case-received",
        "case-question",
        "case-refused",
        "case-withdrawn",
        "case-notice",
        "data-request",
        "case-secret",
    ];
    let mut names: Vec<String> = of_case.iter().map(|kind| format!("{kind}:{case_id}")).collect();
    for kind in ["visit-booked", "visit-published", "visit-cancelled", "visit-failed", "visit-notice"] {
        names.extend(visit_ids.iter().map(|id| format!("{kind}:{id}")));
    }
    // No hash is empty: only the case's own invitations are meant.
    let invitations = store::holds_of(conn, &visit_ids, "", "")?;
    names.extend(invitations.iter().map(|(id, ..)| format!("visit-invited:{id}")));
    Ok(names)
}

/// Locks a case with the duties in which its visits and holds stand; gives case and visits as they stand then.
///
/// # Errors
/// As [`lock_case`].
pub fn lock(conn: &mut DbConn, case: &Case) -> StoreResult<(Case, Vec<Visit>)> {
    let visit_ids = store::visit_ids(conn, case.id)?;
    let holds = store::holds_of(conn, &visit_ids, &case.contact_hash, &case.address_hash)?;
    let duties: Vec<DutyId> = holds.iter().filter(|(.., stands)| *stands).map(|(_, duty_id, _)| *duty_id).collect();
    lock_case(conn, case.id, &duties)
}

/// Erases what was locked; mails are emptied before, so that the last one can still be written.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "erase_case", skip_all, fields(case_id = %case.id))]
pub fn erase(conn: &mut DbConn, desk: &Desk, case: &Case, now: Timestamp) -> StoreResult<()> {
    let nobody = || HEXLOWER.encode(&desk.dice.bytes::<32>());
    let visit_ids = store::visit_ids(conn, case.id)?;
    let holds = store::holds_of(conn, &visit_ids, &case.contact_hash, &case.address_hash)?;
    for (_, duty_id, _) in holds.iter().filter(|(.., stands)| *stands) {
        crate::teams::store::restamp(conn, *duty_id, &desk.dice)?;
    }
    let ids: Vec<HoldId> = holds.iter().map(|(id, ..)| *id).collect();
    store::remove_holds(conn, &ids, now)?;
    crate::notifications::store::forget(conn, case.id, now)?;
    store::remove_notes(conn, &visit_ids)?;
    crate::visits::store::forget_not_before(conn, case.id)?;
    crate::cases::store::set_not_before(conn, case.id, None)?;
    crate::cases::store::keep_preference(conn, case.id, TimePreference::ANY, now)?;
    crate::cases::store::keep_language(conn, case.id, Words::VIETNAMESE.0)?;
    crate::families::feedback::store::forget_texts(conn, &visit_ids)?;
    crate::families::rights::store::forget_texts(conn, case.id)?;
    // What still has to reach the family (that its half-day is cancelled, that its data is gone) outlives the key.
    let names = mail_names(conn, case.id)?;
    let month = keys::of_month(conn, &desk.vault, now)?;
    outbox::seal_under(conn, desk, &month, &names)?;
    keys::destroy_of_case(conn, &desk.vault, &case.code, now)?;
    // What stands there from now on identifies nobody and needs no key of its own.
    let key = desk.vault.unnamed_key();
    for applicant in crate::cases::store::applicants_of(conn, case.id)? {
        let identity = desk.vault.seal(&key, &nobody_in_particular()?);
        store::blank_person(conn, applicant.id, &identity, &nobody())?;
    }
    let phone = PhoneLine { dial: String::new(), shown: ERASED.to_owned(), receives_sms: false };
    let contact = Contact { name: erased_name()?, relation: Relation::Other, phone, email: None };
    let address = Address { line: ERASED.to_owned(), hamlet: None, old_address: None, pin: None };
    let blank = Blank {
        contact: desk.vault.seal(&key, &contact),
        address: desk.vault.seal(&key, &address),
        contact_hash: nobody(),
        address_hash: nobody(),
    };
    store::blank_case(conn, case.id, &blank)?;
    crate::cases::store::forget_name_words(conn, case.id)?;
    crate::lists::store::forget_case(conn, case.id)?;
    crate::cases::store::forget_readiness(conn, case.id)?;
    crate::cases::store::forget_no_visits(conn, case.id)?;
    crate::cases::store::forget_answer(conn, case.id)?;
    crate::cases::store::forget_notes(conn, case.id)?;
    crate::cases::store::forget_source(conn, case.id)?;
    crate::audit::store::forget_reasons(conn, &audit::case_subject(case.id))?;
    idempotency::forget_about(conn, &desk.vault, &case.code)?;
    audit::note(conn, None, audit::Action::Erase, &audit::case_subject(case.id), None, now)
}

/// Erases a case whose key was destroyed before this copy of the database was brought back.
///
/// # Errors
/// [`StoreError`].
pub fn again(conn: &mut DbConn, desk: &Desk, case_id: CaseId, now: Timestamp) -> StoreResult<()> {
    let Some(case) = crate::cases::store::case_by_id(conn, case_id)? else { return Ok(()) };
    let (case, _) = lock(conn, &case)?;
    forget_mails(conn, case.id, now)?;
    erase(conn, desk, &case, now)
}

fn nobody_in_particular() -> StoreResult<Identity> {
    let birth: BirthDate = ERASED_BIRTH.parse().map_err(|_| StoreError::Damaged(ERASED_BIRTH.to_owned()))?;
    let (number, held) = (String::new(), HeldPaper::None);
    Ok(Identity { name: erased_name()?, birth, sex: Sex::Female, number, held, permanent_address: None })
}

fn erased_name() -> StoreResult<PersonName> {
    PersonName::parse(ERASED).map_err(|error| StoreError::Damaged(error.to_string()))
}
