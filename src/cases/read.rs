//! Reads cases in clear; every look of staff leaves an audit entry in the same transaction.
use super::CaseTables;
use super::answer::Answered;
use super::case::{Applicant, Case, Consent, State, WaitsFor};
use super::find::{FindCaseError, Reader, look};
use super::handover::Handover;
use super::household::{Household, contact_lookup, number_lookup};
use super::name_words;
use super::no_visit::NoVisits;
use super::readiness::Readiness;
use super::same_person::{Duplicates, duplicates};
use super::store::{self, FoundBy, Part, Wanted};
use super::triage::Triage;
use super::verify::triage_of;
use crate::accounts::{Permission, Staff};
use crate::audit;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::dice::read_code;
use crate::notifications::{self, Notification};
use crate::text::personal_numbers::{NumberWarning, read_number};
use crate::text::phones::Phone;

/// A case with everything that is known about it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Its people as stored, in the order of `household.people`.
    pub applicants: Vec<Applicant>,
    /// In clear.
    pub household: Household,
    /// What triage says today, person by person.
    pub triages: Vec<Triage>,
    /// What triage says today of the whole.
    pub triage: Triage,
    /// What was said about the home.
    pub readiness: Option<Readiness>,
    /// Who filled it in, and how the household gets its secret; none for cases of before and of a ward's list.
    pub handover: Option<Handover>,
    /// Who of the household needs no visit.
    pub no_visit: NoVisits,
    /// What the family answered to a question before the decision.
    pub answer: Option<Answered>,
    /// What was agreed to.
    pub consents: Vec<Consent>,
    /// Other cases with the same people; filled for staff only.
    pub possible_duplicates: Duplicates,
    /// What the family had to know, oldest first, and how it learned it; filled for staff only.
    pub told: Vec<Notification>,
    /// Whether staff read it.
    pub for_staff: bool,
}

/// A case in a list.
#[derive(Clone, Debug)]
pub struct ListedCase {
    /// The case.
    pub case: Case,
    /// In clear, for the contact's name and the people's.
    pub household: Household,
    /// Whether the family has answered what it was asked.
    pub is_answered: bool,
}

/// What a list is narrowed to, as asked.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// A ward's code.
    pub ward_code: Option<String>,
    /// Where cases stand.
    pub state: Option<State>,
    /// Whose turn it is before the decision.
    pub waits_for: Option<WaitsFor>,
    /// Code, phone, number or name.
    pub q: Option<String>,
    /// After this number; of what is newest first, before it, and 0 is the newest.
    pub after: i64,
    /// The newest cases first.
    pub is_newest_first: bool,
    /// At most this many.
    pub limit: i64,
}

/// Names with common words that are looked at at once.
const PART: i64 = 1_000;

/// Parts that are looked at for one page: whoever sees few wards may have nobody among the first.
const PARTS_MAX: usize = 12;

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The search text is no code, phone or number, and has no letter.
    #[error("nhập mã hồ sơ, số điện thoại, số định danh đầy đủ, hoặc họ tên")]
    Unsearchable,
    /// Each word of the name stands in too many names.
    #[error("tên này có quá nhiều người; ghi thêm họ, đệm và tên, hoặc số điện thoại")]
    Common,
    /// The ward is not the account's.
    #[error("địa bàn này không thuộc tài khoản đang dùng")]
    OutsideWards,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One case, in clear.
///
/// # Errors
/// [`FindCaseError`].
pub fn one(conn: &mut DbConn, desk: &Desk, code: &str, reader: &Reader) -> Result<CaseFile, FindCaseError> {
    let now = desk.now();
    let case = look(conn, code, reader, now)?;
    let applicants = store::applicants_of(conn, case.id)?;
    let household = case.unseal(&desk.vault, &applicants).map_err(StoreError::from)?;
    let (triages, triage) = triage_of(desk, &applicants, now.date())?;
    let (mut possible_duplicates, mut told) = (Duplicates::default(), Vec::new());
    if let Some(staff) = reader.staff() {
        let people = [(case.id, household.people.as_slice())];
        possible_duplicates = duplicates(conn, desk, staff, &people)?.remove(&case.id).unwrap_or_default();
        told = notifications::store::of_case(conn, case.id)?;
    }
    Ok(CaseFile {
        consents: store::consents_of(conn, case.id)?,
        readiness: store::readiness_of(conn, &desk.vault, case.id)?,
        handover: store::handover_of(conn, case.id)?,
        no_visit: store::no_visits_of(conn, &desk.vault, &case)?,
        answer: store::answer_of(conn, &desk.vault, &case)?,
        for_staff: reader.staff().is_some(),
        case,
        applicants,
        household,
        triages,
        triage,
        possible_duplicates,
        told,
    })
}

