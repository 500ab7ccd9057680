//! Dates as people in Việt Nam write and read them, and birth dates that may be known only in part.
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate, NaiveTime, Weekday};
use thiserror::Error;

use crate::coded_enum;
use crate::text::fold::visible;

/// Earliest year that a birth date may have.
const FIRST_BIRTH_YEAR: i32 = 1880;
/// Latest year that any typed date may have.
const LAST_YEAR: i32 = 2199;

coded_enum! {
    /// How much of a birth date is known.
    pub enum DatePrecision {
        Day = "day" / "đủ ngày, tháng, năm",
        Month = "month" / "chỉ tháng và năm",
        Year = "year" / "chỉ năm",
    }
}

/// A birth date with its precision: old papers often have the year alone (00/00/1950).
///
/// Kept as the first day of the known period, which is how papers print it (01/01/1950).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BirthDate {
    on: NaiveDate,
    precision: DatePrecision,
}

/// Why a typed text is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DateError {
    /// Nothing was typed.
    #[error("Chưa có ngày tháng năm")]
    Empty,
    /// Not day/month/year.
    #[error("Ngày phải viết theo dạng ngày/tháng/năm, ví dụ 28/11/2026")]
    Format,
    /// A day that no calendar has, such as 30/02.
    #[error("Ngày này không có trong lịch")]
    NoSuchDay,
    /// A year outside what makes sense.
    #[error("Năm không hợp lý")]
    Year,
}

impl BirthDate {
    /// From the stored form; a date known to the month or year only is moved to the period's first day.
    pub fn new(on: NaiveDate, precision: DatePrecision) -> Self {
        let first = match precision {
            DatePrecision::Day => Some(on),
            DatePrecision::Month => on.with_day(1),
            DatePrecision::Year => NaiveDate::from_ymd_opt(on.year(), 1, 1),
        };
        Self { on: first.unwrap_or(on), precision }
    }

    /// Reads “12/05/1950”, “00/00/1950”, “05/1950” or “1950”.
    pub fn parse(typed: &str) -> Result<Self, DateError> {
        if let Some(on) = iso_date(typed) {
            return Self::from_numbers(on.day().cast_signed(), on.month().cast_signed(), on.year());
        }
        let parts = date_parts(typed)?;
        match parts.as_slice() {
            [year] => Self::from_numbers(0, 0, *year),
            [month, year] => Self::from_numbers(0, *month, *year),
            [day, month, year] => Self::from_numbers(*day, *month, *year),
            _ => Err(DateError::Format),
        }
    }

    /// Reads three form fields; day, or day and month, may be empty or 00.
    pub fn from_fields(day: &str, month: &str, year: &str) -> Result<Self, DateError> {
        if [day, month, year].iter().all(|field| field.trim().is_empty()) {
            return Err(DateError::Empty);
        }
        Self::from_numbers(field_number(day, true)?, field_number(month, true)?, field_number(year, false)?)
    }

    /// The first day of the known period.
    pub fn on(self) -> NaiveDate {
        self.on
    }

    /// How much is known.
    pub fn precision(self) -> DatePrecision {
        self.precision
    }

    /// Year of birth, always known.
    pub fn year(self) -> i32 {
        self.on.year()
    }

    /// Whether the day may be a stand-in: year or month only, or exactly 01/01.
    pub fn may_be_year_only(self) -> bool {
        self.precision != DatePrecision::Day || (self.on.day() == 1 && self.on.month() == 1)
    }

    /// The day on which the person reaches an age in years. A 29/02 falls on 28/02 in a common year
    /// (Civil Code art. 148: no such day, then the month's last).
    pub fn birthday(self, age_years: u32) -> NaiveDate {
        self.on.checked_add_months(Months::new(age_years.saturating_mul(12))).unwrap_or(NaiveDate::MAX)
    }

    /// Age in full years on a date; 0 before birth. Counted from the first day of the known period.
    pub fn age_on(self, on: NaiveDate) -> u32 {
        let years = u32::try_from(on.year() - self.on.year()).unwrap_or(0);
        if self.birthday(years) > on { years.saturating_sub(1) } else { years }
    }

