//! How many places the public may keep at a time without anybody having looked at a case, however it takes them: as
//! holds, or as half-days of cases that are not approved. Staff are known by name and not counted.
use super::booker::Booker;
use crate::db::{DbConn, StoreResult};
use crate::visits::store::{HoldsOf, places_kept};

/// Whose budget is used up, with the places that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverBudget {
    /// The telephone keeps as many places as it may.
    #[error(
        "Số điện thoại này đang giữ {0} buổi, kể cả buổi đã đặt mà hồ sơ chưa được duyệt. Hãy gửi hồ sơ, trả bớt một buổi, hoặc chờ cán bộ duyệt."
    )]
    Contact(i64),
    /// The address keeps as many places as it may.
    #[error(
        "Địa chỉ này đang giữ {0} buổi, kể cả buổi đã đặt mà hồ sơ chưa được duyệt. Hãy gửi hồ sơ, trả bớt một buổi, hoặc chờ cán bộ duyệt."
    )]
    Address(i64),
}

/// Why one more place would be too many for a telephone or a door, both by their keyed hashes; none when it is not.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn over_budget(
    conn: &mut DbConn,
    booker: Booker<'_>,
    contact_hash: &str,
    address_hash: &str,
) -> StoreResult<Option<OverBudget>> {
    if booker.staff.is_some() {
        return Ok(None);
    }
    let settings = &booker.desk.settings.booking;
    let by_contact = places_kept(conn, HoldsOf::Contact(contact_hash), booker.now)?;
    if by_contact >= settings.holds_per_contact_max {
        return Ok(Some(OverBudget::Contact(by_contact)));
    }
    let by_address = places_kept(conn, HoldsOf::Address(address_hash), booker.now)?;
    Ok((by_address >= settings.holds_per_address_max).then_some(OverBudget::Address(by_address)))
}
