//! `luudong check-config`
use super::{CommandError, reference_files};
use crate::app;
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::config::Settings;
use crate::outbox::transport::Transport;

/// Prints the effective settings without secrets, after loading everything that they name, and the weights in force.
///
/// # Errors
/// [`CommandError`] with the key or the file and line that is wrong.
pub fn run(settings: &Settings) -> Result<(), CommandError> {
    for line in settings.effective() {
        println!("{line}");
    }
    let files = reference_files(settings);
    Calendar::load(&files)?;
    let knowledge = app::Knowledge::load(settings, &files)?;
    let weights = knowledge.planning.weights.in_force(Clock::System.now().date())?;
    Transport::new(&settings.mail)?;
    println!("# {}", weights.sentence());
    println!("# Cấu hình và dữ liệu tham chiếu hợp lệ.");
    Ok(())
}
