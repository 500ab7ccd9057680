//! How spreadsheets, chats and people write lists: each is read right, or what is not read is named.
use luudong::cases::store;
use luudong::config::Settings;
use luudong::dice::Dice;
use luudong::ids::CaseId;
use luudong::keys;
use luudong::sealed::Vault;
use secrecy::ExposeSecret;

use super::{Desk, said};

const HEAD: &str = "Họ và tên;Ngày sinh;Giới tính;Số định danh;Đi lại;Điện thoại;Email;Địa chỉ;Phường/Xã;Ghi chú";

/// A good row, with something else in some of its cells.
fn row(changes: &[(usize, &str)]) -> String {
    let mut cells =
        ["Đoàn Văn Tư", "12/05/1940", "nam", "", "nằm liệt", "0912300001", "", "Số 7 phố Hai Lần", "11329", ""];
    for (at, cell) in changes {
        cells[*at] = cell;
    }
    cells.join(";")
}

fn file(rows: &[String], end: &str) -> String {
    [HEAD.to_owned()].iter().chain(rows).map(|line| format!("{line}{end}")).collect()
}

fn imports(desk: &Desk, text: &str, more: &[&str]) -> String {
    let path = desk.file("thu.csv", text.as_bytes());
    said(&desk.import(path.to_str().expect("a path"), more))
}

fn reads(desk: &Desk, text: &str) -> String {
    imports(desk, text, &["--dry-run"])
}

fn total(report: &str) -> &str {
    report.lines().last().unwrap_or_default()
}

fn vault(desk: &Desk) -> Vault {
    let settings = Settings::defaults_with("").expect("settings");
    let vault = Vault::new(settings.keys.data_key.expose_secret(), Dice::seeded(1));
    keys::connect(&vault, &desk.db, settings.clock.clock().expect("a clock").now()).expect("its keys");
    vault
}

#[test]
fn a_line_is_the_one_that_an_editor_shows() {
    let desk = Desk::new();
    let rows = [row(&[]), String::new(), row(&[(1, "31/02/1950"), (5, "0912300002")])];
    for end in ["\n", "\r\n", "\r"] {
        let report = reads(&desk, &file(&rows, end));
        assert!(report.contains("dòng 4: KHÔNG NHẬN"), "{end:?}: {report}");
    }
    // A cell of two lines, and the line that tells a spreadsheet the sign.
    let two = [row(&[(9, "\"chó dữ\r\ngọi trước\"")]), row(&[(1, "31/02/1950")])];
    assert!(reads(&desk, &file(&two, "\r\n")).contains("dòng 4: KHÔNG NHẬN"));
    let told = format!("\u{FEFF}sep=;\r\n{}", file(&[row(&[(1, "31/02/1950")])], "\r\n"));
    assert!(reads(&desk, &told).contains("dòng 3: KHÔNG NHẬN"));
}

#[test]
fn tones_and_vowels_make_another_person_and_spelling_does_not() {
    let desk = Desk::new();
    let both = |one: &str, other: &str| {
        let rows = [row(&[(0, one)]), row(&[(0, other), (5, "0912300002"), (7, "Số 9 phố Hai Lần")])];
        total(&reads(&desk, &file(&rows, "\n"))).to_owned()
    };
    for (one, other) in [("Trần Thị Hoa", "Trần Thị Hòa"), ("Lê Văn Dung", "Lê Văn Dũng"), ("Vũ Thị Lan", "Vũ Thị Lân")]
    {
        assert!(both(one, other).starts_with("Tổng cộng: 2 hộ mới"), "{one}, {other}");
    }
    for (one, other) in [
        ("Trần Thị Hòa", "Trần Thị Hoà"),
        ("Trần Thị Hòa", "TRẦN THỊ HÒA"),
        ("Nguyễn Thị Thúy", "Nguyễn  Thị Thu\u{0079}\u{0301}"),
        ("Đặng Văn Quý", "Ðặng Văn Qúy"),
    ] {
        assert!(both(one, other).contains("1 trùng trong tệp"), "{one}, {other}");
    }
    // Two readable numbers prove two people, and one number one person.
    let duplicates = |numbers: [&str; 2], other: &str| {
        let rows = [row(&[(3, numbers[0])]), row(&[(3, numbers[1]), (0, other), (5, "0912300002")])];
        total(&reads(&desk, &file(&rows, "\n"))).to_owned()
    };
    assert!(duplicates(["031040001234", "031040001235"], "Đoàn Văn Tư").contains("2 người được nhận"));
    assert!(duplicates(["031040001234", "031.040.001.234"], "Đoàn Văn Từ").contains("1 trùng trong tệp"));
    assert!(duplicates(["031040001234", ""], "Đoàn Văn Tư").contains("1 trùng trong tệp"));
}

