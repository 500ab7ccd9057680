//! Mails about visits: an appointment with its calendar entry, the end of one, and plain sentences.
use askama::Template;
use chrono::NaiveDate;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

mod booked;

pub use booked::booked;

use super::bring;
use super::say::{self, CancelledBecause, Why};
use super::visit::Visit;
use super::whom::{Appointment, Whom};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::notifications::{Outgoing, Said, Sentences};
use crate::outbox::{Invitation, Mail};
use crate::seconds::TimeOfDay;
use crate::text::date_block::DateBlock;
use crate::text::date_words::date_words;
use crate::text::marked::strong;
use crate::text::messages::{Argument, Words};
use crate::text::said;

/// What the appointment mail says.
struct AppointmentFacts<'a> {
    words: Words,
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
    block: DateBlock,
    span: String,
    half: String,
    address: String,
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
#[template(path = "mail/plain.subject.txt")]
struct PlainSubject<'a>(&'a Plain<'a>);

#[derive(Template)]
#[template(path = "mail/plain.txt")]
struct PlainText<'a>(&'a Plain<'a>);

#[derive(Template)]
#[template(path = "mail/plain.html")]
struct PlainHtml<'a>(&'a Plain<'a>);

struct Plain<'a> {
    words: Words,
    code: &'a str,
    title: String,
    said: &'a Said,
}

impl AppointmentFacts<'_> {
    fn subject(&self) -> String {
        let opening = self.words.with("mail-published-opening", &[("why", &self.why.code())]);
        let facts = [
            ("opening", &opening as &dyn Argument),
            ("team", &self.team),
            ("date", &self.date),
            ("window", &self.window),
            ("code", &self.code),
        ];
        self.words.with("mail-published-subject", &facts)
    }

    fn title(&self) -> String {
        self.words.say(&format!("mail-published-title-{}", self.why.code()))
    }
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
    let words = whom.words();
    let facts = AppointmentFacts {
        words,
        code: &case.code,
        half_day: said::half_day(words, promise.half_day, promise.on),
        window: said::window(words, promise.from_secs, promise.to_secs),
        date: date_words(promise.on, words),
        team: &duty.team.name,
        hot_line: &duty.team.hot_line,
        officers: say::officers(words, duty),
        people: visit.captures,
        prepare: bring::for_family(words, household),
        why,
        block: DateBlock::of(promise.on, words),
        span: said::span(promise.from_secs, promise.to_secs),
        half: said::half(words, promise.half_day),
        address: desk.full_address(&household.address.door(), &case.ward_code),
    };
    let (subject, text) = (AppointmentSubject(&facts), AppointmentText(&facts));
    let mut mail = Mail::of(to, words, &subject, &text, &AppointmentHtml(&facts))?;
    let event = event(desk, visit, promise.on, promise.from_secs, promise.to_secs, whom.now)
        .summary(&words.with("mail-entry-published", &[("team", &duty.team.name), ("code", &case.code)]))
        .description(&desk.office.signed(&mail.text, &words.say("frame-brand")))
        .location(&desk.full_address(&household.address.door(), &case.ward_code))
        .status(EventStatus::Confirmed)
        .append_property(attendee(&mail.to))
        .done();
    mail.invitation = Some(invitation("REQUEST", words, event));
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
    said: &Said,
) -> StoreResult<Outgoing> {
    let case = whom.case;
    let entry = visit.and_then(|visit| cancel_entry(whom, &to, visit));
    let key = match visit {
        Some(visit) => format!("visit-cancelled:{}:{}", visit.id, visit.invite_sequence),
        None if because == CancelledBecause::Refused => format!("case-refused:{}", case.id),
        None => format!("case-withdrawn:{}", case.id),
    };
    plain("visit_cancelled", key, to, &Plain::of(case, &format!("mail-ended-{}", because.code()), said), entry)
}

/// That a team could not do it; its appointment, should it still lie ahead, is taken out of the calendar.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn failed(whom: Whom<'_>, to: String, visit: &Visit, said: &Said) -> StoreResult<Outgoing> {
    let entry = cancel_entry(whom, &to, visit);
    plain("visit_failed", format!("visit-failed:{}", visit.id), to, &Plain::of(whom.case, "mail-failed", said), entry)
}

/// Any other sentences about a case. `key` names the fact in the outbox, from `visit-notice:` or `case-notice:` on.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn notice(key: String, to: String, case: &Case, said: &Said) -> StoreResult<Outgoing> {
    plain("visit_notice", key, to, &Plain::of(case, "mail-notice", said), None)
}

