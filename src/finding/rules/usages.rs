//! What a certificate may be used for, and the gateway that uses it.

super::declare! {
    /// It may not serve.
    Error NoServerAuth { subject: String, purpose: String } ends handshake;
    /// It may not dial.
    Error NoClientAuth { subject: String, purpose: String } ends handshake;
    /// Its key usage lacks digitalSignature, which Go doesn't look at.
    Note NoDigitalSignature { subject: String };
    /// An authority's certificate in a leaf's place.
    Warning LeafIsAuthority { subject: String };
    /// The gateway dials its own member with a certificate that may not dial.
    Warning GatewayTrap { subject: String };
    /// A series that has no certificate for the gateway.
    Error GatewayFlagUnknown {};
    /// The gateway's certificate has none of the allowed names.
    Warning GatewayHostname { subject: String, allowed: Vec<String> };
}
