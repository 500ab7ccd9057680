//! `luudong migrate`
use super::{CommandError, say};
use crate::config::Settings;
use crate::db::{Db, migrations};

/// Applies what is missing and names it.
///
/// # Errors
/// [`CommandError::Store`].
pub fn run(settings: Settings) -> Result<(), CommandError> {
    let db = Db::open(&settings.database)?;
    let applied = migrations::apply(&db)?;
    for name in &applied {
        say(format_args!("đã áp dụng {name}"))?;
    }
    say(format_args!("Cơ sở dữ liệu đã cập nhật ({} bước mới).", applied.len()))
}
