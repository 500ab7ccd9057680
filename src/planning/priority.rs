//! How much it matters that somebody is visited now (R25): points from mobility, group, waiting and deadlines.
use chrono::NaiveDate;

use crate::cases::case::PlannableCase;
use crate::cases::kinds::{BeneficiaryGroup, Mobility};
use crate::clock::Timestamp;
use crate::config::PriorityWeights;

/// A deadline this near, in days, counts.
const DEADLINE_DAYS: i64 = 14;

/// Points of a visit, at least 1. Of several people the one with the most points decides.
pub fn points(
    case: &PlannableCase,
    front_of_queue: bool,
    weights: &PriorityWeights,
    on: NaiveDate,
    now: Timestamp,
) -> u32 {
    let needs = case.applicants.iter().map(|one| of_mobility(one.mobility, weights) + of_group(one.group, weights));
    let need = needs.max().unwrap_or(weights.other_group);
    let days = u32::try_from((now - case.case.filed_at).num_days()).unwrap_or(0);
    let waited = days.min(weights.days_waited_max) * weights.per_day_waited;
    let near = case.case.deadline_on.is_some_and(|deadline| (deadline - on).num_days() <= DEADLINE_DAYS);
    let deadline = if near { weights.deadline } else { 0 };
    let front = if front_of_queue { weights.front_of_queue } else { 0 };
    (need + waited + deadline + front).max(1)
}

fn of_mobility(mobility: Mobility, weights: &PriorityWeights) -> u32 {
    match mobility {
        Mobility::Bedridden => weights.bedridden,
        Mobility::InHospital => weights.in_hospital,
        Mobility::Wheelchair => weights.wheelchair,
        Mobility::WalksWithHelp => weights.walks_with_help,
        Mobility::Walks => weights.walks,
    }
}

fn of_group(group: BeneficiaryGroup, weights: &PriorityWeights) -> u32 {
    match group {
        BeneficiaryGroup::VerySevereDisability => weights.very_severe_disability,
        BeneficiaryGroup::SevereDisability => weights.severe_disability,
        BeneficiaryGroup::MildDisability => weights.mild_disability,
        BeneficiaryGroup::Merit => weights.merit,
        BeneficiaryGroup::Elderly => weights.elderly,
        BeneficiaryGroup::None => 0,
        _ => weights.other_group,
    }
}
