//! A database of its own for each test: a copy of one that was migrated once.
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use luudong::config::Settings;
use luudong::db::{Db, migrations};
use tempfile::TempDir;

use super::environment;

/// A test's database; it goes away with this value.
pub enum Database {
    /// A file in a folder.
    Sqlite(TempDir),
    /// Name of a database on the server.
    Postgres(String),
}

impl Database {
    /// Makes one, on the engine of this run.
    pub fn new() -> Self {
        match environment::engine().as_str() {
            "sqlite" => Self::sqlite(),
            "postgres" => Self::postgres(),
            other => panic!("LUUDONG_TEST_ENGINE is sqlite or postgres, not {other}"),
        }
    }

    /// The settings `database.url` and, in a run that has a pooler, `database.pooler_url`, as lines of TOML.
    pub fn settings(&self) -> String {
        named(&self.url())
    }

    /// The setting `database.url`.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => sqlite_url(folder.path()),
            Self::Postgres(name) => format!("{}/{name}", environment::postgres_url()),
        }
    }

    fn sqlite() -> Self {
        static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let bytes = TEMPLATE.get_or_init(migrated_file);
        std::fs::write(folder.path().join("luudong.sqlite3"), bytes).expect("the template is copied");
        Self::Sqlite(folder)
    }

    fn postgres() -> Self {
        static TEMPLATE: OnceLock<String> = OnceLock::new();
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let template = TEMPLATE.get_or_init(migrated_database);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("luudong_test_{}_{number}", std::process::id());
        on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        // Files are copied: quicker by a third than pages that pass through the log.
        on_server(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"));
        Self::Postgres(name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres(name) = self {
            on_server(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("luudong.sqlite3").display())
}

fn named(url: &str) -> String {
    let pooler = environment::through_pooler(url).unwrap_or_default();
    format!("database.url = '{url}'\ndatabase.pooler_url = '{pooler}'\n")
}

fn open(url: &str) -> Db {
    let settings = Settings::defaults_with(&format!("{}database.pool_size = 1", named(url)));
    Db::open(&settings.expect("the settings are valid").database).expect("the database opens")
}

/// The bytes of a migrated SQLite file.
fn migrated_file() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = open(&sqlite_url(folder.path()));
    migrations::apply(&db).expect("the migrations apply");
    db.read(|conn| Ok::<_, luudong::db::StoreError>(conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?))
        .expect("everything is in the file itself");
    std::fs::read(folder.path().join("luudong.sqlite3")).expect("the template is read")
}

/// The name of a migrated database. It is named by the migrations' text and stays on the server, so that every
/// test process finds it; it gets its name only when it is ready.
fn migrated_database() -> String {
    let template = format!("luudong_template_{:016x}", fingerprint("migrations/postgres"));
    let mut conn = server();
    // The lock ends with the connection.
    conn.batch_execute("SELECT pg_advisory_lock(20261123)").expect("the lock is had");
    let known = format!("SELECT 1 FROM pg_database WHERE datname = '{template}'");
    if diesel::sql_query(known).execute(&mut conn).expect("databases are listed") == 0 {
        let half = format!("{template}_half");
        on_server(&format!("DROP DATABASE IF EXISTS {half} WITH (FORCE)"));
        on_server(&format!("CREATE DATABASE {half}"));
        let db = open(&format!("{}/{half}", environment::postgres_url()));
        migrations::apply(&db).expect("the migrations apply");
        drop(db);
        let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{half}'");
        on_server(&end);
        on_server(&format!("ALTER DATABASE {half} RENAME TO {template}"));
    }
    template
}

fn fingerprint(folder: &str) -> u64 {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut steps: Vec<_> = std::fs::read_dir(root)
        .expect("migrations are there")
        .map(|entry| entry.expect("a folder").path().join("up.sql"))
        .collect();
    steps.sort();
    let mut hasher = DefaultHasher::new();
    for step in steps {
        std::fs::read_to_string(step).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

fn server() -> PgConnection {
    let url = format!("{}/postgres", environment::postgres_url());
    PgConnection::establish(&url).expect("the PostgreSQL of the tests answers")
}

/// On a connection that is kept: each is a process of the server, and three for each test were felt.
fn on_server(statement: &str) {
    static IDLE: Mutex<Vec<PgConnection>> = Mutex::new(Vec::new());
    let kept = IDLE.lock().expect("the connections").pop();
    let mut conn = kept.unwrap_or_else(server);
    let done = conn.batch_execute(statement);
    done.unwrap_or_else(|error| panic!("{statement}: {error}"));
    IDLE.lock().expect("the connections").push(conn);
}
