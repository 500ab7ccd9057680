//! What settings contradict each other.
use secrecy::ExposeSecret;

use super::{Settings, keys};
use crate::seconds::{Seconds, TimeOfDay};

/// Broken or not, the key, and what is wrong with it.
pub(super) type Rule = (bool, &'static str, &'static str);
pub(super) const AT_LEAST_ONE: &str = "phải từ 1 trở lên";

impl Settings {
    /// Contradictions among addresses, keys and limits.
    pub(super) fn plumbing_rules(&self) -> Vec<Rule> {
        let (server, keys) = (&self.server, &self.keys);
        let same_keys = keys.data_key.expose_secret() == keys.token_key.expose_secret();
        let not_http = !server.public_url.starts_with("http");
        let (database, pooler) = (&self.database.url, &self.database.pooler_url);
        let pooled = !pooler.is_empty();
        let no_server = pooled && !(is_postgres(database) && is_postgres(pooler));
        vec![
            (self.clock.clock().is_none(), "clock.starts_at", "phải là YYYY-MM-DDTHH:MM:SS hoặc để trống"),
            (server.workers == 0, "server.workers", AT_LEAST_ONE),
            (server.body_secs == 0, "server.body_secs", AT_LEAST_ONE),
            (server.keep_alive_secs == 0, "server.keep_alive_secs", AT_LEAST_ONE),
            (server.connections_max == 0, "server.connections_max", AT_LEAST_ONE),
            (self.limits.ipv6_site_factor == 0, "limits.ipv6_site_factor", AT_LEAST_ONE),
            (self.limits.ipv6_provider_factor == 0, "limits.ipv6_provider_factor", AT_LEAST_ONE),
            (self.database.pool_size == 0, "database.pool_size", AT_LEAST_ONE),
            (self.database.lanes == 0, "database.lanes", AT_LEAST_ONE),
            (!known_scheme(database), "database.url", "phải bắt đầu bằng sqlite: hoặc postgres://"),
            (no_server, "database.pooler_url", "phải để trống, hoặc cả nó và database.url là postgres://"),
            (pooled && pooler == database, "database.pooler_url", "phải khác database.url"),
            (server.public_url.ends_with('/'), "server.public_url", "không kết thúc bằng dấu /"),
            (not_http, "server.public_url", "phải bắt đầu bằng http:// hoặc https://"),
            (keys::too_short(&keys.data_key), "keys.data_key", "cần ít nhất 32 ký tự"),
            (keys::too_short(&keys.token_key), "keys.token_key", "cần ít nhất 32 ký tự"),
            (same_keys, "keys.token_key", "phải khác keys.data_key"),
            (self.worker.late_secs < Seconds::minutes(1), "worker.late_secs", "ít nhất 60"),
            (!self.map.is_sound(), "map.tile_url", "phải để trống, hoặc là https://HOST/… có đủ {z}, {x}, {y}"),
            (!(12..=17).contains(&self.map.zoom_max), "map.zoom_max", "từ 12 đến 17"),
        ]
    }

    /// Contradictions at the sign-in door.
    pub(super) fn account_rules(&self) -> Vec<Rule> {
        let (accounts, provider) = (&self.accounts, &self.provider);
        let nameless = provider.client_id.is_empty() || provider.client_secret.expose_secret().is_empty();
        let half_provider = !provider.issuer.is_empty() && nameless;
        vec![
            (accounts.password_length_min < 8, "accounts.password_length_min", "ít nhất 8 ký tự"),
            (accounts.temporary_password_hours < 1, "accounts.temporary_password_hours", AT_LEAST_ONE),
            (accounts.renewal_leeway_secs < Seconds::ZERO, "accounts.renewal_leeway_secs", "không được âm"),
            (accounts.wrong_passwords_max == 0, "accounts.wrong_passwords_max", AT_LEAST_ONE),
            (accounts.wrong_passwords_minutes < 1, "accounts.wrong_passwords_minutes", AT_LEAST_ONE),
            (accounts.slow_login_secs < Seconds::ZERO, "accounts.slow_login_secs", "không được âm"),
            (accounts.password_checks_at_once == 0, "accounts.password_checks_at_once", AT_LEAST_ONE),
            (accounts.password_wait_secs == 0, "accounts.password_wait_secs", AT_LEAST_ONE),
            (half_provider, "provider.client_id", "cần client_id và client_secret khi có issuer"),
            (self.audit.head_secs < Seconds(1), "audit.head_secs", AT_LEAST_ONE),
            (
                !(TimeOfDay::MIDNIGHT..TimeOfDay::END).contains(&self.audit.mail_at_secs),
                "audit.mail_at_secs",
                "phải nằm trong một ngày",
            ),
        ]
    }

