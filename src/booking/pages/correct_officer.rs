//! The form that corrects an officer's name or badge; the page around it is of teams.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, post};

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::correct_officer::correct_officer;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::ids::OfficerId;
use crate::teams::officer::{ChangeOfficerError, Officer, OfficerChange};
use crate::teams::pages::officers::officer_page;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(correct);
}

#[post("/officers/{id}")]
async fn correct(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<OfficerId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, id, by) = (Typed::new(given.into_inner()), *id, staff.clone());
    let named = |name: &str| Some(typed.get(name).to_owned());
    let change = OfficerChange { full_name: named("full_name"), badge_number: named("badge_number"), account_id: None };
    let correct = move |conn: &mut DbConn, desk: &Desk| -> Result<Officer, ChangeOfficerError> {
        correct_officer(conn, board.booker(desk, Some(&by)), &by, id, &change)
    };
    match desk.write(correct).await {
        Ok(_) => Ok(page::see_other(&format!("/officers/{id}"))),
        Err(error) => officer_page(&desk, &staff, id, typed, Mistakes::to_mend(error.into())?).await,
    }
}
