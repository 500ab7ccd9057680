//! The sections of the settings as types; `config/default.toml` explains every key.
use std::net::IpAddr;
use std::path::PathBuf;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use secrecy::SecretString;
use serde::Deserialize;

use crate::calendar::HalfDay;
use crate::clock::{Clock, Timestamp};
use crate::seconds::{Seconds, TimeOfDay};

use super::rules::{AT_LEAST_ONE, Rule};

/// Seconds of a lease beyond the longest try: for noting the result, and for clocks of two machines that differ.
const LEASE_MARGIN_SECS: u64 = 10;

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($key:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs)] // config/default.toml explains every key
        pub struct $name { $(pub $key: $kind,)* }
    };
}

section! {
    /// `[clock]`
    ClockSettings { starts_at: String, }
}
section! {
    /// `[calendar]`
    CalendarSettings { warn_days: i64, }
}
section! {
    /// `[server]`
    ServerSettings { host: String, port: u16, public_url: String, workers: usize, body_limit_bytes: usize, body_secs: u64, keep_alive_secs: u64, connections_max: usize, worker_inside: bool, shutdown_secs: u64, }
}
section! {
    /// `[database]`
    DatabaseSettings { url: String, pooler_url: String, pool_size: u32, lanes: usize, busy_timeout_ms: u32, migrate_on_start: bool, }
}
section! {
    /// `[keys]`
    KeySettings { data_key: SecretString, token_key: SecretString, destroyed_file: PathBuf, month_days: u64, }
}
/// Who needs a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecondFactor {
    /// Whoever wants one has one.
    Offered,
    /// Dispatchers and admins do nothing before they have one.
    Required,
}

section! {
    /// `[accounts]`
    AccountSettings { access_minutes: i64, sign_in_hours: i64, sign_in_memory_days: i64, renewal_leeway_secs: Seconds, temporary_password_hours: i64, second_factor: SecondFactor, step_up_minutes: i64, password_length_min: usize, breached_file: PathBuf, wrong_passwords_max: u32, wrong_passwords_minutes: i64, wrong_passwords_per_login_max: u32, slow_login_secs: Seconds, known_device_days: i64, password_checks_at_once: usize, password_wait_secs: u64, }
}
section! {
    /// `[provider]`
    ProviderSettings { issuer: String, client_id: String, client_secret: SecretString, name: String, }
}
section! {
    /// `[audit]`
    AuditSettings { head_file: PathBuf, head_secs: Seconds, mail_to: String, mail_at_secs: TimeOfDay, }
}
section! {
    /// `[mail]`
    MailSettings { transport: MailTransport, folder: PathBuf, smtp_url: SecretString, from: String, reply_to: String, telephone: String, parallel: usize, answer_secs: u64, try_secs: u64, claim_secs: u64, poll_secs: u64, retry_secs: u32, retry_secs_max: u32, retry_jitter_percent: u32, server_pause_secs_max: u32, give_up_hours: u32, overdue_minutes: u32, }
}
section! {
    /// `[worker]`
    WorkerSettings { late_secs: Seconds, }
}
section! {
    /// `[reference]`
    ReferenceSettings { directory: String, }
}
section! {
    /// `[hours]`: seconds since midnight.
    Hours { morning_starts_secs: TimeOfDay, morning_ends_secs: TimeOfDay, afternoon_starts_secs: TimeOfDay, afternoon_ends_secs: TimeOfDay, }
}
section! {
    /// `[planning]`
    PlanningSettings { iterations: u64, threads: usize, window_secs: Seconds, window_lead_secs: Seconds, window_step_secs: Seconds, duty_capacity: i32, days_usual: i64, days_max: i64, reach_percent: u32, leg_secs: Seconds, memory_mb: usize, answer_secs: u64, poll_millis: u64, lease_secs: Seconds, tries_max: i32, }
}
section! {
    /// `[booking]`
    BookingSettings { public_days_ahead: i64, staff_days_ahead: i64, horizon_days: i64, hold_minutes: i64, hold_extensions_max: i32, holds_per_contact_max: i64, holds_per_address_max: i64, unapproved_per_person_max: i64, unapproved_per_email_max: i64, unapproved_area_hour_free: i64, unapproved_area_hour_max: i64, unapproved_share_percent: i32, approve_days_before: i64, approve_until_secs: TimeOfDay, approve_grace_minutes: i64, near_deadline_days: u64, invitation_minutes: i64, invitation_minutes_least: i64, invite_from_secs: TimeOfDay, invite_until_secs: TimeOfDay, invite_every_minutes: i64, staff_minutes: i32, staff_release_days: i64, staff_release_secs: TimeOfDay, freed_delay_minutes_min: u32, freed_delay_minutes_max: u32, recommended_secs: Seconds, tries_max: u32, }
}
impl ClockSettings {
    /// The clock these settings want; nothing when `starts_at` is not a moment.
    pub fn clock(&self) -> Option<Clock> {
        if self.starts_at.is_empty() {
            return Some(Clock::System);
        }
        let local: NaiveDateTime = self.starts_at.parse().ok()?;
        Some(Clock::starting(Timestamp::local(local.date(), local.time())))
    }
}

