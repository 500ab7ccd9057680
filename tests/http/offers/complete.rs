//! Offers are sound and complete: what is offered can be booked, and no search finds what was not offered.
use luudong::booking::Door;
use luudong::booking::door::TimeConstraint;
use luudong::booking::offers::{Rules, View, offers};
use luudong::booking::sequence::{Member, Occupant, Seeker, Sequence};
use luudong::calendar::HalfDay;
use luudong::cases::admissible::AdmissibleTimes;
use luudong::dice::Dice;
use luudong::geography::Geography;
use luudong::geography::point::Point;
use luudong::geography::travel::Spot;
use luudong::geography::zones::ZoneCode;
use luudong::ids::HoldId;
use luudong::seconds::Seconds;
use serde_json::json;

use crate::booking::invariants::fresh_board;
use crate::holds::opens_duty;
use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, Household, WARDS};
use crate::support::office::Office;

const DOORS: u32 = 1_000;

/// Three teams on four days, with breaks, a ferry, time kept for urgent cases and time just given back.
fn week(app: &TestApp) -> Office {
    let office = Office::of(app);
    let (one, two) = (office.crew(1, &WARDS, None), office.crew(2, &["11359", "11383"], None));
    let island = office.crew(3, &["11329", "11914"], None);
    let rest = json!({"earliest_secs": 41_400, "latest_secs": 45_000, "duration_secs": 3_600});
    let long = json!({"shift": {"starts_secs": 21_600, "ends_secs": 68_400, "rest": rest}});
    opens_duty(&office, one, ("2026-11-25", "full"), &json!({}));
    opens_duty(&office, two, ("2026-11-25", "morning"), &json!({"staff_minutes": 0}));
    opens_duty(&office, one, ("2026-11-26", "full"), &json!({"capacity": 5}));
    opens_duty(&office, island, ("2026-11-26", "full"), &long);
    opens_duty(&office, two, ("2026-11-27", "afternoon"), &json!({"staff_minutes": 30}));
    opens_duty(&office, one, ("2026-11-28", "morning"), &json!({"staff_minutes": 0}));
    let days = ["2026-11-25", "2026-11-26", "2026-11-25", "2026-11-27", "2026-11-26", "2026-11-28"];
    for (at, home) in HOUSEHOLDS.iter().enumerate() {
        let case = Household { email: "", ..*home }.case();
        let half_day = if at % 4 == 3 { "afternoon" } else { "morning" };
        let wanted = json!({"case": case, "half_day": {"on": days[at % days.len()], "half_day": half_day}});
        let booked = office.public.post("/api/v1/bookings", &wanted);
        if booked.status == 201 && at == 0 {
            let case = booked.json()["case"].clone();
            let text = |name: &str| case[name].as_str().expect("a text").to_owned();
            let family = office.public.with("X-Case-Secret", &text("secret"));
            family.delete(&format!("/api/v1/cases/{}/booking", text("code"))).expect(204);
        }
    }
    office
}

/// A door somewhere in town, or now and then on Cát Bà, with more or less to do.
fn door(dice: &Dice) -> Door {
    let degrees = |from: f64, span: u32| from + f64::from(dice.between(0, span)) / 10_000.0;
    let on_island = dice.between(0, 7) == 0;
    let (point, zone, ward) = if on_island {
        (Point::new(degrees(20.715, 250), degrees(107.035, 250)), "cat_ba", "11914")
    } else {
        let ward = WARDS[dice.between(0, 2) as usize];
        (Point::new(degrees(20.80, 1_000), degrees(106.64, 1_000)), "mainland", ward)
    };
    let spot = Spot { point: point.expect("a point"), zone: ZoneCode(zone.to_owned()) };
    let number = |least, most| i32::try_from(dice.between(least, most)).expect("a small number");
    Door {
        case_id: None,
        ward_code: ward.to_owned(),
        spot,
        captures: number(1, 4),
        service_secs: Seconds::minutes(number(5, 180)),
        setup_secs: Seconds::minutes(number(5, 30)),
        is_approved: false,
        admissible: AdmissibleTimes::default(),
    }
}

/// Whether the checker accepts the door as the stop with this number.
fn fits(sequence: &Sequence, geography: &Geography, door: &Door, half_day: HalfDay, at: usize) -> bool {
    let seeker = Seeker::new(door, sequence.roads(), geography);
    let member = Member {
        occupant: Occupant::Hold(HoldId(-1)),
        position: 0,
        door: door.clone(),
        time: TimeConstraint::HalfDay(half_day),
    };
    // a half-day that is too short for the work has no window, and the planner takes no window for any time
    let has_window = !sequence.windows(door, TimeConstraint::HalfDay(half_day), Seconds::ZERO).is_empty();
    has_window && sequence.approach(&seeker).put_in(at, member, 1).is_ok()
}

#[test]
fn every_offer_can_be_booked_and_an_exhaustive_search_finds_no_other() {
    let app = TestApp::start();
    week(&app);
    let board = &fresh_board(&app);
    let (settings, now) = (&app.desk.settings.booking, app.desk.now());
    let rules = Rules { settings, calendar: &app.desk.calendar, exceptions: &[], now };
    let (first, last) = View::Public.horizon(settings, now);
    let sequences = app.read(|conn| board.between(conn, first, last));
    assert_eq!(sequences.len(), 6);
    let stops: usize = sequences.iter().map(|sequence| sequence.members.len()).sum();
    assert!(stops >= 6, "{stops} stops");
    assert!(sequences.iter().any(|sequence| !sequence.freed.is_empty()), "some time was given back");
    let dice = Dice::seeded(2_026);
    let (mut offered, mut refused) = (0, 0);
    for number in 0..DOORS {
        let door = door(&dice);
        let view = [View::Public, View::Staff, View::Waiting][number as usize % 3];
        let found = offers(&sequences, board, &door, view, rules);
        for sequence in sequences.iter().filter(|sequence| sequence.serves(&door.ward_code)) {
            for &half_day in sequence.duty.half_days.halves() {
                let offer = found.iter().find(|offer| (offer.on, offer.half_day) == (sequence.duty.on, half_day));
                let place = offer.and_then(|one| one.places.iter().find(|place| place.duty_id == sequence.duty.id));
                let spare = view.spare_secs(sequence, half_day, settings, now);
                let with_spare = Door { service_secs: door.service_secs + spare, ..door.clone() };
                let all = 0..=sequence.members.len();
                let any = all.clone().any(|at| fits(sequence, &board.reference.geography, &with_spare, half_day, at));
                assert_eq!(place.is_some(), any, "door {number}, duty {}, {half_day:?}", sequence.duty.id);
                match place {
                    Some(place) => {
                        assert!(
                            fits(sequence, &board.reference.geography, &door, half_day, place.insertion.at),
                            "door {number}"
                        );
                        offered += 1;
                    }
                    None => refused += 1,
                }
            }
        }
    }
    assert!(offered > 500 && refused > 500, "{offered} offered, {refused} refused");
}
