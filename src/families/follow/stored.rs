//! Everything that is stored about a family, for the family itself: what it told us, what was done, who looked.
use crate::accounts::{self, Role};
use crate::audit;
use crate::cases::case::Case;
use crate::cases::handover::Handover;
use crate::cases::no_visit::NoVisits;
use crate::cases::readiness::Readiness;
use crate::cases::store::{self as cases, ConsentGiven};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::families::erase::mail_names;
use crate::families::rights::api::RightsRequestBody;
use crate::outbox::store::MailFact;
use crate::text::messages::Words;
use crate::visits::follow::{Followed, follow};

/// Everything that is stored about one case.
pub struct Stored {
    /// The case, the household in clear, the visits with their outcomes.
    pub followed: Followed,
    /// What was said about the home and its people, for the officers.
    pub readiness: Option<Readiness>,
    /// Who filled it in, and how the household gets its secret.
    pub handover: Option<Handover>,
    /// Who of the household needs no visit.
    pub no_visit: NoVisits,
    /// What was said of visits that ended.
    pub feedback: Vec<String>,
    /// Every consent, also withdrawn ones.
    pub consents: Vec<ConsentGiven>,
    /// What was asked about the data at a desk, by telephone or on paper.
    pub rights: Vec<RightsRequestBody>,
    /// The mails and what became of them; the text is gone once one was sent.
    pub mails: Vec<MailFact>,
    /// What was done with it and by whom; roles, no names.
    pub looks: Vec<Looked>,
}

/// One entry of the log.
pub struct Looked {
    /// When.
    pub at: Timestamp,
    /// The role of the account; none for the family itself and for the system.
    pub role: Option<Role>,
    /// What was done, a code.
    pub action: String,
}

/// Reads everything. Whether the requester may was checked before.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn read(conn: &mut DbConn, desk: &Desk, case: Case) -> StoreResult<Stored> {
    let consents = cases::all_consents_of(conn, case.id)?;
    let names = mail_names(conn, case.id)?;
    let mails = crate::outbox::store::facts_of(conn, &names)?;
    let mut looks = Vec::new();
    for (at, account_id, action, _) in audit::store::entries_of(conn, &audit::case_subject(case.id))? {
        let role = match account_id {
            Some(id) => accounts::store::role_of(conn, id)?,
            None => None,
        };
        looks.push(Looked { at, role, action });
    }
    let readiness = cases::readiness_of(conn, &desk.vault, case.id)?;
    let no_visit = cases::no_visits_of(conn, &desk.vault, &case)?;
    let handover = cases::handover_of(conn, case.id)?;
    let followed = follow(conn, desk, case)?;
    let mut feedback = Vec::new();
    for one in &followed.visits {
        let said = crate::families::feedback::store::of_visit(conn, one.visit.id)?.and_then(|said| said.text);
        feedback.extend(said.map(|text| desk.vault.unseal(&text)).transpose()?.map(|text| text.0));
    }
    let now = desk.now();
    let rights = crate::families::rights::store::of_case(conn, followed.case.id)?;
    let rights = rights.into_iter().map(|one| RightsRequestBody::of(one, &desk.vault, now)).collect();
    Ok(Stored { rights, followed, readiness, handover, no_visit, feedback, consents, mails, looks })
}

impl Stored {
    /// Whether mail may still be sent.
    pub fn takes_mail(&self) -> bool {
        self.consents.iter().any(|consent| {
            consent.purpose == crate::cases::case::ConsentPurpose::Messages && consent.withdrawn_at.is_none()
        })
    }
}

impl Looked {
    /// What was done, in words.
    pub fn action_words(&self, words: Words) -> String {
        known(words, &format!("data-action-{}", self.action), &self.action)
    }

    /// Who did it, in words.
    pub fn who(&self, words: Words) -> String {
        let code = self.role.map_or("none", Role::code);
        known(words, &format!("data-role-{code}"), code)
    }
}

/// What a kind of mail is called.
pub fn mail_words(words: Words, kind: &str) -> String {
    known(words, &format!("data-mail-{kind}"), kind)
}

/// The message with this key or, for a code that has no words yet, the code.
fn known(words: Words, key: &str, code: &str) -> String {
    words.find(key, &[]).unwrap_or_else(|| code.to_owned())
}
