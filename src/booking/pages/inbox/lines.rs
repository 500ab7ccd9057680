//! A row of the dispatcher's list, and what to look at.
use chrono::NaiveDate;

use super::Found;
use crate::cases::CaseTables;
use crate::cases::case::State;
use crate::cases::doubts::Doubt;
use crate::cases::read::ListedCase;
use crate::text::dates::short_date;

/// One row of the list.
pub(super) struct Line {
    pub(super) code: String,
    pub(super) state: State,
    pub(super) ward: String,
    pub(super) contact: String,
    pub(super) relation: &'static str,
    pub(super) people: String,
    pub(super) deadline: String,
    pub(super) filed: String,
    pub(super) half_day: String,
    pub(super) flags: Vec<Flag>,
    /// A dispatcher can decide on it now.
    pub(super) is_undecided: bool,
    /// Nothing speaks against approving it with others.
    pub(super) is_clean: bool,
}

/// What to look at, in a few words.
pub(super) struct Flag {
    pub(super) words: String,
    pub(super) class: &'static str,
}

pub(super) fn line(listed: &ListedCase, found: &Found, tables: &CaseTables, soon: NaiveDate) -> Line {
    let case = &listed.case;
    let doubts = found.doubts.get(&case.id).map(Vec::as_slice).unwrap_or_default();
    let is_undecided = case.state() == State::Filed;
    let is_near = is_undecided && case.deadline_on.is_some_and(|on| on <= soon);
    let mut flags: Vec<Flag> = if is_undecided { flags_of(doubts) } else { Vec::new() };
    flags.extend(listed.is_answered.then(|| Flag { words: "gia đình đã trả lời".to_owned(), class: "blue" }));
    flags.extend(is_near.then(|| Flag { words: "gần hạn".to_owned(), class: "red" }));
    let is_clean = is_undecided && doubts.is_empty();
    flags.extend(is_clean.then(|| Flag { words: "không vướng".to_owned(), class: "green" }));
    Line {
        code: case.code.clone(),
        state: case.state(),
        ward: tables.ward_name(&case.ward_code),
        contact: listed.household.contact.name.to_string(),
        relation: listed.household.contact.relation.label(),
        people: people(listed, case.filed_at.date()),
        deadline: case.deadline_on.map(short_date).unwrap_or_default(),
        filed: short_date(case.filed_at.date()),
        half_day: found.half_days.get(&case.id).cloned().unwrap_or_default(),
        flags,
        is_undecided,
        is_clean,
    }
}

/// "Nguyễn Thị Hòa, 92 tuổi, nằm liệt; và 1 người nữa".
fn people(listed: &ListedCase, on: NaiveDate) -> String {
    let people = &listed.household.people;
    let Some(first) = people.first() else { return format!("{} người", listed.case.expected_captures) };
    let (name, age) = (&first.identity.name, first.identity.birth.age_on(on));
    let more = if people.len() > 1 { format!("; và {} người nữa", people.len() - 1) } else { String::new() };
    format!("{name}, {age} tuổi, {}{more}", first.mobility.label())
}

/// Of several cases with the same person the first is named, the others are counted.
fn flags_of(doubts: &[Doubt]) -> Vec<Flag> {
    let is_duplicate = |doubt: &&Doubt| matches!(doubt, Doubt::Duplicate(_));
    let more = doubts.iter().filter(is_duplicate).count().saturating_sub(1);
    let first = doubts.iter().find(is_duplicate).into_iter();
    let mut flags: Vec<Flag> = first.chain(doubts.iter().filter(|doubt| !is_duplicate(doubt))).map(Flag::of).collect();
    if let Some(first) = flags.first_mut().filter(|_| more > 0) {
        first.words = format!("{} và {more} hồ sơ nữa", first.words);
    }
    flags
}

impl Flag {
    fn of(doubt: &Doubt) -> Self {
        let (words, class) = match doubt {
            Doubt::Duplicate(code) => (format!("trùng {code}"), "amber"),
            Doubt::DuplicateElsewhere(count) => (format!("trùng {count} hồ sơ ở địa bàn khác"), "amber"),
            Doubt::NoTeam => ("chưa có tổ phục vụ".to_owned(), "red"),
            Doubt::NoVisit(decision) => (decision.label().to_owned(), "amber"),
            Doubt::Number => ("số định danh lệch".to_owned(), "amber"),
            Doubt::Asked => ("chờ gia đình".to_owned(), "blue"),
        };
        Self { words, class }
    }
}
