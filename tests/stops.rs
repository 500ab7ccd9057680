//! A stop and its visit agree: both engines refuse a ghost, and the migration that brought this mends what it finds.
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use luudong::config::Settings;
use luudong::db::{Db, DbConn, StoreError, migrations};

#[expect(dead_code, reason = "tests/http uses the rest of it")]
#[path = "http/support/environment.rs"]
mod environment;

/// The step that brought `visits.duty_id`, and what stood before it.
const STEP: &str = "20261129000002_stop_and_visit";

/// A team with two duties on 01/12 and one on 02/12, of which the last is cancelled, and one case.
const WORLD: &str = "
    INSERT INTO teams (id, name, hot_line, base_ward_code, base_lat, base_lng, version)
        VALUES (1, 'Tổ 1', '1', '11329', 20.8, 106.7, 1);
    INSERT INTO kits (id, name) VALUES (1, 'A');
    INSERT INTO duties (id, team_id, kit_id, on_date, half_days, starts_secs, ends_secs, capacity, island_mission, version,
            created_at, cancelled_at, stamp, staff_secs) VALUES
        (1, 1, 1, '2026-12-01', 'morning', 28800, 41400, 9, FALSE, 1, '2026-11-20 01:00:00', NULL, 11, 0),
        (2, 1, 1, '2026-12-01', 'afternoon', 46800, 61200, 9, FALSE, 1, '2026-11-20 01:00:00', NULL, 12, 0),
        (3, 1, 1, '2026-12-02', 'morning', 28800, 41400, 9, FALSE, 1, '2026-11-20 01:00:00', '2026-11-21 01:00:00', 13, 0);
    INSERT INTO cases (id, code, secret_hash, channel, ward_code, expected_captures, sealed_contact, sealed_address,
            contact_hash, address_hash, has_email, triage, triage_rule, filed_at, version)
        VALUES (1, 'AAAA-AAAA', 'x', 'web', '11329', 1, 's', 's', 'c', 'a', FALSE, 'visit', 'necessity',
            '2026-11-20 01:00:00', 1);";

/// Visits by what became of them before the step: number, columns, stop.
const BEFORE: &str = "
    INSERT INTO visits (id, case_id, number, part, captures, service_secs, front_of_queue, created_at, invite_sequence,
            version, promised_on, promised_half_day, window_from_secs, window_to_secs, published_at, booked_at,
            cancelled_at, closed_at) VALUES
        (1, 1, 1, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, '2026-12-01', 'morning', 1, 2, '2026-11-22 01:00:00', NULL, NULL, NULL),
        (2, 1, 2, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, '2026-12-01', 'morning', NULL, NULL, NULL, '2026-11-23 01:00:00', NULL, NULL),
        (3, 1, 3, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, '2026-12-01', 'morning', NULL, NULL, NULL, '2026-11-23 01:00:00', '2026-11-24 01:00:00', NULL),
        (4, 1, 4, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (5, 1, 5, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, '2026-12-05', 'morning', 1, 2, '2026-11-22 01:00:00', '2026-11-22 01:00:00', NULL, NULL),
        (6, 1, 6, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, '2026-12-02', 'morning', NULL, NULL, NULL, '2026-11-23 01:00:00', NULL, NULL),
        (7, 1, 7, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, '2026-12-01', 'morning', 1, 2, '2026-11-22 01:00:00', '2026-11-22 01:00:00', NULL, '2026-12-01 03:00:00'),
        (8, 1, 8, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, '2026-12-01', 'morning', 1, 2, '2026-11-22 01:00:00', '2026-11-22 01:00:00', NULL, NULL);
    INSERT INTO stops (visit_id, duty_id, position) VALUES
        (1, 1, 10), (2, 1, 20), (3, 1, 30), (4, 1, 40), (5, 2, 10), (6, 3, 10), (7, 1, 50);";

#[derive(QueryableByName, Debug, PartialEq, Eq)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    duty_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    stop_in: Option<i64>,
    #[diesel(sql_type = Text)]
    stands: String,
}

#[test]
fn the_step_takes_ghosts_away_and_gives_bookings_their_moment() {
    let database = Empty::new("luudong_stops_step");
    let db = open(&database.url);
    migrations::apply(&db).expect("the migrations apply");
    run(&db, &down()).expect("the step can be taken back");
    run(&db, WORLD).expect("a world");
    run(&db, BEFORE).expect("visits as races have left them");
    run(&db, &sql("up.sql")).expect("the step applies to what stands");
    let rows = rows(&db);
    let stands = |id: i64| rows.iter().find(|row| row.id == id).expect("the visit");
    let expect = [
        (1, Some(1), "booked"), // published before bookings had a moment of their own
        (2, Some(1), "booked"), // booked
        (3, None, "cancelled"), // a ghost of a withdrawal
        (4, None, "waiting"),   // a ghost of a place that was given back
        (5, None, "postponed"), // stood in a duty of another date
        (6, None, "postponed"), // its duty was cancelled
        (7, Some(1), "closed"), // ended: the roster shows it
        (8, None, "postponed"), // booked without any stop
    ];
    for (id, duty_id, state) in expect {
        let row = stands(id);
        assert_eq!((row.duty_id, row.stop_in, row.stands.as_str()), (duty_id, duty_id, state), "{row:?}");
    }
    let stamps = "SELECT count(*) AS id, NULL AS duty_id, NULL AS stop_in, 'x' AS stands FROM duties
        WHERE stamp NOT IN (11, 12, 13)";
    let drawn: Vec<Row> = ask(&db, stamps);
    assert_eq!(drawn[0].id, 3, "what changed has another stamp");
}

