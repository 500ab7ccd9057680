//! Readiness probe of the database: write permission on every table and free disk space, tested without changing
//! anything.
use std::path::Path;

use diesel::connection::SimpleConnection;

use super::{DbConn, StoreResult};

/// Every table; a test compares it with `schema.rs`.
const TABLES: &[&str] = &[
    "accounts",
    "applicants",
    "audit_entries",
    "audit_head",
    "case_answers",
    "case_joins",
    "case_languages",
    "case_notes",
    "case_readiness",
    "case_secrets",
    "case_sources",
    "cases",
    "consents",
    "data_requests",
    "drafts",
    "duties",
    "duty_officers",
    "exceptional_half_days",
    "feedback",
    "freed_places",
    "hand_edit_duties",
    "hand_edits",
    "hand_placements",
    "handovers",
    "holds",
    "idempotency_keys",
    "kit_outages",
    "kits",
    "list_headings",
    "list_rows",
    "lists",
    "locked_duties",
    "mail_pauses",
    "name_words",
    "not_before_days",
    "notifications",
    "officer_leaves",
    "officers",
    "outbox_mails",
    "outcomes",
    "passkey_challenges",
    "passkeys",
    "place_takings",
    "planning_runs",
    "provider_subjects",
    "recovery_codes",
    "remarks",
    "replaced_tokens",
    "return_channels",
    "rights_requests",
    "seal_keys",
    "second_factor_resets",
    "second_factors",
    "sign_ins",
    "spent_passes",
    "stale_lookups",
    "stops",
    "team_wards",
    "teams",
    "time_preferences",
    "unvisited_cases",
    "unvisited_people",
    "visit_events",
    "visits",
    "worker_steps",
    "wrong_checks",
];

/// Bytes that must still fit on the disk of an embedded database.
const GROWTH_BYTES: usize = 1 << 20;

/// Asks for the right to change each table, in one round trip, and changes no row.
///
/// # Errors
/// [`super::StoreError`] in the engine's words: a table that is gone or may not be changed.
pub fn tables(conn: &mut DbConn) -> StoreResult<()> {
    let nothing: String = TABLES.iter().map(|table| format!("DELETE FROM {table} WHERE 1 = 0;")).collect();
    Ok(conn.batch_execute(&nothing)?)
}

/// Writes a file beside an embedded database and takes it away. A small change may still fit into pages that are
/// there while nothing new does; a database elsewhere looks after its own disk.
///
/// # Errors
/// What the system says, for instance that the disk is full.
pub fn growth(url: &str) -> std::io::Result<()> {
    let Some(file) = url.strip_prefix("sqlite:") else {
        return Ok(());
    };
    let probe = Path::new(file).with_extension("probe");
    let written = std::fs::write(&probe, vec![0; GROWTH_BYTES]);
    let removed = std::fs::remove_file(&probe);
    written.and(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_schema_is_asked() {
        let schema = include_str!("schema.rs");
        let named = schema.lines().filter_map(|line| line.trim().strip_suffix(") {")?.split_once(" ("));
        let mut named: Vec<&str> = named.map(|(table, _)| table).collect();
        named.sort_unstable();
        assert_eq!(named, TABLES);
    }

    #[test]
    fn a_folder_that_takes_no_more_is_told() {
        assert!(growth("sqlite:/proc/luudong.sqlite3").is_err());
        let folder = std::env::temp_dir();
        assert!(growth(&format!("sqlite:{}/luudong-growth.sqlite3", folder.display())).is_ok());
        assert!(!folder.join("luudong-growth.probe").exists());
        assert!(growth("postgres://db.example.vn/x").is_ok());
    }
}
