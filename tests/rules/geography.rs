//! Places: search, old addresses, islands, with the expected results of the domain file.
mod loaders;
mod pins;
mod plus_codes;
mod properties;
mod travel;
mod zones;

use luudong::geography::Geography;
use luudong::geography::old_wards::{Overlap, Recognised};
use luudong::geography::point::Point;
use luudong::geography::wards::{WardCode, WardKind};
use luudong::reference::ReferenceFiles;
use std::collections::BTreeMap;

/// The places that are compiled in.
fn geography() -> Geography {
    Geography::load(&ReferenceFiles::embedded()).expect("the embedded places load")
}

fn code(text: &str) -> WardCode {
    WardCode::parse(text).expect("a ward code")
}

fn point(lat: f64, lng: f64) -> Point {
    Point::new(lat, lng).expect("a point on earth")
}

#[test]
fn r15_search_without_marks_returns_all_matches_best_first() {
    let geography = geography();
    let cases: &[(&str, &[&str])] = &[
        ("cam giang", &["10888", "10903"]),
        ("xa cam giang", &["10888", "10903"]),
        ("CẨM GIÀNG", &["10903", "10888"]),
        ("Xã Cẩm Giàng", &["10903", "10888"]),
        ("phường cẩm giàng", &["10888", "10903"]),
        ("thuy nguyen", &["11560"]),
        ("Thuỷ Nguyên", &["11560"]),
        ("Thủy Nguyên", &["11560"]),
        ("P. Thuy Nguyen", &["11560"]),
        ("cat hai", &["11914"]),
        ("đặc khu Cát Hải", &["11914"]),
        ("11329", &["11329"]),
        ("an duong", &["11581", "10972"]),
        ("Hòa Bình", &["11533"]),
        ("Hoà Bình", &["11533"]),
        ("không có nơi này", &[]),
        ("11341", &[]),
    ];
    for (query, expected) in cases {
        let found = geography.wards.search(query);
        let codes: Vec<&str> = found.iter().map(|ward| ward.code.as_str()).collect();
        assert_eq!(codes, *expected, "{query}");
    }
    assert_eq!(geography.wards.search(" ").len(), 114);
}

#[test]
fn r15_a_whole_name_comes_before_a_longer_one() {
    let geography = geography();
    let found = geography.wards.search("nam an phu");
    assert_eq!(found[0].code.as_str(), "10705");
    // Every unit whose name has the words is there, the exact one first.
    let found = geography.wards.search("an phu");
    let codes: Vec<&str> = found.iter().map(|ward| ward.code.as_str()).collect();
    assert_eq!(codes[0], "10645");
    assert!(codes.contains(&"10705") && codes.contains(&"10678"), "{codes:?}");
}

#[test]
fn r15_every_unit_is_found_by_its_name_in_capitals_without_its_kind() {
    let geography = geography();
    for ward in geography.wards.iter() {
        let bare = ward.name.trim_start_matches("Đặc khu ");
        let bare = bare.split_once(' ').map_or(
            bare,
            |(first, rest)| {
                if matches!(first, "Phường" | "Xã") { rest } else { bare }
            },
        );
        let found = geography.wards.search(&bare.to_uppercase());
        assert_eq!(found.first().map(|first| &first.code), Some(&ward.code), "{bare}");
    }
}

#[test]
fn r16_old_addresses_give_candidates_and_never_pick() {
    let geography = geography();
    let cases: &[(&str, Recognised, &[&str])] = &[
        ("Phường Trần Phú, TP Hải Dương", Recognised::Ward, &["10532", "10537"]),
        ("P.Trần Phú, TP.Hải Dương, tỉnh Hải Dương", Recognised::Ward, &["10532", "10537"]),
        ("số 5 ngõ 12 p tran phu tp hai duong", Recognised::Ward, &["10532", "10537"]),
        ("Trần Phú - Hải Dương", Recognised::Ward, &["10532", "10537"]),
        ("PHƯỜNG TRẦN PHÚ", Recognised::Ward, &["10532", "10537"]),
        ("Xã Trần Phú, H. Nam Sách", Recognised::Ward, &["10633"]),
        ("huyện Cát Hải", Recognised::District, &["11914"]),
        ("H. Cát Hải", Recognised::District, &["11914"]),
        ("TT. Cát Bà, H. Cát Hải, Hải Phòng", Recognised::Ward, &["11914"]),
        ("Huyện Bạch Long Vĩ", Recognised::District, &["11948"]),
        ("thị trấn An Lão, huyện An Lão", Recognised::Ward, &["11629"]),
        ("Thôn 3, xa Doan Xa, huyen Kien Thuy", Recognised::Ward, &["11728", "11749"]),
        ("Xã Ngô Quyền, huyện Thanh Miện", Recognised::Ward, &["11257"]),
        ("nơi không ai biết", Recognised::Nothing, &[]),
        ("", Recognised::Nothing, &[]),
    ];
    for (address, recognised, expected) in cases {
        let answer = geography.old_wards.candidates(address);
        let codes: Vec<&str> = answer.candidates.iter().map(|link| link.ward.as_str()).collect();
        assert_eq!(codes, *expected, "{address}");
        assert_eq!(answer.recognised, *recognised, "{address}");
    }
}

