//! What the page of a case says, in words.
use super::FollowPage;
use super::ticket::{self, Ticket};
use crate::cases::kinds::ReturnChannel;
use crate::text::date_words::date_words;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::Visit;
use crate::visits::follow::FollowedVisit;
use crate::visits::standing::Standing;
use crate::visits::visit::Promise;

impl FollowPage {
    pub(super) fn words(&self) -> Words {
        self.frame.words
    }

    /// "còn 2 hộ nữa, khoảng 9:40–10:10".
    pub(super) fn progress(&self) -> Option<String> {
        let progress = self.followed.shown_progress()?;
        let (from, to) = (said::clock(progress.from_secs), said::clock(progress.to_secs));
        let about = [("before", &progress.before as _), ("from", &from as _), ("to", &to as _)];
        let key = match progress.before {
            _ if progress.is_coming => "follow-day-coming",
            0 => "follow-day-next",
            _ => "follow-day-before",
        };
        let mut said = self.words().with(key, &about);
        if progress.is_silent {
            said.push(' ');
            said.push_str(&self.words().say("follow-day-silent"));
        }
        Some(said)
    }

    /// How many are visited before; none once the team is on its way, or not today.
    pub(super) fn households_before(&self) -> Option<u32> {
        let progress = self.followed.shown_progress()?;
        (!progress.is_coming).then(|| u32::try_from(progress.before).unwrap_or(0))
    }

    pub(super) fn ticket_of(&self, one: &FollowedVisit) -> Option<Ticket> {
        Ticket::of(&self.followed, one, &self.hours, self.words())
    }

    pub(super) fn called(&self) -> String {
        ticket::called(&self.followed, self.today, self.words())
    }

    /// The icon beside the first sentence.
    pub(super) fn sign(&self) -> &'static str {
        match self.standing {
            standing if standing.is_firm() => "circle-check",
            Standing::Erased(_) | Standing::Withdrawn | Standing::Joined | Standing::Refused | Standing::Ended => {
                "info"
            }
            Standing::Asked | Standing::AskedAndBooked(..) | Standing::Overdue => "circle-alert",
            _ => "clock",
        }
    }

    pub(super) fn promised(&self, promise: &Promise) -> String {
        let window = said::window(self.words(), promise.from_secs, promise.to_secs);
        format!("{}, {window}", date_words(promise.on, self.words()))
    }

    pub(super) fn heading_of(&self, one: &FollowedVisit, promise: &Promise) -> String {
        let when = self.promised(promise);
        let named = [("number", &one.visit.number as _), ("when", &when as _)];
        self.words().with(if one.visit.number > 1 { "follow-visit-again" } else { "follow-visit" }, &named)
    }

    pub(super) fn state_of(&self, one: &FollowedVisit) -> String {
        let overdue = self.followed.overdue.contains(&one.visit.id);
        let state = if overdue { "overdue" } else { one.visit.state_in(&self.followed.case).code() };
        self.words().say(&format!("follow-visit-state-{state}"))
    }

    /// "đã thu nhận xong; thẻ dự kiến có vào Thứ Ba 08/12/2026", one line for each outcome.
    pub(super) fn outcomes_of(&self, one: &FollowedVisit) -> Vec<String> {
        let words = self.words();
        let line = |outcome: &crate::visits::store::StoredOutcome| {
            let said = words.say(&format!("follow-outcome-{}", outcome.code.code()));
            match outcome.due_on {
                Some(due_on) => {
                    let key = if one.due_may_change { "follow-outcome-due-estimate" } else { "follow-outcome-due" };
                    words.with(key, &[("outcome", &said), ("date", &date_words(due_on, words))])
                }
                None => said,
            }
        };
        one.outcomes.iter().map(line).collect()
    }

    /// The last visit that has ended is the one that a family is asked about.
    pub(super) fn asks_feedback(&self, one: &FollowedVisit) -> bool {
        let ended = |visit: &Visit| visit.closed_at.is_some() && visit.cancelled_at.is_none();
        let last = self.followed.visits.iter().map(|one| &one.visit).rfind(|visit| ended(visit));
        self.followed.erased_on().is_none() && last.is_some_and(|last| last.id == one.visit.id)
    }

    pub(super) fn is_captured(&self, one: &FollowedVisit) -> bool {
        one.outcomes.iter().any(|outcome| outcome.due_on.is_some())
    }

    pub(super) fn invited_to(&self) -> Option<(String, String)> {
        let invitation = self.turn.invitation.as_ref()?;
        let half_day = said::half_day(self.words(), invitation.half_day, invitation.on);
        Some((half_day, said::moment(self.words(), invitation.until)))
    }

    pub(super) fn return_channel(&self) -> String {
        let channel = self.followed.return_channel.unwrap_or(ReturnChannel::WardPolice);
        self.words().say(&format!("follow-return-{}", channel.code()))
    }
}