    /// Contradictions among hours and planning.
    pub(super) fn trade_rules(&self) -> Vec<Rule> {
        let (hours, planning, booking) = (&self.hours, &self.planning, &self.booking);
        let ends_first = "buổi kết thúc trước khi bắt đầu";
        let morning = hours.morning_starts_secs >= hours.morning_ends_secs;
        let afternoon = hours.afternoon_starts_secs >= hours.afternoon_ends_secs;
        let overlap = hours.morning_ends_secs > hours.afternoon_starts_secs;
        let night = booking.invite_from_secs >= booking.invite_until_secs || booking.invite_until_secs > TimeOfDay::END;
        let noon = !(TimeOfDay::MIDNIGHT..=TimeOfDay::END).contains(&booking.approve_until_secs);
        let limits = &self.limits;
        let no_time = limits.work_valid_minutes <= limits.work_wait_minutes;
        let narrow = planning.window_secs < planning.window_step_secs;
        vec![
            (morning, "hours.morning_ends_secs", ends_first),
            (afternoon, "hours.afternoon_ends_secs", ends_first),
            (overlap, "hours.afternoon_starts_secs", "buổi chiều bắt đầu trước khi buổi sáng kết thúc"),
            (hours.afternoon_ends_secs > TimeOfDay::END, "hours.afternoon_ends_secs", "vượt quá 24 giờ"),
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
            (booking.invitation_minutes_least < 1, "booking.invitation_minutes_least", AT_LEAST_ONE),
            (
                booking.invitation_minutes < booking.invitation_minutes_least,
                "booking.invitation_minutes",
                "không được ngắn hơn invitation_minutes_least",
            ),
            (self.personal_data.keep_days < 1, "personal_data.keep_days", AT_LEAST_ONE),
            (self.personal_data.erase_days_max < 1, "personal_data.erase_days_max", AT_LEAST_ONE),
            (self.personal_data.access_days_max < 1, "personal_data.access_days_max", AT_LEAST_ONE),
            (self.personal_data.restrict_days_max < 1, "personal_data.restrict_days_max", AT_LEAST_ONE),
            (self.personal_data.breach_hours < 1, "personal_data.breach_hours", AT_LEAST_ONE),
            (!(1..=planning.days_max).contains(&planning.days_usual), "planning.days_usual", "từ 1 đến days_max"),
            (self.reports.undo_secs < Seconds::ZERO, "reports.undo_secs", "từ 0 trở lên"),
            (self.reports.not_before_days_max < 1, "reports.not_before_days_max", AT_LEAST_ONE),
            (planning.reach_percent < 100, "planning.reach_percent", "từ 100 trở lên"),
            (planning.leg_secs < Seconds::ZERO, "planning.leg_secs", "từ 0 trở lên"),
            (planning.memory_mb == 0, "planning.memory_mb", AT_LEAST_ONE),
            (planning.poll_millis == 0, "planning.poll_millis", AT_LEAST_ONE),
            (planning.lease_secs < Seconds(5), "planning.lease_secs", "từ 5 trở lên"),
            (planning.tries_max < 1, "planning.tries_max", AT_LEAST_ONE),
            (planning.threads == 0, "planning.threads", AT_LEAST_ONE),
            (planning.window_step_secs <= Seconds::ZERO, "planning.window_step_secs", "phải lớn hơn 0"),
            (limits.wrong_words_per_code < 1, "limits.wrong_words_per_code", AT_LEAST_ONE),
            (limits.wrong_checks_per_code < 1, "limits.wrong_checks_per_code", AT_LEAST_ONE),
            (limits.secret_mails_per_code < 1, "limits.secret_mails_per_code", AT_LEAST_ONE),
            (limits.wrong_facts_per_code < 1, "limits.wrong_facts_per_code", AT_LEAST_ONE),
            (limits.remarks_per_source_per_day < 1, "limits.remarks_per_source_per_day", AT_LEAST_ONE),
            (limits.cases_per_email_per_day < 1, "limits.cases_per_email_per_day", AT_LEAST_ONE),
            (limits.wrong_checks_per_address < 1, "limits.wrong_checks_per_address", AT_LEAST_ONE),
            (
                limits.work_bits.max(limits.work_bits_max) > 24,
                "limits.work_bits",
                "quá 24 thì điện thoại cũ tính hàng giờ",
            ),
            (limits.work_secs < Seconds::ZERO, "limits.work_secs", "không được âm"),
            (limits.repeat_secs < Seconds::ZERO, "limits.repeat_secs", "không được âm"),
            (no_time, "limits.work_valid_minutes", "phải lớn hơn work_wait_minutes"),
            (narrow, "planning.window_secs", "ngắn hơn window_step_secs"),
        ]
    }
}

