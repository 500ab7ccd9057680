//! What a problem is built with.
use crate::config::Hours;
use crate::places::Places;
use crate::places::travel::model::TravelModel;
use crate::planning::priority::{PriorityWeights, WaitingPrice};

/// Maps and figures the problem is built with.
#[derive(Clone, Copy)]
pub struct Maps<'a> {
    /// Wards, zones, ferries.
    pub places: &'a Places,
    /// Speeds and detours.
    pub travel: &'a TravelModel,
    /// Opening hours.
    pub hours: &'a Hours,
    /// Whose turn it is.
    pub weights: &'a PriorityWeights,
    /// What a day of waiting is worth in driving.
    pub waiting_price: &'a WaitingPrice,
}
