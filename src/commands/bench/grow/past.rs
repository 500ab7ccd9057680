//! A year of cases that have ended, day by day. What identified the people of those who ended more than 90 days ago was
//! erased, as in the product; the others are sealed under the key without a name.
use chrono::{Duration, NaiveDate};

use super::store::{self, Day, Texts};
use crate::cases::household::{Address, Contact, Identity, PhoneLine};
use crate::cases::kinds::{HeldPaper, Relation};
use crate::commands::CommandError;
use crate::db::StoreError;
use crate::desk::Desk;
use crate::text::dates::BirthDate;
use crate::text::names::{PersonName, Sex};

/// Days of the past.
const DAYS: i64 = 365;

/// Adds so many cases that ended, spread over the days of a year, each visit with so many entries of the log.
///
/// # Errors
/// [`CommandError`].
pub fn grow(desk: &Desk, today: NaiveDate, cases: i64, entries: i64) -> Result<(), CommandError> {
    let texts = texts(desk).map_err(|error| CommandError::Refused(error.to_string()))?;
    let keep_days = desk.settings.personal_data.keep_days;
    let mut done = 0;
    for ago in (1..=DAYS).rev() {
        let upto = cases * (DAYS - ago + 1) / DAYS;
        let (on, is_erased) = (today - Duration::days(ago), ago > keep_days);
        let day = Day { on, cases: done..upto, total: cases, entries, is_erased };
        if !day.cases.is_empty() {
            desk.db.write(|conn| store::add_day(conn, desk.db.engine(), &day, &texts))?;
        }
        done = upto;
    }
    Ok(desk.db.read(|conn| store::settle(conn, desk.db.engine()))?)
}

fn texts(desk: &Desk) -> Result<Texts, StoreError> {
    let damaged = |what: &str| StoreError::Damaged(what.to_owned());
    let key = desk.vault.unnamed_key();
    let name = || PersonName::parse("Nguyễn Thị Cũ").map_err(|error| damaged(&error.to_string()));
    let phone = PhoneLine { dial: "+84912345678".to_owned(), shown: "0912 345 678".to_owned(), receives_sms: true };
    let contact = Contact { name: name()?, relation: Relation::Child, phone, email: None };
    let address = Address { line: "Số 1 phố Đã Qua".to_owned(), hamlet: None, old_address: None, pin: None };
    let birth: BirthDate = "1936".parse().map_err(|_| damaged("birth"))?;
    let (number, held) = (String::new(), HeldPaper::None);
    let identity = Identity { name: name()?, birth, sex: Sex::Female, number, held, permanent_address: None };
    Ok(Texts {
        contact: desk.vault.seal(&key, &contact).as_stored().to_owned(),
        address: desk.vault.seal(&key, &address).as_stored().to_owned(),
        identity: desk.vault.seal(&key, &identity).as_stored().to_owned(),
    })
}
