//! The Vietnamese lunar date of a solar date, 1900 to 2199, as a hint beside it: elders think in it.
//!
//! Reckoned at UTC+7, not taken from a Chinese table: Tết 2030 is on 2 February in Việt Nam and on the 3rd in China.
//! (Before 1968 the North used UTC+8 and until 1975 the South did; dates of then are given by the rule of today.)
//!
//! Moments of new moons and the sun's longitude: Jean Meeus, *Astronomical Algorithms*, 2nd edition 1998, chapters 49
//! and 25. The rules: a month begins on the day of a new moon; the winter solstice is in month 11; of the 13 months
//! between two months 11 the first in which the sun enters no new sign of 30° is the leap month.
use chrono::{Datelike, NaiveDate};

use super::messages::Words;

/// Solar years for which a lunar date is given.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;
/// Days between two new moons, on average.
const LUNATION: f64 = 29.530_588_861;
/// Julian date of the new moon with number 0, 6/1/2000.
const FIRST_NEW_MOON: f64 = 2_451_550.097_66;
/// Julian date of 1/1/2000, 12:00.
const J2000: f64 = 2_451_545.0;
/// chrono's number of a day and the Julian date of its beginning (UTC) differ by this.
const JULIAN_OF_DAY_0: f64 = 1_721_424.5;
/// Việt Nam is this part of a day before UTC.
const UTC_PLUS_7: f64 = 7.0 / 24.0;

/// A date of the Vietnamese lunar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LunarDate {
    /// 1 to 30.
    pub day: u32,
    /// 1 (Giêng) to 12 (Chạp).
    pub month: u32,
    /// Whether the month is the second one with its number.
    pub leap: bool,
    /// The lunar year, by the solar year in which it begins.
    pub year: i32,
}

impl LunarDate {
    /// The lunar date of a solar date; none outside 1900 to 2199.
    pub fn of(on: NaiveDate) -> Option<Self> {
        if !YEARS.contains(&on.year()) {
            return None;
        }
        let today = on.num_days_from_ce();
        let moon = moon_of(today);
        let month_11_of = |year| NaiveDate::from_ymd_opt(year, 12, 31).map(|end| month_11(end.num_days_from_ce()));
        // The month 11 that our month follows, or is, and the next one.
        let (begins, until) = match month_11_of(on.year())? {
            next if moon < next => (month_11_of(on.year() - 1)?, next),
            last => (last, month_11_of(on.year() + 1)?),
        };
        let leap = leap_moon(begins, until);
        let passed = moon - begins - i32::from(leap.is_some_and(|leap| leap <= moon));
        let month = u32::try_from((passed + 10).rem_euclid(12) + 1).ok()?;
        let day = u32::try_from(today - new_moon_day(moon) + 1).ok()?;
        let year = if month >= 11 && on.month() <= 2 { on.year() - 1 } else { on.year() };
        Some(Self { day, month, leap: leap == Some(moon), year })
    }

    /// “19 tháng Mười âm lịch”, “19th day of the 10th lunar month”.
    pub fn words(self, words: Words) -> String {
        let key = if self.leap { "lunar-date-leap" } else { "lunar-date" };
        let month = words.with("lunar-month", &[("month", &self.month)]);
        words.with(key, &[("day", &words.with("lunar-day", &[("day", &self.day)])), ("month", &month)])
    }
}

/// The same in one go, for hints: empty where no lunar date is known.
pub fn lunar_words(on: NaiveDate, words: Words) -> String {
    LunarDate::of(on).map(|date| date.words(words)).unwrap_or_default()
}

/// The number of the last new moon on or before a day.
fn moon_of(day: i32) -> i32 {
    let guess = ((f64::from(day) + JULIAN_OF_DAY_0 - FIRST_NEW_MOON) / LUNATION).floor() as i32;
    (guess - 1..=guess + 1).rev().find(|moon| new_moon_day(*moon) <= day).unwrap_or(guess - 1)
}

/// The number of the new moon that begins the month of the winter solstice, from the last day of a solar year.
fn month_11(end_of_year: i32) -> i32 {
    let moon = moon_of(end_of_year);
    // Begun after the solstice: then the month before has it.
    if sign_at(new_moon_day(moon)) >= 9 { moon - 1 } else { moon }
}

/// The leap month among the months from one month 11 to the next.
fn leap_moon(begins: i32, until: i32) -> Option<i32> {
    let no_new_sign = |moon: &i32| sign_at(new_moon_day(*moon)) == sign_at(new_moon_day(moon + 1));
    if until - begins == 13 { (begins + 1..until).find(no_new_sign) } else { None }
}

/// The day in Việt Nam, in chrono's numbers, on which a new moon falls.
fn new_moon_day(moon: i32) -> i32 {
    let at = new_moon(f64::from(moon));
    (at - delta_t(at) + UTC_PLUS_7 - JULIAN_OF_DAY_0).floor() as i32
}

/// In which of the twelve signs of 30° from the spring equinox the sun stands when a day begins in Việt Nam.
fn sign_at(day: i32) -> i32 {
    let at = f64::from(day) + JULIAN_OF_DAY_0 - UTC_PLUS_7;
    (sun_longitude(at + delta_t(at)).rem_euclid(360.0) / 30.0) as i32
}

