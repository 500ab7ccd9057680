//! What a family is asked about half-days, and what is refused of its answers.
use luudong::cases::preference::TimePreference;
use luudong::cases::store;
use luudong::text::messages::Words;
use serde_json::json;

use super::{case, opened, page_of};
use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::wizard::{GRANDMOTHER, REST, Wizard, stored};

#[test]
fn a_first_day_after_the_deadline_is_a_mistake_wherever_it_is_said() {
    let (app, office, _) = opened(false);
    let mut clash = case(&HOUSEHOLDS[0], &json!({"times": "mornings", "from": "2026-12-21"}));
    clash["deadline"] = json!({"on": "2026-12-20", "reason": "benefit"});
    let refused = office.public.post("/api/v1/cases", &clash);
    refused.assert_invalid(&["/preference/from"]);
    assert!(refused.text.contains("Gia đình cần thẻ trước 20/12/2026"), "{}", refused.text);
    for from in ["2026-11-22", "2027-11-22", "31/02/2027"] {
        let wrong = case(&HOUSEHOLDS[0], &json!({"times": "nights", "from": from}));
        office.public.post("/api/v1/cases", &wrong).assert_invalid(&["/preference/times", "/preference/from"]);
    }
    clash["preference"]["from"] = json!("20/12/2026");
    let filed = office.files(&clash);
    let later = [("times", "any"), ("from", "22/12/2026")];
    let refused = office.public.form(&page_of(&filed, "/preference"), &later).expect(422);
    assert_eq!(Page::of(&refused).attributes(".mistakes a", "href"), ["#from"]);
    assert!(refused.text.contains("muộn hơn ngày gia đình cần thẻ"), "{}", refused.text);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn the_wizard_asks_on_the_page_of_the_contact_and_wants_no_answer() {
    let app = TestApp::start();
    let whom = [("contact.name", "Phạm Thị Lan"), ("contact.phone", "0912.345.678")];
    let day = |at: &'static str| {
        [("preference.from.day", at), ("preference.from.month", "12"), ("preference.from.year", "2026")]
    };
    let needed = [
        ("deadline.reason", "benefit"),
        ("deadline.on.day", "20"),
        ("deadline.on.month", "12"),
        ("deadline.on.year", "2026"),
    ];
    let niece = Wizard::begin(&app);
    niece.says_all(&[GRANDMOTHER, &REST[..2]].concat());
    let clash = niece.refused("contact", &[&whom[..], &needed[..], &day("21")[..]].concat());
    assert_eq!(clash.attributes(".mistakes a", "href"), ["#preference.from"]);
    let times = [("preference.times", "saturdays")];
    niece.says(("contact", &[&whom[..], &needed[..], &times[..], &day("7")[..]].concat()));
    let check = niece.get("check").expect(200);
    assert!(
        check.text.contains("Chỉ thứ Bảy (chỉ có buổi sáng)") && check.text.contains("7/12/2026"),
        "{}",
        check.text
    );
    let (code, secret) = niece.sends();
    let case = stored(&app).remove(0).0;
    assert_eq!(case.preference.words(Words::VIETNAMESE), "chỉ thứ Bảy, không trước Thứ Hai 07/12/2026");
    // What is stored about the family says it, and erasing takes it away.
    let data = app.public().get(&format!("/follow/{code}/{secret}/data")).expect(200);
    assert!(data.text.contains("chỉ thứ Bảy, không trước Thứ Hai 07/12/2026"));
    let file = app.public().get(&format!("/follow/{code}/{secret}/data.json")).expect(200).json();
    assert_eq!(file["preference"], json!({"times": "saturdays", "from": "2026-12-07"}));
    app.public().form(&format!("/follow/{code}/{secret}/deletion"), &[("sure", "yes")]).expect(303);
    let erased = app.read(|conn| store::case_by_code(conn, &code)).expect("a number");
    assert_eq!(erased.preference, TimePreference::ANY);
    // Nobody has to say anything.
    let plain = Wizard::begin(&app);
    plain.says_all(&[GRANDMOTHER, &REST[..2]].concat());
    let silent = [("contact.name", "Phạm Thị Lan"), ("contact.phone", "0912.345.679")];
    assert_eq!(plain.says(("contact", &silent)), "check");
    app.leave_mails(app.waiting_mails().len());
}
