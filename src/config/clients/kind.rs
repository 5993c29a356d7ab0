//! The programs that are read as clients of etcd.

/// A program that is a client of etcd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClientKind {
    /// The API server of Kubernetes.
    ApiServer,
    /// k3s and RKE2 with a datastore elsewhere.
    K3s,
    /// Patroni.
    Patroni,
    /// Calico.
    Calico,
    /// APISIX.
    Apisix,
    /// `CoreDNS`.
    CoreDns,
    /// Cilium with etcd as its store.
    Cilium,
    /// Stolon.
    Stolon,
    /// Vitess.
    Vitess,
    /// Traefik.
    Traefik,
    /// etcdctl.
    Etcdctl,
    /// curl.
    Curl,
}

impl ClientKind {
    /// Its name.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ApiServer => "kube-apiserver",
            Self::K3s => "k3s",
            Self::Patroni => "Patroni",
            Self::Calico => "Calico",
            Self::Apisix => "APISIX",
            Self::CoreDns => "CoreDNS",
            Self::Cilium => "Cilium",
            Self::Stolon => "Stolon",
            Self::Vitess => "Vitess",
            Self::Traefik => "Traefik",
            Self::Etcdctl => "etcdctl",
            Self::Curl => "curl",
        }
    }

    /// The setting that names the CA that it trusts.
    pub(crate) fn authority_setting(self) -> &'static str {
        match self {
            Self::ApiServer => "--etcd-cafile",
            Self::K3s => "--datastore-cafile",
            Self::Patroni => "cacert",
            Self::Calico => "ETCD_CA_CERT_FILE",
            Self::Apisix => "apisix.ssl.ssl_trusted_certificate",
            Self::CoreDns => "tls",
            Self::Cilium => "trusted-ca-file",
            Self::Stolon => "--store-ca-file",
            Self::Vitess => "--topo_etcd_tls_ca",
            Self::Traefik => "providers.etcd.tls.ca",
            Self::Etcdctl => "ETCDCTL_CACERT",
            Self::Curl => "--cacert",
        }
    }

    /// Whether a program, by its name, is a client whose commands are read in scripts.
    pub(crate) fn is_program(name: &str) -> bool {
        matches!(name, "etcdctl" | "curl" | "vtgate" | "vttablet" | "vtctld" | "vtorc")
            || name.starts_with("stolon")
    }

    /// Whether it speaks TLS by Go's rules, as etcd does, and gRPC. The others use OpenSSL, and the HTTP gateway.
    pub(crate) fn is_go(self) -> bool {
        !matches!(self, Self::Patroni | Self::Apisix | Self::Curl)
    }
}
