//! What a family can choose from: half-days that a team can keep, the waiting list, or a reason why neither.
use chrono::NaiveDate;

use crate::booking::booker::Booker;
use crate::booking::left_out::LeftOut;
use crate::booking::offers::{Offer, Ranking, View};
use crate::booking::reasons::{NotOffered, PREFERENCE};
use crate::booking::refusals::BookError;
use crate::booking::subject::{door_of, visit_to_book};
use crate::calendar::HalfDay;
use crate::cases::case::{Case, State};
use crate::db::{DbConn, StoreResult};
use crate::text::date_words::half_day_words;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::store as visits;
use crate::visits::visit::Booking;

/// What stands on the page.
pub enum Choosing {
    /// There is something to choose.
    Open(Choices),
    /// There is nothing to choose, and why.
    Closed(WhyNot),
}

/// What can be chosen.
pub struct Choices {
    /// The half-day that is taken.
    pub held: Option<Booking>,
    /// Half-days, recommended ones first, then soonest first.
    pub half_days: Vec<HalfDayChoice>,
    /// Without any: what stands in the way of the one that is nearest to being possible.
    pub hindrance: Option<NotOffered>,
    /// What the family's own preference leaves out; none when every half-day suits it.
    pub left_out: Option<LeftOut>,
    /// What cannot be had, and why.
    pub missing: Vec<NotOffered>,
    /// Whether a dispatcher has approved the case, so that it waits in the fair order.
    pub approved: bool,
    /// Where the team would go: “Phường Ngô Quyền”.
    pub ward: String,
    /// How far ahead families choose.
    pub weeks: i64,
}

/// A half-day to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HalfDayChoice {
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// A team is nearby anyway, and no earlier half-day would spare the household much waiting.
    pub recommended: bool,
}

/// Why nothing can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The family took the case back.
    Withdrawn,
    /// It was refused.
    Refused,
    /// Triage sends no team.
    NoVisit,
    /// Everything was done at home.
    Done,
    /// The team is on its way or at the door.
    OnTheWay,
    /// The house cannot be found on the map.
    NotOnMap,
}

/// What a family may choose now.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn look(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> StoreResult<Choosing> {
    crate::visits::hold::release_expired(conn, &booker.desk.dice, booker.now)?;
    let visit = match visit_to_book(conn, booker, case) {
        Ok(visit) => visit,
        Err(error) => return why_not(case, error).map(Choosing::Closed),
    };
    let door = match door_of(booker, case, &visit) {
        Ok(door) => door,
        Err(error) => return why_not(case, error).map(Choosing::Closed),
    };
    let offers = booker.offers(conn, &door, View::Public)?;
    let missing = booker.not_offered(conn, &door, &offers)?;
    let left_out = LeftOut::read(conn, booker, &door, &offers, View::Public)?;
    let is_own = left_out.as_ref().is_some_and(LeftOut::leaves_nothing);
    let hindrance = if offers.is_empty() && !is_own { most_useful(missing.clone()) } else { None };
    let settings = &booker.desk.settings.booking;
    let day_secs = booker.day_secs_of(conn, case, &visit)?;
    let ranking = Ranking::of(&offers, day_secs, booker.now.date());
    let choice = |offer: &Offer| HalfDayChoice {
        on: offer.on,
        half_day: offer.half_day,
        recommended: ranking.recommends(offer, settings),
    };
    let mut half_days: Vec<HalfDayChoice> = offers.iter().map(choice).collect();
    half_days.sort_by_key(|choice| !choice.recommended);
    let held = visits::of_case(conn, case.id)?.into_iter().filter(|visit| visit.is_open());
    let held = held.filter(|visit| !visit.is_overdue(&booker.desk.settings.hours, booker.now));
    let held = held.filter_map(|visit| visit.booking).next();
    // What is held stands in the list too, although its time is taken: by the family itself.
    if let Some(held) = held
        && !half_days.iter().any(|choice| (choice.on, choice.half_day) == (held.on, held.half_day))
    {
        half_days.insert(0, HalfDayChoice { on: held.on, half_day: held.half_day, recommended: false });
    }
    let ward = booker.desk.ward_names.get(&case.ward_code).cloned().unwrap_or_default();
    let (approved, weeks) = (case.state() == State::Verified, settings.public_days_ahead / 7);
    Ok(Choosing::Open(Choices { held, half_days, hindrance, left_out, missing, approved, ward, weeks }))
}

/// What a refusal means for this case.
///
/// # Errors
/// [`crate::db::StoreError`] when it was the database.
pub fn why_not(case: &Case, error: BookError) -> StoreResult<WhyNot> {
    match (error, case.state()) {
        (BookError::Store(error), _) => Err(error),
        (BookError::OnTheWay, _) => Ok(WhyNot::OnTheWay),
        (BookError::NotOnMap(_), _) => Ok(WhyNot::NotOnMap),
        (_, State::Withdrawn) => Ok(WhyNot::Withdrawn),
        (_, State::Refused) => Ok(WhyNot::Refused),
        (_, State::Filed) => Ok(WhyNot::NoVisit),
        (_, State::Verified) => Ok(WhyNot::Done),
    }
}

