//! Until when a card is valid (R11).
use chrono::{Months, NaiveDate};

use crate::text::dates::BirthDate;

/// Ages in years at which a card is exchanged (Luật Căn cước art. 21(1)).
pub const EXCHANGE_AGES_YEARS: [u32; 4] = [14, 25, 40, 60];

/// A card issued within this many months before such an age is good until the next one (art. 21(2)).
const GRACE_MONTHS: Months = Months::new(24);

/// Last day of validity of a card by its holder's birth date and its date of issue; none means that
/// it does not expire. An old CCCD is valid to the date printed on it, which may differ.
pub fn expires_on(birth: BirthDate, issued_on: NaiveDate) -> Option<NaiveDate> {
    EXCHANGE_AGES_YEARS
        .iter()
        .map(|age_years| birth.birthday(*age_years))
        .find(|birthday| issued_on < *birthday - GRACE_MONTHS)
}
