//! Rows of `unvisited_cases`: approved cases whose visits nobody has opened yet. So nobody has to look for them among all
//! cases there ever were.
use diesel::prelude::*;

use super::{NAMED_AT_ONCE, live};
use crate::db::schema::{cases, unvisited_cases as unvisited};
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;

/// Notes that the visits of a case that was just approved are to be opened.
pub fn note(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    crate::insert_or_ignore!(conn, unvisited::table, unvisited::case_id.eq(case_id))?;
    Ok(())
}

/// Notes that they are open.
pub fn forget(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(unvisited::table.find(case_id)).execute(conn)?;
    Ok(())
}

/// Cases that stand and still lack their visits, in these wards (none = all), in order of their numbers.
pub fn list(conn: &mut DbConn, ward_codes: Option<&[String]>) -> StoreResult<Vec<CaseId>> {
    // In two steps: an engine that joins them may begin with all cases there are.
    let noted: Vec<CaseId> = unvisited::table.order(unvisited::case_id).select(unvisited::case_id).load(conn)?;
    let mut found = Vec::new();
    for ids in noted.chunks(NAMED_AT_ONCE) {
        let standing = cases::table.filter(cases::id.eq_any(ids)).filter(live());
        let mut query = standing.order(cases::id).select(cases::id).into_boxed();
        if let Some(codes) = ward_codes {
            query = query.filter(cases::ward_code.eq_any(codes));
        }
        found.extend(query.load::<CaseId>(conn)?);
    }
    Ok(found)
}

/// How many they are.
pub fn count(conn: &mut DbConn) -> StoreResult<usize> {
    Ok(list(conn, None)?.len())
}
