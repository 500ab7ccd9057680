//! Lists are carried out one after the other, beside everything else: a household in a transaction, outside any request,
//! under a lease that another process takes over when this one dies. What a household's rows became is stored with it, so
//! that whoever comes after does only the rest.
use super::store::{self, Job};
use super::work::{Ended, lease};
use super::{ListState, TO_DO, check, undo};
use crate::accounts::{Staff, store as accounts};
use crate::cases::CaseTables;
use crate::cases::import::{self, ImportError};
use crate::db::{StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::SignInId;
use crate::keys;
use crate::outbox::stop::Stop;

/// Rows that are read at once to see what is still to do; more than a list has.
const ALL_ROWS: i64 = 1_000_000;
/// Lists whose report is forgotten in a round.
const FORGOTTEN_AT_ONCE: i64 = 50;

/// Carries out, or undoes, the oldest list that nobody holds; gives whether there was one.
///
/// # Errors
/// [`StoreError`] when the database cannot be asked: the list is then taken up again.
pub fn one(desk: &Desk, tables: &CaseTables, stop: &Stop) -> StoreResult<bool> {
    let now = desk.now();
    if stop.is_asked() || !desk.db.read(|conn| store::is_any_free(conn, now))? {
        return Ok(false);
    }
    let until = lease(desk);
    match desk.db.write(|conn| store::claim(conn, until, now))? {
        Some(job) => in_hand(desk, tables, &job, stop).map(|()| true),
        None => Ok(false),
    }
}

/// Forgets the content of lists whose time is over, and later what became of their rows; gives their number.
///
/// # Errors
/// [`StoreError`].
pub fn forget(desk: &Desk) -> StoreResult<usize> {
    let now = desk.now();
    let before = now - chrono::Duration::days(desk.settings.lists.report_days);
    desk.db.write(|conn| {
        store::forget_reports(conn, before, FORGOTTEN_AT_ONCE)?;
        store::forget_contents(conn, now)
    })
}

#[tracing::instrument(name = "carry_out_list", skip_all, fields(list_id = %job.id))]
fn in_hand(desk: &Desk, tables: &CaseTables, job: &Job, stop: &Stop) -> StoreResult<()> {
    let account = desk.db.read(|conn| accounts::find(conn, job.account_id))?;
    let staff = account.filter(|account| account.disabled_at.is_none()).map(|one| Staff::of(one, SignInId::UNSTORED));
    let Some(staff) = staff.filter(|_| job.tries <= desk.settings.lists.tries_max) else {
        return end(desk, job, ListState::Failed);
    };
    let ended = if job.is_undo { undo::undo(desk, &staff, job, stop) } else { import(desk, tables, &staff, job, stop) };
    match ended? {
        Ended::Whole if job.is_undo => end(desk, job, ListState::Undone),
        Ended::Whole => end(desk, job, ListState::Done),
        Ended::Stopped => desk.db.write(|conn| store::lay_back(conn, job)),
        Ended::Lost => {
            tracing::warn!(list = %job.id, "another process had taken this list over");
            Ok(())
        }
    }
}

fn end(desk: &Desk, job: &Job, state: ListState) -> StoreResult<()> {
    let now = desk.now();
    // What was undone can be put right and confirmed again, as a list that is looked at for the first time.
    let expires_at = match state {
        ListState::Done => now + chrono::Duration::from(desk.settings.lists.undo_secs),
        _ => super::change::drafted_until(desk, now),
    };
    desk.db.write(|conn| store::end(conn, job, state, expires_at, now))?;
    Ok(())
}

fn import(desk: &Desk, tables: &CaseTables, staff: &Staff, job: &Job, stop: &Stop) -> StoreResult<Ended> {
    import::find_earlier_homes(desk)?;
    // A list is brought at one moment; how long it takes is counted by the lease.
    let still = desk.at_one_moment();
    let (content, rows) = desk.db.read(|conn| -> StoreResult<_> {
        let content = store::content(conn, &desk.vault, job.id)?;
        Ok((content, store::rows(conn, &desk.vault, job.id, &TO_DO, 0, ALL_ROWS)?))
    })?;
    let content = content.ok_or_else(|| StoreError::Damaged(format!("list {}", job.id)))?;
    let table = content.table().map_err(|error| StoreError::Damaged(format!("list {}: {error}", job.id)))?;
    let lister = check::lister(staff);
    for household in import::prepare(&still, tables, &lister, &table).households {
        let lines: Vec<u64> = household.lines().filter(|line| rows.iter().any(|row| row.line == *line)).collect();
        if lines.is_empty() {
            continue;
        }
        if stop.is_asked() {
            return Ok(Ended::Stopped);
        }
        let (until, count) = (lease(desk), i32::try_from(lines.len()).unwrap_or(i32::MAX));
        let is_ours = desk.db.write(|conn| -> Result<bool, ImportError> {
            if !store::add_done(conn, job, count, until)? {
                return Ok(false);
            }
            let key = keys::of_month(conn, &still.vault, still.now())?;
            for report in import::keep(conn, &still, tables, &lister, &household)? {
                if lines.contains(&report.line) {
                    store::set_row(conn, &still.vault, &key, job.id, &check::row(report))?;
                }
            }
            Ok(true)
        });
        match is_ours {
            Ok(true) => {}
            Ok(false) => return Ok(Ended::Lost),
            Err(ImportError::Store(error)) => return Err(error),
            Err(ImportError::File(error)) => return Err(StoreError::Damaged(error.to_string())),
        }
    }
    Ok(Ended::Whole)
}
