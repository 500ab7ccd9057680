//! A family files by the pages: what was typed is never lost, who needs no visit learns it early, a case is filed once.
use luudong::accounts::Role;
use luudong::cases::readiness::{Difficulty, Presence};
use luudong::cases::{Household, store};
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::wizard::{GRANDMOTHER, REST, Said, Wizard, a_receipt_waits, drafts_left, stored, with};

fn names(household: &Household) -> Vec<&str> {
    household.people.iter().map(|one| one.identity.name.as_str()).collect()
}

#[test]
fn a_niece_files_for_her_bedridden_grandmother() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    assert_eq!(niece.says_all(&[GRANDMOTHER, REST].concat()), "check");
    let check = Page::of(&niece.get("check").expect(200));
    let said = check.texts("dd").join(" ");
    for answer in ["Nguyễn Thị Hòa", "1950", "Phường Ngô Quyền", "0912.345.678", "Nằm một chỗ", "Chỉ xe máy vào được"]
    {
        assert!(said.contains(answer), "{answer} in {said}");
    }
    assert_eq!(drafts_left(&app), 1);
    let (code, secret) = niece.sends();
    assert_eq!(drafts_left(&app), 0, "what was sent is a draft no more");
    let all = stored(&app);
    let (case, household) = &all[0];
    assert_eq!((all.len(), &case.code), (1, &code));
    assert_eq!((case.channel.code(), &*case.ward_code, case.has_email), ("family", "11329", true));
    assert_eq!(names(household), ["Nguyễn Thị Hòa"]);
    let grandmother = &household.people[0];
    assert_eq!(grandmother.identity.birth.to_string(), "1950");
    assert_eq!(grandmother.identity.permanent_address.as_deref(), Some("Xã Hải Hậu, Nam Định"));
    assert_eq!((grandmother.procedure.code(), grandmother.mobility.code()), ("cccd_to_cc", "bedridden"));
    assert_eq!((household.contact.relation.code(), &*household.contact.phone.dial), ("grandchild", "+84912345678"));
    assert_eq!(household.note.as_deref(), Some("Buổi chiều đi vắng"));
    let consents = app.read(|conn| store::consents_of(conn, case.id));
    let given: Vec<_> = consents.iter().map(|one| (one.purpose.code(), &*one.text_version, &*one.given_by)).collect();
    assert_eq!(given, [("visit", "2026-11-29", "grandchild"), ("messages", "2026-11-29", "grandchild")]);
    let readiness = app.read(|conn| store::readiness_of(conn, &app.desk.vault, case.id)).expect("it was said");
    assert_eq!((readiness.power, readiness.light), (Presence::No, Presence::Unknown));
    assert_eq!(readiness.people[0].difficulties, [Difficulty::Fingers, Difficulty::Hearing]);
    a_receipt_waits(&app);

    let received = Page::of(&niece.family.get(&format!("/apply/received/{code}/{secret}")).expect(200));
    assert_eq!(received.texts(".code"), [code.as_str(), secret.as_str()]);
    assert_eq!(received.attributes("main a.button", "href"), [format!("/follow/{code}/{secret}/half-day")]);
    let dispatcher = app.browser(Role::Dispatcher);
    let shown = Page::of(&dispatcher.get(&format!("/cases/{code}")).expect(200)).texts("dd").join(" ");
    assert!(shown.contains("chỉ xe máy vào được") && shown.contains("vân tay mòn"), "{shown}");
}

