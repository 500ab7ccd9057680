//! Promise risk in words, beside each window of a run and once for each duty.
use std::collections::HashMap;

use crate::ids::{DutyId, VisitId};
use crate::planning::promise_risk::{DutyRisk, PromiseRisk, RiskLevel, VisitRisk};
use crate::planning::proposal::ProposedDuty;
use crate::text::said;

/// Less than one promise in a hundred days is not worth a sentence.
const WORTH_SAYING_PER_MILLE: u32 = 10;
/// From here on a window is said to be kept nearly always: 500 drawn days do not tell it from always.
const NEARLY_ALWAYS_PER_MILLE: u32 = 990;

/// A window with how often it is kept.
pub struct WindowLine {
    /// "8:15–10:15".
    pub window: String,
    /// "giữ được 9/10 ngày".
    pub kept: String,
    /// "thường giữ được".
    pub level: RiskLevel,
}

/// The risk of a run, by what its page shows.
pub struct RiskLines<'a> {
    visits: HashMap<VisitId, &'a VisitRisk>,
    duties: HashMap<DutyId, &'a DutyRisk>,
    buffer_minutes: i32,
}

impl<'a> RiskLines<'a> {
    pub fn of(risk: &'a PromiseRisk) -> Self {
        let visits = risk.duties.iter().flat_map(|duty| &duty.visits).map(|one| (one.visit_id, one)).collect();
        let duties = risk.duties.iter().map(|duty| (duty.duty_id, duty)).collect();
        Self { visits, duties, buffer_minutes: risk.buffer_secs.full_minutes() }
    }

    /// What stands beside a visit's hour.
    pub fn window(&self, visit_id: VisitId) -> Option<WindowLine> {
        let risk = self.visits.get(&visit_id)?;
        let window = said::span(risk.from_secs, risk.to_secs);
        Some(WindowLine { window, kept: kept_in_words(risk.kept_per_mille), level: risk.level })
    }

    /// Where the buffer would save most in a duty.
    pub fn buffer(&self, proposed: &ProposedDuty) -> Option<String> {
        let duty = self.duties.get(&proposed.duty_id)?;
        let gain = duty.buffer.filter(|gain| gain.saved_per_mille >= WORTH_SAYING_PER_MILLE)?;
        // by the page's own rows: whoever was booked since stands in none of them
        let number = proposed.stops.iter().position(|stop| stop.visit_id == gain.before_visit_id)?;
        let is_first = duty.visits.first().is_some_and(|first| first.visit_id == gain.before_visit_id);
        let mut behind = duty.visits.iter().skip_while(|one| one.visit_id != gain.before_visit_id);
        let promised = behind.all(|one| one.promised);
        let (minutes, saved) = (self.buffer_minutes, in_hundred_days(gain.saved_per_mille));
        let how = if is_first {
            format!("xuất phát sớm hơn {minutes} phút")
        } else {
            format!("bớt {minutes} phút việc ngay trước điểm thứ {}", number + 1)
        };
        let or =
            if promised { "" } else { ", hoặc báo giờ muộn hơn chừng ấy từ điểm đó trở đi," };
        Some(format!(
            "Đệm thêm {minutes} phút có ích nhất nếu {how}{or}: trong 100 ngày như vậy giữ thêm khoảng {saved} lời hẹn."
        ))
    }
}

/// Rounded down: nobody is told more than was seen.
fn kept_in_words(per_mille: u32) -> String {
    match per_mille {
        NEARLY_ALWAYS_PER_MILLE.. => "gần như ngày nào cũng giữ được".to_owned(),
        100.. => format!("giữ được {}/10 ngày", per_mille / 100),
        _ => "hầu như không giữ được".to_owned(),
    }
}

/// Rounded to whole promises.
fn in_hundred_days(per_mille: u32) -> u32 {
    (per_mille + 5) / 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_said_in_days_of_ten_and_never_rounded_up() {
        let said = [1000, 990, 989, 900, 899, 150, 99, 0].map(kept_in_words);
        let nearly = "gần như ngày nào cũng giữ được";
        let hardly = "hầu như không giữ được";
        let of_ten = |days: u32| format!("giữ được {days}/10 ngày");
        assert_eq!(said[..2], [nearly, nearly]);
        assert_eq!(said[2..6], [of_ten(9), of_ten(9), of_ten(8), of_ten(1)]);
        assert_eq!(said[6..], [hardly, hardly]);
        assert_eq!([132, 135, 10].map(in_hundred_days), [13, 14, 1]);
    }
}
