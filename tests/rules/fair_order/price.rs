//! The price of waiting: data with author and reason, strictly more for more points, never nothing.
use luudong::planning::priority::WeightsTable;
use luudong::reference::ReferenceFiles;
use luudong::seconds::Seconds;

use super::{date, today, with_file};

const COLUMNS: &str = "version,valid_from,author,reason,minutes_per_100_points";

fn load(rows: &[&str]) -> Result<WeightsTable, String> {
    let text = [&[COLUMNS], rows, &[""]].concat().join("\n");
    let (files, _folder) = with_file("waiting_prices.csv", &text);
    WeightsTable::load(&files).map_err(|error| error.to_string())
}

#[test]
fn r25_a_day_is_worth_more_to_who_has_more_points_and_never_nothing() {
    let table = WeightsTable::load(&ReferenceFiles::embedded()).expect("the embedded price loads");
    let price = table.price_in_force(today()).expect("a price is in force");
    let minutes = i32::try_from(price.minutes_per_100_points).expect("minutes");
    assert_eq!(price.day_secs(100), Seconds::minutes(minutes));
    assert_eq!(price.day_secs(0), price.day_secs(1));
    assert!((1..3_000).all(|points| price.day_secs(points) < price.day_secs(points + 1)));
    assert!(price.day_secs(0) > Seconds::ZERO);
    assert_eq!(price.day_secs(u32::MAX), planner::Visit::DAY_PRICE_LIMIT.into());
}

#[test]
fn the_price_in_force_follows_from_the_date() {
    let table = load(&["một,2025-07-01,Tổ,lý do đủ dài,5", "hai,2026-12-01,Tổ,lý do đủ dài,20"]).expect("two prices");
    let version = |on| table.price_in_force(date(on)).expect("in force").version.clone();
    assert_eq!((version("30/11/2026").as_str(), version("01/12/2026").as_str()), ("một", "hai"));
    let refused = table.price_in_force(date("30/06/2025")).expect_err("before the first").to_string();
    assert_eq!(refused, "waiting_prices.csv: chưa có giá của một ngày chờ nào có hiệu lực vào ngày 30/06/2025");
}

#[test]
fn a_price_without_author_or_reason_or_beyond_reason_is_refused() {
    for (row, expected) in [
        (",2025-07-01,Tổ,lý do đủ dài,5", "2: giá chờ chưa có tên (cột “version”)"),
        ("một,2025-07-01,,lý do đủ dài,5", "2: giá chờ “một” chưa ghi người thay đổi (cột “author”)"),
        ("một,2025-07-01,Tổ,vì thế,5", "2: lý do của giá chờ “một” phải có ít nhất 10 ký tự"),
        ("một,2025-07-01,Tổ,lý do đủ dài,1", "2: giá chờ “một”: minutes_per_100_points phải từ 2 đến 120 phút"),
        ("một,2025-07-01,Tổ,lý do đủ dài,121", "2: giá chờ “một”: minutes_per_100_points phải từ 2 đến 120 phút"),
    ] {
        assert_eq!(load(&[row]).expect_err("refused"), format!("waiting_prices.csv:{expected}"));
    }
    assert_eq!(load(&[]).expect_err("refused"), "waiting_prices.csv: chưa có giá của một ngày chờ nào");
    let twice = ["một,2025-07-01,Tổ,lý do đủ dài,5"; 2];
    assert_eq!(load(&twice).expect_err("refused"), "waiting_prices.csv:3: giá chờ “một” bị lặp");
}
