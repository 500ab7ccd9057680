//! How often one address may ask: by class of URL, counted in memory; and whether a burst of new cases is under way.
use std::fmt;
use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::problem::Problem;
use super::{Desk, problem_types as types};
use crate::clock::Timestamp;
use crate::config::LimitSettings;

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
    /// Any other form or change.
    Step,
}

/// Where a request comes from, as far as it matters: an IPv4 address, or the network of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

/// A clock in the words of `governor`: it shows the moment of the request that is being counted, seconds since 1970.
#[derive(Clone, Default)]
struct Ticks(Arc<AtomicU64>);

type ByAddress = RateLimiter<ClientAddress, DefaultKeyedStateStore<ClientAddress>, Ticks, NoOpMiddleware<Duration>>;
type OverAll = RateLimiter<governor::state::NotKeyed, governor::state::InMemoryState, Ticks, NoOpMiddleware<Duration>>;

/// The limits of this process; each process counts for itself.
pub struct Limits {
    starts: ByAddress,
    checks: ByAddress,
    secrets: ByAddress,
    steps: ByAddress,
    over_all: OverAll,
    burst_until: Mutex<Option<Timestamp>>,
    burst_span: chrono::Duration,
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
        let ten_minutes = |count: u32| by_address(count, Duration::from_secs(600), &ticks);
        let a_minute = quota(settings.burst_starts_per_minute, Duration::from_secs(60));
        Self {
            starts: ten_minutes(settings.starts_per_ten_minutes),
            checks: ten_minutes(settings.checks_per_ten_minutes),
            secrets: ten_minutes(settings.secrets_per_ten_minutes),
            steps: ten_minutes(settings.steps_per_ten_minutes),
            over_all: RateLimiter::direct_with_clock(a_minute, ticks.clone()),
            burst_until: Mutex::new(None),
            burst_span: chrono::Duration::minutes(settings.burst_minutes),
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
            Class::Step => &self.steps,
        };
        if limiter.len() > REMEMBERED_MAX {
            limiter.retain_recent();
        }
        limiter.check_key(&from).map_err(|until| {
            let secs = until.wait_time_from(self.ticks.now()).as_secs();
            Problem::new(&types::TOO_MANY).retry_after(i64::try_from(secs).unwrap_or(600))
        })
    }

    /// Counts the beginning of a case over all addresses; true while more begin than families could.
    pub fn is_burst(&self, from: ClientAddress, now: Timestamp) -> bool {
        if from.is_here() {
            return false;
        }
        self.ticks.show(now);
        let mut until = self.burst_until.lock().unwrap_or_else(|poison| poison.into_inner());
        if self.over_all.check().is_err() {
            if until.is_none_or(|until| until <= now) {
                tracing::warn!("a burst of new cases: proofs of work are asked for");
            }
            *until = Some(now + self.burst_span);
        }
        until.is_some_and(|until| until > now)
    }

    /// The same without counting, for pages.
    pub fn in_burst(&self, now: Timestamp) -> bool {
        let until = self.burst_until.lock().unwrap_or_else(|poison| poison.into_inner());
        until.is_some_and(|until| until > now)
    }
}

impl ClientAddress {
    /// The peer; behind proxies that the settings trust, the last address that none of them is.
    pub fn of(peer: Option<IpAddr>, forwarded: Option<&str>, trusted: &[IpAddr]) -> Self {
        let unknown = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
        let peer = peer.map_or(unknown, |address| address.to_canonical());
        if !trusted.contains(&peer) {
            return Self::network(peer);
        }
        let named = forwarded.unwrap_or("").rsplit(',').map(|part| part.trim().parse::<IpAddr>());
        let mut last = peer;
        for address in named {
            // What is not an address was not written by a proxy of ours; what stands before it is worth nothing.
            let Ok(address) = address else { break };
            last = address.to_canonical();
            if !trusted.contains(&last) {
                break;
            }
        }
        Self::network(last)
    }

    /// A household with IPv6 has a whole network (/64) and may use another address each time.
    fn network(address: IpAddr) -> Self {
        Self(match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(long) if long.is_loopback() => address,
            IpAddr::V6(long) => IpAddr::V6(Ipv6Addr::from_bits(long.to_bits() >> 64 << 64)),
        })
    }

    fn is_here(self) -> bool {
        self.0.is_loopback()
    }

    /// Read off a request.
    pub fn read(request: &HttpRequest, trusted: &[IpAddr]) -> Self {
        let peer = request.peer_addr().map(|address| address.ip());
        // Several headers of one name are one list.
        let lists = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let forwarded = lists.collect::<Vec<_>>().join(",");
        Self::of(peer, Some(&forwarded).filter(|list| !list.is_empty()).map(String::as_str), trusted)
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl FromRequest for ClientAddress {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let desk = request.app_data::<Data<Desk>>();
        let trusted = desk.map_or(&[][..], |desk| &desk.settings.limits.trusted_proxies);
        ready(Ok(Self::read(request, trusted)))
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
    use super::*;

    fn of(peer: &str, forwarded: Option<&str>) -> String {
        let trusted = ["127.0.0.1", "10.0.0.1"].map(|one| one.parse().unwrap());
        ClientAddress::of(peer.parse().ok(), forwarded, &trusted).to_string()
    }

    #[test]
    fn a_forwarded_address_is_believed_from_trusted_proxies_only() {
        assert_eq!(of("203.0.113.5", Some("198.51.100.1")), "203.0.113.5", "anybody can write a header");
        assert_eq!(of("127.0.0.1", Some("198.51.100.1")), "198.51.100.1");
        assert_eq!(
            of("127.0.0.1", Some("192.0.2.66, 198.51.100.1, 10.0.0.1")),
            "198.51.100.1",
            "the first was made up"
        );
        assert_eq!(of("127.0.0.1", Some("192.0.2.66, nonsense")), "127.0.0.1");
        assert_eq!(of("127.0.0.1", None), "127.0.0.1");
        assert_eq!(of("::ffff:127.0.0.1", Some("198.51.100.1")), "198.51.100.1");
        assert_eq!(of("2001:db8:1:2:3:4:5:6", None), "2001:db8:1:2::", "one household, many addresses");
    }
}
