//! The half-days of a ward in the coming weeks: open or closed, whether a team comes, whether there is room (R1–R5).
//!
//! Nothing of a household goes out: a half-day has a team or not, and an ordinary visit would fit in or not (R34).
pub mod words;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{Datelike, Duration, NaiveDate, Weekday};

use crate::booking::Board;
use crate::booking::booker::Booker;
use crate::booking::offers::View;
use crate::calendar::{Calendar, DayStatus, ExceptionalHalfDay, HalfDay};
use crate::cases::groups::BeneficiaryGroups;
use crate::cases::kinds::Mobility;
use crate::cases::new_case::{Inquiry, InquiryPerson, Locality};
use crate::cases::preference::TimePreference;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::geography::wards::WardCode;
use crate::geography::zones::{Zone, ZoneAccess};
use crate::teams::store::{self as teams, ServedHalfDays};
use crate::text::dates::{BirthDate, DatePrecision};

/// Days that are shown, today included: four weeks.
pub const DAYS: i64 = 28;

/// Seconds for which a ward's half-days are believed without another look.
const BELIEVED_SECS: i64 = 60;

coded_enum! {
    /// What a ward knows of an open half-day.
    // The name by which clients of the API know it.
    #[schema(as = Standing)]
    pub enum Availability {
        NoTeam = "no_team" / "chưa xếp tổ",
        Team = "team" / "có tổ",
        Room = "room" / "có tổ, còn chỗ",
        Full = "full" / "có tổ, đã kín",
        Mission = "mission" / "có chuyến ra đảo",
    }
}

/// The coming weeks of a ward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Every date, in order.
    pub days: Vec<DayOfWard>,
    /// Names and telephones of the teams that serve the ward.
    pub teams: Vec<(String, String)>,
}

/// A date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOfWard {
    /// The date.
    pub on: NaiveDate,
    /// Half-days on which somebody may work, exceptional ones included.
    pub open: Vec<(HalfDay, Availability)>,
    /// Name of the holiday or make-up day.
    pub label: Option<String>,
    /// How sure that is.
    pub status: DayStatus,
    /// Whether the calendar does not reach so far.
    pub beyond: bool,
}

/// What is known of the half-days of a ward: where teams go and where there is room.
#[derive(Debug, Default)]
struct Known {
    served: Vec<ServedHalfDays>,
    room: BTreeSet<(NaiveDate, HalfDay)>,
    /// First date on which room is looked for.
    bookable_from: NaiveDate,
    only_by_mission: bool,
}

/// Schedules that were worked out a moment ago, by ward.
#[derive(Default)]
pub struct Schedules(Mutex<HashMap<WardCode, (Timestamp, Arc<Schedule>)>>);

impl Schedules {
    /// What was worked out in the last minute.
    pub fn fresh(&self, ward: &WardCode, now: Timestamp) -> Option<Arc<Schedule>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (made, schedule) = known.get(ward)?;
        let age = now - *made;
        (Duration::zero() <= age && age < Duration::seconds(BELIEVED_SECS)).then(|| schedule.clone())
    }

    /// Keeps it for a minute.
    pub fn keep(&self, ward: WardCode, now: Timestamp, schedule: Arc<Schedule>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(ward, (now, schedule));
    }
}

/// Works the coming weeks of a ward out, without a lock.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(conn: &mut DbConn, desk: &Desk, board: &Board, ward: &WardCode) -> StoreResult<Schedule> {
    let now = desk.now();
    let (from, to) = (now.date(), now.date() + Duration::days(DAYS - 1));
    let exceptions = teams::exceptional_half_days(conn, from, to)?;
    let served = teams::half_days_serving(conn, ward.as_str(), from, to)?;
    let zones = board.reference.geography.zones.of_ward(ward);
    let by_day: Vec<&Zone> = zones.iter().copied().filter(|zone| zone.access != ZoneAccess::Mission).collect();
    let booker = Booker { desk, board, staff: None, now };
    let mut room = BTreeSet::new();
    // Without a team there is nothing to look into.
    if served.iter().any(|served| !served.island_mission) {
        let parts: Vec<Option<&Zone>> =
            if zones.is_empty() { vec![None] } else { by_day.iter().copied().map(Some).collect() };
        for part in parts {
            room.extend(room_for_one(conn, booker, ward, part)?);
        }
    }
    let (bookable_from, _) = View::Public.horizon(&desk.settings.booking, now);
    let only_by_mission = !zones.is_empty() && by_day.is_empty();
    let known = Known { served, room, bookable_from, only_by_mission };
    let days = from.iter_days().take_while(|on| *on <= to);
    let days = days.map(|on| day_of_ward(&desk.calendar, on, &exceptions, &known)).collect();
    Ok(Schedule { days, teams: teams::teams_serving(conn, ward.as_str())? })
}

