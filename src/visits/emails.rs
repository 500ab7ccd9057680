//! Mails about visits: an appointment with its calendar entry, the end of one, and plain sentences.
use askama::Template;
use chrono::NaiveDate;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

mod booked;

pub use booked::booked;

use super::bring;
use super::say::{self, CancelledBecause, Why};
use super::visit::{Promise, Visit};
use super::whom::{Appointment, Whom};
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::notifications::Outgoing;
use crate::outbox::{Invitation, Mail};
use crate::seconds::TimeOfDay;
use crate::text::dates::long_date;

/// What the appointment mail says.
struct AppointmentFacts<'a> {
    code: &'a str,
    half_day: String,
    window: String,
    date: String,
    team: &'a str,
    hot_line: &'a str,
    officers: Vec<String>,
    people: i32,
    prepare: Vec<String>,
    why: Why,
}

#[derive(Template)]
#[template(path = "mail/visit_published.subject.txt")]
struct AppointmentSubject<'a>(&'a AppointmentFacts<'a>);

#[derive(Template)]
#[template(path = "mail/visit_published.txt")]
struct AppointmentText<'a>(&'a AppointmentFacts<'a>);

#[derive(Template)]
#[template(path = "mail/visit_published.html")]
struct AppointmentHtml<'a>(&'a AppointmentFacts<'a>);

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
    title: &'static str,
    sentences: String,
}

/// A household's appointment.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn published(
    whom: Whom<'_>,
    to: String,
    household: &Household,
    told: Appointment<'_>,
    why: Why,
) -> StoreResult<Outgoing> {
    let (desk, case) = (whom.desk, whom.case);
    let Appointment { visit, promise, duty } = told;
    let facts = AppointmentFacts {
        code: &case.code,
        half_day: promise.half_day.on(promise.on),
        window: promise.window_words(),
        date: long_date(promise.on),
        team: &duty.team.name,
        hot_line: &duty.team.hot_line,
        officers: say::officers(duty),
        people: visit.captures,
        prepare: bring::for_family(household),
        why,
    };
    let (subject, text) = (AppointmentSubject(&facts), AppointmentText(&facts));
    let mut mail = Mail::of(to, &subject, &text, &AppointmentHtml(&facts))?;
    let event = event(desk, visit, promise.on, promise.span(), whom.now)
        .summary(&format!("{} đến làm căn cước (hồ sơ {})", duty.team.name, case.code))
        .description(&mail.text)
        .location(&desk.full_address(&household.address.door(), &case.ward_code))
        .status(EventStatus::Confirmed)
        .append_property(attendee(&mail.to))
        .done();
    mail.invitation = Some(invitation("REQUEST", event));
    let key = format!("visit-published:{}:{}", visit.id, visit.invite_sequence);
    Ok(Outgoing { template: "visit_published", key, mail })
}

/// The end of an appointment, or of the whole wish, with a CANCEL where there was a half-day.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn cancelled(
    whom: Whom<'_>,
    to: String,
    visit: Option<&Visit>,
    because: CancelledBecause,
    script: &str,
) -> StoreResult<Outgoing> {
    let case = whom.case;
    let title = match because {
        CancelledBecause::Postponed => "Hoãn lịch hẹn làm căn cước tại nhà",
        CancelledBecause::GivenBack => "Đã trả lại buổi hẹn làm căn cước tại nhà",
        CancelledBecause::NotApproved => "Chưa giữ được buổi làm căn cước tại nhà",
        CancelledBecause::NotNeeded => "Không cần đến nhà lần nữa",
        CancelledBecause::Refused => "Đề nghị làm căn cước tại nhà chưa được chấp nhận",
        CancelledBecause::Withdrawn => "Đã rút hồ sơ làm căn cước tại nhà",
    };
    let facts = Cancelled { code: &case.code, title, sentences: script.to_owned() };
    let entry = visit.and_then(|visit| cancel_entry(whom, &to, visit));
    let key = match visit {
        Some(visit) => format!("visit-cancelled:{}:{}", visit.id, visit.invite_sequence),
        None if because == CancelledBecause::Refused => format!("case-refused:{}", case.id),
        None => format!("case-withdrawn:{}", case.id),
    };
    plain("visit_cancelled", key, to, &facts, entry)
}

