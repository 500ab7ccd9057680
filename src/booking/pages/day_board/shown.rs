//! What the board's template shows: the lines in slots, the drawing, the households without a place, the edits.
use askama::Template;

use super::Said;
use super::chosen::{Chosen, versions};
use super::listed::{Done, Waits};
use crate::accounts::Staff;
use crate::booking::day_board::line::{Line, LineStop, Span};
use crate::booking::day_board::map::{self, DayMap};
use crate::booking::day_board::{DayBoard, DutyLine};
use crate::desk::Desk;
use crate::geography::Geography;
use crate::ids::{DutyId, VisitId};
use crate::seconds::{Seconds, TimeOfDay};
use crate::teams::may_arrange;
use crate::text::dates::long_date;
use crate::text::form::{Mistakes, Typed};
use crate::text::said;
use crate::visits::pages::ward_name;
use crate::web::page::Frame;

/// A slot of a time line.
const SLOT: Seconds = Seconds::minutes(5);

#[derive(Template)]
#[template(path = "booking/board.html")]
pub(super) struct BoardPage {
    frame: Frame,
    mistakes: Mistakes,
    on: String,
    date: String,
    previous: String,
    next: String,
    is_editable: bool,
    from_hour: i32,
    hours: i32,
    rows: Vec<Row>,
    map: DayMap,
    unplaced: Vec<Waits>,
    more: usize,
    edits: Vec<Done>,
    chosen: Option<Chosen>,
    targets: Vec<Target>,
    to_confirm: Option<Typed>,
    is_stale: bool,
}

/// A duty.
struct Row {
    id: DutyId,
    team: String,
    kit: String,
    versions: String,
    is_locked: bool,
    may_edit: bool,
    bars: Vec<Bar>,
    sum: String,
    rest: String,
    is_idle: bool,
    is_broken: bool,
}

/// An entry of a lane.
struct Bar {
    class: &'static str,
    slot: i32,
    slots: i32,
    stop: Option<Stop>,
}

/// A household on a lane.
struct Stop {
    number: usize,
    visit_id: Option<VisitId>,
    code: Option<String>,
    words: String,
    is_pinned: bool,
}

/// Where a chosen visit could be put.
struct Target {
    place: String,
    versions: String,
    words: String,
    other: Option<VisitId>,
}

impl BoardPage {
    pub fn of(
        desk: &Desk,
        geography: &Geography,
        staff: &Staff,
        day: DayBoard,
        chosen: Option<Chosen>,
        duty: Option<DutyId>,
        said: Said,
    ) -> Self {
        let is_editable = day.on > desk.now().date();
        let starts = day.lines.iter().map(|line| line.duty.shift.starts_secs).min().unwrap_or(TimeOfDay::at(7, 0));
        let ends = day.lines.iter().map(|line| line.duty.shift.ends_secs).max().unwrap_or(TimeOfDay::at(17, 0));
        let from_hour = starts.0.div_euclid(3_600);
        let hours = (ends.0 + 3_599).div_euclid(3_600) - from_hour;
        let begin = TimeOfDay(from_hour * 3_600);
        let row = |line: &DutyLine| Row::of(&day, line, geography, staff, begin, is_editable);
        let title = format!("Bảng xếp lịch {}", long_date(day.on));
        Self {
            frame: Frame::for_staff(title, staff).with(&said.mistakes).noticing(desk.calendar_warning()),
            mistakes: said.mistakes,
            on: day.on.to_string(),
            date: long_date(day.on),
            previous: day.on.pred_opt().map(|on| on.to_string()).unwrap_or_default(),
            next: day.on.succ_opt().map(|on| on.to_string()).unwrap_or_default(),
            is_editable,
            from_hour,
            hours,
            rows: day.lines.iter().map(row).collect(),
            map: DayMap::of(&day, geography, &map::drawn(&day, duty)),
            unplaced: day.unplaced.iter().map(|one| Waits::of(&day, one, geography)).collect(),
            more: day.more,
            edits: day.edits.iter().map(|edit| Done::of(&day, edit, staff)).collect(),
            targets: chosen.as_ref().map(|chosen| targets(&day, chosen, staff)).unwrap_or_default(),
            chosen,
            to_confirm: said.to_confirm,
            is_stale: said.is_stale,
        }
    }

    fn axis(&self) -> Vec<(i32, String)> {
        (0..self.hours).map(|hour| (hour * 12, format!("{:02}", self.from_hour + hour))).collect()
    }

    fn is_chosen(&self, id: Option<&VisitId>) -> bool {
        id.is_some() && self.chosen.as_ref().map(|chosen| &chosen.visit.id) == id
    }

    fn pinned(&self) -> bool {
        let mut stops = self.rows.iter().flat_map(|row| &row.bars).filter_map(|bar| bar.stop.as_ref());
        stops.any(|stop| stop.is_pinned && self.is_chosen(stop.visit_id.as_ref()))
    }

    fn households(&self) -> usize {
        self.rows.iter().flat_map(|row| &row.bars).filter(|bar| bar.stop.is_some()).count()
    }
}

