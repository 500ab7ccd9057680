//! A hold: a place in a duty's sequence that is kept for somebody for a while, who has no visit there yet.
use serde::{Deserialize, Serialize};

use super::store;
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::{DbConn, StoreResult};
use crate::dice::Dice;
use crate::geography::point::Point;
use crate::geography::travel::Spot;
use crate::geography::zones::ZoneCode;
use crate::ids::{DutyId, HoldId, VisitId};
use crate::sealed::{Sealable, Sealed};
use crate::seconds::Seconds;

/// A door at rest: where somebody lives is sealed even before they have filed a case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredDoor {
    ward_code: String,
    lat: f64,
    lng: f64,
    zone: ZoneCode,
}

impl Sealable for StoredDoor {
    const PURPOSE: &'static str = "holds.door";
}

coded_enum! {
    /// How a hold ended.
    pub enum HoldEnd {
        Taken = "taken" / "đã dùng để đặt buổi",
        GivenUp = "given_up" / "đã trả lại",
        Expired = "expired" / "đã hết hạn",
        Lost = "lost" / "không còn, vì ca công tác thay đổi",
    }
}

/// A hold as it is stored.
#[derive(Clone, Debug)]
pub struct Hold {
    /// Its number.
    pub id: HoldId,
    /// The duty whose time is kept.
    pub duty_id: DutyId,
    /// Its place in the duty's sequence.
    pub position: i32,
    /// The half-day.
    pub half_day: HalfDay,
    /// The waiting visit that was invited; none for a family that has not filed.
    pub visit_id: Option<VisitId>,
    /// Where the team would go.
    pub door: Sealed<StoredDoor>,
    /// People to capture.
    pub captures: i32,
    /// Seconds of work without the set-up.
    pub service_secs: Seconds,
    /// Seconds to set up.
    pub setup_secs: Seconds,
    /// How often it was extended.
    pub extensions: i32,
    /// Until when the place is kept.
    pub expires_at: Timestamp,
    /// How it ended; none while it stands.
    pub ended_as: Option<HoldEnd>,
}

/// What a new hold is made of.
pub struct NewHold<'a> {
    /// Hash of the secret that opens it.
    pub token_hash: &'a str,
    /// The duty.
    pub duty_id: DutyId,
    /// Its place in the duty's sequence.
    pub position: i32,
    /// The half-day.
    pub half_day: HalfDay,
    /// The waiting visit that is invited.
    pub visit_id: Option<VisitId>,
    /// Why this household is invited.
    pub why: Option<&'a str>,
    /// Keyed hash of the telephone.
    pub contact_hash: &'a str,
    /// Keyed hash of ward and door.
    pub address_hash: &'a str,
    /// Where the team would go.
    pub door: Sealed<StoredDoor>,
    /// People to capture.
    pub captures: i32,
    /// Seconds of work without the set-up.
    pub service_secs: Seconds,
    /// Seconds to set up.
    pub setup_secs: Seconds,
    /// Until when the place is kept.
    pub expires_at: Timestamp,
}

impl StoredDoor {
    /// What has to be sealed of a door.
    pub fn new(ward_code: &str, spot: &Spot) -> Self {
        let (lat, lng) = (spot.point.lat(), spot.point.lng());
        Self { ward_code: ward_code.to_owned(), lat, lng, zone: spot.zone.clone() }
    }

    /// The ward and the spot; none when the degrees were damaged.
    pub fn location(&self) -> Option<(String, Spot)> {
        let point = Point::new(self.lat, self.lng).ok()?;
        Some((self.ward_code.clone(), Spot { point, zone: self.zone.clone() }))
    }
}

impl Hold {
    /// How it ended or, when its time is over and the worker has not come yet, how it will end.
    pub fn end_at(&self, now: Timestamp) -> Option<HoldEnd> {
        self.ended_as.or((self.expires_at <= now).then_some(HoldEnd::Expired))
    }
}

/// Ends a hold and says that its duty has another content now. The others keep their order, and none of them comes
/// later. False when it had ended before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn release(conn: &mut DbConn, dice: &Dice, hold: &Hold, ended_as: HoldEnd, now: Timestamp) -> StoreResult<bool> {
    crate::teams::store::lock_duties(conn, &[hold.duty_id])?;
    let ended = match ended_as {
        // It may have been kept for longer since it was read.
        HoldEnd::Expired => store::expire_hold(conn, hold.id, now)?,
        HoldEnd::Taken | HoldEnd::GivenUp | HoldEnd::Lost => store::end_hold(conn, hold.id, ended_as, now)?,
    };
    if ended {
        crate::teams::store::restamp(conn, hold.duty_id, dice)?;
    }
    Ok(ended)
}

/// Releases every hold whose time is over, duty after duty. In a transaction of its own, or before anything else is
/// locked; when there are none it is one question to an index.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn release_expired(conn: &mut DbConn, dice: &Dice, now: Timestamp) -> StoreResult<usize> {
    let over = store::expired_holds(conn, now)?;
    for hold in &over {
        release(conn, dice, hold, HoldEnd::Expired, now)?;
    }
    Ok(over.len())
}

/// The same in some duties that are locked: whoever takes a place does this first, so that nobody waits for the worker.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn release_expired_in(conn: &mut DbConn, dice: &Dice, duty_ids: &[DutyId], now: Timestamp) -> StoreResult<()> {
    let mut over = store::expired_holds(conn, now)?;
    over.retain(|hold| duty_ids.contains(&hold.duty_id));
    for hold in &over {
        release(conn, dice, hold, HoldEnd::Expired, now)?;
    }
    Ok(())
}
