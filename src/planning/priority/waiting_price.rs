//! What a day of waiting is worth in driving, from `waiting_prices.csv`: a row for each change, with its author and reason.
use chrono::NaiveDate;
use serde::Deserialize;

use super::versions::Heading;
use crate::seconds::Seconds;

/// Least and most minutes of driving: with less two households a point apart would cost the same, with more a team would
/// drive for hours to spare one household a day.
const MINUTES: std::ops::RangeInclusive<u32> = 2..=120;

/// One version of the price of waiting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitingPrice {
    /// Its name.
    pub version: String,
    /// First day on which it is in force; the next version's ends it.
    pub valid_from: NaiveDate,
    /// Who changed it.
    pub author: String,
    /// Why.
    pub reason: String,
    /// Minutes of driving that one more day of waiting of a household with 100 points is worth.
    pub minutes_per_100_points: u32,
}

impl WaitingPrice {
    /// Seconds of driving that one more day is worth to a household with these points. Who has none waits as with one: a
    /// free day is used for everybody.
    pub fn day_secs(&self, points: u32) -> Seconds {
        let secs = u64::from(points.max(1)) * u64::from(self.minutes_per_100_points) * 60 / 100;
        Seconds(i32::try_from(secs).unwrap_or(i32::MAX)).min(planner::Visit::DAY_PRICE_LIMIT.into())
    }

    pub(super) fn heading(&self) -> Heading<'_> {
        let Self { version, valid_from, author, reason, .. } = self;
        Heading { version, valid_from: *valid_from, author, reason }
    }

    pub(super) fn broken_rule(&self) -> Option<String> {
        let (least, most) = (MINUTES.start(), MINUTES.end());
        let sane = MINUTES.contains(&self.minutes_per_100_points);
        (!sane).then(|| format!("minutes_per_100_points phải từ {least} đến {most} phút"))
    }
}
