//! How much it matters that somebody is visited now (R25): points, each with its reason, from facts that nobody edits.
mod order;
pub(in crate::planning) mod versions;
mod waiting_price;
mod weights;
mod words;

use chrono::NaiveDate;

pub use order::{Turn, in_order};
pub use waiting_price::WaitingPrice;
pub use weights::{PriorityWeights, WeightsTable};

use crate::cases::case::{DeadlineReason, PlannableCase};
use crate::cases::kinds::{BeneficiaryGroup, Mobility};
use crate::clock::Timestamp;
use crate::ids::VisitId;
use crate::visits::durations::Capture;
use crate::visits::visit::Visit;

/// From this age on somebody goes before most others (R25), years.
const AGED_YEARS: u32 = 80;

/// A visit that waits, with all that decides its turn. Contact, address and note are not here: an edit of them moves
/// nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The visit.
    pub visit_id: VisitId,
    /// Public code of its case.
    pub code: String,
    /// When its case came in.
    pub filed_at: Timestamp,
    /// Whom it is for; empty for a group site that sends its list later.
    pub people: Vec<Capture>,
    /// The day by which the card is needed, if the family named one.
    pub deadline_on: Option<NaiveDate>,
    /// Why.
    pub deadline_reason: Option<DeadlineReason>,
    /// The visit before failed through our side (R27).
    pub front_of_queue: bool,
    /// A hospital, care home, school …, not a home.
    pub group_site: bool,
}

/// Why a visit has points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The visit before failed through our side.
    FailedByUs,
    /// Somebody moves like this.
    Mobility(Mobility),
    /// Somebody belongs to this group.
    Group(BeneficiaryGroup),
    /// Somebody is 80 or older.
    Aged80,
    /// The card is needed soon.
    Deadline {
        /// By this day.
        on: NaiveDate,
        /// For this.
        reason: Option<DeadlineReason>,
    },
    /// The case was filed some time ago.
    Waited {
        /// Days since, by the calendar.
        days: u32,
    },
}

/// One reason with its points, at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The reason.
    pub because: Because,
    /// What it is worth.
    pub points: u32,
}

/// What a visit's turn rests on: terms that add up to its points. No terms = filed today, without a reason to hurry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priority {
    /// The terms in the order in which they are told.
    pub terms: Vec<Term>,
}

impl Waiting {
    /// From a visit, its case and the people whom it is for.
    pub fn of(case: &PlannableCase, visit: &Visit, people: Vec<Capture>) -> Self {
        Self {
            visit_id: visit.id,
            code: case.case.code.clone(),
            filed_at: case.case.filed_at,
            people,
            deadline_on: case.case.deadline_on,
            deadline_reason: case.case.deadline_reason,
            front_of_queue: visit.front_of_queue,
            group_site: case.case.group_site.is_some(),
        }
    }
}

impl Priority {
    /// The sum of the terms.
    pub fn points(&self) -> u32 {
        self.terms.iter().map(|term| term.points).sum()
    }
}

/// The priority of a visit now, if it is to take place on a date or soon after: deadlines are near or far from there.
/// Of several people the one with the most points counts, so that a household gains nothing by its size.
pub fn priority_of(waiting: &Waiting, weights: &PriorityWeights, on: NaiveDate, now: Timestamp) -> Priority {
    let days = u32::try_from((now.date() - waiting.filed_at.date()).num_days()).unwrap_or(0);
    let front = waiting.front_of_queue.then_some((Because::FailedByUs, weights.front_of_queue));
    let needs = waiting.people.iter().map(|one| need_of(*one, weights));
    let need = needs.max_by_key(|terms| terms.iter().map(|(_, points)| points).sum::<u32>());
    let near = waiting.deadline_on.filter(|on_day| (*on_day - on).num_days() <= i64::from(weights.deadline_days));
    let deadline = |on| (Because::Deadline { on, reason: waiting.deadline_reason }, weights.deadline);
    let waited = (Because::Waited { days }, weights.of_days_waited(days));
    let told = front.into_iter().chain(need.into_iter().flatten()).chain(near.map(deadline)).chain([waited]);
    let terms = told.filter(|(_, points)| *points > 0).map(|(because, points)| Term { because, points });
    Priority { terms: terms.collect() }
}

/// How somebody moves, and one of the groups or the age, whichever is worth most. Groups do not add up: R25 puts people
/// into classes that follow one another, and somebody of two lesser classes would overtake the next one.
fn need_of(one: Capture, weights: &PriorityWeights) -> [(Because, u32); 2] {
    let group = weights.heaviest(one.groups);
    let group = (Because::Group(group), weights.of_group(group));
    let aged = one.age_years >= AGED_YEARS && weights.aged_80 > group.1;
    let group = if aged { (Because::Aged80, weights.aged_80) } else { group };
    [(Because::Mobility(one.mobility), weights.of_mobility(one.mobility)), group]
}
