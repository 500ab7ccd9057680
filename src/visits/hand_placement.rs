//! A visit that a person put into its duty by hand: planning runs leave it there, whoever asks for them.
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{AccountId, DutyId, VisitId};

/// That a visit stands in a duty because somebody put it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandPlacement {
    /// The visit.
    pub visit_id: VisitId,
    /// The duty; it counts while the visit stands there.
    pub duty_id: DutyId,
    /// Who put it there.
    pub placed_by: AccountId,
    /// When.
    pub placed_at: Timestamp,
}
