//! `luudong check-config`
use super::{CommandError, clock, reference_files, say};
use crate::calendar::Calendar;
use crate::config::Settings;
use crate::outbox::transport::Transport;
use crate::reference_data::ReferenceData;

/// Prints the effective settings without secrets, loads everything that they name, and tells the weights in force.
///
/// # Errors
/// [`CommandError`] with the key or the file and line that is wrong.
pub fn run(settings: &Settings) -> Result<(), CommandError> {
    let weights = look_at(settings);
    let printed = settings.effective().iter().try_for_each(say);
    // what is wrong matters more than whether anybody reads
    let (weights, warnings) = weights?;
    printed?;
    say(format_args!("# {weights}"))?;
    warnings.iter().try_for_each(|warning| say(format_args!("# Chú ý: {warning}")))?;
    say("# Cấu hình và dữ liệu tham chiếu hợp lệ.")
}

/// Loads everything; the sentence about the weights, and what to look after: a calendar that is about to end, mails
/// without a picture.
fn look_at(settings: &Settings) -> Result<(String, Vec<String>), CommandError> {
    let files = reference_files(settings);
    let today = clock(settings).now().date();
    let warning = Calendar::load(&files)?.warning(today, settings.calendar.warn_days);
    let reference = ReferenceData::load(settings, &files)?;
    let weights = reference.weights.in_force(today)?;
    reference.spreads.in_force(today)?;
    Transport::new(&settings.mail)?;
    let picture = settings.office.mail_warning().map(str::to_owned);
    Ok((weights.sentence(), warning.into_iter().chain(picture).collect()))
}
