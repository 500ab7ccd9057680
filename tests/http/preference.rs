//! Which half-days suit a family: said when it files or later, obeyed by everybody who puts a visit into a half-day.
use chrono::Duration;
use luudong::audit;
use luudong::cases::store;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Crew, Filed, Office};
use crate::support::plan::stops;

mod asked;

const WEDNESDAY: &str = "2026-12-02";
const FRIDAY: &str = "2026-12-04";
const SATURDAY: &str = "2026-12-05";
const NOON_SECS: i64 = 43_200;

/// A team with two full days and, if wished, a Saturday morning.
fn opened(saturday: bool) -> (TestApp, Office, Crew) {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    for on in [WEDNESDAY, FRIDAY] {
        office.duty(crew, day(on), "full");
    }
    if saturday {
        office.duty(crew, day(SATURDAY), "morning");
    }
    (app, office, crew)
}

fn case(home: &Household, preference: &Value) -> Value {
    let mut case = home.case();
    case["preference"] = preference.clone();
    case
}

fn approved(office: &Office, home: &Household, preference: &Value) -> Filed {
    let filed = office.files(&case(home, preference));
    office.approves(&filed);
    filed
}

fn offers(office: &Office, filed: &Filed) -> Value {
    let family = office.public.with("X-Case-Secret", &filed.secret);
    family.get(&format!("/api/v1/cases/{}/offers?reasons=true", filed.code)).expect(200).json()
}

/// The half-days of an answer: `2026-12-02 morning`.
fn half_days(offers: &Value) -> Vec<String> {
    let text = |offer: &Value, name: &str| offer[name].as_str().expect("a text").to_owned();
    let all = offers["offers"].as_array().expect("offers");
    all.iter().map(|offer| format!("{} {}", text(offer, "on"), text(offer, "half_day"))).collect()
}

fn page_of(filed: &Filed, below: &str) -> String {
    format!("/follow/{}/{}{below}", filed.code, filed.secret)
}

fn shows(office: &Office, filed: &Filed, below: &str) -> (Page, String) {
    let answer = office.public.get(&page_of(filed, below)).expect(200);
    (Page::of(&answer), answer.text.clone())
}

/// The family says on its page which half-days suit; gives what the page says after it.
fn prefers(office: &Office, filed: &Filed, fields: &[(&str, &str)]) -> String {
    let sent = office.public.form(&page_of(filed, "/preference"), fields).expect(303);
    assert_eq!(sent.header("location"), page_of(filed, "/preference?kept=1"), "a reload sends nothing again");
    office.public.get(sent.header("location")).expect(200).text.clone()
}

