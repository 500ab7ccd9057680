//! Write lanes keep for each job what a transaction of its own would keep, whoever its neighbours in the batch are.
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use luudong::db::{DbConn, Engine, Outcome, StoreError, lock_names};
use tokio::sync::oneshot::error::RecvError;

mod fixture;

use fixture::{Fixture, JobError, add, answer, numbers, open, query, run, watch};

/// Longest wait for a thread to end.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn many_writers_store_each_row_once() {
    let fixture = Fixture::new();
    std::thread::scope(|scope| {
        for writer in 0..16 {
            let db = &fixture.db;
            scope.spawn(move || {
                let add = |number| {
                    let key = (writer % 3 > 0).then_some(writer as u64);
                    db.write_in_lane(key, move |conn| add(conn, number))
                };
                let waiting: Vec<_> = (0..60).map(|number| add(writer * 100 + number)).collect();
                waiting.into_iter().for_each(|outcome| answer(outcome).expect("a row is stored"));
            });
        }
    });
    let expected: Vec<_> = (0..16).flat_map(|writer| (0..60).map(move |number| writer * 100 + number)).collect();
    assert_eq!(fixture.numbers(), expected);
}

#[test]
fn a_neighbour_that_is_refused_or_panics_harms_nobody() {
    let fixture = Fixture::new();
    let (holding, go) = fixture.hold(0);
    let before = fixture.add(0, 1);
    let odd = ODD_JOBS.map(|job| fixture.db.write_in_lane(Some(0), job));
    let after = fixture.add(0, 5);
    drop(go);
    for outcome in [holding, before, after] {
        answer(outcome).expect("a neighbour is stored");
    }
    check_odd_jobs(&fixture, odd.map(Outcome::blocking_recv), &[1, 5]);
}

#[test]
fn alone_too_a_job_is_stored_whole_or_not_at_all() {
    let fixture = Fixture::new();
    let odd = ODD_JOBS.map(|job| fixture.db.write_in_lane(Some(0), job).blocking_recv());
    answer(fixture.add(0, 1)).expect("the lane lives on");
    check_odd_jobs(&fixture, odd, &[1]);
}

#[test]
fn a_commit_that_fails_is_told_to_everybody() {
    let fixture = Fixture::new();
    let orphan = |conn: &mut DbConn| Ok(run(conn, "INSERT INTO numbers VALUES (2, 2)")?);
    let (holding, go) = fixture.hold(0);
    let neighbour = fixture.add(0, 1);
    let failing = fixture.db.write_in_lane(Some(0), orphan);
    let refused = fixture.db.write_in_lane(Some(0), |_| Err::<(), _>(JobError::Refused));
    drop(go);
    answer(holding).expect("an earlier batch is stored");
    for outcome in [neighbour, failing, refused] {
        assert!(matches!(answer(outcome), Err(JobError::Store(StoreError::Unavailable(_)))));
    }
    let alone = answer(fixture.db.write_in_lane(Some(0), orphan));
    assert!(matches!(alone, Err(JobError::Store(_))));
    answer(fixture.add(0, 3)).expect("the lane lives on");
    assert_eq!(fixture.numbers(), [3]);
}

#[test]
fn a_batch_runs_by_key_and_within_a_key_as_it_came() {
    let fixture = Fixture::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (_holding, go) = fixture.hold(0);
    let waiting: Vec<_> = [(4, 1), (2, 2), (4, 3), (0, 4), (2, 5)]
        .map(|(key, number)| {
            let seen = seen.clone();
            fixture.db.write_in_lane(Some(key), move |_| {
                seen.lock().expect("the list").push((key, number));
                Ok::<_, JobError>(())
            })
        })
        .into();
    drop(go);
    waiting.into_iter().for_each(|outcome| answer(outcome).expect("done"));
    assert_eq!(*seen.lock().expect("the list"), [(0, 4), (2, 2), (2, 5), (4, 1), (4, 3)]);
}

