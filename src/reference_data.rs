//! Reference data: everything that files and settings say and no request changes, read once at the start and shared.
use std::sync::Arc;

use chrono::NaiveDate;

use crate::cases::CaseTables;
use crate::config::{ConfigError, Hours, Office, Settings};
use crate::db::{StoreError, StoreResult};
use crate::geography::Geography;
use crate::geography::travel::model::TravelModel;
use crate::planning::priority::{PriorityWeights, WaitingPrice, WeightsTable};
use crate::planning::spread::SpreadTable;
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::visits::durations::DurationModel;

/// The one bundle that planning, booking and pages are handed. It knows no moment: what holds on a date is asked of it.
/// The calendar is not here but on the desk, because nouns below this one ask for working days.
#[derive(Debug)]
pub struct ReferenceData {
    /// Wards, old addresses, zones, rivers, ferries.
    pub geography: Arc<Geography>,
    /// What a filing is read by: phone prefixes, provinces of numbers, fees, hot lines.
    pub cases: Arc<CaseTables>,
    /// Minutes of work at a stop.
    pub durations: Arc<DurationModel>,
    /// Speeds and detours.
    pub travel: TravelModel,
    /// Whose turn it is, version by version.
    pub weights: WeightsTable,
    /// How much a day scatters around its plan, version by version.
    pub spreads: SpreadTable,
    /// Opening hours.
    pub hours: Hours,
}

/// Why nothing can be shared.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The settings cannot be read.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A setting makes no sense.
    #[error("{0}")]
    Setting(String),
    /// Reference data are wrong.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
}

impl ReferenceData {
    /// Loads and cross-checks everything.
    ///
    /// # Errors
    /// [`LoadError`] naming file and line, or the setting.
    pub fn load(settings: &Settings, files: &ReferenceFiles) -> Result<Self, LoadError> {
        let durations: DurationModel = settings.section("durations")?;
        if let Some((key, reason)) = durations.contradictions().into_iter().next() {
            return Err(LoadError::Setting(format!("cấu hình sai ở durations.{key}: {reason}")));
        }
        let travel: TravelModel = settings.section("travel")?;
        travel.check().map_err(|reason| LoadError::Setting(format!("cấu hình sai ở travel: {reason}")))?;
        let geography = Arc::new(Geography::load(files)?);
        Ok(Self {
            cases: Arc::new(CaseTables::load(files, geography.clone())?.answered_at(&Office::of(settings).telephone)),
            geography,
            durations: Arc::new(durations),
            travel,
            weights: WeightsTable::load(files)?,
            spreads: SpreadTable::load(files)?,
            hours: settings.hours.clone(),
        })
    }

    /// The weights in force on a date; that there are none is a mistake of the installation, refused at start.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    pub fn weights_on(&self, on: NaiveDate) -> StoreResult<&PriorityWeights> {
        self.weights.in_force(on).map_err(|error| StoreError::Damaged(error.to_string()))
    }

    /// The price of waiting in force on a date, in the same way.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    pub fn waiting_price_on(&self, on: NaiveDate) -> StoreResult<&WaitingPrice> {
        self.weights.price_in_force(on).map_err(|error| StoreError::Damaged(error.to_string()))
    }
}
