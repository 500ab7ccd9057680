//! Personal numbers: the 12 digits of a citizen, the 9 digits of an old CMND, and what to ask again.
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

use crate::coded_enum;
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::dates::BirthDate;
use crate::text::fold::visible;
use crate::text::groups;
use crate::text::names::Sex;

const PROVINCES_FILE: &str = "number_provinces.csv";

/// A 12-digit personal number (Luật Căn cước art. 12).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonalNumber(String);

/// A 9-digit number of an old CMND, dead since 01/01/2025 but often all that a family knows.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OldNumber(String);

/// What was typed in the field for the personal number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum IdentityNumber {
    /// Nothing: allowed.
    Blank,
    /// 12 digits.
    Personal(PersonalNumber),
    /// 9 digits.
    Old(OldNumber),
    /// Something else, kept as typed (spaces, dots and dashes removed) for the officer to clear up.
    Unclear(String),
}

coded_enum! {
    /// Something to confirm about a personal number; never a reason to refuse (R12).
    pub enum NumberWarning {
        SexMismatch = "sex_mismatch" / "số định danh không khớp với giới tính; đề nghị kiểm tra lại",
        BirthYearMismatch = "birth_year_mismatch" / "số định danh không khớp với năm sinh; đề nghị kiểm tra lại",
        ProvinceUnknown = "province_unknown" / "ba số đầu không phải mã của một tỉnh; có thể khai sinh ở nước ngoài",
        OldCmnd = "cmnd9" / "đây là số CMND 9 số, đã hết giá trị từ 01/01/2025",
        Format = "format" / "số định danh phải có 12 chữ số, CMND cũ có 9 chữ số",
    }
}

/// A typed number with everything that should be confirmed about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberReading {
    /// What the field holds.
    pub number: IdentityNumber,
    /// What to confirm; empty when all is well.
    pub warnings: Vec<NumberWarning>,
}

/// Province codes at the head of a personal number (TT 07/2016/TT-BCA), as data.
///
/// They tell where the birth was registered, never where somebody lives (R13).
#[derive(Debug, Clone)]
pub struct NumberProvinces {
    name_by_code: HashMap<String, String>,
}

#[derive(Deserialize)]
struct ProvinceRow {
    code: String,
    name: String,
}

impl NumberProvinces {
    /// Reads `number_provinces.csv`; refuses duplicates, wrong lengths and empty names.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let mut name_by_code = HashMap::new();
        for row in files.rows::<ProvinceRow>(PROVINCES_FILE)? {
            let ProvinceRow { code, name } = row.value;
            let refuse = |reason: String| Err(ReferenceError::at(PROVINCES_FILE, row.line, reason));
            if code.len() != 3 || !all_digits(&code) {
                return refuse(format!("mã tỉnh “{code}” phải có 3 chữ số"));
            }
            if name.is_empty() {
                return refuse(format!("mã tỉnh “{code}” chưa có tên"));
            }
            if name_by_code.contains_key(&code) {
                return refuse(format!("mã tỉnh “{code}” bị lặp"));
            }
            name_by_code.insert(code, name);
        }
        Ok(Self { name_by_code })
    }

    /// Name of the province where the birth was registered, if the code is a Vietnamese one.
    pub fn name_of(&self, number: &PersonalNumber) -> Option<&str> {
        self.name_by_code.get(number.province_code()).map(String::as_str)
    }
}

impl PersonalNumber {
    /// All 12 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// First three digits: province or country of birth registration.
    pub fn province_code(&self) -> &str {
        &self.0[..3]
    }

    /// Sex and year of birth that digits 4–6 tell by practice (NĐ 137/2015 art. 13, since lapsed).
    pub fn sex_and_birth_year(&self) -> (Sex, i32) {
        let digit = |at: usize| i32::from(self.0.as_bytes()[at] - b'0');
        let sex = if digit(3) % 2 == 0 { Sex::Male } else { Sex::Female };
        let century = 1900 + 100 * (digit(3) / 2);
        (sex, century + 10 * digit(4) + digit(5))
    }

    /// For lists and screens: `031••••••234`.
    pub fn masked(&self) -> String {
        format!("{}••••••{}", &self.0[..3], &self.0[9..])
    }
}

impl OldNumber {
    /// All 9 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For lists and screens: `••••••456`.
    pub fn masked(&self) -> String {
        format!("••••••{}", &self.0[6..])
    }
}

impl IdentityNumber {
    /// Recognises what was typed; spaces, dots and dashes are ignored.
    pub fn read(typed: &str) -> Self {
        let text: String = visible(typed).chars().filter(|c| !c.is_whitespace()).collect();
        if !groups::are_digits_only_cut(&text) {
            return Self::Unclear(text);
        }
        let text = text.replace(['.', '-'], "");
        match (text.len(), all_digits(&text)) {
            (0, _) => Self::Blank,
            (12, true) => Self::Personal(PersonalNumber(text)),
            (9, true) => Self::Old(OldNumber(text)),
            _ => Self::Unclear(text),
        }
    }

    /// Whether it could be a miswritten number: digits and Latin letters alone, and more digits than letters.
    pub fn is_like_a_number(&self) -> bool {
        let Self::Unclear(text) = self else { return true };
        let digits = text.chars().filter(char::is_ascii_digit).count();
        text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ',' | '+')) && 2 * digits > text.len()
    }

    /// The text to store; empty for blank.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Blank => "",
            Self::Personal(number) => number.as_str(),
            Self::Old(number) => number.as_str(),
            Self::Unclear(text) => text,
        }
    }
}

// A number must not reach a log through `{:?}`.
impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalNumber({})", self.masked())
    }
}

impl fmt::Debug for OldNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OldNumber({})", self.masked())
    }
}

/// Reads a personal number and checks it against sex and birth date; warns, never refuses (R12, R13).
pub fn read_number(
    typed: &str,
    sex: Option<Sex>,
    birth: Option<BirthDate>,
    provinces: &NumberProvinces,
) -> NumberReading {
    let number = IdentityNumber::read(typed);
    let warnings = match &number {
        IdentityNumber::Blank => Vec::new(),
        IdentityNumber::Old(_) => vec![NumberWarning::OldCmnd],
        IdentityNumber::Unclear(_) => vec![NumberWarning::Format],
        IdentityNumber::Personal(personal) => mismatches(personal, sex, birth, provinces),
    };
    NumberReading { number, warnings }
}

fn mismatches(
    number: &PersonalNumber,
    sex: Option<Sex>,
    birth: Option<BirthDate>,
    provinces: &NumberProvinces,
) -> Vec<NumberWarning> {
    let (told_sex, told_year) = number.sex_and_birth_year();
    let mut warnings = Vec::new();
    if provinces.name_of(number).is_none() {
        warnings.push(NumberWarning::ProvinceUnknown);
    }
    if sex.is_some_and(|sex| sex != told_sex) {
        warnings.push(NumberWarning::SexMismatch);
    }
    if birth.is_some_and(|birth| birth.year() != told_year) {
        warnings.push(NumberWarning::BirthYearMismatch);
    }
    warnings
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}
