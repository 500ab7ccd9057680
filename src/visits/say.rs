//! What a caller says to a family, whole sentences: what changed and what comes next. The same sentences stand in
//! plain mails. Never money, an OTP or the words at the door.
use super::outcomes::Outcome;
use super::visit::{Booking, Promise, Visit};
use crate::accounts::Staff;
use crate::cases::case::Case;
use crate::cases::household::Household;
use crate::clock::Timestamp;
use crate::teams::duty::Duty;

/// Why an appointment is told (again).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is the first.
    New,
    /// Date or window changed.
    Changed,
    /// Other officers come.
    Officers,
    /// The street, house or hamlet was corrected.
    Place,
    /// The family has another e-mail address now.
    Address,
    /// The case is approved, so the half-day that was kept is firm.
    Confirmed,
}

/// Why an appointment, or the whole wish, ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelledBecause {
    /// The family withdrew its wish.
    Withdrawn,
    /// No team can keep it any more; a new one follows.
    Postponed,
    /// The family gave the half-day back and waits for another one.
    GivenBack,
    /// The case was refused.
    Refused,
    /// Nobody approved the case in time; it waits.
    NotApproved,
    /// Everything was done at an earlier visit, as is known now.
    NotNeeded,
}

/// That a team comes, when, and who.
pub fn appointment(why: Why, promise: Promise, duty: &Duty, household: &Household) -> String {
    let when = half_day_and_window(promise);
    let team = &duty.team.name;
    let opening = match why {
        Why::New | Why::Address | Why::Confirmed => format!("{team} sẽ đến nhà làm căn cước vào {when}."),
        Why::Changed => format!("Lịch hẹn của gia đình đã đổi. Lịch mới: {team} đến nhà vào {when}."),
        Why::Officers => format!("Cán bộ đến nhà đã đổi; lịch hẹn {when} giữ nguyên."),
        Why::Place => {
            let door = household.address.door();
            format!("Nơi đến đã ghi lại là {door}; lịch hẹn {when} giữ nguyên.")
        }
    };
    format!(
        "{opening} Cán bộ đến nhà: {}. Gia đình bận hoặc người làm căn cước mệt thì gọi số của tổ, {}, để hẹn lại.",
        officers(duty).join("; "),
        duty.team.hot_line,
    )
}

/// That a half-day is taken.
pub fn half_day(why: Why, booking: Booking, case: &Case, household: &Household) -> String {
    let when = booking.half_day.on(booking.on);
    let opening = match why {
        Why::New | Why::Officers | Why::Address => {
            format!("Gia đình đã có chỗ {when} để tổ lưu động đến nhà làm căn cước.")
        }
        Why::Confirmed => format!("Hồ sơ đã được duyệt: tổ lưu động đến nhà làm căn cước {when}."),
        Why::Changed => format!("Buổi hẹn của gia đình đã đổi sang {when}."),
        Why::Place => format!("Nơi đến đã ghi lại là {}; {when} giữ nguyên.", household.address.door()),
    };
    let next = if case.verified_at.is_some() {
        "Trước ngày hẹn, gia đình sẽ được báo khung giờ và tên cán bộ đến nhà."
    } else {
        "Đây mới là giữ chỗ: cán bộ còn xem hồ sơ, duyệt xong gia đình sẽ được báo khung giờ và tên cán bộ đến nhà."
    };
    format!("{opening} {next}")
}

