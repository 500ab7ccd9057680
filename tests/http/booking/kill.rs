//! `kill -9` while families book: after the restart every answered booking is there, nothing is booked twice or half.
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use luudong::config::Settings;
use luudong::db::Db;
use luudong::outbox::store::waiting_keys;
use serde_json::{Value, json};

use super::race::{Rush, rushes_from, short_work};
use crate::support::Client;
use crate::support::app::monday_morning;
use crate::support::database::Database;
use crate::support::office::{Filed, Office};

/// How often the server is killed.
const KILLS: usize = 4;
const CLIENTS: usize = 8;

#[test]
fn a_killed_server_has_lost_no_answered_booking_and_no_letter() {
    let database = Database::new();
    let binary = short_work(&database);
    let answered = Mutex::new(Vec::new());
    let number = AtomicUsize::new(0);
    let mut server = binary.serve();
    let rushes = rushes_from(&Office::signed_in(server.public()), monday_morning().date(), 4);
    for kill in 0..KILLS {
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                let public = server.public();
                let (answered, number, over, rushes) = (&answered, &number, &over, &rushes);
                scope.spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        let one = number.fetch_add(1, Ordering::Relaxed);
                        if let Some(filed) = books(&public, &rushes[one % rushes.len()], one) {
                            answered.lock().expect("the list").push(filed);
                        }
                    }
                });
            }
            // in the middle of the work, at a different moment each time
            let enough = 10 * (kill + 1);
            while answered.lock().expect("the list").len() < enough {
                std::thread::park_timeout(Duration::from_millis(20));
            }
            std::thread::park_timeout(Duration::from_millis(7 * kill as u64));
            over.store(true, Ordering::Relaxed);
            server.kill();
        });
        server = binary.serve();
    }
    let answered = answered.into_inner().expect("the list");
    assert!(answered.len() > 20, "only {} bookings were answered", answered.len());
    let office = Office::signed_in(server.public());
    for filed in &answered {
        assert_eq!(office.follow(filed)["visits"][0]["state"], "kept", "{}", filed.code);
    }
    server.kill();
    let settings = Settings::defaults_with(&database.settings()).expect("settings");
    let db = Db::open(&settings.database).expect("the database opens");
    let letters = db.read(waiting_keys).expect("the outbox").iter().filter(|mail| mail.0 == "visit_booked").count();
    let booked = super::invariants::visits_in_places(&db, &settings);
    assert_eq!(letters, booked, "each booked visit has its letter, answered or not");
    assert!(booked >= answered.len());
}

/// Books; none when the server died before it answered.
fn books(public: &Client, rush: &Rush, number: usize) -> Option<Filed> {
    let mut case = super::race::case(rush, number);
    case["contact"]["phone"] = json!(format!("0913{number:06}"));
    case["contact"]["email"] = json!(format!("nha{number}@example.test"));
    case["consents"]["messages"] = json!(true);
    let new = json!({"case": case, "half_day": {"on": rush.on, "half_day": rush.half_day}});
    let answer: Value = public.try_post("/api/v1/bookings", &new)?;
    let text = |name: &str| answer["case"][name].as_str().map(str::to_owned);
    Some(Filed { code: text("code")?, secret: text("secret")?, link: text("link")? })
}
