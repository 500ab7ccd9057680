//! The stored sequences as a warm start of the search, and the mapping from planner indices back to visits and holds.
use std::collections::HashMap;

use planner::VisitIndex;

use super::Built;
use crate::ids::VisitId;
use crate::planning::inputs::Inputs;

/// Who a visit of the planner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A visit, by its id.
    Visit(VisitId),
    /// A hold, by its number among the inputs.
    Hold(usize),
}

impl Built {
    /// The way back from the planner's number.
    pub fn who(&self, index: VisitIndex) -> Who {
        let number = index.at();
        self.visit_ids.get(number).map_or_else(|| Who::Hold(number - self.visit_ids.len()), |id| Who::Visit(*id))
    }

    /// The sequences that stand today, as a plan to start from.
    pub fn current_plan(&self, inputs: &Inputs, order: &HashMap<VisitId, i32>) -> planner::Plan {
        let mut plan = planner::Plan::idle(&self.problem);
        for (position, wanted) in inputs.visits.iter().enumerate() {
            let duty = wanted.duty_id.and_then(|id| self.duty_ids.iter().position(|known| *known == id));
            if let Some(duty) = duty {
                plan.duties[duty].push(VisitIndex::from_position(position));
            }
        }
        for (position, held) in (self.visit_ids.len()..).zip(&inputs.held) {
            if let Some(duty) = self.duty_ids.iter().position(|known| *known == held.hold.duty_id) {
                plan.duties[duty].push(VisitIndex::from_position(position));
            }
        }
        let place = |index: &VisitIndex| match self.who(*index) {
            Who::Visit(id) => order.get(&id).copied().unwrap_or(0),
            Who::Hold(number) => inputs.held[number].hold.position,
        };
        plan.duties.iter_mut().for_each(|sequence| sequence.sort_by_key(place));
        plan
    }
}
