//! A list as rows of text, whichever file it comes in: CSV in UTF-8, or the first visible sheet of an XLSX. Everything is
//! bounded before it is unpacked (`[lists]`), so that no file takes more memory than a list does.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::columns::{COLUMNS, Column};
use crate::config::ListSettings;
use crate::text::fold::fold;

mod csv_file;
mod encodings;
mod measure;
mod xlsx_file;

/// Rows at the top among which the headings are looked for: a title, the office, a date often stand above them.
const TOP_ROWS: usize = 20;
/// So many known headings make a row the one with the headings.
const HEADINGS_LEAST: usize = 3;
/// Headings under which rows are numbered: nothing is read there.
const NUMBERING: [&str; 4] = ["", "stt", "tt", "so thu tu"];

/// Why a file is not a list.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Another encoding.
    #[error("tệp không phải văn bản UTF-8 (dòng {0}); lưu lại dạng “CSV UTF-8”")]
    NotUtf8(u64),
    /// An encoding that is known.
    #[error("tệp dùng bảng mã {0}; {1}")]
    Encoding(&'static str, &'static str),
    /// Nothing in it.
    #[error("tệp không có dòng tiêu đề")]
    Empty,
    /// A needed column is not there.
    #[error("thiếu cột {0}")]
    MissingColumns(String),
    /// A column stands twice.
    #[error("cột “{0}” có hai lần")]
    DoubleColumn(&'static str),
    /// Broken quotes.
    #[error("tệp CSV hỏng: {0}")]
    Csv(#[from] csv::Error),
    /// Not an archive, or not one of a spreadsheet.
    #[error("không đọc được bảng tính này; mở bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx, không đặt mật khẩu")]
    Workbook,
    /// Of Excel 97.
    #[error("tệp là bảng tính kiểu cũ (.xls); mở bằng Excel rồi lưu lại dạng .xlsx")]
    OldWorkbook,
    /// More than a list has.
    #[error("tệp quá lớn: {what} nhiều hơn {most}; chia danh sách thành nhiều tệp, xóa các trang và ô thừa")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The bound.
        most: usize,
    },
    /// A cell that is computed: what it shows depends on who opens it.
    #[error("ô {0} là công thức; chép cả bảng rồi dán dạng giá trị (Paste Special → Values) và lưu lại")]
    Formula(String),
}

/// The cells of a file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// What stands above the columns.
    pub headings: Vec<String>,
    /// What stands below, in the file's order; blank rows are left out.
    pub rows: Vec<SheetRow>,
    /// Columns in which something is computed, each with its first such cell.
    pub formulas: BTreeMap<usize, String>,
}

/// One row.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetRow {
    /// Line in the file, as an editor or a spreadsheet counts.
    pub number: u64,
    /// The cells below the headings, as far as there are any.
    pub cells: Vec<String>,
}

/// Reads a file, whatever it is by its first bytes.
///
/// # Errors
/// [`FileError`].
pub fn read(file: &[u8], most: &ListSettings) -> Result<Sheet, FileError> {
    if file.len() > most.file_bytes_max {
        return Err(FileError::TooLarge { what: "số byte", most: most.file_bytes_max });
    }
    let (rows, formulas) = match file {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(FileError::OldWorkbook),
        [b'P', b'K', 3 | 5, ..] => xlsx_file::read(file, most)?,
        _ => (csv_file::read(file, most)?, BTreeMap::new()),
    };
    let sheet = below_headings(rows, formulas)?;
    match encodings::of_headings(&sheet.headings) {
        Some(name) if !sheet.headings.iter().any(|heading| column(heading).is_some_and(is_needed)) => {
            Err(FileError::Encoding(name, "chuyển chữ sang Unicode (UniKey: Ctrl+Shift+F6) rồi lưu lại"))
        }
        _ => Ok(sheet),
    }
}

impl Sheet {
    /// The column that each heading means, where nobody has said otherwise.
    pub fn columns(&self) -> Vec<Option<Column>> {
        self.headings.iter().map(|heading| column(heading)).collect()
    }
}

/// Whether rows are only numbered below such a heading.
pub fn is_numbering(heading: &str) -> bool {
    NUMBERING.contains(&fold(heading).as_str())
}

/// The column that a heading means.
pub fn column(heading: &str) -> Option<Column> {
    let heading = fold(heading);
    let is = |name: &str| fold(name) == heading;
    let known = COLUMNS.iter().find(|(_, name, others, _, _)| is(name) || others.iter().any(|other| is(other)));
    known.map(|(column, ..)| *column)
}

fn is_needed(column: Column) -> bool {
    COLUMNS.iter().any(|(one, .., needed)| *one == column && *needed)
}

/// Parts the headings from what stands below them.
fn below_headings(mut rows: Vec<SheetRow>, formulas: BTreeMap<usize, String>) -> Result<Sheet, FileError> {
    rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let is_head = |row: &SheetRow| row.cells.iter().filter(|cell| column(cell).is_some()).count() >= HEADINGS_LEAST;
    let at = rows.iter().take(TOP_ROWS).position(is_head).unwrap_or(0);
    let mut below = rows.into_iter().skip(at);
    let mut headings = below.next().ok_or(FileError::Empty)?.cells;
    while headings.last().is_some_and(|heading| heading.trim().is_empty()) {
        headings.pop();
    }
    Ok(Sheet { headings, rows: below.collect(), formulas })
}

/// Counts what is taken from a file and refuses what is more than a list.
struct Counted<'a> {
    most: &'a ListSettings,
    cells: usize,
    text_bytes: usize,
}

impl<'a> Counted<'a> {
    fn new(most: &'a ListSettings) -> Self {
        Self { most, cells: 0, text_bytes: 0 }
    }

    /// Counts a cell, empty or not.
    fn cell(&mut self, text: &str, row: usize, column: usize) -> Result<(), FileError> {
        self.cells += 1;
        self.text_bytes += text.len();
        let most = self.most;
        let bounds = [
            ("số dòng", row, most.rows_max),
            ("số cột", column, most.columns_max),
            ("số ô", self.cells, most.cells_max),
            ("số byte chữ", self.text_bytes, most.text_bytes_max),
            ("số byte của một ô", text.len(), most.cell_bytes_max),
        ];
        match bounds.into_iter().find(|(_, counted, most)| counted > most) {
            Some((what, _, most)) => Err(FileError::TooLarge { what, most }),
            None => Ok(()),
        }
    }
}
