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

/// The cases in which one name has all these words, newest first; none when every word stands in too many names to look
/// at all of them: then [`some_with_words`] gives a part.
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

/// Where a look at the cases with common words goes on.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Behind this case; 0 is the first, or of what is newest first the newest.
    pub after: i64,
    /// Whether the newest come first.
    pub is_newest_first: bool,
    /// At most this many names.
    pub limit: i64,
}

/// The next cases in which one name has all these words, in order; each word is looked up in its index, and the look ends
/// where enough are found.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn some_with_words(conn: &mut DbConn, words: &[String], part: Part) -> StoreResult<Vec<CaseId>> {
    let Some((first, others)) = words.split_first() else { return Ok(Vec::new()) };
    let (behind, order) = if part.is_newest_first { ("<", "DESC") } else { (">", "ASC") };
    let also = |at: usize| {
        format!(
            " AND EXISTS (SELECT 1 FROM name_words o WHERE o.word = ${} AND o.case_id = n.case_id AND o.whose = n.whose)",
            at + 3
        )
    };
    let also: String = (0..others.len()).map(also).collect();
    let found = format!(
        "SELECT n.case_id FROM name_words n WHERE n.word = $1 AND n.case_id {behind} $2{also} ORDER BY n.case_id {order} LIMIT ${}",
        others.len() + 3
    );
    let after = if part.is_newest_first && part.after == 0 { i64::MAX } else { part.after };
    let found = sql_query(found).into_boxed::<Engines>();
    let found = found.bind::<Text, _>(first).bind::<BigInt, _>(after);
    // Bound in the order in which they stand: that is how SQLite numbers them.
    let found = others.iter().fold(found, |found, word| found.bind::<Text, _>(word));
    let found = found.bind::<BigInt, _>(part.limit);
    let mut ids: Vec<CaseId> = found.load::<Named>(conn)?.into_iter().map(|one| one.case_id).collect();
    ids.dedup();
    Ok(ids)
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = BigInt)]
    case_id: CaseId,
}
