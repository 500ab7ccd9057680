//! Kept places that nobody has approved, and approved half-days without a window, over JSON.
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::groups::{Group, InCommon, groups};
use super::{ToLookAt, list};
use crate::accounts::Staff;
use crate::booking::Board;
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::config::BookingSettings;
use crate::desk::Desk;
use crate::ids::VisitId;
use crate::web::Problem;

/// What a dispatcher must look at before the teams leave.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnapprovedBookingsBody {
    /// Half-days that are kept for cases which nobody has approved, next date first.
    pub unapproved: Vec<UnapprovedBody>,
    /// Cases among them that look like one flood: refuse them with `bogus`, and their places are public at once.
    pub groups: Vec<GroupBody>,
    /// Approved half-days whose family should know its window by now and does not, next date first.
    pub without_window: Vec<WithoutWindowBody>,
}

/// A half-day that is kept for a case which nobody has approved.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnapprovedBody {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// Public code of its case.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The date.
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// People to capture.
    pub captures: i32,
    /// When the case was filed (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub filed_at: Timestamp,
    /// A dispatcher asked the family something and waits.
    pub is_asked: bool,
    /// The family has answered; a dispatcher reads it and decides.
    pub is_answered: bool,
    /// By when it must be approved; then the place goes to the waiting list (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub approve_by: Timestamp,
}

/// Cases that have something in common.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupBody {
    /// What.
    pub in_common: InCommon,
    /// When the first of them was filed (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub first_filed_at: Timestamp,
    /// When the last of them was filed (RFC 3339, UTC).
    #[schema(value_type = String, format = DateTime)]
    pub last_filed_at: Timestamp,
    /// Their public codes.
    pub codes: Vec<String>,
}

/// An approved and booked visit without a window.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithoutWindowBody {
    /// The visit.
    #[schema(value_type = i64)]
    pub visit_id: VisitId,
    /// Public code of its case.
    #[schema(example = "K7MQ-2XPT")]
    pub code: String,
    /// Ward code.
    pub ward_code: String,
    /// The date.
    pub on: NaiveDate,
    /// Which half.
    pub half_day: HalfDay,
    /// The team whose duty it stands in; none when it stands in no duty.
    pub team: Option<String>,
    /// The duty is published.
    pub is_published: bool,
}

/// Half-days that are kept for cases which nobody has approved, with the moment at which each goes to the waiting list;
/// and approved ones whose family should know its window by now.
#[utoipa::path(
    tag = "booking",
    operation_id = "unapproved_bookings",
    responses((status = 200, body = UnapprovedBookingsBody)),
)]
#[get("/api/v1/unapproved-bookings")]
pub async fn unapproved_bookings(desk: Data<Desk>, board: Data<Board>, staff: Staff) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, desk| list(conn, board.booker(desk, Some(&staff)), &staff)).await?;
    Ok(HttpResponse::Ok().json(UnapprovedBookingsBody::of(found, &desk.settings.booking)))
}

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(unapproved_bookings);
}

impl UnapprovedBookingsBody {
    fn of(found: ToLookAt, settings: &BookingSettings) -> Self {
        let kept = |one: super::Unapproved| UnapprovedBody {
            approve_by: one.approved_by(settings),
            visit_id: one.visit_id,
            code: one.code,
            ward_code: one.ward_code,
            on: one.on,
            half_day: one.half_day,
            captures: one.captures,
            filed_at: one.filed_at,
            is_asked: one.is_asked,
            is_answered: one.is_answered,
        };
        let group = |one: Group| GroupBody {
            in_common: one.in_common,
            first_filed_at: one.first,
            last_filed_at: one.last,
            codes: one.codes,
        };
        let lacking = |one: super::WithoutWindow| WithoutWindowBody {
            visit_id: one.visit_id,
            code: one.code,
            ward_code: one.ward_code,
            on: one.on,
            half_day: one.half_day,
            team: one.team,
            is_published: one.is_published,
        };
        Self {
            groups: groups(&found.unapproved).into_iter().map(group).collect(),
            unapproved: found.unapproved.into_iter().map(kept).collect(),
            without_window: found.without_window.into_iter().map(lacking).collect(),
        }
    }
}
