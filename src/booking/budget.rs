//! How many places the public may keep at a time without anybody having looked at a case, however it takes them: as
//! holds, or as half-days of cases that are not approved. Staff are known by name and not counted.
//!
//! One person, telephone, door and e-mail address each have few. What a flood of invented families takes is bounded by
//! hour in the wards that share a team: beyond a free number only from where nobody took one that day, in the end by
//! nobody.
use chrono::Duration;
use sha2::{Digest, Sha256};

use super::booker::Booker;
use super::refusals::OverBudget;
use crate::db::{DbConn, StoreResult, lock_names};
use crate::ids::CaseId;
use crate::visits::store::places_kept;

mod store;

/// Who would keep one more place, all by keyed hashes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taker<'a> {
    /// The telephone.
    pub contact_hash: &'a str,
    /// The door.
    pub address_hash: &'a str,
    /// The ward's code.
    pub ward_code: &'a str,
    /// The people, where they are named already.
    pub people: &'a [String],
    /// The e-mail address, where there is one.
    pub email_hash: Option<&'a str>,
    /// The case, when it is filed already: it is not counted against itself.
    pub case_id: Option<CaseId>,
}

/// Counts one more place that is about to be taken, or says why it would be too many. Its names are locked
/// ([`lock`]), and the duties.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn count(conn: &mut DbConn, booker: Booker<'_>, taker: Taker<'_>) -> StoreResult<Option<OverBudget>> {
    if booker.staff.is_some() {
        return Ok(None);
    }
    let (settings, now) = (&booker.desk.settings.booking, booker.now);
    let (by_contact, by_address) = places_kept(conn, taker.contact_hash, taker.address_hash, now)?;
    if by_contact >= settings.holds_per_contact_max {
        return Ok(Some(OverBudget::Contact(by_contact)));
    }
    if by_address >= settings.holds_per_address_max {
        return Ok(Some(OverBudget::Address(by_address)));
    }
    let by_person = store::kept_by_people(conn, taker.people, taker.case_id)?;
    let by_email = taker.email_hash.map(|hash| store::kept_by_email(conn, hash, taker.case_id)).transpose()?;
    if by_person >= settings.unapproved_per_person_max || by_email.unwrap_or(0) >= settings.unapproved_per_email_max {
        return Ok(Some(OverBudget::Household));
    }
    if let Some(secs) = flooded(conn, booker, taker.ward_code)? {
        return Ok(Some(OverBudget::Ward(secs)));
    }
    store::note_taking(conn, taker.ward_code, &booker.desk.source(), now)?;
    Ok(None)
}

/// Seconds to wait, when so many places of the wards that share a team with this one were taken within the hour that
/// whoever asks gets none.
fn flooded(conn: &mut DbConn, booker: Booker<'_>, ward_code: &str) -> StoreResult<Option<i64>> {
    if booker.desk.client.is_none() {
        return Ok(None); // a command of ours
    }
    let (settings, now) = (&booker.desk.settings.booking, booker.now);
    let (hour, day) = (Duration::hours(1), Duration::days(1));
    let (taken, first) = store::taken_around(conn, ward_code, now - hour)?;
    if taken < settings.unapproved_area_hour_free {
        return Ok(None);
    }
    let known = store::taken_from(conn, &booker.desk.source(), now - day)?;
    if taken < settings.unapproved_area_hour_max && known == 0 {
        return Ok(None);
    }
    tracing::warn!(ward_code, taken, "places are taken faster than families could");
    Ok(Some(first.map_or(3_600, |first| (first + hour - now).num_seconds().max(60))))
}

/// Locks the names by which a place is counted, so that wishes of one household for different days are counted one after
/// the other. Before everything else: whoever waits here holds nothing that others wait for.
///
/// # Errors
/// As [`lock_names`].
pub fn lock(conn: &mut DbConn, booker: Booker<'_>, taker: Taker<'_>) -> StoreResult<()> {
    if booker.staff.is_some() {
        return Ok(());
    }
    let own = [Some(taker.contact_hash), Some(taker.address_hash), taker.email_hash].into_iter().flatten();
    let names = own.chain(taker.people.iter().map(String::as_str));
    lock_names(conn, names.map(number_of).collect())
}

/// The first eight bytes of a hash of the name: two that share them wait for each other now and then.
fn number_of(name: &str) -> i64 {
    let hash = Sha256::digest(name.as_bytes());
    hash.iter().take(8).fold(0_i64, |number, byte| (number << 8) | i64::from(*byte))
}

pub use store::forget;
