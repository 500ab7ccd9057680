//! What a day of waiting is worth to a household that looks for a half-day: the price that planning takes, too.
use super::booker::Booker;
use crate::cases::case::{Case, PlannableCase};
use crate::cases::new_case::Inquiry;
use crate::db::{DbConn, StoreResult};
use crate::ids::VisitId;
use crate::planning::inputs;
use crate::planning::priority::{Waiting, priority_of};
use crate::seconds::Seconds;
use crate::visits::visit::Visit;

impl Booker<'_> {
    /// Seconds of driving that one more day is worth to the people of a visit.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn day_secs_of(&self, conn: &mut DbConn, case: &Case, visit: &Visit) -> StoreResult<Seconds> {
        let applicants = crate::cases::store::applicants_of(conn, case.id)?;
        let plannable = PlannableCase { case: case.clone(), applicants };
        self.day_secs(&inputs::waiting_of(conn, &self.desk.vault, &plannable, visit, self.now)?)
    }

    /// The same for a household that has not filed yet: as if it did now.
    ///
    /// # Errors
    /// [`crate::db::StoreError::Damaged`] when no price is in force, which is refused at start.
    pub fn day_secs_of_inquiry(&self, inquiry: &Inquiry) -> StoreResult<Seconds> {
        self.day_secs(&Waiting {
            visit_id: VisitId::UNSTORED,
            code: String::new(),
            filed_at: self.now,
            people: self.captures_of(inquiry),
            deadline_on: None,
            deadline_reason: None,
            front_of_queue: false,
            group_site: inquiry.group_site.is_some(),
        })
    }

    /// The same for a visit whose turn is known.
    ///
    /// # Errors
    /// [`crate::db::StoreError::Damaged`] when no price is in force, which is refused at start.
    pub fn day_secs(&self, waiting: &Waiting) -> StoreResult<Seconds> {
        let today = self.now.date();
        let weights = self.weights()?;
        let price = self.board.reference.waiting_price_on(today)?;
        Ok(price.day_secs(priority_of(waiting, weights, today, self.now).points()))
    }
}
