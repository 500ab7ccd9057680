//! Requests about data that come at a desk, by telephone or on paper, and breaches: the clocks of the law, who sees them,
//! what a step does, and that the family reads the same.
use chrono::{Duration, NaiveDate};
use luudong::accounts::Role;
use luudong::audit::store::entries_of;
use luudong::config::Settings;
use serde_json::{Value, json};

use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::office::Office;
use crate::support::{Client, TestApp};

const URL: &str = "/api/v1/rights-requests";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn records(client: &Client, more: Value) -> Value {
    let mut body = json!({"kind": "access", "channel": "paper", "ward_code": "11329", "words": "Xin bản dữ liệu"});
    for (key, value) in more.as_object().expect("an object") {
        body[key] = value.clone();
    }
    client.post(URL, &body).expect(201).json()
}

fn steps(client: &Client, id: &Value, step: &str, answer: Option<&str>) -> crate::support::Answer {
    client.post(&format!("{URL}/{id}/steps"), &json!({"step": step, "answer": answer}))
}

fn open(client: &Client) -> Vec<Value> {
    client.get(URL).expect(200).json().as_array().expect("a list").clone()
}

#[test]
fn r35_the_clocks_of_the_law() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &[]);
    // Friday 20/11/2026; Tuesday 24/11 is a holiday.
    app.at(day("2026-11-20"), "09:30");
    let hoa = app.api_as("hoa");
    for (kind, due) in
        [("access", "2026-11-30"), ("correct", "2026-11-30"), ("restrict", "2026-12-05"), ("delete", "2026-12-10")]
    {
        let told = records(&hoa, json!({"kind": kind}));
        assert_eq!(told["acknowledge_by"], "2026-11-25", "{kind}");
        assert_eq!(told["due_at"], format!("{due}T16:59:59Z"), "{kind}: the end of that day in Việt Nam");
        assert!(told["acknowledged_at"].is_null(), "nobody has told whoever wrote a letter");
    }
    let breach = records(&hoa, json!({"kind": "breach", "channel": "own", "ward_code": null}));
    assert_eq!((&breach["due_at"], &breach["acknowledge_by"]), (&json!("2026-11-23T02:30:00Z"), &Value::Null));
    let heard = records(&hoa, json!({"channel": "telephone"}));
    assert!(!heard["acknowledged_at"].is_null(), "who telephones hears it at once");
    // The next clock first: the breach, then what must be acknowledged.
    let kinds: Vec<String> = open(&hoa).iter().map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(kinds[0], "breach");
    assert_eq!(kinds.last().map(String::as_str), Some("access"));
    app.at(day("2026-11-26"), "08:00");
    let late = open(&app.api_as("hoa")).iter().filter(|one| one["is_late"] == true).count();
    assert_eq!(late, 5, "four letters that nobody answered, and the breach");
}

