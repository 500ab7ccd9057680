//! A list is brought, its columns are named, rows are put right, it is confirmed, it is to be undone. Whoever changes a list
//! names the version that they saw, so that nothing is confirmed that nobody has looked at.
use std::collections::BTreeMap;

use chrono::Duration;

use super::content::Content;
use super::store::{self, ListedRow};
use super::{List, ListState, RowVerdict, check, list_subject};
use crate::accounts::Staff;
use crate::audit;
use crate::cases::CaseTables;
use crate::cases::import::sheet::{self, FileError, Sheet, is_numbering};
use crate::cases::import::{Column, ImportError};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError};
use crate::desk::Desk;
use crate::ids::ListId;
use crate::keys;
use crate::text::fold::fold;

/// Why a list is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// There is none, or it is somebody else's.
    #[error("không có danh sách này")]
    NotFound,
    /// The file is none.
    #[error("{0}.")]
    File(#[from] FileError),
    /// Somebody changed it meanwhile.
    #[error("Danh sách này vừa được sửa ở nơi khác. Xem lại rồi làm tiếp.")]
    Changed,
    /// It is carried out, undone or over.
    #[error("Danh sách này đang nhập, đã nhập hoặc đã hết hạn; không sửa được nữa.")]
    NotOpen,
    /// Nothing of it can be taken.
    #[error("Không có dòng nào nhận được. Sửa các dòng hỏng hoặc ghép lại cột.")]
    Nothing,
    /// The time for undoing it is over.
    #[error("Đã hết thời gian rút lại. Rút từng hồ sơ ở trang của hồ sơ.")]
    TooLate,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ImportError> for ListError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::File(error) => error.into(),
            ImportError::Store(error) => error.into(),
        }
    }
}

/// A list that is to be stored: its content with the verdicts on it.
#[derive(Clone)]
pub struct Checked {
    content: Content,
    rows: Vec<ListedRow>,
}

impl Checked {
    /// Whether a row is still refused.
    pub fn is_refused(&self, line: u64) -> bool {
        self.rows.iter().any(|row| row.line == line && row.verdict == RowVerdict::Refused)
    }
}

/// Reads a file and says what would become of it; nothing is stored.
///
/// # Errors
/// [`ListError::File`].
pub fn read(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    file_name: &str,
    file: &[u8],
) -> Result<Checked, ListError> {
    let sheet = sheet::read(file, &desk.settings.lists)?;
    let chosen = store::chosen(conn, &sheet.headings)?;
    let columns = sheet.columns().into_iter().zip(&sheet.headings);
    let columns = columns.map(|(known, heading)| chosen.get(&fold(heading)).copied().unwrap_or(known)).collect();
    let content = Content { file_name: file_name.to_owned(), sheet, columns, corrections: BTreeMap::new() };
    checked(conn, desk, tables, staff, content)
}

fn checked(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    content: Content,
) -> Result<Checked, ListError> {
    let rows = check::verdicts(conn, desk, tables, staff, &content)?;
    Ok(Checked { content, rows })
}

/// Stores a list that was read; gives its number.
///
/// # Errors
/// [`ListError::Store`].
#[tracing::instrument(name = "add_list", skip_all)]
pub fn add(conn: &mut DbConn, desk: &Desk, staff: &Staff, checked: &Checked) -> Result<ListId, ListError> {
    let now = desk.now();
    let key = keys::of_month(conn, &desk.vault, now)?;
    let content = desk.vault.seal(&key, &checked.content);
    let id = store::add(conn, staff.account_id, &content, now, drafted_until(desk, now))?;
    store::replace_rows(conn, &desk.vault, &key, id, &checked.rows)?;
    audit::note(conn, Some(staff), audit::Action::Import, &list_subject(id), None, now)?;
    Ok(id)
}

/// A list that this person may see.
///
/// # Errors
/// [`ListError::NotFound`].
pub fn find(conn: &mut DbConn, staff: &Staff, id: ListId) -> Result<List, ListError> {
    store::find(conn, id)?.filter(|list| list.may_be_seen_by(staff)).ok_or(ListError::NotFound)
}

/// An open list with its content, as somebody saw it.
fn changeable(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    id: ListId,
    version: i32,
) -> Result<(List, Content), ListError> {
    let list = find(conn, staff, id)?;
    if !list.can_be_changed(desk.now()) {
        return Err(ListError::NotOpen);
    }
    if list.version != version {
        return Err(ListError::Changed);
    }
    let content = store::content(conn, &desk.vault, id)?.ok_or(ListError::NotOpen)?;
    Ok((list, content))
}

