//! The mails of a case itself: we have received it, this is what comes next; and a question before the decision.
use askama::Template;

use super::case::Case;
use super::household::Contact;
use super::no_visit::NoVisits;
use super::triage::{Triage, TriageDecision};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::dice::spoken_secret;
use crate::ids::CaseId;
use crate::notifications::{self, Fact, FactKind, How, Outgoing, Sentences};
use crate::outbox::{self, Mail, MailedFact};
use crate::sealed::SealKey;
use crate::text::marked::strong;
use crate::text::messages::Words;

/// What the receipt says.
pub struct Receipt<'a> {
    /// Those of the case.
    pub words: Words,
    /// Whom it is for.
    pub contact: &'a Contact,
    /// Public code.
    pub code: &'a str,
    /// What opens it.
    pub secret: &'a str,
    /// Where the family follows the case.
    pub link: &'a str,
    /// “Phường Ngô Quyền”.
    pub ward: String,
    /// What to do.
    pub triage: &'a Triage,
    /// A half-day was taken together with the case; another mail tells which.
    pub has_place: bool,
    /// Who of the household needs no visit.
    pub no_visit: &'a NoVisits,
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
    /// The secret as it is read out.
    pub fn spoken(&self) -> String {
        spoken_secret(self.secret)
    }

    /// Whether a team would come.
    pub fn is_visit(&self) -> bool {
        self.triage.decision == TriageDecision::Visit
    }

    /// What comes next, in the words of the family's own page.
    pub fn next(&self) -> String {
        let key = if self.has_place { "follow-next-receipt-booked" } else { "follow-next-filed-choose" };
        self.words.say(key)
    }

    /// How many need no visit, and what they do instead.
    pub fn no_visit(&self) -> Vec<(usize, String)> {
        self.no_visit.counted(self.words)
    }

    /// Why no team comes, for whoever needs none.
    pub fn reason(&self) -> String {
        let (decision, rule) = (self.triage.decision.code(), self.triage.rule.code().to_lowercase());
        self.words.say(&format!("mail-triage-{decision}-{rule}"))
    }

    /// Whether something is missing.
    pub fn is_incomplete(&self) -> bool {
        self.triage.decision == TriageDecision::Incomplete
    }
}

/// Puts the receipt into the outbox; once per case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub(super) fn send_receipt(
    conn: &mut DbConn,
    desk: &Desk,
    case_id: CaseId,
    key: &SealKey,
    receipt: &Receipt<'_>,
    now: Timestamp,
) -> StoreResult<()> {
    let Some(to) = &receipt.contact.email else {
        return Ok(());
    };
    let mail = receipt_mail(to.clone(), receipt)?;
    let fact = MailedFact { kind: "case_received", key: &format!("case-received:{case_id}") };
    outbox::enqueue(conn, desk, key, fact, &mail, now)?;
    Ok(())
}

#[derive(Template)]
#[template(path = "mail/case_question.subject.txt")]
struct QuestionSubject<'a>(&'a Question<'a>);

#[derive(Template)]
#[template(path = "mail/case_question.txt")]
struct QuestionText<'a>(&'a Question<'a>);

#[derive(Template)]
#[template(path = "mail/case_question.html")]
struct QuestionHtml<'a>(&'a Question<'a>);

/// What is asked about which case.
struct Question<'a> {
    words: Words,
    code: &'a str,
    question: &'a str,
}

impl Question<'_> {
    fn asks(&self) -> String {
        self.words.with("mail-question", &[("code", &self.code)])
    }

    /// What was typed is in another language than the mail.
    fn is_quote(&self) -> bool {
        !self.words.is_vietnamese()
    }

    fn asks_html(&self) -> String {
        strong(&self.asks(), &[self.code])
    }
}

/// Tells a family what a dispatcher asks, by mail or by a call; once per version of the case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub(super) fn ask(conn: &mut DbConn, desk: &Desk, case: &Case, question: &str, now: Timestamp) -> StoreResult<()> {
    let words = case.words();
    let facts = Question { words, code: &case.code, question };
    let how = How::of(case.email(&desk.vault)?, false, |to| {
        let mail = Mail::of(to, words, &QuestionSubject(&facts), &QuestionText(&facts), &QuestionHtml(&facts))?;
        let key = format!("case-question:{}:{}", case.id, case.version);
        Ok(Outgoing { template: "case_question", key, mail })
    })?;
    let say = |words: Words| words.with("say-question", &[("question", &question)]);
    let sentences = Sentences::of(words, say).quoting(Some(question.to_owned()));
    let kind = FactKind::Question;
    let fact = Fact { case_id: case.id, visit_id: None, hold_id: None, kind, sentences: &sentences };
    notifications::tell(conn, desk, &fact, how, now)?;
    Ok(())
}

/// The receipt as a mail.
///
/// # Errors
/// When a template fails, which a test excludes.
pub fn receipt_mail(to: String, receipt: &Receipt<'_>) -> StoreResult<Mail> {
    Mail::of(to, receipt.words, &Subject(receipt), &Text(receipt), &Html(receipt))
}
