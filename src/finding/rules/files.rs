//! Files that hold certificates and keys, as etcd loads them.

super::declare! {
    /// A byte order mark hides the file's only block.
    Error ByteOrderMark {};
    /// A byte order mark hides the file's first block, and others follow.
    Warning FirstBlockHidden {};
    /// A certificate file without a certificate.
    Error NoCertificateBlock { found: String };
    /// PEM under another base64, as in a Kubernetes Secret.
    Error EncodedPem {};
    /// Go's parser refuses the certificate.
    Error RefusedByParser { subject: String, why: String } ends handshake;
    /// A newer Go's parser refuses it.
    Warning RefusedByNewerParser { subject: String, why: String };
    /// A private key in the file of trusted authorities.
    Error AnchorsHoldKey { label: String };
    /// Another block in the file of trusted authorities.
    Error AnchorsHoldOther { label: String };
    /// The file of trusted authorities is DER.
    Warning AnchorsDer {};
    /// A key file without a key.
    Error NoKeyBlock { subject: String };
    /// A key under a password.
    Error KeyEncrypted {};
    /// A key in a form that Go can't load.
    Error KeyForm { subject: String, why: String };
    /// The key of another certificate.
    Error KeyMismatch { subject: String };
    /// A private key that others may read.
    Error KeyReadable { mode: String };
    /// None of the keys that were given fits.
    Warning NoKeyFits { subject: String };
    /// An authority's certificate before the leaf.
    Error ChainOrder { subject: String };
    /// What can't be judged here.
    Note NotJudged { why: String };
}
