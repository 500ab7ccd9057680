//! The search of the header: whoever calls is found by what they say first, in whatever state their case is.
use actix_web::web::{Data, Query, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;
use serde::Deserialize;

use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::cases::case::State;
use crate::cases::read::{self, ListError, ListedCase, Search};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::CaseId;
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::visits::say::appointment_words;
use crate::visits::store;
use crate::visits::visit::Visit;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

/// Cases that are shown; whoever finds more has said too little.
const SHOWN_MAX: usize = 50;

#[derive(Template)]
#[template(path = "visits/search.html")]
struct SearchPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    lines: Vec<Line>,
    has_more: bool,
}

/// One case that was found.
struct Line {
    code: String,
    people: String,
    contact: String,
    phone: String,
    ward: String,
    state: State,
    filed: String,
    /// "buổi sáng Thứ Bảy 28/11/2026"; empty without one.
    next: String,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(show);
}

/// What was found; the case itself where there is only one.
#[get("/search")]
async fn show(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::default().or("q", asked.q.trim());
    let mut mistakes = Mistakes::default();
    let mut found = Vec::new();
    if !asked.q.trim().is_empty() {
        match find(&desk, &tables, &staff, &asked.q).await {
            Ok(those) => found = those,
            Err(refusal @ (ListError::Unsearchable | ListError::Common)) => mistakes = Mistakes::of(&refusal.into()),
            Err(error @ (ListError::OutsideWards | ListError::Store(_))) => return Err(error.into()),
        }
    }
    if let [(only, _)] = found.as_slice() {
        return Ok(page::see_other(&format!("/cases/{}", only.case.code)));
    }
    let has_more = found.len() > SHOWN_MAX;
    found.truncate(SHOWN_MAX);
    let template = SearchPage {
        frame: Frame::for_staff("Tìm hồ sơ", &staff).with(&mistakes),
        lines: found.iter().map(|(listed, visits)| line(listed, visits, &tables)).collect(),
        typed,
        mistakes: mistakes.clone(),
        has_more,
    };
    Ok(page::page(&template, &mistakes))
}

/// Those found, newest first, with their visits. The looks at a list are noted; who finds one case is led to it, and the
/// look is noted there.
async fn find(
    desk: &Desk,
    tables: &Data<CaseTables>,
    staff: &Staff,
    q: &str,
) -> Result<Vec<(ListedCase, Vec<Visit>)>, ListError> {
    let (asking, reading) = (staff.clone(), tables.clone().into_inner());
    let limit = i64::try_from(SHOWN_MAX + 1).unwrap_or(i64::MAX);
    let wanted = Search { q: Some(q.to_owned()), is_newest_first: true, limit, ..Search::default() };
    desk.write(move |conn, desk| {
        let found = read::list(conn, desk, &reading, &asking, &wanted)?;
        if found.len() > 1 {
            read::note_looks(conn, desk, &asking, &found[..found.len().min(SHOWN_MAX)])?;
        }
        Ok(with_visits(conn, found)?)
    })
    .await
}

fn with_visits(conn: &mut DbConn, found: Vec<ListedCase>) -> StoreResult<Vec<(ListedCase, Vec<Visit>)>> {
    let ids: Vec<CaseId> = found.iter().map(|listed| listed.case.id).collect();
    let visits = store::of_cases(conn, &ids)?;
    let of = |id| visits.iter().filter(|visit| visit.case_id == id).cloned().collect();
    Ok(found.into_iter().map(|listed| (of(listed.case.id), listed)).map(|(visits, listed)| (listed, visits)).collect())
}

fn line(listed: &ListedCase, visits: &[Visit], tables: &CaseTables) -> Line {
    let (case, household) = (&listed.case, &listed.household);
    let people: Vec<&str> = household.people.iter().map(|one| one.identity.name.as_str()).collect();
    let next =
        visits.iter().filter(|visit| visit.is_open()).find_map(|visit| appointment_words(Words::VIETNAMESE, visit));
    Line {
        code: case.code.clone(),
        people: people.join(", "),
        contact: household.contact.name.to_string(),
        phone: household.contact.phone.shown.clone(),
        ward: tables.ward_name(&case.ward_code),
        state: case.state(),
        filed: short_date(case.filed_at.date()),
        next: next.unwrap_or_default(),
    }
}
