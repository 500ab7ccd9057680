//! Travel times between places, one matrix per kind of vehicle.

use crate::units::{LocationIndex, Seconds};

/// Seconds from every place to every place, 0 to 30 days or [`Seconds::UNREACHABLE`]; need not be symmetric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TravelMatrix {
    locations: usize,
    seconds: Vec<Seconds>,
}

impl TravelMatrix {
    /// A matrix from its rows, one after the other (`from * locations + to`).
    ///
    /// Length and numbers are checked by [`ProblemBuilder::build`](crate::ProblemBuilder::build).
    #[must_use]
    pub fn from_rows(locations: usize, seconds: Vec<Seconds>) -> TravelMatrix {
        TravelMatrix { locations, seconds }
    }

    /// A matrix from a function of (from, to), positions counted from 0; `None` where no road leads.
    pub fn from_fn(locations: usize, mut travel: impl FnMut(usize, usize) -> Option<Seconds>) -> TravelMatrix {
        let mut seconds = Vec::with_capacity(locations * locations);
        for from in 0..locations {
            for to in 0..locations {
                seconds.push(travel(from, to).unwrap_or(Seconds::UNREACHABLE));
            }
        }
        TravelMatrix { locations, seconds }
    }

    /// Seconds from one place to another; `None` where no road leads.
    ///
    /// # Panics
    /// If a place has no row or column.
    #[must_use]
    pub fn between(&self, from: LocationIndex, to: LocationIndex) -> Option<Seconds> {
        Some(self.raw(from, to)).filter(|&seconds| seconds < Seconds::UNREACHABLE)
    }

    /// Seconds from one place to another, [`Seconds::UNREACHABLE`] where no road leads.
    pub(crate) fn raw(&self, from: LocationIndex, to: LocationIndex) -> Seconds {
        self.seconds[from.at() * self.locations + to.at()]
    }

    /// How many places it has rows and columns for.
    #[must_use]
    pub fn locations(&self) -> usize {
        self.locations
    }

    /// All rows, one after the other.
    pub(crate) fn rows(&self) -> &[Seconds] {
        &self.seconds
    }
}
