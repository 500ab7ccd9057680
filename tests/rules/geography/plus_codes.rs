//! Plus Codes: the table of the specification's own examples, short codes, and what people make of them when typing.
use luudong::geography::plus_code::{PlusCodeError, decode, encode, read};
use luudong::geography::point::Point;
use proptest::prelude::*;

use super::{code, geography, point};

#[test]
fn codes_of_the_specification() {
    let all = [
        (20.3700625, 2.7821875, 10, "7FG49QCJ+2V"),
        (20.3701125, 2.782234375, 11, "7FG49QCJ+2VX"),
        (20.3701135, 2.78223535156, 13, "7FG49QCJ+2VXGJ"),
        (47.0000625, 8.0000625, 10, "8FVC2222+22"),
        (-41.2730625, 174.7859375, 10, "4VCPPQGP+Q9"),
        (90.0, 1.0, 10, "CFX3X2X2+X2"),
        (1.0, 180.0, 10, "62H22222+22"),
    ];
    for (lat, lng, digits, expected) in all {
        assert_eq!(encode(point(lat, lng), digits), expected, "{lat} {lng}");
    }
    let area = decode("7FG49QCJ+2V").expect("a code");
    assert!((area.south - 20.37).abs() < 1e-9 && (area.west - 2.782125).abs() < 1e-9, "{area:?}");
    assert!((area.height - 0.000_125).abs() < 1e-12 && (area.width - 0.000_125).abs() < 1e-12, "{area:?}");
}

#[test]
fn what_is_no_code_is_refused() {
    for text in [
        "",
        "+",
        "8FWC2345+G6G6G6G6",
        "8FWC2_45+G6",
        "8FWC2η45+G6",
        "WC2345+G6g",
        "8FWC2345+G",
        "8FWC00+G6",
        "W2345678+23",
    ] {
        assert_eq!(decode(text), Err(PlusCodeError::NotACode), "{text}");
    }
}

#[test]
fn a_family_types_a_code_as_it_likes() {
    let geography = geography();
    let ward = geography.wards.find(&code("11329")).expect("Ngô Quyền").center;
    let whole = encode(ward.moved(300.0, -200.0), 10);
    let (region, short) = whole.split_at(4);
    let lower = whole.to_lowercase();
    let all = [
        whole.clone(),
        lower.clone(),
        format!("  {lower}  "),
        format!("{region} {short}"),
        short.to_owned(),
        format!("{}, Ngô Quyền, Hải Phòng", short.to_lowercase()),
        format!("{short} Hải Phòng"),
        format!("Hải Phòng {short}"),
        short.replace('+', " + "),
        short.replace('+', ""),
        short.replace('+', " "),
        whole.replace('+', ""),
        short.replace('+', "＋"),
        short.replace('+', "%2B"),
        short[2..].to_owned(),
    ];
    for text in all {
        let found = read(&text, ward).unwrap_or_else(|error| panic!("«{text}»: {error}"));
        assert!(found.metres_to(ward.moved(300.0, -200.0)) < 12.0, "«{text}»: {found:?}");
    }
}

#[test]
fn what_a_family_types_that_is_no_house() {
    let near = point(20.866, 106.704);
    let refused = [
        ("", PlusCodeError::NotACode),
        ("Ngô Quyền", PlusCodeError::NotACode),
        ("V8PW+2", PlusCodeError::NotACode),
        ("V8PO+23", PlusCodeError::NotACode),
        ("😀+23", PlusCodeError::NotACode),
        ("' OR 1=1 --", PlusCodeError::NotACode),
        ("<b>V8PW+23</b>", PlusCodeError::NotACode),
        ("0912 345 678", PlusCodeError::NotACode),
        ("7PH8V8PW+", PlusCodeError::TooCoarse),
        ("7PH80000+", PlusCodeError::TooCoarse),
        ("7PH8V8PW+ Hải Phòng", PlusCodeError::TooCoarse),
    ];
    for (text, expected) in refused {
        assert_eq!(read(text, near), Err(expected), "«{text}»");
    }
}

proptest! {
    #[test]
    fn a_code_leads_back_and_a_short_one_does_near_its_place(lat in -89.9..89.9_f64, lng in -179.9..179.9_f64, north in -20e3..20e3_f64, east in -20e3..20e3_f64) {
        let place = Point::new(lat, lng).expect("a point on earth");
        let whole = encode(place, 10);
        let area = decode(&whole).expect("a code");
        prop_assert!(area.south <= lat && lat <= area.south + area.height);
        prop_assert!(area.west <= lng && lng <= area.west + area.width);
        let near_lat: f64 = lat + north / 111_195.0;
        let near_lng: f64 = lng + east / 111_195.0;
        let near = Point::new(near_lat.clamp(-90.0, 90.0), near_lng.clamp(-180.0, 180.0)).expect("a point");
        let found = read(&whole[4..], near).expect("a short code");
        prop_assert!(found.metres_to(place) < 12.0, "{} near {:?}: {:?}", &whole[4..], near, found);
    }
}
