//! What a caller must know of a household before the office tells a new secret: one fact about a person who needs a card
//! and one about how the household is reached. Compared with what is sealed in the case; the code is none of them.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cases::CaseTables;
use crate::cases::household::{Address, Household, Identity};
use crate::field_problem::FieldProblem;
use crate::text::dates::{BirthDate, DatePrecision};
use crate::text::fold::fold;
use crate::text::phones::Phone;

/// Words that say what a number is; callers leave them out.
const FILLERS: [&str; 12] = ["so", "nha", "duong", "pho", "ngo", "ngach", "hem", "thon", "xom", "to", "khu", "dan"];

/// What somebody said, as a dispatcher wrote it down; what was not asked stays empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SaidFacts {
    /// Birth date of a person who needs a card; the year alone where the case knows no more.
    #[schema(example = "12/05/1940")]
    pub birth: String,
    /// Last four digits of that person's number.
    #[schema(example = "0234")]
    pub number_end: String,
    /// The contact's telephone.
    #[schema(example = "0912 345 678")]
    pub phone: String,
    /// House number, lane, street.
    #[schema(example = "12 ngõ 328 Lê Lợi")]
    pub house: String,
}

/// The same, read.
pub struct ReadFacts {
    birth: Option<BirthDate>,
    number_end: Option<String>,
    dial: Option<String>,
    house: Option<Vec<String>>,
}

impl SaidFacts {
    /// Reads what was written down.
    ///
    /// # Errors
    /// What cannot be read, and which of the two facts is missing.
    pub fn read(&self, tables: &CaseTables) -> Result<ReadFacts, Vec<FieldProblem>> {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut problems = Vec::new();
        let mut wrong = |pointer: &str, code: &'static str, detail: &str| {
            problems.push(FieldProblem::new(pointer, code, detail));
        };
        let birth = said(&self.birth).map(|text| BirthDate::parse(&text));
        if matches!(birth, Some(Err(_))) {
            wrong("/birth", "format", "Ghi ngày sinh dạng 12/05/1940, hoặc chỉ năm.");
        }
        let number_end = said(&self.number_end);
        if number_end.as_ref().is_some_and(|end| end.len() != 4 || !end.bytes().all(|byte| byte.is_ascii_digit())) {
            wrong("/number_end", "format", "Ghi đúng bốn chữ số cuối.");
        }
        let phone = said(&self.phone).map(|text| Phone::parse(&text, &tables.phone_prefixes));
        if matches!(phone, Some(Err(_))) {
            wrong("/phone", "format", "Số điện thoại này không đọc được.");
        }
        let house = said(&self.house).map(|text| words_of(&text));
        if house.as_ref().is_some_and(Vec::is_empty) {
            wrong("/house", "format", "Ghi số nhà, ngõ, đường như người gọi nói.");
        }
        if birth.is_none() && number_end.is_none() {
            wrong("/birth", "required", "Hỏi ngày sinh, hoặc bốn số cuối giấy tờ, của người làm thẻ.");
        }
        if phone.is_none() && house.is_none() {
            wrong("/phone", "required", "Hỏi số điện thoại, hoặc số nhà, đã ghi trong hồ sơ.");
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let dial = phone.and_then(Result::ok).map(|phone| phone.e164().to_owned());
        Ok(ReadFacts { birth: birth.and_then(Result::ok), number_end, dial, house })
    }
}

impl ReadFacts {
    /// Whether all of it is so.
    pub fn fit(&self, household: &Household) -> bool {
        let is_person = household.people.iter().any(|person| self.fit_person(&person.identity));
        let is_line = self.dial.as_ref().is_none_or(|dial| *dial == household.contact.phone.dial);
        let is_house = self.house.as_ref().is_none_or(|said| is_house(said, &household.address));
        is_person && is_line && is_house
    }

    fn fit_person(&self, identity: &Identity) -> bool {
        let is_end = |end: &String| identity.number.len() > 4 && identity.number.ends_with(end.as_str());
        self.birth.is_none_or(|said| is_birth(said, identity.birth)) && self.number_end.as_ref().is_none_or(is_end)
    }
}

/// Of a day that is known the year alone is too easily guessed.
fn is_birth(said: BirthDate, known: BirthDate) -> bool {
    match known.precision() {
        DatePrecision::Year => said.year() == known.year(),
        _ => said == known,
    }
}

/// Every number of the door was said, and nothing that is not there. Without a number two of its words must be.
fn is_house(said: &[String], address: &Address) -> bool {
    let (line, known) = (words_of(&address.line), words_of(&address.door()));
    let is_number = |word: &&String| word.bytes().any(|byte| byte.is_ascii_digit());
    let mut numbers = line.iter().filter(is_number).peekable();
    let enough = numbers.peek().is_some() || said.len() >= 2;
    enough && said.iter().all(|word| known.contains(word)) && numbers.all(|number| said.contains(number))
}

fn words_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !FILLERS.contains(word)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_is_said_as_people_say_it_and_not_guessed() {
        let door = |line: &str, hamlet: Option<&str>| Address {
            line: line.to_owned(),
            hamlet: hamlet.map(str::to_owned),
            old_address: None,
            pin: None,
        };
        let street = door("Số 12 ngõ 328 phố Lê Lợi", Some("Tổ dân phố 5"));
        let village = door("Nhà bà Tư gần đình", Some("Thôn Đông"));
        let rows = [
            (&street, "12 ngõ 328 Lê Lợi", true),
            (&street, "nhà số 12, 328 le loi", true),
            (&street, "12/328", true),
            (&street, "Lê Lợi", false),
            (&street, "12 Lê Lợi", false),
            (&street, "12 ngõ 328 Trần Phú", false),
            (&street, "14 ngõ 328 Lê Lợi", false),
            (&village, "bà Tư gần đình", true),
            (&village, "bà Tư", true),
            (&village, "Tư", false),
            (&village, "bà Năm", false),
        ];
        for (address, said, fits) in rows {
            assert_eq!(is_house(&words_of(said), address), fits, "{said}");
        }
    }

    #[test]
    fn a_year_is_enough_only_where_no_more_is_known() {
        let birth = |text: &str| BirthDate::parse(text).unwrap();
        assert!(is_birth(birth("1940"), birth("1940")));
        assert!(is_birth(birth("12/05/1940"), birth("1940")));
        assert!(is_birth(birth("12/05/1940"), birth("12/05/1940")));
        assert!(!is_birth(birth("1940"), birth("12/05/1940")));
        assert!(!is_birth(birth("12/06/1940"), birth("12/05/1940")));
    }
}
