//! What the command line can do: one file a command; errors say in Vietnamese what to mend.
pub mod bench;
pub mod check_config;
pub mod demo;
mod files;
pub mod import;
pub mod keys;
pub mod migrate;
pub mod openapi;
pub mod plan;
pub mod roster;
pub mod serve;
pub mod solve;
pub mod user;
pub mod verify_audit;
pub mod work;

use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use tracing_subscriber::EnvFilter;

use crate::app::Shared;
use crate::audit::chain::Chain;
use crate::booking::Inviter;
use crate::calendar::Calendar;
use crate::clock::{Clock, Timestamp};
use crate::config::{ConfigError, LogFormat, Settings};
use crate::db::{StoreError, migrations};
use crate::desk::Desk;
use crate::dice::Dice;
use crate::families::erase;
use crate::keys::{connect, journal};
use crate::outbox::transport::TransportError;
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::reference_data::LoadError;
use crate::text::locales::{self, FolderError};
use crate::worker::{StartError, Worker};

/// Why a command ended early. Exit status 2 = what was given is wrong, 1 = everything else.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Reference data.
    #[error("dữ liệu tham chiếu sai: {0}")]
    Reference(#[from] ReferenceError),
    /// Database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Mail settings.
    #[error("thư: {0}")]
    Mail(#[from] TransportError),
    /// The worker.
    #[error(transparent)]
    Worker(#[from] StartError),
    /// Files and sockets.
    #[error("{0}: {why}", why = trouble(.1))]
    Io(String, io::Error),
    /// The result could not be printed.
    #[error("không in kết quả ra được: {why}", why = trouble(.0))]
    Output(io::Error),
    /// What was given on the command line or in a file.
    #[error("{0}")]
    Input(String),
    /// The work itself was refused.
    #[error("{0}")]
    Refused(String),
}

impl From<LoadError> for CommandError {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Config(error) => error.into(),
            LoadError::Setting(why) => Self::Input(why),
            LoadError::Reference(error) => error.into(),
        }
    }
}

impl CommandError {
    /// The process' exit status.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Config(_) | Self::Reference(_) | Self::Input(_) | Self::Mail(_) => 2,
            _ => 1,
        }
    }

    /// Whether all that went wrong is that the reader of the output has seen enough, as in `luudong roster … | head -1`.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == ErrorKind::BrokenPipe)
    }
}

/// Prints a line of a command's result. Work comes before its result: a closed pipe ends the command here.
///
/// # Errors
/// [`CommandError::Output`].
pub fn say(line: impl Display) -> Result<(), CommandError> {
    writeln!(io::stdout(), "{line}").map_err(CommandError::Output)
}

/// The usual troubles with files in words for people; the others as the system tells them.
fn trouble(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "không có tệp hoặc thư mục này".to_owned(),
        ErrorKind::IsADirectory => "đây là thư mục, không phải tệp".to_owned(),
        ErrorKind::NotADirectory => "một phần của đường dẫn không phải là thư mục".to_owned(),
        ErrorKind::PermissionDenied => "không có quyền đọc hoặc ghi".to_owned(),
        ErrorKind::InvalidData => "không phải văn bản UTF-8".to_owned(),
        ErrorKind::StorageFull => "hết chỗ trên đĩa".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads the settings and the messages of all languages, and starts the log.
///
/// # Errors
/// [`CommandError::Config`].
pub fn settings(file: Option<&Path>) -> Result<Settings, CommandError> {
    let settings = Settings::load(file)?;
    let languages = locales::read_all(&settings.office.languages);
    languages.map_err(|error| match error {
        FolderError::Io(error) => CommandError::Io("office.languages".to_owned(), error),
        FolderError::Wrong(why) => CommandError::Input(format!("office.languages: {why}")),
    })?;
    let filter = EnvFilter::try_new(&settings.log.filter)
        .map_err(|error| CommandError::Input(format!("log.filter: {error}")))?;
    // Colours are for a terminal; a file or a journal would keep their codes.
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(io::stderr().is_terminal()).with_writer(io::stderr);
    match settings.log.format {
        LogFormat::Text => lines.with_target(false).init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(settings)
}

/// Reference data, from the folder that the settings name or from the binary.
pub fn reference_files(settings: &Settings) -> ReferenceFiles {
    let folder = Some(settings.reference.directory.as_str()).filter(|folder| !folder.is_empty());
    ReferenceFiles::with_folder(folder.map(Into::into))
}

/// Opens everything that handlers and commands share, with the database brought up to date if that is wanted.
///
/// # Errors
/// [`CommandError`] naming what is missing or wrong.
pub fn shared(settings: Settings, clock: Clock, dice: Dice) -> Result<Shared, CommandError> {
    let files = reference_files(&settings);
    let calendar = Calendar::load(&files)?;
    let migrate = settings.database.migrate_on_start;
    let desk = Desk::new(settings, calendar, clock, dice)?;
    Chain::new(&desk.vault).keep(&desk.db);
    if migrate {
        migrations::apply(&desk.db)?;
    } else if migrations::is_behind(&desk.db)? {
        let advice = "cơ sở dữ liệu chưa cập nhật: chạy `luudong migrate` trước";
        return Err(CommandError::Refused(advice.to_owned()));
    }
    let now = desk.now();
    connect(&desk.vault, &desk.db, now)?;
    erased_again(&desk, now)?;
    Ok(Shared::new(desk, &files)?)
}

/// A worker with everything it needs.
///
/// # Errors
/// [`StartError`].
pub fn worker_of(shared: &Shared) -> Result<Worker, StartError> {
    let inviter = Inviter::new(shared.board.clone().into_inner());
    Worker::start(&shared.desk, inviter, shared.reference.clone().into_inner())
}

/// An old copy of the database does not bring back whom we have erased.
fn erased_again(desk: &Desk, now: Timestamp) -> Result<(), CommandError> {
    let again = journal::replay(&desk.db, &desk.settings.keys.destroyed_file, now)?;
    for id in &again.cases {
        desk.db.write(|conn| erase::again(conn, desk, *id, now))?;
    }
    if again.keys > 0 {
        tracing::warn!(
            keys = again.keys,
            cases = again.cases.len(),
            "keys that had been destroyed were destroyed again"
        );
        desk.db.wipe_deleted()?;
    }
    Ok(())
}

/// The clock of the settings.
pub fn clock(settings: &Settings) -> Clock {
    // Settings that were read have been checked; a wrong moment has been refused there.
    settings.clock.clock().unwrap_or(Clock::System)
}

/// The same with the clock of the settings and the machine's chance, for what runs on: each request and each step of
/// the worker reads the clock for itself.
///
/// # Errors
/// As [`shared`].
pub fn set_up(settings: Settings) -> Result<Shared, CommandError> {
    let clock = clock(&settings);
    let shared = shared(settings, clock, Dice::System)?;
    if let Some(warning) = shared.desk.at_one_moment().calendar_warning() {
        tracing::warn!(warning, "the working calendar is about to end");
    }
    Ok(shared)
}

/// The same for a command that does one thing and ends: its clock is read once and stands still.
///
/// # Errors
/// As [`shared`].
pub fn set_up_at_one_moment(settings: Settings) -> Result<Shared, CommandError> {
    let now = clock(&settings).now();
    shared(settings, Clock::Read(now), Dice::System)
}

impl From<crate::accounts::passwords::WeakPassword> for CommandError {
    fn from(weak: crate::accounts::passwords::WeakPassword) -> Self {
        Self::Input(weak.to_string())
    }
}
