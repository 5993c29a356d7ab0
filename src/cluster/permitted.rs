//! Name constraints: the names and addresses that a CA may sign for at all (RFC 5280 §4.2.1.10).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::{FieldError, refuse_unsafe};
use super::host::{DnsName, San};
use super::serde_as_text;
use crate::text::Words;

/// A domain or a network that a CA may sign for.
///
/// Go, and so etcd, asks them of every name and address in a certificate. A client's names are its CN, of which
/// name constraints say nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Permitted {
    /// A host name, and every name below it.
    Domain(DnsName),
    /// The addresses whose first bits are those of the base.
    Network {
        /// The first address.
        base: IpAddr,
        /// How many bits count: up to 32 of an IPv4 address, up to 128 of an IPv6 address.
        length: u8,
    },
}

impl Permitted {
    /// The network that an address lies in, of which this many bits count.
    fn network(address: IpAddr, length: u8) -> Self {
        let base = match address {
            IpAddr::V4(v4) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0);
                Ipv4Addr::from(u32::from(v4) & mask).into()
            }
            IpAddr::V6(v6) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
                Ipv6Addr::from(u128::from(v6) & mask).into()
            }
        };
        Self::Network { base, length }
    }

    /// The mask of a network.
    pub fn mask(&self) -> Option<IpAddr> {
        let Self::Network { base, length } = self else { return None };
        let ones =
            if base.is_ipv4() { Ipv4Addr::BROADCAST.into() } else { IpAddr::from([0xff; 16]) };
        match Self::network(ones, *length) {
            Self::Network { base, .. } => Some(base),
            Self::Domain(_) => None,
        }
    }

    /// Whether a name or an address lies in it, as Go tells (`crypto/x509/verify.go`). A wildcard lies where all
    /// that it stands for does.
    pub fn holds(&self, san: &San) -> bool {
        match (self, san) {
            (Self::Domain(domain), San::Dns(name)) => is_below(name, domain.as_str()),
            (Self::Network { base, length }, San::Ip(address)) => {
                base.is_ipv4() == address.is_ipv4()
                    && Self::network(*address, *length) == Self::network(*base, *length)
            }
            _ => false,
        }
    }

    /// Whether all of another lies in it.
    fn contains(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Domain(own), Self::Domain(other)) => is_below(other.as_str(), own.as_str()),
            (Self::Network { length, .. }, Self::Network { base, length: other }) => {
                length <= other && self.holds(&San::Ip(*base))
            }
            _ => false,
        }
    }

    /// What lets these names and addresses in, and further members as well: the domain above a name; for a name
    /// without one, and for one right below a top-level domain, those with other numbers; the /24 or /64 that an
    /// address lies in.
    pub fn proposed(sans: impl IntoIterator<Item = San>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for one in sans.into_iter().flat_map(|san| around(&san)) {
            if !all.iter().any(|other| other.contains(&one)) {
                all.retain(|other| !one.contains(other));
                all.push(one);
            }
        }
        all.sort();
        all
    }
}

/// Whether a name is a domain or lies below it.
fn is_below(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The proposal for one name or address.
fn around(san: &San) -> Vec<Permitted> {
    let name = match san {
        San::Ip(IpAddr::V4(address)) if address.is_loopback() => {
            return vec![Permitted::network((*address).into(), 8)];
        }
        San::Ip(IpAddr::V6(address)) if address.is_loopback() => {
            return vec![Permitted::network((*address).into(), 128)];
        }
        San::Ip(address) => {
            return vec![Permitted::network(*address, if address.is_ipv4() { 24 } else { 64 })];
        }
        San::Dns(name) => name,
    };
    let domains = match name.split_once('.') {
        Some(("*", domain)) => vec![domain.to_owned()],
        // The first label is the host's; what is left is a domain of its own unless it is a single label.
        Some((_, domain)) if domain.contains('.') => vec![domain.to_owned()],
        Some((host, top)) => numbered(host).map(|host| format!("{host}.{top}")).collect(),
        None => numbered(name).collect(),
    };
    domains.iter().filter_map(|one| one.parse().ok()).map(Permitted::Domain).collect()
}

/// A name and, where it ends in a number, the same with the first nine: more voting members than etcd's FAQ advises, seven.
fn numbered(name: &str) -> impl Iterator<Item = String> {
    let stem = name.trim_end_matches(|one: char| one.is_ascii_digit());
    let digits = name.get(stem.len()..).unwrap_or_default();
    let (stem, width) = (stem.to_owned(), digits.len());
    let others = (1..=9).filter(move |_| width > 0);
    let others = others.map(move |number| format!("{stem}{number:0width$}"));
    std::iter::once(name.to_owned()).chain(others)
}

impl fmt::Display for Permitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Domain(domain) => domain.fmt(f),
            Self::Network { base, length } => write!(f, "{base}/{length}"),
        }
    }
}

impl FromStr for Permitted {
    type Err = FieldError;