/// Cases in clear, in the order they came in or the other way round; the caller notes the looks at those it shows.
///
/// # Errors
/// [`ListError`].
pub fn list(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    search: &Search,
) -> Result<Vec<ListedCase>, ListError> {
    let q = search.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
    let ward_code = search.ward_code.clone().filter(|code| !code.is_empty());
    if ward_code.as_deref().is_some_and(|code| !staff.may_in_ward(Permission::ReadCases, code)) {
        return Err(ListError::OutsideWards);
    }
    let own_wards = staff.wards_of(Permission::ReadCases).map(<[String]>::to_vec);
    let key = q.map(|q| key_of(conn, desk, tables, q)).transpose()?;
    let (found_by, common) = match key {
        Some(Key::Common(words)) => (None, Some(words)),
        Some(Key::One(found_by)) => (Some(found_by), None),
        None => (None, None),
    };
    let wanted = Wanted {
        ward_codes: ward_code.map(|code| vec![code]).or(own_wards),
        state: search.state,
        waits_for: search.waits_for,
        found_by,
        after: search.after,
        is_newest_first: search.is_newest_first,
        limit: search.limit,
    };
    let mut pages = Pages { wanted, common, parts: 0, is_last: false };
    let mut listed = Vec::new();
    let limit = usize::try_from(search.limit).unwrap_or(0);
    // What cannot be read is left out; others take its place, so that a page is full while more come.
    while !pages.is_last && listed.len() < limit {
        for case in pages.next(conn)? {
            let applicants = store::applicants_of(conn, case.id)?;
            let household = case.unseal(&desk.vault, &applicants).map_err(StoreError::from);
            if let Some(household) = unless_unreadable(household, "cases", case.id)? {
                listed.push(ListedCase { case, household, is_answered: false });
            }
        }
    }
    listed.truncate(limit);
    let ids: Vec<_> = listed.iter().map(|one| one.case.id).collect();
    let answered = store::answered_among(conn, &ids)?;
    for one in &mut listed {
        one.is_answered = one.case.is_asked() && answered.contains(&one.case.id);
    }
    Ok(listed)
}

/// Cases as they are found, a page at a time.
struct Pages {
    wanted: Wanted,
    /// The words of a name that stand in so many names that only a part of them is looked at at once.
    common: Option<Vec<String>>,
    /// Parts that were looked at.
    parts: usize,
    is_last: bool,
}

impl Pages {
    fn next(&mut self, conn: &mut DbConn) -> Result<Vec<Case>, ListError> {
        let Some(words) = &self.common else {
            let found = store::list(conn, &self.wanted)?;
            self.is_last = found.len() < usize::try_from(self.wanted.limit).unwrap_or(0);
            self.wanted.after = found.last().map_or(self.wanted.after, |case| case.id.0);
            return Ok(found);
        };
        if self.parts == PARTS_MAX {
            return Err(ListError::Common);
        }
        self.parts += 1;
        let part = Part { after: self.wanted.after, is_newest_first: self.wanted.is_newest_first, limit: PART };
        let ids = store::some_with_words(conn, words, part)?;
        let last = ids.last().copied();
        self.wanted.found_by = Some(FoundBy::Name(ids));
        let found = store::list(conn, &self.wanted)?;
        let is_full = found.len() == usize::try_from(self.wanted.limit).unwrap_or(0);
        self.wanted.after =
            found.last().filter(|_| is_full).map(|case| case.id).or(last).map_or(self.wanted.after, |id| id.0);
        self.is_last = last.is_none();
        Ok(found)
    }
}

/// Notes that staff saw these households in a list.
///
/// # Errors
/// [`StoreError`]: without the entries the list must not be shown.
pub fn note_looks(conn: &mut DbConn, desk: &Desk, staff: &Staff, shown: &[ListedCase]) -> StoreResult<()> {
    for listed in shown {
        let subject = audit::case_subject(listed.case.id);
        audit::note(conn, Some(staff), audit::Action::LookInList, &subject, None, desk.now())?;
    }
    Ok(())
}

/// What to confirm about the numbers of a household's people (R12): person and warning.
pub fn number_warnings(household: &Household, tables: &CaseTables) -> Vec<(usize, NumberWarning)> {
    let of_person = |(at, person): (usize, &super::household::Person)| {
        let identity = &person.identity;
        let reading = read_number(&identity.number, Some(identity.sex), Some(identity.birth), &tables.number_provinces);
        reading.warnings.into_iter().map(move |warning| (at, warning)).collect::<Vec<_>>()
    };
    household.people.iter().enumerate().flat_map(of_person).collect()
}

/// What a search asks for.
enum Key {
    /// Something that few cases have.
    One(FoundBy),
    /// Words of a name of which each stands in too many names to look at all of them.
    Common(Vec<String>),
}

/// What was typed, as the first that it can be: a code, a telephone, a number, a name.
fn key_of(conn: &mut DbConn, desk: &Desk, tables: &CaseTables, q: &str) -> Result<Key, ListError> {
    if let Some(code) = read_code(q) {
        return Ok(Key::One(FoundBy::Code(code)));
    }
    if let Ok(phone) = Phone::parse(q, &tables.phone_prefixes) {
        return Ok(Key::One(FoundBy::Contact(contact_lookup(&desk.vault, phone.e164()))));
    }
    if let Some(number) = number_lookup(&desk.vault, q) {
        return Ok(Key::One(FoundBy::Number(number)));
    }
    match name_words::wanted(&desk.vault, q) {
        words if words.is_empty() => Err(ListError::Unsearchable),
        words => Ok(match store::by_name_words(conn, &words)? {
            Some(ids) => Key::One(FoundBy::Name(ids)),
            None => Key::Common(words),
        }),
    }
}
