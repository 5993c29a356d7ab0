//! Certificate profiles: pure data that follows from the plan, without keys, clock or disk.

use std::fmt;
use std::path::PathBuf;

use time::Duration;

use crate::cluster::{
    CertificateSettings, Client, ClientName, ClusterName, CommonName, CountryCode, Days, DnsName,
    KeyAlgorithm, Member, MemberAddress, MemberName, Plan, San, SubjectFields, SubjectText,
};

/// How far before the moment of issue a certificate's validity starts. A notBefore of now fails
/// between machines whose clocks differ (`certificate has expired or is not yet valid`); cfssl and
/// kubeadm backdate by the same 5 minutes.
pub const BACKDATE: Duration = Duration::minutes(5);

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateRole {
    /// The trust anchor that signs all others.
    Authority,
    /// A member's face to clients (`--cert-file`), and to itself through the gRPC gateway.
    Server,
    /// A member's face to the other members (`--peer-cert-file`), dialled and dialling.
    Peer,
    /// A client's.
    Client,
}

impl CertificateRole {
    /// The role as one word for files and lists.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Server => "server",
            Self::Peer => "peer",
            Self::Client => "client",
        }
    }
}

/// A kind of attribute of a distinguished name (X.520).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributeKind {
    /// C
    Country,
    /// ST
    State,
    /// L
    Locality,
    /// O
    Organization,
    /// OU
    OrganizationalUnit,
    /// CN
    CommonName,
}

impl AttributeKind {
    /// The short name of RFC 4514 §3.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Country => "C",
            Self::State => "ST",
            Self::Locality => "L",
            Self::Organization => "O",
            Self::OrganizationalUnit => "OU",
            Self::CommonName => "CN",
        }
    }
}

/// One attribute of a distinguished name, in its order within the name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribute {
    /// Which attribute.
    pub kind: AttributeKind,
    /// Its text, 1 to 64 characters.
    pub value: String,
}

/// Writes a distinguished name the way `openssl` does, in the order of the certificate:
/// `C = DE, O = Example, CN = etcd-1`. A value with a comma or the like stands in quotes, or the
/// organization `a, CN = root` would look like a common name.
pub fn distinguished_name(attributes: &[Attribute]) -> String {
    let parts: Vec<String> = attributes
        .iter()
        .map(|one| format!("{} = {}", one.kind.as_str(), attribute_value(&one.value)))
        .collect();
    parts.join(", ")
}

/// Writes the value of an attribute as `openssl -nameopt oneline` does: in quotes where RFC 4514 §2.4
/// asks for an escape, with backslashes before quotes and backslashes, which alone need no quotes.
pub(crate) fn attribute_value(value: &str) -> String {
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
    let special = value.contains([',', '+', '<', '>', ';'])
        || value.starts_with(['#', ' '])
        || value.ends_with(' ');
    if special { format!("\"{escaped}\"") } else { escaped }
}

/// A bit of the key usage extension (RFC 5280 §4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyUsage {
    /// Signs handshakes.
    DigitalSignature,
    /// Enciphers the pre-master secret in RSA key exchange.
    KeyEncipherment,
    /// Signs certificates.
    CertificateSign,
    /// Signs revocation lists.
    RevocationListSign,
}

impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // openssl's words, so that people can compare.
        f.write_str(match self {
            Self::DigitalSignature => "Digital Signature",
            Self::KeyEncipherment => "Key Encipherment",
            Self::CertificateSign => "Certificate Sign",
            Self::RevocationListSign => "CRL Sign",
        })
    }
}

/// A purpose of the extended key usage extension (RFC 5280 §4.2.1.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExtendedKeyUsage {
    /// Accepts TLS connections.
    ServerAuth,
    /// Opens TLS connections.
    ClientAuth,
}

impl fmt::Display for ExtendedKeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ServerAuth => "TLS Web Server Authentication",
            Self::ClientAuth => "TLS Web Client Authentication",
        })
    }
}

