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
    /// Certificates, and the default listener without TLS.
    Warning DefaultListener "default-listener" {};
    /// Certificates that each member makes for itself.
    Warning AutoTls "auto-tls" { setting: String };
    /// A TLS version that etcd does not take.
    Error TlsVersion "tls-version" { setting: String, value: String };
    /// Cipher suites with which etcd does not serve.
    Error CipherSuites "cipher-suites" {};
    /// A cipher suite that etcd doesn't know by this name.
    Error UnknownCipherSuite "unknown-cipher-suite" { setting: String, suite: String };
    /// The v2 API is on.
    Warning V2Api "v2-api" {};
    /// A logger that is gone.
    Error RetiredLogger "retired-logger" {};
    /// A certificate of a member that makes its holder etcd's superuser.
    Warning SuperuserMember "superuser-member" { subject: String };
    /// A gateway whose certificate leads to no authority that its own member trusts.
    Warning GatewayUntrusted "gateway-untrusted" { subject: String, why: String };
}
