//! Mails about visits: an appointment with its calendar entry, and the end of one.
use askama::Template;
use chrono::NaiveDate;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

mod booked;

pub use booked::booked;

use super::bring;
use super::visit::{Promise, Visit};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::outbox::{self, Invitation, Mail};
use crate::teams::duty::Duty;
use crate::text::dates::long_date;
use crate::web::Desk;

/// What the appointment mail says.
struct Appointment<'a> {
    code: &'a str,
    half_day: String,
    window: String,
    date: String,
    team: &'a str,
    hot_line: &'a str,
    officers: Vec<String>,
    people: i32,
    prepare: Vec<String>,
    changed: bool,
}

#[derive(Template)]
#[template(path = "mail/visit_published.subject.txt")]
struct AppointmentSubject<'a>(&'a Appointment<'a>);

#[derive(Template)]
#[template(path = "mail/visit_published.txt")]
struct AppointmentText<'a>(&'a Appointment<'a>);

#[derive(Template)]
#[template(path = "mail/visit_published.html")]
struct AppointmentHtml<'a>(&'a Appointment<'a>);

/// Why an appointment ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelledBecause {
    /// The family withdrew its wish.
    Withdrawn,
    /// No team can keep it any more; a new one follows.
    Postponed,
    /// The family gave the half-day back and waits for another one.
    GivenBack,
    /// The case was refused.
    Refused,
}

#[derive(Template)]
#[template(path = "mail/visit_cancelled.subject.txt")]
struct CancelledSubject<'a>(&'a Cancelled<'a>);

#[derive(Template)]
#[template(path = "mail/visit_cancelled.txt")]
struct CancelledText<'a>(&'a Cancelled<'a>);

#[derive(Template)]
#[template(path = "mail/visit_cancelled.html")]
struct CancelledHtml<'a>(&'a Cancelled<'a>);

struct Cancelled<'a> {
    code: &'a str,
    appointment: Option<String>,
    postponed: bool,
    waits: bool,
    refused: Option<&'a str>,
}

/// Tells a household its appointment, once per version of it; false without an e-mail address, or when it was told
/// before. `visit` is as it was read before the promise was stored: its `invite_sequence` numbers this invitation.
///
/// # Errors
/// [`StoreError`].
pub fn published(
    conn: &mut DbConn,
    desk: &Desk,
    (case, household): (&Case, &Household),
    (visit, promise, duty): (&Visit, Promise, &Duty),
    now: Timestamp,
) -> StoreResult<bool> {
    let Some(to) = household.contact.email.clone() else {
        return Ok(false);
    };
    let appointment = Appointment {
        code: &case.code,
        half_day: promise.half_day.on(promise.on),
        window: promise.window_words(),
        date: long_date(promise.on),
        team: &duty.team.name,
        hot_line: &duty.team.hot_line,
        officers: officers(duty),
        people: visit.captures,
        prepare: bring::for_family(household),
        changed: visit.promise.is_some(),
    };
    let text = render(&AppointmentText(&appointment))?;
    let event = event(desk, visit, promise.on, promise.span(), now)
        .summary(&format!("{} đến làm căn cước (hồ sơ {})", duty.team.name, case.code))
        .description(&text)
        .location(&household.address.door())
        .status(EventStatus::Confirmed)
        .append_property(attendee(&to))
        .done();
    let mail = Mail {
        subject: render(&AppointmentSubject(&appointment))?.trim().to_owned(),
        html: render(&AppointmentHtml(&appointment))?,
        text,
        invitation: Some(invitation("REQUEST", event)),
        to,
    };
    let key = format!("visit-published:{}:{}", visit.id, visit.invite_sequence);
    outbox::enqueue(conn, desk, "visit_published", &key, &mail, now)
}

/// Tells a household that an appointment, or its whole wish, has ended; false when it agreed to no e-mail.
///
/// # Errors
/// [`StoreError`].
pub fn cancelled(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    visit: &Visit,
    because: CancelledBecause,
    now: Timestamp,
) -> StoreResult<bool> {
    let key = format!("visit-cancelled:{}:{}", visit.id, visit.invite_sequence);
    ended(conn, desk, case, (Some(visit), because), &key, now)
}

