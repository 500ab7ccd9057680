//! The decision form of a case.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, post};

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::decide::decide;
use crate::cases::verify::{Verification, VerifyError};
use crate::desk::Desk;
use crate::visits::pages::case::case_page;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(decide_case);
}

/// Approves, refuses or asks, then back to the list.
#[post("/cases/{code}/verification")]
async fn decide_case(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let decision = Verification {
        verdict: typed.get("verdict").to_owned(),
        reason: typed.get("reason").to_owned(),
        bogus: false,
        question: typed.get("question").to_owned(),
        override_reason: typed.get("override_reason").to_owned(),
    };
    let (deciding, case_code, known) = (staff.clone(), code.clone(), board.clone());
    let decided = desk
        .write(move |conn, desk| {
            decide(conn, known.booker(desk, Some(&deciding)), &deciding, &case_code, &decision)?;
            Ok::<_, VerifyError>(())
        })
        .await;
    match decided {
        Ok(()) => Ok(page::see_other("/cases")),
        Err(error @ (VerifyError::Find(_) | VerifyError::Store(_))) => Err(error.into()),
        Err(refusal) => {
            let mistakes = Mistakes::of(&refusal.into());
            case_page(&desk, &board.reference.cases, &staff, code, typed, mistakes).await
        }
    }
}
