//! What a family sees of its case: where it stands, who comes and about when, what to prepare.
use chrono::NaiveDate;

use super::bring::{self, Prepare};
use super::code_words::CodeWords;
use super::progress::{Progress, StopNow, progress};
use super::standing::Standing;
use super::store::{self, StoredOutcome};
use super::visit::{Booking, Promise, Visit, VisitState};
use crate::calendar::Calendar;
use crate::cases::answer::Answered;
use crate::cases::case::{Case, State};
use crate::cases::data_request::{DataRequest, DataRequestKind};
use crate::cases::household::Household;
use crate::cases::kinds::ReturnChannel;
use crate::cases::not_before::NotBefore;
use crate::cases::preference::TimePreference;
use crate::cases::triage::TriageDecision;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::VisitId;
use crate::teams::duty::Duty;
use crate::text::dates::long_date;
use crate::text::messages::Words;
use crate::text::said;

/// A case as its family follows it.
pub struct Followed {
    /// The case.
    pub case: Case,
    /// Its visits, oldest first, each with who comes.
    pub visits: Vec<FollowedVisit>,
    /// What to have ready; empty once no team is to come.
    pub prepare: Vec<Prepare>,
    /// Who lives there.
    pub household: Household,
    /// Visits whose day is over and that nobody reported.
    pub overdue: Vec<VisitId>,
    /// By when an unapproved case must be approved to keep its half-day.
    pub approved_by: Option<Timestamp>,
    /// On the day itself: how many are before, and about when the team comes.
    pub progress: Option<Progress>,
    /// How the cards come back, if the family has chosen.
    pub return_channel: Option<ReturnChannel>,
    /// That everything is to be erased, if the family asked for it.
    pub deletion: Option<DataRequest>,
    /// Before which day nobody comes, while that is still to come.
    pub not_before: Option<NotBefore>,
    /// Which half-days suit the family, as far as that still rules something out.
    pub preference: Option<TimePreference>,
    /// What the family answered to a question before the decision.
    pub answer: Option<Answered>,
    /// That it ended because another case of the same people goes on.
    pub is_joined: bool,
}

/// One visit of it.
pub struct FollowedVisit {
    /// The visit.
    pub visit: Visit,
    /// Who comes.
    pub duty: Option<Duty>,
    /// How it ended.
    pub outcomes: Vec<StoredOutcome>,
    /// Whether the days on which its cards are due rest on a calendar that is not announced yet (R5, R6).
    pub due_may_change: bool,
    /// The words at the door, from publication to the end of the promised day.
    pub words: Option<CodeWords>,
}

/// Puts together what a family may see. Whether the requester is the family was checked before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn follow(conn: &mut DbConn, desk: &Desk, case: Case) -> StoreResult<Followed> {
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let household = case.unseal(&desk.vault, &applicants)?;
    let mut visits = Vec::new();
    for visit in store::of_case(conn, case.id)? {
        // Names come with the window: before it, another team may still come.
        let duty = match store::stop_of(conn, visit.id)? {
            Some(stop) if visit.promise.is_some() => crate::teams::store::duty(conn, stop.duty_id)?,
            _ => None,
        };
        let outcomes = store::outcomes_of(conn, &[visit.id])?;
        let words = CodeWords::of(&desk.vault, &visit, &case.code, desk.now().date());
        let due_may_change = outcomes.iter().any(|outcome| rests_on_estimates(&desk.calendar, outcome));
        visits.push(FollowedVisit { visit, duty, outcomes, due_may_change, words });
    }
    let is_overdue = |one: &&FollowedVisit| one.visit.is_overdue(&desk.settings.hours, desk.now());
    let overdue = visits.iter().filter(is_overdue).map(|one| one.visit.id).collect();
    let booked = current(&visits).and_then(|one| one.visit.booking);
    let approved_by = booked.map(|booking| desk.settings.booking.approved_by(booking.on, booking.booked_at));
    let progress = progress_of(conn, desk, &visits)?;
    let return_channel = crate::cases::store::return_channel_of(conn, case.id)?;
    let deletion = crate::cases::store::data_request_of(conn, case.id, DataRequestKind::Delete)?;
    let live = matches!(case.state(), State::Filed | State::Verified);
    let not_before = case.not_before.filter(|_| live).and_then(|limit| limit.ahead(desk.now().date()));
    let preference = case.preference.ahead(desk.now().date()).stated().filter(|_| live);
    let answer = crate::cases::store::answer_of(conn, &desk.vault, &case)?;
    let is_joined = case.state() == State::Withdrawn && crate::cases::store::joined_into(conn, case.id)?.is_some();
    let mut followed = Followed {
        case,
        visits,
        prepare: Vec::new(),
        household,
        overdue,
        approved_by,
        progress,
        return_channel,
        deletion,
        not_before,
        preference,
        answer,
        is_joined,
    };
    if followed.expects_team() {
        followed.prepare = bring::to_prepare(&followed.household);
    }
    Ok(followed)
}

