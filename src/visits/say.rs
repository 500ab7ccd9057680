//! What a caller says to a family, whole sentences: what changed and what comes next. The same sentences stand in
//! plain mails, in the language of the case. Never money, an OTP or the words at the door.
use chrono::NaiveDate;

use super::outcomes::Outcome;
use super::visit::{Booking, Promise, Visit};
use crate::accounts::Staff;
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::teams::duty::Duty;
use crate::text::date_words::date_words;
use crate::text::messages::{Argument, Words};
use crate::text::said;

/// Why an appointment is told (again).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is the first.
    New,
    /// Date or window changed.
    Changed,
    /// Other officers come.
    Officers,
    /// The street, house or hamlet was corrected.
    Place,
    /// It is told once more: the family has another e-mail address now, or asks for it.
    Again,
    /// The case is approved, so the half-day that was kept is firm.
    Confirmed,
}

/// Why an appointment, or the whole wish, ends.
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
    /// Nobody approved the case in time; it waits.
    NotApproved,
    /// Everything was done at an earlier visit, as is known now.
    NotNeeded,
    /// The same people have another case, which goes on.
    Joined,
}

/// What follows from reports that were put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Follows {
    /// Another trip is needed, because of these.
    Another(Vec<Outcome>),
    /// None is; the cards are due then.
    Done {
        /// None while it is not known.
        due_on: Option<NaiveDate>,
    },
    /// Nothing was reported in truth: the team still comes.
    AsAgreed,
}

impl Why {
    /// As it stands in the keys of messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Officers => "officers",
            Self::Place => "place",
            Self::Again => "again",
            Self::Confirmed => "confirmed",
        }
    }
}

impl CancelledBecause {
    /// As it stands in the keys of messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Postponed => "postponed",
            Self::GivenBack => "given-back",
            Self::Refused => "refused",
            Self::NotApproved => "not-approved",
            Self::NotNeeded => "not-needed",
            Self::Joined => "joined",
        }
    }
}

/// That a team comes, when, and who.
pub fn appointment(words: Words, why: Why, promise: Promise, duty: &Duty, household: &Household) -> String {
    let key = match why {
        Why::New | Why::Again | Why::Confirmed => "say-appointment-new",
        Why::Changed => "say-appointment-changed",
        Why::Officers => "say-appointment-officers",
        Why::Place => "say-appointment-place",
    };
    let (when, door) = (half_day_and_window(words, promise), household.address.door());
    let opening = words.with(key, &[("team", &duty.team.name), ("when", &when), ("door", &door)]);
    let officers = officers(words, duty).join("; ");
    let who = [("officers", &officers as &dyn Argument), ("hot_line", &duty.team.hot_line)];
    format!("{opening} {}", words.with("say-appointment-who", &who))
}

/// That a half-day is taken.
pub fn half_day(words: Words, why: Why, booking: Booking, case: &Case, household: &Household) -> String {
    let key = match why {
        Why::New | Why::Officers | Why::Again => "say-half-day-new",
        Why::Confirmed => "say-half-day-confirmed",
        Why::Changed => "say-half-day-changed",
        Why::Place => "say-half-day-place",
    };
    let (when, door) = (said::half_day(words, booking.half_day, booking.on), household.address.door());
    let opening = words.with(key, &[("when", &when), ("door", &door)]);
    let next = if case.verified_at.is_some() { "follow-next-booked" } else { "say-half-day-kept" };
    format!("{opening} {}", words.say(next))
}

/// That an appointment of a visit, or the wish itself, is no more; `reason` is why it was refused.
pub fn ended(
    words: Words,
    because: CancelledBecause,
    case: &Case,
    visit: Option<&Visit>,
    reason: Option<&str>,
) -> String {
    // What was never approved was never an appointment.
    let gone = if case.verified_at.is_some() { "say-gone-appointment" } else { "say-gone-place" };
    let gone = visit.and_then(|visit| appointment_words(words, visit)).map(|when| words.with(gone, &[("when", &when)]));
    let reason = reason.map(closed).unwrap_or_default();
    let ended = words.with(&format!("say-ended-{}", because.code()), &[("reason", &reason)]);
    gone.into_iter().chain([ended]).collect::<Vec<_>>().join(" ")
}

