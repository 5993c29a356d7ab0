//! What files turn out to hold, whatever it is meant for.

use time::OffsetDateTime;

super::declare! {
    Reading;

    /// The system doesn't let it be read.
    Error Unreadable "unreadable" { why: String, hint: String };
    /// An empty file.
    Error EmptyFile "empty-file" {};
    /// A file of a directory whose name says certificate or key, and that holds neither.
    Warning MisnamedFile "misnamed-file" {};
    /// Nothing of a known kind.
    Error NothingFound "nothing-found" { looks_like: String };
    /// A longer file than is read.
    Warning SizeLimit "size-limit" { bytes: usize, limit: usize };
    /// A longer certificate than is read.
    Error CertificateTooLarge "certificate-too-large" { bytes: usize, limit: usize };
    /// More blocks than are read.
    Warning BlockLimit "block-limit" { limit: usize };
    /// UTF-16 or UTF-32.
    Error WideEncoding "wide-encoding" { encoding: String };
    /// Lines that end in CR alone.
    Error CarriageReturns "carriage-returns" {};
    /// Line ends written as two characters.
    Error EscapedLineEnds "escaped-line-ends" {};
    /// A byte order mark before text that doesn't start with a block.
    Warning LeadingMark "leading-mark" {};
    /// A line that looks like a PEM marker to people and not to Go.
    Error AlmostPem "almost-pem" { line: usize, why: String };
    /// A block that can't be decoded.
    Error BrokenBlock "broken-block" { why: String };
    /// A block whose markers Go doesn't take.
    Error WrongMarker "wrong-marker" { why: String };
    /// Header lines within a certificate's block.
    Warning HeaderLines "header-lines" {};
    /// A label that Go doesn't take for a certificate.
    Error ForeignLabel "foreign-label" { label: String };
    /// An authority's certificate under a label that Go takes for none in a certificate file.
    Warning AuthorityLabel "authority-label" { label: String };
    /// DER without PEM.
    Error BareDer "bare-der" { command: String };
    /// A value of a kubeconfig that isn't PEM in base64.
    Error KubeconfigData "kubeconfig-data" { path: String, why: String };
    /// PEM or DER within a document of another kind.
    Note WrappedPem "wrapped-pem" { format: String };
    /// DER in base64 without BEGIN and END.
    Error Base64Der "base64-der" { command: String };
    /// PKCS #7.
    Error Pkcs7 "pkcs7" { command: String };
    /// PKCS #7 that can't be listed.
    Warning Pkcs7Unread "pkcs7-unread" { command: String };
    /// PKCS #12.
    Error Pkcs12 "pkcs12" { options: String };
    /// PKCS #12 that isn't opened.
    Warning Pkcs12Locked "pkcs12-locked" { why: String };
    /// A key store of Java.
    Error JavaKeyStore "java-key-store" { options: String };
    /// A private key in OpenSSH's own form.
    Error OpensshKey "openssh-key" {};
    /// A public key in OpenSSH's own form.
    Error OpensshPublicKey "openssh-public-key" {};
    /// The name of a curve before a key.
    Note Parameters "parameters" {};
    /// A private key that can't be read.
    Error UnreadableKey "unreadable-key" {};
    /// A public key that can't be read.
    Error UnreadablePublicKey "unreadable-public-key" {};
    /// A public key that is no point of its curve.
    Error OffCurve "off-curve" {};
    /// A name that can't be read.
    Error UnreadableName "unreadable-name" { part: String };
    /// A date that can't be read or isn't in form.
    Error BadDate "bad-date" { part: String, text: String };
    /// A version of X.509 that has no extensions.
    Warning OldCertificateVersion "old-certificate-version" { version: u64 };
    /// A version that is no number of 1 to 3.
    Error UnreadableVersion "unreadable-version" {};
    /// A serial number that RFC 5280 doesn't allow.
    Warning OddSerial "odd-serial" { octets: usize };
    /// A negative serial number.
    Warning NegativeSerial "negative-serial" {};
    /// Two signature algorithms in one certificate.
    Error TwoAlgorithms "two-algorithms" {};
    /// No signature.
    Error NoSignature "no-signature" {};
    /// An end before the start.
    Error ReversedValidity "reversed-validity" {};
    /// Bytes behind the DER.
    Error TrailingData "trailing-data" { bytes: usize };
    /// Bytes behind the last field of a certificate, or of what is signed.
    Warning ExtraFields "extra-fields" { bytes: usize };
    /// An extension that isn't what its type says.
    Warning UnreadableExtension "unreadable-extension" { extension: String };
    /// Bytes of the extensions that weren't read.
    Warning UnreadableExtensions "unreadable-extensions" { bytes: usize };
    /// An extension that stands there twice.
    Error DuplicateExtension "duplicate-extension" { extension: String };
    /// A path length that is no small number.
    Warning BadPathLength "bad-path-length" { value: String };
    /// A name among the SANs that isn't what its type says.
    Warning MalformedName "malformed-name" { name: String };
    /// A signature by another key than its own.
    Error BadSignature "bad-signature" {};
    /// An authority's signature with a hash that Go no longer takes.
    Warning InsecureAuthoritySignature "insecure-authority-signature" { signature: String };
    /// An authority's certificate before its leaf's, without a key to tell whose file it is.
    Error LeafBehindAuthority "leaf-behind-authority" { subject: String, leaf: String };
    /// A revocation list in PEM, with which etcd from 3.6 on refuses everyone.
    Error CrlPem "crl-pem" {};
    /// A revocation list whose next issue is overdue.
    Warning StaleList "stale-list" { limit: OffsetDateTime };
    /// An OCSP response that revokes something and isn't known to be the authority's word.
    Warning OcspNotApplied "ocsp-not-applied" { why: String };
    /// A challenge password in a request.
    Note ChallengePassword "challenge-password" {};
    /// An attribute in a request.
    Note RequestAttribute "request-attribute" { attribute: String };
}
