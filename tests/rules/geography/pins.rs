//! Where a pin lies: in its ward, at its edge, nearer to another, on another island, in the sea, in another province.
use luudong::geography::pins::{Misplaced, Seems};
use luudong::geography::zones::ZoneCode;

use super::{code, geography, point};

fn located(ward: &str, area: Option<&str>, lat: f64, lng: f64) -> String {
    let geography = geography();
    let area = area.map(|area| ZoneCode(area.to_owned()));
    let anchor = geography.anchor(&code(ward), area.as_ref()).expect("a ward");
    match geography.whereabouts(&anchor, point(lat, lng)) {
        Ok(found) => match found.seems {
            Seems::Inside => "inside".to_owned(),
            Seems::Edge(None) => "edge".to_owned(),
            Seems::Edge(Some(other)) => format!("edge, {}", other.name),
            Seems::Far(None) => "far".to_owned(),
            Seems::Far(Some(other)) => format!("far, {}", other.name),
        },
        Err(Misplaced::OutsideProvince(_)) => "another province".to_owned(),
        Err(Misplaced::Nowhere) => "nowhere".to_owned(),
        Err(Misplaced::Elsewhere(other)) => format!("elsewhere, {other}"),
    }
}

#[test]
fn a_pin_is_judged_by_distance_and_by_islands() {
    let all = [
        ("11329", None, 20.866, 106.706, "inside"),
        ("11329", None, 20.9, 106.72, "far, Phường Nam Triệu"),
        ("11329", None, 21.028, 105.854, "another province"),
        ("11329", None, 20.45, 106.34, "nowhere"),
        ("11329", None, 20.45, 106.95, "nowhere"),
        ("11329", None, 20.727, 107.048, "elsewhere, Đảo Cát Bà"),
        ("11914", Some("cat_ba"), 20.727, 107.048, "inside"),
        ("11914", Some("cat_ba"), 20.812, 106.867, "elsewhere, Đảo Cát Hải"),
        ("11914", None, 20.812, 106.867, "inside"),
        ("11914", Some("cat_ba"), 20.866, 106.704, "elsewhere, Phường Ngô Quyền"),
        ("11948", None, 20.134, 107.731, "inside"),
        ("11948", None, 20.2, 107.61, "nowhere"),
    ];
    for (ward, area, lat, lng, expected) in all {
        let found = located(ward, area, lat, lng);
        if expected.starts_with("far") {
            assert!(found.starts_with("far, ") || found.starts_with("edge, "), "{ward} {lat} {lng}: {found}");
        } else {
            assert_eq!(found, expected, "{ward} {area:?} {lat} {lng}");
        }
    }
}

#[test]
fn the_middle_of_every_ward_is_inside_it_and_every_part_has_its_anchor() {
    let geography = geography();
    for ward in geography.wards.iter() {
        assert!(ward.area_km2.is_some_and(|area| area > 1.0), "{} has no area", ward.name);
        let anchor = geography.anchor(&ward.code, None).expect("a ward");
        let found =
            geography.whereabouts(&anchor, anchor.point).unwrap_or_else(|error| panic!("{}: {error}", ward.name));
        assert_eq!(found.seems, Seems::Inside, "{}", ward.name);
    }
    let cat_ba = ZoneCode("cat_ba".to_owned());
    assert_eq!(geography.anchor(&code("11914"), Some(&cat_ba)).expect("a part").name, "Đảo Cát Bà");
}
