//! A world of its own for a bench: a fresh database, teams that serve the same wards, duties over the horizon.
use std::time::Instant;

use chrono::{Datelike, Duration, NaiveDate, Weekday};

use super::home::Home;
use crate::accounts::manage::add_account;
use crate::accounts::passwords::HashedPassword;
use crate::accounts::{Account, Role, Staff};
use crate::app::Shared;
use crate::booking::View;
use crate::booking::api::NewBooking;
use crate::booking::refusals::HalfDayWish;
use crate::cases::household::Pin;
use crate::cases::new_case::NewConsents;
use crate::clock::{Clock, Timestamp};
use crate::commands::demo::PASSWORD;
use crate::commands::demo::people::Draw;
use crate::commands::{CommandError, shared};
use crate::config::Settings;
use crate::db::{DbConn, StoreError};
use crate::dice::Dice;
use crate::geography::wards::Ward;
use crate::ids::{KitId, OfficerId, SignInId, TeamId};
use crate::teams::add_kit::add_kit;
use crate::teams::add_officer::add_officer;
use crate::teams::add_team::add_team;
use crate::teams::duty::{CAPACITY_MAX, NewDuty};
use crate::teams::kit::NewKit;
use crate::teams::officer::NewOfficer;
use crate::teams::open_duty::open_duty;
use crate::teams::shift::DutyHalfDays;
use crate::teams::team::NewTeam;
use crate::text::dates::long_date;

/// Neighbouring wards of the inner city.
const WARDS: [&str; 7] = [
    "Phường Ngô Quyền",
    "Phường Gia Viên",
    "Phường Lê Chân",
    "Phường An Biên",
    "Phường Kiến An",
    "Phường Hải An",
    "Phường Đông Hải",
];

/// A minute of work and an empty town: thousands of visits fit, and what is measured is booking, not driving.
const SHORT_WORK: &str = "
booking.unapproved_per_person_max = 1000000
booking.unapproved_area_hour_free = 1000000
booking.unapproved_share_percent = 100
server.worker_inside = false
durations.home_set_up_minutes = 0
durations.first_capture_minutes = { child = 1, walks = 1, walks_with_help = 1, wheelchair = 1, bedridden = 1, in_hospital = 1 }
durations.further_capture_minutes = { child = 1, walks = 1, walks_with_help = 1, wheelchair = 1, bedridden = 1, in_hospital = 1 }
travel.road_offset_metres = 0.0
travel.parking_secs = 0
travel.speeds = [{ km_per_hour = 600.0 }]
travel.peaks = []
";

/// What a world is made of.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// A PostgreSQL server; none for an SQLite file.
    pub server: Option<&'a str>,
    /// A pooler in front of it.
    pub pooler: Option<&'a str>,
    /// Duties to open.
    pub duties: usize,
    /// All of them on one Saturday morning.
    pub hot: bool,
    /// Connections to the database.
    pub connections: u32,
    /// The moment at which the world stands still.
    pub now: Timestamp,
}

/// The world; its database is gone when it goes.
pub struct World {
    /// What the server shares.
    pub shared: Shared,
    /// Half-days with a duty.
    pub half_days: Vec<HalfDayWish>,
    /// Where the households live.
    pub wards: Vec<Ward>,
    home: Home,
}

impl World {
    /// Makes it.
    ///
    /// # Errors
    /// [`CommandError`] when the server cannot be had.
    pub fn new(plan: Plan<'_>) -> Result<Self, CommandError> {
        let home = Home::new(plan.server)?;
        let url = home.url(plan.server);
        let pooler_url = plan.pooler.map(|pooler| home.url(Some(pooler))).unwrap_or_default();
        let settings = Settings::defaults_with(&format!(
            "database.url = '{url}'\ndatabase.pooler_url = '{pooler_url}'\ndatabase.pool_size = {}\n{SHORT_WORK}",
            plan.connections
        ))?;
        let shared = shared(settings, Clock::Read(plan.now), Dice::System)?;
        let wards = shared.reference.geography.wards.iter().filter(|ward| WARDS.contains(&ward.name.as_str()));
        let wards = wards.cloned().collect();
        let mut world = Self { shared, half_days: Vec::new(), wards, home };
        world.open_duties(plan)?;
        Ok(world)
    }

    /// Reads every sequence into memory, as the first question after a start does; gives the time it took. Without it a
    /// guess finds nothing: guesses look into memory alone.
    ///
    /// # Errors
    /// [`CommandError::Store`].
    pub fn warm_up(&self) -> Result<std::time::Duration, CommandError> {
        let start = Instant::now();
        let (desk, board) = (&self.shared.desk, &self.shared.board);
        let (first, last) = View::Staff.horizon(&desk.settings.booking, desk.now());
        desk.db.read(|conn| board.between(conn, first, last))?;
        Ok(start.elapsed())
    }

    /// Leaves the database as it is; gives its URL.
    pub fn keep(self) -> String {
        std::mem::forget(self.home);
        self.shared.desk.settings.database.url.clone()
    }

    /// Household number `index` with the half-day that it wants.
    pub fn booking(&self, draw: &Draw, index: u64, half_day: HalfDayWish) -> NewBooking {
        let ward = usize::try_from(draw.number(self.wards.len() as u64)).unwrap_or(0);
        let mut case = draw.household(index, &self.wards[ward]);
        "family".clone_into(&mut case.channel);
        case.contact.phone = format!("091{:07}", index % 10_000_000);
        case.contact.email = format!("ho{index}@example.vn");
        // A door of its own: one address keeps a few places at a time.
        case.address.line = format!("Số {index} phố Lê Lợi");
        case.consents = NewConsents { visit: true, messages: true };
        for (number, person) in (1..).zip(&mut case.applicants) {
            "bedridden".clone_into(&mut person.mobility);
            person.number = format!("{:09}", (index * 4 + number) % 1_000_000_000);
            // Nobody twice in one household, whatever names are drawn.
            if number > 1 {
                person.birth = (1920 + number).to_string();
            }
        }
        // A hundredth of a degree around the ward's middle, everywhere a little different.
        let shift = || (draw.number(20_000) as f64 - 10_000.0) / 1e6;
        let center = self.wards[ward].center;
        case.address.pin = Some(Pin { lat: center.lat() + shift(), lng: center.lng() + shift() });
        NewBooking { case, half_day, hold: None }
    }

