//! Rows of `case_languages`: a case whose family is written to in another language than Vietnamese.
use diesel::prelude::*;

use crate::db::schema::case_languages as languages;
use crate::db::{DbConn, StoreResult};
use crate::ids::CaseId;
use crate::text::messages::{Locale, Words};

/// Keeps in which language a family is written to, in the place of the one before; a case without a row: Vietnamese.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn keep_language(conn: &mut DbConn, case_id: CaseId, language: Locale) -> StoreResult<()> {
    diesel::delete(languages::table.find(case_id)).execute(conn)?;
    if language != Words::VIETNAMESE.0 {
        let row = (languages::case_id.eq(case_id), languages::language.eq(language.code()));
        diesel::insert_into(languages::table).values(row).execute(conn)?;
    }
    Ok(())
}
