//! The mail that a request about data has arrived, and what becomes of it.
use askama::Template;
use chrono::NaiveDate;

use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::keys;
use crate::outbox::{self, Mail, MailedFact};
use crate::text::date_words::date_words;
use crate::text::marked::strong;
use crate::text::messages::Words;

struct Deletion<'a> {
    words: Words,
    code: &'a str,
    /// The day on which it is done; none when it is done.
    on: Option<String>,
}

impl Deletion<'_> {
    fn title(&self) -> String {
        self.words.say(if self.on.is_some() { "mail-deletion-planned-title" } else { "mail-deletion-done-title" })
    }

    fn said(&self) -> String {
        match &self.on {
            Some(on) => self.words.with("mail-deletion-planned", &[("code", &self.code), ("on", on)]),
            None => self.words.with("mail-deletion-done", &[("code", &self.code)]),
        }
    }

    fn html(&self) -> String {
        strong(&self.said(), &[self.code, self.on.as_deref().unwrap_or(self.code)])
    }
}

#[derive(Template)]
#[template(path = "mail/data_request.subject.txt")]
struct Subject<'a>(&'a Deletion<'a>);

#[derive(Template)]
#[template(path = "mail/data_request.txt")]
struct Text<'a>(&'a Deletion<'a>);

#[derive(Template)]
#[template(path = "mail/data_request.html")]
struct Html<'a>(&'a Deletion<'a>);

/// Tells a household that its data is deleted, or on which day it will be; nothing without an e-mail address.
///
/// # Errors
/// [`crate::db::StoreError`].
pub(super) fn deletion(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    on: Option<NaiveDate>,
    now: Timestamp,
) -> StoreResult<()> {
    let Some(to) = desk.vault.unseal(&case.contact)?.email.filter(|_| case.has_email) else {
        return Ok(());
    };
    let words = case.words();
    let facts = Deletion { words, code: &case.code, on: on.map(|on| date_words(on, words)) };
    let mail = Mail::of(to, words, &Subject(&facts), &Text(&facts), &Html(&facts))?;
    // Not under the case's key: that one is destroyed before this mail leaves.
    let key = keys::of_month(conn, &desk.vault, now)?;
    let fact = MailedFact { kind: "data_request", key: &format!("data-request:{}", case.id) };
    outbox::enqueue(conn, desk, &key, fact, &mail, now)?;
    Ok(())
}
