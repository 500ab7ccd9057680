//! The office issues a new secret to somebody who telephones or stands at the desk; shown once.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::{Permission, Staff};
use crate::cases::CaseTables;
use crate::cases::find::{FindCaseError, Reader, find};
use crate::desk::Desk;
use crate::dice::spoken_secret;
use crate::families::secrets::facts::SaidFacts;
use crate::families::secrets::{IssueError, IssueRequest, Issued, NewSecret, issue};
use crate::idempotency::SentForm;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "secrets/form.html")]
struct FormPage {
    frame: Frame,
    code: String,
    typed: Typed,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "secrets/issued.html")]
struct IssuedPage {
    frame: Frame,
    made: NewSecret,
    spoken: String,
    ends_others: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(issue_secret);
}

#[get("/cases/{code}/secret")]
async fn form(desk: Data<Desk>, staff: Staff, code: Path<String>) -> Result<HttpResponse, Problem> {
    form_page(&desk, &staff, code.into_inner(), Typed::default(), Mistakes::default()).await
}

#[post("/cases/{code}/secret")]
async fn issue_secret(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, code) = (Typed::new(given.into_inner()), code.into_inner());
    let said = SaidFacts {
        birth: typed.get("birth").to_owned(),
        number_end: typed.get("number_end").to_owned(),
        phone: typed.get("phone").to_owned(),
        house: typed.get("house").to_owned(),
    };
    let (by, wanted, ends_others) = (staff.clone(), code.clone(), typed.is("ends_others", "yes"));
    let done = desk
        .write(move |conn, desk| {
            let asked = IssueRequest { said: &said, ends_others, request: desk.form.as_ref().map(SentForm::key) };
            issue(conn, desk, &tables, &by, &wanted, &asked)
        })
        .await;
    let mut mistakes = Mistakes::default();
    match done {
        Ok(Issued::Secret(made)) => {
            let frame = Frame::for_staff(format!("Mật mã mới của hồ sơ {}", made.code), &staff);
            let spoken = spoken_secret(&made.secret);
            return Ok(page::show(&IssuedPage { frame, made, spoken, ends_others }));
        }
        Ok(Issued::Wrong) => {
            mistakes.whole = Some(
                "Có điều người gọi nói không khớp hồ sơ, nên chưa cấp. Không nói cho họ biết điều nào sai.".to_owned(),
            );
        }
        Err(IssueError::Invalid(fields)) => mistakes = Mistakes::of(&Problem::invalid(fields)),
        Err(refusal @ IssueError::TooMany(_)) => mistakes.whole = Some(capital(&refusal.to_string())),
        Err(error) => return Err(error.into()),
    }
    form_page(&desk, &staff, code, typed, mistakes).await
}

async fn form_page(
    desk: &Desk,
    staff: &Staff,
    code: String,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::Staff(staff.clone());
    let read = move |conn: &mut crate::db::DbConn, _: &Desk| {
        Ok::<_, FindCaseError>(find(conn, &code, &reader, Permission::EditCases)?.code)
    };
    let code = desk.read(read).await?;
    let frame = Frame::for_staff(format!("Cấp mật mã mới cho hồ sơ {code}"), staff).with(&mistakes);
    Ok(page::page(&FormPage { frame, code, typed, mistakes: mistakes.clone() }, &mistakes))
}

fn capital(text: &str) -> String {
    format!("{}.", crate::families::words::capital(text))
}