#[test]
fn a_child_of_ten_has_a_representative() {
    let app = TestApp::start();
    let mother = Wizard::begin(&app);
    let child: &[Said<'_>] = &[
        ("who", &[("who", "relative")]),
        ("relation", &[("contact.relation", "parent")]),
        ("name-1", &[("applicants.0.name", "Vũ Minh Khôi")]),
        (
            "birth-1",
            &[("applicants.0.birth.day", "1"), ("applicants.0.birth.month", "3"), ("applicants.0.birth.year", "2016")],
        ),
        ("sex-1", &[("applicants.0.sex", "male")]),
        ("card-1", &[("applicants.0.card", "none")]),
        ("number-1", &[]),
        ("mobility-1", &[("applicants.0.mobility", "wheelchair")]),
        ("group-1", &[("applicants.0.group", "kt_nang")]),
    ];
    assert_eq!(mother.says_all(child), "representative-1");
    let refused = Page::of(&mother.press("next", "representative-1", &[]).expect(422));
    let leads = refused.attributes(".mistakes a", "href");
    assert_eq!(leads, ["#applicants.0.representative.name", "#applicants.0.representative.relation"]);
    let rest: &[Said<'_>] = &[
        (
            "representative-1",
            &[("applicants.0.representative.name", "Trần Thị Mai"), ("applicants.0.representative.relation", "parent")],
        ),
        ("help-1", &[]),
        ("papers-1", &[("applicants.0.papers", "unknown")]),
        ("residence-1", &[]),
        ("more-1", &[("applicants.0.more", "no")]),
    ];
    assert_eq!(mother.says_all(&[rest, REST].concat()), "check");
    mother.sends();
    let (case, household) = &stored(&app)[0];
    let child = &household.people[0];
    assert_eq!((child.procedure.code(), case.triage.code()), ("child6_13", "visit"));
    let representative = child.representative.as_ref().expect("named");
    assert_eq!((representative.name.as_str(), representative.relation.code()), ("Trần Thị Mai", "parent"));
    a_receipt_waits(&app);
}

#[test]
fn a_child_of_five_needs_no_visit_and_nothing_is_stored() {
    let app = TestApp::start();
    let mother = Wizard::begin(&app);
    let child: &[Said<'_>] = &[
        ("who", &[("who", "relative")]),
        ("relation", &[("contact.relation", "parent")]),
        ("name-1", &[("applicants.0.name", "Vũ Minh An")]),
        ("birth-1", &[("applicants.0.birth.year", "2021")]),
        ("online-1", &[]),
        ("more-1", &[("applicants.0.more", "no")]),
    ];
    assert_eq!(mother.says_all(child), "closing");
    let told = Page::of(&mother.get("online-1").expect(200));
    assert!(told.texts("p.lead").join("").contains("dưới 6 tuổi") && told.texts("li").join("").contains("VNeID"));
    Page::of(&mother.get("closing").expect(200));
    assert_eq!(mother.press("end", "closing", &[]).expect(303).header("location"), "/apply/ended");
    assert_eq!((stored(&app).len(), drafts_left(&app), app.waiting_mails().len()), (0, 0, 0));
    Page::of(&mother.get("closing").expect(404));
}

#[test]
fn a_lost_card_with_a_chip_is_an_online_matter() {
    let app = TestApp::start();
    let man = Wizard::begin(&app);
    let said: &[Said<'_>] = &[
        ("who", &[("who", "self")]),
        ("name-1", &[("applicants.0.name", "Đỗ Văn Bình")]),
        ("birth-1", &[("applicants.0.birth.year", "1990")]),
        ("sex-1", &[("applicants.0.sex", "male")]),
        ("card-1", &[("applicants.0.card", "cccd_chip")]),
        ("need-1", &[("applicants.0.need", "lost")]),
        ("online-1", &[]),
        ("more-1", &[("applicants.0.more", "no")]),
    ];
    assert_eq!(man.says_all(said), "closing");
    let told = Page::of(&man.get("online-1").expect(200)).texts("main").join("");
    assert!(told.contains("35.000 đồng") && told.contains("trên mạng"), "{told}");
    // Who only had a CMND was never captured: the questions go on (R10).
    assert_eq!(man.says(("card-1", &[("applicants.0.card", "cmnd9")])), "need-1");
    assert_eq!(man.says(("need-1", &[("applicants.0.need", "lost")])), "number-1");
    assert_eq!(man.get("check").expect(303).header("location"), man.path("mobility-1"));
    man.press("send", "check", &[]).expect(303);
    assert_eq!((stored(&app).len(), app.waiting_mails().len()), (0, 0));
}

