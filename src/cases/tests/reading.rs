//! Parse, don't validate: every mistake at once, warnings that refuse nothing.
use super::{Office, applicant, grandmother};
use crate::cases::household::Pin;
use crate::cases::new_case::{NewCase, NewGroupSite, parse};

fn pointers(office: &Office, new: &NewCase) -> Vec<String> {
    let today = office.desk.now().date();
    let problems = parse(new, &office.tables, today).expect_err("the case has mistakes");
    problems.into_iter().map(|problem| problem.pointer).collect()
}

fn warnings(office: &Office, new: &NewCase) -> Vec<String> {
    let parsed = parse(new, &office.tables, office.desk.now().date()).expect("the case is right");
    parsed.warnings.into_iter().map(|warning| warning.code).collect()
}

#[test]
fn an_empty_case_names_every_field_it_needs() {
    let office = Office::new();
    let found = pointers(&office, &NewCase { applicants: vec![Default::default()], ..NewCase::default() });
    let needed = [
        "/contact/name",
        "/contact/relation",
        "/contact/phone",
        "/address/line",
        "/address/ward_code",
        "/applicants/0/name",
        "/applicants/0/birth",
        "/applicants/0/sex",
        "/applicants/0/procedure",
        "/applicants/0/mobility",
        "/consents/visit",
    ];
    for pointer in needed {
        assert!(found.iter().any(|one| one == pointer), "{pointer} is missing in {found:?}");
    }
    assert_eq!(found.len(), needed.len(), "{found:?}");
}

#[test]
fn capitals_dots_and_nfd_are_read_as_meant() {
    let office = Office::new();
    let mut new = grandmother();
    new.applicants[0].name = "Nguyê\u{303}n Thi\u{323} Ho\u{300}a".into();
    let parsed = parse(&new, &office.tables, office.desk.now().date()).expect("the case is right");
    assert_eq!(parsed.contact.name.as_str(), "Phạm Thị Lan");
    assert_eq!(parsed.contact.phone.dial, "+84912345678");
    assert_eq!(parsed.people[0].identity.name.as_str(), "Nguyễn Thị Hòa");
}

#[test]
fn r12_numbers_warn_and_never_refuse() {
    let office = Office::new();
    let with = |number: &str| {
        let mut new = grandmother();
        new.applicants[0].number = number.into();
        warnings(&office, &new)
    };
    assert_eq!(with("030123456"), ["cmnd9"]);
    assert_eq!(with("031150001234"), Vec::<String>::new());
    assert_eq!(with("031050001234"), ["sex_mismatch"]);
    assert_eq!(with("03105000123"), ["format"]);
    assert_eq!(with(""), Vec::<String>::new());
}

#[test]
fn r16_an_old_address_offers_candidates_and_picks_none() {
    let office = Office::new();
    let mut new = grandmother();
    new.address.ward_code = String::new();
    new.address.old_address = "Phường Trần Phú, TP Hải Dương".into();
    let today = office.desk.now().date();
    let problems = parse(&new, &office.tables, today).expect_err("the ward must be chosen");
    assert!(problems[0].detail.contains("10532") && problems[0].detail.contains("10537"), "{}", problems[0].detail);
    assert!(!problems[0].detail.contains("10633"));
    new.address.ward_code = "10633".into();
    assert!(warnings(&office, &new).contains(&"old_address_elsewhere".to_owned()));
}

#[test]
fn r24_cat_hai_asks_for_a_zone_or_a_pin_and_bach_long_vi_is_told_apart() {
    let office = Office::new();
    let mut new = grandmother();
    new.address.ward_code = "11914".into();
    assert_eq!(pointers(&office, &new), ["/address/sub_area"]);
    new.address.sub_area = "cat_ba".into();
    assert_eq!(warnings(&office, &new), ["cmnd9"]);
    new.address.sub_area = String::new();
    new.address.pin = Some(Pin { lat: 20.727, lng: 107.048 });
    let parsed = parse(&new, &office.tables, office.desk.now().date()).expect("the pin tells the zone");
    assert_eq!(parsed.locality.sub_area.map(|zone| zone.0).as_deref(), Some("cat_ba"));
    new.address.ward_code = "11329".into();
    assert_eq!(pointers(&office, &new), ["/address/pin"]);
    new.address.pin = None;
    new.address.ward_code = "11948".into();
    assert!(warnings(&office, &new).contains(&"mission_only".to_owned()));
}

#[test]
fn r32_any_permanent_residence_is_accepted() {
    let office = Office::new();
    let mut new = grandmother();
    new.applicants[0].permanent_address = "Xã Trực Ninh, tỉnh Ninh Bình".into();
    assert_eq!(warnings(&office, &new), ["cmnd9"]);
}

#[test]
fn a_group_site_needs_no_list_and_the_same_person_stands_once() {
    let office = Office::new();
    let mut new = grandmother();
    new.applicants.push(applicant("nguyễn thị hòa", "12/05/1950"));
    assert_eq!(pointers(&office, &new), ["/applicants/1/name"]);
    new.applicants.clear();
    assert_eq!(pointers(&office, &new), ["/applicants"]);
    new.group_site = Some(NewGroupSite { kind: "care_home".into(), expected_captures: 55 });
    let parsed = parse(&new, &office.tables, office.desk.now().date()).expect("a care home");
    assert_eq!(parsed.captures(), 55);
}

#[test]
fn strange_texts_are_refused_at_their_field() {
    let office = Office::new();
    for email in [
        "lan",
        "lan@",
        "@example.com",
        "lan@example",
        "a b@example.com",
        "lan@example.com\nBcc: x@y.z",
        "lan@exa mple.com",
    ] {
        let mut new = grandmother();
        new.contact.email = email.into();
        assert_eq!(pointers(&office, &new), ["/contact/email"], "{email:?}");
    }
    let mut new = grandmother();
    new.note = "x".repeat(1001);
    new.address.line = "\u{7}".into();
    new.applicants[0].birth = "31/02/1950".into();
    new.applicants[0].name = "Hòa 😀".into();
    let wanted = ["/address/line", "/applicants/0/name", "/applicants/0/birth", "/note"];
    assert_eq!(pointers(&office, &new), wanted);
}
