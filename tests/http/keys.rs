//! Keys of cases and months: what is destroyed stays destroyed, in old copies too; what lives is readable under another
//! master key; a text belongs to its row.
use std::path::Path;

use chrono::Duration;
use diesel::connection::SimpleConnection;
use luudong::cases::household::Note;
use luudong::db::{DbConn, StoreError};
use luudong::keys::{self, journal, store};

use crate::mail_servers::wait_until;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::{Filed, Office};
use crate::support::process::{Binary, Served};
use crate::support::{Client, TestApp};

mod before;
mod dump;

const NEW_KEY: &str = "Zk3vQm8TtW1xRb6Yp0LsHc5NdGf9JuEa";

fn case_of(client: &Client, filed: &Filed) -> serde_json::Value {
    let family = client.with("X-Case-Secret", &filed.secret);
    family.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json()
}

fn files(served: &Served, at: usize) -> Filed {
    let told = served.public().post("/api/v1/cases", &HOUSEHOLDS[at].case()).expect(201).json();
    let text = |name: &str| told[name].as_str().expect(name).to_owned();
    Filed { code: text("code"), secret: text("secret"), link: text("link") }
}

fn deletes(served: &Served, filed: &Filed) {
    let page = format!("/follow/{}/{}/deletion", filed.code, filed.secret);
    served.public().form(&page, &[("sure", "yes")]).expect(303);
}

/// Every file of a folder that a database leaves, as bytes.
fn contains(folder: &Path, needle: &str) -> bool {
    let files = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path());
    files.filter(|path| path.is_file()).any(|path| {
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    })
}

fn wrapped(folder: &Path, id: &str) -> Option<String> {
    let settings = format!("database.url = 'sqlite:{}'", folder.join("luudong.sqlite3").display());
    let settings = luudong::config::Settings::defaults_with(&settings).expect("settings");
    let db = luudong::db::Db::open(&settings.database).expect("the database opens");
    db.read(|conn| store::find(conn, id)).expect("it answers").and_then(|key| key.wrapped)
}

#[test]
fn an_old_copy_that_is_brought_back_opens_nothing_of_whom_was_erased() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, copy) = (folder.path().join("luudong.sqlite3"), folder.path().join("copy"));
    let journal = folder.path().join("outside");
    std::fs::create_dir(&journal).expect("a folder outside");
    let journal = journal.join("destroyed-keys");
    let url = format!("sqlite:{}", file.display());
    let binary =
        Binary::with(&[("DATABASE__URL", &url), ("MAIL__FOLDER", &folder.path().join("mail").display().to_string())])
            .and("KEYS__DESTROYED_FILE", &journal.display().to_string());
    let served = binary.serve();
    let (gone, stays) = (files(&served, 0), files(&served, 1));
    assert_eq!(case_of(&served.public(), &gone)["contact"]["name"], HOUSEHOLDS[0].contact);
    served.kill();
    let key = wrapped(folder.path(), &gone.code).expect("the key stands there, wrapped");
    assert!(contains(folder.path(), &key), "before, the wrapped key is in the file");
    std::fs::create_dir(&copy).expect("a folder");
    for companion in ["", "-wal"] {
        let name = format!("luudong.sqlite3{companion}");
        let _ = std::fs::copy(folder.path().join(&name), copy.join(&name));
    }

    let served = binary.serve();
    deletes(&served, &gone);
    let is_wiped = || {
        let told = std::fs::read_to_string(&journal).unwrap_or_default().contains(&gone.code);
        told && !contains(folder.path(), &key)
    };
    wait_until("the worker wipes the key out of file and log", is_wiped);
    assert_eq!(case_of(&served.public(), &gone)["contact"]["name"], "Đã xóa");
    served.kill();

    for companion in ["", "-wal", "-shm"] {
        let name = format!("luudong.sqlite3{companion}");
        let _ = std::fs::remove_file(folder.path().join(&name));
        let _ = std::fs::copy(copy.join(&name), folder.path().join(&name));
    }
    let forgetful = binary.and("KEYS__DESTROYED_FILE", "").serve();
    let back = case_of(&forgetful.public(), &gone);
    assert_eq!(back["contact"]["name"], HOUSEHOLDS[0].contact, "without the journal the old copy has them again");
    forgetful.kill();
    let served = binary.serve();
    let again = case_of(&served.public(), &gone);
    assert_eq!(again["contact"]["name"], "Đã xóa");
    assert_eq!(
        again["applicants"].as_array().map(Vec::len),
        back["applicants"].as_array().map(Vec::len),
        "counts stay"
    );
    assert_eq!(case_of(&served.public(), &stays)["contact"]["name"], HOUSEHOLDS[1].contact);
    assert!(!contains(folder.path(), &key), "and the key is wiped out again");
    served.kill();
}

#[test]
fn another_master_key_takes_over_and_a_wrong_one_is_refused_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("luudong.sqlite3").display());
    let binary =
        Binary::with(&[("DATABASE__URL", &url), ("MAIL__FOLDER", &folder.path().join("mail").display().to_string())]);
    let served = binary.serve();
    let filed = files(&served, 0);
    served.kill();
    let weak = binary.run(&["keys", "rotate", "--new-data-key", "ngắn"], "");
    assert_eq!(weak.status.code(), Some(2));
    let moved = binary.run(&["keys", "rotate", "--new-data-key", NEW_KEY], "");
    assert!(moved.status.success(), "{}", String::from_utf8_lossy(&moved.stderr));
    let old = binary.run(&["keys", "list"], "");
    let said = String::from_utf8_lossy(&old.stderr).into_owned();
    assert!(!old.status.success() && said.contains("keys.data_key không mở được"), "{said}");
    let renewed = binary.and("KEYS__DATA_KEY", NEW_KEY);
    let list = renewed.run(&["keys", "list"], "");
    let said = String::from_utf8_lossy(&list.stdout).into_owned();
    assert!(said.contains("2026-11: 1 hồ sơ"), "{said}");
    let served = renewed.serve();
    assert_eq!(case_of(&served.public(), &filed)["contact"]["name"], HOUSEHOLDS[0].contact);
    files(&served, 1);
    served.kill();
    for month in ["2026-11", "2026-08"] {
        assert_eq!(renewed.run(&["keys", "destroy", "--month", month], "").status.code(), Some(1), "{month}");
    }
}

