//! Clients of etcd, held against the members.

super::declare! {
    Clients;

    /// A client that refuses what members show.
    Error ClientRefusesMember "client-refuses-member" { client: String, members: Vec<String>, urls: Vec<String>, why: String, cause: String };
    /// Members that refuse what a client shows.
    Error MemberRefusesClient "member-refuses-client" { client: String, members: Vec<String>, why: String, cause: String };
    /// A client that trusts whom its system trusts, where members have a CA of their own.
    Error ClientSystemRoots "client-system-roots" { client: String, setting: String, members: Vec<String> };
    /// The same where it isn't known whom its system trusts.
    Warning ClientSystemRootsUnread "client-system-roots-unread" { client: String, setting: String, members: Vec<String> };
    /// A client that shows nothing where members ask for a certificate.
    Error ClientWithoutCertificate "client-without-certificate" { client: String, members: Vec<String> };
    /// HTTP where a member speaks TLS, and the other way round.
    Error EndpointScheme "endpoint-scheme" { client: String, url: String, member: String, speaks: String };
    /// A client that asks for an API that members don't have.
    Error NoV2Api "no-v2-api" { client: String, setting: String, members: Vec<String>, state: String };
    /// A client that dials the ports of peers.
    Error PeerPortDialed "peer-port-dialed" { client: String, urls: Vec<String>, members: Vec<String> };
    /// The same where members serve clients there all the same.
    Warning PeerPortServes "peer-port-serves" { client: String, urls: Vec<String>, members: Vec<String> };
    /// A URL where Patroni takes a host and a port.
    Error UrlInHosts "url-in-hosts" { setting: String, url: String };
    /// A client all of whose members end at their start.
    Error DialedInVain "dialed-in-vain" { client: String, urls: Vec<String>, members: Vec<String>, why: String };
    /// A client that dials its own machine at a port where the member there doesn't listen.
    Warning NothingListens "nothing-listens" { client: String, urls: Vec<String>, members: Vec<String>, listeners: Vec<String> };
    /// An endpoint that is no member's.
    Note EndpointUnknown "endpoint-unknown" { client: String, urls: Vec<String> };
}
