//! How certificates, keys and settings are called, by preset: people who know a layout find its names.

use super::ca_layout::Authority;
use super::certificate_layout::CertificateLayout;
use super::name::{ClusterName, MemberName};
use super::preset::Preset;

/// The names of a certificate and its key, within the directory of either's holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafFiles {
    /// The certificate.
    pub certificate: String,
    /// The private key.
    pub key: String,
}

/// The file names of a plan. Whatever the choices of certificates, no two files that can be in one
/// directory have one name; [`super::Plan::check`] sees to names that are made of member names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileNames<'a> {
    preset: Preset,
    cluster: &'a ClusterName,
}

impl<'a> FileNames<'a> {
    /// The names that a preset gives to the files of a cluster.
    pub fn new(preset: Preset, cluster: &'a ClusterName) -> Self {
        Self { preset, cluster }
    }

    /// What an authority that signs these is called by those who trust it.
    pub fn anchor(self, signer: Authority) -> String {
        match (self.preset, signer.anchor()) {
            // Beside another CA on the same machine, such as Kubernetes' own, `ca.pem` says too little.
            (Preset::PerNode, Authority::Sole | Authority::Root) => {
                format!("{}-root-ca.pem", self.cluster)
            }
            (_, anchor) => self.authority(anchor).certificate,
        }
    }

    /// An authority and its key, where both are kept.
    pub fn authority(self, authority: Authority) -> LeafFiles {
        let stem = match (self.preset, authority) {
            (Preset::SharedServer, Authority::Sole | Authority::Root) => "etcd-root-ca",
            (Preset::SingleHost, Authority::Sole | Authority::Root) => "etcd-ca",
            (Preset::SingleHost, Authority::Peer) => "etcd-ca-peer",
            (Preset::SingleHost, Authority::Client) => "etcd-ca-cluster-to-client",
            (Preset::SingleHost, Authority::Server) => "etcd-ca-server",
            (_, Authority::Sole | Authority::Root) => "ca",
            (_, Authority::Intermediate) => "intermediate",
            (_, other) => other.as_str(),
        };
        self.files(stem)
    }

    /// What a member shows to clients; without a member, what all of them show.
    pub fn server(self, member: Option<&MemberName>) -> LeafFiles {
        match (self.preset, member) {
            (Preset::PerNode, Some(member)) => self.files(member.as_str()),
            (Preset::SingleHost, _) => self.files("etcd-cluster-to-client-server"),
            _ => self.files("server"),
        }
    }

    /// What a member shows to the other members.
    pub fn peer(self, member: Option<&MemberName>) -> LeafFiles {
        match (self.preset, member) {
            (Preset::PerNode, Some(member)) => self.files(&format!("{member}-peer")),
            (Preset::SharedServer, Some(member)) => self.files(member.as_str()),
            (Preset::SingleHost, _) => self.files("etcd-peer"),
            _ => self.files("peer"),
        }
    }

    /// What a member shows to everyone; without a member, what all of them show.
    pub fn dual_use(self, member: Option<&MemberName>) -> LeafFiles {
        match (self.preset, member) {
            (Preset::PerNode | Preset::SharedServer, Some(member)) => self.files(member.as_str()),
            (Preset::ExistingCa | Preset::PerNode | Preset::SharedServer, _) => self.files("etcd"),
            (Preset::SharedCertificate, _) => self.files("kubernetes"),
            (Preset::SingleHost, _) => self.files("etcd-member"),
            (Preset::Recommended, _) => self.files("member"),
        }
    }

    /// What a member shows to clients, and what it shows to the other members, which may be the same;
    /// without a member, what that would be called if all of them showed it.
    pub fn of_member(
        self,
        arrangement: CertificateLayout,
        member: Option<&MemberName>,
    ) -> (LeafFiles, LeafFiles) {
        match arrangement {
            CertificateLayout::ServerAndPeer => (self.server(member), self.peer(member)),
            CertificateLayout::SharedServer => (self.server(None), self.peer(member)),
            CertificateLayout::PerMember => (self.dual_use(member), self.dual_use(member)),
            CertificateLayout::Shared => (self.dual_use(None), self.dual_use(None)),
        }
    }

    /// What a member's gRPC gateway shows to the member.
    pub fn gateway(self) -> LeafFiles {
        self.files(if self.preset == Preset::SingleHost { "etcd-gateway" } else { "gateway" })
    }

    /// What a client shows.
    pub fn client(self) -> LeafFiles {
        self.files(match self.preset {
            Preset::SingleHost => "etcd-cluster-to-client-client",
            _ => "client",
        })
    }

    /// The environment file.
    pub fn environment(self) -> &'static str {
        if self.preset == Preset::ExistingCa { "options.env" } else { "etcd.env" }
    }

    fn files(self, stem: &str) -> LeafFiles {
        let (certificate, key) = if self.preset == Preset::ExistingCa {
            (format!("{stem}.crt"), format!("{stem}.key"))
        } else {
            (format!("{stem}.pem"), format!("{stem}-key.pem"))
        };
        LeafFiles { certificate, key }
    }
}
