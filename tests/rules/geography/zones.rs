//! Sub-areas of the islands and the positions they are asked for (R24).
use super::{code, geography, point};
use luudong::geography::LocateError;
use luudong::geography::zones::ZoneCode;

#[test]
fn r24_cat_hai_asks_for_a_sub_area_and_never_uses_its_centroid() {
    let geography = geography();
    let cat_hai = code("11914");
    let Err(LocateError::AsksSubArea(choices)) = geography.locate(&cat_hai, None, None) else {
        panic!("a stop in 11914 without a pin must ask");
    };
    let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
    assert_eq!(names, ["Đảo Cát Hải", "Đảo Cát Bà"]);

    let zone = |name: &str| ZoneCode(name.to_owned());
    let town = geography.locate(&cat_hai, Some(&zone("cat_ba")), None).expect("a spot");
    assert_eq!((town.point, town.zone), (point(20.727, 107.048), zone("cat_ba")));
    for (pin, expected) in
        [(point(20.812, 106.867), "cat_hai"), (point(20.727, 107.048), "cat_ba"), (point(20.795, 107.005), "cat_ba")]
    {
        // The pin decides even when another sub-area was chosen before.
        let spot = geography.locate(&cat_hai, Some(&zone("cat_ba")), Some(pin)).expect("a spot");
        assert_eq!((spot.point, spot.zone), (pin, zone(expected)));
    }
}

#[test]
fn r24_pins_and_sub_areas_must_fit_the_ward() {
    let geography = geography();
    let zone = |name: &str| ZoneCode(name.to_owned());
    let on_cat_ba = point(20.727, 107.048);
    let in_town = point(20.8661, 106.7045);
    let locate = |ward, pin| geography.locate(&code(ward), None, Some(pin));
    assert_eq!(locate("11329", on_cat_ba), Err(LocateError::PinElsewhere));
    assert_eq!(locate("11914", in_town), Err(LocateError::PinElsewhere));
    assert!(matches!(locate("11329", point(10.77, 106.7)), Err(LocateError::BadPin(_))));
    assert_eq!(locate("11341", in_town), Err(LocateError::UnknownWard(code("11341"))));
    let wrong = geography.locate(&code("11914"), Some(&zone("bach_long_vi")), None);
    assert_eq!(wrong, Err(LocateError::UnknownSubArea(zone("bach_long_vi"))));
    let ordinary = geography.locate(&code("11329"), None, None).expect("a spot");
    assert_eq!(ordinary.zone, zone("mainland"));
    let far = geography.locate(&code("11948"), None, None).expect("a spot");
    assert_eq!(far.zone, zone("bach_long_vi"));
    assert!(!geography.day_trip(&far) && geography.day_trip(&ordinary));
}

#[test]
fn r24_every_ward_centre_lies_in_a_zone_of_its_ward() {
    let geography = geography();
    for ward in geography.wards.iter() {
        geography.locate(&ward.code, None, Some(ward.center)).unwrap_or_else(|error| panic!("{}: {error}", ward.name));
    }
}

#[test]
fn zones_joined_by_road_are_one_group_for_planners() {
    let geography = geography();
    let group = |zone: &str| geography.zones.road_group(&ZoneCode(zone.to_owned()));
    assert_eq!(group("mainland"), Some(0));
    assert_eq!(group("cat_hai"), Some(0));
    assert_ne!(group("cat_ba"), Some(0));
    assert_ne!(group("cat_ba"), group("bach_long_vi"));
    assert_eq!(group("sao_hoa"), None);
}
