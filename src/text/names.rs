//! Names of people: họ – đệm – tên, their order in a roster and how to address somebody.
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_locale_core::locale;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::char::is_combining_mark;
use utoipa::ToSchema;

use crate::coded_enum;
use crate::text::fold::{fold, tidy};
use crate::text::plain::{is_disguised, solicits};

/// Longest accepted name, in characters: no known Vietnamese name comes near it.
pub const LONGEST_NAME_CHARS: usize = 100;

coded_enum! {
    /// Sex as it stands on the card.
    pub enum Sex {
        Male = "male" / "nam",
        Female = "female" / "nữ",
    }
}

coded_enum! {
    /// How a letter or an officer addresses somebody (domain §6).
    pub enum FormOfAddress {
        Child = "chau" / "cháu",
        YoungMan = "anh" / "anh",
        YoungWoman = "chi" / "chị",
        Man = "ong" / "ông",
        Woman = "ba" / "bà",
        Elder = "cu" / "cụ",
    }
}

/// Family names that nearly everybody in Việt Nam has one of, without marks (Lê Trung Hoa, “Họ và tên người Việt Nam”).
/// A name that begins otherwise may have its parts in another order, so it is said whole.
const FAMILY_NAMES: [&str; 48] = [
    "an", "au", "bach", "bui", "cao", "chu", "cung", "dam", "dang", "danh", "dao", "dinh", "do", "doan", "duong", "ha",
    "ho", "hoang", "huynh", "khuc", "khuat", "kieu", "lai", "lam", "le", "luong", "luu", "ly", "mac", "mai", "ngo",
    "nghiem", "nguyen", "ninh", "nong", "ong", "pham", "phan", "phung", "quach", "ta", "thai", "to", "tran", "trinh",
    "truong", "vo", "vu",
];

/// A person's name: NFC, single spaces, at least one letter, 1…100 characters.
///
/// One token and five or more tokens are both real names. All-capitals input is turned into title case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "Nguyễn Thị Hòa")]
pub struct PersonName(String);

/// Why a text is not a person's name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing but spaces, or no letter at all.
    #[error("Chưa có họ tên")]
    Empty,
    /// Longer than [`LONGEST_NAME_CHARS`].
    #[error("Họ tên dài quá {LONGEST_NAME_CHARS} ký tự")]
    TooLong,
    /// A digit, which no name has: often a phone number in the wrong column.
    #[error("Họ tên không được có chữ số")]
    Digit,
    /// Marks heaped on a letter, or a link: not a name.
    #[error("Đây không giống họ tên; ghi họ tên như trên giấy tờ")]
    NoName,
    /// A control character or a sign that no name has.
    #[error("Họ tên có ký tự không hợp lệ (mã {:04X})", u32::from(*.0))]
    BadCharacter(char),
}

