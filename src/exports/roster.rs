//! The roster of a day or a duty, a row for each person, as officers take it along. What is said at the door is not in it:
//! these words are on the roster's page alone.
use super::ExportError;
use super::asked::Asked;
use super::table::{Column, Table, health, plain};
use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::cases::household::Person;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::field_problem::FieldProblem;
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::text::dates::short_date;
use crate::visits::roster::{self, RosterDuty, RosterStop};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    plain("Ngày"),
    plain("Tổ"),
    plain("Ca"),
    plain("Thứ tự"),
    plain("Đến lúc"),
    plain("Mã hồ sơ"),
    plain("Phường, xã"),
    plain("Địa chỉ"),
    plain("Người liên hệ"),
    plain("Điện thoại"),
    plain("Người làm căn cước"),
    plain("Ngày sinh"),
    plain("Số định danh"),
    plain("Thủ tục"),
    plain("Trả thẻ"),
    health("Đi lại"),
    health("Mang theo"),
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
    let duties = desk.db.read(|conn| -> StoreResult<Option<Vec<Duty>>> {
        let Some(id) = asked.duty_id else {
            return Ok(Some(roster::duties_in_wards(conn, staff, asked.from)?));
        };
        let Some(duty) = teams::duty(conn, id)? else { return Ok(None) };
        let of_day = roster::duties_in_wards(conn, staff, duty.on)?;
        Ok(Some(of_day.into_iter().filter(|one| one.id == id).collect::<Vec<_>>()).filter(|found| !found.is_empty()))
    })?;
    let Some(duties) = duties else {
        let unknown = FieldProblem::new("/duty_id", "unknown", "Không có ca này trong địa bàn của tài khoản.");
        return Err(ExportError::Invalid(vec![unknown]));
    };
    // A duty in a transaction: each look is noted with it.
    for duty in duties {
        let now = desk.now();
        let read = desk.db.write(|conn| roster::of_duties(conn, Some(staff), desk, vec![duty.clone()], now))?;
        for duty in &read {
            for stop in duty.stops.iter().filter(|stop| asked.reaches(&stop.case.ward_code)) {
                add(tables, duty, stop, table)?;
            }
        }
    }
    Ok(())
}

fn add(tables: &CaseTables, duty: &RosterDuty, stop: &RosterStop, table: &mut Table) -> Result<(), ExportError> {
    if stop.household.people.is_empty() {
        return table.add(stop.case.id, row(tables, duty, stop, None));
    }
    stop.household.people.iter().try_for_each(|one| table.add(stop.case.id, row(tables, duty, stop, Some(one))))
}

fn row(tables: &CaseTables, duty: &RosterDuty, stop: &RosterStop, person: Option<&Person>) -> [String; 17] {
    let household = &stop.household;
    let identity = person.map(|person| &person.identity);
    [
        short_date(duty.duty.on),
        duty.duty.team.name.clone(),
        duty.duty.id.to_string(),
        stop.number.to_string(),
        stop.arrives(),
        stop.case.code.clone(),
        tables.ward_name(&stop.case.ward_code),
        household.address.door(),
        household.contact.name.to_string(),
        household.contact.phone.shown.clone(),
        identity.map_or_else(|| format!("{} người", stop.visit.captures), |one| one.name.to_string()),
        identity.map(|one| one.birth.to_string()).unwrap_or_default(),
        identity.map(|one| one.number.clone()).unwrap_or_default(),
        person.map(|one| one.procedure.label().to_owned()).unwrap_or_default(),
        stop.return_channel.label().to_owned(),
        person.map(|one| one.mobility.label().to_owned()).unwrap_or_default(),
        stop.bring.join("; "),
    ]
}
