//! The lists beside the board: who has no place and what would help, and what was done by hand.
use crate::accounts::Staff;
use crate::booking::day_board::{DayBoard, Unplaced};
use crate::booking::hand::undo::{Way, stamp_wanted};
use crate::booking::hand::{HandEdit, Informs};
use crate::booking::remedies::{Change, Remedy};
use crate::geography::Geography;
use crate::ids::{HandEditId, VisitId};
use crate::teams::may_arrange;
use crate::text::dates::clock_time;
use crate::text::said;
use crate::visits::pages::ward_name;

/// A household without a place.
pub(super) struct Waits {
    pub visit_id: VisitId,
    pub code: String,
    pub ward: String,
    pub captures: i32,
    pub points: u32,
    pub reasons: Vec<String>,
    pub offer: Option<String>,
    pub remedy: Option<String>,
    pub href: Option<String>,
}

/// An edit.
pub(super) struct Done {
    pub id: HandEditId,
    pub words: String,
    pub can_undo: bool,
    pub can_redo: bool,
    pub is_undone: bool,
}

impl Waits {
    pub fn of(day: &DayBoard, one: &Unplaced, geography: &Geography) -> Self {
        let case = &one.waiter.case.case;
        let offer = one.offer.as_ref().and_then(|offer| {
            let place = offer.places.first()?;
            let team = &day.duty(place.duty_id)?.team.name;
            Some(format!("Còn chỗ: {team}, đến {}", said::clock(place.insertion.arrives_secs)))
        });
        Self {
            visit_id: one.waiter.visit.id,
            code: case.code.clone(),
            ward: ward_name(geography, &case.ward_code),
            captures: one.waiter.visit.captures,
            points: one.points,
            reasons: one.reasons.clone(),
            offer,
            remedy: one.remedy.as_ref().and_then(|remedy| said_of(day, remedy)),
            href: one.remedy.as_ref().map(|remedy| match remedy.change {
                Change::AnotherKit => format!("/duties/new?on={}", day.on),
                Change::Longer(_) | Change::MorePeople(_) => format!("/duties/{}", remedy.duty_id),
            }),
        }
    }
}

fn said_of(day: &DayBoard, remedy: &Remedy) -> Option<String> {
    let team = &day.duty(remedy.duty_id)?.team.name;
    let half_day = remedy.half_day.label();
    Some(match remedy.change {
        Change::Longer(by) => format!("Cho ca của {team} về muộn thêm {} phút", by.full_minutes()),
        Change::MorePeople(by) => format!("Cho ca của {team} nhận thêm {by} người"),
        Change::AnotherKit => format!("Mở thêm một ca {half_day} như của {team}, với một bộ thiết bị nữa"),
    })
}

impl Done {
    pub fn of(day: &DayBoard, edit: &HandEdit, staff: &Staff) -> Self {
        let is_ours = |edit: &HandEdit| {
            edit.duties
                .iter()
                .all(|one| day.duty(one.duty_id).is_none_or(|duty| may_arrange(staff, &duty.team.ward_codes)))
        };
        let holds = |way: Way| {
            edit.informs != Informs::Time
                && is_ours(edit)
                && edit
                    .duties
                    .iter()
                    .all(|one| day.duty(one.duty_id).is_none_or(|duty| duty.stamp == stamp_wanted(one, way)))
        };
        let label = edit.visit_id.and_then(|id| day.labels.get(&id)).and_then(|label| label.code.clone());
        let what = label.map_or_else(|| edit.act.label().to_owned(), |code| format!("{} {code}", edit.act.label()));
        let who = day.names.get(&edit.made_by).cloned().unwrap_or_default();
        let at = clock_time(edit.made_at.in_vietnam().time());
        let is_undone = edit.undone_at.is_some();
        Self {
            id: edit.id,
            words: format!("{at}, {who}: {what}; {}", edit.informs.label()),
            can_undo: !is_undone && holds(Way::Undo),
            can_redo: is_undone && holds(Way::Redo),
            is_undone,
        }
    }
}
