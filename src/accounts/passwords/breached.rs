//! Passwords that are known from breaches of other services: a file of SHA-1 hashes in the order of the hashes, a line each,
//! `HASH` or `HASH:COUNT`, as "Have I Been Pwned" gives it out. It has a thousand million lines and is searched where it lies.
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::Path;

use data_encoding::HEXUPPER;
use sha1::{Digest, Sha1};

/// Hex digits of a hash.
const DIGITS: usize = 40;

/// Whether the file has this password.
///
/// # Errors
/// The file cannot be read.
pub fn has(file: &Path, password: &str) -> io::Result<bool> {
    let wanted = HEXUPPER.encode(&Sha1::digest(password.as_bytes()));
    let mut lines = BufReader::new(File::open(file)?);
    // The hash, if it is there, begins in a line that starts in `from..to`.
    let (mut from, mut to) = (0, lines.seek(SeekFrom::End(0))?);
    while from < to {
        let middle = from + (to - from) / 2;
        let Some((starts, hash)) = first_line_from(&mut lines, middle)?.filter(|(starts, _)| *starts < to) else {
            to = middle;
            continue;
        };
        match hash.as_str().cmp(wanted.as_str()) {
            std::cmp::Ordering::Equal => return Ok(true),
            std::cmp::Ordering::Less => from = starts + 1,
            std::cmp::Ordering::Greater => to = middle,
        }
    }
    Ok(false)
}

/// The first line that starts at or after a byte: where, and its hash.
fn first_line_from(lines: &mut BufReader<File>, at: u64) -> io::Result<Option<(u64, String)>> {
    let mut skipped = Vec::new();
    let mut starts = at;
    if at > 0 {
        // From the byte before: a line that starts right here is not skipped.
        lines.seek(SeekFrom::Start(at - 1))?;
        starts += lines.read_until(b'\n', &mut skipped)? as u64 - 1;
    } else {
        lines.seek(SeekFrom::Start(0))?;
    }
    let mut line = String::new();
    if lines.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    line.truncate(DIGITS);
    Ok(Some((starts, line.to_ascii_uppercase())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let known: Vec<String> = (0..257).map(|number| format!("sóng {number}")).collect();
        for (count, end) in [(0, "\n"), (1, ""), (2, "\r\n"), (257, ":3\n"), (256, "\n")] {
            let mut hashes: Vec<String> =
                known[..count].iter().map(|one| HEXUPPER.encode(&Sha1::digest(one.as_bytes()))).collect();
            hashes.sort();
            let file = tempfile::NamedTempFile::new().expect("a file");
            std::fs::write(file.path(), hashes.iter().map(|hash| format!("{hash}{end}")).collect::<String>())
                .expect("written");
            for one in &known[..count] {
                assert!(has(file.path(), one).expect("read"), "{one} of {count}");
            }
            for other in ["sóng", "sóng 257", "", "gió"] {
                assert!(!has(file.path(), other).expect("read"), "{other} of {count}");
            }
        }
        assert!(has(Path::new("khong/co"), "x").is_err());
    }
}
