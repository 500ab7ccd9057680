//! What one planning run adds to the reference data.
use super::days::Days;
use super::priority::{PriorityWeights, WaitingPrice};
use crate::clock::Timestamp;
use crate::config::PlanningSettings;
use crate::desk::Desk;
use crate::reference::ReferenceError;
use crate::reference_data::ReferenceData;

/// Which days, seen from which moment, by which settings and versions, and where chance starts: the same parameters and
/// the same inputs give the same proposal.
#[derive(Clone, Copy)]
pub struct RunParameters<'a> {
    /// The days that are planned.
    pub days: Days,
    /// The present moment.
    pub now: Timestamp,
    /// Where chance starts.
    pub seed: u64,
    /// How much a run may look at, and for how long.
    pub settings: &'a PlanningSettings,
    /// The weights in force today, not on the first date: whoever waits now is ordered now.
    pub weights: &'a PriorityWeights,
    /// What a day of waiting is worth in driving, today.
    pub waiting_price: &'a WaitingPrice,
}

impl<'a> RunParameters<'a> {
    /// The parameters of a run that is computed now.
    ///
    /// # Errors
    /// [`ReferenceError`] when no weights or no price are in force today.
    pub fn of(desk: &'a Desk, reference: &'a ReferenceData, days: Days, seed: u64) -> Result<Self, ReferenceError> {
        let now = desk.now();
        Ok(Self {
            days,
            now,
            seed,
            settings: &desk.settings.planning,
            weights: reference.weights.in_force(now.date())?,
            waiting_price: reference.weights.price_in_force(now.date())?,
        })
    }
}
