//! Where a request comes from, behind proxies too.
use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Where a request comes from, as far as it matters: an IPv4 address, or the network of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// Everybody of whom a proxy of ours says nothing that can be read: one client, and a limited one.
    const UNREADABLE: Self = Self(IpAddr::V6(Ipv6Addr::UNSPECIFIED));

    /// The peer; behind proxies that the settings trust, the last address that none of them is.
    pub fn of(peer: Option<IpAddr>, forwarded: Option<&str>, trusted: &[IpAddr]) -> Self {
        let Some(peer) = peer.map(|address| address.to_canonical()) else { return Self::UNREADABLE };
        let Some(forwarded) = forwarded.filter(|_| trusted.contains(&peer)) else {
            return Self::network(peer);
        };
        let mut last = peer;
        for named in forwarded.rsplit(',') {
            // Nothing that cannot be read makes anybody free: neither nonsense, nor what stands before it.
            let Some(address) = read_address(named) else { return Self::UNREADABLE };
            last = address;
            if !trusted.contains(&last) {
                break;
            }
        }
        // Only a request without the header comes from this machine itself: a proxy may pass on what its client wrote.
        if last.is_loopback() { Self::UNREADABLE } else { Self::network(last) }
    }

    /// A household with IPv6 has a whole network (/64) and may use another address each time.
    fn network(address: IpAddr) -> Self {
        Self(match address {
            IpAddr::V6(long) if !long.is_loopback() => IpAddr::V6(prefix(long, 64)),
            _ => address,
        })
    }

    /// The network around it with so many bits; none for IPv4, where addresses are dear.
    pub fn wider(self, bits: u32) -> Option<Self> {
        match self.0 {
            IpAddr::V6(long) if self != Self::UNREADABLE => Some(Self(IpAddr::V6(prefix(long, bits)))),
            _ => None,
        }
    }

    /// On this very machine.
    pub fn is_here(self) -> bool {
        self.0.is_loopback()
    }
}

/// `198.51.100.1`, `198.51.100.1:443`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`, each also in quotes.
fn read_address(named: &str) -> Option<IpAddr> {
    let named = named.trim().trim_matches('"');
    let bare = || named.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    let with_port = || named.parse::<SocketAddr>().map(|both| both.ip()).ok();
    let address = named.parse::<IpAddr>().ok().or_else(bare).or_else(with_port)?;
    Some(address.to_canonical())
}

fn prefix(address: Ipv6Addr, bits: u32) -> Ipv6Addr {
    Ipv6Addr::from_bits(address.to_bits() >> (128 - bits) << (128 - bits))
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
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
        for shapes in ["198.51.100.1:8080", "\"198.51.100.1\"", " 198.51.100.1 ", "x, 198.51.100.1"] {
            assert_eq!(of("127.0.0.1", Some(shapes)), "198.51.100.1", "{shapes}");
        }
        for shapes in ["2001:db8:1:2:3::9", "[2001:db8:1:2:3::9]", "[2001:db8:1:2:3::9]:443"] {
            assert_eq!(of("127.0.0.1", Some(shapes)), "2001:db8:1:2::", "{shapes}");
        }
        assert_eq!(of("127.0.0.1", None), "127.0.0.1");
        assert_eq!(of("127.0.0.1", Some("192.0.2.66, 127.0.0.1")), "192.0.2.66");
        assert_eq!(of("::ffff:127.0.0.1", Some("198.51.100.1")), "198.51.100.1");
        assert_eq!(of("2001:db8:1:2:3:4:5:6", None), "2001:db8:1:2::", "one household, many addresses");
    }

    #[test]
    fn what_a_proxy_says_and_nobody_can_read_makes_nobody_free() {
        for unreadable in [
            "127.0.0.1",
            "::1",
            "",
            " ",
            "nonsense",
            "192.0.2.66, nonsense",
            "192.0.2.66, ",
            "\u{fffd}",
            "198.51.100.1:x",
            "[::1",
        ] {
            assert_eq!(of("127.0.0.1", Some(unreadable)), "::", "{unreadable:?}");
            assert_eq!(of("203.0.113.5", Some(unreadable)), "203.0.113.5", "{unreadable:?}");
        }
        let nobody = ClientAddress::of(None, None, &[]);
        assert!(nobody == ClientAddress::UNREADABLE && !nobody.is_here());
    }
}
