//! The verbs of teams against a real database: what only rows and transactions can show.
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::add_kit::add_kit;
use super::add_officer::add_officer;
use super::add_team::add_team;
use super::cancel_duty::{CancelDutyError, cancel_duty};
use super::change_duty::{ChangeDutyError, change_duty};
use super::claims::ClaimError;
use super::duty::{Duty, DutyChange, DutyHalfDays, NewDuty};
use super::half_day::{NewHalfDay, OpenHalfDayError};
use super::kit::NewKit;
use super::officer::{AddOfficerError, NewOfficer};
use super::open_duty::{OpenDutyError, open_duty};
use super::open_half_day::open_half_day;
use super::store;
use super::team::{AddTeamError, NewTeam};
use crate::accounts::{Account, Role, Staff, audit};
use crate::calendar::{Calendar, HalfDay};
use crate::clock::{Clock, Timestamp};
use crate::config::Settings;
use crate::db::{StoreError, migrations};
use crate::dice::Dice;
use crate::places::Places;
use crate::reference::ReferenceFiles;
use crate::web::Desk;

/// A database with two teams, two kits and three officers, on Monday 23/11/2026.
struct Yard {
    desk: Desk,
    places: Places,
    dispatcher: Staff,
    _folder: tempfile::TempDir,
}

