//! R22: no kit and no officer in two teams at once.
use luudong::calendar::HalfDay;
use luudong::ids::{KitId, OfficerId, TeamId};
use luudong::teams::conflicts::{Contested, DutyClaim, Named, conflicts_with, find_conflicts};

use crate::date;

fn named<Id>(id: Id, name: &str) -> Named<Id> {
    Named { id, name: name.to_owned() }
}

fn duty(team: i64, kit: i64, officer: (i64, &str), half_days: &[HalfDay]) -> DutyClaim {
    DutyClaim {
        team: named(TeamId(team), &format!("Tổ {team}")),
        kit: named(KitId(kit), &format!("TB-{kit}")),
        officers: vec![named(OfficerId(officer.0), officer.1)],
        on: date("28/11/2026"),
        half_days: half_days.to_vec(),
    }
}

#[test]
fn r22_a_kit_in_two_teams_is_refused_with_both_names() {
    let standing = duty(1, 7, (1, "Lê Văn An"), &[HalfDay::Morning]);
    let wanted = duty(2, 7, (2, "Vũ Thị Hoa"), HalfDay::ALL);
    let conflicts = conflicts_with(&wanted, &[standing]);
    assert_eq!(conflicts.len(), 1);
    assert_eq!(
        conflicts[0].to_string(),
        "Bộ thiết bị “TB-7” đã được phân cho “Tổ 1” buổi sáng Thứ Bảy 28/11/2026, không thể phân thêm cho “Tổ 2”"
    );
}

#[test]
fn r22_an_officer_in_two_teams_is_refused_with_both_names() {
    let duties = [
        duty(1, 7, (1, "Lê Văn An"), &[HalfDay::Morning]),
        duty(2, 8, (1, "Lê Văn An"), &[HalfDay::Morning]),
        duty(3, 9, (1, "Lê Văn An"), &[HalfDay::Afternoon]),
    ];
    let conflicts = find_conflicts(&duties);
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].contested, Contested::Officer("Lê Văn An".to_owned()));
    assert_eq!(conflicts[0].first_team, "Tổ 1");
    assert_eq!(conflicts[0].second_team, "Tổ 2");
}

#[test]
fn r22_other_half_days_other_dates_and_other_people_do_not_conflict() {
    let morning = duty(1, 7, (1, "Lê Văn An"), &[HalfDay::Morning]);
    let afternoon = duty(2, 7, (1, "Lê Văn An"), &[HalfDay::Afternoon]);
    let next_day = DutyClaim { on: date("30/11/2026"), ..morning.clone() };
    let stranger = duty(3, 9, (4, "Lê Văn An"), &[HalfDay::Morning]);
    assert_eq!(find_conflicts(&[morning, afternoon, next_day, stranger]), []);
}