fn rests_on_estimates(calendar: &Calendar, outcome: &StoredOutcome) -> bool {
    let span = outcome.captured_on.zip(outcome.due_on);
    span.is_some_and(|(captured_on, due_on)| calendar.rests_on_estimates(captured_on, due_on))
}

/// The day itself, from the beginning of the duty to its end: what is reported of the stops before.
fn progress_of(conn: &mut DbConn, desk: &Desk, visits: &[FollowedVisit]) -> StoreResult<Option<Progress>> {
    let (today, now) = (desk.now().date(), desk.now().secs_of_day());
    let Some(one) = current(visits) else { return Ok(None) };
    let (Some(duty), Some(promise)) = (&one.duty, one.visit.promise) else { return Ok(None) };
    if promise.on != today
        || !(duty.shift.starts_secs..=duty.shift.ends_secs).contains(&now)
        || duty.cancelled.is_some()
    {
        return Ok(None);
    }
    let mut stops = store::stops_of_duties(conn, &[duty.id])?;
    // Nobody drives to a house whose case nobody has approved.
    let approved = store::approved_in_duty(conn, duty.id)?;
    stops.retain(|stop| approved.contains(&stop.visit_id));
    let Some(own) = stops.iter().position(|stop| stop.visit_id == one.visit.id) else { return Ok(None) };
    let mut reported = Vec::with_capacity(stops.len());
    for stop in &stops {
        let at = |moment: Option<Timestamp>| moment.filter(|at| at.date() == today).map(Timestamp::secs_of_day);
        let visit = store::find(conn, stop.visit_id)?;
        let of = |read: fn(&Visit) -> Option<Timestamp>| at(visit.as_ref().and_then(read));
        reported.push(StopNow {
            times: stop.times,
            left_at: of(|visit| visit.en_route_at),
            arrived_at: of(|visit| visit.arrived_at),
            ended_at: of(|visit| visit.closed_at.or(visit.cancelled_at)),
        });
    }
    Ok(progress(&reported, own, duty.shift.starts_secs, promise.from_secs, now))
}

/// The visit that a page about the case speaks of: the one that a team is at, else the one that comes first, else one
/// that waits.
fn current(visits: &[FollowedVisit]) -> Option<&FollowedVisit> {
    let rank = |one: &&FollowedVisit| {
        let booking = one.visit.booking;
        let under_way = one.visit.is_under_way();
        (!under_way, one.visit.arrived_at.is_none(), booking.is_none(), booking.map(|booking| booking.on), one.visit.id)
    };
    visits.iter().filter(|one| one.visit.is_open()).min_by_key(rank)
}

impl Followed {
    /// The visit that a page about the case speaks of.
    pub fn current(&self) -> Option<&FollowedVisit> {
        current(&self.visits)
    }

