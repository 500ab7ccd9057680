//! Reading `visits` with their cases and duties: kept places that nobody has approved, approved ones without a window.
use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Unapproved, WithoutWindow};
use crate::calendar::HalfDay;
use crate::clock::Timestamp;
use crate::db::schema::{case_answers, case_sources, cases, duties, teams, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::VisitId;

type Row = (VisitId, String, String, (Option<NaiveDate>, Option<HalfDay>, Option<Timestamp>));

/// Visits that a team is still to come to and has not begun, of cases that stand, with a half-day.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_kept() -> _ {
    let is_to_come = visits::closed_at.is_null().and(visits::cancelled_at.is_null());
    let has_not_begun = visits::en_route_at.is_null().and(visits::arrived_at.is_null());
    let case_stands = cases::refused_at.is_null().and(cases::withdrawn_at.is_null());
    visits::booked_at.is_not_null().and(is_to_come).and(has_not_begun).and(case_stands)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn place() -> _ {
    (visits::id, cases::code, cases::ward_code, (visits::promised_on, visits::promised_half_day, visits::booked_at))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn by_date() -> _ {
    (visits::promised_on, visits::promised_half_day.desc(), visits::id)
}

/// Open visits of undecided cases with a half-day, from a date on or ever, in order of date.
pub fn unapproved(conn: &mut DbConn, from: Option<NaiveDate>) -> StoreResult<Vec<Unapproved>> {
    let beside = cases::table.left_join(case_sources::table).left_join(case_answers::table);
    let with_source = visits::table.inner_join(beside);
    let query = with_source.filter(is_kept()).filter(cases::verified_at.is_null());
    let client = case_sources::client.nullable();
    let columns =
        (place(), (visits::captures, cases::filed_at, (cases::question, case_answers::answered_at.nullable()), client));
    let mut query = query.order(by_date()).select(columns).into_boxed();
    if let Some(from) = from {
        query = query.filter(visits::promised_on.ge(from));
    }
    type Filed = (i32, Timestamp, (Option<String>, Option<Timestamp>), Option<String>);
    let rows: Vec<(Row, Filed)> = query.load(conn)?;
    let read =
        |((visit_id, code, ward_code, taken), (captures, filed_at, (question, answered_at), client)): (Row, Filed)| {
            let (Some(on), Some(half_day), Some(booked_at)) = taken else { return None };
            let (is_answered, is_asked) = (answered_at.is_some(), question.is_some() && answered_at.is_none());
            Some(Unapproved {
                visit_id,
                code,
                ward_code,
                on,
                half_day,
                captures,
                filed_at,
                is_asked,
                is_answered,
                booked_at,
                client,
            })
        };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Open visits of approved cases with a half-day from a date on and without a window, in order of date, each with the
/// moment at which its half-day was taken.
pub fn without_window(conn: &mut DbConn, from: NaiveDate) -> StoreResult<Vec<(WithoutWindow, Timestamp)>> {
    type TeamAndPublication = (Option<String>, Option<Timestamp>);
    let rows: Vec<(Row, TeamAndPublication)> = visits::table
        .inner_join(cases::table)
        .left_join(duties::table.on(visits::duty_id.eq(duties::id.nullable())))
        .left_join(teams::table.on(duties::team_id.eq(teams::id)))
        .filter(is_kept())
        .filter(cases::verified_at.is_not_null())
        .filter(visits::window_from_secs.is_null())
        .filter(visits::promised_on.ge(from))
        .order(by_date())
        .select((place(), (teams::name.nullable(), duties::published_at.nullable())))
        .load(conn)?;
    let read = |((visit_id, code, ward_code, taken), (team, published_at)): (Row, TeamAndPublication)| {
        let (Some(on), Some(half_day), Some(booked_at)) = taken else { return None };
        let is_published = published_at.is_some();
        Some((WithoutWindow { visit_id, code, ward_code, on, half_day, team, is_published }, booked_at))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
