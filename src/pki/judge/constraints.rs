//! Name constraints (RFC 5280 §4.2.1.10), as Go enforces them on the SANs of leaves.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::facts::CertificateFacts;

/// What an authority may sign for. Other kinds of names than these two play no part with etcd.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Constraints {
    pub(super) permitted_names: Vec<String>,
    pub(super) excluded_names: Vec<String>,
    pub(super) permitted_networks: Vec<Network>,
    pub(super) excluded_networks: Vec<Network>,
}

/// A network, written as Go's `net.IPNet` writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    base: IpAddr,
    length: u32,
}

impl Network {
    /// Reads address and mask, 4 bytes or 16 bytes each.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let (base, mask) = bytes.split_at_checked(bytes.len() / 2)?;
        if let (Ok(base), Ok(mask)) = (<[u8; 4]>::try_from(base), <[u8; 4]>::try_from(mask)) {
            return Some(Self {
                base: Ipv4Addr::from(base).into(),
                length: u32::from_be_bytes(mask).count_ones(),
            });
        }
        let base = <[u8; 16]>::try_from(base).ok()?;
        let mask = <[u8; 16]>::try_from(mask).ok()?;
        Some(Self {
            base: Ipv6Addr::from(base).into(),
            length: u128::from_be_bytes(mask).count_ones(),
        })
    }

    fn holds(self, address: IpAddr) -> bool {
        match (self.base, address) {
            (IpAddr::V4(base), IpAddr::V4(address)) => {
                let shift = 32 - self.length.min(32);
                let cut = |one: Ipv4Addr| u64::from(u32::from(one)) >> shift;
                cut(base) == cut(address)
            }
            (IpAddr::V6(base), IpAddr::V6(address)) => {
                let shift = 128 - self.length.min(128);
                let cut = |one: Ipv6Addr| u128::from(one).checked_shr(shift).unwrap_or(0);
                cut(base) == cut(address)
            }
            _ => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.length)
    }
}

impl Constraints {
    /// Says in Go's words which SAN of a leaf these don't allow.
    pub(super) fn against(&self, leaf: &CertificateFacts) -> Option<String> {
        let names = leaf.dns_names.iter().filter_map(|name| self.name(name));
        names.chain(leaf.addresses.iter().filter_map(|address| self.address(*address))).next()
    }

    fn name(&self, name: &str) -> Option<String> {
        let any = |all: &[String]| all.iter().find(|one| is_within(name, one)).cloned();
        if let Some(constraint) = any(&self.excluded_names) {
            return Some(format!("DNS name {name:?} is excluded by constraint {constraint:?}"));
        }
        let allowed = self.permitted_names.is_empty() || any(&self.permitted_names).is_some();
        (!allowed).then(|| format!("DNS name {name:?} is not permitted by any constraint"))
    }

    fn address(&self, address: IpAddr) -> Option<String> {
        let any = |all: &[Network]| all.iter().find(|one| one.holds(address)).copied();
        if let Some(network) = any(&self.excluded_networks) {
            let text = format!("IP address \"{address}\" is excluded by constraint \"{network}\"");
            return Some(text);
        }
        let allowed = self.permitted_networks.is_empty() || any(&self.permitted_networks).is_some();
        (!allowed).then(|| format!("IP address \"{address}\" is not permitted by any constraint"))
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