/// What would become of a list whose headings mean these.
///
/// # Errors
/// [`ListError`].
pub fn with_columns(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    id: ListId,
    version: i32,
    mut columns: Vec<Option<Column>>,
) -> Result<Checked, ListError> {
    let (_, content) = changeable(conn, desk, staff, id, version)?;
    columns.resize(content.sheet.headings.len(), None);
    crate::cases::import::table::refuse_wrong(&content.sheet, &columns)?;
    checked(conn, desk, tables, staff, Content { columns, ..content })
}

/// What would become of a list with other cells in one row.
///
/// # Errors
/// [`ListError`].
pub fn with_row(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    id: ListId,
    version: i32,
    row: &Corrected,
) -> Result<Checked, ListError> {
    let (_, mut content) = changeable(conn, desk, staff, id, version)?;
    if !content.has_line(row.line) {
        return Err(ListError::NotFound);
    }
    for (column, text) in &row.cells {
        if content.cell(row.line, *column) != text.trim() {
            content.corrections.entry(row.line).or_default().insert(*column, text.trim().to_owned());
        }
    }
    checked(conn, desk, tables, staff, content)
}

/// A row with other cells.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// Its line.
    pub line: u64,
    /// What shall stand in its columns.
    pub cells: BTreeMap<Column, String>,
}

/// Stores what was checked in the place of the version that was seen.
///
/// # Errors
/// [`ListError`].
#[tracing::instrument(name = "change_list", skip_all, fields(list_id = %id))]
pub fn put(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    id: ListId,
    version: i32,
    checked: &Checked,
) -> Result<(), ListError> {
    let (list, before) = changeable(conn, desk, staff, id, version)?;
    let now = desk.now();
    let key = keys::of_month(conn, &desk.vault, now)?;
    let content = &checked.content;
    let sealed = desk.vault.seal(&key, content);
    if !store::replace(conn, &list, &sealed, drafted_until(desk, now))? {
        return Err(ListError::Changed);
    }
    store::replace_rows(conn, &desk.vault, &key, id, &checked.rows)?;
    if before.columns != content.columns {
        remember(conn, &content.sheet, &content.columns, now)?;
    }
    audit::note(conn, Some(staff), audit::Action::Edit, &list_subject(id), None, now)?;
    Ok(())
}

/// Remembers what headings mean that are not understood by themselves.
fn remember(conn: &mut DbConn, sheet: &Sheet, columns: &[Option<Column>], now: Timestamp) -> Result<(), StoreError> {
    let by_itself = sheet.columns();
    for ((heading, known), chosen) in sheet.headings.iter().zip(by_itself).zip(columns) {
        if known != *chosen && !is_numbering(heading) {
            store::remember(conn, heading, *chosen, now)?;
        }
    }
    Ok(())
}

/// Confirms a list as it was seen: from then on it waits for whoever carries lists out.
///
/// # Errors
/// [`ListError`].
#[tracing::instrument(name = "confirm_list", skip_all, fields(list_id = %id))]
pub fn confirm(conn: &mut DbConn, desk: &Desk, staff: &Staff, id: ListId, version: i32) -> Result<(), ListError> {
    let (list, _) = changeable(conn, desk, staff, id, version)?;
    let counts = store::counts(conn, id)?;
    let rows: usize = counts.iter().filter(|(verdict, _)| verdict.is_to_do()).map(|(_, count)| count).sum();
    if rows == 0 {
        return Err(ListError::Nothing);
    }
    if !store::advance(conn, &list, ListState::Confirmed, i32::try_from(rows).unwrap_or(i32::MAX))? {
        return Err(ListError::Changed);
    }
    audit::note(conn, Some(staff), audit::Action::Import, &list_subject(id), None, desk.now())?;
    Ok(())
}

/// Asks that a list be undone.
///
/// # Errors
/// [`ListError`].
#[tracing::instrument(name = "ask_to_undo_list", skip_all, fields(list_id = %id))]
pub fn ask_to_undo(conn: &mut DbConn, desk: &Desk, staff: &Staff, id: ListId) -> Result<(), ListError> {
    let (list, now) = (find(conn, staff, id)?, desk.now());
    if list.state == ListState::Undoing || list.state == ListState::Undone {
        return Ok(());
    }
    if !list.can_be_undone(now) {
        return Err(ListError::TooLate);
    }
    if !store::advance(conn, &list, ListState::Undoing, list.rows_total)? {
        return Err(ListError::Changed);
    }
    audit::note(conn, Some(staff), audit::Action::Undo, &list_subject(id), None, now)?;
    Ok(())
}

/// Until when a list that nobody confirms is kept.
pub fn drafted_until(desk: &Desk, now: Timestamp) -> Timestamp {
    now + Duration::hours(desk.settings.lists.draft_hours)
}
