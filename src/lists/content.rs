//! What a list says: its cells, what its headings mean, what was put right. Kept sealed.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cases::import::Column;
use crate::cases::import::sheet::{FileError, Sheet};
use crate::cases::import::table::{self, Table};
use crate::sealed::Sealable;

/// The content of a list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Content {
    /// How the file was called.
    pub file_name: String,
    /// Its cells.
    pub sheet: Sheet,
    /// What each heading means; nothing for one that is not read.
    pub columns: Vec<Option<Column>>,
    /// What was put right, by line.
    pub corrections: BTreeMap<u64, BTreeMap<Column, String>>,
}

impl Sealable for Content {
    const PURPOSE: &'static str = "lists.content";
}

/// What is said of a row besides its verdict. It may quote what the row says, so it is kept sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Why it is refused, or why it stays when the list is undone.
    pub reasons: Vec<String>,
    /// What to confirm.
    pub notes: Vec<String>,
    /// The case that it joins, is in, or became.
    pub code: Option<String>,
    /// The line that it repeats.
    pub repeats_line: Option<u64>,
    /// The first line of its household, where it is not itself.
    pub household_line: Option<u64>,
    /// Other cases with the same person.
    pub others: Vec<String>,
    /// How many more there are in wards whose cases are not shown.
    pub elsewhere: usize,
}

impl Sealable for Said {
    const PURPOSE: &'static str = "list_rows.said";
}

impl Content {
    /// The rows by column, as they were put right.
    ///
    /// # Errors
    /// [`FileError`] while the columns cannot be read.
    pub fn table(&self) -> Result<Table, FileError> {
        let mut table = table::read(&self.sheet, &self.columns)?;
        for line in &mut table.lines {
            for (column, text) in self.corrections.get(&line.number).into_iter().flatten() {
                line.put(*column, text);
                // Whoever looked at the row has seen what stands beyond the columns.
                line.surplus = 0;
            }
        }
        Ok(table)
    }

    /// What stands in a row, as it was put right.
    pub fn cell(&self, line: u64, column: Column) -> &str {
        if let Some(text) = self.corrections.get(&line).and_then(|row| row.get(&column)) {
            return text;
        }
        let at = self.columns.iter().position(|known| *known == Some(column));
        let row = self.sheet.rows.iter().find(|row| row.number == line);
        row.zip(at).and_then(|(row, at)| row.cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// Whether there is such a line.
    pub fn has_line(&self, line: u64) -> bool {
        self.sheet.rows.iter().any(|row| row.number == line)
    }
}
