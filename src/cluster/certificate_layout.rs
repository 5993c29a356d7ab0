//! Which certificates members hold.

use super::choices;

choices! {
    /// Which certificates members hold. From first to last, a stolen key opens more.
    CertificateLayout {
        /// Each member has one certificate for clients and one for its peers: a server key that leaks
        /// takes no part in the cluster's own talk.
        ServerAndPeer = "server-and-peer",
        /// Each member has one certificate for every use.
        PerMember = "per-member",
        /// All members show clients the same certificate, and each has a peer certificate of its own.
        SharedServer = "shared-server",
        /// One certificate and one key for every use of every member: whoever has it is any of them.
        Shared = "shared",
    }
}

impl CertificateLayout {
    /// Whether one certificate serves clients and peers alike, so that one authority must sign for both.
    pub fn is_dual_use(self) -> bool {
        matches!(self, Self::PerMember | Self::Shared)
    }
}
