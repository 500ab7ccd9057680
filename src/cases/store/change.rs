//! Writing: new cases, people and consents; corrections guarded by version or state.
use chrono::NaiveDate;

use super::*;
use crate::cases::readiness::Readiness;
use crate::text::messages::{Locale, Words};

/// A case to be stored.
pub struct NewCaseRow<'a> {
    /// Public code.
    pub code: &'a str,
    /// Hash of the secret.
    pub secret_hash: &'a str,
    /// How it came in.
    pub channel: Channel,
    /// Ward.
    pub ward_code: &'a str,
    /// Zone.
    pub sub_area: Option<&'a str>,
    /// Kind of group site.
    pub group_site: Option<GroupSiteKind>,
    /// People to be captured.
    pub expected_captures: i32,
    /// Whom to talk to.
    pub contact: Sealed<Contact>,
    /// The door.
    pub address: Sealed<Address>,
    /// What else was said.
    pub note: Option<Sealed<Note>>,
    /// Hash of the contact's phone.
    pub contact_hash: &'a str,
    /// Hash of ward and door.
    pub address_hash: &'a str,
    /// Hash of the household on a ward's list.
    pub import_hash: Option<&'a str>,
    /// Whether mails can be sent.
    pub has_email: bool,
    /// What triage said.
    pub triage: &'a Triage,
    /// Since when a route rests on its door.
    pub place_fixed_at: Option<Timestamp>,
    /// Day and reason.
    pub deadline: Option<(NaiveDate, DeadlineReason)>,
    /// Which half-days suit the family.
    pub preference: TimePreference,
    /// In which language it is written to.
    pub language: Locale,
    /// The account that filed it.
    pub filed_by: Option<AccountId>,
}

/// What a correction puts in the place of the old; nothing of it only counts the version on.
#[derive(Default)]
pub struct ChangedCase {
    /// Whom to talk to, with its hash and whether mails can be sent.
    pub contact: Option<(Sealed<Contact>, String, bool)>,
    /// The door with its hash, ward and zone.
    pub address: Option<(Sealed<Address>, String, String, Option<String>)>,
    /// What else was said; the inner none takes it away.
    pub note: Option<Option<Sealed<Note>>>,
    /// What is said about the home and the people.
    pub readiness: Option<Sealed<Readiness>>,
    /// In which language the family is written to.
    pub language: Option<Locale>,
}

/// Stores a case; gives it as it stands now.
///
/// # Errors
/// A unique violation when the code or the import hash is taken.
pub fn insert(conn: &mut DbConn, new: &NewCaseRow<'_>, now: Timestamp) -> StoreResult<Case> {
    let head = (
        cases::code.eq(new.code),
        cases::secret_hash.eq(new.secret_hash),
        cases::channel.eq(new.channel),
        cases::ward_code.eq(new.ward_code),
        cases::sub_area.eq(new.sub_area),
        cases::group_site.eq(new.group_site),
        cases::expected_captures.eq(new.expected_captures),
    );
    let sealed = (
        cases::sealed_contact.eq(new.contact.as_stored()),
        cases::sealed_address.eq(new.address.as_stored()),
        cases::sealed_note.eq(new.note.as_ref().map(Sealed::as_stored)),
        cases::contact_hash.eq(new.contact_hash),
        cases::address_hash.eq(new.address_hash),
        cases::import_hash.eq(new.import_hash),
        cases::has_email.eq(new.has_email),
    );
    let rest = (
        cases::triage.eq(new.triage.decision),
        cases::triage_rule.eq(new.triage.rule),
        cases::deadline_on.eq(new.deadline.map(|(on, _)| on)),
        cases::deadline_reason.eq(new.deadline.map(|(_, reason)| reason)),
        cases::filed_by.eq(new.filed_by),
        cases::filed_at.eq(now),
        cases::version.eq(1),
        cases::place_fixed_at.eq(new.place_fixed_at),
    );
    let columns = <rows::CaseRow as Selectable<Engines>>::construct_selection();
    let stored = diesel::insert_into(cases::table).values((head, sealed, rest)).returning(columns);
    let case = rows::alone(stored.get_result(conn)?, new.preference, new.language);
    if new.preference.stated().is_some() {
        keep_preference(conn, case.id, new.preference, now)?;
    }
    if new.language != Words::VIETNAMESE.0 {
        keep_language(conn, case.id, new.language)?;
    }
    Ok(case)
}

/// Stores a consent.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn insert_consent(conn: &mut DbConn, case_id: CaseId, consent: &Consent) -> StoreResult<()> {
    let row = (
        consents::case_id.eq(case_id),
        consents::purpose.eq(consent.purpose),
        consents::text_version.eq(&consent.text_version),
        consents::given_by.eq(&consent.given_by),
        consents::channel.eq(consent.channel),
        consents::given_at.eq(consent.given_at),
    );
    diesel::insert_into(consents::table).values(row).execute(conn)?;
    Ok(())
}

