//! Test fixture of teams: a database with two teams, two kits and three officers, and short forms of the verbs.
use chrono::{NaiveDate, NaiveTime};

use crate::accounts::passwords::HashedPassword;
use crate::accounts::{Account, Role, Staff};
use crate::calendar::Calendar;
use crate::clock::{Clock, Timestamp};
use crate::config::Settings;
use crate::db::{StoreError, migrations};
use crate::desk::Desk;
use crate::dice::Dice;
use crate::geography::Geography;
use crate::ids::{AccountId, DutyId, KitId, OfficerId, SignInId, TeamId};
use crate::reference::ReferenceFiles;
use crate::teams::add_kit::add_kit;
use crate::teams::add_officer::add_officer;
use crate::teams::add_team::add_team;
use crate::teams::cancel_duty::{CancelDutyError, cancel_duty};
use crate::teams::change_duty::{ChangeDutyError, change_duty};
use crate::teams::duty::{Duty, DutyChange, NewDuty};
use crate::teams::kit::NewKit;
use crate::teams::officer::NewOfficer;
use crate::teams::open_duty::{OpenDutyError, open_duty};
use crate::teams::shift::DutyHalfDays;
use crate::teams::team::NewTeam;

/// A database with two teams, two kits and three officers, on Monday 23/11/2026.
pub(super) struct Fixture {
    pub(super) desk: Desk,
    pub(super) geography: Geography,
    pub(super) dispatcher: Staff,
    _folder: tempfile::TempDir,
}

impl Fixture {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("[database]\nurl = \"sqlite:{}\"", folder.path().join("teams.sqlite3").display());
        let files = ReferenceFiles::embedded();
        let settings = Settings::defaults_with(&url).unwrap();
        let clock = Clock::fixed(Timestamp::local(date("2026-11-23"), NaiveTime::MIN));
        let desk = Desk::new(settings, Calendar::load(&files).unwrap(), clock, Dice::seeded(1)).unwrap();
        migrations::apply(&desk.db).unwrap();
        let dispatcher = staff(&desk, "dieu-phoi", Role::Dispatcher, &["11329", "11365"]);
        let geography = Geography::load(&files).unwrap();
        let fixture = Self { desk, geography, dispatcher, _folder: folder };
        fixture.fill();
        fixture
    }

    fn fill(&self) {
        let now = self.desk.now();
        self.write(|conn| {
            for name in ["Tổ 1", "Tổ 2"] {
                add_team(conn, &self.geography, &self.dispatcher, &team(name, &["11329"]), now).unwrap();
            }
            for name in ["TB-01", "TB-02"] {
                add_kit(conn, &self.dispatcher, &NewKit { name: name.to_owned() }, now).unwrap();
            }
            for (name, badge) in [("Lê Văn An", "031-1"), ("Vũ Thị Hoa", "031-2"), ("Đỗ Minh Út", "031-3")] {
                add_officer(conn, &self.dispatcher, &officer(name, badge, None), now).unwrap();
            }
        });
    }

    pub(super) fn write<T>(&self, mut work: impl FnMut(&mut crate::db::DbConn) -> T) -> T {
        let done: Result<T, StoreError> = self.desk.db.write(|conn| Ok(work(conn)));
        done.unwrap()
    }

    /// As the edge does it: a refusal leaves nothing behind.
    pub(super) fn open(&self, new: &NewDuty) -> Result<Duty, OpenDutyError> {
        let desk = &self.desk;
        desk.db.write(|conn| open_duty(conn, desk, &self.dispatcher, new, desk.now()))
    }

    pub(super) fn change(&self, id: DutyId, expected: i32, change: &DutyChange) -> Result<Duty, ChangeDutyError> {
        let desk = &self.desk;
        desk.db.write(|conn| change_duty(conn, desk, &self.dispatcher, id, expected, change, desk.now()))
    }

    pub(super) fn cancel(&self, id: DutyId, expected: i32, reason: &str) -> Result<Duty, CancelDutyError> {
        self.desk
            .db
            .write(|conn| cancel_duty(conn, &self.desk, &self.dispatcher, id, expected, reason, self.desk.now()))
    }
}

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn staff(desk: &Desk, login: &str, role: Role, wards: &[&str]) -> Staff {
    let ward_codes = wards.iter().map(|&code| code.to_owned()).collect();
    let mut account = Account::new(login, login, role, ward_codes);
    let add = |conn: &mut _| crate::accounts::store::add(conn, &account, &HashedPassword::unusable(), desk.now());
    account.id = desk.db.write(add).unwrap();
    Staff::of(account, SignInId::UNSTORED)
}

pub(super) fn team(name: &str, wards: &[&str]) -> NewTeam {
    NewTeam {
        name: name.to_owned(),
        hot_line: "0225 3822 222".to_owned(),
        ward_codes: wards.iter().map(|&code| code.to_owned()).collect(),
        base_ward_code: "11329".to_owned(),
        base: None,
    }
}

pub(super) fn officer(name: &str, badge: &str, account_id: Option<AccountId>) -> NewOfficer {
    NewOfficer { full_name: name.to_owned(), badge_number: badge.to_owned(), account_id }
}

pub(super) fn duty(team: i64, on: &str, half_days: DutyHalfDays, kit: i64, officers: &[i64]) -> NewDuty {
    NewDuty {
        team_id: TeamId(team),
        on: date(on),
        half_days,
        kit_id: KitId(kit),
        officer_ids: officers.iter().copied().map(OfficerId).collect(),
        shift: None,
        capacity: None,
        staff_minutes: None,
        island_mission: false,
    }
}
