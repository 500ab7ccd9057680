//! Rows of `name_words`: which words stand in whose name, as keyed hashes.
use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Integer, Text};

use crate::db::schema::name_words;
use crate::db::{DbConn, Engines, StoreResult};
use crate::ids::CaseId;

/// The contact's place; the people of a case are counted from 0.
pub const CONTACT: i32 = -1;

/// Most names with the rarest word of a search: a word of everybody's name is no search.
const NAMES_MAX: usize = 5_000;

/// Values that an engine takes in one statement, with room.
const NAMED_AT_ONCE: usize = 1_000;

/// Writes the words of one name, of which none is written.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn add_name_words(conn: &mut DbConn, case_id: CaseId, whose: i32, words: &[String]) -> StoreResult<()> {
    if words.is_empty() {
        return Ok(());
    }
    // One statement: this is in the way of everybody who files. Values are numbered as they come, which both engines read.
    let row = |at: usize| format!("(${}, ${}, ${})", 3 * at + 1, 3 * at + 2, 3 * at + 3);
    let rows: Vec<String> = (0..words.len()).map(row).collect();
    let insert = format!("INSERT INTO name_words (word, case_id, whose) VALUES {}", rows.join(", "));
    let mut insert = sql_query(insert).into_boxed::<Engines>();
    for word in words {
        insert = insert.bind::<Text, _>(word).bind::<BigInt, _>(case_id).bind::<Integer, _>(whose);
    }
    insert.execute(conn)?;
    Ok(())
}

/// This one of the case is not found by the name of before any more.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_name_words_of(conn: &mut DbConn, case_id: CaseId, whose: i32) -> StoreResult<()> {
    let before = name_words::table.filter(name_words::case_id.eq(case_id)).filter(name_words::whose.eq(whose));
    diesel::delete(before).execute(conn)?;
    Ok(())
}

/// Nobody of the case is found by name any more.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_name_words(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(name_words::table.filter(name_words::case_id.eq(case_id))).execute(conn)?;
    Ok(())
}

/// The cases in which one name has all these words, newest first; none when every word stands in too many names.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn by_name_words(conn: &mut DbConn, words: &[String]) -> StoreResult<Option<Vec<CaseId>>> {
    let limit = i64::try_from(NAMES_MAX + 1).unwrap_or(i64::MAX);
    let mut counted = Vec::with_capacity(words.len());
    for word in words {
        let some = name_words::table.filter(name_words::word.eq(word)).select(name_words::case_id).limit(limit);
        counted.push((some.load::<CaseId>(conn)?.len(), word));
    }
    counted.sort_unstable();
    let Some(((names, rarest), others)) = counted.split_first() else { return Ok(Some(Vec::new())) };
    if *names > NAMES_MAX {
        return Ok(None);
    }
    let with_rarest = name_words::table.filter(name_words::word.eq(rarest)).order(name_words::case_id.desc());
    let mut names: Vec<(CaseId, i32)> = with_rarest.select((name_words::case_id, name_words::whose)).load(conn)?;
    for (_, word) in others {
        let ids: Vec<CaseId> = names.iter().map(|(id, _)| *id).collect();
        let mut also = HashSet::new();
        for ids in ids.chunks(NAMED_AT_ONCE) {
            let of_these = name_words::table.filter(name_words::word.eq(word)).filter(name_words::case_id.eq_any(ids));
            also.extend(of_these.select((name_words::case_id, name_words::whose)).load::<(CaseId, i32)>(conn)?);
        }
        names.retain(|name| also.contains(name));
    }
    let mut ids: Vec<CaseId> = names.into_iter().map(|(id, _)| id).collect();
    ids.dedup();
    Ok(Some(ids))
}
