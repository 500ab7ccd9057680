//! What a family sees of its case by code and secret: where it stands, its turn and invitation, and taking it back.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::Permission;
use crate::booking::api::BookingTables;
use crate::booking::invitations::answer::{AnswerError, accept, refuse};
use crate::booking::waiting::api::TurnBody;
use crate::cases::find::{self, FindCaseError, Reader};
use crate::db::StoreError;
use crate::visits::follow::{self, Followed};
use crate::visits::withdraw::{self, WithdrawError};
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::{Desk, Problem, View};

#[derive(Template)]
#[template(path = "families/find.html")]
struct FindPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
}

#[derive(Template)]
#[template(path = "families/follow.html")]
struct FollowPage {
    frame: Frame,
    followed: Followed,
    turn: TurnBody,
    secret: String,
    mistakes: Mistakes,
}

/// A case is not found, or cannot be taken back.
enum WithdrawCaseError {
    Find(FindCaseError),
    Withdraw(WithdrawError),
    Store(StoreError),
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config
        .service(form)
        .service(open)
        .service(show)
        .service(take_back)
        .service(accept_invitation)
        .service(refuse_invitation);
}

#[get("/follow")]
async fn form(view: View) -> HttpResponse {
    find_page(view, Typed::default(), Mistakes::default())
}

#[post("/follow")]
async fn open(desk: Data<Desk>, view: View, given: Form<Vec<(String, String)>>) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let (code, secret) = (typed.get("code").to_owned(), typed.get("secret").to_owned());
    let reader = Reader::Family(secret.clone());
    let found = desk
        .read(move |conn, _| {
            let found = find::find(conn, &code, &reader, Permission::Public);
            // An unknown code is what this page is asked about, not a failure of the reading.
            Ok::<_, StoreError>(found)
        })
        .await?;
    match found {
        Ok(case) => Ok(page::see_other(&format!("/follow/{}/{secret}", case.code))),
        Err(FindCaseError::Store(error)) => Err(error.into()),
        Err(_) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("code", "Không có hồ sơ với mã và mật mã này. Kiểm tra lại từng chữ.");
            Ok(find_page(view, typed, mistakes))
        }
    }
}

#[get("/follow/{code}/{secret}")]
async fn show(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    view: View,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    follow_page(&desk, tables, view, path.into_inner(), Mistakes::default()).await
}

#[post("/follow/{code}/{secret}/invitation/acceptance")]
async fn accept_invitation(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    view: View,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let ((code, secret), known) = (path.clone(), tables.clone());
    let done = desk
        .write(move |conn, desk| {
            let case = find::find(conn, &code, &Reader::Family(secret), Permission::Public)?;
            accept(conn, known.booker(desk, None), &case)?;
            Ok::<_, AnswerError>(())
        })
        .await;
    answered(&desk, tables, view, path.into_inner(), done).await
}

#[post("/follow/{code}/{secret}/invitation/refusal")]
async fn refuse_invitation(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    view: View,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let ((code, secret), known) = (path.clone(), tables.clone());
    let done = desk
        .write(move |conn, desk| {
            let case = find::find(conn, &code, &Reader::Family(secret), Permission::Public)?;
            let booker = known.booker(desk, None);
            let weights = known.weights_on(booker.now.date())?;
            refuse(conn, booker, weights, &case)
        })
        .await;
    answered(&desk, tables, view, path.into_inner(), done).await
}

/// Back to the page, or the page with what came between.
async fn answered(
    desk: &Desk,
    tables: Data<BookingTables>,
    view: View,
    path: (String, String),
    done: Result<(), Problem>,
) -> Result<HttpResponse, Problem> {
    match done {
        Ok(()) => Ok(page::see_other(&format!("/follow/{}/{}", path.0, path.1))),
        Err(problem) if problem.kind().status == 409 => {
            follow_page(desk, tables, view, path, Mistakes::of(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

#[post("/follow/{code}/{secret}/withdrawal")]
async fn take_back(
    desk: Data<Desk>,
    tables: Data<BookingTables>,
    view: View,
    path: Path<(String, String)>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let path = path.into_inner();
    let typed = Typed::new(given.into_inner());
    if !typed.is("sure", "yes") {
        let mut mistakes = Mistakes::default();
        mistakes.add("sure", "Đánh dấu vào ô để xác nhận rút hồ sơ.");
        return follow_page(&desk, tables, view, path, mistakes).await;
    }
    let (code, secret) = path.clone();
    let done = desk
        .write(move |conn, desk| {
            let case = find::find(conn, &code, &Reader::Family(secret), Permission::Public)?;
            withdraw::withdraw(conn, desk, None, &case, desk.now())?;
            Ok::<_, WithdrawCaseError>(())
        })
        .await;
    answered(&desk, tables, view, path, done).await
}

async fn follow_page(
    desk: &Desk,
    tables: Data<BookingTables>,
    view: View,
    (code, secret): (String, String),
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::Family(secret.clone());
    // A write, because whoever asks for its turn may still lack the visit that waits.
    let (followed, turn) = desk
        .write(move |conn, desk| {
            let case = find::find(conn, &code, &reader, Permission::Public)?;
            let turn = TurnBody::read(conn, desk, &tables, &case)?;
            Ok::<_, FindCaseError>((follow::follow(conn, desk, case)?, turn))
        })
        .await?;
    if mistakes.at("sure").is_some() && !followed.can_withdraw() {
        // There is no box to tick any more; the page says why.
        return Ok(page::see_other(&format!("/follow/{}/{secret}", followed.case.code)));
    }
    let title = view.words.with("follow-title", &[("code", &followed.case.code)]);
    let frame = Frame::for_family(title, view).with(&mistakes);
    Ok(page::page(&FollowPage { frame, followed, turn, secret, mistakes: mistakes.clone() }, &mistakes))
}

fn find_page(view: View, typed: Typed, mistakes: Mistakes) -> HttpResponse {
    let frame = Frame::for_family(view.words.say("follow-find-title"), view).with(&mistakes);
    page::page(&FindPage { frame, typed, mistakes: mistakes.clone() }, &mistakes)
}

impl From<FindCaseError> for WithdrawCaseError {
    fn from(error: FindCaseError) -> Self {
        Self::Find(error)
    }
}

impl From<WithdrawError> for WithdrawCaseError {
    fn from(error: WithdrawError) -> Self {
        Self::Withdraw(error)
    }
}

impl From<StoreError> for WithdrawCaseError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<WithdrawCaseError> for Problem {
    fn from(error: WithdrawCaseError) -> Self {
        match error {
            WithdrawCaseError::Find(error) => error.into(),
            WithdrawCaseError::Withdraw(error) => error.into(),
            WithdrawCaseError::Store(error) => error.into(),
        }
    }
}
