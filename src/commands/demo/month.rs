//! The month itself, lived day by day through the same verbs that people use, on a clock that is moved by hand.
use chrono::{Datelike, Duration, NaiveDate, NaiveTime, Weekday};

use super::PASSWORD;
use super::people::{Draw, preference};
use crate::accounts::manage::add_account;
use crate::accounts::passwords::HashedPassword;
use crate::accounts::{Account, Role, Staff};
use crate::app::Shared;
use crate::cases::filing::{file, read};
use crate::cases::new_case::NewCase;
use crate::cases::verify::{Verification, verify};
use crate::clock::Timestamp;
use crate::commands::CommandError;
use crate::db::{DbConn, StoreError};
use crate::geography::wards::Ward;
use crate::ids::{SignInId, TeamId};
use crate::outbox::transport::Transport;
use crate::planning::carry_out;
use crate::planning::propose::Span;
use crate::planning::publish;
use crate::teams::add_kit::add_kit;
use crate::teams::add_officer::add_officer;
use crate::teams::add_team::add_team;
use crate::teams::duty::NewDuty;
use crate::teams::kit::NewKit;
use crate::teams::officer::NewOfficer;
use crate::teams::open_duty::open_duty;
use crate::teams::shift::DutyHalfDays;
use crate::teams::store as teams;
use crate::teams::team::NewTeam;
use crate::visits::store as visits;

/// The demo begins this many days before today.
pub const DAYS_BACK: i64 = 26;
/// Past days with finished rounds.
pub(super) const DAYS_DONE: i64 = 8;
/// Days ahead with duties.
const DAYS_AHEAD: i64 = 12;
/// Households that came in before the finished rounds, and after.
const EARLY: u64 = 52;
const LATE: u64 = 46;
/// Wards of the four teams, by name.
const TEAMS: [(&str, &[&str]); 4] = [
    ("Tổ lưu động 1", &["Phường Ngô Quyền", "Phường Gia Viên"]),
    ("Tổ lưu động 2", &["Phường Lê Chân", "Phường An Biên", "Phường Kiến An"]),
    ("Tổ lưu động 3", &["Phường Hải An", "Phường Đông Hải", "Phường Ngô Quyền"]),
    ("Tổ lưu động 4", &["Phường Thủy Nguyên", "Phường Thiên Hương"]),
];

/// What was filled in.
pub struct Filled {
    /// Cases.
    pub cases: u64,
    /// Duties.
    pub duties: usize,
    /// Visits that ended.
    pub ended: usize,
    /// Visits that are promised and open.
    pub promised: usize,
}

/// A month in the making.
pub(super) struct Month<'a> {
    pub(super) shared: &'a Shared,
    pub(super) today: NaiveDate,
    draw: Draw,
    pub(super) dispatcher: Staff,
    wards: Vec<Ward>,
    before_planning: BeforePlanning<'a>,
    pub(super) transport: Transport,
}

/// Called before each planning run, with the dates that are about to be planned.
pub type BeforePlanning<'a> = &'a dyn Fn(&Shared, Span) -> Result<(), CommandError>;

/// Fills the database unless it has accounts already.
///
/// # Errors
/// [`CommandError`].
pub fn fill(
    shared: &Shared,
    today: NaiveDate,
    seed: u64,
    before_planning: BeforePlanning<'_>,
) -> Result<Option<Filled>, CommandError> {
    let accounts = shared.desk.db.read(|conn| crate::accounts::store::list(conn, 0, 1))?;
    if !accounts.is_empty() {
        return Ok(None);
    }
    let dispatcher = add_accounts(shared)?;
    let transport =
        Transport::new(&shared.desk.settings.mail).map_err(|error| CommandError::Refused(error.to_string()))?;
    let (draw, wards) = (Draw::new(seed), Vec::new());
    let mut month = Month { shared, today, draw, dispatcher, wards, before_planning, transport };
    let team_ids = month.add_teams()?;
    let duties = month.open_duties(&team_ids)?;
    month.file(0..EARLY, today - Duration::days(24), 15)?;
    month.file_group_sites(today - Duration::days(12))?;
    month.plan(today - Duration::days(DAYS_DONE + 1), DAYS_DONE - 1)?;
    let ended = month.live_through_past_days()?;
    month.file(EARLY..EARLY + LATE, today - Duration::days(7), 6)?;
    month.plan(today - Duration::days(1), 6)?;
    let open = shared.desk.db.read(visits::open_visits)?;
    let promised = open.iter().filter(|visit| visit.promise.is_some()).count();
    Ok(Some(Filled { cases: EARLY + LATE + 2, duties, ended, promised }))
}

