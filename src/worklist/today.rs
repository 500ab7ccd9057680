//! The duties of today as time lines: what was planned, what was reported, who waits too long.
use std::collections::BTreeMap;

use crate::accounts::{Permission, Staff};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::ids::DutyId;
use crate::seconds::{Seconds, TimeOfDay};
use crate::teams::duty::Duty;
use crate::visits::roster;

use super::store::{self, StopRow};

/// A slot of a time line.
const SLOT: Seconds = Seconds::minutes(5);
/// How many slots an hour has.
const SLOTS: i32 = 12;

/// How far a household of today is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The visit ended.
    Done,
    /// The team is at the door.
    AtTheDoor,
    /// The team is on its way.
    EnRoute,
    /// The told window is over and nobody came.
    Late,
    /// Still to come.
    ToCome,
}

/// An entry of a time line. `slot` counts from the beginning of the line, `slots` is how many it lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it begins.
    pub slot: i32,
    /// How long it lasts; at least one.
    pub slots: i32,
    /// A household; none: the way to the next one.
    pub household: Option<Household>,
}

/// A household on a time line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// Its place in the route, from 1.
    pub number: usize,
    /// Public code; none in a ward that is not this person's.
    pub code: Option<String>,
    /// Ward code.
    pub ward_code: String,
    /// When the team starts there, and leaves.
    pub from: TimeOfDay,
    /// See `from`.
    pub to: TimeOfDay,
    /// People to capture.
    pub captures: i32,
    /// How far it is.
    pub reached: Reached,
}

/// The day of one duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The team.
    pub team: String,
    /// Wards that it serves.
    pub ward_codes: Vec<String>,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
    /// Households.
    pub households: usize,
    /// Of those, how many are done.
    pub done: usize,
    /// How long somebody has been waiting after the end of the window; none where nobody does.
    pub late: Option<Seconds>,
}

/// All duties of today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// The full hour with which the lines begin.
    pub from_hour: i32,
    /// How many hours they show.
    pub hours: i32,
    /// The slot of this moment; none before and after.
    pub now: Option<i32>,
    /// The duties, in order of their numbers.
    pub lines: Vec<Line>,
}

/// Reads today's duties in this person's wards. Stops of cases that nobody has approved are not among them: no team goes
/// there yet.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(conn: &mut DbConn, staff: &Staff, now: Timestamp) -> StoreResult<Today> {
    let duties = roster::duties_in_wards(conn, staff, now.date())?;
    let ids: Vec<DutyId> = duties.iter().map(|duty| duty.id).collect();
    let mut stops: BTreeMap<DutyId, Vec<StopRow>> = BTreeMap::new();
    for stop in store::stops_of_duties(conn, &ids)? {
        stops.entry(stop.duty_id).or_default().push(stop);
    }
    let (Some(first), Some(last)) =
        (duties.iter().map(|duty| duty.shift.starts_secs).min(), duties.iter().map(|duty| duty.shift.ends_secs).max())
    else {
        return Ok(Today::default());
    };
    let from_hour = first.0.div_euclid(3_600);
    let hours = (last.0 + 3_599).div_euclid(3_600) - from_hour;
    let begin = TimeOfDay(from_hour * 3_600);
    let at = now.secs_of_day();
    let line = |duty: Duty| {
        let stops = stops.remove(&duty.id).unwrap_or_default();
        line(staff, duty, &stops, begin, at)
    };
    let here = slot(begin, at);
    Ok(Today {
        from_hour,
        hours,
        now: (0..hours * SLOTS).contains(&here).then_some(here),
        lines: duties.into_iter().map(line).collect(),
    })
}

fn slot(begin: TimeOfDay, at: TimeOfDay) -> i32 {
    (at - begin).0.div_euclid(SLOT.0)
}

fn line(staff: &Staff, duty: Duty, stops: &[StopRow], begin: TimeOfDay, now: TimeOfDay) -> Line {
    let mut entries = Vec::new();
    let mut leaves = None;
    for (stop, number) in stops.iter().zip(1..) {
        let Some((arrives, departs)) = stop.arrives.zip(stop.departs) else { continue };
        let starts = stop.starts.unwrap_or(arrives);
        if let Some(left) = leaves.filter(|left| *left < arrives) {
            entries.push(entry(begin, left, arrives, None));
        }
        let household = Household {
            number,
            code: staff.may_in_ward(Permission::ReadCases, &stop.ward_code).then(|| stop.code.clone()),
            ward_code: stop.ward_code.clone(),
            from: starts,
            to: departs,
            captures: stop.captures,
            reached: reached(stop, now),
        };
        entries.push(entry(begin, starts, departs, Some(household)));
        leaves = Some(departs);
    }
    let waits = stops.iter().filter(|stop| reached(stop, now) == Reached::Late).filter_map(|stop| stop.window_to);
    Line {
        team: duty.team.name,
        ward_codes: duty.team.ward_codes,
        entries,
        households: stops.len(),
        done: stops.iter().filter(|stop| stop.is_closed).count(),
        late: waits.map(|ended| now - ended).max(),
    }
}

fn entry(begin: TimeOfDay, from: TimeOfDay, to: TimeOfDay, household: Option<Household>) -> Entry {
    let first = slot(begin, from).max(0);
    Entry { slot: first, slots: (slot(begin, to) - first).max(1), household }
}

fn reached(stop: &StopRow, now: TimeOfDay) -> Reached {
    match () {
        () if stop.is_closed => Reached::Done,
        () if stop.has_arrived => Reached::AtTheDoor,
        () if stop.window_to.is_some_and(|to| to < now) => Reached::Late,
        () if stop.is_en_route => Reached::EnRoute,
        () => Reached::ToCome,
    }
}
