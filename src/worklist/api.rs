//! What waits for a dispatcher, over JSON.
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Late, NearDeadline, Worklist};
use crate::accounts::Staff;
use crate::booking::Board;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::seconds::TimeOfDay;
use crate::web::Problem;

/// What waits, in the account's wards. Each number is the length of a list that another resource gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorklistBody {
    /// Cases on which a dispatcher can decide now: `GET /cases?waits_for=office`.
    pub undecided: usize,
    /// Of those, how many families have answered a question.
    pub answered: usize,
    /// When the oldest of them was filed (RFC 3339, UTC); absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub oldest_filed_at: Option<Timestamp>,
    /// Cases whose family was asked and has not answered: `GET /cases?waits_for=family`.
    pub asked: usize,
    /// Half-days kept for cases that nobody has approved: `GET /unapproved-bookings`.
    pub unapproved: usize,
    /// Of those, how many lapse today.
    pub lapsing_today: usize,
    /// Approved half-days whose family should know its window and does not: `GET /unapproved-bookings`.
    pub without_window: usize,
    /// Approved households without a half-day: `GET /waiting-list`.
    pub waiting: usize,
    /// Families to call: `GET /calls`.
    pub calls: usize,
    /// Of those, how many were written to in vain.
    pub broken_mails: usize,
    /// Thanks, suggestions and complaints that nobody has answered: `GET /remarks`.
    pub remarks: usize,
    /// Open requests about personal data: `GET /rights-requests`.
    pub rights_requests: usize,
    /// Those who wait at their door longer than they were told, the longest first.
    pub late: Vec<LateBody>,
    /// Cases whose card is needed soon and that have no half-day, the nearest first.
    pub near_deadline: Vec<NearDeadlineBody>,
}

/// A household whose told window is over and to which nobody has come.
#[derive(Debug, Serialize, ToSchema)]
pub struct LateBody {
    /// Public code of the case.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The team.
    pub team: String,
    /// When the window ended, seconds since midnight.
    #[schema(example = 34200, value_type = i32)]
    pub window_to_secs: TimeOfDay,
    /// The team is on its way.
    pub is_en_route: bool,
}

/// A case whose card is needed soon and that has no half-day.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearDeadlineBody {
    /// Public code.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The day for which the card is needed.
    pub deadline_on: NaiveDate,
    /// A dispatcher has approved it.
    pub is_approved: bool,
}

impl From<Worklist> for WorklistBody {
    fn from(all: Worklist) -> Self {
        let late = |Late { code, ward_code, team, window_to, is_en_route }| LateBody {
            code,
            ward_code,
            team,
            window_to_secs: window_to,
            is_en_route,
        };
        let near = |NearDeadline { code, ward_code, deadline_on, is_approved }| NearDeadlineBody {
            code,
            ward_code,
            deadline_on,
            is_approved,
        };
        Self {
            undecided: all.undecided.ready,
            answered: all.undecided.answered,
            oldest_filed_at: all.undecided.oldest,
            asked: all.undecided.asked,
            unapproved: all.unapproved,
            lapsing_today: all.lapsing_today,
            without_window: all.without_window,
            waiting: all.waiting,
            calls: all.calls,
            broken_mails: all.broken_mails,
            remarks: all.remarks,
            rights_requests: all.rights_requests,
            late: all.late.into_iter().map(late).collect(),
            near_deadline: all.near_deadline.into_iter().map(near).collect(),
        }
    }
}

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(worklist);
}

/// What waits for a dispatcher
///
/// Counts and the two lists that no other resource has. Nobody is named.
#[utoipa::path(tag = "visits", responses((status = 200, body = WorklistBody)))]
#[get("/api/v1/worklist")]
pub async fn worklist(desk: Data<Desk>, board: Data<Board>, staff: Staff) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, desk| super::read(conn, board.booker(desk, Some(&staff)), &staff)).await?;
    Ok(HttpResponse::Ok().json(WorklistBody::from(found)))
}
