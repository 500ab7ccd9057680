//! What the command line can do: one file a command; errors say in Vietnamese what to mend.
pub mod bench;
pub mod check_config;
pub mod demo;
pub mod import;
pub mod migrate;
pub mod openapi;
pub mod plan;
pub mod roster;
pub mod serve;
pub mod solve;
pub mod user;
pub mod work;

use std::path::Path;

use tracing_subscriber::EnvFilter;

use crate::app::Shared;
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::config::{ConfigError, LogFormat, Settings};
use crate::db::{StoreError, migrations};
use crate::dice::Dice;
use crate::outbox::transport::SendError;
use crate::reference::{ReferenceError, ReferenceFiles};
use crate::web::Desk;

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
    Mail(#[from] SendError),
    /// Files and sockets.
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
    /// What was given on the command line or in a file.
    #[error("{0}")]
    Input(String),
    /// The work itself was refused.
    #[error("{0}")]
    Refused(String),
}

impl CommandError {
    /// The process' exit status.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Config(_) | Self::Reference(_) | Self::Input(_) => 2,
            _ => 1,
        }
    }
}

/// Reads the settings and starts the log.
///
/// # Errors
/// [`CommandError::Config`].
pub fn settings(file: Option<&Path>) -> Result<Settings, CommandError> {
    let settings = Settings::load(file)?;
    let filter = EnvFilter::try_new(&settings.log.filter)
        .map_err(|error| CommandError::Input(format!("log.filter: {error}")))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
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
    if migrate {
        migrations::apply(&desk.db)?;
    } else if migrations::is_behind(&desk.db)? {
        let advice = "cơ sở dữ liệu chưa cập nhật: chạy `luudong migrate` trước";
        return Err(CommandError::Refused(advice.to_owned()));
    }
    Shared::new(desk, &files)
}

/// The same with the machine's clock and chance.
///
/// # Errors
/// As [`shared`].
pub fn open(settings: Settings) -> Result<Shared, CommandError> {
    shared(settings, Clock::System, Dice::System)
}
