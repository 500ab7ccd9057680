//! After the search: days are handed around, and turns put in order, until neither finds anything.

use super::days::Days;
use super::turns;
use crate::model::Model;
use crate::plan::Plan;
use crate::watch::Watch;

/// The plan with its days handed around: nobody's earlier day stays free before a later one whose visits it could take at
/// no more cost, and visits that need the same go in order of their price of a day. Large plans are left as they are when
/// the watch says stop.
pub(crate) fn settle(model: &Model, plan: &Plan, watch: &dyn Watch) -> Plan {
    if model.visits.iter().all(|visit| visit.day_price == 0) {
        return plan.clone();
    }
    let mut days = Days::new(model, plan, watch);
    while days.hand_around(false) {}
    // A day moves into a free one, which makes the sum of the used days less; an exchange keeps that and puts one pair
    // more in order. So this ends.
    while days.hand_around(true) | turns::take(&mut days) {}
    days.plan()
}
