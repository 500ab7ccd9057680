//! Tables as files. Every cell is text, so that no program takes a leading zero away or computes what somebody typed.
use rust_xlsxwriter::{Format, FormatBorder, Workbook, XlsxError};

use super::ExportError;
use super::table::Table;
use crate::text::cells::no_formula;

/// Columns are so wide, in characters.
const WIDTH_LEAST: usize = 6;
const WIDTH_MOST: usize = 48;

/// CSV in UTF-8. A spreadsheet that opens it takes cells for what they look like, so what looks like a formula begins
/// with an apostrophe.
///
/// # Errors
/// [`ExportError::File`].
pub fn csv(table: &Table) -> Result<Vec<u8>, ExportError> {
    let failed = |error: csv::Error| ExportError::File(error.to_string());
    // The mark at the beginning tells spreadsheets that it is UTF-8.
    let mut file = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
    file.write_record(table.headers()).map_err(failed)?;
    for row in &table.rows {
        file.write_record(row.iter().map(|cell| no_formula(cell))).map_err(failed)?;
    }
    file.into_inner().map_err(|error| ExportError::File(error.error().to_string()))
}

/// XLSX. A cell that looks like a formula is text and stays text when somebody edits it (`quotePrefix`).
///
/// # Errors
/// [`ExportError::File`].
pub fn xlsx(table: &Table, name: &str) -> Result<Vec<u8>, ExportError> {
    written(table, name).map_err(|error| ExportError::File(error.to_string()))
}

fn written(table: &Table, name: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let text = Format::new().set_num_format("@");
    let quoted = text.clone().set_quote_prefix();
    let head = text.clone().set_bold().set_border_bottom(FormatBorder::Thin);
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (header, at) in table.headers().into_iter().zip(0..) {
        sheet.write_string_with_format(0, at, header, &head)?;
        let cells = table.rows.iter().map(|row| row[usize::from(at)].chars().count());
        let longest = cells.chain([header.chars().count()]).max().unwrap_or_default();
        let width = u16::try_from(longest.clamp(WIDTH_LEAST, WIDTH_MOST) + 1).unwrap_or_default();
        sheet.set_column_width(at, f64::from(width))?;
    }
    for (row, number) in table.rows.iter().zip(1..) {
        for (cell, at) in row.iter().zip(0..) {
            let is_quoted = no_formula(cell) != *cell;
            sheet.write_string_with_format(number, at, cell, if is_quoted { &quoted } else { &text })?;
        }
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::import::sheet;
    use crate::config::Settings;
    use crate::exports::table::{Column, plain};
    use crate::ids::CaseId;

    const COLUMNS: &[Column] = &[plain("Họ và tên"), plain("Số định danh"), plain("Điện thoại"), plain("Ghi chú")];

    /// Leading zeros, composed letters, signs at the front, quotes and lines.
    const ROWS: [[&str; 4]; 4] = [
        ["Nguyễn Thị Hòa", "001040000001", "0912 345 678", "=1+1"],
        ["Đoàn Văn Tư", "031038000012", "0225 3822 999", "+84 và \"trích\"; dấu, phẩy"],
        ["Mai Thị Ổi", "000000000000", "-5", "@SUM(A1)"],
        ["Vũ Đình Thí", "", "", "dòng một\ndòng hai"],
    ];

    fn table() -> Table {
        let mut table = Table::new(COLUMNS, false, 9);
        for row in ROWS {
            table.add(CaseId(1), row.map(str::to_owned)).unwrap();
        }
        table
    }

    fn read(file: &[u8]) -> Vec<Vec<String>> {
        let settings = Settings::defaults_with("").unwrap();
        let sheet = sheet::read(file, &settings.lists).unwrap();
        assert_eq!(sheet.formulas.len(), 0);
        assert_eq!(sheet.headings, table().headers());
        let filled = |row: sheet::SheetRow| (0..4).map(|at| row.cells.get(at).cloned().unwrap_or_default()).collect();
        sheet.rows.into_iter().map(filled).collect()
    }

    #[test]
    fn a_spreadsheet_says_what_was_written_letter_for_letter() {
        assert_eq!(read(&xlsx(&table(), "thử").unwrap()), ROWS.map(|row| row.map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_csv_says_the_same_with_formulas_marked() {
        let file = csv(&table()).unwrap();
        assert!(file.starts_with("\u{FEFF}Họ và tên,".as_bytes()));
        let marked = ROWS.map(|row| row.map(no_formula).to_vec());
        assert_eq!(read(&file), marked);
        assert_eq!((marked[0][3].as_str(), marked[2][2].as_str()), ("'=1+1", "'-5"));
    }
}
