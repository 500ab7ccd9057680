//! Rows of `cases`, `applicants` and `consents`.
use std::collections::HashMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::case::{Applicant, Case, Consent, ConsentPurpose, DeadlineReason, PlannableCase, State, WaitsFor};
use super::data_request::DataRequestKind;
use super::groups::BeneficiaryGroups;
use super::handover::SecretWay;
use super::household::{Address, Contact, Identity, Note, Representative, StaffText};
use super::kinds::ReturnChannel;
use super::kinds::{BeneficiaryGroup, Channel, GroupSiteKind, Mobility, Procedure, Relation};
use super::not_before::{NotBefore, NotBeforeReason};
use super::preference::{PreferredTimes, TimePreference};
use super::triage::{Triage, TriageDecision, TriageRule};
use crate::clock::Timestamp;
use crate::db::schema::{applicants, case_answers, case_languages, cases, consents, time_preferences};
use crate::db::{DbConn, Engines, StoreResult};
use crate::ids::{AccountId, ApplicantId, CaseId};
use crate::sealed::Sealed;

mod admissible;
mod beside;
mod change;
mod duplicates;
mod handover;
mod language;
mod name_words;
mod no_visit;
mod notes;
mod person;
mod question;
mod readiness;
pub mod rehash;
mod rows;
mod secrets;
mod sources;
mod undecided;
pub mod unvisited;

pub use admissible::{change_preference, keep_preference, set_not_before};
pub use beside::{
    ConsentGiven, add_data_request, all_consents_of, data_request_of, due_data_requests, finish_data_request,
    return_channel_of, set_return_channel, withdraw_messages,
};
pub use change::{
    ChangedCase, NewCaseRow, approve, change, find_import, fix_place, insert, insert_consent, lock, refuse,
    set_captures, set_triage, withdraw,
};
pub use duplicates::duplicates;
pub use handover::{handover_of, keep_handover};
pub use language::keep_language;
pub use name_words::{
    CONTACT, Part, add_name_words, by_name_words, forget_name_words, forget_name_words_of, some_with_words,
};
pub use no_visit::{forget_no_visits, keep_no_visits, no_visits_of};
pub use notes::{add_join, add_note, forget_notes, joined_from, joined_into, notes_of};
pub use person::{NewPersonRow, insert_person, replace_person, set_person_triage};
pub use question::{answer, answer_of, answered_among, ask, forget_answer};
pub use readiness::{forget_readiness, keep_readiness, readiness_of};
pub use secrets::{add_secret, replace_secrets, secret_hashes};
pub use sources::{
    email_hash_of, filed_by_contact_from, filed_to_email, forget_source, keep_source, person_hashes, set_email_hash,
};
pub use undecided::{Undecided, next_undecided, undecided};

/// How many rows one statement names.
pub const NAMED_AT_ONCE: usize = 500;

crate::stored_code!(
    BeneficiaryGroup,
    Channel,
    ConsentPurpose,
    DataRequestKind,
    DeadlineReason,
    GroupSiteKind,
    Mobility,
    NotBeforeReason,
    PreferredTimes,
    Procedure,
    Relation,
    ReturnChannel,
    SecretWay,
    TriageDecision,
    TriageRule,
);

/// What a list of cases is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only these wards; none = all.
    pub ward_codes: Option<Vec<String>>,
    /// Only this state.
    pub state: Option<State>,
    /// Only undecided cases that wait for this side.
    pub waits_for: Option<WaitsFor>,
    /// Only cases found by this.
    pub found_by: Option<FoundBy>,
    /// Only after this number; of what is newest first, only before it, and 0 is the newest.
    pub after: i64,
    /// The newest cases first.
    pub is_newest_first: bool,
    /// At most this many.
    pub limit: i64,
}

/// What a case is found by; sealed texts cannot be searched.
#[derive(Clone, Debug)]
pub enum FoundBy {
    /// Public code.
    Code(String),
    /// Hash of the contact's phone.
    Contact(String),
    /// Hash of an applicant's number.
    Number(String),
    /// The numbers of those in which a name has the words, as [`by_name_words`] gives them.
    Name(Vec<CaseId>),
}

/// The case with this number.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn case_by_id(conn: &mut DbConn, id: CaseId) -> StoreResult<Option<Case>> {
    let found = with_rows_beside().filter(cases::id.eq(id)).select(rows::columns()).first(conn).optional()?;
    Ok(found.map(rows::case))
}

/// The case with this public code.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn case_by_code(conn: &mut DbConn, code: &str) -> StoreResult<Option<Case>> {
    let found = with_rows_beside().filter(cases::code.eq(code)).select(rows::columns()).first(conn).optional()?;
    Ok(found.map(rows::case))
}

/// Whether no case has this public code.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn is_code_free(conn: &mut DbConn, code: &str) -> StoreResult<bool> {
    let found: Option<CaseId> = cases::table.filter(cases::code.eq(code)).select(cases::id).first(conn).optional()?;
    Ok(found.is_none())
}

/// The people of a case, in the order of the form.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn applicants_of(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<Applicant>> {
    let found: Vec<rows::ApplicantRow> = applicants::table
        .filter(applicants::case_id.eq(case_id))
        .order(applicants::position)
        .select(rows::ApplicantRow::as_select())
        .load(conn)?;
    Ok(found.into_iter().map(rows::applicant).collect())
}

