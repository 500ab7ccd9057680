//! How often one address may ask: by class of URL, counted in memory; and whether a burst of new cases is under way.
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::problem::Problem;
use super::problem_types as types;
use crate::clock::Timestamp;
use crate::config::LimitSettings;
use crate::desk::ClientAddress;

/// Addresses that a limiter remembers before it drops those that have their whole allowance again.
const REMEMBERED_MAX: usize = 10_000;

/// What a URL costs us, for whoever is nobody in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Begins a case: also counted over all addresses, to notice a burst.
    Start,
    /// Shows or answers a proof of work.
    Pause,
    /// Asks whether a visit is real.
    Check,
    /// Opens a case by its secret: guessing is hopeless, and tiresome.
    Secret,
    /// Tries a password, or who is signed in already tries another.
    SignIn,
    /// Leaves thanks, a suggestion or a complaint.
    Remark,
    /// Any other form or change.
    Step,
}

/// A clock in the words of `governor`: it shows the moment of the request that is being counted, seconds since 1970.
#[derive(Clone, Default)]
struct Ticks(Arc<AtomicU64>);

type ByAddress = RateLimiter<ClientAddress, DefaultKeyedStateStore<ClientAddress>, Ticks, NoOpMiddleware<Duration>>;
type OverAll = RateLimiter<governor::state::NotKeyed, governor::state::InMemoryState, Ticks, NoOpMiddleware<Duration>>;

/// One class of URLs: how often one address may ask, and how often the wider networks around an IPv6 address may. A
/// household has a /64, a site a /56, and whoever rents a server gets a /48 for the asking.
struct ByNetwork {
    address: ByAddress,
    site: ByAddress,
    provider: ByAddress,
}

/// The limits of this process; each process counts for itself.
pub struct Limits {
    starts: ByNetwork,
    checks: ByNetwork,
    secrets: ByNetwork,
    sign_ins: ByNetwork,
    remarks: ByNetwork,
    steps: ByNetwork,
    over_all: OverAll,
    burst_until: Mutex<Option<Timestamp>>,
    burst_span: chrono::Duration,
    /// The running minute, the starts in it, and those in the minute before.
    minutes: Mutex<(i64, u32, u32)>,
    burst_starts: u32,
    ticks: Ticks,
}

impl GovernorClock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::Relaxed))
    }
}

impl Ticks {
    fn show(&self, now: Timestamp) {
        self.0.store(u64::try_from(now.unix()).unwrap_or(0), Ordering::Relaxed);
    }
}

impl Limits {
    /// From the settings.
    pub fn new(settings: &LimitSettings) -> Self {
        let ticks = Ticks::default();
        let ten_minutes = |count: u32| ByNetwork::new(count, settings, &ticks);
        let a_minute = quota(settings.burst_starts_per_minute, Duration::from_secs(60));
        Self {
            starts: ten_minutes(settings.starts_per_ten_minutes),
            checks: ten_minutes(settings.checks_per_ten_minutes),
            secrets: ten_minutes(settings.secrets_per_ten_minutes),
            sign_ins: ten_minutes(settings.sign_ins_per_ten_minutes),
            remarks: ten_minutes(settings.remarks_per_ten_minutes),
            steps: ten_minutes(settings.steps_per_ten_minutes),
            over_all: RateLimiter::direct_with_clock(a_minute, ticks.clone()),
            burst_until: Mutex::new(None),
            burst_span: chrono::Duration::minutes(settings.burst_minutes),
            minutes: Mutex::default(),
            burst_starts: settings.burst_starts_per_minute.max(1),
            ticks,
        }
    }

    /// Counts a request that came in `now`. A process on this very machine is not counted: stories, health checks, a proxy that forgot
    /// to say for whom it asks; with its one address it would shut out everybody.
    ///
    /// # Errors
    /// 429 with the seconds to wait.
    pub fn admit(&self, class: Class, from: ClientAddress, now: Timestamp) -> Result<(), Problem> {
        if from.is_here() {
            return Ok(());
        }
        self.ticks.show(now);
        let limiter = match class {
            Class::Start | Class::Pause => &self.starts,
            Class::Check => &self.checks,
            Class::Secret => &self.secrets,
            Class::SignIn => &self.sign_ins,
            Class::Remark => &self.remarks,
            Class::Step => &self.steps,
        };
        limiter
            .check(from, self.ticks.now())
            .map_err(|wait| Problem::new(&types::TOO_MANY).retry_after(i64::try_from(wait.as_secs()).unwrap_or(600)))
    }

