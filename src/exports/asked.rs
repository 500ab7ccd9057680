//! A wish that was checked: days, wards and reason are such that it can be fulfilled.
use chrono::{Duration, NaiveDate};

use super::{ExportError, ExportKind, ExportWish, REASON_MAX};
use crate::accounts::{NotAllowed, Staff};
use crate::cases::CaseTables;
use crate::cases::case::State;
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::geography::wards::WardCode;
use crate::ids::DutyId;
use crate::text::dates::short_date;

/// Days of a file for which no days were named.
const USUAL_DAYS: i64 = 7;
const USUAL_DAYS_OF_CASES: i64 = 30;

/// What is to be given out.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What.
    pub kind: ExportKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Only these wards; none: all.
    pub ward_codes: Option<Vec<String>>,
    /// Only cases in this state.
    pub state: Option<State>,
    /// Only this duty.
    pub duty_id: Option<DutyId>,
    /// Why columns about health are in it; none when they are not.
    pub reason: Option<String>,
}

impl Asked {
    /// Checks a wish.
    ///
    /// # Errors
    /// [`ExportError::Invalid`], [`ExportError::NotAllowed`].
    pub fn read(desk: &Desk, tables: &CaseTables, staff: &Staff, wish: &ExportWish) -> Result<Self, ExportError> {
        staff.scope(wish.kind.permission())?;
        let mut problems = Vec::new();
        let (from, to) = days(desk.now().date(), wish);
        if to < from {
            problems.push(FieldProblem::new("/to", "order", "Ngày cuối phải từ ngày đầu trở đi."));
        }
        let most = desk.settings.exports.days_max;
        if (to - from).num_days() >= most {
            problems.push(FieldProblem::new("/to", "range", format!("Mỗi tệp nhiều nhất {most} ngày.")));
        }
        for (code, at) in wish.ward_codes.iter().zip(0..) {
            let known = WardCode::parse(code).ok().filter(|code| tables.geography.wards.find(code).is_some());
            if known.is_none() {
                let pointer = format!("/ward_codes/{at}");
                problems.push(FieldProblem::new(pointer, "unknown", "Không có phường, xã, đặc khu này."));
            } else if !staff.may_in_ward(wish.kind.permission(), code) {
                return Err(NotAllowed::Ward.into());
            }
        }
        let reason = wish.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
        if wish.with_health && reason.is_none() {
            let detail = "Ghi lý do cần các cột về sức khỏe, hoặc bỏ các cột ấy.";
            problems.push(FieldProblem::new("/reason", "required", detail));
        }
        if reason.as_deref().is_some_and(|reason| reason.chars().count() > REASON_MAX) {
            problems.push(FieldProblem::new("/reason", "length", format!("Nhiều nhất {REASON_MAX} ký tự.")));
        }
        if !problems.is_empty() {
            return Err(ExportError::Invalid(problems));
        }
        let own = staff.wards_of(wish.kind.permission()).map(<[String]>::to_vec);
        let ward_codes = if wish.ward_codes.is_empty() { own } else { Some(wish.ward_codes.clone()) };
        let (kind, state, duty_id) = (wish.kind, wish.state, wish.duty_id);
        Ok(Self { kind, from, to, ward_codes, state, duty_id, reason: reason.filter(|_| wish.with_health) })
    }

    /// Whether a ward's households are wanted.
    pub fn reaches(&self, ward_code: &str) -> bool {
        self.ward_codes.as_ref().is_none_or(|codes| codes.iter().any(|code| code == ward_code))
    }

    /// Whether something of a day is wanted.
    pub fn covers(&self, on: NaiveDate) -> bool {
        (self.from..=self.to).contains(&on)
    }

    /// What stands in the log: what, how much, and why.
    pub fn words(&self, rows: usize) -> String {
        let days = match self.kind {
            ExportKind::Calls | ExportKind::WaitingList => String::new(),
            _ if self.from == self.to => format!(", {}", short_date(self.from)),
            _ => format!(", {}–{}", short_date(self.from), short_date(self.to)),
        };
        let reason = self.reason.as_ref().map(|reason| format!("; có cột sức khỏe: {reason}"));
        format!("{}{days}, {rows} dòng{}", self.kind.label(), reason.unwrap_or_default())
    }
}

/// The days of a wish, with the usual ones where it names none.
pub fn days(today: NaiveDate, wish: &ExportWish) -> (NaiveDate, NaiveDate) {
    let span = |days: i64| Duration::days(days - 1);
    match wish.kind {
        ExportKind::Roster => {
            let on = wish.from.or(wish.to).unwrap_or(today);
            (on, on)
        }
        ExportKind::Plan => {
            let from = wish.from.unwrap_or_else(|| wish.to.map_or(today, |to| to.min(today)));
            (from, wish.to.unwrap_or(from + span(USUAL_DAYS)))
        }
        kind => {
            let usual = if kind == ExportKind::Cases { USUAL_DAYS_OF_CASES } else { USUAL_DAYS };
            let to = wish.to.unwrap_or_else(|| wish.from.map_or(today, |from| from.max(today)));
            (wish.from.unwrap_or(to - span(usual)), to)
        }
    }
}
