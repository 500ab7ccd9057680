//! The table of pages: key, stage, fields, when each applies. Questions that belong together stand on one page.
use crate::families::apply::answers::Answers;
use crate::families::apply::choices::{self, Choices};
use crate::families::apply::stage::Stage;

/// Holds for given answers and a person's place.
pub type When = fn(&Answers, usize) -> bool;

/// One page of the wizard; its words are `apply-q-KEY` and `apply-hint-KEY`.
pub struct Question {
    /// In the address and in the messages.
    pub key: &'static str,
    /// Where it stands in the bar of stages.
    pub stage: Stage,
    /// Asked for each person.
    pub of_person: bool,
    /// Reached by a link from another page, never on the way.
    pub is_aside: bool,
    /// What it fills in. Names of a person's page are below `applicants.N.`.
    pub fields: &'static [Field],
    /// When it is asked; the number is the person's place.
    pub applies: When,
}

/// A field: its name below the person, how it is filled in, when it is asked and whether it may stay empty.
pub struct Field {
    /// Its name below the person.
    pub name: &'static str,
    /// How it is filled in.
    pub kind: Kind,
    /// When its page asks it; fields that are not asked keep what they had.
    pub asked: When,
    /// When an empty answer is a mistake that only the wizard sees; the reader of cases has its own.
    pub required: When,
    /// What an empty answer means, and what is chosen before anybody chooses.
    pub default: Option<&'static str>,
}

/// How a field is filled in.
pub enum Kind {
    /// One of some, as cards.
    One(Choices),
    /// One of some, in a list that unfolds: where a good answer stands there already.
    Select(Choices),
    /// Any of some, as cards to tick.
    Any(Choices),
    /// A line of text: kind of input, purpose for browsers that fill in.
    Text(&'static str, &'static str),
    /// Some lines of text.
    Area,
    /// Day, month, year.
    Date,
    /// A box to tick.
    Tick,
    /// Kept, not shown by the common page.
    Own,
}

impl Field {
    /// The names under which a browser sends it.
    pub fn sent_as(&self, name: &str) -> Vec<String> {
        match self.kind {
            Kind::Date => ["day", "month", "year"].map(|part| format!("{name}.{part}")).to_vec(),
            _ => vec![name.to_owned()],
        }
    }

    /// What may be chosen by somebody with these answers.
    pub fn codes(&self, answers: &Answers, at: usize) -> Option<Vec<&'static str>> {
        match &self.kind {
            Kind::One(choices) | Kind::Select(choices) | Kind::Any(choices) => Some(choices.codes(answers, at)),
            _ => None,
        }
    }

    const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, asked: ALWAYS, required: NEVER, default: None }
    }

    const fn must(self, required: When) -> Self {
        Self { required, ..self }
    }

    const fn when(self, asked: When) -> Self {
        Self { asked, ..self }
    }

    const fn or(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }
}

const fn text(name: &'static str, kind: &'static str, purpose: &'static str) -> Field {
    Field::new(name, Kind::Text(kind, purpose))
}

const fn one(name: &'static str, choices: Choices) -> Field {
    Field::new(name, Kind::One(choices))
}

const fn select(name: &'static str, choices: Choices, default: &'static str) -> Field {
    Field::new(name, Kind::Select(choices)).or(default)
}

const fn any(name: &'static str, choices: Choices) -> Field {
    Field::new(name, Kind::Any(choices))
}

const ALWAYS: When = |_, _| true;
const NEVER: When = |_, _| false;
const SOMEBODY: When = |answers, _| answers.somebody_needs_visit();
const HELPED: When = |answers, _| answers.is_helped();
const AT_HOME: When = |answers, _| answers.somebody_needs_visit() && !answers.visits_hospital();

const fn once(key: &'static str, stage: Stage, fields: &'static [Field], applies: When) -> Question {
    Question { key, stage, of_person: false, is_aside: false, fields, applies }
}

const fn each(key: &'static str, stage: Stage, fields: &'static [Field], applies: When) -> Question {
    Question { key, stage, of_person: true, is_aside: false, fields, applies }
}

const fn aside(key: &'static str, stage: Stage, fields: &'static [Field], applies: When) -> Question {
    Question { key, stage, of_person: false, is_aside: true, fields, applies }
}

/// Asked on the last page of a person, whichever that is.
const MORE: Field = one("more", choices::named("apply-o-more-{code}", &["no", "yes"])).or("no");
const ANOTHER: When = |_, at| at + 1 < crate::cases::new_case::APPLICANTS_MAX;

/// Before the people.
pub const FIRST: &[Question] = &[once("who", Stage::Who, &[one("who", choices::WHO).must(ALWAYS)], ALWAYS)];

