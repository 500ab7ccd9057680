//! What a caller asks for, done on the case page: a person, the contact or the door put right, a note, a mail once more,
//! two cases of the same people joined. Each says what is stored and what the family is told.
use luudong::accounts::Role;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::smtp::read_mail;
use crate::support::{Answer, Client, TestApp};

const THURSDAY: &str = "2026-11-26";

struct Fixture {
    app: TestApp,
    office: Office,
    browser: Client,
}

impl Fixture {
    /// A team with a duty on Thursday in the first ward.
    fn new(half_days: &str) -> Self {
        let app = TestApp::with("booking.staff_minutes = 0");
        let office = Office::of(&app);
        office.duty(office.crew(1, &WARDS[..1], None), day(THURSDAY), half_days);
        let browser = app.browser(Role::Dispatcher);
        Self { app, office, browser }
    }

    /// A household whose person can sit.
    fn files(&self, home: &Household) -> Filed {
        self.office.files(&sits(home))
    }

    /// Filed, approved, on Thursday morning, and told so.
    fn booked(&self, home: &Household) -> Filed {
        let filed = self.files(home);
        self.office.approves(&filed);
        self.office.books(&filed, THURSDAY, "morning").expect(201);
        self.app.deliver();
        filed
    }

    fn case(&self, filed: &Filed) -> Value {
        self.office.dispatcher.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json()
    }

    /// The approved stops of Thursday's duty, as officers read them.
    fn stops(&self) -> Vec<Value> {
        let roster = self.office.dispatcher.get(&format!("/api/v1/rosters?date={THURSDAY}")).expect(200).json();
        roster["duties"][0]["stops"].as_array().expect("stops").clone()
    }

    fn corrects(&self, filed: &Filed, person: &Value) -> Answer {
        let version = self.case(filed)["version"].to_string();
        let client = self.office.dispatcher.with("If-Match", &format!("\"{version}\""));
        client.put(&format!("/api/v1/cases/{}/applicants/0", filed.code), person)
    }

    /// Corrects contact or door.
    fn patches(&self, filed: &Filed, change: &Value) -> Answer {
        let version = self.case(filed)["version"].to_string();
        let client = self.office.dispatcher.with("If-Match", &format!("\"{version}\""));
        client.patch(&format!("/api/v1/cases/{}", filed.code), change)
    }

    fn sends_again(&self, filed: &Filed) -> Answer {
        self.office.dispatcher.post(&format!("/api/v1/cases/{}/messages", filed.code), &json!({}))
    }

    fn joins(&self, ends: &Filed, into: &Filed) -> Answer {
        self.office.dispatcher.post(&format!("/api/v1/cases/{}/joining", ends.code), &json!({"into": into.code}))
    }

    /// Every mail that went to an address, oldest first.
    fn mails_to(&self, address: &str) -> Vec<Value> {
        self.app.deliver();
        let mut files = self.app.mail_files();
        files.sort_by_key(|file| file.metadata().and_then(|of| of.modified()).expect("when it left"));
        let mails = files.iter().map(|file| read_mail(file));
        mails.filter(|mail| mail["to"].as_str().is_some_and(|to| to.contains(address))).collect()
    }
}

fn sits(home: &Household) -> Value {
    let mut case = home.case();
    case["applicants"][0]["mobility"] = json!("wheelchair");
    case
}