#[test]
fn a_stop_whose_visit_is_not_booked_in_its_duty_is_refused() {
    let database = Empty::new("luudong_stops_refused");
    let db = open(&database.url);
    migrations::apply(&db).expect("the migrations apply");
    run(&db, WORLD).expect("a world");
    let visits = "INSERT INTO visits (id, case_id, number, part, captures, service_secs, front_of_queue, created_at,
            invite_sequence, version, promised_on, promised_half_day, booked_at, duty_id) VALUES
        (1, 1, 1, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, '2026-12-01', 'morning', '2026-11-23 01:00:00', 1),
        (2, 1, 2, 1, 1, 60, FALSE, '2026-11-20 01:00:00', 1, 1, NULL, NULL, NULL, NULL);
        INSERT INTO stops (visit_id, duty_id, position) VALUES (1, 1, 10)";
    run(&db, visits).expect("a booked visit has a stop");
    for ghost in [
        "INSERT INTO stops (visit_id, duty_id, position) VALUES (2, 1, 20)",
        "UPDATE stops SET duty_id = 2 WHERE visit_id = 1",
        "UPDATE visits SET duty_id = 2 WHERE id = 1",
        "UPDATE visits SET duty_id = NULL WHERE id = 1",
        "UPDATE visits SET cancelled_at = '2026-11-24 01:00:00' WHERE id = 1",
        "UPDATE visits SET cancelled_at = '2026-11-24 01:00:00', duty_id = NULL WHERE id = 1",
        "UPDATE visits SET booked_at = NULL WHERE id = 1",
        "UPDATE visits SET duty_id = 1 WHERE id = 2",
        "DELETE FROM visits WHERE id = 1",
    ] {
        assert!(run(&db, ghost).is_err(), "{ghost}");
    }
    run(&db, "UPDATE visits SET closed_at = '2026-12-01 03:00:00' WHERE id = 1").expect("what ended keeps its stop");
}

fn rows(db: &Db) -> Vec<Row> {
    let query = "SELECT v.id AS id, v.duty_id AS duty_id, s.duty_id AS stop_in,
            CASE WHEN v.cancelled_at IS NOT NULL THEN 'cancelled' WHEN v.closed_at IS NOT NULL THEN 'closed'
            WHEN v.booked_at IS NOT NULL THEN 'booked' WHEN v.postponed_at IS NOT NULL AND v.front_of_queue THEN 'postponed'
            ELSE 'waiting' END AS stands
        FROM visits v LEFT JOIN stops s ON s.visit_id = v.id ORDER BY v.id";
    ask(db, query)
}

fn ask(db: &Db, query: &str) -> Vec<Row> {
    let asked = |conn: &mut DbConn| Ok::<_, StoreError>(diesel::sql_query(query).load(conn)?);
    db.read(asked).expect("the database answers")
}

fn run(db: &Db, statements: &str) -> Result<(), StoreError> {
    db.write(|conn| Ok(conn.batch_execute(statements)?))
}

/// The ways back of the step and of every later one, the newest first.
fn down() -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(environment::engine());
    let folders = std::fs::read_dir(root).expect("migrations").map(|entry| entry.expect("a folder").file_name());
    let mut later: Vec<String> = folders.map(|name| name.to_string_lossy().into_owned()).collect();
    later.retain(|name| name.as_str() >= STEP);
    later.sort();
    later.iter().rev().map(|name| read(name, "down.sql")).collect()
}

fn sql(file: &str) -> String {
    read(STEP, file)
}

fn read(step: &str, file: &str) -> String {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(environment::engine());
    std::fs::read_to_string(root.join(step).join(file)).expect("a migration")
}

fn open(url: &str) -> Db {
    let settings = Settings::defaults_with(&format!("database.url = '{url}'\ndatabase.pool_size = 1"));
    Db::open(&settings.expect("the settings are valid").database).expect("the database opens")
}

/// An empty database on the engine of this run, gone at the end.
struct Empty {
    url: String,
    name: &'static str,
    _folder: Option<tempfile::TempDir>,
}

impl Empty {
    fn new(name: &'static str) -> Self {
        if environment::engine() == "postgres" {
            on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            on_server(&format!("CREATE DATABASE {name}"));
            return Self { url: format!("{}/{name}", environment::postgres_url()), name, _folder: None };
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("stops.sqlite3").display());
        Self { url, name, _folder: Some(folder) }
    }
}

impl Drop for Empty {
    fn drop(&mut self) {
        if self._folder.is_none() {
            on_server(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

fn on_server(statement: &str) {
    let url = format!("{}/postgres", environment::postgres_url());
    let mut conn = PgConnection::establish(&url).expect("the PostgreSQL of the tests answers");
    conn.batch_execute(statement).expect("the server obeys");
}
