//! Proofs of work while a burst is seen: a signed challenge, solved by the browser or waited out, buys one pass.
//!
//! Nothing is kept for a challenge that is given out: it carries its own signature, moment and purpose. What is kept
//! is what was used, so that neither a challenge nor a pass counts twice, in whichever process.
mod store;

use chrono::Duration;
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::sealed::{DerivedKey, Vault, is_same};
use data_encoding::HEXLOWER;

/// The cookie that holds a pass.
pub const PASS_COOKIE: &str = "luudong_pass";

/// What a signed text is for; none is taken for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    Challenge,
    Pass,
}

/// Why a challenge buys no pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Neither solved nor waited for long enough: seconds that are left to wait.
    NotYet(i64),
    /// Forged, too old, or used before: another one is needed.
    Worthless,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::Challenge => "work",
            Self::Pass => "pass",
        }
    }
}

/// A challenge as a page shows it.
pub struct Challenge {
    /// `work.MOMENT.BITS.SECS.CHANCE.SIGNATURE`. It is also the ticket of who waits instead.
    pub text: String,
    /// Zero bits that an answer needs.
    pub bits: u32,
    /// Seconds before which no answer counts: a program computes a thousand times as fast as an old phone, and waits no
    /// faster.
    pub secs: i64,
}

/// A fresh challenge, the harder the worse the burst is ([`super::limits::Limits::level`]).
pub fn challenge(desk: &Desk, level: u32) -> Challenge {
    let limits = &desk.settings.limits;
    let bits = (limits.work_bits + level).min(limits.work_bits_max.max(limits.work_bits));
    let secs = (i64::from(limits.work_secs) * i64::from(level + 1)).min(limits.work_secs_max.into());
    Challenge { text: sign(desk, Purpose::Challenge, bits, secs), bits, secs }
}

/// Gives a pass for a challenge that was solved (`answer` makes the hash begin with enough zero bits) or waited out.
///
/// # Errors
/// The database's; the inner error says why the challenge is not worth a pass.
pub fn redeem(conn: &mut DbConn, desk: &Desk, challenge: &str, answer: &str) -> StoreResult<Result<String, Refused>> {
    let (limits, now) = (&desk.settings.limits, desk.now());
    let Some((issued, bits, secs)) = read(&desk.vault, Purpose::Challenge, challenge) else {
        return Ok(Err(Refused::Worthless));
    };
    let ends = issued + Duration::minutes(limits.work_valid_minutes);
    if issued > now || ends <= now {
        return Ok(Err(Refused::Worthless));
    }
    let ripe = issued + Duration::minutes(limits.work_wait_minutes);
    let ripe = if is_solved(challenge, answer, bits) { ripe.min(issued + Duration::seconds(secs)) } else { ripe };
    if ripe > now {
        return Ok(Err(Refused::NotYet((ripe - now).num_seconds())));
    }
    if !store::spend(conn, &used(&desk.vault, challenge), ends, now)? {
        return Ok(Err(Refused::Worthless));
    }
    Ok(Ok(sign(desk, Purpose::Pass, 0, 0)))
}

/// Uses a pass up; false when it is none, too old, or used.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn spend(conn: &mut DbConn, desk: &Desk, pass: &str) -> StoreResult<bool> {
    let now = desk.now();
    let Some((issued, ..)) = read(&desk.vault, Purpose::Pass, pass) else {
        return Ok(false);
    };
    let ends = issued + Duration::minutes(desk.settings.limits.work_valid_minutes);
    if issued > now || ends <= now {
        return Ok(false);
    }
    store::spend(conn, &used(&desk.vault, pass), ends, now)
}

/// Whether the SHA-256 of `challenge:answer` begins with so many zero bits. `assets/work.js` looks for such an answer.
pub fn is_solved(challenge: &str, answer: &str, bits: u32) -> bool {
    if answer.is_empty() || answer.len() > 16 || !answer.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let hash = Sha256::digest(format!("{challenge}:{answer}").as_bytes());
    let head = hash.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    head.leading_zeros() >= bits
}

fn sign(desk: &Desk, purpose: Purpose, bits: u32, secs: i64) -> String {
    let chance: [u8; 12] = desk.dice.bytes();
    let said = format!("{}.{}.{bits}.{secs}.{}", purpose.code(), desk.now().unix(), HEXLOWER.encode(&chance));
    let signature = signature(&desk.vault, &said);
    format!("{said}.{signature}")
}

/// Moment, bits and seconds of a text that we signed for this purpose.
fn read(vault: &Vault, purpose: Purpose, text: &str) -> Option<(Timestamp, u32, i64)> {
    let (said, signed) = text.rsplit_once('.')?;
    if !is_same(&signature(vault, said), signed) {
        return None;
    }
    let mut parts = said.split('.');
    let named = parts.next()? == purpose.code();
    let issued = chrono::DateTime::from_timestamp(parts.next()?.parse().ok()?, 0)?;
    let bits = parts.next()?.parse().ok()?;
    let secs = parts.next()?.parse().ok()?;
    named.then_some((issued.into(), bits, secs))
}

fn key(vault: &Vault) -> DerivedKey {
    vault.key("proofs of work", &[])
}

fn signature(vault: &Vault, said: &str) -> String {
    HEXLOWER.encode(&key(vault).mac(&[said])[..16])
}

fn used(vault: &Vault, text: &str) -> String {
    vault.lookup("spent_passes", &[text])
}