#[test]
fn of_a_household_of_three_only_those_who_need_a_visit_are_filed() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    let more: Said<'_> = ("more-1", &[("applicants.0.more", "yes")]);
    let first = with(GRANDMOTHER, &[("more-1", Some(more))]);
    assert_eq!(niece.says_all(&first), "name-2");
    let others: &[Said<'_>] = &[
        ("name-2", &[("applicants.1.name", "Nguyễn Gia Bảo")]),
        ("birth-2", &[("applicants.1.birth.year", "2022")]),
        ("online-2", &[]),
        ("more-2", &[("applicants.1.more", "yes")]),
        ("name-3", &[("applicants.2.name", "Nguyễn Văn Tý")]),
        ("birth-3", &[("applicants.2.birth.year", "1948")]),
        ("sex-3", &[("applicants.2.sex", "male")]),
        ("guardian-3", &[("applicants.2.guardian", "guardian")]),
        ("card-3", &[("applicants.2.card", "none")]),
        ("number-3", &[]),
        ("mobility-3", &[("applicants.2.mobility", "wheelchair")]),
        ("group-3", &[("applicants.2.group", "none")]),
        (
            "representative-3",
            &[
                ("applicants.2.representative.name", "Phạm Thị Lan"),
                ("applicants.2.representative.relation", "guardian"),
            ],
        ),
        ("help-3", &[]),
        ("papers-3", &[("applicants.2.papers", "no")]),
        ("residence-3", &[]),
        ("more-3", &[("applicants.2.more", "no")]),
    ];
    assert_eq!(niece.says_all(&[others, REST].concat()), "check");
    niece.sends();
    let all = stored(&app);
    assert_eq!(all.len(), 1);
    assert_eq!(names(&all[0].1), ["Nguyễn Thị Hòa", "Nguyễn Văn Tý"]);
    assert_eq!((all[0].0.expected_captures, all[0].1.people[1].procedure.code()), (2, "incapacity"));
    a_receipt_waits(&app);
}

#[test]
fn somebody_who_walks_is_invited_to_the_desk_and_may_still_send() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    let walks: Said<'_> = ("mobility-1", &[("applicants.0.mobility", "walks")]);
    let none: Said<'_> = ("group-1", &[("applicants.0.group", "none")]);
    let until = with(&GRANDMOTHER[..11], &[("mobility-1", Some(walks)), ("group-1", Some(none))]);
    assert_eq!(niece.says_all(&until), "desk-1");
    Page::of(&niece.get("desk-1").expect(200));
    assert_eq!(niece.says(("desk-1", &[("applicants.0.desk", "come")])), "more-1");
    assert_eq!(niece.says(("more-1", &[("applicants.0.more", "no")])), "closing");
    assert_eq!(niece.says(("desk-1", &[("applicants.0.desk", "send")])), "help-1");
    assert_eq!(niece.says_all(&[&GRANDMOTHER[11..], REST].concat()), "check");
    let (code, _) = niece.sends();
    let (case, _) = &stored(&app)[0];
    assert_eq!((&case.code, case.triage.code()), (&code, "desk"));
    a_receipt_waits(&app);
}

