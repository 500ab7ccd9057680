//! `luudong serve`
use std::net::TcpListener;

use super::{CommandError, open};
use crate::app;
use crate::config::Settings;
use crate::worker::Worker;

/// Serves until SIGTERM, then finishes what is in hand; Ctrl-C stops at once.
///
/// # Errors
/// [`CommandError`].
pub fn run(settings: Settings) -> Result<(), CommandError> {
    let shared = open(settings)?;
    let server = &shared.desk.settings.server;
    let address = (server.host.clone(), server.port);
    let listener = TcpListener::bind(&address)
        .map_err(|error| CommandError::Io(format!("không nghe được ở {}:{}", address.0, address.1), error))?;
    let here = listener.local_addr().map_err(|error| CommandError::Io("địa chỉ".to_owned(), error))?;
    let worker = server.worker_inside.then(|| Worker::start((**shared.desk).clone())).transpose()?;
    let db = shared.desk.db.clone();
    tracing::info!(address = %here, "Lưu Động is serving");
    let serving = |error| CommandError::Io("máy chủ web".to_owned(), error);
    actix_web::rt::System::new().block_on(async { app::serve(shared, listener)?.await }).map_err(serving)?;
    if let Some(worker) = worker {
        worker.stop();
    }
    // Of requests that the shutdown did not wait for, something may still be in a lane.
    db.settle();
    tracing::info!("Lưu Động has stopped");
    Ok(())
}
