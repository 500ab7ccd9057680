//! The printed letter: date, team, the words at the door. For the family's own printer, and for the ward to hand over.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;

use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::cases::CaseTables;
use crate::cases::find::{self, FindCaseError, Reader};
use crate::cases::tables::HotLine;
use crate::desk::Desk;
use crate::geography::wards::WardCode;
use crate::ids::VisitId;
use crate::teams::duty::Duty;
use crate::text::date_block::DateBlock;
use crate::text::date_words::{date_words, half_day_words};
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::code_words::CodeWords;
use crate::visits::follow::{self, Followed};
use crate::visits::visit::Promise;
use crate::visits::{Visit, store};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Problem, View};

#[derive(Template)]
#[template(path = "families/letter.html")]
struct LetterPage {
    frame: Frame,
    code: String,
    ward: String,
    printed_on: String,
    letter: Option<Letter>,
    prepare: Vec<String>,
    check_address: String,
    hot_lines: Vec<HotLine>,
}

/// What stands in a letter once an appointment was published.
struct Letter {
    when: String,
    date: DateBlock,
    span: String,
    half: String,
    from: String,
    to: String,
    people: i32,
    duty: Duty,
    code_words: CodeWords,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(of_family).service(of_ward);
}

#[get("/follow/{code}/{secret}/letter")]
async fn of_family(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    view: View,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (code, secret) = path.into_inner();
    let followed = desk
        .read(move |conn, desk| {
            let case = find::find(conn, &code, &Reader::Family(secret), Permission::Public)?;
            Ok::<_, FindCaseError>(follow::follow(conn, desk, case)?)
        })
        .await?;
    let frame = Frame::for_family(view.words.say("letter-title"), view);
    Ok(page::show(&LetterPage::of(frame, &desk, &tables, followed)))
}

#[get("/visits/{id}/letter")]
async fn of_ward(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    id: Path<VisitId>,
) -> Result<HttpResponse, Problem> {
    let printer = staff.clone();
    let followed = desk
        .write(move |conn, desk| {
            let visit = store::find(conn, *id)?.ok_or(FindCaseError::NotFound)?;
            let case = crate::cases::store::case_by_id(conn, visit.case_id)?.ok_or(FindCaseError::NotFound)?;
            if !staff.may_in_ward(Permission::ReadCases, &case.ward_code) {
                return Err(FindCaseError::OutsideWards);
            }
            let subject = audit::case_subject(case.id);
            audit::note(conn, Some(&staff), Action::PrintLetter, &subject, None, desk.now())?;
            let mut followed = follow::follow(conn, desk, case)?;
            followed.visits.retain(|one| one.visit.id == *id);
            Ok(followed)
        })
        .await?;
    if followed.visits.is_empty() {
        return Err(Problem::new(&types::NOT_FOUND));
    }
    let mut frame = Frame::for_staff(Words::VIETNAMESE.say("letter-title"), &printer);
    frame.office = desk.office.clone();
    Ok(page::show(&LetterPage::of(frame, &desk, &tables, followed)))
}

impl LetterPage {
    fn of(frame: Frame, desk: &Desk, tables: &CaseTables, followed: Followed) -> Self {
        let words = frame.words;
        let letter = followed
            .visits
            .into_iter()
            .find_map(|one| Some(Letter::of(&frame, &one.visit, one.visit.promise?, one.duty?, one.words?)));
        Self {
            ward: tables.ward_name(&followed.case.ward_code),
            code: followed.case.code,
            printed_on: date_words(desk.now().date(), words),
            letter,
            prepare: followed.prepare.iter().map(|one| one.say(words)).collect(),
            check_address: format!("{}/check", desk.settings.server.public_url),
            hot_lines: tables.hot_lines_of(WardCode::parse(&followed.case.ward_code).ok().as_ref()),
            frame,
        }
    }
}

impl Letter {
    fn of(frame: &Frame, visit: &Visit, promise: Promise, duty: Duty, code_words: CodeWords) -> Self {
        let at = said::clock;
        Self {
            date: DateBlock::of(promise.on, frame.words),
            span: said::span(promise.from_secs, promise.to_secs),
            half: said::half(frame.words, promise.half_day),
            when: half_day_words(promise.on, promise.half_day, frame.words),
            from: at(promise.from_secs),
            to: at(promise.to_secs),
            people: visit.captures,
            duty,
            code_words,
        }
    }
}
