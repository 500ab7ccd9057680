//! What a dispatcher asks before deciding, and what the family answers.
use std::collections::HashSet;

use super::*;
use crate::cases::answer::Answered;
use crate::cases::household::FamilyAnswer;
use crate::db::schema::case_answers as answers;
use crate::sealed::Vault;

/// Notes a question to the family of a case that nobody has decided yet; false otherwise.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn ask(conn: &mut DbConn, case: &Case, question: &Sealed<StaffText>, now: Timestamp) -> StoreResult<bool> {
    let this = cases::table.filter(cases::id.eq(case.id)).filter(cases::version.eq(case.version));
    let set = (cases::asked_at.eq(now), cases::question.eq(question.as_stored()), cases::version.eq(case.version + 1));
    let asked = diesel::update(this.filter(live()).filter(cases::verified_at.is_null())).set(set).execute(conn)? == 1;
    // What was answered before was the answer to another question.
    forget_answer(conn, case.id)?;
    Ok(asked)
}

/// Keeps a family's answer to the question of a case that nobody has decided yet; false otherwise.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn answer(conn: &mut DbConn, case: &Case, text: &Sealed<FamilyAnswer>, now: Timestamp) -> StoreResult<bool> {
    let this = cases::table.filter(cases::id.eq(case.id)).filter(cases::version.eq(case.version));
    let asked = this.filter(live()).filter(cases::verified_at.is_null()).filter(cases::question.is_not_null());
    // The version grows, so that nobody decides or asks again beside it.
    if diesel::update(asked).set(cases::version.eq(case.version + 1)).execute(conn)? == 0 {
        return Ok(false);
    }
    forget_answer(conn, case.id)?;
    let row = (answers::case_id.eq(case.id), answers::sealed_answer.eq(text.as_stored()), answers::answered_at.eq(now));
    diesel::insert_into(answers::table).values(row).execute(conn)?;
    Ok(true)
}

/// What the family answered, in clear.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn answer_of(conn: &mut DbConn, vault: &Vault, case: &Case) -> StoreResult<Option<Answered>> {
    let row = answers::table.find(case.id).select((answers::sealed_answer, answers::answered_at));
    let found: Option<(Sealed<FamilyAnswer>, Timestamp)> = row.first(conn).optional()?;
    let Some((text, at)) = found else { return Ok(None) };
    Ok(Some(Answered { text: vault.unseal(&text.of_row(&case.code))?.0, at }))
}

/// Which of these cases have an answer.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn answered_among(conn: &mut DbConn, case_ids: &[CaseId]) -> StoreResult<HashSet<CaseId>> {
    let rows = answers::table.filter(answers::case_id.eq_any(case_ids)).select(answers::case_id);
    Ok(rows.load::<CaseId>(conn)?.into_iter().collect())
}

/// Takes the answer away.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn forget_answer(conn: &mut DbConn, case_id: CaseId) -> StoreResult<()> {
    diesel::delete(answers::table.find(case_id)).execute(conn)?;
    Ok(())
}
