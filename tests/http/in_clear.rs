//! Whoever steals the database, its log, a dump or a copy reads no household in it; and when the keys are destroyed,
//! nobody does, while everything that is counted stays.
use std::process::Command;

use diesel::prelude::*;
use luudong::db::schema::seal_keys;
use luudong::keys::store;
use serde_json::json;

use crate::family_data::traces::{figures, sealed_texts};
use crate::support::TestApp;
use crate::support::app::PASSWORD;
use crate::support::households::HOUSEHOLDS;
use crate::support::world::World;

const QUESTION: &str = "Nhà bà Nguyễn Thị Hòa có ổ cắm không?";
const REASON: &str = "Bà Hòa đã làm ở trụ sở";
const NOTE: &str = "Chuông cửa hỏng, gõ cửa sổ bên trái";

/// Everything that the engine would leave to a thief: the files, or a dump.
fn left(app: &TestApp) -> Vec<u8> {
    let url = &app.desk.settings.database.url;
    if let Some(file) = url.strip_prefix("sqlite:") {
        let parts =
            ["", "-wal", "-shm"].map(|companion| std::fs::read(format!("{file}{companion}")).unwrap_or_default());
        return parts.concat();
    }
    let dump = Command::new("pg_dump").arg(url).output().expect("pg_dump runs");
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    dump.stdout
}

/// What nobody may read: names, numbers, doors, addresses, notes, secrets.
fn facts(world: &World) -> Vec<String> {
    let mut facts = [PASSWORD, NOTE, "vân tay mờ", QUESTION, REASON].map(str::to_owned).to_vec();
    for home in HOUSEHOLDS {
        facts.extend([home.name, home.contact, home.phone, home.dial, home.line, home.email].map(str::to_owned));
        facts.push(home.dial.replace("+84", "0"));
    }
    facts.extend(world.fresh.iter().chain([&world.waiting]).map(|filed| filed.secret.clone()));
    facts.retain(|fact| !fact.is_empty());
    facts
}

fn lives_a_day(world: &World) {
    let family = world.office.public.with("X-Case-Secret", &world.fresh[0].secret);
    let case = format!("/api/v1/cases/{}", world.fresh[0].code);
    family.with("If-Match", "\"1\"").patch(&case, &json!({"note": NOTE})).expect(200);
    let (visit, applicant) = world.visits[0];
    let at = "2026-11-27T01:50:00Z";
    let came = json!({"client_id": "in-clear-1", "kind": "arrived", "happened_at": at});
    let result = json!({"applicant_id": applicant, "code": "captured", "note": "vân tay mờ"});
    let ended = json!({"client_id": "in-clear-2", "happened_at": at, "results": [result]});
    let _ = world.officer.post(&format!("/api/v1/visits/{visit}/events"), &came);
    let _ = world.officer.post(&format!("/api/v1/visits/{visit}/outcomes"), &ended);
    for (at, decision) in
        [(1, json!({"verdict": "ask", "question": QUESTION})), (2, json!({"verdict": "refuse", "reason": REASON}))]
    {
        let path = format!("/api/v1/cases/{}/verification", world.fresh[at].code);
        assert!(world.office.dispatcher.post(&path, &decision).status < 300, "{decision}");
        let read = world.office.public.with("X-Case-Secret", &world.fresh[at].secret);
        let read = read.get(&format!("/api/v1/cases/{}", world.fresh[at].code)).expect(200).text;
        assert!(read.contains(QUESTION) || read.contains(REASON), "the family reads it: {read}");
    }
    let draft = world.office.public.form("/apply", &[("x", "")]);
    let next = draft.header("location").to_owned();
    world.office.public.form(&next, &[("who", "self")]);
    world.office.dispatcher.get("/cases").expect(200);
    world.app.deliver();
}

#[test]
fn a_thief_of_files_and_dumps_reads_no_household_and_nobody_does_without_the_keys() {
    let world = World::new();
    lives_a_day(&world);
    let app = &world.app;
    let bytes = left(app);
    assert!(bytes.len() > 50_000 && contains(&bytes, &world.fresh[0].code), "what was read is the database");
    for fact in facts(&world) {
        assert!(!contains(&bytes, &fact), "«{fact}» stands in the clear");
    }
    let (sealed, counted) = (sealed_texts(app), figures(app));
    assert!(sealed.len() > 30 && sealed.iter().all(|text| text.opens), "{} texts, all of them open", sealed.len());

    let keys: Vec<String> = app.read(|conn| Ok(seal_keys::table.select(seal_keys::id).load(conn)?));
    let now = app.desk.now();
    let destroyed = app.desk.db.write(|conn| {
        keys.iter().filter(|id| *id != "roots").try_for_each(|id| store::destroy(conn, id, now).map(|_| ()))
    });
    destroyed.expect("keys are destroyed");
    app.desk.vault.ring().forget_all();
    let left: Vec<_> = sealed_texts(app).into_iter().filter(|text| text.opens).map(|text| text.place).collect();
    assert_eq!(left, Vec::<String>::new(), "nothing opens");
    assert_eq!(figures(app), counted, "and what is counted stays");
    app.leave_mails(app.waiting_mails().len());
}

fn contains(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}
