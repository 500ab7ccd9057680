//! The dispatcher's list of cases; every household shown in it leaves an audit entry.
use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use super::form::{Choice, Choices};
use crate::accounts::{Permission, Staff};
use crate::cases::CaseTables;
use crate::cases::case::State;
use crate::cases::read::{self, ListError, ListedCase, Search};
use crate::cases::triage::TriageDecision;
use crate::desk::Desk;
use crate::text::dates::short_date;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::paging::{Page, Paging};

/// Rows of the list: what a dispatcher sees without turning the page too often.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "cases/list.html")]
struct ListPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    states: Vec<Choice>,
    wards: Vec<Choice>,
    lines: Vec<Line>,
    next: Option<String>,
}

/// One row of the list.
struct Line {
    code: String,
    state: State,
    ward: String,
    contact: String,
    people: i32,
    triage: TriageDecision,
    deadline: String,
    filed: String,
    /// What was asked, or answered, before the decision.
    question: &'static str,
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Filter {
    state: Option<String>,
    ward: Option<String>,
    q: Option<String>,
    cursor: Option<String>,
}

/// The list; cases that wait for a decision unless asked otherwise.
#[get("/cases")]
pub async fn list(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    filter: Query<Filter>,
) -> Result<HttpResponse, Problem> {
    let filter = filter.into_inner();
    let (after, limit) = Paging { cursor: filter.cursor.clone(), limit: Some(ROWS) }.read()?;
    let state = filter.state.clone().unwrap_or_else(|| if filter.q.is_some() { String::new() } else { "filed".into() });
    let typed = Typed::default()
        .or("state", &state)
        .or("ward", filter.ward.clone().unwrap_or_default())
        .or("q", filter.q.clone().unwrap_or_default());
    let search = Search {
        ward_code: filter.ward,
        state: state.parse().ok(),
        q: filter.q,
        after,
        limit: limit + 1,
        ..Search::default()
    };
    let (asking, reading) = (staff.clone(), tables.clone().into_inner());
    let found = desk
        .write(move |conn, desk| {
            let found = read::list(conn, desk, &reading, &asking, &search)?;
            let page = Page::of(found, limit, |listed| listed.case.id);
            read::note_looks(conn, desk, &asking, &page.items)?;
            Ok::<_, ListError>(page)
        })
        .await;
    let (found, mistakes) = match found {
        Ok(found) => (found, Mistakes::default()),
        Err(refusal @ (ListError::Unsearchable | ListError::Common)) => {
            (Page { items: Vec::new(), next_cursor: None }, Mistakes::of(&refusal.into()))
        }
        Err(error @ (ListError::OutsideWards | ListError::Store(_))) => return Err(error.into()),
    };
    let next = found.next_cursor.as_ref().map(|cursor| next_link(&typed, cursor));
    let template = ListPage {
        frame: Frame::for_staff("Hồ sơ", &staff).with(&mistakes).noticing(desk.calendar_warning()),
        states: State::ALL.iter().map(|state| (state.code().to_owned(), state.label().to_owned())).collect(),
        wards: wards_of(&staff, &tables),
        lines: found.items.iter().map(|listed| line(listed, &tables)).collect(),
        next,
        typed,
        mistakes: mistakes.clone(),
    };
    Ok(page::page(&template, &mistakes))
}

fn line(listed: &ListedCase, tables: &CaseTables) -> Line {
    let case = &listed.case;
    Line {
        code: case.code.clone(),
        state: case.state(),
        ward: tables.ward_name(&case.ward_code),
        contact: listed.household.contact.name.to_string(),
        people: case.expected_captures,
        triage: case.triage,
        deadline: case.deadline_on.map(short_date).unwrap_or_default(),
        filed: short_date(case.filed_at.date()),
        question: match () {
            () if listed.is_answered => "gia đình đã trả lời",
            () if case.is_asked() => "đã hỏi, chờ gia đình",
            () => "",
        },
    }
}

fn wards_of(staff: &Staff, tables: &CaseTables) -> Vec<Choice> {
    let all = Choices::of(tables, &Typed::default()).wards;
    let is_own = |(code, _): &Choice| staff.may_in_ward(Permission::ReadCases, code);
    all.into_iter().filter(is_own).collect()
}

fn next_link(typed: &Typed, cursor: &str) -> String {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect::<String>();
    format!("/cases?state={}&ward={}&cursor={}", plain(typed.get("state")), plain(typed.get("ward")), plain(cursor))
}