/// What one certificate is going to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateProfile {
    /// What it is for.
    pub role: CertificateRole,
    /// Whose it is: a member's, a client's or the cluster's name; empty while none is typed.
    pub owner: String,
    /// Its subject, in order.
    pub subject: Vec<Attribute>,
    /// Its issuer: the subject of the authority; its own for the authority itself.
    pub issuer: Vec<Attribute>,
    /// Its subject alternative names, DNS names first, none twice.
    pub sans: Vec<San>,
    /// The algorithm of its key.
    pub algorithm: KeyAlgorithm,
    /// Key usage, critical.
    pub key_usages: Vec<KeyUsage>,
    /// Extended key usage; empty for the authority.
    pub extended_key_usages: Vec<ExtendedKeyUsage>,
    /// For an authority: how many more authorities may follow below it (basic constraints).
    pub path_length: Option<u8>,
    /// How long it is valid, from [`BACKDATE`] before its issue.
    pub lifetime: Days,
    /// Where its certificate goes in the bundle.
    pub certificate_path: PathBuf,
    /// Where its private key goes in the bundle.
    pub key_path: PathBuf,
}

/// What identifies a member in its certificates; the parts that are not typed yet are `None`.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// Its name.
    pub name: Option<&'a MemberName>,
    /// Its address.
    pub address: Option<MemberAddress>,
    /// Its names.
    pub dns_names: &'a [DnsName],
    /// What else its certificates are valid for.
    pub extra_sans: &'a [San],
}

impl<'a> From<&'a Member> for Identity<'a> {
    fn from(member: &'a Member) -> Self {
        Self {
            name: Some(&member.name),
            address: Some(member.address),
            dns_names: &member.dns_names,
            extra_sans: &member.extra_sans,
        }
    }
}

/// Returns the profiles of all certificates of a plan: the authority, then server and peer of each
/// member, then the clients.
pub fn profiles(plan: &Plan) -> Vec<CertificateProfile> {
    let settings = &plan.certificates;
    let mut profiles = vec![authority(settings, &plan.cluster_name)];
    for one in &plan.members {
        profiles.extend(member(settings, &plan.cluster_name, Identity::from(one)));
    }
    profiles.extend(clients(plan));
    profiles
}

/// Returns the profiles of a plan's clients.
pub fn clients(plan: &Plan) -> Vec<CertificateProfile> {
    let of = |one: &Client| {
        client(&plan.certificates, &plan.cluster_name, Some(&one.name), Some(&one.common_name))
    };
    plan.clients.iter().map(of).collect()
}

/// Returns the profile of the cluster's own authority. Its path length is zero: it signs leaves and
/// no further authority, so that a stolen leaf key can't be made one.
pub fn authority(settings: &CertificateSettings, cluster: &ClusterName) -> CertificateProfile {
    let subject = authority_subject(settings, cluster);
    CertificateProfile {
        role: CertificateRole::Authority,
        owner: cluster.to_string(),
        issuer: subject.clone(),
        subject,
        sans: Vec::new(),
        algorithm: settings.algorithm,
        key_usages: vec![KeyUsage::CertificateSign, KeyUsage::RevocationListSign],
        extended_key_usages: Vec::new(),
        path_length: Some(0),
        lifetime: settings.lifetimes.authority(),
        certificate_path: PathBuf::from("authority/ca.pem"),
        key_path: PathBuf::from("authority/ca-key.pem"),
    }
}

