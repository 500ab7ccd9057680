//! Tells the families of a published run their windows, duty by duty: each in a transaction of its own.
use super::{Publication, Published};
use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::planning::proposal::{ProposedDuty, ProposedStop};
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::visits::notify::Reached;
use crate::visits::promise::{self, promise_of};
use crate::visits::say::Why;
use crate::visits::store as visits;
use crate::visits::visit::{Promise, StopTimes};
use crate::web::Desk;

/// Tells everybody who is still to be told; gives what publishing did, with how they were reached. Whoever it does not
/// come to is told by the worker.
///
/// # Errors
/// [`crate::db::StoreError`]; who was told stays told.
pub fn all(desk: &Desk, staff: Option<&Staff>, published: Published) -> StoreResult<Publication> {
    let Published { mut done, run, told_before } = published;
    let Some(run) = run else { return Ok(done) };
    for proposed in run.proposal.duties.iter().filter(|duty| !duty.stops.is_empty()) {
        let why = |visit_id: i64| if told_before.contains(&visit_id) { Why::Changed } else { Why::New };
        let reached = desk.db.write(|conn| duty(conn, desk, staff, proposed, (&why, run.created_at)))?;
        done.mails += reached.iter().filter(|how| matches!(how, Reached::ByMail)).count();
        done.calls += reached.iter().filter(|how| matches!(how, Reached::ByCall)).count();
    }
    Ok(done)
}

/// The window of a proposed stop.
pub fn window(stop: &ProposedStop, duty: &Duty, desk: &Desk, planned_at: Timestamp) -> Promise {
    let arrival = (stop.arrives_secs, stop.starts_secs);
    promise_of(arrival, duty, &desk.settings.planning, &desk.settings.hours, planned_at)
}

/// Tells the households of one duty. Who has its window, was moved or is not approved meanwhile is left out.
fn duty(
    conn: &mut DbConn,
    desk: &Desk,
    staff: Option<&Staff>,
    proposed: &ProposedDuty,
    (why, planned_at): (&dyn Fn(i64) -> Why, Timestamp),
) -> StoreResult<Vec<Reached>> {
    let now = desk.now();
    teams::lock_duties(conn, &[proposed.duty_id])?;
    let Some(duty) = teams::duty(conn, proposed.duty_id)? else { return Ok(Vec::new()) };
    let stops = visits::stops_of_duties(conn, &[duty.id])?;
    let stands = |stop: &&ProposedStop| {
        let times = StopTimes {
            arrives_secs: stop.arrives_secs,
            starts_secs: stop.starts_secs,
            departs_secs: stop.departs_secs,
        };
        stops.iter().any(|one| one.visit_id == stop.visit_id && one.times == Some(times))
    };
    let mut owed = Vec::new();
    for stop in proposed.stops.iter().filter(stands) {
        let visit = visits::find(conn, stop.visit_id)?;
        owed.extend(visit.filter(|visit| visit.is_movable() && visit.promise.is_none()).map(|visit| (stop, visit)));
    }
    let cases: Vec<i64> = owed.iter().map(|(_, visit)| visit.case_id).collect();
    crate::cases::store::lock(conn, &cases)?;
    let mut reached = Vec::new();
    for (stop, read) in owed {
        // Read again under the lock of its case.
        let visit = visits::find(conn, read.id)?.filter(|visit| *visit == read);
        let case = crate::cases::store::case_by_id(conn, read.case_id)?.filter(|case| case.is_approved());
        let (Some(visit), Some(case)) = (visit, case) else { continue };
        let promise = Promise { published_at: now, ..window(stop, &duty, desk, planned_at) };
        let whom = (&visit, promise, &duty, why(visit.id));
        reached.extend(promise::tell(conn, desk, staff, &case, whom, now)?);
    }
    // Windows are part of a sequence's content: whoever has it in memory must read it again.
    teams::restamp(conn, duty.id, &desk.dice)?;
    Ok(reached)
}
