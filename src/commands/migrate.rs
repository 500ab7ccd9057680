//! `luudong migrate`
use super::CommandError;
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
        println!("đã áp dụng {name}");
    }
    println!("Cơ sở dữ liệu đã cập nhật ({} bước mới).", applied.len());
    Ok(())
}
