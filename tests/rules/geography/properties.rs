//! What holds for the travel between all pairs of spots, found by random search.
use super::point;
use super::travel::{GEOGRAPHY, TRAVEL, cat_ba, ward};
use luudong::geography::travel::leg::Leg;
use luudong::geography::travel::{Spot, TravelTimes};
use luudong::geography::zones::ZoneCode;
use luudong::seconds::{Seconds, TimeOfDay};
use proptest::prelude::*;

/// Any position in the box of the mainland part of the province.
fn mainland() -> impl Strategy<Value = Spot> {
    (20.6..21.2_f64, 106.1..106.8_f64)
        .prop_map(|(lat, lng)| Spot { point: point(lat, lng), zone: ZoneCode("mainland".to_owned()) })
}

/// Any time of day from one second since midnight until before another.
fn times(from: i32, until: i32) -> impl Strategy<Value = TimeOfDay> {
    (from..until).prop_map(TimeOfDay)
}

proptest! {
    #[test]
    fn no_team_is_faster_than_the_great_circle_at_top_speed(
        a in mainland(), b in mainland(), departs in times(0, 86_400),
    ) {
        let straight = a.point.metres_to(b.point);
        let time = TRAVEL.seconds(&a, &b, departs).expect("a road");
        prop_assert!(f64::from(time.secs.0) >= (straight / (38.0 / 3.6)).floor());
        prop_assert!(straight < 5.0 || f64::from(time.metres) >= straight);
    }

    #[test]
    fn roads_are_the_same_both_ways(a in mainland(), b in mainland(), departs in times(0, 86_400)) {
        prop_assert_eq!(TRAVEL.leg(&a, &b), TRAVEL.leg(&b, &a));
        prop_assert_eq!(TRAVEL.seconds(&a, &b, departs), TRAVEL.seconds(&b, &a, departs));
    }

    #[test]
    fn a_detour_by_a_bridge_is_no_shorter_than_the_line(a in mainland(), b in mainland()) {
        let rivers = &GEOGRAPHY.rivers;
        let (from, to) = (rivers.metres_to_bridges(a.point), rivers.metres_to_bridges(b.point));
        let straight = a.point.metres_to(b.point);
        if let Some(detour) = rivers.detour(a.point, b.point, &from, &to) {
            prop_assert!(detour >= straight - 1e-6);
            prop_assert!(detour.is_finite());
            let road = TRAVEL.leg(&a, &b).metres().expect("a road");
            prop_assert!(f64::from(road) >= 1.4 * detour - 1.0);
        }
    }

    #[test]
    fn whoever_leaves_later_never_arrives_earlier(
        a in mainland(), departs in times(0, 61_000), later in (0..7_200).prop_map(Seconds), island in any::<bool>(),
    ) {
        let to = if island { cat_ba() } else { ward("11329") };
        let first = TRAVEL.seconds(&a, &to, departs);
        let second = TRAVEL.seconds(&a, &to, departs + later);
        match (first, second) {
            (Ok(first), Ok(second)) => {
                prop_assert!(departs + first.secs <= departs + later + second.secs);
            }
            (Err(_), second) => prop_assert!(second.is_err()),
            (Ok(_), Err(_)) => {}
        }
    }

    #[test]
    fn the_careful_number_covers_every_departure(
        a in mainland(), b in mainland(), departs in times(25_200, 64_800),
    ) {
        let matrix = TRAVEL.matrix(&[a, b]);
        let careful = matrix.careful_secs(0, 1, TimeOfDay(25_200), TimeOfDay(64_800)).expect("a road");
        prop_assert!(matrix.secs(0, 1, departs).expect("a road") <= careful);
        prop_assert!(matrix.free_secs(0, 1).expect("a road") <= careful);
    }

    #[test]
    fn r23_an_island_leg_always_takes_a_boat(a in mainland(), departs in times(28_800, 50_000)) {
        let leg = TRAVEL.leg(&a, &cat_ba());
        let is_ferry = matches!(leg, Leg::Ferry { .. });
        prop_assert!(is_ferry);
        let secs = TRAVEL.seconds(&a, &cat_ba(), departs).map(|time| time.secs);
        prop_assert!(secs.is_ok_and(|secs| secs >= Seconds::minutes(50)));
    }
}
