//! The dispatcher's list of cases, and approving several of them together. Every household shown leaves an audit entry.
mod lines;

use std::collections::HashMap;

use actix_web::web::{Data, Form, Query, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::Days;
use serde::Deserialize;

use lines::{Line, line};

use crate::accounts::{Permission, Staff};
use crate::booking::Board;
use crate::booking::decide::decide;
use crate::cases::CaseTables;
use crate::cases::case::WaitsFor;
use crate::cases::doubts::{Doubt, doubts};
use crate::cases::pages::form::Choice;
use crate::cases::read::{self, ListError, ListedCase, Search};
use crate::cases::store::Undecided;
use crate::cases::verify::{Verification, VerifyError};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::CaseId;
use crate::visits::store as visits;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::paging::{Page, Paging};
use crate::web::problem_types;

/// Rows of the list: what a dispatcher sees without turning the page too often.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "booking/inbox.html")]
struct InboxPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    tabs: Vec<Tab>,
    wards: Vec<Choice>,
    lines: Vec<Line>,
    /// Whether those without a doubt are ticked.
    ticks: bool,
    /// The same page with those without a doubt ticked.
    tick_link: String,
    next: Option<String>,
    approved: Option<usize>,
    left: Vec<Left>,
}

/// A part of all cases.
struct Tab {
    href: &'static str,
    words: &'static str,
    count: Option<usize>,
    is_here: bool,
}

/// A case that was not approved with the others.
struct Left {
    code: String,
    why: &'static str,
}

/// What the list is narrowed to, and what was just done to it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    state: Option<String>,
    waits_for: Option<String>,
    ward: Option<String>,
    q: Option<String>,
    cursor: Option<String>,
    tick: Option<String>,
    approved: Option<usize>,
    left: Option<String>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(approve);
}

/// What one look at the list reads.
struct Found {
    page: Page<ListedCase>,
    doubts: HashMap<CaseId, Vec<Doubt>>,
    half_days: HashMap<CaseId, String>,
    undecided: Vec<Undecided>,
}

/// The list; cases on which a dispatcher can decide now unless asked otherwise.
#[get("/cases")]
async fn list(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    filter: Query<Filter>,
) -> Result<HttpResponse, Problem> {
    let filter = filter.into_inner();
    let (after, limit) = Paging { cursor: filter.cursor.clone(), limit: Some(ROWS) }.read()?;
    let is_plain = filter.state.is_none() && filter.q.is_none();
    let waits_for = filter.waits_for.clone().or(is_plain.then(|| WaitsFor::Office.code().to_owned()));
    let typed = Typed::default()
        .or("state", filter.state.clone().unwrap_or_default())
        .or("waits_for", waits_for.clone().unwrap_or_default())
        .or("ward", filter.ward.clone().unwrap_or_default())
        .or("q", filter.q.clone().unwrap_or_default());
    let search = Search {
        ward_code: filter.ward.clone(),
        state: filter.state.as_deref().and_then(|state| state.parse().ok()),
        waits_for: waits_for.and_then(|side| side.parse().ok()),
        q: filter.q.clone(),
        after,
        limit: limit + 1,
        ..Search::default()
    };
    let (asking, known) = (staff.clone(), board.clone());
    let found = desk.write(move |conn, desk| look(conn, desk, &known.reference.cases, &asking, &search)).await;
    let (found, mistakes) = match found {
        Ok(found) => (found, Mistakes::default()),
        Err(refusal @ (ListError::Unsearchable | ListError::Common)) => {
            (Found::nothing(), Mistakes::of(&refusal.into()))
        }
        Err(error @ (ListError::OutsideWards | ListError::Store(_))) => return Err(error.into()),
    };
    let tables = &board.reference.cases;
    let soon = desk.now().date() + Days::new(desk.settings.booking.near_deadline_days);
    let template = InboxPage {
        frame: Frame::for_staff("Hồ sơ", &staff).with(&mistakes).noticing(desk.calendar_warning()),
        tabs: tabs(&typed, &found.undecided),
        wards: wards_of(&staff, tables),
        lines: found.page.items.iter().map(|listed| line(listed, &found, tables, soon)).collect(),
        ticks: filter.tick.as_deref() == Some("clean"),
        tick_link: format!("{}&tick=clean", link_to(&typed, filter.cursor.as_deref().unwrap_or_default())),
        next: found.page.next_cursor.as_ref().map(|cursor| link_to(&typed, cursor)),
        approved: filter.approved,
        left: filter.left.as_deref().map(left).unwrap_or_default(),
        typed,
        mistakes: mistakes.clone(),
    };
    Ok(page::page(&template, &mistakes))
}

