//! Mails that do not leave, domains that hang and mails that somebody has locked hold up none of the others.
use std::sync::{Arc, mpsc};
use std::time::Duration;

use luudong::db::{Engine, StoreError, StoreResult};
use luudong::desk::Desk;
use luudong::ids::MailId;
use luudong::outbox::deliver;
use luudong::outbox::hands::Hands;
use luudong::outbox::stop::Stop;
use luudong::outbox::store::{backlog, withdraw};
use luudong::outbox::transport::Transport;

use crate::mail_servers::{puts, wait_until};
use crate::support::TestApp;
use crate::support::smtp::SmtpPeer;

/// A worker that pauses once pauses until the test has lost its patience.
const NEVER_PAUSES: &str = "mail.poll_secs = 3600\n";

const SHORT_TRIES: &str = "mail.answer_secs = 2\nmail.try_secs = 4\nmail.claim_secs = 14\n";

fn transport(desk: &Desk) -> Transport {
    Transport::new(&desk.settings.mail).expect("the mail settings are valid")
}

#[test]
fn a_worker_pauses_for_no_mail_that_fails() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}{NEVER_PAUSES}mail.parallel = 1\n", peer.settings()));
    puts(&app, 20);
    peer.behave("rcpt mot.example 452 4.2.2 mailbox full");
    let worker = app.worker();
    wait_until("the ten others leave", || peer.count() == 10);
    worker.finish(Duration::from_secs(10));
    let tries = app.read(luudong::outbox::store::tries);
    assert_eq!(tries, [1; 10], "each was tried once and has its own next time");
    app.leave_mails(10);
}

#[test]
fn more_hands_than_connections_do_not_wait_for_each_other() {
    let app = TestApp::with(&format!("{NEVER_PAUSES}mail.parallel = 32\n"));
    puts(&app, 100);
    let worker = app.worker();
    wait_until("all mails leave", || app.read(backlog).waiting == 0);
    worker.finish(Duration::from_secs(10));
}

#[test]
fn a_domain_that_hangs_keeps_half_of_the_hands_and_the_others_get_their_mail() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}mail.parallel = 4\n", peer.settings()));
    // Ten mails for the domain that hangs, and ten for the other: more than there are hands, one by one.
    puts(&app, 20);
    peer.behave("hang mot.example");
    let worker = app.worker();
    wait_until("the other domain has its ten", || peer.count() == 10);
    assert!(peer.most_at_once() <= 4);
    worker.finish(Duration::ZERO);
    peer.behave("");
    app.deliver();
    assert_eq!((peer.count(), app.read(backlog).waiting), (20, 0), "what was broken off was laid back");
}

#[test]
fn who_did_not_take_the_last_mail_gets_one_to_see_and_then_the_others() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}{SHORT_TRIES}", peer.settings()));
    puts(&app, 9);
    peer.behave("rcpt mot.example 451 4.7.1 later");
    app.deliver();
    assert_eq!(peer.count(), 4, "the other domain has its four");
    app.later(chrono::Duration::seconds(60));
    peer.behave("hang mot.example");
    peer.forget_most();
    let (hands, stop) = (Arc::new(Hands::of(4)), Stop::default());
    let (desk, first, own) = (app.desk.clone(), hands.clone(), stop.clone());
    let probe = std::thread::spawn(move || deliver::one(&desk, &transport(&desk), &first, &own).expect("an answer"));
    wait_until("a mail is in hand", || peer.most_at_once() == 1);
    let next = deliver::one(&app.desk, &transport(&app.desk), &hands, &stop).expect("an answer");
    assert_eq!(next, None, "four more are due, and wait for what becomes of the first");
    stop.break_off();
    assert_eq!(probe.join().expect("the thread ends"), Some(false));
    peer.behave("");
    app.deliver();
    assert_eq!((peer.count(), app.read(backlog).waiting), (9, 0));
}

#[test]
fn a_mail_that_somebody_has_locked_is_passed_over() {
    let app = TestApp::start();
    // SQLite has one writer: nobody can lock a row beside it.
    if app.desk.db.engine() == Engine::Sqlite {
        return;
    }
    puts(&app, 2);
    let (go, gate) = mpsc::channel::<()>();
    let (tell, told) = mpsc::channel();
    let (db, now) = (app.desk.db.clone(), app.desk.now());
    let holder = std::thread::spawn(move || {
        let _: Result<(), StoreError> = db.write(|conn| {
            withdraw(conn, &[MailId(1)], now)?;
            let _ = tell.send(());
            let _ = gate.recv();
            Err(StoreError::Damaged("taken back".to_owned()))
        });
    });
    told.recv().expect("the first mail is locked");
    let (hands, stop) = (Hands::of(4), Stop::default());
    let one = || -> StoreResult<Option<bool>> { deliver::one(&app.desk, &transport(&app.desk), &hands, &stop) };
    assert_eq!(one().expect("nobody waits for a lock"), Some(true));
    assert_eq!(one().expect("nobody waits for a lock"), None, "the other one is locked");
    drop(go);
    holder.join().expect("the holder ends");
    assert_eq!(one().expect("it is free"), Some(true));
}
