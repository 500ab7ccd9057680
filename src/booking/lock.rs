//! What a booking locks before it looks: every duty that could take it, and its case.
use super::booker::Booker;
use super::budget::{self, Taker};
use super::refusals::{BookError, HalfDayWish};
use super::subject::refuse_closed;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{DutyId, VisitId};
use crate::sealed::secret_hash;
use crate::teams::store as teams;
use crate::visits::hold::release_expired_in;
use crate::visits::lock::lock_case;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// By which hashes the places of a case are counted.
#[derive(PartialEq, Eq)]
pub(super) struct Names {
    contact: String,
    address: String,
    people: Vec<String>,
    email: Option<String>,
}

impl Names {
    pub(super) fn taker<'a>(&'a self, case: &'a Case) -> Taker<'a> {
        Taker {
            contact_hash: &self.contact,
            address_hash: &self.address,
            ward_code: &case.ward_code,
            people: &self.people,
            email_hash: self.email.as_deref(),
            case_id: Some(case.id),
        }
    }
}

fn names_of(conn: &mut DbConn, case: &Case) -> StoreResult<Names> {
    let people = crate::cases::store::person_hashes(conn, case.id)?;
    let email = crate::cases::store::email_hash_of(conn, case.id)?;
    Ok(Names { contact: case.contact_hash.clone(), address: case.address_hash.clone(), people, email })
}

/// What is ours until the transaction ends.
pub struct Locked {
    /// The case as it stands now.
    pub case: Case,
    /// Its visits as they stand now.
    pub visits: Vec<Visit>,
    /// The duties that may take it.
    pub duties: Vec<DutyId>,
    /// By what its places are counted.
    pub(super) names: Names,
}

impl Locked {
    /// The visit as it stands now.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] when it is not there any more.
    pub fn visit(&self, id: VisitId) -> StoreResult<Visit> {
        self.visits.iter().find(|visit| visit.id == id).cloned().ok_or_else(StoreError::overtaken)
    }
}

/// Locks the names by which the places of an undecided case are counted, then the duties of the wished half-day that serve the case, the duty of the hold that `token` opens, those in which
/// the case stands, and the case: in the one order (`visits::lock`). Holds there whose time is over end.
///
/// # Errors
/// [`BookError::NothingToBook`] for a case that has ended meanwhile; [`StoreError::Overtaken`].
pub fn lock_for(
    conn: &mut DbConn,
    booker: Booker<'_>,
    case: &Case,
    wish: HalfDayWish,
    token: Option<&str>,
) -> Result<Locked, BookError> {
    let names = names_of(conn, case)?;
    if !case.is_approved() {
        budget::lock(conn, booker, names.taker(case))?;
    }
    let mut duties = teams::duties_serving(conn, &case.ward_code, wish.on)?;
    if let Some(token) = token {
        duties.extend(visits::hold_by_token(conn, &secret_hash(token))?.map(|hold| hold.duty_id));
    }
    let ward_code = &case.ward_code;
    let (case, visits) = lock_case(conn, case.id, &duties)?;
    // Corrected meanwhile: other duties or names are to be locked.
    if case.ward_code != *ward_code || names_of(conn, &case)? != names {
        return Err(StoreError::overtaken().into());
    }
    refuse_closed(&case)?;
    release_expired_in(conn, &booker.desk.dice, &duties, booker.now)?;
    Ok(Locked { case, visits, duties, names })
}
