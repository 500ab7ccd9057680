//! Offers before filing, and why every other half-day is not offered: in words that name teams to staff only.
use chrono::Duration;
use luudong::reference::ReferenceFiles;
use serde_json::{Value, json};

use crate::holds::{inquiry, opens_duty};
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::office::Office;
use crate::support::{Client, TestApp};

mod complete;

const SATURDAY: &str = "2026-11-28";

/// Code and sentence of a half-day that is not offered; empty when it is offered.
fn reason(client: &Client, inquiry: &Value, on: &str, half_day: &str) -> (String, String) {
    let answer = client.post("/api/v1/offers?reasons=true", inquiry).expect(200).json();
    let all = answer["not_offered"].as_array().expect("reasons");
    let found = all.iter().find(|one| one["on"] == on && one["half_day"] == half_day);
    let text = |name: &str| found.map_or("", |one| one[name].as_str().expect("a text")).to_owned();
    (text("code"), text("reason"))
}

#[track_caller]
fn assert_reason((code, sentence): (String, String), expected_code: &str, expected: &str) {
    assert_eq!((code.as_str(), sentence.as_str()), (expected_code, expected));
}

fn books(office: &Office, at: usize, on: &str) {
    let case = Household { email: "", ..HOUSEHOLDS[at] }.case();
    let wanted = json!({"case": case, "half_day": {"on": on, "half_day": "morning"}});
    office.public.post("/api/v1/bookings", &wanted).expect(201);
}

#[test]
fn holidays_and_saturday_afternoons_are_closed_and_other_half_days_want_a_duty_and_a_team() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let asked = inquiry(&HOUSEHOLDS[0]);
    let staff = &office.dispatcher;
    let (code, sentence) = reason(staff, &asked, "2026-11-24", "morning");
    assert_eq!(code, "closed");
    assert!(sentence.starts_with("Buổi sáng Thứ Ba 24/11/2026 không làm việc"), "{sentence}");
    assert!(sentence.contains("Ngày Văn hóa Việt Nam"), "{sentence}");
    let (code, sentence) = reason(&office.public, &asked, SATURDAY, "afternoon");
    assert_eq!(code, "closed");
    assert!(sentence.starts_with("Buổi chiều Thứ Bảy 28/11/2026 không làm việc"), "{sentence}");
    let morning = reason(&office.public, &asked, SATURDAY, "morning");
    assert_reason(morning, "no_duty", "Chưa có ca công tác nào buổi sáng Thứ Bảy 28/11/2026.");
    office.duty(office.crew(1, &["11383"], None), day(SATURDAY), "morning");
    let morning = reason(&office.public, &asked, SATURDAY, "morning");
    assert_reason(morning, "no_team", "Không tổ nào phụ trách phường, xã này đi làm buổi sáng Thứ Bảy 28/11/2026.");
    // every half-day of the horizon is spoken of once
    let answer = office.public.post("/api/v1/offers?reasons=true", &asked).expect(200).json();
    let spoken = ["offers", "not_offered"].map(|name| answer[name].as_array().map_or(0, Vec::len));
    assert_eq!(spoken[0] + spoken[1], 2 * 27, "{answer}");
}

