//! Imports a ward's list of households (CSV): good rows are taken, bad ones named, a second run adds nothing.
//!
//! `docs/import.md` documents the columns. One transaction per household, so that a kill in the middle loses
//! nothing and a repeat completes it.
use std::collections::HashMap;

use super::CaseTables;
use super::household::{Person, import_hash};
use super::kinds::Channel;
use super::new_case::{ParsedCase, is_same_person};
use super::rehash;
use crate::accounts::{Permission, Staff};
use crate::db::StoreError;
use crate::desk::Desk;
use crate::text::dates::DatePrecision;
use crate::text::personal_numbers::IdentityNumber;

mod columns;
mod extras;
mod keep;
mod report;
mod row;
mod table;
mod ward;
mod words;

pub use columns::{COLUMNS, Column};
pub use report::{ImportReport, RowReport, RowResult};
pub use table::FileError;

/// Who brings the list and answers for the consents on it.
#[derive(Clone, Debug)]
pub struct Lister {
    /// The account; none when the list is imported on the server itself.
    pub staff: Option<Staff>,
    /// Name that is kept with the consents.
    pub name: String,
}

/// Whether to store anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Only report.
    DryRun,
    /// Store what is good.
    Real,
}

/// Why nothing could be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not a list.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database refused; households before it are stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A row that was read: one person at one door.
struct ReadRow {
    line: u64,
    case: ParsedCase,
    notes: Vec<String>,
}

/// Rows of one household: the same door and the same phone (R19).
struct ListedHousehold {
    import_hash: String,
    rows: Vec<ReadRow>,
}

/// Imports a list.
///
/// # Errors
/// [`ImportError`]; single bad rows are no error but stand in the report.
#[tracing::instrument(name = "import_list", skip_all)]
pub fn import(
    desk: &Desk,
    tables: &CaseTables,
    lister: &Lister,
    file: &[u8],
    mode: Mode,
) -> Result<ImportReport, ImportError> {
    let table = table::read(file)?;
    // Homes of earlier lists must be found by the hashes of today.
    while rehash::carry_out(desk)? > 0 {}
    let mut report = ImportReport { unknown_columns: table.unknown.clone(), ..ImportReport::default() };
    let mut good = Vec::new();
    for line in &table.lines {
        match row::read(line, tables, desk.now().date()) {
            Ok(row) if !is_in_wards(lister, &row) => {
                report.refuse(row.line, vec!["địa bàn này không thuộc tài khoản đang dùng".to_owned()]);
            }
            Ok(row) => good.push(row),
            Err(reasons) => report.refuse(line.number, reasons),
        }
    }
    for household in group(desk, without_duplicates(good, &mut report)) {
        keep::keep(desk, tables, lister, household, mode, &mut report)?;
    }
    report.sort();
    Ok(report)
}

fn is_in_wards(lister: &Lister, row: &ReadRow) -> bool {
    let ward_code = row.case.locality.ward_code.as_str();
    let staff = lister.staff.as_ref();
    staff.is_none_or(|staff| staff.may_in_ward(Permission::EditCases, ward_code))
}

/// Takes out people who stand in the file twice; the first row counts.
fn without_duplicates(rows: Vec<ReadRow>, report: &mut ImportReport) -> Vec<ReadRow> {
    let mut kept: Vec<ReadRow> = Vec::new();
    for row in rows {
        match kept.iter().find(|earlier| is_duplicate(earlier, &row)) {
            Some(earlier) => report.add(row.line, RowResult::Duplicate { of_line: earlier.line }, row.notes),
            None => kept.push(row),
        }
    }
    kept
}

/// The same digits anywhere, the same name and full birth date anywhere, or the same name and year at one door.
fn is_duplicate(one: &ReadRow, other: &ReadRow) -> bool {
    one.case.people.iter().zip(&other.case.people).any(|(a, b)| {
        let (a, b) = (&a.identity, &b.identity);
        let digits = |number: &str| IdentityNumber::read(number);
        let sure = !a.number.is_empty() && digits(&a.number) == digits(&b.number)
            || a.birth.precision() == DatePrecision::Day
            || one.case.address == other.case.address;
        is_same_person(a, b) && sure
    })
}

fn group(desk: &Desk, rows: Vec<ReadRow>) -> Vec<ListedHousehold> {
    let mut households: Vec<ListedHousehold> = Vec::new();
    let mut number_of: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let ParsedCase { address, contact, locality, .. } = &row.case;
        let import_hash = import_hash(&desk.vault, address, contact, locality.ward_code.as_str());
        let at = *number_of.entry(import_hash.clone()).or_insert(households.len());
        if at == households.len() {
            households.push(ListedHousehold { import_hash, rows: Vec::new() });
        }
        households[at].rows.push(row);
    }
    households
}
