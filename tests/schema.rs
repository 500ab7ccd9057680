//! Both engines have the same schema, `src/db/schema.rs` describes it, and every migration can be taken back.
//!
//! With `LUUDONG_TEST_ENGINE=postgres` PostgreSQL is asked too; otherwise SQLite alone is compared with the file.
use std::collections::BTreeSet;
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Text;
use luudong::config::Settings;
use luudong::db::{Db, StoreError, migrations};

#[expect(dead_code, reason = "tests/http uses the rest of it")]
#[path = "http/support/environment.rs"]
mod environment;

/// Facts about a schema, one a line, so that a difference can be read.
type Facts = BTreeSet<String>;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE_TABLES: &str = "SELECT name AS line FROM sqlite_master WHERE type = 'table' ORDER BY name";

const SQLITE_COLUMNS: &str = "
    SELECT m.name || '.' || c.name || ' ' || CASE WHEN c.pk = 1 AND c.type = 'INTEGER' THEN 'BIGINT' ELSE c.type END
        || CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN '' ELSE ' NULL' END AS line
    FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";

const SQLITE_INDEXES: &str = "
    SELECT CASE i.\"unique\" WHEN 1 THEN 'unique ' ELSE 'index ' END || m.name || ' ('
        || (SELECT group_concat(c.name, ', ') FROM pragma_index_info(i.name) c) || ')'
        || CASE i.partial WHEN 1 THEN ' where' ELSE '' END AS line
    FROM sqlite_master m JOIN pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin <> 'pk'";

const SQLITE_REFERENCES: &str = "
    SELECT m.name || '.' || f.\"from\" || ' → ' || f.\"table\" || ' ' || f.on_delete AS line
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";

const POSTGRES_TABLES: &str =
    "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";

const POSTGRES_COLUMNS: &str = "
    SELECT table_name || '.' || column_name || ' '
        || upper(CASE data_type WHEN 'timestamp without time zone' THEN 'timestamp' ELSE data_type END)
        || CASE is_nullable WHEN 'YES' THEN ' NULL' ELSE '' END AS line
    FROM information_schema.columns WHERE table_schema = 'public'";

const POSTGRES_INDEXES: &str = "
    SELECT CASE WHEN i.indisunique THEN 'unique ' ELSE 'index ' END || t.relname || ' ('
        || string_agg(a.attname, ', ' ORDER BY k.place) || ')'
        || CASE WHEN i.indpred IS NULL THEN '' ELSE ' where' END AS line
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (number, place)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
    WHERE n.nspname = 'public' AND NOT i.indisprimary GROUP BY i.indexrelid, i.indisunique, i.indpred, t.relname";

const POSTGRES_REFERENCES: &str = "
    SELECT t.relname || '.' || a.attname || ' → ' || r.relname || ' '
        || CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT'
           WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END AS line
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
    CROSS JOIN LATERAL unnest(c.conkey) k (number)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number WHERE c.contype = 'f'";

#[test]
fn schema_rs_describes_what_the_migrations_make_on_sqlite() {
    let (folder, url) = sqlite_url();
    migrations::apply(&open(&url)).expect("the migrations apply");
    let found = sqlite_facts(&url, &[SQLITE_COLUMNS]);
    assert_same("src/db/schema.rs", &described(), "SQLite", &found);
    drop(folder);
}

#[test]
fn both_engines_have_the_same_columns_indexes_and_references() {
    if environment::engine() != "postgres" {
        return; // Without PostgreSQL there is nothing to compare; `make test` runs this with one.
    }
    let (folder, url) = sqlite_url();
    migrations::apply(&open(&url)).expect("the migrations apply");
    let sqlite = sqlite_facts(&url, &[SQLITE_COLUMNS, SQLITE_INDEXES, SQLITE_REFERENCES]);
    drop(folder);
    let postgres = OnPostgres::new("luudong_schema_same");
    migrations::apply(&open(&postgres.url)).expect("the migrations apply");
    let found = postgres_facts(&postgres.url, &[POSTGRES_COLUMNS, POSTGRES_INDEXES, POSTGRES_REFERENCES]);
    assert_same("SQLite", &sqlite, "PostgreSQL", &found);
    assert_same("src/db/schema.rs", &described(), "PostgreSQL", &postgres_facts(&postgres.url, &[POSTGRES_COLUMNS]));
}

#[test]
fn every_migration_can_be_taken_back_and_applied_again() {
    let (folder, url) = sqlite_url();
    up_down_up(&url, |url| sqlite_facts(url, &[SQLITE_TABLES]));
    drop(folder);
    if environment::engine() == "postgres" {
        let postgres = OnPostgres::new("luudong_schema_back");
        up_down_up(&postgres.url, |url| postgres_facts(url, &[POSTGRES_TABLES]));
    }
}

#[test]
fn both_engines_have_the_same_steps_each_with_its_way_back() {
    let steps = |engine: &str| -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let folders = std::fs::read_dir(root).expect("migrations").map(|entry| entry.expect("a folder").path());
        folders
            .inspect(|folder| {
                assert!(folder.join("up.sql").exists() && folder.join("down.sql").exists(), "{}", folder.display());
            })
            .map(|folder| folder.file_name().expect("a name").to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(steps("sqlite"), steps("postgres"));
}

#[test]
#[cfg(unix)]
fn a_new_database_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, url) = sqlite_url();
    migrations::apply(&open(&url)).expect("the migrations apply");
    for file in std::fs::read_dir(folder.path()).expect("the folder") {
        let file = file.expect("a file");
        let mode = file.metadata().expect("its mode").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", file.path().display());
    }
}

