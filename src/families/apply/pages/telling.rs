//! Pages that tell instead of asking: nobody has to come for this person, or for anybody.
use actix_web::HttpResponse;
use askama::Template;

use crate::cases::tables::HotLine;
use crate::families::apply::Answers;
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::pages::shown::{Shown, fields, title, triage_words};
use crate::families::notice::fee_words;
use crate::text::messages::Words;
use crate::web::View;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/apply/online.html")]
struct OnlinePage {
    frame: Frame,
    shown: Shown,
    typed: Typed,
    mistakes: Mistakes,
    fee: String,
    hot_lines: Vec<HotLine>,
}

#[derive(Template)]
#[template(path = "families/apply/apart.html")]
struct ApartPage {
    frame: Frame,
    shown: Shown,
}

#[derive(Template)]
#[template(path = "families/apply/closing.html")]
struct ClosingPage {
    frame: Frame,
    shown: Shown,
    lines: Vec<String>,
    is_online: bool,
    hot_lines: Vec<HotLine>,
}

/// No visit is needed: what to do instead, what it costs, whom to call (R8, R10, R31).
pub(super) fn online_page(asking: Asking<'_>, view: View, mistakes: Mistakes) -> HttpResponse {
    let mut shown = Shown::of(&asking, view.words);
    shown.fields = fields(&asking, view.words);
    let triage = asking.answers.triage(asking.step.person.unwrap_or(0));
    let mut fee = String::new();
    if let Some(triage) = triage {
        shown.hint = triage_words(view.words, &triage);
        let amount = asking.tables.fees.fee_on(triage.procedure, asking.answers.today).map(|fee| fee.amount_vnd);
        fee = fee_words(amount, view.words);
    }
    let hot_lines = asking.tables.hot_lines_of(None);
    let frame = Frame::for_family(title(&asking, view.words), view).with(&mistakes);
    let typed = asking.answers.typed;
    page::page(&OnlinePage { frame, shown, typed, mistakes: mistakes.clone(), fee, hot_lines }, &mistakes)
}

/// Somebody is elsewhere: the team that comes to the others does not come there.
pub(super) fn apart_page(asking: Asking<'_>, view: View) -> HttpResponse {
    let shown = Shown::of(&asking, view.words);
    let frame = Frame::for_family(title(&asking, view.words), view);
    page::show(&ApartPage { frame, shown })
}

/// Nobody needs a visit, so nothing is filed unless the family asks all the same.
pub(super) fn closing_page(asking: Asking<'_>, view: View) -> HttpResponse {
    let words = view.words;
    let shown = Shown::of(&asking, words);
    let answers = &asking.answers;
    let lines = (0..answers.people()).map(|at| without_visit(answers, at, words)).collect();
    let is_online = (0..answers.people()).any(|at| answers.is_online(at));
    let hot_lines = asking.tables.hot_lines_of(None);
    let frame = Frame::for_family(title(&asking, words), view);
    page::show(&ClosingPage { frame, shown, lines, is_online, hot_lines })
}

/// Who is not visited, and what they do instead.
fn without_visit(answers: &Answers, at: usize, words: Words) -> String {
    let name = answers.of_person(at, "name").to_owned();
    let reason = answers.way(at).map(|way| way.sentence(words)).unwrap_or_default();
    words.with("apply-closing-person", &[("name", &name), ("reason", &reason)])
}
