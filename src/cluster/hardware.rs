//! Hardware tiers (etcd documentation, "Hardware recommendations"), and what follows from them.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::error::FieldError;
use super::size::whole_number;
use super::version::EtcdVersion;
use super::words;
use crate::text::Words;

/// A size in mebibytes (2^20 bytes), 1 to 1,048,576 (1 TiB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Megabytes(u64);

impl Megabytes {
    /// The most.
    pub const LIMIT: u64 = 1 << 20;

    /// The number of mebibytes.
    pub fn count(self) -> u64 {
        self.0
    }

    /// The same in bytes: etcd takes plain numbers only, `8G` is a parse error.
    pub fn bytes(self) -> u64 {
        self.0 << 20
    }
}

impl fmt::Display for Megabytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= 1024 && self.0.is_multiple_of(1024) {
            write!(f, "{} GiB", self.0 / 1024)
        } else {
            write!(f, "{} MiB", self.0)
        }
    }
}

impl FromStr for Megabytes {
    type Err = FieldError;
    fn from_str(text: &str) -> Result<Self, FieldError> {
        whole_number(text, Words("expected-mebibytes"), 1, Self::LIMIT, "MiB").map(Self)
    }
}

impl TryFrom<u64> for Megabytes {
    type Error = FieldError;
    fn try_from(count: u64) -> Result<Self, FieldError> {
        count.to_string().parse()
    }
}

impl From<Megabytes> for u64 {
    fn from(size: Megabytes) -> Self {
        size.0
    }
}

words! {
    /// A class of hardware, by the load it carries.
    #[derive(Default)]
    Tier {
        /// A class, a laptop, a test: below etcd's own tiers.
        Lab = "lab",
        /// Up to 50 Kubernetes nodes.
        #[default]
        Small = "small",
        /// Up to 250 Kubernetes nodes.
        Medium = "medium",
        /// Up to 1,000 Kubernetes nodes.
        Large = "large",
        /// Up to 3,000 Kubernetes nodes.
        XLarge = "x-large",
    }
}

impl Tier {
    /// What is known of this tier.
    pub fn facts(self) -> &'static TierFacts {
        // A table without it can't ship: a test reads it.
        static NONE: LazyLock<TierFacts> = LazyLock::new(TierFacts::default);
        tiers().iter().find(|facts| facts.tier == self).unwrap_or(&NONE)
    }

    /// The smallest tier whose limits a workload stays within; each limit that is given counts.
    pub fn for_workload(workload: &Workload) -> Self {
        Self::ALL.into_iter().find(|tier| tier.facts().carries(workload)).unwrap_or(Self::XLarge)
    }
}

/// Writes the name that etcd's documentation uses, such as `xLarge`.
impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::XLarge { "xLarge" } else { self.as_str() })
    }
}

impl FromStr for Tier {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        let wanted = text.trim_matches(' ').to_ascii_lowercase().replace('-', "");
        let mut all = Self::ALL.into_iter();
        all.find(|tier| tier.as_str().replace('-', "") == wanted).ok_or_else(|| Self::unknown(text))
    }
}

/// A load to find a tier for; what isn't known stays `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Workload {
    /// Nodes of the Kubernetes cluster.
    pub kubernetes_nodes: Option<u64>,
    /// Clients connected at once.
    pub clients: Option<u64>,
    /// Requests a second.
    pub requests_per_second: Option<u64>,
    /// Data kept, in megabytes.
    pub data_megabytes: Option<u64>,
}

/// The figures of one tier, from `assets/tiers.json`; an upper limit of `None` is no limit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierFacts {
    /// Which tier this is.
    pub tier: Tier,
    /// Fewer clients than this.
    pub clients: Option<u64>,
    /// Fewer requests a second than this.
    pub requests_per_second: Option<u64>,
    /// At most this much data, in megabytes.
    pub data_megabytes: Option<u64>,
    /// The size of Kubernetes cluster that it serves.
    pub kubernetes_nodes: u64,
    /// `--quota-backend-bytes`, in MiB: room for the data and its history before compaction.
    pub quota_megabytes: u64,
    /// `--snapshot-count`: log entries kept in memory between snapshots.
    pub snapshot_count: u64,
    /// Memory that a member should have, in gigabytes.
    pub memory_gigabytes: u32,
    /// Sequential IOPS that the disk must reach.
    pub sequential_iops: u32,
    /// Machines of cloud providers that fit.
    pub machines: Vec<CloudMachine>,
}

/// One provider's machine for a tier.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloudMachine {
    /// AWS or GCE.
    pub provider: String,
    /// The machine type and disk.
    pub kind: String,
    /// Virtual CPUs.
    pub vcpus: u32,
    /// Memory in GB.
    pub memory: String,
    /// Concurrent IOPS at most.
    pub iops: u32,
    /// Disk bandwidth in MB/s.
    pub bandwidth: String,
}

