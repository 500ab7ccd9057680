//! A database with a table of numbers, and lanes on it.
use std::cell::RefCell;
use std::sync::mpsc::{self, Receiver, Sender};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use luudong::config::Settings;
use luudong::db::{Db, DbConn, Outcome, StoreError};

use crate::support::database::Database;

/// With two lanes on PostgreSQL, keys of one parity share a lane.
const TWO_LANES: &str = "database.lanes = 2";

/// What a job of these tests is told.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("refused")]
    Refused,
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// A database with a table of numbers, and lanes on it.
pub struct Fixture {
    pub db: Db,
    // Dropped last.
    pub database: Database,
}

impl Fixture {
    pub fn new() -> Self {
        let database = Database::new();
        let fixture = Self { db: open(&database), database };
        let tables = "CREATE TABLE parents (number BIGINT PRIMARY KEY);
            CREATE TABLE numbers (number BIGINT NOT NULL, parent BIGINT REFERENCES parents DEFERRABLE INITIALLY DEFERRED)";
        fixture.db.write(|conn| run(conn, tables)).expect("tables are made");
        fixture
    }

    /// Keeps the lane of the key busy until the sender is used, so that what is handed over meanwhile is one batch.
    pub fn hold(&self, key: u64) -> (Outcome<(), JobError>, Sender<()>) {
        let (go, gate) = mpsc::channel::<()>();
        let (tell, answer) = mpsc::channel();
        let holding = self.db.write_in_lane(Some(key), move |_| {
            let _ = tell.send(());
            let _ = gate.recv();
            Ok(())
        });
        answer.recv().expect("the lane is at it");
        (holding, go)
    }

    pub fn add(&self, key: u64, number: i64) -> Outcome<(), JobError> {
        self.db.write_in_lane(Some(key), move |conn| add(conn, number))
    }

    pub fn numbers(&self) -> Vec<i64> {
        numbers(&self.db)
    }
}

thread_local! {
    /// Dropped when its thread ends.
    static END: RefCell<Option<Sender<()>>> = const { RefCell::new(None) };
}

/// A receiver that is disconnected when the lane of the key has ended.
pub fn watch(db: &Db, key: u64) -> Receiver<()> {
    let (end, ended) = mpsc::channel();
    let mut end = Some(end);
    let leave = move |_: &mut DbConn| {
        END.set(end.take());
        Ok(())
    };
    answer(db.write_in_lane(Some(key), leave)).expect("the lane is watched");
    ended
}

pub fn open(database: &Database) -> Db {
    let settings = Settings::defaults_with(&(database.settings() + TWO_LANES));
    Db::open(&settings.expect("the settings are valid").database).expect("the database opens")
}

pub fn answer<T>(outcome: Outcome<T, JobError>) -> Result<T, JobError> {
    outcome.blocking_recv().expect("an outcome")
}

pub fn add(conn: &mut DbConn, number: i64) -> Result<(), JobError> {
    Ok(run(conn, &format!("INSERT INTO numbers (number) VALUES ({number})"))?)
}

pub fn run(conn: &mut DbConn, statements: &str) -> Result<(), StoreError> {
    Ok(conn.batch_execute(statements)?)
}

pub fn query(conn: &mut DbConn, query: &str) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<Number> = diesel::sql_query(query).load(conn)?;
    Ok(rows.into_iter().map(|row| row.number).collect())
}

pub fn numbers(db: &Db) -> Vec<i64> {
    db.read(|conn| query(conn, "SELECT number FROM numbers ORDER BY number")).expect("numbers are read")
}
