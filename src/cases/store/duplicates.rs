//! Other cases with the same people.
use std::collections::{BTreeMap, HashMap, HashSet};

use super::*;
use crate::cases::same_person::{OtherCase, PersonHashes};

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
    let same: Vec<(String, CaseId)> = applicants::table
        .filter(applicants::person_hash.eq_any(hashes))
        .select((applicants::person_hash, applicants::case_id))
        .load(conn)?;
    let hashes: Vec<&str> = people().filter_map(|one| one.number.as_deref()).collect();
    let with_number: Vec<(Option<String>, CaseId)> = applicants::table
        .filter(applicants::number_hash.eq_any(hashes))
        .select((applicants::number_hash, applicants::case_id))
        .load(conn)?;
    let with_number: Vec<(String, CaseId)> =
        with_number.into_iter().filter_map(|(hash, id)| Some((hash?, id))).collect();
    let cases = not_withdrawn(conn, same.iter().chain(&with_number).map(|(_, id)| *id))?;
    let (by_person, by_number) = (by_hash(same), by_hash(with_number));
    let mut all = HashMap::new();
    for (case_id, people) in of {
        let of_person = |one: &PersonHashes| {
            [by_person.get(&one.person), one.number.as_ref().and_then(|number| by_number.get(number))]
        };
        let found = people.iter().flat_map(of_person).flatten().flatten();
        let mut seen = HashSet::new();
        let others = found.filter(|id| *id != case_id && seen.insert(**id));
        all.insert(*case_id, others.filter_map(|id| cases.get(id).cloned()).collect());
    }
    Ok(all)
}

/// Those of these cases that nobody has withdrawn. Asked apart from the applicants: of a join PostgreSQL may read all
/// cases.
fn not_withdrawn(conn: &mut DbConn, ids: impl Iterator<Item = CaseId>) -> StoreResult<BTreeMap<CaseId, OtherCase>> {
    let rows: Vec<(CaseId, String, String)> = cases::table
        .filter(cases::id.eq_any(ids.collect::<Vec<_>>()))
        .filter(cases::withdrawn_at.is_null())
        .select((cases::id, cases::code, cases::ward_code))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, code, ward_code)| (id, OtherCase { id, code, ward_code })).collect())
}

/// Cases by the hash that they share, oldest first.
fn by_hash(mut rows: Vec<(String, CaseId)>) -> HashMap<String, Vec<CaseId>> {
    rows.sort_by_key(|row| row.1);
    let mut all: HashMap<String, Vec<CaseId>> = HashMap::new();
    for (hash, id) in rows {
        all.entry(hash).or_default().push(id);
    }
    all
}
