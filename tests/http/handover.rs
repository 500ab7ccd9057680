//! Who fills in, who answers the telephone and how the household gets its secret are three facts, each kept as it was said.
use luudong::accounts::Role;
use luudong::cases::store;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{BIRTH, HOUSEHOLDS, Household};
use crate::support::html::Page;
use crate::support::office::{DISPATCHER, Filed, Office};
use crate::support::wizard::{GRANDMOTHER, REST, Said, Wizard, with};

const OFFICER: Said<'static> = ("who", &[("who", "ward_officer")]);

fn contact(phone_of: &'static str, way: &'static str, email: &'static str) -> Vec<(&'static str, &'static str)> {
    let name = ("contact.name", "Phạm Thị Lan");
    let all = vec![("phone_of", phone_of), name, ("contact.phone", "0912.345.678"), ("secret_way", way)];
    if email.is_empty() { all } else { [all, vec![("contact.email", email)]].concat() }
}

/// A ward officer answers all pages up to the contact's.
fn comes_to_the_contact(app: &TestApp) -> Wizard {
    let officer = Wizard::begin(app);
    let before: Vec<Said<'_>> = REST.iter().filter(|one| one.0 != "contact").copied().collect();
    assert_eq!(officer.says_all(&[with(GRANDMOTHER, &[("who", Some(OFFICER))]), before].concat()), "contact");
    officer
}

fn stored(office: &Office, code: &str) -> Value {
    office.dispatcher.get(&format!("/api/v1/cases/{code}")).expect(200).json()
}

fn calls(office: &Office) -> Vec<Value> {
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    calls.as_array().cloned().unwrap_or_default()
}

fn main_of(client: &crate::support::Client, path: &str) -> String {
    Page::of(&client.get(path).expect(200)).texts("main").join(" ")
}

#[test]
fn an_officer_fills_in_a_daughter_answers_and_the_secret_is_handed_on() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let officer = comes_to_the_contact(&app);
    let page = Page::of(&officer.get("contact").expect(200));
    assert_eq!(
        page.attributes("[name=phone_of] option[selected]", "value"),
        ["household"],
        "unless somebody says more"
    );
    assert_eq!(page.attributes("[name=secret_way] option[selected]", "value"), ["given"]);
    assert_eq!(officer.says(("contact", &contact("child", "given", ""))), "check");
    let (code, secret) = officer.sends();
    let case = stored(&office, &code);
    let three = (&case["filled_in_by"], &case["contact"]["relation"], &case["secret_way"]);
    assert_eq!(three, (&json!("ward_officer"), &json!("child"), &json!("given")));
    let consents = app.read(|conn| {
        let case = store::case_by_code(conn, &code)?.expect("a case");
        store::consents_of(conn, case.id)
    });
    assert_eq!(consents[0].given_by, "ward_officer", "whoever ticks the box gives the consent");
    let page = Page::of(&app.browser_as(DISPATCHER).get(&format!("/cases/{code}")).expect(200));
    let (named, shown) = (page.texts("dt"), [page.texts("dd"), page.texts(".callers")].concat());
    for fact in ["Người điền", "Gia đình nhận mật mã"] {
        assert!(named.contains(&fact.to_owned()), "{fact}: {named:?}");
    }
    for said in ["cán bộ phường, xã", "Phạm Thị Lan con 0912 345 678", "người điền đọc lại hoặc chép cho gia đình"]
    {
        assert!(shown.contains(&said.to_owned()), "{said}: {shown:?}");
    }
    let received = Page::of(&officer.family.get(&format!("/apply/received/{code}/{secret}")).expect(200));
    assert_eq!(received.texts("#keep"), ["Đưa cho gia đình"]);
    assert_eq!(received.texts(".code.secret"), [secret.replace('-', " ")]);
    assert!(received.texts(".keep dd").iter().any(|one| one.ends_with("/follow")), "where the household opens it");
    let data = main_of(&officer.family, &format!("/follow/{code}/{secret}/data"));
    assert!(data.contains("Người điền") && data.contains("từ người điền"), "{data}");
    let file = officer.family.get(&format!("/follow/{code}/{secret}/data.json")).expect(200).json();
    assert_eq!((&file["filled_in_by"], &file["secret_way"]), (&json!("ward_officer"), &json!("given")));
    assert!(calls(&office).is_empty(), "nobody has to call about it");
}

#[test]
fn who_wants_the_secret_by_mail_names_an_address_and_agrees_to_mails() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let officer = comes_to_the_contact(&app);
    let page = officer.refused("contact", &contact("household", "mail", ""));
    assert_eq!(page.attributes(".mistakes li a", "href"), ["#contact.email"]);
    assert_eq!(officer.says(("contact", &contact("household", "mail", "lan@example.vn"))), "check");
    let page = officer.refused("check", &[("consents.visit", "yes")]);
    assert_eq!(page.attributes(".mistakes li a", "href"), ["#consents.messages"]);
    let (code, _) = officer.sends();
    let case = stored(&office, &code);
    assert_eq!((&case["contact"]["relation"], &case["secret_way"]), (&json!("household"), &json!("mail")));
    app.deliver();
}

