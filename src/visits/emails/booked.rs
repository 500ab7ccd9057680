//! The mail about a half-day that a family has taken: its calendar entry covers the whole half-day.
use askama::Template;
use icalendar::{Component, EventLike, EventStatus};

use super::{attendee, event, invitation, render};
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::StoreResult;
use crate::notifications::Outgoing;
use crate::outbox::Mail;
use crate::visits::bring;
use crate::visits::say::Why;
use crate::visits::visit::{Booking, Visit};
use crate::web::Desk;

struct Booked<'a> {
    code: &'a str,
    half_day: String,
    people: i32,
    prepare: Vec<String>,
    why: Why,
    verified: bool,
}

#[derive(Template)]
#[template(path = "mail/visit_booked.subject.txt")]
struct Subject<'a>(&'a Booked<'a>);

#[derive(Template)]
#[template(path = "mail/visit_booked.txt")]
struct Text<'a>(&'a Booked<'a>);

#[derive(Template)]
#[template(path = "mail/visit_booked.html")]
struct Html<'a>(&'a Booked<'a>);

/// The half-day that a household has taken. `before` is the visit as it was read, whose `invite_sequence` numbers this
/// version of the calendar entry.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn booked(
    desk: &Desk,
    to: String,
    (case, household): (&Case, &Household),
    (before, booking): (&Visit, Booking),
    why: Why,
    now: Timestamp,
) -> StoreResult<Outgoing> {
    let facts = Booked {
        code: &case.code,
        half_day: booking.half_day.on(booking.on),
        people: before.captures,
        prepare: bring::for_family(household),
        why,
        verified: case.verified_at.is_some(),
    };
    let text = render(&Text(&facts))?;
    let event = event(desk, before, booking.on, desk.settings.hours.of(booking.half_day), now)
        .summary(&format!("Tổ lưu động đến làm căn cước trong buổi (hồ sơ {})", case.code))
        .description(&text)
        .location(&household.address.door())
        .status(EventStatus::Confirmed)
        .append_property(attendee(&to))
        .done();
    let mail = Mail {
        subject: render(&Subject(&facts))?.trim().to_owned(),
        html: render(&Html(&facts))?,
        text,
        invitation: Some(invitation("REQUEST", event)),
        to,
    };
    let key = format!("visit-booked:{}:{}", before.id, before.invite_sequence);
    Ok(Outgoing { template: "visit_booked", key, mail })
}