#[test]
fn a_request_goes_its_way_once_and_each_step_is_written_down() {
    let app = &TestApp::start();
    let office = Office::of(app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    let hoa = app.api(Role::Dispatcher);
    let asked = records(&hoa, json!({"code": filed.code, "kind": "correct", "words": "Số nhà ghi sai"}));
    let id = &asked["id"];
    steps(&hoa, id, "extend", None).assert_problem(422, "invalid");
    steps(&hoa, id, "acknowledge", None).expect(200);
    steps(&hoa, id, "acknowledge", None).assert_problem(409, "already-done");
    let longer = steps(&hoa, id, "extend", Some("Chờ đối chiếu, đã báo qua điện thoại")).expect(200).json();
    assert_ne!(longer["due_at"], asked["due_at"]);
    steps(&hoa, id, "extend", Some("nữa")).assert_problem(409, "already-done");
    let page = app.public().get(&format!("/follow/{}/{}/data", filed.code, filed.secret)).expect(200);
    assert!(page.text.contains("Sửa dữ liệu, nhận lúc"), "the family reads it: {}", page.text);
    steps(&hoa, id, "refuse", None).assert_problem(422, "invalid");
    let ended = steps(&hoa, id, "complete", None).expect(200).json();
    assert_eq!(ended["ended_as"], "done");
    steps(&hoa, id, "complete", None).assert_problem(409, "already-done");
    assert!(open(&hoa).is_empty());
    let stored = app.public().get(&format!("/follow/{}/{}/data.json", filed.code, filed.secret)).expect(200).json();
    assert_eq!(stored["rights_requests"][0]["words"], "Số nhà ghi sai");
    let subject =
        format!("case:{}", app.read(|conn| luudong::cases::store::case_by_code(conn, &filed.code)).expect("a case").id);
    let noted: Vec<String> = app.read(|conn| entries_of(conn, &subject)).into_iter().map(|one| one.2).collect();
    assert_eq!(noted.iter().filter(|action| *action == "answer_request").count(), 3, "{noted:?}");
    assert!(noted.contains(&"record_request".to_owned()), "{noted:?}");
    app.leave_mails(1);
}

#[test]
fn a_deletion_asked_by_telephone_is_carried_out_when_somebody_made_sure_and_takes_the_words_along() {
    let app = &TestApp::start();
    let office = Office::of(app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    let hoa = app.api(Role::Dispatcher);
    let nobody = records(&hoa, json!({"kind": "delete", "words": "Không có hồ sơ"}));
    steps(&hoa, &nobody["id"], "complete", None).assert_problem(422, "invalid");
    steps(&hoa, &nobody["id"], "refuse", Some("Không lưu dữ liệu nào của người này")).expect(200);
    let asked = records(
        &hoa,
        json!({"kind": "delete", "channel": "telephone", "code": filed.code, "words": "Con gái bà Hòa gọi"}),
    );
    app.worker_has_run();
    let family = app.public().with("X-Case-Secret", &filed.secret);
    let url = format!("/api/v1/cases/{}", filed.code);
    assert!(!family.get(&url).expect(200).text.contains("Đã xóa"), "nothing goes by itself");
    steps(&hoa, &asked["id"], "complete", Some("Đã gọi lại số trong hồ sơ")).expect(200);
    assert!(family.get(&url).expect(200).text.contains("Đã xóa"));
    let case = app.read(|conn| luudong::cases::store::case_by_code(conn, &filed.code)).expect("a case");
    let left = app.read(|conn| luudong::families::rights::store::of_case(conn, case.id));
    assert_eq!((left.len(), left[0].words.as_stored()), (1, ""), "that it was asked stays, the words do not");
    // Who is erased may ask again, and is answered.
    let more = json!({"code": filed.code, "words": "Hỏi xem còn lưu gì không"});
    let again = records(&hoa, more);
    steps(&hoa, &again["id"], "refuse", Some("Không còn lưu gì")).expect(200);
    let late = records(&hoa, json!({"code": filed.code, "kind": "delete"}));
    steps(&hoa, &late["id"], "complete", None).expect(200);
    app.leave_mails(2);
}

#[test]
fn a_request_outlives_the_family_s_own_deletion() {
    let app = &TestApp::start();
    let office = Office::of(app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    let hoa = app.api(Role::Dispatcher);
    let asked = records(&hoa, json!({"code": filed.code, "kind": "correct", "words": "Số nhà ghi sai"}));
    let page = format!("/follow/{}/{}/deletion", filed.code, filed.secret);
    app.public().form(&page, &[("sure", "yes")]).expect(303);
    assert_eq!(open(&hoa)[0]["words"], Value::Null);
    app.browser(Role::Dispatcher).get("/rights-requests").expect(200);
    steps(&hoa, &asked["id"], "complete", Some("Đã xoá theo yêu cầu")).expect(200);
    app.leave_mails(2);
}

#[test]
fn a_ward_s_dispatcher_sees_and_touches_requests_of_the_own_ward_and_every_breach() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &["11329"]);
    app.account("lan", Role::Dispatcher, &["11359"]);
    app.account("can.bo.1", Role::Officer, &[]);
    let (hoa, lan) = (app.api_as("hoa"), app.api_as("lan"));
    let own = records(&hoa, json!({}));
    records(&lan, json!({"kind": "breach", "channel": "own", "ward_code": null, "words": "Mất máy tính bảng"}));
    assert_eq!((open(&hoa).len(), open(&lan).len()), (2, 1));
    steps(&lan, &own["id"], "complete", None).assert_problem(404, "not-found");
    let foreign = json!({"kind": "access", "channel": "paper", "ward_code": "11329", "words": "x"});
    lan.post(URL, &foreign).assert_problem(422, "invalid");
    for client in [app.api_as("can.bo.1"), app.api(Role::Admin)] {
        client.get(URL).assert_problem(403, "not-allowed");
    }
    let dates = [app.desk.now() + Duration::minutes(1), app.desk.now() - Duration::days(366)];
    for at in dates {
        let body = json!({"kind": "access", "channel": "paper", "ward_code": "11329", "words": "x", "received_at": at});
        hoa.post(URL, &body).assert_problem(422, "invalid");
    }
    for words in ["", "  ", &"x".repeat(1_001)] {
        hoa.post(URL, &json!({"kind": "access", "channel": "paper", "ward_code": "11329", "words": words}))
            .assert_problem(422, "invalid");
    }
}

#[test]
fn the_page_takes_what_the_api_takes_and_says_what_is_next() {
    let app = TestApp::start();
    app.account("hoa", Role::Dispatcher, &["11329"]);
    let browser = app.browser_as("hoa");
    let wrong =
        browser.form("/rights-requests", &[("kind", ""), ("channel", "x"), ("received_on", "hôm qua")]).expect(422);
    for said in ["Chọn loại yêu cầu", "Chọn cách nhận", "Ngày không đọc được"] {
        assert!(wrong.text.contains(said), "{said}");
    }
    let fields = [
        ("kind", "restrict"),
        ("channel", "paper"),
        ("ward_code", "11329"),
        ("words", "Không nhận thư nữa"),
        ("received_on", "2026-11-20"),
    ];
    browser.form("/rights-requests", &fields).expect(303);
    let page = browser.get("/rights-requests").expect(200);
    assert!(page.text.contains("báo đã nhận, chậm nhất 25/11/2026"), "{}", page.text);
    let action = Page::of(&page).attributes("form[action^='/rights-requests/']", "action").remove(0);
    browser.form(&action, &[("step", "acknowledge")]).expect(303);
    assert!(browser.get("/rights-requests").expect(200).text.contains("làm xong, chậm nhất 05/12/2026"));
    let refused = browser.form(&action, &[("step", "refuse"), ("answer", "")]).expect(422);
    assert!(refused.text.contains("Ghi ngắn gọn"), "{}", refused.text);
    browser.form(&action, &[("step", "complete")]).expect(303);
    assert!(browser.get("/rights-requests").expect(200).text.contains("Không có việc nào đang chờ"));
    assert_eq!(Settings::defaults_with("").expect("settings").personal_data.breach_hours, 72);
}
