//! The figures of the travel model, from `[travel]` of `config/default.toml`, and what they compute.
use crate::seconds::{Seconds, TimeOfDay};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// Every figure that travel times depend on; the file gives the reason of each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TravelModel {
    /// Added to each trip, metres (0 or more): lanes at both ends.
    pub road_offset_metres: f64,
    /// Road metres per great-circle metre, 1 or more.
    pub road_factor: f64,
    /// Road metres per great-circle metre by way of a bridge, 1 or more.
    pub bridge_factor: f64,
    /// Two spots closer than this are one place, metres: no travel at all.
    pub same_place_metres: f64,
    /// Parking and finding the house at the end of each trip.
    pub parking_secs: Seconds,
    /// Speeds by trip length; the last band has no end.
    pub speeds: Vec<SpeedBand>,
    /// Times of day when driving is slower, in order, not overlapping.
    pub peaks: Vec<Peak>,
}

/// A part of a trip and its speed: up to 2 km through lanes, to 10 km in town, beyond on main roads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeedBand {
    /// Where the band ends, metres from the start of the trip; none for the last band.
    pub up_to_metres: Option<f64>,
    /// Speed in the band, km/h.
    pub km_per_hour: f64,
}

/// A busy time of day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peak {
    /// First moment, local time.
    pub from: NaiveTime,
    /// First moment after it, local time.
    pub until: NaiveTime,
    /// How many times longer driving takes, 1 or more.
    pub factor: f64,
}

impl TravelModel {
    /// Refuses figures that contradict themselves; the text begins with the setting's name.
    pub fn check(&self) -> Result<(), String> {
        let at_least = |key: &str, value: f64, least: f64| {
            let fine = value.is_finite() && value >= least;
            fine.then_some(()).ok_or(format!("travel.{key}: {value} phải từ {least} trở lên"))
        };
        at_least("road_offset_metres", self.road_offset_metres, 0.0)?;
        at_least("road_factor", self.road_factor, 1.0)?;
        at_least("bridge_factor", self.bridge_factor, 1.0)?;
        at_least("same_place_metres", self.same_place_metres, 0.0)?;
        at_least("parking_secs", self.parking_secs.0.into(), 0.0)?;
        self.check_speeds()?;
        let mut free_from = TimeOfDay::MIDNIGHT;
        for peak in &self.peaks {
            at_least("peaks", peak.factor, 1.0)?;
            let (from, until) = (peak.from_secs(), peak.until_secs());
            if from < free_from || until <= from {
                let (from, until) = (peak.from, peak.until);
                return Err(format!("travel.peaks: {from}–{until} phải theo thứ tự, không chồng nhau"));
            }
            free_from = until;
        }
        Ok(())
    }

    /// Metres of road for a great-circle distance and, if a river is between, the way by its bridge.
    ///
    /// Never below the great-circle distance, because every factor is 1 or more.
    pub fn road_metres(&self, straight_metres: f64, bridge_metres: Option<f64>) -> f64 {
        let open_country = self.road_offset_metres + self.road_factor * straight_metres;
        let by_bridge = bridge_metres.map_or(0.0, |metres| self.bridge_factor * metres);
        open_country.max(by_bridge)
    }

    /// Driving time outside busy times, rounded up.
    pub fn drive_secs(&self, metres: f64) -> Seconds {
        let mut secs = 0.0;
        let mut begin = 0.0;
        for band in &self.speeds {
            let end = band.up_to_metres.unwrap_or(f64::INFINITY).min(metres);
            secs += (end - begin).max(0.0) / (band.km_per_hour / 3.6);
            begin = end.max(begin);
        }
        rounded_up(secs)
    }

    fn check_speeds(&self) -> Result<(), String> {
        let mut begin = 0.0;
        for (at, band) in self.speeds.iter().enumerate() {
            if !(band.km_per_hour.is_finite() && band.km_per_hour > 0.0) {
                return Err(format!("travel.speeds: {} km/h phải lớn hơn 0", band.km_per_hour));
            }
            let last = at + 1 == self.speeds.len();
            match band.up_to_metres {
                Some(end) if !last && end > begin => begin = end,
                None if last => {}
                _ => {
                    return Err("travel.speeds: các khoảng phải tăng dần, khoảng cuối không có up_to_metres".to_owned());
                }
            }
        }
        if self.speeds.is_empty() {
            return Err("travel.speeds: thiếu tốc độ".to_owned());
        }
        Ok(())
    }
}

impl Peak {
    /// When it begins.
    pub fn from_secs(&self) -> TimeOfDay {
        self.from.into()
    }

    /// When it is over.
    pub fn until_secs(&self) -> TimeOfDay {
        self.until.into()
    }
}

/// When a drive that takes `free_secs` outside busy times ends, if it begins at a time of day.
///
/// Only the part of the drive inside a busy time is slower, so whoever leaves later never arrives
/// earlier. After midnight the next day's busy times are not looked at.
pub fn drive_ends(peaks: &[Peak], departs_secs: TimeOfDay, free_secs: Seconds) -> TimeOfDay {
    let mut now = f64::from(departs_secs.0);
    let mut left = f64::from(free_secs.0);
    for peak in peaks {
        let (from, until) = (f64::from(peak.from_secs().0), f64::from(peak.until_secs().0));
        if now >= until {
            continue;
        }
        let before = (from - now).max(0.0);
        if left <= before {
            break;
        }
        left -= before;
        now += before;
        let inside = (until - now) / peak.factor;
        if left <= inside {
            return TimeOfDay::MIDNIGHT + rounded_up(now + left * peak.factor);
        }
        left -= inside;
        now = until;
    }
    TimeOfDay::MIDNIGHT + rounded_up(now + left)
}

fn rounded_up(secs: f64) -> Seconds {
    Seconds(i32::try_from(whole(secs)).unwrap_or(i32::MAX))
}

/// Rounds up to whole units; float noise of a millionth is not a second.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "distances of a province")]
pub(super) fn whole(value: f64) -> u32 {
    (value - 1e-6).ceil().max(0.0) as u32
}
