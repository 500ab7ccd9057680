//! `luudong serve`
use std::net::TcpListener;
use std::time::{Duration, Instant};

use tokio::signal::unix::{SignalKind, signal};

use super::{CommandError, set_up, worker_of};
use crate::app;
use crate::config::Settings;
use crate::outbox::stop::Stop;
use crate::worker::Worker;

/// Serves until SIGTERM, then finishes what is in hand; Ctrl-C stops at once.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings) -> Result<(), CommandError> {
    let shared = set_up(settings)?;
    let server = &shared.desk.settings.server;
    let address = (server.host.clone(), server.port);
    let listener = TcpListener::bind(&address)
        .map_err(|error| CommandError::Io(format!("không nghe được ở {}:{}", address.0, address.1), error))?;
    let here = listener.local_addr().map_err(|error| CommandError::Io("địa chỉ".to_owned(), error))?;
    let worker = server.worker_inside.then(|| worker_of(&shared)).transpose()?;
    let within = Duration::from_secs(server.shutdown_secs);
    let db = shared.desk.db.clone();
    tracing::info!(address = %here, "Lưu Động is serving");
    let serving = |error| CommandError::Io("máy chủ web".to_owned(), error);
    let stopper = worker.as_ref().map(Worker::stopper);
    let began = actix_web::rt::System::new().block_on(async {
        let asked = actix_web::rt::spawn(until_terminated(stopper));
        app::serve(shared, listener)?.await?;
        // Ctrl-C does not come by the task; then the mail in hand has its whole time still.
        asked.abort();
        Ok(asked.await.ok().flatten())
    });
    let began = began.map_err(serving)?;
    if let Some(worker) = worker {
        worker.finish(within.saturating_sub(began.map_or(Duration::ZERO, |began| began.elapsed())));
    }
    // Of requests that the shutdown did not wait for, something may still be in a lane.
    db.settle();
    tracing::info!("Lưu Động has stopped");
    Ok(())
}

/// Waits for SIGTERM beside the server, so that no mail is taken in hand while the last requests are answered; gives
/// when that was.
async fn until_terminated(stopper: Option<Stop>) -> Option<Instant> {
    signal(SignalKind::terminate()).ok()?.recv().await;
    let began = Instant::now();
    if let Some(stopper) = stopper {
        stopper.ask();
    }
    Some(began)
}