/// That a team could not do it, and what comes next.
pub fn failed(words: Words, outcomes: &[Outcome], visit: &Visit) -> String {
    let undone = outcomes.iter().filter(|one| !one.is_captured());
    let mut reasons: Vec<String> = undone.map(|one| words.say(&format!("say-outcome-{}", one.code()))).collect();
    reasons.dedup();
    let reasons = reasons.join(", ");
    let failed = match appointment_words(words, visit) {
        Some(when) => words.with("say-failed-when", &[("when", &when), ("reasons", &reasons)]),
        None => words.with("say-failed", &[("reasons", &reasons)]),
    };
    match outcomes.iter().any(|one| one.requeues_at_front()) {
        true => format!("{} {failed} {}", words.say("say-sorry"), words.say("say-failed-ours")),
        false => format!("{failed} {}", words.say("say-failed-next")),
    }
}

/// That what was reported of a visit has been put right, and what follows.
pub fn corrected(words: Words, follows: &Follows, visit: &Visit) -> String {
    let opening = words.say("say-corrected");
    match follows {
        Follows::Another(outcomes) => format!("{opening} {}", failed(words, outcomes, visit)),
        Follows::Done { due_on: None } => format!("{opening} {}", words.say("say-corrected-done")),
        Follows::Done { due_on: Some(on) } => {
            let due = words.with("say-corrected-due", &[("date", &date_words(*on, words))]);
            format!("{opening} {} {due}", words.say("say-corrected-done"))
        }
        Follows::AsAgreed => format!("{opening} {}", words.say("say-corrected-slip")),
    }
}

/// What is said around a script: who calls, about which case, and what nobody asks for.
pub fn whole(staff: &Staff, ward: &str, code: &str, script: &str) -> String {
    format!(
        "Xin chào, tôi là {}, gọi thay Công an {ward} về hồ sơ làm căn cước tại nhà, mã {code}. {script} Cán bộ không \
         thu tiền qua điện thoại, không hỏi mã OTP.",
        staff.name,
    )
}

/// "12 phút", "3 giờ", "2 ngày": how long something is open.
pub fn how_long(since: Timestamp, now: Timestamp) -> String {
    let minutes = (now - since).num_minutes().max(0);
    match minutes {
        0..60 => format!("{minutes} phút"),
        60..2880 => format!("{} giờ", minutes / 60),
        _ => format!("{} ngày", minutes / 1440),
    }
}

/// "buổi sáng Thứ Bảy 28/11/2026, từ 09:15 đến 11:15", as far as it was told.
pub fn appointment_words(words: Words, visit: &Visit) -> Option<String> {
    let booking = visit.booking?;
    let half_day = || said::half_day(words, booking.half_day, booking.on);
    Some(visit.promise.map_or_else(half_day, |promise| half_day_and_window(words, promise)))
}

/// The officers with their badges, as the family may check them at the door.
pub fn officers(words: Words, duty: &Duty) -> Vec<String> {
    let named = duty.officers.iter().map(|one| {
        words.with(
            "follow-visit-officer",
            &[("name", &one.full_name.to_string()), ("badge", &one.badge_number.to_string())],
        )
    });
    named.collect()
}

fn half_day_and_window(words: Words, promise: Promise) -> String {
    let half_day = said::half_day(words, promise.half_day, promise.on);
    let window = said::window(words, promise.from_secs, promise.to_secs);
    words.with("say-when", &[("half_day", &half_day), ("window", &window)])
}

/// What somebody typed, with a full stop.
pub fn closed(sentence: &str) -> String {
    let sentence = sentence.trim();
    if sentence.ends_with(['.', '?', '!']) { sentence.to_owned() } else { format!("{sentence}.") }
}
