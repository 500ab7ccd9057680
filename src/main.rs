//! The `luudong` command: one binary that serves, works, plans, imports and looks after itself.
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use luudong::commands::{self, CommandError};

/// Lưu Động: lịch hẹn làm căn cước tại nhà mà tổ công tác giữ được.
#[derive(Parser)]
#[command(name = "luudong", version, about)]
struct Arguments {
    /// Tệp cấu hình TOML chồng lên cấu hình mặc định.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Phục vụ web và API (kèm worker, trừ khi server.worker_inside = false).
    Serve,
    /// Chỉ chạy worker: gửi thư, dọn dẹp.
    Work,
    /// Nạp một tháng dữ liệu thử vào cơ sở dữ liệu trống (không dùng cho hệ thống thật).
    Demo(commands::demo::DemoArguments),
    /// Cập nhật lược đồ cơ sở dữ liệu.
    Migrate,
    /// In cấu hình đang có hiệu lực (không in khoá) và báo chỗ mâu thuẫn.
    CheckConfig,
    /// In mô tả OpenAPI của API.
    Openapi,
    /// Nhập danh sách.
    #[command(subcommand)]
    Import(commands::import::ImportCommand),
    /// Xếp lịch cho một khoảng ngày và lưu thành phương án.
    Plan(commands::plan::PlanArguments),
    /// Giải một tệp bài toán xếp lịch (home hoặc solomon) và in tóm tắt.
    Solve(commands::solve::SolveArguments),
    /// In lịch trong ngày của các tổ.
    Roster(commands::roster::RosterArguments),
    /// Đo.
    #[command(subcommand)]
    Bench(commands::bench::BenchCommand),
    /// Tài khoản.
    #[command(subcommand)]
    User(commands::user::UserCommand),
    /// Khoá mã hoá dữ liệu cá nhân.
    #[command(subcommand)]
    Keys(commands::keys::KeysCommand),
    /// Kiểm tra nhật ký truy cập: chỉ ra mục bị sửa, xóa, thêm.
    VerifyAudit(commands::verify_audit::VerifyAuditArguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("luudong: {error}");
            ExitCode::from(error.exit_status())
        }
    }
}

fn run(arguments: Arguments) -> Result<(), CommandError> {
    let settings = commands::settings(arguments.config.as_deref())?;
    match arguments.command {
        Command::Serve => commands::serve::run(settings),
        Command::Work => commands::work::run(settings),
        Command::Demo(arguments) => commands::demo::run(settings, &arguments),
        Command::Migrate => commands::migrate::run(settings),
        Command::CheckConfig => commands::check_config::run(&settings),
        Command::Openapi => commands::openapi::run(),
        Command::Import(command) => commands::import::run(settings, command),
        Command::Plan(arguments) => commands::plan::run(settings, &arguments),
        Command::Solve(arguments) => commands::solve::run(&arguments),
        Command::Bench(command) => commands::bench::run(&settings, &command),
        Command::Roster(arguments) => commands::roster::run(settings, &arguments),
        Command::User(command) => commands::user::run(settings, command),
        Command::Keys(command) => commands::keys::run(settings, command),
        Command::VerifyAudit(arguments) => commands::verify_audit::run(settings, arguments),
    }
}
