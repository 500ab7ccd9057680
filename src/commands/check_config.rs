//! `luudong check-config`
use super::{CommandError, reference_files, say};
use crate::app;
use crate::calendar::Calendar;
use crate::config::Settings;
use crate::outbox::transport::Transport;

/// Prints the effective settings without secrets, and loads everything that they name.
///
/// # Errors
/// [`CommandError`] with the key or the file and line that is wrong.
pub fn run(settings: &Settings) -> Result<(), CommandError> {
    let sound = load_all(settings);
    let printed = settings.effective().iter().try_for_each(say);
    // what is wrong matters more than whether anybody reads
    sound.and(printed)?;
    say("# Cấu hình và dữ liệu tham chiếu hợp lệ.")
}

fn load_all(settings: &Settings) -> Result<(), CommandError> {
    let files = reference_files(settings);
    Calendar::load(&files)?;
    app::Knowledge::load(settings, &files)?;
    Transport::new(&settings.mail)?;
    Ok(())
}
