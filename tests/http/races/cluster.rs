//! Where verbs race: a database, one or two real servers on it, a dispatcher, and the dates that are open.
use chrono::Duration;
use luudong::config::Settings;
use luudong::db::Db;

use crate::support::Client;
use crate::support::app::{PASSWORD, monday_morning};
use crate::support::database::Database;
use crate::support::office::{DISPATCHER, Office};
use crate::support::process::{Binary, Served};

/// Scenes take turns in these, so that neighbours on one date have different teams and households.
const WARDS: [&str; 8] = ["11329", "11359", "11383", "11407", "11311", "11413", "11443", "11617"];

/// A database with servers.
pub struct Cluster {
    /// Families and the dispatcher, at the first server.
    pub office: Office,
    /// The dispatcher at the last server.
    pub dispatcher: Client,
    /// Families at the last server.
    pub public: Client,
    /// A look at the database beside the servers.
    pub db: Db,
    dates: Vec<String>,
    fixtures: usize,
    // Dropped before the database.
    _servers: Vec<Served>,
    _database: Database,
}

impl Cluster {
    /// Opens one with so many server processes.
    pub fn open(processes: usize) -> Self {
        let database = Database::new();
        let url = database.url();
        let binary = Binary::with(&[
            ("DATABASE__URL", &url),
            // A planner is there; steps and mail looked once, when nothing was there yet.
            ("MAIL__POLL_SECS", "100000"),
            ("BOOKING__STAFF_MINUTES", "0"),
            // Short work, so that all of a scene find room in one morning.
            ("DURATIONS__HOME_SET_UP_MINUTES", "1"),
            ("DURATIONS__FIRST_CAPTURE_MINUTES__BEDRIDDEN", "2"),
            ("DURATIONS__FURTHER_CAPTURE_MINUTES__BEDRIDDEN", "1"),
            ("PLANNING__ITERATIONS", "20"),
            ("PLANNING__THREADS", "1"),
        ]);
        let dispatcher = ["user", "add", "--login", DISPATCHER, "--name", "Điều phối", "--role", "dispatcher"];
        assert!(binary.run(&dispatcher, PASSWORD).status.success());
        let servers: Vec<Served> = (0..processes).map(|_| binary.serve()).collect();
        let office = Office::signed_in(servers[0].public());
        let there = servers.last().expect("a server").public();
        let dates = open_dates(&office);
        let settings = Settings::defaults_with(&(database.settings() + "database.pool_size = 2"));
        let db = Db::open(&settings.expect("the settings are valid").database).expect("the database opens");
        Self {
            dispatcher: there.signed_in(DISPATCHER, PASSWORD),
            public: there,
            office,
            db,
            dates,
            fixtures: 0,
            _servers: servers,
            _database: database,
        }
    }

    /// Number, date and ward of the next scene.
    pub fn next(&mut self) -> (usize, String, &'static str) {
        self.fixtures += 1;
        let number = self.fixtures;
        let on = self.dates[number / WARDS.len() % self.dates.len()].clone();
        (number, on, WARDS[number % WARDS.len()])
    }
}

/// Dates from the day after tomorrow on that are open in the morning and in the afternoon.
fn open_dates(office: &Office) -> Vec<String> {
    let today = monday_morning().date();
    let (from, to) = (today + Duration::days(2), today + Duration::days(26));
    let calendar = office.public.get(&format!("/api/v1/calendar?from={from}&to={to}")).expect(200).json();
    let is_full = |on: &&serde_json::Value| on["open"].as_array().is_some_and(|halves| halves.len() == 2);
    let days = calendar["days"].as_array().expect("days");
    days.iter().filter(is_full).map(|on| on["on"].as_str().expect("a date").to_owned()).collect()
}
