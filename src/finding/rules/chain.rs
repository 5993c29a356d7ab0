//! The way from a leaf to a trust anchor, as Go's `Certificate.Verify` looks for it.

super::declare! {
    /// An issuer that is no authority.
    Error AuthorityNotCa { issuer: String } ends handshake;
    /// An authority whose key may not sign certificates.
    Error AuthorityCannotSign { issuer: String } ends handshake;
    /// Another authority of the same name signed it.
    Error OtherAuthorityKey { subject: String, issuer: String } ends handshake;
    /// A signature with a hash that Go no longer takes.
    Error InsecureSignature { subject: String, signature: String } ends handshake;
    /// A name that the authority's name constraints forbid.
    Error NameNotPermitted { subject: String, issuer: String, why: String } ends handshake;
    /// More authorities below one than it allows.
    Error PathLength { subject: String } ends handshake;
    /// A critical extension that Go doesn't know.
    Error UnknownCriticalExtension { subject: String, extension: String } ends handshake;
    /// A policy is demanded that its chain doesn't hold.
    Error NoValidPolicy { subject: String } ends handshake;
    /// It is on the list of revoked certificates.
    Error Revoked { subject: String, serial: String };
    /// The list of revoked certificates can't be read.
    Error CrlUnreadable {};
    /// Nothing is trusted.
    Error NoAnchors { subject: String } ends handshake;
    /// It signed itself and isn't trusted.
    Error SelfSigned { subject: String } ends handshake;
    /// Its authority isn't trusted.
    Error UnknownAuthority { subject: String } ends handshake;
    /// Its chain leads to nothing that is trusted.
    Error BrokenChainFile { subject: String } ends handshake;
    /// The authority itself may not be used for a purpose.
    Error AuthorityPurpose { subject: String, purpose: String } ends handshake;
}
