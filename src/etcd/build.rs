//! A build of etcd: its release, and the Go that it is built with.

use super::go::GoVersion;
use super::release::Release;
use super::series;
use crate::cluster::EtcdVersion;

/// A build of etcd. Its Go decides what its TLS accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Build {
    /// The release, or the series as a whole.
    pub release: Release,
    /// The Go it is built with, as `etcd --version` prints it.
    pub go: GoVersion,
}

impl Build {
    /// The series it belongs to.
    pub fn series(self) -> EtcdVersion {
        self.release.series()
    }

    /// The same release built with another Go, where one is named.
    #[must_use]
    pub fn with_go(self, go: Option<GoVersion>) -> Self {
        Self { go: go.unwrap_or(self.go), ..self }
    }

    /// Whether what Go 1.`minor` changed holds where a `GODEBUG` setting keeps the old way: the `go` line of
    /// etcd's `go.mod` decides, which names the Go that upstream builds the release with (all tags from
    /// 3.4.19 on).
    pub(crate) fn has_default_of(self, minor: u32) -> bool {
        let changed = GoVersion::first_of(minor);
        self.go >= changed && Self::from(self.release).go >= changed
    }

    /// Whether it speaks TLS 1.3: 3.5.0 to 3.5.7 set TLS 1.2 as the newest on both sides (`listener.go`; measured
    /// on 3.5.1), and Go up to 1.12 has it switched off.
    pub(crate) fn has_tls_1_3(self) -> bool {
        let is_held_back = self.series() == EtcdVersion::V3_5
            && !self.release.is_at_least(Release::new(EtcdVersion::V3_5, 8));
        !is_held_back && self.go >= GoVersion::first_of(13)
    }

    /// Whether a list of allowed names is one: up to 3.5.14 it is one name with commas in it (`config.go` of all
    /// tags; measured on 3.4 to 3.7).
    pub(crate) fn has_allowed_lists(self) -> bool {
        self.release.is_at_least(Release::new(EtcdVersion::V3_5, 15))
    }
}

impl From<Release> for Build {
    /// Assumes the Go that upstream builds this release with; of a series, its newest release. 3.4.23 is
    /// the exception: it is Debian 12's, built with 1.19.
    fn from(release: Release) -> Self {
        Self { release, go: series::of(release.series()).go(release.patch()) }
    }
}

impl From<EtcdVersion> for Build {
    fn from(series: EtcdVersion) -> Self {
        Release::from(series).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_go_is_that_of_the_release() {
        let go = |release: &str| Build::from(release.parse::<Release>().unwrap()).go.to_string();
        for (release, expected) in [
            ("3.4", "1.25"),
            ("3.4.0", "1.12"),
            ("3.4.23", "1.19"),
            ("3.5", "1.25"),
            ("3.5.1", "1.16"),
            ("3.5.16", "1.22"),
            ("3.5.99", "1.25"),
            ("3.6", "1.25"),
            ("3.6.0", "1.23"),
            ("3.6.4", "1.23"),
            ("3.7", "1.26"),
        ] {
            assert_eq!(go(release), expected, "{release}");
        }
        let named = Build::from(EtcdVersion::V3_5).with_go("go1.16.3".parse().ok());
        assert_eq!(named.go.to_string(), "1.16.3");
    }

    #[test]
    fn what_a_patch_release_brought_is_told_by_its_number() {
        let build = |release: &str| Build::from(release.parse::<Release>().unwrap());
        let has =
            |release: &str| (build(release).has_tls_1_3(), build(release).has_allowed_lists());
        for (release, expected) in [
            ("3.4.0", (false, false)),
            ("3.4.23", (true, false)),
            ("3.4", (true, false)),
            ("3.5.7", (false, false)),
            ("3.5.8", (true, false)),
            ("3.5.14", (true, false)),
            ("3.5.15", (true, true)),
            ("3.5", (true, true)),
            ("3.6.0", (true, true)),
        ] {
            assert_eq!(has(release), expected, "{release}");
        }
    }
}
