//! The form of a new case: its questions in plain words, and what was typed as a [`NewCase`].
use crate::cases::CaseTables;
use crate::cases::household::Person;
use crate::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility, Procedure, Relation};
use crate::cases::new_case::{
    NewAddress, NewApplicant, NewCase, NewConsents, NewContact, NewPreference, NewRepresentative, candidates,
};
use crate::cases::preference::PreferredTimes;
use crate::geography::wards::Ward;
use crate::text::messages::Words;
use crate::text::names::{Sex, vietnamese_order};
use crate::web::form::{Mistakes, Typed};

/// People that fit on the one page; a household with more calls or sends a second case.
pub const PEOPLE: [usize; 3] = [0, 1, 2];

/// Value and words of an option.
pub type Choice = (String, String);

/// What a family would say instead of the legal name.
pub fn plain_words(procedure: Procedure) -> &'static str {
    match procedure {
        Procedure::First => "Làm thẻ lần đầu (từ 14 tuổi)",
        Procedure::CccdToCc => "Đổi từ CMND hoặc CCCD sang thẻ căn cước",
        Procedure::Age => "Đổi thẻ vì đủ 14, 25, 40 hoặc 60 tuổi",
        Procedure::Info => "Đổi thẻ vì thay đổi họ tên, ngày sinh hoặc thông tin khác",
        Procedure::Misprint => "Đổi thẻ vì in sai",
        Procedure::Request => "Đổi thẻ theo mong muốn",
        Procedure::Lost => "Làm lại vì mất thẻ",
        Procedure::Damaged => "Làm lại vì thẻ hỏng",
        Procedure::Boundary => "Đổi thẻ vì tên phường, xã, tỉnh đã đổi",
        Procedure::Child6To13 => "Làm thẻ cho trẻ từ 6 đến dưới 14 tuổi",
        Procedure::ChildUnder6 => "Làm thẻ cho trẻ dưới 6 tuổi",
        Procedure::Incapacity => "Làm thẻ cho người mất năng lực hành vi dân sự",
    }
}

/// The options of the form's questions.
pub struct Choices {
    /// Who files, who represents.
    pub relations: Vec<Choice>,
    /// Nam, nữ.
    pub sexes: Vec<Choice>,
    /// What is needed.
    pub procedures: Vec<Choice>,
    /// Groups that give priority.
    pub groups: Vec<Choice>,
    /// How the person moves.
    pub mobilities: Vec<Choice>,
    /// Newest paper held.
    pub papers: Vec<Choice>,
    /// Wards found by the search, or all.
    pub wards: Vec<Choice>,
    /// Parts of wards that have several.
    pub sub_areas: Vec<Choice>,
    /// Which half-days suit.
    pub times: Vec<Choice>,
}

impl Choices {
    /// All options; the wards are those that the search words and the old address find.
    pub fn of(tables: &CaseTables, typed: &Typed) -> Self {
        let choice = |code: &str, label: &str| (code.to_owned(), capital(label));
        Self {
            relations: Relation::ALL.iter().map(|one| choice(one.code(), one.label())).collect(),
            sexes: Sex::ALL.iter().map(|one| choice(one.code(), one.label())).collect(),
            procedures: Procedure::ALL.iter().map(|one| choice(one.code(), plain_words(*one))).collect(),
            groups: groups(),
            mobilities: mobilities(),
            papers: HeldPaper::ALL.iter().map(|one| choice(one.code(), one.label())).collect(),
            wards: wards(tables, typed),
            sub_areas: sub_areas(tables),
            times: times(),
        }
    }
}

/// How somebody moves.
pub fn mobilities() -> Vec<Choice> {
    Mobility::ALL.iter().map(|one| (one.code().to_owned(), capital(one.label()))).collect()
}

/// A person as the fields of their form say it, by the fields' names; of the number nothing.
pub fn fields_of(person: &Person) -> Vec<(&'static str, String)> {
    let identity = &person.identity;
    let held = if identity.held == HeldPaper::None { "" } else { identity.held.code() };
    let mut fields = vec![
        ("name", identity.name.to_string()),
        ("birth", identity.birth.to_string()),
        ("sex", identity.sex.code().to_owned()),
        ("procedure", person.procedure.code().to_owned()),
        ("mobility", person.mobility.code().to_owned()),
        ("held_paper", held.to_owned()),
        ("permanent_address", identity.permanent_address.clone().unwrap_or_default()),
    ];
    if let Some(one) = &person.representative {
        fields.push(("representative.name", one.name.to_string()));
        fields.push(("representative.relation", one.relation.code().to_owned()));
        fields.push(("representative.phone", one.phone.as_ref().map(|phone| phone.shown.clone()).unwrap_or_default()));
    }
    fields.extend(person.groups.iter().map(|group| ("groups", group.code().to_owned())));
    fields
}

/// Groups that may be ticked; ticking nothing is none of them.
fn groups() -> Vec<Choice> {
    let known = BeneficiaryGroup::ALL.iter().filter(|one| **one != BeneficiaryGroup::None);
    let words = |one: &BeneficiaryGroup| match one {
        BeneficiaryGroup::Merit => format!("{} (Mẹ Việt Nam anh hùng, thương binh, bệnh binh …)", one.label()),
        _ => one.label().to_owned(),
    };
    known.map(|one| (one.code().to_owned(), capital(&words(one)))).collect()
}