    /// Reads a domain, a network such as `10.0.0.0/24`, or an address, which is a network of its own.
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let text = text.trim_matches(' ');
        if text.is_empty() {
            return Err(FieldError::Empty(Words("expected-permitted")));
        }
        refuse_unsafe(text)?;
        let refused = || FieldError::Network(text.into());
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address.parse().map_err(|_| refused())?, Some(length)),
            None => match text.parse() {
                Ok(address) => (address, None),
                Err(_) => return text.parse().map(Self::Domain),
            },
        };
        let limit = match address {
            IpAddr::V4(_) => 32,
            IpAddr::V6(address) if address.to_ipv4_mapped().is_some() => return Err(refused()),
            IpAddr::V6(_) => 128,
        };
        let is_number = |text: &&str| text.bytes().all(|one| one.is_ascii_digit());
        let length = match length {
            None => limit,
            Some(length) => Some(length)
                .filter(is_number)
                .and_then(|length| length.parse().ok())
                .filter(|length| *length <= limit)
                .ok_or_else(refused)?,
        };
        Ok(Self::network(address, length))
    }
}

serde_as_text!(Permitted);

#[cfg(test)]
mod tests {
    use super::*;

    fn permitted(text: &str) -> Permitted {
        text.parse().unwrap()
    }

    fn san(text: &str) -> San {
        text.parse().unwrap()
    }

    fn proposed(sans: &[&str]) -> String {
        let all = Permitted::proposed(sans.iter().map(|one| san(one)));
        all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn domains_and_networks_are_read_and_written() {
        for (text, expected) in [
            ("Example.COM.", "example.com"),
            ("10.0.0.7/24", "10.0.0.0/24"),
            ("10.0.0.7", "10.0.0.7/32"),
            ("0.0.0.0/0", "0.0.0.0/0"),
            ("fd00::7/64", "fd00::/64"),
            ("::1", "::1/128"),
        ] {
            assert_eq!(permitted(text).to_string(), expected);
        }
        for text in [
            "10.0.0.0/33",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "10.0.0/24",
            "x/24",
            "fd00::/129",
            "::ffff:1.2.3.4",
        ] {
            assert!(matches!(text.parse::<Permitted>(), Err(FieldError::Network(_))), "{text}");
        }
        for text in ["", "*.example.com", ".example.com", "a b", "10.0.0.256"] {
            assert!(text.parse::<Permitted>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_domain_holds_itself_and_what_is_below_it() {
        let domain = permitted("example.com");
        for name in ["example.com", "etcd-1.example.com", "*.example.com", "a.b.example.com"] {
            assert!(domain.holds(&san(name)), "{name}");
        }
        for name in ["example.org", "badexample.com", "10.0.0.1", "com"] {
            assert!(!domain.holds(&san(name)), "{name}");
        }
        assert!(!permitted("etcd.example.com").holds(&san("*.example.com")));
    }

    #[test]
    fn a_network_holds_its_addresses_of_its_own_kind() {
        assert!(permitted("10.0.0.0/24").holds(&san("10.0.0.255")));
        assert!(!permitted("10.0.0.0/24").holds(&san("10.0.1.0")));
        assert!(permitted("fd00::/64").holds(&san("fd00::ffff")));
        assert!(!permitted("fd00::/64").holds(&san("fd00:0:0:1::1")));
        assert!(permitted("0.0.0.0/0").holds(&san("192.0.2.1")));
        assert!(!permitted("0.0.0.0/0").holds(&san("fd00::1")));
    }

    #[test]
    fn what_is_proposed_leaves_room_for_further_members() {
        assert_eq!(
            proposed(&[
                "etcd-1.example.com",
                "etcd-2.example.com",
                "10.0.0.1",
                "10.0.0.2",
                "localhost",
                "127.0.0.1",
                "::1"
            ]),
            "example.com localhost 10.0.0.0/24 127.0.0.0/8 ::1/128"
        );
        assert_eq!(
            proposed(&["n01", "n02", "fd00::1"]),
            "n01 n02 n03 n04 n05 n06 n07 n08 n09 fd00::/64"
        );
        assert_eq!(
            proposed(&["db7.local"]),
            (1..=9).map(|one| format!("db{one}.local")).collect::<Vec<_>>().join(" ")
        );
        assert_eq!(proposed(&["etcd-12", "lb"]), {
            let mut all: Vec<String> = (1..=9).map(|one| format!("etcd-{one:02}")).collect();
            all.extend(["etcd-12".to_owned(), "lb".to_owned()]);
            all.join(" ")
        });
        // The wider one is enough.
        assert_eq!(
            proposed(&["a.etcd.example.com", "b.example.com", "*.x.example.com"]),
            "example.com"
        );
    }

    #[test]
    fn what_is_proposed_holds_all_that_it_was_made_of() {
        let names =
            ["a", "a1", "a.b", "a.b.c", "*.a.b", "10.1.2.3", "fd00:1::1", "localhost", "etcd-01.x"];
        let all = Permitted::proposed(names.map(san));
        for name in names {
            assert!(all.iter().any(|one| one.holds(&san(name))), "{name} in {all:?}");
        }
    }
}
