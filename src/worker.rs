//! What happens without anybody asking: unreported half-days are taken back, holds end, waiting households are invited,
//! mail leaves, what families asked to be deleted goes, old keys are forgotten.
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::booking::{Inviter, holds};
use crate::db::StoreResult;
use crate::families::deletion;
use crate::families::draft::store as drafts;
use crate::outbox::deliver;
use crate::outbox::transport::{SendError, Transport};
use crate::web::Desk;
use crate::web::answer;

/// Hours that an `Idempotency-Key` is remembered: long enough for a phone that was offline for a day.
const KEY_HOURS: i64 = 48;

/// A running worker; dropping it without [`Worker::stop`] lets it run until the process ends.
pub struct Worker {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts the worker on its own thread.
    ///
    /// # Errors
    /// [`SendError`] when the mail settings name no usable transport.
    pub fn start(desk: Desk, inviter: Inviter) -> Result<Self, SendError> {
        let transport = Transport::new(&desk.settings.mail)?;
        let (stop, stopped) = mpsc::channel();
        let pause = Duration::from_secs(desk.settings.mail.poll_secs.max(1));
        let work = move || loop {
            let busy = once(&desk, &transport, &inviter).unwrap_or_else(|error| {
                tracing::error!(%error, "the worker could not do its round");
                false
            });
            // A full batch means that more is waiting: go on without a pause, but do listen.
            let pause = if busy { Duration::ZERO } else { pause };
            if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        };
        let thread = std::thread::Builder::new().name("worker".to_owned()).spawn(work);
        let thread = thread.map_err(|error| SendError::Temporary(error.to_string()))?;
        Ok(Self { stop, thread })
    }

    /// Lets the worker finish the mail in hand and waits for it.
    pub fn stop(self) {
        let _ = self.stop.send(());
        if self.thread.join().is_err() {
            tracing::error!("the worker ended in a panic");
        }
    }
}

/// One round; true when more is waiting. Tests drive it by hand.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn once(desk: &Desk, transport: &Transport, inviter: &Inviter) -> StoreResult<bool> {
    let released = crate::visits::overdue::release(desk)?;
    if released > 0 {
        tracing::info!(released, "half-days that nobody reported");
    }
    let unapproved = inviter.release_unapproved(desk)?;
    if unapproved > 0 {
        tracing::info!(unapproved, "half-days whose case was not approved in time");
    }
    let told = inviter.tell_windows(desk)?;
    if told > 0 {
        tracing::info!(told, "windows that were still owed");
    }
    let erased = deletion::carry_out(desk)?;
    if erased > 0 {
        tracing::info!(erased, "cases whose family asked for it");
    }
    // What goes wrong with invitations must not keep mail from leaving.
    match inviter.round(desk) {
        Ok(0) => {}
        Ok(invited) => tracing::info!(invited, "invitations"),
        Err(error) => tracing::error!(%error, "the worker could not invite"),
    }
    let round = deliver::round(desk, transport)?;
    if round.sent + round.failed > 0 {
        tracing::info!(sent = round.sent, failed = round.failed, "mail");
    }
    let now = desk.now();
    desk.db.write(|conn| {
        answer::forget_before(conn, now - chrono::Duration::hours(KEY_HOURS))?;
        drafts::forget_expired(conn, now)?;
        holds::expire(conn, &desk.dice, now)
    })?;
    Ok(i64::try_from(round.sent).unwrap_or(0) >= desk.settings.mail.batch)
}