#[test]
fn an_old_address_offers_all_that_it_can_mean_and_nothing_else() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&[GRANDMOTHER, &REST[..5]].concat());
    let old = "Phường Trần Phú, TP Hải Dương";
    niece.press("find", "ward", &[("ward_search", old)]).expect(303);
    let page = Page::of(&niece.get("ward").expect(200));
    assert_eq!(page.attributes("input[type=radio]", "value"), ["10532", "10537"]);
    assert!(page.texts("label.option").iter().all(|label| label.contains("nay thuộc")));
    let missing = Page::of(&niece.press("next", "ward", &[("ward_search", old)]).expect(422));
    assert_eq!(missing.texts(".mistakes li"), ["Chọn một nơi trong danh sách."]);
    assert_eq!(niece.says(("ward", &[("ward_search", old), ("address.ward_code", "10537")])), "door");
    assert_eq!(Page::of(&niece.get("door").expect(200)).value("address.old_address").as_deref(), Some(old));
    niece.press("find", "ward", &[("ward_search", "cam giang")]).expect(303);
    let found = Page::of(&niece.get("ward").expect(200)).attributes("input[type=radio]", "value");
    assert!(found.contains(&"10888".to_owned()) && found.contains(&"10903".to_owned()), "{found:?}");
    niece.press("all", "ward", &[]).expect(303);
    assert_eq!(Page::of(&niece.get("ward").expect(200)).texts("label.option").len(), 114);
    let elsewhere = Page::of(&niece.press("next", "ward", &[("address.ward_code", "00004")]).expect(422));
    assert_eq!(
        elsewhere.texts(".mistakes li"),
        ["Nơi này không thuộc thành phố Hải Phòng. Chọn một nơi trong danh sách."]
    );
    let nowhere = Page::of(&niece.press("find", "ward", &[("ward_search", "Hoàn Kiếm")]).expect(422));
    assert!(nowhere.texts(".mistakes li")[0].contains("Không có phường, xã nào"));
    niece.says(("ward", &[("ward_search", old), ("address.ward_code", "10537")]));
    let (door, rest): (Said<'_>, _) =
        (("door", &[("address.line", "Số 3 phố Bắc Sơn"), ("address.old_address", old)]), &REST[7..]);
    assert_eq!(niece.says_all(&[&[door], rest].concat()), "check");
    niece.sends();
    let (case, household) = &stored(&app)[0];
    assert_eq!((&*case.ward_code, household.address.old_address.as_deref()), ("10537", Some(old)));
    a_receipt_waits(&app);
}

#[test]
fn on_cat_ba_the_part_is_asked() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&[GRANDMOTHER, &REST[..5]].concat());
    assert_eq!(niece.says(("ward", &[("ward_search", "cat hai"), ("address.ward_code", "11914")])), "area");
    let page = Page::of(&niece.get("area").expect(200));
    let areas = page.attributes("input[type=radio]", "value");
    assert!(areas.len() > 1, "{areas:?}");
    assert_eq!(niece.get("door").expect(303).header("location"), niece.path("area"));
    assert_eq!(niece.says(("area", &[("address.sub_area", &areas[0])])), "door");
    assert_eq!(niece.says_all(&REST[6..]), "check");
    niece.sends();
    let (case, _) = &stored(&app)[0];
    assert_eq!((&*case.ward_code, case.sub_area.as_deref()), ("11914", Some(&*areas[0])));
    a_receipt_waits(&app);
}

#[test]
fn the_api_takes_readiness_and_names_what_is_wrong_in_it() {
    let app = TestApp::start();
    let mut case = HOUSEHOLDS[0].case();
    case["readiness"] = json!({"power": "no", "people": [{"difficulties": ["hearing"]}]});
    app.public().post("/api/v1/cases", &case).expect(201);
    let id = stored(&app)[0].0.id;
    let readiness = app.read(|conn| store::readiness_of(conn, &app.desk.vault, id)).expect("it was said");
    assert_eq!((readiness.power, readiness.light), (Presence::No, Presence::Unknown));
    assert_eq!(readiness.people[0].difficulties, [Difficulty::Hearing]);
    case["readiness"] = json!({"alley": "helicopter", "people": [{"difficulties": ["cancer"]}]});
    let wrong = app.public().post("/api/v1/cases", &case);
    wrong.assert_invalid(&["/readiness/alley", "/readiness/people/0/difficulties"]);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn a_day_without_a_reason_is_not_forgotten() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    niece.says_all(&[GRANDMOTHER, &REST[..9]].concat());
    let day = [("deadline.on.day", "31"), ("deadline.on.month", "12"), ("deadline.on.year", "2026")];
    let refused = Page::of(&niece.press("next", "deadline", &day).expect(422));
    assert_eq!(refused.attributes(".mistakes a", "href"), ["#deadline.reason"]);
    let whole = [&day[..], &[("deadline.reason", "benefit")]].concat();
    niece.says(("deadline", &whole));
    niece.says_all(&REST[10..]);
    niece.sends();
    let (case, _) = &stored(&app)[0];
    assert_eq!(case.deadline_on.map(|on| on.to_string()).as_deref(), Some("2026-12-31"));
    a_receipt_waits(&app);
}
