//! The waiting list over JSON, and a family's own turn.
use std::collections::{HashMap, HashSet};

use actix_web::web::{Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Waiter, turn_of};
use crate::accounts::{Identity, Permission, Staff};
use crate::audit::{self, Action};
use crate::booking::invitations::{Invitation, store as invitations};
use crate::booking::left_out::{LeftOut, LeftOutBody};
use crate::booking::{Board, View};
use crate::calendar::HalfDay;
use crate::cases::api::reader;
use crate::cases::case::Case;
use crate::cases::find::{FindCaseError, look};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::VisitId;
use crate::planning::priority::{Because, Turn, Waiting, in_order};
use crate::text::messages::Words;
use crate::web::Problem;
use crate::web::paging::Paging;

/// Who waits, in the fair order.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingListBody {
    /// How many households wait.
    pub households: usize,
    /// The weights in force: version, author, reason, in words.
    pub weights: String,
    /// First in the order first, a page of them.
    pub entries: Vec<WaitingEntry>,
    /// Cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One waiting visit with the reasons for its place.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingEntry {
    /// Its place, from 1.
    pub place: usize,
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// Public code of its case.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The sum of the terms.
    pub points: u32,
    /// What the points are for.
    pub terms: Vec<TermBody>,
    /// The same in one sentence.
    pub sentence: String,
    /// Days since the case was filed, by the calendar.
    pub days_waited: i64,
    /// When the case was filed.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// The family has an e-mail address; without one it has to be called.
    pub has_email: bool,
    /// Before which day nobody comes, as agreed with the family.
    pub not_before: Option<NaiveDate>,
    /// What the family's own preference leaves of the half-days; absent when every half-day suits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preference: Option<LeftOutBody>,
    /// The place that is kept for it, if one is.
    pub invitation: Option<InvitationBody>,
}

/// One reason with its points.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermBody {
    /// In words.
    #[schema(example = "nằm liệt giường")]
    pub because: String,
    /// What it is worth.
    pub points: u32,
}

/// A place that is kept for a household.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InvitationBody {
    /// The date.
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// In words.
    #[schema(example = "buổi sáng Thứ Bảy 28/11/2026")]
    pub label: String,
    /// Until when it is kept.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// The same in words.
    #[schema(example = "08:30 ngày 23/11/2026")]
    pub until_words: String,
    /// Why this household; for staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A family's turn in its ward.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TurnBody {
    /// Whether the case waits at all.
    pub waits: bool,
    /// Its place in its ward, from 1.
    pub place: Option<usize>,
    /// How many households wait in its ward.
    pub households: Option<usize>,
    /// In words, for the family.
    pub sentence: Option<String>,
    /// What its place rests on, for pages in other languages.
    #[serde(skip)]
    pub because: Vec<Because>,
    /// What its own preference leaves of the half-days; absent when every half-day suits it, and when it does not wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preference: Option<LeftOutBody>,
    /// The same for pages.
    #[serde(skip)]
    pub left_out: Option<LeftOut>,
    /// The place that is kept for it, if one is.
    pub invitation: Option<InvitationBody>,
}

/// Who waits in the account's wards, in the fair order, each with its reasons. Every household shown leaves an audit
/// entry.
#[utoipa::path(
    tag = "waiting list",
    operation_id = "waiting_list",
    params(Paging),
    responses((status = 200, body = WaitingListBody)),
)]
#[get("/api/v1/waiting-list")]
pub async fn waiting_list(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    paging: Query<Paging>,
) -> Result<HttpResponse, Problem> {
    let (after, limit) = paging.read()?;
    let body = desk.write(move |conn, desk| WaitingListBody::read(conn, desk, &board, &staff, after, limit)).await?;
    Ok(HttpResponse::Ok().json(body))
}

