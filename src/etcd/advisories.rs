//! Releases of etcd with known faults.

use serde::Deserialize;

use super::release::Release;
use super::series;
use crate::cluster::EtcdVersion;
use crate::finding::Finding;
use crate::finding::rules::releases::{
    OutOfSupport, ReleaseLosesData, ReleaseWithFault, UpgradeFirst,
};

/// The day up to which the faults are known: that of the change logs they were read in.
pub const KNOWN_UNTIL: &str = "2026-08-20";

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// It stands in the way of the next series only.
    Upgrade,
    /// It opens or stops a member, or surprises.
    Fault,
    /// It corrupts data.
    DataLoss,
}

/// What is wrong with some releases of a series.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advisory {
    /// Stable, kebab-case: a sentence is selected by it.
    what: String,
    kind: Kind,
    /// The first patch release that has it.
    #[serde(default)]
    since: u32,
    /// The patch release that fixed it.
    fixed: u32,
}

impl Advisory {
    fn finding(&self, release: Release) -> Finding {
        let fixed = Release::new(release.series(), self.fixed).to_string();
        let (release, fault) = (release.to_string(), self.what.clone());
        match self.kind {
            Kind::Upgrade => UpgradeFirst { release, fixed }.into(),
            Kind::Fault => ReleaseWithFault { release, fault, fixed }.into(),
            Kind::DataLoss => ReleaseLosesData { release, fault, fixed }.into(),
        }
    }
}

/// What is known to be wrong with a release, the worst first. A series as a whole stands for its newest release:
/// only the end of its support is known of that.
pub fn faults(release: Release) -> Vec<Finding> {
    let series = release.series();
    let ended = unsupported_since(series)
        .map(|since| OutOfSupport { version: series.to_string(), since: since.to_owned() }.into());
    let mut faults: Vec<Finding> = known(release).map(|one| one.finding(release)).collect();
    faults.extend(ended);
    faults.sort_by_key(|one| std::cmp::Reverse(one.severity()));
    faults
}

fn known(release: Release) -> impl Iterator<Item = &'static Advisory> {
    let all = &series::of(release.series()).advisories;
    let has = move |one: &&Advisory| {
        release.patch().is_some_and(|patch| (one.since..one.fixed).contains(&patch))
    };
    all.iter().filter(has)
}

/// The release that fixed a fault which this one has.
pub(crate) fn fixed_in(release: Release, what: &str) -> Option<Release> {
    let found = known(release).find(|one| one.what == what)?;
    Some(Release::new(release.series(), found.fixed))
}

/// The first release of a series that the upgrade guides take for a start to the next one.
pub fn least_before_upgrade(series: EtcdVersion) -> Option<Release> {
    let upgrade = series::of(series).advisories.iter().filter(|one| one.kind == Kind::Upgrade);
    upgrade.map(|one| one.fixed).max().map(|patch| Release::new(series, patch))
}

/// The day since when a series gets no fixes.
pub fn unsupported_since(series: EtcdVersion) -> Option<&'static str> {
    series::of(series).unsupported_since.as_deref()
}

/// The first release of a series that no fault is known of; none where the series gets no fixes, or nothing is
/// known of any of its releases.
pub fn least_release(series: EtcdVersion) -> Option<Release> {
    let known = series::of(series);
    let fixed = known.advisories.iter().map(|one| one.fixed).max();
    fixed.filter(|_| known.unsupported_since.is_none()).map(|patch| Release::new(series, patch))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(release: &str) -> Release {
        release.parse().unwrap()
    }

    #[test]
    fn what_is_known_of_a_release_is_what_later_ones_fixed() {
        let known = |release: &str| -> Vec<&str> {
            known(read(release)).map(|one| one.what.as_str()).collect()
        };
        assert!(known("3.5.1").contains(&"data-corruption"));
        assert!(!known("3.5.3").contains(&"data-corruption"));
        assert!(!known("3.5.7").contains(&"revoked-clients"));
        assert!(known("3.5.31").contains(&"revoked-clients"));
        assert_eq!(known("3.6.13"), ["watch-permission", "handshake-timeout"]);
        for release in ["3.5", "3.5.33", "3.6.14", "3.7.1", "3.7", "3.4.45"] {
            assert_eq!(known(release), [""; 0], "{release}");
        }
        let least = |series: EtcdVersion| least_release(series).map(|one| one.to_string());
        assert_eq!(least(EtcdVersion::V3_6).as_deref(), Some("3.6.14"));
        assert_eq!(least(EtcdVersion::V3_4), None);
        let start = |series: EtcdVersion| least_before_upgrade(series).map(|one| one.to_string());
        assert_eq!(start(EtcdVersion::V3_5).as_deref(), Some("3.5.32"));
        assert_eq!(start(EtcdVersion::V3_7), None);
        assert_eq!(faults(read("3.5.1"))[0].code(), "release-loses-data");
        assert_eq!(faults(read("3.4"))[0].code(), "out-of-support");
    }

    #[test]
    fn each_has_a_sentence_of_its_own() {
        for series in EtcdVersion::ALL {
            for one in &series::of(series).advisories {
                assert!(one.since < one.fixed, "{one:?}");
                let release = Release::new(series, one.since);
                let finding = one.finding(release);
                assert!(!finding.message().contains("has a known fault"), "{}", finding.message());
                assert!(finding.message().contains(&release.to_string()), "{}", finding.message());
            }
        }
    }
}