fn add_accounts(shared: &Shared) -> Result<Staff, CommandError> {
    let mut logins = vec![
        ("quan-tri".to_owned(), "Quản trị thử".to_owned(), Role::Admin),
        ("dieu-phoi".to_owned(), "Điều phối thử".to_owned(), Role::Dispatcher),
    ];
    logins.extend((1..=8).map(|number| (format!("can-bo-{number}"), format!("Cán bộ thử {number}"), Role::Officer)));
    let desk = &shared.desk;
    let password = HashedPassword::of(PASSWORD, &[], &desk.settings.accounts)?;
    let mut dispatcher = None;
    for (login, display_name, role) in logins {
        let account = Account::new(login, display_name, role, Vec::new());
        let added = write(shared, |conn| add_account(conn, desk, None, account.clone(), &password))?;
        if role == Role::Dispatcher {
            dispatcher = Some(Staff::of(added, SignInId::UNSTORED));
        }
    }
    dispatcher.ok_or_else(|| CommandError::Refused("thiếu tài khoản điều phối".to_owned()))
}

impl Month<'_> {
    fn add_teams(&mut self) -> Result<Vec<TeamId>, CommandError> {
        let geography = &self.shared.reference.geography;
        let now = self.shared.desk.now();
        let staff = self.dispatcher.clone();
        for number in 1..=3 {
            let kit = NewKit { name: format!("Bộ thiết bị {number}") };
            write(self.shared, |conn| add_kit(conn, &staff, &kit, now))?;
        }
        for number in 1..=8 {
            let login = format!("can-bo-{number}");
            let account = self.shared.desk.db.read(|conn| crate::accounts::store::find_by_login(conn, &login))?;
            let officer = NewOfficer {
                full_name: format!(
                    "Đại úy Thử {}",
                    ["An", "Bình", "Cường", "Dũng", "Hà", "Lan", "Minh", "Sơn"][number - 1]
                ),
                badge_number: format!("000-{number:03}"),
                account_id: account.map(|proven| proven.account.id),
            };
            write(self.shared, |conn| add_officer(conn, &staff, &officer, now))?;
        }
        let mut ids = Vec::new();
        for (number, (name, ward_names)) in TEAMS.iter().enumerate() {
            let wards: Vec<Ward> =
                geography.wards.iter().filter(|ward| ward_names.contains(&ward.name.as_str())).cloned().collect();
            let new = NewTeam {
                name: (*name).to_owned(),
                hot_line: format!("0225 000 000{number}"),
                ward_codes: wards.iter().map(|ward| ward.code.to_string()).collect(),
                base_ward_code: wards.first().map(|ward| ward.code.to_string()).unwrap_or_default(),
                base: None,
            };
            ids.push(write(self.shared, |conn| add_team(conn, geography, &staff, &new, now))?.id);
            self.wards.extend(wards);
        }
        Ok(ids)
    }

    /// Three kits go out on weekdays, two on Saturday mornings; teams take turns with the third.
    fn open_duties(&self, team_ids: &[TeamId]) -> Result<usize, CommandError> {
        let desk = &self.shared.desk;
        let kits = desk.db.read(|conn| teams::list_kits(conn, 0, 10))?;
        let officers = desk.db.read(|conn| teams::list_officers(conn, 0, 20, None))?;
        let first = self.today - Duration::days(DAYS_DONE);
        let mut opened = 0;
        for on in first.iter_days().take_while(|on| *on <= self.today + Duration::days(DAYS_AHEAD)) {
            let saturday = on.weekday() == Weekday::Sat;
            let half_days = if saturday { DutyHalfDays::Morning } else { DutyHalfDays::Full };
            let closed = half_days.halves().iter().any(|half_day| !desk.calendar.is_open(on, *half_day, &[]));
            if closed {
                continue;
            }
            let third = if on.ordinal() % 2 == 0 { 2 } else { 3 };
            let going = if saturday { vec![0, 1] } else { vec![0, 1, third] };
            for (kit, team) in kits.iter().zip(going) {
                let new = NewDuty {
                    team_id: team_ids[team],
                    on,
                    half_days,
                    kit_id: kit.id,
                    officer_ids: officers[team * 2..team * 2 + 2].iter().map(|officer| officer.id).collect(),
                    shift: None,
                    capacity: None,
                    staff_minutes: None,
                    island_mission: false,
                };
                write(self.shared, |conn| open_duty(conn, desk, &self.dispatcher, &new, desk.now()))?;
                opened += 1;
            }
        }
        Ok(opened)
    }

    /// Households come in one after the other; most are approved an hour later.
    fn file(&self, numbers: std::ops::Range<u64>, from: NaiveDate, days: u64) -> Result<(), CommandError> {
        let count = numbers.end - numbers.start;
        for number in numbers.clone() {
            let minutes = (number - numbers.start) * days * 24 * 60 / count;
            let ward = &self.wards[usize::try_from(number).unwrap_or(0) % self.wards.len()];
            let filed_at = at(from, 8) + Duration::minutes(i64::try_from(minutes).unwrap_or(0));
            let new = NewCase { preference: preference(number), ..self.draw.household(number, ward) };
            self.file_one(&new, filed_at, number)?;
        }
        Ok(())
    }

    fn file_group_sites(&self, on: NaiveDate) -> Result<(), CommandError> {
        let care_home = self.draw.group_site(900, &self.wards[2], "care_home", 55);
        let hospital = self.draw.group_site(901, &self.wards[0], "hospital", 10);
        self.file_one(&care_home, at(on, 9), 1)?;
        self.file_one(&hospital, at(on, 10), 1)
    }

    fn file_one(&self, new: &NewCase, filed_at: Timestamp, number: u64) -> Result<(), CommandError> {
        self.file_and_decide(new, filed_at, number)?;
        self.deliver()
    }

    fn file_and_decide(&self, new: &NewCase, filed_at: Timestamp, number: u64) -> Result<(), CommandError> {
        let desk = &self.shared.desk;
        desk.clock.set(filed_at);
        let by = (new.channel != "family").then_some(&self.dispatcher);
        let tables = &self.shared.reference.cases;
        let opened = write(self.shared, |conn| file(conn, desk, tables, by, &read(tables, by, new, filed_at)?))?;
        let verdict = match number % 20 {
            13 => "refuse",
            // The newest wait for a decision, and now and then an older one.
            6 => return Ok(()),
            _ if number >= EARLY + LATE - 8 => return Ok(()),
            _ => "approve",
        };
        desk.clock.set(filed_at + Duration::hours(1));
        let decision = Verification {
            verdict: verdict.to_owned(),
            reason: if verdict == "refuse" {
                "Người làm căn cước đã được cấp thẻ tháng trước.".to_owned()
            } else {
                String::new()
            },
            ..Verification::default()
        };
        write(self.shared, |conn| verify(conn, desk, &self.dispatcher, &opened.case.code, &decision))?;
        Ok(())
    }

    /// Plans and publishes the days after `on`, on the afternoon of `on`.
    fn plan(&self, on: NaiveDate, days: i64) -> Result<(), CommandError> {
        let desk = &self.shared.desk;
        desk.clock.set(at(on, 16));
        let from = on + Duration::days(1);
        let to = desk.calendar.last_promised().map_or(from, |last| last.min(from + Duration::days(days)));
        if to < from {
            return Ok(()); // beyond the calendar's end nothing can be planned
        }
        let reference = &self.shared.reference;
        let span = Span { from, to, seed: Some(1) };
        (self.before_planning)(self.shared, span)?;
        let run = carry_out::at_once(desk, reference, Some(&self.dispatcher), span)
            .map_err(|error| CommandError::Refused(error.to_string()))?;
        publish::publish(desk, reference, Some(&self.dispatcher), run.id)
            .map_err(|error| CommandError::Refused(error.to_string()))?;
        self.deliver()
    }
}

/// One verb in one transaction; a refusal names the verb's own words.
pub(super) fn write<T, E>(shared: &Shared, work: impl FnMut(&mut DbConn) -> Result<T, E>) -> Result<T, CommandError>
where
    E: From<StoreError> + std::error::Error + 'static,
{
    shared.desk.db.write(work).map_err(|error| CommandError::Refused(error.to_string()))
}

fn at(on: NaiveDate, hour: u32) -> Timestamp {
    Timestamp::local(on, NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN))
}
