//! What the API says of offers and bookings.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::booking::booker::Booker;
use crate::booking::door::Door;
use crate::booking::left_out::{LeftOut, LeftOutBody};
use crate::booking::offers::{Offer, Ranking, View};
use crate::booking::reasons::NotOffered;
use crate::booking::refusals::HalfDayWish;
use crate::booking::refusals::HoldUse;
use crate::booking::settle::Booked;
use crate::calendar::HalfDay;
use crate::cases::api::CaseFiled;
use crate::cases::new_case::NewCase;
use crate::db::{DbConn, StoreResult};
use crate::ids::{DutyId, VisitId};
use crate::seconds::Seconds;
use crate::text::said;
use crate::visits::visit::VisitState;

/// A case to be filed together with its half-day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    /// The case.
    pub case: NewCase,
    /// The half-day.
    pub half_day: HalfDayWish,
    /// Token of a hold whose place is to be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
}

/// A half-day to be booked for a case that was filed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HalfDayBooking {
    /// The date.
    #[schema(example = "2026-11-28")]
    pub on: NaiveDate,
    /// `morning` or `afternoon`.
    pub half_day: HalfDay,
    /// Token of a hold whose place is to be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<String>,
}

/// Whether the answer should also say why other half-days are not offered.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReasonsWish {
    /// `true`: with `not_offered`.
    #[serde(default)]
    pub reasons: bool,
}

/// The half-days that can be taken now.
#[derive(Debug, Serialize, ToSchema)]
pub struct OffersBody {
    /// Soonest first.
    pub offers: Vec<OfferBody>,
    /// Every other half-day of the horizon with the reason that binds, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_offered: Option<Vec<NotOfferedBody>>,
    /// What the family's own preference leaves out; absent when every half-day suits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preference: Option<LeftOutBody>,
}

/// A half-day that cannot be taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NotOfferedBody {
    /// The date.
    #[schema(example = "2026-11-28")]
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// In words.
    #[schema(example = "buổi sáng Thứ Bảy 28/11/2026")]
    pub label: String,
    /// Stable code of the reason that binds: `closed`, `beyond_calendar`, `no_duty`, `no_team`, `full`, `full_capacity`,
    /// `capacity`, `crossing`, `break`, `shift_too_short`, `unreachable`, `kept`, `not_before`, `preference` …
    #[schema(example = "full")]
    pub code: &'static str,
    /// The reason in Vietnamese.
    #[schema(example = "Tổ duy nhất có bộ thiết bị đã kín buổi sáng Thứ Bảy 28/11/2026.")]
    pub reason: String,
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
    /// A team is nearby anyway, and no earlier half-day spares this household enough waiting to drive further for it.
    pub recommended: bool,
    /// The duties that can take it, cheapest first; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<PlaceBody>>,
}

/// A place in a duty.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceBody {
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
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
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
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
    /// What the hold was good for, if one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldUseBody>,
}

/// What became of a hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct HoldUseBody {
    /// Stable code: `used`, or why it did not serve.
    pub code: HoldUse,
    /// In words.
    #[schema(example = "đã dùng chỗ đang giữ")]
    pub label: &'static str,
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
    /// What a door can take now, as this requester may see it; one more day is worth `day_secs` seconds of driving to
    /// it.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn answer(
        conn: &mut DbConn,
        booker: Booker<'_>,
        door: &Door,
        day_secs: Seconds,
        with_reasons: bool,
    ) -> StoreResult<Self> {
        let found = booker.offers(conn, door, booker.view())?;
        let not_offered = with_reasons.then(|| booker.not_offered(conn, door, &found)).transpose()?;
        let left_out = LeftOut::read(conn, booker, door, &found, booker.view())?;
        let settings = &booker.desk.settings.booking;
        let ranking = Ranking::of(&found, day_secs, booker.now.date());
        let body = |offer: &Offer| {
            let places = (booker.view() == View::Staff).then(|| places(offer));
            OfferBody { places, recommended: ranking.recommends(offer, settings), ..OfferBody::public(offer) }
        };
        let not_offered = not_offered.map(|others| others.into_iter().map(NotOfferedBody::from).collect());
        let preference = left_out.map(|left_out| left_out.body());
        Ok(Self { offers: found.iter().map(body).collect(), not_offered, preference })
    }
}

impl From<NotOffered> for NotOfferedBody {
    fn from(NotOffered { on, half_day, code, sentence }: NotOffered) -> Self {
        Self { on, half_day, label: half_day.on(on), code, reason: sentence }
    }
}

impl HalfDayBooking {
    /// The half-day alone.
    pub fn wish(&self) -> HalfDayWish {
        HalfDayWish { on: self.on, half_day: self.half_day }
    }
}

impl OfferBody {
    /// An offer without teams and places.
    pub fn public(offer: &Offer) -> Self {
        let added_secs = offer.places.first().map_or(Seconds::ZERO, |place| place.insertion.added_secs);
        Self {
            on: offer.on,
            half_day: offer.half_day,
            label: offer.half_day.on(offer.on),
            added_minutes: added_secs.begun_minutes(),
            recommended: false,
            places: None,
        }
    }
}

fn places(offer: &Offer) -> Vec<PlaceBody> {
    let place = |place: &crate::booking::offers::Place| PlaceBody {
        duty_id: place.duty_id,
        stop: place.insertion.at + 1,
        added_minutes: place.insertion.added_secs.begun_minutes(),
        arrives: said::clock(place.insertion.arrives_secs),
    };
    offer.places.iter().map(place).collect()
}

impl BookingBody {
    /// A booked visit.
    pub fn of(booked: &Booked, of_hold: Option<HoldUse>) -> Self {
        let (visit, booking) = (&booked.visit, booked.visit.booking);
        Self {
            visit_id: visit.id,
            state: booked.state,
            on: booking.map(|booking| booking.on),
            half_day: booking.map(|booking| booking.half_day),
            label: booking.map(|booking| booking.half_day.on(booking.on)).unwrap_or_default(),
            window: visit.promise.map(|promise| promise.window_words()),
            hold: of_hold.map(|code| HoldUseBody { code, label: code.label() }),
        }
    }
}
