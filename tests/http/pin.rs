//! Where exactly the house is: a tap, buttons, a Plus Code or nothing; what cannot be right is said at the field.
use std::process::Command;

use luudong::accounts::Role;
use luudong::cases::household::Pin;
use luudong::cases::store;
use luudong::geography::map::MapView;
use luudong::geography::plus_code;
use luudong::geography::point::Point;

use crate::support::app::OFFICERS_READ_AHEAD;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::Office;
use crate::support::wizard::{GRANDMOTHER, REST, Said, Wizard};
use crate::support::{Answer, TestApp, environment};

mod drawings;

/// Ngô Quyền's centre, from which a pin is measured.
const CENTRE: (f64, f64) = (20.866_055, 106.704_475);

/// A family that was asked where its house is, in a ward and a part of it.
fn asked(app: &TestApp, ward: &str, area: Option<&str>) -> Wizard {
    let family = Wizard::begin(app);
    let home = [("ward_search", ward), ("address.ward_code", ward), ("address.line", "Số 12 ngõ 328 phố Lê Lợi")];
    let area_said = area.map(|area| [("address.sub_area", area)]);
    let mut said = vec![("home", &home[..])];
    if let Some(area_said) = &area_said {
        said.push(("area", area_said));
    }
    assert_eq!(family.says_all(&[GRANDMOTHER, &said].concat()), "house");
    let aside = family.press("pin", "house", &[]).expect(303);
    assert_eq!(aside.header("location"), family.path("pin"));
    family
}

/// What the page's hidden fields hold, to be sent with the next press as a browser does.
fn hidden(page: &Page) -> Vec<(String, String)> {
    let names = ["pin.lat", "pin.lng", "pin.zoom", "pin.column", "pin.row"];
    names.iter().map(|name| ((*name).to_owned(), page.value(name).unwrap_or_default())).collect()
}

/// Presses with what the page holds and gives the answer.
fn press(family: &Wizard, fields: &[(&str, &str)]) -> Answer {
    let page = Page::of(&family.get("pin").expect(200));
    let hidden = hidden(&page);
    let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    all.extend(fields);
    family.family.form(&family.path("pin"), &all)
}

/// Presses something that shows the page again, and gives that page.
#[track_caller]
fn stays(family: &Wizard, fields: &[(&str, &str)]) -> Page {
    let answer = press(family, fields).expect(303);
    assert_eq!(answer.header("location"), format!("{}#pin-said", family.path("pin")));
    Page::of(&family.get("pin").expect(200))
}

fn point_of(page: &Page) -> Point {
    let number = |name: &str| page.value(name).and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    Point::new(number("pin.lat"), number("pin.lng")).expect("a pin")
}

fn said(page: &Page) -> String {
    page.texts("#pin-said").join("")
}

#[test]
fn a_tap_sets_the_pin_where_it_was_tapped_in_both_sizes_of_the_picture() {
    let app = TestApp::start();
    let family = asked(&app, "11329", None);
    let page = Page::of(&family.get("pin").expect(200));
    assert!(said(&page).starts_with("Chưa ghim vị trí."), "{}", said(&page));
    let number = |name: &str| page.value(name).and_then(|text| text.parse::<u32>().ok()).expect("a number");
    let view = MapView { zoom: 14, column: number("pin.column"), row: number("pin.row") };
    assert_eq!(page.value("pin.zoom").as_deref(), Some("14"));
    let wanted = view.point_at(300.0, 250.0).expect("a point");
    for (name, x, y) in [("tap.small", "150", "125"), ("tap.large", "300", "250")] {
        // The first tap has moved the picture: each starts from the page without a pin.
        family.press("skip", "pin", &[]).expect(303);
        let (across, down) = (format!("{name}.x"), format!("{name}.y"));
        let page = stays(&family, &[(&across, x), (&down, y)]);
        assert!(point_of(&page).metres_to(wanted) < 0.5, "{name}: {:?} {wanted:?}", point_of(&page));
        assert!(said(&page).contains("cách trung tâm Phường Ngô Quyền"), "{}", said(&page));
        assert!(said(&page).contains("có vẻ nằm trong Phường Ngô Quyền"), "{}", said(&page));
        assert_eq!(page.attributes("svg.pin g", "transform").len(), 1, "the pin is drawn");
    }
}

