//! Finds people by name although names are sealed: what is stored are keyed hashes of the words of a name.
//!
//! Whoever has the database and not the key sees how often a word stands in names, not which word it is (docs/threats.md).
use std::collections::BTreeSet;

use super::household::Household;
use super::store::{self, CONTACT};
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;
use crate::sealed::Vault;
use crate::text::fold::{fold, identity};

/// Hexadecimal digits kept of a hash: 64 bits tell some ten thousand words apart.
const DIGITS: usize = 16;

/// Words of a search that are looked up; more of one name tell nothing more.
const WORDS_MAX: usize = 8;

/// What a name is found by: each word without marks, and as it is spelt where that is another word.
fn of_name(vault: &Vault, name: &str) -> Vec<String> {
    let mut words = BTreeSet::new();
    for word in name.split_whitespace() {
        words.insert(hash(vault, "plain", &fold(word)));
        if is_spelt(word) {
            words.insert(hash(vault, "spelt", &identity(word)));
        }
    }
    words.into_iter().collect()
}

/// What a search asks for: a word with marks asks for that spelling, one without for every spelling. Empty when there
/// is no letter in it.
pub fn wanted(vault: &Vault, typed: &str) -> Vec<String> {
    let has_letter = |word: &&str| word.chars().any(char::is_alphabetic);
    let words = typed.split_whitespace().filter(has_letter).take(WORDS_MAX);
    let hashed = words.map(|word| match is_spelt(word) {
        true => hash(vault, "spelt", &identity(word)),
        false => hash(vault, "plain", &fold(word)),
    });
    hashed.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Writes what the contact and everybody of a household is found by, in the place of what was written before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep(conn: &mut DbConn, vault: &Vault, case_id: CaseId, household: &Household) -> StoreResult<()> {
    store::forget_name_words(conn, case_id)?;
    keep_contact(conn, vault, case_id, household.contact.name.as_str())?;
    for (at, person) in (0..).zip(&household.people) {
        keep_person(conn, vault, case_id, at, person.identity.name.as_str())?;
    }
    Ok(())
}

/// Writes what the contact of a new case is found by.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep_contact(conn: &mut DbConn, vault: &Vault, case_id: CaseId, name: &str) -> StoreResult<()> {
    store::add_name_words(conn, case_id, CONTACT, &of_name(vault, name))
}

/// Writes what the contact is found by from now on.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn change_contact(conn: &mut DbConn, vault: &Vault, case_id: CaseId, name: &str) -> StoreResult<()> {
    store::forget_name_words_of(conn, case_id, CONTACT)?;
    keep_contact(conn, vault, case_id, name)
}

/// Writes what a new person at this place is found by.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep_person(conn: &mut DbConn, vault: &Vault, case_id: CaseId, at: i32, name: &str) -> StoreResult<()> {
    store::add_name_words(conn, case_id, at, &of_name(vault, name))
}

/// Writes what the person at this place is found by from now on.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn change_person(conn: &mut DbConn, vault: &Vault, case_id: CaseId, at: i32, name: &str) -> StoreResult<()> {
    store::forget_name_words_of(conn, case_id, at)?;
    keep_person(conn, vault, case_id, at, name)
}

fn is_spelt(word: &str) -> bool {
    identity(word) != fold(word)
}

fn hash(vault: &Vault, form: &str, word: &str) -> String {
    let mut hash = vault.lookup("cases.name_words", &[form, word]);
    hash.truncate(DIGITS);
    hash
}
