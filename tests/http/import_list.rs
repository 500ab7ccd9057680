//! A ward's list of 91 households through the real command: tried dry, imported once, bad rows named by line.
use std::path::PathBuf;
use std::process::Output;

use luudong::cases::store::{self, Wanted};
use luudong::config::Settings;
use luudong::db::Db;

use crate::support::database::Database;
use crate::support::process::Binary;

mod habits;
mod spreadsheets;

/// Lines of the list whose row is broken, with the words of the reason.
const BROKEN: [(u64, &str); 5] = [
    (8, "Điện thoại: Chưa có số điện thoại."),
    (26, "Ngày sinh: Ngày này không có trong lịch."),
    (44, "nay có thể thuộc: Phường Lê Thanh Nghị (10532), Phường Tân Hưng (10537)"),
    (60, "“cam giang” có thể là: Xã Cẩm Giang (10888), Xã Cẩm Giàng (10903)"),
    (89, "Đi lại: Chọn mức độ đi lại."),
];

struct Desk {
    binary: Binary,
    db: Db,
    folder: tempfile::TempDir,
    // Dropped last.
    _database: Database,
}

impl Desk {
    fn new() -> Self {
        let database = Database::new();
        let folder = tempfile::tempdir().expect("a folder");
        let mails = folder.path().join("mail");
        let settings = Settings::defaults_with(&database.settings()).expect("settings");
        Self {
            binary: Binary::with(&[
                ("DATABASE__URL", &database.url()),
                ("MAIL__FOLDER", mails.to_str().expect("a path")),
                ("LOG__FILTER", "off"),
            ]),
            db: Db::open(&settings.database).expect("the database opens"),
            folder,
            _database: database,
        }
    }

    fn import(&self, file: &str, more: &[&str]) -> Output {
        let arguments: Vec<&str> = ["import", "households", file].into_iter().chain(more.iter().copied()).collect();
        self.binary.run(&arguments, "")
    }

    /// A dry run, and the most memory that it had at once, KiB.
    fn peak(&self, file: &str) -> (u64, Output) {
        self.binary.peak(&["import", "households", file, "--dry-run"])
    }

    fn cases(&self) -> usize {
        let wanted = Wanted { limit: 1_000, ..Wanted::default() };
        self.db.read(|conn| store::list(conn, &wanted)).expect("cases are read").len()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }
}

fn list() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/households_91.csv")
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the report is text")
}

fn last_line(output: &Output) -> String {
    said(output).lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_dry_run_reports_every_row_and_stores_nothing() {
    let desk = Desk::new();
    let dry = desk.import(list(), &["--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{dry:?}");
    let report = said(&dry);
    let rows = report.lines().filter(|line| line.starts_with("dòng ")).count();
    assert_eq!(rows, 103, "one line per row");
    assert_eq!(
        last_line(&dry),
        "Tổng cộng: 86 hộ mới, 95 người được nhận, 0 đã có từ trước, 3 trùng trong tệp, 5 dòng không nhận."
    );
    assert_eq!(desk.cases(), 0);
}

#[test]
fn the_real_run_takes_the_good_rows_once_and_names_the_bad_ones_by_line() {
    let desk = Desk::new();
    let real = desk.import(list(), &[]);
    assert_eq!(real.status.code(), Some(0), "{real:?}");
    assert_eq!(
        last_line(&real),
        "Tổng cộng: 86 hộ mới, 95 người được nhận, 0 đã có từ trước, 3 trùng trong tệp, 5 dòng không nhận."
    );
    let report = said(&real);
    let refused: Vec<&str> = report.lines().filter(|line| line.contains("KHÔNG NHẬN")).collect();
    assert_eq!(refused.len(), BROKEN.len());
    for (line, (number, reason)) in refused.iter().zip(BROKEN) {
        assert!(line.starts_with(&format!("dòng {number}: KHÔNG NHẬN – ")), "{line}");
        assert!(line.contains(reason), "{line}");
    }
    assert_eq!(desk.cases(), 86);

    let again = desk.import(list(), &[]);
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    assert_eq!(
        last_line(&again),
        "Tổng cộng: 0 hộ mới, 0 người được nhận, 95 đã có từ trước, 3 trùng trong tệp, 5 dòng không nhận."
    );
    assert_eq!(desk.cases(), 86);
}

#[test]
fn the_report_names_nobody() {
    let desk = Desk::new();
    let report = said(&desk.import(list(), &[]));
    let rows = std::fs::read_to_string(list()).expect("the list");
    for row in rows.lines().skip(1) {
        let name = row.split(',').nth(1).expect("a name");
        assert!(!report.contains(name), "{name} stands in the report");
    }
}

#[test]
fn what_is_no_list_is_refused_with_a_reason_and_status_2() {
    let desk = Desk::new();
    for (name, bytes) in
        [("anh.png", &b"\x89PNG\r\n\x1a\n\xff\xfe\x00"[..]), ("trong.csv", b""), ("khac.csv", b"a,b,c\n1,2,3\n")]
    {
        let path = desk.file(name, bytes);
        let refused = desk.import(path.to_str().expect("a path"), &[]);
        let reason = String::from_utf8(refused.stderr.clone()).expect("a reason is text");
        assert_eq!(refused.status.code(), Some(2), "{name}: {reason}");
        assert!(reason.starts_with("luudong: ") && reason.contains(name), "{reason}");
        assert!(reason.trim_end().len() > reason.find(name).unwrap() + name.len() + 10, "no reason: {reason}");
        assert_eq!(refused.stdout, b"");
    }
    let missing = desk.import("khong-co.csv", &[]);
    assert_eq!(missing.status.code(), Some(1), "{missing:?}");
    assert_eq!(desk.cases(), 0);
}
