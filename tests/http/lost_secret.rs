//! A secret that is read out over the telephone, was lost, or has become known: mailed to the address on file and
//! nowhere else, issued to a caller who knows the household, changed by the family; and how all of it is misused.
use diesel::prelude::*;
use luudong::accounts::Role;
use luudong::audit::store::entries_of;
use luudong::db::schema::outbox_mails as mails;
use luudong::dice::spoken_secret;
use luudong::outbox::Mail;
use luudong::sealed::{Sealed, secret_hash};
use serde_json::{Value, json};

use crate::support::households::{BIRTH, HOUSEHOLDS};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::{Answer, Client, TestApp};

const URL: &str = "/api/v1/lost-secrets";

fn opens(public: &Client, code: &str, secret: &str) -> bool {
    public.get(&format!("/follow/{code}/{secret}")).status == 200
}

fn asks(public: &Client, code: &str) {
    let answer = public.form("/follow/lost", &[("code", code)]).expect(303);
    assert_eq!(answer.header("location"), "/follow/lost?sent=1", "the same whatever is known of {code}");
}

/// The mails of a kind that wait in the outbox.
pub fn waiting(app: &TestApp, kind: &str) -> Vec<Mail> {
    let rows: Vec<Sealed<Mail>> = app.read(|conn| {
        let rows = mails::table.filter(mails::sealed_mail.ne("")).filter(mails::kind.eq(kind)).order(mails::id);
        Ok(rows.select(mails::sealed_mail).load(conn)?)
    });
    rows.iter().map(|sealed| app.desk.vault.unseal(sealed).expect("a mail of this vault")).collect()
}

/// The secrets that waiting mails tell, each with its receiver; then the mails leave.
fn mailed(app: &TestApp) -> Vec<(String, String)> {
    let told = waiting(app, "case_secret").into_iter().filter_map(|mail| {
        let link = mail.text.lines().find(|line| line.contains("/follow/"))?;
        Some((mail.to.clone(), link.rsplit('/').next()?.trim().to_owned()))
    });
    let told = told.collect();
    app.deliver();
    told
}

fn actions(app: &TestApp, filed: &Filed) -> Vec<String> {
    let code = filed.code.clone();
    let id = app.read(|conn| luudong::cases::store::case_by_code(conn, &code)).expect("a case").id;
    app.read(|conn| entries_of(conn, &luudong::audit::case_subject(id))).into_iter().map(|entry| entry.2).collect()
}

#[test]
fn a_secret_is_shown_in_threes_and_typed_as_people_type_it() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    let spoken = spoken_secret(&filed.secret);
    assert_eq!(spoken.split(' ').map(str::len).collect::<Vec<_>>(), [3; 7]);
    let received = Page::of(&app.public().get(&format!("/cases/received/{}/{}", filed.code, filed.secret)).expect(200));
    assert!(received.texts(".code").contains(&spoken));
    let received = Page::of(&app.public().get(&format!("/apply/received/{}/{}", filed.code, filed.secret)).expect(200));
    assert!(received.texts(".code").contains(&spoken));
    let page = Page::of(&app.public().get(&format!("/follow/{}/{}", filed.code, filed.secret)).expect(200));
    assert!(page.texts("#secret .code").contains(&spoken));
    let receipt = waiting(&app, "case_received").remove(0);
    assert!(receipt.text.contains(&format!("Mật mã: {spoken}")) && receipt.html.contains(&spoken), "{}", receipt.text);
    app.deliver();

    let wide: String =
        spoken.chars().map(|c| c.to_digit(10).map_or(c, |d| char::from_u32(0xFF10 + d).unwrap())).collect();
    for typed in [spoken.clone(), spoken.replace(' ', ""), spoken.replace(' ', " - "), wide, format!("  {spoken} ")] {
        let found =
            app.public().form("/follow", &[("code", &filed.code.to_lowercase()), ("secret", &typed)]).expect(303);
        assert_eq!(found.header("location"), format!("/follow/{}/{}", filed.code, filed.secret), "{typed}");
        let header = app.public().with("X-Case-Secret", &spoken.replace(' ', ""));
        header.get(&format!("/api/v1/cases/{}", filed.code)).expect(200);
    }
    let wrong = Page::of(&app.public().form("/follow", &[("code", &*filed.code), ("secret", "204 118")]).expect(422));
    assert_eq!(wrong.attributes("main a[href='/follow/lost']", "href"), ["/follow/lost"]);
}

