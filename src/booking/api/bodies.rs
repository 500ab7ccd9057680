//! What the API says of offers and bookings.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::booking::book::{Booked, Booker, HalfDayWish};
use crate::booking::offers::{Offer, View};
use crate::calendar::HalfDay;
use crate::cases::CaseTables;
use crate::cases::api::CaseFiled;
use crate::cases::new_case::NewCase;
use crate::cases::open::OpenedCase;
use crate::text::dates::clock_time;
use crate::visits::visit::VisitState;
use crate::web::page::time_of_secs;

/// A case to be filed together with its half-day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    /// The case.
    pub case: NewCase,
    /// The half-day.
    pub half_day: HalfDayWish,
}

/// The half-days that can be taken now.
#[derive(Debug, Serialize, ToSchema)]
pub struct OffersBody {
    /// Soonest first.
    pub offers: Vec<OfferBody>,
}

/// A half-day that some duty can really keep.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OfferBody {
    /// The date.
    #[schema(example = "2026-11-28")]
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// In words.
    #[schema(example = "buổi sáng Thứ Bảy 28/11/2026")]
    pub label: String,
    /// Minutes that the team drives more for it, rounded up.
    pub added_minutes: i32,
    /// A team is nearby anyway.
    pub recommended: bool,
    /// The duties that can take it, cheapest first; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<PlaceBody>>,
}

/// A place in a duty.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceBody {
    /// The duty.
    pub duty_id: i64,
    /// It would become the stop with this number, from 1.
    pub stop: usize,
    /// Minutes that the team drives more for it, rounded up.
    pub added_minutes: i32,
    /// At the door, `HH:MM`.
    pub arrives: String,
}

/// A booked half-day.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookingBody {
    /// The visit.
    pub visit_id: i64,
    /// Where it stands.
    pub state: VisitState,
    /// The date.
    pub on: Option<NaiveDate>,
    /// Which half.
    pub half_day: Option<HalfDay>,
    /// In words.
    pub label: String,
    /// Arrival window, in a round that is published.
    pub window: Option<String>,
}

/// The answer to a case that was filed with its half-day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseBooked {
    /// The case.
    pub case: CaseFiled,
    /// Its half-day.
    pub booking: BookingBody,
}

impl OffersBody {
    /// Offers as this asker may see them.
    pub fn of(offers: &[Offer], booker: Booker<'_>) -> Self {
        let settings = &booker.desk.settings.booking;
        let body = |offer: &Offer| {
            let places = (booker.view() == View::Staff).then(|| places(offer));
            OfferBody { places, recommended: offer.is_recommended(settings), ..OfferBody::public(offer) }
        };
        Self { offers: offers.iter().map(body).collect() }
    }
}

impl OfferBody {
    /// An offer without teams and places.
    pub fn public(offer: &Offer) -> Self {
        let added_secs = offer.places.first().map_or(0, |place| place.opening.added_secs);
        Self {
            on: offer.on,
            half_day: offer.half_day,
            label: offer.half_day.on(offer.on),
            added_minutes: minutes(added_secs),
            recommended: false,
            places: None,
        }
    }
}

fn places(offer: &Offer) -> Vec<PlaceBody> {
    let place = |place: &crate::booking::offers::Place| PlaceBody {
        duty_id: place.duty_id,
        stop: place.opening.at + 1,
        added_minutes: minutes(place.opening.added_secs),
        arrives: clock_time(time_of_secs(place.opening.arrives_secs)),
    };
    offer.places.iter().map(place).collect()
}

fn minutes(secs: i32) -> i32 {
    secs.max(0).saturating_add(59) / 60
}

impl BookingBody {
    /// A booked visit.
    pub fn of(booked: &Booked) -> Self {
        let (visit, booking) = (&booked.visit, booked.visit.booking);
        Self {
            visit_id: visit.id,
            state: visit.state(),
            on: booking.map(|booking| booking.on),
            half_day: booking.map(|booking| booking.half_day),
            label: booking.map(|booking| booking.half_day.on(booking.on)).unwrap_or_default(),
            window: visit.promise.map(|promise| promise.window_words()),
        }
    }
}

impl CaseBooked {
    /// A case just filed with its half-day.
    pub fn of(opened: &OpenedCase, tables: &CaseTables, booked: &Booked, for_staff: bool) -> Self {
        Self { case: CaseFiled::of(opened, tables, for_staff), booking: BookingBody::of(booked) }
    }
}
