//! The words that name a kind of administrative unit (phường, P., huyện, TP …) in what people type.
use crate::text::fold::{fold, nfc};

/// A kind of unit as written in an address, old or new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitWord {
    /// phường, P., F.
    Phuong,
    /// xã, X.
    Xa,
    /// thị trấn, TT
    ThiTran,
    /// đặc khu
    DacKhu,
    /// quận, Q.
    Quan,
    /// huyện, H.
    Huyen,
    /// thị xã, TX
    ThiXa,
    /// thành phố, TP: of a district's rank or of a province's
    ThanhPho,
    /// tỉnh
    Tinh,
}

/// How each word is written; two-syllable words first, so that “thị xã” is not taken for “xã”.
const SPELLINGS: [(UnitWord, &str, &[&str]); 9] = [
    (UnitWord::ThiTran, "thị trấn", &["tt"]),
    (UnitWord::DacKhu, "đặc khu", &["đk"]),
    (UnitWord::ThiXa, "thị xã", &["tx"]),
    (UnitWord::ThanhPho, "thành phố", &["tp"]),
    (UnitWord::Phuong, "phường", &["p", "f"]),
    (UnitWord::Xa, "xã", &["x"]),
    (UnitWord::Quan, "quận", &["q"]),
    (UnitWord::Huyen, "huyện", &["h"]),
    (UnitWord::Tinh, "tỉnh", &["t"]),
];

impl UnitWord {
    /// Whether the word can stand before a commune-level unit.
    pub fn is_ward_level(self) -> bool {
        matches!(self, Self::Phuong | Self::Xa | Self::ThiTran | Self::DacKhu)
    }

    /// Whether the word can stand before a district of the time before 1/7/2025.
    pub fn is_district_level(self) -> bool {
        matches!(self, Self::Quan | Self::Huyen | Self::ThiXa | Self::ThanhPho)
    }
}

/// Lower-case NFC syllables; “P.Trần Phú” gives “p”, “trần”, “phú”.
pub fn syllables(text: &str) -> Vec<String> {
    nfc(text).to_lowercase().replace('.', " ").split_whitespace().map(str::to_owned).collect()
}

/// The unit word at the start of the syllables and how many syllables it takes.
///
/// A word matches with its own marks (quận) or with none (quan), never with other marks: Quán Toan
/// and Đoàn Xá are names.
pub fn leading_word(syllables: &[String]) -> Option<(UnitWord, usize)> {
    SPELLINGS.iter().find_map(|(word, spelling, short)| {
        let first = syllables.first()?;
        if short.contains(&first.as_str()) {
            return Some((*word, 1));
        }
        let parts: Vec<&str> = spelling.split(' ').collect();
        let starts = syllables.len() >= parts.len()
            && parts.iter().zip(syllables).all(|(part, typed)| typed == part || *typed == fold(part));
        starts.then_some((*word, parts.len()))
    })
}

/// A unit's name split into its word and the rest as it is written: “Thị trấn Cát Bà” → thị trấn, “Cát Bà”.
pub fn split_off_word(name: &str) -> (Option<UnitWord>, &str) {
    let name = name.trim();
    let Some((word, taken)) = leading_word(&syllables(name)) else { return (None, name) };
    // A point ends an abbreviation as a space does: "P.Trần Phú".
    let rest =
        (0..taken).try_fold(name, |rest, _| rest.find([' ', '.']).map(|at| rest[at..].trim_start_matches([' ', '.'])));
    rest.filter(|rest| !rest.is_empty()).map_or((None, name), |rest| (Some(word), rest))
}

/// A unit's name split into its word and the folded bare name: “Thị trấn Cát Bà” → thị trấn, “cat ba”.
pub fn split_name(name: &str) -> (Option<UnitWord>, String) {
    let syllables = syllables(name);
    let (word, taken) = match leading_word(&syllables) {
        // A word alone (“xã”) names nothing, so it stays as the bare name.
        Some((word, taken)) if taken < syllables.len() => (Some(word), taken),
        _ => (None, 0),
    };
    (word, fold(&syllables[taken..].join(" ")))
}
