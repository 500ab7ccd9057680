//! Undoes a list: the cases that it filed and that nobody has touched since are withdrawn, and their homes can be listed
//! again; those that somebody has touched, and people who were added to an older case, stay and are named.
use super::RowVerdict;
use super::store::{self, Job, ListedRow};
use super::work::{Ended, lease};
use crate::accounts::Staff;
use crate::audit;
use crate::cases::case::{Case, State};
use crate::cases::store as cases;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::CaseId;
use crate::keys;
use crate::outbox::stop::Stop;
use crate::outbox::store as outbox;
use crate::visits::store as visits;
use crate::visits::withdraw::{self, WithdrawError};

/// Rows that are read at once; more than a list has.
const ALL_ROWS: i64 = 1_000_000;
/// What may have happened to a case that nobody has touched: it was filed, and looked at.
const NO_TOUCH: [&str; 5] = ["import", "file", "look", "look_in_list", "export"];

/// Undoes what is left of a list, a case in a transaction.
///
/// # Errors
/// [`crate::db::StoreError`]: then another try goes on.
pub(super) fn undo(desk: &Desk, staff: &Staff, job: &Job, stop: &Stop) -> StoreResult<Ended> {
    let taken = [RowVerdict::Imported, RowVerdict::Added];
    let rows = desk.db.read(|conn| store::rows(conn, &desk.vault, job.id, &taken, 0, ALL_ROWS))?;
    let mut left = rows.as_slice();
    // Rows of one case need not stand together in the file.
    let mut done: Vec<CaseId> = Vec::new();
    while let Some((first, rest)) = left.split_first() {
        left = rest;
        let Some(case_id) = first.case_id.filter(|id| !done.contains(id)) else { continue };
        if stop.is_asked() {
            return Ok(Ended::Stopped);
        }
        done.push(case_id);
        let of_case: Vec<&ListedRow> = rows.iter().filter(|row| row.case_id == Some(case_id)).collect();
        let count = i32::try_from(of_case.len()).unwrap_or(i32::MAX);
        let until = lease(desk);
        let is_ours = desk.db.write(|conn| -> Result<bool, WithdrawError> {
            if !store::add_done(conn, job, count, until)? {
                return Ok(false);
            }
            take_back(conn, desk, staff, job, case_id, &of_case)?;
            Ok(true)
        });
        match is_ours {
            Ok(true) => {}
            Ok(false) => return Ok(Ended::Lost),
            Err(WithdrawError::Store(error)) => return Err(error),
            // Somebody was faster: the next try finds the case touched.
            Err(error) => return Err(crate::db::StoreError::Unavailable(error.to_string())),
        }
    }
    Ok(Ended::Whole)
}

fn take_back(
    conn: &mut DbConn,
    desk: &Desk,
    staff: &Staff,
    job: &Job,
    case_id: CaseId,
    rows: &[&ListedRow],
) -> Result<(), WithdrawError> {
    let (now, key) = (desk.now(), keys::of_month(conn, &desk.vault, desk.now())?);
    let case = cases::case_by_id(conn, case_id)?;
    let why = match &case {
        _ if rows.iter().any(|row| row.verdict == RowVerdict::Added) => {
            Some("người này được thêm vào hồ sơ có từ trước")
        }
        None => Some("hồ sơ không còn"),
        Some(case) => why_kept(conn, case)?,
    };
    if let (None, Some(case)) = (why, &case) {
        outbox::forget(conn, &[format!("case-received:{case_id}")], now)?;
        withdraw::withdraw(conn, desk, Some(staff), case, now)?;
        cases::rehash::forget_import(conn, case_id)?;
    }
    for row in rows {
        let mut row = (*row).clone();
        row.verdict = if why.is_some() { RowVerdict::Kept } else { RowVerdict::Withdrawn };
        row.said.reasons = why.map(str::to_owned).into_iter().collect();
        store::set_row(conn, &desk.vault, &key, job.id, &row)?;
    }
    Ok(())
}

/// Why a case stays; none when nobody has touched it and nobody knows of it.
fn why_kept(conn: &mut DbConn, case: &Case) -> StoreResult<Option<&'static str>> {
    if case.state() != State::Filed || !visits::of_case(conn, case.id)?.is_empty() {
        return Ok(Some("hồ sơ đã được xử lý"));
    }
    let entries = audit::store::entries_of(conn, &audit::case_subject(case.id))?;
    let filed = entries.iter().filter(|entry| NO_TOUCH[..2].contains(&entry.2.as_str())).count();
    if filed > 1 || entries.iter().any(|entry| !NO_TOUCH.contains(&entry.2.as_str())) {
        return Ok(Some("đã có người sửa hồ sơ"));
    }
    let mails = outbox::facts_of(conn, &[format!("case-received:{}", case.id)])?;
    if mails.iter().any(|mail| mail.sent_at.is_some()) {
        return Ok(Some("gia đình đã nhận thư báo"));
    }
    Ok(None)
}
