//! A CSV file: UTF-8 with or without byte order mark, commas, semicolons or tabs.
use super::{Counted, FileError, SheetRow, encodings};
use crate::config::ListSettings;
use crate::text::lines::{Lines, line_at};

/// Signs that may stand within the cells of a line, for each that parts two of them.
const WITHIN_CELLS: usize = 10;

/// Reads the rows, the one with the headings among them.
pub(super) fn read(file: &[u8], most: &ListSettings) -> Result<Vec<SheetRow>, FileError> {
    let text =
        std::str::from_utf8(file).map_err(|error| encodings::of_file(file, line_at(file, error.valid_up_to())))?;
    if text.contains('\0') {
        return Err(encodings::of_file(file, 1));
    }
    let (told, body) = declared_sign(text.strip_prefix('\u{FEFF}').unwrap_or(text));
    let skipped = text.len() - body.len();
    let head = body.split(['\r', '\n']).find(|line| !line.trim().is_empty()).ok_or(FileError::Empty)?;
    let sign = told.unwrap_or_else(|| delimiter(head));
    refuse_wide(body, sign, most.columns_max)?;
    let mut reader =
        csv::ReaderBuilder::new().delimiter(sign).flexible(true).has_headers(false).from_reader(body.as_bytes());
    let (mut rows, mut lines, mut counted) = (Vec::new(), Lines::of(text.as_bytes()), Counted::new(most));
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        for (at, cell) in record.iter().enumerate() {
            counted.cell(cell, rows.len(), at)?;
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let number = record.position().map_or(1, |at| lines.at(skipped + at.byte() as usize));
        rows.push(SheetRow { number, cells: record.iter().map(str::to_owned).collect() });
    }
    Ok(rows)
}

/// Refuses a line of far more cells than a list has before a reader takes memory for each of them.
fn refuse_wide(body: &str, sign: u8, columns_max: usize) -> Result<(), FileError> {
    let is_wide = |line: &[u8]| line.iter().filter(|byte| **byte == sign).count() > columns_max * WITHIN_CELLS;
    if body.as_bytes().split(|byte| matches!(byte, b'\r' | b'\n')).any(is_wide) {
        return Err(FileError::TooLarge { what: "số cột", most: columns_max });
    }
    Ok(())
}

/// The sign that the first line tells a spreadsheet (`sep=;`), and what follows that line.
fn declared_sign(text: &str) -> (Option<u8>, &str) {
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    let sign = line.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes);
    match sign {
        Some([sign]) if sign.is_ascii() => (Some(*sign), &text[line.len()..]),
        _ => (None, text),
    }
}

/// The sign that cuts the header into most pieces.
fn delimiter(head: &str) -> u8 {
    let count = |sign: &u8| head.bytes().filter(|byte| byte == sign).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|sign| (count(sign), *sign == b',')).unwrap_or(b',')
}
