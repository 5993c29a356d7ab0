//! The assets of the series.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::advisories::Advisory;
use super::flags::FlagEntry;
use super::go::GoVersion;
use super::upgrade::UpgradeNote;
use crate::cluster::EtcdVersion;

/// What is known of a series.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Series {
    /// The Go of upstream's builds, by the first patch release that each builds (`.go-version`, `Makefile`
    /// and change log of each tag; up to 3.4.45, 3.5.33, 3.6.14 and 3.7.1).
    go: BTreeMap<Patch, GoVersion>,
    /// The day since when it gets no fixes, as `2026-06-01`.
    #[serde(default)]
    pub(super) unsupported_since: Option<String>,
    /// What is wrong with some of its releases.
    pub(super) advisories: Vec<Advisory>,
    /// The flags that come with it, and what changes of others.
    pub(super) flags: BTreeMap<String, FlagEntry>,
    /// The defaults that it changes: as `--help` of the series before prints them, and as its own does (a test holds
    /// these against real releases).
    #[serde(default)]
    pub(super) defaults: BTreeMap<String, [String; 2]>,
    /// What else to know before an upgrade to it.
    #[serde(default)]
    pub(super) notes: Vec<UpgradeNote>,
    /// The flags that it warns of, and the series that they go with, as it says.
    pub(super) deprecated: BTreeMap<String, String>,
    /// The flags that are gone with its first release, and what took their place: a flag, or a flag and its
    /// value.
    pub(super) gone: BTreeMap<String, Option<String>>,
}

/// The number of a patch release: a key, so text in JSON.
type Patch = u32;

impl Series {
    /// The Go of a patch release, or of the newest one.
    pub(super) fn go(&self, patch: Option<u32>) -> GoVersion {
        let known = self.go.range(..=patch.unwrap_or(u32::MAX)).next_back();
        // A table without it can't ship: a test reads it.
        known.map_or(GoVersion::newest_of(0), |(_, go)| *go)
    }
}

/// What is known of a series.
pub(super) fn of(series: EtcdVersion) -> &'static Series {
    fn read(slot: &'static OnceLock<Series>, text: &str) -> &'static Series {
        // A broken asset can't ship: a test reads it.
        slot.get_or_init(|| serde_json::from_str(text).unwrap_or_default())
    }
    macro_rules! asset {
        ($file:literal) => {{
            static SERIES: OnceLock<Series> = OnceLock::new();
            read(&SERIES, include_str!(concat!("../../assets/etcd/", $file)))
        }};
    }
    match series {
        EtcdVersion::V3_4 => asset!("3.4.json"),
        EtcdVersion::V3_5 => asset!("3.5.json"),
        EtcdVersion::V3_6 => asset!("3.6.json"),
        EtcdVersion::V3_7 => asset!("3.7.json"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_series_is_read_and_names_its_go_from_the_first_release_on() {
        for version in EtcdVersion::ALL {
            assert!(of(version).go.contains_key(&0), "{version}");
        }
    }
}
