//! Rows of `lists`, `list_rows` and `list_headings`. A list that is worked on is held under a lease, as a planning run is.
use std::collections::HashMap;

use diesel::prelude::*;

use super::content::{Content, Said};
use super::{List, ListState, RowVerdict};
use crate::cases::import::Column;
use crate::clock::Timestamp;
use crate::db::schema::{list_headings as headings, list_rows, lists};
use crate::db::{DbConn, StoreError, StoreResult};
use crate::ids::{AccountId, CaseId, ListId};
use crate::sealed::{SealKey, Sealed, Vault};
use crate::text::fold::fold;

mod work;

pub use work::{Job, add_done, claim, end, is_any_free, lay_back};

/// A row of a list.
#[derive(Clone, Debug)]
pub struct ListedRow {
    /// Its line in the file.
    pub line: u64,
    /// What is said of it.
    pub verdict: RowVerdict,
    /// The rest that is said.
    pub said: Said,
    /// The case that it became or was added to.
    pub case_id: Option<CaseId>,
}

type Columns = (
    lists::id,
    lists::account_id,
    lists::state,
    lists::version,
    lists::rows_total,
    lists::rows_done,
    lists::created_at,
    lists::ended_at,
    lists::expires_at,
    diesel::dsl::IsNotNull<lists::sealed_content>,
);
type Row = (ListId, AccountId, String, i32, i32, i32, Timestamp, Option<Timestamp>, Timestamp, bool);

fn columns() -> Columns {
    (
        lists::id,
        lists::account_id,
        lists::state,
        lists::version,
        lists::rows_total,
        lists::rows_done,
        lists::created_at,
        lists::ended_at,
        lists::expires_at,
        lists::sealed_content.is_not_null(),
    )
}

fn list(row: Row) -> StoreResult<List> {
    let (id, account_id, state, version, rows_total, rows_done, created_at, ended_at, expires_at, has_content) = row;
    let state = state.parse().map_err(|_| StoreError::Damaged(format!("list {id}")))?;
    Ok(List { id, account_id, state, version, rows_total, rows_done, created_at, ended_at, expires_at, has_content })
}

/// Stores a list with what is said of its rows; gives its number.
pub fn add(
    conn: &mut DbConn,
    account_id: AccountId,
    content: &Sealed<Content>,
    now: Timestamp,
    expires_at: Timestamp,
) -> StoreResult<ListId> {
    let row = (
        lists::account_id.eq(account_id),
        lists::state.eq(ListState::Checked.code()),
        lists::sealed_content.eq(content.as_stored()),
        (lists::version.eq(1), lists::rows_total.eq(0), lists::rows_done.eq(0), lists::tries.eq(0)),
        (lists::created_at.eq(now), lists::expires_at.eq(expires_at)),
    );
    Ok(diesel::insert_into(lists::table).values(row).returning(lists::id).get_result(conn)?)
}

/// One list.
pub fn find(conn: &mut DbConn, id: ListId) -> StoreResult<Option<List>> {
    lists::table.find(id).select(columns()).first::<Row>(conn).optional()?.map(list).transpose()
}

/// Its content, as long as it is there.
pub fn content(conn: &mut DbConn, vault: &Vault, id: ListId) -> StoreResult<Option<Content>> {
    let text: Option<Option<String>> = lists::table.find(id).select(lists::sealed_content).first(conn).optional()?;
    text.flatten().map(|text| Ok(vault.unseal(&Sealed::stored(text))?)).transpose()
}

/// The newest lists of an account, or of everybody.
pub fn newest(conn: &mut DbConn, of: Option<AccountId>, limit: i64) -> StoreResult<Vec<List>> {
    let rows: Vec<Row> = match of {
        Some(account_id) => {
            let own = lists::table.filter(lists::account_id.eq(account_id));
            own.order(lists::id.desc()).limit(limit).select(columns()).load(conn)?
        }
        None => lists::table.order(lists::id.desc()).limit(limit).select(columns()).load(conn)?,
    };
    rows.into_iter().map(list).collect()
}

