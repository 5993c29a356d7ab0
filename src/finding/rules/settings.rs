//! Settings of etcd, wherever they are written.

super::declare! {
    /// Nobody needs a certificate.
    Error OpenDoor { setting: String };
    /// Certificates are demanded because a CA is named, and for no other reason.
    Note AuthByCaAlone { setting: String, authority: String };
    /// A key of a config file that etcd doesn't know.
    Warning UnknownKey { key: String, meant: String };
    /// The same, and it looks like one that secures a port.
    Error UnknownSecurityKey { key: String, meant: String };
    /// A URL that etcd doesn't take.
    Error BadUrl { setting: String, url: String };
    /// Clients are served without TLS.
    Error PlainHttp { setting: String, url: String };
    /// Peers are served without TLS.
    Error PlainHttpPeer { setting: String, url: String };
    /// A listen URL with a name.
    Error NameInListenUrl { setting: String, host: String };
}
