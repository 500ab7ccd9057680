//! Legs between all nodes, in the two orders in which a scan reads them.

use crate::problem::Problem;
use crate::units::LocationIndex;

/// Legs between all nodes, by row and by column.
pub(crate) struct Legs {
    nodes: usize,
    by_from: Vec<i32>,
    by_to: Vec<i32>,
}

impl Legs {
    /// Fills both orders from the travel between places.
    pub fn new(
        locations: &[LocationIndex],
        problem: &Problem,
        travel: impl Fn(LocationIndex, LocationIndex) -> i32,
    ) -> Legs {
        let (nodes, visits) = (locations.len(), problem.visits.len());
        let mut by_from = vec![0; nodes * nodes];
        let mut by_to = vec![0; nodes * nodes];
        for (from, &here) in locations.iter().enumerate() {
            for (to, &there) in locations.iter().enumerate() {
                // a base is not a stop: what is unpacked there is unpacked again for a visit at the same place
                let same_stop = from < visits && here == there;
                let unpack = to < visits && !same_stop;
                let setup = if unpack { problem.visits[to].setup.0 } else { 0 };
                let leg = travel(here, there) + setup;
                by_from[from * nodes + to] = leg;
                by_to[to * nodes + from] = leg;
            }
        }
        Legs { nodes, by_from, by_to }
    }

    /// The leg from one node to another.
    #[inline]
    pub fn between(&self, from: u32, to: u32) -> i32 {
        self.by_from[from as usize * self.nodes + to as usize]
    }

    /// Legs from `node` to every node.
    #[inline]
    pub fn from(&self, node: u32) -> &[i32] {
        &self.by_from[node as usize * self.nodes..][..self.nodes]
    }

    /// Legs from every node to `node`.
    #[inline]
    pub fn into(&self, node: u32) -> &[i32] {
        &self.by_to[node as usize * self.nodes..][..self.nodes]
    }
}