#[test]
fn a_secret_of_before_still_opens_its_case() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[3].case());
    let before = "wHSi3aN3-N_XRDVooUMfSA";
    let code = filed.code.clone();
    let id = app.read(|conn| luudong::cases::store::case_by_code(conn, &code)).expect("a case").id;
    app.desk.db.write(|conn| luudong::cases::store::replace_secrets(conn, id, &secret_hash(before))).expect("a write");
    assert!(opens(&app.public(), &filed.code, before));
    assert!(!opens(&app.public(), &filed.code, &before.to_lowercase()), "of an old one each letter counts");
    assert!(!opens(&app.public(), &filed.code, &filed.secret));
    let page = Page::of(&app.public().get(&format!("/follow/{}/{before}", filed.code)).expect(200));
    assert!(page.texts("#secret .code").contains(&before.to_owned()));
}

#[test]
fn the_code_alone_brings_a_mail_to_the_address_on_file_and_takes_nothing_away() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (filed, silent) = (office.files(&HOUSEHOLDS[0].case()), office.files(&HOUSEHOLDS[3].case()));
    app.deliver();
    let public = app.public();
    let sent = Page::of(&public.get("/follow/lost?sent=1").expect(200)).texts("main");
    for code in [&*filed.code, &silent.code, "2222-2222"] {
        asks(&public, code);
        assert_eq!(
            public.post(URL, &json!({"code": code})).expect(200).text,
            public.post(URL, &json!({"code": "ABC"})).text
        );
    }
    assert_eq!(Page::of(&public.get("/follow/lost?sent=1").expect(200)).texts("main"), sent);
    Page::of(&public.form("/follow/lost", &[("code", "K7MQ")]).expect(422));
    let mails = mailed(&app);
    assert_eq!(mails.len(), 2, "the limit of a day, by page and by API together");
    assert!(mails.iter().all(|(to, _)| to.contains(HOUSEHOLDS[0].email)), "{mails:?}");
    for (_, secret) in &mails {
        assert!(opens(&public, &filed.code, secret), "an older secret goes on opening the case");
        assert!(!opens(&public, &silent.code, secret));
    }
    for _ in 0..3 {
        asks(&public, &filed.code);
    }
    assert_eq!(mailed(&app), [], "no more today");
    app.at("2026-11-24".parse().unwrap(), "09:00");
    asks(&public, &filed.code);
    assert_eq!(mailed(&app).len(), 1);
    assert!(opens(&public, &filed.code, &filed.secret), "a stranger with the code shuts nobody out");
    assert_eq!(actions(&app, &filed).iter().filter(|action| *action == "mail_secret").count(), 3);
}

#[test]
fn a_family_changes_its_secret_and_every_older_one_ends() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    app.deliver();
    asks(&app.public(), &filed.code);
    let further = mailed(&app).remove(0).1;
    let changed = app.public().form(&format!("/follow/{}/{further}/secret", filed.code), &[("x", "")]).expect(303);
    let at = changed.header("location").to_owned();
    let page = Page::of(&app.public().get(&at).expect(200));
    assert!(page.texts("[role=status]")[0].starts_with("Đã đổi mật mã."));
    let secret = at.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    assert!(page.texts("#secret[open] .code").contains(&spoken_secret(&secret)));
    for ended in [&filed.secret, &further] {
        assert!(!opens(&app.public(), &filed.code, ended));
    }
    assert!(mailed(&app).iter().any(|(_, told)| *told == secret), "the address on file hears of it, with the new link");
    let family = app.public().with("X-Case-Secret", &secret);
    let again = family.post(&format!("/api/v1/cases/{}/secret", filed.code), &json!({})).expect(201).json();
    assert!(opens(&app.public(), &filed.code, again["secret"].as_str().unwrap()));
    assert!(!opens(&app.public(), &filed.code, &secret));
    app.deliver();
}

