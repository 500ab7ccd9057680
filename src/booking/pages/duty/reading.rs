//! What the form of a duty says: read into a change, filled from the duty, compared with what a colleague stored.
use std::str::FromStr;

use crate::ids::{KitId, OfficerId, TeamId};
use crate::seconds::TimeOfDay;
use crate::teams::duty::{Duty, DutyChange};
use crate::teams::shift::{DutyHalfDays, Shift};
use crate::web::form::{Mistakes, Typed};

/// What a colleague changed while the form was open.
pub struct Difference {
    /// “Cán bộ”.
    pub label: &'static str,
    /// As the form was opened.
    pub before: String,
    /// As it is stored now.
    pub after: String,
}

/// A duty in words, each with its label; the form carries them so that a difference can be said.
pub fn described(duty: &Duty) -> Vec<(&'static str, String)> {
    let time = format!("{}–{}", duty.shift.starts_secs, duty.shift.ends_secs);
    vec![
        ("Tổ", duty.team.name.clone()),
        ("Buổi", duty.half_days.label().to_owned()),
        ("Giờ", time),
        ("Bộ thiết bị", duty.kit.name.clone()),
        ("Cán bộ", duty.officer_names()),
        ("Số lượt thu nhận", duty.capacity.to_string()),
    ]
}

/// What is stored now and was not when the form was opened.
pub fn differences(typed: &Typed, duty: &Duty) -> Vec<Difference> {
    let was = typed.all("was");
    let pairs = described(duty).into_iter().zip(was);
    let differs = pairs.filter(|((_, now), was)| now != was);
    differs.map(|((label, after), was)| Difference { label, before: was.to_owned(), after }).collect()
}

/// The form as the duty stands, with what a link has chosen, unless somebody typed into it.
pub fn filled(
    typed: Typed,
    duty: &Duty,
    kit: Option<KitId>,
    officer: Option<OfficerId>,
    instead_of: Option<OfficerId>,
) -> Typed {
    if typed.has("version") {
        return typed;
    }
    let fields = [
        ("team_id", duty.team.id.to_string()),
        ("half_days", duty.half_days.code().to_owned()),
        ("starts", duty.shift.starts_secs.to_string()),
        ("ends", duty.shift.ends_secs.to_string()),
        ("kit_id", kit.unwrap_or(duty.kit.id).to_string()),
        ("capacity", duty.capacity.to_string()),
    ];
    let mut pairs: Vec<(String, String)> = fields.map(|(name, value)| (name.to_owned(), value)).into();
    let there = duty.officers.iter().map(|officer| officer.id);
    let there = there.filter(|id| officer.is_none() || Some(*id) != instead_of).chain(officer);
    pairs.extend(there.map(|id| ("officer_ids".to_owned(), id.to_string())));
    Typed::new(pairs)
}

/// What the form changes about a duty, or everything that cannot be read.
pub fn read_change(typed: &Typed, before: &Duty) -> Result<DutyChange, Mistakes> {
    let mut mistakes = Mistakes::default();
    let team_id: Option<TeamId> = chosen(typed, "team_id", "Chọn tổ công tác", &mut mistakes);
    let kit_id: Option<KitId> = chosen(typed, "kit_id", "Chọn bộ thiết bị", &mut mistakes);
    let half_days: Option<DutyHalfDays> = chosen(typed, "half_days", "Chọn buổi", &mut mistakes);
    let starts = time(typed, "starts", &mut mistakes);
    let ends = time(typed, "ends", &mut mistakes);
    let capacity: Option<i32> = chosen(typed, "capacity", "Số lượt thu nhận phải là một số", &mut mistakes);
    let mut officer_ids: Vec<OfficerId> = typed.all("officer_ids").iter().filter_map(|id| id.parse().ok()).collect();
    officer_ids.sort_unstable();
    if officer_ids.is_empty() {
        mistakes.add("officer_ids", "Chọn ít nhất một cán bộ");
    }
    let (Some(starts_secs), Some(ends_secs), false) = (starts, ends, mistakes.any()) else { return Err(mistakes) };
    let mut there: Vec<OfficerId> = before.officers.iter().map(|officer| officer.id).collect();
    there.sort_unstable();
    let shift = Shift { starts_secs, ends_secs, ..before.shift };
    let visits = |name: &str| typed.all(name).iter().filter_map(|id| id.parse().ok()).collect();
    Ok(DutyChange {
        team_id: team_id.filter(|id| *id != before.team.id),
        half_days: half_days.filter(|half_days| *half_days != before.half_days),
        kit_id: kit_id.filter(|id| *id != before.kit.id),
        officer_ids: Some(officer_ids).filter(|ids| *ids != there),
        // Hours that nobody touched are the usual ones of other half-days.
        shift: Some(shift).filter(|shift| *shift != before.shift),
        capacity: capacity.filter(|capacity| *capacity != before.capacity),
        island_mission: None,
        accept: visits("accept"),
        rebook: typed.all("rebook").iter().filter_map(|id| id.parse().ok()).collect(),
    })
}

fn chosen<T: FromStr>(typed: &Typed, name: &str, missing: &str, mistakes: &mut Mistakes) -> Option<T> {
    crate::teams::pages::reading::chosen(typed, name, missing, mistakes)
}

/// “07:30”.
fn time(typed: &Typed, name: &str, mistakes: &mut Mistakes) -> Option<TimeOfDay> {
    let read = |text: &str| {
        let (hour, minute) = text.split_once([':', 'h'])?;
        let (hour, minute): (i32, i32) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
        ((0..24).contains(&hour) && (0..60).contains(&minute)).then(|| TimeOfDay::at(hour, minute))
    };
    let time = read(typed.get(name));
    if time.is_none() {
        mistakes.add(name, "Ghi giờ dạng 07:30");
    }
    time
}
