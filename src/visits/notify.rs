//! What a family must know about its visits, one function for each fact: the mail, what a caller would say, the state.
use super::emails;
use super::outcomes::Outcome;
use super::say::{self, CancelledBecause, Why};
use super::visit::{Promise, Visit};
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::VisitId;
use crate::notifications::{self, Fact, FactKind, How, holders, take_entry_back};
use crate::teams::duty::Duty;

/// Who is told: a case, with its household where somebody has it at hand.
pub type Whom<'a> = (&'a Case, Option<&'a Household>);

/// How a family learns a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By mail, or a mail is on its way beside the screen.
    ByMail,
    /// Somebody has to call.
    ByCall,
    /// It read the answer on its screen, and gets no mail.
    OnScreen,
}

/// Whether the family was told an appointment of this visit, and nothing since that took it back.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn knows_window(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<bool> {
    let beside = |kind| matches!(kind, FactKind::Officers | FactKind::Place | FactKind::OldEntry);
    let last = notifications::store::of_visit(conn, visit_id)?.into_iter().rfind(|fact| !beside(fact.kind));
    Ok(last.is_some_and(|fact| fact.kind == FactKind::Appointment))
}

/// How the family of a visit learns the window that it has; none while it has none.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn how_told(conn: &mut DbConn, visit: &Visit) -> StoreResult<Option<Reached>> {
    if visit.promise.is_none() {
        return Ok(None);
    }
    let facts = notifications::store::of_visit(conn, visit.id)?;
    let told = facts.iter().rfind(|fact| fact.kind == FactKind::Appointment);
    Ok(told.map(|fact| if fact.mail.is_some() { Reached::ByMail } else { Reached::ByCall }))
}

/// Tells an appointment: date, window, officers. `visit` is as it was read before the change was stored. `own`: the
/// family made it so itself.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn appointment(
    conn: &mut DbConn,
    desk: &Desk,
    whom: Whom<'_>,
    (visit, promise, duty): (&Visit, Promise, &Duty),
    (why, own): (Why, bool),
    now: Timestamp,
) -> StoreResult<Reached> {
    let (case, household) = (whom.0, household_of(conn, desk, whom)?);
    let kind = match why {
        Why::Officers => FactKind::Officers,
        Why::Place => FactKind::Place,
        Why::New | Why::Changed | Why::Address | Why::Confirmed => FactKind::Appointment,
    };
    let script = say::appointment(why, promise, duty, &household);
    let how = How::of(case.email(&desk.vault)?, own, |to| {
        emails::published(desk, to, (case, &household), (visit, promise, duty), why, now)
    })?;
    about_visit(conn, desk, (case, visit), (kind, &script), how, now)
}

/// Tells a half-day that was taken; the window follows.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn half_day(
    conn: &mut DbConn,
    desk: &Desk,
    whom: Whom<'_>,
    (before, visit): (&Visit, &Visit),
    (why, own): (Why, bool),
    now: Timestamp,
) -> StoreResult<Reached> {
    let Some(booking) = visit.booking else { return Ok(Reached::OnScreen) };
    let (case, household) = (whom.0, household_of(conn, desk, whom)?);
    let script = say::half_day(why, booking, case, &household);
    let how = How::of(case.email(&desk.vault)?, own, |to| {
        emails::booked(desk, to, (case, &household), (before, booking), why, now)
    })?;
    let kind = if why == Why::Place { FactKind::Place } else { FactKind::HalfDay };
    about_visit(conn, desk, (case, before), (kind, &script), how, now)
}

/// Tells that a half-day is no more and the case goes on. `visit` is as it was while it had it.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn ended(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    visit: &Visit,
    (because, own): (CancelledBecause, bool),
    now: Timestamp,
) -> StoreResult<Reached> {
    let reason = case.refusal(&desk.vault)?;
    let script = say::ended(because, case, Some(visit), reason.as_deref());
    let how = How::of(case.email(&desk.vault)?, own, |to| {
        emails::cancelled(desk, to, case, (Some(visit), because, &script), now)
    })?;
    about_visit(conn, desk, (case, visit), (kind_of(because), &script), how, now)
}

