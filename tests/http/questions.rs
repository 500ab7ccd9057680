//! A question before the decision: asked by a dispatcher, answered on the family's page, over JSON or by telephone, read
//! by the dispatcher, who then decides.
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::office::{Filed, Office};

const QUESTION: &str = "Ai là người đại diện của cụ?";

fn asks(office: &Office, filed: &Filed) {
    let path = format!("/api/v1/cases/{}/verification", filed.code);
    office.dispatcher.post(&path, &json!({"verdict": "ask", "question": QUESTION})).expect(201);
}

fn page_of(filed: &Filed, below: &str) -> String {
    format!("/follow/{}/{}{below}", filed.code, filed.secret)
}

fn answer_of(office: &Office, filed: &Filed) -> Value {
    office.dispatcher.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json()["answer"].clone()
}

#[test]
fn a_family_answers_on_its_page_and_the_case_waits_for_the_decision_again() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[3].case());
    let path = page_of(&filed, "/answer");
    let refused = Page::of(&office.public.form(&path, &[("answer", "Tôi là con")]).expect(422));
    assert_eq!(refused.texts(".mistakes p").len(), 1, "nothing was asked");
    asks(&office, &filed);
    assert_eq!(office.dispatcher.get("/api/v1/calls").expect(200).json().as_array().unwrap().len(), 1);
    let page = Page::of(&office.public.get(&page_of(&filed, "")).expect(200));
    assert!(page.texts("main").join(" ").contains(QUESTION));
    for (typed, said) in [("", "Ghi câu trả lời"), (&*"x".repeat(1001), "Viết ngắn lại"), ("a\u{0}b", "không đọc được")]
    {
        let page = Page::of(&office.public.form(&path, &[("answer", typed)]).expect(422));
        assert!(page.texts(".mistakes a")[0].contains(said), "{typed}");
    }
    let done = office.public.form(&path, &[("answer", "Chị Lan, con gái.\r\nSố 0912")]).expect(303);
    assert_eq!(done.header("location"), page_of(&filed, "?done=answered"));
    let page = Page::of(&office.public.get(done.header("location")).expect(200));
    assert_eq!(page.texts("[role=status]"), ["Đã gửi câu trả lời. Cán bộ xem tiếp, không phải làm gì thêm."]);
    assert!(page.texts("blockquote")[0].contains("Chị Lan"));
    assert!(page.texts("form[action$='/answer']").is_empty());
    assert_eq!(answer_of(&office, &filed), "Chị Lan, con gái.\nSố 0912");
    assert_eq!(office.dispatcher.get("/api/v1/calls").expect(200).json(), json!([]), "nobody has to call any more");
    let browser = app.browser_as("dieu.phoi");
    let list = Page::of(&browser.get("/cases").expect(200));
    assert!(list.texts("td").iter().any(|cell| cell.contains("gia đình đã trả lời")));
    let case = Page::of(&browser.get(&format!("/cases/{}", filed.code)).expect(200));
    assert!(case.texts("#answered")[0].contains("Chị Lan, con gái."));
    // Another question begins anew, and a decision ends it.
    asks(&office, &filed);
    assert_eq!(answer_of(&office, &filed), Value::Null);
    office.approves(&filed);
    Page::of(&office.public.form(&path, &[("answer", "Muộn")]).expect(422));
}

#[test]
fn an_answer_is_taken_by_telephone_and_from_nobody_else() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (filed, other) = (office.files(&HOUSEHOLDS[3].case()), office.files(&HOUSEHOLDS[7].case()));
    asks(&office, &filed);
    let url = format!("/api/v1/cases/{}/answer", filed.code);
    let body = json!({"answer": "Chị Lan"});
    office.public.post(&url, &body).assert_problem(404, "not-found");
    office.public.with("X-Case-Secret", &other.secret).post(&url, &body).assert_problem(404, "not-found");
    office
        .public
        .form(&page_of(&Filed { secret: other.secret, ..filed.clone() }, "/answer"), &[("answer", "x")])
        .expect(404);
    app.account("noi.khac", Role::Dispatcher, &["11407"]);
    app.api_as("noi.khac").post(&url, &body).assert_problem(403, "not-allowed");
    office.public.with("X-Case-Secret", &filed.secret).post(&url, &json!({"answer": " "})).assert_invalid(&["/answer"]);
    office.public.with("X-Case-Secret", &filed.secret).post(&url, &body).expect(200);
    let browser = app.browser_as("dieu.phoi");
    let path = format!("/cases/{}/answer", filed.code);
    Page::of(&browser.form(&path, &[("answer", "")]).expect(422));
    browser.form(&path, &[("answer", "Anh Tuấn, con trai")]).expect(303);
    assert_eq!(answer_of(&office, &filed), "Anh Tuấn, con trai", "the last answer counts");
}
