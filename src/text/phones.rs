//! Vietnamese phone numbers: one stored form, whether an SMS can reach them, and how they are shown.
use std::collections::HashMap;
use std::fmt;

use phonenumber::country::Id::VN;
use phonenumber::metadata::DATABASE;
use phonenumber::{Mode, Type};
use serde::Deserialize;
use thiserror::Error;

use crate::coded_enum;
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::text::fold::visible;
use crate::text::groups;

const PREFIXES_FILE: &str = "phone_prefixes.csv";

coded_enum! {
    /// What kind of line a number is: only a mobile receives SMS.
    pub enum PhoneKind {
        Mobile = "mobile" / "di động",
        Landline = "landline" / "cố định",
    }
}

/// A valid Vietnamese mobile or landline number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Phone {
    e164: String,
    kind: PhoneKind,
}

/// Why a text is not a phone number that we can call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PhoneError {
    /// No digit at all.
    #[error("Chưa có số điện thoại")]
    Empty,
    /// Letters or signs that no number has, or two numbers in one field.
    #[error("Số điện thoại có ký tự không hợp lệ; mỗi ô chỉ ghi một số")]
    BadCharacter,
    /// A number of another country.
    #[error("Chỉ nhận số điện thoại Việt Nam")]
    Foreign,
    /// Wrong length or a prefix that nobody uses.
    #[error("Số điện thoại không đúng; số di động có 10 chữ số, ví dụ 0912 345 678")]
    Invalid,
    /// A service number (1800, 1900, …), not somebody's line.
    #[error("Đây là số dịch vụ, không phải số của một người hoặc một gia đình")]
    Service,
}

/// The change of 11-digit mobiles (012x, 016x, 018x, 0199) to 10 digits in 2018, as data.
#[derive(Debug, Clone)]
pub struct PhonePrefixes {
    new_by_old: HashMap<String, String>,
}

#[derive(Deserialize)]
struct PrefixRow {
    old_prefix: String,
    new_prefix: String,
}

impl PhonePrefixes {
    /// Reads `phone_prefixes.csv`; refuses duplicates and wrong lengths.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let mut new_by_old = HashMap::new();
        for row in files.rows::<PrefixRow>(PREFIXES_FILE)? {
            let PrefixRow { old_prefix, new_prefix } = row.value;
            let refuse = |reason: String| Err(ReferenceError::at(PREFIXES_FILE, row.line, reason));
            if !is_prefix(&old_prefix, 4) {
                return refuse(format!("đầu số cũ “{old_prefix}” phải có 4 chữ số"));
            }
            if !is_prefix(&new_prefix, 3) {
                return refuse(format!("đầu số mới “{new_prefix}” phải có 3 chữ số"));
            }
            if new_by_old.contains_key(&old_prefix) {
                return refuse(format!("đầu số cũ “{old_prefix}” bị lặp"));
            }
            new_by_old.insert(old_prefix, new_prefix);
        }
        Ok(Self { new_by_old })
    }

    fn modernised(&self, national: &str) -> String {
        if national.len() != 11 {
            return national.to_owned();
        }
        let (old_prefix, rest) = national.split_at(4);
        self.new_by_old.get(old_prefix).map_or_else(|| national.to_owned(), |new| format!("{new}{rest}"))
    }
}

impl Phone {
    /// Reads a typed number (R14): spaces, dots, dashes and brackets are ignored; +84, 0084 and 84 in
    /// front, a zero lost in a spreadsheet and 11-digit mobiles from before 2018 are understood.
    pub fn parse(typed: &str, prefixes: &PhonePrefixes) -> Result<Self, PhoneError> {
        let national = prefixes.modernised(&national_digits(typed)?);
        let number = phonenumber::parse(Some(VN), &national).map_err(|_| PhoneError::Invalid)?;
        if !number.is_valid() {
            return Err(PhoneError::Invalid);
        }
        let kind = match number.number_type(&DATABASE) {
            Type::Mobile => PhoneKind::Mobile,
            Type::FixedLine => PhoneKind::Landline,
            _ => return Err(PhoneError::Service),
        };
        let e164 = number.format().mode(Mode::E164).to_string();
        Ok(Self { e164, kind })
    }

    /// The stored and dialled form: `+84912345678`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// Mobile or landline.
    pub fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// Whether an SMS or a Zalo message can reach it: mobiles only.
    pub fn receives_sms(&self) -> bool {
        self.kind == PhoneKind::Mobile
    }

    /// How it is shown: `0912 345 678`, `0225 3822 222`, `024 3822 2222`.
    pub fn national(&self) -> String {
        let digits = format!("0{}", self.e164.trim_start_matches("+84"));
        let cuts = match (self.kind, &digits[..3]) {
            (PhoneKind::Mobile, _) => [4, 7],
            (PhoneKind::Landline, "024" | "028") => [3, 7],
            (PhoneKind::Landline, _) => [4, 8],
        };
        let [first, second] = cuts.map(|cut| cut.min(digits.len()));
        [&digits[..first], &digits[first..second], &digits[second..]].join(" ").trim_end().to_owned()
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.national())
    }
}

fn is_prefix(text: &str, digits: usize) -> bool {
    text.len() == digits && text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

/// The number as dialled inside the country: country code off, leading zero on.
fn national_digits(typed: &str) -> Result<String, PhoneError> {
    let mut digits = String::new();
    let mut international = false;
    let text = visible(typed);
    if !groups::are_digits_only_cut(&text) {
        return Err(PhoneError::Invalid);
    }
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() && !international => international = true,
            '.' | '-' | '–' | '(' | ')' => {}
            c if c.is_whitespace() => {}
            _ => return Err(PhoneError::BadCharacter),
        }
    }
    if digits.is_empty() {
        return Err(PhoneError::Empty);
    }
    if !international && let Some(rest) = digits.strip_prefix("00") {
        digits = rest.to_owned();
        international = true;
    }
    let significant = match digits.strip_prefix("84") {
        Some(rest) if international || digits.len() >= 11 => rest,
        _ if international => return Err(PhoneError::Foreign),
        _ => &digits,
    };
    Ok(format!("0{}", significant.strip_prefix('0').unwrap_or(significant)))
}
