//! What booking rests on: the sequences in memory, what cases read, whose turn it is.
use std::sync::Arc;

use chrono::NaiveDate;

use super::board::Board;
use super::booker::Booker;
use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::db::{StoreError, StoreResult};
use crate::desk::Desk;
use crate::planning::priority::{PriorityWeights, WeightsTable};

/// What booking handlers share: the sequences in memory, and what cases read.
#[derive(Clone)]
pub struct BookingTables {
    /// The sequences.
    pub board: Arc<Board>,
    /// What cases read.
    pub cases: Arc<CaseTables>,
    /// Whose turn it is, version by version.
    pub weights: Arc<WeightsTable>,
}

impl BookingTables {
    /// The weights in force on a date; that there are none is a mistake of the installation, refused at start.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    pub fn weights_on(&self, on: NaiveDate) -> StoreResult<&PriorityWeights> {
        self.weights.in_force(on).map_err(|error| StoreError::Damaged(error.to_string()))
    }

    /// Who books, at this moment.
    pub fn booker<'a>(&'a self, desk: &'a Desk, staff: Option<&'a Staff>) -> Booker<'a> {
        Booker { desk, board: &self.board, staff, now: desk.now() }
    }
}