/// For each person.
pub const PERSON: &[Question] = &[
    each(
        "person",
        Stage::Who,
        &[
            text("name", "text", "off"),
            Field::new("birth", Kind::Date),
            one("sex", choices::SEX).must(ALWAYS),
            text("permanent_address", "text", "off"),
        ],
        ALWAYS,
    ),
    each(
        "card",
        Stage::Card,
        &[
            one("card", choices::PAPERS).must(ALWAYS),
            one("need", choices::NEEDS).must(|answers, at| answers.has_card(at)),
            text("number", "text", "off"),
            select("papers", choices::PRESENCE, "unknown"),
        ],
        |answers, at| !answers.is_too_young(at) || answers.asks_all_the_same(at),
    ),
    each(
        "move",
        Stage::Health,
        &[
            one("mobility", choices::MOBILITY).must(ALWAYS),
            any("group", choices::GROUPS),
            any("difficulties", choices::DIFFICULTIES),
            any("guardian", choices::named("apply-o-guardian-{code}", &["guardian"]))
                .when(|answers, at| answers.may_have_guardian(at)),
            MORE.when(ANOTHER),
        ],
        |answers, at| answers.is_asked_how_one_moves(at),
    ),
    each(
        "online",
        Stage::Health,
        &[MORE.when(|answers, at| ANOTHER(answers, at) && !answers.is_asked_how_one_moves(at))],
        |answers, at| answers.is_online(at) && !answers.asks_all_the_same(at),
    ),
    each(
        "desk",
        Stage::Health,
        &[one("desk", choices::named("apply-o-desk-{code}", &["send", "come"])).must(ALWAYS)],
        |answers, at| answers.walks_to_the_desk(at),
    ),
    each("apart", Stage::Health, &[], |answers, at| answers.is_apart(at)),
    each(
        "representative",
        Stage::Health,
        &[
            text("representative.name", "text", "off"),
            one("representative.relation", choices::REPRESENTING),
            text("representative.phone", "tel", "off"),
        ],
        |answers, at| answers.needs_visit(at) && answers.needs_representative(at),
    ),
];

/// After the people.
pub const LAST: &[Question] = &[
    once("closing", Stage::Send, &[], |answers, _| !answers.somebody_needs_visit()),
    once(
        "home",
        Stage::Home,
        &[
            Field::new("ward_search", Kind::Own),
            Field::new("ward_all", Kind::Own),
            Field::new("address.ward_code", Kind::Own),
            text("address.line", "text", "street-address"),
            text("address.hamlet", "text", "address-level4"),
            text("address.old_address", "text", "off"),
        ],
        SOMEBODY,
    ),
    once("area", Stage::Home, &[Field::new("address.sub_area", Kind::Own)], |answers, _| {
        answers.somebody_needs_visit() && answers.has_areas
    }),
    once(
        "house",
        Stage::Home,
        &[
            select(
                "readiness.alley",
                choices::named("apply-o-readiness-alley-{code}", &["unknown", "car", "motorbike", "foot"]),
                "unknown",
            ),
            select(
                "readiness.stairs",
                choices::named(
                    "apply-o-readiness-stairs-{code}",
                    &["unknown", "ground", "lift", "stairs_low", "stairs_high"],
                ),
                "unknown",
            ),
            select(
                "readiness.gate",
                choices::named("apply-o-readiness-gate-{code}", &["unknown", "open", "gate", "dog", "gate_and_dog"]),
                "unknown",
            ),
            select("readiness.power", choices::PRESENCE, "unknown"),
            select("readiness.light", choices::PRESENCE, "unknown"),
        ],
        AT_HOME,
    ),
    aside(
        "pin",
        Stage::Home,
        &[Field::new("pin.lat", Kind::Own), Field::new("pin.lng", Kind::Own), Field::new("pin.plus_code", Kind::Own)],
        SOMEBODY,
    ),
    once(
        "contact",
        Stage::Send,
        &[
            select("phone_of", choices::PHONE_OF, "household").when(HELPED),
            text("contact.name", "text", "name"),
            text("contact.phone", "tel", "tel"),
            text("contact.email", "email", "email"),
            select("secret_way", choices::SECRET_WAYS, "given").when(HELPED),
            select("deadline.reason", choices::DEADLINES, "none"),
            Field::new("deadline.on", Kind::Date),
            select("preference.times", choices::TIMES, "any"),
            Field::new("preference.from", Kind::Date),
            Field::new("note", Kind::Area),
        ],
        SOMEBODY,
    ),
    once(
        "check",
        Stage::Send,
        &[
            Field::new("consents.visit", Kind::Tick),
            Field::new("consents.messages", Kind::Tick).when(|answers, _| answers.has_email()),
        ],
        SOMEBODY,
    ),
];
