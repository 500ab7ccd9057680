//! Corrects what the family told us; what somebody else changed meanwhile is shown, not overwritten.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::cases::CaseTables;
use crate::cases::edit::CaseCorrection;
use crate::cases::new_case::{NewAddress, NewContact};
use crate::cases::read::CaseFile;
use crate::desk::Desk;
use crate::families::follow::pages::edit::Refused;
use crate::families::follow::pages::{Done, Link, edit};
use crate::families::words as options;
use crate::families::words::Choice;
use crate::text::messages::Locale;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/follow/correction.html")]
struct CorrectionPage {
    frame: Frame,
    link: Link,
    file: CaseFile,
    ward: String,
    /// Somebody changed it meanwhile: what is stored now is shown beside what was typed.
    conflict: bool,
    typed: Typed,
    mistakes: Mistakes,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(correct);
}

#[get("/follow/{code}/{secret}/correction")]
async fn form(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    link: Path<Link>,
) -> Result<HttpResponse, Problem> {
    correction_page(&desk, &tables, view, link.into_inner(), Typed::default(), Refused::default()).await
}

#[post("/follow/{code}/{secret}/correction")]
async fn correct(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    link: Path<Link>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (link, typed) = (link.into_inner(), Typed::new(given.into_inner()));
    match edit::correct(&desk, tables.clone(), view.words, &link, &typed, correction).await? {
        None => Ok(page::see_other(&link.after(Done::Corrected))),
        Some(refused) => correction_page(&desk, &tables, view, link, typed, refused).await,
    }
}

/// The whole correction: what this page does not ask stays as it is.
fn correction(typed: &Typed, file: &CaseFile) -> CaseCorrection {
    let text = |name: &str| typed.get(name).to_owned();
    let (case, address) = (&file.case, &file.household.address);
    CaseCorrection {
        contact: Some(NewContact {
            name: text("contact.name"),
            relation: text("contact.relation"),
            phone: text("contact.phone"),
            email: text("contact.email"),
        }),
        address: Some(NewAddress {
            line: text("address.line"),
            hamlet: text("address.hamlet"),
            ward_code: case.ward_code.clone(),
            old_address: address.old_address.clone().unwrap_or_default(),
            sub_area: case.sub_area.clone().unwrap_or_default(),
            pin: address.pin,
        }),
        note: Some(text("note")),
        readiness: None,
        language: typed.some("language"),
        give_back: false,
    }
}

async fn correction_page(
    desk: &Desk,
    tables: &CaseTables,
    view: View,
    link: Link,
    typed: Typed,
    refused: Refused,
) -> Result<HttpResponse, Problem> {
    let file = edit::file_of(desk, &link).await?;
    let (conflict, mistakes) = (refused.conflict, refused.said(view.words, &file));
    let typed = stored_where_nothing_was_typed(typed, &file);
    let ward = tables.ward_name(&file.case.ward_code);
    let frame = Frame::for_family(view.words.say("follow-correct-title"), view).with(&mistakes);
    let page = CorrectionPage { frame, link, file, ward, conflict, typed, mistakes: mistakes.clone() };
    Ok(page::page(&page, &mistakes))
}

fn stored_where_nothing_was_typed(typed: Typed, file: &CaseFile) -> Typed {
    let household = &file.household;
    let (contact, address) = (&household.contact, &household.address);
    typed
        .or("contact.name", contact.name.to_string())
        .or("contact.relation", contact.relation.code())
        .or("contact.phone", contact.phone.shown.clone())
        .or("contact.email", contact.email.clone().unwrap_or_default())
        .or("language", file.case.language.code())
        .or("address.line", address.line.clone())
        .or("address.hamlet", address.hamlet.clone().unwrap_or_default())
        .or("note", household.note.clone().unwrap_or_default())
}

impl CorrectionPage {
    fn is_open(&self) -> bool {
        edit::is_open(&self.file)
    }

    fn relations(&self) -> Vec<Choice> {
        options::relations(self.frame.words)
    }

    /// Each by its own name.
    fn languages(&self) -> Vec<Choice> {
        Locale::all().map(|one| (one.code().to_owned(), one.name())).collect()
    }

    fn relation_stored(&self) -> String {
        options::relation(self.frame.words, self.file.household.contact.relation)
    }
}
