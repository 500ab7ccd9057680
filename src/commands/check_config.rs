//! `luudong check-config`
use super::{CommandError, clock, reference_files, say};
use crate::app;
use crate::calendar::Calendar;
use crate::config::Settings;
use crate::outbox::transport::Transport;

/// Prints the effective settings without secrets, loads everything that they name, and tells the weights in force.
///
/// # Errors
/// [`CommandError`] with the key or the file and line that is wrong.
pub fn run(settings: &Settings) -> Result<(), CommandError> {
    let weights = weights_in_force(settings);
    let printed = settings.effective().iter().try_for_each(say);
    // what is wrong matters more than whether anybody reads
    let weights = weights?;
    printed?;
    say(format_args!("# {weights}"))?;
    say("# Cấu hình và dữ liệu tham chiếu hợp lệ.")
}

/// Loads everything; the sentence about the weights.
fn weights_in_force(settings: &Settings) -> Result<String, CommandError> {
    let files = reference_files(settings);
    Calendar::load(&files)?;
    let knowledge = app::Knowledge::load(settings, &files)?;
    let weights = knowledge.planning.weights.in_force(clock(settings).now().date())?;
    Transport::new(&settings.mail)?;
    Ok(weights.sentence())
}