/// Days by which the even time of astronomers is ahead of our clocks. Nobody knows the future ones: foretold as by
/// Espenak and Meeus (NASA), like the tables that calendars in Việt Nam are printed from; before 2005 to some seconds.
fn delta_t(at: f64) -> f64 {
    let year = 2000.0 + (at - J2000) / 365.25;
    let (centuries, of_parabola) = ((year - 1900.0) / 100.0, (year - 1820.0) / 100.0);
    let secs = match year {
        ..2005.0 => (-3.0 + centuries * (36.0 + centuries * 31.0)).min(64.7),
        ..2050.0 => 62.92 + (year - 2000.0) * (0.322_17 + (year - 2000.0) * 0.005_589),
        ..2150.0 => -20.0 + 32.0 * of_parabola * of_parabola - 0.562_8 * (2150.0 - year),
        _ => -20.0 + 32.0 * of_parabola * of_parabola,
    };
    secs / 86_400.0
}

/// The sun's apparent longitude in degrees (Meeus 25, to 0.01°).
fn sun_longitude(at: f64) -> f64 {
    let t = (at - J2000) / 36_525.0;
    let mean = 280.466_46 + t * (36_000.769_83 + t * 0.000_303_2);
    let anomaly = (357.529_11 + t * (35_999.050_29 - t * 0.000_153_7)).to_radians();
    let center = (1.914_602 - t * (0.004_817 + t * 0.000_014)) * anomaly.sin()
        + (0.019_993 - t * 0.000_101) * (2.0 * anomaly).sin()
        + 0.000_289 * (3.0 * anomaly).sin();
    let node = (125.04 - 1_934.136 * t).to_radians();
    mean + center - 0.005_69 - 0.004_78 * node.sin()
}

/// The moment of a new moon as a Julian date of even time (Meeus 49, to about 20 s).
fn new_moon(k: f64) -> f64 {
    let t = k / 1_236.85;
    let mean = FIRST_NEW_MOON + LUNATION * k + t * t * (0.000_154_37 - t * (0.000_000_150 - t * 0.000_000_000_73));
    let e = 1.0 - t * (0.002_516 + t * 0.000_007_4);
    let sun = 2.553_4 + 29.105_356_70 * k - t * t * (0.000_001_4 + t * 0.000_000_11);
    let moon = 201.564_3 + 385.816_935_28 * k + t * t * (0.010_758_2 + t * (0.000_012_38 - t * 0.000_000_058));
    let latitude = 160.710_8 + 390.670_502_84 * k - t * t * (0.001_611_8 + t * (0.000_002_27 - t * 0.000_000_011));
    let node = 124.774_6 - 1.563_755_88 * k + t * t * (0.002_067_2 + t * 0.000_002_15);
    let periodic = PERIODIC.iter().map(|(days, of_sun, of_moon, of_latitude)| {
        let angle = of_sun * sun + of_moon * moon + of_latitude * latitude;
        days * e.powi(of_sun.abs() as i32) * angle.to_radians().sin()
    });
    let planets = PLANETS.iter().map(|(days, from, per_moon)| days * (from + per_moon * k).to_radians().sin());
    let venus = 0.000_325 * (299.77 + 0.107_408 * k - 0.009_173 * t * t).to_radians().sin();
    mean + periodic.sum::<f64>() - 0.000_17 * node.to_radians().sin() + planets.sum::<f64>() + venus
}

/// Meeus 49, new moon: days, and how often the sun's anomaly, the moon's anomaly and the moon's latitude stand in the
/// angle. What has the sun's anomaly shrinks with the eccentricity of the earth's orbit.
const PERIODIC: [(f64, f64, f64, f64); 24] = [
    (-0.407_20, 0.0, 1.0, 0.0),
    (0.172_41, 1.0, 0.0, 0.0),
    (0.016_08, 0.0, 2.0, 0.0),
    (0.010_39, 0.0, 0.0, 2.0),
    (0.007_39, -1.0, 1.0, 0.0),
    (-0.005_14, 1.0, 1.0, 0.0),
    (0.002_08, 2.0, 0.0, 0.0),
    (-0.001_11, 0.0, 1.0, -2.0),
    (-0.000_57, 0.0, 1.0, 2.0),
    (0.000_56, 1.0, 2.0, 0.0),
    (-0.000_42, 0.0, 3.0, 0.0),
    (0.000_42, 1.0, 0.0, 2.0),
    (0.000_38, 1.0, 0.0, -2.0),
    (-0.000_24, -1.0, 2.0, 0.0),
    (-0.000_07, 2.0, 1.0, 0.0),
    (0.000_04, 0.0, 2.0, -2.0),
    (0.000_04, 3.0, 0.0, 0.0),
    (0.000_03, 1.0, 1.0, -2.0),
    (0.000_03, 0.0, 2.0, 2.0),
    (-0.000_03, 1.0, 1.0, 2.0),
    (0.000_03, -1.0, 1.0, 2.0),
    (-0.000_02, -1.0, 1.0, -2.0),
    (-0.000_02, 1.0, 3.0, 0.0),
    (0.000_02, 0.0, 4.0, 0.0),
];

/// Meeus 49, what the planets add: days, degrees, degrees for each new moon.
const PLANETS: [(f64, f64, f64); 13] = [
    (0.000_165, 251.88, 0.016_321),
    (0.000_164, 251.83, 26.651_886),
    (0.000_126, 349.42, 36.412_478),
    (0.000_110, 84.66, 18.206_239),
    (0.000_062, 141.74, 53.303_771),
    (0.000_060, 207.14, 2.453_732),
    (0.000_056, 154.84, 7.306_860),
    (0.000_047, 34.52, 27.261_239),
    (0.000_042, 207.19, 0.121_824),
    (0.000_040, 291.34, 1.844_379),
    (0.000_037, 161.72, 24.198_154),
    (0.000_035, 239.56, 25.513_099),
    (0.000_023, 331.55, 3.592_518),
];
