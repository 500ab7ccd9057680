//! One more person in the household: the same questions as at the beginning, on one short page.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::refused;
use crate::booking::Board;
use crate::booking::add_person::{AddToVisitError, add_person, check};
use crate::cases::add_person::AddPersonError;
use crate::cases::new_case::{NewApplicant, NewRepresentative, parse_person};
use crate::cases::triage::{Triage, TriageDecision, TriageRule};
use crate::db::DbConn;
use crate::desk::Desk;
use crate::families::follow::pages::{Done, Link};
use crate::families::words as options;
use crate::families::words::Choice;
use crate::text::messages::Words;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/follow/people.html")]
struct PeoplePage {
    frame: Frame,
    link: Link,
    /// Why nobody can be added.
    closed: Option<String>,
    /// Whether giving the half-day back would help.
    no_room: bool,
    typed: Typed,
    mistakes: Mistakes,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(add);
}

#[get("/follow/{code}/{secret}/people")]
async fn form(desk: Data<Desk>, view: View, link: Path<Link>) -> Result<HttpResponse, Problem> {
    people_page(&desk, view, link.into_inner(), Typed::default(), false, Mistakes::default()).await
}

#[post("/follow/{code}/{secret}/people")]
async fn add(
    desk: Data<Desk>,
    board: Data<Board>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    let person = parse_person(&applicant(&typed), &board.reference.cases, desk.now().date());
    let done = match person {
        Ok(person) => {
            let own = link.clone();
            let add = move |conn: &mut DbConn, desk: &Desk| {
                let case = own.find(conn)?;
                add_person(conn, board.booker(desk, None), &case, &person).map_err(Refused::from)
            };
            desk.write(add).await
        }
        Err(fields) => Err(Refused(Problem::invalid(fields))),
    };
    let refused = match done {
        Ok(()) => return Ok(page::see_other(&link.after(Done::Added))),
        Err(Refused(problem)) => problem,
    };
    if *refused.kind() != crate::web::problem_types::INVALID {
        return Err(refused);
    }
    let no_room = refused.fields().iter().any(|field| field.code == NO_ROOM);
    let mut mistakes = refused::mistakes(view.words, &refused);
    for (field, said) in refused.fields().iter().zip(&mut mistakes.fields) {
        // What this page refuses itself has a key of its own.
        if field.detail.starts_with(OWN) {
            said.1 = view.words.say(&field.detail);
        }
    }
    people_page(&desk, view, link, typed, no_room, mistakes).await
}

/// The code of a refusal that giving the half-day back would solve.
const NO_ROOM: &str = "no_room";
/// How the keys of this page's own sentences begin.
const OWN: &str = "follow-people-";

/// A refusal on its way to the page: its detail is a message's key.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct Refused(Problem);

impl From<AddToVisitError> for Refused {
    fn from(error: AddToVisitError) -> Self {
        let at = |pointer: &str, code: &str, key: &str| {
            Self(Problem::new(&crate::web::problem_types::INVALID).field(pointer, code, key))
        };
        match error {
            AddToVisitError::Add(AddPersonError::NoVisit(triage)) => {
                let (pointer, key) = no_visit(&triage);
                at(pointer, "no_visit", key)
            }
            AddToVisitError::Add(AddPersonError::Known) => at("/name", "duplicate", "follow-people-known"),
            AddToVisitError::NoRoom => at("/name", NO_ROOM, "follow-people-no-room"),
            AddToVisitError::Add(AddPersonError::Store(error)) | AddToVisitError::Store(error) => Self(error.into()),
            AddToVisitError::Book(error) => Self(error.into()),
            closed => at("/name", "closed", why_closed(&closed)),
        }
    }
}

impl From<crate::cases::find::FindCaseError> for Refused {
    fn from(error: crate::cases::find::FindCaseError) -> Self {
        Self(error.into())
    }
}

impl From<crate::db::StoreError> for Refused {
    fn from(error: crate::db::StoreError) -> Self {
        Self(error.into())
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        refused.0
    }
}

/// Which question decides that no team comes, and why.
fn no_visit(triage: &Triage) -> (&'static str, &'static str) {
    match (triage.decision, triage.rule) {
        (TriageDecision::Incomplete, _) => ("/representative/name", "follow-people-representative-needed"),
        (_, TriageRule::UnderSix) => ("/birth", "follow-people-under-six"),
        (_, TriageRule::Biometrics) => ("/procedure", "follow-people-online"),
        _ => ("/mobility", "follow-people-desk"),
    }
}

fn why_closed(error: &AddToVisitError) -> &'static str {
    match error {
        AddToVisitError::Add(AddPersonError::Closed(_)) => "follow-people-ended",
        AddToVisitError::Add(AddPersonError::Full) => "follow-people-full",
        AddToVisitError::Add(AddPersonError::AskWard) => "follow-people-ask-ward",
        _ => "follow-people-too-late",
    }
}

fn applicant(typed: &Typed) -> NewApplicant {
    let text = |name: &str| typed.get(name).to_owned();
    let representative = NewRepresentative {
        name: text("representative.name"),
        relation: text("representative.relation"),
        phone: text("representative.phone"),
    };
    let is_named = !representative.name.is_empty() || !representative.relation.is_empty();
    NewApplicant {
        name: text("name"),
        birth: text("birth"),
        sex: text("sex"),
        number: String::new(),
        procedure: text("procedure"),
        group: String::new(),
        groups: typed.all("groups").into_iter().map(str::to_owned).collect(),
        mobility: text("mobility"),
        held_paper: text("held_paper"),
        permanent_address: String::new(),
        representative: is_named.then_some(representative),
    }
}

async fn people_page(
    desk: &Desk,
    view: View,
    link: Link,
    typed: Typed,
    no_room: bool,
    mut mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let own = link.clone();
    let checked = desk
        .read(move |conn, _| {
            let case = own.find(conn)?;
            Ok::<_, Problem>(check(conn, &case))
        })
        .await?;
    let closed = match checked {
        Ok(()) => None,
        Err(AddToVisitError::Store(error)) => return Err(error.into()),
        Err(error) => Some(view.words.say(why_closed(&error))),
    };
    if let Some(why) = closed.clone().filter(|_| mistakes.any()) {
        mistakes = Mistakes { fields: Vec::new(), whole: Some(why) };
    }
    let frame = Frame::for_family(view.words.say("follow-people-title"), view).with(&mistakes);
    let page = PeoplePage { frame, link, closed, no_room, typed, mistakes: mistakes.clone() };
    Ok(page::page(&page, &mistakes))
}

impl PeoplePage {
    fn words(&self) -> Words {
        self.frame.words
    }

    fn sexes(&self) -> Vec<Choice> {
        options::sexes(self.words())
    }

    fn procedures(&self) -> Vec<Choice> {
        options::procedures(self.words())
    }

    fn mobilities(&self) -> Vec<Choice> {
        options::mobilities(self.words())
    }

    fn groups(&self) -> Vec<Choice> {
        options::groups(self.words())
    }

    fn papers(&self) -> Vec<Choice> {
        options::papers(self.words())
    }

    fn relations(&self) -> Vec<Choice> {
        options::relations(self.words())
    }
}
