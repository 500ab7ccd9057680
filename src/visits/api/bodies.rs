//! The shapes of visits in JSON, as families see them.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::cases::kinds::ReturnChannel;
use crate::cases::preference::TimePreference;
use crate::ids::VisitId;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::VisitState;
use crate::visits::code_words::CodeWords;
use crate::visits::follow::{Followed, FollowedVisit};
use crate::visits::outcomes::Outcome;
use crate::visits::progress::Progress;

/// Where a case stands.
#[derive(Serialize, ToSchema)]
pub struct FollowBody {
    /// Public code.
    pub code: String,
    /// One Vietnamese sentence.
    pub state: String,
    /// What comes next, Vietnamese.
    pub next: String,
    /// On the day itself: who is before, and about when the team comes.
    pub progress: Option<ProgressBody>,
    /// How the cards come back; the first one unless the family has chosen.
    pub return_channel: ReturnChannel,
    /// What the family is asked before the decision.
    pub question: Option<String>,
    /// Before which day nobody comes, as agreed with the family; none once that day has come.
    pub not_before: Option<NaiveDate>,
    /// Which half-days suit the family; null when every one does.
    pub preference: Option<TimePreference>,
    /// Whether it can still be withdrawn.
    pub can_withdraw: bool,
    /// What to have ready, Vietnamese.
    pub prepare: Vec<String>,
    /// Visits, oldest first.
    pub visits: Vec<VisitBody>,
}

/// The day itself as one household may see it; the others stay a number.
#[derive(Serialize, ToSchema)]
pub struct ProgressBody {
    /// Households before this one that are not done.
    pub households_before: usize,
    /// The team comes about from here, `HH:MM`.
    #[schema(example = "09:40")]
    pub from: String,
    /// Until here, `HH:MM`.
    #[schema(example = "10:10")]
    pub to: String,
    /// The team has left for this household.
    pub is_coming: bool,
    /// Something that should have been reported was not: it may be later.
    pub is_silent: bool,
}

/// One visit as its family sees it.
#[derive(Serialize, ToSchema)]
pub struct VisitBody {
    /// Its number in the database.
    #[schema(value_type = i64)]
    pub id: VisitId,
    /// First, second … trip.
    pub number: i32,
    /// Where it stands.
    pub state: VisitState,
    /// Promised date.
    pub on: Option<NaiveDate>,
    /// Promised half-day.
    pub half_day: Option<HalfDay>,
    /// Promised window in words.
    pub window: Option<String>,
    /// Team that comes.
    pub team: Option<String>,
    /// The team's phone.
    pub hot_line: Option<String>,
    /// Officers with badge numbers.
    pub officers: Vec<String>,
    /// How it ended, per person.
    pub outcomes: Vec<Outcome>,
    /// When the cards are due.
    pub due_on: Vec<NaiveDate>,
    /// Whether those days may still move: a holiday before them has not been announced yet.
    pub due_may_change: bool,
    /// The words at the door, from publication to the end of the promised day.
    pub code_words: Option<CodeWords>,
}

impl FollowBody {
    /// Where a case stands.
    pub fn of(followed: &Followed) -> Self {
        Self {
            code: followed.case.code.clone(),
            state: followed.standing().sentence(Words::VIETNAMESE),
            next: followed.standing().next(Words::VIETNAMESE),
            progress: followed.shown_progress().map(ProgressBody::of),
            return_channel: followed.return_channel.unwrap_or(ReturnChannel::WardPolice),
            question: followed.question().map(str::to_owned),
            not_before: followed.not_before.map(|limit| limit.on),
            preference: followed.preference,
            can_withdraw: followed.can_withdraw(),
            prepare: followed.prepare.iter().map(|one| one.say(Words::VIETNAMESE)).collect(),
            visits: followed.visits.iter().map(|one| VisitBody::of(one, &followed.case)).collect(),
        }
    }
}

impl VisitBody {
    /// One visit as its family sees it.
    pub fn of(one: &FollowedVisit, case: &Case) -> Self {
        let duty = one.duty.as_ref();
        let officers = duty.map(|duty| duty.officers.as_slice()).unwrap_or_default();
        Self {
            id: one.visit.id,
            number: one.visit.number,
            state: one.visit.state_in(case),
            on: one.visit.booking.map(|booking| booking.on),
            half_day: one.visit.booking.map(|booking| booking.half_day),
            window: one.visit.promise.map(|promise| promise.window_words()),
            team: duty.map(|duty| duty.team.name.clone()),
            hot_line: duty.map(|duty| duty.team.hot_line.clone()),
            officers: officers.iter().map(|one| format!("{} ({})", one.full_name, one.badge_number)).collect(),
            outcomes: one.outcomes.iter().map(|outcome| outcome.code).collect(),
            due_on: one.outcomes.iter().filter_map(|outcome| outcome.due_on).collect(),
            due_may_change: one.due_may_change,
            code_words: one.words.clone(),
        }
    }
}

impl ProgressBody {
    fn of(progress: Progress) -> Self {
        Self {
            households_before: progress.before,
            from: said::clock(progress.from_secs),
            to: said::clock(progress.to_secs),
            is_coming: progress.is_coming,
            is_silent: progress.is_silent,
        }
    }
}
