//! The thread that carries planning runs out, behind everybody who waits for an answer.
use std::time::Duration;

use super::run_safely;
use super::steps::PLANNING;
use super::store::Notes;
use crate::desk::Desk;
use crate::outbox::stop::Stop;
use crate::planning::carry_out;
use crate::reference_data::ReferenceData;

/// How much a run gives way to everything else (the `nice` of Unix): it takes what processor time is left.
const NICE: i32 = 10;

/// Carries out one run after the other; looks for one now and then.
pub fn until_stopped(desk: &Desk, reference: &ReferenceData, stop: &Stop) {
    give_way();
    let pause = Duration::from_millis(desk.settings.planning.poll_millis);
    let mut notes = Notes::new(desk);
    while !stop.is_asked() {
        let outcome = run_safely(|| carry_out::one(desk, reference, stop).map(usize::from));
        let is_idle = outcome != Ok(1);
        notes.add(PLANNING, outcome.err());
        notes.store(desk);
        if is_idle && stop.pause(pause) {
            return;
        }
    }
}

/// Threads that this one begins give way as well. Where the system does not know it, runs take their part like others.
#[cfg(target_os = "linux")]
fn give_way() {
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE) {
        tracing::warn!(%error, "planning runs do not give way to others");
    }
}

#[cfg(not(target_os = "linux"))]
fn give_way() {
    tracing::debug!(NICE, "planning runs do not give way to others here");
}