/// Returns the server and the peer profile of a member.
///
/// Both carry serverAuth and clientAuth. A peer dials and is dialled. A server certificate is shown as
/// a client certificate by the member's own gRPC gateway; with serverAuth alone `/v3/…` fails and the
/// log fills with `x509: certificate specifies an incompatible key usage` (measured on 3.4 and 3.5).
///
/// The server's SANs hold localhost and the loopback addresses, where people run etcdctl on a member;
/// the peer's don't: a peer listener checks the caller's address against them.
pub fn member(
    settings: &CertificateSettings,
    cluster: &ClusterName,
    identity: Identity<'_>,
) -> [CertificateProfile; 2] {
    let owner = identity.name.map(ToString::to_string).unwrap_or_default();
    let common_name = identity.name.map(MemberName::as_str);
    let own = || {
        let names = identity.dns_names.iter().cloned().map(San::from);
        let address = identity.address.map(San::from);
        names.chain(address).chain(identity.extra_sans.iter().cloned())
    };
    let leaf = |role: CertificateRole, sans: Vec<San>| CertificateProfile {
        role,
        owner: owner.clone(),
        subject: subject(&settings.subject, common_name),
        issuer: authority_subject(settings, cluster),
        sans: in_order(sans),
        algorithm: settings.algorithm,
        key_usages: leaf_key_usages(settings.algorithm),
        extended_key_usages: vec![ExtendedKeyUsage::ServerAuth, ExtendedKeyUsage::ClientAuth],
        path_length: None,
        lifetime: settings.lifetimes.leaf(),
        certificate_path: format!("members/{owner}/pki/{}.pem", role.as_str()).into(),
        key_path: format!("members/{owner}/pki/{}-key.pem", role.as_str()).into(),
    };
    let server_sans = own().chain(local_sans()).collect();
    [leaf(CertificateRole::Server, server_sans), leaf(CertificateRole::Peer, own().collect())]
}

/// Returns the profile of a client: clientAuth only, no SANs, which nobody looks at in a client.
pub fn client(
    settings: &CertificateSettings,
    cluster: &ClusterName,
    name: Option<&ClientName>,
    common_name: Option<&CommonName>,
) -> CertificateProfile {
    let owner = name.map(ToString::to_string).unwrap_or_default();
    CertificateProfile {
        role: CertificateRole::Client,
        subject: subject(&settings.subject, common_name.map(CommonName::as_str)),
        issuer: authority_subject(settings, cluster),
        sans: Vec::new(),
        algorithm: settings.algorithm,
        key_usages: leaf_key_usages(settings.algorithm),
        extended_key_usages: vec![ExtendedKeyUsage::ClientAuth],
        path_length: None,
        lifetime: settings.lifetimes.leaf(),
        certificate_path: format!("clients/{owner}/client.pem").into(),
        key_path: format!("clients/{owner}/client-key.pem").into(),
        owner,
    }
}

/// Where a member's own listener is dialled on the member itself.
fn local_sans() -> [San; 3] {
    [
        San::Dns("localhost".into()),
        San::Ip(std::net::Ipv4Addr::LOCALHOST.into()),
        San::Ip(std::net::Ipv6Addr::LOCALHOST.into()),
    ]
}

/// DNS names before addresses, each once: rcgen would write doubles as they come.
fn in_order(sans: Vec<San>) -> Vec<San> {
    let mut ordered: Vec<San> = Vec::with_capacity(sans.len());
    let (names, addresses): (Vec<San>, Vec<San>) =
        sans.into_iter().partition(|san| matches!(san, San::Dns(_)));
    for san in names.into_iter().chain(addresses) {
        if !ordered.contains(&san) {
            ordered.push(san);
        }
    }
    ordered
}

/// RSA keys may encipher as well, for TLS 1.2's RSA key exchange; ECDSA and Ed25519 keys can't.
fn leaf_key_usages(algorithm: KeyAlgorithm) -> Vec<KeyUsage> {
    if algorithm.is_rsa() {
        vec![KeyUsage::DigitalSignature, KeyUsage::KeyEncipherment]
    } else {
        vec![KeyUsage::DigitalSignature]
    }
}

fn authority_subject(settings: &CertificateSettings, cluster: &ClusterName) -> Vec<Attribute> {
    // 64 characters is X.520's limit of a common name.
    const LIMIT: usize = 64;
    let named_so = cluster.as_str().to_ascii_lowercase().contains("etcd");
    let suffix = if named_so { " CA" } else { " etcd CA" };
    let name: String = cluster.as_str().chars().take(LIMIT - suffix.len()).collect();
    subject(&settings.subject, Some(&format!("{name}{suffix}")))
}

