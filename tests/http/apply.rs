//! A family files by the pages: what was typed is never lost, who needs no visit learns it early, a case is filed once.
use luudong::accounts::Role;
use luudong::cases::readiness::{Difficulty, Presence};
use luudong::cases::{Household, store};
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::wizard::{CONSENT, GRANDMOTHER, REST, Said, Wizard, a_receipt_waits, drafts_left, stored, with};

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
    assert_eq!(given, [("visit", "2026-11-30", "grandchild"), ("messages", "2026-11-30", "grandchild")]);
    let readiness = app.read(|conn| store::readiness_of(conn, &app.desk.vault, case.id)).expect("it was said");
    assert_eq!((readiness.power, readiness.light), (Presence::No, Presence::Unknown));
    assert_eq!(readiness.people[0].difficulties, [Difficulty::Fingers, Difficulty::Hearing]);
    a_receipt_waits(&app);

    let received = Page::of(&niece.family.get(&format!("/apply/received/{code}/{secret}")).expect(200));
    assert_eq!(received.texts(".code"), [code.as_str(), &*secret.replace('-', " ")]);
    assert_eq!(received.attributes("main a.button", "href"), [format!("/follow/{code}/{secret}/half-day")]);
    let dispatcher = app.browser(Role::Dispatcher);
    let shown = Page::of(&dispatcher.get(&format!("/cases/{code}")).expect(200)).texts("dd").join(" ");
    assert!(shown.contains("chỉ xe máy vào được") && shown.contains("vân tay mòn"), "{shown}");
}

/// A person's page.
fn person(at: usize, name: &'static str, year: &'static str, sex: &'static str) -> Vec<(String, &'static str)> {
    [("name", name), ("birth.year", year), ("sex", sex)]
        .map(|(of, value)| (format!("applicants.{at}.{of}"), value))
        .to_vec()
}

/// Fields as [`Wizard::says`] takes them.
fn fields<'a>(of: &'a [(String, &'static str)]) -> Vec<(&'a str, &'a str)> {
    of.iter().map(|(name, value)| (name.as_str(), *value)).collect()
}

#[test]
fn a_child_of_ten_has_a_representative() {
    let app = TestApp::start();
    let mother = Wizard::begin(&app);
    mother.says(("who", &[("who", "parent")]));
    mother.says(("person-1", &fields(&person(0, "Vũ Minh Khôi", "2016", "male"))));
    let card = Page::of(&mother.get("card-1").expect(200));
    assert!(!card.texts("main").join(" ").contains("60"), "the options fit the age");
    assert_eq!(mother.says(("card-1", &[("applicants.0.card", "none")])), "move-1");
    let moves = Page::of(&mother.get("move-1").expect(200));
    assert!(moves.attributes("input", "name").iter().all(|name| !name.ends_with("guardian")), "a child has parents");
    let said: Said<'_> = ("move-1", &[("applicants.0.mobility", "wheelchair"), ("applicants.0.group", "kt_nang")]);
    assert_eq!(mother.says(said), "representative-1");
    let leads = mother.refused("representative-1", &[]).attributes(".mistakes a", "href");
    assert_eq!(leads, ["#applicants.0.representative.name", "#applicants.0.representative.relation"]);
    let representative: Said<'_> = (
        "representative-1",
        &[("applicants.0.representative.name", "Trần Thị Mai"), ("applicants.0.representative.relation", "parent")],
    );
    assert_eq!(mother.says_all(&[&[representative], REST].concat()), "check");
    mother.sends();
    let (case, household) = &stored(&app)[0];
    let child = &household.people[0];
    assert_eq!(
        (child.procedure.code(), child.groups.first().code(), case.triage.code()),
        ("child6_13", "kt_nang", "visit")
    );
    let representative = child.representative.as_ref().expect("named");
    assert_eq!((representative.name.as_str(), representative.relation.code()), ("Trần Thị Mai", "parent"));
    a_receipt_waits(&app);
}