/// The half-days that could take a bedridden person in the middle of the ward, or of a part of it.
fn room_for_one(
    conn: &mut DbConn,
    booker: Booker<'_>,
    ward: &WardCode,
    part: Option<&Zone>,
) -> StoreResult<Vec<(NaiveDate, HalfDay)>> {
    let birth = NaiveDate::from_ymd_opt(booker.now.date().year() - 70, 1, 1).unwrap_or_default();
    let person = InquiryPerson {
        birth: BirthDate::new(birth, DatePrecision::Year),
        groups: BeneficiaryGroups::EMPTY,
        mobility: Mobility::Bedridden,
    };
    let locality = Locality { ward_code: ward.clone(), sub_area: part.map(|zone| zone.code.clone()) };
    let preference = TimePreference::ANY;
    let inquiry = Inquiry { locality, point: None, people: vec![person], group_site: None, preference };
    let Ok(door) = booker.door_of_inquiry(&inquiry) else {
        return Ok(Vec::new());
    };
    let offers = booker.offers(conn, &door, View::Public)?;
    Ok(offers.into_iter().map(|offer| (offer.on, offer.half_day)).collect())
}

fn day_of_ward(calendar: &Calendar, on: NaiveDate, exceptions: &[ExceptionalHalfDay], known: &Known) -> DayOfWard {
    let day = calendar.day(on);
    let halves = HalfDay::ALL.iter().copied();
    let open = halves.filter(|half| calendar.is_open(on, *half, exceptions));
    let open = open.map(|half| (half, known.availability(on, half))).collect();
    let beyond = calendar.check_known(on).is_err();
    DayOfWard { on, open, label: day.label, status: day.status, beyond }
}

impl Known {
    fn availability(&self, on: NaiveDate, half_day: HalfDay) -> Availability {
        let mut at_work = self.served.iter().filter(|served| served.on == on && served.half_days.includes(half_day));
        if self.only_by_mission {
            return if at_work.any(|served| served.island_mission) {
                Availability::Mission
            } else {
                Availability::NoTeam
            };
        }
        if !at_work.any(|served| !served.island_mission) {
            return Availability::NoTeam;
        }
        match self.room.contains(&(on, half_day)) {
            true => Availability::Room,
            false if on < self.bookable_from => Availability::Team,
            false => Availability::Full,
        }
    }
}

impl Schedule {
    /// Its days by week, from Monday on; the first week begins today.
    pub fn weeks(&self) -> Vec<&[DayOfWard]> {
        self.days.chunk_by(|left, right| left.on.iso_week() == right.on.iso_week()).collect()
    }

    /// Whether no team comes in all this time.
    pub fn is_without_team(&self) -> bool {
        self.days.iter().flat_map(|day| &day.open).all(|(_, availability)| *availability == Availability::NoTeam)
    }

    /// The Saturdays on whose morning a team comes.
    pub fn saturdays(&self) -> Vec<NaiveDate> {
        let saturday = |day: &&DayOfWard| {
            let comes = |(half, availability): &(HalfDay, Availability)| {
                *half == HalfDay::Morning && *availability != Availability::NoTeam
            };
            day.on.weekday() == Weekday::Sat && day.open.iter().any(comes)
        };
        self.days.iter().filter(saturday).map(|day| day.on).collect()
    }
}