/// The case that an earlier import made of this household.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn find_import(conn: &mut DbConn, import_hash: &str) -> StoreResult<Option<Case>> {
    let row = with_rows_beside().filter(cases::import_hash.eq(import_hash));
    Ok(row.select(rows::columns()).first(conn).optional()?.map(rows::case))
}

/// Corrects a case that still has this version; false when somebody was faster.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn change(conn: &mut DbConn, case_id: CaseId, version: i32, changed: &ChangedCase) -> StoreResult<bool> {
    let this = cases::table.filter(cases::id.eq(case_id)).filter(cases::version.eq(version));
    if diesel::update(this).set(cases::version.eq(version + 1)).execute(conn)? == 0 {
        return Ok(false);
    }
    let row = || cases::table.filter(cases::id.eq(case_id));
    if let Some((contact, hash, has_email)) = &changed.contact {
        let set = (
            cases::sealed_contact.eq(contact.as_stored()),
            cases::contact_hash.eq(hash),
            cases::has_email.eq(has_email),
        );
        diesel::update(row()).set(set).execute(conn)?;
    }
    if let Some((address, hash, ward_code, sub_area)) = &changed.address {
        let set = (
            cases::sealed_address.eq(address.as_stored()),
            cases::address_hash.eq(hash),
            cases::ward_code.eq(ward_code),
            cases::sub_area.eq(sub_area.as_deref()),
        );
        diesel::update(row()).set(set).execute(conn)?;
    }
    if let Some(note) = &changed.note {
        diesel::update(row()).set(cases::sealed_note.eq(note.as_ref().map(Sealed::as_stored))).execute(conn)?;
    }
    if let Some(readiness) = &changed.readiness {
        keep_readiness(conn, case_id, readiness)?;
    }
    if let Some(language) = changed.language {
        keep_language(conn, case_id, language)?;
    }
    Ok(true)
}

/// Approves a case that nobody has decided yet; false otherwise. Its visits are to be opened then.
pub fn approve(conn: &mut DbConn, case: &Case, by: AccountId, now: Timestamp) -> StoreResult<bool> {
    let this = cases::table.filter(cases::id.eq(case.id)).filter(cases::version.eq(case.version));
    let set = (cases::verified_at.eq(now), cases::verified_by.eq(by), cases::version.eq(case.version + 1));
    let done = diesel::update(this.filter(live()).filter(cases::verified_at.is_null())).set(set).execute(conn)? == 1;
    if done {
        unvisited::note(conn, case.id)?;
    }
    Ok(done)
}

/// Refuses a case that nobody has decided yet; false otherwise.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn refuse(conn: &mut DbConn, case: &Case, reason: &Sealed<StaffText>, now: Timestamp) -> StoreResult<bool> {
    let this = cases::table.filter(cases::id.eq(case.id)).filter(cases::version.eq(case.version));
    let refused = (cases::refused_at.eq(now), cases::refused_reason.eq(reason.as_stored()));
    let set = (refused, cases::version.eq(case.version + 1));
    Ok(diesel::update(this.filter(live()).filter(cases::verified_at.is_null())).set(set).execute(conn)? == 1)
}

/// Takes a case back; false when it was taken back before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn withdraw(conn: &mut DbConn, case_id: CaseId, now: Timestamp) -> StoreResult<bool> {
    let this = cases::table.filter(cases::id.eq(case_id)).filter(cases::withdrawn_at.is_null());
    let set = (cases::withdrawn_at.eq(now), cases::version.eq(cases::version + 1));
    Ok(diesel::update(this).set(set).execute(conn)? == 1)
}

/// Writes down what triage says of a case now.
pub fn set_triage(conn: &mut DbConn, case_id: CaseId, triage: &Triage) -> StoreResult<()> {
    let set = (cases::triage.eq(triage.decision), cases::triage_rule.eq(triage.rule));
    diesel::update(cases::table.filter(cases::id.eq(case_id))).set(set).execute(conn)?;
    Ok(())
}

/// People to be captured, after a later list named more of them.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn set_captures(conn: &mut DbConn, case_id: CaseId, expected_captures: i32) -> StoreResult<()> {
    let set = (cases::expected_captures.eq(expected_captures), cases::version.eq(cases::version + 1));
    diesel::update(cases::table.filter(cases::id.eq(case_id))).set(set).execute(conn)?;
    Ok(())
}

/// Locks some cases until the transaction ends, in the order of their numbers: after the duties, before the visits.
pub fn lock(conn: &mut DbConn, case_ids: &[CaseId]) -> StoreResult<()> {
    if case_ids.is_empty() {
        return Ok(());
    }
    let rows = cases::table.filter(cases::id.eq_any(case_ids)).order(cases::id).select(cases::id);
    crate::lock_rows!(conn, rows)?;
    Ok(())
}

/// Notes that a route rests on the door of a case, or (with none) that none does any more.
pub fn fix_place(conn: &mut DbConn, case_id: CaseId, at: Option<Timestamp>) -> StoreResult<()> {
    diesel::update(cases::table.filter(cases::id.eq(case_id))).set(cases::place_fixed_at.eq(at)).execute(conn)?;
    Ok(())
}
