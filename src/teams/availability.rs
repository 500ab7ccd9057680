//! Who and what is to be had: duties that an absence hurts, and officers and kits that are free instead.
use std::collections::HashMap;

use chrono::{Duration, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::absence::{Leave, Outage};
use super::duty::Duty;
use super::kit::Kit;
use super::officer::Officer;
use super::shift::DutyHalfDays;
use super::store::{self, leaves, outages};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::ids::{DutyId, KitId, OfficerId};

/// More teams, kits and officers than a province has.
pub const CHOICES_MAX: i64 = 1_000;

/// A duty whose officer or kit cannot be had, with what is free instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HurtDuty {
    /// The duty.
    #[schema(value_type = i64)]
    pub duty_id: DutyId,
    /// The date.
    pub on: NaiveDate,
    /// One or both halves of it.
    pub half_days: DutyHalfDays,
    /// Its team, by name.
    pub team: String,
    /// Why: “Cán bộ Lê Văn An nghỉ phép cả ngày Thứ Hai 07/12/2026”.
    pub why: String,
    /// Who is free in these half-days, where an officer cannot come.
    pub free_officers: Vec<FreeOfficer>,
    /// What is free in these half-days, where a kit cannot go out.
    pub free_kits: Vec<Kit>,
}

/// An officer who is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FreeOfficer {
    /// The officer.
    #[schema(value_type = i64)]
    pub id: OfficerId,
    /// Name as on the badge.
    pub full_name: String,
}

/// Everything about some dates that decides who and what can go out.
#[derive(Debug)]
pub struct Availability {
    duties: Vec<Duty>,
    officers: Vec<Officer>,
    kits: Vec<Kit>,
    leaves: Vec<Leave>,
    outages: Vec<Outage>,
}

impl Availability {
    /// Of some dates, both included. The number of statements does not grow with them.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn between(conn: &mut DbConn, from: NaiveDate, to: NaiveDate) -> StoreResult<Self> {
        Ok(Self {
            duties: store::duties_between(conn, from, to, None)?,
            officers: store::list_officers(conn, 0, CHOICES_MAX, None)?,
            kits: store::list_kits(conn, 0, CHOICES_MAX)?,
            leaves: leaves::between(conn, from, to)?,
            outages: outages::between(conn, from, to)?,
        })
    }

    /// The duties that are not cancelled, in order of date and number.
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// Every officer who works here or ever did.
    pub fn officers(&self) -> &[Officer] {
        &self.officers
    }

    /// Every kit.
    pub fn kits(&self) -> &[Kit] {
        &self.kits
    }

    /// Why an officer cannot go out in some half-days, whatever duties they have; none when they can.
    pub fn away(&self, id: OfficerId, on: NaiveDate, half_days: DutyHalfDays) -> Option<String> {
        let officer = self.officers.iter().find(|officer| officer.id == id)?;
        if let Some(words) = officer.gone_words(on) {
            return Some(words);
        }
        let leave = self.leaves.iter().find(|leave| leave.officer_id == id && leave.span().meets(on, half_days))?;
        Some(format!("Cán bộ {} {}", officer.full_name, leave.words()))
    }

    /// Why a kit cannot go out in some half-days, whatever duties it has; none when it can.
    pub fn out(&self, id: KitId, on: NaiveDate, half_days: DutyHalfDays) -> Option<String> {
        let outage = self.outages.iter().find(|outage| outage.kit_id == id && outage.span().meets(on, half_days))?;
        let kit = self.kits.iter().find(|kit| kit.id == id)?;
        Some(format!("Bộ thiết bị “{}” {}", kit.name, outage.words()))
    }

    /// Why each of a duty's officers, or its kit, cannot go out.
    pub fn troubles(&self, duty: &Duty) -> Vec<String> {
        let away = duty.officers.iter().filter_map(|officer| self.away(officer.id, duty.on, duty.half_days));
        away.chain(self.out(duty.kit.id, duty.on, duty.half_days)).collect()
    }

    /// Officers who are there and have no duty in these half-days, other than one that is theirs to keep.
    pub fn free_officers(&self, on: NaiveDate, half_days: DutyHalfDays, but: Option<DutyId>) -> Vec<&Officer> {
        let busy: Vec<OfficerId> =
            self.at_work(on, half_days, but).flat_map(|duty| duty.officers.iter().map(|one| one.id)).collect();
        let is_free = |one: &&Officer| !busy.contains(&one.id) && self.away(one.id, on, half_days).is_none();
        self.officers.iter().filter(is_free).collect()
    }

    /// Kits that can go out and have no duty in these half-days.
    pub fn free_kits(&self, on: NaiveDate, half_days: DutyHalfDays, but: Option<DutyId>) -> Vec<&Kit> {
        let busy: Vec<KitId> = self.at_work(on, half_days, but).map(|duty| duty.kit.id).collect();
        let is_free = |one: &&Kit| !busy.contains(&one.id) && self.out(one.id, on, half_days).is_none();
        self.kits.iter().filter(is_free).collect()
    }

    /// The duty that has an officer in some half-days.
    pub fn duty_of_officer(&self, id: OfficerId, on: NaiveDate, half_days: DutyHalfDays) -> Option<&Duty> {
        self.at_work(on, half_days, None).find(|duty| duty.officers.iter().any(|officer| officer.id == id))
    }

    /// The duty that has a kit in some half-days.
    pub fn duty_of_kit(&self, id: KitId, on: NaiveDate, half_days: DutyHalfDays) -> Option<&Duty> {
        self.at_work(on, half_days, None).find(|duty| duty.kit.id == id)
    }

    fn at_work(&self, on: NaiveDate, half_days: DutyHalfDays, but: Option<DutyId>) -> impl Iterator<Item = &Duty> {
        let meets = move |duty: &&Duty| {
            duty.on == on
                && Some(duty.id) != but
                && half_days.halves().iter().any(|half| duty.half_days.includes(*half))
        };
        self.duties.iter().filter(meets)
    }
}