#[test]
fn who_is_of_the_household_is_asked_neither_and_what_a_helper_said_before_counts_no_more() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let officer = comes_to_the_contact(&app);
    assert_eq!(officer.says(("contact", &contact("neighbour", "call", ""))), "check");
    officer.press("next", "who", &[("who", "grandchild"), ("change", "1")]).expect(303);
    let page = Page::of(&officer.get("contact").expect(200));
    assert!(page.attributes("[name=phone_of], [name=secret_way]", "name").is_empty());
    let (code, _) = officer.sends();
    let case = stored(&office, &code);
    assert_eq!((&case["filled_in_by"], &case["contact"]["relation"]), (&json!("grandchild"), &json!("grandchild")));
    assert_eq!(case["secret_way"], "given");
    assert!(calls(&office).is_empty());
}

/// A neighbour files by the API, and asks the office to call.
fn asks_for_a_call(office: &Office) -> Filed {
    let mut case = HOUSEHOLDS[3].case();
    case["filled_in_by"] = json!("neighbour");
    case["secret_way"] = json!("call");
    office.files(&case)
}

#[test]
fn the_office_calls_with_a_secret_and_the_call_ends_when_one_is_issued() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = asks_for_a_call(&office);
    let received = main_of(&office.public, &format!("/apply/received/{}/{}", filed.code, filed.secret));
    assert!(received.contains("Cán bộ gọi báo mật mã") && !received.contains(&filed.secret.replace('-', " ")));
    // A question besides is a call of its own, and takes nothing from the other.
    let question = json!({"verdict": "ask", "question": "Nhà ở tầng mấy?"});
    office.dispatcher.post(&format!("/api/v1/cases/{}/verification", filed.code), &question).expect(201);
    let kinds = |office: &Office| calls(office).iter().map(|one| one["kind"].clone()).collect::<Vec<_>>();
    assert_eq!(kinds(&office), ["secret", "question"]);
    let call = &calls(&office)[0];
    assert_eq!(call["why"], "gia đình xin được gọi");
    assert!(call["say"].as_str().is_some_and(|said| said.contains("sinh ngày nào")), "{call}");
    let browser = app.browser_as(DISPATCHER);
    let page = Page::of(&browser.get("/calls").expect(200));
    let path = format!("/cases/{}/secret", filed.code);
    assert_eq!(page.attributes(&format!("main a[href='{path}']"), "href").len(), 1, "leads to where one is issued");
    let facts = [("birth", BIRTH), ("phone", HOUSEHOLDS[3].phone)];
    let wrong = [("birth", "12/06/1950"), ("phone", HOUSEHOLDS[3].phone)];
    browser.form(&path, &wrong).expect(422);
    assert_eq!(kinds(&office), ["secret", "question"], "nothing was issued");
    browser.form(&path, &facts).expect(200);
    assert_eq!(kinds(&office), ["question"], "done with it");
    let told = stored(&office, &filed.code)["told"].clone();
    assert_eq!((&told[0]["kind"], &told[0]["must_be_called"]), (&json!("secret"), &json!(false)), "{told}");
}

#[test]
fn the_call_ends_with_a_tick_with_the_familys_own_change_and_with_the_case() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let ticked = asks_for_a_call(&office);
    let id = calls(&office)[0]["id"].clone();
    office.dispatcher.post(&format!("/api/v1/calls/{id}"), &json!({})).expect(204);
    assert!(calls(&office).is_empty(), "told by telephone that it is not wanted");
    let mut case = HOUSEHOLDS[4].case();
    case["contact"]["email"] = json!("");
    case["secret_way"] = json!("call");
    let changed = office.files(&case);
    assert_eq!(calls(&office).len(), 1);
    office.public.form(&format!("/follow/{}/{}/secret", changed.code, changed.secret), &[("x", "")]).expect(303);
    assert!(calls(&office).is_empty(), "the family has one that it made itself");
    case = Household { email: "", ..HOUSEHOLDS[5] }.case();
    case["secret_way"] = json!("call");
    let withdrawn = office.files(&case);
    assert_eq!(calls(&office).len(), 1);
    office.withdraws(&withdrawn);
    assert!(calls(&office).iter().all(|one| one["kind"] != "secret"), "{:?}", calls(&office));
    assert_ne!(ticked.code, withdrawn.code);
}

#[test]
fn who_files_as_before_gets_what_follows_and_a_mistake_is_named_at_its_field() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let written = office.files(&HOUSEHOLDS[0].case());
    let case = stored(&office, &written.code);
    assert_eq!(case["filled_in_by"], case["contact"]["relation"], "the contact wrote");
    assert_eq!(case["secret_way"], "mail");
    let read_out = office.files(&HOUSEHOLDS[3].case());
    assert_eq!(stored(&office, &read_out.code)["secret_way"], "given");
    let by_phone = Household { email: "", ..HOUSEHOLDS[5] }.case();
    let code = app.api(Role::Dispatcher).post("/api/v1/cases", &by_phone).expect(201).json()["code"].clone();
    let case = stored(&office, code.as_str().expect("a code"));
    assert_eq!((&case["filled_in_by"], &case["secret_way"]), (&Value::Null, &json!("given")), "an account wrote");
    let mut wrong = Household { email: "", ..HOUSEHOLDS[6] }.case();
    wrong["filled_in_by"] = json!("robot");
    wrong["secret_way"] = json!("pigeon");
    office.public.post("/api/v1/cases", &wrong).assert_invalid(&["/filled_in_by", "/secret_way"]);
    wrong["filled_in_by"] = json!("");
    wrong["secret_way"] = json!("mail");
    office.public.post("/api/v1/cases", &wrong).assert_invalid(&["/contact/email"]);
    app.deliver();
}
