//! What a planning run looks at, read in one go, with a fingerprint that tells whether it changed since.
use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::priority::Waiting;
use crate::accounts::{Permission, Staff};
use crate::calendar::HalfDay;
use crate::cases::case::{Applicant, PlannableCase};
use crate::cases::not_before::NotBefore;
use crate::clock::Timestamp;
use crate::config::Hours;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::places::Places;
use crate::places::travel::Spot;
use crate::places::wards::WardCode;
use crate::places::zones::ZoneCode;
use crate::sealed::{Vault, secret_hash};
use crate::teams::duty::Duty;
use crate::visits::durations::DurationModel;
use crate::visits::hold::Hold;
use crate::visits::visit::{Promise, Visit};
use crate::visits::{open_missing, people, store as visits};
use crate::web::Desk;

/// Why nobody can plan a visit whose household cannot be opened.
const UNREADABLE: &str = "dữ liệu hồ sơ không đọc được, xin báo quản trị viên";

/// Everything that a plan depends on.
pub struct Inputs {
    /// First date.
    pub from: NaiveDate,
    /// Last date.
    pub to: NaiveDate,
    /// When they were read.
    pub now: Timestamp,
    /// Visits that want a place, or have one in this span.
    pub visits: Vec<WantedVisit>,
    /// Visits that cannot even be put on the map, with the Vietnamese reason.
    pub not_on_map: Vec<(i64, String)>,
    /// Visits that no open half-day of the span is long enough for.
    pub no_half_day: Vec<i64>,
    /// Duties of the span.
    pub duties: Vec<Duty>,
    /// Half-days on which visits may take place.
    pub half_days: Vec<(NaiveDate, HalfDay)>,
    /// Places in these duties that are kept for families who are about to book.
    pub held: Vec<HeldPlace>,
}

/// A hold with what planning needs of it.
pub struct HeldPlace {
    /// The hold.
    pub hold: Hold,
    /// Where the team would go.
    pub spot: Spot,
}

/// A visit with what planning needs of its case.
pub struct WantedVisit {
    /// The visit.
    pub visit: Visit,
    /// Ward of the case.
    pub ward_code: String,
    /// Where the team goes.
    pub spot: Spot,
    /// Seconds to set up.
    pub setup_secs: i32,
    /// What decides its turn.
    pub waiting: Waiting,
    /// The duty that has it now.
    pub duty_id: Option<i64>,
    /// Before which day nobody may come; none once it has a half-day.
    pub not_before: Option<NotBefore>,
}

/// The figures and maps that inputs are read with.
#[derive(Clone, Copy)]
pub struct Figures<'a> {
    /// Wards and zones.
    pub places: &'a Places,
    /// Minutes of work.
    pub durations: &'a DurationModel,
}

/// Reads the inputs for the wards and duties that this person may plan (`None` = all). Visits of other wards that
/// stand in these duties belong to them: their appointments must be kept.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(
    conn: &mut DbConn,
    desk: &Desk,
    figures: Figures<'_>,
    staff: Option<&Staff>,
    (from, to): (NaiveDate, NaiveDate),
    now: Timestamp,
) -> StoreResult<Inputs> {
    let wards = staff.and_then(|staff| staff.wards_of(Permission::Plan));
    let mut duties = crate::teams::store::duties_between(conn, from, to, None)?;
    duties.retain(|duty| wards.is_none_or(|wards| duty.team.ward_codes.iter().any(|code| wards.contains(code))));
    let open = visits::open(conn)?;
    // A booked half-day is kept from the moment it is taken, also while a dispatcher still looks at the case.
    let booked: Vec<i64> = open.iter().filter(|visit| visit.booking.is_some()).map(|visit| visit.case_id).collect();
    let cases = crate::cases::store::plannable(conn, None, &booked)?;
    let cases: HashMap<i64, PlannableCase> = cases.into_iter().map(|case| (case.case.id, case)).collect();
    let half_days = open_half_days(conn, desk, from, to)?;
    let held = held(conn, &desk.vault, &duties, now)?;
    let (visits, not_on_map, no_half_day) = (Vec::new(), Vec::new(), Vec::new());
    let mut inputs = Inputs { from, to, now, visits, not_on_map, no_half_day, duties, half_days, held };
    for visit in open {
        let Some(case) = cases.get(&visit.case_id) else {
            continue;
        };
        // Nobody came and nobody reported: the family waits again, in front, and is told a new appointment (R28).
        let overdue = visit.is_overdue(&desk.settings.hours, now);
        let visit = if overdue { visit.without_half_day() } else { visit };
        let elsewhere = visit.booking.is_some_and(|booking| booking.on < from || booking.on > to);
        // What was told stays; nobody else is planned before the day that suits the household.
        let limit = case.case.not_before.filter(|_| visit.booking.is_none());
        let too_early = limit.is_some_and(|limit| limit.on > to);
        if elsewhere || too_early || !visit.is_movable() {
            continue;
        }
        let duty_id = visit.duty_id.filter(|_| !overdue);
        let own = wards.is_none_or(|wards| wards.contains(&case.case.ward_code));
        if !own && !inputs.duties.iter().any(|duty| duty_id == Some(duty.id)) {
            continue;
        }
        let setup_secs = open_missing::setup_secs(case, figures.durations);
        let told = visit.booking.is_some() && duty_id.is_some();
        if !told && !fits_somewhere(&inputs.half_days, limit, &desk.settings.hours, setup_secs + visit.service_secs) {
            inputs.no_half_day.push(visit.id);
            continue;
        }
        let seen = spot_of(desk, figures.places, case);
        let seen = seen.and_then(|spot| Ok((spot, waiting(conn, &desk.vault, case, &visit, now)?)));
        match unless_unreadable(seen, "cases", case.case.id)? {
            Some((Ok(spot), waiting)) => {
                let ward_code = case.case.ward_code.clone();
                inputs.visits.push(WantedVisit {
                    ward_code,
                    spot,
                    setup_secs,
                    waiting,
                    duty_id,
                    not_before: limit,
                    visit,
                });
            }
            Some((Err(reason), _)) => inputs.not_on_map.push((visit.id, reason)),
            None => inputs.not_on_map.push((visit.id, UNREADABLE.to_owned())),
        }
    }
    Ok(inputs)
}

