//! Where members run, and what stands in front of them.

use serde::{Deserialize, Serialize};

use super::choices;
use super::host::{DnsName, MemberAddress, San};

choices! {
    /// How many members a machine runs.
    Placement {
        /// One: etcd's usual directories, ports and `etcd.service` are enough.
        OnePerHost = "one-per-host",
        /// Several, for a lab: each has a unit, directories and ports of its own. They fail together.
        SharedHost = "shared-host",
    }
}

/// What stands in front of the API servers of a Kubernetes whose control plane the members are: its
/// address and name belong in the server certificates that the API servers show as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoadBalancer {
    /// The address it listens on.
    pub address: MemberAddress,
    /// The name it is reached by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DnsName>,
}

impl LoadBalancer {
    /// What server certificates are valid for because of it.
    pub fn sans(&self) -> impl Iterator<Item = San> + use<> {
        self.name.clone().map(San::from).into_iter().chain([self.address.into()])
    }
}