fn subject(fields: &SubjectFields, common_name: Option<&str>) -> Vec<Attribute> {
    let of =
        |kind, value: Option<&str>| value.map(|value| Attribute { kind, value: value.to_owned() });
    [
        of(AttributeKind::Country, fields.country.as_ref().map(CountryCode::as_str)),
        of(AttributeKind::State, fields.state.as_ref().map(SubjectText::as_str)),
        of(AttributeKind::Locality, fields.locality.as_ref().map(SubjectText::as_str)),
        of(AttributeKind::Organization, fields.organization.as_ref().map(SubjectText::as_str)),
        of(
            AttributeKind::OrganizationalUnit,
            fields.organizational_unit.as_ref().map(SubjectText::as_str),
        ),
        of(AttributeKind::CommonName, common_name),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::plan::tests::three_members;

    fn find(role: CertificateRole, owner: &str) -> CertificateProfile {
        let profiles = profiles(&three_members());
        profiles.into_iter().find(|one| one.role == role && one.owner == owner).unwrap()
    }

    fn sans(profile: &CertificateProfile) -> Vec<String> {
        profile.sans.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_plan_of_three_makes_one_authority_three_pairs_and_the_clients() {
        let profiles = profiles(&three_members());
        let roles: Vec<&str> = profiles.iter().map(|profile| profile.role.as_str()).collect();
        assert_eq!(
            roles,
            ["authority", "server", "peer", "server", "peer", "server", "peer", "client", "client"]
        );
    }

    #[test]
    fn a_server_passes_the_gateway_and_answers_on_localhost() {
        let server = find(CertificateRole::Server, "etcd-1");
        assert_eq!(
            server.extended_key_usages,
            [ExtendedKeyUsage::ServerAuth, ExtendedKeyUsage::ClientAuth]
        );
        assert_eq!(
            sans(&server),
            ["etcd-1", "etcd-1.example.com", "localhost", "10.0.0.1", "127.0.0.1", "::1"]
        );
        assert_eq!(distinguished_name(&server.subject), "O = Example, CN = etcd-1");
    }

    #[test]
    fn a_peer_is_valid_for_its_own_host_only() {
        let peer = find(CertificateRole::Peer, "etcd-2");
        assert_eq!(sans(&peer), ["etcd-2", "etcd-2.example.com", "10.0.0.2"]);
    }

    #[test]
    fn a_value_cannot_pass_for_another_attribute() {
        // As `openssl x509 -subject -nameopt oneline,-esc_msb,utf8` prints them.
        for (value, expected) in [
            ("Example, CN = root", "\"Example, CN = root\""),
            ("a + CN = root", "\"a + CN = root\""),
            ("#616263", "\"#616263\""),
            ("a, \"b\" \\c", r#""a, \"b\" \\c""#),
            ("a\"b", r#"a\"b"#),
            ("a=b", "a=b"),
            ("Zürich & Söhne", "Zürich & Söhne"),
        ] {
            let kind = AttributeKind::Organization;
            let attribute = Attribute { kind, value: value.into() };
            assert_eq!(distinguished_name(&[attribute]), format!("O = {expected}"));
        }
    }

    #[test]
    fn doubled_sans_are_written_once() {
        let json = three_members().to_json().replacen(
            "\"address\": \"10.0.0.1\",",
            "\"address\": \"10.0.0.1\", \"extra_sans\": [\"10.0.0.1\", \"127.0.0.1\", \"ETCD-1.\", \"lb.example.com\"],",
            1,
        );
        let plan = Plan::from_json(json.as_bytes()).unwrap();
        let server = &profiles(&plan)[1];
        assert_eq!(
            sans(server),
            [
                "etcd-1",
                "etcd-1.example.com",
                "lb.example.com",
                "localhost",
                "10.0.0.1",
                "127.0.0.1",
                "::1"
            ]
        );
    }

    #[test]
    fn the_longest_cluster_name_still_fits_a_common_name() {
        let cluster: ClusterName = "c".repeat(63).parse().unwrap();
        let profile = authority(&three_members().certificates, &cluster);
        let common_name = &profile.subject.last().unwrap().value;
        assert_eq!(common_name.chars().count(), 64);
        assert!(common_name.ends_with(" etcd CA"));
    }
}
