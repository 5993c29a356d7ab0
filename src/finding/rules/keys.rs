//! Public keys.

super::declare! {
    Keys;

    /// A curve that TLS 1.3 doesn't sign with.
    Error CurveUnsupported "curve-unsupported" { subject: String, key: String };
    /// A curve that TLS 1.2 alone takes.
    Warning CurveOnlyTls12 "curve-only-tls-1-2" { subject: String, key: String };
    /// An algorithm that Go's TLS doesn't have.
    Error KeyAlgorithm "key-algorithm" { subject: String, key: String };
    /// A key that none of the chosen cipher suites is for.
    Error NoCommonCipher "no-common-cipher" { subject: String, key: String, suites: Vec<String> };
    /// A key for which none but such cipher suites are chosen as HTTP/2 forbids.
    Error CipherForbiddenByHttp2 "cipher-forbidden-by-http2" { subject: String, key: String, suites: Vec<String> };
    /// A key that is too short for Go to sign with.
    Error KeyTooShort "key-too-short" { subject: String, key: String };
    /// A key that is longer than Go takes.
    Error KeyTooLong "key-too-long" { subject: String, key: String };
    /// A private key of an algorithm that Go's TLS doesn't have.
    Error UnsupportedKey "unsupported-key" { key: String };
    /// A key that is too short to be safe.
    Warning WeakKey "weak-key" { subject: String, key: String };
    /// A key that is longer than newer Go accepts.
    Warning LongKey "long-key" { subject: String, key: String };
}