fn look(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    search: &Search,
) -> Result<Found, ListError> {
    let found = read::list(conn, desk, tables, staff, search)?;
    let page = Page::of(found, search.limit - 1, |listed| listed.case.id);
    read::note_looks(conn, desk, staff, &page.items)?;
    Ok(Found {
        doubts: doubts(conn, desk, tables, staff, &page.items)?,
        half_days: half_days(conn, &page.items)?,
        undecided: crate::cases::store::undecided(conn, staff.wards_of(Permission::ReadCases))?,
        page,
    })
}

/// The half-day that each case has, if it has one.
fn half_days(conn: &mut DbConn, listed: &[ListedCase]) -> StoreResult<HashMap<CaseId, String>> {
    let ids: Vec<CaseId> = listed.iter().map(|one| one.case.id).collect();
    let taken = visits::of_cases(conn, &ids)?.into_iter().filter(|visit| visit.is_open());
    Ok(taken
        .filter_map(|visit| Some((visit.case_id, visit.booking?)))
        .map(|(id, one)| (id, one.half_day.on(one.on)))
        .collect())
}

/// Approves what was ticked, each case in a transaction of its own: one that cannot be approved keeps no other.
#[post("/approvals")]
async fn approve(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let (mut approved, mut left) = (0, Vec::new());
    for code in typed.all("case") {
        let (by, known, approving) = (staff.clone(), board.clone(), code.to_owned());
        let decision = Verification { verdict: "approve".to_owned(), ..Verification::default() };
        let approve = move |conn: &mut DbConn, desk: &Desk| -> Result<(), VerifyError> {
            decide(conn, known.booker(desk, Some(&by)), &by, &approving, &decision).map(|_| ())
        };
        match desk.write(approve).await {
            Ok(()) => approved += 1,
            Err(VerifyError::Store(error)) => return Err(error.into()),
            Err(refusal) => left.push(format!("{}.{}", plain(code), Problem::from(refusal).kind().code)),
        }
    }
    Ok(page::see_other(&format!("/cases?waits_for=office&approved={approved}&left={}", left.join(","))))
}

/// What the address says of those that were left: `K7MQ-2XPT.already-decided,…`.
fn left(said: &str) -> Vec<Left> {
    let one = |one: &str| {
        let (code, why) = one.split_once('.')?;
        let kind = problem_types::ALL.iter().find(|kind| kind.code == why)?;
        Some(Left { code: plain(code), why: kind.title })
    };
    said.split(',').filter_map(one).collect()
}

impl Found {
    fn nothing() -> Self {
        let page = Page { items: Vec::new(), next_cursor: None };
        Self { page, doubts: HashMap::new(), half_days: HashMap::new(), undecided: Vec::new() }
    }
}

impl InboxPage {
    fn clean(&self) -> usize {
        self.lines.iter().filter(|line| line.is_clean).count()
    }

    fn has_ticks(&self) -> bool {
        self.lines.iter().any(|line| line.is_undecided)
    }
}

fn tabs(typed: &Typed, undecided: &[Undecided]) -> Vec<Tab> {
    let family = undecided.iter().filter(|one| one.is_asked && !one.is_answered).count();
    let (state, side) = (typed.get("state"), typed.get("waits_for"));
    let tab = |href, words, count, is_here| Tab { href, words, count, is_here };
    vec![
        tab("/cases?waits_for=office", "Chờ duyệt", Some(undecided.len() - family), side == "office"),
        tab("/cases?waits_for=family", "Chờ gia đình trả lời", Some(family), side == "family"),
        tab("/cases?state=verified", "Đã duyệt", None, state == "verified"),
        tab("/cases?state=refused", "Không duyệt", None, state == "refused"),
        tab("/cases?state=withdrawn", "Đã rút", None, state == "withdrawn"),
        tab("/cases?state=", "Tất cả", None, state.is_empty() && side.is_empty()),
    ]
}

fn wards_of(staff: &Staff, tables: &CaseTables) -> Vec<Choice> {
    let all = crate::cases::pages::form::Choices::of(tables, &Typed::default()).wards;
    all.into_iter().filter(|(code, _)| staff.may_in_ward(Permission::ReadCases, code)).collect()
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect()
}

/// The list as it is narrowed, from a cursor on.
fn link_to(typed: &Typed, cursor: &str) -> String {
    let [state, side, ward] = ["state", "waits_for", "ward"].map(|name| plain(typed.get(name)));
    let side = if side.is_empty() { String::new() } else { format!("&waits_for={side}") };
    let cursor = if cursor.is_empty() { String::new() } else { format!("&cursor={}", plain(cursor)) };
    let q = serde_urlencoded::to_string([("q", typed.get("q"))]).unwrap_or_default();
    let q = if typed.get("q").is_empty() { String::new() } else { format!("&{q}") };
    format!("/cases?state={state}{side}&ward={ward}{q}{cursor}")
}
