//! Tells the families of a published run their windows, duty by duty: each in a transaction of its own.
use super::{Publication, Published};
use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::DutyId;
use crate::planning::proposal::ProposedStop;
use crate::planning::store;
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::visits::notify::{self, Appointment, Reached};
use crate::visits::promise::{self, promise_of};
use crate::visits::store as visits;
use crate::visits::visit::{Promise, StopTimes};

/// Tells everybody who is still to be told; gives what publishing did, with how they were reached. Whoever it does not
/// come to is told by the worker.
///
/// # Errors
/// [`crate::db::StoreError`]; who was told stays told.
pub fn all(desk: &Desk, staff: Option<&Staff>, published: Published) -> StoreResult<Publication> {
    let Published { mut done, run, owed } = published;
    let Some(run) = run else { return Ok(done) };
    for proposed in &run.proposal.duties {
        let stops: Vec<&ProposedStop> = proposed.stops.iter().filter(|stop| owed.contains(&stop.visit_id)).collect();
        if stops.is_empty() {
            continue;
        }
        let reached = desk.db.write(|conn| duty(conn, desk, staff, proposed.duty_id, &stops, run.created_at))?;
        done.mails += reached.iter().filter(|how| matches!(how, Reached::ByMail)).count();
        done.calls += reached.iter().filter(|how| matches!(how, Reached::ByCall)).count();
    }
    Ok(done)
}

/// The window of a proposed stop.
pub fn window(stop: &ProposedStop, duty: &Duty, desk: &Desk, planned_at: Timestamp) -> Promise {
    let settings = &desk.settings;
    promise_of(stop.arrives_secs, stop.starts_secs, duty, &settings.planning, &settings.hours, planned_at)
}

/// Tells the households of one duty; gives how each learns its window, also whom somebody else has told meanwhile. Who
/// was moved or is not approved any more is left out.
fn duty(
    conn: &mut DbConn,
    desk: &Desk,
    staff: Option<&Staff>,
    duty_id: DutyId,
    proposed: &[&ProposedStop],
    planned_at: Timestamp,
) -> StoreResult<Vec<Reached>> {
    let now = desk.now();
    teams::lock_duties(conn, &[duty_id])?;
    let Some(duty) = teams::duty(conn, duty_id)? else { return Ok(Vec::new()) };
    let cases = store::cases_of(conn, &proposed.iter().map(|stop| stop.visit_id).collect::<Vec<_>>())?;
    crate::cases::store::lock(conn, &cases)?;
    let stops = visits::stops_of_duties(conn, &[duty_id])?;
    let stands = |stop: &ProposedStop| {
        let times = StopTimes {
            arrives_secs: stop.arrives_secs,
            starts_secs: stop.starts_secs,
            departs_secs: stop.departs_secs,
        };
        stops.iter().any(|one| one.visit_id == stop.visit_id && one.times == Some(times))
    };
    let mut reached = Vec::new();
    for stop in proposed {
        let Some(visit) = visits::find(conn, stop.visit_id)?.filter(|visit| visit.duty_id == Some(duty_id)) else {
            continue;
        };
        if visit.promise.is_some() {
            reached.extend(notify::how_told(conn, &visit)?);
            continue;
        }
        let case = crate::cases::store::case_by_id(conn, visit.case_id)?.filter(|case| case.is_approved());
        let Some(case) = case.filter(|_| visit.is_movable() && stands(stop)) else { continue };
        let promise = Promise { published_at: now, ..window(stop, &duty, desk, planned_at) };
        reached.extend(promise::tell(
            conn,
            desk,
            staff,
            &case,
            Appointment { visit: &visit, promise, duty: &duty },
            now,
        )?);
    }
    // Windows are part of a sequence's content: whoever has it in memory must read it again.
    teams::restamp(conn, duty_id, &desk.dice)?;
    Ok(reached)
}
