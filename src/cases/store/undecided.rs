//! Cases on which nobody has decided.
use super::*;

/// An undecided case.
pub struct Undecided {
    /// When it was filed.
    pub filed_at: Timestamp,
    /// A dispatcher asked its family something.
    pub is_asked: bool,
    /// The family has answered.
    pub is_answered: bool,
}

/// Those in these wards (none = all), in no order.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn undecided(conn: &mut DbConn, ward_codes: Option<&[String]>) -> StoreResult<Vec<Undecided>> {
    let mut query = cases::table
        .left_join(case_answers::table)
        .filter(live())
        .filter(cases::verified_at.is_null())
        .select((cases::filed_at, cases::question.is_not_null(), case_answers::answered_at.nullable().is_not_null()))
        .into_boxed();
    if let Some(ward_codes) = ward_codes {
        query = query.filter(cases::ward_code.eq_any(ward_codes));
    }
    let rows: Vec<(Timestamp, bool, bool)> = query.load(conn)?;
    let row = |(filed_at, is_asked, is_answered)| Undecided { filed_at, is_asked, is_answered };
    Ok(rows.into_iter().map(row).collect())
}

/// The code of the case after this one on which a dispatcher can decide now, the oldest when none comes after.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn next_undecided(conn: &mut DbConn, ward_codes: Option<&[String]>, after: CaseId) -> StoreResult<Option<String>> {
    let mut first = None;
    for from in [after, CaseId(0)] {
        let wanted = Wanted {
            ward_codes: ward_codes.map(<[String]>::to_vec),
            state: None,
            waits_for: Some(WaitsFor::Office),
            found_by: None,
            after: from.0,
            is_newest_first: false,
            limit: 1,
        };
        first = first.or(list(conn, &wanted)?.into_iter().next().filter(|case| case.id != after));
    }
    Ok(first.map(|case| case.code))
}