#[test]
fn a_month_ends_and_its_open_cases_live_on_under_a_newer_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let journal_file = folder.path().join("destroyed-keys");
    let app = TestApp::with(&format!("keys.destroyed_file = '{}'", journal_file.display()));
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    app.deliver();
    let parent = |code: &str| app.read(|conn| store::find(conn, code)).and_then(|key| key.parent_id);
    assert_eq!(parent(&filed.code).as_deref(), Some("2026-11"));
    app.later(Duration::days(68));
    app.deliver();
    assert_eq!(parent(&filed.code).as_deref(), Some("2026-11"), "62 days after its end, not before");
    app.later(Duration::days(2));
    app.deliver();
    assert_eq!(parent(&filed.code).as_deref(), Some("2027-02"));
    assert!(app.read(|conn| store::find(conn, "2026-11")).is_none());
    assert_eq!(case_of(&office.public, &filed)["contact"]["name"], HOUSEHOLDS[0].contact);
    let written = std::fs::read_to_string(&journal_file).expect("the journal");
    assert!(written.contains("2026-11 ") && !written.contains(&filed.code), "{written}");
    let again = journal::replay(&app.desk.db, &journal_file, app.desk.now()).expect("it is replayed");
    assert_eq!(again.keys, 0);
    // Whoever unwraps anew reads it too.
    app.desk.vault.ring().forget_all();
    assert_eq!(case_of(&office.public, &filed)["contact"]["name"], HOUSEHOLDS[0].contact);
}

#[test]
fn the_texts_of_one_case_are_of_no_use_in_the_row_of_another() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let (one, other) = (office.files(&HOUSEHOLDS[0].case()), office.files(&HOUSEHOLDS[1].case()));
    app.deliver();
    let swap = |column: &str, table: &str, key: &str| {
        format!(
            "UPDATE {table} SET {column} = (SELECT {column} FROM {table} WHERE {key} = (SELECT id FROM cases WHERE code = '{}'))
             WHERE {key} = (SELECT id FROM cases WHERE code = '{}')",
            other.code, one.code
        )
    };
    for sql in [swap("sealed_contact", "cases", "id"), swap("sealed_identity", "applicants", "case_id")] {
        app.desk.db.write(|conn| Ok::<_, StoreError>(conn.batch_execute(&sql)?)).expect("it is written");
        let family = office.public.with("X-Case-Secret", &one.secret);
        let answer = family.get(&format!("/api/v1/cases/{}", one.code));
        assert!(answer.status >= 500 && !answer.text.contains(HOUSEHOLDS[1].contact), "{}", answer.text);
        assert_eq!(case_of(&office.public, &other)["contact"]["name"], HOUSEHOLDS[1].contact);
    }
    let listed = office.dispatcher.get("/api/v1/cases").expect(200).json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "the list leaves the damaged row out");
}

#[test]
fn a_database_that_was_away_for_a_moment_gives_its_keys_again() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let filed = office.files(&HOUSEHOLDS[0].case());
    app.deliver();
    app.desk.vault.ring().forget_all();
    assert_eq!(case_of(&office.public, &filed)["contact"]["name"], HOUSEHOLDS[0].contact);
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let ended = app.desk.db.read(|conn| match conn {
        DbConn::Postgres(_) => Ok::<_, StoreError>(conn.batch_execute(others)?),
        DbConn::Sqlite(_) => Ok(()),
    });
    ended.expect("the others are sent away");
    app.desk.vault.ring().forget_all();
    let family = office.public.with("X-Case-Secret", &filed.secret);
    let read = || family.get(&format!("/api/v1/cases/{}", filed.code)).status == 200;
    wait_until("the case is read again", read);
}

#[test]
fn the_key_of_a_month_whose_transaction_was_rolled_back_seals_nothing() {
    let app = TestApp::start();
    let (db, vault) = (&app.desk.db, &app.desk.vault);
    let later = app.desk.now() + Duration::days(100);
    let refused = db.write(|conn| -> Result<(), StoreError> {
        keys::of_month(conn, vault, later)?;
        Err(StoreError::Damaged("on purpose".to_owned()))
    });
    refused.expect_err("rolled back");
    let key = db.write(|conn| keys::of_month(conn, vault, later)).expect("a key");
    let sealed = vault.seal(&key, &Note("gọi trước".to_owned()));
    vault.ring().forget_all();
    assert_eq!(vault.unseal(&sealed).expect("it stands in the database").0, "gọi trước");
}

#[test]
fn the_keys_of_this_month_and_of_the_next_are_there_before_anybody_files() {
    let app = TestApp::start();
    let months = || -> Vec<String> { app.read(store::living_months).into_iter().map(|month| month.id).collect() };
    let this = app.desk.now().date().format("%Y-%m").to_string();
    assert_eq!((months().len(), &months()[0]), (2, &this));
    app.later(Duration::days(31));
    app.worker_has_run();
    assert_eq!(months().len(), 3, "{:?}", months());
}
