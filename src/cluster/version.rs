//! etcd's release series, and what differs between them where quorate cares.

use std::fmt;
use std::str::FromStr;

use super::error::FieldError;
use super::words;

words! {
    /// A release series of etcd. The tests run a release of each.
    #[derive(Default)]
    EtcdVersion {
        /// 3.4.x, as in Debian 12.
        V3_4 = "3.4",
        /// 3.5.x.
        V3_5 = "3.5",
        /// 3.6.x: no v2 API any more.
        #[default]
        V3_6 = "3.6",
        /// 3.7.x: no `experimental-*` flags any more.
        V3_7 = "3.7",
    }
}

impl EtcdVersion {
    /// etcd's own default of `--snapshot-count` (etcd 3.6 release notes: 100,000 became 10,000).
    pub fn default_snapshot_count(self) -> u64 {
        if self < Self::V3_6 { 100_000 } else { 10_000 }
    }

    /// Whether `etcdctl` of this series reads `ETCDCTL_API` (from 3.6 on there is only v3).
    pub fn has_etcdctl_api_variable(self) -> bool {
        self < Self::V3_6
    }

    /// Whether the HTTP gateway is off unless a config file switches it on. As a flag it is on by
    /// default in every series; measured on 3.4.23, fixed in 3.5 (etcd pull request 12297).
    pub fn config_file_lacks_gateway(self) -> bool {
        self == Self::V3_4
    }

    /// Whether a member can show another certificate than its server's when its gateway dials it
    /// (`--client-cert-file`, from 3.5.0).
    pub fn has_gateway_certificate(self) -> bool {
        self >= Self::V3_5
    }

    /// Whether `--logger` must be set to get structured logs (3.4 defaults to the retired capnslog).
    pub fn needs_logger_flag(self) -> bool {
        self == Self::V3_4
    }
}

impl fmt::Display for EtcdVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EtcdVersion {
    type Err = FieldError;

    /// Takes a series (`3.5`) or a release (`v3.5.16`).
    fn from_str(text: &str) -> Result<Self, FieldError> {
        let wanted = text.trim_matches(' ');
        let wanted = wanted.strip_prefix('v').unwrap_or(wanted);
        let patch_of = |rest: &str| {
            rest.is_empty()
                || rest.strip_prefix('.').is_some_and(|patch| {
                    !patch.is_empty() && patch.chars().all(|c| c.is_ascii_digit())
                })
        };
        Self::ALL
            .into_iter()
            .find(|version| wanted.strip_prefix(version.as_str()).is_some_and(patch_of))
            .ok_or_else(|| Self::unknown(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_and_releases_are_read() {
        assert_eq!("3.5".parse::<EtcdVersion>().unwrap(), EtcdVersion::V3_5);
        assert_eq!("v3.4.23".parse::<EtcdVersion>().unwrap(), EtcdVersion::V3_4);
        for text in ["3.3", "3.50", "3.5.", "4", "", "3.5.x"] {
            assert!(text.parse::<EtcdVersion>().is_err(), "{text}");
        }
    }
}
