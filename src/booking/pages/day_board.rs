//! The planning board: a day's duties as time lines, the drawing of their routes, who has no place; and the forms by which
//! a visit is moved, pinned or swapped, a duty locked, and an edit undone.
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use chrono::{Days, NaiveDate};
use serde::Deserialize;

mod chosen;
mod listed;
mod shown;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::day_board::{self, DayBoard};
use crate::booking::hand::edit::edit;
use crate::booking::hand::undo::{Way, undo};
use crate::booking::hand::{DutyVersion, Editor, HandError, WantedEdit};
use crate::db::DbConn;
use crate::desk::Desk;
use crate::ids::{DutyId, HandEditId, VisitId};
use crate::teams::week;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page;
use chosen::Chosen;
use shown::BoardPage;

/// Which day, which visit, which routes.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Wanted {
    on: Option<NaiveDate>,
    visit: Option<VisitId>,
    duty: Option<DutyId>,
}

/// What a page says besides the day.
#[derive(Default)]
struct Said {
    mistakes: Mistakes,
    status: Option<StatusCode>,
    /// The form that only wants a yes.
    to_confirm: Option<Typed>,
    /// Somebody else was faster.
    is_stale: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(show).service(send).service(take_back).service(do_again);
}

#[get("/board")]
async fn show(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Problem> {
    board_page(&desk, board, staff, wanted.into_inner(), Said::default()).await
}

#[post("/board/edits")]
async fn send(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let wanted = Wanted { on: parsed(&typed, "on"), visit: parsed(&typed, "visit"), duty: None };
    let (duty_id, asked) = match read(&typed) {
        Ok(read) => read,
        Err(mistakes) => {
            let said = Said { mistakes, ..Said::default() };
            return board_page(&desk, board, staff, wanted, said).await;
        }
    };
    let (by, known) = (staff.clone(), board.clone());
    let write = move |conn: &mut DbConn, desk: &Desk| {
        edit(conn, Editor { booker: known.booker(desk, Some(&by)), staff: &by }, duty_id, &asked)
    };
    match desk.write(write).await {
        Ok(_) => Ok(page::see_other(&address(wanted))),
        Err(error) => refused(&desk, board, staff, wanted, error, Some(typed)).await,
    }
}

#[post("/board/edits/{id}/undo")]
async fn take_back(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<HandEditId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    go(&desk, board, staff, *id, Way::Undo, &Typed::new(given.into_inner())).await
}

#[post("/board/edits/{id}/redo")]
async fn do_again(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<HandEditId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    go(&desk, board, staff, *id, Way::Redo, &Typed::new(given.into_inner())).await
}

async fn go(
    desk: &Desk,
    board: Data<Board>,
    staff: Staff,
    id: HandEditId,
    way: Way,
    typed: &Typed,
) -> Result<HttpResponse, Problem> {
    let wanted = Wanted { on: parsed(typed, "on"), visit: parsed(typed, "visit"), duty: None };
    let (by, known) = (staff.clone(), board.clone());
    let write = move |conn: &mut DbConn, desk: &Desk| {
        undo(conn, Editor { booker: known.booker(desk, Some(&by)), staff: &by }, id, way)
    };
    match desk.write(write).await {
        Ok(_) => Ok(page::see_other(&address(wanted))),
        Err(error) => refused(desk, board, staff, wanted, error, None).await,
    }
}

fn whole(words: &str) -> Mistakes {
    Mistakes { whole: Some(words.to_owned()), ..Mistakes::default() }
}

/// The board again, with what is in the way.
async fn refused(
    desk: &Desk,
    board: Data<Board>,
    staff: Staff,
    wanted: Wanted,
    error: HandError,
    typed: Option<Typed>,
) -> Result<HttpResponse, Problem> {
    let is_stale = matches!(error, HandError::Stale(_) | HandError::ChangedSince(_));
    let to_confirm = typed.filter(|_| matches!(error, HandError::BreaksPromise(_)));
    let problem = Problem::from(error);
    let status = Some(problem.kind().status_code());
    // The forms of the board are buttons: there is no field to lead to.
    let words = problem.fields().first().map(|field| field.detail.clone());
    let mistakes = Mistakes::to_mend(problem)?;
    let mistakes = words.map_or(mistakes, |words| whole(&words));
    board_page(desk, board, staff, wanted, Said { mistakes, status, to_confirm, is_stale }).await
}

async fn board_page(
    desk: &Desk,
    board: Data<Board>,
    staff: Staff,
    wanted: Wanted,
    said: Said,
) -> Result<HttpResponse, Problem> {
    let tomorrow = desk.now().date() + Days::new(1);
    let on = wanted.on.filter(week::is_sensible).unwrap_or(tomorrow);
    let (by, known) = (staff.clone(), board.clone());
    let read = move |conn: &mut DbConn, desk: &Desk| -> Result<(DayBoard, Option<Chosen>), HandError> {
        let booker = known.booker(desk, Some(&by));
        let day = day_board::read(conn, booker, &by, on)?;
        let chosen = match wanted.visit {
            Some(id) => Chosen::read(conn, booker, &by, &day, id)?,
            None => None,
        };
        Ok((day, chosen))
    };
    let (day, chosen) = desk.write(read).await?;
    let status = said.status;
    let mistakes = said.mistakes.clone();
    let template = BoardPage::of(desk, &board.reference.geography, &staff, day, chosen, wanted.duty, said);
    Ok(match status {
        Some(status) => page::with_status(status, &template),
        None => page::page(&template, &mistakes),
    })
}

fn address(wanted: Wanted) -> String {
    let on = wanted.on.map_or_else(String::new, |on| format!("?on={on}"));
    let visit = wanted.visit.filter(|_| wanted.on.is_some());
    let visit = visit.map_or_else(String::new, |visit| format!("&visit={visit}#chosen"));
    format!("/board{on}{visit}")
}

fn parsed<T: std::str::FromStr>(typed: &Typed, name: &str) -> Option<T> {
    typed.get(name).parse().ok()
}

/// What a form wants, of which duty. A place is "duty", or "duty:after", or "duty:after:half-day".
fn read(typed: &Typed) -> Result<(DutyId, WantedEdit), Mistakes> {
    let mut parts = typed.get("place").split(':');
    let duty_id = parts.next().and_then(|id| id.parse().ok());
    let after_stops = parts.next().and_then(|after| after.parse().ok());
    let half_day = parts.next().and_then(|half_day| half_day.parse().ok());
    let version = |text: &str| {
        let (duty_id, version) = text.split_once(':')?;
        Some(DutyVersion { duty_id: duty_id.parse().ok()?, version: version.parse().ok()? })
    };
    let (Some(duty_id), Some(act)) = (duty_id, parsed(typed, "act")) else {
        return Err(whole("Chọn một hộ trên dòng thời gian, rồi chọn chỗ cho hộ ấy."));
    };
    let wanted = WantedEdit {
        act,
        versions: typed.get("versions").split_whitespace().filter_map(version).collect(),
        visit_id: parsed(typed, "visit"),
        other_visit_id: parsed(typed, "other"),
        after_stops,
        half_day,
        confirm: !typed.get("confirm").is_empty(),
    };
    Ok((duty_id, wanted))
}