#[test]
fn r16_a_name_that_now_means_another_unit_is_not_followed() {
    let geography = geography();
    // Old name and district; the unit of that name today is somewhere else (domain file, fact 7).
    for (address, wrong) in [
        ("Phường Trần Phú, TP Hải Dương", "10633"),
        ("Phường Nguyễn Trãi, TP Hải Dương", "10552"),
        ("Xã Ngô Quyền, H. Thanh Miện", "11329"),
        ("P. An Dương, Q. Lê Chân", "11581"),
    ] {
        let candidates = geography.old_wards.candidates(address).candidates;
        assert!(!candidates.is_empty(), "{address}");
        assert!(candidates.iter().all(|link| link.ward != code(wrong)), "{address}");
    }
}

#[test]
fn r16_a_district_without_that_ward_offers_all_it_became() {
    let geography = geography();
    let answer = geography.old_wards.candidates("Phường Không Có, quận Lê Chân");
    assert_eq!(answer.recognised, Recognised::District);
    assert!(answer.candidates.len() > 1);
    assert!(answer.candidates.iter().all(|link| link.old_district == "Quận Lê Chân"));
    let partial = geography.old_wards.candidates("P. Trần Phú, TP Hải Dương");
    assert!(partial.candidates.iter().all(|link| link.overlap == Overlap::Partial));
}

#[test]
fn r16_every_old_unit_finds_exactly_its_own_new_units() {
    let geography = geography();
    let mut links: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for link in geography.old_wards.iter() {
        let name = (link.old_name.as_str(), link.old_district.as_str());
        links.entry(name).or_default().push(link.ward.as_str());
    }
    for ((name, district), mut expected) in links {
        if name == district {
            continue; // Bạch Long Vĩ had no communes
        }
        let address = format!("{name}, {district}");
        let answer = geography.old_wards.candidates(&address);
        let mut found: Vec<&str> = answer.candidates.iter().map(|link| link.ward.as_str()).collect();
        found.sort_unstable();
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(found, expected, "{address}");
    }
}

#[test]
fn r17_units_are_as_in_the_file() {
    let geography = geography();
    assert_eq!(geography.wards.len(), 114);
    let count = |kind| geography.wards.iter().filter(|ward| ward.kind == kind).count();
    assert_eq!(count(WardKind::Xa), 67);
    assert_eq!(count(WardKind::Phuong), 45);
    assert_eq!(count(WardKind::DacKhu), 2);
    let ngo_quyen = geography.wards.find(&code("11329")).expect("11329 exists");
    assert_eq!(ngo_quyen.name, "Phường Ngô Quyền");
    assert_eq!(ngo_quyen.kind, WardKind::Phuong);
    assert!(geography.wards.find(&code("11341")).is_none());
    // Codes of the draft list that other packages still carry.
    for wrong in ["10510", "10540", "10672", "10777", "11341"] {
        assert!(geography.wards.find(&code(wrong)).is_none(), "{wrong}");
    }
    for right in ["10507", "10891", "10837", "10792", "11329"] {
        assert!(geography.wards.find(&code(right)).is_some(), "{right}");
    }
}

#[test]
fn r17_codes_are_five_digits_of_text() {
    assert_eq!(code("00004").as_str(), "00004");
    for wrong in ["", "4", "0004", "000004", "1132a", " 11329", "１１３２９"] {
        assert!(WardCode::parse(wrong).is_err(), "{wrong}");
    }
    let parsed: WardCode = serde_json::from_str("\"00004\"").expect("text is read");
    assert_eq!(serde_json::to_string(&parsed).expect("written"), "\"00004\"");
    assert!(serde_json::from_str::<WardCode>("11329").is_err());
}