#[test]
fn a_key_on_the_picture_sets_nothing_and_takes_a_code_that_was_typed() {
    let app = TestApp::start();
    let family = asked(&app, "11329", None);
    let page = stays(&family, &[("tap.small.x", "0"), ("tap.small.y", "0")]);
    assert!(said(&page).starts_with("Chưa ghim"), "{}", said(&page));
    let code = plus_code::encode(Point::new(CENTRE.0, CENTRE.1).expect("a point"), 10);
    let page = stays(&family, &[("tap.small.x", "0"), ("tap.small.y", "0"), ("pin.plus_code", &code)]);
    assert!(said(&page).contains(&code), "{}", said(&page));
}

#[test]
fn a_code_that_was_typed_and_not_taken_yet_outlives_the_other_buttons() {
    let app = TestApp::start();
    let family = asked(&app, "11329", None);
    let typed = "VP84+CM Hải Phòng";
    let page = stays(&family, &[("pin.plus_code", typed), ("go", "north")]);
    assert_eq!(page.value("pin.plus_code").as_deref(), Some(typed));
    press(&family, &[("pin.plus_code", typed), ("go", "back")]).expect(303);
    let page = Page::of(&family.get("pin").expect(200));
    assert_eq!(page.value("pin.plus_code").as_deref(), Some(typed));
    let page = stays(&family, &[("pin.plus_code", "20.866055, 106.704475"), ("go", "code")]);
    assert_eq!(page.value("pin.plus_code").unwrap_or_default(), "", "it has become the pin");
}

#[test]
fn buttons_move_the_pin_and_the_map() {
    let app = TestApp::start();
    let family = asked(&app, "11329", None);
    let page = stays(&family, &[("pin.plus_code", "20.866055, 106.704475"), ("go", "code")]);
    assert_eq!(page.value("pin.zoom").as_deref(), Some("16"), "a few streets around a code");
    let start = point_of(&page);
    for (go, metres, words) in
        [("north", 50.0, "về phía Bắc"), ("south", 0.0, ""), ("east", 50.0, "về phía Đông"), ("west", 0.0, "")]
    {
        let page = stays(&family, &[("go", go)]);
        let far = point_of(&page).metres_to(start);
        assert!((far - metres).abs() < 1.0, "{go}: {far}");
        assert!(said(&page).contains(words), "{go}: {}", said(&page));
    }
    let closer = stays(&family, &[("go", "closer")]);
    assert_eq!(closer.value("pin.zoom").as_deref(), Some("17"));
    assert!(closer.attributes("button[value='closer']", "value").is_empty(), "there is no closer");
    assert_eq!(stays(&family, &[("go", "closer")]).value("pin.zoom").as_deref(), Some("17"));
    for zoom in ["16", "15", "14", "13", "12", "11", "10", "9", "9"] {
        let page = stays(&family, &[("go", "further")]);
        assert_eq!(page.value("pin.zoom").as_deref(), Some(zoom));
    }
    let page = Page::of(&family.get("pin").expect(200));
    assert!(page.attributes("button[value='further']", "value").is_empty(), "there is nothing further away");
    assert!(page.texts("button[value='north']").join("").ends_with("1 km"), "steps fit what is seen");
}