/// For an address that a family no longer uses: take the entry out of the calendar. Nothing about the household.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn entry_gone(whom: Whom<'_>, to: String, visit: &Visit) -> StoreResult<Outgoing> {
    let said = Sentences::of(whom.words(), |words| words.say("mail-entry-gone-means")).said;
    let entry = cancel_entry(whom, &to, visit);
    let address = whom.desk.vault.lookup("notifications.old_entry", &[&to]);
    let key = format!("visit-cancelled:{}:{}:{}", visit.id, visit.invite_sequence, &address[..8]);
    plain("visit_cancelled", key, to, &Plain::of(whom.case, "mail-entry-gone", &said), entry)
}

/// The entry of a half-day that is held, for a family that takes it from its page; none without one.
pub fn entry(desk: &Desk, words: Words, case: &Case, household: &Household, visit: &Visit) -> Option<String> {
    let booking = visit.booking?;
    let (from_secs, to_secs) = hours_of(desk, visit, booking.half_day);
    let (summary, status, location) = match case.is_approved() {
        true => {
            let location = desk.full_address(&household.address.door(), &case.ward_code);
            ("mail-entry-approved", EventStatus::Confirmed, location)
        }
        false => {
            let location = desk.ward_address(&case.ward_code);
            ("mail-entry-kept", EventStatus::Tentative, location)
        }
    };
    let event = event(desk, visit, booking.on, from_secs, to_secs, desk.now())
        .summary(&words.with(summary, &[("code", &case.code)]))
        .location(&location)
        .status(status)
        .done();
    Some(invitation("PUBLISH", words, event).ics)
}

impl<'a> Plain<'a> {
    /// Sentences in their own language, which may be the one before the family chose another.
    fn of(case: &'a Case, title: &str, said: &'a Said) -> Self {
        let words = said.words();
        Self { words, code: &case.code, title: words.say(title), said }
    }

    fn about(&self) -> String {
        self.words.with("mail-plain-about", &[("code", &self.code)])
    }

    fn about_html(&self) -> String {
        strong(&self.about(), &[self.code])
    }
}

fn plain(
    template: &'static str,
    key: String,
    to: String,
    facts: &Plain<'_>,
    entry: Option<Invitation>,
) -> StoreResult<Outgoing> {
    let mail = Mail::of(to, facts.words, &PlainSubject(facts), &PlainText(facts), &PlainHtml(facts))?;
    Ok(Outgoing { template, key, mail: Mail { invitation: entry, ..mail } })
}

/// A CANCEL of what stands in the calendar; none without a half-day.
fn cancel_entry(whom: Whom<'_>, to: &str, visit: &Visit) -> Option<Invitation> {
    let (desk, case) = (whom.desk, whom.case);
    let booking = visit.booking?;
    let (from_secs, to_secs) = hours_of(desk, visit, booking.half_day);
    let event = event(desk, visit, booking.on, from_secs, to_secs, whom.now)
        .summary(&whom.words().with("mail-entry-cancelled", &[("code", &case.code)]))
        .status(EventStatus::Cancelled)
        .append_property(attendee(to))
        .done();
    Some(invitation("CANCEL", whom.words(), event))
}

/// The window that was told, or the hours of the half-day.
fn hours_of(desk: &Desk, visit: &Visit, half_day: HalfDay) -> (TimeOfDay, TimeOfDay) {
    match visit.promise {
        Some(promise) => (promise.from_secs, promise.to_secs),
        None => desk.settings.hours.of(half_day),
    }
}

/// The entry that all versions of an appointment share: same UID, growing SEQUENCE (RFC 5546 §2.1.4).
fn event(desk: &Desk, visit: &Visit, on: NaiveDate, from_secs: TimeOfDay, to_secs: TimeOfDay, now: Timestamp) -> Event {
    let (_, host) = desk.settings.server.public_url.split_once("//").unwrap_or(("", "localhost"));
    let address = crate::outbox::sender_address(&desk.settings.mail.from);
    let organizer = Property::new("ORGANIZER", format!("mailto:{address}")).add_parameter("CN", "Lưu Động").done();
    Event::new()
        .uid(&format!("visit-{}@{host}", visit.id))
        .sequence(u32::try_from(visit.invite_sequence).unwrap_or(0))
        .timestamp(now.utc())
        .starts(Timestamp::local_secs(on, from_secs).utc())
        .ends(Timestamp::local_secs(on, to_secs).utc())
        .append_property(organizer)
        .done()
}

fn attendee(address: &str) -> Property {
    Property::new("ATTENDEE", format!("mailto:{address}"))
        .add_parameter("ROLE", "REQ-PARTICIPANT")
        .add_parameter("RSVP", "FALSE")
        .done()
}

fn invitation(method: &str, words: Words, event: Event) -> Invitation {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", &*format!("-//Luu Dong//luudong//{}", words.lang().to_uppercase())))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", method))
        .push(event);
    Invitation { method: method.to_owned(), ics: calendar.to_string() }
}
