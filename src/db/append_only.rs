//! Append-only files beside the database: whoever can rewrite its tables cannot rewrite what is logged here.
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// Bytes at the end that are read for the last line; a line has far fewer.
const TAIL_BYTES: u64 = 4_096;

/// Writes lines at the end and waits until they are on the disk. A line break stands in front as well: a line that a
/// power cut broke off does not take the next one with it.
///
/// # Errors
/// [`io::Error`].
pub fn append(file: &Path, lines: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    writeln!(file, "\n{lines}")?;
    file.sync_data()
}

/// The end of the file, however long it has become: some lines, the first of them perhaps not whole. Empty without one.
///
/// # Errors
/// [`io::Error`] when the file is there and cannot be read.
pub fn tail(file: &Path) -> io::Result<String> {
    from(file, TAIL_BYTES)
}

/// The whole file; empty without one.
///
/// # Errors
/// As [`tail`].
pub fn whole(file: &Path) -> io::Result<String> {
    from(file, u64::MAX)
}

fn from(file: &Path, bytes: u64) -> io::Result<String> {
    let mut file = match File::open(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        opened => opened?,
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(bytes)))?;
    let mut read = Vec::new();
    file.read_to_end(&mut read)?;
    Ok(String::from_utf8_lossy(&read).into_owned())
}