/// Tells a household without a half-day that its case was refused; false when it agreed to no e-mail.
///
/// # Errors
/// [`StoreError`].
pub fn refused(conn: &mut DbConn, desk: &Desk, case: &Case, now: Timestamp) -> StoreResult<bool> {
    let key = format!("case-refused:{}", case.id);
    ended(conn, desk, case, (None, CancelledBecause::Refused), &key, now)
}

fn ended(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    (visit, because): (Option<&Visit>, CancelledBecause),
    key: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    if !case.has_email {
        return Ok(false);
    }
    let contact = desk.vault.open(&case.contact)?;
    let Some(to) = contact.email else {
        return Ok(false);
    };
    let facts = Cancelled {
        code: &case.code,
        appointment: visit.and_then(appointment_words),
        postponed: because == CancelledBecause::Postponed,
        waits: because == CancelledBecause::GivenBack,
        refused: case.refused_reason.as_deref().filter(|_| because == CancelledBecause::Refused),
    };
    let booked = visit.and_then(|visit| Some((visit, visit.booking?)));
    let entry = booked.map(|(visit, booking)| {
        let span = visit.promise.map_or_else(|| desk.settings.hours.of(booking.half_day), Promise::span);
        event(desk, visit, booking.on, span, now)
            .summary(&format!("Đã hủy: làm căn cước tại nhà ({})", case.code))
            .status(EventStatus::Cancelled)
            .append_property(attendee(&to))
            .done()
    });
    let mail = Mail {
        subject: render(&CancelledSubject(&facts))?.trim().to_owned(),
        text: render(&CancelledText(&facts))?,
        html: render(&CancelledHtml(&facts))?,
        invitation: entry.map(|event| invitation("CANCEL", event)),
        to,
    };
    outbox::enqueue(conn, desk, "visit_cancelled", key, &mail, now)
}

impl Promise {
    fn span(self) -> (i32, i32) {
        (self.from_secs, self.to_secs)
    }
}

/// "buổi sáng Thứ Bảy 28/11/2026, từ 09:15 đến 11:15", as far as it was told.
fn appointment_words(visit: &Visit) -> Option<String> {
    let half_day = visit.booking.map(|booking| booking.half_day.on(booking.on))?;
    Some(match visit.promise {
        Some(promise) => format!("{half_day}, {}", promise.window_words()),
        None => half_day,
    })
}

/// The officers with their badges, as the family may check them at the door.
fn officers(duty: &Duty) -> Vec<String> {
    duty.officers.iter().map(|one| format!("{} (số hiệu {})", one.full_name, one.badge_number)).collect()
}

/// The entry that all versions of an appointment share: same UID, growing SEQUENCE (RFC 5546 §2.1.4). `span`: from
/// and to, seconds since midnight.
fn event(desk: &Desk, visit: &Visit, on: NaiveDate, span: (i32, i32), now: Timestamp) -> Event {
    let (_, host) = desk.settings.server.public_url.split_once("//").unwrap_or(("", "localhost"));
    let from = &desk.settings.mail.from;
    let address = from.rsplit('<').next().unwrap_or(from).trim_end_matches('>');
    let organizer = Property::new("ORGANIZER", format!("mailto:{address}")).add_parameter("CN", "Lưu Động").done();
    Event::new()
        .uid(&format!("visit-{}@{host}", visit.id))
        .sequence(u32::try_from(visit.invite_sequence).unwrap_or(0))
        .timestamp(now.utc())
        .starts(Timestamp::local_secs(on, span.0).utc())
        .ends(Timestamp::local_secs(on, span.1).utc())
        .append_property(organizer)
        .done()
}

fn attendee(address: &str) -> Property {
    Property::new("ATTENDEE", format!("mailto:{address}"))
        .add_parameter("ROLE", "REQ-PARTICIPANT")
        .add_parameter("RSVP", "FALSE")
        .done()
}

fn invitation(method: &str, event: Event) -> Invitation {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Luu Dong//luudong//VI"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", method))
        .push(event);
    Invitation { method: method.to_owned(), ics: calendar.to_string() }
}

fn render(template: &impl Template) -> StoreResult<String> {
    template.render().map_err(|error| StoreError::Damaged(error.to_string()))
}

/// Which half-day an arrival lies in.
pub fn half_day_of(arrives_secs: i32) -> HalfDay {
    if arrives_secs < 12 * 3600 { HalfDay::Morning } else { HalfDay::Afternoon }
}
