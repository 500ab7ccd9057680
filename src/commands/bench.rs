//! `luudong bench`: figures for `docs/performance.md`.
mod made_day;
mod oracle;
mod plan;

use clap::Subcommand;

use super::CommandError;

/// What can be measured.
#[derive(Subcommand)]
pub enum BenchCommand {
    /// Giải mọi tệp bài toán trong một thư mục.
    Plan(plan::PlanBench),
    /// Đo trên bài toán tự tạo: hỏi chỗ cho một lượt đến mới, xếp lại một ngày bị xáo trộn, bộ nhớ khi giải.
    Oracle(oracle::OracleBench),
}

/// Runs it.
///
/// # Errors
/// [`CommandError::Input`] when there is nothing to measure with, or a file is wrong.
pub fn run(command: &BenchCommand) -> Result<(), CommandError> {
    match command {
        BenchCommand::Plan(arguments) => plan::run(arguments),
        BenchCommand::Oracle(arguments) => oracle::run(arguments),
    }
}