/// The duties of today and later that an officer stands in.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn coming_of_officer(conn: &mut DbConn, id: OfficerId, now: Timestamp) -> StoreResult<Vec<Duty>> {
    let ids = store::coming_duties_of_officer(conn, id, now.date())?;
    store::not_cancelled(conn, &ids)
}

/// The duties of today and later that a kit goes out with.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn coming_of_kit(conn: &mut DbConn, id: KitId, now: Timestamp) -> StoreResult<Vec<Duty>> {
    let ids = store::coming_duties_of_kit(conn, id, now.date())?;
    store::not_cancelled(conn, &ids)
}

/// The coming duties of an officer in which they cannot be, with who is free instead.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn hurt_of_officer(conn: &mut DbConn, id: OfficerId, now: Timestamp) -> StoreResult<Vec<HurtDuty>> {
    let coming = coming_of_officer(conn, id, now)?;
    let Some(known) = around(conn, &coming)? else { return Ok(Vec::new()) };
    let hurt = |duty: &Duty| {
        let why = known.away(id, duty.on, duty.half_days)?;
        let free = known.free_officers(duty.on, duty.half_days, None);
        let free = free.into_iter().map(|one| FreeOfficer { id: one.id, full_name: one.full_name.clone() });
        Some(HurtDuty { free_officers: free.collect(), ..HurtDuty::of(duty, why) })
    };
    Ok(coming.iter().filter_map(hurt).collect())
}

/// The coming duties of a kit with which it cannot go out, with what is free instead.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn hurt_of_kit(conn: &mut DbConn, id: KitId, now: Timestamp) -> StoreResult<Vec<HurtDuty>> {
    let coming = coming_of_kit(conn, id, now)?;
    let Some(known) = around(conn, &coming)? else { return Ok(Vec::new()) };
    let hurt = |duty: &Duty| {
        let why = known.out(id, duty.on, duty.half_days)?;
        let free = known.free_kits(duty.on, duty.half_days, None).into_iter().cloned();
        Some(HurtDuty { free_kits: free.collect(), ..HurtDuty::of(duty, why) })
    };
    Ok(coming.iter().filter_map(hurt).collect())
}

/// How many coming duties each officer is missing from, and each kit, who and which are missing from any.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn hurt_counts(
    conn: &mut DbConn,
    today: NaiveDate,
) -> StoreResult<(HashMap<OfficerId, usize>, HashMap<KitId, usize>)> {
    let known = Availability::between(conn, today, today + Duration::days(super::DAYS_AHEAD_MAX))?;
    let (mut officers, mut kits) = (HashMap::new(), HashMap::new());
    for duty in known.duties() {
        for officer in &duty.officers {
            if known.away(officer.id, duty.on, duty.half_days).is_some() {
                *officers.entry(officer.id).or_default() += 1;
            }
        }
        if known.out(duty.kit.id, duty.on, duty.half_days).is_some() {
            *kits.entry(duty.kit.id).or_default() += 1;
        }
    }
    Ok((officers, kits))
}

/// What is known of the dates of some duties; none of no duties.
fn around(conn: &mut DbConn, coming: &[Duty]) -> StoreResult<Option<Availability>> {
    let dates = coming.iter().map(|duty| duty.on);
    match (dates.clone().min(), dates.max()) {
        (Some(from), Some(to)) => Availability::between(conn, from, to).map(Some),
        _ => Ok(None),
    }
}

impl HurtDuty {
    fn of(duty: &Duty, why: String) -> Self {
        Self {
            duty_id: duty.id,
            on: duty.on,
            half_days: duty.half_days,
            team: duty.team.name.clone(),
            why,
            free_officers: Vec::new(),
            free_kits: Vec::new(),
        }
    }

    /// “buổi sáng Thứ Hai 07/12/2026”.
    pub fn when(&self) -> String {
        format!("{} {}", self.half_days.label(), crate::text::dates::long_date(self.on))
    }
}