/// Every ward that the words can mean (R15); candidates of the old address first (R16); all when nothing was typed.
fn wards(tables: &CaseTables, typed: &Typed) -> Vec<Choice> {
    let choice = |ward: &Ward| (ward.code.to_string(), ward.name.clone());
    let (words, old_address) = (typed.get("ward_search"), typed.get("address.old_address"));
    let mut found: Vec<Choice> = Vec::new();
    if !old_address.is_empty() && typed.get("find") == "ward" {
        found.extend(candidates(tables, old_address).into_iter().map(choice));
    }
    if !words.is_empty() {
        let by_words = tables.geography.wards.search(words);
        let by_old_name = candidates(tables, words);
        found.extend(by_words.into_iter().chain(by_old_name).map(choice));
    }
    let chosen = typed.get("address.ward_code");
    if found.is_empty() || !chosen.is_empty() && !found.iter().any(|(code, _)| code == chosen) {
        let mut all: Vec<Choice> = tables.geography.wards.iter().map(choice).collect();
        all.sort_by(|one, other| vietnamese_order(bare(&one.1), bare(&other.1)));
        found.extend(all);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|(code, _)| seen.insert(code.clone()));
    found
}

/// The name without xã, phường, đặc khu, which would put all xã together.
fn bare(name: &str) -> &str {
    let kinds = ["Phường ", "Xã ", "Đặc khu "];
    kinds.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

fn sub_areas(tables: &CaseTables) -> Vec<Choice> {
    let geography = &tables.geography;
    let several = |zone: &&crate::geography::zones::Zone| {
        zone.ward.as_ref().is_some_and(|ward| geography.zones.of_ward(ward).len() > 1)
    };
    let zones = geography.zones.iter().filter(several);
    zones.map(|zone| (zone.code.0.clone(), zone.name.clone())).collect()
}

/// What was typed, and for each applicant the block it was typed in.
pub fn new_case(typed: &Typed) -> (NewCase, Vec<usize>) {
    let text = |name: &str| typed.get(name).to_owned();
    let is_used =
        |at: &usize| *at == 0 || ["name", "birth", "number"].iter().any(|of| !typed.get(&field(*at, of)).is_empty());
    let blocks: Vec<usize> = PEOPLE.into_iter().filter(is_used).collect();
    let contact = NewContact {
        name: text("contact.name"),
        relation: text("contact.relation"),
        phone: text("contact.phone"),
        email: text("contact.email"),
    };
    let address = NewAddress {
        line: text("address.line"),
        hamlet: text("address.hamlet"),
        ward_code: text("address.ward_code"),
        old_address: text("address.old_address"),
        sub_area: text("address.sub_area"),
        pin: None,
    };
    let consents =
        NewConsents { visit: typed.is("consents.visit", "yes"), messages: typed.is("consents.messages", "yes") };
    let applicants = blocks.iter().map(|at| applicant(typed, &field(*at, ""))).collect();
    let preference = new_preference(typed);
    let case = NewCase { contact, address, applicants, preference, note: text("note"), consents, ..NewCase::default() };
    (case, blocks)
}

/// Which half-days may suit.
pub fn times() -> Vec<Choice> {
    PreferredTimes::ALL.iter().map(|one| (one.code().to_owned(), capital(&one.words(Words::VIETNAMESE)))).collect()
}

/// Which half-days suit, as it was typed.
pub fn new_preference(typed: &Typed) -> NewPreference {
    NewPreference { times: typed.get("preference.times").to_owned(), from: typed.get("preference.from").to_owned() }
}

/// Puts mistakes at people back to the blocks they were typed in.
pub fn to_blocks(mistakes: &mut Mistakes, blocks: &[usize]) {
    for (name, _) in &mut mistakes.fields {
        let Some((at, of)) = name.strip_prefix("applicants.").and_then(|rest| rest.split_once('.')) else {
            continue;
        };
        if let Some(block) = at.parse::<usize>().ok().and_then(|at| blocks.get(at)) {
            *name = field(*block, of);
        }
    }
}

/// The name of a field of a block.
pub fn field(at: usize, of: &str) -> String {
    format!("applicants.{at}.{of}")
}

/// A person as typed into fields whose names begin so; empty on a form of one person.
pub fn applicant(typed: &Typed, prefix: &str) -> NewApplicant {
    let text = |of: &str| typed.get(&format!("{prefix}{of}")).to_owned();
    let representative = NewRepresentative {
        name: text("representative.name"),
        relation: text("representative.relation"),
        phone: text("representative.phone"),
    };
    let is_named = !representative.name.is_empty() || !representative.relation.is_empty();
    NewApplicant {
        name: text("name"),
        birth: text("birth"),
        sex: text("sex"),
        number: text("number"),
        procedure: text("procedure"),
        group: String::new(),
        groups: typed.all(&format!("{prefix}groups")).into_iter().map(str::to_owned).collect(),
        mobility: text("mobility"),
        held_paper: text("held_paper"),
        permanent_address: text("permanent_address"),
        representative: is_named.then_some(representative),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}
