//! What a family asks about its own data (R35): acknowledged at once, done by a day.
use chrono::NaiveDate;

use crate::clock::Timestamp;
use crate::coded_enum;
use crate::ids::{CaseId, DataRequestId};

coded_enum! {
    /// What is asked.
    pub enum DataRequestKind {
        Delete = "delete" / "xóa dữ liệu",
    }
}

/// A request as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataRequest {
    /// Its number.
    pub id: DataRequestId,
    /// Whose data.
    pub case_id: CaseId,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When the family was told that it arrived.
    pub acknowledged_at: Option<Timestamp>,
    /// The day on which it is done at the latest.
    pub due_on: NaiveDate,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

/// The day on which data is erased: the day after the last card is due, so that the card still finds its family, but
/// never later than the law allows.
pub fn erase_on(asked_on: NaiveDate, last_card_due_on: Option<NaiveDate>, days_max: i64) -> NaiveDate {
    let after_card = last_card_due_on.and_then(|due_on| due_on.succ_opt()).unwrap_or(asked_on);
    after_card.clamp(asked_on, asked_on + chrono::Duration::days(days_max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r35_data_goes_the_day_after_the_card_is_due_and_never_later_than_the_law_allows() {
        let on = |day: u32| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        assert_eq!(erase_on(on(1), None, 20), on(1), "nothing to wait for");
        assert_eq!(erase_on(on(1), Some(on(8)), 20), on(9));
        assert_eq!(erase_on(on(10), Some(on(8)), 20), on(10), "the card is there already");
        assert_eq!(erase_on(on(1), Some(on(30)), 20), on(21), "the law is stronger");
    }
}
