//! The waiting list in the fair order (R25). Why somebody stands where they stand tells of their health.
use std::collections::HashMap;

use super::ExportError;
use super::asked::Asked;
use super::table::{Column, Table, health, plain};
use crate::accounts::{Permission, Staff};
use crate::booking::Board;
use crate::booking::invitations::store as invitations;
use crate::booking::waiting::{self, Waiter};
use crate::db::{StoreError, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::ids::VisitId;
use crate::planning::priority::{Waiting, in_order};
use crate::text::dates::short_date;
use crate::text::messages::Words;

/// Its columns.
pub const COLUMNS: &[Column] = &[
    plain("Thứ tự"),
    plain("Mã hồ sơ"),
    plain("Phường, xã"),
    plain("Địa chỉ"),
    plain("Người liên hệ"),
    plain("Điện thoại"),
    plain("Số người"),
    plain("Ngày nhận"),
    plain("Đã chờ (ngày)"),
    plain("Không đến trước"),
    plain("Đang mời nhận"),
    health("Điểm"),
    health("Lý do đứng trước"),
];

/// Collects it. Places are those among all whom the account may see, whatever wards are wanted.
///
/// # Errors
/// [`ExportError`].
pub fn fill(desk: &Desk, board: &Board, staff: &Staff, asked: &Asked, table: &mut Table) -> Result<(), ExportError> {
    let now = desk.now();
    let wards = staff.wards_of(Permission::Plan);
    let (waiters, live) = desk.db.write(|conn| -> StoreResult<_> {
        Ok((waiting::all(conn, desk, board, wards, now)?, invitations::live(conn)?))
    })?;
    let all: Vec<Waiting> = waiters.iter().map(|waiter| waiter.waiting.clone()).collect();
    let by_visit: HashMap<VisitId, &Waiter> = waiters.iter().map(|waiter| (waiter.visit.id, waiter)).collect();
    for turn in in_order(&all, board.reference.weights_on(now.date())?, now.date(), now) {
        let Some(waiter) = by_visit.get(&turn.waiting.visit_id) else { continue };
        let case = &waiter.case.case;
        if !asked.reaches(&case.ward_code) {
            continue;
        }
        let household = case.unseal(&desk.vault, &waiter.case.applicants).map_err(StoreError::from);
        let Some(household) = unless_unreadable(household, "cases", case.id)? else { continue };
        let invitation = live.iter().find(|one| one.visit_id == waiter.visit.id && one.until > now);
        let not_before = case.not_before.and_then(|limit| limit.ahead(now.date()));
        let reasons: Vec<String> = turn.priority.rows().into_iter().map(|(words, _)| words).collect();
        let cells = [
            turn.place.to_string(),
            case.code.clone(),
            board.reference.cases.ward_name(&case.ward_code),
            household.address.door(),
            household.contact.name.to_string(),
            household.contact.phone.shown.clone(),
            waiter.visit.captures.to_string(),
            short_date(case.filed_at.date()),
            (now.date() - case.filed_at.date()).num_days().to_string(),
            not_before.map(|limit| short_date(limit.on)).unwrap_or_default(),
            invitation.map(|one| one.label(Words::VIETNAMESE)).unwrap_or_default(),
            turn.priority.points().to_string(),
            reasons.join(", "),
        ];
        table.add(case.id, cells)?;
    }
    Ok(())
}
