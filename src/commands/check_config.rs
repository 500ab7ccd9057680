//! `luudong check-config`
use super::{CommandError, reference_files};
use crate::app;
use crate::calendar::Calendar;
use crate::config::Settings;
use crate::outbox::transport::Transport;

/// Prints the effective settings without secrets, after loading everything that they name.
///
/// # Errors
/// [`CommandError`] with the key or the file and line that is wrong.
pub fn run(settings: &Settings) -> Result<(), CommandError> {
    for line in settings.effective() {
        println!("{line}");
    }
    let files = reference_files(settings);
    Calendar::load(&files)?;
    app::Knowledge::load(settings, &files)?;
    Transport::new(&settings.mail)?;
    println!("# Cấu hình và dữ liệu tham chiếu hợp lệ.");
    Ok(())
}
