//! What a published plan rests on, as a hash.
use std::collections::HashSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Inputs, WantedVisit};
use crate::calendar::HalfDay;
use crate::cases::admissible::AdmissibleTimes;
use crate::ids::{DutyId, VisitId};
use crate::planning::proposal::Proposal;
use crate::sealed::secret_hash;
use crate::seconds::{Seconds, TimeOfDay};
use crate::visits::visit::Promise;

impl Inputs {
    /// A hash of everything that a published plan rests on: those who have a place in it or had a half-day before. Whose
    /// turn it is is left out: that moves by the day and changes what is better, never what is possible.
    pub fn fingerprint(&self, proposal: &Proposal) -> String {
        let placed: HashSet<VisitId> = proposal.visit_ids().into_iter().collect();
        let rests_on = |wanted: &&WantedVisit| wanted.visit.booking.is_some() || placed.contains(&wanted.visit.id);
        let visits: Vec<_> = self.visits.iter().filter(rests_on).map(seen).collect();
        let duties: Vec<_> = self.duties.iter().map(|duty| (duty.id, duty.version)).collect();
        let held: Vec<_> = self.held.iter().map(|held| (held.hold.id, held.hold.duty_id)).collect();
        let text = serde_json::to_string(&(self.from, self.to, &self.wards, visits, duties, held, &self.half_days));
        secret_hash(&text.unwrap_or_default())
    }
}

#[derive(Serialize)]
struct Seen<'a> {
    id: VisitId,
    version: i32,
    captures: i32,
    service_secs: Seconds,
    setup_secs: Seconds,
    ward: &'a str,
    lat: f64,
    lng: f64,
    zone: &'a str,
    duty_id: Option<DutyId>,
    booked: Option<(NaiveDate, HalfDay)>,
    promised: Option<(NaiveDate, TimeOfDay, TimeOfDay)>,
    admissible: AdmissibleTimes,
}

fn seen(wanted: &WantedVisit) -> Seen<'_> {
    let told = |promise: Promise| (promise.on, promise.from_secs, promise.to_secs);
    Seen {
        id: wanted.visit.id,
        version: wanted.visit.version,
        captures: wanted.visit.captures,
        service_secs: wanted.visit.service_secs,
        setup_secs: wanted.setup_secs,
        ward: &wanted.ward_code,
        lat: wanted.spot.point.lat(),
        lng: wanted.spot.point.lng(),
        zone: &wanted.spot.zone.0,
        duty_id: wanted.duty_id,
        admissible: wanted.admissible,
        booked: wanted.visit.booking.map(|booking| (booking.on, booking.half_day)),
        promised: wanted.visit.promise.map(told),
    }
}
