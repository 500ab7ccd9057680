//! Check your answers: everything once more, each with a way to change it, before anything is sent.
use actix_web::HttpResponse;
use askama::Template;

use crate::families::apply::mistakes::warning;
use crate::families::apply::order::{Step, path};
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::pages::pin::summed_up;
use crate::families::apply::pages::shown::{Shown, areas, fields, heading, label, option, title};
use crate::families::apply::{Answers, Field, Kind, order};
use crate::text::messages::Words;
use crate::web::View;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/apply/check.html")]
struct CheckPage {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    mistakes: Mistakes,
    sections: Vec<Section>,
}

/// The answers about one person, or about the rest.
struct Section {
    title: String,
    notes: Vec<String>,
    rows: Vec<Row>,
}

/// One field with its answer.
struct Row {
    question: String,
    lines: Vec<String>,
    looks: Vec<String>,
    href: String,
}

/// The page.
pub(super) fn page(asking: Asking<'_>, view: View, mistakes: Mistakes) -> HttpResponse {
    let words = view.words;
    let mut shown = Shown::of(&asking, words);
    shown.fields = fields(&asking, words);
    let sections = sections(&asking, words);
    let frame = Frame::for_family(title(&asking, words), view).with(&mistakes);
    let typed = asking.answers.typed;
    page::page(&CheckPage { frame, shown, typed, sections, mistakes: mistakes.clone() }, &mistakes)
}

fn sections(asking: &Asking<'_>, words: Words) -> Vec<Section> {
    let steps: Vec<Step> = path(&asking.answers).into_iter().filter(|step| step.question.key != "check").collect();
    let of = |person: Option<usize>, is_first: bool| {
        let wanted =
            |step: &&Step| step.person == person && (person.is_some() || (step.question.key == "who") == is_first);
        steps.iter().filter(wanted).flat_map(|step| rows(asking, *step, words)).collect::<Vec<_>>()
    };
    let plain = |key: &str, rows| Section { title: words.say(key), notes: Vec::new(), rows };
    let mut all = vec![plain("apply-check-who", of(None, true))];
    for at in 0..asking.answers.people() {
        let (number, name) = (at + 1, asking.answers.of_person(at, "name").to_owned());
        let key = if asking.answers.people() == 1 { "apply-check-only-person" } else { "apply-check-person" };
        let mut notes = Vec::new();
        if asking.answers.is_apart(at) {
            notes.push(words.say("apply-check-apart"));
        } else if !asking.answers.needs_visit(at) {
            notes.push(words.say("apply-check-no-visit"));
        }
        all.push(Section {
            title: words.with(key, &[("number", &number), ("name", &name)]),
            notes,
            rows: of(Some(at), false),
        });
    }
    let mut rest = of(None, false);
    rest.extend(pin_row(asking, words));
    all.push(plain("apply-check-rest", rest));
    all
}

/// A page's fields that were answered, or that somebody might have wanted to answer.
fn rows(asking: &Asking<'_>, step: Step, words: Words) -> Vec<Row> {
    let asked = Asking {
        tables: asking.tables,
        draft: asking.draft,
        answers: asking.answers.clone(),
        reading: asking.reading.clone(),
        step,
        change: true,
    };
    let fields =
        step.fields(&asking.answers).filter(|field| !matches!(field.name, "ward_search" | "ward_all" | "more"));
    let mut rows: Vec<Row> = fields
        .map(|field| {
            let name = step.name_of(field.name);
            let label = label(&asked, field, words);
            let looks = asking.reading.warnings_at(&name).into_iter().map(|one| warning(words, one)).collect();
            let mut lines = lines(&asked, step, field, words);
            if lines.is_empty() {
                lines.push(words.say("apply-check-nothing"));
            }
            Row {
                question: if label.is_empty() { heading(&asking.answers, step, words) } else { label },
                lines,
                looks,
                href: format!("/apply/{}/{}?change=1", asking.draft, step.key()),
            }
        })
        .collect();
    // What everybody may leave as it is, and nobody has touched, is one line.
    if step.question.key == "house" && rows.iter().all(|row| row.lines == [words.say("presence-unknown")]) {
        rows.truncate(1);
        rows[0].question = heading(&asking.answers, step, words);
    }
    rows
}

fn pin_row(asking: &Asking<'_>, words: Words) -> Option<Row> {
    let lines = summed_up(&asking.tables.geography, &asking.answers, words);
    let lines = if lines.is_empty() { vec![words.say("apply-check-nothing")] } else { lines };
    let href = format!("/apply/{}/pin?change=1", asking.draft);
    order::find(&asking.answers, "pin")?;
    Some(Row { question: words.say("apply-q-pin"), lines, looks: Vec::new(), href })
}

/// What was answered, in words; a choice that nobody made as what it means.
fn lines(asking: &Asking<'_>, step: Step, field: &Field, words: Words) -> Vec<String> {
    let answers: &Answers = &asking.answers;
    let name = step.name_of(field.name);
    let typed = answers.typed.some(&name).or(field.default.map(str::to_owned)).unwrap_or_default();
    match field.kind {
        Kind::Any(_) => answers.typed.all(&name).into_iter().map(|one| option(words, field, one)).collect(),
        Kind::Date => Some(answers.date(&name)).filter(|date| !date.is_empty()).into_iter().collect(),
        Kind::Own if field.name == "address.ward_code" => vec![asking.tables.ward_name(&typed)],
        Kind::Own => {
            let areas = areas(asking.tables, answers);
            areas.into_iter().filter(|(code, _)| *code == typed).map(|(_, name)| name).collect()
        }
        _ if typed.is_empty() => Vec::new(),
        Kind::One(_) | Kind::Select(_) => vec![option(words, field, &typed)],
        _ => vec![typed],
    }
}
