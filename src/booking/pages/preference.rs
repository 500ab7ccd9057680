//! A dispatcher writes down which half-days suit a family that calls.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, post};

use super::case::case_page;
use crate::accounts::Staff;
use crate::booking::Board;
use crate::cases::find::Reader;
use crate::cases::pages::form::new_preference;
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::visits::preference::{self, PreferenceError};
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(prefer);
}

#[post("/cases/{code}/preference")]
async fn prefer(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let (reader, wanted) = (Reader::Staff(staff.clone()), new_preference(&typed));
    let (case_code, reading) = (code.clone(), board.clone());
    let set = desk
        .write(move |conn, desk| {
            preference::set(conn, desk, &reading.reference.cases, &reader, &case_code, &wanted).map(|_| ())
        })
        .await;
    let mistakes = match set {
        Ok(()) => return Ok(page::see_other(&format!("/cases/{code}#preference"))),
        Err(error @ (PreferenceError::Find(_) | PreferenceError::Store(_))) => return Err(error.into()),
        Err(PreferenceError::Invalid(fields)) => at_the_form(fields),
        Err(refusal @ PreferenceError::Ended) => Mistakes::of(&refusal.into()),
    };
    case_page(&desk, &board, &staff, code, typed, mistakes).await
}

/// The page has other forms too, so the names of this one's fields say whose they are.
fn at_the_form(fields: Vec<FieldProblem>) -> Mistakes {
    let mut mistakes = Mistakes::default();
    for field in fields {
        mistakes.add(&format!("preference{}", field.pointer.replace('/', ".")), field.detail);
    }
    mistakes
}
