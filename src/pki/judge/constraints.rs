//! Name constraints (RFC 5280 §4.2.1.10), as Go enforces them on the SANs of what stands below.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::facts::CertificateFacts;
use crate::cluster::Permitted;
use crate::etcd::GoVersion;

/// A subject alternative name of a kind that Go reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum GoName {
    Dns(String),
    Ip(IpAddr),
    Email(String),
    /// A URI, and its host with a port.
    Uri {
        uri: String,
        host: String,
    },
}

/// What an authority may sign for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Constraints {
    permitted: Kinds,
    excluded: Kinds,
}

/// Constraints of the kinds that Go handles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Kinds {
    pub(super) names: Vec<String>,
    pub(super) networks: Vec<Network>,
    pub(super) emails: Vec<String>,
    pub(super) hosts: Vec<String>,
}

/// A network, written as Go's `net.IPNet` writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    base: IpAddr,
    length: u32,
}

/// Why a name isn't allowed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It isn't, in Go's words.
    NotAllowed(String),
    /// Go can't make sense of it, in Go's words.
    Unread(String),
}

/// An e-mail address.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mailbox {
    local: Vec<u8>,
    domain: String,
}

impl Network {
    /// Reads address and mask, 4 bytes or 16 bytes each; the mask must be ones, then zeros.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let (base, mask) = bytes.split_at_checked(bytes.len() / 2)?;
        if let (Ok(base), Ok(mask)) = (<[u8; 4]>::try_from(base), <[u8; 4]>::try_from(mask)) {
            let mask = u32::from_be_bytes(mask);
            let length = mask.leading_ones();
            let base = Ipv4Addr::from(base).into();
            return (length == mask.count_ones()).then_some(Self { base, length });
        }
        let base = <[u8; 16]>::try_from(base).ok()?;
        let mask = u128::from_be_bytes(<[u8; 16]>::try_from(mask).ok()?);
        let length = mask.leading_ones();
        let base = Ipv6Addr::from(base).into();
        (length == mask.count_ones()).then_some(Self { base, length })
    }

    fn holds(self, address: IpAddr) -> bool {
        let bits = |one: IpAddr| match one {
            IpAddr::V4(one) => u128::from(u32::from(one)) << 96,
            IpAddr::V6(one) => u128::from(one),
        };
        let alike = (bits(self.base) ^ bits(address)).leading_zeros();
        self.base.is_ipv4() == address.is_ipv4() && alike >= self.length
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.length)
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = String::from_utf8_lossy(&self.local);
        write!(f, "{local}@{}", self.domain.to_ascii_lowercase())
    }
}

impl Mailbox {
    /// Reads an address as Go does (RFC 2821 §4.1.2): atoms with dots between, or a quoted string.
    pub(super) fn parse(text: &str, go: GoVersion) -> Option<Self> {
        let mut rest = text.bytes();
        let mut local = Vec::new();
        if let Some(quoted) = text.strip_prefix('"') {
            rest = quoted.bytes();
            loop {
                match rest.next()? {
                    b'"' => break,
                    b'\\' => match rest.next()? {
                        byte @ (1..=9 | 11 | 12 | 14..=127) => local.push(byte),
                        _ => return None,
                    },
                    byte @ (1..=8 | 11 | 12 | 14..=33 | 35..=91 | 93..=127) => local.push(byte),
                    _ => return None,
                }
            }
        } else {
            while let Some(byte) = rest.clone().next() {
                match byte {
                    b'\\' => {
                        rest.next();
                        local.push(rest.clone().next()?);
                    }
                    _ if byte.is_ascii_alphanumeric()
                        || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte) =>
                    {
                        local.push(byte);
                    }
                    _ => break,
                }
                rest.next();
            }
            let dots = local.starts_with(b".") || local.ends_with(b".");
            if local.is_empty() || dots || local.windows(2).any(|pair| pair == b"..") {
                return None;
            }
        }
        let rest: Vec<u8> = rest.collect();
        let domain = std::str::from_utf8(rest.strip_prefix(b"@")?).ok()?;
        is_domain(domain, go).then(|| Self { local, domain: domain.to_owned() })
    }
}

/// Whether Go takes this for a domain: nothing at all, or labels of visible ASCII without a dot at the end.
/// Up to 1.22 it passes over one in front.
pub(super) fn is_domain(text: &str, go: GoVersion) -> bool {
    let text = match text.strip_prefix('.') {
        Some(rest) if go < GoVersion::first_of(23) && !rest.is_empty() => rest,
        _ => text,
    };
    let is_visible = |byte: u8| (33..=126).contains(&byte);
    text.is_empty()
        || text.split('.').all(|label| !label.is_empty() && label.bytes().all(is_visible))
}

/// The same for a constraint, which may start with a dot; it may be one up to 1.24.7 and 1.25.1.
pub(super) fn is_constraint(text: &str, go: GoVersion) -> bool {
    let refuses_dot = go >= GoVersion::patch_of(25, 2)
        || (GoVersion::patch_of(24, 8)..GoVersion::first_of(25)).contains(&go);
    if refuses_dot && text == "." {
        return false;
    }
    is_domain(text.strip_prefix('.').unwrap_or(text), go)
}

impl Constraints {
    /// Those of an authority that is only planned.
    pub(super) fn permitting(all: &[Permitted]) -> Self {
        let mut permitted = Kinds::default();
        for one in all {
            match one {
                Permitted::Domain(domain) => permitted.names.push(domain.to_string()),
                Permitted::Network { base, length } => {
                    permitted.networks.push(Network { base: *base, length: u32::from(*length) });
                }
            }
        }
        Self { permitted, excluded: Kinds::default() }
    }

