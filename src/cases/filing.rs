//! Files a case: reads it, triages each person, seals it, writes consents, receipt and audit in one transaction.
use super::CaseTables;
use super::allowance;
use super::case::{CONSENT_TEXT_VERSION, Case, Consent, ConsentPurpose};
use super::emails::{self, Receipt};
use super::handover::{self, Handover, SecretWay};
use super::household::Person;
use super::kinds::{Channel, Relation};
use super::name_words;
use super::new_case::{self, NewCase, ParsedCase, Warning};
use super::same_person::{Duplicates, duplicates};
use super::store::{self, NewCaseRow, NewPersonRow};
use super::triage::Triage;
use crate::accounts::{Permission, Staff};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::ids::CaseId;
use crate::keys;
use crate::sealed::{SealKey, Vault, secret_hash};

mod refusals;

pub use refusals::{FileCaseError, ReadCaseError};

/// A case just filed.
#[derive(Clone, Debug)]
pub struct FiledCase {
    /// The case.
    pub case: Case,
    /// The secret that opens it; told once, stored only as a hash.
    pub secret: String,
    /// Where the family follows it.
    pub link: String,
    /// What to do with the case as a whole.
    pub triage: Triage,
    /// What to do with each person.
    pub people: Vec<Triage>,
    /// What to confirm.
    pub warnings: Vec<Warning>,
    /// Codes of other cases with the same people; for staff only.
    pub possible_duplicates: Duplicates,
}

/// A case that was read and may be filed.
#[derive(Clone, Debug)]
pub struct ReadCase {
    /// What was read.
    pub parsed: ParsedCase,
    channel: Channel,
}

/// How a case came to us.
pub(super) struct Filing<'a> {
    pub channel: Channel,
    pub by: Option<&'a Staff>,
    pub given_by: String,
    /// What whoever filled in is to the one who needs the card; none for an account.
    pub filled_in_by: Option<Relation>,
    pub import_hash: Option<&'a str>,
    pub place_fixed_at: Option<Timestamp>,
}

/// Files a case that was read, for a family or, with staff, for somebody who called.
///
/// # Errors
/// [`FileCaseError`]; then nothing is stored.
#[tracing::instrument(name = "file_case", skip_all)]
pub fn file(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    by: Option<&Staff>,
    read: &ReadCase,
) -> Result<FiledCase, FileCaseError> {
    allowance::refuse_over(conn, desk, by, &read.parsed.contact, desk.now())?;
    Ok(file_read(conn, desk, tables, by, read, None, desk.now())?)
}

/// Reads a case as somebody may file it; nothing is stored, so no transaction waits for it.
///
/// # Errors
/// [`ReadCaseError`].
pub fn read(tables: &CaseTables, by: Option<&Staff>, new: &NewCase, now: Timestamp) -> Result<ReadCase, ReadCaseError> {
    let channel = channel(&new.channel, by).map_err(|problem| ReadCaseError::Invalid(vec![problem]))?;
    let parsed = new_case::parse(new, tables, now.date()).map_err(ReadCaseError::Invalid)?;
    let ward_code = parsed.locality.ward_code.as_str();
    if by.is_some_and(|staff| !staff.may_in_ward(Permission::EditCases, ward_code)) {
        return Err(ReadCaseError::OutsideWards);
    }
    Ok(ReadCase { parsed, channel })
}

/// Files a case that was read. `place_fixed_at`: a route rests on its door from the beginning.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn file_read(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    by: Option<&Staff>,
    ReadCase { parsed, channel }: &ReadCase,
    place_fixed_at: Option<Timestamp>,
    now: Timestamp,
) -> StoreResult<FiledCase> {
    // A family's consent is given by whoever fills in; to an account it is given by the contact.
    let family = by.is_none().then_some(parsed.contact.relation);
    let filled_in_by = parsed.filled_in_by.or(family);
    let given_by = filled_in_by.filter(|_| by.is_none()).unwrap_or(parsed.contact.relation).code().to_owned();
    let filing = Filing { channel: *channel, by, given_by, filled_in_by, import_hash: None, place_fixed_at };
    keep(conn, desk, tables, parsed, &filing, now)
}

