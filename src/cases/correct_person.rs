//! Corrects who one person of a case is and what they need: triaged anew, sealed anew, found by the new name.
use super::case::{Applicant, Case, State};
use super::household::Person;
use super::name_words;
use super::new_case::is_same_person;
use super::store::{self, ChangedCase, NewPersonRow};
use super::triage::{Triage, TriageDecision};
use super::verify::triage_of;
use crate::accounts::Staff;
use crate::audit;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::keys;
use crate::sealed::UnsealError;

/// Why a person stays as they are; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum CorrectPersonError {
    /// The case has ended.
    #[error("hồ sơ {0}, không sửa được nữa")]
    Closed(&'static str),
    /// The case has nobody at this place.
    #[error("hồ sơ không có người này")]
    NoSuchPerson,
    /// Somebody corrected the case meanwhile.
    #[error("hồ sơ vừa được sửa ở nơi khác; xem lại rồi sửa tiếp")]
    OutOfDate,
    /// The case is approved, and so corrected nobody of it would need a team; triage says why.
    #[error("{} Hồ sơ đã duyệt: sửa như vậy thì tổ không cần đến nữa. Nếu đúng thế, rút hồ sơ và báo gia đình.", .0.reason)]
    NoVisit(Triage),
    /// Something is missing without which nobody comes (R9); triage says what.
    #[error("{}", .0.reason)]
    Incomplete(Triage),
    /// Somebody else of the case is the same person.
    #[error("người này đã có trong hồ sơ")]
    Known,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<UnsealError> for CorrectPersonError {
    fn from(error: UnsealError) -> Self {
        Self::Store(error.into())
    }
}

/// Puts a person who was read in the place of the one at `position`, counted from 0, of a locked case; gives what triage
/// says of them today. `expected_version` is the case's as it was read.
///
/// # Errors
/// [`CorrectPersonError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(skip_all, fields(case_id = %case.id))]
pub fn correct_person(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    by: Option<&Staff>,
    position: i32,
    person: &Person,
    expected_version: i32,
) -> Result<Triage, CorrectPersonError> {
    let now = desk.now();
    if let ended @ (State::Refused | State::Withdrawn) = case.state() {
        return Err(CorrectPersonError::Closed(ended.label()));
    }
    let known = store::applicants_of(conn, case.id)?;
    let (own, others): (Vec<_>, Vec<_>) = known.into_iter().partition(|one| one.position == position);
    let own = own.into_iter().next().ok_or(CorrectPersonError::NoSuchPerson)?;
    for other in &others {
        if is_same_person(&other.unseal(&desk.vault)?.identity, &person.identity) {
            return Err(CorrectPersonError::Known);
        }
    }
    let triage = person.triage(now.date());
    if case.is_approved() {
        refuse_needless(&triage, &own, &others)?;
    }
    if !store::change(conn, case.id, expected_version, &ChangedCase::default())? {
        return Err(CorrectPersonError::OutOfDate);
    }
    let key = keys::of_case(conn, &desk.vault, &case.code)?;
    let number_hash = person.identity.number_lookup(&desk.vault);
    let row = NewPersonRow {
        case_id: case.id,
        position,
        identity: desk.vault.seal(&key, &person.identity),
        representative: person.representative.as_ref().map(|one| desk.vault.seal(&key, one)),
        person_hash: &person.identity.person_lookup(&desk.vault),
        number_hash: number_hash.as_deref(),
        groups: person.groups,
        mobility: person.mobility,
        triage: &triage,
    };
    store::replace_person(conn, &row)?;
    name_words::change_person(conn, &desk.vault, case.id, position, person.identity.name.as_str())?;
    if case.state() == State::Filed {
        let people = store::applicants_of(conn, case.id)?;
        store::set_triage(conn, case.id, &triage_of(desk, &people, now.date())?.1)?;
    }
    audit::note(conn, by, audit::Action::Edit, &audit::case_subject(case.id), None, now)?;
    Ok(triage)
}

/// An approval stands while somebody of the case needs a team; who never did (it was approved all the same, with a reason
/// in the log) may be corrected freely.
fn refuse_needless(triage: &Triage, own: &Applicant, others: &[Applicant]) -> Result<(), CorrectPersonError> {
    match triage.decision {
        TriageDecision::Visit => Ok(()),
        TriageDecision::Incomplete => Err(CorrectPersonError::Incomplete(*triage)),
        TriageDecision::Desk | TriageDecision::Online => {
            let needed = |one: &Applicant| one.triage == TriageDecision::Visit;
            if needed(own) && !others.iter().any(needed) {
                return Err(CorrectPersonError::NoVisit(*triage));
            }
            Ok(())
        }
    }
}
