//! Two workers beside a mail server that is slow, hangs, hangs up, asks to wait or refuses: every mail is once on the
//! wire, and invitations and holds end on time.
use std::sync::mpsc;
use std::time::{Duration, Instant};

use luudong::booking::invitations::store as invitations;
use luudong::db::StoreError;
use luudong::outbox::hands::InHand;
use luudong::outbox::store::backlog;
use luudong::outbox::{self, Mail, MailedFact};
use luudong::sealed::secret_hash;
use luudong::visits::hold::HoldEnd;
use luudong::visits::store::hold_by_token;
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::Office;
use crate::support::smtp::SmtpPeer;

/// Longest wait for a worker on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// Everything a hundred times faster than in life: a try may take 4 s, waits are 1 to 2 s.
const SCALED: &str = "
    mail.poll_secs = 1
    mail.answer_secs = 2
    mail.try_secs = 4
    mail.claim_secs = 14
    mail.retry_secs = 1
    mail.retry_secs_max = 2
    mail.server_pause_secs_max = 2
";

/// Puts so many mails to two domains into the outbox.
pub fn puts(app: &TestApp, count: usize) {
    for number in 0..count {
        let domain = ["mot.example", "hai.example"][number % 2];
        let mail = Mail {
            to: format!("nha{number}@{domain}"),
            subject: format!("Thư {number}"),
            text: "Kính gửi gia đình.".to_owned(),
            html: "<p>Kính gửi gia đình.</p>".to_owned(),
            invitation: None,
            language: "vi".to_owned(),
        };
        let now = app.desk.now();
        let key = format!("mail:{number}");
        let put = app.desk.db.write(|conn| {
            outbox::enqueue(
                conn,
                &app.desk,
                &app.desk.vault.unnamed_key(),
                MailedFact { kind: "visit_published", key: &key },
                &mail,
                now,
            )
        });
        assert!(put.expect("the outbox takes it"));
    }
}

pub fn wait_until(what: &str, done: impl Fn() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < PATIENCE, "in vain: {what}");
        pause(Duration::from_millis(100));
    }
}

fn pause(span: Duration) {
    let (_keep, never) = mpsc::channel::<()>();
    let _ = never.recv_timeout(span);
}

/// Two workers deliver ten mails while the server behaves so for a while, then well; each mail is on the wire once.
fn all_leave_once(trouble: &str, lasts: Duration) {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}{SCALED}", peer.settings()));
    puts(&app, 10);
    peer.behave(trouble);
    let workers = [app.worker(), app.worker()];
    pause(lasts);
    peer.behave("");
    wait_until("all mails leave", || app.read(backlog).waiting == 0);
    workers.into_iter().for_each(|worker| worker.finish(PATIENCE));
    let mut ids = peer.message_ids();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((peer.count(), ids.len()), (10, 10), "{trouble}: every mail once on the wire");
    assert_eq!(app.read(backlog).given_up, 0, "{trouble}");
}

#[test]
fn a_slow_server_gets_every_mail_once_from_two_workers_and_never_more_at_a_time_than_is_set() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}{SCALED}mail.parallel = 3\n", peer.settings()));
    puts(&app, 20);
    // Longer than many mails take, shorter than a try may: what life calls 8 to 10 s a mail.
    peer.behave("slow 1");
    let workers = [app.worker(), app.worker()];
    wait_until("all mails leave", || app.read(backlog).waiting == 0);
    workers.into_iter().for_each(|worker| worker.finish(PATIENCE));
    let mut ids = peer.message_ids();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((peer.count(), ids.len()), (20, 20), "every mail once on the wire");
    let most = peer.most_at_once();
    assert!((2..=6).contains(&most), "two workers with three deliveries each: {most}");
}

#[test]
fn a_hanging_server_gets_every_mail_once_when_it_is_well() {
    all_leave_once("hang", Duration::from_secs(6));
}

#[test]
fn a_server_that_says_nothing_gets_every_mail_once_when_it_is_well() {
    all_leave_once("mute", Duration::from_secs(4));
}

#[test]
fn a_server_that_hangs_up_gets_every_mail_once_when_it_is_well() {
    all_leave_once("drop", Duration::from_secs(3));
}

