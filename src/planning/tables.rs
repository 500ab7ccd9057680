//! What planning rests on: places, minutes, travel, weights.
use std::sync::Arc;

use super::inputs::Figures;
use super::priority::WeightsTable;
use super::propose::Knowledge;
use crate::places::Places;
use crate::places::travel::model::TravelModel;
use crate::visits::durations::DurationModel;

/// The tables that planning reads, as handlers hold them.
#[derive(Clone)]
pub struct PlanningTables {
    /// Wards, zones, ferries.
    pub places: Arc<Places>,
    /// Minutes of work.
    pub durations: Arc<DurationModel>,
    /// Speeds and detours.
    pub travel: Arc<TravelModel>,
    /// Whose turn it is, version by version.
    pub weights: Arc<WeightsTable>,
}

impl PlanningTables {
    /// As the verbs want them.
    pub fn knowledge(&self) -> Knowledge<'_> {
        let Self { places, durations, travel, weights } = self;
        Knowledge { places, durations, travel, weights }
    }

    /// As publishing wants them.
    pub fn figures(&self) -> Figures<'_> {
        Figures { places: &self.places, durations: &self.durations }
    }
}
