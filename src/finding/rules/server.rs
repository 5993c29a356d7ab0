//! What a running server shows in a handshake.

super::declare! {
    Server;

    /// Its signature over the handshake isn't by its certificate's key.
    Error SignatureNotProven "signature-not-proven" { why: String };
    /// Its certificates don't each stand before their issuer.
    Warning ChainUnsorted "chain-unsorted" {};
    /// It sends a root.
    Note SuperfluousRoot "superfluous-root" {};
    /// It asks for no client certificate.
    Warning NoClientCertificate "no-client-certificate" {};
    /// It names no authorities whose clients it accepts.
    Note NoAuthorities "no-authorities" {};
    /// It asks for a client certificate and goes on without one.
    Warning ClientCertificateOptional "client-certificate-optional" {};
    /// It refuses clients without a certificate.
    Note ClientCertificateDemanded "client-certificate-demanded" {};
    /// It hasn't said what it makes of the client certificate.
    Note NoVerdict "no-verdict" {};
    /// It refused the client certificate.
    Error Refused "refused" { alert: String };
    /// It closed right after the handshake.
    Error ClosedAfterHandshake "closed-after-handshake" {};
    /// It closed in the middle of the handshake.
    Error Closed "closed" {};
    /// There was no handshake.
    Error HandshakeFailed "handshake-failed" { why: String };
}
