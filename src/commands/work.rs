//! `luudong work`
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use super::{CommandError, set_up, worker_of};
use crate::config::Settings;

/// Works until SIGTERM or SIGINT, then finishes the mail in hand.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings) -> Result<(), CommandError> {
    let shared = set_up(settings)?;
    let worker = worker_of(&shared)?;
    let within = Duration::from_secs(shared.desk.settings.server.shutdown_secs);
    tracing::info!("the worker is working");
    let signals = |error| CommandError::Io("tín hiệu".to_owned(), error);
    actix_web::rt::System::new()
        .block_on(async {
            let mut terminate = signal(SignalKind::terminate())?;
            tokio::select! {
                _ = terminate.recv() => Ok(()),
                interrupted = tokio::signal::ctrl_c() => interrupted,
            }
        })
        .map_err(signals)?;
    worker.finish(within);
    Ok(())
}
