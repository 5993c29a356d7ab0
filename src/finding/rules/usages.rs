//! What a certificate may be used for, and the gateway that uses it.

super::declare! {
    Usages;

    /// It may not serve.
    Error NoServerAuth "no-server-auth" { subject: String, purpose: String } ends handshake;
    /// It may not dial.
    Error NoClientAuth "no-client-auth" { subject: String, purpose: String } ends handshake;
    /// It may neither serve nor dial.
    Warning NoTlsUsage "no-tls-usage" { subject: String, usages: String };
    /// Its key usage lacks digitalSignature, which Go doesn't look at.
    Note NoDigitalSignature "no-digital-signature" { subject: String };
    /// An authority's certificate in a leaf's place.
    Warning LeafIsAuthority "leaf-is-authority" { subject: String };
    /// The gateway dials its own member with a certificate that may not dial.
    Warning GatewayTrap "gateway-trap" { subject: String };
    /// A series that has no certificate for the gateway.
    Error GatewayFlagUnknown "gateway-flag-unknown" {};
    /// The gateway's certificate has none of the allowed names.
    Warning GatewayHostname "gateway-hostname" { subject: String, allowed: Vec<String> };
}