/// Stores what was read; also used by the import of lists.
pub(super) fn keep(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    parsed: &ParsedCase,
    filing: &Filing<'_>,
    now: Timestamp,
) -> StoreResult<FiledCase> {
    let triage = parsed.triage();
    let (code, secret) = (free_code(conn, desk)?, desk.dice.case_secret());
    let vault = &desk.vault;
    let key = keys::for_new_case(conn, vault, &code, now)?;
    let ward_code = parsed.locality.ward_code.as_str();
    let row = NewCaseRow {
        code: &code,
        secret_hash: &secret_hash(&secret),
        channel: filing.channel,
        ward_code,
        sub_area: parsed.locality.sub_area.as_ref().map(|zone| zone.0.as_str()),
        group_site: parsed.group_site.map(|(kind, _)| kind),
        expected_captures: parsed.captures(),
        contact: vault.seal(&key, &parsed.contact),
        address: vault.seal(&key, &parsed.address),
        note: parsed.note.clone().map(|note| vault.seal(&key, &super::household::Note(note))),
        contact_hash: &parsed.contact.lookup(vault),
        address_hash: &parsed.address.lookup(vault, ward_code),
        import_hash: filing.import_hash,
        has_email: parsed.messages && parsed.contact.email.is_some(),
        triage: &triage,
        deadline: parsed.deadline,
        preference: parsed.preference,
        language: parsed.language,
        filed_by: filing.by.map(|staff| staff.account_id),
        place_fixed_at: filing.place_fixed_at,
    };
    let case = store::insert(conn, &row, now)?;
    let id = case.id;
    if filing.by.is_none() && filing.import_hash.is_none() {
        let source = desk.source();
        store::keep_source(conn, id, &source, parsed.contact.email_lookup(vault).as_deref())?;
    }
    name_words::keep_contact(conn, vault, id, parsed.contact.name.as_str())?;
    keep_household(conn, vault, id, &key, parsed)?;
    keep_handover(conn, desk, &case, parsed, filing, now)?;
    keep_consents(conn, id, parsed.messages, filing, now)?;
    if filing.by.is_some() || filing.import_hash.is_some() {
        let action = if filing.import_hash.is_some() { audit::Action::Import } else { audit::Action::File };
        audit::note(conn, filing.by, action, &audit::case_subject(id), None, now)?;
    }
    let link = format!("{}/follow/{code}/{secret}", desk.settings.server.public_url);
    if case.has_email {
        let ward = tables.ward_name(ward_code);
        let has_place = filing.place_fixed_at.is_some();
        let (contact, triage, no_visit) = (&parsed.contact, &triage, &parsed.no_visit);
        let words = case.words();
        let link = words.link(&link);
        let receipt =
            Receipt { words, contact, code: &code, secret: &secret, link: &link, ward, triage, has_place, no_visit };
        emails::send_receipt(conn, desk, id, &key, &receipt, now)?;
    }
    // Only staff are told, and only they need the look.
    let possible_duplicates = match filing.by {
        Some(staff) => duplicates(conn, desk, staff, &[(id, &parsed.people)])?.remove(&id).unwrap_or_default(),
        None => Duplicates::default(),
    };
    let people = parsed.triages.clone();
    Ok(FiledCase { case, secret, link, triage, people, warnings: parsed.warnings.clone(), possible_duplicates })
}

/// Stores who lives there and what their home is like.
fn keep_household(conn: &mut DbConn, vault: &Vault, id: CaseId, key: &SealKey, parsed: &ParsedCase) -> StoreResult<()> {
    for (position, (person, triage)) in (0..).zip(parsed.people.iter().zip(&parsed.triages)) {
        keep_person(conn, vault, id, key, position, person, triage)?;
    }
    if let Some(readiness) = &parsed.readiness {
        store::keep_readiness(conn, id, &vault.seal(key, readiness))?;
    }
    if !parsed.no_visit.0.is_empty() {
        store::keep_no_visits(conn, id, &vault.seal(key, &parsed.no_visit))?;
    }
    Ok(())
}

/// Stores one person with what triage says of them.
pub(super) fn keep_person(
    conn: &mut DbConn,
    vault: &Vault,
    case_id: CaseId,
    key: &SealKey,
    position: i32,
    person: &Person,
    triage: &Triage,
) -> StoreResult<()> {
    let number_hash = person.identity.number_lookup(vault);
    let row = NewPersonRow {
        case_id,
        position,
        identity: vault.seal(key, &person.identity),
        representative: person.representative.as_ref().map(|one| vault.seal(key, one)),
        person_hash: &person.identity.person_lookup(vault),
        number_hash: number_hash.as_deref(),
        groups: person.groups,
        mobility: person.mobility,
        triage,
    };
    store::insert_person(conn, &row)?;
    name_words::keep_person(conn, vault, case_id, position, person.identity.name.as_str())
}

fn channel(typed: &str, by: Option<&Staff>) -> Result<Channel, FieldProblem> {
    let refuse = |detail| FieldProblem::new("/channel", "unknown", detail);
    match (typed.trim(), by) {
        ("" | "family", None) => Ok(Channel::Family),
        (_, None) => Err(refuse("Gia đình tự gửi thì ghi family; kênh khác chỉ dành cho cán bộ.")),
        ("", Some(_)) => Ok(Channel::Phone),
        (code, Some(_)) => code.parse().map_err(|_| refuse("Không có kênh này.")),
    }
}

/// A code that no case has; asked before inserting, because a refused insert would end a PostgreSQL transaction.
fn free_code(conn: &mut DbConn, desk: &Desk) -> StoreResult<String> {
    loop {
        let code = desk.dice.code();
        if store::is_code_free(conn, &code)? {
            return Ok(code);
        }
    }
}

/// Of a ward's list nobody filled in a form, and no secret of it is handed out.
fn keep_handover(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    parsed: &ParsedCase,
    filing: &Filing<'_>,
    now: Timestamp,
) -> StoreResult<()> {
    if filing.import_hash.is_some() {
        return Ok(());
    }
    let otherwise = if case.has_email { SecretWay::Mail } else { SecretWay::Given };
    let secret_way = parsed.secret_way.unwrap_or(otherwise);
    store::keep_handover(conn, case.id, Handover { filled_in_by: filing.filled_in_by, secret_way })?;
    if secret_way == SecretWay::Call {
        handover::ask_for_call(conn, desk, case.id, now)?;
    }
    Ok(())
}

fn keep_consents(
    conn: &mut DbConn,
    case_id: CaseId,
    messages: bool,
    filing: &Filing<'_>,
    now: Timestamp,
) -> StoreResult<()> {
    for purpose in [Some(ConsentPurpose::Visit), messages.then_some(ConsentPurpose::Messages)].into_iter().flatten() {
        let consent = Consent {
            purpose,
            text_version: CONSENT_TEXT_VERSION.to_owned(),
            given_by: filing.given_by.clone(),
            channel: filing.channel,
            given_at: now,
        };
        store::insert_consent(conn, case_id, &consent)?;
    }
    Ok(())
}