#[test]
fn what_cannot_be_right_is_said_at_the_field_and_changes_nothing() {
    let app = TestApp::start();
    let family = asked(&app, "11329", None);
    let page = stays(&family, &[("pin.plus_code", "20.866055 106.704475"), ("go", "code")]);
    let before = point_of(&page);
    let code = |lat, lng| plus_code::encode(Point::new(lat, lng).expect("a point"), 10);
    let all = [
        (String::new(), "code", "Ghi Plus Code rồi mới bấm nút này."),
        ("Nhà tôi".to_owned(), "code", "Mã này không phải Plus Code."),
        ("V8PO+23".to_owned(), "next", "Mã này không phải Plus Code."),
        ("😀<b>'--".to_owned(), "next", "Mã này không phải Plus Code."),
        ("7PH80000+".to_owned(), "code", "Mã này chỉ cả một vùng rộng."),
        (code(21.028, 105.854), "code", "Vị trí này nằm ngoài Thành phố Hải Phòng."),
        (code(20.45, 106.95), "next", "Vị trí này ở ngoài biển hoặc ngoài Thành phố Hải Phòng."),
        (code(20.727, 107.048), "code", "Vị trí này thuộc Đảo Cát Bà, không thuộc Phường Ngô Quyền."),
    ];
    for (typed, go, sentence) in all {
        let page = Page::of(&press(&family, &[("pin.plus_code", &typed), ("go", go)]).expect(422));
        let mistake = page.texts("#pin\\.plus_code-mistake").join("");
        assert!(mistake.contains(sentence), "«{typed}»: {mistake}");
        assert_eq!(page.value("pin.plus_code").unwrap_or_default(), typed, "what was typed is kept");
        assert!(point_of(&page).metres_to(before) < 1.0, "«{typed}» moved the pin");
    }
    let far = press(&family, &[("pin.lat", "20.45"), ("pin.lng", "106.95"), ("go", "next")]);
    assert_eq!(far.status, 303, "the first of two fields counts, which is the page's own");
    let lost: Vec<(&str, &str)> = vec![("pin.lat", "20.45"), ("pin.lng", "106.95"), ("go", "next")];
    let page = Page::of(&family.family.form(&family.path("pin"), &lost).expect(422));
    assert!(page.texts("#pin\\.map-mistake, .mistakes").join("").contains("ngoài biển"));
}

#[test]
fn a_short_code_means_the_nearest_place_and_islands_are_told_apart() {
    let app = TestApp::start();
    let family = asked(&app, "11914", Some("cat_ba"));
    let town = Point::new(20.727, 107.048).expect("a point");
    let whole = plus_code::encode(town, 10);
    let typed = format!(" {} cát bà", whole[4..].to_lowercase());
    let page = stays(&family, &[("pin.plus_code", &typed), ("go", "code")]);
    assert!(point_of(&page).metres_to(town) < 12.0);
    assert!(said(&page).contains("trung tâm Đảo Cát Bà") && said(&page).contains(&whole), "{}", said(&page));
    let other = plus_code::encode(Point::new(20.812, 106.867).expect("a point"), 10);
    let page = Page::of(&press(&family, &[("pin.plus_code", &other), ("go", "next")]).expect(422));
    assert!(page.texts(".mistakes").join("").contains("Vị trí này thuộc Đảo Cát Hải, không thuộc Đảo Cát Bà."));
}

#[test]
fn a_pin_is_stored_sealed_and_shown_in_words_to_family_and_officer() {
    let app = TestApp::start();
    let family = asked(&app, "11329", None);
    let next = press(&family, &[("pin.plus_code", "20.868848 106.704195"), ("go", "next")]).expect(303);
    assert!(next.header("location").ends_with("/contact"), "{}", next.header("location"));
    let rest: Vec<Said<'_>> = REST.iter().skip_while(|said| said.0 != "contact").copied().collect();
    assert_eq!(family.says_all(&rest), "check");
    let check = Page::of(&family.get("check").expect(200)).texts("dd").join(" ");
    assert!(check.contains("cách trung tâm Phường Ngô Quyền"), "{check}");
    let (code, _) = family.sends();
    let found = app.read(|conn| {
        let wanted = store::Wanted { limit: 9, ..store::Wanted::default() };
        let case = store::list(conn, &wanted)?.into_iter().find(|case| case.code == code).expect("the case");
        let applicants = store::applicants_of(conn, case.id)?;
        Ok(case.unseal(&app.desk.vault, &applicants)?.address.pin)
    });
    let Pin { lat, lng } = found.expect("a pin");
    assert!((lat - 20.868_848).abs() < 1e-6 && (lng - 106.704_195).abs() < 1e-6, "{lat} {lng}");
    assert!(app.browser(Role::Dispatcher).get(&format!("/cases/{code}")).status == 200);
    app.leave_mails(1);
}

