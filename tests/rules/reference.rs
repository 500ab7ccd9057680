//! The reference reader: line numbers are true and one file can be replaced.
use luudong::cases::fees::FeeTable;
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
