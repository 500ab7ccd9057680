//! A family follows its case by code and secret, and takes it back: the place is free, the calendar entry is cancelled.
use luudong::accounts::Role;
use luudong::ids::VisitId;
use luudong::visits::store;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::smtp::read_mail;
use crate::support::{Client, TestApp};

const SATURDAY: &str = "2026-11-28";

fn page_of(filed: &Filed) -> String {
    format!("/follow/{}/{}", filed.code, filed.secret)
}

/// The sentence of the API and of the page, which are the same.
fn sentence(office: &Office, filed: &Filed) -> String {
    let page = Page::of(&office.public.get(&page_of(filed)).expect(200));
    let said = page.texts("p.lead").join("");
    assert_eq!(office.follow(filed)["state"], said, "page and API say the same");
    said
}

/// A family with an appointment on Saturday, an officer who will come, and no mail left over.
fn with_appointment(app: &TestApp) -> (Office, Filed, i64) {
    let office = Office::of(app);
    let filed = office.approved(&HOUSEHOLDS[..1]).remove(0);
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    let duty = office.duty(office.crew(1, &WARDS, Some(officer.id)), day(SATURDAY), "morning");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    app.deliver();
    (office, filed, duty)
}

fn reports(app: &TestApp, filed: &Filed, what: &str, body: &Value) {
    let officer = app.api_as("can.bo.1");
    let roster = officer.get("/api/v1/rosters").expect(200).json();
    let stop = &roster["duties"][0]["stops"][0];
    assert_eq!(stop["code"], filed.code);
    let mut body = body.clone();
    if let Some(result) = body.pointer_mut("/results/0/applicant_id") {
        *result = stop["people"][0]["applicant_id"].clone();
    }
    officer.post(&format!("/api/v1/visits/{}/{what}", stop["visit_id"]), &body).expect(200);
}

fn event(kind: &str) -> Value {
    json!({"client_id": kind, "kind": kind, "happened_at": "2026-11-28T00:45:00Z"})
}

#[test]
fn a_family_reads_one_sentence_for_each_state_of_its_case() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    let mut said = vec![sentence(&office, &filed)];
    office.approves(&filed);
    said.push(sentence(&office, &filed));
    let officer = app.account("can.bo.1", Role::Officer, &[]);
    office.duty(office.crew(1, &WARDS, Some(officer.id)), day(SATURDAY), "morning");
    let run = office.plan(day(SATURDAY), day(SATURDAY), 1);
    said.push(sentence(&office, &filed));
    office.publish(&run);
    said.push(sentence(&office, &filed));
    app.deliver();
    app.at(day(SATURDAY), "08:00");
    let office = Office::signed_in(app.public());
    for kind in ["en_route", "arrived"] {
        reports(&app, &filed, "events", &event(kind));
        said.push(sentence(&office, &filed));
    }
    let captured = json!({
        "client_id": "k", "happened_at": "2026-11-28T01:00:00Z", "results": [{"applicant_id": 0, "code": "captured"}],
    });
    reports(&app, &filed, "outcomes", &captured);
    said.push(sentence(&office, &filed));
    assert_eq!(
        said,
        [
            "Đã nhận đề nghị. Công an phường, xã đang xem xét.",
            "Đề nghị đã được duyệt, đang chờ xếp lịch.",
            "Đề nghị đã được duyệt, đang chờ xếp lịch.",
            "Tổ công tác đến nhà Thứ Bảy 28/11/2026, từ 07:30 đến 09:30.",
            "Tổ công tác đang trên đường đến nhà.",
            "Tổ công tác đã đến nhà.",
            "Đã làm xong tại nhà. Thẻ dự kiến có vào Thứ Ba 08/12/2026.",
        ]
    );
    let shown = Page::of(&office.public.get(&page_of(&filed)).expect(200));
    assert!(shown.texts("dd").contains(&"đã thu nhận xong; thẻ dự kiến có vào Thứ Ba 08/12/2026".to_owned()));
}

