//! Finding one's ward: every unit that a text can mean, today's and by its old name, never one picked (R15, R16).
use std::sync::OnceLock;

use crate::geography::Geography;
use crate::geography::old_wards::{OldWard, Overlap};
use crate::geography::unit_words::split_name;
use crate::geography::wards::Ward;
use crate::text::fold::fold;
use crate::text::names::vietnamese_order;

/// Names shorter than this have no slips: nearly every one is near to another.
const SHORT_NAME: usize = 4;
/// From this length on two slips are forgiven, below it one.
const LONG_NAME: usize = 9;

/// Longest text to search for, characters.
pub const QUERY_LENGTH_MAX: usize = 200;

/// What a text can mean.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// Units of today with this name, best first.
    pub wards: Vec<&'a Ward>,
    /// Units of today that an old name or address leads to.
    pub by_old_name: Vec<OldName<'a>>,
    /// Nothing has this name; these are spelled nearly so, and somebody has to say whether one of them is meant.
    pub is_near: bool,
}

/// An old unit and what became of it.
#[derive(Debug)]
pub struct OldName<'a> {
    /// “Phường Trần Phú, Thành phố Hải Dương”.
    pub name: String,
    /// The unit of today.
    pub ward: &'a Ward,
    /// Whether only a part of the old unit went there.
    pub partial: bool,
}

/// Units whose names begin with the same letter.
#[derive(Debug)]
pub struct Letter {
    /// A…Z with Đ.
    pub letter: String,
    /// The units, in Vietnamese order.
    pub wards: Vec<Ward>,
}

/// All units by letter, put in order once.
#[derive(Debug, Default)]
pub struct Letters(OnceLock<Vec<Letter>>);

impl Letters {
    /// The letters of the province.
    pub fn of(&self, geography: &Geography) -> &[Letter] {
        self.0.get_or_init(|| by_letter(geography))
    }
}

impl<'a> Found<'a> {
    /// The one unit that is meant beyond doubt: of today and the only one found, or with its whole name, xã or phường
    /// included. An old name and a slip are only offered (R16).
    pub fn meant(&self, text: &str) -> Option<&'a Ward> {
        let only = |mut wards: Vec<&'a Ward>| wards.pop().filter(|_| wards.is_empty());
        let whole = fold(text);
        let named = only(self.wards.iter().filter(|ward| fold(&ward.name) == whole).copied().collect());
        let alone = || only(self.wards.clone()).filter(|_| self.by_old_name.is_empty());
        named.or_else(alone).filter(|_| !self.is_near)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.wards.is_empty() && self.by_old_name.is_empty()
    }
}

/// Everything that the text can mean, also with its comma forgotten; only when that is nothing, what is spelled nearly
/// so. Nothing for a blank text.
pub fn find<'a>(geography: &'a Geography, text: &str) -> Found<'a> {
    if fold(text).is_empty() {
        return Found::default();
    }
    let found = exactly(geography, text);
    if !found.is_empty() {
        return found;
    }
    with_comma(text)
        .map(|text| exactly(geography, &text))
        .find(|found| !found.is_empty())
        .unwrap_or_else(|| nearly(geography, text))
}

fn exactly<'a>(geography: &'a Geography, text: &str) -> Found<'a> {
    let wards = geography.wards.search(text);
    let old = geography.old_wards.candidates(text).candidates.into_iter();
    let by_old_name =
        old.filter_map(|link| old_name(geography, link)).filter(|old| !wards.contains(&old.ward)).collect();
    Found { wards, by_old_name, is_near: false }
}

/// “Trần Phú Hải Dương” as “Trần Phú, Hải Dương” and every other cut between two words.
fn with_comma(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = if text.contains(',') { Vec::new() } else { text.split_whitespace().collect() };
    let cuts: Vec<String> =
        (1..words.len()).map(|at| format!("{}, {}", words[..at].join(" "), words[at..].join(" "))).collect();
    cuts.into_iter()
}

/// Names that a slip of the finger makes of the text: nearest first.
fn nearly<'a>(geography: &'a Geography, text: &str) -> Found<'a> {
    let typed = split_name(text.split(',').next().unwrap_or(text)).1;
    let slips = |name: &str| {
        let most = if typed.chars().count() < LONG_NAME { 1 } else { 2 };
        Some(strsim::osa_distance(name, &typed)).filter(|slips| typed.chars().count() >= SHORT_NAME && *slips <= most)
    };
    let mut wards: Vec<(usize, &Ward)> =
        geography.wards.iter().filter_map(|ward| Some((slips(&fold(bare_name(ward)))?, ward))).collect();
    wards.sort_by_key(|(slips, _)| *slips);
    let mut old: Vec<(usize, &OldWard)> =
        geography.old_wards.iter().filter_map(|link| Some((slips(&split_name(&link.old_name).1)?, link))).collect();
    old.sort_by_key(|(slips, _)| *slips);
    let wards: Vec<&Ward> = wards.into_iter().map(|(_, ward)| ward).collect();
    let by_old_name = old.into_iter().filter_map(|(_, link)| old_name(geography, link));
    Found { by_old_name: by_old_name.filter(|old| !wards.contains(&old.ward)).collect(), wards, is_near: true }
}

