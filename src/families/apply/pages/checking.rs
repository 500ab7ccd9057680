//! Check your answers: everything once more, each with a way to change it, before anything is sent.
use actix_web::HttpResponse;
use askama::Template;

use crate::families::apply::mistakes::warning;
use crate::families::apply::order::{Step, path};
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::pages::shown::{Shown, heading, option, title};
use crate::families::apply::{Answers, Field};
use crate::text::messages::Words;
use crate::web::View;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/apply/check.html")]
struct CheckPage {
    frame: Frame,
    shown: Shown,
    mistakes: Mistakes,
    sections: Vec<Section>,
}

/// The answers about one person, or about the rest.
struct Section {
    title: String,
    notes: Vec<String>,
    rows: Vec<Row>,
}

/// One question with its answer.
struct Row {
    question: String,
    lines: Vec<String>,
    looks: Vec<String>,
    href: String,
}

/// The page.
pub(super) fn page(asking: Asking<'_>, view: View, mistakes: Mistakes) -> HttpResponse {
    let words = view.words;
    let shown = Shown::of(&asking, words);
    let sections = sections(&asking, words);
    let frame = Frame::for_family(title(&asking, words), view).with(&mistakes);
    page::page(&CheckPage { frame, shown, sections, mistakes: mistakes.clone() }, &mistakes)
}

fn sections(asking: &Asking<'_>, words: Words) -> Vec<Section> {
    let steps: Vec<Step> = path(&asking.answers).into_iter().filter(|step| !step.tells()).collect();
    let of = |person: Option<usize>, is_first: bool| {
        let first = |step: &&Step| matches!(step.question.key, "who" | "relation") == is_first;
        let own = steps.iter().filter(|step| step.person == person).filter(|step| person.is_some() || first(step));
        own.map(|step| row(asking, *step, words)).collect::<Vec<_>>()
    };
    let plain = |key: &str, rows| Section { title: words.say(key), notes: Vec::new(), rows };
    let mut all = vec![plain("apply-check-who", of(None, true))];
    for at in 0..asking.answers.people() {
        let number = at + 1;
        let name = asking.answers.of_person(at, "name").to_owned();
        let stays = !asking.answers.needs_visit(at);
        all.push(Section {
            title: words.with("apply-check-person", &[("number", &number), ("name", &name)]),
            notes: if stays { vec![words.say("apply-check-no-visit")] } else { Vec::new() },
            rows: of(Some(at), false),
        });
    }
    all.push(plain("apply-check-rest", of(None, false)));
    all
}

fn row(asking: &Asking<'_>, step: Step, words: Words) -> Row {
    let said = step.question.fields.iter().flat_map(|field| lines(asking, step, field, words));
    let mut lines: Vec<String> = said.collect();
    if lines.is_empty() {
        lines.push(words.say("apply-check-nothing"));
    }
    Row {
        question: heading(&asking.answers, step, words),
        lines,
        looks: asking.reading.warnings(step).into_iter().map(|one| warning(words, one)).collect(),
        href: format!("/apply/{}/{}?change=1", asking.draft, step.key()),
    }
}

/// What was answered, in words.
fn lines(asking: &Asking<'_>, step: Step, field: &Field, words: Words) -> Vec<String> {
    let answers: &Answers = &asking.answers;
    let name = step.name_of(field.name());
    let typed = answers.typed.get(&name).to_owned();
    match field {
        Field::Any(..) => answers.typed.all(&name).into_iter().map(|one| option(words, field, one)).collect(),
        Field::Date(_) => Some(answers.date(&name)).filter(|date| !date.is_empty()).into_iter().collect(),
        Field::Own("address.ward_code") => vec![asking.tables.ward_name(&typed)],
        Field::Own("address.sub_area") => {
            let areas = crate::families::apply::pages::shown::areas(asking.tables, answers);
            areas.into_iter().filter(|(code, _)| *code == typed).map(|(_, name)| name).collect()
        }
        Field::Own("pin.lat") => {
            crate::families::apply::pages::pin::summed_up(&asking.tables.geography, answers, words)
        }
        Field::Own("ward_search" | "ward_all" | "pin.lng" | "pin.plus_code") => Vec::new(),
        _ if typed.is_empty() => Vec::new(),
        Field::One(..) | Field::Coded(..) => vec![option(words, field, &typed)],
        Field::Tick(_) => vec![words.say(&format!("apply-ticked-{}", crate::families::apply::mistakes::kebab(&name)))],
        _ => vec![typed],
    }
}
