//! Commune-level units (xã, phường, đặc khu): their codes, loading (R17) and search without marks (R15).
use super::point::{Point, Province};
use super::unit_words::{UnitWord, split_name, split_off_word};
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::fold::{fold, found_by, identity, nfc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;

const FILE: &str = "wards.csv";

/// The code of a commune-level unit: exactly five digits kept as text, so “00004” keeps its zeros.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WardCode(String);

/// The text is not five digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("mã đơn vị “{0}” phải gồm đúng 5 chữ số")]
pub struct WardCodeError(pub String);

/// Most square kilometres of one unit; more is a typing error.
const AREA_MAX_KM2: f64 = 10_000.0;

/// For a unit whose area is not known: the median of the province's units, km².
const AREA_USUAL_KM2: f64 = 25.0;

/// The three kinds of commune-level unit since 1/7/2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WardKind {
    /// Rural commune.
    #[serde(rename = "xã")]
    Xa,
    /// Urban ward.
    #[serde(rename = "phường")]
    Phuong,
    /// Special zone, in Hải Phòng the two islands.
    #[serde(rename = "đặc khu")]
    DacKhu,
}

/// One commune-level unit, as in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Ward {
    /// Five-digit code, the key everywhere.
    pub code: WardCode,
    /// Full name with its kind: “Phường Ngô Quyền”.
    pub name: String,
    /// xã, phường or đặc khu.
    pub kind: WardKind,
    /// Area centroid: good for clustering, useless for ordering stops inside the unit.
    pub center: Point,
    /// Square kilometres, where the file has them.
    pub area_km2: Option<f64>,
}

/// All units of the province, in the file's order.
#[derive(Debug, Clone)]
pub struct Wards {
    list: Vec<Ward>,
    by_code: HashMap<WardCode, usize>,
    /// Folded name of the province, without its word.
    province: String,
}

#[derive(Deserialize)]
struct WardRow {
    code: String,
    name: String,
    kind: String,
    lat: f64,
    lng: f64,
    #[serde(default)]
    area_km2: Option<f64>,
}

impl WardCode {
    /// Reads a code; refuses anything but five ASCII digits.
    pub fn parse(text: &str) -> Result<Self, WardCodeError> {
        if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(text.to_owned()));
        }
        Err(WardCodeError(text.to_owned()))
    }

    /// The five digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for WardCode {
    type Error = WardCodeError;

    fn try_from(text: String) -> Result<Self, WardCodeError> {
        Self::parse(&text)
    }
}

impl From<WardCode> for String {
    fn from(code: WardCode) -> Self {
        code.0
    }
}

impl fmt::Display for WardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl WardKind {
    /// Reads the word used in `wards.csv`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Xa, Self::Phuong, Self::DacKhu].into_iter().find(|kind| kind.label() == nfc(text))
    }

    /// The Vietnamese word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Xa => "xã",
            Self::Phuong => "phường",
            Self::DacKhu => "đặc khu",
        }
    }
}

impl Ward {
    /// Radius of a circle that is as large as the unit, metres: what is within it lies in the unit, as a rule.
    pub fn radius_metres(&self) -> f64 {
        (self.area_km2.unwrap_or(AREA_USUAL_KM2) / std::f64::consts::PI).sqrt() * 1_000.0
    }
}

impl Wards {
    /// Reads `wards.csv` exactly as it stands (R17); the first bad row refuses the file.
    pub fn load(files: &ReferenceFiles, province: &Province) -> Result<Self, ReferenceError> {
        let (_, province_name) = split_name(&province.name);
        let mut wards = Self { list: Vec::new(), by_code: HashMap::new(), province: province_name };
        for row in files.rows::<WardRow>(FILE)? {
            wards.add(&row.value, province).map_err(|reason| ReferenceError::at(FILE, row.line, reason))?;
        }
        if wards.list.is_empty() {
            return Err(ReferenceError::whole(FILE, "không có đơn vị nào"));
        }
        Ok(wards)
    }

    /// The unit with this code, if it exists today.
    pub fn find(&self, code: &WardCode) -> Option<&Ward> {
        self.by_code.get(code).map(|at| &self.list[*at])
    }

    /// A unit's name without the province behind it, with whatever word and sign it is written: since 1/7/2025 “phường
    /// Lê Chân, thành phố Hải Phòng” is the official form of an address.
    pub fn without_province(&self, text: &str) -> String {
        let is_country = |part: &str| matches!(fold(part).as_str(), "viet nam" | "vietnam" | "vn");
        let is_province = |part: &str| {
            let (word, name) = split_name(part);
            name == self.province && matches!(word, None | Some(UnitWord::ThanhPho | UnitWord::Tinh))
        };
        let mut parts: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
        while parts.len() > 1 && parts.last().is_some_and(|part| is_country(part) || is_province(part)) {
            parts.pop();
        }
        let text = parts.join(", ");
        let words: Vec<&str> = text.split_whitespace().collect();
        // Without a sign before it the province's word tells where it begins: "phường An Dương TP Hải Phòng".
        let cut = (1..words.len()).find(|at| {
            let tail = words[*at..].join(" ");
            is_province(&tail) && split_name(&tail).0.is_some()
        });
        cut.map_or(text.clone(), |at| words[..at].join(" "))
    }

