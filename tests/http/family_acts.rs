//! A family chooses a half-day on its page, changes it, loses a race, gives it back; and what is refused there.
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::{Answer, TestApp};

const SATURDAY: &str = "2026-11-28";

fn page_of(filed: &Filed, below: &str) -> String {
    format!("/follow/{}/{}{below}", filed.code, filed.secret)
}

fn shows(office: &Office, filed: &Filed, below: &str) -> Page {
    Page::of(&office.public.get(&page_of(filed, below)).expect(200))
}

fn chooses(office: &Office, filed: &Filed, choice: &str) -> Answer {
    office.public.form(&page_of(filed, "/half-day"), &[("choice", choice)])
}

fn opened() -> (TestApp, Office) {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    (app, office)
}

fn choices(page: &Page) -> Vec<String> {
    page.attributes("input[name=choice]", "value")
}

#[test]
fn a_family_chooses_changes_and_gives_back_on_its_page() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day("2026-11-26"), "full");
    office.duty(crew, day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    let page = shows(&office, &filed, "/half-day");
    assert_eq!(page.texts("h1"), ["Chọn ngày, buổi"]);
    let offered = ["2026-11-26/morning", "2026-11-26/afternoon", "2026-11-28/morning", "any"];
    assert_eq!(choices(&page), offered);
    let first = page.texts(".half-day").remove(0);
    assert!(first.starts_with("Sáng, Thứ Năm 26/11/2026 (18 tháng Mười âm lịch) 7:30–11:30"), "{first}");
    assert_eq!(page.texts(".saturday .full"), ["Chiều không làm"], "what cannot be had stands beside it");

    let page = Page::of(&office.public.form(&page_of(&filed, "/half-day"), &[("nothing", "")]).expect(422));
    assert_eq!(page.texts(".mistakes a"), ["Chọn một buổi, hoặc chọn dòng cuối để chờ được mời."]);
    for made_up in ["2026-11-28/night", "2026-02-31/morning", "'; DROP TABLE visits;--", &"x".repeat(400_000)] {
        let page = Page::of(&chooses(&office, &filed, made_up).expect(422));
        assert_eq!(page.texts(".mistakes a"), ["Không có buổi này. Chọn một buổi trong danh sách."]);
    }
    let gone = Page::of(&chooses(&office, &filed, "2026-11-28/afternoon").expect(422));
    assert_eq!(choices(&gone), offered, "a half-day that nobody offers is like one that is gone");

    let done = chooses(&office, &filed, "2026-11-28/morning").expect(303);
    assert_eq!(done.header("location"), page_of(&filed, "?done=kept"));
    assert_eq!(office.follow(&filed)["visits"][0]["on"], SATURDAY);
    let told = shows(&office, &filed, "?done=kept").texts("[role=status]");
    assert_eq!(told, ["Đã giữ buổi này cho gia đình. Không phải làm gì thêm."]);
    let page = shows(&office, &filed, "");
    assert_eq!(page.texts(".ticket.asked .day-number"), ["28"]);
    assert!(page.texts(".officers").is_empty(), "a request does not look like a promise");
    assert_eq!(page.texts("p.lead"), ["Đang giữ chỗ buổi sáng Thứ Bảy 28/11/2026, chờ cán bộ duyệt."]);
    assert!(page.texts("ul.choices a").contains(&"Đổi hoặc trả lại buổi".to_owned()));

    let page = shows(&office, &filed, "/half-day");
    assert_eq!(page.texts("h1"), ["Đổi buổi"]);
    assert_eq!(page.attributes("input[name=choice][checked]", "value"), ["2026-11-28/morning"]);
    let same = chooses(&office, &filed, "2026-11-28/morning").expect(303);
    assert_eq!(same.header("location"), page_of(&filed, "?done=same"));
    assert_eq!(
        shows(&office, &filed, "?done=same").texts("[role=status]"),
        ["Gia đình đã giữ buổi sáng Thứ Bảy 28/11/2026 rồi. Không có gì thay đổi."]
    );
    chooses(&office, &filed, "2026-11-26/afternoon").expect(303);
    assert_eq!(office.follow(&filed)["visits"][0]["on"], "2026-11-26");
    chooses(&office, &filed, "any").expect(303);
    let visit = &office.follow(&filed)["visits"][0];
    assert_eq!((&visit["state"], &visit["on"]), (&json!("waiting"), &Value::Null));
    let kinds: Vec<String> = app.waiting_mails().into_iter().map(|mail| mail.0).collect();
    assert_eq!(kinds, ["case_received", "visit_cancelled"], "only the newest of a visit leaves");
    app.leave_mails(2);
}