impl Row {
    fn of(
        day: &DayBoard,
        line: &DutyLine,
        geography: &Geography,
        staff: &Staff,
        begin: TimeOfDay,
        is_editable: bool,
    ) -> Self {
        let duty = &line.duty;
        let bars = line.line.as_ref().map(|drawn| bars(day, drawn, geography, begin)).unwrap_or_default();
        let sum = line
            .line
            .as_ref()
            .map_or_else(|| "chưa tính được".to_owned(), |line| format!("dư {} phút", line.left.full_minutes()));
        let rest = line.line.as_ref().filter(|line| !line.stops.is_empty()).map(|line| {
            format!(
                "{} phút đường, {} phút làm, {} phút chờ, về {}",
                line.travel.begun_minutes(),
                line.work.begun_minutes(),
                line.waiting.begun_minutes(),
                said::clock(line.returns)
            )
        });
        Self {
            id: duty.id,
            team: duty.team.name.clone(),
            kit: duty.kit.name.clone(),
            versions: versions(&[Some(duty)]),
            is_locked: line.is_locked,
            may_edit: is_editable && may_arrange(staff, &duty.team.ward_codes),
            bars,
            sum,
            rest: rest.unwrap_or_default(),
            is_idle: line.line.as_ref().is_some_and(|line| line.stops.is_empty()),
            is_broken: line.line.is_none(),
        }
    }
}

fn bars(day: &DayBoard, line: &Line, geography: &Geography, begin: TimeOfDay) -> Vec<Bar> {
    let bar = |class, span: Span, stop| {
        let slot = |at: TimeOfDay| (at - begin).0.div_euclid(SLOT.0);
        let first = slot(span.from).max(0);
        Bar { class, slot: first, slots: (slot(span.to) - first).max(1), stop }
    };
    let mut bars = Vec::new();
    for (stop, number) in line.stops.iter().zip(1..) {
        bars.extend(stop.window.map(|window| bar("told", window, None)));
        bars.extend(stop.travel.map(|travel| bar("travel", travel, None)));
        bars.extend(stop.wait.map(|wait| bar("wait", wait, None)));
        bars.push(bar("serve", stop.work, Some(Stop::of(day, stop, number, geography))));
        let is_low = stop.slack < Seconds::minutes(10);
        let late = Span { from: stop.work.to, to: stop.work.to + stop.slack.min(Seconds::hours(2)) };
        bars.push(bar(if is_low { "slack low" } else { "slack" }, late, None));
    }
    bars.extend(line.rest.map(|rest| bar("rest", rest, None)));
    bars
}

impl Stop {
    fn of(day: &DayBoard, stop: &LineStop, number: usize, geography: &Geography) -> Self {
        let label = stop.visit_id.and_then(|id| day.labels.get(&id));
        let ward = label.map_or_else(|| "chỗ đang giữ".to_owned(), |label| ward_name(geography, &label.ward_code));
        let mut words = format!("{}, {ward}", said::span(stop.work.from, stop.work.to));
        if let Some(label) = label {
            words.push_str(&format!(", {} người", label.captures));
        }
        if let Some(window) = stop.window {
            words.push_str(&format!(", đã hẹn {}", said::span(window.from, window.to)));
        }
        words.push_str(&format!(", dư {} phút", stop.slack.full_minutes()));
        if stop.is_pinned {
            words.push_str(", đặt tay");
        }
        let code = label.and_then(|label| label.code.clone());
        Self { number, visit_id: stop.visit_id, code, words, is_pinned: stop.is_pinned }
    }

    /// Both halves of the code: a short bar shows the first.
    fn code_halves(&self) -> (&str, &str) {
        self.code.as_deref().and_then(|code| code.split_once('-')).unwrap_or_default()
    }
}

/// Every position of every duty that this person arranges, and every household with which it could change places.
fn targets(day: &DayBoard, chosen: &Chosen, staff: &Staff) -> Vec<Target> {
    let mut targets = Vec::new();
    for line in day.lines.iter().filter(|line| !line.is_locked && may_arrange(staff, &line.duty.team.ward_codes)) {
        let duty = &line.duty;
        let other = chosen.duty.as_ref().filter(|own| own.id != duty.id);
        let versions = versions(&[other, Some(duty)]);
        let stops = line.line.as_ref().map(|line| line.stops.as_slice()).unwrap_or_default();
        let others: Vec<&LineStop> = stops.iter().filter(|stop| stop.visit_id != Some(chosen.visit.id)).collect();
        for after in 0..=others.len() {
            let words = match after {
                0 => format!("{}: đi đầu tiên", duty.team.name),
                after => format!("{}: sau {} hộ", duty.team.name, after),
            };
            targets.push(Target {
                place: format!("{}:{after}", duty.id),
                versions: versions.clone(),
                words,
                other: None,
            });
        }
        if chosen.duty.is_none() {
            continue;
        }
        for stop in others {
            let Some(id) = stop.visit_id else { continue };
            let Some(code) = day.labels.get(&id).and_then(|label| label.code.clone()) else { continue };
            let words = format!("{code}, {}, {}", duty.team.name, said::clock(stop.work.from));
            let place = chosen.duty.as_ref().map_or_else(String::new, |duty| duty.id.to_string());
            targets.push(Target { place, versions: versions.clone(), words, other: Some(id) });
        }
    }
    targets
}