/// Tells that the whole wish has ended, once, whatever the number of its visits. `open` are its visits as they were
/// before; each calendar entry is taken back.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn case_ended(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    open: &[&Visit],
    (because, own): (CancelledBecause, bool),
    now: Timestamp,
) -> StoreResult<Reached> {
    let first = open.iter().find(|visit| visit.booking.is_some()).or(open.first()).copied();
    let reason = case.refusal(&desk.vault)?;
    let script = say::ended(because, case, first, reason.as_deref());
    let how =
        How::of(case.email(&desk.vault)?, own, |to| emails::cancelled(desk, to, case, (first, because, &script), now))?;
    let reached = match first {
        Some(visit) => about_visit(conn, desk, (case, visit), (kind_of(because), &script), how, now)?,
        None => about_case(conn, desk, case, (kind_of(because), &script), how, now)?,
    };
    for other in open.iter().filter(|visit| first.is_none_or(|first| first.id != visit.id)) {
        take_entries_back(conn, desk, (case, other), None, now)?;
    }
    Ok(reached)
}

/// Tells that a team could not do it, and what comes next. `visit` is as it was while it was to come.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn failed(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    visit: &Visit,
    outcomes: &[Outcome],
    now: Timestamp,
) -> StoreResult<Reached> {
    let script = say::failed(outcomes, visit);
    let how = How::of(case.email(&desk.vault)?, false, |to| emails::failed(desk, to, case, visit, &script, now))?;
    about_visit(conn, desk, (case, visit), (FactKind::Failed, &script), how, now)
}

/// Tells something else about a visit in whole sentences; `key` names it, for instance the number of the report that
/// corrects another one.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn sentences(
    conn: &mut DbConn,
    desk: &Desk,
    (case, visit): (&Case, &Visit),
    (kind, key, script): (FactKind, &str, &str),
    now: Timestamp,
) -> StoreResult<Reached> {
    let key = format!("visit-notice:{}:{key}", visit.id);
    let how = How::of(case.email(&desk.vault)?, false, |to| emails::notice(key, to, case, script))?;
    about_visit(conn, desk, (case, visit), (kind, script), how, now)
}

/// Takes the calendar entries of a visit back wherever they are, except at one address.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn take_entries_back(
    conn: &mut DbConn,
    desk: &Desk,
    (case, visit): (&Case, &Visit),
    except: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    for holder in holders(conn, &desk.vault, visit.id, now)? {
        let Some(address) = holder.or(desk.vault.unseal(&case.contact)?.email) else { continue };
        if except == Some(&*address) {
            continue;
        }
        let gone = emails::entry_gone(desk, address, case, visit, now)?;
        take_entry_back(conn, desk, (case.id, visit.id), gone, now)?;
    }
    Ok(())
}

fn kind_of(because: CancelledBecause) -> FactKind {
    match because {
        CancelledBecause::Withdrawn => FactKind::Withdrawn,
        CancelledBecause::Postponed => FactKind::Postponed,
        CancelledBecause::GivenBack => FactKind::GivenBack,
        CancelledBecause::Refused => FactKind::Refused,
        CancelledBecause::NotApproved => FactKind::NotApprovedInTime,
        CancelledBecause::NotNeeded => FactKind::Corrected,
    }
}

fn household_of(conn: &mut DbConn, desk: &Desk, (case, known): Whom<'_>) -> StoreResult<Household> {
    if let Some(household) = known {
        return Ok(household.clone());
    }
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    Ok(case.unseal(&desk.vault, &applicants)?)
}

fn about_visit(
    conn: &mut DbConn,
    desk: &Desk,
    (case, visit): (&Case, &Visit),
    (kind, script): (FactKind, &str),
    how: How,
    now: Timestamp,
) -> StoreResult<Reached> {
    let reached = Reached::of(&how);
    let to = how.outgoing().map(|outgoing| outgoing.mail.to.clone());
    let fact = Fact { case_id: case.id, visit_id: Some(visit.id), hold_id: None, kind, script };
    notifications::tell(conn, desk, &fact, how, now)?;
    // Nothing was ever told of a visit whose calendar entry has no number yet.
    if visit.invite_sequence > 0 {
        take_entries_back(conn, desk, (case, visit), to.as_deref(), now)?;
    }
    Ok(reached)
}

fn about_case(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    (kind, script): (FactKind, &str),
    how: How,
    now: Timestamp,
) -> StoreResult<Reached> {
    let reached = Reached::of(&how);
    let fact = Fact { case_id: case.id, visit_id: None, hold_id: None, kind, script };
    notifications::tell(conn, desk, &fact, how, now)?;
    Ok(reached)
}

impl Reached {
    fn of(how: &How) -> Self {
        match how {
            How::Mail(_) | How::Page(Some(_)) => Self::ByMail,
            How::Call => Self::ByCall,
            How::Page(None) => Self::OnScreen,
        }
    }
}