/// A family's turn among those who wait in its ward, and the place that is kept for it.
#[utoipa::path(
    tag = "waiting list",
    operation_id = "turn_of_case",
    params(("code" = String, Path, description = "Public code")),
    responses((status = 200, body = TurnBody)),
)]
#[get("/api/v1/cases/{code}/turn")]
pub async fn turn_of_case(
    desk: Data<Desk>,
    board: Data<Board>,
    request: HttpRequest,
    who: Identity,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let reader = reader(&request, who);
    let body = desk
        .write(move |conn, desk| {
            let case = look(conn, &code, &reader, desk.now())?;
            Ok::<_, FindCaseError>(TurnBody::read(conn, desk, &board, &case)?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(waiting_list).service(turn_of_case);
}

impl WaitingListBody {
    /// A page of the list as this account may see it, from the place after the cursor on; each household shown leaves its
    /// audit entry.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn read(
        conn: &mut DbConn,
        desk: &Desk,
        board: &Board,
        staff: &Staff,
        after: i64,
        limit: i64,
    ) -> StoreResult<Self> {
        let now = desk.now();
        let weights = board.reference.weights_on(now.date())?;
        let waiters = super::all(conn, desk, board, staff.wards_of(Permission::Plan), now)?;
        let live = invitations::live(conn)?;
        let waiting: Vec<Waiting> = waiters.iter().map(|waiter| waiter.waiting.clone()).collect();
        let turns = in_order(&waiting, weights, now.date(), now);
        let by_visit: HashMap<VisitId, &Waiter> = waiters.iter().map(|waiter| (waiter.visit.id, waiter)).collect();
        let (skipped, most) = (usize::try_from(after).unwrap_or(0), usize::try_from(limit).unwrap_or(0));
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        for turn in turns.iter().skip(skipped).take(most) {
            let Some(waiter) = by_visit.get(&turn.waiting.visit_id) else { continue };
            let case = &waiter.case.case;
            if seen.insert(case.id) {
                audit::note(conn, Some(staff), Action::LookInList, &audit::case_subject(case.id), None, now)?;
            }
            let invitation = live.iter().find(|one| one.visit_id == waiter.visit.id && one.until > now);
            let left_out = LeftOut::of_case(conn, board.booker(desk, Some(staff)), case, View::Staff)?;
            let preference = left_out.map(|left_out| left_out.body());
            entries.push(WaitingEntry { preference, ..WaitingEntry::of(turn, case, invitation, now) });
        }
        let next = skipped + most;
        Ok(Self {
            households: turns.first().map_or(0, |turn| turn.households),
            weights: weights.sentence(),
            entries,
            next_cursor: (turns.len() > next).then(|| next.to_string()),
        })
    }
}

impl WaitingEntry {
    fn of(turn: &Turn<'_>, case: &Case, invitation: Option<&Invitation>, now: Timestamp) -> Self {
        let term = |(because, points)| TermBody { because, points };
        Self {
            place: turn.place,
            visit_id: turn.waiting.visit_id,
            code: case.code.clone(),
            ward_code: case.ward_code.clone(),
            points: turn.priority.points(),
            terms: turn.priority.rows().into_iter().map(term).collect(),
            sentence: turn.sentence(),
            days_waited: (now.date() - case.filed_at.date()).num_days(),
            since: case.filed_at,
            has_email: case.has_email,
            not_before: case.not_before.and_then(|limit| limit.ahead(now.date())).map(|limit| limit.on),
            preference: None,
            invitation: invitation.map(|one| InvitationBody { why: Some(one.why.clone()), ..InvitationBody::of(one) }),
        }
    }
}

impl InvitationBody {
    /// As its family sees it.
    pub fn of(invitation: &Invitation) -> Self {
        Self {
            on: invitation.on,
            half_day: invitation.half_day,
            label: invitation.label(Words::VIETNAMESE),
            until: invitation.until,
            until_words: invitation.until_words(Words::VIETNAMESE),
            why: None,
        }
    }
}

impl TurnBody {
    /// The turn of a case whose requester was checked before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn read(conn: &mut DbConn, desk: &Desk, board: &Board, case: &Case) -> Result<Self, StoreError> {
        let now = desk.now();
        let weights = board.reference.weights_on(now.date())?;
        let turn = turn_of(conn, desk, board, weights, case, now)?;
        let invitation = invitations::live_of_case(conn, case.id)?.filter(|one| one.until > now);
        let left_out = match turn {
            Some(_) => LeftOut::of_case(conn, board.booker(desk, None), case, View::Public)?,
            None => None,
        };
        Ok(Self {
            waits: turn.is_some(),
            place: turn.as_ref().map(|turn| turn.place),
            households: turn.as_ref().map(|turn| turn.households),
            invitation: invitation.filter(|_| turn.is_some()).map(|one| InvitationBody::of(&one)),
            because: turn.as_ref().map(|turn| turn.because.clone()).unwrap_or_default(),
            preference: left_out.as_ref().map(LeftOut::body),
            left_out,
            sentence: turn.map(|turn| turn.sentence),
        })
    }
}