section! {
    /// `[lists]`
    ListSettings { file_bytes_max: usize, inflated_bytes_max: usize, strings_bytes_max: usize, rows_max: usize, columns_max: usize, cells_max: usize, text_bytes_max: usize, cell_bytes_max: usize, draft_hours: i64, undo_secs: Seconds, report_days: i64, poll_millis: u64, lease_secs: Seconds, tries_max: i32, }
}
section! {
    /// `[exports]`
    ExportSettings { rows_max: usize, days_max: i64, ticket_secs: Seconds, }
}
section! {
    /// `[reports]`
    ReportSettings { undo_secs: Seconds, not_before_days_max: i64, }
}
section! {
    /// `[rosters]`: seconds since midnight.
    RosterSettings { officers_from_secs: TimeOfDay, officers_until_secs: TimeOfDay, }
}
section! {
    /// `[map]`
    MapSettings { tile_url: String, attribution: String, zoom_max: u8, }
}
section! {
    /// `[office]`
    OfficeSettings { name: String, languages: PathBuf, emblem: PathBuf, mail_emblem: PathBuf, address: String, telephone: String, domain: String, responsible: String, }
}
section! {
    /// `[families]`
    FamilySettings { draft_hours: i64, draft_bytes_max: usize, }
}
section! {
    /// `[personal_data]`
    PersonalDataSettings { erase_days_max: i64, access_days_max: i64, restrict_days_max: i64, extension_days_max: i64, acknowledge_working_days: u32, breach_hours: i64, keep_days: i64, }
}
section! {
    /// `[limits]`
    LimitSettings { trusted_proxies: Vec<IpAddr>, repeat_secs: Seconds, ipv6_site_factor: u32, ipv6_provider_factor: u32, starts_per_ten_minutes: u32, checks_per_ten_minutes: u32, secrets_per_ten_minutes: u32, sign_ins_per_ten_minutes: u32, steps_per_ten_minutes: u32, cases_per_contact_per_day: i64, cases_per_contact_from_everywhere: i64, cases_per_email_per_day: i64, wrong_checks_per_code: i32, wrong_words_per_code: i32, wrong_checks_per_address: i32, secret_mails_per_code: i32, wrong_facts_per_code: i32, remarks_per_ten_minutes: u32, remarks_per_source_per_day: i32, burst_starts_per_minute: u32, burst_minutes: i64, work_bits: u32, work_bits_max: u32, work_secs: Seconds, work_secs_max: Seconds, work_wait_minutes: i64, work_valid_minutes: i64, }
}
section! {
    /// `[log]`
    LogSettings { filter: String, format: LogFormat, }
}

/// How mail leaves the house.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    /// As `.eml` files.
    Folder,
    /// To a mail server.
    Smtp,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, one object a line.
    Json,
}

impl BookingSettings {
    /// By when a case must be approved so that a half-day on a date, taken at a moment, is not given to others.
    pub fn approved_by(&self, on: NaiveDate, booked_at: Timestamp) -> Timestamp {
        let deadline = Timestamp::local_secs(on - Duration::days(self.approve_days_before), self.approve_until_secs);
        deadline.max(booked_at + Duration::minutes(self.approve_grace_minutes))
    }

