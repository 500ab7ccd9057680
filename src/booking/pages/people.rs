//! A dispatcher corrects one person of a case, or adds one, for a family that calls.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::add_person::AddToVisitError;
use crate::booking::api::correcting::{PersonAt, PersonError, put_new_person, put_person};
use crate::booking::correct_person::CorrectInVisitError;
use crate::cases::find::Reader;
use crate::cases::household::Person;
use crate::cases::pages::form::{Choices, applicant, fields_of};
use crate::cases::read::{self, CaseFile};
use crate::desk::Desk;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

#[derive(Template)]
#[template(path = "booking/person.html")]
struct PersonPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    choices: Choices,
    code: String,
    title: String,
    /// The person as stored, with their number, counted from 1; none for one more.
    stored: Option<(usize, Person)>,
    /// Where the form goes.
    action: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(new_form).service(add).service(form).service(correct);
}

#[get("/cases/{code}/people/new")]
async fn new_form(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    person_page(&desk, &board, &staff, code.into_inner(), None, Typed::default(), Mistakes::default()).await
}

#[post("/cases/{code}/people/new")]
async fn add(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (code, typed) = (code.into_inner(), Typed::new(given.into_inner()));
    let person = applicant(&typed, "");
    let (known, by, wanted) = (board.clone(), staff.clone(), code.clone());
    let done = desk.write(move |conn, desk| put_new_person(conn, desk, &known, &by, &wanted, &person)).await;
    after(&desk, &board, &staff, code, None, typed, done).await
}

#[get("/cases/{code}/people/{number}")]
async fn form(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    path: Path<(String, usize)>,
) -> Result<HttpResponse, Problem> {
    let (code, number) = path.into_inner();
    person_page(&desk, &board, &staff, code, Some(number), Typed::default(), Mistakes::default()).await
}

#[post("/cases/{code}/people/{number}")]
async fn correct(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    path: Path<(String, usize)>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let ((code, number), typed) = (path.into_inner(), Typed::new(given.into_inner()));
    let file = file_of(&desk, &staff, code.clone()).await?;
    let (position, stored) = person_at(&file, number)?;
    let mut person = applicant(&typed, "");
    if person.number.is_empty() && !typed.is("no_number", "yes") {
        // The page shows no whole number: an empty field leaves it as it is.
        person.number.clone_from(&stored.identity.number);
    }
    let version = typed.get("version").parse().unwrap_or(0);
    let (known, by, wanted) = (board.clone(), staff.clone(), code.clone());
    let done = desk
        .write(move |conn, desk| {
            put_person(conn, desk, &known, &by, &PersonAt { code: &wanted, position, version }, &person)
        })
        .await;
    after(&desk, &board, &staff, code, Some(number), typed, done).await
}

/// Back to the people of the case, or the form again with what is wrong.
async fn after(
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    code: String,
    number: Option<usize>,
    typed: Typed,
    done: Result<(), PersonError>,
) -> Result<HttpResponse, Problem> {
    let refusal = match done {
        Ok(()) => return Ok(page::see_other(&format!("/cases/{code}#people"))),
        Err(
            error @ (PersonError::Find(_)
            | PersonError::Store(_)
            | PersonError::Correct(CorrectInVisitError::Store(_))
            | PersonError::Add(AddToVisitError::Store(_))),
        ) => return Err(error.into()),
        Err(refusal) => refusal,
    };
    let mistakes = Mistakes::to_mend(refusal.into())?;
    person_page(desk, board, staff, code, number, typed, mistakes).await
}

async fn file_of(desk: &Desk, staff: &Staff, code: String) -> Result<CaseFile, Problem> {
    let reader = Reader::Staff(staff.clone());
    Ok(desk.write(move |conn, desk| read::one(conn, desk, &code, &reader)).await?)
}

/// The person with this number, counted from 1, and where they stand.
fn person_at(file: &CaseFile, number: usize) -> Result<(i32, Person), Problem> {
    let at = number.checked_sub(1);
    let person = at.and_then(|at| file.household.people.get(at).cloned());
    let position = at.and_then(|at| i32::try_from(at).ok());
    position.zip(person).ok_or_else(|| Problem::new(&types::NOT_FOUND))
}

async fn person_page(
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    code: String,
    number: Option<usize>,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let file = file_of(desk, staff, code.clone()).await?;
    let stored = match number {
        Some(number) => Some((number, person_at(&file, number)?.1)),
        None => None,
    };
    let typed = stored.iter().fold(typed, |typed, (_, person)| filled(typed, person));
    let typed = typed.or("version", file.case.version.to_string());
    let (title, last) = match number {
        Some(number) => (format!("Sửa người thứ {number}"), number.to_string()),
        None => ("Thêm người làm căn cước".to_owned(), "new".to_owned()),
    };
    let page = PersonPage {
        frame: Frame::for_staff(title.clone(), staff).with(&mistakes),
        choices: Choices::of(&board.reference.cases, &typed),
        action: format!("/cases/{code}/people/{last}"),
        code,
        title,
        stored,
        typed,
        mistakes,
    };
    Ok(page::page(&page, &page.mistakes))
}

/// What is stored, where nothing was typed; of the number nothing.
fn filled(typed: Typed, person: &Person) -> Typed {
    let fields = fields_of(person);
    // Unticked boxes are not sent: they are filled in only on a page that was not sent.
    let sent = typed.has("name");
    let groups: Vec<&str> =
        fields.iter().filter(|(name, _)| *name == "groups").map(|(_, code)| code.as_str()).collect();
    let typed = if sent { typed } else { typed.with_all("groups", &groups) };
    fields
        .iter()
        .filter(|(name, _)| *name != "groups")
        .fold(typed, |typed, (name, value)| typed.or(name, value.clone()))
}
