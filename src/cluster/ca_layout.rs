//! Who signs, and who is trusted.

use super::choices;
use super::version::EtcdVersion;
use crate::text::say;

choices! {
    /// How many authorities there are. More of them keep more apart, and are more to look after.
    CaLayout {
        /// One CA for everything. A client's certificate then opens the peer port as well (measured on
        /// 3.4 and 3.5): a member compares a caller's address only with names that a certificate has.
        One = "one",
        /// One for the members among themselves, one for them and their clients: a client's
        /// certificate is worth nothing on the peer port.
        PeerAndClient = "peer-and-client",
        /// One for the peers, one for servers and one for clients: a server certificate is worth
        /// nothing as a client's, so that the gRPC gateway needs a certificate of its own.
        Separate = "separate",
        /// A root that everyone trusts and that can be locked away, and an intermediate that signs.
        Intermediate = "intermediate",
    }
}

choices! {
    /// One of the authorities of a plan.
    Authority {
        /// The only one.
        Sole = "ca",
        /// Signs peer certificates.
        Peer = "peer-ca",
        /// Signs clients, and servers where these have none of their own.
        Client = "client-ca",
        /// Signs server certificates.
        Server = "server-ca",
        /// Signs the intermediate; the trust anchor.
        Root = "root-ca",
        /// Signed by the root, signs everything else.
        Intermediate = "intermediate-ca",
    }
}

/// How a member's gRPC gateway, which dials the member itself, shows who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Gateway {
    /// It shows the server certificate.
    #[default]
    ServerCertificate,
    /// It shows one of its own (`--client-cert-file`, from 3.5.0).
    OwnCertificate,
    /// It is off, or the listener asks nobody for a certificate.
    Off,
}

impl CaLayout {
    /// The authorities, each after the one that signs it.
    pub fn authorities(self) -> &'static [Authority] {
        match self {
            Self::One => &[Authority::Sole],
            Self::PeerAndClient => &[Authority::Peer, Authority::Client],
            Self::Separate => &[Authority::Peer, Authority::Client, Authority::Server],
            Self::Intermediate => &[Authority::Root, Authority::Intermediate],
        }
    }

    /// Who signs what members show to clients, what they show to one another, and clients.
    fn signers(self) -> [Authority; 3] {
        match self {
            Self::One => [Authority::Sole; 3],
            Self::PeerAndClient => [Authority::Client, Authority::Peer, Authority::Client],
            Self::Separate => [Authority::Server, Authority::Peer, Authority::Client],
            Self::Intermediate => [Authority::Intermediate; 3],
        }
    }

    /// Who signs what members show to clients.
    pub fn signs_servers(self) -> Authority {
        let [servers, _, _] = self.signers();
        servers
    }

    /// Who signs what members show to one another.
    pub fn signs_peers(self) -> Authority {
        let [_, peers, _] = self.signers();
        peers
    }

    /// Who signs clients, the gateway among them.
    pub fn signs_clients(self) -> Authority {
        let [_, _, clients] = self.signers();
        clients
    }

    /// Whether a server certificate is no client's: the member's own gateway, which dials it as a
    /// client, can't show it then.
    pub fn needs_gateway_certificate(self) -> bool {
        self.signs_servers() != self.signs_clients()
    }

    /// How the gateway of a member with this etcd shows who it is.
    pub fn gateway(self, version: EtcdVersion) -> Gateway {
        match (self.needs_gateway_certificate(), version.has_gateway_certificate()) {
            (false, _) => Gateway::ServerCertificate,
            (true, true) => Gateway::OwnCertificate,
            (true, false) => Gateway::Off,
        }
    }
}

impl Authority {
    /// What it is called in a sentence and in a picture, such as `peer CA`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sole => say("picture-ca"),
            Self::Peer => say("picture-peer-ca"),
            Self::Client => say("picture-client-ca"),
            Self::Server => say("picture-server-ca"),
            Self::Root => say("picture-root-ca"),
            Self::Intermediate => say("picture-intermediate-ca"),
        }
    }

    /// What its certificate's name calls it, whatever the language of the screen.
    pub fn in_name(self) -> &'static str {
        match self {
            Self::Sole => "CA",
            Self::Peer => "peer CA",
            Self::Client => "client CA",
            Self::Server => "server CA",
            Self::Root => "root CA",
            Self::Intermediate => "intermediate CA",
        }
    }

    /// The authority that is trusted where this one signed: itself, or the root above it.
    #[must_use]
    pub fn anchor(self) -> Self {
        match self {
            Self::Intermediate => Self::Root,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signer_is_among_the_authorities_and_so_is_its_anchor() {
        for trust in CaLayout::ALL {
            let all = trust.authorities();
            for one in [trust.signs_servers(), trust.signs_peers(), trust.signs_clients()] {
                assert!(all.contains(&one) && all.contains(&one.anchor()), "{trust}: {one}");
            }
        }
    }
}
