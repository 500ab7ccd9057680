//! Households that wait and duties that go out, by the verbs that people use.
use chrono::{Datelike, Duration, NaiveDate, Weekday};

use crate::accounts::{Role, Staff, store as accounts};
use crate::app::Shared;
use crate::cases::filing::{file, read};
use crate::cases::household::Pin;
use crate::cases::verify::Verification;
use crate::commands::CommandError;
use crate::commands::bench::world::{Crew, add_crew, write};
use crate::commands::demo::people::Draw;
use crate::geography::wards::Ward;
use crate::geography::zones::ZoneAccess;
use crate::ids::SignInId;
use crate::planning::propose;
use crate::teams::duty::NewDuty;
use crate::teams::open_duty::open_duty;
use crate::teams::shift::DutyHalfDays;
use crate::visits::decide::decide;

/// Wards that a team serves.
const WARDS_OF_A_TEAM: usize = 6;
/// Days that duties go out on.
const DAYS: usize = 20;

/// Adds so many households that wait, all over the mainland, and so many duties of the teams that serve them.
///
/// # Errors
/// [`CommandError`].
pub fn grow(shared: &Shared, waiting: u64, duties: usize) -> Result<(), CommandError> {
    let account = shared.desk.db.read(|conn| accounts::list(conn, 0, 50))?;
    let dispatcher = account.into_iter().find(|account| account.role == Role::Dispatcher);
    let staff = Staff::of(
        dispatcher.ok_or_else(|| CommandError::Refused("thiếu tài khoản điều phối".to_owned()))?,
        SignInId::UNSTORED,
    );
    let geography = &shared.reference.geography;
    let by_road = |ward: &&Ward| geography.zones.at(ward.center).access == ZoneAccess::Road;
    let wards: Vec<Ward> = geography.wards.iter().filter(by_road).cloned().collect();
    let dates = dates(shared);
    let teams = duties.div_ceil(dates.len().max(1));
    let served: Vec<&[Ward]> = wards.chunks(WARDS_OF_A_TEAM).take(teams.max(1)).collect();
    for number in 0..teams {
        let own = served[number % served.len()];
        let crew = add_crew(shared, &staff, own, number)?;
        for (on, half_days) in dates.iter().take(duties - (number * dates.len()).min(duties)) {
            add_duty(shared, &staff, &crew, *on, *half_days)?;
        }
    }
    let reached: Vec<Ward> = served.concat();
    let draw = Draw::new(7);
    for index in 0..waiting {
        let ward = &reached[usize::try_from(index).unwrap_or(0) % reached.len()];
        file_and_approve(shared, &staff, &draw, index, ward)?;
    }
    // As a running worker would have done after each approval, and not for all of them at once.
    propose::create_missing_visits(&shared.desk, &shared.reference, None, shared.desk.now())?;
    Ok(())
}

/// Open days from the day after tomorrow on.
fn dates(shared: &Shared) -> Vec<(NaiveDate, DutyHalfDays)> {
    let desk = &shared.desk;
    let first = desk.now().date() + Duration::days(2);
    let open = |on: NaiveDate| {
        let half_days = if on.weekday() == Weekday::Sat { DutyHalfDays::Morning } else { DutyHalfDays::Full };
        let is_open = half_days.halves().iter().all(|half_day| desk.calendar.is_open(on, *half_day, &[]));
        is_open.then_some((on, half_days))
    };
    first.iter_days().take(60).filter_map(open).take(DAYS).collect()
}

fn add_duty(
    shared: &Shared,
    staff: &Staff,
    crew: &Crew,
    on: NaiveDate,
    half_days: DutyHalfDays,
) -> Result<(), CommandError> {
    let new = NewDuty {
        team_id: crew.team_id,
        on,
        half_days,
        kit_id: crew.kit_id,
        officer_ids: vec![crew.officer_id],
        shift: None,
        capacity: None,
        staff_minutes: None,
        island_mission: false,
    };
    write(shared, |conn| open_duty(conn, &shared.desk, staff, &new, shared.desk.now())).map(|_| ())
}

fn file_and_approve(shared: &Shared, staff: &Staff, draw: &Draw, index: u64, ward: &Ward) -> Result<(), CommandError> {
    let (desk, tables) = (&shared.desk, &shared.reference.cases);
    let mut new = draw.household(index, ward);
    "phone".clone_into(&mut new.channel);
    new.contact.phone = format!("091{:07}", index % 10_000_000);
    new.contact.email = String::new();
    new.address.line = format!("Số {index} phố Đang Chờ");
    let shift = || (draw.number(20_000) as f64 - 10_000.0) / 1e6;
    new.address.pin = Some(Pin { lat: ward.center.lat() + shift(), lng: ward.center.lng() + shift() });
    for (number, person) in (1..).zip(&mut new.applicants) {
        person.number = format!("{:09}", (index * 4 + number) % 1_000_000_000);
    }
    let by = Some(staff);
    let opened = write(shared, |conn| file(conn, desk, tables, by, &read(tables, by, &new, desk.now())?))?;
    let decision = Verification {
        verdict: "approve".to_owned(),
        override_reason: "dữ liệu thử".to_owned(),
        ..Verification::default()
    };
    write(shared, |conn| decide(conn, desk, staff, &opened.case.code, &decision)).map(|_| ())
}
