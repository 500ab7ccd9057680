//! Where exactly the house stands: a question that may be skipped.
use actix_web::HttpResponse;
use askama::Template;

use super::asking::Asking;
use super::shown::{Shown, title};
use crate::web::View;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "families/apply/pin.html")]
struct PinPage {
    frame: Frame,
    shown: Shown,
    mistakes: Mistakes,
}

/// The page.
pub(super) fn page(asking: Asking<'_>, view: View, mistakes: Mistakes) -> HttpResponse {
    let shown = Shown::of(&asking, view.words);
    let frame = Frame::for_family(title(&asking, view.words), view).with(&mistakes);
    page::page(&PinPage { frame, shown, mistakes: mistakes.clone() }, &mistakes)
}