impl Inputs {
    /// A hash of everything that a published plan rests on. Whose turn it is is left out: that moves by the day and
    /// changes what is better, never what is possible.
    pub fn fingerprint(&self) -> String {
        let visits: Vec<_> = self.visits.iter().map(seen).collect();
        let duties: Vec<_> = self.duties.iter().map(|duty| (duty.id, duty.version)).collect();
        let held: Vec<_> = self.held.iter().map(|held| (held.hold.id, held.hold.duty_id)).collect();
        let text = serde_json::to_string(&(self.from, self.to, visits, duties, held, &self.half_days));
        secret_hash(&text.unwrap_or_default())
    }
}

#[derive(Serialize)]
struct Seen<'a> {
    id: i64,
    version: i32,
    captures: i32,
    service_secs: i32,
    setup_secs: i32,
    ward: &'a str,
    lat: f64,
    lng: f64,
    zone: &'a str,
    duty_id: Option<i64>,
    booked: Option<(NaiveDate, HalfDay)>,
    promised: Option<(NaiveDate, i32, i32)>,
    not_before: Option<NaiveDate>,
}

fn seen(wanted: &WantedVisit) -> Seen<'_> {
    let told = |promise: Promise| (promise.on, promise.from_secs, promise.to_secs);
    Seen {
        id: wanted.visit.id,
        version: wanted.visit.version,
        captures: wanted.visit.captures,
        service_secs: wanted.visit.service_secs,
        setup_secs: wanted.setup_secs,
        ward: &wanted.ward_code,
        lat: wanted.spot.point.lat(),
        lng: wanted.spot.point.lng(),
        zone: &wanted.spot.zone.0,
        duty_id: wanted.duty_id,
        not_before: wanted.not_before.map(|limit| limit.on),
        booked: wanted.visit.booking.map(|booking| (booking.on, booking.half_day)),
        promised: wanted.visit.promise.map(told),
    }
}

fn open_half_days(
    conn: &mut DbConn,
    desk: &Desk,
    from: NaiveDate,
    to: NaiveDate,
) -> StoreResult<Vec<(NaiveDate, HalfDay)>> {
    let exceptions = crate::teams::store::exceptional_half_days(conn, from, to)?;
    let dates = from.iter_days().take_while(|on| *on <= to);
    let halves = dates.flat_map(|on| HalfDay::ALL.iter().map(move |half_day| (on, *half_day)));
    Ok(halves.filter(|(on, half_day)| desk.calendar.is_open(*on, *half_day, &exceptions)).collect())
}

/// The places that are kept in some duties, in driving order.
fn held(conn: &mut DbConn, vault: &Vault, duties: &[Duty], now: Timestamp) -> StoreResult<Vec<HeldPlace>> {
    let ids: Vec<i64> = duties.iter().map(|duty| duty.id).collect();
    let spot = |hold: &Hold| {
        let (_, spot) = vault.open(&hold.door)?.place().ok_or(StoreError::Damaged(format!("hold {}", hold.id)))?;
        Ok(spot)
    };
    let mut held = Vec::new();
    for hold in visits::holds_of_duties(conn, &ids, now)? {
        if let Some(spot) = unless_unreadable(spot(&hold), "holds", hold.id)? {
            held.push(HeldPlace { hold, spot });
        }
    }
    Ok(held)
}

/// Whether some open half-day that suits is long enough.
fn fits_somewhere(half_days: &[(NaiveDate, HalfDay)], limit: Option<NotBefore>, hours: &Hours, secs: i32) -> bool {
    let length = |half_day: HalfDay| {
        let (opens, closes) = hours.of(half_day);
        closes - opens
    };
    half_days.iter().any(|(on, half_day)| NotBefore::allows(limit, *on) && secs <= length(*half_day))
}

/// What decides the turn of a visit: facts of the people whom it is for, not of those who have their card.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn waiting(
    conn: &mut DbConn,
    vault: &Vault,
    case: &PlannableCase,
    visit: &Visit,
    now: Timestamp,
) -> StoreResult<Waiting> {
    let ids = people::of_visit(conn, &case.case, visit, &case.applicants)?;
    let meant: Vec<&Applicant> = case.applicants.iter().filter(|one| ids.contains(&one.id)).collect();
    Ok(Waiting::of(case, visit, people::captures(&meant, vault, now.date())?))
}

/// Where the team goes, or in Vietnamese why nobody can say.
fn spot_of(desk: &Desk, places: &Places, case: &PlannableCase) -> StoreResult<Result<Spot, String>> {
    let address = desk.vault.open(&case.case.address)?;
    let Ok(ward) = WardCode::parse(&case.case.ward_code) else {
        return Ok(Err(format!("mã phường, xã {} không đọc được", case.case.ward_code)));
    };
    let sub_area = case.case.sub_area.clone().map(ZoneCode);
    Ok(places.locate(&ward, sub_area.as_ref(), address.point()).map_err(|error| error.to_string()))
}