    /// Units of today with exactly this name, with or without the province; the marks decide when they are written, the
    /// kind when it is. What was a name before 1/7/2025 does not count here: today's exact name comes first.
    pub fn named(&self, text: &str) -> Vec<&Ward> {
        let text = self.without_province(text);
        let (kind, bare) = split_name(&text);
        let same_name = |ward: &&Ward| {
            let (own_kind, own_name) = split_name(&ward.name);
            own_name == bare && (kind.is_none() || kind == own_kind)
        };
        let all: Vec<&Ward> = self.list.iter().filter(same_name).collect();
        let (_, typed) = split_off_word(&text);
        let with_marks: Vec<&Ward> =
            all.iter().copied().filter(|ward| identity(split_off_word(&ward.name).1) == identity(typed)).collect();
        if with_marks.len() == 1 { with_marks } else { all }
    }

    /// The one unit whose official address of today this is: its kind, its exact name, the province. Such an address is
    /// not an old one, whatever had that name before 1/7/2025.
    pub fn stated(&self, text: &str) -> Option<&Ward> {
        let bare = self.without_province(text);
        let says_kind = split_name(&bare).0.is_some();
        match self.named(text)[..] {
            [only] if says_kind && bare.trim() != text.trim() => Some(only),
            _ => None,
        }
    }

    /// *Every* unit that the text can mean, best first; never one chosen among several (R15).
    ///
    /// Marks, case and the words xã, phường, đặc khu do not matter for finding, only for ranking.
    /// A blank text finds all units; a five-digit text finds the code.
    pub fn search(&self, text: &str) -> Vec<&Ward> {
        if let Ok(code) = WardCode::parse(text.trim()) {
            return self.find(&code).into_iter().collect();
        }
        let text = &self.without_province(text);
        let mut found: Vec<(u8, &Ward)> = self.list.iter().filter_map(|ward| Some((rank(ward, text)?, ward))).collect();
        // A stable sort: equal ranks stay in the file's order.
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, ward)| ward).collect()
    }

    /// All units in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &Ward> {
        self.list.iter()
    }

    /// How many units there are; 114 for Hải Phòng.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Never true for a loaded file, which has at least one unit.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn add(&mut self, row: &WardRow, province: &Province) -> Result<(), String> {
        let code = WardCode::parse(&row.code).map_err(|error| error.to_string())?;
        if self.by_code.contains_key(&code) {
            return Err(format!("mã {code} bị lặp"));
        }
        let name = nfc(row.name.trim());
        if name.is_empty() {
            return Err(format!("mã {code} thiếu tên"));
        }
        let Some(kind) = WardKind::parse(&row.kind) else {
            let kinds = "xã, phường hoặc đặc khu";
            return Err(format!("loại “{}” không có; phải là {kinds}", row.kind));
        };
        let center = province.point(row.lat, row.lng).map_err(|error| error.to_string())?;
        let area_km2 = row.area_km2;
        if area_km2.is_some_and(|area| !(area > 0.0 && area < AREA_MAX_KM2)) {
            return Err(format!("diện tích của {code} phải là số km² lớn hơn 0"));
        }
        self.by_code.insert(code.clone(), self.list.len());
        self.list.push(Ward { code, name, kind, center, area_km2 });
        Ok(())
    }
}

/// How well a text names a unit, 0 best; none when it does not.
fn rank(ward: &Ward, text: &str) -> Option<u8> {
    let (_, bare_query) = split_name(text);
    let found = found_by(&ward.name, text) || (!bare_query.is_empty() && found_by(&ward.name, &bare_query));
    if !found {
        return None;
    }
    let (_, bare_name) = split_name(&ward.name);
    let as_typed = nfc(text.trim()).to_lowercase();
    let as_named = ward.name.to_lowercase();
    if as_named == as_typed || as_named.ends_with(&format!(" {as_typed}")) && bare_name == fold(text) {
        return Some(0); // every mark agrees
    }
    if fold(&ward.name) == fold(text) {
        return Some(1); // kind and name agree without marks
    }
    if bare_name == bare_query {
        return Some(2); // the name agrees, the kind is missing or other
    }
    if bare_name.starts_with(&bare_query) {
        return Some(3);
    }
    Some(4)
}
