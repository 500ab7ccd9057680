//! Another e-mail address, another door, no more mail: who holds the calendar entry is who got its last update.
use serde_json::{Value, json};

use super::{calls, contact, corrects, entries, only_call, published, says, short, silent, ticks_off};
use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::{Filed, Office};
use crate::support::smtp::read_mails;

#[test]
fn a_corrected_address_gets_the_appointment_and_the_wrong_one_loses_its_entry() {
    let app = TestApp::start();
    let (office, _, _, filed) = published(&app, &[HOUSEHOLDS[0]]);
    app.deliver();
    corrects(&office, &filed[0], &contact(&HOUSEHOLDS[0], "dung@example.test"));
    app.deliver();
    let after = entries(&app);
    assert_eq!(
        short(&after),
        [("REQUEST", "nha01@example.test"), ("CANCEL", "nha01@example.test"), ("REQUEST", "dung@example.test"),]
    );
    assert!(after[0].2 < after[1].2, "the SEQUENCE grows");
    let text = after[1].3["text"].as_str().expect("a text");
    assert!(!text.contains("Lạch Tray") && !text.contains("28/11"), "a stranger learns nothing: {text}");
    assert_eq!(after[0].3["event"]["uid"], after[2].3["event"]["uid"]);
    // Whatever comes next goes to the address that holds the entry, and only there.
    office.withdraws(&filed[0]);
    app.deliver();
    let after = entries(&app);
    assert_eq!(short(&after)[3..], [("CANCEL", "dung@example.test")]);
}

#[test]
fn a_mail_to_the_wrong_address_that_has_not_left_is_withdrawn() {
    let app = TestApp::start();
    let (office, _, _, filed) = published(&app, &[HOUSEHOLDS[0]]);
    corrects(&office, &filed[0], &contact(&HOUSEHOLDS[0], "dung@example.test"));
    app.deliver();
    assert_eq!(short(&entries(&app)), [("REQUEST", "dung@example.test")], "and no CANCEL for an entry nobody has");
    // Taken away altogether: the entry goes, and somebody has to call.
    corrects(&office, &filed[0], &contact(&HOUSEHOLDS[0], ""));
    app.deliver();
    assert_eq!(short(&entries(&app))[1..], [("CANCEL", "dung@example.test")]);
    says(&only_call(&office, &filed[0]), "sẽ đến nhà làm căn cước vào buổi sáng Thứ Bảy 28/11/2026");
}

#[test]
fn a_receipt_with_the_familys_link_does_not_go_to_an_address_that_was_corrected() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    corrects(&office, &filed, &contact(&HOUSEHOLDS[0], "dung@example.test"));
    app.deliver();
    let mails = read_mails(&app.mail_files());
    assert_eq!(
        mails.iter().map(|mail| mail["to"].as_str().unwrap_or_default()).collect::<Vec<_>>(),
        ["dung@example.test"]
    );
}

#[test]
fn a_corrected_street_is_told_with_the_new_location() {
    let app = TestApp::start();
    let (office, _, _, filed) = published(&app, &[HOUSEHOLDS[0], silent(1)]);
    app.deliver();
    ticks_off(&office, &only_call(&office, &filed[1]), "letter");
    for (filed, home) in filed.iter().zip(&HOUSEHOLDS[..2]) {
        let pin = json!({"lat": home.lat, "lng": home.lng});
        let address = json!({"line": "Số 7 ngõ 9 phố Mới", "ward_code": home.ward, "pin": pin});
        corrects(&office, filed, &json!({"address": address}));
    }
    let call = only_call(&office, &filed[1]);
    assert_eq!(call["kind"], "place");
    says(&call, "Nơi đến đã ghi lại là Số 7 ngõ 9 phố Mới; lịch hẹn buổi sáng Thứ Bảy 28/11/2026, từ ");
    app.deliver();
    let entries = entries(&app);
    assert_eq!(short(&entries), [("REQUEST", "nha01@example.test"); 2]);
    let location = entries[1].3["event"]["location"].as_str().expect("a place");
    assert!(location.starts_with("Số 7 ngõ 9 phố Mới"), "{location}");
    assert!(entries[0].2 < entries[1].2);
    // What nobody has to be told, nobody is told.
    corrects(&office, &filed[0], &json!({"note": "Cổng sau"}));
    assert_eq!(app.waiting_mails(), []);
}

#[test]
fn who_wants_no_more_mail_loses_the_entry_once_and_is_called_from_then_on() {
    let app = TestApp::start();
    let (office, _, duty, filed) = published(&app, &[HOUSEHOLDS[0], HOUSEHOLDS[1]]);
    // One has its mail, the other's waits.
    let no_more = |filed: &Filed| {
        let path = format!("/follow/{}/{}/data/no-more-mail", filed.code, filed.secret);
        office.public.form(&path, &[("x", "")]).expect(303);
    };
    no_more(&filed[1]);
    let call = only_call(&office, &filed[1]);
    assert_eq!(call["why"], "gia đình không nhận thư nữa");
    ticks_off(&office, &call, "call");
    app.deliver();
    no_more(&filed[0]);
    no_more(&filed[0]);
    app.deliver();
    assert_eq!(short(&entries(&app)), [("REQUEST", "nha01@example.test"), ("CANCEL", "nha01@example.test")]);
    assert_eq!(calls(&office), Vec::<Value>::new(), "what was told was told");
    let path = format!("/api/v1/duties/{duty}/cancellation");
    let visits: Vec<i64> = filed.iter().map(|one| office.visit_of(one)).collect();
    let version = office.dispatcher.get(&format!("/api/v1/duties/{duty}")).expect(200).header("etag").to_owned();
    let body = json!({"reason": "Bộ thiết bị hỏng", "accept": visits});
    office.dispatcher.with("If-Match", &version).post(&path, &body).expect(200);
    assert_eq!(app.waiting_mails(), []);
    let kinds: Vec<Value> = calls(&office).iter().map(|call| call["kind"].clone()).collect();
    assert_eq!(kinds, [json!("postponed"), json!("postponed")]);
}
