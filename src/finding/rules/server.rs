//! What a running server shows in a handshake.

super::declare! {
    /// Its signature over the handshake isn't by its certificate's key.
    Error SignatureNotProven { why: String };
    /// Its certificates don't each stand before their issuer.
    Warning ChainUnsorted {};
    /// It sends a root.
    Note SuperfluousRoot {};
    /// It asks for no client certificate.
    Warning NoClientCertificate {};
    /// It names no authorities whose clients it accepts.
    Note NoAuthorities {};
    /// It asks for a client certificate and goes on without one.
    Warning ClientCertificateOptional {};
    /// It refuses clients without a certificate.
    Note ClientCertificateDemanded {};
    /// It hasn't said what it makes of the client certificate.
    Note NoVerdict {};
    /// It refused the client certificate.
    Error Refused { alert: String };
    /// It closed right after the handshake.
    Error ClosedAfterHandshake {};
    /// It closed in the middle of the handshake.
    Error Closed {};
    /// There was no handshake.
    Error HandshakeFailed { why: String };
}
