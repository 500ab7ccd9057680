//! Files a case with its half-day, from lane to lane: each transaction touches one duty only.
//!
//! A lane's batch holds the rows of its duties until it commits, in the order of their numbers, as every process does.
//! A job that went on to a second duty would break that order, and two lanes could wait for each other.
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::{BookCaseError, BookingBody, booked_answer};
use crate::accounts::Identity;
use crate::booking::Board;
use crate::booking::file::file_and_book;
use crate::booking::refusals::HalfDayWish;
use crate::cases::allowance::refuse_over;
use crate::cases::api::staff_of;
use crate::cases::filing::FileCaseError;
use crate::cases::filing::ReadCase;
use crate::db::DbConn;
use crate::desk::Desk;
use crate::idempotency::{Answer, HeldKey, IdempotencyKey};
use crate::ids::DutyId;
use crate::web::Problem;
use crate::web::problem_types as types;

/// How often what is stored is asked after what memory guessed did not hold.
const ROUNDS: usize = 2;

/// What somebody files.
pub(super) struct Filing {
    /// Who asks.
    pub who: Identity,
    /// The case.
    pub read: ReadCase,
    /// The half-day.
    pub half_day: HalfDayWish,
}

/// Files the case into the first duty that can take it: those that memory names, then those that the database names.
///
/// # Errors
/// What a lane refuses; 409 with what remains when no duty can.
pub(super) async fn file_somewhere(
    desk: &Data<Desk>,
    board: &Data<Board>,
    key: Option<IdempotencyKey>,
    filing: Filing,
) -> Result<HttpResponse, Problem> {
    // Repeats wait until the last lane has answered: what the first one was given is theirs too.
    let held = desk.hold_key(key).await?;
    let booker = board.booker(desk, staff_of(&filing.who));
    desk.calendar.check_known(filing.half_day.on)?;
    let mut duties = booker.guess(&booker.door_of_new(&filing.read.parsed)?, filing.half_day);
    let filing = Arc::new(filing);
    let mut tried = Vec::new();
    for _ in 0..=ROUNDS {
        for duty_id in std::mem::take(&mut duties) {
            if tried.contains(&duty_id) {
                continue;
            }
            tried.push(duty_id);
            match file_in(desk, board, held.clone(), &filing, duty_id).await {
                Err(problem) if *problem.kind() == types::HALF_DAY_GONE => {}
                done => return done,
            }
        }
        super::release_over(desk).await?;
        duties = can_take(desk, board, &filing).await?;
        if duties.iter().all(|duty_id| tried.contains(duty_id)) {
            break;
        }
    }
    let refusal = gone(desk, board, &filing).await?;
    let Some(held) = held else {
        return Err(refusal);
    };
    // A repeat at another process may have taken the last place: then this is its answer too.
    let refused = move |_: &mut DbConn, _: &Desk| Err::<Answer, Problem>(refusal.clone());
    desk.once_in_lane(0, Some(held), refused).await
}

async fn file_in(
    desk: &Data<Desk>,
    board: &Data<Board>,
    held: Option<HeldKey>,
    filing: &Arc<Filing>,
    duty_id: DutyId,
) -> Result<HttpResponse, Problem> {
    let (board, filing) = (board.clone(), filing.clone());
    let work = move |conn: &mut DbConn, desk: &Desk| {
        let staff = staff_of(&filing.who);
        let booker = board.booker(desk, staff);
        refuse_over(conn, desk, staff, &filing.read.parsed.contact, booker.now).map_err(FileCaseError::from)?;
        let (opened, booked) = file_and_book(conn, booker, &filing.read, filing.half_day, &[duty_id])?;
        Ok::<_, BookCaseError>(booked_answer(&board, &opened, BookingBody::of(&booked, None), staff))
    };
    desk.once_in_lane(duty_id.0.unsigned_abs(), held, work).await
}

async fn can_take(desk: &Data<Desk>, board: &Data<Board>, filing: &Arc<Filing>) -> Result<Vec<DutyId>, Problem> {
    let (board, filing) = (board.clone(), filing.clone());
    desk.read(move |conn, desk| {
        let booker = board.booker(desk, staff_of(&filing.who));
        let door = booker.door_of_new(&filing.read.parsed)?;
        Ok::<_, BookCaseError>(booker.can_take(conn, &door, filing.half_day)?)
    })
    .await
    .map_err(Problem::from)
}

/// The refusal, with what can be had instead.
async fn gone(desk: &Data<Desk>, board: &Data<Board>, filing: &Arc<Filing>) -> Result<Problem, Problem> {
    let (board, filing) = (board.clone(), filing.clone());
    let refusal = desk
        .read(move |conn, desk| {
            let booker = board.booker(desk, staff_of(&filing.who));
            let door = booker.door_of_new(&filing.read.parsed)?;
            Ok::<_, BookCaseError>(booker.gone(conn, &door, filing.half_day)?)
        })
        .await?;
    Ok(refusal.into())
}
