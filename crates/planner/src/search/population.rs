//! A few good plans that differ, from which children are bred.

use super::effort::Offer;
use crate::plan::Plan;
use crate::random::Random;

/// Most plans kept.
const SIZE: usize = 8;
/// Two plans with fewer than one in so many visits followed by another stop are the same plan, better or worse.
const ALIKE: usize = 10;

/// Good plans, no two of them alike.
#[derive(Default)]
pub(super) struct Population {
    members: Vec<Member>,
}

struct Member {
    offer: Offer,
    /// Who comes after each visit.
    next: Vec<u32>,
}

impl Population {
    /// Takes a plan in if it is better than the one it is like, or than the worst.
    pub fn take_in(&mut self, offer: &Offer, visits: usize) {
        let next = successors(&offer.plan, visits);
        let differing = |member: &Member| member.next.iter().zip(&next).filter(|(a, b)| a != b).count();
        let places = 0..self.members.len();
        let nearest = places.clone().map(|place| (differing(&self.members[place]), place)).min();
        let alike = nearest.filter(|&(gap, _)| gap < visits.div_ceil(ALIKE)).map(|(_, place)| place);
        let worst = places.max_by_key(|&place| self.members[place].offer.key).filter(|_| self.members.len() >= SIZE);
        let member = Member { offer: offer.clone(), next };
        match alike.or(worst) {
            None => self.members.push(member),
            Some(place) if offer.key < self.members[place].offer.key => self.members[place] = member,
            Some(_) => {}
        }
    }

    /// Two plans, the first one the better of two drawn at random. There must be one at least.
    pub fn parents(&self, random: &mut Random) -> (&Plan, &Plan) {
        let count = self.members.len();
        let (a, b) = (random.below(count), random.below(count));
        let first = if self.members[a].offer.key <= self.members[b].offer.key { a } else { b };
        let second = if count > 1 { (first + 1 + random.below(count - 1)) % count } else { first };
        (&self.members[first].offer.plan, &self.members[second].offer.plan)
    }
}

fn successors(plan: &Plan, visits: usize) -> Vec<u32> {
    let mut next = vec![u32::MAX; visits];
    for stops in &plan.duties {
        for pair in stops.windows(2) {
            next[pair[0].at()] = pair[1].0;
        }
        if let Some(last) = stops.last() {
            next[last.at()] = visits as u32;
        }
    }
    next
}
