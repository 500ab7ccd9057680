//! Imports a ward's list of households (CSV or XLSX): good rows are taken, bad ones named, a second run adds nothing.
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
pub mod sheet;
pub mod table;
pub mod ward;
mod words;

pub use columns::{COLUMNS, Column};
pub use keep::{keep, would_keep};
pub use report::{ImportReport, RowReport, RowResult};
pub use sheet::FileError;
pub use table::Table;

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
pub struct ListedHousehold {
    import_hash: String,
    rows: Vec<ReadRow>,
}

/// A list that was read: households that may be taken, and what is said of the other rows.
pub struct Prepared {
    /// In the order of their first rows.
    pub households: Vec<ListedHousehold>,
    /// Rows that are refused, and those that repeat another.
    pub report: ImportReport,
}

impl ListedHousehold {
    /// The lines of its rows.
    pub fn lines(&self) -> impl Iterator<Item = u64> {
        self.rows.iter().map(|row| row.line)
    }

    /// Each row's line with the person in it.
    pub fn people(&self) -> impl Iterator<Item = (u64, &Person)> {
        self.rows.iter().flat_map(|row| row.case.people.iter().map(|person| (row.line, person)))
    }
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
    let sheet = sheet::read(file, &desk.settings.lists)?;
    let table = table::read(&sheet, &sheet.columns())?;
    find_earlier_homes(desk)?;
    let Prepared { households, mut report } = prepare(desk, tables, lister, &table);
    for household in &households {
        let rows = match mode {
            Mode::DryRun => desk.db.read(|conn| keep::would_keep(conn, desk, household))?,
            Mode::Real => desk.db.write(|conn| keep::keep(conn, desk, tables, lister, household))?,
        };
        report.add_household(rows);
    }
    report.sort();
    Ok(report)
}

/// Homes of earlier lists must be found by the hashes of today.
///
/// # Errors
/// [`StoreError`].
pub fn find_earlier_homes(desk: &Desk) -> Result<(), StoreError> {
    while rehash::carry_out(desk)? > 0 {}
    Ok(())
}

/// Reads the rows of a list and puts those of one home together; nothing is asked of the database.
pub fn prepare(desk: &Desk, tables: &CaseTables, lister: &Lister, table: &Table) -> Prepared {
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
    let households = group(desk, without_duplicates(good, &mut report));
    Prepared { households, report }
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
