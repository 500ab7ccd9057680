//! Other cases with the same people.
use std::collections::{HashMap, HashSet};

use super::*;
use crate::cases::same_person::{OtherCase, PersonHashes};

/// Hash, number, code and ward.
type Row = (String, CaseId, (String, String));

/// The other cases with a duplicate applicant of each of these cases: equal keyed hash of the person, at whatever
/// address, or of the personal number. Withdrawn cases are left out; the oldest match of the first person comes first.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn duplicates(
    conn: &mut DbConn,
    of: &[(CaseId, Vec<PersonHashes>)],
) -> StoreResult<HashMap<CaseId, Vec<OtherCase>>> {
    let people = || of.iter().flat_map(|(_, people)| people);
    let hashes: Vec<&str> = people().map(|one| one.person.as_str()).collect();
    let by_person = by_hash(
        applicants::table
            .inner_join(cases::table)
            .filter(cases::withdrawn_at.is_null())
            .filter(applicants::person_hash.eq_any(hashes))
            .order(cases::id)
            .select((applicants::person_hash, cases::id, (cases::code, cases::ward_code)))
            .load(conn)?,
    );
    let hashes: Vec<&str> = people().filter_map(|one| one.number.as_deref()).collect();
    let by_number = by_hash(
        applicants::table
            .inner_join(cases::table)
            .filter(cases::withdrawn_at.is_null())
            .filter(applicants::number_hash.eq_any(hashes))
            .order(cases::id)
            .select((applicants::number_hash.assume_not_null(), cases::id, (cases::code, cases::ward_code)))
            .load(conn)?,
    );
    let mut all = HashMap::new();
    for (case_id, people) in of {
        let of_person = |one: &PersonHashes| {
            [by_person.get(&one.person), one.number.as_ref().and_then(|number| by_number.get(number))]
        };
        let found = people.iter().flat_map(of_person).flatten().flatten();
        let mut seen = HashSet::new();
        let others = found.filter(|other| other.id != *case_id && seen.insert(other.id));
        all.insert(*case_id, others.cloned().collect());
    }
    Ok(all)
}

/// Cases by the hash that they share.
fn by_hash(rows: Vec<Row>) -> HashMap<String, Vec<OtherCase>> {
    let mut all: HashMap<String, Vec<OtherCase>> = HashMap::new();
    for (hash, id, (code, ward_code)) in rows {
        all.entry(hash).or_default().push(OtherCase { id, code, ward_code });
    }
    all
}
