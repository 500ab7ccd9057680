//! Read timeout of request bodies: a client that sends one byte a minute (slowloris) would hold its connection for
//! ever.
use std::io;
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use futures_util::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};

/// What is not there in time counts as broken off: the handler's reader refuses it (408), and with a body that was not
/// read to its end the connection is closed.
pub fn hurry(request: &mut ServiceRequest, within: Duration) {
    let body = request.take_payload();
    if matches!(body, Payload::None) {
        return;
    }
    let until = Instant::now() + within;
    let hurried = stream::unfold(Some(body), move |body| async move {
        let mut body = body?;
        match timeout_at(until, body.next()).await {
            Ok(Some(part)) => Some((part, Some(body))),
            Ok(None) => None,
            Err(_) => Some((Err(PayloadError::Io(io::ErrorKind::TimedOut.into())), None)),
        }
    });
    request.set_payload(Payload::Stream { payload: Box::pin(hurried) });
}

/// Connections that each worker takes: as many as the setting says, and no more than there are descriptors for, so that
/// files, the database and mail keep theirs. Who comes on top waits for the next free one.
pub fn connections(most: usize, workers: usize) -> usize {
    let descriptors = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(u64::MAX);
    let left = usize::try_from(descriptors).unwrap_or(usize::MAX).saturating_sub(OWN_DESCRIPTORS);
    (most.min(left) / workers.max(1)).max(1)
}

/// Descriptors for what is no connection of a client: database, mail, files, standard streams.
const OWN_DESCRIPTORS: usize = 100;
