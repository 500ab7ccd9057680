//! Reference data: CSV files compiled in, each replaceable by a file of the same name in a folder.
mod fields;

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;

use crate::text::lines::{Lines, line_at};

#[derive(RustEmbed)]
#[folder = "config/reference/"]
struct Embedded;

/// Where reference data comes from: the embedded files, or a file of the same name in a folder.
#[derive(Debug, Clone, Default)]
pub struct ReferenceFiles {
    folder: Option<PathBuf>,
}

/// A row of a CSV file and the line where it begins (1 = the line of column names).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<T> {
    /// Line number in the file, counted as an editor counts.
    pub line: u64,
    /// The row itself.
    pub value: T,
}

/// Why a reference file is refused: “calendar.csv:12: …”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceError {
    /// File name without folder.
    pub file: String,
    /// Line in the file; none when the file as a whole is at fault.
    pub line: Option<u64>,
    /// What is wrong, in Vietnamese.
    pub reason: String,
}

impl ReferenceFiles {
    /// The files compiled into the program.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// The embedded files, each replaced by a file of the same name in the folder if one is there.
    pub fn with_folder(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// The text of a file, without a byte order mark.
    pub fn text(&self, file: &str) -> Result<String, ReferenceError> {
        let bytes = self.bytes(file)?;
        let text = std::str::from_utf8(&bytes).map_err(|error| {
            let line = line_at(&bytes, error.valid_up_to());
            ReferenceError::at(file, line, "không phải văn bản UTF-8")
        })?;
        Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned())
    }

    /// The rows of a CSV file with column names in its first line, fields trimmed.
    pub fn rows<T: DeserializeOwned>(&self, file: &str) -> Result<Vec<Row<T>>, ReferenceError> {
        read_rows(file, &self.text(file)?)
    }

    fn bytes(&self, file: &str) -> Result<Cow<'static, [u8]>, ReferenceError> {
        if let Some(folder) = &self.folder {
            let path = folder.join(file);
            if path.exists() {
                return std::fs::read(path)
                    .map(Cow::Owned)
                    .map_err(|error| ReferenceError::whole(file, format!("không đọc được tệp: {error}")));
            }
        }
        Embedded::get(file).map(|embedded| embedded.data).ok_or_else(|| ReferenceError::whole(file, "không có tệp này"))
    }
}

impl ReferenceError {
    /// A fault in one line.
    pub fn at(file: &str, line: u64, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: Some(line), reason: reason.into() }
    }

    /// A fault of the file as a whole.
    pub fn whole(file: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, reason: reason.into() }
    }
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

impl std::error::Error for ReferenceError {}

/// Reads CSV text with column names in its first line; `file` names it in errors.
pub fn read_rows<T: DeserializeOwned>(file: &str, text: &str) -> Result<Vec<Row<T>>, ReferenceError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|error| refusal(file, text, &error))?.clone();
    if columns.is_empty() {
        return Err(ReferenceError::whole(file, "tệp rỗng"));
    }
    let (mut rows, mut lines) = (Vec::new(), Lines::of(text.as_bytes()));
    for record in reader.records() {
        let record = record.map_err(|error| refusal(file, text, &error))?;
        let line = lines.at(byte_of(text, record.position()));
        let value = fields::read(&columns, &record).map_err(|reason| ReferenceError::at(file, line, reason))?;
        rows.push(Row { line, value });
    }
    Ok(rows)
}

fn refusal(file: &str, text: &str, error: &csv::Error) -> ReferenceError {
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("dòng có {len} cột, phải có {expected_len} cột")
        }
        _ => format!("không đọc được dòng này ({error})"),
    };
    ReferenceError::at(file, line_at(text.as_bytes(), byte_of(text, error.position())), reason)
}

fn byte_of(text: &str, position: Option<&csv::Position>) -> usize {
    position.map_or(0, |at| usize::try_from(at.byte()).unwrap_or(text.len()))
}
