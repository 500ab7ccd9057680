//! Addresses from before 1/7/2025: candidates among today's units; a person chooses among them (R16).
use super::unit_words::{UnitWord, leading_word, split_name, syllables};
use super::wards::{WardCode, Wards};
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::fold::{fold, nfc};
use serde::Deserialize;
use std::collections::HashSet;

const FILE: &str = "old_wards.csv";

/// How much of an old unit went to the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// The whole old unit.
    Full,
    /// A part only: the old unit was divided.
    Partial,
}

/// One link from an old unit to a new one.
#[derive(Debug, Clone)]
pub struct OldWard {
    /// Code of the old unit, as in the file (five digits; three for the old Bạch Long Vĩ district).
    pub old_code: String,
    /// Full old name: “Phường Trần Phú”.
    pub old_name: String,
    /// Full old district: “Thành phố Hải Dương”.
    pub old_district: String,
    /// Full old province: “Tỉnh Hải Dương”.
    pub old_province: String,
    /// Today's unit.
    pub ward: WardCode,
    /// Whether all of the old unit is in it.
    pub overlap: Overlap,
    word: Option<UnitWord>,
    bare: String,
    bare_district: String,
}

/// What an old address was recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recognised {
    /// A commune-level unit was named.
    Ward,
    /// Only a district was named (or none of its units): every unit it became is a candidate.
    District,
    /// Nothing was recognised.
    Nothing,
}

/// The candidates for an old address, one per new unit, in the file's order.
#[derive(Debug, Clone)]
pub struct OldAddress<'a> {
    /// What they were found by.
    pub recognised: Recognised,
    /// Distinct new units; several mean that a person must choose.
    pub candidates: Vec<&'a OldWard>,
}

/// All links of the province.
#[derive(Debug, Clone)]
pub struct OldWards {
    links: Vec<OldWard>,
}

#[derive(Deserialize)]
struct OldWardRow {
    old_code: String,
    old_name: String,
    old_district: String,
    old_province: String,
    new_code: String,
    overlap: String,
}

/// A piece of an address: perhaps a unit word, and a folded name.
type Part = (Option<UnitWord>, String);

impl OldWards {
    /// Reads `old_wards.csv`; each new code must be a unit of today.
    pub fn load(files: &ReferenceFiles, wards: &Wards) -> Result<Self, ReferenceError> {
        let mut links = Vec::new();
        let mut seen = HashSet::new();
        for row in files.rows::<OldWardRow>(FILE)? {
            let refuse = |reason| ReferenceError::at(FILE, row.line, reason);
            let link = link(row.value, wards).map_err(refuse)?;
            if !seen.insert((link.old_code.clone(), link.ward.clone())) {
                let reason = format!("cặp {} → {} bị lặp", link.old_code, link.ward);
                return Err(refuse(reason));
            }
            links.push(link);
        }
        Ok(Self { links })
    }

    /// The new units that an old address can mean: “P. Trần Phú, TP Hải Dương”, “huyện Cát Hải” (R16).
    ///
    /// Accepts words and abbreviations (P. X. TT H. Q. TX TP), any case, with or without marks.
    pub fn candidates(&self, address: &str) -> OldAddress<'_> {
        let parts = parts(address);
        let both = self.matching(|link| {
            (0..parts.len()).any(|ward| {
                link.is_ward(&parts[ward])
                    && (0..parts.len()).any(|other| other != ward && link.is_in_district(&parts[other]))
            })
        });
        if !both.is_empty() {
            return answer(Recognised::Ward, &prefer_stated_word(both, &parts));
        }
        let in_district = |link: &OldWard| parts.iter().any(|part| link.is_in_district(part));
        let is_ward = |link: &OldWard| parts.iter().any(|part| link.is_ward(part));
        let district = self.matching(in_district);
        if district.is_empty() {
            let wards = prefer_stated_word(self.matching(is_ward), &parts);
            return answer(Recognised::Ward, &wards);
        }
        // A bare “An Dương” is an old district and an old ward elsewhere: both are offered.
        let bare: Vec<&Part> = parts.iter().filter(|(word, _)| word.is_none()).collect();
        let either = self
            .matching(|link| in_district(link) || bare.iter().any(|part| link.is_ward(part) && self.is_district(part)));
        answer(Recognised::District, &either)
    }

    /// All links in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &OldWard> {
        self.links.iter()
    }

    fn matching(&self, wanted: impl Fn(&OldWard) -> bool) -> Vec<&OldWard> {
        self.links.iter().filter(|link| wanted(link)).collect()
    }

    fn is_district(&self, part: &Part) -> bool {
        self.links.iter().any(|link| link.is_in_district(part))
    }
}

