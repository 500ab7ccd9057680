//! The verbs of teams against a real database: what only rows and transactions can show.
use std::sync::{Arc, Barrier};

use super::add_officer::add_officer;
use super::add_team::add_team;
use super::cancel_duty::CancelDutyError;
use super::change_duty::ChangeDutyError;
use super::claims::ClaimError;
use super::duty::DutyChange;
use super::half_day::{NewHalfDay, OpenHalfDayError};
use super::officer::AddOfficerError;
use super::open_duty::{OpenDutyError, open_duty};
use super::open_half_day::open_half_day;
use super::shift::DutyHalfDays;
use super::store;
use super::team::AddTeamError;
use crate::accounts::{Role, Staff};
use crate::audit;
use crate::calendar::HalfDay;
use crate::ids::{KitId, OfficerId, TeamId};
use crate::seconds::TimeOfDay;

mod fixture;
use fixture::{Fixture, date, duty, officer, staff, team};

#[test]
fn a_duty_has_usual_hours_and_stands_in_its_lists_and_in_the_log() {
    let fixture = Fixture::new();
    let opened = fixture.open(&duty(1, "2026-11-25", DutyHalfDays::Full, 1, &[2, 1, 2])).unwrap();
    assert_eq!((opened.shift.starts_secs, opened.shift.ends_secs), (TimeOfDay(27_000), TimeOfDay(61_200)));
    assert_eq!((opened.capacity, opened.version), (60, 1));
    assert_eq!(opened.officer_names(), "Lê Văn An, Vũ Thị Hoa");
    assert_eq!(opened.team.ward_codes, ["11329"]);
    fixture.write(|conn| {
        let (from, to) = (date("2026-11-25"), date("2026-11-30"));
        assert_eq!(store::duties_between(conn, from, to, Some(&[TeamId(1)])).unwrap(), std::slice::from_ref(&opened));
        assert_eq!(store::duties_between(conn, from, to, Some(&[TeamId(2)])).unwrap(), []);
        let log = crate::audit::store::entries_of(conn, "duty:1").unwrap();
        assert_eq!(log[0].2, audit::Action::Arrange.code());
    });
}

#[test]
fn r22_a_kit_or_an_officer_of_another_duty_is_refused_with_both_teams() {
    let fixture = Fixture::new();
    fixture.open(&duty(1, "2026-11-25", DutyHalfDays::Full, 1, &[1])).unwrap();
    let refused = fixture.open(&duty(2, "2026-11-25", DutyHalfDays::Morning, 1, &[1])).unwrap_err();
    let OpenDutyError::Claim(ClaimError::Taken(conflicts)) = &refused else { panic!("{refused}") };
    assert_eq!(conflicts.len(), 2);
    let sentence = refused.to_string();
    assert!(sentence.contains("“Tổ 1”") && sentence.contains("“Tổ 2”"), "{sentence}");
    fixture.open(&duty(2, "2026-11-25", DutyHalfDays::Morning, 2, &[2])).unwrap();
}

#[test]
fn r22_of_two_duties_that_want_one_kit_at_the_same_moment_one_wins() {
    let fixture = Arc::new(Fixture::new());
    // Rounds started by a barrier: with the lock taken away, PostgreSQL let both win in the first round.
    for on in date("2026-12-01").iter_days().take(14).filter(|on| fixture.desk.calendar.is_working_day(*on)) {
        let start = Arc::new(Barrier::new(2));
        let open = |officer: i64| {
            let (fixture, start) = (Arc::clone(&fixture), Arc::clone(&start));
            let new = duty(1, &on.to_string(), DutyHalfDays::Full, 1, &[officer]);
            std::thread::spawn(move || {
                start.wait();
                fixture.open(&new).is_ok()
            })
        };
        let won = [1, 2].map(open).into_iter().filter_map(|thread| thread.join().ok());
        assert_eq!(won.filter(|won| *won).count(), 1, "{on}");
    }
}

#[test]
fn a_closed_half_day_needs_an_exception_with_a_reason() {
    let fixture = Fixture::new();
    let saturday = duty(1, "2026-11-28", DutyHalfDays::Full, 1, &[1]);
    let refused = fixture.open(&saturday).unwrap_err();
    assert_eq!(refused.to_string(), "Buổi chiều Thứ Bảy 28/11/2026 không làm việc");
    let holiday = fixture.open(&duty(1, "2026-11-24", DutyHalfDays::Morning, 1, &[1])).unwrap_err();
    assert!(holiday.to_string().contains("Ngày Văn hóa Việt Nam"), "{holiday}");
    let desk = &fixture.desk;
    let opens = |staff: &Staff, reason: &str| {
        let new = NewHalfDay { on: date("2026-11-28"), half_day: HalfDay::Afternoon, reason: reason.to_owned() };
        desk.db.write(|conn| open_half_day(conn, &desk.calendar, staff, &new, desk.now()))
    };
    assert!(
        matches!(opens(&fixture.dispatcher, "Đợt cao điểm"), Err(OpenHalfDayError::NotCityWide)),
        "a ward's dispatcher"
    );
    let everywhere = Staff { ward_codes: Vec::new(), ..fixture.dispatcher.clone() };
    let open = |reason: &str| opens(&everywhere, reason);
    assert!(matches!(open(" "), Err(OpenHalfDayError::Reason)));
    assert_eq!(open("Đợt cao điểm").unwrap().opened_by, "dieu-phoi");
    assert!(matches!(open("Đợt cao điểm"), Err(OpenHalfDayError::OpenedBefore(_))));
    fixture.open(&saturday).unwrap();
}

