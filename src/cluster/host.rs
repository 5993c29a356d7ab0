//! Hosts: what may be dialed, and what may stand in a certificate's subject alternative names.
//!
//! rcgen takes any ASCII as a DNS name (`""`, `10.0.0.1/24`, `host:2380`), and so would etcd's logs be
//! the first to complain; everything is therefore parsed here.

use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::{FieldError, refuse_unsafe};
use super::{parsed_texts, serde_as_text, text_forms};
use crate::text::Words;

/// The longest host name, in characters (RFC 1035 §2.3.4, without the root dot).
const HOST_LIMIT: usize = 253;
/// The longest label of a host name (RFC 1035 §2.3.4).
const LABEL_LIMIT: usize = 63;

parsed_texts! {
    /// A host name: ASCII letters, digits and hyphens in dotted labels (RFC 1123 §2.1), in lower case,
    /// without a trailing dot.
    DnsName: |text| match host(text, Words("expected-host-name"))? {
        Host::Name(name) => Ok(name),
        Host::Address(_) => Err(FieldError::Label {
            text: text.into(),
            why: Words("fault-is-address"),
        }),
    };
}

/// The address that a member listens on and is dialed at: a unicast IPv4 or IPv6 address. etcd
/// binds only to addresses (`expected IP in URL for binding`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemberAddress(IpAddr);

impl MemberAddress {
    /// The address itself.
    pub fn ip(self) -> IpAddr {
        self.0
    }

    /// The address as it stands in a URL: IPv6 in brackets (RFC 3986 §3.2.2).
    pub fn in_url(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        }
    }
}

impl FromStr for MemberAddress {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match host(text, Words("expected-address"))? {
            Host::Address(address) => one_machine(address).map(Self),
            Host::Name(_) => Err(FieldError::NameNotAddress(text.into())),
        }
    }
}

text_forms!(MemberAddress);

/// A further subject alternative name: an address, a host name, or a wildcard such as
/// `*.example.com` (one leading label, RFC 6125 §6.4.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum San {
    /// A DNS name, perhaps with a leading `*.`.
    Dns(String),
    /// An IP address.
    Ip(IpAddr),
}

impl San {
    /// The names and addresses of the machine itself, that every server certificate is valid for: where people
    /// run etcdctl on a member.
    pub fn of_own_machine() -> [Self; 3] {
        [
            Self::Dns("localhost".into()),
            Self::Ip(std::net::Ipv4Addr::LOCALHOST.into()),
            Self::Ip(std::net::Ipv6Addr::LOCALHOST.into()),
        ]
    }

    /// Whether this name stands for any host of a domain.
    pub fn is_wildcard(&self) -> bool {
        matches!(self, Self::Dns(name) if name.starts_with("*."))
    }
}

impl std::fmt::Display for San {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Dns(name) => f.write_str(name),
            Self::Ip(address) => address.fmt(f),
        }
    }
}

impl FromStr for San {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let text = text.trim_matches(' ');
        if let Some(domain) = text.strip_prefix("*.") {
            return match host(domain, Words("expected-domain"))? {
                // `*.com` would stand for a whole top-level domain.
                Host::Name(name) if name.contains('.') => Ok(Self::Dns(format!("*.{name}"))),
                _ => Err(FieldError::Wildcard(text.into())),
            };
        }
        match host(text, Words("expected-host"))? {
            Host::Name(name) => Ok(Self::Dns(name)),
            Host::Address(address) => one_machine(address).map(Self::Ip),
        }
    }
}

serde_as_text!(San);

impl From<DnsName> for San {
    fn from(name: DnsName) -> Self {
        Self::Dns(name.0)
    }
}

impl From<MemberAddress> for San {
    fn from(address: MemberAddress) -> Self {
        Self::Ip(address.0)
    }
}

/// What a host's text turned out to be.
enum Host {
    Name(String),
    Address(IpAddr),
}

