//! Lists as spreadsheets, and files that are none: numbers and dates as they stand, bombs and old encodings refused with a
//! sentence before they take memory.
use std::io::{Cursor, Write};
use std::process::Output;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Desk, last_line, list, said};
use crate::support::sheets::{self, Cell};

/// Memory that a file may take beyond what a small list takes, KiB.
const GROWTH_KIB: u64 = 20_000;

const HEAD: [&str; 8] =
    ["Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Đi lại", "Điện thoại", "Địa chỉ", "Phường/Xã"];

fn text_cells(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::Text((*text).to_owned())).collect()
}

fn person(number: usize) -> Vec<Cell> {
    let (name, phone) = (format!("Đoàn Văn {}", sheets::word(number)), format!("09123{number:05}"));
    let door = format!("Số {number} phố Bảng Tính");
    text_cells(&[&name, "12/05/1940", "nam", "", "nằm liệt", &phone, &door, "11329"])
}

fn imports(desk: &Desk, name: &str, bytes: &[u8], more: &[&str]) -> Output {
    let path = desk.file(name, bytes);
    desk.import(path.to_str().expect("a path"), more)
}

#[test]
fn the_list_of_91_households_is_the_same_as_a_spreadsheet() {
    let desk = Desk::new();
    let rows = sheets::of_csv(&std::fs::read_to_string(list()).expect("the list"));
    let dry = imports(&desk, "danh-sach.xlsx", &sheets::xlsx(&rows), &["--dry-run"]);
    assert_eq!(said(&dry), said(&desk.import(list(), &["--dry-run"])));
    assert_eq!(
        last_line(&imports(&desk, "danh-sach.xlsx", &sheets::xlsx(&rows), &[])),
        "Tổng cộng: 86 hộ mới, 95 người được nhận, 0 đã có từ trước, 3 trùng trong tệp, 5 dòng không nhận."
    );
    assert_eq!(desk.cases(), 86);
}

#[test]
fn numbers_and_dates_are_what_the_sheet_shows_and_titles_stand_above() {
    let desk = Desk::new();
    let mut number = person(1);
    number[3] = Cell::Number("31140001234.0");
    let mut date = person(2);
    date[1] = Cell::Date(14_743);
    let mut serial = person(3);
    serial[1] = Cell::Number("14743");
    let rows = [text_cells(&["DANH SÁCH NGƯỜI CAO TUỔI"]), vec![], text_cells(&HEAD), number, date, serial];
    let report = said(&imports(&desk, "so.xlsx", &sheets::xlsx(&rows), &["--dry-run"]));
    assert!(report.contains("dòng 4: nhận được\n    lưu ý: Số định danh: "), "eleven digits are unclear: {report}");
    assert!(report.contains("dòng 5: nhận được\n") || report.contains("dòng 5: nhận được"), "{report}");
    assert!(report.contains("dòng 6: KHÔNG NHẬN – Ngày sinh: "), "a serial number is no date: {report}");
}

#[test]
fn a_formula_is_refused_where_it_is_read_and_not_where_rows_are_numbered() {
    let desk = Desk::new();
    let numbered = |cell: Cell, row: Vec<Cell>| [vec![cell], row].concat();
    let head = numbered(Cell::Text("STT".to_owned()), text_cells(&HEAD));
    let good = [head.clone(), numbered(Cell::Formula("ROW()-1", "1"), person(1))];
    let report = imports(&desk, "stt.xlsx", &sheets::xlsx(&good), &["--dry-run"]);
    assert!(last_line(&report).contains("1 người được nhận"), "{report:?}");
    let mut computed = person(1);
    computed[0] = Cell::Formula("CONCATENATE(\"A\",\"B\")", "AB");
    let bad = [head, numbered(Cell::Number("1"), computed)];
    let refused = imports(&desk, "cong-thuc.xlsx", &sheets::xlsx(&bad), &["--dry-run"]);
    assert!(reason(&refused).contains("ô B2 là công thức"), "{refused:?}");
}

fn reason(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("a reason is text")
}

