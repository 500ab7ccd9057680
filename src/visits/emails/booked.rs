//! The mail about a half-day that a family has taken: its calendar entry covers the whole half-day, and is tentative
//! until the case is approved.
use askama::Template;
use icalendar::{Component, EventLike, EventStatus};

use super::{attendee, event, invitation};
use crate::cases::household::Household;
use crate::db::StoreResult;
use crate::notifications::Outgoing;
use crate::outbox::Mail;
use crate::text::date_block::DateBlock;
use crate::text::messages::{Argument, Words};
use crate::text::said;
use crate::visits::bring;
use crate::visits::say::Why;
use crate::visits::visit::{Booking, Visit};
use crate::visits::whom::Whom;

struct Booked<'a> {
    words: Words,
    code: &'a str,
    half_day: String,
    people: i32,
    prepare: Vec<String>,
    why: Why,
    /// By when the case must be approved; none once it is.
    approve_by: Option<String>,
    block: DateBlock,
    half: String,
    hours: String,
}

impl Booked<'_> {
    /// `changed-kept`: why it is told, and whether it may still be lost.
    fn why(&self) -> String {
        let why = if self.why == Why::Officers { Why::New } else { self.why };
        format!("{}-{}", why.code(), if self.approve_by.is_some() { "kept" } else { "firm" })
    }

    fn subject(&self) -> String {
        let opening = self.words.with("mail-booked-opening", &[("why", &self.why())]);
        let facts = [("opening", &opening as &dyn Argument), ("half_day", &self.half_day), ("code", &self.code)];
        self.words.with("mail-booked-subject", &facts)
    }

    fn title(&self) -> String {
        self.words.with("mail-booked-title", &[("why", &self.why())])
    }
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
    whom: Whom<'_>,
    to: String,
    household: &Household,
    before: &Visit,
    booking: Booking,
    why: Why,
) -> StoreResult<Outgoing> {
    let (desk, case, words) = (whom.desk, whom.case, whom.words());
    let deadline = desk.settings.booking.approved_by(booking.on, booking.booked_at);
    let (summary, status) = match case.is_approved() {
        true => ("mail-entry-firm", EventStatus::Confirmed),
        false => ("mail-entry-kept", EventStatus::Tentative),
    };
    let (opens, closes) = desk.settings.hours.of(booking.half_day);
    let facts = Booked {
        words,
        code: &case.code,
        half_day: said::half_day(words, booking.half_day, booking.on),
        people: before.captures,
        prepare: bring::for_family(words, household),
        why,
        block: DateBlock::of(booking.on, words),
        half: said::half(words, booking.half_day),
        hours: said::span(opens, closes),
        approve_by: (!case.is_approved()).then(|| said::moment(words, deadline)),
    };
    let mut mail = Mail::of(to, words, &Subject(&facts), &Text(&facts), &Html(&facts))?;
    // Until somebody has looked at the case, nothing that a stranger typed goes out in the office's name.
    let location = match case.is_approved() {
        true => desk.full_address(&household.address.door(), &case.ward_code),
        false => desk.ward_address(&case.ward_code),
    };
    let event = event(desk, before, booking.on, opens, closes, whom.now)
        .summary(&words.with(summary, &[("code", &case.code)]))
        .description(&desk.office.signed(&mail.text, &words.say("frame-brand")))
        .location(&location)
        .status(status)
        .append_property(attendee(&mail.to))
        .done();
    mail.invitation = Some(invitation("REQUEST", words, event));
    let key = format!("visit-booked:{}:{}", before.id, before.invite_sequence);
    Ok(Outgoing { template: "visit_booked", key, mail })
}