/// Reads a host, refusing all that is almost one.
fn host(text: &str, expected: Words) -> Result<Host, FieldError> {
    let text = text.trim_matches(' ');
    if text.is_empty() {
        return Err(FieldError::Empty(expected));
    }
    refuse_unsafe(text)?;
    if let Some((_, rest)) = text.split_once("://") {
        return Err(FieldError::UrlNotHost { text: text.into(), host: without_port(rest).into() });
    }
    if text.contains('%') {
        return Err(FieldError::ZoneId(text.into()));
    }
    if let Some((address, _)) = text.split_once('/') {
        return Err(FieldError::PrefixInHost { text: text.into(), host: address.into() });
    }
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Ok(address) = bare.unwrap_or(text).parse::<IpAddr>() {
        return address_text(text, address).map(Host::Address);
    }
    if text.contains(':') {
        let host = without_port(text);
        return Err(if host == text || host.is_empty() {
            FieldError::LooksLikeAddress(text.into())
        } else {
            FieldError::PortInHost { text: text.into(), host: host.into() }
        });
    }
    name(text).map(Host::Name)
}

/// Cuts URL and port trimmings off a host: `[::1]:2379/x` becomes `[::1]`.
fn without_port(text: &str) -> &str {
    let authority = text.split(['/', '?', '#']).next().unwrap_or(text);
    if let Some(end) = authority.rfind(']') {
        return authority.get(..=end).unwrap_or(authority);
    }
    match authority.rsplit_once(':') {
        Some((host, _)) if !host.contains(':') => host,
        _ => authority,
    }
}

fn address_text(text: &str, address: IpAddr) -> Result<IpAddr, FieldError> {
    match address {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => Err(FieldError::MappedAddress { text: text.into(), address: v4 }),
            None => Ok(address),
        },
        IpAddr::V4(_) => Ok(address),
    }
}

/// Refuses addresses that stand for none or for many machines.
fn one_machine(address: IpAddr) -> Result<IpAddr, FieldError> {
    let kind = match address {
        _ if address.is_unspecified() => Words("kind-unspecified"),
        _ if address.is_multicast() => Words("kind-multicast"),
        IpAddr::V4(v4) if v4.is_broadcast() => Words("kind-broadcast"),
        IpAddr::V4(v4) if v4.octets()[0] == 0 => Words("kind-this-network"),
        IpAddr::V4(v4) if v4.is_link_local() => Words("kind-link-local"),
        IpAddr::V4(v4) if v4.octets()[0] >= 240 => Words("kind-reserved"),
        IpAddr::V6(v6) if v6.is_unicast_link_local() => Words("kind-link-local-zone"),
        _ => return Ok(address),
    };
    Err(FieldError::NotOneMachine { address, kind })
}

/// Reads a host name: ASCII, RFC 1123 labels, lower case; one trailing dot is dropped.
fn name(text: &str) -> Result<String, FieldError> {
    if text.contains('*') {
        return Err(FieldError::Wildcard(text.into()));
    }
    let found = text.chars().count();
    if found > HOST_LIMIT + 1 {
        return Err(FieldError::TooLong { limit: HOST_LIMIT, found });
    }
    if !text.is_ascii() {
        return Err(match idna::domain_to_ascii_strict(text) {
            Ok(punycode) => FieldError::NotAscii { text: text.into(), punycode },
            Err(_) => FieldError::NoIdna(text.into()),
        });
    }
    let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
    if name.len() > HOST_LIMIT {
        return Err(FieldError::TooLong { limit: HOST_LIMIT, found: name.len() });
    }
    for label in name.split('.') {
        if let Some(why) = label_fault(label) {
            return Err(FieldError::Label { text: text.into(), why });
        }
    }
    if ends_in_number(&name) {
        return Err(FieldError::LooksLikeAddress(text.into()));
    }
    Ok(name)
}

fn label_fault(label: &str) -> Option<Words> {
    match label {
        "" => Some(Words("fault-label-empty")),
        _ if label.len() > LABEL_LIMIT => Some(Words("fault-label-long")),
        _ if label.contains('_') => Some(Words("fault-label-underscore")),
        _ if !label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
            Some(Words("fault-label-characters"))
        }
        _ if label.starts_with('-') || label.ends_with('-') => Some(Words("fault-label-hyphen")),
        _ => None,
    }
}