/// All units by the first letter of their bare name.
fn by_letter(geography: &Geography) -> Vec<Letter> {
    let mut wards: Vec<(&str, &Ward)> = geography.wards.iter().map(|ward| (bare_name(ward), ward)).collect();
    wards.sort_by(|left, right| vietnamese_order(left.0, right.0));
    let mut letters: Vec<Letter> = Vec::new();
    for (name, ward) in wards {
        let letter = first_letter(name).to_string();
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.wards.push(ward.clone()),
            _ => letters.push(Letter { letter, wards: vec![ward.clone()] }),
        }
    }
    letters
}

/// “Ngô Quyền” of “Phường Ngô Quyền”.
pub fn bare_name(ward: &Ward) -> &str {
    let mut rest = ward.name.as_str();
    for _ in ward.kind.label().split(' ') {
        rest = rest.split_once(' ').map_or(rest, |(_, rest)| rest);
    }
    rest
}

fn first_letter(name: &str) -> char {
    match name.chars().next() {
        Some('Đ' | 'đ') => 'Đ',
        _ => fold(name).chars().next().map_or('#', |first| first.to_ascii_uppercase()),
    }
}

fn old_name<'a>(geography: &'a Geography, link: &OldWard) -> Option<OldName<'a>> {
    let ward = geography.wards.find(&link.ward)?;
    let name = format!("{}, {}", link.old_name, link.old_district);
    Some(OldName { name, ward, partial: link.overlap == Overlap::Partial })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::ReferenceFiles;

    fn geography() -> Geography {
        Geography::load(&ReferenceFiles::embedded()).unwrap()
    }

    #[test]
    fn a_name_without_marks_finds_all_and_an_old_address_its_candidates() {
        let geography = geography();
        let codes =
            |found: &Found<'_>| -> Vec<String> { found.wards.iter().map(|ward| ward.code.to_string()).collect() };
        let two = find(&geography, "cam giang");
        assert!(codes(&two).contains(&"10888".to_owned()) && codes(&two).contains(&"10903".to_owned()));
        let old = find(&geography, "Phường Trần Phú, TP Hải Dương");
        assert_eq!(codes(&old), [""; 0]);
        let led: Vec<_> = old.by_old_name.iter().map(|old| old.ward.code.to_string()).collect();
        assert_eq!(led, ["10532", "10537"]);
        assert_eq!(old.by_old_name[0].name, "Phường Trần Phú, Thành phố Hải Dương");
        for nothing in ["", "  ", "xyz qq", "Hoàn Kiếm"] {
            assert!(find(&geography, nothing).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn a_slip_and_a_forgotten_comma_are_forgiven_and_rank_last() {
        let geography = geography();
        let old = |text: &str| -> Vec<String> {
            find(&geography, text).by_old_name.iter().map(|old| old.ward.code.to_string()).collect()
        };
        assert!(old("Tran Phuu").contains(&"10532".to_owned()), "{:?}", old("Tran Phuu"));
        assert_eq!(old("Phường Trần Phú Hải Dương"), ["10532", "10537"]);
        let near = find(&geography, "Ngo Quyenn");
        assert_eq!(near.wards[0].code.to_string(), "11329");
        assert!(near.meant("Ngo Quyenn").is_none(), "it is only offered");
        // Who spells it rightly sees nothing that is only near to it.
        let right = find(&geography, "Ngô Quyền");
        assert!(right.wards.iter().all(|ward| ward.name.contains("Ngô Quyền")));
    }

    #[test]
    fn every_ward_stands_under_its_letter_once() {
        let geography = geography();
        let letters = by_letter(&geography);
        assert_eq!(letters.iter().map(|letter| letter.wards.len()).sum::<usize>(), geography.wards.len());
        let mut seen: Vec<&str> = letters.iter().map(|letter| letter.letter.as_str()).collect();
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count, "a letter stands twice");
        let of = |wanted: &str| letters.iter().find(|letter| letter.letter == wanted).unwrap();
        assert!(of("N").wards.iter().any(|ward| ward.name == "Phường Ngô Quyền"));
        assert!(of("C").wards.iter().any(|ward| ward.name == "Đặc khu Cát Hải"));
        assert!(of("Đ").wards.iter().all(|ward| bare_name(ward).starts_with('Đ')));
    }
}
