//! Rows of `officer_leaves` and `kit_outages`: two tables of one shape.

/// The statements about one of the two tables, in a module.
macro_rules! absence_rows {
    ($module:ident, $table:ident, $subject:ident: $subject_id:ident, $id:ident, $stored:ident, $new:ident, $reason:ident) => {
        #[doc = concat!("Rows of `", stringify!($table), "`.")]
        pub mod $module {
            use chrono::NaiveDate;
            use diesel::prelude::*;

            use crate::calendar::HalfDay;
            use crate::clock::Timestamp;
            use crate::db::schema::{accounts, $table};
            use crate::db::{DbConn, StoreResult};
            use crate::ids::{AccountId, $id, $subject_id};
            use crate::teams::absence::{$new, $reason, $stored};
            use crate::teams::store::storable;

            crate::stored_code!($reason);

            /// More than anybody has in a working life.
            const ROWS_MAX: i64 = 1_000;

            type SpanRow = (NaiveDate, HalfDay, NaiveDate, HalfDay);
            type Row = ($id, $subject_id, SpanRow, $reason, String, Timestamp, Option<Timestamp>);

            macro_rules! rows {
                () => {
                    $table::table.inner_join(accounts::table).select((
                        $table::id,
                        $table::$subject,
                        ($table::from_date, $table::from_half_day, $table::to_date, $table::to_half_day),
                        $table::reason,
                        accounts::display_name,
                        $table::noted_at,
                        $table::withdrawn_at,
                    ))
                };
            }

            /// Notes one.
            pub fn add(
                conn: &mut DbConn,
                whose: $subject_id,
                new: &$new,
                account_id: AccountId,
                now: Timestamp,
            ) -> StoreResult<$id> {
                let row = (
                    $table::$subject.eq(whose),
                    $table::from_date.eq(new.from),
                    $table::from_half_day.eq(new.from_half_day),
                    $table::to_date.eq(new.to),
                    $table::to_half_day.eq(new.to_half_day),
                    $table::reason.eq(new.reason),
                    $table::noted_by.eq(account_id),
                    $table::noted_at.eq(now),
                );
                Ok(diesel::insert_into($table::table).values(row).returning($table::id).get_result(conn)?)
            }

            /// One of them, withdrawn or not.
            pub fn find(conn: &mut DbConn, whose: $subject_id, id: $id) -> StoreResult<Option<$stored>> {
                let row = rows!().filter($table::id.eq(id)).filter($table::$subject.eq(whose));
                Ok(row.first::<Row>(conn).optional()?.map(stored))
            }

            /// All of one, the latest first, withdrawn ones too.
            pub fn of(conn: &mut DbConn, whose: $subject_id) -> StoreResult<Vec<$stored>> {
                let rows: Vec<Row> = rows!()
                    .filter($table::$subject.eq(whose))
                    .order(($table::to_date.desc(), $table::id.desc()))
                    .limit(ROWS_MAX)
                    .load(conn)?;
                Ok(rows.into_iter().map(stored).collect())
            }

            /// Those that count and touch some dates, both included, in order of their beginning.
            pub fn between(conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> StoreResult<Vec<$stored>> {
                let rows: Vec<Row> = rows!()
                    .filter($table::to_date.ge(storable(from)))
                    .filter($table::from_date.le(storable(to)))
                    .filter($table::withdrawn_at.is_null())
                    .order(($table::from_date, $table::id))
                    .load(conn)?;
                Ok(rows.into_iter().map(stored).collect())
            }

            /// Withdraws one; false when somebody did before.
            pub fn withdraw(conn: &mut DbConn, id: $id, account_id: AccountId, now: Timestamp) -> StoreResult<bool> {
                let row = $table::table.filter($table::id.eq(id)).filter($table::withdrawn_at.is_null());
                let changes = ($table::withdrawn_at.eq(now), $table::withdrawn_by.eq(account_id));
                Ok(diesel::update(row).set(changes).execute(conn)? == 1)
            }

            fn stored((id, whose, span, reason, noted_by, noted_at, withdrawn_at): Row) -> $stored {
                let (from, from_half_day, to, to_half_day) = span;
                $stored {
                    id,
                    $subject: whose,
                    from,
                    from_half_day,
                    to,
                    to_half_day,
                    reason,
                    noted_by,
                    noted_at,
                    withdrawn_at,
                }
            }
        }
    };
}

absence_rows!(leaves, officer_leaves, officer_id: OfficerId, LeaveId, Leave, NewLeave, LeaveReason);
absence_rows!(outages, kit_outages, kit_id: KitId, OutageId, Outage, NewOutage, OutageReason);