#[test]
fn r21_a_saturday_morning_with_one_kit_is_full_and_says_so() {
    let app = TestApp::start();
    let office = Office::of(&app);
    opens_duty(&office, office.crew(1, &WARDS, None), (SATURDAY, "morning"), &json!({"staff_minutes": 0}));
    for at in 0..2 {
        books(&office, at, SATURDAY);
    }
    let asked = inquiry(&HOUSEHOLDS[8]);
    assert_reason(
        reason(&office.public, &asked, SATURDAY, "morning"),
        "full",
        "Tổ duy nhất có bộ thiết bị đã kín buổi sáng Thứ Bảy 28/11/2026.",
    );
    assert_reason(
        reason(&office.dispatcher, &asked, SATURDAY, "morning"),
        "full",
        "Tổ lưu động 1 (bộ thiết bị TB-01) đã kín buổi sáng Thứ Bảy 28/11/2026.",
    );
    // a family that has filed reads the same
    let filed = office.files(&Household { email: "", ..HOUSEHOLDS[8] }.case());
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let answer = family.get(&format!("/api/v1/cases/{}/offers?reasons=true", filed.code)).expect(200).json();
    let all = answer["not_offered"].as_array().expect("reasons").clone();
    assert!(all.iter().any(|one| one["on"] == SATURDAY && one["code"] == "full"), "{answer}");
    // another team with its kit, which has captures for one
    office.small_duty(office.crew(2, &WARDS, None), day(SATURDAY), "morning", 1);
    books(&office, 2, SATURDAY);
    assert_reason(
        reason(&office.public, &asked, SATURDAY, "morning"),
        "full",
        "Trong 2 tổ có bộ thiết bị, tổ dễ nhận nhất đã kín buổi sáng Thứ Bảy 28/11/2026.",
    );
    assert_reason(
        reason(&office.dispatcher, &asked, SATURDAY, "morning"),
        "full",
        "Tổ lưu động 1 (bộ thiết bị TB-01) đã kín buổi sáng Thứ Bảy 28/11/2026; \
         Tổ lưu động 2 (bộ thiết bị TB-02) đã nhận đủ số người buổi sáng Thứ Bảy 28/11/2026.",
    );
}

#[test]
fn time_for_urgent_cases_is_offered_to_staff_and_to_families_once_it_is_released() {
    let app = TestApp::start();
    let office = Office::of(&app);
    opens_duty(&office, office.crew(1, &WARDS, None), (SATURDAY, "morning"), &json!({"staff_minutes": 150}));
    books(&office, 0, SATURDAY);
    let asked = inquiry(&HOUSEHOLDS[1]);
    assert_reason(
        reason(&office.public, &asked, SATURDAY, "morning"),
        "kept",
        "Tổ duy nhất có bộ thiết bị chỉ còn thời gian giữ cho hồ sơ khẩn cấp và người đang chờ trong \
         buổi sáng Thứ Bảy 28/11/2026.",
    );
    assert_eq!(reason(&office.dispatcher, &asked, SATURDAY, "morning").0, "");
    app.at(day("2026-11-26"), "11:59");
    assert_eq!(reason(&office.public, &asked, SATURDAY, "morning").0, "kept");
    app.later(Duration::minutes(1));
    assert_eq!(reason(&office.public, &asked, SATURDAY, "morning").0, "");
}

#[test]
fn r23_cat_ba_is_not_offered_when_the_ferry_back_would_be_missed() {
    let shipped = ReferenceFiles::embedded().text("crossings.csv").expect("the ferries");
    let folder = tempfile::tempdir().expect("a folder");
    // the last boat back to the mainland leaves at noon
    let early = shipped.replace("05:00,18:00", "05:00,12:00");
    assert_ne!(early, shipped);
    std::fs::write(folder.path().join("crossings.csv"), early).expect("other ferries");
    let app = TestApp::with(&format!("reference.directory = '{}'", folder.path().display()));
    let office = Office::of(&app);
    let late = json!({"shift": {"starts_secs": 41_400, "ends_secs": 68_400}, "staff_minutes": 0});
    opens_duty(&office, office.crew(1, &["11329", "11914"], None), ("2026-11-26", "afternoon"), &late);
    let asked = |area: &str| {
        let person = json!({"birth": "1950", "mobility": "bedridden"});
        json!({"ward_code": "11914", "sub_area": area, "people": [person]})
    };
    assert_reason(
        reason(&office.public, &asked("cat_ba"), "2026-11-26", "afternoon"),
        "crossing",
        "Tổ duy nhất có bộ thiết bị không kịp chuyến phà đi hoặc về trong buổi chiều Thứ Năm 26/11/2026.",
    );
    assert_eq!(reason(&office.public, &asked("cat_hai"), "2026-11-26", "afternoon").0, "", "a bridge leads there");
}
