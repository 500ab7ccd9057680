//! Why a half-day is not offered: the constraint that binds, in a sentence. Staff read teams and kits, families do not.
use std::sync::Arc;

use chrono::NaiveDate;
use planner::Reason;

use super::board::Board;
use super::door::Door;
use super::offers::{Offer, Rules, View};
use super::sequence::{Seeker, Sequence};
use crate::calendar::{HalfDay, NotOpen};
use crate::seconds::Seconds;
use crate::text::dates::long_date;
use crate::text::messages::Words;

/// The code of a half-day that a duty could take, and that the family rules out itself.
pub const PREFERENCE: &str = "preference";

/// A half-day of the horizon that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotOffered {
    /// The date.
    pub on: NaiveDate,
    /// The half-day.
    pub half_day: HalfDay,
    /// Stable code of the reason that binds.
    pub code: &'static str,
    /// The reason in Vietnamese.
    pub sentence: String,
}

/// What keeps a door out of one duty, from the most to the least hopeless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hindrance {
    /// The planner says so.
    Planner(Reason),
    /// There is time, but it is kept: for urgent cases, or for the waiting list.
    Kept,
    /// There is time, but the share of cases that nobody has looked at is used up.
    Unapproved,
}

/// Every half-day of the horizon that is not among the offers, in order of time.
pub fn not_offered(
    sequences: &[Arc<Sequence>],
    board: &Board,
    door: &Door,
    offers: &[Offer],
    view: View,
    rules: Rules<'_>,
) -> Vec<NotOffered> {
    let (first, last) = view.horizon(rules.settings, rules.now);
    let mut found = Vec::new();
    for on in first.iter_days().take_while(|on| *on <= last) {
        let day: Vec<&Sequence> = sequences.iter().map(Arc::as_ref).filter(|one| one.duty.on == on).collect();
        for &half_day in HalfDay::ALL {
            if offers.iter().any(|offer| (offer.on, offer.half_day) == (on, half_day)) {
                continue;
            }
            if let Some(limit) = door.admissible.not_before.filter(|limit| on < limit.on) {
                let sentence = format!("Đã hẹn không đến trước {}.", long_date(limit.on));
                found.push(NotOffered { on, half_day, code: "not_before", sentence });
                continue;
            }
            let reason = match rules.calendar.check_open(on, half_day, rules.exceptions) {
                Err(NotOpen::Closed(closed)) => Some(("closed", format!("{closed}."))),
                Err(NotOpen::Beyond(beyond)) => Some(("beyond_calendar", format!("{beyond}."))),
                Ok(()) => why(&day, board, door, on, half_day, view, rules).or_else(|| against(door, on, half_day)),
            };
            found.extend(reason.map(|(code, sentence)| NotOffered { on, half_day, code, sentence }));
        }
    }
    found
}

/// Nothing else stands in the way: the family itself would rather not have it.
fn against(door: &Door, on: NaiveDate, half_day: HalfDay) -> Option<(&'static str, String)> {
    let preference = door.admissible.preference;
    let sentence = || {
        format!(
            "Theo nguyện vọng của gia đình ({}) thì không đến {}.",
            preference.words(Words::VIETNAMESE),
            half_day.on(on)
        )
    };
    (!preference.allows(on, half_day)).then(|| (PREFERENCE, sentence()))
}

/// What binds on an open half-day; none when a place has come free since the offers were made.
fn why(
    day: &[&Sequence],
    board: &Board,
    door: &Door,
    on: NaiveDate,
    half_day: HalfDay,
    view: View,
    rules: Rules<'_>,
) -> Option<(&'static str, String)> {
    let at_work: Vec<&Sequence> = day.iter().copied().filter(|one| one.duty.half_days.includes(half_day)).collect();
    let label = half_day.on(on);
    if at_work.is_empty() {
        return Some(("no_duty", format!("Chưa có ca công tác nào {label}.")));
    }
    let mut hindrances = Vec::new();
    for sequence in at_work.into_iter().filter(|one| one.serves(&door.ward_code)) {
        let seeker = Seeker::new(door, sequence.roads(), &board.reference.geography);
        let approach = sequence.approach(&seeker);
        let spare = view.spare_secs(sequence, half_day, rules.settings, rules.now);
        if view.admits(sequence, half_day, door, rules.settings) && approach.best(half_day, spare).is_some() {
            return None;
        }
        let fits = |spare: Seconds| approach.best(half_day, spare).is_some();
        let hindrance = match view.admits(sequence, half_day, door, rules.settings) {
            false if fits(spare) => Hindrance::Unapproved,
            _ if spare > Seconds::ZERO && fits(Seconds::ZERO) => Hindrance::Kept,
            _ => Hindrance::Planner(approach.why_not(half_day)),
        };
        hindrances.push((sequence, hindrance));
    }
    let Some(binding) = hindrances.iter().map(|(_, hindrance)| *hindrance).max() else {
        return Some(("no_team", format!("Không tổ nào phụ trách phường, xã này đi làm {label}.")));
    };
    let sentence = match view {
        View::Staff => said_to_staff(&hindrances, &label),
        View::Public | View::Waiting => said_to_family(&hindrances, binding, &label),
    };
    Some((binding.code(), sentence))
}

fn said_to_staff(hindrances: &[(&Sequence, Hindrance)], label: &str) -> String {
    let one = |(sequence, hindrance): &(&Sequence, Hindrance)| {
        let duty = &sequence.duty;
        format!("{} (bộ thiết bị {}) {} {label}", duty.team.name, duty.kit.name, hindrance.predicate())
    };
    format!("{}.", hindrances.iter().map(one).collect::<Vec<_>>().join("; "))
}

fn said_to_family(hindrances: &[(&Sequence, Hindrance)], binding: Hindrance, label: &str) -> String {
    let who = match hindrances.len() {
        1 => "Tổ duy nhất có bộ thiết bị".to_owned(),
        teams if hindrances.iter().all(|(_, one)| *one == binding) => format!("Cả {teams} tổ có bộ thiết bị đều"),
        teams => format!("Trong {teams} tổ có bộ thiết bị, tổ dễ nhận nhất"),
    };
    format!("{who} {} {label}.", binding.predicate())
}

impl Hindrance {
    fn code(self) -> &'static str {
        match self {
            Self::Planner(reason) => reason.code(),
            Self::Kept => "kept",
            Self::Unapproved => "unapproved_share",
        }
    }

    /// Between the team and the half-day.
    fn predicate(self) -> &'static str {
        use Reason as R;
        match self {
            Self::Kept => "chỉ còn thời gian giữ cho hồ sơ khẩn cấp và người đang chờ trong",
            Self::Unapproved => "đã giữ đủ chỗ cho các hồ sơ chờ duyệt trong",
            Self::Planner(R::Full) => "đã kín",
            Self::Planner(R::FullCapacity) => "đã nhận đủ số người",
            Self::Planner(R::Capacity) => "không làm hết được ngần ấy người trong",
            Self::Planner(R::Break) => "không còn chỗ cho giờ nghỉ trong",
            Self::Planner(R::ShiftTooShort) => "không đủ thời gian đi lại và làm việc trong",
            Self::Planner(R::Crossing) => "không kịp chuyến phà đi hoặc về trong",
            Self::Planner(R::Unreachable) => "không đi và về được trong",
            Self::Planner(R::NoWindow) => "không làm đủ giờ trong",
            Self::Planner(R::NoDuty | R::DutyClosed | R::PinnedElsewhere | R::NoSkill) => "không nhận thêm được trong",
        }
    }
}
