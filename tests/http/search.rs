//! The search of the header: a caller is found by what they say first, in every state, by name too, and nobody else is.
use diesel::prelude::*;
use luudong::accounts::Role;
use luudong::db::StoreError;
use luudong::db::schema::{name_words, stale_lookups};
use serde_json::json;

use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::office::{DISPATCHER, Filed, Office};

/// The codes that a search finds, in the order of the page; one alone is opened.
fn found(client: &Client, q: &str) -> Vec<String> {
    let query = serde_urlencoded::to_string([("q", q)]).expect("a query");
    let answer = client.get(&format!("/search?{query}"));
    if answer.status == 303 {
        return vec![answer.header("location").trim_start_matches("/cases/").to_owned()];
    }
    Page::of(&answer.expect(200)).texts("tbody th")
}

fn codes(filed: &[&Filed]) -> Vec<String> {
    filed.iter().map(|one| one.code.clone()).collect()
}

#[test]
fn a_caller_is_found_by_what_they_say_in_every_state() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed: Vec<Filed> = HOUSEHOLDS[..6].iter().map(|household| office.files(&household.case())).collect();
    office.approves(&filed[0]);
    office.withdraws(&filed[4]);
    let staff = app.browser_as(DISPATCHER);
    let one = |q: &str, at: usize| assert_eq!(found(&staff, q), [filed[at].code.clone()], "{q}");
    for (at, household) in HOUSEHOLDS[..6].iter().enumerate() {
        one(household.name, at);
        one(household.contact, at);
        one(household.phone, at);
        one(household.dial, at);
        one(&filed[at].code.to_lowercase(), at);
    }
    for q in ["nguyen thi hoa", "HÒA Nguyễn", "hoà", "Hoa", "0912 345 601", "0912-345-601"] {
        one(q, 0);
    }
    assert_eq!(
        found(&staff, "Ánh"),
        codes(&[&filed[4], &filed[1]]),
        "newest first, contact and applicant, withdrawn too"
    );
    // Another tone is another name; the words of two people are no name; what nobody is called is nobody.
    for q in ["Hóa", "Nguyễn Thị Lan", "Lan Hòa", "Công Chúa"] {
        assert_eq!(found(&staff, q), [""; 0], "{q}");
    }
    let number = found(&staff, "030123456");
    assert_eq!(number.len(), 6, "everybody has the same number here");
    let none = staff.get("/search?q=Cong+Chua").expect(200);
    assert!(Page::of(&none).texts("main").join(" ").contains("mọi tình trạng, mọi địa bàn"), "says where it looked");
    staff.get("/search?q=%3F%3F").expect(422);
    assert_eq!(found(&staff, ""), [""; 0]);
    app.browser(Role::Officer).get("/search?q=hoa").expect(403);
    app.deliver();
}

#[test]
fn a_list_that_is_found_is_a_look_and_the_wards_of_the_account_bound_it() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed: Vec<Filed> = HOUSEHOLDS[..6].iter().map(|household| office.files(&household.case())).collect();
    let own = app.browser_as(&app.account("van.quan", Role::Dispatcher, &["11359"]).login);
    let looks = |at: usize| {
        let case = app.read(|conn| luudong::cases::store::case_by_code(conn, &filed[at].code)).expect("the case");
        let subject = luudong::audit::case_subject(case.id);
        let entries = app.read(|conn| luudong::audit::store::entries_of(conn, &subject));
        entries.iter().filter(|entry| entry.2.starts_with("look")).count()
    };
    assert_eq!(found(&own, "văn"), codes(&[&filed[5], &filed[4]]), "of the two in its ward, not those elsewhere");
    assert_eq!((looks(5), looks(4), looks(3)), (1, 1, 0), "each that was shown is a look");
    assert_eq!(found(&own, HOUSEHOLDS[0].name), [""; 0]);
    assert_eq!(found(&own, &filed[0].code), [""; 0]);
    app.deliver();
}

#[test]
fn a_name_is_found_as_it_is_now_and_not_after_the_data_is_gone() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    let staff = app.browser_as(DISPATCHER);
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let contact = json!({"name": "Phạm Văn Tám", "relation": "child", "phone": HOUSEHOLDS[0].phone});
    let case = format!("/api/v1/cases/{}", filed.code);
    let version = family.get(&case).expect(200).header("etag").to_owned();
    family.with("If-Match", &version).patch(&case, &json!({"contact": contact})).expect(200);
    assert_eq!((found(&staff, "Tám"), found(&staff, "Lan")), (codes(&[&filed]), Vec::new()));
    // A case of an earlier release.
    let made_old = app.desk.db.write(|conn| {
        diesel::delete(name_words::table).execute(conn)?;
        diesel::insert_into(stale_lookups::table).values(stale_lookups::case_id.eq(1_i64)).execute(conn)?;
        Ok::<_, StoreError>(())
    });
    made_old.expect("it is old");
    assert_eq!(found(&staff, "Tám"), [""; 0]);
    app.worker_has_run();
    assert_eq!((found(&staff, "Tám"), found(&staff, "hòa")), (codes(&[&filed]), codes(&[&filed])));
    app.public().form(&format!("/follow/{}/{}/deletion", filed.code, filed.secret), &[("sure", "yes")]).expect(303);
    let left: i64 = app.read(|conn| Ok(name_words::table.count().get_result(conn)?));
    assert_eq!((found(&staff, "Tám"), found(&staff, "hòa"), left), (Vec::new(), Vec::new(), 0));
    app.deliver();
}

#[test]
fn a_word_of_everybody_is_looked_for_from_the_newest_on() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    let many = "INSERT INTO name_words (word, case_id, whose) \
                WITH RECURSIVE numbers (n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM numbers WHERE n < 5100) \
                SELECT word, case_id, n FROM name_words CROSS JOIN numbers WHERE whose = -1";
    app.desk.db.write(|conn| Ok::<_, StoreError>(diesel::sql_query(many).execute(conn)?)).expect("many of that name");
    let staff = app.browser_as(DISPATCHER);
    for words in ["lan", "Phạm lan", "thi lan"] {
        assert_eq!(found(&staff, words), codes(&[&filed]), "{words}");
    }
    assert_eq!(found(&staff, "lan hòa"), Vec::<String>::new(), "words of two people are nobody's name");
    assert_eq!(found(&staff, "Thị Hòa"), codes(&[&filed]), "one word that is rarer says it too");
    app.deliver();
}
