//! Offers: the half-days that some duty can really take this door into, and why the others cannot.
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Duration, NaiveDate};

use super::board::Board;
use super::door::Door;
use super::sequence::{Insertion, Seeker, Sequence};
use crate::calendar::{Calendar, ExceptionalHalfDay, HalfDay};
use crate::clock::Timestamp;
use crate::config::BookingSettings;
use crate::ids::DutyId;
use crate::seconds::Seconds;

/// Who asks: the public sees half-days from a later date on, and not the time kept for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Families.
    Public,
    /// Dispatchers and ward officers.
    Staff,
    /// The waiting list: sees what was given back, but not the time kept for urgent cases.
    Waiting,
}

/// A half-day that can be taken, with the cheapest place for it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// The duties that can take it, cheapest first.
    pub places: Vec<Place>,
}

/// A place in one duty.
#[derive(Clone, Debug)]
pub struct Place {
    /// The duty.
    pub duty_id: DutyId,
    /// Where in its sequence, and at what price.
    pub insertion: Insertion,
}

/// What offers depend on besides the sequences.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// Horizons and reserves.
    pub settings: &'a BookingSettings,
    /// Holidays and Saturdays.
    pub calendar: &'a Calendar,
    /// Half-days that dispatchers opened against it.
    pub exceptions: &'a [ExceptionalHalfDay],
    /// The present moment.
    pub now: Timestamp,
}

impl View {
    /// First and last date that can be taken today.
    pub fn horizon(self, settings: &BookingSettings, now: Timestamp) -> (NaiveDate, NaiveDate) {
        let ahead = match self {
            Self::Public => settings.public_days_ahead,
            Self::Staff | Self::Waiting => settings.staff_days_ahead,
        };
        (now.date() + Duration::days(ahead), now.date() + Duration::days(settings.horizon_days))
    }

    /// Whether a stop of this door may stand in a half-day beside those that nobody has looked at.
    pub fn admits(self, sequence: &Sequence, half_day: HalfDay, door: &Door, settings: &BookingSettings) -> bool {
        self != Self::Public
            || door.is_approved
            || sequence.takes_unapproved(half_day, door, settings.unapproved_share_percent)
    }

    /// Seconds of a half-day that this requester must leave free.
    pub fn spare_secs(
        self,
        sequence: &Sequence,
        half_day: HalfDay,
        settings: &BookingSettings,
        now: Timestamp,
    ) -> Seconds {
        let kept = if is_released(sequence.duty.on, settings, now) { Seconds::ZERO } else { sequence.duty.staff_secs };
        let hidden = sequence.freed.iter().filter(|freed| freed.half_day == half_day && freed.public_at > now);
        match self {
            Self::Staff => Seconds::ZERO,
            Self::Waiting => kept,
            Self::Public => kept + hidden.map(|freed| freed.secs).sum::<Seconds>(),
        }
    }
}

/// What the half-days of an answer cost one household: driving, and each day that it waits at its price of a day. Planning
/// weighs the same two against each other.
#[derive(Clone, Copy, Debug)]
pub struct Ranking {
    day_secs: Seconds,
    today: NaiveDate,
    /// The price of the cheapest half-day.
    least: i64,
}

impl Ranking {
    /// Of some offers, for a household to which one more day is worth so many seconds of driving.
    pub fn of(offers: &[Offer], day_secs: Seconds, today: NaiveDate) -> Self {
        let unknown = Self { day_secs, today, least: 0 };
        let least = offers.iter().filter_map(|offer| unknown.price(offer)).min();
        Self { least: least.unwrap_or(0), ..unknown }
    }

    /// Seconds of driving that a half-day costs; none if no duty can take it.
    pub fn price(&self, offer: &Offer) -> Option<i64> {
        let days = (offer.on - self.today).num_days();
        offer.places.first().map(|place| i64::from(place.insertion.added_secs) + days * i64::from(self.day_secs))
    }

    /// Whether a team is nearby anyway, and no other half-day spares the household so much waiting that driving there would
    /// be worth it.
    pub fn recommends(&self, offer: &Offer, settings: &BookingSettings) -> bool {
        let near = offer.places.first().is_some_and(|place| place.insertion.added_secs <= settings.recommended_secs);
        let price = self.price(offer);
        near && price.is_some_and(|price| price <= self.least + i64::from(settings.recommended_secs))
    }
}

/// Everything that can be taken, in order of time. Each half-day lists its duties, cheapest first.
pub fn offers(sequences: &[Arc<Sequence>], board: &Board, door: &Door, view: View, rules: Rules<'_>) -> Vec<Offer> {
    let (first, last) = view.horizon(rules.settings, rules.now);
    let mut found: BTreeMap<(NaiveDate, HalfDay), Vec<Place>> = BTreeMap::new();
    let mut seeker: Option<(NaiveDate, Seeker<'_>)> = None;
    for sequence in sequences {
        let on = sequence.duty.on;
        let suits = |half_day: &&HalfDay| door.admissible.allow(on, **half_day);
        let mut halves = sequence.duty.half_days.halves().iter().filter(suits).copied().peekable();
        if on < first || on > last || halves.peek().is_none() || !sequence.serves(&door.ward_code) {
            continue;
        }
        if seeker.as_ref().is_none_or(|(date, _)| *date != on) {
            seeker = Some((on, Seeker::new(door, sequence.roads(), &board.reference.geography)));
        }
        let Some((_, seeker)) = &seeker else { continue };
        let approach = sequence.approach(seeker);
        for half_day in halves {
            let is_open = rules.calendar.is_open(on, half_day, rules.exceptions);
            if !is_open || !view.admits(sequence, half_day, door, rules.settings) {
                continue;
            }
            let spare = view.spare_secs(sequence, half_day, rules.settings, rules.now);
            if let Some(insertion) = approach.best(half_day, spare) {
                found.entry((on, half_day)).or_default().push(Place { duty_id: sequence.duty.id, insertion });
            }
        }
    }
    let offer = |((on, half_day), mut places): ((NaiveDate, HalfDay), Vec<Place>)| {
        places.sort_by_key(|place| (place.insertion.added_secs, place.duty_id));
        Offer { on, half_day, places }
    };
    found.into_iter().map(offer).collect()
}

/// Whether the time kept for urgent cases is free for everybody.
fn is_released(on: NaiveDate, settings: &BookingSettings, now: Timestamp) -> bool {
    now >= Timestamp::local_secs(on - Duration::days(settings.staff_release_days), settings.staff_release_secs)
}
