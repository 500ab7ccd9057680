//! A database from before cases had keys: its texts are read, corrected and erased as ever.
use diesel::prelude::*;
use luudong::cases::store as cases_store;
use luudong::db::StoreError;
use luudong::db::schema::{applicants, cases, seal_keys};
use serde_json::json;

use super::case_of;
use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::{Filed, Office};

/// Seals what identifies a case as versions did that had one key for all, and takes its own key away.
fn made_old(app: &TestApp, filed: &Filed) {
    let vault = &app.desk.vault;
    let done = app.desk.db.write(|conn| {
        let case = cases_store::case_by_code(conn, &filed.code)?.expect("the case");
        let people = cases_store::applicants_of(conn, case.id)?;
        let household = case.unseal(vault, &people)?;
        let key = vault.unnamed_key();
        let (contact, address) = (vault.seal(&key, &household.contact), vault.seal(&key, &household.address));
        assert!(contact.as_stored().starts_with("s1."), "the form of before");
        let texts = (cases::sealed_contact.eq(contact.as_stored()), cases::sealed_address.eq(address.as_stored()));
        diesel::update(cases::table.find(case.id)).set(texts).execute(conn)?;
        for (row, person) in people.iter().zip(&household.people) {
            let identity = vault.seal(&key, &person.identity);
            let text = applicants::sealed_identity.eq(identity.as_stored());
            diesel::update(applicants::table.find(row.id)).set(text).execute(conn)?;
        }
        diesel::delete(seal_keys::table.find(&filed.code)).execute(conn)?;
        Ok::<_, StoreError>(())
    });
    done.expect("it is old");
    vault.ring().forget_all();
}

#[test]
fn texts_of_before_are_read_corrected_and_erased() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    app.deliver();
    made_old(&app, &filed);
    assert_eq!(case_of(&app.public(), &filed)["contact"]["name"], HOUSEHOLDS[0].contact);
    let family = app.public().with("X-Case-Secret", &filed.secret);
    let url = format!("/api/v1/cases/{}", filed.code);
    family.with("If-Match", "\"1\"").patch(&url, &json!({"note": "Cổng sau"})).expect(200);
    assert_eq!(case_of(&app.public(), &filed)["note"], "Cổng sau");
    let found = app.api(luudong::accounts::Role::Dispatcher).get("/api/v1/cases").expect(200);
    assert!(found.text.contains(&filed.code));
    app.public().form(&format!("/follow/{}/{}/deletion", filed.code, filed.secret), &[("sure", "yes")]).expect(303);
    assert_eq!(case_of(&app.public(), &filed)["contact"]["name"], "Đã xóa");
    app.deliver();
}
