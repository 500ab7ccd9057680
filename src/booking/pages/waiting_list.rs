//! The waiting list as a page: who waits, why each stands where it stands, who is invited; answers given by telephone.
use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::{Permission, Staff};
use crate::booking::Board;
use crate::booking::invitations::answer::{AnswerError, accept, refuse};
use crate::booking::refusals::BookError;
use crate::booking::waiting::api::{WaitingEntry, WaitingListBody};
use crate::cases::find::{Reader, find};
use crate::desk::Desk;
use crate::text::dates::short_date;
use crate::visits::pages::ward_name;
use crate::web::Problem;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;

#[derive(Template)]
#[template(path = "booking/waiting_list.html")]
struct WaitingListPage {
    frame: Frame,
    households: usize,
    weights: String,
    lines: Vec<Line>,
    next_cursor: Option<String>,
    mistakes: Mistakes,
}

struct Line {
    entry: WaitingEntry,
    ward: String,
    since: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(accept_by_phone).service(refuse_by_phone);
}

#[get("/waiting-list")]
async fn list(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    list_page(&desk, board, staff, &paging, Mistakes::default()).await
}

#[post("/waiting-list/{code}/invitation/acceptance")]
async fn accept_by_phone(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let (by, known) = (staff.clone(), board.clone());
    let done = desk
        .write(move |conn, desk| {
            let case = find(conn, &code, &Reader::Staff(by.clone()), Permission::EditCases)?;
            accept(conn, known.booker(desk, Some(&by)), &case)?;
            Ok::<_, AnswerError>(())
        })
        .await;
    answered(&desk, board, staff, done).await
}

#[post("/waiting-list/{code}/invitation/refusal")]
async fn refuse_by_phone(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let (by, known) = (staff.clone(), board.clone());
    let done = desk
        .write(move |conn, desk| {
            let case = find(conn, &code, &Reader::Staff(by.clone()), Permission::EditCases)?;
            refuse(conn, known.booker(desk, Some(&by)), &case)
        })
        .await;
    answered(&desk, board, staff, done).await
}

async fn answered(
    desk: &Desk,
    board: Data<Board>,
    staff: Staff,
    done: Result<(), AnswerError>,
) -> Result<HttpResponse, Problem> {
    match done {
        Ok(()) => Ok(page::see_other("/waiting-list")),
        Err(error @ (AnswerError::Find(_) | AnswerError::Store(_) | AnswerError::Book(BookError::Store(_)))) => {
            Err(error.into())
        }
        Err(refusal) => list_page(desk, board, staff, &Paging::default(), Mistakes::of(&refusal.into())).await,
    }
}

async fn list_page(
    desk: &Desk,
    board: Data<Board>,
    staff: Staff,
    paging: &Paging,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Danh sách chờ", &staff).with(&mistakes).noticing(desk.calendar_warning());
    let (after, limit) = paging.read()?;
    let known = board.clone();
    let body = desk.write(move |conn, desk| WaitingListBody::read(conn, desk, &known, &staff, after, limit)).await?;
    let line = |entry: WaitingEntry| Line {
        ward: ward_name(&board.reference.geography, &entry.ward_code),
        since: short_date(entry.since.date()),
        entry,
    };
    let WaitingListBody { households, weights, entries, next_cursor } = body;
    let lines = entries.into_iter().map(line).collect();
    let shown = WaitingListPage { frame, households, weights, lines, next_cursor, mistakes: mistakes.clone() };
    Ok(page::page(&shown, &mistakes))
}