#[test]
fn a_reference_to_nothing_is_refused() {
    let (folder, url) = sqlite_url();
    let db = open(&url);
    migrations::apply(&db).expect("the migrations apply");
    let orphan = "INSERT INTO sign_ins (account_id, channel, token_hash, created_at, expires_at)
        VALUES (999, 'api', 'x', '2026-11-23 01:00:00', '2026-11-23 15:00:00')";
    let refused = db.write(|conn| Ok::<_, StoreError>(diesel::sql_query(orphan).execute(conn)?));
    assert!(refused.is_err(), "foreign keys are on for every connection that writes");
    drop(folder);
}

fn up_down_up(url: &str, tables: impl Fn(&str) -> Facts) {
    let db = open(url);
    let applied = migrations::apply(&db).expect("the migrations apply");
    let before = tables(url);
    assert_eq!(migrations::revert_all(&db).expect("every step can be taken back"), applied.len());
    let left: Vec<_> = tables(url).into_iter().filter(|name| !is_of_the_engine(name)).collect();
    assert!(left.is_empty(), "down.sql left {left:?}");
    assert_eq!(migrations::apply(&db).expect("the migrations apply again"), applied);
    assert_eq!(tables(url), before);
}

fn is_of_the_engine(table: &str) -> bool {
    table.starts_with("sqlite_") || table == "__diesel_schema_migrations"
}

/// What `src/db/schema.rs` says, in the words of the catalogues.
fn described() -> Facts {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/schema.rs"));
    let text = text.expect("the schema file");
    let mut table = String::new();
    let mut facts = Facts::new();
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with("diesel::")) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with(") {")) {
            name.clone_into(&mut table);
        }
        if let Some((column, kind)) = line.trim_end_matches(',').split_once(" -> ") {
            let nullable = kind.strip_prefix("Nullable<").and_then(|kind| kind.strip_suffix('>'));
            let word = match nullable.unwrap_or(kind) {
                "BigInt" => "BIGINT",
                "Integer" => "INTEGER",
                "Text" => "TEXT",
                "Bool" => "BOOLEAN",
                "Double" => "DOUBLE PRECISION",
                "Date" => "DATE",
                "Time" => "TIME",
                "Timestamp" => "TIMESTAMP",
                other => panic!("{table}.{column}: {other} is not a type that both engines share"),
            };
            let null = if nullable.is_some() { " NULL" } else { "" };
            facts.insert(format!("{table}.{column} {word}{null}"));
        }
    }
    assert!(facts.len() > 50, "schema.rs was not understood: {facts:?}");
    facts
}

#[track_caller]
fn assert_same(one: &str, left: &Facts, other: &str, right: &Facts) {
    let only_left: Vec<_> = left.difference(right).collect();
    let only_right: Vec<_> = right.difference(left).collect();
    assert!(
        only_left.is_empty() && only_right.is_empty(),
        "only in {one}: {only_left:#?}\nonly in {other}: {only_right:#?}"
    );
}

fn open(url: &str) -> Db {
    let settings = Settings::defaults_with(&format!("database.url = '{url}'\ndatabase.pool_size = 1"));
    Db::open(&settings.expect("the settings are valid").database).expect("the database opens")
}

fn sqlite_url() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("schema.sqlite3").display());
    (folder, url)
}

fn sqlite_facts(url: &str, queries: &[&str]) -> Facts {
    let mut conn = SqliteConnection::establish(url.trim_start_matches("sqlite:")).expect("the file opens");
    let ask = |query: &&str| diesel::sql_query(*query).load::<Line>(&mut conn).expect("the catalogue answers");
    facts(queries.iter().flat_map(ask))
}

fn postgres_facts(url: &str, queries: &[&str]) -> Facts {
    let mut conn = PgConnection::establish(url).expect("the database opens");
    let ask = |query: &&str| diesel::sql_query(*query).load::<Line>(&mut conn).expect("the catalogue answers");
    facts(queries.iter().flat_map(ask))
}

fn facts(lines: impl Iterator<Item = Line>) -> Facts {
    let own = |line: &String| !line.contains("__diesel_schema_migrations");
    lines.map(|row| row.line).filter(own).collect()
}

/// An empty database on the server of this run, dropped at the end.
struct OnPostgres {
    name: &'static str,
    url: String,
}

impl OnPostgres {
    fn new(name: &'static str) -> Self {
        Self::ask(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        Self::ask(&format!("CREATE DATABASE {name}"));
        let url = format!("{}/{name}", environment::postgres_url());
        Self { name, url }
    }

    fn ask(statement: &str) {
        let url = format!("{}/postgres", environment::postgres_url());
        let mut conn = PgConnection::establish(&url).expect("the PostgreSQL of the tests answers");
        diesel::sql_query(statement).execute(&mut conn).expect("the server obeys");
    }
}

impl Drop for OnPostgres {
    fn drop(&mut self) {
        Self::ask(&format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}
