//! Makes an edit: locks what it changes in the one order, compares versions, has it checked, writes rows and what undoes it.
use chrono::NaiveDate;

use super::content::Content;
use super::moved::{Rearranged, moved, swapped};
use super::store::{self, NewEdit};
use super::write::carry_out;
use super::{Act, DutyVersion, EditDone, EditedDuty, Editor, HandError, Informs, Subject, WantedEdit};
use crate::accounts::{NotAllowed, Permission};
use crate::audit::{self, Action};
use crate::booking::store::StoredSequence;
use crate::db::{DbConn, StoreError};
use crate::field_problem::FieldProblem;
use crate::ids::{CaseId, DutyId, VisitId};
use crate::teams::locked_duty::LockedDuty;
use crate::teams::{may_arrange, store as teams};
use crate::visits::hand_placement::HandPlacement;
use crate::visits::lock::lock_cases;
use crate::visits::store as visits;

/// The rows before and after, and what families learn of it.
struct Change {
    informs: Informs,
    before: Content,
    after: Content,
}

/// Does what is wanted of a duty.
///
/// # Errors
/// [`HandError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(name = "edit_by_hand", skip_all, fields(duty_id = %duty_id))]
pub fn edit(
    conn: &mut DbConn,
    editor: Editor<'_>,
    duty_id: DutyId,
    wanted: &WantedEdit,
) -> Result<EditDone, HandError> {
    let Editor { booker, staff } = editor;
    let subjects = lock(conn, editor, duty_id, wanted)?;
    let mut duty_ids = vec![duty_id];
    duty_ids.extend(subjects.iter().filter_map(|one| one.visit.duty_id));
    duty_ids.sort_unstable();
    duty_ids.dedup();
    let stored = check_all(conn, editor, &duty_ids, wanted)?;
    let before = store::content(conn, &duty_ids)?;
    let mut after = before.clone();
    let mut informs = Informs::Nobody;
    let rearranged = match wanted.act {
        Act::Move => Some(moved(conn, editor, &stored, duty_id, &subjects[0], wanted)?),
        Act::Swap => Some(swapped(editor, &stored, &subjects)?),
        Act::Pin | Act::Unpin if subjects[0].visit.duty_id != Some(duty_id) => {
            return Err(HandError::NotPossible("Hộ này không còn ở ca này; xem lại rồi làm lại.".to_owned()));
        }
        Act::Pin | Act::Unpin => None,
        Act::Lock => {
            let locked = LockedDuty { duty_id, locked_by: staff.account_id, locked_at: booker.now };
            after.locked = vec![locked];
            None
        }
        Act::Unlock => {
            after.locked.clear();
            None
        }
    };
    pin(&mut after, editor, duty_id, wanted.act, &subjects, rearranged.as_ref());
    if before == after && rearranged.is_none() {
        return Err(HandError::NotPossible(format!("Không có gì để {}: đã như vậy rồi.", wanted.act.label())));
    }
    for id in &duty_ids {
        teams::restamp(conn, *id, &booker.desk.dice)?;
    }
    match &rearranged {
        Some(rearranged) => {
            informs = carry_out(conn, editor, &subjects, rearranged, &before, &mut after)?;
        }
        None => after.write_over(conn, &before)?,
    }
    let on = stored.iter().find(|one| one.duty.id == duty_id).map(|one| one.duty.on).ok_or(HandError::NotFound)?;
    note(conn, editor, &stored, on, wanted, &Change { informs, before, after })
}

/// Locks the duties and the cases of the visits that are named; gives these as they stand then.
fn lock(
    conn: &mut DbConn,
    editor: Editor<'_>,
    duty_id: DutyId,
    wanted: &WantedEdit,
) -> Result<Vec<Subject>, HandError> {
    let mut cases: Vec<CaseId> = Vec::new();
    let ids = subjects_of(wanted)?;
    for id in &ids {
        let visit = visits::find(conn, *id)?.ok_or(HandError::NotFound)?;
        if !cases.contains(&visit.case_id) {
            cases.push(visit.case_id);
        }
    }
    let locked = lock_cases(conn, &cases, &[duty_id])?;
    let mut subjects = Vec::new();
    for id in ids {
        let found = locked.iter().find_map(|(case, all)| Some((case, all.iter().find(|visit| visit.id == id)?)));
        let (case, visit) = found.ok_or_else(StoreError::overtaken)?;
        if !editor.staff.may_in_ward(Permission::Plan, &case.ward_code) {
            return Err(NotAllowed::Ward.into());
        }
        if !visit.is_movable() {
            return Err(HandError::NotPossible(
                "Lượt này không chuyển được nữa: tổ đã lên đường, hoặc đã có kết quả.".to_owned(),
            ));
        }
        if visit.booking.is_none() && !case.is_approved() {
            return Err(HandError::NotPossible("Hồ sơ này chưa được duyệt. Duyệt trước, rồi xếp.".to_owned()));
        }
        subjects.push(Subject { visit: visit.clone(), case: case.clone() });
    }
    Ok(subjects)
}

