//! URLs, the list of members, and members together.

super::declare! {
    /// A blank in a list.
    Error SpaceInList { setting: String };
    /// An empty entry in a list of URLs.
    Error TrailingComma { setting: String };
    /// An address that nobody can dial.
    Error UnspecifiedAdvertised { setting: String, host: String };
    /// A loopback address for other machines.
    Warning LoopbackAdvertised { setting: String, host: String };
    /// Nothing is advertised to clients.
    Error NoAdvertisedUrls { setting: String };
    /// Clients and peers at one port.
    Error SamePort { host: String, port: usize };
    /// An entry of the list of members that etcd does not take.
    Error BadMemberList { setting: String, entry: String };
    /// Two members at one URL.
    Error DuplicateUrl { setting: String, url: String };
    /// Two members with one name.
    Error DuplicateName { name: String };
    /// A member that its own list does not have.
    Error NotInList { name: String, setting: String };
    /// Other URLs than those of the list.
    Error OtherPeerUrl { setting: String, advertised: Vec<String>, listed: Vec<String> };
    /// Neither new nor existing.
    Error BadState { setting: String, value: String };
    /// A token that others use as well.
    Warning CommonToken { token: String };
    /// Members of one cluster that start different ones.
    Error ClusterMismatch { what: String, own: String, other: String, file: String };
    /// Other timing than another member.
    Warning TimingDiffers { setting: String, own: String, other: String, name: String };
    /// Members that refuse each other's certificates.
    Error TrustDiffers { others: Vec<String>, name: String, why: String };
    /// Members that trust different authorities.
    Error TrustApart { one: Vec<String>, other: Vec<String> };
}
