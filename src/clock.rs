//! The only place that reads the system clock; everything else is handed `now`.
use std::fmt;
use std::ops::{Add, Sub};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeZone, Utc};
use chrono_tz::Asia::Ho_Chi_Minh;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::seconds::TimeOfDay;

/// A moment in UTC, to the second. Stored as `TIMESTAMP`, written in JSON as RFC 3339 with `Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "DateTime<Utc>", into = "DateTime<Utc>")]
pub struct Timestamp(NaiveDateTime);

impl Timestamp {
    /// The moment on the wall clock of Việt Nam (no daylight saving, so it always exists).
    ///
    /// # Panics
    /// Only for years beyond chrono's range.
    pub fn local(on: NaiveDate, time: NaiveTime) -> Self {
        let local = Ho_Chi_Minh.from_local_datetime(&on.and_time(time)).single();
        local.expect("Asia/Ho_Chi_Minh has no gaps").to_utc().into()
    }

    /// The moment of a time of day in Việt Nam on a date; beyond its ends it is of another date.
    pub fn local_secs(on: NaiveDate, secs: TimeOfDay) -> Self {
        Self::local(on, NaiveTime::MIN) + Duration::from(secs - TimeOfDay::MIDNIGHT)
    }

    /// From what the database stores: UTC without a zone.
    pub fn from_stored(stored: NaiveDateTime) -> Self {
        Self(stored.trunc_subsecs(0))
    }

    /// What the database stores: UTC without a zone.
    pub fn as_stored(&self) -> &NaiveDateTime {
        &self.0
    }

    /// As a chrono value in UTC, for libraries that want one.
    pub fn utc(self) -> DateTime<Utc> {
        self.0.and_utc()
    }

    /// The same moment on the wall clock of Việt Nam.
    pub fn in_vietnam(self) -> DateTime<Tz> {
        self.utc().with_timezone(&Ho_Chi_Minh)
    }

    /// The date in Việt Nam.
    pub fn date(self) -> NaiveDate {
        self.in_vietnam().date_naive()
    }

    /// The time of day in Việt Nam, inside the day.
    pub fn secs_of_day(self) -> TimeOfDay {
        self.in_vietnam().time().into()
    }

    /// Seconds since 1970, as JWT wants them.
    pub fn unix(self) -> i64 {
        self.utc().timestamp()
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(moment: DateTime<Utc>) -> Self {
        Self::from_stored(moment.naive_utc())
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(moment: Timestamp) -> Self {
        moment.utc()
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0 + span)
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;
    fn sub(self, span: Duration) -> Self {
        Self(self.0 - span)
    }
}

impl Sub for Timestamp {
    type Output = Duration;
    fn sub(self, earlier: Self) -> Duration {
        self.0 - earlier.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// Tells the time: the system's, one that runs beside it, one that tests and demo data move by hand, or what somebody
/// read a moment ago.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// The machine's clock, ahead of it or behind it by so much.
    Shifted(Duration),
    /// Stands still until it is set.
    Fixed(ByHand),
    /// What a clock told when it was read: a request, a command or a step of the worker has one such moment.
    Read(Timestamp),
}

/// A moment that is moved by hand, and how often it was asked for.
#[derive(Clone, Debug)]
pub struct ByHand {
    moment: Arc<Mutex<Timestamp>>,
    asked: Arc<AtomicU64>,
}

impl Clock {
    /// A clock that stands at `moment`.
    pub fn fixed(moment: Timestamp) -> Self {
        Self::Fixed(ByHand { moment: Arc::new(Mutex::new(moment)), asked: Arc::default() })
    }

    /// A clock that shows `moment` now and runs on.
    pub fn starting(moment: Timestamp) -> Self {
        Self::Shifted(moment - Self::System.now())
    }

    /// The present moment.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Utc::now().into(),
            Self::Shifted(by) => Timestamp::from(Utc::now()) + *by,
            Self::Fixed(held) => {
                held.asked.fetch_add(1, Ordering::Relaxed);
                *held.moment.lock().unwrap_or_else(|poison| poison.into_inner())
            }
            Self::Read(moment) => *moment,
        }
    }

    /// Moves a fixed clock; the others cannot be moved and stay.
    pub fn set(&self, moment: Timestamp) {
        if let Self::Fixed(held) = self {
            *held.moment.lock().unwrap_or_else(|poison| poison.into_inner()) = moment;
        }
    }

    /// How often a fixed clock was asked; 0 for the others.
    pub fn times_asked(&self) -> u64 {
        match self {
            Self::Fixed(held) => held.asked.load(Ordering::Relaxed),
            _ => 0,
        }
    }

    /// The same clock, which counts from now on apart: who asks the one is not counted at the other.
    #[must_use]
    pub fn counted_apart(&self) -> Self {
        match self {
            Self::Fixed(held) => Self::Fixed(ByHand { moment: held.moment.clone(), asked: Arc::default() }),
            other => other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vietnamese_evening_is_the_same_date_in_viet_nam_and_seven_hours_earlier_in_utc() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let evening = Timestamp::local(on, NaiveTime::from_hms_opt(6, 30, 0).unwrap());
        assert_eq!(evening.to_string(), "2026-11-27T23:30:00Z");
        assert_eq!(evening.date(), on);
        assert_eq!(evening.secs_of_day(), TimeOfDay::at(6, 30));
    }
}
