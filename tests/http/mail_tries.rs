//! How long a mail is tried and who else waits with it: two days, whatever our own server does; a domain in peace.
use chrono::Duration;
use luudong::config::{ConfigError, Settings};
use luudong::outbox::store::{Backlog, backlog};
use luudong::outbox::{self, Mail, MailedFact};

use crate::mail_servers::puts;
use crate::support::TestApp;
use crate::support::smtp::{SmtpPeer, settings_for};

fn down() -> (u16, TestApp) {
    let gone = SmtpPeer::start();
    let port = gone.port();
    drop(gone);
    (port, TestApp::with(&settings_for(port)))
}

fn is(waiting: usize, given_up: usize) -> Backlog {
    Backlog { waiting, given_up }
}

#[test]
fn a_server_that_was_down_for_40_hours_gets_everything_within_minutes() {
    let (port, app) = down();
    puts(&app, 20);
    for _ in 0..80 {
        app.deliver();
        app.later(Duration::minutes(30));
    }
    assert_eq!(app.read(backlog), is(20, 0), "nothing is given up");
    let back = SmtpPeer::start_on(port);
    // The pause of our own server is five minutes at most, its lot included; a mail that was itself tried waits longer.
    app.later(Duration::minutes(7));
    app.deliver();
    assert!(back.count() >= 10, "all but the mails that were tried meanwhile: {}", back.count());
    app.later(Duration::minutes(75));
    app.deliver();
    assert_eq!((back.count(), app.read(backlog)), (20, is(0, 0)));
}

#[test]
fn after_48_hours_a_mail_is_given_up_on_the_minute_also_while_the_server_is_left_in_peace() {
    let (_port, app) = down();
    puts(&app, 2);
    app.deliver();
    app.later(Duration::hours(48) - Duration::seconds(1));
    app.deliver();
    assert_eq!(app.read(backlog), is(2, 0));
    app.later(Duration::seconds(1));
    app.deliver();
    assert_eq!(app.read(backlog), is(0, 2), "now their families are to be called");
    app.leave_mails(2);
}

#[test]
fn a_mail_that_is_no_use_after_tomorrow_is_given_up_tomorrow() {
    let (_port, app) = down();
    let mail = Mail {
        to: "nha@mot.example".to_owned(),
        subject: "Thư".to_owned(),
        text: String::new(),
        html: String::new(),
        invitation: None,
        language: "vi".to_owned(),
    };
    let (now, tomorrow) = (app.desk.now(), app.desk.now() + Duration::hours(24));
    let queued = |conn: &mut _| {
        outbox::queue_until(
            conn,
            &app.desk,
            &app.desk.vault.unnamed_key(),
            MailedFact { kind: "visit_published", key: "x" },
            &mail,
            tomorrow,
            now,
        )
    };
    assert!(app.desk.db.write(queued).expect("the outbox takes it").is_new);
    app.later(Duration::hours(24));
    app.deliver();
    assert_eq!(app.read(backlog), is(0, 1));
    app.leave_mails(1);
}

#[test]
fn a_domain_that_asks_to_wait_is_left_in_peace_for_all_its_mails_while_the_other_goes_on() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("{}mail.retry_jitter_percent = 0\n", peer.settings()));
    peer.behave("rcpt mot.example 451 4.7.1 too many");
    puts(&app, 10);
    app.deliver();
    assert_eq!((peer.count(), app.read(backlog)), (5, is(5, 0)), "the other domain has its five");
    let tried = |least: i32| app.read(outbox::store::tries).iter().filter(|tries| **tries >= least).count();
    assert_eq!(tried(1), 1, "one mail was enough to know");
    app.later(Duration::seconds(31));
    app.deliver();
    assert_eq!(tried(1) + tried(2), 2, "and one again after the pause, whichever");
    peer.behave("");
    app.later(Duration::seconds(61));
    app.deliver();
    assert_eq!((peer.count(), app.read(backlog)), (10, is(0, 0)));
}