fn codes(stops: &[Value]) -> Vec<String> {
    stops.iter().map(|stop| stop["code"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_corrected_person_is_triaged_anew_and_keeps_the_place_in_the_order() {
    let fixture = Fixture::new("full");
    let (one, two) = (fixture.booked(&HOUSEHOLDS[0]), fixture.booked(&HOUSEHOLDS[1]));
    let before = fixture.stops();
    let person = json!({
        "name": "Nguyễn Thị Hoà", "birth": "12/05/1949", "sex": "female", "procedure": "cccd_to_cc", "group": "nct",
        "mobility": "bedridden", "held_paper": "cmnd9", "number": "030123456",
    });
    let case = fixture.corrects(&one, &person).expect(200).json();
    assert_eq!((&case["applicants"][0]["birth"], &case["state"]), (&json!("12/05/1949"), &json!("verified")));
    let after = fixture.stops();
    assert_eq!(codes(&before), codes(&after), "the order stays");
    assert!(codes(&after).contains(&two.code));
    let found = fixture.browser.get("/search?q=Nguy%E1%BB%85n%20Th%E1%BB%8B%20Ho%C3%A0").status;
    assert_eq!(found, 303, "found by the corrected name, one hit opens the case");
    let stale = fixture.office.dispatcher.with("If-Match", "\"1\"");
    stale.put(&format!("/api/v1/cases/{}/applicants/0", one.code), &person).assert_problem(412, "out-of-date");
}

#[test]
fn longer_work_that_the_half_day_has_no_room_for_changes_nothing() {
    let fixture = Fixture::new("morning");
    // All next door to each other, until the morning is full.
    let mut booked = Vec::new();
    for at in 1..40 {
        let mut case = sits(&Household { email: "", ..HOUSEHOLDS[0] });
        case["contact"]["phone"] = json!(format!("09123457{at:02}"));
        case["applicants"][0]["name"] = json!(format!("Nguyễn Thị {}", "Hòa ".repeat(at)));
        case["applicants"][0]["number"] = json!("");
        let filed = fixture.office.files(&case);
        if fixture.office.books(&filed, THURSDAY, "morning").status != 201 {
            break;
        }
        fixture.office.approves(&filed);
        booked.push(filed);
    }
    // One after the other cannot sit any more, until one is too many.
    for (filed, at) in booked.iter().zip(1..) {
        let (before, was) = (fixture.stops(), fixture.case(filed));
        let person = json!({
            "name": format!("Nguyễn Thị {}", "Hòa ".repeat(at)), "birth": "12/05/1950", "sex": "female",
            "procedure": "cccd_to_cc", "group": "nct", "mobility": "bedridden",
        });
        let answer = fixture.corrects(filed, &person);
        if answer.status == 200 {
            assert_eq!(codes(&fixture.stops()), codes(&before), "the order stays");
            continue;
        }
        let said = answer.assert_problem(409, "conflict")["detail"].to_string();
        assert!(said.contains("không đủ thời gian"), "{said}");
        assert_eq!((fixture.stops(), fixture.case(filed)), (before, was));
        return;
    }
    panic!("{} people who lie fit into the morning in which as many sat", booked.len());
}

#[test]
fn a_door_in_another_ward_breaks_the_half_day_says_so_and_gives_it_back_when_that_is_wanted() {
    let fixture = Fixture::new("morning");
    let own = fixture.booked(&HOUSEHOLDS[0]);
    let version = fixture.case(&own)["version"].to_string();
    let page = format!("/cases/{}/correction", own.code);
    let shown = Page::of(&fixture.browser.get(&page).expect(200));
    let ward = shown.attributes("[name='address.ward_code'] option[selected]", "value");
    assert_eq!(ward, [WARDS[0]], "filled with what is stored");
    let fields = [
        ("version", &*version),
        ("contact.name", "Phạm Thị Lan"),
        ("contact.relation", "child"),
        ("contact.phone", "0912345601"),
        ("contact.email", "nha01@example.test"),
        ("address.line", "Số 5 phố Trần Phú"),
        ("address.ward_code", WARDS[1]),
    ];
    let refused = fixture.browser.form(&page, &fields);
    assert_eq!(refused.status, 422);
    let told = Page::of(&refused).texts(".summary, [role=alert]").join(" ");
    assert!(told.contains("buổi sáng Thứ Năm 26/11/2026"), "{told}");
    assert_eq!(fixture.case(&own)["ward"]["code"], WARDS[0], "nothing is stored");
    assert_eq!(codes(&fixture.stops()), [&*own.code]);
    let sure = [&fields[..], &[("give_back", "yes")]].concat();
    fixture.browser.form(&page, &sure).expect(303);
    assert_eq!(fixture.case(&own)["ward"]["code"], WARDS[1]);
    assert_eq!(fixture.stops(), Vec::<Value>::new());
    let newest = fixture.mails_to("nha01@example.test").pop().expect("a mail");
    assert_eq!((&newest["event"]["method"], &newest["event"]["status"]), (&json!("CANCEL"), &json!("CANCELLED")));
}

#[test]
fn a_door_that_the_team_still_reaches_keeps_the_half_day_and_is_told() {
    let fixture = Fixture::new("morning");
    let own = fixture.booked(&HOUSEHOLDS[0]);
    let mails = fixture.mails_to("nha01@example.test").len();
    let near =
        json!({"line": "Số 9 ngõ 12 phố Lạch Tray", "ward_code": WARDS[0], "pin": {"lat": 20.8663, "lng": 106.7049}});
    fixture.patches(&own, &json!({"address": near})).expect(200);
    assert_eq!(codes(&fixture.stops()), [&*own.code]);
    let all = fixture.mails_to("nha01@example.test");
    assert_eq!(all.len(), mails + 1, "one mail about the door");
    assert!(all[mails]["event"]["location"].to_string().contains("Số 9 ngõ 12"), "{}", all[mails]);
}

#[test]
fn a_note_is_for_colleagues_and_the_family_never_reads_it() {
    let fixture = Fixture::new("morning");
    let own = fixture.booked(&HOUSEHOLDS[0]);
    let path = format!("/cases/{}", own.code);
    let words = "Con gái nói giọng miền Trung";
    fixture.browser.form(&format!("{path}/notes"), &[("text", words)]).expect(303);
    let story = Page::of(&fixture.browser.get(&path).expect(200)).texts("ol.story li");
    assert!(story.iter().any(|line| line.contains(words)), "{story:?}");
    let family = fixture.office.public.get(&format!("/follow/{}/{}", own.code, own.secret)).expect(200).text;
    let data = fixture.office.public.get(&format!("/follow/{}/{}/data.json", own.code, own.secret)).expect(200).text;
    assert!(!family.contains(words) && !fixture.office.follow(&own).to_string().contains(words));
    assert!(!data.contains(words), "what the office writes for itself is not in the family's file");
    fixture.office.dispatcher.post(&format!("/api/v1{path}/notes"), &json!({"text": " "})).assert_invalid(&["/text"]);
    let long = "a".repeat(501);
    fixture.office.dispatcher.post(&format!("/api/v1{path}/notes"), &json!({"text": long})).assert_invalid(&["/text"]);
}

#[test]
fn what_was_told_last_is_sent_again_under_the_same_entry() {
    let fixture = Fixture::new("morning");
    let own = fixture.booked(&HOUSEHOLDS[0]);
    let before = fixture.mails_to("nha01@example.test");
    assert_eq!(fixture.sends_again(&own).expect(200).json()["kind"], "appointment");
    fixture.sends_again(&own).assert_problem(409, "conflict");
    let after = fixture.mails_to("nha01@example.test");
    assert_eq!(after.len(), before.len() + 1, "one more, however often it was pressed while it waits");
    let (old, new) = (&before[before.len() - 1]["event"], &after[after.len() - 1]["event"]);
    for same in ["uid", "method", "status", "start", "dtstart"] {
        assert_eq!(old[same], new[same], "{same}");
    }
    let silent = fixture.booked(&Household { email: "", ..HOUSEHOLDS[1] });
    let said = fixture.sends_again(&silent).assert_problem(409, "conflict")["detail"].to_string();
    assert!(said.contains("không có thư điện tử"), "{said}");
    let new = fixture.files(&HOUSEHOLDS[2]);
    fixture.app.deliver();
    let said = fixture.sends_again(&new).assert_problem(409, "conflict")["detail"].to_string();
    assert!(said.contains("có gì để gửi lại"), "the receipt holds the secret: {said}");
}

#[test]
fn two_cases_of_the_same_people_become_one_with_everybody_of_both() {
    let fixture = Fixture::new("full");
    let stays = fixture.booked(&HOUSEHOLDS[0]);
    let mut twice = sits(&Household { email: "con@example.test", phone: "0912345650", ..HOUSEHOLDS[0] });
    let mut husband = HOUSEHOLDS[1].person();
    husband["mobility"] = json!("wheelchair");
    husband["number"] = json!("");
    twice["applicants"].as_array_mut().expect("people").push(husband);
    let ends = fixture.office.files(&twice);
    fixture.office.approves(&ends);
    fixture.office.books(&ends, THURSDAY, "afternoon").expect(201);
    fixture.app.deliver();
    let page = fixture.browser.get(&format!("/cases/{}/joining/{}", ends.code, stays.code)).expect(200);
    assert_eq!(Page::of(&page).texts("section.card li .flag").len(), 2, "who stands in both is marked on both sides");
    let case = fixture.joins(&ends, &stays).expect(200).json();
    let names: Vec<_> = case["applicants"].as_array().expect("people").iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, [HOUSEHOLDS[0].name, HOUSEHOLDS[1].name]);
    assert_eq!(codes(&fixture.stops()), [&*stays.code], "the afternoon is given back");
    assert_eq!(fixture.case(&ends)["state"], "withdrawn");
    let lead = "Hồ sơ này được gộp với hồ sơ gửi trước của cùng người.";
    assert_eq!(fixture.office.follow(&ends)["state"], lead);
    let newest = fixture.mails_to("con@example.test").pop().expect("a mail");
    assert_eq!(newest["event"]["method"], "CANCEL");
    assert!(newest["text"].to_string().contains("gộp"), "{}", newest["text"]);
    let check = fixture.office.public.post("/api/v1/checks", &json!({"code": ends.code})).expect(200).json();
    assert_eq!(check["answer"], "no");
    let shown = fixture.browser.get(&format!("/cases/{}", ends.code)).expect(200).text;
    assert!(shown.contains(&format!("/cases/{}\">{}", stays.code, stays.code)), "it leads to the other");
}

#[test]
fn two_cases_stay_two_when_they_are_not_of_the_same_people_or_one_has_ended() {
    let fixture = Fixture::new("full");
    let mut stranger = sits(&HOUSEHOLDS[1]);
    stranger["applicants"][0]["number"] = json!("");
    let (one, other) = (fixture.files(&HOUSEHOLDS[0]), fixture.office.files(&stranger));
    let gone = fixture.office.files(&sits(&Household { phone: "0912345651", ..HOUSEHOLDS[0] }));
    fixture.office.withdraws(&gone);
    for (ends, into, why) in [
        (&one, &other, "không có người nào trùng"),
        (&one, &one, "cùng một hồ sơ"),
        (&one, &gone, "không gộp được nữa"),
        (&gone, &one, "không gộp được nữa"),
    ] {
        let said = fixture.joins(ends, into).assert_problem(409, "conflict")["detail"].to_string();
        assert!(said.contains(why), "{said}");
    }
    assert_eq!(fixture.case(&one)["state"], "filed");
    fixture.app.deliver();
}
