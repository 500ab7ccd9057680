//! A question as its page shows it: heading, progress, fields with their words.
use actix_web::HttpResponse;
use askama::Template;

use crate::cases::CaseTables;
use crate::cases::triage::Triage;
use crate::families::apply::answers::AGE_OF_THE_ELDERLY;
use crate::families::apply::mistakes::{about, kebab, warning};
use crate::families::apply::order::Step;
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::{Answers, Field, Kind, Stage};
use crate::geography::wards::WardCode;
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::text::names::PersonName;
use crate::web::View;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

/// Longest answer that fits half a small phone, characters.
const SHORT_ANSWER: usize = 14;

#[derive(Template)]
#[template(path = "families/apply/question.html")]
struct QuestionPage {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    mistakes: Mistakes,
}

/// What every page of the wizard shows.
pub(super) struct Shown {
    pub action: String,
    pub heading: String,
    pub hint: String,
    pub stages: Vec<ShownStage>,
    pub fields: Vec<ShownField>,
    /// The question is the label of its only field.
    pub single: bool,
    pub change: bool,
    pub notes: Vec<String>,
    pub looks: Vec<String>,
    /// A page that stands aside: key and words.
    pub aside: Option<(&'static str, String)>,
}

/// One of the five parts of the way.
pub(super) struct ShownStage {
    pub words: String,
    pub is_done: bool,
    pub is_now: bool,
}

/// A field with its words.
pub(super) struct ShownField {
    pub name: String,
    pub kind: &'static str,
    pub label: String,
    pub hint: String,
    pub options: Vec<(String, String)>,
    pub autocomplete: &'static str,
    pub default: &'static str,
    is_own_birth: bool,
}

impl ShownField {
    /// Day, month, year: part, id, purpose. The first has the field's own name as its id, where the summary leads.
    pub fn parts(&self) -> Vec<(&'static str, String, &'static str)> {
        let purpose = |part| if self.is_own_birth { part } else { "off" };
        vec![
            ("day", self.name.clone(), purpose("bday-day")),
            ("month", format!("{}.month", self.name), purpose("bday-month")),
            ("year", format!("{}.year", self.name), purpose("bday-year")),
        ]
    }

    /// The choice that was made, or that stands there until somebody chooses.
    pub fn is_chosen(&self, typed: &Typed, value: &str) -> bool {
        if typed.has(&self.name) { typed.is(&self.name, value) } else { self.default == value }
    }

    /// Two short answers stand side by side.
    pub fn is_short(&self) -> bool {
        let short = |(_, words): &(String, String)| words.chars().count() <= SHORT_ANSWER;
        self.kind == "one" && (2..=3).contains(&self.options.len()) && self.options.iter().all(short)
    }

    pub fn part(&self, part: &str) -> String {
        format!("{}.{part}", self.name)
    }

