//! What the application under test does without anybody asking, by hand.
use luudong::db::{DbConn, StoreResult};
use luudong::lists;
use luudong::outbox::stop::Stop;
use luudong::planning::carry_out;
use luudong::reference_data::ReferenceData;
use luudong::worker;

use super::TestApp;

impl TestApp {
    /// Lets the worker do its steps, and notes that mail was looked after; none is delivered.
    pub fn worker_has_run(&self) {
        let _ = worker::steps_once(&self.context);
        let now = self.desk.now();
        for step in [worker::steps::MAIL, worker::steps::PLANNING, worker::steps::LISTS] {
            self.desk.db.write(|conn| worker::store::note_run(conn, step, now)).expect("the row is written");
        }
    }

    /// One round of the worker, with what failed in it.
    pub fn round(&self) -> Result<(), worker::FailedSteps> {
        worker::once(&self.context, &self.transport)
    }

    /// Lets the worker do one of its steps.
    pub fn step(&self, step: &worker::steps::Step) -> StoreResult<usize> {
        (step.run)(&self.desk.at_one_moment(), &self.context.inviter)
    }

    /// Lets whoever carries planning runs out look for one; gives whether there was one.
    pub fn plan_one(&self) -> bool {
        carry_out::one(&self.desk, &self.reference, &Stop::default()).expect("the database answers")
    }

    /// Lets whoever carries lists out look for one; gives whether there was one.
    pub fn list_one(&self) -> bool {
        lists::carry_out::one(&self.desk, &self.reference.cases, &Stop::default()).expect("the database answers")
    }

    /// Lists have a thread of their own, which no test has: notes that it has looked, as if there were none.
    pub(super) fn lists_were_looked_for(&self) {
        let noted = self.desk.db.write(|conn| worker::store::note_run(conn, worker::steps::LISTS, self.desk.now()));
        noted.expect("the row is written");
    }

    /// What planning reads.
    pub fn reference(&self) -> &ReferenceData {
        &self.reference
    }

    /// Waits until the planner's own thread has looked once: where it looks rarely, a test comes before it from then on.
    pub fn wait_for_idle_planner(&self) {
        let ran = |conn: &mut DbConn| {
            let states = worker::store::step_states(conn)?;
            Ok(states.iter().any(|step| step.name == worker::steps::PLANNING))
        };
        while !self.read(ran) {
            std::thread::yield_now();
        }
    }
}
