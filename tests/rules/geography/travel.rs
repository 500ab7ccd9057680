//! Travel times: islands and last boats (R23), rivers, busy hours, and what holds for all pairs.
use super::{code, geography, point};
use figment::Figment;
use figment::providers::{Format, Toml};
use luudong::geography::Geography;
use luudong::geography::travel::leg::Unreachable;
use luudong::geography::travel::model::{TravelModel, drive_ends};
use luudong::geography::travel::round_trip::{NoRoundTrip, round_trip};
use luudong::geography::travel::straight_line::StraightLine;
use luudong::geography::travel::{Spot, TravelTimes};
use luudong::geography::zones::ZoneCode;
use luudong::seconds::{Seconds, TimeOfDay};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use crate::date;

pub(super) static GEOGRAPHY: LazyLock<Geography> = LazyLock::new(geography);
pub(super) static TRAVEL: LazyLock<StraightLine> =
    LazyLock::new(|| StraightLine::new(model(), &GEOGRAPHY, date("23/11/2026")));

/// The figures of `config/default.toml`.
fn model() -> TravelModel {
    let defaults = include_str!("../../../config/default.toml");
    let model: TravelModel =
        Figment::from(Toml::string(defaults)).extract_inner("travel").expect("the section [travel] is complete");
    model.check().expect("the defaults do not contradict themselves");
    model
}

pub(super) fn ward(text: &str) -> Spot {
    GEOGRAPHY.locate(&code(text), None, None).expect("a spot")
}

pub(super) fn cat_ba() -> Spot {
    let zone = ZoneCode("cat_ba".to_owned());
    GEOGRAPHY.locate(&code("11914"), Some(&zone), None).expect("a spot")
}

fn cat_hai() -> Spot {
    let zone = ZoneCode("cat_hai".to_owned());
    GEOGRAPHY.locate(&code("11914"), Some(&zone), None).expect("a spot")
}

fn at(hour: i32, minute: i32) -> TimeOfDay {
    TimeOfDay::at(hour, minute)
}

#[test]
fn r23_a_stop_ending_1750_at_cat_ba_town_misses_the_last_boat() {
    let base = ward("11329");
    let gone = Unreachable::LastBoatGone { last_departure_secs: at(18, 0) };
    assert_eq!(TRAVEL.seconds(&cat_ba(), &base, at(17, 50)), Err(gone));
    assert_eq!(gone.to_string(), "không đến được: lỡ chuyến phà cuối lúc 18:00");
    assert!(TRAVEL.seconds(&cat_ba(), &base, at(15, 0)).is_ok());
    // The same stop as a day of its own: 17:50 is too late although the shift would last all night.
    let (starts, ends) = (at(7, 30), at(23, 59));
    let arrives = at(7, 30) + TRAVEL.seconds(&base, &cat_ba(), at(7, 30)).expect("a boat").secs;
    let until_1750 = at(17, 50) - arrives;
    let refused = round_trip(&*TRAVEL, &base, &cat_ba(), starts, ends, until_1750);
    assert_eq!(refused, Err(NoRoundTrip::Back(gone)));
    assert!(round_trip(&*TRAVEL, &base, &cat_ba(), starts, ends, Seconds::minutes(45)).is_ok());
}

#[test]
fn r23_a_morning_is_too_short_for_cat_ba_and_long_enough_for_cat_hai() {
    let (base, starts, ends) = (ward("11329"), at(7, 30), at(11, 30));
    let refused = round_trip(&*TRAVEL, &base, &cat_ba(), starts, ends, Seconds::minutes(45));
    assert!(matches!(refused, Err(NoRoundTrip::AfterShift(_))), "{refused:?}");
    assert!(round_trip(&*TRAVEL, &base, &cat_hai(), starts, ends, Seconds::minutes(45)).is_ok());
}

#[test]
fn r23_bach_long_vi_is_refused_on_a_mainland_morning_and_has_no_number() {
    let (base, island) = (ward("11329"), ward("11948"));
    let (starts, ends) = (at(8, 0), at(11, 30));
    let refused = round_trip(&*TRAVEL, &base, &island, starts, ends, Seconds::minutes(45));
    assert_eq!(refused, Err(NoRoundTrip::There(Unreachable::NoDayTrip)));
    for other in [&base, &cat_ba(), &cat_hai()] {
        assert_eq!(TRAVEL.seconds(&island, other, at(8, 0)), Err(Unreachable::NoDayTrip));
        assert_eq!(TRAVEL.seconds(other, &island, at(8, 0)), Err(Unreachable::NoDayTrip));
    }
    let matrix = TRAVEL.matrix(&[base, island]);
    assert_eq!(matrix.free_secs(0, 1), Err(Unreachable::NoDayTrip));
    assert_eq!(matrix.metres(0, 1), None);
    assert!(Unreachable::NoDayTrip.to_string().contains("không đến được"));
}

