//! `luudong bench`: what the figures of `docs/performance.md` are measured with.
mod bare;
mod booking;
mod client;
mod figures;
mod grow;
mod home;
mod made_day;
mod offers;
mod oracle;
mod plan;
mod risk;
mod store;
mod verify;
mod waiting;
mod world;

use chrono::{NaiveDate, NaiveTime};
use clap::Subcommand;

use super::{CommandError, clock};
use crate::clock::Timestamp;
use crate::config::Settings;

/// What can be measured.
#[derive(Subcommand)]
pub enum BenchCommand {
    /// Giải mọi tệp bài toán trong một thư mục.
    Plan(plan::PlanBench),
    /// Đo trên bài toán tự tạo: hỏi chỗ cho một lượt đến mới, xếp lại một ngày bị xáo trộn, bộ nhớ khi giải.
    Oracle(oracle::OracleBench),
    /// Khả năng giữ lời hẹn của một ngày tự tạo: mỗi ca 500 ngày giả định, và 20 phút đệm trước từng điểm.
    Risk(risk::RiskBench),
    /// Đặt buổi qua HTTP bằng nhiều luồng, kiểm tra toàn bộ dữ liệu sau đó, so với vòng lặp một luồng không HTTP.
    Booking(booking::BookingBench),
    /// Hỏi các buổi còn nhận: riêng phần tính toán và qua HTTP, rồi gấp mười.
    Offers(offers::OffersBench),
    /// Nạp vào cơ sở dữ liệu đang cấu hình một năm hồ sơ của cả tỉnh, để đo trên đó.
    Grow(grow::GrowBench),
    /// Xếp các lần của tháng thử hai lần, có và không có giá của một ngày chờ: chờ bao lâu, đi đường bao nhiêu.
    Waiting(waiting::WaitingBench),
}

/// Runs it.
///
/// # Errors
/// [`CommandError`] when nothing can be measured, or what was measured is wrong.
pub fn run(settings: &Settings, command: &BenchCommand) -> Result<(), CommandError> {
    match command {
        BenchCommand::Plan(bench) => plan::run(bench),
        BenchCommand::Oracle(bench) => oracle::run(bench),
        BenchCommand::Risk(bench) => risk::run(bench),
        BenchCommand::Booking(bench) => booking::run(bench, moment(settings)),
        BenchCommand::Offers(bench) => offers::run(bench, moment(settings)),
        BenchCommand::Grow(bench) => grow::run(settings.clone(), bench),
        BenchCommand::Waiting(bench) => waiting::run(bench),
    }
}

/// When the world of a bench is: at `clock.starts_at` if that is set, else on a Monday morning like the tests, whose
/// horizon has four Saturdays and no holiday. Never on the machine's day, so that figures can be repeated.
fn moment(settings: &Settings) -> Timestamp {
    if !settings.clock.starts_at.is_empty() {
        return clock(settings).now();
    }
    let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    Timestamp::local(monday, NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default())
}
