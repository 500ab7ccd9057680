//! Pages that tell instead of asking: nobody has to come for this person, or for anybody.
use actix_web::HttpResponse;
use askama::Template;

use crate::cases::tables::HotLine;
use crate::families::apply::pages::asked::Asking;
use crate::families::apply::pages::shown::{Shown, title, triage_words};
use crate::families::notice::fee_words;
use crate::web::View;
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/apply/online.html")]
struct OnlinePage {
    frame: Frame,
    shown: Shown,
    fee: String,
    hot_lines: Vec<HotLine>,
}

#[derive(Template)]
#[template(path = "families/apply/closing.html")]
struct ClosingPage {
    frame: Frame,
    shown: Shown,
    lines: Vec<String>,
}

/// No visit is needed: what to do instead, what it costs, whom to call (R8, R10, R31).
pub(super) fn online_page(asking: Asking<'_>, view: View) -> HttpResponse {
    let mut shown = Shown::of(&asking, view.words);
    let triage = asking.answers.triage(asking.step.person.unwrap_or(0));
    let mut fee = String::new();
    if let Some(triage) = triage {
        shown.hint = triage_words(view.words, &triage);
        let amount = asking.tables.fees.fee_on(triage.procedure, asking.answers.today).map(|fee| fee.amount_vnd);
        fee = fee_words(amount, view.words);
    }
    let hot_lines = asking.tables.hot_lines_of(None);
    let frame = Frame::for_family(title(&asking, view.words), view);
    page::show(&OnlinePage { frame, shown, fee, hot_lines })
}

/// Nobody needs a visit, so nothing is filed.
pub(super) fn closing_page(asking: Asking<'_>, view: View) -> HttpResponse {
    let words = view.words;
    let shown = Shown::of(&asking, words);
    let line = |at| {
        let name = asking.answers.of_person(at, "name").to_owned();
        let triage = asking.answers.triage(at).map(|triage| triage_words(words, &triage)).unwrap_or_default();
        words.with("apply-closing-person", &[("name", &name), ("reason", &triage)])
    };
    let lines = (0..asking.answers.people()).map(line).collect();
    let frame = Frame::for_family(title(&asking, words), view);
    page::show(&ClosingPage { frame, shown, lines })
}
