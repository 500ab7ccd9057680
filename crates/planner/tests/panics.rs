//! A panic in a watch ends the walks of all threads and comes out of `solve`, whatever the others are doing then.

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use common::{Size, problem};
use planner::*;

/// Panics when it is asked, or told of a better plan, for the n-th time; never says stop.
struct Breaks {
    asked: AtomicI64,
    told: AtomicI64,
}

impl Watch for Breaks {
    fn used(&self) -> f64 {
        assert!(self.asked.fetch_sub(1, Ordering::Relaxed) != 1, "asked too often");
        0.0
    }

    fn better(&self, _plan: &Plan) {
        assert!(self.told.fetch_sub(1, Ordering::Relaxed) != 1, "told too often");
    }
}

/// What the panic says that comes out of `solve`.
fn panic_of(visits: i32, iterations: Option<u64>, asked: i64, told: i64) -> Option<String> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let problem = problem(5, Size { visits, duties: visits / 16, days: 2 });
        let settings = Settings { seed: 5, threads: 3, iterations };
        let watch = Breaks { asked: AtomicI64::new(asked), told: AtomicI64::new(told) };
        let outcome = catch_unwind(AssertUnwindSafe(|| solve(&problem, &settings, None, &watch)));
        send.send(outcome.err().and_then(|panic| panic.downcast_ref::<&str>().map(|said| (*said).to_owned())))
    });
    receive.recv_timeout(Duration::from_secs(60)).expect("solve returns or panics")
}

#[test]
fn walks_that_meet_do_not_wait_for_one_that_panicked() {
    for asked in [1, 2, 3, 50] {
        assert_eq!(panic_of(60, Some(2_000), asked, -1).as_deref(), Some("asked too often"), "{asked}");
    }
    assert_eq!(panic_of(120, Some(3_000), -1, 2).as_deref(), Some("told too often"));
}

#[test]
fn walks_that_share_the_map_out_do_not_wait_for_one_that_panicked() {
    assert_eq!(panic_of(700, Some(400), 20, -1).as_deref(), Some("asked too often"));
    assert_eq!(panic_of(700, Some(400), -1, 2).as_deref(), Some("told too often"));
}

#[test]
fn walks_under_way_end_when_another_panics() {
    // nobody but the watch would ever end them
    for visits in [60, 700] {
        assert_eq!(panic_of(visits, None, 30, -1).as_deref(), Some("asked too often"), "{visits} visits");
    }
}

#[test]
fn a_search_long_enough_to_breed_ends_as_well() {
    assert_eq!(panic_of(16, Some(60_000), 8_000, -1).as_deref(), Some("asked too often"));
}
