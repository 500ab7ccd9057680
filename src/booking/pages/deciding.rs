//! The decision form of a case.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, post};

use super::case::case_page;
use crate::accounts::{Permission, Staff};
use crate::booking::Board;
use crate::booking::decide::decide;
use crate::cases::store::next_undecided;
use crate::cases::verify::{Verification, VerifyError};
use crate::desk::Desk;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(decide_case);
}

/// What the button "Duyệt và mở hồ sơ kế" sends.
const APPROVE_NEXT: &str = "approve-next";

/// Approves, refuses or asks, then back to the case, or to the next one.
#[post("/cases/{code}/verification")]
async fn decide_case(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let goes_on = typed.get("verdict") == APPROVE_NEXT;
    let decision = Verification {
        verdict: if goes_on { "approve" } else { typed.get("verdict") }.to_owned(),
        reason: typed.some("reason").unwrap_or_else(|| typed.get("reason_phrase").to_owned()),
        bogus: false,
        question: typed.some("question").unwrap_or_else(|| typed.get("question_phrase").to_owned()),
        override_reason: typed.get("override_reason").to_owned(),
    };
    let (deciding, case_code, known) = (staff.clone(), code.clone(), board.clone());
    let decided = desk
        .write(move |conn, desk| {
            let case = decide(conn, known.booker(desk, Some(&deciding)), &deciding, &case_code, &decision)?;
            let wards = deciding.wards_of(Permission::VerifyCases);
            Ok::<_, VerifyError>(if goes_on { next_undecided(conn, wards, case.id)? } else { None })
        })
        .await;
    match decided {
        Ok(Some(next)) => Ok(page::see_other(&format!("/cases/{next}"))),
        Ok(None) if goes_on => Ok(page::see_other("/cases?waits_for=office")),
        Ok(None) => Ok(page::see_other(&format!("/cases/{code}"))),
        Err(error @ (VerifyError::Find(_) | VerifyError::Store(_))) => Err(error.into()),
        Err(refusal) => {
            let mistakes = Mistakes::of(&refusal.into());
            case_page(&desk, &board, &staff, code, typed, mistakes).await
        }
    }
}