    fn from_numbers(day: i32, month: i32, year: i32) -> Result<Self, DateError> {
        if !(FIRST_BIRTH_YEAR..=LAST_YEAR).contains(&year) {
            return Err(DateError::Year);
        }
        let precision = match (day, month) {
            (0, 0) => DatePrecision::Year,
            (0, _) => DatePrecision::Month,
            (_, 0) => return Err(DateError::NoSuchDay),
            _ => DatePrecision::Day,
        };
        let on = real_day(day.max(1), month.max(1), year)?;
        Ok(Self { on, precision })
    }
}

impl FromStr for BirthDate {
    type Err = DateError;

    fn from_str(typed: &str) -> Result<Self, DateError> {
        Self::parse(typed)
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            DatePrecision::Day => f.pad(&short_date(self.on)),
            DatePrecision::Month => f.pad(&self.on.format("%m/%Y").to_string()),
            DatePrecision::Year => f.pad(&self.on.format("%Y").to_string()),
        }
    }
}

/// “28/11/2026” (R38).
pub fn short_date(on: NaiveDate) -> String {
    on.format("%d/%m/%Y").to_string()
}

/// “Thứ Bảy 28/11/2026” (R38).
pub fn long_date(on: NaiveDate) -> String {
    format!("{} {}", weekday_name(on), short_date(on))
}

/// “Thứ Hai” … “Thứ Bảy”, “Chủ nhật”.
pub fn weekday_name(on: NaiveDate) -> &'static str {
    match on.weekday() {
        Weekday::Mon => "Thứ Hai",
        Weekday::Tue => "Thứ Ba",
        Weekday::Wed => "Thứ Tư",
        Weekday::Thu => "Thứ Năm",
        Weekday::Fri => "Thứ Sáu",
        Weekday::Sat => "Thứ Bảy",
        Weekday::Sun => "Chủ nhật",
    }
}

/// “08:30”, on the 24-hour clock.
pub fn clock_time(at: NaiveTime) -> String {
    at.format("%H:%M").to_string()
}

/// Reads day/month/year (also with dots, dashes or one-digit day and month) or ISO year-month-day.
pub fn parse_date(typed: &str) -> Result<NaiveDate, DateError> {
    if let Some(on) = iso_date(typed) {
        return Ok(on);
    }
    match date_parts(typed)?.as_slice() {
        [day, month, year] => real_day(*day, *month, *year),
        _ => Err(DateError::Format),
    }
}

/// Reads three form fields: day, month, year.
pub fn date_from_fields(day: &str, month: &str, year: &str) -> Result<NaiveDate, DateError> {
    if [day, month, year].iter().all(|field| field.trim().is_empty()) {
        return Err(DateError::Empty);
    }
    real_day(field_number(day, false)?, field_number(month, false)?, field_number(year, false)?)
}

/// A date of ISO 8601: the year comes first and has four digits, so it can be nothing else.
fn iso_date(typed: &str) -> Option<NaiveDate> {
    let text = visible(typed);
    let has_year_first = text.trim().split('-').next().is_some_and(|year| year.len() == 4);
    let on = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok().filter(|_| has_year_first)?;
    (1000..=LAST_YEAR).contains(&on.year()).then_some(on)
}

fn date_parts(typed: &str) -> Result<Vec<i32>, DateError> {
    let typed = visible(typed);
    if typed.trim().is_empty() {
        return Err(DateError::Empty);
    }
    typed.split(['/', '.', '-']).map(|part| field_number(part, false)).collect()
}

fn field_number(field: &str, may_be_empty: bool) -> Result<i32, DateError> {
    let field = field.trim();
    if field.is_empty() && may_be_empty {
        return Ok(0);
    }
    if field.is_empty() || field.len() > 4 || !field.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError::Format);
    }
    field.parse().map_err(|_| DateError::Format)
}

fn real_day(day: i32, month: i32, year: i32) -> Result<NaiveDate, DateError> {
    if !(1000..=LAST_YEAR).contains(&year) {
        return Err(DateError::Year);
    }
    let (day, month) = (u32::try_from(day), u32::try_from(month));
    let (Ok(day), Ok(month)) = (day, month) else {
        return Err(DateError::Format);
    };
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::NoSuchDay)
}
