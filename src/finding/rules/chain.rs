//! The way from a leaf to a trust anchor, as Go's `Certificate.Verify` looks for it.

super::declare! {
    Chain;

    /// An issuer that is no authority.
    Error AuthorityNotCa "authority-not-ca" { issuer: String } ends handshake;
    /// An authority whose key may not sign certificates.
    Error AuthorityCannotSign "authority-cannot-sign" { issuer: String } ends handshake;
    /// Another authority of the same name signed it.
    Error OtherAuthorityKey "other-authority-key" { subject: String, issuer: String } ends handshake;
    /// A signature with a hash that Go no longer takes.
    Error InsecureSignature "insecure-signature" { subject: String, signature: String } ends handshake;
    /// A name that the authority's name constraints forbid.
    Error NameNotPermitted "name-not-permitted" { subject: String, issuer: String, why: String } ends handshake;
    /// More authorities below one than it allows.
    Error PathLength "path-length" { subject: String } ends handshake;
    /// A critical extension that Go doesn't know.
    Error UnknownCriticalExtension "unknown-critical-extension" { subject: String, extension: String } ends handshake;
    /// A critical extension that only newer releases of Go know.
    Warning CriticalForNewerGo "critical-for-newer-go" { subject: String, extension: String, since: String };
    /// A policy is demanded that its chain doesn't hold.
    Error NoValidPolicy "no-valid-policy" { subject: String } ends handshake;
    /// It is on the list of revoked certificates.
    Error Revoked "revoked" { subject: String, serial: String };
    /// An OCSP response revokes it, which etcd doesn't ask for.
    Error RevokedByOcsp "revoked-by-ocsp" { subject: String, serial: String };
    /// The list of revoked certificates can't be read.
    Error CrlUnreadable "crl-unreadable" {};
    /// Nothing is trusted.
    Error NoAnchors "no-anchors" { subject: String } ends handshake;
    /// It signed itself and isn't trusted.
    Error SelfSigned "self-signed" { subject: String } ends handshake;
    /// Its authority isn't trusted.
    Error UnknownAuthority "unknown-authority" { subject: String } ends handshake;
    /// Its authority stands in the file of those that are trusted, but Go doesn't see it.
    Error AnchorHidden "anchor-hidden" { subject: String, issuer: String } ends handshake;
    /// Its authority is there, and its name is encoded in another way.
    Error IssuerEncoding "issuer-encoding" { subject: String, issuer: String } ends handshake;
    /// Its chain leads to nothing that is trusted.
    Error BrokenChainFile "broken-chain-file" { subject: String } ends handshake;
    /// The authority itself may not be used for a purpose.
    Error AuthorityPurpose "authority-purpose" { subject: String, purpose: String } ends handshake;
}