#[test]
fn r23_before_the_first_timetable_no_boat_goes() {
    let earlier = StraightLine::new(model(), &GEOGRAPHY, date("24/08/2023"));
    let none = earlier.seconds(&ward("11329"), &cat_ba(), at(8, 0));
    assert_eq!(none.map(|time| time.secs), Err(Unreachable::NoCrossing));
}

#[test]
fn r23_who_comes_before_the_first_boat_waits_for_it() {
    let windows = TRAVEL.matrix(&[]).crossings().to_vec();
    let out = &windows[0];
    assert_eq!((out.opens_secs, out.closes_secs), (at(5, 0), at(18, 0)));
    assert_eq!(out.crossing_secs, Seconds::minutes(50));
    let back = &windows[1];
    assert_eq!((back.opens_secs, back.closes_secs), (at(4, 30), at(17, 30)));
    let night = TRAVEL.seconds(&cat_hai(), &cat_ba(), at(2, 0)).expect("waits").secs;
    let later = TRAVEL.seconds(&cat_hai(), &cat_ba(), at(3, 0)).expect("waits").secs;
    assert_eq!(night, later + Seconds::hours(1));
}

#[test]
fn a_river_makes_a_short_line_a_long_way() {
    // Opposite banks of the Cấm, 1.7 km apart, far from a bridge: by Kiền bridge or Bính bridge.
    let spot = |lat, lng| Spot { point: point(lat, lng), zone: ward("11329").zone };
    let (north, south) = (spot(20.893, 106.645), spot(20.878, 106.648));
    let straight = north.point.metres_to(south.point);
    let river = TRAVEL.leg(&north, &south).metres().expect("a way");
    assert!(f64::from(river) > 3.0 * straight, "{river} m for {straight} m");
    let dry = TRAVEL.leg(&south, &spot(20.863, 106.651)).metres().expect("a way");
    assert!(f64::from(dry) < 450.0 + 1.26 * straight + 1.0, "{dry} m");
}

#[test]
fn same_place_takes_no_time_and_each_answer_names_its_estimator() {
    let (here, there) = (ward("11329"), ward("11359"));
    let same = TRAVEL.seconds(&here, &here, at(8, 0)).expect("a time");
    assert_eq!((same.secs, same.metres, same.estimator), (Seconds::ZERO, 0, "straight_line"));
    let other = TRAVEL.seconds(&here, &there, at(8, 0)).expect("a time");
    assert_eq!(other.estimator, "straight_line");
    assert_eq!(TRAVEL.estimator(), "straight_line");
    assert_eq!(TRAVEL.matrix(&[here]).estimator(), "straight_line");
}

#[test]
fn speeds_depend_on_the_length_of_the_trip() {
    let model = model();
    // 2 km at 20 km/h = 360 s; 8 km at 28 km/h = 1028.6 s; 9.5 km at 38 km/h = 900 s.
    for (metres, secs) in [(0.0, 0), (1_000.0, 180), (2_000.0, 360), (10_000.0, 1389), (19_500.0, 2289)] {
        assert_eq!(model.drive_secs(metres), Seconds(secs), "{metres}");
    }
    assert_eq!(model.road_metres(1_000.0, None).round(), 1_700.0);
    assert_eq!(model.road_metres(1_000.0, Some(3_000.0)).round(), 4_200.0);
    assert_eq!(model.road_metres(1_000.0, Some(1_000.0)).round(), 1_700.0);
}

#[test]
fn only_the_part_of_a_drive_in_a_busy_time_is_slower() {
    let peaks = model().peaks;
    for (departs, free, ends) in [
        (at(9, 0), Seconds(1000), at(9, 0) + Seconds(1000)),
        (at(7, 0), Seconds(1000), at(7, 0) + Seconds(1300)),
        (at(6, 20), Seconds(1200), at(6, 30) + Seconds(780)),
        (at(7, 47), Seconds(1000), at(8, 0) + Seconds(400)), // 780 s busy are 600 s free
        (at(18, 30), Seconds(1000), at(18, 30) + Seconds(1000)),
    ] {
        assert_eq!(drive_ends(&peaks, departs, free), ends, "{departs}");
    }
}

