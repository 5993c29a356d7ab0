//! What a member's settings leave of TLS: cipher suites and the newest version. Suites count in TLS 1.2 alone, where
//! the key of the certificate has to fit one of them; Go chooses those of TLS 1.3 itself (`crypto/tls`).

use crate::pki::algorithm::KeyKind;

/// What narrows the handshakes of a member's ports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TlsLimits {
    /// `--cipher-suites`, by name; none where Go chooses.
    pub cipher_suites: Vec<String>,
    /// Whether `--tls-max-version` keeps it at TLS 1.2.
    pub stays_at_1_2: bool,
}

/// The suites by name that Go has, 1.14 to 1.26, and with it every etcd (`tls.CipherSuites`,
/// `tls.InsecureCipherSuites`); the last two are etcd's own names (`tlsutil.GetCipherSuite`).
const KNOWN: [&str; 27] = [
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
    "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_RC4_128_SHA",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
];

/// Whether etcd knows a cipher suite by this name; it ends where it doesn't.
pub(crate) fn is_cipher_suite(name: &str) -> bool {
    KNOWN.contains(&name)
}

/// What a list of cipher suites leaves of TLS 1.2 for a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suites {
    /// A suite that serves.
    Good,
    /// None but such as HTTP/2, which gRPC clients speak, forbids (RFC 9113, appendix A).
    ForbiddenByHttp2,
    /// None.
    Missing,
}

impl TlsLimits {
    /// The suites for a certificate with this key.
    pub(super) fn suites(&self, key: &KeyKind) -> Suites {
        let fitting = |suite: &str| match key {
            KeyKind::Rsa(_) => suite.starts_with("TLS_ECDHE_RSA_") || suite.starts_with("TLS_RSA_"),
            _ => suite.starts_with("TLS_ECDHE_ECDSA_"),
        };
        let is_good = |suite: &str| {
            suite.starts_with("TLS_ECDHE_") && (suite.contains("GCM") || suite.contains("CHACHA20"))
        };
        let mut fitting = self.cipher_suites.iter().filter(|suite| fitting(suite)).peekable();
        // With a name that etcd doesn't know it ends, which is said of the setting.
        let is_unknown = |suite: &String| !is_cipher_suite(suite);
        if self.cipher_suites.is_empty() || self.cipher_suites.iter().any(is_unknown) {
            Suites::Good
        } else if fitting.peek().is_none() {
            Suites::Missing
        } else if fitting.any(|suite| is_good(suite)) {
            Suites::Good
        } else {
            Suites::ForbiddenByHttp2
        }
    }
}
