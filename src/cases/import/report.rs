//! What became of each row of a list: lines and reasons, never a name.
use std::fmt;

use crate::ids::CaseId;

/// The report of one import.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// One entry per row, in the file's order.
    pub rows: Vec<RowReport>,
    /// Headers that were not understood: nothing below them was read.
    pub unknown_columns: Vec<String>,
    /// Households with at least one new person.
    pub households: usize,
}

/// One row.
#[derive(Clone, Debug)]
pub struct RowReport {
    /// Line in the file, as an editor counts.
    pub line: u64,
    /// What became of it.
    pub result: RowResult,
    /// What to confirm, and what was concluded from an old address.
    pub notes: Vec<String>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowResult {
    /// Would be taken (dry run).
    Good,
    /// Would be added to the case of an earlier list (dry run).
    Joins {
        /// That case.
        code: String,
    },
    /// Was taken.
    Imported {
        /// Its case.
        code: String,
        /// People of that case now.
        people: usize,
        /// Its number.
        case_id: CaseId,
        /// Whether the case was filed with this row.
        is_new: bool,
    },
    /// An earlier import took it.
    Known {
        /// Its case.
        code: String,
    },
    /// The same person stands further up.
    Duplicate {
        /// There.
        of_line: u64,
    },
    /// Not taken.
    Refused {
        /// Why, each with its column.
        reasons: Vec<String>,
    },
}

impl ImportReport {
    /// Rows with a result of this kind.
    pub fn count(&self, is_it: impl Fn(&RowResult) -> bool) -> usize {
        self.rows.iter().filter(|row| is_it(&row.result)).count()
    }

    /// People taken (or, in a dry run, to be taken).
    pub fn taken(&self) -> usize {
        self.count(RowResult::is_taken)
    }

    /// Rows that an earlier import took.
    pub fn known(&self) -> usize {
        self.count(|result| matches!(result, RowResult::Known { .. }))
    }

    /// Rows that repeat another row.
    pub fn duplicates(&self) -> usize {
        self.count(|result| matches!(result, RowResult::Duplicate { .. }))
    }

    /// Rows not taken.
    pub fn refused(&self) -> usize {
        self.count(|result| matches!(result, RowResult::Refused { .. }))
    }

    pub(super) fn add_household(&mut self, rows: Vec<RowReport>) {
        self.households += usize::from(rows.iter().any(|row| row.result.is_taken()));
        self.rows.extend(rows);
    }

    pub(super) fn add(&mut self, line: u64, result: RowResult, notes: Vec<String>) {
        self.rows.push(RowReport { line, result, notes });
    }

    pub(super) fn refuse(&mut self, line: u64, reasons: Vec<String>) {
        self.add(line, RowResult::Refused { reasons }, Vec::new());
    }

    pub(super) fn sort(&mut self) {
        self.rows.sort_by_key(|row| row.line);
    }
}

impl RowResult {
    /// Whether the row is or would be taken.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Good | Self::Joins { .. } | Self::Imported { .. })
    }
}

impl fmt::Display for ImportReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for header in &self.unknown_columns {
            writeln!(out, "cột “{header}”: không hiểu tên cột, không đọc; xem tên các cột trong docs/import.md")?;
        }
        for row in &self.rows {
            writeln!(out, "{row}")?;
        }
        write!(
            out,
            "Tổng cộng: {} hộ mới, {} người được nhận, {} đã có từ trước, {} trùng trong tệp, {} dòng không nhận.",
            self.households,
            self.taken(),
            self.known(),
            self.duplicates(),
            self.refused()
        )
    }
}

impl fmt::Display for RowReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "dòng {}: ", self.line)?;
        match &self.result {
            RowResult::Good => write!(out, "nhận được")?,
            RowResult::Joins { code } => write!(out, "nhận được, thêm vào hồ sơ {code}")?,
            RowResult::Imported { code, people, .. } => write!(out, "đã nhận vào hồ sơ {code} ({people} người)")?,
            RowResult::Known { code } => write!(out, "đã có trong hồ sơ {code}, không thêm")?,
            RowResult::Duplicate { of_line } => write!(out, "trùng với dòng {of_line}, không thêm")?,
            RowResult::Refused { reasons } => write!(out, "KHÔNG NHẬN – {}", reasons.join(" "))?,
        }
        for note in &self.notes {
            write!(out, "\n    lưu ý: {note}")?;
        }
        Ok(())
    }
}
