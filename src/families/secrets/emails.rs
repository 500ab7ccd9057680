//! Tells whoever reads the mail of a case that a secret was made, and tells the secret where the mail is its way.
use std::fmt::Display;

use askama::Template;

use super::NewSecret;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::dice::spoken_secret;
use crate::keys;
use crate::outbox::{self, Mail, MailedFact};
use crate::text::messages::Words;

/// Why there is a new one.
#[derive(Clone, Copy)]
pub(super) enum Why<'a> {
    /// Somebody said that the old one was lost.
    Lost(&'a NewSecret),
    /// The family changed it.
    Changed(&'a NewSecret),
    /// The office told it to a caller.
    Issued {
        /// The old ones open nothing any more.
        ends_others: bool,
    },
}

/// What the mail says.
struct SecretFacts<'a> {
    words: Words,
    code: &'a str,
    happened: String,
    secret: Option<(String, String)>,
    after: String,
    otherwise: String,
}

#[derive(Template)]
#[template(path = "mail/case_secret.subject.txt")]
struct Subject<'a>(&'a SecretFacts<'a>);

#[derive(Template)]
#[template(path = "mail/case_secret.txt")]
struct Text<'a>(&'a SecretFacts<'a>);

#[derive(Template)]
#[template(path = "mail/case_secret.html")]
struct Html<'a>(&'a SecretFacts<'a>);

impl<'a> SecretFacts<'a> {
    fn of(words: Words, code: &'a str, why: Why<'a>) -> Self {
        let told = |made: &'a NewSecret| Some((spoken_secret(&made.secret), words.link(&made.link)));
        let (happened, secret, after, otherwise) = match why {
            Why::Lost(made) => ("mail-secret-lost", told(made), "mail-secret-lost-after", "mail-secret-lost-otherwise"),
            Why::Changed(made) => {
                ("mail-secret-changed", told(made), "mail-secret-ends", "mail-secret-changed-otherwise")
            }
            Why::Issued { ends_others } => {
                let old = if ends_others { "mail-secret-ends" } else { "mail-secret-stays" };
                ("mail-secret-issued", None, old, "mail-secret-issued-otherwise")
            }
        };
        let (happened, after, otherwise) = (words.say(happened), words.say(after), words.say(otherwise));
        Self { words, code, happened, secret, after, otherwise }
    }
}

/// Puts the mail into the outbox; `number` tells one from another of the same case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub(super) fn send(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    to: String,
    number: impl Display,
    why: Why<'_>,
) -> StoreResult<()> {
    let facts = SecretFacts::of(case.words(), &case.code, why);
    let mail = Mail::of(to, facts.words, &Subject(&facts), &Text(&facts), &Html(&facts))?;
    let kind = match why {
        Why::Lost(_) => "lost",
        Why::Changed(_) => "changed",
        Why::Issued { .. } => "issued",
    };
    let fact = MailedFact { kind: "case_secret", key: &format!("case-secret:{}:{kind}:{number}", case.id) };
    let key = keys::of_case(conn, &desk.vault, &case.code)?;
    outbox::enqueue(conn, desk, &key, fact, &mail, desk.now())?;
    Ok(())
}
