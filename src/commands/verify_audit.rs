//! `luudong verify-audit`: whether the log of looks and changes is still what was written.
use clap::Args;

use super::{CommandError, say, set_up_at_one_moment};
use crate::audit::chain::Chain;
use crate::audit::head::{self, Outside};
use crate::audit::verify::verify;
use crate::config::Settings;

/// What is known of the log from elsewhere.
#[derive(Args)]
pub struct VerifyAuditArguments {
    /// Dòng trong thư buổi tối: "SỐ_MỤC MÃ"; có thể cho nhiều dòng. Dòng trong tệp audit.head_file luôn được đối chiếu.
    #[arg(long, value_name = "DÒNG")]
    head: Vec<String>,
}

/// Walks the log; an unsound one ends the command with status 1.
///
/// # Errors
/// [`CommandError`]: `Input` for a line that is none, `Refused` when something is wrong with the log.
pub fn run(settings: Settings, arguments: VerifyAuditArguments) -> Result<(), CommandError> {
    let file = settings.audit.head_file.clone();
    let read = |line: &String| {
        line.parse::<Outside>()
            .map_err(|()| CommandError::Input(format!("--head cần \"SỐ_MỤC MÃ\", không phải: {line}")))
    };
    let mut outside = arguments.head.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let of_file = if file.as_os_str().is_empty() { Ok(Vec::new()) } else { head::read(&file) };
    outside.extend(of_file.map_err(|error| CommandError::Io(file.display().to_string(), error))?);
    let shared = set_up_at_one_moment(settings)?;
    let chain = Chain::new(&shared.desk.vault);
    let report = shared.desk.db.read(|conn| verify(conn, &chain, &outside))?;
    for finding in &report.findings {
        say(format_args!("SAI: {finding}"))?;
    }
    say(format_args!("Đã đọc {} mục, đối chiếu {} dòng ghi bên ngoài.", report.entries, outside.len()))?;
    if !report.findings.is_empty() {
        return Err(CommandError::Refused(format!("nhật ký không nguyên vẹn: {} chỗ", report.findings.len())));
    }
    if outside.is_empty() {
        say("Chưa có dòng ghi bên ngoài: phần cuối bị cắt bỏ thì không biết được.")?;
    }
    say(format_args!("Nhật ký nguyên vẹn. Mục cuối: {} {}", report.entries, report.mac))
}
