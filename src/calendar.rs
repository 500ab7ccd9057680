//! The working calendar of the ward police: which half-days are open, and working-day deadlines.
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};
use serde::Deserialize;

use crate::coded_enum;
use crate::reference::{ReferenceError, ReferenceFiles, Row};
use crate::text::dates::{long_date, short_date};

mod day;
mod refusals;

pub use day::{Day, DayStatus, HalfDay, OpenHalfDays};
pub use refusals::{BeyondCalendar, ClosedHalfDay, NotOpen};
use refusals::{capitalised, ends_words};

const FILE: &str = "calendar.csv";

/// Days off that a year has at least (Bộ luật Lao động art. 112): Tết alone is five. A year of which the file knows fewer
/// has not been entered yet.
const DAYS_OFF_MIN: usize = 11;

/// Working days from a complete capture to the card (Luật Căn cước art. 26).
pub const CARD_WORKING_DAYS: u32 = 7;

coded_enum! {
    /// What a row of `calendar.csv` says about its date.
    pub enum DayKind {
        Off = "off" / "nghỉ",
        Work = "work" / "làm việc cả ngày",
    }
}

coded_enum! {
    /// Whether a row of `calendar.csv` is applied: `no` gives the weekday's usual hours back (R4).
    pub enum Observed {
        Yes = "yes",
        No = "no",
    }
}

/// A half-day that a named dispatcher opened although the calendar has it closed (a campaign, R1, R5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionalHalfDay {
    /// The date.
    pub on: NaiveDate,
    /// Which half of it.
    pub half_day: HalfDay,
    /// Who opened it.
    pub opened_by: String,
    /// Why, in words.
    pub reason: String,
}

/// Holidays, make-up Saturdays and announced breaks, from `calendar.csv`.
#[derive(Debug, Clone)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, Day>,
    covered_years: BTreeSet<i32>,
    last_promised: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct CalendarRow {
    date: NaiveDate,
    weekday: String,
    kind: DayKind,
    status: DayStatus,
    observed: Observed,
    label: String,
}

impl HalfDay {
    /// The half-day of a time on the clock: afternoon from 12:00.
    pub fn at(time: NaiveTime) -> Self {
        if time.hour() < 12 { Self::Morning } else { Self::Afternoon }
    }

    /// “buổi sáng Thứ Bảy 28/11/2026”.
    pub fn on(self, on: NaiveDate) -> String {
        format!("{} {}", self.label(), long_date(on))
    }
}

impl OpenHalfDays {
    /// Whether this half is among the open ones.
    pub fn includes(self, half_day: HalfDay) -> bool {
        match self {
            Self::None => false,
            Self::Morning => half_day == HalfDay::Morning,
            Self::Full => true,
        }
    }
}

