//! Whether one stop fits into a shift at all, there *and back*: boats included (R23).
use super::leg::Unreachable;
use super::{Spot, TravelTimes};
use crate::seconds::{Seconds, TimeOfDay};

/// A day with a single stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundTrip {
    /// When the team is ready at the door.
    pub arrives_secs: TimeOfDay,
    /// When it leaves the door.
    pub leaves_secs: TimeOfDay,
    /// When it is back at its base.
    pub back_secs: TimeOfDay,
}

/// Why not even this one stop fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRoundTrip {
    /// There is no way to it at that time.
    #[error("không đi được: {0}")]
    There(Unreachable),
    /// There is no way home after it.
    #[error("không về được: {0}")]
    Back(Unreachable),
    /// The team would be home after the end of its shift.
    #[error("về đến nơi lúc {0}, sau giờ kết thúc ca")]
    AfterShift(TimeOfDay),
}

/// From the base to one stop and back within a shift.
pub fn round_trip(
    travel: &impl TravelTimes,
    base: &Spot,
    stop: &Spot,
    starts_secs: TimeOfDay,
    ends_secs: TimeOfDay,
    service_secs: Seconds,
) -> Result<RoundTrip, NoRoundTrip> {
    let there = travel.seconds(base, stop, starts_secs).map_err(NoRoundTrip::There)?;
    let arrives_secs = starts_secs + there.secs;
    let leaves_secs = arrives_secs + service_secs;
    let home = travel.seconds(stop, base, leaves_secs).map_err(NoRoundTrip::Back)?;
    let back_secs = leaves_secs + home.secs;
    if back_secs > ends_secs {
        return Err(NoRoundTrip::AfterShift(back_secs));
    }
    Ok(RoundTrip { arrives_secs, leaves_secs, back_secs })
}
