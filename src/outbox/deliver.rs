//! One mail at a time: claim, send, note. The claim and the note are short transactions, the sending is in none.
use chrono::Duration;

use super::hands::Hands;
use super::stop::Stop;
use super::store::pauses::{self, OUR_SERVER};
use super::store::{self, Waiting};
use super::transport::{Envelope, SendError, Transport};
use super::verdict::Verdict;
use crate::clock::Timestamp;
use crate::config::OWN_MARK;
use crate::db::{StoreError, StoreResult, unless_unreadable};
use crate::desk::Desk;

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Mails that left.
    pub sent: usize,
    /// Mails that will be tried again or were given up.
    pub failed: usize,
}

/// Delivers what is due, one mail after the other, until nothing is due.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked.
pub fn round(desk: &Desk, transport: &Transport, stop: &Stop) -> StoreResult<Round> {
    let (mut round, hands) = (Round::default(), Hands::of(1));
    while let Some(sent) = one(desk, transport, &hands, stop)? {
        *if sent { &mut round.sent } else { &mut round.failed } += 1;
    }
    Ok(round)
}

/// Delivers the first mail that is due and that may be taken in hand; none when there is none, otherwise whether it left.
/// Who goes on until there is none pauses for no mail that failed: that one has its own next time. A process that dies
/// here leaves its claim behind; it ends by itself, and another worker takes the mail up.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked.
pub fn one(desk: &Desk, transport: &Transport, hands: &Hands, stop: &Stop) -> StoreResult<Option<bool>> {
    let now = desk.now();
    // Looked at first, so that hands that find nothing ask for no lock; and by a copy, because whoever has the hands'
    // lock waits for a connection.
    let is_due = || {
        let in_hand = hands.copy();
        desk.db.read(|conn| store::is_due(conn, &in_hand, now))
    };
    if stop.is_asked() || !is_due()? {
        return Ok(None);
    }
    let settings = &desk.settings.mail;
    let claimed_until = now + secs(settings.claim_secs);
    let claim = |in_hand: &_| desk.db.write(|conn| store::claim(conn, in_hand, claimed_until, now));
    let Some(held) = hands.take(claim)? else {
        return Ok(None);
    };
    let mail = &held.mail;
    // A machine that slept between the claim and here has no lease that covers the try.
    if desk.now() + secs(settings.try_secs) > claimed_until {
        desk.db.write(|conn| store::lay_back(conn, mail))?;
        return Ok(Some(false));
    }
    let outcome = send(desk, transport, mail, stop);
    note(desk, mail, &outcome)?;
    Ok(Some(outcome.is_ok()))
}

#[tracing::instrument(name = "send_mail", skip_all, fields(mail_id = %waiting.id))]
fn send(desk: &Desk, transport: &Transport, waiting: &Waiting, stop: &Stop) -> Result<(), SendError> {
    // A wrong key of ours makes every mail unreadable; the mails wait until somebody has seen to it.
    let unreadable = |error| {
        let said = StoreError::Unseal(error).to_string();
        // Named in the log by its number, and counted in `/health`; there is nothing else to be done with it here.
        let _ = unless_unreadable::<()>(Err(StoreError::Damaged(said.clone())), "outbox_mails", waiting.id);
        SendError { verdict: Verdict::Wait, said }
    };
    let mail = desk.vault.unseal(&waiting.mail).map_err(unreadable)?;
    let envelope = Envelope {
        from: &desk.settings.mail.from,
        reply_to: &desk.settings.mail.reply_to,
        message_id: &waiting.message_id,
        written_at: waiting.created_at,
        // A mail that was written while there was a picture never goes without one.
        emblem: desk.office.mail_emblem.as_deref().unwrap_or(OWN_MARK),
    };
    transport.send(&envelope, &mail, stop)
}

fn note(desk: &Desk, mail: &Waiting, outcome: &Result<(), SendError>) -> StoreResult<()> {
    let now = desk.now();
    let noted = desk.db.write(|conn| match outcome {
        Ok(()) => {
            pauses::end(conn, &[OUR_SERVER, &mail.receiver])?;
            store::mark_sent(conn, mail, now)
        }
        Err(error) => {
            let wait = |failures| wait(desk, failures, desk.settings.mail.retry_secs_max);
            match error.verdict {
                Verdict::BrokenOff => return store::lay_back(conn, mail),
                Verdict::ServerWaits(why) => {
                    let longest = desk.settings.mail.server_pause_secs_max;
                    let span = |failures| self::wait(desk, failures, longest);
                    pauses::begin(conn, OUR_SERVER, why, &error.said, span, now)?;
                }
                // Whoever speaks of a household's address has let us in.
                Verdict::DomainWaits(why) => {
                    pauses::end(conn, &[OUR_SERVER])?;
                    pauses::begin(conn, &mail.receiver, why, &error.said, wait, now)?;
                }
                Verdict::Wait | Verdict::GiveUp => {}
            }
            failed(conn, mail, error.verdict, &error.said, wait, now)
        }
    })?;
    if let Err(error) = outcome {
        let (id, tries) = (mail.id, mail.attempts + 1);
        tracing::warn!(mail = %id, tries, verdict = ?error.verdict, %error, "a mail did not leave");
    }
    if !noted {
        tracing::warn!(mail = %mail.id, "its lease was lost: another worker notes what became of the mail");
    }
    Ok(())
}

fn failed(
    conn: &mut crate::db::DbConn,
    mail: &Waiting,
    verdict: Verdict,
    said: &str,
    wait: impl FnOnce(i32) -> Duration,
    now: Timestamp,
) -> StoreResult<bool> {
    if verdict == Verdict::GiveUp {
        return store::give_up(conn, mail, said, now);
    }
    store::mark_failed(conn, mail, now + wait(mail.attempts), said)
}

/// 30 s, 1 min, 2 min … up to `longest`: the first wait doubled for every earlier failure, and longer by lot.
fn wait(desk: &Desk, earlier_failures: i32, longest: u32) -> Duration {
    let settings = &desk.settings.mail;
    let doubled = settings.retry_secs.saturating_mul(1 << earlier_failures.clamp(0, 20));
    let secs = doubled.min(longest);
    let most = u64::from(secs) * u64::from(settings.retry_jitter_percent) / 100;
    let longer = desk.dice.between(0, u32::try_from(most).unwrap_or(0));
    Duration::seconds(i64::from(secs) + i64::from(longer))
}

fn secs(span: u64) -> Duration {
    Duration::seconds(i64::try_from(span).unwrap_or(i64::MAX / 1_000))
}
