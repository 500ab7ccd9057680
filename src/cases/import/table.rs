//! Reads the CSV itself: UTF-8 with or without byte order mark, commas or semicolons, headers in any order.
use std::collections::HashMap;

use super::columns::{COLUMNS, Column};
use crate::text::fold::fold;
use crate::text::lines::{Lines, line_at};

/// Why a file is not a list.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Another encoding.
    #[error("tệp không phải văn bản UTF-8 (dòng {0}); lưu lại dạng “CSV UTF-8”")]
    NotUtf8(u64),
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
}

/// The rows of a list.
pub struct Table {
    /// In the file's order; blank rows are left out.
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
}

/// Reads a file.
pub fn read(file: &[u8]) -> Result<Table, FileError> {
    let text = std::str::from_utf8(file).map_err(|error| FileError::NotUtf8(line_at(file, error.valid_up_to())))?;
    let (told, body) = declared_sign(text.strip_prefix('\u{FEFF}').unwrap_or(text));
    let skipped = text.len() - body.len();
    let head = body.split(['\r', '\n']).find(|line| !line.trim().is_empty()).ok_or(FileError::Empty)?;
    let sign = told.unwrap_or_else(|| delimiter(head));
    let mut reader = csv::ReaderBuilder::new().delimiter(sign).flexible(true).from_reader(body.as_bytes());
    let headers = reader.headers()?.clone();
    let columns = columns(&headers)?;
    let says_something = |header: &str| !["", "stt", "tt", "so thu tu"].contains(&fold(header).as_str());
    let unknown = headers.iter().zip(&columns).filter(|(header, column)| column.is_none() && says_something(header));
    let unknown = unknown.map(|(header, _)| header.trim().to_owned()).collect();
    let (mut lines, mut counted) = (Vec::new(), Lines::of(text.as_bytes()));
    for record in reader.records() {
        let record = record?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |(at, column): (usize, &Option<Column>)| Some(((*column)?, record.get(at)?.to_owned()));
        lines.push(Line {
            number: record.position().map_or(1, |at| counted.at(skipped + at.byte() as usize)),
            cells: columns.iter().enumerate().filter_map(cell).collect(),
            surplus: record.iter().skip(columns.len()).filter(|cell| !cell.trim().is_empty()).count(),
        });
    }
    Ok(Table { lines, unknown })
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

fn columns(headers: &csv::StringRecord) -> Result<Vec<Option<Column>>, FileError> {
    let columns: Vec<Option<Column>> = headers.iter().map(column).collect();
    for (column, header, ..) in COLUMNS {
        if columns.iter().filter(|known| **known == Some(*column)).count() > 1 {
            return Err(FileError::DoubleColumn(header));
        }
    }
    let missing: Vec<String> = COLUMNS
        .iter()
        .filter(|(column, _, _, _, needed)| *needed && !columns.contains(&Some(*column)))
        .map(|(_, header, ..)| format!("“{header}”"))
        .collect();
    if missing.is_empty() {
        return Ok(columns);
    }
    Err(FileError::MissingColumns(missing.join(", ")))
}

fn column(header: &str) -> Option<Column> {
    let header = fold(header);
    let is = |name: &str| fold(name) == header;
    let known = COLUMNS.iter().find(|(_, name, others, _, _)| is(name) || others.iter().any(|other| is(other)));
    known.map(|(column, ..)| *column)
}
