//! The shapes of visits in JSON.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::calendar::HalfDay;
use crate::cases::kinds::Mobility;
use crate::cases::return_channel::ReturnChannel;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::VisitState;
use crate::visits::call::Call;
use crate::visits::code_words::CodeWords;
use crate::visits::follow::{Followed, FollowedVisit};
use crate::visits::outcomes::Outcome;
use crate::visits::progress::Progress;
use crate::visits::roster::{RosterDuty, RosterStop};

/// The rosters of a day.
#[derive(Serialize, ToSchema)]
pub struct RosterBody {
    /// The day.
    pub date: NaiveDate,
    /// Its duties.
    pub duties: Vec<RosterDutyBody>,
}

/// One duty with its stops.
#[derive(Serialize, ToSchema)]
pub struct RosterDutyBody {
    /// Its number.
    pub duty_id: i64,
    /// Team.
    pub team: String,
    /// The team's phone.
    pub hot_line: String,
    /// Kit.
    pub kit: String,
    /// Officers with badge numbers.
    pub officers: Vec<String>,
    /// Leaves the base, `HH:MM`.
    pub leaves: String,
    /// Is back, `HH:MM`.
    pub back_by: String,
    /// Stops in driving order.
    pub stops: Vec<RosterStopBody>,
}

/// One stop.
#[derive(Serialize, ToSchema)]
pub struct RosterStopBody {
    /// The visit.
    pub visit_id: i64,
    /// First, second … trip to this household.
    pub number: i32,
    /// Place in the sequence, from 1.
    pub position: usize,
    /// Where it stands.
    pub state: VisitState,
    /// Public code; officers say it at the door.
    pub code: String,
    /// Planned arrival, `HH:MM`; none while the visit is only booked.
    pub arrives: Option<String>,
    /// Planned departure, `HH:MM`; none while the visit is only booked.
    pub departs: Option<String>,
    /// What the family was told, in words.
    pub window: Option<String>,
    /// Whom to call.
    pub contact_name: String,
    /// Phone in E.164, for a `tel:` link.
    pub phone: String,
    /// House, street, thôn or tổ dân phố.
    pub address: String,
    /// Ward code.
    pub ward_code: String,
    /// Note for the way.
    pub note: Option<String>,
    /// The people.
    pub people: Vec<RosterPersonBody>,
    /// What to bring besides the kit.
    pub bring: Vec<String>,
    /// How the cards are to come back.
    pub return_channel: ReturnChannel,
    /// The words at the door; none before publication and after the visit.
    pub code_words: Option<CodeWords>,
}

/// One person at a stop.
#[derive(Serialize, ToSchema)]
pub struct RosterPersonBody {
    /// For outcome reports.
    pub applicant_id: i64,
    /// Name.
    pub name: String,
    /// Birth date as far as known, dd/MM/yyyy.
    pub birth: String,
    /// What is asked for, in Vietnamese.
    pub procedure: &'static str,
    /// How the person moves.
    pub mobility: Mobility,
    /// Who must be present.
    pub representative: Option<String>,
}

/// One call to make.
#[derive(Serialize, ToSchema)]
pub struct CallBody {
    /// The visit.
    pub visit_id: i64,
    /// Public code.
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// Whom to call.
    pub contact_name: String,
    /// Phone in E.164.
    pub phone: String,
    /// What to say about the time; without it, that the half-day is postponed and a new one follows.
    pub appointment: Option<String>,
    /// It is an invitation that the family has to answer.
    pub is_invitation: bool,
    /// Who comes.
    pub team: Option<String>,
}

/// Where a case stands.
#[derive(Serialize, ToSchema)]
pub struct FollowBody {
    /// Public code.
    pub code: String,
    /// One Vietnamese sentence.
    pub state: String,
    /// What comes next, Vietnamese.
    pub next: String,
    /// On the day itself: who is before, and about when the team comes.
    pub progress: Option<ProgressBody>,
    /// How the cards come back; the first one unless the family has chosen.
    pub return_channel: ReturnChannel,
    /// What the family is asked before the decision.
    pub question: Option<String>,
    /// Whether it can still be withdrawn.
    pub can_withdraw: bool,
    /// What to have ready, Vietnamese.
    pub prepare: Vec<String>,
    /// Visits, oldest first.
    pub visits: Vec<VisitBody>,
}

/// The day itself as one household may see it; the others stay a number.
#[derive(Serialize, ToSchema)]
pub struct ProgressBody {
    /// Households before this one that are not done.
    pub households_before: usize,
    /// The team comes about from here, `HH:MM`.
    #[schema(example = "09:40")]
    pub from: String,
    /// Until here, `HH:MM`.
    #[schema(example = "10:10")]
    pub to: String,
}