impl OldWard {
    fn is_ward(&self, part: &Part) -> bool {
        let (word, name) = part;
        *name == self.bare && word.is_none_or(UnitWord::is_ward_level)
    }

    /// The district's word is not compared: An Dương was a huyện, then a quận, within two years.
    fn is_in_district(&self, part: &Part) -> bool {
        let (word, name) = part;
        *name == self.bare_district && word.is_none_or(UnitWord::is_district_level)
    }
}

fn link(row: OldWardRow, wards: &Wards) -> Result<OldWard, String> {
    let ward = WardCode::parse(&row.new_code).map_err(|error| error.to_string())?;
    if wards.find(&ward).is_none() {
        return Err(format!("mã mới {ward} không có trong wards.csv"));
    }
    let overlap = match row.overlap.as_str() {
        "full" => Overlap::Full,
        "partial" => Overlap::Partial,
        other => {
            return Err(format!("overlap “{other}” không có; phải là full hoặc partial"));
        }
    };
    let digits = row.old_code.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || ![3, 5].contains(&row.old_code.len()) {
        return Err(format!("mã cũ “{}” phải gồm 5 (hoặc 3) chữ số", row.old_code));
    }
    let (word, bare) = split_name(&row.old_name);
    let (_, bare_district) = split_name(&row.old_district);
    if bare.is_empty() || bare_district.is_empty() {
        return Err(format!("mã cũ {} thiếu tên hoặc thiếu huyện cũ", row.old_code));
    }
    Ok(OldWard {
        old_code: row.old_code,
        old_name: nfc(&row.old_name),
        old_district: nfc(&row.old_district),
        old_province: nfc(&row.old_province),
        ward,
        overlap,
        word,
        bare,
        bare_district,
    })
}

/// When some links have the very word that was typed (phường, not xã), only those count.
fn prefer_stated_word<'a>(links: Vec<&'a OldWard>, parts: &[Part]) -> Vec<&'a OldWard> {
    let exact: Vec<&OldWard> =
        links.iter().copied().filter(|link| parts.contains(&(link.word, link.bare.clone()))).collect();
    if exact.is_empty() { links } else { exact }
}

fn answer<'a>(recognised: Recognised, links: &[&'a OldWard]) -> OldAddress<'a> {
    let mut seen = HashSet::new();
    let candidates: Vec<&OldWard> = links.iter().copied().filter(|link| seen.insert(&link.ward)).collect();
    let recognised = if candidates.is_empty() { Recognised::Nothing } else { recognised };
    OldAddress { recognised, candidates }
}

/// The pieces of an address: cut at commas, dashes, and before each unit word.
fn parts(address: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for piece in address.replace(" - ", ",").replace(" – ", ",").split([',', ';', '\n']) {
        let syllables = syllables(piece);
        let mut start = 0;
        for at in 1..syllables.len() {
            if starts_a_unit(&syllables, at) {
                push_part(&mut parts, &syllables[start..at]);
                start = at;
            }
        }
        push_part(&mut parts, &syllables[start..]);
    }
    parts
}

/// A unit word in mid-text counts only when a name follows: “xa Doan Xa huyen …” is not cut at “Xa”.
fn starts_a_unit(syllables: &[String], at: usize) -> bool {
    // The second half of “thị xã” is no “xã”.
    if leading_word(&syllables[at - 1..]).is_some_and(|(_, taken)| taken > 1) {
        return false;
    }
    let Some((_, taken)) = leading_word(&syllables[at..]) else {
        return false;
    };
    let rest = &syllables[at + taken..];
    !rest.is_empty() && leading_word(rest).is_none()
}

/// A piece can be a unit word with a name, or a name that only looks like it (ASCII “quan toan”).
fn push_part(parts: &mut Vec<Part>, syllables: &[String]) {
    if syllables.is_empty() {
        return;
    }
    let text = syllables.join(" ");
    let with_word = split_name(&text);
    let whole = (None, fold(&text));
    if with_word != whole {
        parts.push(with_word);
    }
    parts.push(whole);
}
