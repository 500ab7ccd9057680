//! Invariants of everything that is stored: each sequence as its duty must drive it, and nobody in two places.
use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use luudong::booking::{Board, Sequence, store};
use luudong::config::Settings;
use luudong::db::Db;
use luudong::dice::Dice;
use luudong::keys;
use luudong::reference::ReferenceFiles;
use luudong::reference_data::ReferenceData;
use luudong::sealed::Vault;
use secrecy::ExposeSecret;

use crate::support::TestApp;
use crate::support::app::monday_morning;

/// A board that remembers nothing.
pub fn fresh_board(app: &TestApp) -> Board {
    board_of(&app.desk.settings, app.desk.vault.clone())
}

fn board_of(settings: &Settings, vault: Vault) -> Board {
    let reference = ReferenceData::load(settings, &ReferenceFiles::embedded()).expect("the reference data");
    Board::new(Arc::new(reference), vault)
}

/// Every sequence as it is stored; loading one asks `planner::check`, and one that fails is missing here.
pub fn sequences(db: &Db, board: &Board) -> Vec<Arc<Sequence>> {
    let (first, last) = (date("2026-01-01"), date("2027-12-31"));
    db.read(|conn| {
        let stamps = store::stamps(conn, first, last)?;
        let found = board.between(conn, first, last)?;
        assert_eq!(found.len(), stamps.len(), "a stored sequence cannot be driven");
        Ok::<_, luudong::db::StoreError>(found)
    })
    .expect("the database answers")
}

/// How many visits stand in sequences; each sequence was checked.
pub fn visits_in_places(db: &Db, settings: &Settings) -> usize {
    let vault = Vault::new(settings.keys.data_key.expose_secret(), Dice::System);
    keys::connect(&vault, db, monday_morning()).expect("the keys");
    sequences(db, &board_of(settings, vault)).iter().map(|sequence| sequence.members.len()).sum()
}

/// Panics unless every stored sequence passes the check, keeps its captures, and holds each visit once.
pub fn check(app: &TestApp) -> usize {
    let mut seen = HashSet::new();
    for sequence in sequences(&app.desk.db, &fresh_board(app)) {
        let (problem, plan) = sequence.as_problem();
        planner::check(problem, &plan).expect("a stored sequence passes the check");
        let captures: i32 = sequence.members.iter().map(|member| member.door.captures).sum();
        assert!(captures <= sequence.duty.capacity, "duty {} makes too many captures", sequence.duty.id);
        for member in &sequence.members {
            assert!(seen.insert(member.occupant), "{:?} stands in two places", member.occupant);
        }
    }
    seen.len()
}

fn date(iso: &str) -> NaiveDate {
    iso.parse().expect("a date")
}
