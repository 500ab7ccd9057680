//! Settings: embedded defaults, then a file, then `LUUDONG__SECTION__KEY`. Each is explained in `config/default.toml`.
use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;

mod keys;
mod sections;

pub use sections::{
    AccountSettings, BookingSettings, CalendarSettings, ClockSettings, DatabaseSettings, FamilySettings, Hours,
    KeySettings, LimitSettings, LogFormat, LogSettings, MailSettings, MailTransport, MapSettings, PersonalDataSettings,
    PlanningSettings, ReferenceSettings, ReportSettings, RosterSettings, ServerSettings, WorkerSettings,
};

const DEFAULTS: &str = include_str!("../config/default.toml");
const PRODUCTION: &str = include_str!("../config/production.toml");

/// Keys whose values `check-config` never prints.
const SECRET_KEYS: [&str; 3] = ["data_key", "token_key", "smtp_url"];

/// Broken or not, the key, and what is wrong with it.
type Rule = (bool, &'static str, &'static str);
const AT_LEAST_ONE: &str = "phải từ 1 trở lên";

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
    pub mail: MailSettings,
    pub worker: WorkerSettings,
    pub reference: ReferenceSettings,
    pub hours: Hours,
    pub planning: PlanningSettings,
    pub booking: BookingSettings,
    pub reports: ReportSettings,
    pub rosters: RosterSettings,
    pub map: MapSettings,
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
            .chain(self.trade_rules());
        for (broken, key, reason) in rules {
            if broken {
                return Err(contradiction(key, reason));
            }
        }
        self.refuse_development_in_production()
    }

    /// Contradictions among addresses, keys and limits.
    fn plumbing_rules(&self) -> Vec<Rule> {
        let (server, keys) = (&self.server, &self.keys);
        let same_keys = keys.data_key.expose_secret() == keys.token_key.expose_secret();
        let not_http = !server.public_url.starts_with("http");
        vec![
            (self.clock.clock().is_none(), "clock.starts_at", "phải là YYYY-MM-DDTHH:MM:SS hoặc để trống"),
            (server.workers == 0, "server.workers", AT_LEAST_ONE),
            (server.body_secs == 0, "server.body_secs", AT_LEAST_ONE),
            (server.connections_max == 0, "server.connections_max", AT_LEAST_ONE),
            (self.limits.ipv6_site_factor == 0, "limits.ipv6_site_factor", AT_LEAST_ONE),
            (self.limits.ipv6_provider_factor == 0, "limits.ipv6_provider_factor", AT_LEAST_ONE),
            (self.database.pool_size == 0, "database.pool_size", AT_LEAST_ONE),
            (self.database.lanes == 0, "database.lanes", AT_LEAST_ONE),
            (!known_scheme(&self.database.url), "database.url", "phải bắt đầu bằng sqlite: hoặc postgres://"),
            (server.public_url.ends_with('/'), "server.public_url", "không kết thúc bằng dấu /"),
            (not_http, "server.public_url", "phải bắt đầu bằng http:// hoặc https://"),
            (keys::too_short(&keys.data_key), "keys.data_key", "cần ít nhất 32 ký tự"),
            (keys::too_short(&keys.token_key), "keys.token_key", "cần ít nhất 32 ký tự"),
            (same_keys, "keys.token_key", "phải khác keys.data_key"),
            (self.worker.late_secs < 60, "worker.late_secs", "ít nhất 60"),
            (!self.map.is_sound(), "map.tile_url", "phải để trống, hoặc là https://HOST/… có đủ {z}, {x}, {y}"),
            (!(12..=17).contains(&self.map.zoom_max), "map.zoom_max", "từ 12 đến 17"),
        ]
    }

    /// Contradictions at the sign-in door.
    fn account_rules(&self) -> Vec<Rule> {
        let accounts = &self.accounts;
        vec![
            (accounts.password_length_min < 8, "accounts.password_length_min", "ít nhất 8 ký tự"),
            (accounts.renewal_leeway_secs < 0, "accounts.renewal_leeway_secs", "không được âm"),
            (accounts.wrong_passwords_max == 0, "accounts.wrong_passwords_max", AT_LEAST_ONE),
            (accounts.wrong_passwords_minutes < 1, "accounts.wrong_passwords_minutes", AT_LEAST_ONE),
            (accounts.slow_login_secs < 0, "accounts.slow_login_secs", "không được âm"),
            (accounts.password_checks_at_once == 0, "accounts.password_checks_at_once", AT_LEAST_ONE),
            (accounts.password_wait_secs == 0, "accounts.password_wait_secs", AT_LEAST_ONE),
        ]
    }

    /// Contradictions among hours and planning.
    fn trade_rules(&self) -> Vec<Rule> {
        let (hours, planning, booking) = (&self.hours, &self.planning, &self.booking);
        let ends_first = "buổi kết thúc trước khi bắt đầu";
        let morning = hours.morning_starts_secs >= hours.morning_ends_secs;
        let afternoon = hours.afternoon_starts_secs >= hours.afternoon_ends_secs;
        let overlap = hours.morning_ends_secs > hours.afternoon_starts_secs;
        let night = booking.invite_from_secs >= booking.invite_until_secs || booking.invite_until_secs > 86_400;
        let noon = !(0..=86_400).contains(&booking.approve_until_secs);
        let limits = &self.limits;
        let no_time = limits.work_valid_minutes <= limits.work_wait_minutes;
        let narrow = planning.window_secs < planning.window_step_secs;
        vec![
            (morning, "hours.morning_ends_secs", ends_first),
            (afternoon, "hours.afternoon_ends_secs", ends_first),
            (overlap, "hours.afternoon_starts_secs", "buổi chiều bắt đầu trước khi buổi sáng kết thúc"),
            (hours.afternoon_ends_secs > 86_400, "hours.afternoon_ends_secs", "vượt quá 24 giờ"),
            (night, "booking.invite_until_secs", "phải sau invite_from_secs và trước nửa đêm"),
            (self.calendar.warn_days < 1, "calendar.warn_days", AT_LEAST_ONE),
            (self.families.draft_hours < 1, "families.draft_hours", AT_LEAST_ONE),
            (self.families.draft_bytes_max < 4_096, "families.draft_bytes_max", "ít nhất 4096"),
            (booking.invite_every_minutes < 1, "booking.invite_every_minutes", AT_LEAST_ONE),
            (noon, "booking.approve_until_secs", "phải nằm trong một ngày"),
            (booking.approve_days_before < 0, "booking.approve_days_before", "không được âm"),
            (booking.approve_grace_minutes < 0, "booking.approve_grace_minutes", "không được âm"),
            (
                !(1..=100).contains(&booking.unapproved_share_percent),
                "booking.unapproved_share_percent",
                "từ 1 đến 100",
            ),
            (booking.invitation_minutes < 1, "booking.invitation_minutes", AT_LEAST_ONE),
            (self.personal_data.erase_days_max < 1, "personal_data.erase_days_max", AT_LEAST_ONE),
            (!(1..=planning.days_max).contains(&planning.days_usual), "planning.days_usual", "từ 1 đến days_max"),
            (self.reports.undo_secs < 0, "reports.undo_secs", "từ 0 trở lên"),
            (self.reports.not_before_days_max < 1, "reports.not_before_days_max", AT_LEAST_ONE),
            (planning.threads == 0, "planning.threads", AT_LEAST_ONE),
            (planning.window_step_secs <= 0, "planning.window_step_secs", "phải lớn hơn 0"),
            (limits.wrong_words_per_code < 1, "limits.wrong_words_per_code", AT_LEAST_ONE),
            (limits.wrong_checks_per_code < 1, "limits.wrong_checks_per_code", AT_LEAST_ONE),
            (limits.cases_per_email_per_day < 1, "limits.cases_per_email_per_day", AT_LEAST_ONE),
            (limits.wrong_checks_per_address < 1, "limits.wrong_checks_per_address", AT_LEAST_ONE),
            (limits.work_bits > 24, "limits.work_bits", "quá 24 thì điện thoại cũ tính hàng giờ"),
            (no_time, "limits.work_valid_minutes", "phải lớn hơn work_wait_minutes"),
            (narrow, "planning.window_secs", "ngắn hơn window_step_secs"),
        ]
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
        if self.mail.transport == MailTransport::Folder {
            return Err(contradiction("mail.transport", "phải là smtp khi environment = production"));
        }
        Ok(())
    }
}

fn contradiction(key: &'static str, reason: &str) -> ConfigError {
    ConfigError::Contradiction { key, reason: reason.to_owned() }
}

fn known_scheme(url: &str) -> bool {
    ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
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