#[test]
fn mornings_only_are_offered_and_the_page_says_what_is_left_out_and_how_to_change_it() {
    let (app, office, _) = opened(true);
    let filed = approved(&office, &HOUSEHOLDS[0], &json!({"times": "mornings"}));
    let offers = offers(&office, &filed);
    assert_eq!(half_days(&offers), ["2026-12-02 morning", "2026-12-04 morning", "2026-12-05 morning"]);
    let sentence = "Theo nguyện vọng của gia đình (chỉ buổi sáng), 2 buổi khác được bỏ qua.";
    assert_eq!((&offers["preference"]["left_out"], &offers["preference"]["sentence"]), (&json!(2), &json!(sentence)));
    let codes: Vec<&Value> =
        offers["not_offered"].as_array().expect("reasons").iter().map(|one| &one["code"]).collect();
    assert_eq!(codes.iter().filter(|code| **code == "preference").count(), 2, "{codes:?}");
    let staff = office.dispatcher.get(&format!("/api/v1/cases/{}/offers", filed.code)).expect(200).json();
    assert_eq!(half_days(&staff), half_days(&offers), "nor to a dispatcher, who can change it");
    let (page, text) = shows(&office, &filed, "/half-day");
    let values = page.attributes("input[name=choice]", "value");
    assert!(values.len() == 4 && values.iter().all(|value| !value.ends_with("afternoon")), "{values:?}");
    assert!(text.contains(sentence) && page.attributes("a", "href").contains(&page_of(&filed, "/preference")));
    // Whoever asks for one all the same is told that it is not a matter of room.
    let refused = office.books(&filed, WEDNESDAY, "afternoon");
    refused.assert_problem(409, "half-day-out-of-reach");
    assert!(refused.text.contains("không hợp nguyện vọng của gia đình (chỉ buổi sáng)"), "{}", refused.text);
    let wish = [("choice", "2026-12-02/afternoon")];
    let refused = office.public.form(&page_of(&filed, "/half-day"), &wish).expect(422);
    assert!(refused.text.contains("không hợp nguyện vọng"), "{}", refused.text);
    office.books(&filed, WEDNESDAY, "morning").expect(201);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn who_has_not_filed_yet_is_heard_too_and_no_hold_gets_around_it() {
    let (app, office, _) = opened(false);
    let pin = json!({"lat": HOUSEHOLDS[0].lat, "lng": HOUSEHOLDS[0].lng});
    let person = json!({"birth": "1950", "mobility": "bedridden"});
    let inquiry = json!({
        "ward_code": "11329", "pin": pin, "people": [person], "preference": {"times": "afternoons", "from": FRIDAY},
    });
    let found = office.public.post("/api/v1/offers", &inquiry).expect(200).json();
    assert_eq!((half_days(&found), &found["preference"]["left_out"]), (vec![format!("{FRIDAY} afternoon")], &json!(3)));
    let case = case(&HOUSEHOLDS[0], &json!({"times": "mornings"}));
    let half_day = json!({"on": WEDNESDAY, "half_day": "afternoon"});
    let refused = office.public.post("/api/v1/bookings", &json!({"case": case, "half_day": half_day}));
    refused.assert_problem(409, "half-day-out-of-reach");
    let hold = json!({
        "contact": {"phone": HOUSEHOLDS[0].phone}, "address": case["address"], "people": [person], "half_day": half_day,
    });
    let token = office.public.post("/api/v1/holds", &hold).expect(201).json()["token"].clone();
    let held = json!({"case": case, "half_day": half_day, "hold": token});
    office.public.post("/api/v1/bookings", &held).assert_problem(409, "half-day-out-of-reach");
    assert_eq!(app.waiting_mails(), []);
}

#[test]
fn planning_puts_each_household_into_a_half_day_that_suits_or_leaves_it_alone() {
    let (app, office, _) = opened(true);
    let wanted = [
        (&HOUSEHOLDS[0], json!({"times": "afternoons"})),
        (&HOUSEHOLDS[1], json!({"times": "mornings", "from": FRIDAY})),
        (&HOUSEHOLDS[4], json!({"times": "saturdays"})),
    ];
    let filed = wanted.map(|(home, preference)| approved(&office, home, &preference));
    let early = office.plan(day(WEDNESDAY), day(FRIDAY), 1);
    let reason = "nguyện vọng của gia đình không khớp buổi nào trong khoảng ngày này";
    let said = json!([{"visit_id": office.visit_of(&filed[2]), "code": "preference", "reason": reason}]);
    assert_eq!((stops(&early).len(), &early["proposal"]["unserved"]), (2, &said), "no Saturday in it: {early}");
    let run = office.plan(day(WEDNESDAY), day(SATURDAY), 1);
    let place = |filed: &Filed| {
        let visit = office.visit_of(filed);
        let stop = stops(&run).into_iter().find(|stop| stop.visit == visit).expect("a place");
        (stop.on.to_string(), stop.starts < NOON_SECS)
    };
    assert!(!place(&filed[0]).1, "an afternoon: {run}");
    assert!(place(&filed[1]).0.as_str() >= FRIDAY && place(&filed[1]).1, "a morning from Friday on: {run}");
    assert_eq!(place(&filed[2]).0, SATURDAY);
    office.publish(&run);
    let visit = office.follow(&filed[0])["visits"][0].clone();
    assert_eq!(visit["half_day"], "afternoon", "{visit}");
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn a_plan_made_before_a_family_spoke_is_not_published_over_its_head() {
    let (app, office, _) = opened(false);
    let filed = approved(&office, &HOUSEHOLDS[0], &json!({}));
    let run = office.plan(day(WEDNESDAY), day(FRIDAY), 1);
    let morning = stops(&run)[0].starts < NOON_SECS;
    let other = if morning { "afternoons" } else { "mornings" };
    prefers(&office, &filed, &[("times", other), ("from", "")]);
    office.asks_publication(&run).assert_problem(409, "inputs-changed");
    let again = office.plan(day(WEDNESDAY), day(FRIDAY), 1);
    assert_eq!(stops(&again)[0].starts < NOON_SECS, !morning);
    office.publish(&again);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn nobody_is_invited_into_what_does_not_suit_and_an_invitation_ends_when_the_family_says_so() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.small_duty(office.crew(1, &WARDS, None), day(WEDNESDAY), "afternoon", 1);
    let holder = office.approved(&HOUSEHOLDS[4..5]).remove(0);
    office.books(&holder, WEDNESDAY, "afternoon").expect(201);
    let mut urgent = case(&HOUSEHOLDS[0], &json!({"times": "mornings"}));
    urgent["applicants"][0]["group"] = json!("kt_db_nang");
    let first = office.files(&urgent);
    office.approves(&first);
    let second = approved(&office, &HOUSEHOLDS[1], &json!({}));
    office.withdraws(&holder);
    assert_eq!(app.invite(), 1);
    assert_eq!(office.turn(&first)["place"], 1);
    assert_eq!(office.turn(&first)["invitation"], Value::Null, "an afternoon is nothing for the first in the order");
    assert_eq!(office.turn(&second)["invitation"]["half_day"], "afternoon");
    // The second would rather have a morning too: it is warned, and its place goes to whoever takes any half-day.
    let (page, _) = shows(&office, &second, "/preference");
    assert!(page.texts("p.notice").iter().any(|said| said.contains("đang được mời nhận buổi chiều")));
    let said = prefers(&office, &second, &[("times", "mornings"), ("from", "")]);
    assert!(said.contains("Nguyện vọng của gia đình: chỉ buổi sáng.") && !said.contains("đang được mời"));
    assert_eq!(office.turn(&second)["invitation"], Value::Null);
    office.answers(&second, "acceptance").assert_problem(409, "invitation-over");
    prefers(&office, &first, &[("times", "any"), ("from", "")]);
    app.later(Duration::minutes(app.desk.settings.booking.invite_every_minutes));
    assert_eq!(app.invite(), 1, "the next look at all places");
    assert_eq!(office.turn(&first)["invitation"]["half_day"], "afternoon");
    office.answers(&first, "acceptance").expect(201);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn what_is_booked_stays_when_the_family_says_later_what_suits() {
    let (app, office, _) = opened(true);
    let filed = office.files(&HOUSEHOLDS[0].case());
    office.books(&filed, WEDNESDAY, "afternoon").expect(201);
    let said = prefers(&office, &filed, &[("times", "saturdays"), ("from", "03/12/2026")]);
    assert!(said.contains("Nguyện vọng của gia đình: chỉ thứ Bảy, không trước Thứ Năm 03/12/2026."), "{said}");
    assert!(said.contains("buổi chiều Thứ Tư 02/12/2026, không hợp nguyện vọng này. Buổi này vẫn giữ"), "{said}");
    let followed = office.follow(&filed);
    assert_eq!(
        (&followed["visits"][0]["on"], &followed["visits"][0]["half_day"]),
        (&json!(WEDNESDAY), &json!("afternoon"))
    );
    assert_eq!(followed["preference"], json!({"times": "saturdays", "from": "2026-12-03"}));
    // The half-day that is held can be chosen again, grows with the household, and is moved to a Saturday only.
    let values = shows(&office, &filed, "/half-day").0.attributes("input[name=choice]", "value");
    assert_eq!(values, ["2026-12-02/afternoon", "2026-12-05/morning", "any"]);
    let person = [
        ("name", "Trần Văn Cũ"),
        ("birth", "1944"),
        ("sex", "male"),
        ("procedure", "cccd_to_cc"),
        ("mobility", "bedridden"),
    ];
    office.public.form(&page_of(&filed, "/people"), &person).expect(303);
    assert_eq!(office.follow(&filed)["visits"][0]["half_day"], "afternoon");
    // An approved plan keeps it too.
    office.approves(&filed);
    let run = office.plan(day(WEDNESDAY), day(SATURDAY), 1);
    assert_eq!(stops(&run).iter().map(|stop| stop.on.to_string()).collect::<Vec<_>>(), [WEDNESDAY]);
    let choice = [("choice", "2026-12-05/morning")];
    office.public.form(&page_of(&filed, "/half-day"), &choice).expect(303);
    assert_eq!(office.follow(&filed)["visits"][0]["on"], SATURDAY);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn a_dispatcher_reads_it_and_writes_it_down_for_whoever_calls() {
    let (app, office, _) = opened(false);
    let filed = approved(&office, &HOUSEHOLDS[0], &json!({"times": "mornings"}));
    let path = format!("/cases/{}", filed.code);
    let page = office.dispatcher.get(&path).expect(200);
    assert!(page.text.contains("Nguyện vọng của gia đình: chỉ buổi sáng."));
    let form = format!("{path}/preference");
    let wrong = office.dispatcher.form(&form, &[("preference.times", "nights"), ("preference.from", "31/02/2027")]);
    let wrong = Page::of(&wrong.expect(422));
    assert_eq!(wrong.attributes(".mistakes a", "href"), ["#preference.times", "#preference.from"]);
    let afternoons = [("preference.times", "afternoons"), ("preference.from", "03/12/2026")];
    office.dispatcher.form(&form, &afternoons).expect(303);
    let read = office.dispatcher.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json();
    assert_eq!(read["preference"], json!({"times": "afternoons", "from": "2026-12-03"}));
    let case = app.read(|conn| store::case_by_code(conn, &filed.code)).expect("the case");
    let log = app.read(|conn| audit::store::entries_of(conn, &audit::case_subject(case.id)));
    let words = "nguyện vọng: chỉ buổi chiều, không trước Thứ Năm 03/12/2026";
    assert!(log.iter().any(|(_, who, action, why)| who.is_some() && action == "edit" && why.as_deref() == Some(words)));
    let list = office.dispatcher.get("/waiting-list").expect(200);
    assert!(list.text.contains("(chỉ buổi chiều, không trước Thứ Năm 03/12/2026)"), "{}", list.text);
    let entry = office.dispatcher.get("/api/v1/waiting-list").expect(200).json()["entries"][0].clone();
    assert_eq!((&entry["preference"]["times"], &entry["preference"]["offered"]), (&json!("afternoons"), &json!(1)));
    // By the API with the secret, and never with another one.
    let api = format!("/api/v1/cases/{}/preference", filed.code);
    let family = office.public.with("X-Case-Secret", &filed.secret);
    assert_eq!(family.post(&api, &json!({"times": "saturdays"})).expect(200).json()["from"], Value::Null);
    office.public.with("X-Case-Secret", "khong-phai").post(&api, &json!({})).expect(404);
    office.withdraws(&filed);
    family.post(&api, &json!({})).assert_problem(409, "conflict");
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn a_preference_that_leaves_nothing_is_said_where_the_family_and_the_office_look() {
    let (app, office, _) = opened(false);
    let filed = approved(&office, &HOUSEHOLDS[0], &json!({"times": "saturdays"}));
    let only = "Theo nguyện vọng của gia đình (chỉ thứ Bảy) thì chưa có buổi nào. Bỏ bớt nguyện vọng thì có 4 buổi, \
                sớm nhất là buổi sáng Thứ Tư 02/12/2026.";
    let found = offers(&office, &filed);
    assert_eq!((half_days(&found).len(), &found["preference"]["sentence"]), (0, &json!(only)));
    assert_eq!(office.turn(&filed)["preference"]["sentence"], only);
    for below in ["", "/half-day", "/preference"] {
        assert!(shows(&office, &filed, below).1.contains(only), "{below}");
    }
    assert!(
        office.dispatcher.get("/waiting-list").expect(200).text.contains("thì chưa có buổi nào. Bỏ bớt nguyện vọng")
    );
    let english = office.public.with("Cookie", "luudong_language=en").get(&page_of(&filed, "/half-day")).expect(200);
    assert!(english.text.contains("(Saturdays only) there is no half-day yet. Without it there would be some (4)"));
    // With a Saturday to come it is there again.
    prefers(&office, &filed, &[("times", "any"), ("from", "")]);
    assert!(offers(&office, &filed).get("preference").is_none() && office.turn(&filed).get("preference").is_none());
    app.leave_mails(app.waiting_mails().len());
}
