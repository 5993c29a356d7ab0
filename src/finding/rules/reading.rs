//! What files turn out to hold, whatever it is meant for.

use time::OffsetDateTime;

super::declare! {
    /// The system doesn't let it be read.
    Error Unreadable { why: String, hint: String };
    /// An empty file.
    Error EmptyFile {};
    /// Nothing of a known kind.
    Error NothingFound { looks_like: String };
    /// A longer file than is read.
    Warning SizeLimit { bytes: usize, limit: usize };
    /// A longer certificate than is read.
    Error CertificateTooLarge { bytes: usize, limit: usize };
    /// More blocks than are read.
    Warning BlockLimit { limit: usize };
    /// UTF-16 or UTF-32.
    Error WideEncoding { encoding: String };
    /// Lines that end in CR alone.
    Error CarriageReturns {};
    /// Line ends written as two characters.
    Error EscapedLineEnds {};
    /// A byte order mark before text that doesn't start with a block.
    Warning LeadingMark {};
    /// A line that looks like a PEM marker to people and not to Go.
    Error AlmostPem { line: usize, why: String };
    /// A block that can't be decoded.
    Error BrokenBlock { why: String };
    /// A block whose markers Go doesn't take.
    Error WrongMarker { why: String };
    /// Header lines within a certificate's block.
    Warning HeaderLines {};
    /// A label that Go doesn't take for a certificate.
    Error ForeignLabel { label: String };
    /// DER without PEM.
    Error BareDer { command: String };
    /// PKCS #7.
    Error Pkcs7 { command: String };
    /// PKCS #7 that can't be listed.
    Warning Pkcs7Unread { command: String };
    /// PKCS #12.
    Error Pkcs12 {};
    /// A private key in OpenSSH's own form.
    Error OpensshKey {};
    /// A public key in OpenSSH's own form.
    Error OpensshPublicKey {};
    /// The name of a curve before a key.
    Note Parameters {};
    /// A private key that can't be read.
    Error UnreadableKey {};
    /// A public key that can't be read.
    Error UnreadablePublicKey {};
    /// A public key that is no point of its curve.
    Error OffCurve {};
    /// A name that can't be read.
    Error UnreadableName { part: String };
    /// A date that can't be read or isn't in form.
    Error BadDate { part: String, text: String };
    /// A version of X.509 that has no extensions.
    Warning OldCertificateVersion { version: u64 };
    /// A version that is no number of 1 to 3.
    Error UnreadableVersion {};
    /// A serial number that RFC 5280 doesn't allow.
    Warning OddSerial { octets: usize };
    /// A negative serial number.
    Error NegativeSerial {};
    /// Two signature algorithms in one certificate.
    Error TwoAlgorithms {};
    /// No signature.
    Error NoSignature {};
    /// An end before the start.
    Error ReversedValidity {};
    /// Bytes behind the DER.
    Error TrailingData { bytes: usize };
    /// An extension that isn't what its type says.
    Error UnreadableExtension { extension: String };
    /// Bytes of the extensions that weren't read.
    Error UnreadableExtensions { bytes: usize };
    /// An extension that stands there twice.
    Error DuplicateExtension { extension: String };
    /// A path length that is no small number.
    Error BadPathLength { value: String };
    /// A name among the SANs that isn't what its type says.
    Error MalformedName { name: String };
    /// A signature by another key than its own.
    Error BadSignature {};
    /// An authority's signature with a hash that Go no longer takes.
    Warning InsecureAuthoritySignature { signature: String };
    /// An authority's certificate before its leaf's, without a key to tell whose file it is.
    Warning LeafBehindAuthority { subject: String, leaf: String };
    /// A revocation list in PEM, which newer releases don't read.
    Warning CrlPem {};
    /// A revocation list whose next issue is overdue.
    Warning StaleList { limit: OffsetDateTime };
    /// A challenge password in a request.
    Note ChallengePassword {};
    /// An attribute in a request.
    Note RequestAttribute { attribute: String };
}