/// Puts other content in the place of this version, and begins the look anew; false when somebody was faster.
pub fn replace(conn: &mut DbConn, of: &List, content: &Sealed<Content>, expires_at: Timestamp) -> StoreResult<bool> {
    let row = lists::table.filter(lists::id.eq(of.id)).filter(lists::version.eq(of.version));
    let row = row.filter(lists::state.eq_any([ListState::Checked.code(), ListState::Undone.code()]));
    let changes = (
        lists::sealed_content.eq(content.as_stored()),
        lists::state.eq(ListState::Checked.code()),
        lists::version.eq(of.version + 1),
        lists::expires_at.eq(expires_at),
    );
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Moves a list of this version on; false when somebody was faster.
pub fn advance(conn: &mut DbConn, of: &List, to: ListState, rows_total: i32) -> StoreResult<bool> {
    let row = lists::table.filter(lists::id.eq(of.id)).filter(lists::version.eq(of.version));
    let row = row.filter(lists::state.eq(of.state.code()));
    let counts = (lists::rows_total.eq(rows_total), lists::rows_done.eq(0), lists::tries.eq(0));
    let changes = (lists::state.eq(to.code()), lists::version.eq(of.version + 1), counts);
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Says something else of all rows.
pub fn replace_rows(
    conn: &mut DbConn,
    vault: &Vault,
    key: &SealKey,
    id: ListId,
    rows: &[ListedRow],
) -> StoreResult<()> {
    diesel::delete(list_rows::table.filter(list_rows::list_id.eq(id))).execute(conn)?;
    for row in rows {
        let said = vault.seal(key, &row.said);
        let values = (
            list_rows::list_id.eq(id),
            list_rows::line.eq(stored_line(row.line)),
            list_rows::verdict.eq(row.verdict.code()),
            list_rows::sealed_said.eq(said.as_stored()),
            list_rows::case_id.eq(row.case_id),
        );
        diesel::insert_into(list_rows::table).values(values).execute(conn)?;
    }
    Ok(())
}

/// Says something else of one row.
pub fn set_row(conn: &mut DbConn, vault: &Vault, key: &SealKey, id: ListId, row: &ListedRow) -> StoreResult<()> {
    let this = list_rows::table.find((id, stored_line(row.line)));
    let changes = (
        list_rows::verdict.eq(row.verdict.code()),
        list_rows::sealed_said.eq(vault.seal(key, &row.said).as_stored().to_owned()),
        list_rows::case_id.eq(row.case_id),
    );
    diesel::update(this).set(changes).execute(conn)?;
    Ok(())
}

/// Rows with these verdicts behind a line, in the file's order.
pub fn rows(
    conn: &mut DbConn,
    vault: &Vault,
    id: ListId,
    verdicts: &[RowVerdict],
    after: u64,
    limit: i64,
) -> StoreResult<Vec<ListedRow>> {
    let codes: Vec<&str> = verdicts.iter().map(|one| one.code()).collect();
    let found = list_rows::table.filter(list_rows::list_id.eq(id)).filter(list_rows::line.gt(stored_line(after)));
    let found = found.filter(list_rows::verdict.eq_any(codes)).order(list_rows::line).limit(limit);
    let columns = (list_rows::line, list_rows::verdict, list_rows::sealed_said, list_rows::case_id);
    let rows: Vec<(i64, String, String, Option<CaseId>)> = found.select(columns).load(conn)?;
    let row = |(line, verdict, said, case_id): (i64, String, String, Option<CaseId>)| {
        let verdict = verdict.parse().map_err(|_| StoreError::Damaged(format!("row {line} of list {id}")))?;
        // What was said is forgotten before the row is.
        let said = if said.is_empty() { Said::default() } else { vault.unseal(&Sealed::stored(said))? };
        Ok(ListedRow { line: line.unsigned_abs(), verdict, said, case_id })
    };
    rows.into_iter().map(row).collect()
}

/// How many rows have each verdict.
pub fn counts(conn: &mut DbConn, id: ListId) -> StoreResult<HashMap<RowVerdict, usize>> {
    let grouped = list_rows::table.filter(list_rows::list_id.eq(id)).group_by(list_rows::verdict);
    let counted: Vec<(String, i64)> = grouped.select((list_rows::verdict, diesel::dsl::count_star())).load(conn)?;
    let known = |(verdict, count): (String, i64)| Some((verdict.parse().ok()?, usize::try_from(count).ok()?));
    Ok(counted.into_iter().filter_map(known).collect())
}

/// What was chosen for headings before.
pub fn chosen(conn: &mut DbConn, of: &[String]) -> StoreResult<HashMap<String, Option<Column>>> {
    let folded: Vec<String> = of.iter().map(|heading| fold(heading)).collect();
    let rows = headings::table.filter(headings::heading.eq_any(folded)).select((headings::heading, headings::means));
    let rows: Vec<(String, String)> = rows.load(conn)?;
    Ok(rows.into_iter().map(|(heading, means)| (heading, Column::of_header(&means))).collect())
}

/// Remembers what a heading means.
pub fn remember(conn: &mut DbConn, heading: &str, means: Option<Column>, now: Timestamp) -> StoreResult<()> {
    let heading = fold(heading);
    diesel::delete(headings::table.filter(headings::heading.eq(&heading))).execute(conn)?;
    let row = (
        headings::heading.eq(heading),
        headings::means.eq(means.map_or("", Column::header)),
        headings::chosen_at.eq(now),
    );
    diesel::insert_into(headings::table).values(row).execute(conn)?;
    Ok(())
}

/// Forgets the content of lists whose time is over and that nobody works on; gives their number.
pub fn forget_contents(conn: &mut DbConn, now: Timestamp) -> StoreResult<usize> {
    let over = lists::table.filter(lists::sealed_content.is_not_null()).filter(lists::expires_at.le(now));
    let over = over.filter(lists::state.ne_all([ListState::Confirmed.code(), ListState::Undoing.code()]));
    Ok(diesel::update(over).set(lists::sealed_content.eq(None::<String>)).execute(conn)?)
}

/// Forgets what became of rows that became cases before a moment; gives the number of lists.
pub fn forget_reports(conn: &mut DbConn, before: Timestamp, limit: i64) -> StoreResult<usize> {
    let old = lists::table.filter(lists::sealed_content.is_null()).filter(lists::expires_at.lt(before));
    let ids: Vec<ListId> = old.order(lists::expires_at).limit(limit).select(lists::id).load(conn)?;
    diesel::delete(list_rows::table.filter(list_rows::list_id.eq_any(&ids))).execute(conn)?;
    Ok(diesel::delete(lists::table.filter(lists::id.eq_any(&ids))).execute(conn)?)
}

/// Forgets what lists say of a case, and the content of those that it came with; what is still to be carried out stays.
pub fn forget_case(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    let of_case = || list_rows::table.filter(list_rows::case_id.eq(case_id));
    let ids: Vec<ListId> = of_case().select(list_rows::list_id).distinct().load(conn)?;
    diesel::update(of_case()).set(list_rows::sealed_said.eq("")).execute(conn)?;
    let named = lists::table.filter(lists::id.eq_any(ids)).filter(lists::state.ne(ListState::Confirmed.code()));
    diesel::update(named).set(lists::sealed_content.eq(None::<String>)).execute(conn)?;
    Ok(())
}

fn stored_line(line: u64) -> i64 {
    i64::try_from(line).unwrap_or(i64::MAX)
}
