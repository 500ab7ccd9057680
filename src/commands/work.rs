//! `luudong work`
use tokio::signal::unix::{SignalKind, signal};

use super::{CommandError, open};
use crate::booking::Inviter;
use crate::config::Settings;
use crate::worker::Worker;

/// Works until SIGTERM or SIGINT, then finishes the mail in hand.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings) -> Result<(), CommandError> {
    let shared = open(settings)?;
    let worker = Worker::start((**shared.desk).clone(), Inviter::new(&shared.knowledge.booking))?;
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
    worker.stop();
    Ok(())
}
