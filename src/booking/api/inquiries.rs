//! Offers for a household that has not filed yet.
use actix_web::web::{Data, Query};
use actix_web::{HttpResponse, post};

use super::bodies::OffersBody;
use super::{BookCaseError, ReasonsWish};
use crate::accounts::Identity;
use crate::booking::Board;
use crate::cases::api::staff_of;
use crate::cases::filing::FileCaseError;
use crate::cases::new_case::{NewInquiry, parse_inquiry};
use crate::desk::Desk;
use crate::web::{Json, Problem};

/// The half-days that a team can really keep for a household which has not filed yet, soonest first. Nothing is
/// kept of the question. Staff also see duties and places.
#[utoipa::path(
    tag = "booking",
    operation_id = "offers_of_inquiry",
    request_body = NewInquiry,
    params(ReasonsWish),
    responses((status = 200, body = OffersBody)),
)]
#[post("/api/v1/offers")]
pub async fn offers_of_inquiry(
    desk: Data<Desk>,
    board: Data<Board>,
    who: Identity,
    wanted: Query<ReasonsWish>,
    inquiry: Json<NewInquiry>,
) -> Result<HttpResponse, Problem> {
    super::release_over(&desk).await?;
    let body = desk
        .read(move |conn, desk| {
            let booker = board.booker(desk, staff_of(&who));
            let inquiry = parse_inquiry(&inquiry, &board.reference.cases, booker.now.date());
            let inquiry = inquiry.map_err(FileCaseError::Invalid)?;
            let (door, day_secs) = (booker.door_of_inquiry(&inquiry)?, booker.day_secs_of_inquiry(&inquiry)?);
            Ok::<_, BookCaseError>(OffersBody::answer(conn, booker, &door, day_secs, wanted.reasons)?)
        })
        .await?;
    Ok(HttpResponse::Ok().json(body))
}