/// The soonest half-day that only lacks time; else one without a duty; holidays tell a family nothing.
fn most_useful(not_offered: Vec<NotOffered>) -> Option<NotOffered> {
    let rank = |code: &str| match code {
        "kept" | "full" | "full_capacity" => 0,
        "no_duty" => 2,
        "no_team" => 3,
        "not_before" => 4,
        _ => 1,
    };
    let says_nothing = |code: &str| matches!(code, "closed" | "beyond_calendar" | PREFERENCE);
    not_offered
        .into_iter()
        .filter(|one| !says_nothing(one.code))
        .min_by_key(|one| (rank(one.code), one.on, one.half_day))
}

impl HalfDayChoice {
    /// `2026-11-28/morning`, as the form sends it.
    pub fn value(&self) -> String {
        value_of(self.on, self.half_day)
    }

    /// "Thứ Bảy 28/11/2026, buổi sáng".
    pub fn label(&self, words: Words) -> String {
        half_day_words(self.on, self.half_day, words)
    }
}

impl Choices {
    /// Whether this is the half-day that is taken.
    pub fn is_held(&self, on: NaiveDate, half_day: HalfDay) -> bool {
        self.held.is_some_and(|held| (held.on, held.half_day) == (on, half_day))
    }

    /// "buổi sáng Thứ Bảy 28/11/2026": the half-day that is taken.
    pub fn held_words(&self, words: Words) -> Option<String> {
        self.held.map(|held| said::half_day(words, held.half_day, held.on))
    }

    /// What the family's own preference leaves out, in one sentence.
    pub fn left_out_words(&self, words: Words) -> Option<String> {
        self.left_out.as_ref().map(|left_out| left_out.sentence(words))
    }

    /// Whether something other than that preference stands in the way.
    pub fn is_hindered(&self) -> bool {
        self.half_days.is_empty() && !self.left_out.as_ref().is_some_and(LeftOut::leaves_nothing)
    }

    /// Why there is no half-day, in one sentence.
    pub fn hindrance_words(&self, words: Words) -> String {
        let Some(one) = &self.hindrance else {
            return words.say("choose-none-at-all");
        };
        if matches!(one.code, "no_duty" | "no_team") {
            // Then nothing nearer stands in the way on any day: one day of many would say too little.
            return words.with("choose-none-no-team", &[("weeks", &self.weeks), ("ward", &self.ward)]);
        }
        let half_day = said::half_day(words, one.half_day, one.on);
        let key = match one.code {
            "kept" => "choose-none-kept",
            "full" | "full_capacity" => "choose-none-full",
            "crossing" => "choose-none-crossing",
            "not_before" => "choose-none-not-before",
            _ => "choose-none-no-time",
        };
        words.with(key, &[("half_day", &half_day)])
    }
}

impl WhyNot {
    /// In one sentence.
    pub fn words(self, words: Words) -> String {
        words.say(match self {
            Self::Withdrawn => "choose-closed-withdrawn",
            Self::Refused => "choose-closed-refused",
            Self::NoVisit => "choose-closed-no-visit",
            Self::Done => "choose-closed-done",
            Self::OnTheWay => "choose-closed-on-the-way",
            Self::NotOnMap => "choose-closed-not-on-map",
        })
    }
}

/// `2026-11-28/morning`.
pub fn value_of(on: NaiveDate, half_day: HalfDay) -> String {
    format!("{on}/{half_day}")
}

/// Reads `2026-11-28/morning`; none for anything else.
pub fn read_value(typed: &str) -> Option<(NaiveDate, HalfDay)> {
    let (on, half_day) = typed.split_once('/')?;
    Some((NaiveDate::parse_from_str(on, "%Y-%m-%d").ok()?, half_day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_form_sends_is_read_and_nothing_else() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        assert_eq!(read_value(&value_of(on, HalfDay::Morning)), Some((on, HalfDay::Morning)));
        for made_up in ["", "any", "2026-11-28", "2026-11-31/morning", "2026-11-28/night", "2026-11-28/morning/x"] {
            assert_eq!(read_value(made_up), None, "{made_up}");
        }
    }

    #[test]
    fn the_soonest_half_day_that_lacks_only_time_explains_most() {
        let of = |day, code| NotOffered {
            on: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
            half_day: HalfDay::Morning,
            code,
            sentence: String::new(),
        };
        let all = vec![of(24, "closed"), of(25, "no_duty"), of(26, "crossing"), of(27, "full"), of(28, "kept")];
        assert_eq!(most_useful(all.clone()), Some(of(27, "full")));
        assert_eq!(most_useful(all[..2].to_vec()), Some(of(25, "no_duty")));
        assert_eq!(most_useful(all[..1].to_vec()), None);
    }
}
