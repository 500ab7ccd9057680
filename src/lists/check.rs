//! What would become of each row of a list: read, compared with each other, with earlier lists and with all cases.
use std::collections::{BTreeMap, HashMap};

use super::RowVerdict;
use super::content::{Content, Said};
use super::store::ListedRow;
use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::cases::household::Person;
use crate::cases::import::{self, ImportError, ListedHousehold, Lister, RowReport, RowResult};
use crate::cases::same_person;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::CaseId;

/// People that are looked for in other cases with one question.
const ASKED_AT_ONCE: usize = 100;

/// Who answers for the consents on a list that this person brings.
pub fn lister(staff: &Staff) -> Lister {
    Lister { staff: Some(staff.clone()), name: staff.name.clone() }
}

/// The verdict on each row; none while the columns cannot be read.
///
/// # Errors
/// [`crate::db::StoreError`].
#[tracing::instrument(name = "check_list", skip_all)]
pub fn verdicts(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    content: &Content,
) -> Result<Vec<ListedRow>, ImportError> {
    let Ok(table) = content.table() else { return Ok(Vec::new()) };
    let prepared = import::prepare(desk, tables, &lister(staff), &table);
    let mut reports = prepared.report.rows;
    let mut first_lines = HashMap::new();
    for household in &prepared.households {
        reports.extend(import::would_keep(conn, desk, household)?);
        let first = household.lines().next().unwrap_or_default();
        first_lines.extend(household.lines().skip(1).map(|line| (line, first)));
    }
    let mut others = same_people(conn, desk, staff, &prepared.households)?;
    let mut rows: Vec<ListedRow> = reports.into_iter().map(row).collect();
    for row in &mut rows {
        row.said.household_line = first_lines.get(&row.line).copied();
        if let Some((codes, elsewhere)) = others.remove(&row.line) {
            let own = row.said.code.clone();
            row.said.others = codes.into_iter().filter(|code| Some(code) != own.as_ref()).collect();
            row.said.elsewhere = elsewhere;
        }
        let has_notes = !row.said.notes.is_empty() || !row.said.others.is_empty() || row.said.elsewhere > 0;
        if row.verdict == RowVerdict::Good && has_notes {
            row.verdict = RowVerdict::Noted;
        }
    }
    rows.sort_by_key(|row| row.line);
    Ok(rows)
}

/// A row as the import reports it.
pub fn row(report: RowReport) -> ListedRow {
    let mut said = Said { notes: report.notes, ..Said::default() };
    let mut case_id = None;
    let verdict = match report.result {
        RowResult::Good => RowVerdict::Good,
        RowResult::Joins { code } => with_code(&mut said, code, RowVerdict::Joins),
        RowResult::Known { code } => with_code(&mut said, code, RowVerdict::Known),
        RowResult::Duplicate { of_line } => {
            said.repeats_line = Some(of_line);
            RowVerdict::Duplicate
        }
        RowResult::Refused { reasons } => {
            said.reasons = reasons;
            RowVerdict::Refused
        }
        RowResult::Imported { code, case_id: id, is_new, .. } => {
            case_id = Some(id);
            with_code(&mut said, code, if is_new { RowVerdict::Imported } else { RowVerdict::Added })
        }
    };
    ListedRow { line: report.line, verdict, said, case_id }
}

fn with_code(said: &mut Said, code: String, verdict: RowVerdict) -> RowVerdict {
    said.code = Some(code);
    verdict
}

type Others = BTreeMap<u64, (Vec<String>, usize)>;

/// Other cases with the people of these rows. Rows are asked for under numbers that no case has.
fn same_people(conn: &mut DbConn, desk: &Desk, staff: &Staff, households: &[ListedHousehold]) -> StoreResult<Others> {
    let people: Vec<(u64, &Person)> = households.iter().flat_map(ListedHousehold::people).collect();
    let mut all = Others::new();
    for some in people.chunks(ASKED_AT_ONCE) {
        let asked: Vec<_> = some
            .iter()
            .map(|(line, person)| (CaseId(-i64::try_from(*line).unwrap_or(i64::MAX)), std::slice::from_ref(*person)))
            .collect();
        let found = same_person::duplicates(conn, desk, staff, &asked)?;
        all.extend(found.into_iter().map(|(id, one)| (id.0.unsigned_abs(), (one.codes, one.elsewhere))));
    }
    all.retain(|_, (codes, elsewhere)| !codes.is_empty() || *elsewhere > 0);
    Ok(all)
}
