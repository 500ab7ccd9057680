//! The reference data that cases read: places, number provinces, phone prefixes, fees, hot lines, times of complaints.
use std::sync::Arc;

use serde::Deserialize;

use super::complaints::ComplaintDays;
use super::fees::FeeTable;
use super::phrases::Phrases;
use crate::geography::Geography;
use crate::geography::wards::WardCode;
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::messages::Words;
use crate::text::personal_numbers::NumberProvinces;
use crate::text::phones::PhonePrefixes;

const HOT_LINES_FILE: &str = "hot_lines.csv";

/// Read once at the start; cloning is cheap.
#[derive(Clone, Debug)]
pub struct CaseTables {
    /// Wards, old wards, zones.
    pub geography: Arc<Geography>,
    /// Province codes at the head of personal numbers.
    pub number_provinces: Arc<NumberProvinces>,
    /// Mobile prefixes of before 2018.
    pub phone_prefixes: Arc<PhonePrefixes>,
    /// Fees by procedure and date.
    pub fees: Arc<FeeTable>,
    /// Whom families may call.
    pub hot_lines: Arc<Vec<HotLine>>,
    /// Days within which a complaint is made and answered.
    pub complaints: ComplaintDays,
    /// What a dispatcher need not type anew.
    pub phrases: Arc<Phrases>,
}

/// A number that families may call back.
#[derive(Clone, Debug, Deserialize)]
pub struct HotLine {
    /// Whose it is, in Vietnamese.
    pub label: String,
    /// The same in English; may be empty.
    #[serde(default)]
    pub label_en: String,
    /// The number as printed; empty while the office has not told it.
    pub phone: String,
    /// When somebody answers, in Vietnamese; may be empty.
    pub hours: String,
    /// The same in English; may be empty.
    #[serde(default)]
    pub hours_en: String,
    /// The ward whose own it is; empty for one that is for everybody.
    #[serde(default)]
    pub ward: String,
}

impl HotLine {
    /// The number as telephones dial it.
    pub fn dial(&self) -> String {
        dialled(&self.phone)
    }

    /// Whose it is, in the reader's language where the office has said it.
    pub fn label(&self, words: &Words) -> Said<'_> {
        Said::of(&self.label, &self.label_en, words)
    }

    /// When somebody answers, the same way.
    pub fn hours(&self, words: &Words) -> Said<'_> {
        Said::of(&self.hours, &self.hours_en, words)
    }
}

/// A text of the office with the language that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// May be empty.
    pub text: &'a str,
    /// BCP 47 tag.
    pub lang: &'static str,
}

impl<'a> Said<'a> {
    fn of(vietnamese: &'a str, english: &'a str, words: &Words) -> Self {
        match words.lang() {
            "en" if !english.is_empty() => Self { text: english, lang: "en" },
            _ => Self { text: vietnamese, lang: "vi" },
        }
    }
}

/// A number as telephones dial it.
pub fn dialled(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

impl CaseTables {
    /// Reads the tables; the places are shared with other nouns.
    ///
    /// # Errors
    /// [`ReferenceError`] with file, line and reason.
    pub fn load(files: &ReferenceFiles, geography: Arc<Geography>) -> Result<Self, ReferenceError> {
        let mut hot_lines = Vec::new();
        for row in files.rows::<HotLine>(HOT_LINES_FILE)? {
            if row.value.label.is_empty() {
                return Err(ReferenceError::at(HOT_LINES_FILE, row.line, "số gọi chưa ghi của đơn vị nào"));
            }
            let ward = &row.value.ward;
            if !ward.is_empty() && !WardCode::parse(ward).is_ok_and(|code| geography.wards.find(&code).is_some()) {
                return Err(ReferenceError::at(HOT_LINES_FILE, row.line, format!("không có đơn vị mang mã {ward}")));
            }
            hot_lines.push(row.value);
        }
        Ok(Self {
            geography,
            number_provinces: Arc::new(NumberProvinces::load(files)?),
            phone_prefixes: Arc::new(PhonePrefixes::load(files)?),
            fees: Arc::new(FeeTable::load(files)?),
            hot_lines: Arc::new(hot_lines),
            complaints: ComplaintDays::load(files)?,
            phrases: Arc::new(Phrases::load(files)?),
        })
    }

    /// With the office's telephone for lines that have no number of their own.
    #[must_use]
    pub fn answered_at(mut self, telephone: &str) -> Self {
        let answered = |line: &HotLine| match line.phone.is_empty() {
            true => HotLine { phone: telephone.to_owned(), ..line.clone() },
            false => line.clone(),
        };
        self.hot_lines = Arc::new(self.hot_lines.iter().map(answered).collect());
        self
    }

    /// Whom families of a ward may call: the ward's own numbers, or those for everybody where it has none.
    pub fn hot_lines_of(&self, ward: Option<&WardCode>) -> Vec<HotLine> {
        let those_of =
            |code: &str| -> Vec<HotLine> { self.hot_lines.iter().filter(|line| line.ward == code).cloned().collect() };
        let own = ward.map(|code| those_of(code.as_str())).unwrap_or_default();
        if own.is_empty() { those_of("") } else { own }
    }

    /// The full name of a ward: “Phường Ngô Quyền”; the code itself when nobody knows it any more.
    pub fn ward_name(&self, code: &str) -> String {
        let ward = WardCode::parse(code).ok();
        let ward = ward.and_then(|code| self.geography.wards.find(&code));
        ward.map_or_else(|| code.to_owned(), |ward| ward.name.clone())
    }
}
