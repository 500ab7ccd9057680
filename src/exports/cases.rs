//! Cases by the day on which they were filed, newest first, a row for each person.
use super::ExportError;
use super::asked::Asked;
use super::table::{Column, Table, health, plain};
use crate::cases::CaseTables;
use crate::cases::case::{Case, PlannableCase};
use crate::cases::household::{Household, Person};
use crate::cases::store::{self, Wanted};
use crate::db::{DbConn, StoreError, unless_unreadable};
use crate::desk::Desk;
use crate::ids::CaseId;
use crate::text::dates::short_date;

/// Cases that are read with one statement.
const READ_AT_ONCE: i64 = 200;

/// Its columns.
pub const COLUMNS: &[Column] = &[
    plain("Mã hồ sơ"),
    plain("Tình trạng"),
    plain("Ngày nhận"),
    plain("Cách gửi"),
    plain("Phường, xã"),
    plain("Địa chỉ"),
    plain("Thôn, tổ dân phố"),
    plain("Người liên hệ"),
    plain("Quan hệ"),
    plain("Điện thoại"),
    plain("Người làm căn cước"),
    plain("Ngày sinh"),
    plain("Giới tính"),
    plain("Số định danh"),
    plain("Thủ tục"),
    plain("Cần có thẻ trước"),
    health("Đi lại"),
    health("Diện ưu tiên"),
    health("Lý do cần sớm"),
];

/// Collects them.
///
/// # Errors
/// [`ExportError`].
pub fn fill(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    asked: &Asked,
    table: &mut Table,
) -> Result<(), ExportError> {
    let mut wanted = Wanted {
        ward_codes: asked.ward_codes.clone(),
        state: asked.state,
        is_newest_first: true,
        limit: READ_AT_ONCE,
        ..Wanted::default()
    };
    loop {
        let found = store::list(conn, &wanted)?;
        let Some(last) = found.last() else { return Ok(()) };
        wanted.after = last.id.0;
        let ids: Vec<CaseId> =
            found.iter().filter(|case| asked.covers(case.filed_at.date())).map(|case| case.id).collect();
        for case in store::with_people(conn, &ids)?.iter().rev() {
            let household = case.case.unseal(&desk.vault, &case.applicants).map_err(StoreError::from);
            if let Some(household) = unless_unreadable(household, "cases", case.case.id)? {
                add(tables, case, &household, table)?;
            }
        }
        // A few may have come in out of turn; a whole piece of older ones is the end.
        if found.iter().all(|case| case.filed_at.date() < asked.from) {
            return Ok(());
        }
    }
}

fn add(tables: &CaseTables, case: &PlannableCase, household: &Household, table: &mut Table) -> Result<(), ExportError> {
    if household.people.is_empty() {
        return table.add(case.case.id, row(tables, &case.case, household, None));
    }
    for person in &household.people {
        table.add(case.case.id, row(tables, &case.case, household, Some(person)))?;
    }
    Ok(())
}

fn row(tables: &CaseTables, case: &Case, household: &Household, person: Option<&Person>) -> [String; 19] {
    let contact = &household.contact;
    let identity = person.map(|person| &person.identity);
    [
        case.code.clone(),
        case.state().label().to_owned(),
        short_date(case.filed_at.date()),
        case.channel.label().to_owned(),
        tables.ward_name(&case.ward_code),
        household.address.line.clone(),
        household.address.hamlet.clone().unwrap_or_default(),
        contact.name.to_string(),
        contact.relation.label().to_owned(),
        contact.phone.shown.clone(),
        identity.map_or_else(|| format!("{} người", case.expected_captures), |one| one.name.to_string()),
        identity.map(|one| one.birth.to_string()).unwrap_or_default(),
        identity.map(|one| one.sex.label().to_owned()).unwrap_or_default(),
        identity.map(|one| one.number.clone()).unwrap_or_default(),
        person.map(|one| one.procedure.label().to_owned()).unwrap_or_default(),
        case.deadline_on.map(short_date).unwrap_or_default(),
        person.map(|one| one.mobility.label().to_owned()).unwrap_or_default(),
        person.map(|one| one.groups.label()).unwrap_or_default(),
        case.deadline_reason.map(|reason| reason.label().to_owned()).unwrap_or_default(),
    ]
}
