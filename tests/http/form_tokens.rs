//! What the token of a form means: the same words by the same person are one wish, anything else is another.
use std::sync::mpsc::{self, Receiver};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use luudong::accounts::Role;
use luudong::db::schema::{idempotency_keys as keys, kits, rights_requests};
use luudong::db::{Db, StoreError};
use luudong::desk::Desk;
use luudong::idempotency::{Form, IdempotencyKey, RunningKeys};
use luudong::web::answer::TakenForm;
use luudong::web::{Problem, page};

use crate::support::html::Page;
use crate::support::{Answer, Client, TestApp};

const ASKED: [(&str, &str); 4] =
    [("kind", "access"), ("channel", "desk"), ("ward_code", "11329"), ("words", "Xin bản dữ liệu")];

fn asks(client: &Client, token: &str) -> Answer {
    client.form("/rights-requests", &[&[("form_token", token)], &ASKED[..]].concat())
}

fn requests(app: &TestApp) -> i64 {
    app.read(|conn| Ok(rights_requests::table.count().get_result(conn)?))
}

#[test]
fn a_page_that_is_changed_and_sent_again_counts_as_it_was_sent_last() {
    let app = TestApp::start();
    let family = app.public();
    let first = family.form("/apply", &[]).expect(303).header("location").to_owned();
    let page = Page::of(&family.get(&first).expect(200));
    let token = page.value("form_token").expect("a token");
    for who in ["self", "neighbour", "self"] {
        family.form(&first, &[("form_token", &token), ("who", who), ("do", "next")]).expect(303);
        let checked = Page::of(&family.get(&first).expect(200)).attributes("[name=who][checked]", "value");
        assert_eq!(checked, [who]);
    }
}

#[test]
fn a_token_is_of_use_to_nobody_else() {
    let app = TestApp::start();
    let [one, other] = ["mot", "hai"].map(|login| {
        app.account(login, Role::Dispatcher, &[]);
        app.browser_as(login)
    });
    let first = asks(&one, "t-1").expect(303);
    assert_eq!(asks(&one, "t-1").expect(303).header("location"), first.header("location"));
    assert_eq!(requests(&app), 1);
    asks(&other, "t-1").expect(303);
    assert_eq!(requests(&app), 2);
    // Nobody in particular, and a token that cannot be one.
    assert_ne!(asks(&app.public(), "t-1").header("location"), first.header("location"));
    for _ in 0..2 {
        asks(&one, &"t".repeat(201)).expect(303);
        asks(&one, "").expect(303);
    }
    assert_eq!(requests(&app), 6);
}

#[test]
fn what_was_refused_may_be_sent_again_with_the_same_words() {
    let app = TestApp::with("limits.repeat_secs = 60");
    let client = app.public();
    let sign_in = [("form_token", "t-1"), ("login", "moi"), ("password", crate::support::app::PASSWORD)];
    client.form("/sign-in", &sign_in).expect(422);
    app.account("moi", Role::Officer, &[]);
    let first = client.form("/sign-in", &sign_in).expect(303);
    let cookies = |answer: &Answer| answer.headers.get_all("set-cookie").iter().cloned().collect::<Vec<_>>();
    assert_eq!(cookies(&first).len(), 2);
    // The browser that sent it has other cookies now: it signs in anew. The very same request does not.
    let again = app.public().form("/sign-in", &sign_in).expect(303);
    assert_eq!(cookies(&again), cookies(&first));
    // Nor is what let somebody in kept for long.
    app.later(chrono::Duration::seconds(61));
    let late = app.public().form("/sign-in", &sign_in).expect(303);
    assert_ne!(cookies(&late), cookies(&first));
    app.later(chrono::Duration::seconds(61));
    app.deliver();
    assert_eq!(app.read(|conn| Ok(keys::table.count().get_result::<i64>(conn)?)), 0);
}

#[test]
fn a_form_whose_answer_died_with_the_process_is_not_done_again() {
    let app = TestApp::start();
    let dispatcher = app.browser(Role::Dispatcher);
    asks(&dispatcher, "t-1").expect(303);
    app.desk
        .db
        .write(|conn| {
            Ok::<_, StoreError>(diesel::update(keys::table).set(keys::sealed_answer.eq(None::<&str>)).execute(conn)?)
        })
        .expect("the answer is lost");
    let said = asks(&dispatcher, "t-1").expect(409);
    Page::of(&said);
    assert!(said.text.contains("Yêu cầu này đã được nhận"), "{}", said.text);
    assert_eq!(requests(&app), 1);
    asks(&dispatcher, "t-2").expect(303);
}

#[test]
fn a_form_that_another_process_works_on_waits_for_its_answer() {
    let app = TestApp::start();
    let (first, repeat) = two_processes(&app, true);
    assert_eq!((first, repeat), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(app.read(|conn| Ok(kits::table.select(kits::id).load::<i64>(conn)?)).len(), 1);
}

#[test]
fn a_form_at_which_another_process_fails_is_done_here() {
    let app = TestApp::start();
    let (first, repeat) = two_processes(&app, false);
    assert_eq!((first, repeat), (StatusCode::INTERNAL_SERVER_ERROR, StatusCode::SEE_OTHER));
    assert_eq!(app.read(|conn| Ok(kits::table.select(kits::id).load::<i64>(conn)?)).len(), 1);
}

/// Sends one form to two processes, the second time while the first has its transaction open; what both answer.
fn two_processes(app: &TestApp, first_succeeds: bool) -> (StatusCode, StatusCode) {
    let db = Db::open(&app.desk.settings.database).expect("the database opens");
    let beside = Desk { db, running: RunningKeys::default(), ..app.desk.clone() };
    let (writes, begun) = tokio::sync::oneshot::channel();
    let (go, gate) = mpsc::channel::<()>();
    let first = one_kit_more(&app.desk, Some((writes, gate, first_succeeds)));
    let second = async {
        begun.await.expect("the first one writes");
        let opens = async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            drop(go);
        };
        tokio::join!(one_kit_more(&beside, None), opens).0
    };
    let both = async { tokio::join!(first, second) };
    let (first, repeat) = actix_web::rt::System::new().block_on(both);
    (first.status(), repeat.status())
}

/// Tells that the transaction is open, when it may end, and whether well.
type Gate = (tokio::sync::oneshot::Sender<()>, Receiver<()>, bool);

/// Does as a handler does; with a gate it waits until that one's other end is dropped.
async fn one_kit_more(desk: &Desk, gate: Option<Gate>) -> HttpResponse {
    let sent = Form { address: "/kits", credentials: &[], token: "t-1", content: "name=x", secret: false };
    let key = IdempotencyKey::of_form(&desk.vault, desk.soon_before(), &sent).expect("a token");
    let form = match desk.take_form(key).await.expect("a form") {
        TakenForm::Answered(answer) => return answer,
        TakenForm::New(form) => form,
    };
    let own = Desk { form: Some(form.clone()), ..desk.clone() };
    let mut gate = gate;
    let add = own.write(move |conn, _| {
        if let Some((writes, gate, succeeds)) = gate.take() {
            let _ = (writes.send(()), gate.recv());
            if !succeeds {
                return Err(StoreError::NoOutcome);
            }
        }
        let added = conn.batch_execute("INSERT INTO kits (name) VALUES ('Bộ ' || (SELECT count(*) FROM kits))");
        added.map_err(StoreError::from)
    });
    let answer = match add.await {
        Ok(()) => page::see_other("/kits"),
        Err(error) => refused(error.into()),
    };
    desk.end_form(&form, answer).await
}

fn refused(problem: Problem) -> HttpResponse {
    HttpResponse::from_error(problem)
}