/// The consents of a case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn consents_of(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<Consent>> {
    let found: Vec<(ConsentPurpose, String, String, Channel, Timestamp)> = consents::table
        .filter(consents::case_id.eq(case_id))
        .filter(consents::withdrawn_at.is_null())
        .order(consents::id)
        .select((consents::purpose, consents::text_version, consents::given_by, consents::channel, consents::given_at))
        .load(conn)?;
    let consent = |(purpose, text_version, given_by, channel, given_at)| Consent {
        purpose,
        text_version,
        given_by,
        channel,
        given_at,
    };
    Ok(found.into_iter().map(consent).collect())
}

/// Cases in the order they came in, or the other way round.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn list(conn: &mut DbConn, wanted: &Wanted) -> StoreResult<Vec<Case>> {
    let query = with_rows_beside().limit(wanted.limit).select(rows::columns()).into_boxed();
    let mut query = match (wanted.is_newest_first, wanted.after) {
        (false, after) => query.filter(cases::id.gt(after)).order(cases::id),
        (true, 0) => query.order(cases::id.desc()),
        (true, before) => query.filter(cases::id.lt(before)).order(cases::id.desc()),
    };
    if let Some(ward_codes) = &wanted.ward_codes {
        query = query.filter(cases::ward_code.eq_any(ward_codes));
    }
    query = match wanted.state {
        None => query,
        Some(State::Withdrawn) => query.filter(cases::withdrawn_at.is_not_null()),
        Some(State::Refused) => query.filter(cases::withdrawn_at.is_null()).filter(cases::refused_at.is_not_null()),
        Some(State::Verified) => query.filter(live()).filter(cases::verified_at.is_not_null()),
        Some(State::Filed) => query.filter(live()).filter(cases::verified_at.is_null()),
    };
    let is_answered = || exists(case_answers::table.filter(case_answers::case_id.eq(cases::id)));
    let undecided = || live().and(cases::verified_at.is_null());
    query = match wanted.waits_for {
        None => query,
        Some(WaitsFor::Office) => query.filter(undecided()).filter(cases::question.is_null().or(is_answered())),
        Some(WaitsFor::Family) => {
            query.filter(undecided()).filter(cases::question.is_not_null()).filter(not(is_answered()))
        }
    };
    query = match &wanted.found_by {
        None => query,
        Some(FoundBy::Code(code)) => query.filter(cases::code.eq(code)),
        Some(FoundBy::Contact(hash)) => query.filter(cases::contact_hash.eq(hash)),
        Some(FoundBy::Name(ids)) => query.filter(cases::id.eq_any(ids)),
        Some(FoundBy::Number(hash)) => {
            let ids: Vec<CaseId> =
                applicants::table.filter(applicants::number_hash.eq(hash)).select(applicants::case_id).load(conn)?;
            query.filter(cases::id.eq_any(ids))
        }
    };
    let found: Vec<rows::StoredCase> = query.load(conn)?;
    Ok(found.into_iter().map(rows::case).collect())
}

/// The ward of each of these cases.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn wards_of(conn: &mut DbConn, ids: &[CaseId]) -> StoreResult<HashMap<CaseId, String>> {
    let rows: Vec<(CaseId, String)> =
        cases::table.filter(cases::id.eq_any(ids)).select((cases::id, cases::ward_code)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Some cases with their people, in the order of the numbers that were given.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn with_people(conn: &mut DbConn, ids: &[CaseId]) -> StoreResult<Vec<PlannableCase>> {
    let mut all = Vec::with_capacity(ids.len());
    // An engine takes so many values in one statement, and no more.
    for ids in ids.chunks(NAMED_AT_ONCE) {
        let found: Vec<rows::StoredCase> =
            with_rows_beside().filter(cases::id.eq_any(ids)).order(cases::id).select(rows::columns()).load(conn)?;
        let people: Vec<rows::ApplicantRow> = applicants::table
            .filter(applicants::case_id.eq_any(ids))
            .order((applicants::case_id, applicants::position))
            .select(rows::ApplicantRow::as_select())
            .load(conn)?;
        all.extend(joined(found, people));
    }
    Ok(all)
}

/// Cases with their own people, both in order of the cases.
fn joined(cases: Vec<rows::StoredCase>, people: Vec<rows::ApplicantRow>) -> Vec<PlannableCase> {
    let mut people = people.into_iter().map(rows::applicant).peekable();
    let with_people = cases.into_iter().map(rows::case).map(|case| {
        // people of cases that were not asked for stand between
        while people.next_if(|one| one.case_id < case.id).is_some() {}
        let applicants = std::iter::from_fn(|| people.next_if(|one| one.case_id == case.id)).collect();
        PlannableCase { case, applicants }
    });
    with_people.collect()
}

/// Each case with its rows of preferences and language, if it has them.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_rows_beside() -> _ {
    cases::table.left_join(time_preferences::table).left_join(case_languages::table)
}

/// Neither refused nor withdrawn.
#[diesel::dsl::auto_type(no_type_alias)]
fn live() -> _ {
    cases::refused_at.is_null().and(cases::withdrawn_at.is_null())
}

/// How many cases a contact has filed itself since a moment.
pub fn filed_by_contact(conn: &mut DbConn, contact_hash: &str, since: Timestamp) -> StoreResult<i64> {
    let own = cases::table
        .filter(cases::contact_hash.eq(contact_hash))
        .filter(cases::filed_by.is_null())
        .filter(cases::filed_at.ge(since));
    Ok(own.count().get_result(conn)?)
}