fn subjects_of(wanted: &WantedEdit) -> Result<Vec<VisitId>, HandError> {
    let named = |id: Option<VisitId>, pointer: &str| {
        let missing = || HandError::Field(FieldProblem::new(pointer, "required", "Chọn một hộ trên bảng.".to_owned()));
        id.ok_or_else(missing)
    };
    Ok(match wanted.act {
        Act::Lock | Act::Unlock => Vec::new(),
        Act::Move | Act::Pin | Act::Unpin => vec![named(wanted.visit_id, "/visit_id")?],
        Act::Swap => {
            let pair = [named(wanted.visit_id, "/visit_id")?, named(wanted.other_visit_id, "/other_visit_id")?];
            if pair[0] == pair[1] {
                let same = "Chọn hộ khác để đổi chỗ.".to_owned();
                return Err(HandError::Field(FieldProblem::new("/other_visit_id", "same", same)));
            }
            pair.to_vec()
        }
    })
}

/// Whether this person may edit these duties now, as they have read them.
fn check_all(
    conn: &mut DbConn,
    editor: Editor<'_>,
    duty_ids: &[DutyId],
    wanted: &WantedEdit,
) -> Result<Vec<StoredSequence>, HandError> {
    let mut stored = Vec::new();
    let mut stale = Vec::new();
    for id in duty_ids {
        let sequence = editor.booker.board.stored(conn, *id)?.ok_or(HandError::NotFound)?;
        if !may_arrange(editor.staff, &sequence.duty.team.ward_codes) {
            return Err(NotAllowed::Ward.into());
        }
        let read = wanted.versions.iter().find(|one| one.duty_id == *id);
        if read.is_none_or(|read| read.version != sequence.duty.version) {
            stale.push(*id);
        }
        stored.push(sequence);
    }
    if !stale.is_empty() {
        return Err(HandError::Stale(stale));
    }
    let locked = teams::locked_duties(conn, duty_ids)?;
    for sequence in &stored {
        if sequence.duty.on <= editor.booker.now.date() {
            return Err(HandError::Begun);
        }
        if !sequence.unreadable.is_empty() {
            let why = "Ca này có hộ mà dữ liệu không đọc được: xin báo quản trị viên.";
            return Err(HandError::NotPossible(why.to_owned()));
        }
        let is_locked = locked.iter().any(|one| one.duty_id == sequence.duty.id);
        if is_locked && !matches!(wanted.act, Act::Lock | Act::Unlock) {
            return Err(HandError::Locked(sequence.duty.team.name.clone()));
        }
    }
    Ok(stored)
}

/// Whoever was moved by hand stays where it was put.
fn pin(
    after: &mut Content,
    editor: Editor<'_>,
    duty_id: DutyId,
    act: Act,
    subjects: &[Subject],
    rearranged: Option<&Rearranged>,
) {
    for one in subjects {
        let known = after.placements.iter().position(|placed| placed.visit_id == one.visit.id);
        if act == Act::Pin && known.is_some_and(|at| after.placements[at].duty_id == duty_id) {
            continue;
        }
        after.placements.retain(|placed| placed.visit_id != one.visit.id);
        if act == Act::Unpin {
            continue;
        }
        let to = rearranged.and_then(|rearranged| rearranged.duty_of(one.visit.id)).unwrap_or(duty_id);
        after.placements.push(HandPlacement {
            visit_id: one.visit.id,
            duty_id: to,
            placed_by: editor.staff.account_id,
            placed_at: editor.booker.now,
        });
    }
    after.placements.sort_by_key(|placed| placed.visit_id);
}

fn note(
    conn: &mut DbConn,
    editor: Editor<'_>,
    stored: &[StoredSequence],
    on: NaiveDate,
    wanted: &WantedEdit,
    change: &Change,
) -> Result<EditDone, HandError> {
    let ids: Vec<DutyId> = stored.iter().map(|one| one.duty.id).collect();
    let named = store::named(conn, &ids)?;
    let mut edited = Vec::new();
    for one in stored {
        let now = named.iter().find(|now| now.duty_id == one.duty.id).ok_or_else(StoreError::overtaken)?;
        edited.push(EditedDuty { duty_id: now.duty_id, stamp_before: one.duty.stamp, stamp_after: now.stamp });
        let subject = format!("duty:{}", now.duty_id);
        audit::note(conn, Some(editor.staff), Action::Arrange, &subject, None, editor.booker.now)?;
    }
    let new = NewEdit {
        on,
        act: wanted.act,
        visit_id: wanted.visit_id,
        informs: change.informs,
        before: &change.before,
        after: &change.after,
        duties: &edited,
        made_by: editor.staff.account_id,
    };
    let id = store::add(conn, &new, editor.booker.now)?;
    let version = |now: &store::Named| DutyVersion { duty_id: now.duty_id, version: now.version };
    Ok(EditDone { id, informs: change.informs, versions: named.iter().map(version).collect() })
}
