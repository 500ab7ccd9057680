//! The mail of a case itself: we have received it, this is what comes next.
use askama::Template;

use super::household::Contact;
use super::triage::{Triage, TriageDecision};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::outbox::{self, Mail};
use crate::web::Desk;

/// What the receipt says.
pub struct Receipt<'a> {
    /// Whom it is for.
    pub contact: &'a Contact,
    /// Public code.
    pub code: &'a str,
    /// Where the family follows the case.
    pub link: &'a str,
    /// “Phường Ngô Quyền”.
    pub ward: String,
    /// What to do.
    pub triage: &'a Triage,
}

#[derive(Template)]
#[template(path = "mail/case_received.subject.txt")]
struct Subject<'a>(&'a Receipt<'a>);

#[derive(Template)]
#[template(path = "mail/case_received.txt")]
struct Text<'a>(&'a Receipt<'a>);

#[derive(Template)]
#[template(path = "mail/case_received.html")]
struct Html<'a>(&'a Receipt<'a>);

impl Receipt<'_> {
    /// Whether a team would come.
    pub fn is_visit(&self) -> bool {
        self.triage.decision == TriageDecision::Visit
    }

    /// Whether something is missing.
    pub fn is_incomplete(&self) -> bool {
        self.triage.decision == TriageDecision::Incomplete
    }
}

/// Puts the receipt into the outbox; once per case.
///
/// # Errors
/// [`StoreError`].
pub(super) fn send_receipt(
    conn: &mut DbConn,
    desk: &Desk,
    case_id: i64,
    receipt: &Receipt<'_>,
    now: Timestamp,
) -> StoreResult<()> {
    let Some(to) = &receipt.contact.email else {
        return Ok(());
    };
    let mail = render(to, receipt).map_err(|error| StoreError::Damaged(error.to_string()))?;
    outbox::enqueue(conn, desk, "case_received", &format!("case-received:{case_id}"), &mail, now)?;
    Ok(())
}

/// The receipt as a mail.
///
/// # Errors
/// When a template fails, which a test excludes.
pub fn render(to: &str, receipt: &Receipt<'_>) -> askama::Result<Mail> {
    Ok(Mail {
        to: to.to_owned(),
        subject: Subject(receipt).render()?.trim().to_owned(),
        text: Text(receipt).render()?,
        html: Html(receipt).render()?,
        invitation: None,
    })
}
