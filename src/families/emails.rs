//! The mail that a request about data has arrived, and what becomes of it.
use askama::Template;
use chrono::NaiveDate;

use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::keys;
use crate::outbox::{self, Mail, MailedFact};
use crate::text::dates::long_date;

struct Deletion<'a> {
    code: &'a str,
    /// The day on which it is done; none when it is done.
    on: Option<String>,
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
    let facts = Deletion { code: &case.code, on: on.map(long_date) };
    let mail = Mail::of(to, &Subject(&facts), &Text(&facts), &Html(&facts))?;
    // Not under the case's key: that one is destroyed before this mail leaves.
    let key = keys::of_month(conn, &desk.vault, now)?;
    let fact = MailedFact { kind: "data_request", key: &format!("data-request:{}", case.id) };
    outbox::enqueue(conn, desk, &key, fact, &mail, now)?;
    Ok(())
}
