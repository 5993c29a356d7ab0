//! Names and addresses against those that are dialed, that dial, and that are allowed.

super::declare! {
    /// No SANs; the common name isn't looked at.
    Error CommonNameOnly { subject: String, host: String } ends handshake;
    /// An address that is written as a DNS name.
    Error AddressAsDnsName { subject: String, host: String } ends handshake;
    /// A name with more labels than the wildcard covers.
    Error BelowWildcard { subject: String, host: String } ends handshake;
    /// A name with a dot at its end.
    Error NameWithDot { subject: String } ends handshake;
    /// A host that isn't among the SANs.
    Error HostNotCovered { subject: String, host: String } ends handshake;
    /// Not valid for the machine's own loopback.
    Note LoopbackNotCovered { subject: String, hosts: Vec<String> };
    /// A peer that dials from an address that isn't among its SANs.
    Error CallerNotCovered { subject: String, host: String };
    /// A peer whose address is looked up by name.
    Warning CallerByName { subject: String, host: String };
    /// A peer whose address is looked up in reverse, as its certificate holds wildcards only.
    Warning CallerByReverseLookup { subject: String, host: String };
    /// Two lists of allowed names that exclude each other.
    Error AllowedListsBoth {};
    /// A common name that isn't allowed.
    Error CommonNameNotAllowed { name: String, allowed: Vec<String> };
    /// None of its names is allowed.
    Error HostnameNotAllowed { subject: String, allowed: Vec<String> };
    /// A list of allowed names that this etcd takes for one name.
    Error AllowedListIsOneName { allowed: Vec<String> };
    /// A peer's certificate without the domain by which the members find one another.
    Error SrvDomainNotCovered { subject: String, domain: String } ends handshake;
    /// A server's certificate without the domain by which clients may look the members up.
    Warning SrvDomainUnknownToClients { subject: String, domain: String };
    /// An empty DNS name.
    Warning EmptyName { subject: String };
    /// A wildcard for a whole top-level domain.
    Warning WideWildcard { subject: String, name: String };
    /// A DNS name that matches nothing that is dialed.
    Warning UnusualName { subject: String, name: String };
}
