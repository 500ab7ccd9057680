//! What a later list says of a home that is known already: its note, its e-mail address and which half-days suit are
//! kept where the case has none, and the report says what was kept and what was not. Nothing of an accepted row is lost without a word.
use super::{Channel, ImportError, Lister};
use crate::audit;
use crate::cases::case::{CONSENT_TEXT_VERSION, Case, Consent, ConsentPurpose};
use crate::cases::household::{Household, Note};
use crate::cases::new_case::ParsedCase;
use crate::cases::preference::TimePreference;
use crate::cases::store::{self, ChangedCase};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::keys;
use crate::text::fold::tidy;
use crate::text::messages::Words;

/// What a list adds to a case, and what it cannot.
pub(super) struct Extras {
    household: Household,
    preference: TimePreference,
    /// What of each becomes.
    pub told: Vec<Extra>,
}

/// A field of a list that is not as the case has it.
#[derive(Clone)]
pub(super) struct Extra {
    field: Field,
    /// As the row has it.
    text: String,
    code: String,
    /// Whether it goes into the case.
    is_kept: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Note,
    Email,
    Preference,
}

/// Compares a household of a list with its case.
pub(super) fn extras(conn: &mut DbConn, desk: &Desk, case: &Case, whole: &ParsedCase) -> StoreResult<Extras> {
    let applicants = store::applicants_of(conn, case.id)?;
    let household = case.unseal(&desk.vault, &applicants)?;
    // Whoever said that no mail is wanted is not asked by a list.
    let consents = store::all_consents_of(conn, case.id)?;
    let said_no = consents.iter().any(|one| one.purpose == ConsentPurpose::Messages && one.withdrawn_at.is_some());
    let mut told = Vec::new();
    let mut tell = |field, text: &str, is_kept| {
        let (text, code) = (text.to_owned(), case.code.clone());
        told.push(Extra { field, text, code, is_kept: is_kept && case.is_undecided() });
    };
    if let Some(note) = &whole.note {
        match &household.note {
            Some(known) if tidy(known).contains(&tidy(note)) => {}
            known => tell(Field::Note, note, known.is_none()),
        }
    }
    if let Some(email) = &whole.contact.email {
        match &household.contact.email {
            Some(known) if known.eq_ignore_ascii_case(email) => {}
            known => tell(Field::Email, email, known.is_none() && whole.messages && !said_no),
        }
    }
    if let Some(preference) = whole.preference.stated().filter(|preference| *preference != case.preference) {
        tell(Field::Preference, &preference.words(Words::VIETNAMESE), case.preference.is_any());
    }
    Ok(Extras { household, preference: whole.preference, told })
}

impl Extras {
    /// Keeps what is to be kept; gives what became of each.
    pub fn keep(
        mut self,
        conn: &mut DbConn,
        desk: &Desk,
        lister: &Lister,
        case: &Case,
    ) -> Result<Vec<Extra>, ImportError> {
        let kept = |field| self.told.iter().find(|one| one.field == field && one.is_kept).map(|one| one.text.clone());
        let (note, email) = (kept(Field::Note), kept(Field::Email));
        let keeps_preference = kept(Field::Preference).is_some();
        if note.is_none() && email.is_none() && !keeps_preference {
            return Ok(self.told);
        }
        let (vault, now) = (&desk.vault, desk.now());
        if keeps_preference {
            store::keep_preference(conn, case.id, self.preference, now)?;
        }
        let key = keys::of_case(conn, vault, &case.code)?;
        let has_email = email.is_some();
        if has_email {
            self.household.contact.email = email;
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
            note: note.map(|note| Some(vault.seal(&key, &Note(note)))),
            readiness: None,
            language: None,
        };
        if !store::change(conn, case.id, case.version, &changed)? {
            return Err(StoreError::overtaken().into());
        }
        let subject = audit::case_subject(case.id);
        audit::note(conn, lister.staff.as_ref(), audit::Action::Import, &subject, None, now)?;
        Ok(self.told)
    }
}

impl Extra {
    /// Whether it stands in this row.
    pub fn is_in(&self, row: &ParsedCase) -> bool {
        let own = match self.field {
            Field::Note => row.note.clone(),
            Field::Email => row.contact.email.clone(),
            Field::Preference => row.preference.stated().map(|stated| stated.words(Words::VIETNAMESE)),
        };
        own.as_ref() == Some(&self.text)
    }

    /// For the report, which tells no text of a household.
    pub fn sentence(&self) -> String {
        let field = match self.field {
            Field::Note => "Ghi chú",
            Field::Email => "Thư điện tử",
            Field::Preference => "Buổi tiện",
        };
        let code = &self.code;
        if self.is_kept {
            return format!("{field}: ghi thêm vào hồ sơ {code}");
        }
        format!("{field}: không ghi vào hồ sơ {code} (đã có nội dung khác, đã xử lý hoặc gia đình không nhận thư)")
    }
}
