//! TLS settings of a member.

super::declare! {
    Tls;

    /// A certificate without its key, or the reverse.
    Error HalfAPair "half-a-pair" { there: String, missing: String };
    /// Certificates are demanded, and no CA is named.
    Error NoTrustedCa "no-trusted-ca" { setting: String, authority: String };
    /// A member that trusts whom the machine trusts where it dials its peers.
    Warning SystemRoots "system-roots" { setting: String };
    /// An https URL without a certificate.
    Error HttpsWithoutCertificate "https-without-certificate" { setting: String, url: String, certificate: String };
    /// A plain listener on the loopback.
    Warning PlainHttpLoopback "plain-http-loopback" { setting: String, url: String };
    /// The default listener, which is without TLS whatever certificates there are.
    Warning DefaultListener "default-listener" { secured: String };
    /// Certificates that each member makes for itself.
    Warning AutoTls "auto-tls" { setting: String };
    /// A TLS version that etcd does not take.
    Error TlsVersion "tls-version" { setting: String, value: String };
    /// Cipher suites with which etcd does not serve.
    Error CipherSuites "cipher-suites" {};
    /// A cipher suite that etcd doesn't know by this name.
    Error UnknownCipherSuite "unknown-cipher-suite" { setting: String, suite: String };
    /// A list of revoked certificates that a second listener passes by.
    Error CrlBypassed "crl-bypassed" { setting: String, release: String, fixed: String };
    /// As many authorities as a system trusts.
    Error ManyAuthorities "many-authorities" { count: usize };
    /// The authority of Kubernetes, which signs more than etcd's clients.
    Note KubernetesAuthority "kubernetes-authority" { subject: String };
    /// A certificate that is its own authority.
    Warning OwnAuthority "own-authority" { subject: String };
    /// The v2 API is on.
    Warning V2Api "v2-api" {};
    /// A logger that is gone.
    Error RetiredLogger "retired-logger" {};
    /// A certificate of a member that makes its holder etcd's superuser.
    Warning SuperuserMember "superuser-member" { subject: String };
    /// A gateway whose certificate leads to no authority that its own member trusts.
    Warning GatewayUntrusted "gateway-untrusted" { subject: String, why: String };
}
