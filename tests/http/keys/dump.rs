//! The same for a dump of PostgreSQL that somebody restores.
use std::process::Command;

use super::{case_of, deletes, files};
use crate::mail_servers::wait_until;
use crate::support::database::Database;
use crate::support::households::HOUSEHOLDS;
use crate::support::process::Binary;

fn run(program: &str, arguments: &[&str]) -> Vec<u8> {
    let done = Command::new(program).args(arguments).output().expect("the program is there");
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[test]
fn a_dump_that_is_restored_opens_nothing_of_whom_was_erased() {
    let database = Database::new();
    let url = database.url();
    if !url.starts_with("postgres") {
        return; // the copy of files is the test above
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (journal, dump) = (folder.path().join("destroyed-keys"), folder.path().join("dump.sql"));
    let mail = folder.path().join("mail").display().to_string();
    let binary = Binary::with(&[("DATABASE__URL", &url), ("MAIL__FOLDER", &mail)])
        .and("KEYS__DESTROYED_FILE", &journal.display().to_string());
    let served = binary.serve();
    let (gone, stays) = (files(&served, 0), files(&served, 1));
    let dumped = run("pg_dump", &["--no-owner", &url]);
    std::fs::write(&dump, &dumped).expect("written");

    deletes(&served, &gone);
    wait_until("the journal has the key", || {
        std::fs::read_to_string(&journal).unwrap_or_default().contains(&gone.code)
    });
    let after = String::from_utf8_lossy(&run("pg_dump", &[&url])).into_owned();
    let of_gone = |text: &str| text.lines().filter(|line| line.starts_with(&format!("{}\t", gone.code))).count();
    assert_eq!((of_gone(&String::from_utf8_lossy(&dumped)), of_gone(&after)), (1, 1), "a key, then its empty row");
    served.kill();

    run("psql", &["-q", &url, "-c", "DROP SCHEMA public CASCADE; CREATE SCHEMA public"]);
    run("psql", &["-q", "-v", "ON_ERROR_STOP=1", &url, "-f", &dump.display().to_string()]);
    let forgetful = binary.and("KEYS__DESTROYED_FILE", "").serve();
    assert_eq!(case_of(&forgetful.public(), &gone)["contact"]["name"], HOUSEHOLDS[0].contact, "without the journal");
    forgetful.kill();
    let served = binary.serve();
    assert_eq!(case_of(&served.public(), &gone)["contact"]["name"], "Đã xóa");
    assert_eq!(case_of(&served.public(), &stays)["contact"]["name"], HOUSEHOLDS[1].contact);
    served.kill();
}
