//! How an engine would carry a statement out, whatever its values are.
use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use luudong::db::{DbConn, Engine};

/// A table, or one of its indexes, that is read from end to end.
pub struct Scan {
    pub table: String,
    /// The engine's own words.
    pub line: String,
}

/// Asks an engine for its plans.
pub struct Plans {
    engine: Engine,
    /// Indexes of some rows only, which may be read from end to end: that is what they are for.
    partial: BTreeSet<String>,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl Plans {
    pub fn new(conn: &mut DbConn, engine: Engine) -> Self {
        let named = match engine {
            Engine::Sqlite => "SELECT name AS line FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'",
            Engine::Postgres => "SELECT indexname::text AS line FROM pg_indexes WHERE indexdef LIKE '% WHERE %'",
        };
        let partial = lines(conn, named).into_iter().collect();
        if engine == Engine::Postgres {
            // whether there is an index at all: on tables of a few rows nobody would use one, nor join row by row.
            let asked = "SET enable_seqscan = off; SET enable_mergejoin = off; SET enable_hashjoin = off;\
                         SET plan_cache_mode = force_generic_plan";
            conn.batch_execute(asked).expect("it is set");
        }
        Self { engine, partial }
    }

    /// What a statement reads from end to end.
    pub fn scans(&self, conn: &mut DbConn, statement: &str) -> Vec<Scan> {
        let verb = statement.trim_start().split(' ').next().unwrap_or_default().to_uppercase();
        // A question about an empty list, and the probe of `/ready`, read nothing.
        let is_empty = statement.contains("1=0") || statement.contains("1 = 0");
        if is_empty || !["SELECT", "UPDATE", "DELETE", "WITH"].contains(&verb.as_str()) {
            return Vec::new();
        }
        // A list of values has no type outside its statement.
        if statement.contains("unnest(") {
            return Vec::new();
        }
        match self.engine {
            Engine::Sqlite => self.scans_of_sqlite(conn, statement),
            Engine::Postgres => self.scans_of_postgres(conn, statement),
        }
    }

    /// `SCAN visits`, `SCAN visits USING COVERING INDEX visits_by_date`.
    fn scans_of_sqlite(&self, conn: &mut DbConn, statement: &str) -> Vec<Scan> {
        let plan = sqlite_plan(conn, statement);
        let scans = plan.into_iter().filter(|line| line.starts_with("SCAN "));
        let scans = scans.filter(|line| !self.partial.iter().any(|index| line.ends_with(index.as_str())));
        scans.map(|line| Scan { table: line.split(' ').nth(1).unwrap_or_default().to_owned(), line }).collect()
    }

    /// `Seq Scan on visits`; `Index Scan using visits_by_date on visits` without an `Index Cond` of its own.
    fn scans_of_postgres(&self, conn: &mut DbConn, statement: &str) -> Vec<Scan> {
        let values = (1..).take_while(|number| statement.contains(&format!("${number}"))).count();
        let nothing = vec!["NULL"; values].join(", ");
        let values = if values == 0 { String::new() } else { format!("({nothing})") };
        conn.batch_execute(&format!("PREPARE asked AS {statement}")).expect("the statement is one");
        let plan = explained(conn, &format!("EXPLAIN EXECUTE asked{values}"));
        conn.batch_execute("DEALLOCATE asked").expect("it was prepared");
        let mut scans = Vec::new();
        for (at, line) in plan.iter().enumerate() {
            let Some((node, on)) = line.split_once(" on ") else { continue };
            let inner = plan[at + 1..].iter().take_while(|next| !next.contains("->"));
            let is_bounded = inner.clone().any(|next| next.contains("Index Cond:"));
            let index = node.split("using ").nth(1).unwrap_or_default();
            let is_scan = node.contains("Seq Scan") || (node.contains("Index") && node.contains("Scan using"));
            if is_scan && !is_bounded && !self.partial.contains(index) {
                let table = on.split(' ').next().unwrap_or_default().to_owned();
                scans.push(Scan { table, line: line.trim().to_owned() });
            }
        }
        scans
    }
}

fn lines(conn: &mut DbConn, query: &str) -> Vec<String> {
    let found: Vec<Line> = diesel::sql_query(query).load(conn).expect("the engine answers");
    found.into_iter().map(|line| line.line).collect()
}

fn sqlite_plan(conn: &mut DbConn, statement: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }
    let asked = format!("EXPLAIN QUERY PLAN {statement}");
    let steps: Vec<Step> = diesel::sql_query(asked).load(conn).unwrap_or_else(|error| panic!("{error}: {statement}"));
    steps.into_iter().map(|step| step.detail).collect()
}

fn explained(conn: &mut DbConn, asked: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
        plan: String,
    }
    let steps: Vec<Step> = diesel::sql_query(asked).load(conn).expect("the statement has a plan");
    steps.into_iter().map(|step| step.plan).collect()
}
