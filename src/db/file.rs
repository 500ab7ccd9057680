//! The file of an embedded database: its folder, and who may read it.
use std::path::Path;

use super::{StoreError, StoreResult};

/// Makes the file of a new database readable to its owner alone; SQLite gives its companions (`-wal`, `-shm`) the same
/// mode. One that is there already is closed to strangers; whether its group reads it is its owner's affair.
pub(super) fn make_private(path: &Path) -> StoreResult<()> {
    if path.as_os_str() == ":memory:" {
        return Ok(());
    }
    if path.exists() {
        return close_to_strangers(path);
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(path).map(|_| ());
    made.map_err(|error| StoreError::Unavailable(format!("không tạo được {}: {error}", path.display())))
}

#[cfg(unix)]
fn close_to_strangers(path: &Path) -> StoreResult<()> {
    use std::os::unix::fs::PermissionsExt;
    for companion in ["", "-wal", "-shm"] {
        let file = format!("{}{companion}", path.display());
        let Ok(found) = std::fs::metadata(&file) else { continue };
        let mode = found.permissions().mode();
        if mode & 0o007 != 0 {
            let closed = std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode & 0o770));
            closed.map_err(|error| StoreError::Unavailable(format!("{file}: {error}")))?;
            tracing::warn!(file, "anybody on this machine could read the database file; not any more");
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn close_to_strangers(_: &Path) -> StoreResult<()> {
    Ok(())
}

/// Makes the folder of a file.
pub(super) fn make_folder_of(path: &Path) -> StoreResult<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    std::fs::create_dir_all(folder)
        .map_err(|error| StoreError::Unavailable(format!("không tạo được thư mục {}: {error}", folder.display())))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn strangers_read_neither_a_new_file_nor_an_old_one() {
        let folder = std::env::temp_dir().join(format!("luudong-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("new.sqlite3");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        make_private(&file).unwrap();
        assert_eq!(mode(&file), 0o600);
        let (old, log) = (folder.join("old.sqlite3"), folder.join("old.sqlite3-wal"));
        for path in [&old, &log] {
            std::fs::write(path, "").unwrap();
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
        }
        make_private(&old).unwrap();
        assert_eq!((mode(&old), mode(&log)), (0o640, 0o640));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