#[test]
fn contradicting_figures_are_refused_by_their_name() {
    let refused = |change: fn(&mut TravelModel)| {
        let mut model = model();
        change(&mut model);
        model.check().expect_err("must be refused")
    };
    assert!(refused(|m| m.road_factor = 0.9).starts_with("travel.road_factor:"));
    assert!(refused(|m| m.bridge_factor = f64::NAN).starts_with("travel.bridge_factor:"));
    assert!(refused(|m| m.road_offset_metres = -1.0).starts_with("travel.road_offset_metres:"));
    assert!(refused(|m| m.speeds.clear()).starts_with("travel.speeds:"));
    assert!(refused(|m| m.speeds.swap(0, 1)).starts_with("travel.speeds:"));
    assert!(refused(|m| m.speeds[0].km_per_hour = 0.0).starts_with("travel.speeds:"));
    assert!(refused(|m| m.peaks.swap(0, 1)).starts_with("travel.peaks:"));
    assert!(refused(|m| m.peaks[0].factor = 0.5).starts_with("travel.peaks:"));
}

#[test]
fn a_matrix_of_a_thousand_spots_is_quick_and_agrees_with_single_answers() {
    let mut spots: Vec<Spot> =
        GEOGRAPHY.wards.iter().filter_map(|ward| GEOGRAPHY.locate(&ward.code, None, None).ok()).collect();
    spots.push(cat_ba());
    spots.push(cat_hai());
    let few = TRAVEL.matrix(&spots);
    for (from, a) in spots.iter().enumerate() {
        for (to, b) in spots.iter().enumerate() {
            let single = TRAVEL.seconds(a, b, at(8, 0)).map(|time| time.secs);
            assert_eq!(few.secs(from, to, at(8, 0)), single, "{from} → {to}");
        }
    }
    let many: Vec<Spot> = spots.iter().cycle().take(1000).cloned().collect();
    let begin = Instant::now();
    let matrix = TRAVEL.matrix(&many);
    let took = begin.elapsed();
    println!("1000 × 1000 legs in {took:?}");
    assert_eq!(matrix.size(), 1000);
    // Without optimisation and on a busy machine; optimised it is well below half a second.
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn great_circle_distances_are_those_of_the_domain_file() {
    // From Ngô Quyền ward, kilometres (domain file §3).
    let from = ward("11329").point;
    for (to, km) in [("11914", 31.0), ("11948", 134.0), ("11239", 49.0), ("10546", 48.0), ("10525", 38.0)] {
        let center = GEOGRAPHY.wards.find(&code(to)).expect("a ward").center;
        let metres = from.metres_to(center);
        assert!((metres / 1000.0 - km).abs() < 1.0, "{to}: {metres} m");
    }
}

#[test]
fn rivers_part_the_wards_on_their_banks_and_no_others() {
    // (from, to, whether a river parts them): general knowledge of the delta, not surveyed.
    for (from, to, parted) in [
        ("11560", "11329", true),  // Thủy Nguyên – Ngô Quyền: Cấm
        ("11413", "11692", true),  // Hải An – Dương Kinh: Lạch Tray
        ("11755", "11674", true),  // Tiên Lãng – An Hưng: Văn Úc
        ("11755", "11842", true),  // Tiên Lãng – Vĩnh Thuận: Thái Bình
        ("11836", "11146", true),  // Vĩnh Thịnh – Nguyên Giáp: Luộc
        ("10756", "10816", true),  // Lai Khê – Hà Bắc: Rạng
        ("10750", "10675", true),  // Phú Thái – Kinh Môn: Kinh Môn
        ("10546", "10615", true),  // Chí Linh – Hợp Tiến: Kinh Thầy
        ("11329", "11359", false), // Ngô Quyền – Gia Viên
        ("11383", "11407", false), // Lê Chân – An Biên
        ("11824", "11836", false), // Vĩnh Bảo – Vĩnh Thịnh
        ("11737", "11455", false), // Nam Đồ Sơn – Đồ Sơn
    ] {
        let (a, b) = (ward(from).point, ward(to).point);
        let rivers = &GEOGRAPHY.rivers;
        let (at_a, at_b) = (rivers.metres_to_bridges(a), rivers.metres_to_bridges(b));
        let detour = rivers.detour(a, b, &at_a, &at_b);
        assert_eq!(detour.is_some(), parted, "{from} – {to}");
    }
}