impl Yard {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!(
            "[database]\nurl = \"sqlite:{}\"",
            folder.path().join("teams.sqlite3").display()
        );
        let files = ReferenceFiles::embedded();
        let settings = Settings::defaults_with(&url).unwrap();
        let clock = Clock::fixed(Timestamp::local(date("2026-11-23"), NaiveTime::MIN));
        let desk = Desk::new(settings, Calendar::load(&files).unwrap(), clock, Dice::seeded(1)).unwrap();
        migrations::apply(&desk.db).unwrap();
        let dispatcher = staff(&desk, "dieu-phoi", Role::Dispatcher, &["11329", "11365"]);
        let places = Places::load(&files).unwrap();
        let yard = Self {
            desk,
            places,
            dispatcher,
            _folder: folder,
        };
        yard.fill();
        yard
    }

    fn fill(&self) {
        let now = self.desk.now();
        self.write(|conn| {
            for name in ["Tổ 1", "Tổ 2"] {
                add_team(conn, &self.places, &self.dispatcher, &team(name, &["11329"]), now).unwrap();
            }
            for name in ["TB-01", "TB-02"] {
                add_kit(conn, &self.dispatcher, &NewKit { name: name.to_owned() }, now).unwrap();
            }
            for (name, badge) in [("Lê Văn An", "031-1"), ("Vũ Thị Hoa", "031-2"), ("Đỗ Minh Út", "031-3")] {
                add_officer(conn, &self.dispatcher, &officer(name, badge, None), now).unwrap();
            }
        });
    }

    fn write<T>(&self, work: impl FnOnce(&mut crate::db::DbConn) -> T) -> T {
        let done: Result<T, StoreError> = self.desk.db.write(|conn| Ok(work(conn)));
        done.unwrap()
    }

    /// As the edge does it: a refusal leaves nothing behind.
    fn open(&self, new: &NewDuty) -> Result<Duty, OpenDutyError> {
        let desk = &self.desk;
        desk.db
            .write(|conn| open_duty(conn, desk, &self.dispatcher, new, desk.now()))
    }

    fn change(&self, id: i64, expected: i32, change: &DutyChange) -> Result<Duty, ChangeDutyError> {
        let desk = &self.desk;
        desk.db
            .write(|conn| change_duty(conn, desk, &self.dispatcher, id, expected, change, desk.now()))
    }

    fn cancel(&self, id: i64, expected: i32, reason: &str) -> Result<Duty, CancelDutyError> {
        self.desk
            .db
            .write(|conn| cancel_duty(conn, &self.dispatcher, id, expected, reason, self.desk.now()))
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn staff(desk: &Desk, login: &str, role: Role, wards: &[&str]) -> Staff {
    let ward_codes = wards.iter().map(|&code| code.to_owned()).collect();
    let mut account = Account {
        id: 0,
        login: login.to_owned(),
        display_name: login.to_owned(),
        role,
        ward_codes,
    };
    let add = |conn: &mut _| crate::accounts::store::add(conn, &account, "no password", desk.now());
    account.id = desk.db.write(add).unwrap();
    Staff::of(account, 0)
}

fn team(name: &str, wards: &[&str]) -> NewTeam {
    NewTeam {
        name: name.to_owned(),
        hot_line: "0225 3822 222".to_owned(),
        ward_codes: wards.iter().map(|&code| code.to_owned()).collect(),
        base_ward_code: "11329".to_owned(),
        base: None,
    }
}

fn officer(name: &str, badge: &str, account_id: Option<i64>) -> NewOfficer {
    NewOfficer {
        full_name: name.to_owned(),
        badge_number: badge.to_owned(),
        account_id,
    }
}

fn duty(team_id: i64, on: &str, half_days: DutyHalfDays, kit_id: i64, officer_ids: &[i64]) -> NewDuty {
    NewDuty {
        team_id,
        on: date(on),
        half_days,
        kit_id,
        officer_ids: officer_ids.to_vec(),
        shift: None,
        capacity: None,
        island_mission: false,
    }
}

#[test]
fn a_duty_has_usual_hours_and_stands_in_its_lists_and_in_the_log() {
    let yard = Yard::new();
    let opened = yard
        .open(&duty(1, "2026-11-25", DutyHalfDays::Full, 1, &[2, 1, 2]))
        .unwrap();
    assert_eq!((opened.shift.starts_secs, opened.shift.ends_secs), (27_000, 61_200));
    assert_eq!((opened.capacity, opened.version), (60, 1));
    assert_eq!(opened.officer_names(), "Lê Văn An, Vũ Thị Hoa");
    assert_eq!(opened.team.ward_codes, ["11329"]);
    yard.write(|conn| {
        let (from, to) = (date("2026-11-25"), date("2026-11-30"));
        assert_eq!(store::duties_between(conn, from, to, Some(&[1])).unwrap(), [opened]);
        assert_eq!(store::duties_between(conn, from, to, Some(&[2])).unwrap(), []);
        let log = crate::accounts::store::entries_of(conn, "duty:1").unwrap();
        assert_eq!(log[0].2, audit::Action::Arrange.code());
    });
}

#[test]
fn r22_a_kit_or_an_officer_of_another_duty_is_refused_with_both_teams() {
    let yard = Yard::new();
    yard.open(&duty(1, "2026-11-25", DutyHalfDays::Full, 1, &[1])).unwrap();
    let refused = yard
        .open(&duty(2, "2026-11-25", DutyHalfDays::Morning, 1, &[1]))
        .unwrap_err();
    let OpenDutyError::Claim(ClaimError::Taken(conflicts)) = &refused else {
        panic!("{refused}")
    };
    assert_eq!(conflicts.len(), 2);
    let sentence = refused.to_string();
    assert!(sentence.contains("“Tổ 1”") && sentence.contains("“Tổ 2”"), "{sentence}");
    yard.open(&duty(2, "2026-11-25", DutyHalfDays::Morning, 2, &[2]))
        .unwrap();
}

#[test]
fn r22_of_two_duties_that_want_one_kit_at_the_same_moment_one_wins() {
    let yard = Arc::new(Yard::new());
    let open = |officer: i64| {
        let yard = Arc::clone(&yard);
        std::thread::spawn(move || {
            yard.open(&duty(1, "2026-11-26", DutyHalfDays::Full, 1, &[officer]))
                .is_ok()
        })
    };
    let both: Vec<_> = [1, 2]
        .map(open)
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .collect();
    assert_eq!(both.iter().filter(|won| **won).count(), 1);
}

#[test]
fn a_closed_half_day_needs_an_exception_with_a_reason() {
    let yard = Yard::new();
    let saturday = duty(1, "2026-11-28", DutyHalfDays::Full, 1, &[1]);
    let refused = yard.open(&saturday).unwrap_err();
    assert_eq!(refused.to_string(), "Buổi chiều Thứ Bảy 28/11/2026 không làm việc");
    let holiday = yard
        .open(&duty(1, "2026-11-24", DutyHalfDays::Morning, 1, &[1]))
        .unwrap_err();
    assert!(holiday.to_string().contains("Ngày Văn hóa Việt Nam"), "{holiday}");
    let desk = &yard.desk;
    let open = |reason: &str| {
        let new = NewHalfDay {
            on: date("2026-11-28"),
            half_day: HalfDay::Afternoon,
            reason: reason.to_owned(),
        };
        desk.db
            .write(|conn| open_half_day(conn, &desk.calendar, &yard.dispatcher, &new, desk.now()))
    };
    assert!(matches!(open(" "), Err(OpenHalfDayError::Reason)));
    assert_eq!(open("Đợt cao điểm").unwrap().opened_by, "dieu-phoi");
    assert!(matches!(open("Đợt cao điểm"), Err(OpenHalfDayError::OpenedBefore(_))));
    yard.open(&saturday).unwrap();
}

#[test]
fn a_change_needs_the_version_that_was_read() {
    let yard = Yard::new();
    let opened = yard
        .open(&duty(1, "2026-11-25", DutyHalfDays::Morning, 1, &[1]))
        .unwrap();
    let change = DutyChange {
        officer_ids: Some(vec![2, 3]),
        ..DutyChange::default()
    };
    let changed = yard.change(opened.id, 1, &change).unwrap();
    assert_eq!((changed.version, changed.officers.len(), changed.kit.id), (2, 2, 1));
    assert!(matches!(
        yard.change(opened.id, 1, &change),
        Err(ChangeDutyError::Stale)
    ));
    let nobody = DutyChange {
        officer_ids: Some(vec![]),
        ..DutyChange::default()
    };
    let refused = yard.change(opened.id, 2, &nobody);
    assert!(matches!(refused, Err(ChangeDutyError::Claim(ClaimError::NoOfficers))));
    let now = yard.write(|conn| store::duty(conn, opened.id)).unwrap().unwrap();
    assert_eq!(now, changed, "a refusal leaves nothing behind");
}

#[test]
fn a_cancelled_duty_gives_its_kit_back_and_says_why() {
    let yard = Yard::new();
    let new = duty(1, "2026-11-25", DutyHalfDays::Morning, 1, &[1]);
    let opened = yard.open(&new).unwrap();
    assert!(matches!(yard.cancel(opened.id, 1, "vì"), Err(CancelDutyError::Reason)));
    let cancelled = yard.cancel(opened.id, 1, "Bộ thiết bị hỏng").unwrap();
    assert_eq!(cancelled.cancelled.unwrap().reason, "Bộ thiết bị hỏng");
    assert!(matches!(
        yard.cancel(opened.id, 2, "Bộ thiết bị hỏng"),
        Err(CancelDutyError::Cancelled)
    ));
    let change = DutyChange::default();
    assert!(matches!(
        yard.change(opened.id, 2, &change),
        Err(ChangeDutyError::Cancelled)
    ));
    assert!(!yard.write(|conn| store::bump_version(conn, opened.id, 2)).unwrap());
    yard.open(&new).unwrap();
}

#[test]
fn teams_of_other_wards_and_dates_out_of_reach_are_refused() {
    let yard = Yard::new();
    let desk = &yard.desk;
    let stranger = staff(desk, "noi-khac", Role::Dispatcher, &["11365"]);
    let new = duty(1, "2026-11-25", DutyHalfDays::Morning, 1, &[1]);
    let refused = desk.db.write(|conn| open_duty(conn, desk, &stranger, &new, desk.now()));
    assert!(matches!(refused, Err(OpenDutyError::ForeignTeam(_))));
    let foreign = team("Tổ 3", &["11329"]);
    let refused = desk
        .db
        .write(|conn| add_team(conn, &yard.places, &stranger, &foreign, desk.now()));
    assert!(matches!(refused, Err(AddTeamError::ForeignWard(_))));
    let on = |text: &str| yard.open(&duty(1, text, DutyHalfDays::Morning, 1, &[1]));
    assert!(matches!(on("2026-11-20"), Err(OpenDutyError::Past)));
    assert!(matches!(on("2027-12-01"), Err(OpenDutyError::TooFar)));
}

#[test]
fn an_officer_finds_the_duties_of_their_account() {
    let yard = Yard::new();
    let account = staff(&yard.desk, "can-bo", Role::Officer, &[]).account_id;
    let now = yard.desk.now();
    let add = |badge: &str, account_id| {
        let new = officer("Phạm Thị Ước", badge, Some(account_id));
        yard.desk
            .db
            .write(|conn| add_officer(conn, &yard.dispatcher, &new, now))
    };
    let added = add("031-9", account).unwrap();
    assert!(matches!(add("031-8", account), Err(AddOfficerError::AccountTaken(_))));
    assert!(matches!(
        add("031-8", yard.dispatcher.account_id),
        Err(AddOfficerError::NoSuchAccount(_))
    ));
    let opened = yard
        .open(&duty(1, "2026-11-25", DutyHalfDays::Full, 1, &[added.id]))
        .unwrap();
    yard.open(&duty(2, "2026-11-25", DutyHalfDays::Full, 2, &[1])).unwrap();
    let found = yard
        .write(|conn| store::duties_of_officer(conn, account, date("2026-11-25")))
        .unwrap();
    assert_eq!(found, [opened]);
}
