//! What may be chosen in a field, and under which keys its words stand.
use crate::cases::handover::SecretWay;
use crate::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility, Relation};
use crate::cases::preference::PreferredTimes;
use crate::families::apply::answers::Answers;
use crate::text::names::Sex;

/// Codes, and the key of their words, with `{code}` in it.
pub struct Choices {
    /// The key.
    words: &'static str,
    source: Source,
}

enum Source {
    Fixed(&'static [&'static str]),
    Of(fn(&Answers, usize) -> Vec<&'static str>),
}

impl Choices {
    /// The key of a choice's words.
    pub fn key(&self, code: &str) -> String {
        self.words.replace("{code}", code)
    }

    /// What somebody with these answers may choose, in the order in which it is shown.
    pub fn codes(&self, answers: &Answers, at: usize) -> Vec<&'static str> {
        match self.source {
            Source::Fixed(codes) => codes.to_vec(),
            Source::Of(codes) => codes(answers, at),
        }
    }
}

/// A list that is the same for everybody.
pub const fn named(words: &'static str, codes: &'static [&'static str]) -> Choices {
    Choices { words, source: Source::Fixed(codes) }
}

const fn coded(words: &'static str, codes: fn(&Answers, usize) -> Vec<&'static str>) -> Choices {
    Choices { words, source: Source::Of(codes) }
}

/// For whom somebody writes; but for the last three and `caregiver` the code is what the writer is to that person.
pub const WHO: Choices = named(
    "apply-o-who-{code}",
    &[
        "self",
        "child",
        "grandchild",
        "spouse",
        "parent",
        "sibling",
        "relative",
        "caregiver",
        "neighbour",
        "ward_officer",
        "facility_staff",
    ],
);

/// As on the card.
pub const SEX: Choices = coded("sex-{code}", |_, _| Sex::ALL.iter().map(|one| one.code()).collect());

/// The newest paper; many do not know which it is.
pub const PAPERS: Choices =
    coded("paper-{code}", |_, _| HeldPaper::ALL.iter().map(|one| one.code()).chain(["unsure"]).collect());

/// Why somebody needs a card.
pub const NEEDS: Choices =
    named("apply-o-need-{code}", &["expired", "wants_new", "lost", "broken", "changed", "misprint", "ward_renamed"]);

/// Whether something is there.
pub const PRESENCE: Choices = named("presence-{code}", &["unknown", "yes", "no"]);

/// How somebody moves.
pub const MOBILITY: Choices = coded("mobility-{code}", |_, _| Mobility::ALL.iter().map(|one| one.code()).collect());

/// Groups that somebody may tick: old age follows from the birth date, and none from ticking nothing.
pub const GROUPS: Choices = coded("group-{code}", |_, _| {
    let known = |one: &&BeneficiaryGroup| !matches!(one, BeneficiaryGroup::Elderly | BeneficiaryGroup::None);
    BeneficiaryGroup::ALL.iter().filter(known).map(|one| one.code()).collect()
});

/// What officers prepare for.
pub const DIFFICULTIES: Choices = named("apply-o-difficulties-{code}", &["fingers", "hearing", "sight", "sitting"]);

/// Who may stand for somebody: one whose part in the household is known.
pub const REPRESENTING: Choices = coded("relation-{code}", |_, _| {
    let known = |one: &&Relation| !matches!(one, Relation::Oneself | Relation::Household);
    Relation::ALL.iter().filter(known).map(|one| one.code()).collect()
});

/// Who answers the telephone when a helper writes; somebody of the household, unless more is known.
pub const PHONE_OF: Choices = coded("relation-{code}", |_, _| {
    let others = Relation::ALL.iter().filter(|one| **one != Relation::Household);
    [&Relation::Household].into_iter().chain(others).map(|one| one.code()).collect()
});

/// How the household gets its secret when a helper writes.
pub const SECRET_WAYS: Choices = coded("apply-o-secret-way-{code}", |_, _| {
    let [mail, given, call] = [SecretWay::Mail, SecretWay::Given, SecretWay::Call].map(SecretWay::code);
    vec![given, mail, call]
});

/// What the card is needed for.
pub const DEADLINES: Choices =
    named("apply-o-deadline-reason-{code}", &["none", "expiring_card", "hospital", "benefit", "study", "other"]);

/// Which half-days suit.
pub const TIMES: Choices =
    coded("apply-o-times-{code}", |_, _| PreferredTimes::ALL.iter().map(|one| one.code()).collect());
