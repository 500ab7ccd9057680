//! Settings: embedded defaults, then a file, then `LUUDONG__SECTION__KEY`. Each is explained in `config/default.toml`.
use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;

mod keys;
mod mail_emblem;
mod office;
mod rules;
mod sections;

pub use mail_emblem::OWN_MARK;
pub use office::{Emblem, Office};
pub use sections::{
    AccountSettings, AuditSettings, BookingSettings, CalendarSettings, ClockSettings, DatabaseSettings, ExportSettings,
    FamilySettings, Hours, KeySettings, LimitSettings, ListSettings, LogFormat, LogSettings, MailSettings,
    MailTransport, MapSettings, OfficeSettings, PersonalDataSettings, PlanningSettings, ProviderSettings,
    ReferenceSettings, ReportSettings, RosterSettings, SecondFactor, ServerSettings, WorkerSettings,
};

const DEFAULTS: &str = include_str!("../config/default.toml");
const PRODUCTION: &str = include_str!("../config/production.toml");

/// Keys whose values `check-config` never prints.
const SECRET_KEYS: [&str; 3] = ["data_key", "token_key", "smtp_url"];

/// What the defaults carry where a production needs its own key.
const DEVELOPMENT_KEY_MARK: &str = "not-for-production";

/// All settings, checked for contradictions.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "config/default.toml explains every key; sections have the keys' names")]
pub struct Settings {
    pub environment: Environment,
    pub clock: ClockSettings,
    pub calendar: CalendarSettings,
    pub server: ServerSettings,
    pub database: DatabaseSettings,
    pub keys: KeySettings,
    pub accounts: AccountSettings,
    /// Sign-in by an identity provider.
    pub provider: ProviderSettings,
    pub audit: AuditSettings,
    pub mail: MailSettings,
    pub worker: WorkerSettings,
    pub reference: ReferenceSettings,
    pub hours: Hours,
    pub planning: PlanningSettings,
    pub booking: BookingSettings,
    pub lists: ListSettings,
    /// Lists that are taken away.
    pub exports: ExportSettings,
    pub reports: ReportSettings,
    pub rosters: RosterSettings,
    pub map: MapSettings,
    pub office: OfficeSettings,
    pub families: FamilySettings,
    pub personal_data: PersonalDataSettings,
    pub limits: LimitSettings,
    pub log: LogSettings,
    #[serde(skip)]
    layers: Figment,
}

/// Where the product runs.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// On somebody's desk; development keys are fine.
    Development,
    /// With real households.
    Production,
}

/// The settings cannot be used; the message names the key and says what is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Unreadable, missing, of a wrong type, or an unknown key.
    #[error("cấu hình không đọc được: {0}")]
    Unreadable(#[from] Box<figment::Error>),
    /// Readable but contradictory.
    #[error("cấu hình sai ở {key}: {reason}")]
    Contradiction {
        /// The key as `section.key`.
        key: &'static str,
        /// What is wrong, in Vietnamese.
        reason: String,
    },
}

