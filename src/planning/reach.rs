//! Whose turn comes in a span: of all who wait, the first of the fair order that the teams can get to, and some more, so
//! that the planner has a choice. Nobody else is part of the problem, however many wait: they are told when about their
//! turn comes.
use std::collections::{HashMap, HashSet};

use chrono::{Duration, NaiveDate};

use super::days::Days;
use crate::config::PlanningSettings;
use crate::ids::{TeamId, VisitId};
use crate::seconds::Seconds;
use crate::teams::duty::Duty;
use crate::text::dates::short_date;

/// Work at a door, as far as it counts here.
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// The visit.
    pub visit_id: VisitId,
    /// Ward of the door.
    pub ward_code: &'a str,
    /// Seconds there, set-up included.
    pub secs: Seconds,
}

/// Why somebody is not part of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// No team of these wards is at work in the span.
    NoTeam,
    /// The teams are busy with those who come before.
    NotYet {
        /// How many visits of the same team's wards come before.
        before: usize,
        /// The day on which its turn comes, if the teams go on as in this span.
        about: NaiveDate,
    },
}

impl Beyond {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTeam => planner::Reason::NoSkill.code(),
            Self::NotYet { .. } => "not_yet",
        }
    }

    /// In Vietnamese.
    pub fn words(&self) -> String {
        match self {
            Self::NoTeam => super::proposal::reason_in_vietnamese(planner::Reason::NoSkill).to_owned(),
            Self::NotYet { before, about } => {
                format!(
                    "chưa tới lượt: còn {before} lượt đến trước trong khu vực, khoảng từ ngày {}",
                    short_date(*about)
                )
            }
        }
    }
}

/// Who is part of a run, and who is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Visits whose turn comes.
    pub reached: HashSet<VisitId>,
    /// The others, in the fair order.
    pub beyond: Vec<(VisitId, Beyond)>,
}

/// A team with the time that its duties have, and what of it is spoken for.
#[derive(Default)]
struct Hands {
    secs: i64,
    taken: i64,
    visits: usize,
}

impl Hands {
    /// Parts of its time that are spoken for, in thousandths.
    fn load(&self) -> i64 {
        self.taken * 1_000 / self.secs.max(1)
    }
}

