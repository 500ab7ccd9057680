//! Files that `solve` and `bench` read and write: instances, and the plan that answers one.
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use planner::{Plan, Problem};

use super::{CommandError, trouble};
use crate::instances::{self, InstanceFormat};

/// Longest instance that is read, bytes: some ten thousand places. Ends the reading of endless devices.
const LONGEST: u64 = 512 << 20;

/// Reads an instance.
///
/// # Errors
/// [`CommandError::Input`] with the file and what is wrong with it where.
pub fn read_instance(file: &Path, format: InstanceFormat) -> Result<Problem, CommandError> {
    let wrong = |reason: String| CommandError::Input(format!("{}: {reason}", file.display()));
    let text = read_text(file).map_err(|error| wrong(trouble(&error)))?;
    instances::read(format, &text).map_err(wrong)
}

fn read_text(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(file)?.take(LONGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LONGEST {
        return Err(io::Error::other("tệp dài hơn 512 MB"));
    }
    Ok(text)
}

/// Where a plan goes: tried before a long search begins, and whole or not there when it ends.
pub struct PlanFile {
    path: PathBuf,
    /// Written first and then renamed; `None` for what is no ordinary file, such as a device or a pipe.
    part: Option<PathBuf>,
}

impl PlanFile {
    /// Makes sure that a plan can be written to `path`, and changes nothing there.
    ///
    /// # Errors
    /// [`CommandError::Input`] saying why not.
    pub fn new(path: &Path) -> Result<Self, CommandError> {
        // a link stays what it is: the file that it leads to is replaced
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let wrong = |error: io::Error| CommandError::Input(format!("--out {}: {}", path.display(), trouble(&error)));
        let part = match fs::metadata(&path) {
            Ok(known) if known.is_dir() => return Err(wrong(ErrorKind::IsADirectory.into())),
            Ok(known) if !known.is_file() => None,
            _ => Some(beside(&path)),
        };
        if let Some(part) = &part {
            File::create(part).and_then(|_| fs::remove_file(part)).map_err(wrong)?;
        }
        Ok(Self { path, part })
    }

    /// Writes the plan as JSON.
    ///
    /// # Errors
    /// [`CommandError::Io`]; the file is then as it was before.
    pub fn write(&self, plan: &Plan) -> Result<(), CommandError> {
        let json = format!("{}\n", instances::plan_json(plan));
        let written = match &self.part {
            None => File::options().write(true).open(&self.path).and_then(|mut file| file.write_all(json.as_bytes())),
            Some(part) => fs::write(part, json).and_then(|()| fs::rename(part, &self.path)).inspect_err(|_| {
                let _ = fs::remove_file(part);
            }),
        };
        written.map_err(|error| CommandError::Io(self.path.display().to_string(), error))
    }
}

/// The file's name with `.part` behind it, in the same folder.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".part");
    name.into()
}
