//! The waiting list in pages: who stands far behind is looked at by who goes there.
use luudong::accounts::Role;
use luudong::audit;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::Office;

#[test]
fn the_list_comes_in_pages_and_only_who_is_shown_was_looked_at() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..3]);
    let looks = || app.read(|conn| audit::store::list(conn, &audit::store::Asked::default(), 200)).len();
    let page = |query: &str| office.dispatcher.get(&format!("/api/v1/waiting-list{query}")).expect(200).json();
    let places = |page: &Value| -> Vec<i64> {
        page["entries"].as_array().expect("entries").iter().filter_map(|entry| entry["place"].as_i64()).collect()
    };
    let before = looks();
    let first = page("?limit=2");
    assert_eq!((places(&first), &first["households"], &first["next_cursor"]), (vec![1, 2], &json!(3), &json!("2")));
    assert_eq!(looks() - before, 2);
    let last = page("?limit=2&cursor=2");
    assert_eq!((places(&last), &last["households"], &last["next_cursor"]), (vec![3], &json!(3), &Value::Null));
    let shown = app.browser(Role::Dispatcher).get("/waiting-list?limit=2").expect(200);
    assert!(shown.text.contains("<strong>3</strong> nhà") && shown.text.contains("/waiting-list?cursor=2"));
    app.deliver();
}
