//! The keys of a config file that a bundle has a use for.

/// A section of a config file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Client,
    Peer,
}

impl Section {
    pub(super) const ALL: [Self; 2] = [Self::Client, Self::Peer];

    /// Its key.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client-transport-security",
            Self::Peer => "peer-transport-security",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Client => "",
            Self::Peer => "peer-",
        }
    }
}

const KEYS: [&str; 17] = [
    "name",
    "data-dir",
    "wal-dir",
    "logger",
    "log-level",
    "enable-grpc-gateway",
    "listen-peer-urls",
    "listen-client-urls",
    "initial-advertise-peer-urls",
    "advertise-client-urls",
    "initial-cluster",
    "initial-cluster-state",
    "initial-cluster-token",
    "heartbeat-interval",
    "election-timeout",
    "quota-backend-bytes",
    "snapshot-count",
];
const SECURITY_KEYS: [&str; 6] = [
    "cert-file",
    "key-file",
    "client-cert-auth",
    "trusted-ca-file",
    "client-cert-file",
    "client-key-file",
];

/// The flag that a key stands for.
pub(super) fn find_key(section: Option<Section>, key: &str) -> Option<String> {
    match section {
        None => KEYS.contains(&key).then(|| key.to_owned()),
        Some(section) => SECURITY_KEYS.contains(&key).then(|| format!("{}{key}", section.prefix())),
    }
}

/// Where a flag stands in a config file, behind its section.
pub(super) fn path_of_key(flag: &str) -> String {
    let [client, peer] = Section::ALL;
    match flag.strip_prefix(peer.prefix()) {
        Some(key) => format!("{}.{key}", peer.as_str()),
        None if SECURITY_KEYS.contains(&flag) => format!("{}.{flag}", client.as_str()),
        None => flag.to_owned(),
    }
}

/// Whether a key has to do with who may connect.
pub(super) fn is_security(key: &str) -> bool {
    ["cert", "ca-file", "key-file"].iter().any(|one| key.contains(one))
}
