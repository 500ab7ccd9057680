//! Reads the people of a case: who they are, what they ask for, who stands for them.
use super::reading::Reading;
use super::{APPLICANTS_MAX, NewApplicant, NewRepresentative};
use crate::cases::groups::BeneficiaryGroups;
use crate::cases::household::{Identity, Person, Representative};
use crate::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility};
use crate::text::dates::BirthDate;
use crate::text::fold::identity;
use crate::text::personal_numbers::{IdentityNumber, read_number};

/// Longest permanent address, characters.
pub const ADDRESS_LENGTH_MAX: usize = 200;
/// Most groups that one person may be said to belong to.
pub const GROUPS_MAX: usize = BeneficiaryGroup::ALL.len();
/// Longest text kept from the number field, characters.
const NUMBER_LENGTH_MAX: usize = 40;

/// Reads all applicants; at a group site the list may come later.
pub(super) fn people(reading: &mut Reading<'_>, typed: &[NewApplicant], may_be_empty: bool) -> Vec<Person> {
    if !may_be_so_many(reading, "/applicants", typed.len(), may_be_empty) {
        return Vec::new();
    }
    let mut people: Vec<Person> = Vec::new();
    for (at, applicant) in typed.iter().enumerate() {
        let pointer = format!("/applicants/{at}");
        let Some(person) = person(reading, &pointer, applicant) else {
            continue;
        };
        if people.iter().any(|known| is_same_person(&known.identity, &person.identity)) {
            reading.refuse(&format!("{pointer}/name"), "duplicate", "Người này đã có ở trên.");
        }
        people.push(person);
    }
    people
}

/// Refuses nobody at all (where that is a mistake) and more than one household has.
pub(super) fn may_be_so_many(reading: &mut Reading<'_>, at: &str, people: usize, may_be_empty: bool) -> bool {
    if people == 0 && !may_be_empty {
        reading.refuse(at, "required", "Ghi ít nhất một người cần làm căn cước.");
    }
    if people > APPLICANTS_MAX {
        let detail = format!("Nhiều nhất {APPLICANTS_MAX} người mỗi hồ sơ; đông hơn thì đăng ký điểm tập trung.");
        reading.refuse(at, "many", detail);
    }
    people <= APPLICANTS_MAX
}

/// Reads one person.
pub(super) fn person(reading: &mut Reading<'_>, at: &str, typed: &NewApplicant) -> Option<Person> {
    let name = reading.name(&format!("{at}/name"), &typed.name);
    let birth = birth(reading, &format!("{at}/birth"), &typed.birth);
    let sex = reading.code(&format!("{at}/sex"), &typed.sex, "Chọn nam hoặc nữ, như trên giấy tờ.");
    let number_at = format!("{at}/number");
    let number = read_number(&typed.number, sex, birth, &reading.tables.number_provinces);
    for warning in &number.warnings {
        reading.warn(&number_at, warning.code(), sentence(warning.label()));
    }
    // Words are no number: the field is told about, and nothing of it is kept or shown to officers.
    let kept = if number.number.is_like_a_number() { number.number.as_str() } else { "" };
    let number = reading.text(&number_at, kept, NUMBER_LENGTH_MAX).unwrap_or_default();
    let procedure = reading.code(&format!("{at}/procedure"), &typed.procedure, "Chọn việc cần làm.");
    let groups = groups(reading, at, &typed.group, &typed.groups);
    let mobility = mobility(reading, at, &typed.mobility);
    let held_at = format!("{at}/held_paper");
    let held = reading.code_or(&held_at, &typed.held_paper, HeldPaper::None, "Chọn giấy tờ đang có.");
    let permanent_address =
        reading.address_text(&format!("{at}/permanent_address"), &typed.permanent_address, ADDRESS_LENGTH_MAX);
    let representative = typed.representative.as_ref().map(|one| representative(reading, at, one));
    let representative = match representative {
        Some(None) => return None,
        Some(Some(read)) => Some(read),
        None => None,
    };
    Some(Person {
        identity: Identity { name: name?, birth: birth?, sex: sex?, number, held: held?, permanent_address },
        representative,
        procedure: procedure?,
        groups: groups?,
        mobility: mobility?,
    })
}

/// Reads the groups that give priority: the one of a client who knows of one, or all of them.
pub(super) fn groups(reading: &mut Reading<'_>, at: &str, only: &str, all: &[String]) -> Option<BeneficiaryGroups> {
    let pointer = format!("{at}/groups");
    if all.is_empty() {
        let group =
            reading.code_or(&format!("{at}/group"), only, BeneficiaryGroup::None, "Chọn một nhóm hoặc để trống.");
        return group.map(BeneficiaryGroups::from);
    }
    if !only.trim().is_empty() {
        reading.refuse(&pointer, "both", "Ghi group hoặc groups, không ghi cả hai.");
        return None;
    }
    if all.len() > GROUPS_MAX {
        reading.refuse(&pointer, "many", format!("Nhiều nhất {GROUPS_MAX} nhóm."));
        return None;
    }
    let read: Vec<_> = all.iter().map(|code| reading.code(&pointer, code, "Chọn các nhóm hoặc để trống.")).collect();
    read.into_iter().collect()
}

/// Reads how somebody moves.
pub(super) fn mobility(reading: &mut Reading<'_>, at: &str, typed: &str) -> Option<Mobility> {
    reading.code(&format!("{at}/mobility"), typed, "Chọn mức độ đi lại.")
}

/// Reads a birth date as far as it is known.
pub(super) fn birth(reading: &mut Reading<'_>, at: &str, typed: &str) -> Option<BirthDate> {
    match BirthDate::parse(typed) {
        Ok(birth) if birth.on() > reading.today => {
            reading.refuse(at, "future", "Ngày sinh ở tương lai. Kiểm tra lại năm sinh.");
            None
        }
        Ok(birth) => Some(birth),
        Err(error) => {
            reading.refuse(at, "birth", format!("{error}. Chỉ nhớ năm sinh thì ghi năm, ví dụ 1950."));
            None
        }
    }
}

fn representative(reading: &mut Reading<'_>, at: &str, typed: &NewRepresentative) -> Option<Representative> {
    let at = format!("{at}/representative");
    let name = reading.name(&format!("{at}/name"), &typed.name);
    let ask = "Chọn quan hệ của người đại diện với người làm căn cước.";
    let relation = reading.code(&format!("{at}/relation"), &typed.relation, ask);
    let phone = match typed.phone.trim() {
        "" => None,
        phone => Some(reading.phone(&format!("{at}/phone"), phone)?),
    };
    Some(Representative { name: name?, relation: relation?, phone })
}

/// Two readable numbers decide; without them the same name, as it is spelt (tones and vowels are another name), and birth
/// date.
pub fn is_same_person(one: &Identity, other: &Identity) -> bool {
    let known = |identity: &Identity| match IdentityNumber::read(&identity.number) {
        IdentityNumber::Personal(number) => Some(number.as_str().to_owned()),
        IdentityNumber::Old(number) => Some(number.as_str().to_owned()),
        IdentityNumber::Blank | IdentityNumber::Unclear(_) => None,
    };
    match (known(one), known(other)) {
        (Some(one), Some(other)) if one.len() == other.len() => one == other,
        // An old number and a new one may be of one person.
        _ => same_name(one.name.as_str(), other.name.as_str()) && one.birth == other.birth,
    }
}

fn same_name(one: &str, other: &str) -> bool {
    identity(one) == identity(other)
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
