//! The file of weights: every change has an author and a reason, the version in force follows from the date.
use luudong::planning::priority::WeightsTable;
use luudong::reference::ReferenceFiles;

use super::{date, with_column, with_file};

/// The shipped row and, below it, the same with another version and first day.
fn two_versions(second: &str, valid_from: &str) -> String {
    let first = with_column("version", "một");
    let again = with_column("version", second).replace("2025-07-01", valid_from);
    let row = again.split_once('\n').expect("columns and a row").1;
    first + row
}

fn refusal(text: &str) -> String {
    let (files, _folder) = with_file("priority_weights.csv", text);
    WeightsTable::load(&files).expect_err("refused").to_string()
}

#[test]
fn r25_the_last_version_that_does_not_begin_later_is_in_force() {
    let (files, _folder) = with_file("priority_weights.csv", &two_versions("hai", "2026-12-01"));
    let table = WeightsTable::load(&files).expect("two versions");
    for (on, version) in [("01/07/2025", "một"), ("30/11/2026", "một"), ("01/12/2026", "hai"), ("01/01/2030", "hai")]
    {
        assert_eq!(table.in_force(date(on)).expect("in force").version, version, "{on}");
    }
    let refused = table.in_force(date("30/06/2025")).expect_err("before the first").to_string();
    assert_eq!(refused, "priority_weights.csv: chưa có bộ trọng số nào có hiệu lực vào ngày 30/06/2025");
    let (files, _folder) = with_file("priority_weights.csv", &two_versions("hai", "2025-07-01"));
    let table = WeightsTable::load(&files).expect("put right on the same day");
    assert_eq!(table.in_force(date("01/07/2025")).expect("in force").version, "hai");
}

#[test]
fn r25_a_change_without_a_name_an_author_or_a_reason_is_refused() {
    for (column, value, expected) in [
        ("version", "", "2: bộ trọng số chưa có tên (cột “version”)"),
        ("author", " ", "2: bộ trọng số “2026-11b” chưa ghi người thay đổi (cột “author”)"),
        ("reason", "vì thế ạ!", "2: lý do của bộ trọng số “2026-11b” phải có ít nhất 10 ký tự"),
        ("merit", "nhiều", "2: cột “merit” có giá trị “nhiều” không hợp lệ: không phải số phù hợp"),
        ("merit", "-1", "2: cột “merit” có giá trị “-1” không hợp lệ: không phải số phù hợp"),
    ] {
        assert_eq!(refusal(&with_column(column, value)), format!("priority_weights.csv:{expected}"));
    }
    let (files, _folder) = with_file("priority_weights.csv", &with_column("reason", "vì thế ạ!!"));
    WeightsTable::load(&files).expect("ten characters are a reason");
}

#[test]
fn r25_versions_are_appended_each_once() {
    assert_eq!(refusal(&two_versions("một", "2026-12-01")), "priority_weights.csv:3: bộ trọng số “một” bị lặp");
    assert_eq!(
        refusal(&two_versions("hai", "2025-06-30")),
        "priority_weights.csv:3: ngày có hiệu lực 30/06/2025 trước ngày 01/07/2025 của dòng trên; chỉ thêm dòng vào cuối tệp"
    );
}

#[test]
fn r25_columns_that_are_unknown_missing_or_all_there_is_are_refused() {
    let text = ReferenceFiles::embedded().text("priority_weights.csv").expect("the file");
    let unknown = refusal(&text.replace(",merit,", ",beauty,"));
    assert!(unknown.starts_with("priority_weights.csv:2: ") && unknown.contains("beauty"), "{unknown}");
    let columns = text.lines().next().expect("columns");
    assert_eq!(refusal(columns), "priority_weights.csv: chưa có bộ trọng số nào");
    let without = text.replace(",front_of_queue", "").replace(",600\n", "\n");
    assert!(refusal(&without).contains("front_of_queue"));
}

#[test]
fn r25_r27_weights_that_break_a_rule_of_the_order_are_refused() {
    for (column, value, expected) in [
        ("very_severe_disability", "80", "nằm liệt và khuyết tật đặc biệt nặng đều phải hơn 80 điểm"),
        ("bedridden", "60", "nằm liệt và khuyết tật đặc biệt nặng đều phải hơn 80 điểm"),
        ("mild_disability", "70", "nằm liệt và khuyết tật đặc biệt nặng đều phải hơn 100 điểm"),
        ("severe_disability", "40", "điểm phải giảm dần: khuyết tật nặng, từ 80 tuổi, người có công"),
        ("aged_80", "30", "điểm phải giảm dần: khuyết tật nặng, từ 80 tuổi, người có công"),
        ("merit", "0", "điểm phải giảm dần: khuyết tật nặng, từ 80 tuổi, người có công"),
        ("per_day_waited", "0", "chờ 120 ngày vẫn chưa hơn được nhu cầu cao nhất (200 điểm)"),
        ("days_waited_max", "99", "chờ 99 ngày vẫn chưa hơn được nhu cầu cao nhất (200 điểm)"),
        ("front_of_queue", "520", "front_of_queue phải hơn 520 điểm, là tổng của mọi lý do khác"),
        ("front_of_queue", "1000000", "tổng điểm vượt quá 1000000"),
    ] {
        let refused = refusal(&with_column(column, value));
        assert!(
            refused.starts_with(&format!("priority_weights.csv:2: bộ trọng số “2026-11b”: {expected}")),
            "{refused}"
        );
    }
}

#[test]
fn the_version_in_force_is_told_with_its_author_and_reason() {
    let sentence = super::shipped().sentence();
    let expected = "Bộ trọng số thứ tự chờ 2026-11b, từ 01/07/2025, Tổ phát triển Lưu Động: Thay bộ 2026-11";
    assert!(sentence.starts_with(expected), "{sentence}");
}
