//! Adds a person, read like the people of a new case, to a case that stands: triaged, sealed.
//!
//! An approved case stays approved: the approval is about the household and its need; triage decides about each person,
//! and the log has the change.
use super::case::{Case, State};
use super::filing::keep_person;
use super::household::Person;
use super::new_case::{APPLICANTS_MAX, is_same_person};
use super::store;
use super::triage::{Triage, TriageDecision};
use super::verify::triage_of;
use crate::accounts::Staff;
use crate::audit;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::keys;
use crate::sealed::UnsealError;

/// Why nobody is added; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum AddPersonError {
    /// The case has ended.
    #[error("hồ sơ {0}, không thêm người được nữa")]
    Closed(&'static str),
    /// A group site sends its list; and who was approved against triage is a matter for people.
    #[error("hồ sơ này thêm người qua trực ban Công an phường, xã")]
    AskWard,
    /// This person needs no team, or something is missing; triage says what.
    #[error("{}", .0.reason)]
    NoVisit(Triage),
    /// As many as one household may have.
    #[error("hồ sơ đã đủ {APPLICANTS_MAX} người")]
    Full,
    /// The same person is in the case already.
    #[error("người này đã có trong hồ sơ")]
    Known,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<UnsealError> for AddPersonError {
    fn from(error: UnsealError) -> Self {
        Self::Store(error.into())
    }
}

/// Adds a person; gives what triage says of them.
///
/// # Errors
/// [`AddPersonError`].
#[tracing::instrument(skip_all, fields(case_id = %case.id))]
pub fn add_person(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    by: Option<&Staff>,
    person: &Person,
) -> Result<Triage, AddPersonError> {
    let now: Timestamp = desk.now();
    refuse_unfit(case)?;
    let known = store::applicants_of(conn, case.id)?;
    if known.len() >= APPLICANTS_MAX {
        return Err(AddPersonError::Full);
    }
    if known.iter().all(|one| one.triage != TriageDecision::Visit) && case.state() == State::Verified {
        return Err(AddPersonError::AskWard);
    }
    let triage = person.triage(now.date());
    if !triage.can_be_confirmed() {
        return Err(AddPersonError::NoVisit(triage));
    }
    for one in &known {
        if is_same_person(&one.unseal(&desk.vault)?.identity, &person.identity) {
            return Err(AddPersonError::Known);
        }
    }
    let key = keys::of_case(conn, &desk.vault, &case.code)?;
    let position = i32::try_from(known.len()).unwrap_or(i32::MAX);
    keep_person(conn, &desk.vault, case.id, &key, position, person, &triage)?;
    let people = store::applicants_of(conn, case.id)?;
    store::set_captures(conn, case.id, i32::try_from(people.len()).unwrap_or(i32::MAX))?;
    if case.state() == State::Filed {
        store::set_triage(conn, case.id, &triage_of(desk, &people, now.date())?.1)?;
    }
    audit::note(conn, by, audit::Action::Edit, &audit::case_subject(case.id), None, now)?;
    Ok(triage)
}

/// Whether a person can be added to the case at all.
///
/// # Errors
/// [`AddPersonError`].
pub fn refuse_unfit(case: &Case) -> Result<(), AddPersonError> {
    match case.state() {
        State::Filed | State::Verified if case.group_site.is_some() => Err(AddPersonError::AskWard),
        State::Filed | State::Verified => Ok(()),
        ended @ (State::Refused | State::Withdrawn) => Err(AddPersonError::Closed(ended.label())),
    }
}
