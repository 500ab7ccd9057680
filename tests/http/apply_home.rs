//! Where the team goes: a ward in any words, an old address, a part of an island, a bed in a hospital.
use crate::support::TestApp;
use crate::support::html::Page;
use crate::support::wizard::{GRANDMOTHER, REST, Said, Wizard, a_receipt_waits, stored, with};

#[test]
fn who_lies_in_hospital_is_visited_there() {
    let app = TestApp::start();
    let daughter = Wizard::begin(&app);
    let hospital: Said<'_> = ("move-1", &[("applicants.0.mobility", "in_hospital")]);
    assert_eq!(daughter.says_all(&with(GRANDMOTHER, &[("move-1", Some(hospital))])), "home");
    let page = Page::of(&daughter.get("home").expect(200));
    assert!(page.texts("label").join(" ").contains("Khoa, phòng, giường"), "{:?}", page.texts("label"));
    let home: Said<'_> = (
        "home",
        &[
            ("ward_search", "ngo quyen"),
            ("address.ward_code", "11329"),
            ("address.line", "Bệnh viện Việt Tiệp, số 1 đường Nhà Thương"),
            ("address.hamlet", "Khoa Nội, phòng 305, giường 2"),
        ],
    );
    assert_eq!(daughter.says(home), "contact", "a hospital has sockets and no dog");
    assert_eq!(daughter.says(REST[2]), "check");
    daughter.sends();
    let (_, household) = &stored(&app)[0];
    assert_eq!(household.address.hamlet.as_deref(), Some("Khoa Nội, phòng 305, giường 2"));
    assert_eq!(household.people[0].mobility.code(), "in_hospital");
    a_receipt_waits(&app);
}

#[test]
fn an_old_address_offers_all_that_it_can_mean_and_nothing_else() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(GRANDMOTHER);
    let old = "Phường Trần Phú, TP Hải Dương";
    let line = ("address.line", "Số 3 phố Bắc Sơn");
    let missing = niece.refused("home", &[("ward_search", old), line]);
    assert_eq!(missing.texts(".mistakes li"), ["Chọn một nơi trong danh sách."]);
    assert_eq!(missing.attributes("input[type=radio]", "value"), ["10532", "10537"]);
    assert!(missing.texts("label.option").iter().all(|label| label.contains("trước đây là Phường Trần Phú")));
    assert_eq!(missing.value("address.line").as_deref(), Some(line.1));
    // The old name that is kept is the unit's own, not what was typed.
    assert_eq!(niece.says(("home", &[("ward_search", "Phuong Tran Phuu Hai Duong"), line])), "home?wrong=1");
    assert_eq!(niece.says(("home", &[("ward_search", old), ("address.ward_code", "10537"), line])), "house");
    let again = Page::of(&niece.get("home").expect(200));
    assert_eq!(again.value("address.old_address").as_deref(), Some("Phường Trần Phú, Thành phố Hải Dương"));
    let found = niece.refused("home", &[("ward_search", "cam giang"), line]).attributes("input[type=radio]", "value");
    assert!(found.contains(&"10888".to_owned()) && found.contains(&"10903".to_owned()), "{found:?}");
    niece.press("all", "home", &[("ward_all", "yes")]).expect(303);
    assert_eq!(Page::of(&niece.get("home").expect(200)).texts("label.option").len(), 114);
    let elsewhere = niece.refused("home", &[("ward_all", "yes"), ("address.ward_code", "00004"), line]);
    assert_eq!(
        elsewhere.texts(".mistakes li"),
        ["Nơi này không thuộc thành phố Hải Phòng. Chọn một nơi trong danh sách."]
    );
    let nowhere = niece.refused("home", &[("ward_search", "Hoàn Kiếm"), line]);
    assert!(nowhere.texts(".mistakes li")[0].contains("Không có phường, xã nào"));
    assert_eq!(nowhere.attributes(".mistakes a", "href"), ["#ward_search"]);
    let nothing = niece.refused("home", &[]);
    assert_eq!(nothing.attributes(".mistakes a", "href"), ["#ward_search", "#address.line"]);
    let right: Said<'_> =
        ("home", &[("ward_search", old), ("address.ward_code", "10537"), line, ("address.old_address", old)]);
    assert_eq!(niece.says_all(&[&[right], &REST[1..]].concat()), "check");
    niece.sends();
    let (case, household) = &stored(&app)[0];
    assert_eq!((&*case.ward_code, household.address.old_address.as_deref()), ("10537", Some(old)));
    a_receipt_waits(&app);
}

#[test]
fn words_that_mean_one_ward_need_no_choice() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(GRANDMOTHER);
    let line = ("address.line", "Số 3");
    for words in ["Phường Ngô Quyền", "phuong ngo quyen", "11329"] {
        assert_eq!(niece.says(("home", &[("ward_search", words), line])), "house", "{words}");
        // What was chosen for other words is not an answer to these.
        niece.refused("home", &[("ward_search", "cam giang"), ("address.ward_code", "11329"), line]);
    }
    // A slip is offered and never taken for an answer, also when only one name is near to it (R15, R16).
    let near = niece.refused("home", &[("ward_search", "Le Thanh Nghii"), line]);
    assert_eq!(near.attributes("input[type=radio]", "value"), ["10532"]);
    assert!(near.attributes("input[type=radio][checked]", "value").is_empty());
    let chosen = [("ward_search", "Le Thanh Nghii"), ("address.ward_code", "10532"), line];
    assert_eq!(niece.says(("home", &chosen)), "house");
}

#[test]
fn on_cat_ba_the_part_is_asked() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(GRANDMOTHER);
    let home: Said<'_> =
        ("home", &[("ward_search", "cat hai"), ("address.ward_code", "11914"), ("address.line", "Số 5 bến Bèo")]);
    assert_eq!(niece.says(home), "area");
    let page = Page::of(&niece.get("area").expect(200));
    let areas = page.attributes("input[type=radio]", "value");
    assert!(areas.len() > 1, "{areas:?}");
    assert_eq!(niece.get("house").expect(303).header("location"), niece.path("area"));
    assert_eq!(niece.says(("area", &[("address.sub_area", &areas[0])])), "house");
    assert_eq!(niece.says_all(&REST[1..]), "check");
    niece.sends();
    let (case, _) = &stored(&app)[0];
    assert_eq!((&*case.ward_code, case.sub_area.as_deref()), ("11914", Some(&*areas[0])));
    a_receipt_waits(&app);
}
