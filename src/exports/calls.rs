//! The call list. What is to be said may quote a question about somebody's health, so it is one of those columns.
use super::ExportError;
use super::asked::Asked;
use super::table::{Column, Table, health, plain};
use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::desk::Desk;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::call::{self, Call};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    plain("Người liên hệ"),
    plain("Quan hệ"),
    plain("Điện thoại"),
    plain("Mã hồ sơ"),
    plain("Phường, xã"),
    plain("Điều cần báo"),
    plain("Vì sao phải gọi"),
    plain("Chưa báo từ"),
    health("Lời gọi"),
];

/// Collects it.
///
/// # Errors
/// [`ExportError`].
pub fn fill(
    desk: &Desk,
    tables: &CaseTables,
    staff: &Staff,
    asked: &Asked,
    table: &mut Table,
) -> Result<(), ExportError> {
    let calls = desk.db.write(|conn| call::list(conn, staff, &desk.vault, desk.now()))?;
    let wanted = calls.iter().filter(|call| asked.reaches(&call.ward_code));
    wanted.into_iter().try_for_each(|call| table.add(call.fact.case_id, row(tables, call)))
}

fn row(tables: &CaseTables, call: &Call) -> [String; 9] {
    let contact = &call.household.contact;
    [
        contact.name.to_string(),
        contact.relation.label().to_owned(),
        contact.phone.shown.clone(),
        call.code.clone(),
        tables.ward_name(&call.ward_code),
        call.fact.kind.label().to_owned(),
        call.why.label().to_owned(),
        said::moment(Words::VIETNAMESE, call.since),
        call.script.clone(),
    ]
}
