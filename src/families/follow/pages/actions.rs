//! What a family can do now, as links; what cannot be done is not offered.
use crate::cases::case::State;
use crate::cases::triage::TriageDecision;
use crate::families::follow::pages::Link;
use crate::text::messages::Words;
use crate::visits::follow::Followed;

/// A link with its words.
pub struct Action {
    /// Where to.
    pub href: String,
    /// The icon beside it.
    pub icon: &'static str,
    /// What it does.
    pub label: String,
}

/// Everything that can be done now, the likeliest first.
pub fn of(followed: &Followed, link: &Link, words: Words) -> Vec<Action> {
    let mut found = Vec::new();
    let mut offer = |below: &str, key: &str, icon: &'static str| {
        found.push(Action { href: link.to(below), icon, label: words.say(key) });
    };
    if followed.erased_on().is_some() {
        return found;
    }
    if can_choose(followed) {
        let key = if followed.held().is_some() { "follow-do-change" } else { "follow-do-choose" };
        offer("half-day", key, "calendar-clock");
        offer("preference", "follow-do-preference", "clock");
    }
    if can_add(followed) {
        offer("people", "follow-do-add", "user-plus");
    }
    if is_running(followed) {
        offer("correction", "follow-do-correct", "pencil");
    }
    if is_running(followed) && !followed.is_captured() {
        offer("readiness", "follow-do-readiness", "list-checks");
        offer("return-channel", "follow-do-return", "package");
    }
    if followed.can_withdraw() {
        offer("withdrawal", "follow-do-withdraw", "undo-2");
    }
    offer("data", "follow-do-data", "eye");
    found
}

fn is_running(followed: &Followed) -> bool {
    matches!(followed.case.state(), State::Filed | State::Verified)
}

/// Whether a half-day can still be taken, moved or preferred.
pub(super) fn can_choose(followed: &Followed) -> bool {
    let may = match followed.case.state() {
        State::Filed => followed.case.triage == TriageDecision::Visit,
        State::Verified => true,
        State::Refused | State::Withdrawn => false,
    };
    may && followed.expects_team() && !followed.is_under_way()
}

fn can_add(followed: &Followed) -> bool {
    let grows = followed.visits.iter().map(|one| &one.visit);
    let mut grows = grows.map(|visit| visit.number == 1 && visit.is_movable() && visit.promise.is_none());
    is_running(followed) && followed.case.group_site.is_none() && grows.all(|grows| grows)
}
