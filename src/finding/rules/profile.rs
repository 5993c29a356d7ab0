//! What RFC 5280 asks of certificates and etcd takes all the same: notes, never more.

super::declare! {
    Profile;

    /// An authority without subject key identifier.
    Note NoSubjectKeyId "no-subject-key-id" {};
    /// A certificate of another's that doesn't name the key that signed it.
    Note NoAuthorityKeyId "no-authority-key-id" {};
    /// Basic constraints of an authority that aren't critical.
    Note ConstraintsNotCritical "constraints-not-critical" {};
    /// An authority whose key usage doesn't say that it signs certificates, or that has none.
    Note NoCertSign "no-cert-sign" { usage: String };
    /// An empty subject beside SANs that aren't critical.
    Note SansNotCritical "sans-not-critical" {};
    /// A path length in a certificate that is no authority's.
    Note PathLengthOnLeaf "path-length-on-leaf" {};
    /// A date before 2050 as `GeneralizedTime`.
    Note EarlyGeneralizedTime "early-generalized-time" {};
}
