//! What the parts of the objective's road term count against each other.

/// What one second counts in the objective's travel-and-waiting term, in a unit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// Price of one second of travel or set-up: 1 to 1000.
    pub travel: u32,
    /// Price of one second of idle waiting: 0 to 1000.
    pub waiting: u32,
}

impl Default for Prices {
    /// Four seconds of waiting weigh as much as one of travel.
    fn default() -> Prices {
        Prices { travel: 4, waiting: 1 }
    }
}
