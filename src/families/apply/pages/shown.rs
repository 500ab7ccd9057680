//! A question as its page shows it: heading, progress, fields with their words.
use actix_web::HttpResponse;
use askama::Template;

use crate::cases::CaseTables;
use crate::cases::case::CONSENT_TEXT_VERSION;
use crate::cases::triage::Triage;
use crate::families::apply::mistakes::{about, kebab, warning};
use crate::families::apply::order::{Step, progress};
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::{Answers, Field};
use crate::geography::wards::WardCode;
use crate::text::messages::Words;
use crate::web::View;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/apply/question.html")]
struct QuestionPage {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    mistakes: Mistakes,
}

/// What every page of a question shows.
pub(super) struct Shown {
    pub action: String,
    pub heading: String,
    pub hint: String,
    pub progress: String,
    pub fields: Vec<ShownField>,
    /// The question is the label of its only field.
    pub single: bool,
    pub change: bool,
    pub notes: Vec<String>,
    pub looks: Vec<String>,
}

/// A field with its words.
pub(super) struct ShownField {
    pub name: String,
    pub kind: String,
    pub label: String,
    pub hint: String,
    pub options: Vec<(String, String)>,
    pub autocomplete: String,
    is_own_birth: bool,
}

impl ShownField {
    /// Day, month, year: part, id, purpose. The first has the field's own name as its id, where the summary leads.
    fn parts(&self) -> Vec<(&'static str, String, &'static str)> {
        let purpose = |part| if self.is_own_birth { part } else { "off" };
        vec![
            ("day", self.name.clone(), purpose("bday-day")),
            ("month", format!("{}.month", self.name), purpose("bday-month")),
            ("year", format!("{}.year", self.name), purpose("bday-year")),
        ]
    }

    fn part(&self, part: &str) -> String {
        format!("{}.{part}", self.name)
    }

    fn part_key(&self, part: &str) -> String {
        format!("apply-date-{part}")
    }
}

/// The common page of a question.
pub(super) fn page(asking: Asking<'_>, view: View, mistakes: Mistakes) -> HttpResponse {
    let words = view.words;
    let mut shown = Shown::of(&asking, words);
    shown.fields = fields(&asking, words);
    shown.single = shown.fields.len() == 1 && shown.fields[0].kind != "tick";
    if shown.single && shown.fields[0].hint.is_empty() {
        shown.fields[0].hint = std::mem::take(&mut shown.hint);
    }
    let frame = Frame::for_family(title(&asking, words), view).with(&mistakes);
    let typed = prefilled(asking.answers);
    page::page(&QuestionPage { frame, shown, typed, mistakes: mistakes.clone() }, &mistakes)
}

impl Shown {
    /// Heading, hint and progress of a question.
    pub fn of(asking: &Asking<'_>, words: Words) -> Self {
        let (before, after) = progress(asking.step, &asking.answers);
        let number = before + 1;
        let said = if after == 0 { "apply-progress-last" } else { "apply-progress" };
        Self {
            action: format!("/apply/{}/{}", asking.draft, asking.step.key()),
            heading: heading(&asking.answers, asking.step, words),
            hint: said_of(&asking.answers, asking.step, words, &format!("apply-hint-{}", asking.step.question.key)),
            progress: words.with(said, &[("number", &number), ("left", &after)]),
            fields: Vec::new(),
            single: false,
            change: asking.change,
            notes: notes(asking, words),
            looks: match asking.step.question.key {
                // Nothing was ticked yet, so there is nothing to look at again.
                "consent" => Vec::new(),
                _ => asking.reading.warnings(asking.step).into_iter().map(|one| warning(words, one)).collect(),
            },
        }
    }
}

/// The question in the reader's words, with the person's name.
pub(super) fn heading(answers: &Answers, step: Step, words: Words) -> String {
    said_of(answers, step, words, &format!("apply-q-{}", step.question.key))
}

/// The page's title: the question without a name, which would stay in the browser's history.
pub(super) fn title(asking: &Asking<'_>, words: Words) -> String {
    let key = format!("apply-q-{}", asking.step.question.key);
    let number = asking.step.person.unwrap_or(0) + 1;
    let somebody = words.say("apply-somebody");
    about(words, &key, is_self(&asking.answers, asking.step), &[("name", &somebody), ("number", &number)])
}

fn said_of(answers: &Answers, step: Step, words: Words, key: &str) -> String {
    let at = step.person.unwrap_or(0);
    let (number, typed) = (at + 1, answers.of_person(at, "name"));
    let name = if typed.is_empty() { words.say("apply-somebody") } else { typed.to_owned() };
    about(words, key, is_self(answers, step), &[("name", &name), ("number", &number)])
}

