//! The same person in other cases: by what they are found, and what staff may know of those cases.
use std::collections::HashMap;

use super::household::Person;
use super::store;
use crate::accounts::{Permission, Staff};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::CaseId;

/// By what the same person is found in other cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonHashes {
    /// Keyed hash of the name as it is spelt and the birth date.
    pub person: String,
    /// Keyed hash of the number; none without one.
    pub number: Option<String>,
}

/// Another case with the same person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCase {
    /// Its number.
    pub id: CaseId,
    /// Its public code.
    pub code: String,
    /// Its ward.
    pub ward_code: String,
}

/// Other cases with the same people, as far as somebody of staff may know them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duplicates {
    /// Codes of those in the person's own wards; the oldest match of the first person comes first.
    pub codes: Vec<String>,
    /// How many there are in other wards, whose codes are not told.
    pub elsewhere: usize,
}

/// The duplicates of each of these cases that this person may know of.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn duplicates(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    of: &[(CaseId, &[Person])],
) -> StoreResult<HashMap<CaseId, Duplicates>> {
    let people: Vec<_> = of.iter().map(|(id, people)| (*id, hashes_of(desk, people))).collect();
    let known = |others: Vec<OtherCase>| {
        let may = |one: &OtherCase| staff.may_in_ward(Permission::ReadCases, &one.ward_code);
        let (own, elsewhere): (Vec<_>, Vec<_>) = others.into_iter().partition(may);
        Duplicates { codes: own.into_iter().map(|one| one.code).collect(), elsewhere: elsewhere.len() }
    };
    Ok(store::duplicates(conn, &people)?.into_iter().map(|(id, others)| (id, known(others))).collect())
}

fn hashes_of(desk: &Desk, people: &[Person]) -> Vec<PersonHashes> {
    let hashes = |one: &Person| PersonHashes {
        person: one.identity.person_lookup(&desk.vault),
        number: one.identity.number_lookup(&desk.vault),
    };
    people.iter().map(hashes).collect()
}