impl Settings {
    /// Reads the layers: defaults, the environment's file or `file`, then the process environment.
    ///
    /// # Errors
    /// [`ConfigError`] naming the key.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let environment = Env::prefixed("LUUDONG__").split("__");
        let defaults = Figment::from(Toml::string(DEFAULTS));
        let named = defaults.clone().merge(environment.clone());
        let named = file.map_or(named.clone(), |path| named.merge(Toml::file_exact(path)));
        let place: Environment = named.extract_inner("environment").map_err(Box::new)?;
        let mut layers = defaults;
        if place == Environment::Production {
            layers = layers.merge(Toml::string(PRODUCTION));
        }
        if let Some(path) = file {
            layers = layers.merge(Toml::file_exact(path));
        }
        Self::from_layers(layers.merge(environment))
    }

    /// The embedded defaults with some TOML on top: for tests, which must not depend on the environment.
    ///
    /// # Errors
    /// As [`Settings::load`].
    pub fn defaults_with(toml: &str) -> Result<Self, ConfigError> {
        Self::from_layers(Figment::from(Toml::string(DEFAULTS)).merge(Toml::string(toml)))
    }

    fn from_layers(layers: Figment) -> Result<Self, ConfigError> {
        let mut settings: Self = layers.extract().map_err(Box::new)?;
        settings.layers = layers;
        settings.refuse_contradictions()?;
        Ok(settings)
    }

    /// A section that belongs to a noun and is typed there (`travel`, `durations`).
    ///
    /// # Errors
    /// [`ConfigError::Unreadable`] naming the key.
    pub fn section<T: DeserializeOwned>(&self, name: &str) -> Result<T, ConfigError> {
        Ok(self.layers.extract_inner(name).map_err(Box::new)?)
    }

    /// Every effective setting as `section.key = value` lines, secrets masked.
    pub fn effective(&self) -> Vec<String> {
        let all: figment::value::Dict = self.layers.extract().unwrap_or_default();
        let mut lines = Vec::new();
        for (name, value) in &all {
            write_setting(name, value, &mut lines);
        }
        lines
    }

    fn refuse_contradictions(&self) -> Result<(), ConfigError> {
        let rules = self
            .plumbing_rules()
            .into_iter()
            .chain(self.account_rules())
            .chain(self.mail.rules())
            .chain(self.office.rules())
            .chain(self.trade_rules());
        for (broken, key, reason) in rules {
            if broken {
                return Err(contradiction(key, reason));
            }
        }
        self.refuse_development_in_production()
    }

    fn refuse_development_in_production(&self) -> Result<(), ConfigError> {
        if self.environment != Environment::Production {
            return Ok(());
        }
        for (name, key) in [("keys.data_key", &self.keys.data_key), ("keys.token_key", &self.keys.token_key)] {
            let key = key.expose_secret();
            if key.contains(DEVELOPMENT_KEY_MARK) {
                return Err(contradiction(name, "khoá dùng thử không được dùng khi environment = production"));
            }
            if keys::is_guessable(key) {
                return Err(contradiction(name, "khoá dễ đoán; tạo khoá bằng: openssl rand -hex 32"));
            }
        }
        if !self.clock.starts_at.is_empty() {
            return Err(contradiction("clock.starts_at", "phải để trống khi environment = production"));
        }
        if !self.server.public_url.starts_with("https://") {
            return Err(contradiction("server.public_url", "phải là https:// khi environment = production"));
        }
        for (name, address, rule) in [
            ("mail.smtp_url", self.mail.smtp_url.expose_secret(), "smtps:// hoặc ?tls=required"),
            ("database.url", self.database.url.as_str(), "?sslmode=verify-full"),
            ("database.pooler_url", self.database.pooler_url.as_str(), "?sslmode=verify-full"),
            ("provider.issuer", self.provider.issuer.as_str(), "https://"),
        ] {
            if rules::goes_in_the_clear(address) {
                return Err(contradiction(name, &format!("máy chủ ở nơi khác phải nối bằng TLS: {rule}")));
            }
        }
        if self.mail.transport == MailTransport::Folder {
            return Err(contradiction("mail.transport", "phải là smtp khi environment = production"));
        }
        if let Some((key, reason)) = self.office.missing() {
            return Err(contradiction(key, reason));
        }
        Ok(())
    }
}

fn contradiction(key: &'static str, reason: &str) -> ConfigError {
    ConfigError::Contradiction { key, reason: reason.to_owned() }
}

fn write_setting(name: &str, value: &figment::value::Value, lines: &mut Vec<String>) {
    if let Some(inner) = value.as_dict() {
        for (key, value) in inner {
            write_setting(&format!("{name}.{key}"), value, lines);
        }
        return;
    }
    let secret = SECRET_KEYS.iter().any(|key| name.ends_with(key));
    let shown = if secret { "\"…\"".to_owned() } else { plain(value) };
    lines.push(format!("{name} = {shown}"));
}

fn plain(value: &figment::value::Value) -> String {
    // A database URL may hold a password; everything between "//" and "@" stays unsaid.
    let text = serde_json::to_string(value).unwrap_or_default();
    match (text.find("//"), text.find('@')) {
        (Some(from), Some(to)) if from < to && text.contains("postgres") => {
            format!("{}…{}", &text[..from + 2], &text[to..])
        }
        _ => text,
    }
}

/// Whether a key may take the place of `keys.data_key`; a sentence when not.
///
/// # Errors
/// What is wrong with it, in Vietnamese.
pub fn check_new_key(settings: &Settings, key: &str) -> Result<(), &'static str> {
    if keys::too_short(&key.to_owned().into()) {
        return Err("khoá mới cần ít nhất 32 ký tự");
    }
    if settings.environment == Environment::Production && keys::is_guessable(key) {
        return Err("khoá mới dễ đoán; tạo khoá bằng: openssl rand -hex 32");
    }
    Ok(())
}
