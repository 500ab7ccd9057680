//! The yardstick: the same booking as a plain verb in a loop, one transaction each, one thread, no HTTP.
use std::time::{Duration, Instant};

use super::world::World;
use crate::booking;
use crate::booking::api::{BookCaseError, NewBooking};
use crate::booking::refusals::BookError;
use crate::booking::settle::Booked;
use crate::cases::filing::{FileCaseError, FiledCase, read};
use crate::commands::CommandError;
use crate::commands::demo::people::Draw;
use crate::db::DbConn;

/// Files a case with its half-day, as `POST /api/v1/bookings` does in its transaction.
///
/// # Errors
/// [`BookCaseError`].
pub fn file_and_book(conn: &mut DbConn, world: &World, new: &NewBooking) -> Result<(FiledCase, Booked), BookCaseError> {
    let (desk, board) = (&world.shared.desk, &world.shared.board);
    let read = read(&board.reference.cases, None, &new.case, desk.now()).map_err(FileCaseError::from)?;
    let booker = board.booker(desk, None);
    let hint = booker.guess(&booker.door_of_new(&read.parsed)?, new.half_day);
    Ok(booking::file::file_and_book(conn, booker, &read, new.half_day, &hint)?)
}

/// Bookings a second.
///
/// # Errors
/// [`CommandError::Refused`] when anything but a full half-day is in the way.
pub fn per_second(world: &World, seconds: u64) -> Result<f64, CommandError> {
    let draw = Draw::new(u64::MAX);
    let start = Instant::now();
    let (mut done, mut index) = (0_u32, 0);
    while start.elapsed() < Duration::from_secs(seconds) {
        let new = world.booking(&draw, index, world.some_half_day(&draw));
        index += 1;
        match world.shared.desk.db.write(|conn| file_and_book(conn, world, &new)) {
            Ok(_) => done += 1,
            Err(BookCaseError::Book(BookError::Gone(_))) => {}
            Err(error) => return Err(CommandError::Refused(error.to_string())),
        }
    }
    Ok(f64::from(done) / start.elapsed().as_secs_f64())
}
