//! How long work at a stop takes: homes by mobility, group sites by people and kits (R19–R21).
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::HalfDay;
use crate::cases::groups::BeneficiaryGroups;
use crate::cases::kinds::{BeneficiaryGroup, Mobility};
use crate::seconds::Seconds;

/// Ages below this, in years, use the minutes of a child.
const CHILD_BELOW_YEARS: u32 = 14;

/// Minutes of work by kind of stop: section `[durations]` of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DurationModel {
    /// Minutes to carry the kit in, find a socket and set it up at a home; once per stop.
    pub home_set_up_minutes: u32,
    /// Minutes of the first capture at a home.
    pub first_capture_minutes: CaptureMinutes,
    /// Minutes of each further capture in the same home (R19).
    pub further_capture_minutes: CaptureMinutes,
    /// Minutes to set up at a group site; once per kit and day (R20).
    pub group_set_up_minutes: u32,
    /// Minutes per person and kit at a group site (R20).
    pub group_person_minutes: u32,
    /// Share of a half-day kept free for surprises, in percent (0…50).
    pub buffer_percent: u32,
}

/// Minutes of one capture by how the person moves; the child's minutes apply below 14 years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureMinutes {
    /// Child below 14 who is not bedridden.
    pub child: u32,
    /// Walks without help.
    pub walks: u32,
    /// Walks with help.
    pub walks_with_help: u32,
    /// In a wheelchair.
    pub wheelchair: u32,
    /// Bedridden, and whoever has a very severe disability.
    pub bedridden: u32,
    /// In a hospital bed.
    pub in_hospital: u32,
}

/// What the duration of one capture depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capture {
    /// How the person moves.
    pub mobility: Mobility,
    /// Groups that give priority; a very severe disability takes the time of a bedridden person.
    pub groups: BeneficiaryGroups,
    /// Age in full years on the day.
    pub age_years: u32,
}

/// Work of a half-day against the kits' time (R21), in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HalfDayLoad {
    /// Minutes of stops and travel.
    pub needed_minutes: u32,
    /// Minutes that the kits have.
    pub available_minutes: u32,
}

/// A half-day that a group site can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteHalfDay {
    /// The date.
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// Minutes at the site, travel taken off.
    pub minutes: u32,
}

/// One kit's share of a group site in one half-day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SitePart {
    /// The date.
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// Which kit, counted from 1.
    pub kit: u32,
    /// People captured.
    pub people: u32,
    /// Minutes used, set-up included.
    pub minutes: u32,
}

/// A group site's work divided among half-days and kits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSplit {
    /// The shares, in order of time and kit.
    pub parts: Vec<SitePart>,
    /// People for whom there is no time in the given half-days.
    pub people_left: u32,
}

impl CaptureMinutes {
    /// Minutes of one capture.
    pub fn of(&self, capture: Capture) -> u32 {
        let very_severe = capture.groups.contains(BeneficiaryGroup::VerySevereDisability);
        if very_severe || capture.mobility == Mobility::Bedridden {
            return self.bedridden;
        }
        if capture.age_years < CHILD_BELOW_YEARS {
            return self.child;
        }
        match capture.mobility {
            Mobility::Walks => self.walks,
            Mobility::WalksWithHelp => self.walks_with_help,
            Mobility::Wheelchair => self.wheelchair,
            Mobility::Bedridden => self.bedridden,
            Mobility::InHospital => self.in_hospital,
        }
    }
}

impl DurationModel {
    /// Minutes at a home for everybody captured there: one stop, one set-up, the slowest capture in
    /// full and the others as further ones (R19). 0 for nobody.
    pub fn home_stop_minutes(&self, captures: &[Capture]) -> u32 {
        let further = |capture: &Capture| self.further_capture_minutes.of(*capture);
        let extra = |capture: &Capture| self.first_capture_minutes.of(*capture).saturating_sub(further(capture));
        let Some(first) = captures.iter().map(extra).max() else {
            return 0;
        };
        let all_as_further: u32 = captures.iter().map(further).sum();
        self.home_set_up_minutes + first + all_as_further
    }

    /// Seconds to carry the kit in and set it up, once per place.
    pub fn setup_secs(&self, is_group_site: bool) -> Seconds {
        let minutes = if is_group_site { self.group_set_up_minutes } else { self.home_set_up_minutes };
        Seconds::of_minutes(minutes)
    }

    /// Minutes at a group site when the people are shared evenly among kits without a break (R20).
    pub fn group_site_minutes(&self, people: u32, kits: u32) -> u32 {
        if people == 0 {
            return 0;
        }
        self.group_set_up_minutes + people.div_ceil(kits.max(1)) * self.group_person_minutes
    }

    /// Minutes of a half-day that may be planned once the buffer is taken off.
    pub fn plannable_minutes(&self, half_day_minutes: u32) -> u32 {
        half_day_minutes * (100 - self.buffer_percent.min(100)) / 100
    }

    /// Divides a group site's people among half-days (in order of time) and kits (R20, R21).
    ///
    /// Each kit is set up once a day. Within a half-day the people are shared evenly among the kits.
    pub fn split_group_site(&self, people: u32, kits: u32, half_days: &[SiteHalfDay]) -> SiteSplit {
        let mut split = SiteSplit { parts: Vec::new(), people_left: people };
        for half_day in half_days {
            let set_up =
                if split.parts.iter().any(|part| part.on == half_day.on) { 0 } else { self.group_set_up_minutes };
            let per_kit = half_day.minutes.saturating_sub(set_up) / self.group_person_minutes.max(1);
            let today = split.people_left.min(per_kit * kits);
            for kit in 1..=kits.min(today) {
                let people = today / kits + u32::from(kit <= today % kits);
                split.parts.push(SitePart {
                    on: half_day.on,
                    half_day: half_day.half_day,
                    kit,
                    people,
                    minutes: set_up + people * self.group_person_minutes,
                });
            }
            split.people_left -= today;
        }
        split
    }

    /// What is contradictory in the model, as setting and reason; nothing when it can be used.
    pub fn contradictions(&self) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        if self.group_person_minutes == 0 {
            found.push(("durations.group_person_minutes", "must be at least 1".to_owned()));
        }
        if self.buffer_percent > 50 {
            found.push(("durations.buffer_percent", "must be 0 to 50".to_owned()));
        }
        found
    }
}

impl HalfDayLoad {
    /// Load of one half-day: minutes of the stops, minutes of all travel, kits at work and minutes
    /// that each kit has.
    pub fn new(stop_minutes: &[u32], travel_minutes: u32, kits: u32, half_day_minutes: u32) -> Self {
        Self {
            needed_minutes: stop_minutes.iter().sum::<u32>() + travel_minutes,
            available_minutes: kits * half_day_minutes,
        }
    }

    /// Minutes too many; 0 when it fits.
    pub fn overflow_minutes(self) -> u32 {
        self.needed_minutes.saturating_sub(self.available_minutes)
    }

    /// Whether there is more work than time.
    pub fn overflows(self) -> bool {
        self.overflow_minutes() > 0
    }
}

impl SiteSplit {
    /// Whether some people are left without time (R21).
    pub fn overflows(&self) -> bool {
        self.people_left > 0
    }

    /// Days on which somebody is captured.
    pub fn days(&self) -> usize {
        let mut days: Vec<NaiveDate> = self.parts.iter().map(|part| part.on).collect();
        days.dedup();
        days.len()
    }
}
