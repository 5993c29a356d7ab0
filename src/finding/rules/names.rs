//! Names and addresses against those that are dialed, that dial, and that are allowed.

super::declare! {
    Names;

    /// No SANs; the common name isn't looked at.
    Error CommonNameOnly "common-name-only" { subject: String, host: String } ends handshake;
    /// An address that is written as a DNS name.
    Error AddressAsDnsName "address-as-dns-name" { subject: String, host: String } ends handshake;
    /// A name with more labels than the wildcard covers.
    Error BelowWildcard "below-wildcard" { subject: String, host: String } ends handshake;
    /// A name with a dot at its end.
    Error NameWithDot "name-with-dot" { subject: String } ends handshake;
    /// A host that isn't among the SANs.
    Error HostNotCovered "host-not-covered" { subject: String, host: String } ends handshake;
    /// Not valid for the machine's own loopback.
    Note LoopbackNotCovered "loopback-not-covered" { subject: String, hosts: Vec<String> };
    /// A peer that dials from an address that isn't among its SANs.
    Error CallerNotCovered "caller-not-covered" { subject: String, host: String };
    /// A peer whose address is looked up by name.
    Warning CallerByName "caller-by-name" { subject: String, host: String };
    /// A peer whose address is looked up in reverse, as its certificate holds wildcards only.
    Warning CallerByReverseLookup "caller-by-reverse-lookup" { subject: String, host: String };
    /// Two lists of allowed names that exclude each other.
    Error AllowedListsBoth "allowed-lists-both" {};
    /// A common name that isn't allowed.
    Error CommonNameNotAllowed "common-name-not-allowed" { name: String, allowed: Vec<String> };
    /// None of its names is allowed.
    Error HostnameNotAllowed "hostname-not-allowed" { subject: String, allowed: Vec<String> };
    /// A list of allowed names that this etcd takes for one name.
    Error AllowedListIsOneName "allowed-list-is-one-name" { allowed: Vec<String> };
    /// A peer's certificate without the domain by which the members find one another.
    Error SrvDomainNotCovered "srv-domain-not-covered" { subject: String, domain: String } ends handshake;
    /// A server's certificate without the domain by which clients may look the members up.
    Warning SrvDomainUnknownToClients "srv-domain-unknown-to-clients" { subject: String, domain: String };
    /// Characters that a terminal obeys or hides.
    Warning HiddenCharacters "hidden-characters" { place: String, characters: String };
    /// An empty DNS name.
    Warning EmptyName "empty-name" { subject: String };
    /// A wildcard for a whole top-level domain.
    Warning WideWildcard "wide-wildcard" { subject: String, name: String };
    /// A leaf without SANs, which fits no host.
    Warning NoSans "no-sans" { subject: String };
    /// A DNS name that Go compares as a whole.
    Warning UnusualName "unusual-name" { subject: String, name: String };
}
