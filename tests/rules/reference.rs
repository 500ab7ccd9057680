//! The reference reader: line numbers are true and one file can be replaced.
use luudong::cases::CaseTables;
use luudong::cases::complaints::ComplaintDays;
use luudong::cases::fees::FeeTable;
use luudong::geography::Geography;
use luudong::geography::wards::WardCode;
use luudong::planning::priority::WeightsTable;
use luudong::reference::{ReferenceFiles, read_rows};
use luudong::text::personal_numbers::NumberProvinces;
use luudong::text::phones::PhonePrefixes;
use serde::Deserialize;

use crate::with_file;

#[derive(Debug, Deserialize)]
struct Pair {
    code: String,
    count: u32,
}

#[test]
fn line_numbers_are_those_of_an_editor() {
    let unix = "code,count\na,1\n\n\"b\nstill b\",2\nc,3\n";
    for text in [unix.to_owned(), unix.replace('\n', "\r\n")] {
        let rows = read_rows::<Pair>("pairs.csv", &text).unwrap();
        let lines: Vec<_> = rows.iter().map(|row| (row.line, row.value.count)).collect();
        assert_eq!(lines, [(2, 1), (4, 2), (6, 3)]);
        assert!(rows[1].value.code.starts_with('b'));
        let broken = text.replace("c,3", "c,three");
        let refused = read_rows::<Pair>("pairs.csv", &broken).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "pairs.csv:6: cột “count” có giá trị “three” không hợp lệ: không phải số phù hợp"
        );
        let short = text.replace("c,3", "c");
        let refused = read_rows::<Pair>("pairs.csv", &short).unwrap_err();
        assert_eq!(refused.to_string(), "pairs.csv:6: dòng có 1 cột, phải có 2 cột");
    }
}

#[test]
fn a_missing_column_or_an_empty_file_is_refused() {
    let refused = read_rows::<Pair>("pairs.csv", "code,amount\na,1\n").unwrap_err().to_string();
    assert!(refused.contains("count"), "{refused}");
    let refused = read_rows::<Pair>("pairs.csv", "").unwrap_err().to_string();
    assert_eq!(refused, "pairs.csv: tệp rỗng");
}

#[test]
fn a_byte_order_mark_is_skipped_and_other_encodings_are_refused() {
    let (files, _folder) = with_file("pairs.csv", "\u{FEFF}code,count\na,1\n");
    assert_eq!(files.rows::<Pair>("pairs.csv").unwrap()[0].line, 2);
    let (files, folder) = with_file("pairs.csv", "");
    std::fs::write(folder.path().join("pairs.csv"), b"code,count\nH\xF2a,1\n").unwrap();
    let refused = files.rows::<Pair>("pairs.csv").unwrap_err().to_string();
    assert_eq!(refused, "pairs.csv:2: không phải văn bản UTF-8");
}

#[test]
fn a_folder_replaces_single_files_and_the_rest_stays_embedded() {
    let (files, _folder) = with_file("number_provinces.csv", "code,name,source\n999,Thử,x\n");
    NumberProvinces::load(&files).unwrap();
    PhonePrefixes::load(&files).unwrap();
    let refused = files.text("absent.csv").unwrap_err().to_string();
    assert_eq!(refused, "absent.csv: không có tệp này");
}

#[test]
fn every_embedded_file_loads() {
    let files = ReferenceFiles::embedded();
    PhonePrefixes::load(&files).unwrap();
    NumberProvinces::load(&files).unwrap();
    FeeTable::load(&files).unwrap();
    WeightsTable::load(&files).unwrap();
    assert_eq!(files.text("number_provinces.csv").unwrap().lines().count(), 64);
}

#[test]
fn loaders_refuse_duplicates_and_wrong_lengths() {
    let (files, _folder) = with_file(
        "phone_prefixes.csv",
        "old_prefix,new_prefix,operator,source\n0169,039,Viettel,x\n0169,038,Viettel,x\n",
    );
    let refused = PhonePrefixes::load(&files).unwrap_err().to_string();
    assert_eq!(refused, "phone_prefixes.csv:3: đầu số cũ “0169” bị lặp");
    let (files, _folder) = with_file("number_provinces.csv", "code,name,source\n31,Hải Phòng,x\n");
    let refused = NumberProvinces::load(&files).unwrap_err().to_string();
    assert_eq!(refused, "number_provinces.csv:2: mã tỉnh “31” phải có 3 chữ số");
}

#[test]
fn a_ward_with_a_hot_line_of_its_own_shows_it_and_the_others_show_the_common_one() {
    let tables = |text: &str| {
        let (files, _folder) = with_file("hot_lines.csv", text);
        let geography = Geography::load(&files).unwrap();
        CaseTables::load(&files, geography.into()).map_err(|refused| refused.to_string())
    };
    let common = "label,phone,hours,ward,source\nTrực ban chung,0225 1,mọi giờ,,x\n";
    let told = tables(&format!("{common}Trực ban Ngô Quyền,0225 2,mọi giờ,11329,x\n")).unwrap();
    let phones = |ward: &str| -> Vec<String> {
        let code = WardCode::parse(ward).unwrap();
        told.hot_lines_of(Some(&code)).into_iter().map(|line| line.phone).collect()
    };
    assert_eq!(phones("11329"), ["0225 2"]);
    assert_eq!(phones("11914"), ["0225 1"]);
    assert_eq!(told.hot_lines_of(None).len(), 1);
    // A file of before the column was there still serves.
    assert_eq!(tables("label,phone,hours,source\nTrực ban,,mọi giờ,x\n").unwrap().hot_lines_of(None).len(), 1);
    let refused = tables(&format!("{common}Lạc,0225 3,mọi giờ,11341,x\n")).unwrap_err();
    assert_eq!(refused, "hot_lines.csv:3: không có đơn vị mang mã 11341");
}

#[test]
fn deadlines_of_complaints_are_read_whole_or_refused() {
    let shipped = ReferenceFiles::embedded().text("complaints.csv").unwrap();
    let days = ComplaintDays::load(&ReferenceFiles::embedded()).unwrap();
    assert_eq!((days.file, days.accept, days.decide, days.decide_complex), (90, 10, 30, 45));
    for (wrong, said) in [
        (shipped.replace("decide_complex,45", "decide,45"), "complaints.csv:5: “decide” bị lặp"),
        (shipped.replace("accept,10", "accept,0"), "complaints.csv:3: thời hạn của “accept” thiếu số ngày hoặc căn cứ"),
        (shipped.lines().take(3).collect::<Vec<_>>().join("\n"), "phải có đủ bốn thời hạn"),
    ] {
        let (files, _folder) = with_file("complaints.csv", &wrong);
        let refused = ComplaintDays::load(&files).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}
