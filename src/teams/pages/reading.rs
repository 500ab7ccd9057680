//! Fields that several forms of teams share: a day that is typed, half-days from and to, rows to choose from.
use std::str::FromStr;

use chrono::NaiveDate;

use crate::calendar::HalfDay;
use crate::teams::absence::HalfDaySpan;
use crate::teams::availability::HurtDuty;
use crate::text::dates::parse_date;
use crate::web::form::{Mistakes, Typed};

/// A value and its words.
pub type Choice = (String, String);

/// A coming duty that is hurt, with links to it that have a replacement chosen.
pub struct HurtLine {
    /// The duty's page.
    pub href: String,
    /// “cả ngày Thứ Hai 07/12/2026, Tổ lưu động 1”.
    pub words: String,
    /// Why.
    pub why: String,
    /// Who or what is free then: a link and a name.
    pub free: Vec<(String, String)>,
}

impl HurtLine {
    /// Most replacements that are offered for one duty; its own page has all.
    const FREE_MAX: usize = 4;

    /// `whom` is who is to be replaced.
    pub fn of(hurt: &HurtDuty, whom: &str) -> Self {
        let href = format!("/duties/{}", hurt.duty_id);
        let officers = hurt
            .free_officers
            .iter()
            .map(|one| (format!("{href}?officer={}&instead_of={whom}", one.id), one.full_name.clone()));
        let kits = hurt.free_kits.iter().map(|kit| (format!("{href}?kit={}", kit.id), kit.name.clone()));
        Self {
            words: format!("{}, {}", hurt.when(), hurt.team),
            why: hurt.why.clone(),
            free: officers.chain(kits).take(Self::FREE_MAX).collect(),
            href,
        }
    }
}

/// The day in a field, or a mistake at it.
pub fn day(typed: &Typed, name: &str, mistakes: &mut Mistakes) -> Option<NaiveDate> {
    let read = parse_date(typed.get(name));
    if read.is_err() {
        mistakes.add(name, "Ghi ngày dạng 07/12/2026");
    }
    read.ok()
}

/// One of some codes, or a mistake at the field.
pub fn chosen<T: FromStr>(typed: &Typed, name: &str, missing: &str, mistakes: &mut Mistakes) -> Option<T> {
    let chosen = typed.get(name).parse().ok();
    if chosen.is_none() {
        mistakes.add(name, missing);
    }
    chosen
}

/// From one half-day to another; without a last day it is the first one.
pub fn span(typed: &Typed, mistakes: &mut Mistakes) -> Option<HalfDaySpan> {
    let from = day(typed, "from", mistakes)?;
    let to = if typed.get("to").is_empty() { from } else { day(typed, "to", mistakes)? };
    let half = |name: &str, usual| typed.get(name).parse::<HalfDay>().unwrap_or(usual);
    Some(HalfDaySpan {
        from,
        from_half_day: half("from_half_day", HalfDay::Morning),
        to,
        to_half_day: half("to_half_day", HalfDay::Afternoon),
    })
}

/// Both halves of a day.
pub fn half_days() -> Vec<Choice> {
    HalfDay::ALL.iter().map(|half| (half.code().to_owned(), half.label().to_owned())).collect()
}
