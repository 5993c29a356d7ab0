//! Settings of etcd, wherever they are written.

super::declare! {
    Settings;

    /// Nobody needs a certificate.
    Error OpenDoor "open-door" { setting: String };
    /// Certificates are demanded because a CA is named, and for no other reason.
    Note AuthByCaAlone "auth-by-ca-alone" { setting: String, authority: String };
    /// A key of a config file that etcd doesn't know.
    Warning UnknownKey "unknown-key" { key: String, meant: String };
    /// The same, and it looks like one that secures a port.
    Error UnknownSecurityKey "unknown-security-key" { key: String, meant: String };
    /// A cluster that is made anew at each start.
    Error ForceNewCluster "force-new-cluster" { setting: String };
    /// Writes that aren't brought to disk.
    Error NoFsync "no-fsync" { setting: String };
    /// Changes of members that may cost the quorum.
    Warning NoReconfigCheck "no-reconfig-check" { setting: String };
    /// Metrics for everybody.
    Note MetricsOpen "metrics-open" { setting: String, url: String };
    /// Profiles for everybody who may connect.
    Note PprofOpen "pprof-open" { setting: String };
    /// A list of members that a service of others keeps.
    Warning PublicDiscovery "public-discovery" { setting: String };
    /// A URL that etcd doesn't take.
    Error BadUrl "bad-url" { setting: String, url: String };
    /// Clients are served without TLS.
    Error PlainHttp "plain-http" { setting: String, url: String };
    /// Peers are served without TLS.
    Error PlainHttpPeer "plain-http-peer" { setting: String, url: String };
    /// A listen URL with a name.
    Error NameInListenUrl "name-in-listen-url" { setting: String, host: String };
}
