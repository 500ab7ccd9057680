//! The shapes of lists in JSON. What answers to a change is kept for its repeats, so it names nobody: rows are read.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::cases::import::table::refuse_wrong;
use crate::cases::import::{COLUMNS, Column};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::ListId;
use crate::lists::store::{self, ListedRow};
use crate::lists::{Content, List, ListState, RowVerdict};

/// Most characters of a file's name.
pub const FILE_NAME_MAX: usize = 200;

/// A list that is brought.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewList {
    /// How the file is called.
    #[schema(example = "danh-sach.xlsx")]
    pub file_name: String,
    /// The file in Base64: CSV in UTF-8, or XLSX.
    pub content: String,
}

/// What the headings of a list mean.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenColumns {
    /// For each heading, in the order of the file; null for one that is not read.
    pub columns: Vec<Option<Column>>,
}

/// A row with other cells.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectedRow {
    /// What shall stand in which column; the others stay.
    #[schema(value_type = HashMap<String, String>)]
    pub cells: BTreeMap<Column, String>,
}

/// `?verdict=…`
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Only rows with this verdict.
    pub verdict: Option<RowVerdict>,
}

/// How far a list is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ListBody {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: ListId,
    /// How far it is.
    pub state: ListState,
    /// Grows with every change (ETag).
    pub version: i32,
    /// Rows that are to be carried out, once it is confirmed.
    pub rows_total: i32,
    /// Rows of them that are.
    pub rows_done: i32,
    /// How many rows there are of each verdict.
    pub verdicts: Vec<VerdictCount>,
    /// Whether its columns and rows can be put right, and it can be confirmed.
    pub can_be_changed: bool,
    /// Whether it can be undone.
    pub can_be_undone: bool,
    /// When it was brought.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was carried out, or undone.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
    /// Until when it can be confirmed or undone; then its content is forgotten.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// How many rows have a verdict.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VerdictCount {
    /// The verdict.
    pub verdict: RowVerdict,
    /// How many.
    pub rows: usize,
}

/// A list with a page of its rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListWithRows {
    /// How far it is.
    pub list: ListBody,
    /// How the file is called; empty when its content is forgotten.
    pub file_name: String,
    /// What its headings mean, in the order of the file.
    pub headings: Vec<HeadingBody>,
    /// Why no row can be read yet, Vietnamese.
    pub unreadable: Option<String>,
    /// The rows, in the order of the file.
    pub rows: Vec<ListRowBody>,
    /// Cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A heading.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeadingBody {
    /// As it stands in the file.
    pub heading: String,
    /// The column that it means; null when it is not read.
    pub means: Option<Column>,
}

/// A row with what is said of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListRowBody {
    /// Its line in the file.
    #[schema(value_type = i64)]
    pub line: u64,
    /// What would become of it, or became.
    pub verdict: RowVerdict,
    /// Its cells as they were put right.
    #[schema(value_type = HashMap<String, String>)]
    pub cells: BTreeMap<Column, String>,
    /// Why it is refused, or why it stays when the list is undone; Vietnamese.
    pub reasons: Vec<String>,
    /// What to confirm; Vietnamese.
    pub notes: Vec<String>,
    /// Public code of the case that it joins, is in, or became.
    pub code: Option<String>,
    /// The line that it repeats.
    #[schema(value_type = Option<i64>)]
    pub repeats_line: Option<u64>,
    /// The first line of its household, where it is not itself.
    #[schema(value_type = Option<i64>)]
    pub household_line: Option<u64>,
    /// Public codes of other cases with the same person.
    pub others: Vec<String>,
    /// How many more there are in wards whose cases the account does not see.
    pub elsewhere: usize,
}

impl ListBody {
    /// How far a list is now.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn of(conn: &mut DbConn, desk: &Desk, list: &List) -> StoreResult<Self> {
        let (counts, now) = (store::counts(conn, list.id)?, desk.now());
        let count = |verdict: &RowVerdict| Some(VerdictCount { verdict: *verdict, rows: *counts.get(verdict)? });
        Ok(Self {
            id: list.id,
            state: list.state,
            version: list.version,
            rows_total: list.rows_total,
            rows_done: list.rows_done,
            verdicts: RowVerdict::ALL.iter().filter_map(count).collect(),
            can_be_changed: list.can_be_changed(now),
            can_be_undone: list.can_be_undone(now),
            created_at: list.created_at,
            ended_at: list.ended_at,
            expires_at: list.expires_at,
        })
    }
}

impl ListWithRows {
    /// A page from `limit + 1` rows: the extra one only tells that there is more.
    pub fn of(list: ListBody, content: &Content, mut rows: Vec<ListedRow>, limit: i64) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let is_more = rows.len() > limit;
        rows.truncate(limit);
        let unreadable = refuse_wrong(&content.sheet, &content.columns).err().filter(|_| list.can_be_changed);
        let headings = content.sheet.headings.iter().zip(&content.columns);
        let heading = |(text, means): (&String, &Option<Column>)| HeadingBody { heading: text.clone(), means: *means };
        Self {
            list,
            file_name: content.file_name.clone(),
            headings: headings.map(heading).collect(),
            unreadable: unreadable.map(|error| error.to_string()),
            next_cursor: rows.last().filter(|_| is_more).map(|row| row.line.to_string()),
            rows: rows.into_iter().map(|row| ListRowBody::of(row, content)).collect(),
        }
    }
}

impl ListRowBody {
    /// A row with its cells.
    pub fn of(row: ListedRow, content: &Content) -> Self {
        let cell = |column: Column| (column, content.cell(row.line, column).to_owned());
        let cells = COLUMNS.iter().map(|(column, ..)| cell(*column)).filter(|(_, text)| !text.is_empty());
        Self {
            line: row.line,
            verdict: row.verdict,
            cells: cells.collect(),
            reasons: row.said.reasons,
            notes: row.said.notes,
            code: row.said.code,
            repeats_line: row.said.repeats_line,
            household_line: row.said.household_line,
            others: row.said.others,
            elsewhere: row.said.elsewhere,
        }
    }
}
