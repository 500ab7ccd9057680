//! Spreadsheets as tests need them: written part by part, so that a test can write what no program writes.
use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What stands in a cell.
#[derive(Clone)]
pub enum Cell {
    /// Text, in the table of strings.
    Text(String),
    /// A number, as the file has it.
    Number(&'static str),
    /// A day by its serial number, with a format of dates.
    Date(u32),
    /// Computed, with what it showed.
    Formula(&'static str, &'static str),
}

/// A workbook with one sheet of these rows, each in its own line; a row without cells is left out.
pub fn xlsx(rows: &[Vec<Cell>]) -> Vec<u8> {
    let (mut strings, mut count, mut body) = (String::new(), 0, String::from("<sheetData>"));
    for (number, row) in (1..).zip(rows).filter(|(_, row)| !row.is_empty()) {
        let _ = write!(body, r#"<row r="{number}">"#);
        for (at, cell) in row.iter().enumerate() {
            let address = format!("{}{number}", letters(at));
            let _ = match cell {
                Cell::Text(text) if text.is_empty() => Ok(()),
                Cell::Text(text) => {
                    let _ = write!(strings, r#"<si><t xml:space="preserve">{}</t></si>"#, escaped(text));
                    count += 1;
                    write!(body, r#"<c r="{address}" t="s"><v>{}</v></c>"#, count - 1)
                }
                Cell::Number(number) => write!(body, r#"<c r="{address}"><v>{number}</v></c>"#),
                Cell::Date(day) => write!(body, r#"<c r="{address}" s="1"><v>{day}</v></c>"#),
                Cell::Formula(formula, shown) => {
                    let formula = escaped(formula);
                    write!(body, r#"<c r="{address}" t="str"><f>{formula}</f><v>{shown}</v></c>"#)
                }
            };
        }
        body.push_str("</row>");
    }
    body.push_str("</sheetData>");
    let strings = format!(r#"<sst count="{count}" uniqueCount="{count}">{strings}</sst>"#);
    with_parts(&[("xl/sharedStrings.xml", strings.as_bytes()), (SHEET, sheet_xml(&body).as_bytes())])
}

/// The rows of a CSV, all as text.
pub fn of_csv(text: &str) -> Vec<Vec<Cell>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let row = |record: csv::StringRecord| record.iter().map(|cell| Cell::Text(cell.to_owned())).collect();
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// A sheet whose rows are written as they come.
pub fn with_sheet(rows: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let mut archive = workbook();
    archive.start_file(SHEET, options()).expect("a part");
    archive.write_all(b"<worksheet><sheetData>").expect("it is written");
    rows(&mut archive);
    archive.write_all(b"</sheetData></worksheet>").expect("it is written");
    archive.finish().expect("an archive").into_inner()
}

/// A workbook with these parts besides those that each has.
pub fn with_parts(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = workbook();
    for (name, content) in parts {
        archive.start_file(*name, options()).expect("a part");
        archive.write_all(content).expect("it is written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A sheet with this inside.
pub fn sheet_xml(inside: &str) -> String {
    format!("<worksheet>{inside}</worksheet>")
}

/// A word for a number: names have no digits.
pub fn word(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["An", "Bình", "Cúc", "Dũng", "Giang", "Hòa", "Khôi", "Lan", "Mai", "Nam"];
    number.to_string().bytes().map(|digit| SYLLABLES[usize::from(digit - b'0')]).collect::<Vec<_>>().join(" ")
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn workbook() -> ZipWriter<Cursor<Vec<u8>>> {
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns:r="{RELATIONS}"><sheets><sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#.to_owned(),
        ),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, options()).expect("a part");
        archive.write_all(content.as_bytes()).expect("it is written");
    }
    archive
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn letters(at: usize) -> String {
    let letter = |number: usize| char::from(b'A' + u8::try_from(number).expect("a letter"));
    if at < 26 { letter(at).to_string() } else { format!("{}{}", letter(at / 26 - 1), letter(at % 26)) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
