//! Joins two cases of the same people into one: the one goes on with everybody, the other ends, gives its half-day back,
//! and its family is told.
use super::add_person::{AddToVisitError, add_person};
use super::booker::Booker;
use crate::accounts::{Permission, Staff};
use crate::audit;
use crate::cases::case::{Case, State};
use crate::cases::find::{FindCaseError, Reader, find};
use crate::cases::household::Person;
use crate::cases::new_case::is_same_person;
use crate::cases::same_person::duplicates;
use crate::cases::store;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::visits::cancel_open::{CancelOpenError, CaseEnd, cancel_open};
use crate::visits::lock::lock_cases;
use crate::visits::store as visits;

/// Why two cases stay two; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// No such case, or not in the account's wards.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// The case that was to end, or the one that was to go on, has ended.
    #[error("hồ sơ {0} {1}, không gộp được nữa")]
    Closed(String, &'static str),
    /// A case cannot be joined with itself.
    #[error("hai mã là của cùng một hồ sơ")]
    Itself,
    /// Nobody stands in both.
    #[error("hai hồ sơ này không có người nào trùng nhau")]
    NobodyInCommon,
    /// Somebody of the case that was to end was served, or a team is there.
    #[error("hồ sơ {0} đã có tổ đến hoặc đã làm xong cho người trong hồ sơ; giữ hồ sơ ấy và gộp hồ sơ kia vào")]
    UnderWay(String),
    /// Who stands in the one that was to end only cannot be put into the other.
    #[error("chưa đưa được {0} sang hồ sơ kia: {1}")]
    Person(String, AddToVisitError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends the case with `code`: it goes on as the one with `into`, which takes the people whom it lacks.
///
/// # Errors
/// [`JoinError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "join_cases", skip_all)]
pub fn join(conn: &mut DbConn, booker: Booker<'_>, staff: &Staff, code: &str, into: &str) -> Result<Case, JoinError> {
    let reader = Reader::Staff(staff.clone());
    let found = [code, into].map(|code| find(conn, code, &reader, Permission::EditCases));
    let [ending, staying] = found;
    let (ending, staying) = (ending?, staying?);
    if ending.id == staying.id {
        return Err(JoinError::Itself);
    }
    let mut locked = lock_cases(conn, &[ending.id, staying.id], &[])?.into_iter();
    let (Some((ending, trips)), Some((staying, _))) = (locked.next(), locked.next()) else {
        return Err(StoreError::overtaken().into());
    };
    for case in [&ending, &staying] {
        if let ended @ (State::Refused | State::Withdrawn) = case.state() {
            return Err(JoinError::Closed(case.code.clone(), ended.label()));
        }
    }
    let ids: Vec<_> = trips.iter().map(|visit| visit.id).collect();
    let captured = visits::outcomes_of(conn, &ids)?.iter().any(|outcome| outcome.code.is_captured());
    if captured || trips.iter().any(crate::visits::Visit::is_under_way) {
        return Err(JoinError::UnderWay(ending.code));
    }
    let leaving = people_of(conn, booker.desk, &ending)?;
    let same = duplicates(conn, booker.desk, staff, &[(ending.id, &leaving)])?;
    if !same.get(&ending.id).is_some_and(|same| same.codes.contains(&staying.code)) {
        return Err(JoinError::NobodyInCommon);
    }
    let known = people_of(conn, booker.desk, &staying)?;
    for person in leaving.iter().filter(|one| !known.iter().any(|two| is_same_person(&one.identity, &two.identity))) {
        let added = add_person(conn, booker, &staying, person);
        added.map_err(|error| JoinError::Person(person.identity.name.to_string(), error))?;
    }
    if !store::withdraw(conn, ending.id, booker.now)? {
        return Err(StoreError::overtaken().into());
    }
    store::add_join(conn, ending.id, staying.id, staff.account_id, booker.now)?;
    for (of, other) in [(&ending, &staying), (&staying, &ending)] {
        let subject = audit::case_subject(of.id);
        audit::note(conn, Some(staff), audit::Action::Join, &subject, Some(&other.code), booker.now)?;
    }
    cancel_open(conn, booker.desk, &ending, &trips, CaseEnd::Joined, booker.now)?;
    Ok(find(conn, &staying.code, &reader, Permission::EditCases)?)
}

fn people_of(conn: &mut DbConn, desk: &Desk, case: &Case) -> StoreResult<Vec<Person>> {
    let applicants = store::applicants_of(conn, case.id)?;
    applicants.iter().map(|one| Ok(one.unseal(&desk.vault)?)).collect()
}

impl From<CancelOpenError> for JoinError {
    fn from(error: CancelOpenError) -> Self {
        match error {
            CancelOpenError::Store(error) => Self::Store(error),
            CancelOpenError::TeamOnTheWay | CancelOpenError::Changed => Self::Store(StoreError::overtaken()),
        }
    }
}
