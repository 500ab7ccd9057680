//! Stores one household of a list in one transaction, or says what would be stored.
use super::extras::{Extra, extras};
use super::report::{RowReport, RowResult};
use super::{Channel, ImportError, ListedHousehold, Lister, Person, ReadRow, is_same_person};
use crate::audit;
use crate::cases::case::{Case, State};
use crate::cases::filing::{self, Filing};
use crate::cases::new_case::ParsedCase;
use crate::cases::verify::triage_of;
use crate::cases::{CaseTables, store};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::keys;

/// Says what would be stored of a household.
///
/// # Errors
/// [`ImportError::Store`].
pub fn would_keep(conn: &mut DbConn, desk: &Desk, household: &ListedHousehold) -> Result<Vec<RowReport>, ImportError> {
    let whole = whole_case(household);
    Ok(match store::find_import(conn, &household.import_hash)? {
        Some(case) => {
            let told = extras(conn, desk, &case, &whole)?.told;
            reports_of(household, known_rows(conn, desk, &case, &whole)?, &told)
        }
        None => reports_of(household, vec![RowResult::Good; whole.people.len()], &[]),
    })
}

/// Stores a household, or adds its new people to the case of an earlier import.
///
/// # Errors
/// [`ImportError::Store`]; then nothing of it is stored.
pub fn keep(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    lister: &Lister,
    household: &ListedHousehold,
) -> Result<Vec<RowReport>, ImportError> {
    let whole = whole_case(household);
    Ok(match store::find_import(conn, &household.import_hash)? {
        Some(case) => {
            let told = extras(conn, desk, &case, &whole)?.keep(conn, desk, lister, &case)?;
            reports_of(household, add_people(conn, desk, lister, &case, &whole)?, &told)
        }
        None => {
            let results = add_case(conn, desk, tables, lister, &household.import_hash, &whole)?;
            reports_of(household, results, &[])
        }
    })
}

fn reports_of(household: &ListedHousehold, results: Vec<RowResult>, told: &[Extra]) -> Vec<RowReport> {
    let row = |(row, result): (&ReadRow, RowResult)| {
        let extra = told.iter().filter(|one| one.is_in(&row.case)).map(Extra::sentence);
        RowReport { line: row.line, result, notes: row.notes.iter().cloned().chain(extra).collect() }
    };
    household.rows.iter().zip(results).map(row).collect()
}

/// The first row's contact, address, note and preference; everybody's people and warnings.
fn whole_case(household: &ListedHousehold) -> ParsedCase {
    let mut whole = household.rows[0].case.clone();
    for row in &household.rows[1..] {
        whole.people.extend(row.case.people.iter().cloned());
        whole.triages.extend(&row.case.triages);
        whole.warnings.extend(row.case.warnings.iter().cloned());
        whole.note = whole.note.or_else(|| row.case.note.clone());
        whole.preference = whole.preference.stated().unwrap_or(row.case.preference);
        if whole.contact.email.is_none() {
            whole.contact.email.clone_from(&row.case.contact.email);
            whole.messages |= row.case.messages;
        }
    }
    whole
}

fn add_case(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    lister: &Lister,
    import_hash: &str,
    whole: &ParsedCase,
) -> Result<Vec<RowResult>, ImportError> {
    let filing = Filing {
        channel: Channel::WardList,
        by: lister.staff.as_ref(),
        given_by: format!("lister:{}", lister.name),
        filled_in_by: None,
        import_hash: Some(import_hash),
        place_fixed_at: None,
    };
    let opened = filing::keep(conn, desk, tables, whole, &filing, desk.now())?;
    let people = whole.people.len();
    Ok(vec![RowResult::Imported { code: opened.case.code, people, case_id: opened.case.id, is_new: true }; people])
}

/// Which people the case has already; new ones may join while nobody has decided about it.
fn known_rows(conn: &mut DbConn, desk: &Desk, case: &Case, whole: &ParsedCase) -> StoreResult<Vec<RowResult>> {
    let applicants = store::applicants_of(conn, case.id)?;
    let known: Vec<Person> = applicants.iter().map(|one| one.unseal(&desk.vault)).collect::<Result<_, _>>()?;
    let is_known = |person: &Person| known.iter().any(|one| is_same_person(&one.identity, &person.identity));
    let result = |person: &Person| match (is_known(person), case.state()) {
        (true, _) => RowResult::Known { code: case.code.clone() },
        (false, State::Filed) => RowResult::Joins { code: case.code.clone() },
        (false, state) => {
            let reason = format!("hộ này có hồ sơ {} {}; thêm người bằng hồ sơ mới", case.code, state.label());
            RowResult::Refused { reasons: vec![reason] }
        }
    };
    Ok(whole.people.iter().map(result).collect())
}

fn add_people(
    conn: &mut DbConn,
    desk: &Desk,
    lister: &Lister,
    case: &Case,
    whole: &ParsedCase,
) -> Result<Vec<RowResult>, ImportError> {
    let mut results = known_rows(conn, desk, case, whole)?;
    let listed = whole.people.iter().zip(&whole.triages).zip(&results);
    let new: Vec<_> =
        listed.filter(|(_, result)| matches!(result, RowResult::Joins { .. })).map(|(one, _)| one).collect();
    if new.is_empty() {
        return Ok(results);
    }
    let now = desk.now();
    let key = keys::of_case(conn, &desk.vault, &case.code)?;
    let before = i32::try_from(store::applicants_of(conn, case.id)?.len()).unwrap_or(i32::MAX);
    for (position, (person, triage)) in (before..).zip(new) {
        filing::keep_person(conn, &desk.vault, case.id, &key, position, person, triage)?;
    }
    let applicants = store::applicants_of(conn, case.id)?;
    let people = applicants.len();
    store::set_captures(conn, case.id, i32::try_from(people).unwrap_or(i32::MAX))?;
    store::set_triage(conn, case.id, &triage_of(desk, &applicants, now.date())?.1)?;
    let subject = audit::case_subject(case.id);
    audit::note(conn, lister.staff.as_ref(), audit::Action::Import, &subject, None, now)?;
    for result in results.iter_mut().filter(|result| matches!(result, RowResult::Joins { .. })) {
        *result = RowResult::Imported { code: case.code.clone(), people, case_id: case.id, is_new: false };
    }
    Ok(results)
}
