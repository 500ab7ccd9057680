//! The table of questions: key, fields, when each applies.
use crate::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility, Relation};
use crate::cases::triage::TriageDecision;
use crate::families::apply::answers::Answers;
use crate::text::names::Sex;

/// One question of the wizard; its words are `apply-q-KEY` and `apply-hint-KEY`.
pub struct Question {
    /// In the address and in the messages.
    pub key: &'static str,
    /// Asked for each person.
    pub of_person: bool,
    /// What it fills in. Names of a person's question are below `applicants.N.`.
    pub fields: &'static [Field],
    /// When it is asked; the number is the person's place.
    pub applies: fn(&Answers, usize) -> bool,
}

/// A field and how it is shown.
pub enum Field {
    /// One of some, as radios; the values' words are `apply-o-NAME-VALUE`.
    One(&'static str, &'static [&'static str]),
    /// One of a coded list whose words are `PREFIX-CODE`.
    Coded(&'static str, &'static str, fn() -> Vec<&'static str>),
    /// Any of some, as boxes.
    Any(&'static str, &'static [&'static str]),
    /// A line of text: name, kind of input, purpose for browsers that fill in.
    Text(&'static str, &'static str, &'static str),
    /// Some lines of text.
    Area(&'static str),
    /// Day, month, year.
    Date(&'static str),
    /// A box to tick.
    Tick(&'static str),
    /// Kept, not shown by the common page.
    Own(&'static str),
}

impl Field {
    /// Its name below the person.
    pub fn name(&self) -> &'static str {
        match self {
            Self::One(name, _)
            | Self::Coded(name, ..)
            | Self::Any(name, _)
            | Self::Text(name, ..)
            | Self::Area(name)
            | Self::Date(name)
            | Self::Tick(name)
            | Self::Own(name) => name,
        }
    }

    /// The names under which a browser sends it.
    pub fn sent_as(&self, name: &str) -> Vec<String> {
        match self {
            Self::Date(_) => ["day", "month", "year"].map(|part| format!("{name}.{part}")).to_vec(),
            _ => vec![name.to_owned()],
        }
    }
}

macro_rules! codes {
    ($kind:ty) => {
        || <$kind>::ALL.iter().map(|one| one.code()).collect()
    };
}

const PRESENCE: &[&str] = &["yes", "no", "unknown"];
const ALWAYS: fn(&Answers, usize) -> bool = |_, _| true;
/// The person is known to need more than advice.
const GOES_ON: fn(&Answers, usize) -> bool = |answers, at| answers.goes_on(at);
const VISITED: fn(&Answers, usize) -> bool = |answers, at| answers.needs_visit(at);
const SOMEBODY: fn(&Answers, usize) -> bool = |answers, _| answers.somebody_needs_visit();

const fn once(key: &'static str, fields: &'static [Field], applies: fn(&Answers, usize) -> bool) -> Question {
    Question { key, of_person: false, fields, applies }
}

const fn each(key: &'static str, fields: &'static [Field], applies: fn(&Answers, usize) -> bool) -> Question {
    Question { key, of_person: true, fields, applies }
}

fn relations() -> Vec<&'static str> {
    let other = |one: &&Relation| {
        !matches!(one, Relation::Oneself | Relation::Neighbour | Relation::WardOfficer | Relation::FacilityStaff)
    };
    Relation::ALL.iter().filter(other).map(|one| one.code()).collect()
}

fn representing() -> Vec<&'static str> {
    Relation::ALL.iter().filter(|one| **one != Relation::Oneself).map(|one| one.code()).collect()
}

fn papers() -> Vec<&'static str> {
    HeldPaper::ALL.iter().map(|one| one.code()).chain(["unsure"]).collect()
}

/// Before the people.
pub const FIRST: &[Question] = &[
    once("who", &[Field::One("who", &["self", "relative", "neighbour", "ward_officer", "facility_staff"])], ALWAYS),
    once("relation", &[Field::Coded("contact.relation", "relation", relations)], |answers, _| {
        answers.typed.is("who", "relative")
    }),
];

/// For each person.
pub const PERSON: &[Question] = &[
    each("name", &[Field::Text("name", "text", "off")], ALWAYS),
    each("birth", &[Field::Date("birth")], ALWAYS),
    each("sex", &[Field::Coded("sex", "sex", codes!(Sex))], |answers, at| !answers.is_too_young(at)),
    each("guardian", &[Field::One("guardian", &["alone", "guardian", "unsure"])], |answers, at| {
        answers.may_have_guardian(at)
    }),
    each("card", &[Field::Coded("card", "paper", papers)], |answers, at| !answers.is_too_young(at)),
    each(
        "need",
        &[Field::One("need", &["expired", "wants_new", "lost", "broken", "changed", "misprint", "ward_renamed"])],
        |answers, at| !answers.is_too_young(at) && answers.has_card(at),
    ),
    each("online", &[], |answers, at| answers.is_online(at)),
    each("number", &[Field::Text("number", "text", "off")], GOES_ON),
    each("mobility", &[Field::Coded("mobility", "mobility", codes!(Mobility))], GOES_ON),
    each("group", &[Field::Coded("group", "group", codes!(BeneficiaryGroup))], GOES_ON),
    each("desk", &[Field::One("desk", &["send", "come"])], |answers, at| {
        answers.goes_on(at) && answers.triage(at).is_some_and(|triage| triage.decision == TriageDecision::Desk)
    }),
    each(
        "representative",
        &[
            Field::Text("representative.name", "text", "off"),
            Field::Coded("representative.relation", "relation", representing),
            Field::Text("representative.phone", "tel", "off"),
        ],
        |answers, at| answers.needs_visit(at) && answers.needs_representative(at),
    ),
    each("help", &[Field::Any("difficulties", &["fingers", "hearing", "sight", "sitting"])], VISITED),
    each("papers", &[Field::One("papers", PRESENCE)], |answers, at| {
        answers.needs_visit(at) && (answers.has_card(at) || answers.needs_representative(at))
    }),
    each("residence", &[Field::Text("permanent_address", "text", "off")], VISITED),
    each("more", &[Field::One("more", &["no", "yes"])], |_, at| at + 1 < crate::cases::new_case::APPLICANTS_MAX),
];

/// After the people.
pub const LAST: &[Question] = &[
    once("closing", &[], |answers, _| !answers.somebody_needs_visit()),
    once("power", &[Field::One("readiness.power", PRESENCE)], SOMEBODY),
    once("light", &[Field::One("readiness.light", PRESENCE)], SOMEBODY),
    once("alley", &[Field::One("readiness.alley", &["car", "motorbike", "foot", "unknown"])], SOMEBODY),
    once(
        "stairs",
        &[Field::One("readiness.stairs", &["ground", "lift", "stairs_low", "stairs_high", "unknown"])],
        SOMEBODY,
    ),
    once("gate", &[Field::One("readiness.gate", &["open", "gate", "dog", "gate_and_dog", "unknown"])], SOMEBODY),
    once("ward", &[Field::Own("ward_search"), Field::Own("ward_all"), Field::Own("address.ward_code")], SOMEBODY),
    once("area", &[Field::Own("address.sub_area")], |answers, _| answers.somebody_needs_visit() && answers.has_areas),
    once(
        "door",
        &[
            Field::Text("address.line", "text", "street-address"),
            Field::Text("address.hamlet", "text", "address-level4"),
            Field::Text("address.old_address", "text", "off"),
        ],
        SOMEBODY,
    ),
    once("pin", &[Field::Own("pin.lat"), Field::Own("pin.lng"), Field::Own("pin.plus_code")], SOMEBODY),
    once(
        "contact",
        &[
            Field::Text("contact.name", "text", "name"),
            Field::Text("contact.phone", "tel", "tel"),
            Field::Text("contact.email", "email", "email"),
        ],
        SOMEBODY,
    ),
    once(
        "deadline",
        &[
            Field::One("deadline.reason", &["none", "expiring_card", "hospital", "benefit", "study", "other"]),
            Field::Date("deadline.on"),
        ],
        SOMEBODY,
    ),
    once("note", &[Field::Area("note")], SOMEBODY),
    once("consent", &[Field::Tick("consents.visit"), Field::Tick("consents.messages")], SOMEBODY),
    once("check", &[], SOMEBODY),
];
