//! Files that hold certificates and keys, as etcd loads them.

super::declare! {
    Files;

    /// A byte order mark hides the file's only block.
    Error ByteOrderMark "byte-order-mark" {};
    /// A byte order mark hides the file's first block, and others follow.
    Warning FirstBlockHidden "first-block-hidden" {};
    /// A certificate's block that can't be read, and others that can.
    Warning BlockSkipped "block-skipped" { line: usize, why: String };
    /// The certificate that the key belongs to stands in the file, but Go doesn't see it.
    Error LeafHidden "leaf-hidden" { subject: String, hidden: String };
    /// PKCS #12 where PEM is read.
    Error Pkcs12File "pkcs12-file" {};
    /// A request in place of a certificate.
    Error RequestFile "request-file" {};
    /// A certificate file without a certificate.
    Error NoCertificateBlock "no-certificate-block" { found: String };
    /// PEM under another base64, as in a Kubernetes Secret.
    Error EncodedPem "encoded-pem" {};
    /// Go's parser refuses the certificate.
    Error RefusedByParser "refused-by-parser" { subject: String, why: String } ends handshake;
    /// A newer Go's parser refuses it.
    Warning RefusedByNewerParser "refused-by-newer-parser" { subject: String, why: String };
    /// A private key in the file of trusted authorities.
    Error AnchorsHoldKey "anchors-hold-key" { label: String };
    /// Another block in the file of trusted authorities.
    Error AnchorsHoldOther "anchors-hold-other" { label: String };
    /// The file of trusted authorities is DER.
    Warning AnchorsDer "anchors-der" {};
    /// A key file without a key.
    Error NoKeyBlock "no-key-block" { subject: String };
    /// A key under a password.
    Error KeyEncrypted "key-encrypted" {};
    /// A key in a form that Go can't load.
    Error KeyForm "key-form" { subject: String, why: String };
    /// The key of another certificate.
    Error KeyMismatch "key-mismatch" { subject: String };
    /// Whether the key is the certificate's can't be told here.
    Warning KeyNotJudged "key-not-judged" { subject: String };
    /// A private key that others may read.
    Error KeyReadable "key-readable" { mode: String };
    /// None of the keys that were given fits.
    Warning NoKeyFits "no-key-fits" { subject: String };
    /// An authority's certificate before the leaf.
    Error ChainOrder "chain-order" { subject: String };
    /// What can't be judged here.
    Note NotJudged "not-judged" { why: String };
}