/// Whether the last label is a number, as in `10.0.0.256`, `127.1` or `0x7f.1`: such a name would be
/// taken for an address by resolvers (WHATWG URL, "ends in a number").
fn ends_in_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    let hexadecimal =
        last.strip_prefix("0x").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_hexdigit()));
    hexadecimal || last.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn san(text: &str) -> Result<San, FieldError> {
        text.parse()
    }

    #[test]
    fn addresses_are_read_and_written_as_urls_need_them() {
        let v4: MemberAddress = " 10.0.0.1 ".parse().unwrap();
        assert_eq!((v4.to_string(), v4.in_url()), ("10.0.0.1".into(), "10.0.0.1".into()));
        let v6: MemberAddress = "[FD00::0:1]".parse().unwrap();
        assert_eq!((v6.to_string(), v6.in_url()), ("fd00::1".into(), "[fd00::1]".into()));
    }

    #[test]
    fn what_looks_like_an_address_never_becomes_a_name() {
        for text in ["010.0.0.1", "10.0.0.256", "1.2.3", "127.1", "0x7f.1", "2130706433", "1::2::3"]
        {
            assert!(matches!(san(text), Err(FieldError::LooksLikeAddress { .. })), "{text}");
        }
        assert!(
            matches!(san("10.0.0.1/24"), Err(FieldError::PrefixInHost { host, .. }) if host == "10.0.0.1")
        );
        assert!(matches!(san("fe80::1%eth0"), Err(FieldError::ZoneId { .. })));
        assert!(matches!(san("::ffff:10.0.0.1"), Err(FieldError::MappedAddress { .. })));
        for text in [
            "0.0.0.0",
            "::",
            "255.255.255.255",
            "224.0.0.1",
            "ff02::1",
            "fe80::1",
            "169.254.1.1",
            "240.0.0.1",
        ] {
            assert!(matches!(san(text), Err(FieldError::NotOneMachine { .. })), "{text}");
        }
    }

    #[test]
    fn urls_and_ports_are_refused_with_the_host_they_hold() {
        for (text, expected) in [
            ("https://x:2379", "x"),
            ("https://[fd00::1]:2379/a", "[fd00::1]"),
            ("http://10.0.0.1", "10.0.0.1"),
        ] {
            assert!(
                matches!(san(text), Err(FieldError::UrlNotHost { host, .. }) if host == expected),
                "{text}"
            );
        }
        for (text, expected) in
            [("x:2379", "x"), ("10.0.0.1:2380", "10.0.0.1"), ("[::1]:2379", "[::1]")]
        {
            assert!(
                matches!(san(text), Err(FieldError::PortInHost { host, .. }) if host == expected),
                "{text}"
            );
        }
    }

    #[test]
    fn names_follow_rfc_1123() {
        assert_eq!(
            "Etcd-1.Example.COM.".parse::<DnsName>().unwrap().as_str(),
            "etcd-1.example.com"
        );
        assert_eq!("localhost".parse::<DnsName>().unwrap().as_str(), "localhost");
        for text in ["a..b", "-a", "a-", "a_b", ".a", "a b", "a,b", "@"] {
            assert!(matches!(text.parse::<DnsName>(), Err(FieldError::Label { .. })), "{text}");
        }
        assert!(format!("{}.de", "a".repeat(64)).parse::<DnsName>().is_err());
        let long = format!("{}com", "a.".repeat(126));
        assert!(
            matches!(long.parse::<DnsName>(), Err(FieldError::TooLong { .. })),
            "{}",
            long.len()
        );
        assert!("10.0.0.1".parse::<DnsName>().is_err());
        assert!(matches!(
            "etcd-1".parse::<MemberAddress>(),
            Err(FieldError::NameNotAddress { .. })
        ));
    }

    #[test]
    fn names_beyond_ascii_are_offered_as_punycode() {
        assert!(
            matches!("bücher.de".parse::<DnsName>(), Err(FieldError::NotAscii { punycode, .. }) if punycode == "xn--bcher-kva.de")
        );
        assert!(
            matches!("аpple.com".parse::<DnsName>(), Err(FieldError::NotAscii { punycode, .. }) if punycode.starts_with("xn--"))
        );
        assert!("a\u{202e}b".parse::<DnsName>().is_err());
    }

    #[test]
    fn wildcards_are_for_further_sans_only() {
        assert!(san("*.example.com").unwrap().is_wildcard());
        for text in ["*", "*.com", "a.*.b", "*.*.example.com", "*example.com", "*.10.0.0.1"] {
            assert!(san(text).is_err(), "{text}");
        }
        assert!("*.example.com".parse::<DnsName>().is_err());
    }
}
