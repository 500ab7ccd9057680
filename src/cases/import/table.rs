//! The rows of a list by column: which heading means which column, by its words or by what somebody chose.
use std::collections::HashMap;

use super::columns::{COLUMNS, Column};
use super::sheet::{FileError, Sheet, SheetRow, is_numbering};

/// The rows of a list.
pub struct Table {
    /// In the file's order.
    pub lines: Vec<Line>,
    /// Headers that nobody understands: what stands below them is not read, and the report says so.
    pub unknown: Vec<String>,
}

/// One row: its cells by column.
pub struct Line {
    /// Line in the file, as an editor counts.
    pub number: u64,
    cells: HashMap<Column, String>,
    /// Cells beyond the header that are not empty: the row was cut wrongly.
    pub surplus: usize,
}

impl Line {
    /// What stands in a column; empty when the file has no such column.
    pub fn get(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", |cell| cell.trim())
    }

    /// The text of a cell, owned.
    pub fn text(&self, column: Column) -> String {
        self.get(column).to_owned()
    }

    /// Puts something else into a column.
    pub fn put(&mut self, column: Column, text: &str) {
        self.cells.insert(column, text.to_owned());
    }
}

/// Reads a sheet whose columns mean these.
///
/// # Errors
/// [`FileError`] when a needed column is missing, one stands twice, or what is read is computed.
pub fn read(sheet: &Sheet, columns: &[Option<Column>]) -> Result<Table, FileError> {
    refuse_wrong(sheet, columns)?;
    let unknown =
        sheet.headings.iter().zip(columns).filter(|(header, column)| column.is_none() && !is_numbering(header));
    let unknown = unknown.map(|(header, _)| header.trim().to_owned()).collect();
    Ok(Table { lines: sheet.rows.iter().map(|row| line(row, columns)).collect(), unknown })
}

fn line(row: &SheetRow, columns: &[Option<Column>]) -> Line {
    let cell = |(at, column): (usize, &Option<Column>)| Some(((*column)?, row.cells.get(at)?.clone()));
    Line {
        number: row.number,
        cells: columns.iter().enumerate().filter_map(cell).collect(),
        surplus: row.cells.iter().skip(columns.len()).filter(|cell| !cell.trim().is_empty()).count(),
    }
}

/// Refuses columns with which nothing can be read.
///
/// # Errors
/// As [`read`].
pub fn refuse_wrong(sheet: &Sheet, columns: &[Option<Column>]) -> Result<(), FileError> {
    for (at, cell) in &sheet.formulas {
        if columns.get(*at).is_some_and(Option::is_some) {
            return Err(FileError::Formula(cell.clone()));
        }
    }
    for (column, header, ..) in COLUMNS {
        if columns.iter().filter(|known| **known == Some(*column)).count() > 1 {
            return Err(FileError::DoubleColumn(header));
        }
    }
    let missing: Vec<String> = missing(columns).into_iter().map(|header| format!("“{header}”")).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(FileError::MissingColumns(missing.join(", ")))
}

/// The headings of needed columns that nothing means.
pub fn missing(columns: &[Option<Column>]) -> Vec<&'static str> {
    let needed = COLUMNS.iter().filter(|(column, .., needed)| *needed && !columns.contains(&Some(*column)));
    needed.map(|(_, header, ..)| *header).collect()
}