impl PersonName {
    /// Reads a typed name: NFC, spaces collapsed, invisible joiners dropped, all-capitals → title case.
    pub fn parse(typed: &str) -> Result<Self, NameError> {
        let name = tidy(typed);
        if !name.chars().any(char::is_alphabetic) {
            return Err(first_bad_character(&name).unwrap_or(NameError::Empty));
        }
        if let Some(error) = first_bad_character(&name) {
            return Err(error);
        }
        if is_disguised(&name) || solicits(&name) {
            return Err(NameError::NoName);
        }
        let name = if is_all_capitals(&name) { tidy(&title_case(&name)) } else { name };
        if name.chars().count() > LONGEST_NAME_CHARS {
            return Err(NameError::TooLong);
        }
        Ok(Self(name))
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tên: the last token, by which people are called and sorted.
    pub fn given_name(&self) -> &str {
        self.0.rsplit_once(' ').map_or(self.as_str(), |(_, given)| given)
    }

    /// Họ and đệm: everything before the given name; empty for a one-token name.
    pub fn family_and_middle(&self) -> &str {
        self.0.rsplit_once(' ').map_or("", |(before, _)| before)
    }

    /// As people speak of a Vietnamese of this age: “cụ Mận”, “ông Nam”, “cháu Bi”, otherwise the whole name. A name of
    /// one word, or of another language, has no given name at its end.
    pub fn called(&self, age_years: u32, sex: Sex) -> String {
        let form = match (age_years, sex) {
            (0..14, _) => FormOfAddress::Child,
            (14..60, _) => return self.0.clone(),
            (60..80, Sex::Male) => FormOfAddress::Man,
            (60..80, Sex::Female) => FormOfAddress::Woman,
            _ => FormOfAddress::Elder,
        };
        if self.is_vietnamese() { self.addressed(form) } else { self.0.clone() }
    }

    /// Whether it reads as one: two words or more, and the first is a family name of Việt Nam.
    fn is_vietnamese(&self) -> bool {
        self.0.split_once(' ').is_some_and(|(family, _)| FAMILY_NAMES.contains(&&*fold(family)))
    }

    /// Form of address with the given name: “cụ Hòa”.
    pub fn addressed(&self, form: FormOfAddress) -> String {
        format!("{} {}", form.label(), self.given_name())
    }
}

impl FromStr for PersonName {
    type Err = NameError;

    fn from_str(typed: &str) -> Result<Self, NameError> {
        Self::parse(typed)
    }
}

impl TryFrom<String> for PersonName {
    type Error = NameError;

    fn try_from(typed: String) -> Result<Self, NameError> {
        Self::parse(&typed)
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Order of a roster: by tên, then by họ đệm, in Vietnamese collation (R18).
pub fn roster_order(left: &PersonName, right: &PersonName) -> Ordering {
    vietnamese_order(left.given_name(), right.given_name())
        .then_with(|| vietnamese_order(left.family_and_middle(), right.family_and_middle()))
        .then_with(|| left.0.cmp(&right.0))
}

/// Order of any two Vietnamese texts (ICU `vi`): A, Ă, Â, … D, Đ; tones ngang, huyền, hỏi, ngã, sắc, nặng.
pub fn vietnamese_order(left: &str, right: &str) -> Ordering {
    static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
        CollatorBorrowed::try_new(locale!("vi").into(), CollatorOptions::default())
            .expect("the Vietnamese collation is compiled in")
    });
    COLLATOR.compare(left, right)
}

/// How to address a person of this age (full years) and sex: cháu below 16, anh/chị below 40,
/// ông/bà below 80, then cụ. A habit of speech, not law.
pub fn form_of_address(age_years: u32, sex: Sex) -> FormOfAddress {
    match (age_years, sex) {
        (0..16, _) => FormOfAddress::Child,
        (16..40, Sex::Male) => FormOfAddress::YoungMan,
        (16..40, Sex::Female) => FormOfAddress::YoungWoman,
        (40..80, Sex::Male) => FormOfAddress::Man,
        (40..80, Sex::Female) => FormOfAddress::Woman,
        _ => FormOfAddress::Elder,
    }
}

fn first_bad_character(name: &str) -> Option<NameError> {
    name.chars().find_map(|c| match c {
        ' ' | '\'' | '’' | '-' | '.' => None,
        c if c.is_numeric() => Some(NameError::Digit),
        c if c.is_alphabetic() || is_combining_mark(c) => None,
        c => Some(NameError::BadCharacter(c)),
    })
}

fn is_all_capitals(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// “H'HEN NIÊ” → “H'Hen Niê”: a letter after anything that is no letter stays a capital.
fn title_case(name: &str) -> String {
    let mut cased = String::with_capacity(name.len());
    let mut inside_word = false;
    for c in name.chars() {
        if inside_word {
            cased.extend(c.to_lowercase());
        } else {
            cased.push(c);
        }
        inside_word = c.is_alphabetic() || is_combining_mark(c);
    }
    cased
}
