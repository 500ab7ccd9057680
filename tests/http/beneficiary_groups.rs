//! Several beneficiary groups of one person: by every way in, and the same points wherever the turn is told.
use diesel::connection::SimpleConnection;
use luudong::db::StoreError;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::office::{DISPATCHER, Filed, Office};
use crate::support::wizard::{GRANDMOTHER, REST, Said, Wizard, stored, with};

/// The case of the first household with groups told like this.
fn case(told: &Value) -> Value {
    let mut case = HOUSEHOLDS[0].case();
    let person = case["applicants"][0].as_object_mut().expect("a person");
    person.remove("group");
    person.extend(told.as_object().expect("fields").clone());
    case
}

fn stored_groups(app: &TestApp) -> Vec<String> {
    stored(app).iter().map(|(_, household)| household.people[0].groups.as_stored()).collect()
}

#[test]
fn every_box_that_is_ticked_is_stored_and_the_weightiest_counts_wherever_the_turn_is_told() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let niece = Wizard::begin(&app);
    let ticked: Said<'_> = (
        "move-1",
        &[("applicants.0.mobility", "wheelchair"), ("applicants.0.group", "kt_nhe"), ("applicants.0.group", "ncc")],
    );
    niece.says_all(&with(&GRANDMOTHER[..3], &[]));
    let boxes = Page::of(&niece.get("move-1").expect(200)).texts("main").join(" ");
    assert!(boxes.contains("Mẹ Việt Nam anh hùng, thương binh") && !boxes.contains("trên cùng"), "{boxes}");
    niece.says(ticked);
    niece.says_all(REST);
    let check = Page::of(&niece.get("check").expect(200)).texts("dd").join(" ");
    assert!(check.contains("Người khuyết tật nhẹ") && check.contains("Mẹ Việt Nam anh hùng"), "{check}");
    let (code, secret) = niece.sends();
    // Born in 1950, she is old whether anybody ticks it or not.
    assert_eq!(stored_groups(&app), ["kt_nhe;nct;ncc"]);

    let filed = Filed { code, secret, link: String::new() };
    office.approves(&filed);
    let list = office.dispatcher.get("/api/v1/waiting-list").expect(200).json();
    let entry = &list["entries"][0];
    let terms: Vec<(&str, u64)> = entry["terms"].as_array().expect("terms").iter().map(term).collect();
    assert_eq!(terms, [("ngồi xe lăn", 30), ("có công với cách mạng", 30)], "{entry}");
    assert_eq!(
        (&entry["points"], &entry["sentence"]),
        (&json!(60), &json!("Đứng đầu: ngồi xe lăn (30), có công với cách mạng (30)."))
    );
    let page = Page::of(&app.browser_as(DISPATCHER).get("/waiting-list").expect(200)).texts("main").join(" ");
    assert!(page.contains("có công với cách mạng"), "{page}");
    let case = Page::of(&app.browser_as(DISPATCHER).get(&format!("/cases/{}", filed.code)).expect(200));
    let facts = case.texts(".person").join(" ");
    assert!(facts.contains("người khuyết tật nhẹ, người cao tuổi (từ đủ 60 tuổi), người có công"), "{facts}");
    app.leave_mails(app.waiting_mails().len());
}

fn term(one: &Value) -> (&str, u64) {
    (one["because"].as_str().expect("words"), one["points"].as_u64().expect("points"))
}

#[test]
fn the_api_takes_one_group_or_several_and_answers_both() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let answered = |told: Value| {
        let filed = office.files(&case(&told));
        let family = office.public.with("X-Case-Secret", &filed.secret);
        let person = family.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json()["applicants"][0].clone();
        (person["group"].clone(), person["groups"].clone())
    };
    assert_eq!(answered(json!({"groups": ["ncc", "kt_nhe", "ncc"]})), (json!("kt_nhe"), json!(["kt_nhe", "ncc"])));
    assert_eq!(answered(json!({"group": "nct"})), (json!("nct"), json!(["nct"])), "a client of before");
    app.later(chrono::Duration::minutes(5));
    assert_eq!(answered(json!({})), (json!("none"), json!([])));
    let both = json!({"group": "nct", "groups": ["ncc"]});
    office.public.post("/api/v1/cases", &case(&both)).assert_invalid(&["/applicants/0/groups"]);
    let strange = json!({"groups": ["ncc", "vip"]});
    office.public.post("/api/v1/cases", &case(&strange)).assert_invalid(&["/applicants/0/groups"]);
    let inquiry = json!({"ward_code": "11329", "people": [
        {"birth": "1950", "mobility": "bedridden", "groups": ["kt_nang", "ncc"]},
    ]});
    office.public.post("/api/v1/offers", &inquiry).expect(200);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn a_row_of_before_keeps_its_one_group() {
    let app = TestApp::start();
    Office::of(&app).files(&case(&json!({"group": "kt_nang"})));
    let before = "UPDATE applicants SET beneficiary_groups = NULL";
    app.desk.db.write(|conn| Ok::<_, StoreError>(conn.batch_execute(before)?)).expect("the row is as it was");
    assert_eq!(stored_groups(&app), ["kt_nang"]);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn staff_tick_several_groups_for_a_caller() {
    let app = TestApp::start();
    Office::of(&app);
    let browser = app.browser_as(DISPATCHER);
    let boxes =
        Page::of(&browser.get("/cases/new").expect(200)).attributes("input[name='applicants.0.groups']", "type");
    assert_eq!(boxes.iter().filter(|kind| *kind == "checkbox").count(), 10, "{boxes:?}");
    let said = [
        ("contact.name", "Tống Thị Mới"),
        ("contact.relation", "child"),
        ("contact.phone", "0912345677"),
        ("address.line", "Số 77 phố Cát Cụt"),
        ("address.ward_code", "11383"),
        ("consents.visit", "yes"),
        ("applicants.0.name", "Tống Văn Cũ"),
        ("applicants.0.birth", "1944"),
        ("applicants.0.sex", "male"),
        ("applicants.0.procedure", "cccd_to_cc"),
        ("applicants.0.mobility", "bedridden"),
        ("applicants.0.groups", "ngheo"),
        ("applicants.0.groups", "ncc"),
        ("send", "yes"),
    ];
    assert!(browser.form("/cases/new", &said).status < 400);
    assert_eq!(stored_groups(&app), ["ncc;ngheo"]);
    app.leave_mails(app.waiting_mails().len());
}
