//! The best place that is named for a household costs what trying every place costs, on random rounds of up to seven; and a
//! remedy that is named serves.
use std::sync::Arc;

use luudong::booking::Board;
use luudong::booking::door::{Door, TimeConstraint};
use luudong::booking::remedies::{Change, remedy};
use luudong::booking::sequence::{Member, Occupant, Seeker, Sequence};
use luudong::calendar::HalfDay;
use luudong::cases::admissible::AdmissibleTimes;
use luudong::dice::Dice;
use luudong::geography::point::Point;
use luudong::geography::travel::Spot;
use luudong::ids::{CaseId, DutyId, VisitId};
use luudong::seconds::Seconds;
use luudong::teams::duty::Duty;
use luudong::teams::store;

use super::booking::invariants::fresh_board;
use crate::support::TestApp;
use crate::support::households::{WARDS, day};
use crate::support::office::Office;

const PLANS: u64 = 200;

fn door(board: &Board, dice: &Dice, number: i64, near: Point) -> Door {
    let off = || (f64::from(dice.between(0, 1_000)) - 500.0) / 12_000.0;
    let point = Point::new(near.lat() + off(), near.lng() + off()).expect("a point");
    let zone = board.reference.geography.zones.at(point).code.clone();
    Door {
        case_id: Some(CaseId(number)),
        ward_code: WARDS[0].to_owned(),
        spot: Spot { zone, point },
        captures: 1,
        service_secs: Seconds::minutes(i32::try_from(dice.between(15, 70)).expect("small")),
        setup_secs: Seconds::minutes(10),
        is_approved: true,
        admissible: AdmissibleTimes::default(),
    }
}

fn driven(board: &Board, duty: &Duty, members: Vec<Member>) -> Option<Sequence> {
    Sequence::driven(duty, members, Vec::new(), &board.roads(duty.on), &board.reference).ok()
}

fn member(door: &Door, number: i64, half_day: HalfDay) -> Member {
    let occupant = Occupant::Visit(VisitId(number));
    Member { occupant, position: 0, door: door.clone(), time: TimeConstraint::HalfDay(half_day) }
}

fn cost(sequence: &Sequence) -> Seconds {
    let day = sequence.duty_times().expect("a driven sequence");
    Seconds::from(day.travel) + Seconds::from(day.setup)
}

/// A round of up to six, each at a place where the team can drive it.
fn round(board: &Board, dice: &Dice, duty: &Duty, base: Point) -> Sequence {
    let mut members: Vec<Member> = Vec::new();
    for number in 1..=i64::from(dice.between(0, 6)) {
        let half_day = if dice.between(0, 1) == 0 { HalfDay::Morning } else { HalfDay::Afternoon };
        let newcomer = member(&door(board, dice, number, base), number, half_day);
        let mut wider = members.clone();
        wider.insert(usize::try_from(dice.between(0, 6)).expect("small").min(members.len()), newcomer);
        if driven(board, duty, wider.clone()).is_some() {
            members = wider;
        }
    }
    driven(board, duty, members).expect("a round")
}

#[test]
fn the_best_place_costs_what_trying_every_place_costs_and_a_remedy_serves() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let id = office.duty(office.crew(1, &WARDS, None), day("2026-11-26"), "full");
    let duty = app.read(|conn| store::duty(conn, DutyId(id))).expect("the duty");
    let board = fresh_board(&app);
    let base = Point::new(duty.team.base.lat, duty.team.base.lng).expect("a base");
    let (mut found, mut full, mut served) = (0, 0, 0);
    for seed in 0..PLANS {
        let dice = Dice::seeded(seed);
        let mut tight = duty.clone();
        tight.shift.ends_secs = duty.shift.ends_secs - Seconds::minutes(i32::try_from(seed % 3 * 70).expect("small"));
        let round = Arc::new(round(&board, &dice, &tight, base));
        let newcomer = door(&board, &dice, 100, base);
        let seeker = Seeker::new(&newcomer, round.roads(), &board.reference.geography);
        let approach = round.approach(&seeker);
        let mut has_place = false;
        for half_day in HalfDay::ALL {
            let best = approach.best(*half_day, Seconds::ZERO);
            let tried = (0..=round.members.len()).filter_map(|at| {
                let mut members = round.members.clone();
                members.insert(at, member(&newcomer, 100, *half_day));
                Some(cost(&driven(&board, &tight, members)?) - cost(&round))
            });
            let least = tried.min();
            assert_eq!(best.map(|place| place.added_secs), least, "plan {seed}, {half_day}");
            has_place |= best.is_some();
            found += usize::from(best.is_some());
        }
        if has_place {
            continue;
        }
        full += 1;
        let booker = board.booker(&app.desk, None);
        if let Some(found) = remedy(std::slice::from_ref(&round), booker, &newcomer, &[]) {
            let mut changed = tight.clone();
            let mut members = round.members.clone();
            match found.change {
                Change::Longer(by) => changed.shift.ends_secs = changed.shift.ends_secs + by,
                Change::MorePeople(by) => changed.capacity += by,
                Change::AnotherKit => members.clear(),
            }
            let serves = (0..=members.len()).any(|at| {
                let mut wider = members.clone();
                wider.insert(at, member(&newcomer, 100, found.half_day));
                driven(&board, &changed, wider).is_some()
            });
            assert!(serves, "plan {seed}: {found:?} does not serve");
            served += 1;
        }
    }
    assert!(found > 100 && full > 0 && served > 0, "{found} places, {full} full rounds, {served} remedies");
}
