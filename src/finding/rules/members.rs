//! URLs, the list of members, and members together.

super::declare! {
    Members;

    /// A blank in a list.
    Error SpaceInList "space-in-list" { setting: String };
    /// An empty entry in a list of URLs.
    Error TrailingComma "trailing-comma" { setting: String };
    /// An address that nobody can dial.
    Error UnspecifiedAdvertised "unspecified-advertised" { setting: String, host: String };
    /// A loopback address for other machines.
    Warning LoopbackAdvertised "loopback-advertised" { setting: String, host: String };
    /// Nothing is advertised to clients.
    Error NoAdvertisedUrls "no-advertised-urls" { setting: String };
    /// Peers are listened for at the default, where none of the others can dial.
    Error DefaultPeerListener "default-peer-listener" { setting: String };
    /// A URL is advertised that no listener is at.
    Warning AdvertisedNotListened "advertised-not-listened" { setting: String, url: String, listener: String };
    /// Clients and peers at one port.
    Error SamePort "same-port" { host: String, port: usize };
    /// An entry of the list of members that etcd does not take.
    Error BadMemberList "bad-member-list" { setting: String, entry: String };
    /// Two members at one URL.
    Error DuplicateUrl "duplicate-url" { setting: String, url: String };
    /// Two members with one name.
    Error DuplicateName "duplicate-name" { name: String };
    /// A member that its own list does not have.
    Error NotInList "not-in-list" { name: String, setting: String };
    /// Other URLs than those of the list.
    Error OtherPeerUrl "other-peer-url" { setting: String, advertised: Vec<String>, listed: Vec<String> };
    /// Other URLs than those of the list, unless names resolve to them.
    Warning PeerUrlByName "peer-url-by-name" { setting: String, advertised: Vec<String>, listed: Vec<String> };
    /// Neither new nor existing.
    Error BadState "bad-state" { setting: String, value: String };
    /// A token that others use as well.
    Warning CommonToken "common-token" { token: String };
    /// Members of one cluster that start different ones.
    Error ClusterMismatch "cluster-mismatch" { what: String, own: String, other: String, file: String };
    /// Other timing than another member.
    Warning TimingDiffers "timing-differs" { setting: String, own: String, other: String, name: String };
    /// Members that refuse each other's certificates.
    Error TrustDiffers "trust-differs" { others: Vec<String>, name: String, why: String };
    /// Members that trust different authorities.
    Error TrustApart "trust-apart" { one: Vec<String>, other: Vec<String> };
}