#[test]
fn a_child_of_five_needs_no_visit_and_nothing_is_stored() {
    let app = TestApp::start();
    let mother = Wizard::begin(&app);
    mother.says(("who", &[("who", "parent")]));
    assert_eq!(mother.says(("person-1", &fields(&person(0, "Vũ Minh An", "2021", "male")))), "online-1");
    let told = Page::of(&mother.get("online-1").expect(200));
    assert!(told.texts("p.lead").join("").contains("dưới 6 tuổi") && told.texts("li").join("").contains("VNeID"));
    assert_eq!(mother.says(("online-1", &[])), "closing");
    let closing = Page::of(&mother.get("closing").expect(200));
    assert!(closing.texts("li").join("").contains("VNeID"), "the steps are there once more");
    assert_eq!(mother.press("end", "closing", &[]).expect(303).header("location"), "/apply/ended");
    assert_eq!((stored(&app).len(), drafts_left(&app), app.waiting_mails().len()), (0, 0, 0));
    Page::of(&mother.get("closing").expect(404));
}

#[test]
fn who_is_told_that_nobody_comes_may_ask_an_officer_all_the_same() {
    let app = TestApp::start();
    let son = Wizard::begin(&app);
    son.says(("who", &[("who", "child")]));
    son.says(("person-1", &fields(&person(0, "Nguyễn Thị Mận", "1939", "female"))));
    // At 87 it counts how she moves before she is sent to a telephone.
    let lost: Said<'_> = ("card-1", &[("applicants.0.card", "cccd_chip"), ("applicants.0.need", "lost")]);
    assert_eq!(son.says(lost), "move-1");
    assert_eq!(son.says(("move-1", &[("applicants.0.mobility", "bedridden")])), "online-1");
    let told = Page::of(&son.get("online-1").expect(200));
    assert_eq!(told.texts("h1"), ["Cụ Mận: không cần tổ công tác đến nhà"]);
    let asked = son.press("ask", "online-1", &[]).expect(303);
    assert_eq!(asked.header("location"), son.path("home"));
    assert_eq!(son.says_all(REST), "check");
    son.sends();
    let (case, household) = &stored(&app)[0];
    assert_eq!((case.triage.code(), names(household)), ("online", vec!["Nguyễn Thị Mận"]));
    a_receipt_waits(&app);
}

#[test]
fn a_lost_card_with_a_chip_is_an_online_matter() {
    let app = TestApp::start();
    let man = Wizard::begin(&app);
    man.says(("who", &[("who", "self")]));
    man.says(("person-1", &fields(&person(0, "Đỗ Văn Bình", "1990", "male"))));
    let lost = |card: &'static str| [("applicants.0.card", card), ("applicants.0.need", "lost")];
    assert_eq!(man.says(("card-1", &lost("cccd_chip"))), "online-1");
    let told = Page::of(&man.get("online-1").expect(200)).texts("main").join("");
    assert!(told.contains("35.000 đồng") && told.contains("trên mạng"), "{told}");
    assert_eq!(man.says(("online-1", &[])), "closing");
    // Who only had a CMND was never captured: the questions go on (R10).
    assert_eq!(man.says(("card-1", &lost("cmnd9"))), "move-1");
    assert_eq!(man.get("check").expect(303).header("location"), man.path("move-1"));
    man.press("send", "check", &[]).expect(303);
    assert_eq!((stored(&app).len(), app.waiting_mails().len()), (0, 0));
}

