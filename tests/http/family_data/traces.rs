//! Looks through every column of the database, sealed ones opened, for what tells who the first household is.
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use luudong::cases::household::{Address, Contact, Identity, Note, Representative, StaffText};
use luudong::cases::no_visit::NoVisits;
use luudong::cases::readiness::Readiness;
use luudong::desk::Desk;
use luudong::families::apply::draft::DraftAnswers;
use luudong::families::feedback::FeedbackText;
use luudong::idempotency::Answer;
use luudong::notifications::{Recipient, Said, Script};
use luudong::outbox::Mail;
use luudong::sealed::{Sealable, Sealed};
use luudong::visits::hold::StoredDoor;
use luudong::visits::report_kinds::OutcomeNote;

use crate::support::TestApp;

const SCHEMA: &str = include_str!("../../../src/db/schema.rs");

/// Everything that would tell who the first household is.
const TELLING: [&str; 11] = [
    "Nguyễn Thị Hòa",
    "Phạm Thị Lan",
    "Phạm Văn Đại",
    "912345601",
    "912 345 601",
    "031987654",
    "nha01@example.test",
    "Lạch Tray",
    "106.7045",
    "Cổng sau nhà bà Tám",
    "Vân tay mờ của bà Hòa",
];

#[derive(QueryableByName)]
struct Cell {
    #[diesel(sql_type = Nullable<Text>)]
    cell: Option<String>,
}

/// Tables with their columns, as `src/db/schema.rs` has them.
fn columns() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut table = String::new();
    for line in SCHEMA.lines().map(str::trim).filter(|line| !line.starts_with("diesel::joinable!")) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        } else if let Some((column, _)) = line.split_once(" -> ") {
            found.push((table.clone(), column.to_owned()));
        }
    }
    assert!(found.len() > 150, "{} columns", found.len());
    found
}

/// The value in clear, if it is a sealed one of this kind.
fn opened<T: Sealable>(desk: &Desk, text: &str) -> Option<String> {
    let value = desk.vault.unseal(&Sealed::<T>::stored(text.to_owned())).ok()?;
    serde_json::to_string(&value).ok()
}

/// A sealed text and whether it can be opened.
pub struct SealedText {
    /// Table and column.
    pub place: String,
    /// Whether a key is there that opens it as what it is.
    pub opens: bool,
}

/// Every sealed text of the database.
pub fn sealed_texts(app: &TestApp) -> Vec<SealedText> {
    let sealed = cells(app).into_iter().filter(|(_, cell)| is_sealed(cell));
    sealed.map(|(place, cell)| SealedText { place, opens: in_clear(&app.desk, &cell).is_some() }).collect()
}

/// Every value of the database as text with its place, sealed ones in clear.
fn everything(app: &TestApp) -> Vec<(String, String)> {
    let clear = |(place, cell): (String, String)| {
        let clear = in_clear(&app.desk, &cell);
        assert!(clear.is_some() || !is_sealed(&cell), "{place} is sealed as something unknown");
        (place, clear.unwrap_or(cell))
    };
    cells(app).into_iter().map(clear).collect()
}

fn is_sealed(cell: &str) -> bool {
    ["s1.", "s2."].iter().any(|mark| cell.starts_with(mark))
}

fn cells(app: &TestApp) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (table, column) in columns() {
        let query = format!("SELECT CAST(\"{column}\" AS TEXT) AS cell FROM {table} WHERE \"{column}\" IS NOT NULL");
        let cells: Vec<Cell> = app.read(|conn| Ok(diesel::sql_query(query).load(conn)?));
        all.extend(cells.into_iter().filter_map(|cell| cell.cell).map(|cell| (format!("{table}.{column}"), cell)));
    }
    all
}

fn in_clear(desk: &Desk, cell: &str) -> Option<String> {
    let openers: [fn(&Desk, &str) -> Option<String>; 17] = [
        opened::<Contact>,
        opened::<Address>,
        opened::<Note>,
        opened::<StaffText>,
        opened::<Identity>,
        opened::<Representative>,
        opened::<OutcomeNote>,
        opened::<StoredDoor>,
        opened::<Mail>,
        opened::<Answer>,
        opened::<Readiness>,
        opened::<NoVisits>,
        opened::<DraftAnswers>,
        opened::<FeedbackText>,
        opened::<Script>,
        opened::<Recipient>,
        opened::<Said>,
    ];
    openers.iter().find_map(|open| open(desk, cell))
}

/// Where something stands that tells who the family is.
pub fn traces(app: &TestApp) -> Vec<String> {
    let tells = |text: &str| TELLING.iter().any(|word| text.contains(word));
    let mut found: Vec<String> =
        everything(app).into_iter().filter(|(_, text)| tells(text)).map(|(place, _)| place).collect();
    found.sort();
    found.dedup();
    found
}

/// What is counted: people by procedure, group and mobility, visits by how they ended.
pub fn figures(app: &TestApp) -> Vec<(String, String)> {
    let counted = [
        "cases.ward_code",
        "cases.channel",
        "cases.filed_at",
        "cases.expected_captures",
        "applicants.procedure_code",
        "applicants.beneficiary_group",
        "applicants.mobility",
        "applicants.triage",
        "visits.number",
        "visits.captures",
        "visits.service_secs",
        "visits.closed_at",
        "outcomes.code",
        "outcomes.captures",
        "outcomes.captured_on",
        "outcomes.due_on",
        "consents.purpose",
    ];
    let cells = cells(app).into_iter().filter(|(place, _)| counted.contains(&place.as_str()));
    let mut figures: Vec<(String, String)> = cells.collect();
    // Rows come in whatever order the engine likes.
    figures.sort();
    figures
}
