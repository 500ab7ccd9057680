//! Behind a pooler that gives a connection for one transaction (`scripts/pgbouncer`) nobody finds what another left on
//! one, and nobody waits for a connection while holding all there are.
use std::sync::Barrier;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use luudong::clock::Clock;
use luudong::commands;
use luudong::db::{Db, DbConn, StoreResult};
use luudong::dice::Dice;

use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::office::Office;

/// Connections that the pooler has for one database.
const SERVED: usize = 4;

#[derive(QueryableByName)]
struct Left {
    #[diesel(sql_type = Text)]
    lock_timeout: String,
    #[diesel(sql_type = BigInt)]
    statements: i64,
    #[diesel(sql_type = BigInt)]
    locks: i64,
}

/// What stands on a connection that any client may get next.
const LEFT: &str = "SELECT current_setting('lock_timeout') AS lock_timeout,
    (SELECT count(*) FROM pg_prepared_statements) AS statements,
    (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks";

/// Without a pooler in this run each client has connections of its own, and there is nothing to see.
fn is_pooled(app: &TestApp) -> bool {
    !app.desk.settings.database.pooler_url.is_empty()
}

#[test]
fn a_stranger_finds_no_setting_no_statement_and_no_lock_on_any_connection() {
    let app = TestApp::start();
    if !is_pooled(&app) {
        return;
    }
    let office = Office::of(&app);
    // More clients than connections, by several processes' pools and lanes.
    let dbs: Vec<Db> = (0..4).map(|_| Db::open(&app.desk.settings.database).expect("it opens")).collect();
    std::thread::scope(|scope| {
        for number in 0..16 {
            let (db, client) = (&dbs[number % dbs.len()], office.public.clone());
            scope.spawn(move || {
                for round in 0..10 {
                    writes(db, round).expect("nobody's statement has another's name");
                    client.get("/health").expect(200);
                }
            });
        }
    });
    let mut strangers: Vec<PgConnection> = (0..SERVED)
        .map(|_| PgConnection::establish(&app.desk.settings.database.pooler_url).expect("the pooler answers"))
        .collect();
    // In transactions at the same time, so that each has another connection.
    for stranger in &mut strangers {
        stranger.batch_execute("BEGIN").expect("a transaction");
        let left: Left = diesel::sql_query(LEFT).get_result(stranger).expect("what is left");
        assert_eq!((left.lock_timeout.as_str(), left.statements, left.locks), ("0", 0, 0));
    }
}

fn writes(db: &Db, name: i64) -> StoreResult<()> {
    db.read(luudong::outbox::store::backlog)?;
    db.write(|conn| {
        luudong::db::lock_names(conn, vec![name])?;
        assert_eq!(lock_timeout(conn), "5s", "inside, nobody waits for ever");
        Ok(())
    })
}

fn lock_timeout(conn: &mut DbConn) -> String {
    diesel::select(diesel::dsl::sql::<Text>("current_setting('lock_timeout')")).get_result(conn).expect("a setting")
}

#[test]
fn a_key_is_had_while_transactions_hold_every_connection() {
    let app = TestApp::start();
    if !is_pooled(&app) {
        return;
    }
    let filed = Office::of(&app).approved(&HOUSEHOLDS[..1]).remove(0);
    // Another process, which knows no key yet.
    let settings = (*app.desk.settings).clone();
    let beside = commands::shared(settings, Clock::Read(app.desk.now()), Dice::seeded(8)).expect("it opens");
    let (desk, all_hold_one) = (&beside.desk, Barrier::new(SERVED));
    std::thread::scope(|scope| {
        let asks = || {
            desk.db.write(|_| {
                all_hold_one.wait();
                StoreResult::Ok(desk.vault.ring().key(&filed.code).is_some())
            })
        };
        let asked: Vec<_> = (0..SERVED).map(|_| scope.spawn(asks)).collect();
        for asked in asked {
            assert!(asked.join().expect("the thread ends").expect("the transaction"), "the key is read");
        }
    });
    app.leave_mails(1);
}
