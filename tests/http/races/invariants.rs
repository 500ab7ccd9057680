//! Invariants of what is stored, by SQL alone: a stop and its visit agree.
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use luudong::db::{Db, DbConn, StoreError};

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// What must not be there, with the query that finds it.
const FAULTS: &[(&str, &str)] = &[
    (
        "a stop whose visit is not booked in its duty",
        "SELECT s.visit_id AS id FROM stops s JOIN visits v ON v.id = s.visit_id
            WHERE v.cancelled_at IS NOT NULL OR v.booked_at IS NULL OR v.duty_id IS NULL OR v.duty_id <> s.duty_id",
    ),
    (
        "a stop on another date than its visit's",
        "SELECT s.visit_id AS id FROM stops s JOIN visits v ON v.id = s.visit_id JOIN duties d ON d.id = s.duty_id
            WHERE v.promised_on <> d.on_date",
    ),
    (
        "an open visit with a half-day and without a stop",
        "SELECT v.id AS id FROM visits v LEFT JOIN stops s ON s.visit_id = v.id
            WHERE v.cancelled_at IS NULL AND v.closed_at IS NULL AND v.promised_on IS NOT NULL AND s.visit_id IS NULL",
    ),
    (
        "a stop of an open visit in a cancelled duty",
        "SELECT s.visit_id AS id FROM stops s JOIN visits v ON v.id = s.visit_id JOIN duties d ON d.id = s.duty_id
            WHERE d.cancelled_at IS NOT NULL AND v.closed_at IS NULL",
    ),
    (
        "a stop of a case that was withdrawn or refused",
        "SELECT s.visit_id AS id FROM stops s JOIN visits v ON v.id = s.visit_id JOIN cases c ON c.id = v.case_id
            WHERE v.closed_at IS NULL AND (c.withdrawn_at IS NOT NULL OR c.refused_at IS NOT NULL)",
    ),
    (
        "an open visit of a case that was withdrawn or refused",
        "SELECT v.id AS id FROM visits v JOIN cases c ON c.id = v.case_id WHERE v.cancelled_at IS NULL
            AND v.closed_at IS NULL AND (c.withdrawn_at IS NOT NULL OR c.refused_at IS NOT NULL)",
    ),
    (
        "a told window that its stop does not keep",
        "SELECT v.id AS id FROM visits v JOIN stops s ON s.visit_id = v.id WHERE v.published_at IS NOT NULL
            AND v.closed_at IS NULL AND (s.arrives_secs IS NULL OR s.arrives_secs > v.window_to_secs)",
    ),
    (
        "a visit under way without a stop",
        "SELECT v.id AS id FROM visits v LEFT JOIN stops s ON s.visit_id = v.id
            WHERE (v.en_route_at IS NOT NULL OR v.arrived_at IS NOT NULL) AND v.cancelled_at IS NULL AND s.visit_id IS NULL",
    ),
    (
        "a hold that stands in a cancelled duty",
        "SELECT h.id AS id FROM holds h JOIN duties d ON d.id = h.duty_id
            WHERE h.ended_at IS NULL AND d.cancelled_at IS NOT NULL",
    ),
];

/// Panics, with `what` and the numbers of the rows, when something stored contradicts itself.
pub fn check(db: &Db, what: &str) {
    for (fault, query) in FAULTS {
        let asked = |conn: &mut DbConn| Ok::<_, StoreError>(diesel::sql_query(*query).load::<Found>(conn)?);
        let found: Vec<i64> = db.read(asked).expect("the database answers").into_iter().map(|row| row.id).collect();
        assert!(found.is_empty(), "{what}: {fault}: {found:?}");
    }
}
