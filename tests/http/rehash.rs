//! Hashes of before are brought to today's spelling rules; an erased family's stay nobody's.
use diesel::prelude::*;
use luudong::db::StoreError;
use luudong::db::schema::{applicants, cases, stale_lookups};

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::Office;

fn hashes(app: &TestApp) -> Vec<(String, String)> {
    let columns = (cases::address_hash, applicants::person_hash);
    let rows = applicants::table.inner_join(cases::table).order(applicants::id).select(columns);
    app.read(|conn| Ok(rows.load(conn)?))
}

#[test]
fn cases_of_before_are_found_by_their_spelling_after_some_rounds() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed: Vec<_> = (0..3).map(|at| office.files(&HOUSEHOLDS[at].case())).collect();
    let right = hashes(&app);
    let gone = format!("/follow/{}/{}/deletion", filed[2].code, filed[2].secret);
    app.public().form(&gone, &[("sure", "yes")]).expect(303);
    let erased = hashes(&app)[2].clone();
    let made_old = app.desk.db.write(|conn| {
        diesel::update(cases::table).set(cases::address_hash.eq("old")).execute(conn)?;
        diesel::update(applicants::table).set(applicants::person_hash.eq("old")).execute(conn)?;
        for id in 1..=3_i64 {
            diesel::insert_into(stale_lookups::table).values(stale_lookups::case_id.eq(id)).execute(conn)?;
        }
        Ok::<_, StoreError>(())
    });
    made_old.expect("they are old");
    app.worker_has_run();
    let after = hashes(&app);
    assert_eq!(after[..2], right[..2]);
    assert_eq!(after[2], ("old".to_owned(), "old".to_owned()), "an erased one is left alone");
    assert_ne!(erased, right[2]);
    let left: i64 = app.read(|conn| Ok(stale_lookups::table.count().get_result(conn)?));
    assert_eq!(left, 0);
    app.deliver();
}

#[test]
fn two_households_of_before_that_are_one_today_stop_nobody() {
    let app = TestApp::start();
    let office = Office::of(&app);
    for _ in 0..2 {
        office.files(&HOUSEHOLDS[0].case());
    }
    let made_old = app.desk.db.write(|conn| {
        for id in 1..=2_i64 {
            let old = cases::import_hash.eq(format!("old-{id}"));
            diesel::update(cases::table.find(id)).set(old).execute(conn)?;
            diesel::insert_into(stale_lookups::table).values(stale_lookups::case_id.eq(id)).execute(conn)?;
        }
        Ok::<_, StoreError>(())
    });
    made_old.expect("they came with a list");
    app.worker_has_run();
    let hashes: Vec<Option<String>> =
        app.read(|conn| Ok(cases::table.order(cases::id).select(cases::import_hash).load(conn)?));
    assert!(hashes[0].as_deref().is_some_and(|hash| !hash.starts_with("old")), "{hashes:?}");
    assert_eq!(hashes[1].as_deref(), Some("old-2"));
    app.deliver();
}
