//! Members, and the clients that dial them.

use serde::{Deserialize, Serialize};

use super::error::PlanError;
use super::further::FurtherSettings;
use super::host::{DnsName, MemberAddress, San};
use super::name::{ClientName, MemberName};
use super::network::Ports;
use super::size::ClusterSize;
use super::subject::CommonName;

/// One member of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// `--name`.
    pub name: MemberName,
    /// The address that clients dial it at, and the other members too where it has no address of its own for them.
    pub address: MemberAddress,
    /// Further addresses for the same: that of the other family, where the machine has both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more_addresses: Vec<MemberAddress>,
    /// The addresses that the other members dial it at, where these are on a network of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub peer_addresses: Vec<MemberAddress>,
    /// The names it is reached by; each becomes a DNS SAN of its certificates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dns_names: Vec<DnsName>,
    /// What else its certificates must be valid for: a second address it may dial from, a load
    /// balancer, a wildcard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra_sans: Vec<San>,
    /// Its own ports, where they aren't the plan's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ports: Option<Ports>,
    /// Further settings of its own; they count before those of the plan.
    #[serde(default, skip_serializing_if = "FurtherSettings::is_empty")]
    pub settings: FurtherSettings,
}

impl Member {
    /// The most addresses of one listener.
    pub const ADDRESS_LIMIT: usize = 4;

    /// The addresses that clients dial it at; the first is what they are told first.
    pub fn client_addresses(&self) -> impl Iterator<Item = MemberAddress> {
        std::iter::once(self.address).chain(self.more_addresses.iter().copied())
    }

    /// The addresses that the other members dial it at.
    pub fn peer_addresses(&self) -> Vec<MemberAddress> {
        if self.peer_addresses.is_empty() {
            self.client_addresses().collect()
        } else {
            self.peer_addresses.clone()
        }
    }

    /// All of them, each once.
    pub fn addresses(&self) -> Vec<MemberAddress> {
        let mut all: Vec<MemberAddress> = self.client_addresses().collect();
        for address in &self.peer_addresses {
            if !all.contains(address) {
                all.push(*address);
            }
        }
        all
    }
}

/// The members of a cluster: 1 to [`ClusterSize::LIMIT`], no two with one name (compared without
/// case: names become directories). Whether two may share an address is for [`super::Plan::check`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Member>", into = "Vec<Member>")]
pub struct Members(Vec<Member>);

impl Members {
    /// Takes a list of members.
    ///
    /// # Errors
    /// [`PlanError::MemberCount`] or [`PlanError::DuplicateMember`].
    pub fn new(members: Vec<Member>) -> Result<Self, PlanError> {
        ClusterSize::new(members.len())?;
        match duplicate(members.iter().map(|one| one.name.as_str())) {
            Some((first, second, name)) => {
                Err(PlanError::DuplicateMember { first, second, name: name.to_owned() })
            }
            None => Ok(Self(members)),
        }
    }

    /// How many there are, and what that tolerates.
    pub fn size(&self) -> ClusterSize {
        ClusterSize(self.0.len())
    }
}

/// A client that gets a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// The directory of its files in the bundle.
    pub name: ClientName,
    /// The CN of its certificate, which etcd takes for the user's name once authentication is on. Without one a
    /// client says who it is by name and password, as etcd's HTTP gateway demands then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub common_name: Option<CommonName>,
}

/// The client that kubeadm's documentation gives to the API server.
pub const API_SERVER: &str = "kube-apiserver-etcd-client";

/// The clients of a plan: at most [`Clients::LIMIT`], no two with one name (compared without case).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<Client>", into = "Vec<Client>")]
pub struct Clients(Vec<Client>);

impl Clients {
    /// The most clients of one plan.
    pub const LIMIT: usize = 200;

    /// Takes a list of clients.
    ///
    /// # Errors
    /// [`PlanError::ClientCount`] or [`PlanError::DuplicateClient`].
    pub fn new(clients: Vec<Client>) -> Result<Self, PlanError> {
        if clients.len() > Self::LIMIT {
            return Err(PlanError::ClientCount { found: clients.len(), limit: Self::LIMIT });
        }
        match duplicate(clients.iter().map(|one| one.name.as_str())) {
            Some((first, second, name)) => {
                Err(PlanError::DuplicateClient { first, second, name: name.to_owned() })
            }
            None => Ok(Self(clients)),
        }
    }
}

/// The first name that stands in a list twice, compared without case, and both its positions from 1.
fn duplicate<'a>(names: impl Iterator<Item = &'a str>) -> Option<(usize, usize, &'a str)> {
    let mut earlier: Vec<&str> = Vec::new();
    (1..).zip(names).find_map(|(second, name)| {
        let first = earlier.iter().position(|other| other.eq_ignore_ascii_case(name));
        earlier.push(name);
        Some((first? + 1, second, name))
    })
}

/// Gives a checked list its iterators, and serde its check.
macro_rules! checked_list {
    ($list:ident, $one:ident) => {
        impl $list {
            /// Each, in the order they were given.
            pub fn iter(&self) -> std::slice::Iter<'_, $one> {
                self.0.iter()
            }
        }

        impl TryFrom<Vec<$one>> for $list {
            type Error = PlanError;
            fn try_from(list: Vec<$one>) -> Result<Self, PlanError> {
                Self::new(list)
            }
        }

        impl From<$list> for Vec<$one> {
            fn from(list: $list) -> Self {
                list.0
            }
        }

        impl<'a> IntoIterator for &'a $list {
            type Item = &'a $one;
            type IntoIter = std::slice::Iter<'a, $one>;
            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    };
}

checked_list!(Members, Member);
checked_list!(Clients, Client);

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, address: &str) -> Member {
        Member {
            name: name.parse().unwrap(),
            address: address.parse().unwrap(),
            more_addresses: Vec::new(),
            peer_addresses: Vec::new(),
            dns_names: Vec::new(),
            extra_sans: Vec::new(),
            ports: None,
            settings: FurtherSettings::default(),
        }
    }

    #[test]
    fn duplicates_are_refused_and_both_rows_named() {
        let error = Members::new(vec![
            member("a", "10.0.0.1"),
            member("b", "10.0.0.2"),
            member("A", "10.0.0.3"),
        ]);
        assert_eq!(error.unwrap_err().to_string(), "members 1 and 3 are both named `A`");
    }

    #[test]
    fn an_empty_and_an_endless_cluster_are_refused() {
        assert!(matches!(Members::new(Vec::new()), Err(PlanError::MemberCount { found: 0, .. })));
        let many =
            (0..51).map(|n| member(&format!("m{n}"), &format!("10.0.0.{}", n + 1))).collect();
        assert_eq!(Members::new(many).unwrap_err().to_string(), "51 members, expected 1 to 50");
    }
}
