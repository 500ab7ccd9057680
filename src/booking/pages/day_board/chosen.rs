//! The visit that was chosen on the board: where it stands, why, where else it could stand and what that would cost.
use crate::accounts::{Permission, Staff};
use crate::booking::alternatives::{Alternative, alternatives};
use crate::booking::booker::Booker;
use crate::booking::day_board::DayBoard;
use crate::booking::hand::HandError;
use crate::booking::refusals::BookError;
use crate::booking::subject::door_of;
use crate::db::DbConn;
use crate::ids::{DutyId, VisitId};
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::text::dates::{long_date, short_date};
use crate::text::said;
use crate::visits::store as visits;
use crate::visits::visit::Visit;

/// Places that are named.
const NAMED_MAX: usize = 3;

/// The visit, with its choices.
pub(super) struct Chosen {
    /// As it stands.
    pub visit: Visit,
    /// Public code of its case.
    pub code: String,
    /// Where it stands and why, in sentences.
    pub reasons: Vec<String>,
    /// Where else it could stand.
    pub spots: Vec<Spot>,
    /// Nobody may move it any more.
    pub is_movable: bool,
    /// Where it stands, with the version of that duty.
    pub duty: Option<Duty>,
}

/// Another place.
pub(super) struct Spot {
    /// What its form sends.
    pub place: String,
    /// Versions of the duties that change.
    pub versions: String,
    /// When and by whom.
    pub words: String,
    /// Days of waiting.
    pub days: String,
    /// What the family was told.
    pub promise: String,
    /// Driving.
    pub travel: String,
}

impl Chosen {
    /// Reads the visit, if this person plans its ward.
    pub fn read(
        conn: &mut DbConn,
        booker: Booker<'_>,
        staff: &Staff,
        day: &DayBoard,
        id: VisitId,
    ) -> Result<Option<Self>, HandError> {
        let Some(visit) = visits::find(conn, id)? else { return Ok(None) };
        let Some(case) = crate::cases::store::case_by_id(conn, visit.case_id)? else { return Ok(None) };
        if !staff.may_in_ward(Permission::Plan, &case.ward_code) {
            return Ok(None);
        }
        let duty = match visit.duty_id {
            Some(id) => teams::duty(conn, id)?,
            None => None,
        };
        let mut reasons = reasons(&visit, duty.as_ref());
        let placed = duty.as_ref().map(|duty| visits::hand_placements(conn, &[duty.id])).transpose()?;
        if placed.is_some_and(|placed| placed.iter().any(|one| one.visit_id == visit.id)) {
            reasons.push("Đặt tay: mọi lần xếp lịch để nguyên ở ca này.".to_owned());
        }
        let is_movable = visit.is_movable() && (visit.booking.is_some() || case.is_approved());
        let found = match door_of(booker, &case, &visit) {
            Ok(door) if is_movable => alternatives(conn, booker, &case, &visit, &door, None)?,
            Ok(_) => Vec::new(),
            Err(BookError::Store(error)) => return Err(error.into()),
            Err(refusal) => {
                reasons.push(refusal.to_string());
                Vec::new()
            }
        };
        // Those of the day that is looked at come first: they can be seen on its lines.
        let (here, elsewhere): (Vec<Alternative>, Vec<Alternative>) =
            found.into_iter().partition(|one| one.on == day.on);
        let named: Vec<Alternative> =
            here.into_iter().take(NAMED_MAX).chain(elsewhere.into_iter().take(NAMED_MAX)).collect();
        let ids: Vec<DutyId> = named.iter().map(|one| one.duty_id).collect();
        let duties = teams::not_cancelled(conn, &ids)?;
        let spots = named.iter().filter_map(|one| {
            let to = duties.iter().find(|duty| duty.id == one.duty_id)?;
            Some(Spot::of(one, to, duty.as_ref(), &visit))
        });
        Ok(Some(Self { spots: spots.collect(), code: case.code, reasons, is_movable, duty, visit }))
    }

    /// The duty that the forms of this visit name, with its version.
    pub fn versions_with(&self, other: Option<&Duty>) -> String {
        versions(&[self.duty.as_ref(), other])
    }
}

/// "12:3 14:7".
pub(super) fn versions(duties: &[Option<&Duty>]) -> String {
    let one = |duty: &&Duty| format!("{}:{}", duty.id, duty.version);
    duties.iter().flatten().map(one).collect::<Vec<_>>().join(" ")
}

fn reasons(visit: &Visit, duty: Option<&Duty>) -> Vec<String> {
    let Some((booking, duty)) = visit.booking.zip(duty) else {
        return vec!["Đang chờ, chưa có chỗ ở ca nào.".to_owned()];
    };
    let when = format!("{} {}", booking.half_day.label(), long_date(booking.on));
    let mut reasons = vec![format!("Đang ở ca của {}, {when}.", duty.team.name)];
    reasons.push(match visit.promise {
        Some(promise) => format!(
            "Gia đình đã được báo {}: mọi lần xếp lịch giữ khung giờ và tổ này.",
            said::span(promise.from_secs, promise.to_secs)
        ),
        None => "Gia đình biết buổi, chưa được báo giờ: xếp lịch có thể đổi tổ và thứ tự trong buổi.".to_owned(),
    });
    reasons
}

impl Spot {
    fn of(one: &Alternative, to: &Duty, from: Option<&Duty>, visit: &Visit) -> Self {
        let minutes = one.added_secs.full_minutes();
        let days = match one.days_later {
            0 => "như cũ".to_owned(),
            later @ 1.. => format!("muộn {later} ngày"),
            sooner => format!("sớm {} ngày", -sooner),
        };
        let travel = match minutes {
            0 => "như cũ".to_owned(),
            more @ 1.. => format!("thêm {more} phút"),
            less => format!("bớt {} phút", -less),
        };
        let promise = match (visit.booking, visit.promise) {
            (None, _) => "báo lần đầu",
            (Some(_), _) if one.keeps_time => "giữ nguyên",
            (Some(_), _) => "đổi, gia đình được báo lại",
        };
        let from = from.filter(|from| from.id != to.id);
        Self {
            place: format!("{}:{}:{}", one.duty_id, one.after_stops, one.half_day),
            versions: versions(&[from, Some(to)]),
            words: format!(
                "{} {}, đến {}, {}",
                one.half_day.label(),
                short_date(one.on),
                said::clock(one.arrives_secs),
                to.team.name
            ),
            days,
            promise: promise.to_owned(),
            travel,
        }
    }
}
