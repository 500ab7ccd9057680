//! `luudong import households FILE`
use std::io::Read;
use std::path::PathBuf;

use clap::Subcommand;

use super::{CommandError, say, set_up_at_one_moment};
use crate::cases::import::{self, ImportError, Lister, Mode};
use crate::config::Settings;

/// What can be imported.
#[derive(Subcommand)]
pub enum ImportCommand {
    /// Danh sách hộ (CSV, XLSX); các cột xem docs/import.md. Nhập lại cùng tệp không thêm gì.
    Households {
        /// Tệp CSV (UTF-8, phân cách bằng dấu phẩy hoặc chấm phẩy) hoặc XLSX.
        file: PathBuf,
        /// Chỉ kiểm tra từng dòng, không lưu.
        #[arg(long)]
        dry_run: bool,
        /// Người lập danh sách, ghi cùng sự đồng ý của các gia đình.
        #[arg(long, default_value = "Công an phường, xã")]
        lister: String,
    },
}

/// Imports and prints the report, a line per row.
///
/// # Errors
/// [`CommandError`]; bad rows are no error, they stand in the report.
pub fn run(settings: Settings, command: ImportCommand) -> Result<(), CommandError> {
    let ImportCommand::Households { file, dry_run, lister } = command;
    let bytes = read(&file, settings.lists.file_bytes_max)?;
    let shared = set_up_at_one_moment(settings)?;
    let lister = Lister { staff: None, name: lister };
    let mode = if dry_run { Mode::DryRun } else { Mode::Real };
    let report = import::import(&shared.desk, &shared.reference.cases, &lister, &bytes, mode);
    say(report.map_err(|error| refusal(&file, error))?)
}

/// One byte more than a list may have is read, so that it is refused as one that is too large.
fn read(file: &std::path::Path, bytes_max: usize) -> Result<Vec<u8>, CommandError> {
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).and_then(|opened| opened.take(bytes_max as u64 + 1).read_to_end(&mut bytes));
    opened.map_err(|error| CommandError::Io(file.display().to_string(), error))?;
    Ok(bytes)
}

fn refusal(file: &std::path::Path, error: ImportError) -> CommandError {
    match error {
        ImportError::File(error) => CommandError::Input(format!("{}: {error}", file.display())),
        ImportError::Store(error) => error.into(),
    }
}
