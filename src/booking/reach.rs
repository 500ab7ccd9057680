//! Half-days that nobody of this kind can take, however much room there is: too soon, too late, closed, or nobody at
//! work. Whoever asks for one is told that, and not that somebody else was faster.
use chrono::NaiveDate;

use super::book::HalfDayWish;
use super::booker::Booker;
use super::door::Door;
use super::offers::View;
use crate::db::{DbConn, StoreResult};
use crate::text::dates::long_date;

/// Why a half-day is out of reach.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutOfReach {
    /// Before the first date that families may take: a dispatcher needs time to approve.
    #[error("Buổi này gần quá: gia đình đặt được từ {}, để cán bộ kịp duyệt hồ sơ.", long_date(*.0))]
    TooSoonForFamilies(NaiveDate),
    /// Before the first date that staff may take.
    #[error("Buổi này gần quá: cán bộ đặt được từ {}.", long_date(*.0))]
    TooSoonForStaff(NaiveDate),
    /// After the last date that is offered.
    #[error("Buổi này xa quá: hiện chỉ nhận đặt đến {}.", long_date(*.0))]
    TooLate(NaiveDate),
    /// The calendar says no, and why.
    #[error("Buổi này không đặt được: {0}.")]
    Closed(String),
    /// No team that serves the ward is at work.
    #[error("Buổi này không đặt được: chưa có tổ nào của phường, xã này đi làm.")]
    NoTeam,
}

/// Why a door cannot have a half-day, whatever stands in it already; none when it is only a matter of room.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn out_of_reach(
    conn: &mut DbConn,
    booker: Booker<'_>,
    door: &Door,
    wish: HalfDayWish,
) -> StoreResult<Option<OutOfReach>> {
    let (first, last) = booker.view().horizon(&booker.desk.settings.booking, booker.now);
    if wish.on < first {
        return Ok(Some(match booker.view() {
            View::Staff => OutOfReach::TooSoonForStaff(first),
            View::Public | View::Waiting => OutOfReach::TooSoonForFamilies(first),
        }));
    }
    if wish.on > last {
        return Ok(Some(OutOfReach::TooLate(last)));
    }
    let exceptions = booker.exceptions(conn)?;
    if let Err(closed) = booker.desk.calendar.check_open(wish.on, wish.half_day, &exceptions) {
        return Ok(Some(OutOfReach::Closed(closed.to_string())));
    }
    let at_work = booker.board.on(conn, wish.on)?;
    let serves = at_work.iter().any(|one| one.duty.half_days.includes(wish.half_day) && one.serves(&door.ward_code));
    Ok((!serves).then_some(OutOfReach::NoTeam))
}
