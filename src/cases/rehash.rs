//! Brings the keyed hashes of cases from before to today's spelling rules ([`crate::text::fold::identity`]), some at a time:
//! a household that comes twice must be found whenever it was filed.
use super::household::import_hash;
use super::name_words;
use super::store;
use crate::db::{DbConn, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::ids::CaseId;

/// Cases of one round.
const ROUND: i64 = 200;

/// Hashes a round of cases anew; gives how many.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn carry_out(desk: &Desk) -> StoreResult<usize> {
    let stale = desk.db.read(|conn| store::rehash::stale(conn, ROUND))?;
    let mut done = 0;
    for case_id in stale {
        let rehashed = desk.db.write(|conn| rehash(conn, desk, case_id));
        // A row that cannot be read is not tried again for ever.
        if unless_unreadable(rehashed, "cases", case_id)?.is_none() {
            desk.db.write(|conn| store::rehash::forget(conn, case_id))?;
        }
        done += 1;
    }
    Ok(done)
}

fn rehash(conn: &mut DbConn, desk: &Desk, case_id: CaseId) -> StoreResult<()> {
    store::lock(conn, &[case_id])?;
    store::rehash::forget(conn, case_id)?;
    let Some(case) = store::case_by_id(conn, case_id)? else { return Ok(()) };
    if store::rehash::is_erased(conn, case_id)? {
        return Ok(());
    }
    let (vault, applicants) = (&desk.vault, store::applicants_of(conn, case_id)?);
    let household = case.unseal(vault, &applicants)?;
    let import = import_hash(vault, &household.address, &household.contact, &case.ward_code);
    let door = household.address.lookup(vault, &case.ward_code);
    store::rehash::set_door(conn, case_id, &door, &import)?;
    for (applicant, person) in applicants.iter().zip(&household.people) {
        store::rehash::set_person(conn, applicant.id, &person.identity.person_lookup(vault))?;
    }
    name_words::keep(conn, vault, case_id, &household)
}
