//! Mail: written with the fact it tells, in the same transaction; delivered later, outside any transaction.
pub mod deliver;
pub mod emblem;
mod foot;
pub mod hands;
pub mod stop;
pub mod store;
pub mod transport;
pub mod verdict;

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::MailId;
use crate::sealed::{SealKey, Sealable};
use crate::text::messages::Words;

/// A rendered mail; sealed at rest, because it names a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// One address.
    pub to: String,
    /// Subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// A calendar entry, if the mail is about a time.
    pub invitation: Option<Invitation>,
    /// In which language it is written, a BCP 47 tag; what an earlier release left is Vietnamese.
    #[serde(default = "vietnamese")]
    pub language: String,
}

fn vietnamese() -> String {
    Words::VIETNAMESE.lang().to_owned()
}

/// A calendar entry (RFC 5545) with its method (RFC 5546).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// `REQUEST` or `CANCEL`.
    pub method: String,
    /// The `VCALENDAR`, with CRLF line ends.
    pub ics: String,
}

impl Mail {
    /// A mail whose three forms are templates over the same facts, without a calendar entry.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a template fails, which a test excludes.
    pub fn of(
        to: String,
        words: Words,
        subject: &impl Template,
        text: &impl Template,
        html: &impl Template,
    ) -> StoreResult<Self> {
        let damaged = |error: askama::Error| StoreError::Damaged(error.to_string());
        Ok(Self {
            to,
            subject: subject.render().map_err(damaged)?.trim().to_owned(),
            text: text.render().map_err(damaged)?,
            html: html.render().map_err(damaged)?,
            invitation: None,
            language: words.lang().to_owned(),
        })
    }
}

impl Sealable for Mail {
    const PURPOSE: &'static str = "outbox_mails.mail";
}

/// What a mail brings word of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailedFact<'a> {
    /// What sort of fact: `visit_published`.
    pub kind: &'a str,
    /// Which one: `visit-published:12:0`. One key is mailed once, and its Message-ID follows from it.
    pub key: &'a str,
}

/// A mail as it stands in the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Its number.
    pub id: MailId,
    /// False when its fact was told before.
    pub is_new: bool,
}

/// Puts a mail into the outbox that tells no fact of `notifications`: a receipt, an answer about data. False when it
/// was there already.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn enqueue(
    conn: &mut DbConn,
    desk: &Desk,
    under: &SealKey,
    fact: MailedFact<'_>,
    mail: &Mail,
    now: Timestamp,
) -> StoreResult<bool> {
    Ok(queue(conn, desk, under, fact, mail, now)?.is_new)
}

/// Puts a mail into the outbox, to be tried for `mail.give_up_hours`, and gives its number. The same fact is told once,
/// however often it is published. The mail is sealed under the key of its case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn queue(
    conn: &mut DbConn,
    desk: &Desk,
    under: &SealKey,
    fact: MailedFact<'_>,
    mail: &Mail,
    now: Timestamp,
) -> StoreResult<Queued> {
    queue_until(conn, desk, under, fact, mail, longest(desk, now), now)
}

/// The same for a mail that is no use after `until`: a letter about tomorrow is given up in time for a call.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn queue_until(
    conn: &mut DbConn,
    desk: &Desk,
    under: &SealKey,
    fact: MailedFact<'_>,
    mail: &Mail,
    until: Timestamp,
    now: Timestamp,
) -> StoreResult<Queued> {
    let digest = desk.vault.lookup("outbox.message_id", &[fact.key]);
    let message_id = format!("<{}@{}>", &digest[..32], mail_domain(&desk.settings.mail.from));
    let mail = foot::under(mail, desk).map_err(|error| StoreError::Damaged(error.to_string()))?;
    let receiver = receiver_of(desk, &mail);
    let row = store::NewMail {
        key: fact.key,
        kind: fact.kind,
        message_id: &message_id,
        mail: desk.vault.seal(under, &mail),
        receiver: &receiver,
        gives_up_at: until.min(longest(desk, now)),
    };
    store::add(conn, &row, now)
}

/// Sends a mail that has not left to another address, because its family has corrected it; nothing when it has left or
/// is leaving.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn readdress(conn: &mut DbConn, desk: &Desk, key: &str, to: Option<&str>, now: Timestamp) -> StoreResult<()> {
    let Some((id, sealed)) = store::waiting(conn, key, now)? else { return Ok(()) };
    let Some(to) = to else { return store::withdraw(conn, &[id], now) };
    let mail = Mail { to: to.to_owned(), ..desk.vault.unseal(&sealed)? };
    store::rewrite(conn, id, &desk.vault.seal_like(&sealed, &mail)?, &receiver_of(desk, &mail))
}

/// Puts mails that have not left under another key: their case's is about to be destroyed. One that cannot be opened
/// stays as it is.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn seal_under(conn: &mut DbConn, desk: &Desk, key: &SealKey, names: &[String]) -> StoreResult<()> {
    for (id, sealed) in store::unsent(conn, names)? {
        if let Ok(mail) = desk.vault.unseal(&sealed) {
            store::set_mail(conn, id, &desk.vault.seal(key, &mail))?;
        }
    }
    Ok(())
}

/// The receiving domain as a keyed hash: a small one may be a family's own. An address that has none is given up when
/// it is tried.
fn receiver_of(desk: &Desk, mail: &Mail) -> String {
    let domain = transport::domain_of(&mail.to).unwrap_or_default();
    desk.vault.lookup("outbox.receiver", &[&domain])
}

fn longest(desk: &Desk, now: Timestamp) -> Timestamp {
    now + chrono::Duration::hours(desk.settings.mail.give_up_hours.into())
}

/// The address in `Name <address>`.
pub fn sender_address(from: &str) -> &str {
    from.rsplit('<').next().unwrap_or(from).trim_end_matches('>')
}

/// The part of the sender's address behind the `@`.
fn mail_domain(from: &str) -> &str {
    sender_address(from).rsplit('@').next().filter(|domain| !domain.is_empty()).unwrap_or("localhost")
}

#[cfg(test)]
mod tests {
    use super::{Mail, mail_domain};

    #[test]
    fn a_mail_that_an_earlier_release_left_is_vietnamese() {
        let left = serde_json::json!({"to": "a@b", "subject": "s", "text": "t", "html": "h", "invitation": null});
        let mail: Mail = serde_json::from_value(left).expect("a mail");
        assert_eq!(mail.language, "vi");
    }

    #[test]
    fn the_mail_domain_is_the_senders() {
        assert_eq!(mail_domain("Lưu Động <a@ca.haiphong.gov.vn>"), "ca.haiphong.gov.vn");
        assert_eq!(mail_domain("a@b"), "b");
    }
}
