//! Measures the archive of a spreadsheet before anybody reads it: how large each part really is when it is inflated, how
//! long its longest piece, how many cells and strings, and where something is computed. What a part declares is believed
//! only when it is too much; the bytes are counted as they come, sixty-four thousand at a time, and none are kept.
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::FileError;
use crate::config::ListSettings;

/// Bytes that are looked at together.
const CHUNK: usize = 65_536;
/// Longest piece of XML between two tags, or of one tag: a reader keeps a piece whole.
const PIECE_MAX: usize = 65_536;
/// Parts of an archive; a list has a dozen.
const PARTS_MAX: usize = 500;

/// What the measuring found.
pub(super) struct Measured {
    /// Columns in which something is computed, with the first such cell, by the part of the sheet.
    pub formulas: BTreeMap<String, BTreeMap<usize, String>>,
}

/// Measures all parts.
///
/// # Errors
/// [`FileError::TooLarge`], [`FileError::Workbook`].
pub(super) fn measure(file: &[u8], most: &ListSettings) -> Result<Measured, FileError> {
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| FileError::Workbook)?;
    if archive.len() > PARTS_MAX {
        return Err(FileError::TooLarge { what: "số phần trong tệp", most: PARTS_MAX });
    }
    let too_large = || FileError::TooLarge { what: "số byte khi giải nén", most: most.inflated_bytes_max };
    let (mut left, mut chunk, mut formulas) = (most.inflated_bytes_max, vec![0; CHUNK], BTreeMap::new());
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_| FileError::Workbook)?;
        if part.size() > left as u64 {
            return Err(too_large());
        }
        let name = part.name().map_err(|_| FileError::Workbook)?.to_lowercase();
        let mut pieces = Pieces::of(&name, most);
        loop {
            let read = part.read(&mut chunk).map_err(|_| FileError::Workbook)?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(read).ok_or_else(too_large)?;
            pieces.add(&chunk[..read])?;
        }
        if !pieces.formulas.is_empty() {
            formulas.insert(name, pieces.formulas);
        }
    }
    Ok(Measured { formulas })
}

/// Walks the tags of one part.
struct Pieces<'a> {
    most: &'a ListSettings,
    is_xml: bool,
    is_strings: bool,
    bytes: usize,
    strings: usize,
    cells: usize,
    rows: usize,
    /// The tag that is read; none between tags.
    tag: Option<Vec<u8>>,
    text_bytes: usize,
    /// The cell whose content is read: its column, and how a spreadsheet calls it.
    cell: (usize, String),
    formulas: BTreeMap<usize, String>,
}

impl<'a> Pieces<'a> {
    fn of(name: &str, most: &'a ListSettings) -> Self {
        Self {
            most,
            is_xml: name.ends_with(".xml") || name.ends_with(".rels"),
            is_strings: name.ends_with("sharedstrings.xml"),
            bytes: 0,
            strings: 0,
            cells: 0,
            rows: 0,
            tag: None,
            text_bytes: 0,
            cell: (0, String::new()),
            formulas: BTreeMap::new(),
        }
    }

    fn add(&mut self, chunk: &[u8]) -> Result<(), FileError> {
        self.bytes += chunk.len();
        if self.is_strings && self.bytes > self.most.strings_bytes_max {
            return Err(FileError::TooLarge { what: "số byte chữ", most: self.most.strings_bytes_max });
        }
        if !self.is_xml {
            return Ok(());
        }
        for byte in chunk {
            match (&mut self.tag, byte) {
                (None, b'<') => self.tag = Some(Vec::new()),
                (None, _) => self.text_bytes += 1,
                (Some(tag), b'>') => {
                    let tag = std::mem::take(tag);
                    (self.tag, self.text_bytes) = (None, 0);
                    self.end_tag(&tag)?;
                }
                (Some(tag), byte) => tag.push(*byte),
            }
            if self.text_bytes.max(self.tag.as_ref().map_or(0, Vec::len)) > PIECE_MAX {
                return Err(FileError::TooLarge { what: "số byte của một ô", most: PIECE_MAX });
            }
        }
        Ok(())
    }

    fn end_tag(&mut self, tag: &[u8]) -> Result<(), FileError> {
        let tag = std::str::from_utf8(tag).map_err(|_| FileError::Workbook)?;
        let name = tag.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
        let most = self.most;
        match name.rsplit(':').next().unwrap_or_default() {
            // A number of strings that is only declared would be believed, and memory taken for it.
            "sst" if has_large_number(tag) => {
                return Err(FileError::TooLarge { what: "số ô", most: most.cells_max });
            }
            "c" | "row" | "dimension" if has_wild_address(tag) => return Err(FileError::Workbook),
            "si" => self.strings += 1,
            "row" => self.rows += 1,
            "c" => {
                self.cells += 1;
                self.cell = self.next_cell(tag);
            }
            "f" if !self.formulas.contains_key(&self.cell.0) => {
                self.formulas.insert(self.cell.0, self.cell.1.clone());
            }
            _ => {}
        }
        if self.strings.max(self.cells) > most.cells_max {
            return Err(FileError::TooLarge { what: "số ô", most: most.cells_max });
        }
        if self.rows > most.rows_max {
            return Err(FileError::TooLarge { what: "số dòng", most: most.rows_max });
        }
        Ok(())
    }

    /// By its own address, or the one right of the cell before.
    fn next_cell(&self, tag: &str) -> (usize, String) {
        let address = tag
            .split_whitespace()
            .find_map(|part| part.strip_prefix("r="))
            .map(|part| part.trim_matches(['"', '\'', '/']));
        match address.and_then(|address| Some((column_of(address)?, address.to_owned()))) {
            Some(cell) => cell,
            None => (self.cell.0 + 1, format!("của dòng {}", self.rows)),
        }
    }
}

/// Whether any number in a tag has seven digits or more.
fn has_large_number(tag: &str) -> bool {
    tag.split(['"', '\'']).any(|part| part.len() > 6 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a tag names a cell beyond the last of any spreadsheet (`XFD1048576`), with which a reader would count too far.
fn has_wild_address(tag: &str) -> bool {
    let addresses = tag.split(['"', '\'', ':']).filter(|part| part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    addresses.into_iter().any(|part| digits(part) > 7 || part.len() > 10 && digits(part) > 0)
}

/// `C5` stands in column 2.
fn column_of(address: &str) -> Option<usize> {
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_usize, |sum, letter| {
        sum.saturating_mul(26).saturating_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    number.checked_sub(1)
}
