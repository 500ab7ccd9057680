//! Which visits are near which: the ruin walks along these lists, granular insertion looks only at their duties.

use crate::model::Model;

/// For each visit the others by distance.
pub(crate) struct Neighbours {
    near: Vec<u32>,
    per_visit: usize,
    partners: Vec<u32>,
    per_visit_partners: usize,
    /// Mean leg to the ten nearest visits, in seconds: the natural scale of a temperature.
    pub scale: f64,
    /// What one unit of priority is worth to a walk, in seconds of travel: a long detour.
    pub worth: f64,
}

/// Long enough for every ruin; longer lists only cost memory.
const NEAR: usize = 400;
/// Partners looked at by granular insertion.
const PARTNERS: usize = 60;

impl Neighbours {
    /// For a model with at least one duty, and so with a travel matrix.
    pub fn new(model: &Model) -> Neighbours {
        let visits = model.visits.len();
        let per_visit = visits.min(NEAR);
        let mut lists = Neighbours {
            near: Vec::with_capacity(visits * per_visit),
            per_visit,
            partners: Vec::new(),
            per_visit_partners: visits.saturating_sub(1).min(PARTNERS),
            scale: 1.0,
            worth: 1.0,
        };
        let mut order: Vec<(i32, u32)> = Vec::with_capacity(visits);
        for visit in 0..visits as u32 {
            lists.add(model, visit, &mut order);
        }
        lists.scale = lists.mean_leg(model);
        lists.worth = 8.0 * lists.scale;
        lists
    }

    /// The visit itself and the visits nearest to it, nearest first.
    #[inline]
    pub fn of(&self, visit: u32) -> &[u32] {
        &self.near[visit as usize * self.per_visit..][..self.per_visit]
    }

    /// The nearest visits that some duty could serve as well; may repeat the visit itself.
    #[inline]
    pub fn partners(&self, visit: u32) -> &[u32] {
        &self.partners[visit as usize * self.per_visit_partners..][..self.per_visit_partners]
    }

    fn add(&mut self, model: &Model, visit: u32, order: &mut Vec<(i32, u32)>) {
        order.clear();
        for other in 0..model.visits.len() as u32 {
            order.push((if other == visit { -1 } else { closeness(model, visit, other) }, other));
        }
        if self.per_visit < order.len() {
            order.select_nth_unstable(self.per_visit - 1);
            order.truncate(self.per_visit);
        }
        order.sort_unstable();
        self.near.extend(order.iter().map(|&(_, other)| other));
        let duties = model.duties.len() as u32;
        let share = |other: u32| (0..duties).any(|duty| model.fits(visit, duty) && model.fits(other, duty));
        let partners = order[1..].iter().map(|&(_, other)| other).filter(|&other| share(other));
        let before = self.partners.len();
        self.partners.extend(partners.take(self.per_visit_partners));
        self.partners.resize(before + self.per_visit_partners, visit);
    }

    fn mean_leg(&self, model: &Model) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for visit in 0..model.visits.len() as u32 {
            for &other in self.of(visit).iter().skip(1).take(10) {
                let leg = closeness(model, visit, other);
                // places that cannot be reached, or share an address, say nothing about the scale
                if leg > 0 && leg < crate::units::Seconds::LIMIT.0 {
                    sum += f64::from(leg);
                    count += 1.0;
                }
            }
        }
        if count > 0.0 { sum / count } else { 1.0 }
    }
}

/// The shorter of the two ways by the first kind of vehicle.
fn closeness(model: &Model, visit: u32, other: u32) -> i32 {
    let legs = &model.legs[0];
    legs.between(visit, other).min(legs.between(other, visit))
}