    /// Any half-day with a duty.
    pub fn some_half_day(&self, draw: &Draw) -> HalfDayWish {
        self.half_days[usize::try_from(draw.number(self.half_days.len() as u64)).unwrap_or(0)]
    }

    fn open_duties(&mut self, plan: Plan<'_>) -> Result<(), CommandError> {
        let dates = self.dates(plan.hot);
        if dates.is_empty() {
            let (days, on) = (self.shared.desk.settings.booking.horizon_days, long_date(plan.now.date()));
            let why = format!("trong {days} ngày kể từ {on} không có buổi nào mở để đo; đổi clock.starts_at");
            return Err(CommandError::Input(why));
        }
        let staff = self.add_dispatcher()?;
        let crews = (0..plan.duties.div_ceil(dates.len().max(1)))
            .map(|number| add_crew(&self.shared, &staff, &self.wards, number))
            .collect::<Result<Vec<Crew>, _>>()?;
        let desk = self.shared.desk.clone();
        write(&self.shared, |conn| {
            for number in 0..plan.duties {
                let (on, half_days) = dates[number % dates.len()];
                let crew = &crews[number / dates.len()];
                let new = NewDuty {
                    team_id: crew.team_id,
                    on,
                    half_days,
                    kit_id: crew.kit_id,
                    officer_ids: vec![crew.officer_id],
                    shift: None,
                    capacity: Some(CAPACITY_MAX),
                    staff_minutes: Some(0),
                    island_mission: false,
                };
                open_duty(conn, &desk, &staff, &new, desk.now())?;
            }
            Ok::<_, crate::teams::open_duty::OpenDutyError>(())
        })?;
        let halves = dates.iter().take(plan.duties).flat_map(|(on, half_days)| {
            half_days.halves().iter().map(|half_day| HalfDayWish { on: *on, half_day: *half_day })
        });
        self.half_days = halves.collect();
        Ok(())
    }

    /// Every date that the public can book, with its open half-days; or one Saturday morning.
    fn dates(&self, hot: bool) -> Vec<(NaiveDate, DutyHalfDays)> {
        let desk = &self.shared.desk;
        let booking = &desk.settings.booking;
        let today = desk.now().date();
        let days = booking.public_days_ahead..=booking.horizon_days;
        let open = |on: NaiveDate, half_days: DutyHalfDays| {
            half_days.halves().iter().all(|half_day| desk.calendar.is_open(on, *half_day, &[]))
        };
        let halves = |on| [DutyHalfDays::Full, DutyHalfDays::Morning].into_iter().find(|halves| open(on, *halves));
        let dates = days.map(|ahead| today + Duration::days(ahead));
        let dates = dates.filter_map(|on| Some((on, halves(on)?)));
        if hot {
            return dates.filter(|(on, _)| on.weekday() == Weekday::Sat).take(1).collect();
        }
        dates.collect()
    }

    fn add_dispatcher(&self) -> Result<Staff, CommandError> {
        let account = Account::new("dieu-phoi", "Điều phối thử", Role::Dispatcher, Vec::new());
        let desk = &self.shared.desk;
        let password = HashedPassword::of(PASSWORD, &[], &desk.settings.accounts)?;
        let added = write(&self.shared, |conn| add_account(conn, desk, None, account.clone(), &password))?;
        Ok(Staff::of(added, SignInId::UNSTORED))
    }
}

/// A team of these wards with a kit and an officer.
///
/// # Errors
/// [`CommandError`].
pub fn add_crew(shared: &Shared, staff: &Staff, wards: &[Ward], number: usize) -> Result<Crew, CommandError> {
    let now = shared.desk.now();
    let team = NewTeam {
        name: format!("Tổ đo {number}"),
        hot_line: "0225 000 0000".to_owned(),
        ward_codes: wards.iter().map(|ward| ward.code.to_string()).collect(),
        base_ward_code: wards[number % wards.len()].code.to_string(),
        base: None,
    };
    let kit = NewKit { name: format!("Bộ đo {number}") };
    let officer = NewOfficer {
        full_name: "Đại úy Thử An".to_owned(),
        badge_number: format!("999-{number:04}"),
        account_id: None,
    };
    Ok(Crew {
        team_id: write(shared, |conn| add_team(conn, &shared.reference.geography, staff, &team, now))?.id,
        kit_id: write(shared, |conn| add_kit(conn, staff, &kit, now))?.id,
        officer_id: write(shared, |conn| add_officer(conn, staff, &officer, now))?.id,
    })
}

/// A team that can go out.
pub struct Crew {
    /// The team.
    pub team_id: TeamId,
    /// Its kit.
    pub kit_id: KitId,
    /// Its officer.
    pub officer_id: OfficerId,
}

/// One verb in one transaction.
pub fn write<T, E>(shared: &Shared, work: impl FnMut(&mut DbConn) -> Result<T, E>) -> Result<T, CommandError>
where
    E: From<StoreError> + std::error::Error + 'static,
{
    shared.desk.db.write(work).map_err(|error| CommandError::Refused(error.to_string()))
}
