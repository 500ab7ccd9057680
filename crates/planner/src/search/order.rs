//! The order in which removed visits are put back.

use crate::model::Model;
use crate::random::Random;

/// Visits with their sort keys.
#[derive(Default)]
pub(crate) struct Order {
    keyed: Vec<(i64, u32)>,
}

/// One of the paper's sort orders, some more for windows; drawn by weight.
#[derive(Clone, Copy)]
enum Rule {
    Random,
    Demand,
    Far,
    Close,
    NarrowWindow,
    EarlyWindow,
    LateWindow,
}

/// How often each rule is drawn.
const WEIGHTS: [(Rule, usize); 7] = [
    (Rule::Random, 4),
    (Rule::Demand, 4),
    (Rule::Far, 2),
    (Rule::Close, 1),
    (Rule::NarrowWindow, 2),
    (Rule::EarlyWindow, 2),
    (Rule::LateWindow, 2),
];

fn draw(random: &mut Random) -> Rule {
    let mut ticket = random.below(WEIGHTS.iter().map(|&(_, weight)| weight).sum());
    for (rule, weight) in WEIGHTS {
        if ticket < weight {
            return rule;
        }
        ticket -= weight;
    }
    Rule::Random
}

impl Order {
    /// Sorts `visits` by a rule drawn at random; `by_priority` puts weighty visits first.
    pub fn sort(&mut self, model: &Model, visits: &[u32], by_priority: bool, random: &mut Random) {
        self.keyed.clear();
        let rule = draw(random);
        for &number in visits {
            let visit = &model.visits[number as usize];
            let key = match rule {
                Rule::Random => i64::from(random.bits() as u32 >> 2),
                Rule::Demand => -i64::from(visit.demand) * 4096 + (random.bits() & 4095) as i64,
                Rule::Far => -i64::from(visit.remoteness),
                Rule::Close => i64::from(visit.remoteness),
                Rule::NarrowWindow => i64::from(visit.closes - visit.opens),
                Rule::EarlyWindow => i64::from(visit.opens),
                Rule::LateWindow => -i64::from(visit.closes),
            };
            let rank = visit.priority + if visit.required { 1 << 20 } else { 0 };
            self.keyed.push((if by_priority { key - (rank << 36) } else { key }, number));
        }
        self.keyed.sort_unstable();
    }

    pub fn len(&self) -> usize {
        self.keyed.len()
    }

    pub fn visit(&self, position: usize) -> u32 {
        self.keyed[position].1
    }
}