/// That an appointment of a visit, or the wish itself, is no more; `reason` is why it was refused.
pub fn ended(because: CancelledBecause, case: &Case, visit: Option<&Visit>, reason: Option<&str>) -> String {
    let gone = visit.and_then(appointment_words);
    // What was never approved was never an appointment.
    let what = if case.verified_at.is_some() { "Lịch hẹn" } else { "Chỗ đang giữ" };
    let gone = gone.map(|when| format!("{what} {when} không còn nữa. ")).unwrap_or_default();
    match because {
        CancelledBecause::Postponed => format!(
            "{gone}Rất xin lỗi gia đình. Hồ sơ vẫn giữ nguyên và được ưu tiên xếp lịch mới; có lịch mới gia đình sẽ \
             được báo. Gia đình không phải gửi lại."
        ),
        CancelledBecause::GivenBack => format!(
            "{gone}Đã nhận lại buổi hẹn. Hồ sơ vẫn giữ nguyên và vào danh sách chờ; khi có chỗ phù hợp gia đình sẽ \
             được báo."
        ),
        CancelledBecause::NotApproved => format!(
            "{gone}Hồ sơ chưa được duyệt kịp trước ngày hẹn nên chỗ đã giữ phải trả lại. Rất xin lỗi gia đình. Hồ sơ \
             vẫn giữ nguyên; duyệt xong gia đình sẽ được báo để nhận buổi khác."
        ),
        CancelledBecause::NotNeeded => format!(
            "{gone}Tổ công tác không phải đến lần nữa: việc đã làm xong ở lần trước. Gia đình không phải làm gì thêm."
        ),
        CancelledBecause::Withdrawn => {
            format!("{gone}Hồ sơ đã được rút. Khi cần, gia đình có thể gửi đề nghị mới.")
        }
        CancelledBecause::Refused => {
            let reason = reason.map(closed).unwrap_or_default();
            format!(
                "{gone}Đề nghị chưa được chấp nhận. Lý do: {reason} Gia đình cần hỏi thêm thì gọi trực ban Công an phường, xã."
            )
        }
    }
}

/// That a team could not do it, and what comes next.
pub fn failed(outcomes: &[Outcome], visit: &Visit) -> String {
    let when = appointment_words(visit).map(|when| format!(" trong lịch hẹn {when}")).unwrap_or_default();
    let mut reasons: Vec<&str> = outcomes.iter().filter(|one| !one.is_captured()).map(|one| one.label()).collect();
    reasons.dedup();
    let ours = outcomes.iter().any(|one| one.requeues_at_front());
    let sorry = if ours { "Rất xin lỗi gia đình. " } else { "" };
    let next = if ours {
        "Gia đình được ưu tiên xếp lịch mới và sẽ được báo; không phải gửi lại hồ sơ."
    } else {
        "Hồ sơ vẫn giữ nguyên và chờ lịch mới; có lịch gia đình sẽ được báo. Gia đình có gì thay đổi thì báo trực ban Công an phường, xã."
    };
    format!("{sorry}Tổ công tác chưa làm xong căn cước cho gia đình{when}: {}. {next}", reasons.join(", "))
}

/// What is said around a script: who calls, about which case, and what nobody asks for.
pub fn whole(staff: &Staff, ward: &str, code: &str, script: &str) -> String {
    format!(
        "Xin chào, tôi là {}, gọi thay Công an {ward} về hồ sơ làm căn cước tại nhà, mã {code}. {script} Cán bộ không \
         thu tiền qua điện thoại, không hỏi mã OTP.",
        staff.name,
    )
}

/// "12 phút", "3 giờ", "2 ngày": how long something is open.
pub fn how_long(since: Timestamp, now: Timestamp) -> String {
    let minutes = (now - since).num_minutes().max(0);
    match minutes {
        0..60 => format!("{minutes} phút"),
        60..2880 => format!("{} giờ", minutes / 60),
        _ => format!("{} ngày", minutes / 1440),
    }
}

/// "buổi sáng Thứ Bảy 28/11/2026, từ 09:15 đến 11:15", as far as it was told.
pub fn appointment_words(visit: &Visit) -> Option<String> {
    let booking = visit.booking?;
    Some(visit.promise.map_or_else(|| booking.half_day.on(booking.on), half_day_and_window))
}

/// The officers with their badges, as the family may check them at the door.
pub fn officers(duty: &Duty) -> Vec<String> {
    duty.officers.iter().map(|one| format!("{} (số hiệu {})", one.full_name, one.badge_number)).collect()
}

fn half_day_and_window(promise: Promise) -> String {
    format!("{}, {}", promise.half_day.on(promise.on), promise.window_words())
}

/// What somebody typed, with a full stop.
pub fn closed(sentence: &str) -> String {
    let sentence = sentence.trim();
    if sentence.ends_with(['.', '?', '!']) { sentence.to_owned() } else { format!("{sentence}.") }
}
