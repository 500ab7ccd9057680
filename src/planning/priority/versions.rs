//! What rows of a file have in common whose every change is a row with its author and reason.
use chrono::NaiveDate;

use crate::text::dates::short_date;

/// Shortest reason of a change, characters.
const REASON_LENGTH_MIN: usize = 10;

/// What stands before the figures of a row.
#[derive(Clone, Copy)]
pub struct Heading<'a> {
    pub version: &'a str,
    pub valid_from: NaiveDate,
    pub author: &'a str,
    pub reason: &'a str,
}

/// Refuses a version without name, author or reason, one that is known, and dates that go back; `called` is what the
/// rows are called in Vietnamese.
pub fn check<'a>(
    called: &str,
    known: impl DoubleEndedIterator<Item = Heading<'a>> + Clone,
    new: Heading<'_>,
) -> Result<(), String> {
    let Heading { version, valid_from, author, reason } = new;
    if version.is_empty() {
        return Err(format!("{called} chưa có tên (cột “version”)"));
    }
    if known.clone().any(|known| known.version == version) {
        return Err(format!("{called} “{version}” bị lặp"));
    }
    if author.is_empty() {
        return Err(format!("{called} “{version}” chưa ghi người thay đổi (cột “author”)"));
    }
    if reason.chars().count() < REASON_LENGTH_MIN {
        return Err(format!("lý do của {called} “{version}” phải có ít nhất {REASON_LENGTH_MIN} ký tự"));
    }
    if let Some(last) = known.rev().map(|last| last.valid_from).next().filter(|last| *last > valid_from) {
        let (new, last) = (short_date(valid_from), short_date(last));
        return Err(format!("ngày có hiệu lực {new} trước ngày {last} của dòng trên; chỉ thêm dòng vào cuối tệp"));
    }
    Ok(())
}