impl TierFacts {
    /// Whether a machine of this tier carries a load, as far as the load is named.
    pub fn carries(&self, workload: &Workload) -> bool {
        let below = |load: Option<u64>, limit: Option<u64>| match (load, limit) {
            (Some(load), Some(limit)) => load < limit,
            _ => true,
        };
        let within = |load: Option<u64>, limit: Option<u64>| match (load, limit) {
            (Some(load), Some(limit)) => load <= limit,
            _ => true,
        };
        below(workload.clients, self.clients)
            && below(workload.requests_per_second, self.requests_per_second)
            && within(workload.data_megabytes, self.data_megabytes)
            && within(workload.kubernetes_nodes, Some(self.kubernetes_nodes))
    }
}

fn tiers() -> &'static [TierFacts] {
    // A broken table can't ship: a test reads it.
    static TIERS: LazyLock<Vec<TierFacts>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../assets/tiers.json")).unwrap_or_default()
    });
    &TIERS
}

/// What the hardware means for a member's settings. Counts are 1 to [`Figures::LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// `--quota-backend-bytes`, in MiB.
    pub quota_megabytes: Megabytes,
    /// `--snapshot-count`.
    #[serde(deserialize_with = "counted")]
    pub snapshot_count: u64,
    /// Memory of a member, in gigabytes.
    #[serde(deserialize_with = "counted")]
    pub memory_gigabytes: u32,
    /// Sequential IOPS that its disk reaches.
    #[serde(deserialize_with = "counted")]
    pub sequential_iops: u32,
}

impl Figures {
    /// The largest count: far past any load etcd carries.
    pub const LIMIT: u64 = 100_000_000;
}

/// Reads a count through the form's own parser.
fn counted<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: TryFrom<u64>,
{
    let found = u64::deserialize(deserializer)?;
    let count = super::size::count(&found.to_string(), Figures::LIMIT).ok();
    count.and_then(|count| T::try_from(count).ok()).ok_or_else(|| {
        serde::de::Error::custom(format!(
            "{found} is out of range, expected 1 to {}",
            Figures::LIMIT
        ))
    })
}

/// The hardware that members run on: one of the tiers, or figures of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Hardware {
    /// One of etcd's tiers, or the lab.
    Tier(Tier),
    /// The operator's own figures.
    Custom(Figures),
}

impl Hardware {
    /// What it means for a member of this version: from 3.6 on no tier keeps more than etcd's new
    /// default of 10,000 entries in memory.
    pub fn figures(self, version: EtcdVersion) -> Figures {
        match self {
            Self::Custom(figures) => figures,
            Self::Tier(tier) => {
                let facts = tier.facts();
                Figures {
                    quota_megabytes: Megabytes(facts.quota_megabytes),
                    snapshot_count: facts.snapshot_count.min(version.default_snapshot_count()),
                    memory_gigabytes: facts.memory_gigabytes,
                    sequential_iops: facts.sequential_iops,
                }
            }
        }
    }
}

impl Default for Hardware {
    fn default() -> Self {
        Self::Tier(Tier::default())
    }
}

impl fmt::Display for Hardware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tier(tier) => tier.fmt(f),
            Self::Custom(_) => f.write_str("custom"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_every_tier_in_order() {
        assert_eq!(tiers().iter().map(|facts| facts.tier).collect::<Vec<_>>(), Tier::ALL);
        for tier in Tier::ALL {
            assert!(Megabytes::try_from(tier.facts().quota_megabytes).is_ok());
            assert_eq!(tier.to_string().parse::<Tier>().unwrap(), tier);
            assert_eq!(tier.as_str().parse::<Tier>().unwrap(), tier);
        }
    }

    #[test]
    fn a_workload_finds_the_smallest_tier_that_carries_it() {
        let nodes = |n| Workload { kubernetes_nodes: Some(n), ..Workload::default() };
        for (n, tier) in [
            (5, Tier::Lab),
            (50, Tier::Small),
            (51, Tier::Medium),
            (1000, Tier::Large),
            (9000, Tier::XLarge),
        ] {
            assert_eq!(Tier::for_workload(&nodes(n)), tier, "{n} nodes");
        }
        let load =
            Workload { clients: Some(99), requests_per_second: Some(200), ..Workload::default() };
        assert_eq!(
            Tier::for_workload(&load),
            Tier::Medium,
            "200 requests a second are not fewer than 200"
        );
    }

    #[test]
    fn sizes_are_whole_mebibytes() {
        assert_eq!("2048".parse::<Megabytes>().unwrap().bytes(), 2_147_483_648);
        assert_eq!("2048".parse::<Megabytes>().unwrap().to_string(), "2 GiB");
        assert!(matches!("8G".parse::<Megabytes>(), Err(FieldError::NotANumber { .. })));
    }
}
