//! Mail leaves through a real SMTP server: readable Vietnamese, tried again when it may help, never twice.
use chrono::{Duration, NaiveDate};
use luudong::clock::Timestamp;
use luudong::db::StoreResult;
use luudong::outbox::store::{Standing, standing};
use luudong::outbox::{self, Invitation, Mail};

use crate::support::TestApp;
use crate::support::smtp::{SmtpPeer, read_mail, settings_for};

const SUBJECT: &str = "Lịch hẹn làm căn cước tại nhà: sáng thứ Bảy 28/11/2026, từ 8:15 đến 10:15 – hồ sơ K7MQ-2XPT";

#[test]
fn a_vietnamese_mail_with_an_invitation_arrives_as_it_was_written() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    assert!(put(&app, "visit-published:12:0"));
    app.deliver();
    let messages = peer.messages();
    assert_eq!(messages.len(), 1);
    let mail = &messages[0];
    assert_eq!(mail["faults"], serde_json::json!([]), "{mail}");
    assert_eq!(mail["subject"], SUBJECT);
    assert_eq!(mail["from"], "Lưu Động <luu-dong@localhost>");
    assert_eq!(mail["to"], "Trần Thị Hòa <hoa@example.test>");
    assert_eq!(mail["reply_to"], "luu-dong@localhost");
    assert_eq!(mail["date"], "Mon, 23 Nov 2026 01:00:00 +0000");
    assert!(mail["text"].as_str().unwrap().contains("Phường Hồng Bàng"), "{mail}");
    assert!(mail["html"].as_str().unwrap().contains("<strong>sáng thứ Bảy</strong>"), "{mail}");
    assert_eq!(mail["attachments"], serde_json::json!(["lich-hen.ics"]));
    assert_eq!(
        (&mail["event"]["method"], &mail["event"]["content_type_method"]),
        (&"REQUEST".into(), &"REQUEST".into())
    );
    assert_eq!(mail["event"]["summary"], "Làm căn cước tại nhà");
    assert_eq!(mail["event"]["dtstart"], "2026-11-28T01:15:00+00:00");
}

#[test]
fn the_same_fact_is_told_once() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    assert!(put(&app, "visit-published:12:0"));
    assert!(!put(&app, "visit-published:12:0"), "publishing twice");
    app.deliver();
    assert!(!put(&app, "visit-published:12:0"), "publishing again after the mail has left");
    app.deliver();
    assert!(put(&app, "visit-published:12:1"));
    app.deliver();
    let messages = peer.messages();
    assert_eq!(messages.len(), 2);
    assert_ne!(messages[0]["message_id"], messages[1]["message_id"]);
}

#[test]
fn a_server_that_asks_to_wait_is_asked_again_after_30_seconds_then_a_minute() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    put(&app, "visit-published:12:0");
    peer.answer("451 4.3.0 Try again later");
    app.deliver();
    app.later(Duration::seconds(29));
    peer.accept();
    app.deliver();
    assert!(peer.messages().is_empty(), "not before 30 seconds have passed");
    peer.answer("451 4.3.0 Try again later");
    app.later(Duration::seconds(1));
    app.deliver();
    peer.accept();
    app.later(Duration::seconds(59));
    app.deliver();
    assert!(peer.messages().is_empty(), "the second wait is a minute");
    app.later(Duration::seconds(1));
    app.deliver();
    assert_eq!(peer.messages().len(), 1);
    assert_eq!(app.read(standing), state(0, 1, 0));
}

#[test]
fn a_server_that_says_no_for_good_is_not_asked_again() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    put(&app, "visit-published:12:0");
    peer.answer("550 5.1.1 <hoa@example.test> no such mailbox");
    app.deliver();
    assert_eq!(app.read(standing), state(0, 0, 1));
    peer.accept();
    app.later(Duration::days(2));
    app.deliver();
    assert!(peer.messages().is_empty());
    assert_eq!(app.public().get("/health").json()["mails_given_up"], 1);
    app.leave_mails(1);
}

#[test]
fn a_server_that_is_down_is_tried_again_until_the_tries_are_used_up() {
    let gone = SmtpPeer::start();
    let port = gone.port();
    drop(gone);
    let app = TestApp::with(&settings_for(port));
    put(&app, "visit-published:12:0");
    app.deliver();
    assert_eq!(app.read(standing), state(1, 0, 0));
    let back = SmtpPeer::start_on(port);
    app.later(Duration::seconds(30));
    app.deliver();
    assert_eq!((back.messages().len(), app.read(standing)), (1, state(0, 1, 0)));
    drop(back);

    put(&app, "visit-published:13:0");
    for _ in 0..8 {
        app.deliver();
        app.later(Duration::hours(2));
    }
    assert_eq!(app.read(standing), state(0, 1, 1));
    app.leave_mails(1);
}

#[test]
fn a_mail_that_one_worker_holds_is_not_sent_by_another() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    put(&app, "visit-published:12:0");
    let now = app.desk.now();
    let held = app.desk.db.write(|conn| outbox::store::claim(conn, 10, now + Duration::seconds(120), now));
    assert_eq!(held.expect("a claim").len(), 1);
    app.deliver();
    assert!(peer.messages().is_empty(), "its holder may be about to send it");
    app.later(Duration::seconds(121));
    app.deliver();
    assert_eq!(peer.messages().len(), 1, "its holder died");
}

#[test]
fn a_folder_of_mails_holds_the_same_message() {
    let app = TestApp::start();
    put(&app, "visit-published:12:0");
    assert_eq!(app.deliver().len(), 1);
    let mail = read_mail(&app.mail_files()[0]);
    assert_eq!((&mail["subject"], &mail["faults"]), (&SUBJECT.into(), &serde_json::json!([])));
}

/// Puts a mail into the outbox; false when its fact was told before.
fn put(app: &TestApp, key: &str) -> bool {
    let told: StoreResult<bool> =
        app.desk.db.write(|conn| outbox::enqueue(conn, &app.desk, "visit_published", key, &mail(), app.desk.now()));
    told.expect("the outbox takes it")
}

fn mail() -> Mail {
    let start = NaiveDate::from_ymd_opt(2026, 11, 28).expect("a date");
    let start = Timestamp::local_secs(start, 8 * 3600 + 900).utc().format("%Y%m%dT%H%M%SZ");
    let lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//test//vi",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:12@localhost",
        "DTSTAMP:20261123T010000Z",
        &format!("DTSTART:{start}"),
        "SUMMARY:Làm căn cước tại nhà",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    Mail {
        to: "Trần Thị Hòa <hoa@example.test>".to_owned(),
        subject: SUBJECT.to_owned(),
        text: format!("Kính gửi gia đình bà Hòa,\n\nTổ công tác Phường Hồng Bàng sẽ đến. {}\n", "Dài. ".repeat(300)),
        html: "<p>Tổ công tác đến <strong>sáng thứ Bảy</strong> 28/11/2026.</p>".to_owned(),
        invitation: Some(Invitation { method: "REQUEST".to_owned(), ics: lines.join("\r\n") }),
    }
}

fn state(waiting: i64, sent: i64, given_up: i64) -> Standing {
    Standing { waiting, sent, given_up }
}
