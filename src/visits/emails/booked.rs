//! The mail about a half-day that a family has taken: its calendar entry covers the whole half-day.
use askama::Template;
use icalendar::{Component, EventLike, EventStatus};

use super::{attendee, event, invitation, render};
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::outbox::{self, Mail};
use crate::visits::bring;
use crate::visits::visit::Visit;
use crate::web::Desk;

struct Booked<'a> {
    code: &'a str,
    half_day: String,
    people: i32,
    prepare: Vec<String>,
    changed: bool,
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

/// Tells a household the half-day it has taken; false without an e-mail address or a booking. `before` is the visit
/// as it was read, whose `invite_sequence` numbers this invitation; `visit` is what it has become.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn booked(
    conn: &mut DbConn,
    desk: &Desk,
    (case, household): (&Case, &Household),
    (before, visit): (&Visit, &Visit),
    now: Timestamp,
) -> StoreResult<bool> {
    let (Some(to), Some(booking)) = (household.contact.email.clone(), visit.booking) else {
        return Ok(false);
    };
    let facts = Booked {
        code: &case.code,
        half_day: booking.half_day.on(booking.on),
        people: visit.captures,
        prepare: bring::for_family(household),
        changed: before.booking.is_some(),
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
    let key = format!("visit-booked:{}:{}", visit.id, before.invite_sequence);
    outbox::enqueue(conn, desk, "visit_booked", &key, &mail, now)
}