/// Divides those who wait, in the fair order, among the teams that may serve them: each goes to the team with the least
/// to do. Who stands in a duty already (`standing`, by team) has its time. Never more than `most` are reached.
pub fn reach(
    waiting: &[Work<'_>],
    standing: &[(TeamId, Seconds)],
    duties: &[Duty],
    days: Days,
    settings: &PlanningSettings,
    most: usize,
) -> Reach {
    let Days { from, to } = days;
    let (mut hands, teams_of) = hands(duties);
    let leg_secs = settings.leg_secs;
    for (team_id, secs) in standing {
        if let Some(hands) = hands.get_mut(team_id) {
            hands.taken += i64::from(*secs + leg_secs);
        }
    }
    let number_of_days = (to - from).num_days() + 1;
    let mut reach = Reach::default();
    for work in waiting {
        let teams = teams_of.get(work.ward_code).map_or(&[][..], Vec::as_slice);
        let least = teams.iter().filter(|team| hands[*team].secs > 0).min_by_key(|team| (hands[*team].load(), **team));
        let Some(own) = least.and_then(|team| hands.get_mut(team)) else {
            reach.beyond.push((work.visit_id, Beyond::NoTeam));
            continue;
        };
        let load = own.load();
        if load < i64::from(settings.reach_percent) * 10 && reach.reached.len() < most {
            reach.reached.insert(work.visit_id);
        } else {
            let about = from + Duration::days((load * number_of_days / 1_000).clamp(0, 3_650));
            reach.beyond.push((work.visit_id, Beyond::NotYet { before: own.visits, about: about.max(to) }));
        }
        own.taken += i64::from(work.secs + leg_secs);
        own.visits += 1;
    }
    reach
}

/// Each team's time, and which teams serve a ward.
fn hands(duties: &[Duty]) -> (HashMap<TeamId, Hands>, HashMap<&str, Vec<TeamId>>) {
    let mut hands: HashMap<TeamId, Hands> = HashMap::new();
    let mut teams_of: HashMap<&str, Vec<TeamId>> = HashMap::new();
    for duty in duties {
        let rest = duty.shift.rest.map_or(Seconds::ZERO, |rest| rest.duration_secs);
        let secs = i64::from(duty.shift.ends_secs - duty.shift.starts_secs - rest);
        hands.entry(duty.team.id).or_default().secs += secs;
        for ward in &duty.team.ward_codes {
            let teams = teams_of.entry(ward).or_default();
            if !teams.contains(&duty.team.id) {
                teams.push(duty.team.id);
            }
        }
    }
    (hands, teams_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::ids::{DutyId, KitId};
    use crate::seconds::TimeOfDay;
    use crate::teams::duty::DutyTeam;
    use crate::teams::kit::Kit;
    use crate::teams::shift::DutyHalfDays;
    use crate::teams::shift::Shift;
    use crate::teams::team::BasePoint;

    fn day(on: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, on).expect("a day of December")
    }

    /// A duty of eight hours.
    fn duty(number: i64, team: i64, wards: &[&str]) -> Duty {
        Duty {
            id: DutyId(number),
            team: DutyTeam {
                id: TeamId(team),
                name: format!("Tổ {team}"),
                hot_line: String::new(),
                ward_codes: wards.iter().map(|ward| (*ward).to_owned()).collect(),
                base_ward_code: wards[0].to_owned(),
                base: BasePoint { lat: 20.85, lng: 106.68 },
            },
            kit: Kit { id: KitId(number), name: String::new() },
            on: day(7),
            half_days: DutyHalfDays::Full,
            shift: Shift { starts_secs: TimeOfDay::at(8, 0), ends_secs: TimeOfDay::at(16, 0), rest: None },
            capacity: 60,
            officers: Vec::new(),
            island_mission: false,
            staff_secs: Seconds::ZERO,
            version: 1,
            stamp: 1,
            published_at: None,
            cancelled: None,
        }
    }

    /// Households whose work with the way to it takes an hour.
    fn waiting(numbers: std::ops::Range<i64>, ward_code: &str) -> Vec<Work<'_>> {
        numbers.map(|number| Work { visit_id: VisitId(number), ward_code, secs: Seconds(3_000) }).collect()
    }

    fn reached(waiting: &[Work<'_>], standing: &[(TeamId, Seconds)], duties: &[Duty], most: usize) -> Reach {
        let settings = Settings::defaults_with("").expect("the defaults are valid").planning;
        assert_eq!((settings.reach_percent, settings.leg_secs), (200, Seconds(600)));
        reach(waiting, standing, duties, Days { from: day(7), to: day(8) }, &settings, most)
    }

    #[test]
    fn the_first_are_reached_and_the_others_are_told_when() {
        let duties = [duty(1, 1, &["a"]), duty(2, 1, &["a"])];
        let all = waiting(0..40, "a");
        let seen = reached(&all, &[], &duties, 1_000);
        // Two duties of eight hours hold sixteen; twice as many are looked at.
        assert_eq!(seen.reached.len(), 32);
        assert!((0..32).all(|id| seen.reached.contains(&VisitId(id))));
        let first = (VisitId(32), Beyond::NotYet { before: 32, about: day(11) });
        assert_eq!((seen.beyond.len(), &seen.beyond[0]), (8, &first), "32 hours of work at eight hours a day");
        let words = first.1.words();
        assert_eq!(words, "chưa tới lượt: còn 32 lượt đến trước trong khu vực, khoảng từ ngày 11/12/2026");
    }

    #[test]
    fn two_teams_share_a_ward_and_each_its_own() {
        let duties = [duty(1, 1, &["a", "b"]), duty(2, 2, &["b"])];
        let all: Vec<Work<'_>> = waiting(0..20, "b").into_iter().chain(waiting(100..120, "a")).collect();
        let seen = reached(&all, &[], &duties, 1_000);
        let of_a = seen.reached.iter().filter(|id| **id >= VisitId(100)).count();
        assert_eq!((seen.reached.len() - of_a, of_a), (20, 6), "ten of b are with the first team");
    }

    #[test]
    fn who_stands_already_has_its_time_and_nobody_waits_where_no_team_goes() {
        let duties = [duty(1, 1, &["a"])];
        let standing = vec![(TeamId(1), Seconds(3_000)); 10];
        let all: Vec<Work<'_>> = waiting(0..10, "a").into_iter().chain(waiting(50..52, "c")).collect();
        let seen = reached(&all, &standing, &duties, 1_000);
        assert_eq!(seen.reached.len(), 6);
        assert_eq!(seen.beyond[4..], [(VisitId(50), Beyond::NoTeam), (VisitId(51), Beyond::NoTeam)]);
        assert_eq!(seen.beyond[5].1.code(), "no_skill");
    }

    #[test]
    fn memory_bounds_what_time_would_allow() {
        let duties = [duty(1, 1, &["a"]), duty(2, 2, &["a"])];
        let all = waiting(0..30, "a");
        let seen = reached(&all, &[], &duties, 5);
        assert_eq!((seen.reached.len(), seen.beyond.len()), (5, 25));
        assert_eq!(reached(&[], &[], &duties, 5), Reach::default());
        assert!(reached(&all, &[], &[], 5).beyond.iter().all(|(_, why)| *why == Beyond::NoTeam));
    }
}
