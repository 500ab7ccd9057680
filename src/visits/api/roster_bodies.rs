//! The shapes of rosters in JSON.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::cases::kinds::Mobility;
use crate::cases::kinds::ReturnChannel;
use crate::ids::{ApplicantId, DutyId, VisitId};
use crate::text::said;
use crate::visits::VisitState;
use crate::visits::code_words::CodeWords;
use crate::visits::notes::VisitNote;
use crate::visits::report_kinds::ReportKind;
use crate::visits::reported::Reported;
use crate::visits::roster::{Hidden, OtherStop, RosterDuty, RosterStop};

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
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
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
    /// Stops in driving order; in a dispatcher's wards.
    pub stops: Vec<RosterStopBody>,
    /// Stops of the same route in other wards: time and ward, no more.
    pub others: Vec<OtherStopBody>,
    /// Why an officer sees no stops now; they are open from the evening before to the evening after.
    pub hidden: Option<Hidden>,
}

/// A stop in somebody else's ward.
#[derive(Serialize, ToSchema)]
pub struct OtherStopBody {
    /// Place in the sequence, from 1.
    pub position: usize,
    /// Planned arrival, `HH:MM`, or the half-day in words while the visit is only booked.
    pub arrives: String,
    /// Ward code.
    pub ward_code: String,
}

/// One stop.
#[derive(Serialize, ToSchema)]
pub struct RosterStopBody {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
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
    /// The reports that it takes now.
    pub takes: Vec<ReportKind>,
    /// What was reported, in the order it came in, also what does not count any more.
    pub reports: Vec<Reported>,
    /// What officers noted at other trips to this household, in words.
    pub notes: Vec<String>,
}

/// One person at a stop.
#[derive(Serialize, ToSchema)]
pub struct RosterPersonBody {
    /// For outcome reports.
    #[schema(value_type = i64)]
    pub applicant_id: ApplicantId,
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

impl RosterBody {
    /// The rosters of a day.
    pub fn of(date: NaiveDate, duties: &[RosterDuty]) -> Self {
        Self { date, duties: duties.iter().map(duty_body).collect() }
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
        leaves: said::clock(duty.shift.starts_secs),
        back_by: said::clock(duty.shift.ends_secs),
        stops: roster.stops.iter().map(stop_body).collect(),
        others: roster.others.iter().cloned().map(other_body).collect(),
        hidden: roster.hidden,
    }
}

fn other_body(OtherStop { number: position, arrives, ward_code }: OtherStop) -> OtherStopBody {
    OtherStopBody { position, arrives, ward_code }
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
        arrives: stop.stop.times.map(|times| said::clock(times.arrives_secs)),
        departs: stop.stop.times.map(|times| said::clock(times.departs_secs)),
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
        takes: stop.reporting.takes.clone(),
        reports: stop.reporting.reports.clone(),
        notes: stop.notes.iter().map(VisitNote::words).collect(),
    }
}