#[test]
fn what_is_answered_is_there_for_everybody() {
    let fixture = Fixture::new();
    let elsewhere = open(&fixture.database);
    for number in 0..20 {
        answer(fixture.add(0, number)).expect("a row is stored");
        assert_eq!(numbers(&elsewhere).last(), Some(&number));
    }
}

#[test]
fn the_last_drop_finishes_what_is_queued_and_ends_the_lanes() {
    let fixture = Fixture::new();
    let ended = [0, 1].map(|key| watch(&fixture.db, key));
    let (_holding, go) = fixture.hold(0);
    let queued = fixture.add(0, 1);
    drop(go);
    let Fixture { db, database } = fixture;
    drop(db);
    for ended in ended {
        // Two keys are one lane on SQLite; the second watch took the place of the first.
        assert_eq!(ended.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Disconnected));
    }
    answer(queued).expect("what was queued is stored");
    assert_eq!(numbers(&open(&database)), [1]);
}

#[test]
fn a_lane_that_drops_the_last_db_ends_without_waiting_for_itself() {
    let fixture = Fixture::new();
    let ended = watch(&fixture.db, 0);
    let (_holding, go) = fixture.hold(0);
    let mut last = Some(fixture.db.clone());
    let outcome = fixture.db.write_in_lane(Some(0), move |conn| {
        drop(last.take());
        add(conn, 1)
    });
    let Fixture { db, database } = fixture;
    drop(db);
    drop(go);
    answer(outcome).expect("its work is stored all the same");
    assert_eq!(ended.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
    assert_eq!(numbers(&open(&database)), [1]);
}

#[test]
fn who_writes_on_a_thread_of_its_own_gets_its_turn_beside_a_busy_lane() {
    let fixture = Fixture::new();
    let waiting: Vec<_> = (0..3_000).map(|number| fixture.add(0, number)).collect();
    let before = fixture.db.write(|conn| query(conn, "SELECT count(*) AS number FROM numbers")).expect("a turn")[0];
    waiting.into_iter().for_each(|outcome| answer(outcome).expect("a row is stored"));
    assert!(before < 1_000, "it waited for {before} of 3,000");
}

#[test]
fn settling_waits_for_what_was_handed_over() {
    let fixture = Fixture::new();
    let waiting: Vec<_> = (0..20).map(|number| fixture.add(number as u64, number)).collect();
    fixture.db.settle();
    waiting.into_iter().for_each(|mut outcome| outcome.try_recv().expect("an outcome").expect("a row"));
    fixture.db.settle();
}

#[test]
fn a_lost_connection_is_told_and_replaced() {
    let fixture = Fixture::new();
    // SQLite has no connection that could be lost.
    if fixture.db.engine() == Engine::Sqlite {
        return;
    }
    let own_end = "SELECT pg_terminate_backend(pg_backend_pid())";
    let (_holding, go) = fixture.hold(0);
    let neighbour = fixture.add(0, 1);
    let lost = fixture.db.write_in_lane(Some(0), |conn| Ok::<_, JobError>(run(conn, own_end)?));
    drop(go);
    for outcome in [neighbour, lost] {
        assert!(matches!(answer(outcome), Err(JobError::Store(StoreError::Unavailable(_)))));
    }
    let of_lane = |conn: &mut DbConn| Ok::<_, JobError>(query(conn, "SELECT pg_backend_pid()::bigint AS number")?);
    let backend = answer(fixture.db.write_in_lane(Some(0), of_lane)).expect("a new connection")[0];
    let end = format!("SELECT pg_terminate_backend({backend})");
    fixture.db.directly(|conn| run(conn, &end)).expect("the idle connection is ended");
    answer(fixture.add(0, 2)).expect("nobody notices");
    assert_eq!(fixture.numbers(), [2]);
}

#[test]
fn of_two_lanes_that_wait_for_each_other_one_gives_way_and_comes_again() {
    let fixture = Fixture::new();
    // SQLite has one lane.
    if fixture.db.engine() == Engine::Sqlite {
        return;
    }
    fixture.db.write(|conn| run(conn, "INSERT INTO parents VALUES (0), (1)")).expect("two rows");
    let take = |conn: &mut DbConn, number: u64| {
        run(conn, &format!("UPDATE parents SET number = number WHERE number = {number}"))
    };
    let barrier = Arc::new(Barrier::new(2));
    let crossing = [0, 1].map(|mine| {
        let (holding, go) = fixture.hold(mine);
        let (barrier, mut is_first) = (barrier.clone(), true);
        let crossing = fixture.db.write_in_lane(Some(mine), move |conn| {
            take(conn, mine)?;
            if std::mem::take(&mut is_first) {
                barrier.wait();
            }
            take(conn, 1 - mine)?;
            add(conn, 1)
        });
        let neighbour = fixture.add(mine, 2);
        (holding, go, crossing, neighbour)
    });
    let outcomes = crossing.map(|(_holding, go, crossing, neighbour)| {
        drop(go);
        (crossing, neighbour)
    });
    let stored = outcomes.map(|(crossing, neighbour)| {
        answer(neighbour).expect("a neighbour is stored");
        answer(crossing).is_ok()
    });
    assert_eq!(stored, [true, true], "nobody is refused");
    assert_eq!(fixture.numbers(), [1, 1, 2, 2]);
}

#[test]
fn names_that_two_lanes_lock_in_crossing_order_make_nobody_wait_for_the_other() {
    let fixture = Fixture::new();
    if fixture.db.engine() == Engine::Sqlite {
        return;
    }
    let barrier = Arc::new(Barrier::new(2));
    let crossing = [0_i64, 1].map(|mine| {
        let key = mine.unsigned_abs();
        let (holding, go) = fixture.hold(key);
        let (barrier, mut is_first) = (barrier.clone(), true);
        let own = fixture.db.write_in_lane(Some(key), move |conn| {
            lock_names(conn, vec![mine])?;
            if std::mem::take(&mut is_first) {
                barrier.wait();
            }
            add(conn, 1)
        });
        let other = fixture.db.write_in_lane(Some(key), move |conn| {
            // Who deadlocks comes again too, a second later.
            lock_names(conn, vec![1 - mine, 2 + mine])
                .inspect_err(|error| assert!(matches!(error, StoreError::Overtaken(_)), "{error}"))?;
            add(conn, 2)
        });
        (holding, go, own, other)
    });
    let outcomes = crossing.map(|(_holding, go, own, other)| {
        drop(go);
        (own, other)
    });
    for (own, other) in outcomes {
        answer(own).expect("who has its name goes on");
        answer(other).expect("who steps back is done alone");
    }
    assert_eq!(fixture.numbers(), [1, 1, 2, 2]);
}

type OddJob = fn(&mut DbConn) -> Result<(), JobError>;

/// One job that is refused after it has written, one that panics, one that goes on after a failed statement.
const ODD_JOBS: [OddJob; 3] = [
    |conn| add(conn, 2).and(Err(JobError::Refused)),
    |conn| add(conn, 3).map(|()| panic!("planned by the test")),
    |conn| {
        add(conn, 4)?;
        let _ = run(conn, "INSERT INTO nowhere VALUES (1)");
        Ok(())
    },
];

fn check_odd_jobs(fixture: &Fixture, outcomes: [Result<Result<(), JobError>, RecvError>; 3], others: &[i64]) {
    let [refused, panicked, careless] = outcomes;
    assert!(matches!(refused, Ok(Err(JobError::Refused))));
    assert!(panicked.is_err(), "a panic has no outcome");
    // SQLite takes back the statement alone, PostgreSQL the whole job: both tell the truth about it.
    let stored = careless.expect("an outcome").is_ok();
    let mut expected: Vec<_> = others.iter().copied().chain(stored.then_some(4)).collect();
    expected.sort_unstable();
    assert_eq!(fixture.numbers(), expected);
}