#[test]
fn who_loses_the_race_sees_what_remains() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.small_duty(crew, day(SATURDAY), "morning", 1);
    office.duty(crew, day("2026-12-01"), "afternoon");
    let filed: Vec<Filed> = HOUSEHOLDS[..2].iter().map(|home| office.files(&home.case())).collect();
    let seen = shows(&office, &filed[1], "/half-day");
    assert_eq!(choices(&seen), ["2026-11-28/morning", "2026-12-01/afternoon", "any"]);
    chooses(&office, &filed[0], "2026-11-28/morning").expect(303);
    let page = Page::of(&chooses(&office, &filed[1], "2026-11-28/morning").expect(422));
    assert_eq!(
        page.texts(".mistakes a"),
        ["Buổi này vừa hết chỗ. Chọn một buổi trong các buổi còn lại, hoặc chờ được mời."]
    );
    assert_eq!(choices(&page), ["2026-12-01/afternoon", "any"]);
    assert!(office.follow(&filed[1])["visits"][0]["on"].is_null(), "nothing was taken");
    let holder = shows(&office, &filed[0], "/half-day");
    assert_eq!(choices(&holder), ["2026-11-28/morning", "2026-12-01/afternoon", "any"], "what is held stands there");
    assert_eq!(holder.attributes("input[name=choice][checked]", "value"), ["2026-11-28/morning"]);
    app.leave_mails(3);
}

#[test]
fn without_a_half_day_the_page_says_why_and_how_the_household_waits() {
    let (app, office) = opened();
    let crew = office.crew(1, &WARDS, None);
    office.small_duty(crew, day(SATURDAY), "morning", 1);
    let filed = office.approved(&HOUSEHOLDS[..3]);
    chooses(&office, &filed[0], "2026-11-28/morning").expect(303);
    let page = shows(&office, &filed[1], "/half-day");
    assert_eq!(choices(&page), ["any"]);
    assert_eq!(page.texts("p.notice"), ["Hiện chưa có buổi nào: buổi sáng Thứ Bảy 28/11/2026 đã kín."]);
    let said = page.texts(".half-day").remove(0);
    assert!(said.contains("Gia đình đứng thứ 1 trong 2 nhà đang chờ. Được xếp trước vì có người nằm liệt"), "{said}");
    chooses(&office, &filed[1], "any").expect(303);
    assert!(shows(&office, &filed[1], "").texts("main p").iter().any(|line| line.contains("trong 2 nhà đang chờ")));
    let english = office.public.with("Cookie", "luudong_language=en");
    let page = Page::of(&english.get(&page_of(&filed[1], "/half-day")).expect(200));
    assert_eq!(
        page.texts("p.notice"),
        ["No half-day can be had now. On the morning of Saturday 28/11/2026 everything is taken."]
    );
    let said = page.texts(".half-day").remove(0);
    assert!(said.ends_with("number 1 of 2 that wait here. What counts: bedridden, elderly (60 or older)."), "{said}");
    app.leave_mails(4);
}

#[test]
fn where_nothing_can_be_chosen_the_page_says_why() {
    let (app, office) = opened();
    let mut walks = HOUSEHOLDS[3].case();
    walks["applicants"][0]["mobility"] = json!("walks");
    walks["applicants"][0]["group"] = json!("none");
    let no_visit = office.files(&walks);
    let said = "Hồ sơ này chưa cần hoặc chưa đủ điều kiện để tổ đến nhà. Cán bộ sẽ xem và liên hệ.";
    assert_eq!(shows(&office, &no_visit, "/half-day").texts("p.notice"), [said]);
    assert!(!shows(&office, &no_visit, "").texts("ul.choices a").contains(&"Chọn ngày, buổi".to_owned()));
    let refused = Page::of(&chooses(&office, &no_visit, "any").expect(422));
    assert_eq!(refused.texts(".mistakes p"), [said]);
    office.withdraws(&no_visit);
    let said = "Hồ sơ đã rút, nên không chọn buổi được nữa.";
    assert_eq!(shows(&office, &no_visit, "/half-day").texts("p.notice"), [said]);

    let filed = office.approved(&HOUSEHOLDS[7..8]).remove(0);
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &WARDS, Some(officer.id)), day(SATURDAY), "morning");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    app.at(day(SATURDAY), "08:00");
    let office = Office::signed_in(app.public());
    let left = json!({"client_id": "1", "kind": "en_route", "happened_at": "2026-11-28T00:45:00Z"});
    let path = format!("/api/v1/visits/{}/events", office.visit_of(&filed));
    app.api_as("can.bo.1").post(&path, &left).expect(200);
    let said = "Tổ công tác đang đến hoặc đã đến nhà, nên không đổi buổi được nữa. Xin gọi số của tổ.";
    assert_eq!(shows(&office, &filed, "/half-day").texts("p.notice"), [said]);
    let refused = Page::of(&chooses(&office, &filed, "2026-12-01/morning").expect(422));
    assert_eq!(refused.texts(".mistakes p"), [said]);
    let shown = shows(&office, &filed, "");
    assert_eq!(
        shown.texts("ul.choices a"),
        [
            "Sửa số điện thoại, địa chỉ, ghi chú",
            "Báo lại đường vào, ổ cắm, giấy tờ",
            "Chọn cách nhận thẻ",
            "Xem thông tin đang được lưu về gia đình"
        ],
        "what cannot be done is not offered"
    );
}

