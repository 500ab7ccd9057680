//! Gives a list out: collected, noted household by household, written as a file. What is noted is noted before anything
//! leaves; a process that dies in between has noted more than it gave, never less.
use super::asked::Asked;
use super::table::{Column, Table};
use super::{ExportError, ExportFormat, ExportKind, ExportWish, calls, cases, duties, file, results, roster, waiting};
use crate::accounts::Staff;
use crate::audit::{self, Action};
use crate::booking::Board;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::ids::CaseId;

/// Entries of the log that are written in one transaction: others write meanwhile.
const NOTED_AT_ONCE: usize = 100;
/// The subject of an export's entry in the log.
const SUBJECT: &str = "exports";

/// A file that was made.
#[derive(Clone, Debug)]
pub struct Exported {
    /// How it is called.
    pub file_name: String,
    /// How it is written.
    pub format: ExportFormat,
    /// Rows below the headers.
    pub rows: usize,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// Says whether a wish can be fulfilled, as far as that is known without reading a household.
///
/// # Errors
/// [`ExportError`].
pub fn check(desk: &Desk, board: &Board, staff: &Staff, wish: &ExportWish) -> Result<(), ExportError> {
    Asked::read(desk, &board.reference.cases, staff, wish).map(|_| ())
}

/// Makes the file that somebody wants.
///
/// # Errors
/// [`ExportError`].
#[tracing::instrument(name = "export", skip_all, fields(account_id = %staff.account_id))]
pub fn export(desk: &Desk, board: &Board, staff: &Staff, wish: &ExportWish) -> Result<Exported, ExportError> {
    let tables = &board.reference.cases;
    let asked = Asked::read(desk, tables, staff, wish)?;
    let mut table = Table::new(columns(wish.kind), asked.reason.is_some(), desk.settings.exports.rows_max);
    match wish.kind {
        ExportKind::Cases => desk.db.read(|conn| cases::fill(conn, desk, tables, &asked, &mut table)),
        ExportKind::Plan => desk.db.read(|conn| duties::fill(conn, desk, tables, &asked, &mut table)),
        ExportKind::Results => desk.db.read(|conn| results::fill(conn, desk, tables, &asked, &mut table)),
        ExportKind::Roster => roster::fill(desk, tables, staff, &asked, &mut table),
        ExportKind::Calls => calls::fill(desk, tables, staff, &asked, &mut table),
        ExportKind::WaitingList => waiting::fill(desk, board, staff, &asked, &mut table),
    }?;
    let bytes = match wish.format {
        ExportFormat::Csv => file::csv(&table)?,
        ExportFormat::Xlsx => file::xlsx(&table, wish.kind.label())?,
    };
    note(desk, staff, &asked, &table)?;
    let (kind, today) = (wish.kind.file_name(), desk.now().date());
    let file_name = format!("{kind}-{}.{}", today.format("%Y-%m-%d"), wish.format.code());
    Ok(Exported { file_name, format: wish.format, rows: table.rows.len(), bytes })
}

fn columns(kind: ExportKind) -> &'static [Column] {
    match kind {
        ExportKind::Cases => cases::COLUMNS,
        ExportKind::Plan => duties::COLUMNS,
        ExportKind::Results => results::COLUMNS,
        ExportKind::Roster => roster::COLUMNS,
        ExportKind::Calls => calls::COLUMNS,
        ExportKind::WaitingList => waiting::COLUMNS,
    }
}

/// Who took away whose household, and the whole with its number of rows.
fn note(desk: &Desk, staff: &Staff, asked: &Asked, table: &Table) -> StoreResult<()> {
    let now = desk.now();
    let ids: Vec<CaseId> = table.case_ids.iter().copied().collect();
    for some in ids.chunks(NOTED_AT_ONCE) {
        desk.db.write(|conn| -> StoreResult<()> {
            for id in some {
                let reason = asked.reason.as_deref();
                audit::note(conn, Some(staff), Action::Export, &audit::case_subject(*id), reason, now)?;
            }
            Ok(())
        })?;
    }
    let words = asked.words(table.rows.len());
    desk.db.write(|conn| audit::note(conn, Some(staff), Action::Export, SUBJECT, Some(&words), now))
}