#[test]
fn a_refused_family_reads_that_too() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[3].case());
    let path = format!("/api/v1/cases/{}/verification", filed.code);
    let reason = json!({"verdict": "refuse", "reason": "Gia đình đã có lịch ở bệnh viện"});
    office.dispatcher.post(&path, &reason).expect(201);
    assert_eq!(sentence(&office, &filed), "Rất tiếc, lần này tổ chưa đến nhà được.");
}

#[test]
fn a_wrong_secret_is_answered_like_a_wrong_code() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[3].case());
    let other = office.files(&HOUSEHOLDS[7].case());
    let ask = |code: &str, secret: &str| {
        let family: Client = office.public.with("X-Case-Secret", secret);
        let json = family.get(&format!("/api/v1/cases/{code}/visits"));
        json.assert_problem(404, "not-found");
        let page = office.public.get(&format!("/follow/{code}/{secret}")).expect(404);
        Page::of(&page);
        (json.text, page.text)
    };
    let wrong_secret = ask(&filed.code, &other.secret);
    assert_eq!(wrong_secret, ask("K7MQ-2XPT", &filed.secret));
    assert_eq!(wrong_secret, ask(&filed.code, "x"));
    assert_eq!(wrong_secret, ask("khong-co", &filed.secret));
    office.public.get(&format!("/api/v1/cases/{}/visits", filed.code)).assert_problem(404, "not-found");
    let form = |code: &str, secret: &str| office.public.form("/follow", &[("code", code), ("secret", secret)]);
    let refused = Page::of(&form(&filed.code, &other.secret).expect(422));
    assert_eq!(refused.texts("title"), ["Lỗi: Xem hồ sơ đã gửi – Lưu Động"]);
    let unknown = Page::of(&form("K7MQ-2XPT", &filed.secret).expect(422));
    assert_eq!(refused.texts(".mistakes"), unknown.texts(".mistakes"));
    let typed = filed.code.replace('-', " ").to_lowercase();
    assert_eq!(form(&typed, &filed.secret).expect(303).header("location"), page_of(&filed));
}

#[test]
fn without_the_tick_nothing_is_withdrawn_and_the_page_says_what_is_missing() {
    let app = TestApp::start();
    let (office, filed, _) = with_appointment(&app);
    let path = format!("{}/withdrawal", page_of(&filed));
    let page = Page::of(&office.public.form(&path, &[("nothing", "")]).expect(422));
    assert_eq!(page.texts("title"), ["Lỗi: Rút hồ sơ – Lưu Động"]);
    assert_eq!(page.texts(".mistakes a"), ["Đánh dấu vào ô để xác nhận rút hồ sơ."]);
    assert_eq!(page.attributes(".mistakes a", "href"), ["#sure"]);
    assert_eq!(office.follow(&filed)["can_withdraw"], true);
}