    /// Counts the beginning of a case over all addresses; true while more begin than families could.
    pub fn is_burst(&self, from: ClientAddress, now: Timestamp) -> bool {
        if from.is_here() {
            return false;
        }
        self.ticks.show(now);
        self.note_start(now);
        let mut until = self.burst_until.lock().unwrap_or_else(|poison| poison.into_inner());
        if self.over_all.check().is_err() {
            if until.is_none_or(|until| until <= now) {
                tracing::warn!("a burst of new cases: proofs of work are asked for");
            }
            *until = Some(now + self.burst_span);
        }
        until.is_some_and(|until| until > now)
    }

    fn note_start(&self, now: Timestamp) {
        let (minute, mut minutes) = (now.unix() / 60, self.minutes());
        let before = if minutes.0 + 1 == minute { minutes.1 } else { 0 };
        *minutes = if minutes.0 == minute { (minute, minutes.1 + 1, minutes.2) } else { (minute, 1, before) };
    }

    /// How bad it is: how often the starts of the busier of the last two minutes double what begins a burst.
    pub fn level(&self, now: Timestamp) -> u32 {
        let (minute, minutes) = (now.unix() / 60, self.minutes());
        let (running, before) = match minute - minutes.0 {
            0 => (minutes.1, minutes.2),
            1 => (0, minutes.1),
            _ => (0, 0),
        };
        (running.max(before) / self.burst_starts).checked_ilog2().unwrap_or(0)
    }

    fn minutes(&self) -> std::sync::MutexGuard<'_, (i64, u32, u32)> {
        self.minutes.lock().unwrap_or_else(|poison| poison.into_inner())
    }

    /// The same without counting, for pages.
    pub fn in_burst(&self, now: Timestamp) -> bool {
        let until = self.burst_until.lock().unwrap_or_else(|poison| poison.into_inner());
        until.is_some_and(|until| until > now)
    }
}

impl ByNetwork {
    fn new(count: u32, settings: &LimitSettings, ticks: &Ticks) -> Self {
        let times = |factor: u32| by_address(count.saturating_mul(factor), Duration::from_secs(600), ticks);
        Self {
            address: times(1),
            site: times(settings.ipv6_site_factor),
            provider: times(settings.ipv6_provider_factor),
        }
    }

    /// Counts a request; how long to wait when it is one too many.
    fn check(&self, from: ClientAddress, now: Duration) -> Result<(), Duration> {
        let wider = [(&self.site, from.wider(56)), (&self.provider, from.wider(48))];
        for (limiter, network) in [(&self.address, Some(from))].into_iter().chain(wider) {
            let Some(network) = network else { continue };
            if limiter.len() > REMEMBERED_MAX {
                limiter.retain_recent();
            }
            limiter.check_key(&network).map_err(|until| until.wait_time_from(now))?;
        }
        Ok(())
    }
}

fn quota(count: u32, span: Duration) -> Quota {
    let count = NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
    let each = Quota::with_period(span / count.get()).unwrap_or(Quota::per_second(count));
    each.allow_burst(count)
}

fn by_address(count: u32, span: Duration, ticks: &Ticks) -> ByAddress {
    RateLimiter::new(quota(count, span), DefaultKeyedStateStore::default(), ticks.clone())
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv6Addr};

    use super::*;

    #[test]
    fn a_rented_network_has_more_than_a_household_and_not_as_much_as_it_has_addresses() {
        let settings =
            crate::config::Settings::defaults_with("limits.checks_per_ten_minutes = 2").expect("settings").limits;
        let limits = Limits::new(&settings);
        let now = Timestamp::local(
            chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"),
            chrono::NaiveTime::from_hms_opt(8, 0, 0).expect("a time"),
        );
        let ask = |address: u128| {
            let from = ClientAddress::of(Some(IpAddr::V6(Ipv6Addr::from_bits(address))), None, &[]);
            limits.admit(Class::Check, from, now).is_ok()
        };
        let base = 0x2001_0db8_0001_u128 << 80;
        let let_in = (0..10_000_u128).filter(|household| ask(base | household << 64)).count();
        let most = settings.checks_per_ten_minutes * settings.ipv6_provider_factor;
        assert_eq!(let_in, usize::try_from(most).expect("small"), "of 10 000 networks of one /48");
        let site = 0x2001_0db8_0002_u128 << 80;
        let let_in = (0..200_u128).filter(|household| ask(site | household << 64)).count();
        assert_eq!(
            let_in,
            usize::try_from(2 * settings.ipv6_site_factor).expect("small"),
            "of 200 networks of one /56"
        );
    }
}
