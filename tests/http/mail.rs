//! Mail leaves through a real SMTP server: readable Vietnamese, tried again when it may help, never twice.
use chrono::{Duration, NaiveDate};
use luudong::clock::Timestamp;
use luudong::db::{StoreError, StoreResult};
use luudong::outbox::hands::InHand;
use luudong::outbox::store::{self, Backlog, backlog};
use luudong::outbox::{self, Invitation, Mail, MailedFact};
use luudong::seconds::TimeOfDay;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::office::Office;
use crate::support::smtp::{SmtpPeer, read_mail};

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
    assert_eq!(mail["auto_submitted"], "auto-generated", "RFC 3834: no holiday note answers it");
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
fn under_every_mail_stands_where_the_case_can_be_seen_and_whom_to_call() {
    let app = TestApp::with("mail.telephone = '0225 3822 221'");
    let office = Office::of(&app);
    let filed = office.approved(&HOUSEHOLDS[..1]).remove(0);
    let crew = office.crew(1, &["11329"], None);
    office.duty(crew, day("2026-11-28"), "morning");
    office.publish(&office.plan(day("2026-11-28"), day("2026-11-28"), 1));
    app.deliver();
    let link = format!("/follow?code={}", filed.code);
    for mail in app.mail_files().iter().map(|file| read_mail(file)) {
        let (text, html) = (mail["text"].as_str().unwrap(), mail["html"].as_str().unwrap());
        assert!(text.contains("0225 3822 221") && html.contains("href=\"tel:02253822221\""), "{text}\n{html}");
        let is_receipt = text.contains(&filed.secret);
        let links = text.matches("/follow").count();
        assert_eq!(
            (links, text.contains(&link)),
            (1, !is_receipt),
            "one link, with the secret or to where it is asked"
        );
        assert!(is_receipt || html.contains(&link) && !html.contains(&filed.secret), "{html}");
    }
    let page = app.public().get(&link).expect(200);
    assert!(page.text.contains(&format!("value=\"{}\"", filed.code)), "the code is filled in: {}", page.text);
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
    let app = TestApp::with(&format!("{}mail.retry_jitter_percent = 0\n", peer.settings()));
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
    assert_eq!(app.read(backlog), state(0, 0));
}

#[test]
fn a_server_that_says_no_for_good_is_not_asked_again() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    put(&app, "visit-published:12:0");
    peer.answer("550 5.1.1 <hoa@example.test> no such mailbox");
    app.deliver();
    assert_eq!(app.read(backlog), state(0, 1));
    peer.accept();
    app.later(Duration::days(2));
    app.deliver();
    assert!(peer.messages().is_empty());
    assert_eq!(app.public().get("/health").json()["mails_given_up"], 1);
    app.leave_mails(1);
}

#[test]
fn a_mail_that_one_worker_holds_is_not_sent_by_another_and_who_lost_it_notes_nothing() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    put(&app, "visit-published:12:0");
    let claim = |secs| {
        let now = app.desk.now();
        let claimed =
            app.desk.db.write(|conn| store::claim(conn, &InHand::default(), now + Duration::seconds(secs), now));
        claimed.expect("the database answers")
    };
    let first = claim(360).expect("a mail is due");
    assert!(claim(360).is_none());
    app.deliver();
    assert!(peer.messages().is_empty(), "its holder may be about to send it");
    app.later(Duration::seconds(361));
    let second = claim(360).expect("its holder died");
    let now = app.desk.now();
    let late = app.desk.db.write(|conn| {
        let sent = store::mark_sent(conn, &first, now)?;
        Ok::<_, StoreError>((
            sent,
            store::give_up(conn, &first, "late", now)?,
            store::mark_failed(conn, &first, now, "")?,
        ))
    });
    assert_eq!(late.expect("the database answers"), (false, false, false), "its lease is another's now");
    assert_eq!(app.read(backlog), state(1, 0));
    assert!(app.desk.db.write(|conn| store::lay_back(conn, &second)).expect("the database answers"));
    app.deliver();
    assert_eq!(peer.messages().len(), 1);
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
    let told: StoreResult<bool> = app.desk.db.write(|conn| {
        outbox::enqueue(
            conn,
            &app.desk,
            &app.desk.vault.unnamed_key(),
            MailedFact { kind: "visit_published", key },
            &mail(),
            app.desk.now(),
        )
    });
    told.expect("the outbox takes it")
}

fn mail() -> Mail {
    let start = NaiveDate::from_ymd_opt(2026, 11, 28).expect("a date");
    let start = Timestamp::local_secs(start, TimeOfDay::at(8, 15)).utc().format("%Y%m%dT%H%M%SZ");
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
        language: "vi".to_owned(),
    }
}

fn state(waiting: usize, given_up: usize) -> Backlog {
    Backlog { waiting, given_up }
}
