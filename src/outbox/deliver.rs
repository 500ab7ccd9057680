//! One round of delivery: claim, send, note. The claim and the note are short transactions, the sending is in none.
use chrono::Duration;

use super::store::{self, Waiting};
use super::transport::{Envelope, SendError, Transport};
use crate::db::{StoreError, StoreResult};
use crate::web::Desk;

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Mails that left.
    pub sent: usize,
    /// Mails that will be tried again or were given up.
    pub failed: usize,
}

/// Delivers what is due, at most one batch. A process that dies here leaves its claims behind; they end by
/// themselves, and another round takes the mails up.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked.
pub fn round(desk: &Desk, transport: &Transport) -> StoreResult<Round> {
    let (settings, now) = (&desk.settings.mail, desk.now());
    let claimed_until = now + Duration::seconds(settings.claim_secs);
    let due = desk.db.write(|conn| store::claim(conn, settings.batch, claimed_until, now))?;
    let mut round = Round::default();
    for waiting in due {
        match send(desk, transport, &waiting) {
            Ok(()) => {
                desk.db.write(|conn| store::mark_sent(conn, waiting.id, desk.now()))?;
                round.sent += 1;
            }
            Err(error) => {
                note_failure(desk, &waiting, &error)?;
                round.failed += 1;
            }
        }
    }
    Ok(round)
}

fn send(desk: &Desk, transport: &Transport, waiting: &Waiting) -> Result<(), SendError> {
    let unreadable = |error| SendError::Permanent(StoreError::Unseal(error).to_string());
    let mail = desk.vault.open(&waiting.mail).map_err(unreadable)?;
    let envelope = Envelope {
        from: &desk.settings.mail.from,
        reply_to: &desk.settings.mail.reply_to,
        message_id: &waiting.message_id,
        written_at: waiting.created_at,
    };
    transport.send(&envelope, &mail)
}

fn note_failure(desk: &Desk, waiting: &Waiting, error: &SendError) -> StoreResult<()> {
    let (settings, now) = (&desk.settings.mail, desk.now());
    let tries = waiting.attempts + 1;
    let again = matches!(error, SendError::Temporary(_)) && tries < settings.attempts_max;
    let due_at = again.then(|| now + Duration::seconds(wait_secs(settings.retry_secs, waiting.attempts)));
    tracing::warn!(mail = waiting.id, tries, %error, again, "a mail did not leave");
    desk.db.write(|conn| store::mark_failed(conn, waiting.id, due_at, &error.to_string(), now))
}

/// 30 s, 1 min, 2 min … : the first wait doubled for every earlier failure.
fn wait_secs(first: i64, earlier_failures: i32) -> i64 {
    first.saturating_mul(1_i64 << earlier_failures.clamp(0, 20))
}