/// Somebody writes about themselves.
fn is_self(answers: &Answers, step: Step) -> bool {
    answers.typed.is("who", "self") && step.person.unwrap_or(0) == 0
}

/// What triage says, in the reader's language.
pub(super) fn triage_words(words: Words, triage: &Triage) -> String {
    words.say(&format!("apply-triage-{}-{}", triage.decision.code(), triage.rule.code().to_lowercase()))
}

fn notes(asking: &Asking<'_>, words: Words) -> Vec<String> {
    match asking.step.question.key {
        "consent" => {
            let mut notes = vec![
                words.say("apply-consent-use"),
                words.say("apply-consent-end"),
                words.with("apply-consent-version", &[("version", &CONSENT_TEXT_VERSION)]),
            ];
            if asking.answers.typed.get("contact.email").is_empty() {
                notes.push(words.say("apply-consent-no-mail"));
            }
            notes
        }
        "desk" => vec![words.say("apply-desk-why"), words.say("apply-desk-differ")],
        _ => Vec::new(),
    }
}

fn fields(asking: &Asking<'_>, words: Words) -> Vec<ShownField> {
    let step = asking.step;
    let no_mail = asking.answers.typed.get("contact.email").is_empty();
    let asked = |field: &&Field| !(no_mail && field.name() == "consents.messages");
    step.question.fields.iter().filter(asked).map(|field| shown_field(asking, field, words)).collect()
}

fn shown_field(asking: &Asking<'_>, field: &Field, words: Words) -> ShownField {
    let (name, key) = (asking.step.name_of(field.name()), kebab(field.name()));
    let (kind, autocomplete) = match field {
        Field::One(..) | Field::Coded(..) => ("one", ""),
        Field::Any(..) => ("any", ""),
        Field::Date(_) => ("date", ""),
        Field::Area(_) => ("area", ""),
        Field::Tick(_) => ("tick", ""),
        Field::Own(_) => ("one", ""),
        Field::Text(_, kind, "name") if field.name() == "name" => (*kind, "off"),
        Field::Text(_, kind, purpose) => (*kind, *purpose),
    };
    let own = is_self(&asking.answers, asking.step);
    let autocomplete = if own && field.name() == "name" { "name" } else { autocomplete };
    ShownField {
        label: words.find(&format!("apply-label-{key}"), &[]).unwrap_or_default(),
        hint: words.find(&format!("apply-label-hint-{key}"), &[]).unwrap_or_default(),
        options: options(asking, field, words),
        kind: kind.to_owned(),
        autocomplete: autocomplete.to_owned(),
        is_own_birth: own && field.name() == "birth",
        name,
    }
}

fn options(asking: &Asking<'_>, field: &Field, words: Words) -> Vec<(String, String)> {
    match field {
        Field::Coded(_, _, codes) => {
            codes().into_iter().map(|code| (code.to_owned(), option(words, field, code))).collect()
        }
        Field::One(_, values) | Field::Any(_, values) => {
            values.iter().map(|value| ((*value).to_owned(), option(words, field, value))).collect()
        }
        Field::Own("address.sub_area") => areas(asking.tables, &asking.answers),
        _ => Vec::new(),
    }
}

/// The words of a choice.
pub(super) fn option(words: Words, field: &Field, value: &str) -> String {
    match field {
        Field::Coded(_, "relation", _) => words.say(&format!("relation-{value}")),
        Field::Coded(_, "sex", _) => words.say(&format!("sex-{value}")),
        Field::Coded(_, "paper", _) => words.say(&format!("paper-{value}")),
        Field::Coded(_, "mobility", _) => words.say(&format!("mobility-{value}")),
        Field::Coded(..) => words.say(&format!("group-{value}")),
        _ => words.say(&format!("apply-o-{}-{value}", kebab(field.name()))),
    }
}

/// Who writes about themselves is most often whom to call.
fn prefilled(answers: Answers) -> Typed {
    let name = answers.of_person(0, "name").to_owned();
    if answers.typed.is("who", "self") { answers.typed.or("contact.name", name) } else { answers.typed }
}

/// The parts of the chosen ward (R24).
pub(super) fn areas(tables: &CaseTables, answers: &Answers) -> Vec<(String, String)> {
    let Ok(ward) = WardCode::parse(answers.typed.get("address.ward_code")) else {
        return Vec::new();
    };
    tables.geography.zones.of_ward(&ward).iter().map(|zone| (zone.code.0.clone(), zone.name.clone())).collect()
}
