//! The options of families' forms in a language: value and words.
use crate::cases::groups::BeneficiaryGroups;
use crate::cases::kinds::ReturnChannel;
use crate::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility, Procedure, Relation};
use crate::cases::preference::PreferredTimes;
use crate::text::messages::Words;
use crate::text::names::Sex;

/// Value and words of an option.
pub type Choice = (String, String);

/// What a family would say instead of the legal name.
pub fn procedure(words: Words, one: Procedure) -> String {
    words.say(&format!("follow-procedure-{}", one.code()))
}

/// Nam, nữ.
pub fn sex(words: Words, one: Sex) -> String {
    words.say(&format!("follow-sex-{}", one.code()))
}

/// How somebody moves.
pub fn mobility(words: Words, one: Mobility) -> String {
    words.say(&format!("follow-mobility-{}", one.code()))
}

/// The groups of one person, fit for the middle of a sentence.
pub fn groups_of(words: Words, groups: BeneficiaryGroups) -> String {
    let say = |one: BeneficiaryGroup| words.say(&format!("follow-group-{}", one.code()));
    if groups.is_empty() {
        return say(BeneficiaryGroup::None);
    }
    groups.iter().map(say).collect::<Vec<_>>().join(", ")
}

/// Groups that may be ticked, in the words in which the wizard asks for them; ticking nothing is none of them.
pub fn groups(words: Words) -> Vec<Choice> {
    let known = BeneficiaryGroup::ALL.iter().filter(|one| **one != BeneficiaryGroup::None);
    known.map(|one| (one.code().to_owned(), words.say(&format!("group-{}", one.code())))).collect()
}

/// The newest paper held.
pub fn paper(words: Words, one: HeldPaper) -> String {
    words.say(&format!("follow-paper-{}", one.code()))
}

/// What somebody is to the applicant.
pub fn relation(words: Words, one: Relation) -> String {
    words.say(&format!("follow-relation-{}", one.code()))
}

/// How a card comes back.
pub fn return_channel(words: Words, one: ReturnChannel) -> String {
    words.say(&format!("follow-return-{}", one.code()))
}

/// Which half-days suit.
pub fn preferred_times(words: Words, one: PreferredTimes) -> String {
    words.say(&format!("apply-o-times-{}", one.code()))
}

/// Options with a capital letter, in the order of their declaration.
macro_rules! options {
    ($($(#[$doc:meta])* $name:ident = $kind:ident by $say:ident;)*) => {
        $($(#[$doc])*
        pub fn $name(words: Words) -> Vec<Choice> {
            $kind::ALL.iter().map(|one| (one.code().to_owned(), capital(&$say(words, *one)))).collect()
        })*
    };
}

options! {
    /// What is needed.
    procedures = Procedure by procedure;
    /// As on the card.
    sexes = Sex by sex;
    /// How the person moves.
    mobilities = Mobility by mobility;
    /// The newest paper held.
    papers = HeldPaper by paper;
    /// What somebody is to the applicant.
    relations = Relation by relation;
    /// How a card comes back.
    return_channels = ReturnChannel by return_channel;
    /// Which half-days suit.
    all_preferred_times = PreferredTimes by preferred_times;
}

/// With a capital letter, as an option or a line begins.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
