//! TLS settings of a member.

super::declare! {
    /// A certificate without its key, or the reverse.
    Error HalfAPair { there: String, missing: String };
    /// Certificates are demanded, and no CA is named.
    Error NoTrustedCa { setting: String, authority: String };
    /// A member that trusts whom the machine trusts where it dials its peers.
    Warning SystemRoots { setting: String };
    /// An https URL without a certificate.
    Error HttpsWithoutCertificate { setting: String, url: String, certificate: String };
    /// A plain listener on the loopback.
    Warning PlainHttpLoopback { setting: String, url: String };
    /// Certificates, and the default listener without TLS.
    Warning DefaultListener {};
    /// Certificates that each member makes for itself.
    Warning AutoTls { setting: String };
    /// A TLS version that etcd does not take.
    Error TlsVersion { setting: String, value: String };
    /// Cipher suites with which etcd does not serve.
    Error CipherSuites {};
    /// A cipher suite that etcd doesn't know by this name.
    Error UnknownCipherSuite { setting: String, suite: String };
    /// The v2 API is on.
    Warning V2Api {};
    /// A logger that is gone.
    Error RetiredLogger {};
    /// A certificate of a member that makes its holder etcd's superuser.
    Warning SuperuserMember { subject: String };
    /// A gateway whose certificate leads to no authority that its own member trusts.
    Warning GatewayUntrusted { subject: String, why: String };
}