/// That a team could not do it; its appointment, should it still lie ahead, is taken out of the calendar.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn failed(whom: Whom<'_>, to: String, visit: &Visit, script: &str) -> StoreResult<Outgoing> {
    let title = "Tổ công tác chưa làm xong căn cước tại nhà";
    let facts = Cancelled { code: &whom.case.code, title, sentences: script.to_owned() };
    let entry = cancel_entry(whom, &to, visit);
    plain("visit_failed", format!("visit-failed:{}", visit.id), to, &facts, entry)
}

/// Any other sentences about a case. `key` names the fact in the outbox, from `visit-notice:` or `case-notice:` on.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn notice(key: String, to: String, case: &Case, script: &str) -> StoreResult<Outgoing> {
    let facts =
        Cancelled {
            code: &case.code, title: "Báo về hồ sơ làm căn cước tại nhà", sentences: script.to_owned()
        };
    plain("visit_notice", key, to, &facts, None)
}

/// For an address that a family no longer uses: take the entry out of the calendar. Nothing about the household.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn entry_gone(whom: Whom<'_>, to: String, visit: &Visit) -> StoreResult<Outgoing> {
    let sentences =
        "Gia đình đã đổi địa chỉ thư hoặc không nhận thư báo nữa, nên lịch đã gửi đến địa chỉ này được gỡ. \
                     Người nhận không phải làm gì thêm."
            .to_owned();
    let facts = Cancelled {
        code: &whom.case.code, title: "Gỡ lịch làm căn cước tại nhà khỏi địa chỉ này", sentences
    };
    let entry = cancel_entry(whom, &to, visit);
    let address = whom.desk.vault.lookup("notifications.old_entry", &[&to]);
    let key = format!("visit-cancelled:{}:{}:{}", visit.id, visit.invite_sequence, &address[..8]);
    plain("visit_cancelled", key, to, &facts, entry)
}

fn plain(
    template: &'static str,
    key: String,
    to: String,
    facts: &Cancelled<'_>,
    entry: Option<Invitation>,
) -> StoreResult<Outgoing> {
    let mail = Mail::of(to, &CancelledSubject(facts), &CancelledText(facts), &CancelledHtml(facts))?;
    Ok(Outgoing { template, key, mail: Mail { invitation: entry, ..mail } })
}

/// A CANCEL of what stands in the calendar; none without a half-day.
fn cancel_entry(whom: Whom<'_>, to: &str, visit: &Visit) -> Option<Invitation> {
    let (desk, case) = (whom.desk, whom.case);
    let booking = visit.booking?;
    let span = visit.promise.map_or_else(|| desk.settings.hours.of(booking.half_day), Promise::span);
    let event = event(desk, visit, booking.on, span, whom.now)
        .summary(&format!("Đã hủy: làm căn cước tại nhà ({})", case.code))
        .status(EventStatus::Cancelled)
        .append_property(attendee(to))
        .done();
    Some(invitation("CANCEL", event))
}

impl Promise {
    fn span(self) -> (TimeOfDay, TimeOfDay) {
        (self.from_secs, self.to_secs)
    }
}

/// The entry that all versions of an appointment share: same UID, growing SEQUENCE (RFC 5546 §2.1.4).
/// `span`: from and to.
fn event(desk: &Desk, visit: &Visit, on: NaiveDate, span: (TimeOfDay, TimeOfDay), now: Timestamp) -> Event {
    let (_, host) = desk.settings.server.public_url.split_once("//").unwrap_or(("", "localhost"));
    let address = crate::outbox::sender_address(&desk.settings.mail.from);
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