#[test]
fn nobody_opens_a_page_with_another_secret() {
    let (app, office) = opened();
    let (filed, other) = (office.files(&HOUSEHOLDS[3].case()), office.files(&HOUSEHOLDS[7].case()));
    let stranger = Filed { secret: other.secret.clone(), ..filed.clone() };
    let pages = [
        "",
        "/half-day",
        "/people",
        "/correction",
        "/readiness",
        "/preference",
        "/return-channel",
        "/data",
        "/deletion",
        "/withdrawal",
    ];
    for below in pages {
        Page::of(&office.public.get(&page_of(&stranger, below)).expect(404));
    }
    office.public.get(&page_of(&stranger, "/data.json")).expect(404);
    for (below, field) in [
        ("/half-day", ("choice", "any")),
        ("/half-day", ("choice", "2026-11-28/morning")),
        ("/preference", ("times", "saturdays")),
        ("/return-channel", ("channel", "post")),
        ("/data/no-more-mail", ("x", "")),
        ("/deletion", ("sure", "yes")),
        ("/withdrawal", ("sure", "yes")),
    ] {
        Page::of(&office.public.form(&page_of(&stranger, below), &[field]).expect(404));
    }
    assert_eq!(office.follow(&filed)["can_withdraw"], true);
    assert_eq!(app.waiting_mails(), []);
}

#[test]
fn a_family_answers_its_invitation_on_its_page() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let short = json!({"starts_secs": 27_000, "ends_secs": 27_000 + 110 * 60});
    for (number, on) in [(1, SATURDAY), (2, "2026-12-05")] {
        let crew = office.crew(number, &WARDS, None);
        let new = json!({
            "team_id": crew.team, "on": on, "half_days": "morning", "kit_id": crew.kit,
            "officer_ids": [crew.officer], "staff_minutes": 0, "shift": short,
        });
        office.dispatcher.post("/api/v1/duties", &new).expect(201);
    }
    let filed = office.approved(&HOUSEHOLDS[4..7]);
    office.books(&filed[0], SATURDAY, "morning").expect(201);
    office.books(&filed[1], "2026-12-05", "morning").expect(201);
    office.withdraws(&filed[0]);
    assert_eq!(app.invite(), 1);
    let page = shows(&office, &filed[2], "");
    assert!(page.texts("h2").contains(&"Mời nhận buổi sáng Thứ Bảy 28/11/2026".to_owned()));
    office.public.form(&page_of(&filed[2], "/invitation/refusal"), &[("x", "")]).expect(303);
    assert_eq!(office.turn(&filed[2])["invitation"], Value::Null);
    office.withdraws(&filed[1]);
    assert_eq!(app.invite(), 1);
    office.public.form(&page_of(&filed[2], "/invitation/acceptance"), &[("x", "")]).expect(303);
    assert_eq!(
        shows(&office, &filed[2], "").texts("p.lead"),
        ["Đã đặt buổi sáng Thứ Bảy 05/12/2026. Khung giờ báo sau."]
    );
    let again = office.public.form(&page_of(&filed[2], "/invitation/acceptance"), &[("x", "")]).expect(422);
    Page::of(&again);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn the_card_comes_back_as_the_family_chose_and_officers_read_it() {
    let (app, office) = opened();
    let filed = office.approved(&HOUSEHOLDS[7..8]).remove(0);
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &WARDS, Some(officer.id)), day(SATURDAY), "morning");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    let page = shows(&office, &filed, "/return-channel");
    assert_eq!(page.attributes("input[checked]", "value"), ["ward_police"], "as the law has it");
    let path = page_of(&filed, "/return-channel");
    Page::of(&office.public.form(&path, &[("channel", "by_pigeon")]).expect(422));
    for channel in ["by_hand", "post"] {
        office.public.form(&path, &[("channel", channel)]).expect(303);
        assert_eq!(office.follow(&filed)["return_channel"], channel);
    }
    app.at(day(SATURDAY), "08:00");
    let office = Office::signed_in(app.public());
    let roster = app.api_as("can.bo.1").get("/api/v1/rosters").expect(200).json();
    let stop = &roster["duties"][0]["stops"][0];
    assert_eq!(stop["return_channel"], "post");
    let shown = Page::of(&app.browser_as("can.bo.1").get("/rosters").expect(200));
    assert!(shown.texts("dd").contains(&"gửi thẻ qua bưu điện, gia đình trả tiền gửi".to_owned()));
    let captured = json!({
        "client_id": "k", "happened_at": "2026-11-28T01:00:00Z",
        "results": [{"applicant_id": stop["people"][0]["applicant_id"], "code": "captured"}],
    });
    app.api_as("can.bo.1").post(&format!("/api/v1/visits/{}/outcomes", stop["visit_id"]), &captured).expect(200);
    let page = shows(&office, &filed, "");
    assert!(page.texts("dd").contains(&"nhận qua bưu điện, gia đình trả tiền gửi".to_owned()));
    let late = Page::of(&office.public.form(&path, &[("channel", "by_hand")]).expect(422));
    assert_eq!(late.texts("form").len(), 0, "nothing to choose any more");
    assert_eq!(office.follow(&filed)["return_channel"], "post");
}