#[test]
fn the_office_issues_a_secret_only_to_who_knows_two_facts() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let home = HOUSEHOLDS[3];
    let filed = office.files(&home.case());
    let path = format!("/api/v1/cases/{}/secret", filed.code);
    let says = |facts: Value| office.dispatcher.post(&path, &json!({"facts": facts}));
    // Never by the code alone, nor by two facts of one kind.
    says(json!({})).assert_invalid(&["/facts/birth", "/facts/phone"]);
    says(json!({"birth": BIRTH, "number_end": "3456"})).assert_invalid(&["/facts/phone"]);
    says(json!({"phone": home.phone, "house": home.line})).assert_invalid(&["/facts/birth"]);
    says(json!({"birth": "hôm qua", "phone": "12"})).assert_invalid(&["/facts/birth", "/facts/phone"]);
    office
        .public
        .post(&path, &json!({"facts": {"birth": BIRTH, "phone": home.phone}}))
        .assert_problem(404, "not-found");
    app.account("noi.khac", Role::Dispatcher, &["11407"]);
    let elsewhere = app.api_as("noi.khac").post(&path, &json!({"facts": {"birth": BIRTH, "phone": home.phone}}));
    elsewhere.assert_problem(403, "not-allowed");
    app.account("can.bo.1", Role::Officer, &[]);
    app.api_as("can.bo.1")
        .post(&path, &json!({"facts": {"birth": BIRTH, "phone": home.phone}}))
        .assert_problem(403, "not-allowed");

    let right = says(json!({"birth": BIRTH, "house": "4 ngõ 56 Lê Lợi"})).expect(201).json();
    assert!(opens(&office.public, &filed.code, right["secret"].as_str().unwrap()));
    assert!(opens(&office.public, &filed.code, &filed.secret), "who reads the old mail still gets in");
    let right = says(json!({"number_end": "3456", "phone": home.phone})).expect(201).json();
    assert!(opens(&office.public, &filed.code, right["secret"].as_str().unwrap()));
    for wrong in [
        json!({"birth": "12/06/1950", "phone": home.phone}),
        json!({"birth": "1950", "phone": home.phone}),
        json!({"birth": BIRTH, "phone": HOUSEHOLDS[0].phone}),
        json!({"birth": BIRTH, "house": "5 ngõ 56 Lê Lợi"}),
        json!({"birth": BIRTH, "number_end": "0000", "phone": home.phone}),
    ] {
        says(wrong).assert_problem(422, "facts-wrong");
    }
    let refused = says(json!({"birth": BIRTH, "phone": home.phone}));
    refused.assert_problem(429, "too-many");
    assert!(refused.header("retry-after").parse::<i64>().unwrap() > 0, "until midnight");
    let noted = actions(&app, &filed);
    let times = |action: &str| noted.iter().filter(|one| *one == action).count();
    assert_eq!((times("issue_secret"), times("wrong_facts")), (2, 5), "{noted:?}");
}

#[test]
fn a_form_that_is_sent_twice_is_one_try() {
    let app = TestApp::with("limits.wrong_facts_per_code = 2");
    let office = Office::of(&app);
    let home = HOUSEHOLDS[3];
    let filed = office.files(&home.case());
    let browser = app.browser_as("dieu.phoi");
    let path = format!("/cases/{}/secret", filed.code);
    let says = |token: &str, birth: &str| {
        browser.form(&path, &[("form_token", token), ("birth", birth), ("phone", home.phone)])
    };
    let refusals = |answer: &Answer| Page::of(answer).texts(".mistakes p")[0].clone();
    for _ in 0..4 {
        assert!(refusals(&says("page-1", "12/06/1950").expect(422)).contains("chưa cấp"), "the same form again");
    }
    // Other words on the same page are another try, and so is another page with the same words.
    assert!(refusals(&says("page-1", "13/06/1950").expect(422)).contains("chưa cấp"));
    assert!(refusals(&says("page-2", "13/06/1950").expect(422)).contains("quá nhiều lần"));
    assert!(refusals(&says("page-1", "13/06/1950").expect(422)).contains("chưa cấp"), "what was answered so before");
    assert!(refusals(&says("page-3", BIRTH).expect(422)).contains("quá nhiều lần"));
    assert_eq!(actions(&app, &filed).iter().filter(|action| *action == "wrong_facts").count(), 2);
}

#[test]
fn the_page_of_the_office_shows_the_secret_once_and_can_end_the_others() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let home = HOUSEHOLDS[0];
    let filed = office.files(&home.case());
    app.deliver();
    let browser = app.browser_as("dieu.phoi");
    let case = Page::of(&browser.get(&format!("/cases/{}", filed.code)).expect(200));
    let path = format!("/cases/{}/secret", filed.code);
    assert_eq!(case.attributes(&format!("a[href='{path}']"), "href").len(), 1);
    let form = browser.get(&path).expect(200);
    assert!(!form.text.contains(home.name) && !form.text.contains("345 601"), "the facts are asked and not read off");
    let wrong = Page::of(&browser.form(&path, &[("birth", "1951"), ("phone", home.phone)]).expect(422));
    assert!(wrong.texts(".mistakes p")[0].contains("chưa cấp"));
    let fields = [("birth", BIRTH), ("phone", home.phone), ("ends_others", "yes")];
    let issued = Page::of(&browser.form(&path, &fields).expect(200));
    let spoken = issued.texts("dd .code")[1].clone();
    assert_eq!(spoken.split(' ').count(), 7);
    assert!(!opens(&office.public, &filed.code, &filed.secret));
    assert!(opens(&office.public, &filed.code, &spoken.replace(' ', "-")));
    assert!(!browser.get(&path).expect(200).text.contains(&spoken));
    let told = waiting(&app, "case_secret").remove(0);
    assert_eq!(told.to, home.email);
    assert!(!told.text.contains(&spoken) && !told.text.contains("/follow/"), "the mail tells that, and not what");
    app.deliver();
}
