//! How much a duty has to do: stops, driving, what is left of its time. Read off the sequences that the board keeps.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::board::Board;
use super::sequence::Sequence;
use crate::db::{DbConn, StoreResult};
use crate::ids::DutyId;
use crate::seconds::Seconds;

/// The load of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DutyLoad {
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
    /// Stops, places that are kept for somebody among them.
    pub stops: usize,
    /// Captures at all of them.
    pub captures: i32,
    /// Driving, from the base and back.
    #[schema(value_type = i32)]
    pub travel_secs: Seconds,
    /// What is left of the shift beside driving, work and the meal break.
    #[schema(value_type = i32)]
    pub left_secs: Seconds,
}

/// The loads of the duties of some dates that stand, in order of date and number. One that cannot be driven or read is
/// left out; the board says so in the log.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn loads(conn: &mut DbConn, board: &Board, from: NaiveDate, to: NaiveDate) -> StoreResult<Vec<DutyLoad>> {
    Ok(board.among(conn, from, to)?.iter().filter_map(|sequence| load(sequence)).collect())
}

fn load(sequence: &Sequence) -> Option<DutyLoad> {
    let day = sequence.duty_times().ok()?;
    let (shift, seconds) = (&sequence.duty.shift, |span: planner::Seconds| Seconds::from(span));
    let rest = shift.rest.map_or(Seconds::ZERO, |rest| rest.duration_secs);
    let travel_secs = seconds(day.travel);
    let taken = travel_secs + seconds(day.setup) + seconds(day.service) + rest;
    Some(DutyLoad {
        duty_id: sequence.duty.id,
        stops: sequence.members.len(),
        captures: sequence.members.iter().map(|member| member.door.captures).sum(),
        travel_secs,
        left_secs: (shift.ends_secs - shift.starts_secs - taken).max(Seconds::ZERO),
    })
}

impl DutyLoad {
    /// “5 điểm, 62 phút đường, còn 75 phút”.
    pub fn words(&self) -> String {
        let (travel, left) = (self.travel_secs.begun_minutes(), self.left_secs.full_minutes());
        format!("{} điểm, {travel} phút đường, còn {left} phút", self.stops)
    }
}