#[test]
fn officers_read_where_the_pin_is_and_open_their_map() {
    let app = TestApp::with(OFFICERS_READ_AHEAD);
    let office = Office::of(&app);
    let filed = office.approved(&HOUSEHOLDS[..1]).remove(0);
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    let saturday = day("2026-11-28");
    office.duty(office.crew(1, &WARDS, Some(officer.id)), saturday, "morning");
    office.publish(&office.plan(saturday, saturday, 1));
    app.deliver();
    let roster = Page::of(&app.browser_as("can.bo.1").get("/rosters?date=2026-11-28").expect(200));
    let said = roster.texts("dd").join(" ");
    let home = HOUSEHOLDS[0];
    let code = plus_code::encode(Point::new(home.lat, home.lng).expect("a point"), 10);
    assert!(said.contains(&filed.code) && said.contains(&code), "{said}");
    assert!(said.contains("trung tâm Phường Ngô Quyền"), "{said}");
    assert_eq!(roster.attributes("a[href^='geo:']", "href"), [format!("geo:{:.6},{:.6}", home.lat, home.lng)]);
}

#[test]
fn nobody_needs_a_pin_and_one_that_was_set_can_be_taken_away() {
    let app = TestApp::start();
    let family = asked(&app, "11329", None);
    let next = press(&family, &[("go", "next")]).expect(303);
    assert!(next.header("location").ends_with("/contact"));
    stays(&family, &[("go", "north")]);
    let next = press(&family, &[("go", "skip")]).expect(303);
    assert!(next.header("location").ends_with("/contact"));
    assert!(said(&Page::of(&family.get("pin").expect(200))).starts_with("Chưa ghim"));
    let back = press(&family, &[("go", "back")]).expect(303);
    assert!(back.header("location").ends_with("/house"), "{}", back.header("location"));
}

#[test]
fn the_page_is_small_and_names_other_hosts_only_for_tiles() {
    let app = TestApp::start();
    let family = asked(&app, "11329", None);
    let answer = family.get("pin").expect(200);
    let page = Page::of(&answer);
    let picture = app.public().get(&page.attributes("input[type=image]", "src")[0]).expect(200);
    let style = app.public().get("/assets/staff.css").expect(200);
    let script = app.public().get("/assets/pin.js").expect(200);
    let bytes = [&answer, &picture, &style, &script].iter().map(|part| part.text.len()).sum::<usize>();
    assert!(bytes < 60_000 && script.text.len() < 8_000, "{bytes} bytes, the script {}", script.text.len());
    assert!(!answer.header("content-security-policy").contains("img-src"));
    assert!(!answer.text.contains("//"), "nothing from elsewhere: {}", answer.text);

    let tiles = "map.tile_url = 'https://tiles.example.vn/osm/{z}/{x}/{y}.png'\nmap.attribution = '© <Ai đó>'";
    let app = TestApp::with(tiles);
    let family = asked(&app, "11329", None);
    let answer = family.get("pin").expect(200);
    let policy = answer.header("content-security-policy");
    assert!(
        policy.ends_with("; img-src 'self' data: https://tiles.example.vn") && policy.contains("default-src 'self'")
    );
    assert!(!family.get("home").expect(200).header("content-security-policy").contains("tiles"));
    assert!(!family.get("home").expect(200).text.contains("leaflet"), "only the page with the map loads Leaflet");
}