#[test]
fn a_change_needs_the_version_that_was_read() {
    let fixture = Fixture::new();
    let opened = fixture.open(&duty(1, "2026-11-25", DutyHalfDays::Morning, 1, &[1])).unwrap();
    let change = DutyChange { officer_ids: Some(vec![OfficerId(2), OfficerId(3)]), ..DutyChange::default() };
    let changed = fixture.change(opened.id, 1, &change).unwrap();
    assert_eq!((changed.version, changed.officers.len(), changed.kit.id), (2, 2, KitId(1)));
    assert!(matches!(fixture.change(opened.id, 1, &change), Err(ChangeDutyError::Stale)));
    let nobody = DutyChange { officer_ids: Some(vec![]), ..DutyChange::default() };
    let refused = fixture.change(opened.id, 2, &nobody);
    assert!(matches!(refused, Err(ChangeDutyError::Claim(ClaimError::NoOfficers))));
    let now = fixture.write(|conn| store::duty(conn, opened.id)).unwrap().unwrap();
    assert_eq!(now, changed, "a refusal leaves nothing behind");
}

#[test]
fn a_cancelled_duty_gives_its_kit_back_and_says_why() {
    let fixture = Fixture::new();
    let new = duty(1, "2026-11-25", DutyHalfDays::Morning, 1, &[1]);
    let opened = fixture.open(&new).unwrap();
    assert!(matches!(fixture.cancel(opened.id, 1, "vì"), Err(CancelDutyError::Reason)));
    let cancelled = fixture.cancel(opened.id, 1, "Bộ thiết bị hỏng").unwrap();
    assert_eq!(cancelled.cancelled.unwrap().reason, "Bộ thiết bị hỏng");
    assert!(matches!(fixture.cancel(opened.id, 2, "Bộ thiết bị hỏng"), Err(CancelDutyError::Cancelled)));
    let change = DutyChange::default();
    assert!(matches!(fixture.change(opened.id, 2, &change), Err(ChangeDutyError::Cancelled)));
    assert!(!fixture.write(|conn| store::bump_version(conn, opened.id, 2, &fixture.desk.dice)).unwrap());
    fixture.open(&new).unwrap();
}

#[test]
fn teams_of_other_wards_and_dates_out_of_reach_are_refused() {
    let fixture = Fixture::new();
    let desk = &fixture.desk;
    let stranger = staff(desk, "noi-khac", Role::Dispatcher, &["11365"]);
    let new = duty(1, "2026-11-25", DutyHalfDays::Morning, 1, &[1]);
    let refused = desk.db.write(|conn| open_duty(conn, desk, &stranger, &new, desk.now()));
    assert!(matches!(refused, Err(OpenDutyError::ForeignTeam(_))));
    let foreign = team("Tổ 3", &["11329"]);
    let refused = desk.db.write(|conn| add_team(conn, &fixture.geography, &stranger, &foreign, desk.now()));
    assert!(matches!(refused, Err(AddTeamError::ForeignWard(_))));
    let on = |text: &str| fixture.open(&duty(1, text, DutyHalfDays::Morning, 1, &[1]));
    assert!(matches!(on("2026-11-20"), Err(OpenDutyError::Past)));
    assert!(matches!(on("2027-12-01"), Err(OpenDutyError::TooFar)));
}

#[test]
fn an_officer_finds_the_duties_of_their_account() {
    let fixture = Fixture::new();
    let account = staff(&fixture.desk, "can-bo", Role::Officer, &[]).account_id;
    let now = fixture.desk.now();
    let add = |badge: &str, account_id| {
        let new = officer("Phạm Thị Ước", badge, Some(account_id));
        fixture.desk.db.write(|conn| add_officer(conn, &fixture.dispatcher, &new, now))
    };
    let added = add("031-9", account).unwrap();
    assert!(matches!(add("031-8", account), Err(AddOfficerError::AccountTaken(_))));
    assert!(matches!(add("031-8", fixture.dispatcher.account_id), Err(AddOfficerError::NoSuchAccount(_))));
    let opened = fixture.open(&duty(1, "2026-11-25", DutyHalfDays::Full, 1, &[added.id.0])).unwrap();
    fixture.open(&duty(2, "2026-11-25", DutyHalfDays::Full, 2, &[1])).unwrap();
    let found = fixture.write(|conn| store::duties_of_officer(conn, account, date("2026-11-25"))).unwrap();
    assert_eq!(found, [opened]);
}