#[test]
fn a_withdrawal_frees_the_place_and_cancels_the_calendar_entry() {
    let app = TestApp::start();
    let (office, filed, duty) = with_appointment(&app);
    let invitation = mail_with(&app, "REQUEST");
    let visit = office.visit_of(&filed);
    let version = |office: &Office| office.dispatcher.get(&format!("/api/v1/duties/{duty}")).json()["version"].clone();
    let before = version(&office);
    let path = format!("{}/withdrawal", page_of(&filed));
    let done = office.public.form(&path, &[("sure", "yes")]).expect(303);
    assert_eq!(done.header("location"), format!("{}?done=withdrawn", page_of(&filed)));
    assert_eq!(sentence(&office, &filed), "Hồ sơ đã được rút theo yêu cầu của gia đình.");
    assert_eq!(office.follow(&filed)["visits"][0]["state"], "cancelled");
    assert_eq!(app.read(|conn| store::stop_of(conn, VisitId(visit))), None, "the place is free");
    assert_ne!(version(&office), before, "whoever planned with this duty must read it again");
    let roster = office.dispatcher.get(&format!("/api/v1/rosters?date={SATURDAY}")).expect(200).json();
    assert_eq!(roster["duties"][0]["stops"], json!([]));
    app.deliver();
    let cancelled = mail_with(&app, "CANCEL");
    assert_eq!(cancelled["faults"], json!([]));
    assert_eq!(cancelled["subject"], format!("Đã rút hồ sơ làm căn cước tại nhà (hồ sơ {})", filed.code));
    assert_eq!(
        (&cancelled["event"]["status"], &cancelled["event"]["uid"]),
        (&json!("CANCELLED"), &invitation["event"]["uid"])
    );
    assert_eq!(cancelled["event"]["dtstart"], invitation["event"]["dtstart"]);
    let number = |mail: &Value| mail["event"]["sequence"].as_str().unwrap().parse::<i32>().unwrap();
    assert!(number(&cancelled) > number(&invitation), "{cancelled}");

    let again = Page::of(&office.public.form(&path, &[("sure", "yes")]).expect(422));
    assert_eq!(again.texts(".mistakes p"), ["Hồ sơ này đã kết thúc."]);
    office.public.form(&path, &[("nothing", "")]).expect(422);
    let family = office.public.with("X-Case-Secret", &filed.secret);
    family.post(&format!("/api/v1/cases/{}/withdrawal", filed.code), &json!({})).assert_problem(409, "conflict");
}

#[test]
fn a_family_that_wants_no_mail_gets_none_when_it_withdraws() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let mut case = HOUSEHOLDS[0].case();
    case["consents"]["messages"] = json!(false);
    let filed = office.files(&case);
    office.approves(&filed);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let done = office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    assert_eq!((&done["mails"], &done["calls"]), (&json!(0), &json!(1)));
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let path = format!("/api/v1/cases/{}/withdrawal", filed.code);
    assert_eq!(family.post(&path, &json!({})).expect(200).json()["can_withdraw"], false);
    assert_eq!(app.waiting_mails(), []);
    assert_eq!(office.dispatcher.get("/api/v1/calls").expect(200).json(), json!([]));
}

#[test]
fn what_the_team_is_about_to_do_or_has_done_is_not_withdrawn() {
    let app = TestApp::start();
    let (_, filed, _) = with_appointment(&app);
    app.at(day(SATURDAY), "08:00");
    let office = Office::signed_in(app.public());
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let withdraw = || {
        let answer = family.post(&format!("/api/v1/cases/{}/withdrawal", filed.code), &json!({}));
        answer.assert_problem(409, "conflict")["detail"].clone()
    };
    reports(&app, &filed, "events", &event("en_route"));
    assert_eq!(withdraw(), "Tổ công tác đang đến hoặc đã đến nhà. Xin gọi số của tổ.");
    let captured = json!({
        "client_id": "k", "happened_at": "2026-11-28T01:00:00Z", "results": [{"applicant_id": 0, "code": "captured"}],
    });
    reports(&app, &filed, "outcomes", &captured);
    assert_eq!(withdraw(), "Đã thu nhận hồ sơ tại nhà, không rút được nữa.");
    let page =
        Page::of(&office.public.form(&format!("{}/withdrawal", page_of(&filed)), &[("sure", "yes")]).expect(422));
    assert_eq!(page.texts(".mistakes p"), ["Đã thu nhận hồ sơ tại nhà, không rút được nữa."]);
    assert_eq!(app.waiting_mails(), []);
}

/// The only mail whose calendar part has this method.
fn mail_with(app: &TestApp, method: &str) -> Value {
    let mails = app.mail_files().into_iter().map(|file| read_mail(&file));
    let found: Vec<Value> = mails.filter(|mail| mail["event"]["content_type_method"] == method).collect();
    assert_eq!(found.len(), 1, "one {method}");
    found.into_iter().next().expect("it")
}
