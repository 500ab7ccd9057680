//! Reads which half-days suit a family.
use chrono::{Duration, NaiveDate};

use super::NewPreference;
use super::reading::Reading;
use crate::cases::CaseTables;
use crate::cases::preference::{PreferredTimes, TimePreference};
use crate::field_problem::FieldProblem;
use crate::text::dates::{parse_date, short_date};

/// Nobody keeps a household waiting for longer than this because of its own word, days.
const FROM_DAYS_MAX: i64 = 180;

/// Reads what a family prefers. `deadline` is the day by which it needs a card, if it named one.
///
/// # Errors
/// All field problems, with pointers into [`NewPreference`].
pub fn parse_preference(
    typed: &NewPreference,
    deadline: Option<NaiveDate>,
    tables: &CaseTables,
    today: NaiveDate,
) -> Result<TimePreference, Vec<FieldProblem>> {
    let mut reading = Reading::new(tables, today);
    let read = preference(&mut reading, "", typed, deadline);
    read.filter(|_| reading.problems.is_empty()).ok_or(reading.problems)
}

/// The same below a pointer.
pub(super) fn preference(
    reading: &mut Reading<'_>,
    at: &str,
    typed: &NewPreference,
    deadline: Option<NaiveDate>,
) -> Option<TimePreference> {
    let ask = "Chọn buổi nào tiện cho gia đình.";
    let times = reading.code_or(&format!("{at}/times"), &typed.times, PreferredTimes::Any, ask);
    let from = first_day(reading, &format!("{at}/from"), &typed.from, deadline);
    Some(TimePreference { times: times?, from: from? })
}

/// The first day that suits; the inner none when any does.
fn first_day(
    reading: &mut Reading<'_>,
    pointer: &str,
    typed: &str,
    deadline: Option<NaiveDate>,
) -> Option<Option<NaiveDate>> {
    if typed.trim().is_empty() {
        return Some(None);
    }
    let (code, detail) = match (parse_date(typed), deadline) {
        (Err(error), _) => ("date", format!("{error}.")),
        (Ok(on), _) if on < reading.today => ("date", "Ngày sớm nhất đã qua.".to_owned()),
        (Ok(on), _) if on > reading.today + Duration::days(FROM_DAYS_MAX) => {
            ("date", format!("Ngày sớm nhất quá xa: chọn ngày trong vòng {FROM_DAYS_MAX} ngày."))
        }
        (Ok(on), Some(deadline)) if on > deadline => {
            let deadline = short_date(deadline);
            ("after_deadline", format!("Gia đình cần thẻ trước {deadline}. Chọn ngày sớm hơn ngày đó, hoặc bỏ trống."))
        }
        (Ok(on), _) => return Some(Some(on)),
    };
    reading.refuse(pointer, code, detail);
    None
}