    pub fn part_key(&self, part: &str) -> String {
        format!("apply-date-{part}")
    }
}

/// The common page of a question.
pub(super) fn page(asking: Asking<'_>, view: View, mistakes: Mistakes) -> HttpResponse {
    let words = view.words;
    let mut shown = Shown::of(&asking, words);
    shown.fields = fields(&asking, words);
    shown.single = shown.fields.len() == 1 && shown.fields[0].kind == "one";
    if shown.single && shown.fields[0].hint.is_empty() {
        shown.fields[0].hint = std::mem::take(&mut shown.hint);
    }
    let frame = Frame::for_family(title(&asking, words), view).with(&mistakes);
    let typed = prefilled(asking.answers);
    page::page(&QuestionPage { frame, shown, typed, mistakes: mistakes.clone() }, &mistakes)
}

impl Shown {
    /// Heading, hint and stage of a question.
    pub fn of(asking: &Asking<'_>, words: Words) -> Self {
        let step = asking.step;
        let stage = |stage: Stage| ShownStage {
            words: words.say(&format!("apply-stage-{}", stage.code())),
            is_done: stage < step.question.stage,
            is_now: stage == step.question.stage,
        };
        let pin = || ("pin", words.say("apply-q-pin"));
        Self {
            action: format!("/apply/{}/{}", asking.draft, step.key()),
            heading: heading(&asking.answers, step, words),
            hint: said_of(&asking.answers, step, words, &format!("apply-hint-{}", step.question.key)),
            stages: Stage::ALL.into_iter().map(stage).collect(),
            fields: Vec::new(),
            single: false,
            change: asking.change,
            notes: notes(asking, words),
            looks: asking.reading.warnings(step).into_iter().map(|one| warning(words, one)).collect(),
            aside: (step.question.key == "house").then(pin),
        }
    }
}

/// The question in the reader's words, with the person's name.
pub(super) fn heading(answers: &Answers, step: Step, words: Words) -> String {
    let said = said_of(answers, step, words, &format!("apply-q-{}", step.question.key));
    // A name by which one speaks of somebody may begin it: “bà Hòa”.
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The page's title: the question without a name, which would stay in the browser's history.
pub(super) fn title(asking: &Asking<'_>, words: Words) -> String {
    let key = format!("apply-q-{}", asking.step.question.key);
    let number = asking.step.person.unwrap_or(0) + 1;
    let key = if number > 1 && words.find(&format!("{key}-next"), &[("number", &number)]).is_some() {
        format!("{key}-next")
    } else {
        key
    };
    let somebody = words.say("apply-somebody");
    about(words, &key, is_self(&asking.answers, asking.step), &[("name", &somebody), ("number", &number)])
}

/// A message about the person: with the name by which one speaks of them, the number from the second on, and the year in
/// which they are old enough for what depends on age.
fn said_of(answers: &Answers, step: Step, words: Words, key: &str) -> String {
    let at = step.person.unwrap_or(0);
    let (number, name) = (at + 1, spoken(answers, at, words));
    let key = match answers.visits_hospital() {
        true if words.find(&format!("{key}-hospital"), &[]).is_some() => format!("{key}-hospital"),
        _ if at > 0 && words.find(&format!("{key}-next"), &[("number", &number)]).is_some() => format!("{key}-next"),
        _ => key.to_owned(),
    };
    about(words, &key, is_self(answers, step), &[("name", &name), ("number", &number)])
}

/// “cụ Mận”, “bà Hòa”, a child's given name; “người này” while nobody has said the name.
pub(super) fn spoken(answers: &Answers, at: usize, words: Words) -> String {
    let typed = answers.of_person(at, "name");
    if typed.is_empty() {
        return words.say("apply-somebody");
    }
    let known = PersonName::parse(typed).ok().zip(answers.age(at)).zip(answers.of_person(at, "sex").parse().ok());
    match (known, words.is_vietnamese()) {
        (Some(((name, age), sex)), true) => name.called(age, sex),
        _ => typed.to_owned(),
    }
}

/// Somebody writes about themselves.
fn is_self(answers: &Answers, step: Step) -> bool {
    answers.is_self(step.person.unwrap_or(0))
}

/// What triage says, in the reader's language.
pub(super) fn triage_words(words: Words, triage: &Triage) -> String {
    words.say(&format!("apply-triage-{}-{}", triage.decision.code(), triage.rule.code().to_lowercase()))
}

fn notes(asking: &Asking<'_>, words: Words) -> Vec<String> {
    let (answers, at) = (&asking.answers, asking.step.person.unwrap_or(0));
    match asking.step.question.key {
        "check" => {
            let mut notes = vec![words.say("apply-consent-use"), words.say("apply-consent-end")];
            if !answers.has_email() {
                notes.push(words.say("apply-consent-no-mail"));
            }
            notes
        }
        "desk" => {
            let mut notes = vec![words.say("apply-desk-why")];
            // Shortly before: the law counts them among the old from that day on.
            if let Some(birth) = answers.birth(at).filter(|_| answers.age(at) == Some(AGE_OF_THE_ELDERLY - 1)) {
                let on = short_date(birth.birthday(AGE_OF_THE_ELDERLY));
                notes.push(words.with("apply-desk-soon-elderly", &[("date", &on)]));
            }
            notes.push(words.say("apply-desk-differ"));
            notes
        }
        _ => Vec::new(),
    }
}

/// The fields that this page asks, with their words.
pub(super) fn fields(asking: &Asking<'_>, words: Words) -> Vec<ShownField> {
    let is_shown = |field: &&Field| !matches!(field.kind, Kind::Own) || field.name == "address.sub_area";
    asking.step.fields(&asking.answers).filter(is_shown).map(|field| shown_field(asking, field, words)).collect()
}

fn shown_field(asking: &Asking<'_>, field: &Field, words: Words) -> ShownField {
    let own = is_self(&asking.answers, asking.step);
    let (kind, autocomplete) = match field.kind {
        Kind::One(_) | Kind::Own => ("one", ""),
        Kind::Select(_) => ("select", ""),
        Kind::Any(_) => ("any", ""),
        Kind::Date => ("date", ""),
        Kind::Area => ("area", ""),
        Kind::Tick => ("tick", ""),
        Kind::Text(kind, _) if own && field.name == "name" => (kind, "name"),
        Kind::Text(kind, purpose) => (kind, purpose),
    };
    ShownField {
        label: label(asking, field, words),
        hint: said_of(&asking.answers, asking.step, words, &format!("apply-label-hint-{}", kebab(field.name))),
        options: options(asking, field, words),
        kind,
        autocomplete,
        default: field.default.unwrap_or_default(),
        is_own_birth: own && field.name == "birth",
        name: asking.step.name_of(field.name),
    }
}

/// The label of a field; a page of one question needs none.
pub(super) fn label(asking: &Asking<'_>, field: &Field, words: Words) -> String {
    said_of(&asking.answers, asking.step, words, &format!("apply-label-{}", kebab(field.name)))
}

fn options(asking: &Asking<'_>, field: &Field, words: Words) -> Vec<(String, String)> {
    if field.name == "address.sub_area" {
        return areas(asking.tables, &asking.answers);
    }
    let codes = field.codes(&asking.answers, asking.step.person.unwrap_or(0)).unwrap_or_default();
    codes.into_iter().map(|code| (code.to_owned(), option(words, field, code))).collect()
}

/// The words of a choice.
pub(super) fn option(words: Words, field: &Field, value: &str) -> String {
    match &field.kind {
        Kind::One(choices) | Kind::Select(choices) | Kind::Any(choices) => words.say(&choices.key(value)),
        _ => String::new(),
    }
}

/// Who writes about themselves is most often whom to call; so is who looks after somebody in a hospital or a care home.
fn prefilled(answers: Answers) -> Typed {
    let name = answers.of_person(0, "name").to_owned();
    match answers.typed.get("who") {
        "self" => answers.typed.or("contact.name", name),
        staff @ "facility_staff" => {
            let staff = staff.to_owned();
            answers.typed.or("phone_of", staff)
        }
        _ => answers.typed,
    }
}

/// The parts of the chosen ward (R24).
pub(super) fn areas(tables: &CaseTables, answers: &Answers) -> Vec<(String, String)> {
    let Ok(ward) = WardCode::parse(answers.typed.get("address.ward_code")) else {
        return Vec::new();
    };
    tables.geography.zones.of_ward(&ward).iter().map(|zone| (zone.code.0.clone(), zone.name.clone())).collect()
}
