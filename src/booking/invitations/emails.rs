//! A waiting household is told that a place is kept for it: by mail, or somebody calls.
use askama::Template;

use super::Invitation;
use crate::cases::case::Case;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::notifications::{self, Fact, FactKind, How, Outgoing, Sentences};
use crate::outbox::Mail;
use crate::text::date_block::DateBlock;
use crate::text::messages::{Argument, Words};
use crate::text::said;

struct Invited<'a> {
    words: Words,
    code: &'a str,
    half_day: String,
    until: String,
    block: DateBlock,
    half: String,
    /// Where it is answered.
    link: String,
    telephone: &'a str,
    dial: String,
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

/// Tells a household that a place is kept for it until when.
///
/// # Errors
/// [`crate::db::StoreError`].
pub(super) fn invited(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    invitation: &Invitation,
    now: Timestamp,
) -> StoreResult<()> {
    let words = case.words();
    let facts = Invited {
        words,
        code: &case.code,
        half_day: invitation.label(words),
        until: invitation.until_words(words),
        block: DateBlock::of(invitation.on, words),
        half: said::half(words, invitation.half_day),
        link: words.link(&format!("{}/follow?code={}", desk.settings.server.public_url, case.code)),
        telephone: &desk.office.telephone,
        dial: desk.office.dial(),
    };
    let how = How::of(case.email(&desk.vault)?, false, |to| {
        let mail = Mail::of(to, words, &Subject(&facts), &Text(&facts), &Html(&facts))?;
        Ok(Outgoing { template: "visit_invited", key: format!("visit-invited:{}", invitation.id), mail })
    })?;
    let say = |words| {
        let named = [("half_day", invitation.label(words)), ("until", invitation.until_words(words))];
        words.with("say-invited", &named.each_ref().map(|(name, value)| (*name, value as &dyn Argument)))
    };
    let fact = Fact {
        case_id: case.id,
        visit_id: Some(invitation.visit_id),
        hold_id: Some(invitation.id),
        kind: FactKind::Invitation,
        sentences: &Sentences::of(words, say),
    };
    notifications::tell(conn, desk, &fact, how, now)?;
    Ok(())
}