    /// Until when an invitation into a half-day on a date stands that goes out now: as long as a household without a
    /// smartphone needs, but not past the moment at which that half-day must be settled; where that is near, the least.
    pub fn invited_until(&self, on: NaiveDate, now: Timestamp) -> Timestamp {
        let settled = Timestamp::local_secs(on - Duration::days(self.approve_days_before), self.approve_until_secs);
        let longest = now + Duration::minutes(self.invitation_minutes);
        longest.min(settled).max(now + Duration::minutes(self.invitation_minutes_least))
    }

    /// This moment if families may be invited now, else the next one at which they may.
    pub fn invites_next(&self, now: Timestamp) -> Timestamp {
        let (secs, on) = (now.secs_of_day(), now.date());
        if secs < self.invite_from_secs {
            return Timestamp::local_secs(on, self.invite_from_secs);
        }
        if secs >= self.invite_until_secs {
            return Timestamp::local_secs(on + Duration::days(1), self.invite_from_secs);
        }
        now
    }
}

impl MailSettings {
    /// Contradictions: broken or not, the key, and what is wrong with it.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let short_lease = self.claim_secs < self.try_secs + LEASE_MARGIN_SECS;
        vec![
            (!dialable(&self.telephone), "mail.telephone", "phải để trống, hoặc là một số điện thoại"),
            (!(1..=32).contains(&self.parallel), "mail.parallel", "từ 1 đến 32"),
            (self.answer_secs < 1, "mail.answer_secs", AT_LEAST_ONE),
            (self.try_secs < self.answer_secs, "mail.try_secs", "ngắn hơn answer_secs"),
            (
                short_lease,
                "mail.claim_secs",
                "phải dài hơn try_secs ít nhất 10 giây, nếu không hai máy gửi cùng một thư",
            ),
            (self.retry_secs < 1, "mail.retry_secs", AT_LEAST_ONE),
            (self.retry_secs_max < self.retry_secs, "mail.retry_secs_max", "ngắn hơn retry_secs"),
            (self.retry_jitter_percent > 100, "mail.retry_jitter_percent", "từ 0 đến 100"),
            (self.server_pause_secs_max < self.retry_secs, "mail.server_pause_secs_max", "ngắn hơn retry_secs"),
            (self.give_up_hours < 1, "mail.give_up_hours", AT_LEAST_ONE),
            (self.overdue_minutes < 1, "mail.overdue_minutes", AT_LEAST_ONE),
        ]
    }
}

/// Nothing, or a number as people write it.
pub(super) fn dialable(telephone: &str) -> bool {
    let digits = telephone.chars().filter(char::is_ascii_digit).count();
    let known = |c: char| c.is_ascii_digit() || " +-.()".contains(c);
    telephone.trim().is_empty() || (3..=15).contains(&digits) && telephone.chars().all(known)
}

impl Hours {
    /// When a half-day opens and closes.
    pub fn of(&self, half_day: HalfDay) -> (TimeOfDay, TimeOfDay) {
        match half_day {
            HalfDay::Morning => (self.morning_starts_secs, self.morning_ends_secs),
            HalfDay::Afternoon => (self.afternoon_starts_secs, self.afternoon_ends_secs),
        }
    }
}

impl MapSettings {
    /// The origin of the tiles (`https://tiles.example.vn`), for the content policy; none without tiles.
    pub fn tile_origin(&self) -> Option<String> {
        let (scheme, rest) = self.tile_url.split_once("://")?;
        let host = rest.split('/').next()?.replace("{s}", "*");
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*');
        (matches!(scheme, "https" | "http") && !host.is_empty() && host.chars().all(plain))
            .then(|| format!("{scheme}://{host}"))
    }

    /// Whether the address of tiles is empty or one that can be used.
    pub fn is_sound(&self) -> bool {
        let complete = ["{z}", "{x}", "{y}"].iter().all(|part| self.tile_url.contains(part));
        self.tile_url.is_empty() || complete && self.tile_origin().is_some()
    }
}
