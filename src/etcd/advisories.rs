//! Releases of etcd with known faults.

use serde::Deserialize;

use super::release::Release;
use super::series;
use crate::cluster::EtcdVersion;
use crate::cluster::advice::{Advice, Severity};
use crate::text::{fill, find};

/// The day up to which the faults are known: that of the change logs they were read in.
pub const KNOWN_UNTIL: &str = "2026-08-20";

/// How much a fault matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdvisoryKind {
    /// It stands in the way of the next series only.
    Upgrade,
    /// It opens or stops a member, or surprises.
    Fault,
    /// It can corrupt or lose data.
    DataLoss,
}

/// What is wrong with some releases of a series.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advisory {
    /// Stable, kebab-case; the key of its sentence.
    what: String,
    /// How much it matters.
    pub kind: AdvisoryKind,
    /// The first patch release that has it.
    #[serde(default)]
    since: u32,
    /// The patch release that fixed it.
    fixed: u32,
}

impl Advisory {
    /// What is wrong with a release, and what to run instead.
    pub fn text(&self, release: Release) -> String {
        let fixed = Release::new(release.series(), self.fixed);
        let facts: [(&str, &dyn std::fmt::Display); 2] = [("release", &release), ("fixed", &fixed)];
        fill(&format!("advisory-{}", self.what), &facts)
    }

    /// Where that comes from.
    pub fn source(&self) -> &'static str {
        find(&format!("advisory-{}.source", self.what)).unwrap_or_default()
    }
}

/// What is known of a release, the worst first. A series as a whole stands for its newest release, of which
/// nothing is.
pub fn advisories(release: Release) -> Vec<&'static Advisory> {
    let Some(patch) = release.patch() else { return Vec::new() };
    let all = series::of(release.series()).advisories.iter();
    let mut known: Vec<&Advisory> =
        all.filter(|one| (one.since..one.fixed).contains(&patch)).collect();
    known.sort_by_key(|one| std::cmp::Reverse(one.kind));
    known
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

/// What is known of a release as advice on a plan that is made for it.
pub fn advise(release: Release) -> Vec<Advice> {
    let severity = |kind| match kind {
        AdvisoryKind::Upgrade => Severity::Note,
        AdvisoryKind::Fault => Severity::Warning,
        AdvisoryKind::DataLoss => Severity::Danger,
    };
    let one = |advisory: &&'static Advisory| {
        Advice::new(severity(advisory.kind), "release-with-fault")
            .with("what", advisory.text(release))
            .with("source", advisory.source())
    };
    advisories(release).iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(release: &str) -> Vec<&'static str> {
        advisories(release.parse().unwrap()).iter().map(|one| one.what.as_str()).collect()
    }

    #[test]
    fn what_is_known_of_a_release_is_what_later_ones_fixed() {
        assert_eq!(known("3.5.1").first(), Some(&"data-corruption"));
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
        assert_eq!(unsupported_since(EtcdVersion::V3_4), Some("2026-06-01"));
    }

    #[test]
    fn each_has_its_sentence_and_its_source() {
        for series in EtcdVersion::ALL {
            for one in &series::of(series).advisories {
                assert!(one.since < one.fixed, "{one:?}");
                assert!(find(&format!("advisory-{}", one.what)).is_some(), "{}", one.what);
                assert!(!one.source().is_empty(), "{}", one.what);
            }
        }
    }
}
