//! How one speaks of somebody on pages and in mails after the first full name: “cụ Mận”, “bà Hòa”, “cháu Khôi”.
use crate::text::fold::fold;
use crate::text::messages::{Locale, Words};
use crate::text::names::Sex;

/// Below this age one says cháu.
const AGE_OF_DUTY: u32 = 14;
/// From this age on one says ông or bà (Luật Người cao tuổi art. 2).
const AGE_OF_THE_ELDERLY: u32 = 60;
/// From this age on one says cụ.
const AGE_OF_ELDERS: u32 = 80;

/// Family names that nearly everybody in Việt Nam has one of, without marks (Lê Trung Hoa, “Họ và tên người Việt Nam”).
/// A name that begins otherwise may have its parts in another order, so it is said whole.
const FAMILY_NAMES: [&str; 48] = [
    "an", "au", "bach", "bui", "cao", "chu", "cung", "dam", "dang", "danh", "dao", "dinh", "do", "doan", "duong", "ha",
    "ho", "hoang", "huynh", "khuc", "khuat", "kieu", "lai", "lam", "le", "luong", "luu", "ly", "mac", "mai", "ngo",
    "nghiem", "nguyen", "ninh", "nong", "ong", "pham", "phan", "phung", "quach", "ta", "thai", "to", "tran", "trinh",
    "truong", "vo", "vu",
];

/// The title by age and the given name; the whole name for those between, for names of one word, for names that do not
/// begin as Vietnamese ones do, and in other languages.
pub fn spoken(words: Words, name: &str, age: Option<u32>, sex: Option<Sex>) -> String {
    let Some((first, given)) =
        name.split_once(' ').and_then(|(first, rest)| Some((first, rest.split(' ').next_back()?)))
    else {
        return name.to_owned();
    };
    let is_vietnamese = FAMILY_NAMES.contains(&&*fold(first));
    let title = match (age, sex) {
        (Some(AGE_OF_ELDERS..), _) => "cụ",
        (Some(AGE_OF_THE_ELDERLY..), Some(Sex::Male)) => "ông",
        (Some(AGE_OF_THE_ELDERLY..), Some(Sex::Female)) => "bà",
        (Some(..AGE_OF_DUTY), _) => "cháu",
        _ => return name.to_owned(),
    };
    if words.0 == Locale::Vietnamese && is_vietnamese { format!("{title} {given}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_speaks_of_people_by_age_and_given_name() {
        let table = [
            ("Nguyễn Thị Mận", 88, Sex::Female, "cụ Mận"),
            ("Nguyễn Thị Hòa", 76, Sex::Female, "bà Hòa"),
            ("Trần Văn Bình", 60, Sex::Male, "ông Bình"),
            ("Trần Văn Bình", 59, Sex::Male, "Trần Văn Bình"),
            ("Vũ Minh Khôi", 10, Sex::Male, "cháu Khôi"),
            ("Vũ Minh Khôi", 14, Sex::Male, "Vũ Minh Khôi"),
            ("Mận", 88, Sex::Female, "Mận"),
            ("Maria Schmidt", 70, Sex::Female, "Maria Schmidt"),
            ("Võ Thị Sáu", 81, Sex::Female, "cụ Sáu"),
        ];
        for (name, age, sex, wanted) in table {
            assert_eq!(spoken(Words::VIETNAMESE, name, Some(age), Some(sex)), wanted, "{name}");
            assert_eq!(spoken(Words(Locale::English), name, Some(age), Some(sex)), name);
        }
        assert_eq!(spoken(Words::VIETNAMESE, "Nguyễn Thị Mận", None, None), "Nguyễn Thị Mận");
    }
}