#[test]
fn a_full_mailbox_does_not_hold_up_its_domain() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    peer.behave("rcpt mot.example 452 4.2.2 mailbox full");
    puts(&app, 4);
    app.deliver();
    let tries = app.read(outbox::store::tries);
    assert_eq!(tries, [1, 1], "both are tried, each for itself");
    for _ in 0..40 {
        app.later(Duration::minutes(61));
        app.deliver();
    }
    let tries = app.read(outbox::store::tries);
    assert!(tries.iter().all(|tries| *tries > 20), "for more than a day and a half: {tries:?}");
    assert_eq!(app.read(backlog), is(2, 0), "nothing is given up");
    peer.behave("");
    app.later(Duration::minutes(90));
    app.deliver();
    assert_eq!(app.read(backlog), is(0, 0));
}

#[test]
fn a_wrong_password_of_ours_gives_no_mail_up() {
    let peer = SmtpPeer::start();
    let url = format!("smtp://luudong:sai@127.0.0.1:{}", peer.port());
    let app = TestApp::with(&format!("mail.transport = 'smtp'\nmail.smtp_url = '{url}'\n"));
    peer.behave("password dung");
    puts(&app, 6);
    for _ in 0..30 {
        app.deliver();
        app.later(Duration::minutes(10));
    }
    assert_eq!((peer.count(), app.read(backlog)), (0, is(6, 0)));
    let ready = app.public().get("/ready").expect(503).json();
    let codes: Vec<_> = ready["reasons"].as_array().expect("reasons").iter().map(|one| &one["code"]).collect();
    assert!(codes.contains(&&"mail_refuses_us".into()), "{ready}");
    // Somebody has set the right one.
    peer.behave("password sai");
    app.later(Duration::hours(2));
    app.deliver();
    assert_eq!((peer.count(), app.read(backlog)), (6, is(0, 0)));
}

#[test]
fn an_address_that_is_none_is_given_up_at_once() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&peer.settings());
    for (number, to) in ["không phải địa chỉ", "hòa@mot.example", "a@@b"].into_iter().enumerate() {
        let mail = Mail {
            to: to.to_owned(),
            subject: "Thư".to_owned(),
            text: String::new(),
            html: String::new(),
            invitation: None,
            language: "vi".to_owned(),
        };
        let key = format!("mail:{number}");
        let now = app.desk.now();
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
    app.deliver();
    assert_eq!((peer.count(), app.read(backlog)), (0, is(0, 3)));
    app.leave_mails(3);
}

#[test]
fn settings_of_mail_that_contradict_each_other_are_refused() {
    for (toml, wanted) in [
        ("mail.claim_secs = 305", "mail.claim_secs"),
        ("mail.try_secs = 30", "mail.try_secs"),
        ("mail.parallel = 0", "mail.parallel"),
        ("mail.retry_secs_max = 10", "mail.retry_secs_max"),
        ("mail.server_pause_secs_max = 10", "mail.server_pause_secs_max"),
        ("mail.give_up_hours = 0", "mail.give_up_hours"),
        ("worker.late_secs = 5", "worker.late_secs"),
    ] {
        match Settings::defaults_with(toml) {
            Err(ConfigError::Contradiction { key, .. }) => assert_eq!(key, wanted, "{toml}"),
            other => panic!("{toml}: {:?}", other.map(|_| ())),
        }
    }
}

#[test]
fn our_own_addresses_are_looked_at_before_any_mail_is() {
    use luudong::outbox::transport::Transport;
    for toml in
        ["mail.from = 'nobody'", "mail.reply_to = ''", "mail.transport = 'smtp'\nmail.smtp_url = 'mail.example.vn'"]
    {
        let settings = Settings::defaults_with(toml).expect("settings");
        assert!(Transport::new(&settings.mail).is_err(), "{toml}");
    }
}
