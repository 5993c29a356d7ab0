//! Releases of etcd.

use std::fmt;
use std::str::FromStr;

use crate::cluster::{EtcdVersion, FieldError};

/// A release of etcd, or a series as a whole, which stands for its newest release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Release {
    series: EtcdVersion,
    patch: Option<u32>,
}

impl Release {
    /// The release `series`.`patch`.
    pub const fn new(series: EtcdVersion, patch: u32) -> Self {
        Self { series, patch: Some(patch) }
    }

    /// The series it belongs to.
    pub fn series(self) -> EtcdVersion {
        self.series
    }

    /// The number behind the series; none where the series as a whole is meant.
    pub fn patch(self) -> Option<u32> {
        self.patch
    }

    /// Whether it is this release or a later one, of this series or of a later one.
    pub fn is_at_least(self, other: Self) -> bool {
        let key = |release: Self, patch| (release.series, release.patch.unwrap_or(patch));
        key(self, u32::MAX) >= key(other, 0)
    }
}

impl From<EtcdVersion> for Release {
    fn from(series: EtcdVersion) -> Self {
        Self { series, patch: None }
    }
}

impl FromStr for Release {
    type Err = FieldError;

    /// Takes a series (`3.5`) or a release (`v3.5.16`).
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let series: EtcdVersion = text.parse()?;
        let Some(patch) = text.trim_matches(' ').splitn(3, '.').nth(2) else {
            return Ok(series.into());
        };
        let patch = patch.parse().map_err(|_| EtcdVersion::unknown(text))?;
        Ok(Self::new(series, patch))
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.series.fmt(f)?;
        self.patch.map_or(Ok(()), |patch| write!(f, ".{patch}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Release {
        text.parse().unwrap()
    }

    #[test]
    fn series_and_releases_are_read() {
        assert_eq!(read("3.5"), EtcdVersion::V3_5.into());
        assert_eq!(read(" v3.4.23 "), Release::new(EtcdVersion::V3_4, 23));
        assert_eq!(read("v3.4.23").to_string(), "3.4.23");
        for text in ["3.5.", "3.5.x", "3.5.1.2", "3.5.99999999999", "3.3.1"] {
            assert!(text.parse::<Release>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_series_stands_for_its_newest_release() {
        assert!(read("3.5").is_at_least(read("3.5.33")));
        assert!(read("3.5.1").is_at_least(read("3.5")));
        assert!(!read("3.4.45").is_at_least(read("3.5.0")));
        assert!(!read("3.5.7").is_at_least(read("3.5.8")));
    }
}