fn known_scheme(url: &str) -> bool {
    url.starts_with("sqlite:") || is_postgres(url)
}

fn is_postgres(url: &str) -> bool {
    ["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
}

/// Whether what goes to this address can be read on its way: a mail server or PostgreSQL on another machine without TLS.
pub(super) fn goes_in_the_clear(address: &str) -> bool {
    let Ok(url) = url::Url::parse(address) else { return false };
    let here = match url.host_str().unwrap_or_default().trim_matches(['[', ']']) {
        "" | "localhost" => true,
        host => host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback()),
    };
    let asks = |wanted: &[(&str, &str)]| {
        url.query_pairs().any(|(key, value)| wanted.iter().any(|(name, one)| key == *name && value == *one))
    };
    match url.scheme() {
        _ if here => false,
        "http" => true,
        "smtp" => !asks(&[("tls", "required")]),
        "postgres" | "postgresql" => !asks(&[("sslmode", "verify-ca"), ("sslmode", "verify-full")]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::goes_in_the_clear;
    use crate::config::{ConfigError, Settings};

    #[test]
    fn a_pooler_stands_in_front_of_postgresql_and_is_not_the_database_itself() {
        let named = |url: &str, pooler: &str| {
            Settings::defaults_with(&format!("database.url = '{url}'\ndatabase.pooler_url = '{pooler}'"))
        };
        let (server, pooler) = ("postgres://luudong@localhost/luudong", "postgres://luudong@localhost:6432/luudong");
        assert!(named(server, "").is_ok() && named(server, pooler).is_ok());
        for (url, pooler) in [("sqlite:var/luudong.sqlite3", pooler), (server, "sqlite:var/x"), (server, server)] {
            let refused = named(url, pooler).expect_err(pooler);
            assert!(matches!(refused, ConfigError::Contradiction { key: "database.pooler_url", .. }), "{refused}");
        }
    }

    #[test]
    fn other_machines_are_reached_by_tls() {
        for fine in [
            "smtps://thu.example.vn",
            "smtp://thu.example.vn:587?tls=required",
            "smtp://127.0.0.1:1025",
            "smtp://[::1]:25",
            "sqlite:var/luudong.sqlite3",
            "postgres://luudong@localhost/luudong",
            "postgres:///luudong",
            "postgres://luudong@db.example.vn/luudong?sslmode=verify-full",
        ] {
            assert!(!goes_in_the_clear(fine), "{fine}");
        }
        for clear in [
            "smtp://thu.example.vn:25",
            "smtp://thu.example.vn:587?tls=opportunistic",
            "postgres://luudong@db.example.vn/luudong",
            "postgresql://10.0.0.7/luudong?sslmode=prefer",
            "postgresql://10.0.0.7/luudong?sslmode=require",
        ] {
            assert!(goes_in_the_clear(clear), "{clear}");
        }
    }
}
