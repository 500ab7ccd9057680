//! What happens without anybody asking: the steps of [`steps::STEPS`] one after the other, and beside them mail leaves.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::booking::Inviter;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::lists;
use crate::outbox::deliver;
use crate::outbox::hands::Hands;
use crate::outbox::stop::Stop;
use crate::outbox::transport::{Transport, TransportError};
use crate::reference_data::ReferenceData;

pub mod planner;
pub mod steps;
pub mod store;

use steps::{LISTS, MAIL, STEPS, StepContext};
use store::Notes;

/// Why the worker does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The mail settings name no usable transport.
    #[error(transparent)]
    Mail(#[from] TransportError),
    /// The machine gives no thread.
    #[error("không tạo được luồng: {0}")]
    Thread(#[from] std::io::Error),
}

/// Steps that failed in a round, with what went wrong; the others were done.
#[derive(Debug, thiserror::Error)]
#[error("worker steps failed: {0:?}")]
pub struct FailedSteps(pub Vec<(&'static str, String)>);

/// A running worker: a thread for the steps, one for planning runs, one for lists, and some that deliver mail. Dropping it without [`Worker::finish`] lets it
/// run until the process ends.
pub struct Worker {
    stop: Stop,
    threads: Vec<JoinHandle<()>>,
    ended: Receiver<()>,
}

impl Worker {
    /// Starts the worker on threads of its own.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(desk: &Desk, inviter: Inviter, reference: Arc<ReferenceData>) -> Result<Self, StartError> {
        let stop = Stop::default();
        let (alive, ended) = mpsc::channel();
        let (mut threads, hands) = (Vec::new(), Arc::new(Hands::of(desk.settings.mail.parallel)));
        for number in 0..desk.settings.mail.parallel {
            let transport = Transport::new(&desk.settings.mail)?;
            let (desk, hands, stop) = (desk.clone(), hands.clone(), stop.clone());
            let work = move || deliver_until_stopped(&desk, &transport, &hands, &stop);
            threads.push(begin(format!("mail-{number}"), alive.clone(), work)?);
        }
        let (listing, known, own) = (desk.clone(), reference.clone(), stop.clone());
        threads.push(begin("lists".to_owned(), alive.clone(), move || lists_until_stopped(&listing, &known, &own))?);
        let (planning, own) = (desk.clone(), stop.clone());
        let plan = move || planner::until_stopped(&planning, &reference, &own);
        threads.push(begin("planner".to_owned(), alive.clone(), plan)?);
        let (context, own) = (StepContext { desk: desk.clone(), inviter }, stop.clone());
        threads.push(begin("worker".to_owned(), alive, move || step_until_stopped(&context, &own))?);
        Ok(Self { stop, threads, ended })
    }

    /// Whom to tell that the process will end: from then on no mail is taken in hand.
    pub fn stopper(&self) -> Stop {
        self.stop.clone()
    }

    /// Lets the mail in hand leave within so long, then breaks it off: it is laid back for the next worker. The step at
    /// work is always finished.
    pub fn finish(self, within: Duration) {
        self.stop.ask();
        // Every thread holds the other end; when the last one is gone, the channel is closed.
        let _ = self.ended.recv_timeout(within);
        self.stop.break_off();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a thread of the worker ended in a panic");
            }
        }
    }
}

fn begin(name: String, alive: Sender<()>, work: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    thread::Builder::new().name(name).spawn(move || {
        let _alive = alive;
        work();
    })
}

/// One round of all steps and of mail, on this thread; tests drive it by hand.
///
/// # Errors
/// [`FailedSteps`]; the others have been done.
pub fn once(context: &StepContext, transport: &Transport) -> Result<(), FailedSteps> {
    let mut failed = round(context, &mut Notes::new(&context.desk));
    let (desk, mut notes) = (&context.desk, Notes::new(&context.desk));
    let delivered = run_safely(|| deliver::round(desk, transport, &Stop::default()).map(|_| 0));
    notes.add(MAIL, delivered.clone().err());
    notes.store(desk);
    failed.extend(delivered.err().map(|error| (MAIL, error)));
    if failed.is_empty() { Ok(()) } else { Err(FailedSteps(failed)) }
}

/// One round of all steps without mail, on this thread.
///
/// # Errors
/// [`FailedSteps`]; the others have been done.
pub fn steps_once(context: &StepContext) -> Result<(), FailedSteps> {
    let failed = round(context, &mut Notes::new(&context.desk));
    if failed.is_empty() { Ok(()) } else { Err(FailedSteps(failed)) }
}

fn step_until_stopped(context: &StepContext, stop: &Stop) {
    let pause = Duration::from_secs(context.desk.settings.mail.poll_secs.max(1));
    let mut notes = Notes::new(&context.desk);
    loop {
        round(context, &mut notes);
        if stop.pause(pause) {
            return;
        }
    }
}

/// Does every step, whatever becomes of the others, and keeps their standing where other processes read it.
fn round(context: &StepContext, notes: &mut Notes) -> Vec<(&'static str, String)> {
    let mut failed = Vec::new();
    for step in STEPS {
        let desk = context.desk.at_one_moment();
        let _step = tracing::info_span!("step", name = step.name).entered();
        let outcome = run_safely(|| (step.run)(&desk, &context.inviter));
        if let Ok(done @ 1..) = outcome {
            tracing::info!(done, "{}", step.done);
        }
        let error = outcome.err();
        notes.add(step.name, error.clone());
        failed.extend(error.map(|error| (step.name, error)));
    }
    notes.store(&context.desk);
    failed
}

fn deliver_until_stopped(desk: &Desk, transport: &Transport, hands: &Hands, stop: &Stop) {
    let pause = Duration::from_secs(desk.settings.mail.poll_secs.max(1));
    let mut notes = Notes::new(desk);
    while !stop.is_asked() {
        let outcome =
            run_safely(|| deliver::one(desk, transport, hands, stop).map(|found| usize::from(found.is_some())));
        let is_idle = outcome != Ok(1);
        notes.add(MAIL, outcome.err());
        notes.store(desk);
        if is_idle && stop.pause(pause) {
            return;
        }
    }
}

/// Carries out one list after the other; looks for one now and then.
pub fn lists_until_stopped(desk: &Desk, reference: &ReferenceData, stop: &Stop) {
    let pause = Duration::from_millis(desk.settings.lists.poll_millis);
    let mut notes = Notes::new(desk);
    while !stop.is_asked() {
        let outcome = run_safely(|| lists::carry_out::one(desk, &reference.cases, stop).map(usize::from));
        let is_idle = outcome != Ok(1);
        notes.add(LISTS, outcome.err());
        notes.store(desk);
        if is_idle && stop.pause(pause) {
            return;
        }
    }
}

/// A panic in one step must not end the others.
fn run_safely(work: impl FnOnce() -> StoreResult<usize>) -> Result<usize, String> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_) => Err("panic".to_owned()),
    }
}