impl Calendar {
    /// Reads `calendar.csv`; refuses duplicates, a wrong weekday, unknown kinds and unnamed days.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let mut calendar = Self { days: BTreeMap::new(), covered_years: BTreeSet::new(), last_promised: None };
        for row in files.rows::<CalendarRow>(FILE)? {
            calendar.add(row)?;
        }
        calendar.last_promised = calendar.last_day_of_complete_years();
        Ok(calendar)
    }

    /// The last day that anybody may be promised: the end of the last year whose days off have been entered. Beyond it
    /// nobody knows where Tết lies. None when no year is complete.
    pub fn last_promised(&self) -> Option<NaiveDate> {
        self.last_promised
    }

    /// Refuses a day beyond [`Self::last_promised`].
    ///
    /// # Errors
    /// [`BeyondCalendar`], with the sentence to show.
    pub fn check_known(&self, on: NaiveDate) -> Result<(), BeyondCalendar> {
        let last = self.last_promised;
        if last.is_some_and(|last| on <= last) { Ok(()) } else { Err(BeyondCalendar { on, last }) }
    }

    /// The sentence for whoever can extend the file, from so many days before it ends.
    pub fn warning(&self, today: NaiveDate, warn_days: i64) -> Option<String> {
        let is_far = |last: NaiveDate| (last - today).num_days() > warn_days;
        if self.last_promised.is_some_and(is_far) {
            return None;
        }
        let next = self.last_promised.map_or(today.year(), |last| last.year() + 1);
        let ends = capitalised(&ends_words(self.last_promised));
        Some(format!(
            "{ends}. Sau ngày đó không nhận hẹn, không mở ca, không xếp lịch. Hãy bổ sung năm {next} vào {FILE}."
        ))
    }

    /// The end of the last of the complete years that follow each other.
    fn last_day_of_complete_years(&self) -> Option<NaiveDate> {
        let is_complete = |year: &i32| {
            let days = || self.days.values().filter(|day| day.on.year() == *year);
            let off = days().filter(|day| day.open == OpenHalfDays::None).count();
            off >= DAYS_OFF_MIN && days().any(|day| day.status == DayStatus::Confirmed)
        };
        let first = self.covered_years.iter().copied().find(is_complete)?;
        let last = (first..).take_while(is_complete).last()?;
        NaiveDate::from_ymd_opt(last, 12, 31)
    }

    /// What the calendar says about a date. In a year without any row it says weekday hours, as an estimate.
    pub fn day(&self, on: NaiveDate) -> Day {
        if let Some(day) = self.days.get(&on) {
            return day.clone();
        }
        let status = if self.covered_years.contains(&on.year()) { DayStatus::Confirmed } else { DayStatus::Estimate };
        Day { on, open: usual_hours(on), status, label: None }
    }

    /// Whether a half-day is open, by the calendar or by an exception (R1–R5). Beyond the last promised day none is,
    /// whatever the weekday.
    pub fn is_open(&self, on: NaiveDate, half_day: HalfDay, exceptions: &[ExceptionalHalfDay]) -> bool {
        let opened = || exceptions.iter().any(|opened| opened.on == on && opened.half_day == half_day);
        self.check_known(on).is_ok() && (self.day(on).open.includes(half_day) || opened())
    }

    /// Like [`Self::is_open`], with the sentence to show when it is closed.
    pub fn check_open(
        &self,
        on: NaiveDate,
        half_day: HalfDay,
        exceptions: &[ExceptionalHalfDay],
    ) -> Result<(), NotOpen> {
        self.check_known(on)?;
        if self.is_open(on, half_day, exceptions) {
            return Ok(());
        }
        Err(ClosedHalfDay { half_day, day: self.day(on) }.into())
    }

    /// Whether a date counts in deadlines: full days only, so make-up Saturdays count, others do not (R6).
    pub fn is_working_day(&self, on: NaiveDate) -> bool {
        self.day(on).open == OpenHalfDays::Full
    }

    /// The n-th working day after a date, which itself is not counted; 0 gives the date.
    pub fn working_days_after(&self, from: NaiveDate, working_days: u32) -> NaiveDate {
        from.iter_days()
            .skip(1)
            .filter(|on| self.is_working_day(*on))
            .take(working_days as usize)
            .last()
            .unwrap_or(from)
    }

    /// When the card is due: 7 working days after a complete capture (R6).
    pub fn due_on(&self, captured_on: NaiveDate) -> NaiveDate {
        self.working_days_after(captured_on, CARD_WORKING_DAYS)
    }

    /// Whether a deadline counted from one date to another rests on estimates and is itself “dự kiến” (R5).
    pub fn rests_on_estimates(&self, after: NaiveDate, until: NaiveDate) -> bool {
        after.iter_days().skip(1).take_while(|on| *on <= until).any(|on| self.day(on).status == DayStatus::Estimate)
    }

    fn add(&mut self, row: Row<CalendarRow>) -> Result<(), ReferenceError> {
        let Row { line, value: row } = row;
        let refuse = |reason: String| Err(ReferenceError::at(FILE, line, reason));
        let on = row.date;
        let weekday = on.format("%a").to_string();
        if row.weekday != weekday {
            let given = &row.weekday;
            return refuse(format!("{} là {weekday}, không phải {given}", short_date(on)));
        }
        if self.days.contains_key(&on) {
            return refuse(format!("ngày {} bị lặp", short_date(on)));
        }
        if row.label.is_empty() {
            return refuse(format!("ngày {} chưa có tên", short_date(on)));
        }
        self.covered_years.insert(on.year());
        self.days.insert(on, row.into_day());
        Ok(())
    }
}

impl CalendarRow {
    fn into_day(self) -> Day {
        let (open, status, label) = match (self.observed, self.kind) {
            (Observed::No, _) => (usual_hours(self.date), DayStatus::Confirmed, None),
            (Observed::Yes, DayKind::Off) => (OpenHalfDays::None, self.status, Some(self.label)),
            (Observed::Yes, DayKind::Work) => (OpenHalfDays::Full, self.status, Some(self.label)),
        };
        Day { on: self.date, open, status, label }
    }
}

/// Full days Monday to Friday, a morning on Saturday, nothing on Sunday.
fn usual_hours(on: NaiveDate) -> OpenHalfDays {
    match on.weekday() {
        Weekday::Sat => OpenHalfDays::Morning,
        Weekday::Sun => OpenHalfDays::None,
        _ => OpenHalfDays::Full,
    }
}
