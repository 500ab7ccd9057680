//! A table that is to become a file. Columns that tell of somebody's health are left out as rows come in, so that what
//! nobody has given a reason for is never held.
use std::collections::BTreeSet;

use super::ExportError;
use crate::ids::CaseId;

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    header: &'static str,
    is_health: bool,
}

/// A column that everybody may have who may have the file.
pub const fn plain(header: &'static str) -> Column {
    Column { header, is_health: false }
}

/// A column that tells of somebody's health (R26).
pub const fn health(header: &'static str) -> Column {
    Column { header, is_health: true }
}

/// Rows of text below headers.
#[derive(Debug)]
pub struct Table {
    columns: &'static [Column],
    with_health: bool,
    rows_max: usize,
    /// The rows, in the columns that are kept.
    pub rows: Vec<Vec<String>>,
    /// Whose households stand in it.
    pub case_ids: BTreeSet<CaseId>,
}

impl Table {
    /// An empty one.
    pub fn new(columns: &'static [Column], with_health: bool, rows_max: usize) -> Self {
        Self { columns, with_health, rows_max, rows: Vec::new(), case_ids: BTreeSet::new() }
    }

    /// The headers of the columns that are kept.
    pub fn headers(&self) -> Vec<&'static str> {
        self.kept(self.columns.iter()).map(|column| column.header).collect()
    }

    /// Adds a row about a household, a cell for each column.
    ///
    /// # Errors
    /// [`ExportError::TooMany`].
    pub fn add<const CELLS: usize>(&mut self, case_id: CaseId, cells: [String; CELLS]) -> Result<(), ExportError> {
        debug_assert_eq!(CELLS, self.columns.len());
        if self.rows.len() >= self.rows_max {
            return Err(ExportError::TooMany(self.rows_max));
        }
        let cells = self.columns.iter().zip(cells).filter(|(column, _)| self.with_health || !column.is_health);
        self.rows.push(cells.map(|(_, cell)| cell).collect());
        self.case_ids.insert(case_id);
        Ok(())
    }

    fn kept<'a>(&self, columns: impl Iterator<Item = &'a Column>) -> impl Iterator<Item = &'a Column> {
        let with_health = self.with_health;
        columns.filter(move |column| with_health || !column.is_health)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[plain("Mã"), health("Đi lại"), plain("Phường")];

    fn row(name: &str) -> [String; 3] {
        [name, "nằm liệt", "Lê Chân"].map(str::to_owned)
    }

    #[test]
    fn what_tells_of_health_is_kept_for_a_reason_only() {
        for (with_health, headers) in [(false, vec!["Mã", "Phường"]), (true, vec!["Mã", "Đi lại", "Phường"])]
        {
            let mut table = Table::new(COLUMNS, with_health, 9);
            table.add(CaseId(1), row("a")).unwrap();
            assert_eq!(table.headers(), headers);
            assert_eq!(table.rows[0].len(), headers.len());
            assert_eq!(table.rows[0].contains(&"nằm liệt".to_owned()), with_health);
        }
    }

    #[test]
    fn one_row_more_than_a_file_holds_is_refused() {
        let mut table = Table::new(COLUMNS, false, 1);
        table.add(CaseId(1), row("a")).unwrap();
        assert!(matches!(table.add(CaseId(2), row("b")), Err(ExportError::TooMany(1))));
    }
}
