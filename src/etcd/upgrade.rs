//! What a series changes for those who come from the one before it.

use serde::Deserialize;

use super::series;
use crate::cluster::{EtcdVersion, named};

named! {
    /// Something to know before an upgrade, whatever is set.
    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    UpgradeNote, "Its word in assets and JSON." {
        /// A member of the earlier series has to have written a snapshot.
        SnapshotWritten = "snapshot-written",
        /// Peer listeners serve no gRPC any more.
        PeerPortWithoutGrpc = "peer-port-without-grpc",
        /// `etcdctl snapshot restore` and `status` are gone.
        EtcdctlSnapshot = "etcdctl-snapshot",
    }
}

/// A setting whose default changes, as `etcd --help` prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultChange {
    /// The flag, without dashes.
    pub flag: &'static str,
    /// The default of the series before.
    pub before: &'static str,
    /// The default of this one.
    pub since: &'static str,
}

/// The defaults that a series changes.
pub fn changed_defaults(series: EtcdVersion) -> impl Iterator<Item = DefaultChange> {
    series::of(series).defaults.iter().map(|(flag, [before, since])| DefaultChange {
        flag,
        before,
        since,
    })
}

/// What to know before an upgrade to a series.
pub fn upgrade_notes(series: EtcdVersion) -> &'static [UpgradeNote] {
    &series::of(series).notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etcd::flags;

    #[test]
    fn defaults_are_those_of_flags_and_change() {
        for series in EtcdVersion::ALL {
            for one in changed_defaults(series) {
                assert!(flags::find(one.flag).is_some(), "{one:?}");
                assert_ne!(one.before, one.since, "{one:?}");
            }
        }
        let snapshots =
            changed_defaults(EtcdVersion::V3_6).find(|one| one.flag == "snapshot-count");
        let snapshots = snapshots.map(|one| (one.before.parse(), one.since.parse()));
        let [before, since] =
            [EtcdVersion::V3_5, EtcdVersion::V3_6].map(|one| Ok(one.default_snapshot_count()));
        assert_eq!(snapshots, Some((before, since)));
    }
}
