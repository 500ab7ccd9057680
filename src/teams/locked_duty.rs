//! A duty whose stops and order stay as they are, whoever plans. Bookings of families still come into what is left of it.
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{AccountId, DutyId};

/// That somebody locked a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedDuty {
    /// The duty.
    pub duty_id: DutyId,
    /// Who locked it.
    pub locked_by: AccountId,
    /// When.
    pub locked_at: Timestamp,
}
