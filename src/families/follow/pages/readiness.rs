//! Says anew how one gets to the person and what is ready: sockets fail, dogs move in, papers turn up.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::cases::CaseTables;
use crate::cases::edit::CaseCorrection;
use crate::cases::new_case::{NewPersonReadiness, NewReadiness};
use crate::cases::read::CaseFile;
use crate::cases::readiness::Readiness;
use crate::desk::Desk;
use crate::families::follow::pages::edit::Refused;
use crate::families::follow::pages::{Done, Link, edit};
use crate::families::readiness as questions;
use crate::families::readiness::Question;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/follow/readiness.html")]
struct ReadinessPage {
    frame: Frame,
    link: Link,
    file: CaseFile,
    conflict: bool,
    typed: Typed,
    mistakes: Mistakes,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(say);
}

#[get("/follow/{code}/{secret}/readiness")]
async fn form(desk: Data<Desk>, view: View, link: Path<Link>) -> Result<HttpResponse, Problem> {
    readiness_page(&desk, view, link.into_inner(), None).await
}

#[post("/follow/{code}/{secret}/readiness")]
async fn say(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    match edit::correct(&desk, tables, view.words, &link, &typed, correction).await? {
        None => Ok(page::see_other(&link.after(Done::Ready))),
        Some(refused) => readiness_page(&desk, view, link, Some((typed, refused))).await,
    }
}

fn correction(typed: &Typed, file: &CaseFile) -> CaseCorrection {
    let text = |of: &str| typed.get(&format!("readiness.{of}")).to_owned();
    let person = |at: usize| NewPersonReadiness {
        difficulties: typed.all(&difficulties_of(at)).into_iter().map(str::to_owned).collect(),
        papers: typed.get(&papers_of(at)).to_owned(),
    };
    let readiness = NewReadiness {
        power: text("power"),
        light: text("light"),
        alley: text("alley"),
        stairs: text("stairs"),
        gate: text("gate"),
        people: (0..file.applicants.len()).map(person).collect(),
    };
    CaseCorrection { readiness: Some(readiness), ..CaseCorrection::default() }
}

async fn readiness_page(
    desk: &Desk,
    view: View,
    link: Link,
    sent: Option<(Typed, Refused)>,
) -> Result<HttpResponse, Problem> {
    let file = edit::file_of(desk, &link).await?;
    let stored = || Typed::new(file.readiness.as_ref().map(fields_of).unwrap_or_default());
    let (typed, refused) = sent.unwrap_or_else(|| (stored(), Refused::default()));
    let (conflict, mistakes) = (refused.conflict, refused.said(view.words, &file));
    let frame = Frame::for_family(view.words.say("readiness-title"), view).with(&mistakes);
    let page = ReadinessPage { frame, link, file, conflict, typed, mistakes: mistakes.clone() };
    Ok(page::page(&page, &mistakes))
}

/// What is stored, as fields of the form.
fn fields_of(said: &Readiness) -> Vec<(String, String)> {
    let home = said.home().map(|(of, code)| (format!("readiness.{of}"), code.to_owned()));
    let people = said.people.iter().enumerate().flat_map(|(at, one)| {
        let ticked = one.difficulties.iter().map(move |one| (difficulties_of(at), one.code().to_owned()));
        ticked.chain([(papers_of(at), one.papers.code().to_owned())])
    });
    home.into_iter().chain(people).collect()
}

fn papers_of(at: usize) -> String {
    format!("readiness.people.{at}.papers")
}

fn difficulties_of(at: usize) -> String {
    format!("readiness.people.{at}.difficulties")
}

impl ReadinessPage {
    fn is_open(&self) -> bool {
        edit::is_open(&self.file)
    }

    fn home(&self) -> Vec<Question> {
        questions::questions(self.frame.words)
    }

    /// Name and questions of everybody.
    fn people(&self) -> Vec<(String, [Question; 2])> {
        let people = self.file.household.people.iter().enumerate();
        let asked = |(at, person): (usize, &crate::cases::household::Person)| {
            let name = person.identity.name.to_string();
            let questions = questions::questions_of(self.frame.words, at, &name);
            (name, questions)
        };
        people.map(asked).collect()
    }

    fn stored(&self) -> Vec<(String, String)> {
        self.file.readiness.as_ref().map(|said| questions::facts(self.frame.words, said)).unwrap_or_default()
    }
}
