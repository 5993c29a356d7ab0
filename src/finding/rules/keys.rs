//! Public keys.

super::declare! {
    /// A curve that TLS 1.3 doesn't sign with.
    Error CurveUnsupported { subject: String, key: String };
    /// A curve that TLS 1.2 alone takes.
    Warning CurveOnlyTls12 { subject: String, key: String };
    /// An algorithm that Go's TLS doesn't have.
    Error KeyAlgorithm { subject: String, key: String };
    /// A key that is too short for Go to sign with.
    Error KeyTooShort { subject: String, key: String };
    /// A key that is longer than Go takes.
    Error KeyTooLong { subject: String, key: String };
    /// A key that none of the chosen cipher suites is for.
    Error NoCommonCipher { subject: String, key: String, suites: Vec<String> };
    /// A key for which none but such cipher suites are chosen as HTTP/2 forbids.
    Error CipherForbiddenByHttp2 { subject: String, key: String, suites: Vec<String> };
    /// A key that is too short to be safe.
    Warning WeakKey { subject: String, key: String };
    /// A key that is longer than newer Go takes.
    Warning LongKey { subject: String, key: String };
}