    /// Those of one side.
    pub(super) fn side(&mut self, is_permitted: bool) -> &mut Kinds {
        if is_permitted { &mut self.permitted } else { &mut self.excluded }
    }

    /// Whether there are none of a kind that Go handles.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Says in Go's words which SAN of a certificate below these don't allow.
    pub(super) fn against(&self, below: &CertificateFacts, go: GoVersion) -> Option<Fault> {
        if self.is_empty() {
            return None;
        }
        let mut names: Vec<&GoName> = below.sans.iter().collect();
        if go >= GoVersion::first_of(26) {
            names.sort_by_key(|name| match name {
                GoName::Ip(_) => 0,
                GoName::Dns(_) => 1,
                GoName::Uri { .. } => 2,
                GoName::Email(_) => 3,
            });
        }
        names.into_iter().find_map(|name| self.name(name, go).err())
    }

    fn name(&self, name: &GoName, go: GoVersion) -> Result<(), Fault> {
        let (permitted, excluded) = (&self.permitted, &self.excluded);
        match name {
            GoName::Dns(name) => {
                if !is_domain(name, go) {
                    return Err(Fault::Unread(format!("x509: cannot parse dnsName {name:?}")));
                }
                let holds = |one: &String, is_excluded| {
                    is_within(name, one) || is_excluded && may_be(name, one, go)
                };
                check("DNS name", name, &permitted.names, &excluded.names, holds, go)
            }
            GoName::Ip(address) => {
                let holds = |network: &Network, _| network.holds(*address);
                let (permitted, excluded) = (&permitted.networks, &excluded.networks);
                let shown = address.to_canonical().to_string();
                check("IP address", &shown, permitted, excluded, holds, go)
            }
            GoName::Email(address) => {
                // Up to 1.25 Go shows what it has read instead: nothing.
                let is_named = go >= GoVersion::first_of(26);
                let unread = || {
                    if is_named {
                        format!("cannot parse rfc822Name {address:?}")
                    } else {
                        "x509: cannot parse rfc822Name {\"\" \"\"}".into()
                    }
                };
                let mailbox = Mailbox::parse(address, go).ok_or_else(|| Fault::Unread(unread()))?;
                let shown = if is_named { mailbox.to_string() } else { address.clone() };
                let holds = |one: &String, _| match Mailbox::parse(one, go) {
                    Some(exact) if one.contains('@') => {
                        exact.local == mailbox.local
                            && exact.domain.eq_ignore_ascii_case(&mailbox.domain)
                    }
                    _ => is_within(&mailbox.domain, one),
                };
                let (permitted, excluded) = (&permitted.emails, &excluded.emails);
                check("email address", &shown, permitted, excluded, holds, go)
            }
            GoName::Uri { uri, host } => {
                let constrained = !(permitted.hosts.is_empty() && excluded.hosts.is_empty());
                if !constrained && go < GoVersion::first_of(26) {
                    return Ok(());
                }
                let why = |what: &str| {
                    let why =
                        format!("URI with {what} ({uri:?}) cannot be matched against constraints");
                    Err(Fault::NotAllowed(why))
                };
                if host.is_empty() {
                    return why("empty host");
                }
                let bare = if host.ends_with(']') {
                    host
                } else {
                    host.rsplit_once(':').map_or(host.as_str(), |(bare, _)| bare)
                };
                if bare.starts_with('[') && bare.ends_with(']') || bare.parse::<IpAddr>().is_ok() {
                    return why("IP");
                }
                let holds = |one: &String, _| is_within(bare, one);
                check("URI", uri, &permitted.hosts, &excluded.hosts, holds, go)
            }
        }
    }
}

/// Go asks first what is excluded; since 1.26 first what is permitted.
fn check<T: fmt::Display>(
    kind: &str,
    name: &str,
    permitted: &[T],
    excluded: &[T],
    holds: impl Fn(&T, bool) -> bool,
    go: GoVersion,
) -> Result<(), Fault> {
    let is_outside = !permitted.is_empty() && !permitted.iter().any(|one| holds(one, false));
    let is_inside = excluded.iter().find(|one| holds(one, true));
    let outside = || {
        let why = format!("{kind} {name:?} is not permitted by any constraint");
        Err(Fault::NotAllowed(why))
    };
    match is_inside {
        Some(_) if is_outside && go >= GoVersion::first_of(26) => outside(),
        Some(constraint) => {
            let constraint = constraint.to_string();
            let why = format!("{kind} {name:?} is excluded by constraint {constraint:?}");
            Err(Fault::NotAllowed(why))
        }
        None if is_outside => outside(),
        None => Ok(()),
    }
}

/// Whether a name is a domain or lies in it; with a leading dot, only what lies in it.
fn is_within(name: &str, domain: &str) -> bool {
    let (name, domain) = (name.to_ascii_lowercase(), domain.to_ascii_lowercase());
    match domain.strip_prefix('.') {
        Some(parent) => name.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')),
        None if domain.is_empty() => true,
        None => {
            name.strip_suffix(&domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        }
    }
}

/// Whether a wildcard may stand for what is excluded, which Go asks since 1.24.11 and 1.25.5 (CVE-2025-61727);
/// in 1.24 also where the one is longer than the other.
fn may_be(name: &str, domain: &str, go: GoVersion) -> bool {
    let below = |text: &str| text.split_once('.').map(|(_, rest)| rest.to_ascii_lowercase());
    let (true, Some(name), Some(domain)) = (name.starts_with('*'), below(name), below(domain))
    else {
        return false;
    };
    if go >= GoVersion::first_of(25) {
        go >= GoVersion::patch_of(25, 5) && name == domain
    } else {
        go >= GoVersion::patch_of(24, 11) && is_within(&name, &domain)
    }
}
