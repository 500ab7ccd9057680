//! `luudong bench`: what the figures of `docs/performance.md` are measured with.
mod bare;
mod booking;
mod client;
mod figures;
mod home;
mod made_day;
mod offers;
mod oracle;
mod plan;
mod store;
mod verify;
mod waiting;
mod world;

use clap::Subcommand;

use super::CommandError;

/// What can be measured.
#[derive(Subcommand)]
pub enum BenchCommand {
    /// Giải mọi tệp bài toán trong một thư mục.
    Plan(plan::PlanBench),
    /// Đo trên bài toán tự tạo: hỏi chỗ cho một lượt đến mới, xếp lại một ngày bị xáo trộn, bộ nhớ khi giải.
    Oracle(oracle::OracleBench),
    /// Đặt buổi qua HTTP bằng nhiều luồng, kiểm tra toàn bộ dữ liệu sau đó, so với vòng lặp một luồng không HTTP.
    Booking(booking::BookingBench),
    /// Hỏi các buổi còn nhận: riêng phần tính toán và qua HTTP, rồi gấp mười.
    Offers(offers::OffersBench),
    /// Xếp các lần của tháng thử hai lần, có và không có giá của một ngày chờ: chờ bao lâu, đi đường bao nhiêu.
    Waiting(waiting::WaitingBench),
}

/// Runs it.
///
/// # Errors
/// [`CommandError`] when nothing can be measured, or what was measured is wrong.
pub fn run(command: &BenchCommand) -> Result<(), CommandError> {
    match command {
        BenchCommand::Plan(bench) => plan::run(bench),
        BenchCommand::Oracle(bench) => oracle::run(bench),
        BenchCommand::Booking(bench) => booking::run(bench),
        BenchCommand::Offers(bench) => offers::run(bench),
        BenchCommand::Waiting(bench) => waiting::run(bench),
    }
}