#[test]
fn a_server_that_asks_to_wait_gets_every_mail_once_when_it_is_well() {
    all_leave_once("rcpt mot.example 451 4.7.1 later\nrcpt hai.example 450 later", Duration::from_secs(3));
}

#[test]
fn a_server_that_refuses_us_gets_every_mail_once_when_it_is_well() {
    all_leave_once(
        "rcpt mot.example 550 5.7.1 relaying denied\nrcpt hai.example 530 5.7.0 sign in",
        Duration::from_secs(3),
    );
}

#[test]
fn a_server_that_refuses_addresses_is_asked_once_for_each() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}{SCALED}", peer.settings()));
    puts(&app, 10);
    peer.behave("rcpt mot.example 550 5.1.1 no such mailbox");
    let workers = [app.worker(), app.worker()];
    wait_until("all mails are done with", || app.read(backlog).waiting == 0);
    workers.into_iter().for_each(|worker| worker.finish(PATIENCE));
    assert_eq!((peer.count(), app.read(backlog).given_up), (5, 5));
    app.leave_mails(5);
}

#[test]
fn a_hold_and_an_invitation_end_on_time_beside_a_hanging_mail_server() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}mail.poll_secs = 1\n", peer.settings()));
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    office.small_duty(crew, day("2026-11-28"), "morning", 1);
    let holder = office.approved(&HOUSEHOLDS[4..5]).remove(0);
    office.books(&holder, "2026-11-28", "morning").expect(201);
    let waiting = office.approved(&HOUSEHOLDS[..2]);
    office.withdraws(&holder);
    assert_eq!(app.invite(), 1);
    let first = app.read(invitations::live)[0].visit_id;
    // Fifteen minutes later somebody holds a place of another team; both end at 8:30.
    app.later(chrono::Duration::minutes(15));
    let office = Office::signed_in(app.public());
    let other = office.crew(2, &WARDS, None);
    office.small_duty(other, day("2026-11-27"), "afternoon", 1);
    let home = HOUSEHOLDS[6].case();
    let wish = json!({
        "contact": {"phone": HOUSEHOLDS[6].phone}, "address": home["address"], "half_day": {"on": "2026-11-27", "half_day": "afternoon"},
        "people": [{"birth": "12/05/1950", "group": "nct", "mobility": "bedridden"}],
    });
    let held = office.public.post("/api/v1/holds", &wish).expect(201).json();
    let hash = secret_hash(held["token"].as_str().expect("a token"));

    peer.behave("mute");
    app.later(chrono::Duration::seconds(15 * 60 - 2));
    let worker = app.worker();
    wait_until("the hold ends", || {
        let hold = app.read(|conn| hold_by_token(conn, &hash)).expect("the hold");
        hold.ended_as == Some(HoldEnd::Expired)
    });
    let next = || matches!(&app.read(invitations::live)[..], [one] if one.visit_id != first);
    wait_until("the next household is invited", next);
    assert_eq!(peer.count(), 0, "no mail has left meanwhile");
    worker.finish(Duration::ZERO);
    drop(waiting);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn the_mail_in_hand_leaves_before_the_end_and_what_hangs_is_laid_back() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}mail.parallel = 1\n", peer.settings()));
    puts(&app, 2);
    peer.behave("slow 2");
    let worker = app.worker();
    wait_until("the first mail is in hand", || peer.count() == 1);
    worker.finish(Duration::from_secs(10));
    assert_eq!((peer.count(), app.read(backlog).waiting), (1, 1), "the one in hand left, no other was begun");

    peer.behave("hang");
    let worker = app.worker();
    wait_until("the second mail is in hand", || {
        peer.most_at_once() == 1 && app.waiting_mails().len() == 1 && is_held(&app)
    });
    let began = Instant::now();
    worker.finish(Duration::from_secs(1));
    assert!(began.elapsed() < Duration::from_secs(10), "the end does not wait for a hanging server");
    assert!(!is_held(&app), "another worker may take it at once");
    peer.behave("");
    app.deliver();
    assert_eq!((peer.count(), app.read(backlog).waiting), (2, 0));
}

fn is_held(app: &TestApp) -> bool {
    let now = app.desk.now();
    let due = app.desk.db.read(|conn| outbox::store::is_due(conn, &InHand::default(), now));
    !due.unwrap_or_else(|error: StoreError| panic!("{error}"))
}
