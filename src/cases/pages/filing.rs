//! Filing a case in the browser: form, answer, and the page that tells code and link.
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::form::{self, Choices, PEOPLE};
use crate::accounts::Identity;
use crate::cases::Case;
use crate::cases::CaseTables;
use crate::cases::api::staff_of;
use crate::cases::case::State;
use crate::cases::filing::{self, FileCaseError};
use crate::cases::triage::TriageDecision;
use crate::cases::verify::triaged;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::dice::spoken_secret;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "cases/new.html")]
struct NewCasePage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    choices: Choices,
    ward_found: Option<usize>,
}

#[derive(Template)]
#[template(path = "cases/received.html")]
struct ReceivedPage {
    frame: Frame,
    case: Case,
    link: String,
    /// The secret as it is read out.
    spoken: String,
    ward: String,
    reason: &'static str,
    is_visit: bool,
    is_incomplete: bool,
    is_open: bool,
}

impl NewCasePage {
    fn people(&self) -> [usize; 3] {
        PEOPLE
    }

    fn field(&self, at: &usize, of: &str) -> String {
        form::field(*at, of)
    }
}

/// The form, for staff who file for somebody on the telephone; a family is led to its own pages.
#[get("/cases/new")]
pub async fn form_page(tables: Data<CaseTables>, who: Identity) -> HttpResponse {
    if staff_of(&who).is_none() {
        return page::see_other("/apply");
    }
    new_case_page(&tables, &who, Typed::default(), Mistakes::default())
}

/// Files the case and goes to the page with its code, or shows the form again; also searches wards.
#[post("/cases/new")]
pub async fn send(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    who: Identity,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    if typed.is("find", "ward") {
        return Ok(new_case_page(&tables, &who, typed, Mistakes::default()));
    }
    let (new, blocks) = form::new_case(&typed);
    let (requester, reading) = (who.clone(), tables.clone().into_inner());
    let read = filing::read(&tables, staff_of(&who), &new, desk.now());
    let file = move |conn: &mut DbConn, desk: &Desk| {
        filing::file(conn, desk, &reading, staff_of(&requester), read.as_ref().map_err(Clone::clone)?)
    };
    let sent = desk.write(file).await;
    match sent {
        Ok(opened) => Ok(page::see_other(&format!("/cases/received/{}/{}", opened.case.code, opened.secret))),
        Err(FileCaseError::Invalid(fields)) => {
            let mut mistakes = Mistakes::of(&Problem::invalid(fields));
            form::to_blocks(&mut mistakes, &blocks);
            Ok(new_case_page(&tables, &who, typed, mistakes))
        }
        Err(error) => Err(error.into()),
    }
}

/// Code, link and what comes next, for who holds the secret.
#[get("/cases/received/{code}/{secret}")]
pub async fn received(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    who: Identity,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (code, secret) = path.into_inner();
    let own = secret.clone();
    let (case, triage) = desk.read(move |conn, desk| triaged(conn, desk, &code, own)).await?;
    Ok(page::show(&ReceivedPage {
        frame: Frame::for_anyone("Đã nhận hồ sơ", &who),
        link: format!("{}/follow/{}/{secret}", desk.settings.server.public_url, case.code),
        spoken: spoken_secret(&secret),
        ward: tables.ward_name(&case.ward_code),
        reason: triage.reason,
        is_visit: triage.decision == TriageDecision::Visit,
        is_incomplete: triage.decision == TriageDecision::Incomplete,
        is_open: matches!(case.state(), State::Filed | State::Verified),
        case,
    }))
}

fn new_case_page(tables: &CaseTables, who: &Identity, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let choices = Choices::of(tables, &typed);
    let template = NewCasePage {
        frame: Frame::for_anyone("Đề nghị làm căn cước tại nhà", who).with(&mistakes),
        ward_found: typed.is("find", "ward").then_some(choices.wards.len()),
        choices,
        typed,
        mistakes,
    };
    page::page(&template, &template.mistakes)
}