    /// Where the case stands.
    pub fn standing(&self) -> Standing {
        if let Some(on) = self.erased_on() {
            return Standing::Erased(on);
        }
        let undecided = match self.case.state() {
            State::Withdrawn if self.is_joined => return Standing::Joined,
            State::Withdrawn => return Standing::Withdrawn,
            State::Refused => return Standing::Refused,
            State::Filed => Some(self.undecided()),
            State::Verified => None,
        };
        let Some(open) = current(&self.visits) else {
            let ended = if self.visits.iter().any(|one| one.visit.closed_at.is_some()) {
                Standing::Ended
            } else {
                undecided.unwrap_or(Standing::Waiting)
            };
            return self.last_due_on().map_or(ended, Standing::Done);
        };
        let overdue = self.overdue.contains(&open.visit.id);
        match (open.visit.state(), undecided, open.visit.promise, open.visit.booking) {
            (VisitState::EnRoute, ..) => Standing::OnTheWay,
            (VisitState::Arrived, ..) => Standing::AtTheDoor,
            (_, None, ..) if overdue => Standing::Overdue,
            (_, Some(undecided), ..) => undecided,
            (_, _, Some(promise), _) => Standing::Promised(promise),
            (_, _, _, Some(booking)) => Standing::Booked(booking),
            _ if open.visit.number > 1 => Standing::WaitingAgain,
            _ => Standing::Waiting,
        }
    }

    /// Where a case stands that nobody has decided.
    fn undecided(&self) -> Standing {
        match (self.question(), self.held(), self.approved_by) {
            (Some(_), Some(booking), Some(deadline)) => Standing::AskedAndBooked(booking, deadline),
            (Some(_), ..) => Standing::Asked,
            (None, Some(booking), Some(deadline)) => Standing::FiledAndBooked(booking, deadline),
            (None, ..) if self.case.triage == TriageDecision::Visit => Standing::FiledToChoose,
            (None, ..) => Standing::Filed,
        }
    }

    /// What the page may say of the day itself: nothing that its first sentence does not carry.
    pub fn shown_progress(&self) -> Option<Progress> {
        self.progress.filter(|_| matches!(self.standing(), Standing::Promised(_) | Standing::OnTheWay))
    }

    /// The half-day that is taken and not over.
    pub fn held(&self) -> Option<Booking> {
        let open = &current(&self.visits)?.visit;
        open.booking.filter(|_| !self.overdue.contains(&open.id))
    }

    /// The day on which everything that identifies was erased.
    pub fn erased_on(&self) -> Option<NaiveDate> {
        self.deletion.and_then(|request| request.done_at).map(Timestamp::date)
    }

    /// What a dispatcher asked and still waits for.
    pub fn question(&self) -> Option<&str> {
        self.household.question.as_deref().filter(|_| self.case.is_asked() && self.answer.is_none())
    }

    /// What it answered, until somebody decides.
    pub fn answer(&self) -> Option<&str> {
        let answer = self.answer.as_ref().filter(|_| self.case.is_asked());
        answer.map(|answer| answer.text.as_str())
    }

    /// Whether a team is still to come, as far as anybody knows.
    pub fn expects_team(&self) -> bool {
        let ended = !self.visits.is_empty() && self.visits.iter().all(|one| !one.visit.is_open());
        matches!(self.case.state(), State::Filed | State::Verified) && !ended
    }

    /// Whether somebody was captured.
    pub fn is_captured(&self) -> bool {
        self.visits.iter().flat_map(|one| &one.outcomes).any(|outcome| outcome.code.is_captured())
    }

    /// Whether the team is on its way or at the door.
    pub fn is_under_way(&self) -> bool {
        self.visits.iter().any(|one| one.visit.is_under_way())
    }

    /// Whether it can still be withdrawn.
    pub fn can_withdraw(&self) -> bool {
        matches!(self.case.state(), State::Filed | State::Verified) && !self.is_under_way() && !self.is_captured()
    }

    /// When the last captured card is due.
    pub fn last_due_on(&self) -> Option<NaiveDate> {
        let outcomes = self.visits.iter().flat_map(|one| &one.outcomes);
        outcomes.filter_map(|outcome| outcome.due_on).max()
    }

    /// The telephone of the team that comes next.
    pub fn team_phone(&self) -> Option<&str> {
        let duty = current(&self.visits)?.duty.as_ref()?;
        Some(duty.team.hot_line.as_str())
    }
}

impl Promise {
    /// "Thứ Bảy 28/11/2026, từ 09:15 đến 11:15".
    pub fn words(&self) -> String {
        format!("{}, {}", long_date(self.on), self.window_words())
    }

    /// "từ 09:15 đến 11:15".
    pub fn window_words(&self) -> String {
        said::window(Words::VIETNAMESE, self.from_secs, self.to_secs)
    }
}
