//! Clients of etcd, held against the members.

super::declare! {
    Clients;

    /// A client that refuses what members show.
    Error ClientRefusesMember "client-refuses-member" { client: String, members: Vec<String>, urls: Vec<String>, why: String };
    /// Members that refuse what a client shows.
    Error MemberRefusesClient "member-refuses-client" { client: String, members: Vec<String>, why: String };
    /// A client that shows nothing where members ask for a certificate.
    Error ClientWithoutCertificate "client-without-certificate" { client: String, members: Vec<String> };
    /// HTTP where a member speaks TLS, and the other way round.
    Error EndpointScheme "endpoint-scheme" { client: String, url: String, member: String, speaks: String };
    /// An endpoint that is no member's.
    Note EndpointUnknown "endpoint-unknown" { client: String, urls: Vec<String> };
}