/// What makes a file that is no list: its name, its bytes, words of the sentence.
fn bombs() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let zeros = vec![b' '; 1 << 20];
    let flood = |unit: &str, times: usize| {
        sheets::with_sheet(|file| {
            for _ in 0..times {
                file.write_all(unit.as_bytes()).expect("it is written");
            }
        })
    };
    let empty_row = format!("<row>{}</row>", "<c/>".repeat(1_000));
    let formula_row = format!("<row>{}</row>", "<c><f>1+1</f><v>2</v></c>".repeat(50));
    let long_string = format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "x".repeat(60_000));
    let tall = r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#;
    let far = r#"<sheetData><row r="99999999999"><c r="ZZZZZZZZZZ99999999999"><v>1</v></c></row></sheetData>"#;
    let strings = |sst: &str| {
        sheets::with_parts(&[
            ("xl/sharedStrings.xml", sst.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheets::sheet_xml("<sheetData/>").as_bytes()),
        ])
    };
    let one = format!(r#"<sst><si><t>{}</t></si></sst>"#, "y".repeat(3_900));
    let shared = sheets::with_parts(&[
        ("xl/sharedStrings.xml", one.as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            sheets::sheet_xml(&format!(
                "<sheetData>{}</sheetData>",
                r#"<row><c t="s"><v>0</v></c></row>"#.repeat(4_000)
            ))
            .as_bytes(),
        ),
    ]);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    archive.start_file("xl/media/image1.bin", options).expect("a part");
    for _ in 0..100 {
        archive.write_all(&zeros).expect("it is written");
    }
    let zip_bomb = archive.finish().expect("an archive").into_inner();
    vec![
        ("bom.xlsx", zip_bomb, "giải nén nhiều hơn"),
        ("o-trong.xlsx", flood(&empty_row, 2_000), "số ô nhiều hơn"),
        ("cong-thuc.xlsx", flood(&formula_row, 1_900), "công thức|thiếu cột"),
        ("o-dai.xlsx", flood(&long_string, 400), "một ô nhiều hơn|byte chữ nhiều hơn"),
        ("mot-o.xlsx", flood(&"z".repeat(1_000), 20_000), "một ô nhiều hơn"),
        ("dong.xlsx", flood("<row></row>", 500_000), "số dòng nhiều hơn"),
        (
            "cao.xlsx",
            sheets::with_parts(&[("xl/worksheets/sheet1.xml", sheets::sheet_xml(tall).as_bytes())]),
            "số cột nhiều hơn",
        ),
        (
            "xa.xlsx",
            sheets::with_parts(&[("xl/worksheets/sheet1.xml", sheets::sheet_xml(far).as_bytes())]),
            "không đọc được bảng tính|số cột",
        ),
        ("khai.xlsx", strings(r#"<sst uniqueCount="99999999999"></sst>"#), "số ô nhiều hơn"),
        ("chuoi.xlsx", strings(&format!("<sst>{}</sst>", "<si/>".repeat(200_000))), "số ô nhiều hơn"),
        ("lap.xlsx", shared, "byte chữ nhiều hơn"),
        ("hong.xlsx", b"PK\x03\x04 nothing of an archive".to_vec(), "không đọc được bảng tính"),
        ("cu.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old".to_vec(), ".xls"),
    ]
}

/// The same of texts.
fn texts() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let head = "Họ và tên;Ngày sinh;Điện thoại\nA;1940;0912345678\n";
    let utf_16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(head.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin =
        |text: &str| text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("a byte")).collect::<Vec<u8>>();
    vec![
        ("to.csv", vec![b'a'; 40 << 20], "số byte nhiều hơn"),
        ("cot.csv", vec![b','; 2_000_000], "số cột nhiều hơn"),
        ("dong.csv", "a;b\n".repeat(500_000).into_bytes(), "số dòng nhiều hơn"),
        ("utf16.csv", utf_16, "UTF-16"),
        ("tcvn3.csv", latin("Hä vµ tªn;Ngµy sinh;§iÖn tho¹i\n"), "TCVN3"),
        ("vni.csv", latin("Hoï vaø teân;Ngaøy sinh;Ñieän thoaïi\n"), "VNI"),
        ("1258.csv", b"Ng\xE0y sinh;Ph\xE1i;Ghi ch\xFA\n".to_vec(), "Windows-1258"),
    ]
}

#[test]
fn bombs_and_old_encodings_are_refused_with_a_sentence_and_take_no_memory() {
    let desk = Desk::new();
    let small = sheets::xlsx(&[text_cells(&HEAD), person(1)]);
    let (usual, taken) = desk.peak(desk.file("nho.xlsx", &small).to_str().expect("a path"));
    assert!(last_line(&taken).contains("1 người được nhận"), "{taken:?}");
    for (name, bytes, words) in bombs().into_iter().chain(texts()) {
        let (peak, refused) = desk.peak(desk.file(name, &bytes).to_str().expect("a path"));
        let reason = reason(&refused);
        assert_eq!(refused.status.code(), Some(2), "{name}: {refused:?}");
        assert!(words.split('|').any(|words| reason.contains(words)), "{name}: {reason}");
        assert_eq!(reason.trim().lines().count(), 1, "one sentence: {reason}");
        assert!(peak < usual + GROWTH_KIB, "{name} took {peak} KiB, a small list {usual}");
    }
    assert_eq!(desk.cases(), 0);
}
