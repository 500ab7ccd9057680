//! What a family sees of its case: one sentence on where it stands, what comes next, what to prepare.
use chrono::NaiveDate;

use super::bring;
use super::code_words::CodeWords;
use super::store::{self, StoredOutcome};
use super::visit::{Promise, Visit, VisitState};
use crate::cases::case::{Case, State};
use crate::cases::household::Household;
use crate::db::{DbConn, StoreResult};
use crate::teams::duty::Duty;
use crate::text::dates::{clock_time, long_date};
use crate::web::Desk;
use crate::web::page::time_of_secs;

/// A case as its family follows it.
pub struct Followed {
    /// The case.
    pub case: Case,
    /// Its visits, oldest first, each with who comes.
    pub visits: Vec<FollowedVisit>,
    /// What to have ready; empty once no team is to come.
    pub prepare: Vec<String>,
    /// Who lives there.
    pub household: Household,
    /// Visits whose day is over and that nobody reported.
    pub overdue: Vec<i64>,
}

/// One visit of it.
pub struct FollowedVisit {
    /// The visit.
    pub visit: Visit,
    /// Who comes.
    pub duty: Option<Duty>,
    /// How it ended.
    pub outcomes: Vec<StoredOutcome>,
    /// The words at the door, from publication to the end of the promised day.
    pub words: Option<CodeWords>,
}

/// Puts together what a family may see. Whether the asker is the family was checked before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn follow(conn: &mut DbConn, desk: &Desk, case: Case) -> StoreResult<Followed> {
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let household = case.open(&desk.vault, &applicants)?;
    let mut visits = Vec::new();
    for visit in store::of_case(conn, case.id)? {
        let duty = match store::stop_of(conn, visit.id)? {
            Some(stop) => crate::teams::store::duty(conn, stop.duty_id)?,
            None => None,
        };
        let outcomes = store::outcomes_of(conn, &[visit.id])?;
        let words = CodeWords::of(&desk.vault, &visit, &case.code, desk.now().date());
        visits.push(FollowedVisit { visit, duty, outcomes, words });
    }
    let is_overdue = |one: &&FollowedVisit| one.visit.is_overdue(&desk.settings.hours, desk.now());
    let overdue = visits.iter().filter(is_overdue).map(|one| one.visit.id).collect();
    let mut followed = Followed { case, visits, prepare: Vec::new(), household, overdue };
    if followed.expects_team() {
        followed.prepare = bring::for_family(&followed.household);
    }
    Ok(followed)
}

impl Followed {
    /// Where the case stands, in one sentence.
    pub fn sentence(&self) -> String {
        match self.case.state() {
            State::Withdrawn => return "Hồ sơ đã được rút theo yêu cầu của gia đình.".to_owned(),
            State::Refused => return "Đề nghị chưa được chấp nhận.".to_owned(),
            State::Filed if self.question().is_some() => {
                return "Công an phường, xã cần hỏi thêm trước khi duyệt.".to_owned();
            }
            State::Filed => {
                return match self.booked() {
                    Some(half_day) => format!("Đã đặt {half_day}. Công an phường, xã đang xem hồ sơ."),
                    None => "Đã nhận đề nghị. Công an phường, xã đang xem xét.".to_owned(),
                };
            }
            State::Verified => {}
        }
        let open = self.visits.iter().rev().find(|one| one.visit.is_open());
        let Some(open) = open else {
            return match self.last_due_on() {
                Some(due_on) => format!("Đã làm xong tại nhà. Thẻ dự kiến có vào {}.", long_date(due_on)),
                None => "Đề nghị đã được duyệt, đang chờ xếp lịch.".to_owned(),
            };
        };
        match (open.visit.state(), open.visit.promise, open.visit.booking) {
            (VisitState::EnRoute, ..) => "Tổ công tác đang trên đường đến nhà.".to_owned(),
            (VisitState::Arrived, ..) => "Tổ công tác đã đến nhà.".to_owned(),
            _ if self.overdue.contains(&open.visit.id) => {
                "Đã qua buổi hẹn mà chưa có kết quả. Hồ sơ vẫn giữ nguyên, gia đình đặt được buổi khác.".to_owned()
            }
            (_, Some(promise), _) => format!("Tổ công tác đến nhà {}.", promise.words()),
            (_, _, Some(booking)) => format!("Đã đặt {}. Khung giờ báo sau.", booking.half_day.on(booking.on)),
            _ if open.visit.number > 1 => "Cần đến nhà lần nữa. Đang chờ xếp lịch.".to_owned(),
            _ => "Đề nghị đã được duyệt, đang chờ xếp lịch.".to_owned(),
        }
    }

    /// What the family can expect next.
    pub fn next(&self) -> &'static str {
        match self.case.state() {
            State::Filed if self.booked().is_some() => {
                "Trước ngày hẹn, gia đình sẽ được báo khung giờ và tên cán bộ đến nhà."
            }
            State::Filed => "Sau khi duyệt, gia đình sẽ được báo ngày, buổi và khung giờ tổ đến nhà.",
            State::Verified if self.visits.iter().any(|one| one.visit.is_open()) => {
                "Gia đình giữ điện thoại để tổ công tác gọi trước khi đến."
            }
            _ => "Cần hỏi thêm, xin gọi trực ban Công an phường, xã.",
        }
    }

    /// "buổi sáng Thứ Bảy 28/11/2026": the half-day that is taken and not over.
    fn booked(&self) -> Option<String> {
        let open = self.visits.iter().rev().map(|one| &one.visit).find(|visit| visit.is_open())?;
        let booking = open.booking.filter(|_| !self.overdue.contains(&open.id))?;
        Some(booking.half_day.on(booking.on))
    }

    /// What a dispatcher asked and still waits for.
    pub fn question(&self) -> Option<&str> {
        self.case.question.as_deref().filter(|_| self.case.state() == State::Filed)
    }

    /// Whether a team is still to come, as far as anybody knows.
    pub fn expects_team(&self) -> bool {
        let ended = !self.visits.is_empty() && self.visits.iter().all(|one| !one.visit.is_open());
        matches!(self.case.state(), State::Filed | State::Verified) && !ended
    }

    /// Whether it can still be withdrawn.
    pub fn can_withdraw(&self) -> bool {
        let running = |one: &FollowedVisit| matches!(one.visit.state(), VisitState::Arrived | VisitState::EnRoute);
        let ended = |one: &FollowedVisit| one.outcomes.iter().any(|outcome| outcome.code.is_captured());
        matches!(self.case.state(), State::Filed | State::Verified)
            && !self.visits.iter().any(|one| running(one) || ended(one))
    }

    /// When the last captured card is due.
    pub fn last_due_on(&self) -> Option<NaiveDate> {
        let outcomes = self.visits.iter().flat_map(|one| &one.outcomes);
        outcomes.filter_map(|outcome| outcome.due_on).max()
    }
}

impl Promise {
    /// "Thứ Bảy 28/11/2026, từ 09:15 đến 11:15".
    pub fn words(&self) -> String {
        format!("{}, {}", long_date(self.on), self.window_words())
    }

    /// "từ 09:15 đến 11:15".
    pub fn window_words(&self) -> String {
        let at = |secs| clock_time(time_of_secs(secs));
        format!("từ {} đến {}", at(self.from_secs), at(self.to_secs))
    }
}
