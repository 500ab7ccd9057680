//! The plan: the stops of the duties of some days, in driving order.
use std::collections::HashMap;

use super::ExportError;
use super::asked::Asked;
use super::table::{Column, Table, health, plain};
use crate::cases::CaseTables;
use crate::cases::case::PlannableCase;
use crate::cases::household::Household;
use crate::cases::store as cases;
use crate::db::{DbConn, StoreError, StoreResult, unless_unreadable};
use crate::desk::Desk;
use crate::ids::{CaseId, DutyId, VisitId};
use crate::teams::duty::Duty;
use crate::teams::store as teams;
use crate::text::dates::short_date;
use crate::text::said;
use crate::visits::store;
use crate::visits::visit::{Stop, Visit};

/// Duties whose households are read together.
const READ_AT_ONCE: usize = 20;

/// Its columns.
pub const COLUMNS: &[Column] = &[
    plain("Ngày"),
    plain("Buổi"),
    plain("Tổ"),
    plain("Ca"),
    plain("Thứ tự"),
    plain("Đến lúc"),
    plain("Khung giờ đã báo"),
    plain("Mã hồ sơ"),
    plain("Phường, xã"),
    plain("Địa chỉ"),
    plain("Người liên hệ"),
    plain("Điện thoại"),
    plain("Số người"),
    plain("Tình trạng"),
    health("Đi lại"),
];

/// A stop with all that stands in a file about it.
pub struct FullStop<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// 1, 2, 3 … in driving order.
    pub number: usize,
    /// When.
    pub stop: &'a Stop,
    /// The visit.
    pub visit: &'a Visit,
    /// Its case with the people.
    pub case: &'a PlannableCase,
    /// In clear.
    pub household: Household,
}

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
    each(conn, desk, asked, |_, stops| stops.iter().try_for_each(|one| table.add(one.case.case.id, row(tables, one))))
}

/// Goes through the stops of the wanted days and wards, some duties at a time.
///
/// # Errors
/// [`ExportError`].
pub fn each(
    conn: &mut DbConn,
    desk: &Desk,
    asked: &Asked,
    mut work: impl FnMut(&mut DbConn, &[FullStop<'_>]) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let duties = teams::duties_between(conn, asked.from, asked.to, None)?;
    let wanted = |duty: &&Duty| asked.duty_id.is_none_or(|id| duty.id == id);
    for some in duties.iter().filter(wanted).collect::<Vec<_>>().chunks(READ_AT_ONCE) {
        let ids: Vec<DutyId> = some.iter().map(|duty| duty.id).collect();
        let stops = store::stops_of_duties(conn, &ids)?;
        let visit_ids: Vec<VisitId> = stops.iter().map(|stop| stop.visit_id).collect();
        let visits: HashMap<VisitId, Visit> =
            store::of_ids(conn, &visit_ids)?.into_iter().map(|visit| (visit.id, visit)).collect();
        let cases = cases_of(conn, asked, visits.values())?;
        let mut full = Vec::new();
        for duty in some {
            for (stop, number) in stops.iter().filter(|stop| stop.duty_id == duty.id).zip(1..) {
                let Some(visit) = visits.get(&stop.visit_id) else { continue };
                let Some(case) = cases.get(&visit.case_id) else { continue };
                let household = case.case.unseal(&desk.vault, &case.applicants).map_err(StoreError::from);
                if let Some(household) = unless_unreadable(household, "cases", case.case.id)? {
                    full.push(FullStop { duty, number, stop, visit, case, household });
                }
            }
        }
        work(conn, &full)?;
    }
    Ok(())
}

/// The cases of some visits that lie in the wanted wards.
fn cases_of<'a>(
    conn: &mut DbConn,
    asked: &Asked,
    visits: impl Iterator<Item = &'a Visit>,
) -> StoreResult<HashMap<CaseId, PlannableCase>> {
    let mut ids: Vec<CaseId> = visits.map(|visit| visit.case_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let all = cases::with_people(conn, &ids)?.into_iter().filter(|case| asked.reaches(&case.case.ward_code));
    Ok(all.map(|case| (case.case.id, case)).collect())
}

fn row(tables: &CaseTables, one: &FullStop<'_>) -> [String; 15] {
    let (case, household, visit) = (&one.case.case, &one.household, one.visit);
    let mut mobility: Vec<&str> = household.people.iter().map(|person| person.mobility.label()).collect();
    mobility.dedup();
    [
        short_date(one.duty.on),
        visit.booking.map(|booking| booking.half_day.label().to_owned()).unwrap_or_default(),
        one.duty.team.name.clone(),
        one.duty.id.to_string(),
        one.number.to_string(),
        one.stop.times.map(|times| said::clock(times.arrives_secs)).unwrap_or_default(),
        visit.promise.map(|promise| said::span(promise.from_secs, promise.to_secs)).unwrap_or_default(),
        case.code.clone(),
        tables.ward_name(&case.ward_code),
        household.address.door(),
        household.contact.name.to_string(),
        household.contact.phone.shown.clone(),
        visit.captures.to_string(),
        visit.state_in(case).label().to_owned(),
        mobility.join(", "),
    ]
}
