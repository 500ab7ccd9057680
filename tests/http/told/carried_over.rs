//! The migration carries over what earlier releases marked: who was called stays called, who was not is on the list.
use diesel::connection::SimpleConnection;
use luudong::db::StoreError;
use serde_json::Value;

use super::{FRIDAY, calls, only_call, says, silent};
use crate::support::TestApp;
use crate::support::environment::engine;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::office::Office;

/// What the migration does with the rows that it finds, as the engine of this run has it; tables are there already.
fn carries_over() -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/migrations/{}/20261129000003_notifications/up.sql", engine());
    let whole = std::fs::read_to_string(path).expect("the migration");
    let from = whole.find("INSERT INTO notifications").expect("it carries rows over");
    whole[from..].to_owned()
}

fn runs(app: &TestApp, statements: &str) {
    app.desk.db.write(|conn| Ok::<_, StoreError>(conn.batch_execute(statements)?)).expect("the statements run");
}

#[test]
fn marks_of_earlier_releases_are_carried_over() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.approved(&[silent(0), silent(1), HOUSEHOLDS[2], HOUSEHOLDS[4]]);
    for number in 1..=2 {
        office.duty(office.crew(number, &WARDS, None), day(FRIDAY), "full");
    }
    let done = office.publish(&office.plan(day(FRIDAY), day(FRIDAY), 1));
    assert_eq!((&done["mails"], &done["calls"]), (&Value::from(2), &Value::from(2)));
    app.deliver();
    // As an earlier release would have left it: one family was called, one mail came back.
    let (called, back) = (office.visit_of(&filed[0]), office.visit_of(&filed[3]));
    runs(&app, "DELETE FROM notifications");
    runs(&app, &format!("UPDATE visits SET called_at = published_at, called_by = 1 WHERE id = {called}"));
    let given_up = "UPDATE outbox_mails SET sent_at = NULL, given_up_at = created_at";
    runs(&app, &format!("{given_up} WHERE idempotent_key LIKE 'visit-published:{back}:%'"));
    runs(&app, &carries_over());
    let mut codes: Vec<Value> = calls(&office).iter().map(|call| call["code"].clone()).collect();
    codes.sort_by_key(ToString::to_string);
    let mut wanted = [Value::from(&*filed[1].code), Value::from(&*filed[3].code)];
    wanted.sort_by_key(ToString::to_string);
    assert_eq!(codes, wanted);
    let lines = calls(&office);
    let line = lines.iter().find(|call| call["code"] == filed[1].code).expect("its line");
    says(line, "sẽ đến nhà làm căn cước vào buổi ");
    for line in &lines {
        office.dispatcher.post(&format!("/api/v1/calls/{}", line["id"]), &serde_json::json!({})).expect(204);
    }
    // Whose entry it is, is known of mails of earlier releases too.
    super::corrects(&office, &filed[2], &super::contact(&HOUSEHOLDS[2], ""));
    app.deliver();
    let last = super::entries(&app).pop().expect("an entry");
    assert_eq!((&*last.0, &*last.1), ("CANCEL", "nha03@example.test"));
    only_call(&office, &filed[2]);
    app.leave_mails(1);
}
