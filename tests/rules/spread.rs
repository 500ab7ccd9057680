//! The spread of durations and ways: data with author and reason; what is planned stays right in the mean.
use luudong::planning::spread::SpreadTable;
use luudong::reference::ReferenceFiles;

use crate::{date, with_file};

const COLUMNS: &str = "version,valid_from,author,reason,work_percent,leg_percent,all_work_percent,all_legs_percent";

fn load(rows: &[&str]) -> Result<SpreadTable, String> {
    let text = [&[COLUMNS], rows, &[""]].concat().join("\n");
    let (files, _folder) = with_file("spreads.csv", &text);
    SpreadTable::load(&files).map_err(|error| error.to_string())
}

#[test]
fn the_shipped_spread_says_that_it_is_an_estimate() {
    let table = SpreadTable::load(&ReferenceFiles::embedded()).expect("the embedded spread loads");
    let spread = table.in_force(date("23/11/2026")).expect("one is in force");
    assert!(spread.reason.starts_with("Ước lượng"), "{}", spread.reason);
    let shares = spread.shares();
    assert_eq!((shares.work, shares.leg, shares.all_work, shares.all_legs), (0.30, 0.25, 0.10, 0.15));
}

#[test]
fn the_spread_in_force_follows_from_the_date() {
    let table = load(&["một,2025-07-01,Tổ,lý do đủ dài,30,25,10,15", "hai,2026-12-01,Tổ,lý do đủ dài,20,20,5,5"]);
    let table = table.expect("two spreads");
    let version = |day: &str| table.in_force(date(day)).map(|spread| spread.version.clone());
    assert_eq!(version("30/11/2026").as_deref(), Ok("một"));
    assert_eq!(version("01/12/2026").as_deref(), Ok("hai"));
    let early = version("30/06/2025").expect_err("none is in force");
    assert_eq!(early.to_string(), "spreads.csv: chưa có độ phân tán nào có hiệu lực vào ngày 30/06/2025");
}

#[test]
fn a_spread_without_author_reason_or_sense_is_refused() {
    for (rows, said) in [
        (&[][..], "spreads.csv: chưa có độ phân tán nào"),
        (&["một,2025-07-01,,lý do đủ dài,30,25,10,15"], "spreads.csv:2: độ phân tán “một” chưa ghi người thay đổi"),
        (&["một,2025-07-01,Tổ,ngắn,30,25,10,15"], "spreads.csv:2: lý do của độ phân tán “một” phải có ít nhất"),
        (&["một,2025-07-01,Tổ,lý do đủ dài,30,101,10,15"], "spreads.csv:2: độ phân tán “một”: 101 % phải từ 0 đến 100"),
    ] {
        let refused = load(rows).expect_err(said);
        assert!(refused.starts_with(said), "{refused}");
    }
    assert!(load(&["một,2025-07-01,Tổ,lý do đủ dài,30,-1,10,15"]).is_err());
}
