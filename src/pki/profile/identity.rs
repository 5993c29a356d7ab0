//! What identifies a member in its certificates.

use crate::cluster::{DnsName, Member, MemberAddress, MemberName, San};

/// What identifies a member in its certificates; the parts that are not typed yet are `None`.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// Its name.
    pub name: Option<&'a MemberName>,
    /// Its address.
    pub address: Option<MemberAddress>,
    /// Further ones that clients dial it at.
    pub more_addresses: &'a [MemberAddress],
    /// Those that the other members dial it at; none where they are the same.
    pub peer_addresses: &'a [MemberAddress],
    /// Its names.
    pub dns_names: &'a [DnsName],
    /// What else its certificates are valid for.
    pub extra_sans: &'a [San],
}

impl<'a> From<&'a Member> for Identity<'a> {
    fn from(member: &'a Member) -> Self {
        Self {
            name: Some(&member.name),
            address: Some(member.address),
            more_addresses: &member.more_addresses,
            peer_addresses: &member.peer_addresses,
            dns_names: &member.dns_names,
            extra_sans: &member.extra_sans,
        }
    }
}

impl Identity<'_> {
    pub(super) fn owner(self) -> String {
        self.name.map(ToString::to_string).unwrap_or_default()
    }

    /// The names and addresses of the member.
    pub(crate) fn sans(self) -> impl Iterator<Item = San> {
        self.named(self.client_addresses().chain(self.peer_addresses.iter().copied()))
    }

    pub(super) fn client_addresses(self) -> impl Iterator<Item = MemberAddress> {
        self.address.into_iter().chain(self.more_addresses.iter().copied())
    }

    /// Where the other members dial it, and where it dials them from.
    pub(super) fn of_peers(self) -> Vec<MemberAddress> {
        if self.peer_addresses.is_empty() {
            self.client_addresses().collect()
        } else {
            self.peer_addresses.to_vec()
        }
    }

    /// The names of the member, with the addresses of one of its listeners.
    pub(super) fn named(
        self,
        addresses: impl Iterator<Item = MemberAddress>,
    ) -> impl Iterator<Item = San> {
        let names = self.dns_names.iter().cloned().map(San::from);
        names.chain(addresses.map(San::from)).chain(self.extra_sans.iter().cloned())
    }
}
