//! The mail that invites a waiting household.
use askama::Template;

use super::Invitation;
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::outbox::{self, Mail};
use crate::web::Desk;

struct Invited<'a> {
    code: &'a str,
    half_day: String,
    until: String,
}

#[derive(Template)]
#[template(path = "mail/visit_invited.subject.txt")]
struct Subject<'a>(&'a Invited<'a>);

#[derive(Template)]
#[template(path = "mail/visit_invited.txt")]
struct Text<'a>(&'a Invited<'a>);

#[derive(Template)]
#[template(path = "mail/visit_invited.html")]
struct Html<'a>(&'a Invited<'a>);

/// Tells a household that a place is kept for it; false without an e-mail address.
///
/// # Errors
/// [`StoreError`].
pub(super) fn invited(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    invitation: &Invitation,
    now: Timestamp,
) -> StoreResult<bool> {
    if !case.has_email {
        return Ok(false);
    }
    let Some(to) = desk.vault.open(&case.contact)?.email else {
        return Ok(false);
    };
    let facts = Invited { code: &case.code, half_day: invitation.label(), until: invitation.until_words() };
    let mail = Mail {
        subject: render(&Subject(&facts))?.trim().to_owned(),
        text: render(&Text(&facts))?,
        html: render(&Html(&facts))?,
        invitation: None,
        to,
    };
    outbox::enqueue(conn, desk, "visit_invited", &format!("visit-invited:{}", invitation.id), &mail, now)
}

fn render(template: &impl Template) -> StoreResult<String> {
    template.render().map_err(|error| StoreError::Damaged(error.to_string()))
}
