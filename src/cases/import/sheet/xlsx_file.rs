//! The first visible sheet of an XLSX file, cell by cell, after its archive was measured. A number is read as it stands: no
//! leading zero is invented; a cell with a format of dates is a date.
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};

use super::measure::measure;
use super::{Counted, FileError, SheetRow};
use crate::config::ListSettings;

/// Rows with their cells, and the columns in which something is computed.
type Read = (Vec<SheetRow>, BTreeMap<usize, String>);

/// Reads the rows, the one with the headings among them.
pub(super) fn read(file: &[u8], most: &ListSettings) -> Result<Read, FileError> {
    let measured = measure(file, most)?;
    // The reader's own arithmetic gives up on addresses that no spreadsheet writes.
    let rows = catch_unwind(AssertUnwindSafe(|| rows(file, most))).map_err(|_| FileError::Workbook)??;
    // Which part the sheet is does not matter: a list has one, and a formula in another is no harm to name.
    let formulas = measured.formulas.into_values().flatten().collect();
    Ok((rows, formulas))
}

fn rows(file: &[u8], most: &ListSettings) -> Result<Vec<SheetRow>, FileError> {
    let broken = |_| FileError::Workbook;
    let mut workbook = Xlsx::new(Cursor::new(file)).map_err(broken)?;
    let sheets = workbook.sheets_metadata();
    let visible = sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible).ok_or(FileError::Empty)?;
    let name = visible.name.clone();
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(broken)?;
    let (mut counted, mut rows) = (Counted::new(most), BTreeMap::<u32, Vec<String>>::new());
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let ((row, column), text) = (cell.get_position(), text(cell.get_value()));
        let at = column as usize;
        // The lowest row of a sheet may be filled by a slip; only what is filled counts.
        counted.cell(&text, rows.len(), if text.is_empty() { 0 } else { at })?;
        if text.is_empty() {
            continue;
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= at {
            cells.resize(at + 1, String::new());
        }
        cells[at] = text;
    }
    Ok(rows.into_iter().map(|(row, cells)| SheetRow { number: u64::from(row) + 1, cells }).collect())
}

/// What a cell says, as a person would type it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "có".to_owned(),
        DataRef::Bool(false) => "không".to_owned(),
        DataRef::DateTime(moment) => date(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// `12/05/1940`; what is no whole day stays the number that it is.
fn date(moment: &ExcelDateTime) -> String {
    let number = moment.as_f64();
    if moment.is_duration() || number.fract() != 0.0 || number < 1.0 {
        return number.to_string();
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{day:02}/{month:02}/{year}")
}
