//! Releases of Go.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use crate::cluster::{FieldError, serde_as_text};

/// A release of Go, or all patch releases of one.
///
/// Where the patch release isn't known, it stands for the newest of its minor release, and is ordered so.
/// What changed with a release is compared with [`GoVersion::first_of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct GoVersion {
    major: u32,
    minor: u32,
    patch: Option<u32>,
}

impl GoVersion {
    /// The first release of Go 1.`minor`.
    pub const fn first_of(minor: u32) -> Self {
        Self { major: 1, minor, patch: Some(0) }
    }

    /// The newest release of Go 1.`minor`.
    pub const fn newest_of(minor: u32) -> Self {
        Self { major: 1, minor, patch: None }
    }

    /// Go 1.`minor`.`patch`.
    pub const fn patch_of(minor: u32, patch: u32) -> Self {
        Self { major: 1, minor, patch: Some(patch) }
    }

    fn key(self) -> (u32, u32, u32) {
        (self.major, self.minor, self.patch.unwrap_or(u32::MAX))
    }
}

serde_as_text!(GoVersion);

impl Ord for GoVersion {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Two that are equal here are equal: `from_str` takes no patch release of `u32::MAX`.
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for GoVersion {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for GoVersion {
    type Err = FieldError;

    /// Takes what `etcd --version` prints (`go1.19.8`), the same without `go`, and the minor release alone
    /// (`1.25`, or `25`).
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let refused = || FieldError::GoVersion(text.into());
        let wanted = text.trim_matches(' ');
        let wanted = wanted.strip_prefix("go").unwrap_or(wanted);
        let number = |part: &str| -> Option<u32> {
            let is_number = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse().ok()).flatten()
        };
        let parts: Option<Vec<u32>> = wanted.split('.').map(number).collect();
        match parts.as_deref() {
            Some([minor]) if *minor > 1 => Ok(Self::newest_of(*minor)),
            Some([1, minor]) => Ok(Self::newest_of(*minor)),
            Some([1, minor, patch]) => Ok(Self { major: 1, minor: *minor, patch: Some(*patch) }),
            _ => Err(refused()),
        }
    }
}

impl fmt::Display for GoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        self.patch.map_or(Ok(()), |patch| write!(f, ".{patch}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> GoVersion {
        text.parse().unwrap()
    }

    #[test]
    fn a_release_is_read_as_people_and_etcd_write_it() {
        for (text, shown) in
            [("go1.19.8", "1.19.8"), ("1.25", "1.25"), ("25", "1.25"), (" 1.16.3 ", "1.16.3")]
        {
            assert_eq!(read(text).to_string(), shown);
            assert_eq!(read(shown), read(text));
        }
        for text in
            ["", "go", "1", "0", "2.0", "1.25.", "1.-2", "1.25.3.1", "1.26rc1", "99999", "+25"]
        {
            assert!(text.parse::<GoVersion>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_minor_release_alone_is_its_newest() {
        assert!(read("1.19.8") < GoVersion::first_of(20));
        assert!(read("1.20") >= GoVersion::first_of(20));
        assert!(read("1.25") > read("1.25.3"));
        assert!(read("1.9") < read("1.25.3"));
    }
}