/// One visit as its family sees it.
#[derive(Serialize, ToSchema)]
pub struct VisitBody {
    /// Its number in the database.
    pub id: i64,
    /// First, second … trip.
    pub number: i32,
    /// Where it stands.
    pub state: VisitState,
    /// Promised date.
    pub on: Option<NaiveDate>,
    /// Promised half-day.
    pub half_day: Option<HalfDay>,
    /// Promised window in words.
    pub window: Option<String>,
    /// Team that comes.
    pub team: Option<String>,
    /// The team's phone.
    pub hot_line: Option<String>,
    /// Officers with badge numbers.
    pub officers: Vec<String>,
    /// How it ended, per person.
    pub outcomes: Vec<Outcome>,
    /// When the cards are due.
    pub due_on: Vec<NaiveDate>,
    /// The words at the door, from publication to the end of the promised day.
    pub code_words: Option<CodeWords>,
}

impl RosterBody {
    /// The rosters of a day.
    pub fn of(date: NaiveDate, duties: &[RosterDuty]) -> Self {
        Self { date, duties: duties.iter().map(duty_body).collect() }
    }
}

impl CallBody {
    /// One call.
    pub fn of(call: &Call) -> Self {
        Self {
            visit_id: call.visit.id,
            code: call.code.clone(),
            ward_code: call.ward_code.clone(),
            contact_name: call.household.contact.name.to_string(),
            phone: call.household.contact.phone.dial.clone(),
            appointment: (!call.say.is_postponed()).then(|| call.say.words()),
            is_invitation: call.say.is_invitation(),
            team: call.duty.as_ref().map(|duty| duty.team.name.clone()),
        }
    }
}

impl FollowBody {
    /// Where a case stands.
    pub fn of(followed: &Followed) -> Self {
        Self {
            code: followed.case.code.clone(),
            state: followed.standing().sentence(Words::VIETNAMESE),
            next: followed.standing().next(Words::VIETNAMESE),
            progress: followed.progress.map(ProgressBody::of),
            return_channel: followed.return_channel.unwrap_or(ReturnChannel::WardPolice),
            question: followed.question().map(str::to_owned),
            can_withdraw: followed.can_withdraw(),
            prepare: followed.prepare.iter().map(|one| one.say(Words::VIETNAMESE)).collect(),
            visits: followed.visits.iter().map(VisitBody::of).collect(),
        }
    }
}

impl VisitBody {
    /// One visit as its family sees it.
    pub fn of(one: &FollowedVisit) -> Self {
        let duty = one.duty.as_ref();
        let officers = duty.map(|duty| duty.officers.as_slice()).unwrap_or_default();
        Self {
            id: one.visit.id,
            number: one.visit.number,
            state: one.visit.state(),
            on: one.visit.booking.map(|booking| booking.on),
            half_day: one.visit.booking.map(|booking| booking.half_day),
            window: one.visit.promise.map(|promise| promise.window_words()),
            team: duty.map(|duty| duty.team.name.clone()),
            hot_line: duty.map(|duty| duty.team.hot_line.clone()),
            officers: officers.iter().map(|one| format!("{} ({})", one.full_name, one.badge_number)).collect(),
            outcomes: one.outcomes.iter().map(|outcome| outcome.code).collect(),
            due_on: one.outcomes.iter().filter_map(|outcome| outcome.due_on).collect(),
            code_words: one.words.clone(),
        }
    }
}

impl ProgressBody {
    fn of(progress: Progress) -> Self {
        Self { households_before: progress.before, from: at(progress.from_secs), to: at(progress.to_secs) }
    }
}

fn duty_body(roster: &RosterDuty) -> RosterDutyBody {
    let duty = &roster.duty;
    RosterDutyBody {
        duty_id: duty.id,
        team: duty.team.name.clone(),
        hot_line: duty.team.hot_line.clone(),
        kit: duty.kit.name.clone(),
        officers: duty.officers.iter().map(|one| format!("{} ({})", one.full_name, one.badge_number)).collect(),
        leaves: at(duty.shift.starts_secs),
        back_by: at(duty.shift.ends_secs),
        stops: roster.stops.iter().map(stop_body).collect(),
    }
}

fn stop_body(stop: &RosterStop) -> RosterStopBody {
    let household = &stop.household;
    let people = stop.applicants.iter().zip(&household.people).map(|(row, person)| RosterPersonBody {
        applicant_id: row.id,
        name: person.identity.name.to_string(),
        birth: person.identity.birth.to_string(),
        procedure: person.procedure.label(),
        mobility: person.mobility,
        representative: person.representative.as_ref().map(|one| one.name.to_string()),
    });
    RosterStopBody {
        visit_id: stop.visit.id,
        number: stop.visit.number,
        position: stop.number,
        state: stop.visit.state(),
        code: stop.case.code.clone(),
        arrives: stop.stop.times.map(|times| at(times.arrives_secs)),
        departs: stop.stop.times.map(|times| at(times.departs_secs)),
        window: stop.visit.promise.map(|promise| promise.window_words()),
        contact_name: household.contact.name.to_string(),
        phone: household.contact.phone.dial.clone(),
        address: household.address.door(),
        ward_code: stop.case.ward_code.clone(),
        note: household.note.clone(),
        people: people.collect(),
        bring: stop.bring.clone(),
        return_channel: stop.return_channel,
        code_words: stop.words.clone(),
    }
}

fn at(secs: i32) -> String {
    said::clock(secs)
}