#[test]
fn what_is_copied_from_chats_and_old_fonts_is_read_in_every_column() {
    let desk = Desk::new();
    for (at, cell) in [
        (5, "\u{2068}0912 300 001\u{2069}"),
        (5, "\u{202A}+84912300001\u{202C}"),
        (3, "\u{200E}031040001234\u{FE0F}"),
        (0, "Đoàn\u{200B} Văn\u{00AD} Tư"),
        (1, "\u{2066}12/05/1940\u{2069}"),
        (1, "1940-05-12"),
        (2, "n\u{2060}am"),
        (6, "\u{2068}lan@example.vn\u{2069}"),
        (8, "Ðồ Sơn"),
        (8, "Phường Lê Chân, TP Hải Phòng"),
        (8, "phuong le chan, thanh pho hai phong, Việt Nam"),
        (8, "Phường An Dương TP. Hải Phòng"),
        (8, "P.Lê Chân; TP Hải Phòng"),
    ] {
        let cell = if cell.contains(';') { format!("\"{cell}\"") } else { cell.to_owned() };
        let report = reads(&desk, &file(&[row(&[(at, &cell)])], "\n"));
        assert!(report.starts_with("dòng 2: nhận được\nTổng"), "{cell:?}: {report}");
    }
}

#[test]
fn a_number_that_was_not_written_is_never_stored() {
    let desk = Desk::new();
    for number in ["31140001234.0", "3.11E+11", "31140001234.00"] {
        let report = reads(&desk, &file(&[row(&[(3, number)])], "\n"));
        assert!(report.contains("lưu ý: Số định danh: Số định danh phải có 12 chữ số"), "{number}: {report}");
    }
    for phone in ["912300001.0", "0225382229.0", "9.123E+08"] {
        let report = reads(&desk, &file(&[row(&[(5, phone)])], "\n"));
        assert!(report.contains("KHÔNG NHẬN – Điện thoại"), "{phone}: {report}");
    }
    assert!(reads(&desk, &file(&[row(&[(1, "1940.0")])], "\n")).contains("KHÔNG NHẬN – Ngày sinh"));
}

#[test]
fn missing_and_surplus_empty_cells_are_empty_and_others_are_named() {
    let desk = Desk::new();
    let good = row(&[]);
    for line in [good.trim_end_matches(';').to_owned(), format!("{good};;;"), good.clone()] {
        let report = reads(&desk, &file(std::slice::from_ref(&line), "\n"));
        assert!(report.starts_with("dòng 2: nhận được"), "{line}: {report}");
    }
    let report = reads(&desk, &file(&[format!("{good}; và nữa")], "\n"));
    assert!(report.contains("có ô thừa sau cột cuối"), "{report}");
    let with = |header: &str, cell: &str| reads(&desk, &format!("{HEAD};{header}\n{good};{cell}\n"));
    let report = with("Ngày khảo sát", "20/11/2026");
    assert!(report.starts_with("cột “Ngày khảo sát”: không hiểu tên cột"), "{report}");
    assert!(with("Đối tượng ưu tiên", "thương binh").starts_with("dòng 2: nhận được"));
    assert!(with("Đối tượng", "\"thương binh; hộ nghèo;kt_nang\"").starts_with("dòng 2: nhận được"));
    let report = with("Đối tượng", "\"thương binh; bạn tốt\"");
    assert!(report.contains("KHÔNG NHẬN – Đối tượng: Không có lựa chọn này"), "{report}");
}

#[test]
fn a_later_list_adds_its_note_and_address_or_says_why_not() {
    let desk = Desk::new();
    let import = |rows: &[String]| imports(&desk, &file(rows, "\n"), &[]);
    import(&[row(&[])]);
    let daughter = |changes: &[(usize, &'static str)]| {
        row(&[&[(0, "Đoàn Thị Năm"), (1, "12/05/1942"), (2, "nữ"), (4, "xe lăn")], changes].concat())
    };
    let report = import(&[daughter(&[(6, "nam@example.vn"), (9, "chó dữ, gọi trước")])]);
    for kept in ["2 người", "Ghi chú: ghi thêm vào hồ sơ", "Thư điện tử: ghi thêm vào hồ sơ"] {
        assert!(report.contains(kept), "{report}");
    }
    let household = desk.db.read(|conn| {
        let case = store::case_by_id(conn, CaseId(1))?.expect("the case");
        let applicants = store::applicants_of(conn, CaseId(1))?;
        Ok::<_, luudong::db::StoreError>((case.has_email, case.unseal(&vault(&desk), &applicants)?))
    });
    let (has_email, household) = household.expect("it is read");
    assert_eq!(household.note.as_deref(), Some("chó dữ, gọi trước"));
    assert_eq!((has_email, household.contact.email.as_deref()), (true, Some("nam@example.vn")));
    let report = import(&[daughter(&[(6, "tu@example.vn"), (9, "cổng sau")])]);
    for lost in ["Ghi chú: không ghi", "Thư điện tử: không ghi"] {
        assert!(report.contains(lost), "{report}");
    }
    let again = import(&[daughter(&[(6, "NAM@example.vn"), (9, "Chó dữ, gọi trước")])]);
    assert!(again.contains("lưu ý: Ghi chú") && !again.contains("Thư điện tử"), "{again}");
}
