//! What a later list says of a home that is known already: its note and its e-mail address are kept where the case has
//! none, and named in the report where it has another. Nothing of an accepted row is lost without a word.
use super::{Channel, ImportError, Lister};
use crate::cases::case::{CONSENT_TEXT_VERSION, Case, Consent, ConsentPurpose};
use crate::cases::household::{Household, Note};
use crate::cases::new_case::ParsedCase;
use crate::cases::store::{self, ChangedCase};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::keys;
use crate::text::fold::tidy;
use crate::web::Desk;

/// What is new, and what would have to take the place of something.
pub(super) struct Extras {
    household: Household,
    note: Option<String>,
    email: Option<String>,
    /// What the case has otherwise already.
    pub lost: Vec<Lost>,
}

/// Something that was not kept.
pub(super) enum Lost {
    /// A note, in this case.
    Note(String, String),
    /// An address, in this case.
    Email(String, String),
}

/// Compares a household of a list with its case.
pub(super) fn extras(conn: &mut DbConn, desk: &Desk, case: &Case, whole: &ParsedCase) -> StoreResult<Extras> {
    let applicants = store::applicants_of(conn, case.id)?;
    let household = case.open(&desk.vault, &applicants)?;
    let mut extras = Extras { household, note: None, email: None, lost: Vec::new() };
    let is_open = case.is_undecided();
    if let Some(note) = &whole.note {
        match &extras.household.note {
            None if is_open => extras.note = Some(note.clone()),
            Some(known) if tidy(known).contains(&tidy(note)) => {}
            _ => extras.lost.push(Lost::Note(note.clone(), case.code.clone())),
        }
    }
    if let Some(email) = &whole.contact.email {
        match &extras.household.contact.email {
            None if is_open && whole.messages => extras.email = Some(email.clone()),
            Some(known) if known.eq_ignore_ascii_case(email) => {}
            _ => extras.lost.push(Lost::Email(email.clone(), case.code.clone())),
        }
    }
    Ok(extras)
}

impl Extras {
    /// Keeps what is new; gives what was not kept.
    pub fn keep(
        mut self,
        conn: &mut DbConn,
        desk: &Desk,
        lister: &Lister,
        case: &Case,
    ) -> Result<Vec<Lost>, ImportError> {
        if self.note.is_none() && self.email.is_none() {
            return Ok(self.lost);
        }
        let (vault, now) = (&desk.vault, desk.now());
        let key = keys::of_case(conn, vault, &case.code)?;
        let has_email = self.email.is_some();
        if has_email {
            self.household.contact.email = self.email;
            let consent = Consent {
                purpose: ConsentPurpose::Messages,
                text_version: CONSENT_TEXT_VERSION.to_owned(),
                given_by: format!("lister:{}", lister.name),
                channel: Channel::WardList,
                given_at: now,
            };
            store::insert_consent(conn, case.id, &consent)?;
        }
        let contact = &self.household.contact;
        let changed = ChangedCase {
            contact: has_email.then(|| (vault.seal(&key, contact), contact.lookup(vault), true)),
            address: None,
            note: self.note.map(|note| Some(vault.seal(&key, &Note(note)))),
            readiness: None,
        };
        match store::change(conn, case.id, case.version, &changed)? {
            true => Ok(self.lost),
            false => Err(StoreError::overtaken().into()),
        }
    }
}

impl Lost {
    /// Whether it stands in this row.
    pub fn is_in(&self, row: &ParsedCase) -> bool {
        match self {
            Self::Note(note, _) => row.note.as_ref() == Some(note),
            Self::Email(email, _) => row.contact.email.as_ref() == Some(email),
        }
    }

    /// For the report, which tells no text of a household.
    pub fn sentence(&self) -> String {
        let (what, code) = match self {
            Self::Note(_, code) => ("Ghi chú", code),
            Self::Email(_, code) => ("Thư điện tử", code),
        };
        format!("{what}: hồ sơ {code} đã có nội dung khác hoặc đã xử lý, không thay; mở hồ sơ để sửa nếu cần")
    }
}
