//! Reads the form of a visit's outcome, and fills it with the outcome that stands.
use chrono::NaiveDate;

use crate::cases::not_before::{NotBefore, NotBeforeReason};
use crate::text::dates::{parse_date, short_date};
use crate::visits::outcomes::Outcome;
use crate::visits::report::Replaced;
use crate::visits::report_kinds::PersonResult;
use crate::visits::reported::Reported;
use crate::visits::roster::RosterStop;
use crate::web::form::{Mistakes, Typed};

/// Rows for people of a group site who were not done: reason and number.
pub const REST_ROWS: usize = 3;
/// More rows than any form has.
const ROWS_MAX: usize = 300;

/// What a form says.
#[derive(Clone)]
pub struct Given {
    /// Names the report.
    pub client_id: String,
    /// "Cả nhà đã xong": everybody was captured.
    pub everybody: bool,
    /// Person by person, or by numbers.
    pub results: Vec<PersonResult>,
    /// The form's row of each result.
    pub rows: Vec<usize>,
    /// Before which day nobody comes again.
    pub not_before: Option<NotBefore>,
    /// What it puts right.
    pub replaces: Option<Replaced>,
}

/// Reads `everybody`, or `results.N.code`, `.applicant_id`, `.captures`, `.note` as far as the form has rows. A row for
/// a number of people says nothing when it has none.
pub fn read(typed: &Typed) -> (Given, Mistakes) {
    let mut mistakes = Mistakes::default();
    let mut given = Given {
        client_id: typed.get("client_id").to_owned(),
        everybody: typed.is("everybody", "captured"),
        results: Vec::new(),
        rows: Vec::new(),
        not_before: None,
        replaces: typed
            .some("replaces.report")
            .map(|report| Replaced { report, reason: typed.get("replaces.reason").to_owned() }),
    };
    if given.everybody {
        return (given, mistakes);
    }
    for row in 0..ROWS_MAX {
        let name = |field: &str| format!("results.{row}.{field}");
        if !typed.has(&name("code")) {
            break;
        }
        let (person, count) = (typed.some(&name("applicant_id")), typed.some(&name("captures")));
        let (code, counts) = (typed.some(&name("code")), typed.has(&name("captures")));
        let left_out = match counts {
            true => count.is_none() && person.is_none() && (code.is_none() || typed.is(&name("code"), "captured")),
            false => code.is_none() && typed.has("results.counted"),
        };
        if left_out || count.as_deref() == Some("0") {
            continue;
        }
        let Some(Ok(code)) = code.map(|code| code.parse::<Outcome>()) else {
            mistakes.add(&name("code"), "Chọn kết quả.");
            continue;
        };
        let captures = count.as_deref().map(str::parse::<i32>);
        if counts && !matches!(captures, Some(Ok(_))) {
            mistakes.add(&name("captures"), "Ghi số người bằng chữ số.");
            continue;
        }
        given.rows.push(row);
        given.results.push(PersonResult {
            applicant_id: person.and_then(|id| id.parse().ok()),
            code,
            captures: captures.and_then(Result::ok),
            note: typed.some(&name("note")),
        });
    }
    given.not_before = read_limit(typed, &mut mistakes);
    (given, mistakes)
}

/// `not_before.on`: nothing, one of the days offered, or `other` with the day typed as dd/MM/yyyy.
fn read_limit(typed: &Typed, mistakes: &mut Mistakes) -> Option<NotBefore> {
    let chosen = typed.some("not_before.on")?;
    let day = match chosen.as_str() {
        "other" => parse_date(typed.get("not_before.other")).ok(),
        iso => NaiveDate::parse_from_str(iso, "%Y-%m-%d").ok(),
    };
    let Some(on) = day else {
        mistakes.add("not_before.on", "Ghi ngày khác dạng 07/12/2026.");
        return None;
    };
    let Ok(reason) = typed.get("not_before.reason").parse::<NotBeforeReason>() else {
        mistakes.add("not_before.reason", "Chọn lý do không đến trước ngày này.");
        return None;
    };
    Some(NotBefore { on, reason })
}

/// Puts mistakes of the results at the rows of the form that they came from.
pub fn at_rows(mistakes: Mistakes, rows: &[usize]) -> Mistakes {
    let row_of = |name: &str| {
        let (index, field) = name.strip_prefix("results.")?.split_once('.')?;
        Some(format!("results.{}.{field}", rows.get(index.parse::<usize>().ok()?)?))
    };
    let placed = |(name, text): (String, String)| (row_of(&name).unwrap_or(name), text);
    Mistakes { fields: mistakes.fields.into_iter().map(placed).collect(), whole: mistakes.whole }
}

/// The form with the outcome that stands, where nothing was typed yet.
pub fn filled_with(typed: Typed, stands: &Reported, stop: &RosterStop, offered: &[NaiveDate]) -> Typed {
    if typed.has("client_id") {
        return typed;
    }
    let mut filled = typed;
    let mut counted = stop.applicants.len() + 1;
    for result in &stands.results {
        let named = stop.applicants.iter().position(|one| Some(one.id) == result.applicant_id);
        let row = match (named, result.code) {
            (Some(row), _) => row,
            (None, Outcome::Captured) => stop.applicants.len(),
            (None, _) => {
                counted += 1;
                counted - 1
            }
        };
        let name = |field: &str| format!("results.{row}.{field}");
        filled = filled.or(&name("code"), result.code.code());
        filled = filled.or(&name("note"), result.note.clone().unwrap_or_default());
        if named.is_none() {
            filled = filled.or(&name("captures"), result.captures.unwrap_or(1).to_string());
        }
    }
    if let Some(limit) = stands.not_before {
        let is_offered = offered.contains(&limit.on);
        filled = filled.or("not_before.on", if is_offered { limit.on.to_string() } else { "other".to_owned() });
        filled = filled.or("not_before.other", if is_offered { String::new() } else { short_date(limit.on) });
        filled = filled.or("not_before.reason", limit.reason.code());
    }
    filled
}
