//! Undoes an edit, or does it again: its rows are written back as they were, while nothing else has changed. What families
//! were told of another hour is not taken back in silence: that is a move of its own.
use super::content::Content;
use super::write::other_team;
use super::{DutyVersion, EditDone, EditedDuty, Editor, HandEdit, HandError, Informs, store};
use crate::accounts::NotAllowed;
use crate::audit::{self, Action};
use crate::booking::board::Board;
use crate::booking::sequence::Sequence;
use crate::db::{DbConn, StoreError};
use crate::ids::{CaseId, DutyId, HandEditId, VisitId};
use crate::teams::{may_arrange, store as teams};
use crate::visits::store as visits;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Back to what was before the edit.
    Undo,
    /// The edit again.
    Redo,
}

/// Undoes or redoes an edit.
///
/// # Errors
/// [`HandError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "undo_by_hand", skip_all, fields(edit_id = %id))]
pub fn undo(conn: &mut DbConn, editor: Editor<'_>, id: HandEditId, way: Way) -> Result<EditDone, HandError> {
    let edit = store::find(conn, id)?.ok_or(HandError::NotFound)?;
    let duty_ids: Vec<DutyId> = edit.duties.iter().map(|duty| duty.duty_id).collect();
    teams::lock_duties(conn, &duty_ids)?;
    // Read again behind the lock: a colleague may have undone it meanwhile.
    let edit = store::find(conn, id)?.ok_or(HandError::NotFound)?;
    check(conn, editor, &edit, way)?;
    let [before, after] = store::contents(conn, id)?;
    let (from, to) = match way {
        Way::Undo => (after, before),
        Way::Redo => (before, after),
    };
    lock_cases(conn, &from, &to)?;
    to.write_over(conn, &from)?;
    for moved in to.moved_from(&from) {
        let visit = visits::find(conn, moved)?.ok_or_else(StoreError::overtaken)?;
        let source = from.stops.iter().find(|stop| stop.visit_id == moved).map(|stop| stop.duty_id);
        let duty = match visit.duty_id {
            Some(duty_id) => teams::duty(conn, duty_id)?,
            None => None,
        };
        if let Some((source, duty)) = source.zip(duty).filter(|_| edit.informs == Informs::Officers) {
            other_team(conn, editor, &visit, source, &duty)?;
        }
    }
    let undone = (way == Way::Undo).then_some((editor.staff.account_id, editor.booker.now));
    store::set_undone(conn, id, undone)?;
    let versions = rename(conn, editor, &edit, way)?;
    for duty in &duty_ids {
        check_driven(conn, editor.booker.board, *duty)?;
        audit::note(conn, Some(editor.staff), Action::Arrange, &format!("duty:{duty}"), None, editor.booker.now)?;
    }
    Ok(EditDone { id, informs: edit.informs, versions })
}

/// The stamp under which a duty must stand for this to be possible.
pub fn stamp_wanted(duty: &EditedDuty, way: Way) -> i64 {
    match way {
        Way::Undo => duty.stamp_after,
        Way::Redo => duty.stamp_before,
    }
}

fn check(conn: &mut DbConn, editor: Editor<'_>, edit: &HandEdit, way: Way) -> Result<(), HandError> {
    for duty in &edit.duties {
        let duty = teams::duty(conn, duty.duty_id)?.ok_or(HandError::NotFound)?;
        if !may_arrange(editor.staff, &duty.team.ward_codes) {
            return Err(NotAllowed::Ward.into());
        }
        if duty.on <= editor.booker.now.date() {
            return Err(HandError::Begun);
        }
    }
    if edit.undone_at.is_some() == (way == Way::Undo) {
        let what = if way == Way::Undo { "đã được hoàn tác" } else { "chưa được hoàn tác" };
        return Err(HandError::ChangedSince(format!("Việc này {what} rồi; tải lại bảng để xem.")));
    }
    if edit.informs == Informs::Time {
        let why = "Gia đình đã được báo giờ mới, nên không hoàn tác trong im lặng được. Chuyển hộ này về chỗ cũ: gia đình \
                   được báo lại một lần.";
        return Err(HandError::ChangedSince(why.to_owned()));
    }
    let ids: Vec<DutyId> = edit.duties.iter().map(|duty| duty.duty_id).collect();
    let now = store::named(conn, &ids)?;
    let is_same =
        |duty: &EditedDuty| now.iter().any(|now| (now.duty_id, now.stamp) == (duty.duty_id, stamp_wanted(duty, way)));
    if let Some(duty) = edit.duties.iter().find(|duty| !is_same(duty)) {
        let id = duty.duty_id;
        let why = format!(
            "Ca số {id} đã đổi sau việc này (đặt buổi, xếp lịch, sửa ca hoặc đặt tay khác), nên không hoàn tác nguyên vẹn \
             được."
        );
        return Err(HandError::ChangedSince(why));
    }
    Ok(())
}

/// Locks the cases of those who move; whoever is on the way stays where it is.
fn lock_cases(conn: &mut DbConn, from: &Content, to: &Content) -> Result<(), HandError> {
    let all: Vec<VisitId> = from.stops.iter().map(|stop| stop.visit_id).collect();
    let mut cases: Vec<CaseId> = Vec::new();
    for id in &all {
        cases.extend(visits::find(conn, *id)?.map(|visit| visit.case_id));
    }
    cases.sort_unstable();
    cases.dedup();
    crate::cases::store::lock(conn, &cases)?;
    for id in to.moved_from(from) {
        let visit = visits::find(conn, id)?.ok_or_else(StoreError::overtaken)?;
        if !visit.is_movable() {
            return Err(HandError::ChangedSince("Tổ đã lên đường tới một hộ của việc này.".to_owned()));
        }
    }
    Ok(())
}

/// Gives the contents new stamps, and says so to every edit that rests on them.
fn rename(conn: &mut DbConn, editor: Editor<'_>, edit: &HandEdit, way: Way) -> Result<Vec<DutyVersion>, HandError> {
    let ids: Vec<DutyId> = edit.duties.iter().map(|duty| duty.duty_id).collect();
    for id in &ids {
        teams::restamp(conn, *id, &editor.booker.desk.dice)?;
    }
    let named = store::named(conn, &ids)?;
    for now in &named {
        let Some(duty) = edit.duties.iter().find(|duty| duty.duty_id == now.duty_id) else { continue };
        let old = match way {
            Way::Undo => duty.stamp_before,
            Way::Redo => duty.stamp_after,
        };
        store::rename_stamp(conn, now.duty_id, old, now.stamp)?;
    }
    Ok(named.iter().map(|now| DutyVersion { duty_id: now.duty_id, version: now.version }).collect())
}

/// What was feasible may be so no more: a window was told since, or a road changed.
fn check_driven(conn: &mut DbConn, board: &Board, duty_id: DutyId) -> Result<(), HandError> {
    let stored = board.stored(conn, duty_id)?.ok_or(HandError::NotFound)?;
    let roads = board.roads(stored.duty.on);
    let sequence = Sequence::driven(&stored.duty, stored.members, stored.freed, &roads, &board.reference);
    sequence.map(drop).map_err(|refusal| HandError::Refused(stored.duty.team.name, refusal))
}