#[test]
fn of_a_household_only_those_who_need_a_visit_at_home_are_filed() {
    let app = TestApp::start();
    let niece = Wizard::begin(&app);
    let more: Said<'_> = ("move-1", &[("applicants.0.mobility", "bedridden"), ("applicants.0.more", "yes")]);
    assert_eq!(niece.says_all(&with(GRANDMOTHER, &[("move-1", Some(more))])), "person-2");
    assert_eq!(niece.says(("person-2", &fields(&person(1, "Nguyễn Gia Bảo", "2022", "male")))), "online-2");
    assert_eq!(niece.says(("online-2", &[("applicants.1.more", "yes")])), "person-3");
    niece.says(("person-3", &fields(&person(2, "Nguyễn Văn Tý", "1948", "male"))));
    assert_eq!(niece.says(("card-3", &[("applicants.2.card", "none"), ("applicants.2.papers", "no")])), "move-3");
    let guarded: Said<'_> = (
        "move-3",
        &[("applicants.2.mobility", "wheelchair"), ("applicants.2.guardian", "guardian"), ("applicants.2.more", "yes")],
    );
    assert_eq!(niece.says(guarded), "representative-3");
    let representative: Said<'_> = (
        "representative-3",
        &[("applicants.2.representative.name", "Phạm Thị Lan"), ("applicants.2.representative.relation", "guardian")],
    );
    assert_eq!(niece.says(representative), "person-4");
    niece.says(("person-4", &fields(&person(3, "Nguyễn Văn Sửu", "1944", "male"))));
    niece.says(("card-4", &[("applicants.3.card", "none")]));
    assert_eq!(niece.says(("move-4", &[("applicants.3.mobility", "in_hospital")])), "apart-4");
    let apart = Page::of(&niece.get("apart-4").expect(200)).texts("main").join(" ");
    assert!(apart.contains("gửi riêng một đề nghị"), "{apart}");
    assert_eq!(niece.says(("apart-4", &[])), "home");
    assert_eq!(niece.says_all(REST), "check");
    let received = niece.press("send", "check", CONSENT).expect(303).header("location").to_owned();
    let others =
        Page::of(&niece.family.get(&received).expect(200)).texts("section[aria-labelledby=no-visit]").join(" ");
    assert!(others.contains("Gửi đề nghị cho người ở nơi khác") && others.contains("VNeID"), "{others}");
    let all = stored(&app);
    assert_eq!(all.len(), 1);
    assert_eq!(names(&all[0].1), ["Nguyễn Thị Hòa", "Nguyễn Văn Tý"]);
    assert_eq!((all[0].0.expected_captures, all[0].1.people[1].procedure.code()), (2, "incapacity"));
    a_receipt_waits(&app);
}

#[test]
fn whoever_walks_is_asked_how_hard_the_way_is() {
    let app = TestApp::start();
    for (year, triage) in [("1967", "desk"), ("1950", "visit")] {
        let niece = Wizard::begin(&app);
        niece.says(GRANDMOTHER[0]);
        niece.says(("person-1", &fields(&person(0, "Nguyễn Thị Hòa", year, "female"))));
        niece.says(GRANDMOTHER[2]);
        assert_eq!(niece.says(("move-1", &[("applicants.0.mobility", "walks")])), "desk-1", "{year}");
        let page = Page::of(&niece.get("desk-1").expect(200)).texts("main").join(" ");
        assert_eq!(page.contains("Đủ 60 tuổi vào ngày 01/01/2027"), year == "1967", "{page}");
        assert_eq!(niece.says(("desk-1", &[("applicants.0.desk", "come")])), "closing");
        assert_eq!(niece.says(("desk-1", &[("applicants.0.desk", "send")])), "home");
        assert_eq!(niece.says_all(REST), "check");
        let (code, _) = niece.sends();
        let all = stored(&app);
        let case = all.iter().map(|(case, _)| case).find(|case| case.code == code).expect("it is stored");
        assert_eq!(case.triage.code(), triage, "{year}");
    }
    app.leave_mails(2);
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
    niece.says_all(&[GRANDMOTHER, &REST[..2]].concat());
    let whom = [("contact.name", "Phạm Thị Lan"), ("contact.phone", "0912.345.678")];
    let day = [("deadline.on.day", "31"), ("deadline.on.month", "12"), ("deadline.on.year", "2026")];
    let refused = niece.refused("contact", &[&whom[..], &day[..]].concat());
    assert_eq!(refused.attributes(".mistakes a", "href"), ["#deadline.reason"]);
    niece.says(("contact", &[&whom[..], &day[..], &[("deadline.reason", "benefit")]].concat()));
    // Nothing is sent without consent, and the page says so at its box.
    let refused = Page::of(
        &niece
            .get(niece.press("send", "check", &[]).expect(303).header("location").rsplit('/').next().expect("a key"))
            .expect(422),
    );
    assert_eq!(refused.attributes(".mistakes a", "href"), ["#consents.visit"]);
    assert_eq!(stored(&app).len(), 0);
    niece.sends();
    let (case, _) = &stored(&app)[0];
    assert_eq!(case.deadline_on.map(|on| on.to_string()).as_deref(), Some("2026-12-31"));
}
