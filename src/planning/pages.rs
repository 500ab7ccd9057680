//! Pages of planning: ask for a proposal, read it duty by duty, publish it.
use actix_web::web::{Data, Form, Path, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

mod risk;
mod run;

use super::api::{awaited, tell_families};
use super::proposal::{Run, RunState};
use super::propose::{ProposeError, Span};
use super::publish::PublishError;
use super::{ask, publish, store};
use crate::accounts::Staff;
use crate::cases::store::unvisited;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::ids::PlanningRunId;
use crate::reference_data::ReferenceData;
use crate::text::dates::date_from_fields;
use crate::visits::store as visits;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::paging::Paging;
use crate::web::problem_types as types;
use run::run_page;

/// Runs shown in the list.
const RUNS_SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "planning/runs.html")]
struct RunsPage {
    frame: Frame,
    runs: Vec<Run>,
    waiting: usize,
    typed: Typed,
    mistakes: Mistakes,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(add).service(show).service(stop).service(publish_run);
}

#[get("/planning-runs")]
async fn list(desk: Data<Desk>, staff: Staff, _paging: Query<Paging>) -> Result<HttpResponse, Problem> {
    let usual = Span::of(&desk, None, None, None);
    let typed = with_date(with_date(Typed::default(), "from", usual.from), "to", usual.to);
    runs_page(&desk, staff, typed, Mistakes::default()).await
}

#[post("/planning-runs")]
async fn add(desk: Data<Desk>, staff: Staff, given: Form<Vec<(String, String)>>) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let span = match read_span(&typed) {
        Ok(span) => span,
        Err(mistakes) => return runs_page(&desk, staff, typed, mistakes).await,
    };
    let by = staff.clone();
    let asked = desk.write(move |conn, desk| ask::ask(conn, desk, Some(&by), span)).await;
    let refusal = match asked {
        Ok(id) => {
            let run = awaited(&desk, id).await?;
            match run.failure.filter(|_| run.state == RunState::Failed) {
                None => return Ok(page::see_other(&format!("/planning-runs/{id}"))),
                Some(why) => Problem::new(&types::CONFLICT).detail(why),
            }
        }
        Err(error @ (ProposeError::Unsound(_) | ProposeError::Store(_))) => return Err(error.into()),
        Err(refusal) => refusal.into(),
    };
    runs_page(&desk, staff, typed, Mistakes::of(&refusal)).await
}

#[get("/planning-runs/{id}")]
async fn show(
    desk: Data<Desk>,
    reference: Data<ReferenceData>,
    staff: Staff,
    id: Path<PlanningRunId>,
) -> Result<HttpResponse, Problem> {
    run_page(&desk, reference, staff, *id, Mistakes::default()).await
}

#[post("/planning-runs/{id}/stop")]
async fn stop(desk: Data<Desk>, staff: Staff, id: Path<PlanningRunId>) -> Result<HttpResponse, Problem> {
    let id = *id;
    desk.write(move |conn, desk| ask::stop(conn, desk, &staff, id)).await?;
    awaited(&desk, id).await?;
    Ok(page::see_other(&format!("/planning-runs/{id}")))
}

#[post("/planning-runs/{id}/publication")]
async fn publish_run(
    desk: Data<Desk>,
    reference: Data<ReferenceData>,
    staff: Staff,
    id: Path<PlanningRunId>,
) -> Result<HttpResponse, Problem> {
    let (by, id, known) = (staff.clone(), *id, reference.clone());
    let published = desk.write(move |conn, desk| publish::settle(conn, desk, &known, Some(&by), id, desk.now())).await;
    match published {
        Ok(published) => {
            tell_families(&desk, staff, published).await?;
            Ok(page::see_other(&format!("/planning-runs/{id}")))
        }
        Err(error @ (PublishError::NotFound | PublishError::Store(_))) => Err(error.into()),
        Err(refusal) => run_page(&desk, reference, staff, id, Mistakes::of(&refusal.into())).await,
    }
}

async fn runs_page(desk: &Desk, staff: Staff, typed: Typed, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let frame = Frame::for_staff("Xếp lịch", &staff).with(&mistakes).noticing(desk.calendar_warning());
    let (runs, waiting) = desk
        .read(|conn, _| -> StoreResult<_> {
            let waiting = visits::count_waiting(conn)? + unvisited::count(conn)?;
            Ok((store::list(conn, 0, RUNS_SHOWN)?, waiting))
        })
        .await?;
    Ok(page::page(&RunsPage { frame, runs, waiting, typed, mistakes: mistakes.clone() }, &mistakes))
}

fn read_span(typed: &Typed) -> Result<Span, Mistakes> {
    let mut mistakes = Mistakes::default();
    let mut date = |name: &str| {
        let field = |part: &str| typed.get(&format!("{name}.{part}"));
        date_from_fields(field("day"), field("month"), field("year"))
            .map_err(|error| mistakes.add(&format!("{name}.day"), error.to_string()))
            .ok()
    };
    match (date("from"), date("to")) {
        (Some(from), Some(to)) => Ok(Span { from, to, seed: None }),
        _ => Err(mistakes),
    }
}

fn with_date(typed: Typed, name: &str, on: NaiveDate) -> Typed {
    typed
        .or(&format!("{name}.day"), on.format("%-d").to_string())
        .or(&format!("{name}.month"), on.format("%-m").to_string())
        .or(&format!("{name}.year"), on.format("%Y").to_string())
}
