//! What `etcd --help` says of the settings that no question of a plan asks for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::upgrade::changed_defaults;
use crate::cluster::EtcdVersion;

/// What etcd says of a flag.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagHelp {
    /// The default of the newest series that has it, where the help names one.
    #[serde(default)]
    default: Option<String>,
    /// What it does, in etcd's own words, but for what they say of its future.
    pub about: String,
}

/// Read in the help of 3.4.23, 3.5.35, 3.6.16 and 3.7.3: of each flag in the newest series that has it.
static HELP: LazyLock<BTreeMap<String, FlagHelp>> = LazyLock::new(|| {
    // A broken asset can't ship: a test reads it.
    serde_json::from_str(include_str!("../../assets/etcd/help.json")).unwrap_or_default()
});

/// Finds what etcd says of a flag, by its name without dashes.
pub fn flag_help(name: &str) -> Option<&'static FlagHelp> {
    HELP.get(name)
}

impl FlagHelp {
    /// The default of a series.
    pub fn default_of(&self, name: &str, version: EtcdVersion) -> Option<&str> {
        let later = EtcdVersion::ALL.into_iter().filter(|series| *series > version);
        let changed = later.flat_map(changed_defaults).find(|change| change.flag == name);
        changed.map(|change| change.before).or(self.default.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::FurtherSetting;
    use crate::etcd::flags::{self, Kind};

    /// A value of the type that a flag takes.
    fn value(kind: Kind) -> &'static str {
        match kind {
            Kind::Bool => "true",
            Kind::Duration => "1s",
            Kind::Urls => "http://127.0.0.1:1",
            _ => "1",
        }
    }

    #[test]
    fn nearly_every_setting_that_a_plan_may_add_is_told_of() {
        let is_taken = |name: &str, kind| FurtherSetting::new(name, value(kind)).is_ok();
        let taken = flags::all().iter().filter(|flag| is_taken(&flag.name, flag.kind));
        let untold: Vec<&str> =
            taken.map(|flag| flag.name.as_str()).filter(|name| flag_help(name).is_none()).collect();
        // Keys of config files alone, and flags of single releases.
        assert_eq!(
            untold,
            ["client-cert-allowed-cn", "log-output", "next-cluster-version-compatible",]
        );
        for (name, help) in HELP.iter() {
            assert!(flags::find(name).is_some() && help.about.len() > 10, "{name}");
        }
    }

    #[test]
    fn a_default_is_that_of_the_series() {
        let of = |name: &str, version| flag_help(name).unwrap().default_of(name, version);
        assert_eq!(of("max-txn-ops", EtcdVersion::V3_4), Some("128"));
        for change in EtcdVersion::ALL.into_iter().flat_map(changed_defaults) {
            if let Some(help) = flag_help(change.flag) {
                assert_ne!(
                    help.default_of(change.flag, EtcdVersion::V3_4),
                    help.default_of(change.flag, EtcdVersion::V3_7),
                    "{}",
                    change.flag
                );
            }
        }
    }
}
