//! Rows that make sequences: `stops` and `holds` of duties, `freed_places`, and the duties' stamps.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::door::{Door, StoredDoor, TimeConstraint};
use super::sequence::{Freed, Member, Occupant};
use crate::calendar::HalfDay;
use crate::cases::admissible::AdmissibleTimes;
use crate::cases::household::Address;
use crate::cases::kinds::GroupSiteKind;
use crate::clock::Timestamp;
use crate::db::schema::{cases, duties, freed_places, holds, stops, visits};
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::geography::wards::WardCode;
use crate::geography::zones::ZoneCode;
use crate::ids::{CaseId, DutyId, HoldId, VisitId};
use crate::reference_data::ReferenceData;
use crate::sealed::{Sealed, Vault};
use crate::seconds::{Seconds, TimeOfDay};
use crate::teams::duty::Duty;
use crate::visits::visit::StopTimes;

/// A duty with what stands in it.
pub struct StoredSequence {
    /// The duty.
    pub duty: Duty,
    /// Its stops in driving order.
    pub members: Vec<Member>,
    /// What was given back.
    pub freed: Vec<Freed>,
    /// Who stands there too and cannot be read: nobody knows where, and how long their work takes.
    pub unreadable: Vec<Occupant>,
}

/// Number and stamp of every duty that stands in a span of dates, in order of date and number.
pub fn stamps(conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> StoreResult<Vec<(DutyId, i64)>> {
    let rows = duties::table
        .filter(duties::on_date.between(from, to))
        .filter(duties::cancelled_at.is_null())
        .order((duties::on_date, duties::id))
        .select((duties::id, duties::stamp));
    Ok(rows.load(conn)?)
}

/// Writes a new stamp over the one that was read; false when somebody else was faster.
pub fn restamp(conn: &mut DbConn, duty_id: DutyId, read: i64, new: i64) -> StoreResult<bool> {
    let row = duties::table
        .filter(duties::id.eq(duty_id))
        .filter(duties::stamp.eq(read))
        .filter(duties::cancelled_at.is_null());
    let changes = (duties::stamp.eq(new), duties::version.eq(duties::version + 1));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Some duties with their sequences; cancelled ones are left out.
pub fn sequences(
    conn: &mut DbConn,
    vault: &Vault,
    reference: &ReferenceData,
    duty_ids: &[DutyId],
) -> StoreResult<Vec<StoredSequence>> {
    let mut found = Vec::with_capacity(duty_ids.len());
    for duty in crate::teams::store::not_cancelled(conn, duty_ids)? {
        found.push(StoredSequence { duty, members: Vec::new(), freed: Vec::new(), unreadable: Vec::new() });
    }
    for (duty_id, occupant, member) in visit_members(conn, vault, reference, duty_ids)? {
        push(&mut found, duty_id, occupant, member);
    }
    for (duty_id, occupant, member) in hold_members(conn, vault, duty_ids)? {
        push(&mut found, duty_id, occupant, member);
    }
    for (duty_id, half_day, secs, public_at) in freed(conn, duty_ids)? {
        if let Some(stored) = found.iter_mut().find(|stored| stored.duty.id == duty_id) {
            stored.freed.push(Freed { half_day, secs, public_at });
        }
    }
    for stored in &mut found {
        stored.members.sort_by_key(|member| member.position);
    }
    Ok(found)
}

fn push(found: &mut [StoredSequence], duty_id: DutyId, occupant: Occupant, member: Option<Member>) {
    if let Some(stored) = found.iter_mut().find(|stored| stored.duty.id == duty_id) {
        match member {
            Some(member) => stored.members.push(member),
            None => stored.unreadable.push(occupant),
        }
    }
}

/// Duty, who stands there, and what is known of them; nothing when it cannot be read.
type Read = (DutyId, Occupant, Option<Member>);

type VisitStopRow = (
    (DutyId, VisitId, i32),
    (CaseId, i32, Seconds, Option<HalfDay>, Option<TimeOfDay>, Option<TimeOfDay>, Option<Timestamp>),
    (String, Option<String>, Option<GroupSiteKind>, Sealed<Address>, Option<Timestamp>),
);

fn visit_members(
    conn: &mut DbConn,
    vault: &Vault,
    reference: &ReferenceData,
    duty_ids: &[DutyId],
) -> StoreResult<Vec<Read>> {
    let rows: Vec<VisitStopRow> = stops::table
        .inner_join(visits::table.inner_join(cases::table))
        .filter(stops::duty_id.eq_any(duty_ids))
        .select((
            (stops::duty_id, stops::visit_id, stops::position),
            (
                visits::case_id,
                visits::captures,
                visits::service_secs,
                visits::promised_half_day,
                visits::window_from_secs,
                visits::window_to_secs,
                visits::published_at,
            ),
            (cases::ward_code, cases::sub_area, cases::group_site, cases::sealed_address, cases::verified_at),
        ))
        .load(conn)?;
    let read = |row: VisitStopRow| {
        let (duty_id, visit_id, _) = row.0;
        let member = unless_unreadable(visit_member(row, vault, reference), "visits", visit_id)?;
        Ok((duty_id, Occupant::Visit(visit_id), member))
    };
    rows.into_iter().map(read).collect()
}

fn visit_member(
    ((_, visit_id, position), visit, (ward_code, sub_area, group_site, address, verified_at)): VisitStopRow,
    vault: &Vault,
    reference: &ReferenceData,
) -> StoreResult<Member> {
    let (case_id, captures, service_secs, half_day, from_secs, to_secs, published_at) = visit;
    let damaged = || StoreError::Damaged(format!("stop of visit {visit_id}"));
    let time = match (published_at, from_secs, to_secs, half_day) {
        (Some(_), Some(from_secs), Some(to_secs), _) => TimeConstraint::Window { from_secs, to_secs },
        (_, _, _, Some(half_day)) => TimeConstraint::HalfDay(half_day),
        _ => return Err(damaged()),
    };
    let ward = WardCode::parse(&ward_code).map_err(|_| damaged())?;
    let spot = reference.geography.locate(&ward, sub_area.map(ZoneCode).as_ref(), vault.unseal(&address)?.point());
    let door = Door {
        case_id: Some(case_id),
        ward_code,
        spot: spot.map_err(|_| damaged())?,
        captures,
        service_secs,
        setup_secs: reference.durations.setup_secs(group_site.is_some()),
        is_approved: verified_at.is_some(),
        admissible: AdmissibleTimes::default(),
    };
    Ok(Member { occupant: Occupant::Visit(visit_id), position, door, time })
}

fn hold_members(conn: &mut DbConn, vault: &Vault, duty_ids: &[DutyId]) -> StoreResult<Vec<Read>> {
    type Row = (HoldId, DutyId, i32, HalfDay, Sealed<StoredDoor>, i32, Seconds, (Seconds, Option<VisitId>));
    let rows: Vec<Row> = holds::table
        .filter(holds::duty_id.eq_any(duty_ids))
        .filter(holds::ended_at.is_null())
        .select((
            holds::id,
            holds::duty_id,
            holds::position,
            holds::half_day,
            holds::sealed_door,
            holds::captures,
            holds::service_secs,
            (holds::setup_secs, holds::visit_id),
        ))
        .load(conn)?;
    let member = |(id, _, position, half_day, sealed, captures, service_secs, (setup_secs, visit_id)): Row| {
        let stored = vault.unseal(&sealed)?;
        let (ward_code, spot) = stored.location().ok_or_else(|| StoreError::Damaged(format!("hold {id}")))?;
        // A hold with a visit is an invitation: an approved household that waits.
        let is_approved = visit_id.is_some();
        let admissible = AdmissibleTimes::default();
        let door = Door { case_id: None, ward_code, spot, captures, service_secs, setup_secs, is_approved, admissible };
        Ok(Member { occupant: Occupant::Hold(id), position, door, time: TimeConstraint::HalfDay(half_day) })
    };
    let read = |row: Row| {
        let (id, duty_id) = (row.0, row.1);
        Ok((duty_id, Occupant::Hold(id), unless_unreadable(member(row), "holds", id)?))
    };
    rows.into_iter().map(read).collect()
}

fn freed(conn: &mut DbConn, duty_ids: &[DutyId]) -> StoreResult<Vec<(DutyId, HalfDay, Seconds, Timestamp)>> {
    let rows = freed_places::table.filter(freed_places::duty_id.eq_any(duty_ids)).select((
        freed_places::duty_id,
        freed_places::half_day,
        freed_places::secs,
        freed_places::public_at,
    ));
    Ok(rows.load(conn)?)
}

/// Published duties from a date on in which somebody is approved and booked and has no window, in order of their
/// numbers.
pub fn duties_to_tell(conn: &mut DbConn, from: NaiveDate) -> StoreResult<Vec<DutyId>> {
    let rows = stops::table
        .inner_join(visits::table.inner_join(cases::table))
        .inner_join(duties::table)
        .filter(duties::published_at.is_not_null())
        .filter(duties::cancelled_at.is_null())
        .filter(duties::on_date.ge(from))
        .filter(visits::window_from_secs.is_null())
        .filter(visits::booked_at.is_not_null())
        .filter(visits::closed_at.is_null())
        .filter(visits::cancelled_at.is_null())
        .filter(visits::en_route_at.is_null())
        .filter(visits::arrived_at.is_null())
        .filter(cases::verified_at.is_not_null())
        .filter(cases::refused_at.is_null())
        .filter(cases::withdrawn_at.is_null())
        .order(duties::id)
        .select(duties::id)
        .distinct();
    Ok(rows.load(conn)?)
}

/// Moves a stop or a hold to another position.
pub fn move_to(conn: &mut DbConn, occupant: Occupant, position: i32) -> StoreResult<()> {
    match occupant {
        Occupant::Visit(id) => diesel::update(stops::table.find(id)).set(stops::position.eq(position)).execute(conn)?,
        Occupant::Hold(id) => return crate::visits::store::move_hold(conn, id, position),
    };
    Ok(())
}

/// Ends a hold whose place is gone.
pub fn lose_hold(conn: &mut DbConn, id: HoldId, now: Timestamp) -> StoreResult<()> {
    let row = holds::table.filter(holds::id.eq(id)).filter(holds::ended_at.is_null());
    diesel::update(row).set((holds::ended_at.eq(now), holds::ended_as.eq("lost"))).execute(conn)?;
    Ok(())
}

/// Writes the planned times of a stop.
pub fn set_times(conn: &mut DbConn, visit_id: VisitId, times: StopTimes) -> StoreResult<()> {
    let changes = (
        stops::arrives_secs.eq(times.arrives_secs),
        stops::starts_secs.eq(times.starts_secs),
        stops::departs_secs.eq(times.departs_secs),
    );
    diesel::update(stops::table.find(visit_id)).set(changes).execute(conn)?;
    Ok(())
}
