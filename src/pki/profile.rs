//! Certificate profiles: pure data that follows from the plan, without keys, clock or disk.

use std::fmt;
use std::path::PathBuf;

use time::Duration;

use crate::cluster::{
    Arrangement, Authority, CertificateSettings, Client, ClientName, ClusterName, CommonName,
    CountryCode, Days, DnsName, EtcdVersion, FileNames, Gateway, KeyAlgorithm, KeyOrigin,
    LeafFiles, LoadBalancer, Member, MemberAddress, MemberName, Plan, Preset, San, SubjectFields,
    SubjectText,
};

/// How far before the moment of issue a certificate's validity starts. A notBefore of now fails
/// between machines whose clocks differ (`certificate has expired or is not yet valid`); cfssl and
/// kubeadm backdate by the same 5 minutes.
pub const BACKDATE: Duration = Duration::minutes(5);

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateRole {
    /// A trust anchor, or an authority below one.
    Authority,
    /// A member's face to clients (`--cert-file`), and to itself through the gRPC gateway.
    Server,
    /// A member's face to the other members (`--peer-cert-file`), dialled and dialling.
    Peer,
    /// A member's face to everyone: server and peer in one.
    Member,
    /// What a member's gRPC gateway shows to the member (`--client-cert-file`).
    Gateway,
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
            Self::Member => "member",
            Self::Gateway => "gateway",
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
    /// Which authority it is, if it is one.
    pub authority: Option<Authority>,
    /// The authority that signs it; itself, for a trust anchor.
    pub signer: Authority,
    /// Whose it is: a member's, a client's or the cluster's name; empty while none is typed.
    pub owner: String,
    /// Its subject, in order.
    pub subject: Vec<Attribute>,
    /// Its issuer: the subject of its signer. Empty where that isn't made here, and so not known.
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
    /// Where its key is made.
    pub key_origin: KeyOrigin,
    /// Where its certificate goes in the bundle.
    pub certificate_path: PathBuf,
    /// Where its private key goes in the bundle.
    pub key_path: PathBuf,
    /// Where both go as well: the directories of the other members that share it.
    pub copies: Vec<CertificateCopy>,
}

impl CertificateProfile {
    /// All places of its certificate and key in the bundle.
    pub fn places(&self) -> Vec<CertificateCopy> {
        let first = CertificateCopy {
            certificate_path: self.certificate_path.clone(),
            key_path: self.key_path.clone(),
        };
        std::iter::once(first).chain(self.copies.iter().cloned()).collect()
    }

    /// The name of its signing request, without `.csr`: `etcd-1-server`.
    pub fn request_name(&self) -> String {
        format!("{}-{}", self.owner, self.role.as_str())
    }

    /// The same for a key of another algorithm: RSA keys may encipher as well.
    #[must_use]
    pub fn with_key(self, is_rsa: bool) -> Self {
        Self { key_usages: leaf_key_usages(is_rsa), ..self }
    }
}

/// A further place of a certificate and its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateCopy {
    /// Of the certificate.
    pub certificate_path: PathBuf,
    /// Of the key.
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

impl Identity<'_> {
    fn owner(self) -> String {
        self.name.map(ToString::to_string).unwrap_or_default()
    }

    fn sans(self) -> impl Iterator<Item = San> {
        let names = self.dns_names.iter().cloned().map(San::from);
        let address = self.address.map(San::from);
        names.chain(address).chain(self.extra_sans.iter().cloned())
    }
}

/// What all profiles of a plan follow from.
#[derive(Debug, Clone, Copy)]
pub struct ProfileContext<'a> {
    /// What all certificates share.
    pub settings: &'a CertificateSettings,
    /// The layout that file names come from.
    pub preset: Preset,
    /// The cluster's name.
    pub cluster: &'a ClusterName,
    /// The etcd that members run.
    pub version: EtcdVersion,
    /// What stands in front of the API servers, if anything does.
    pub load_balancer: Option<&'a LoadBalancer>,
}

impl<'a> From<&'a Plan> for ProfileContext<'a> {
    fn from(plan: &'a Plan) -> Self {
        Self {
            settings: &plan.certificates,
            preset: plan.preset,
            cluster: &plan.cluster_name,
            version: plan.etcd_version,
            load_balancer: plan.load_balancer.as_ref(),
        }
    }
}

/// Returns the profiles of all certificates of a plan: the authorities that are made here, each after
/// its signer, then those of each member, then the clients. A certificate that members share stands
/// with the first of them.
pub fn profiles(plan: &Plan) -> Vec<CertificateProfile> {
    let context = ProfileContext::from(plan);
    let identities: Vec<Identity<'_>> = plan.members.iter().map(Identity::from).collect();
    let mut profiles = context.authorities();
    profiles.extend(context.shared(&identities));
    for identity in identities {
        profiles.extend(context.member(identity));
    }
    profiles.extend(clients(plan));
    profiles
}

/// Returns the profiles of a plan's clients.
pub fn clients(plan: &Plan) -> Vec<CertificateProfile> {
    let context = ProfileContext::from(plan);
    let of = |one: &Client| context.client(Some(&one.name), Some(&one.common_name));
    plan.clients.iter().map(of).collect()
}

impl ProfileContext<'_> {
    fn names(&self) -> FileNames<'_> {
        FileNames::new(self.preset, self.cluster)
    }

    /// Returns the profiles of the authorities that are made here, each after its signer; none where
    /// the CA is the operator's own.
    pub fn authorities(&self) -> Vec<CertificateProfile> {
        let made = self.settings.custody.makes_authority();
        let all = self.settings.trust.authorities().iter().filter(|_| made);
        all.map(|one| self.authority(*one)).collect()
    }

    /// Returns the profile of one authority. The path length is zero for those that sign leaves, so
    /// that a stolen leaf key can't be made one.
    pub fn authority(&self, authority: Authority) -> CertificateProfile {
        let settings = self.settings;
        let LeafFiles { certificate, key } = self.names().authority(authority);
        CertificateProfile {
            role: CertificateRole::Authority,
            authority: Some(authority),
            signer: authority.anchor(),
            owner: self.cluster.to_string(),
            subject: self.authority_subject(authority),
            issuer: self.authority_subject(authority.anchor()),
            sans: Vec::new(),
            algorithm: settings.algorithm,
            key_usages: vec![KeyUsage::CertificateSign, KeyUsage::RevocationListSign],
            extended_key_usages: Vec::new(),
            path_length: Some(u8::from(authority == Authority::Root)),
            lifetime: settings.lifetimes.authority(),
            key_origin: KeyOrigin::Here,
            certificate_path: format!("authority/{certificate}").into(),
            key_path: format!("authority/{key}").into(),
            copies: Vec::new(),
        }
    }

    /// Returns the profiles of the certificates that are one member's alone.
    ///
    /// They carry serverAuth and clientAuth. A peer dials and is dialled. A server certificate is shown
    /// as a client certificate by the member's own gRPC gateway; with serverAuth alone `/v3/…` fails
    /// and the log fills with `x509: certificate specifies an incompatible key usage` (measured on 3.4
    /// and 3.5). Where another CA signs servers that doesn't help, and the gateway has a certificate of
    /// its own from 3.5 on.
    ///
    /// The server's SANs hold localhost and the loopback addresses, where people run etcdctl on a
    /// member; the peer's don't: a peer listener checks the caller's address against them. A member
    /// that lives on loopback dials from 127.0.0.1, whichever address it has (measured).
    pub fn member(&self, identity: Identity<'_>) -> Vec<CertificateProfile> {
        let mut profiles = Vec::with_capacity(3);
        match self.settings.arrangement {
            Arrangement::ServerAndPeer => {
                profiles.push(self.server(identity));
                profiles.push(self.peer(identity));
            }
            Arrangement::PerMember => profiles.push(self.dual_use(identity)),
            Arrangement::SharedServer => profiles.push(self.peer(identity)),
            Arrangement::Shared => {}
        }
        if self.settings.trust.gateway(self.version) == Gateway::OwnCertificate {
            profiles.push(self.gateway(identity));
        }
        profiles
    }

    /// Returns the profiles of the certificates that all members share: at most one.
    pub fn shared(&self, identities: &[Identity<'_>]) -> Vec<CertificateProfile> {
        let (role, files) = match self.settings.arrangement {
            Arrangement::ServerAndPeer | Arrangement::PerMember => return Vec::new(),
            Arrangement::SharedServer => (CertificateRole::Server, self.names().server(None)),
            Arrangement::Shared => (CertificateRole::Member, self.names().dual_use(None)),
        };
        let sans = identities.iter().flat_map(|one| one.sans()).chain(self.server_sans()).collect();
        let mut places = identities.iter().map(|one| places(&one.owner(), &files));
        let first = places.next().unwrap_or_else(|| self::places("", &files));
        vec![CertificateProfile {
            owner: self.cluster.to_string(),
            copies: places.collect(),
            ..self.leaf(role, self.cluster.as_str(), Some(self.cluster.as_str()), sans, first)
        }]
    }

    fn server(&self, identity: Identity<'_>) -> CertificateProfile {
        let files = self.names().server(identity.name);
        let sans = identity.sans().chain(self.server_sans()).collect();
        self.of_member(CertificateRole::Server, identity, sans, &files)
    }

    fn peer(&self, identity: Identity<'_>) -> CertificateProfile {
        let files = self.names().peer(identity.name);
        let on_loopback = identity.address.is_some_and(|address| address.ip().is_loopback());
        let dials_from = on_loopback.then(|| San::Ip(std::net::Ipv4Addr::LOCALHOST.into()));
        let sans = identity.sans().chain(dials_from).collect();
        self.of_member(CertificateRole::Peer, identity, sans, &files)
    }

    fn dual_use(&self, identity: Identity<'_>) -> CertificateProfile {
        let files = self.names().dual_use(identity.name);
        let sans = identity.sans().chain(self.server_sans()).collect();
        self.of_member(CertificateRole::Member, identity, sans, &files)
    }

    fn gateway(&self, identity: Identity<'_>) -> CertificateProfile {
        let files = self.names().gateway();
        self.of_member(CertificateRole::Gateway, identity, Vec::new(), &files)
    }

    fn of_member(
        &self,
        role: CertificateRole,
        identity: Identity<'_>,
        sans: Vec<San>,
        files: &LeafFiles,
    ) -> CertificateProfile {
        let owner = identity.owner();
        let common_name = identity.name.map(MemberName::as_str);
        self.leaf(role, &owner, common_name, sans, places(&owner, files))
    }

    /// Returns the profile of a client: clientAuth only, no SANs, which nobody looks at in a client.
    pub fn client(
        &self,
        name: Option<&ClientName>,
        common_name: Option<&CommonName>,
    ) -> CertificateProfile {
        let owner = name.map(ToString::to_string).unwrap_or_default();
        let LeafFiles { certificate, key } = self.names().client();
        let place = CertificateCopy {
            certificate_path: format!("clients/{owner}/{certificate}").into(),
            key_path: format!("clients/{owner}/{key}").into(),
        };
        let common_name = common_name.map(CommonName::as_str);
        self.leaf(CertificateRole::Client, &owner, common_name, Vec::new(), place)
    }

    fn leaf(
        &self,
        role: CertificateRole,
        owner: &str,
        common_name: Option<&str>,
        sans: Vec<San>,
        place: CertificateCopy,
    ) -> CertificateProfile {
        let (settings, trust) = (self.settings, self.settings.trust);
        let signer = match role {
            CertificateRole::Peer => trust.signs_peers(),
            CertificateRole::Client | CertificateRole::Gateway => trust.signs_clients(),
            _ => trust.signs_servers(),
        };
        let made = settings.custody.makes_authority();
        CertificateProfile {
            role,
            authority: None,
            signer,
            owner: owner.to_owned(),
            subject: subject(&settings.subject, common_name),
            issuer: if made { self.authority_subject(signer) } else { Vec::new() },
            sans: in_order(sans),
            algorithm: settings.algorithm,
            key_usages: leaf_key_usages(settings.algorithm.is_rsa()),
            extended_key_usages: self.purposes(role),
            path_length: None,
            lifetime: settings.lifetimes.leaf(),
            key_origin: match role {
                CertificateRole::Client => KeyOrigin::Here,
                _ => settings.member_keys,
            },
            certificate_path: place.certificate_path,
            key_path: place.key_path,
            copies: Vec::new(),
        }
    }

    fn purposes(&self, role: CertificateRole) -> Vec<ExtendedKeyUsage> {
        match role {
            CertificateRole::Client | CertificateRole::Gateway => {
                vec![ExtendedKeyUsage::ClientAuth]
            }
            // The gateway shows another one, or there is no gateway.
            CertificateRole::Server if self.settings.trust.needs_gateway_certificate() => {
                vec![ExtendedKeyUsage::ServerAuth]
            }
            _ => vec![ExtendedKeyUsage::ServerAuth, ExtendedKeyUsage::ClientAuth],
        }
    }

    /// What every certificate that clients see is valid for: where a member's own listener is dialled
    /// on the member itself, what stands in front of it, and what the plan says.
    fn server_sans(&self) -> impl Iterator<Item = San> {
        let balancer = self.load_balancer.into_iter().flat_map(|one| {
            let name = one.name.clone().map(San::from);
            name.into_iter().chain([San::from(one.address)])
        });
        let local = [
            San::Dns("localhost".into()),
            San::Ip(std::net::Ipv4Addr::LOCALHOST.into()),
            San::Ip(std::net::Ipv6Addr::LOCALHOST.into()),
        ];
        let of_plan = self.settings.server_sans.iter().cloned();
        balancer.chain(of_plan).chain(local)
    }

    fn authority_subject(&self, authority: Authority) -> Vec<Attribute> {
        // 64 characters is X.520's limit of a common name.
        const LIMIT: usize = 64;
        let which = match authority {
            Authority::Sole => "CA",
            Authority::Peer => "peer CA",
            Authority::Client => "client CA",
            Authority::Server => "server CA",
            Authority::Root => "root CA",
            Authority::Intermediate => "intermediate CA",
        };
        let named_so = self.cluster.as_str().to_ascii_lowercase().contains("etcd");
        let suffix = if named_so { format!(" {which}") } else { format!(" etcd {which}") };
        let name: String = self.cluster.as_str().chars().take(LIMIT - suffix.len()).collect();
        subject(&self.settings.subject, Some(&format!("{name}{suffix}")))
    }
}

/// Where the files of a member go.
fn places(owner: &str, files: &LeafFiles) -> CertificateCopy {
    CertificateCopy {
        certificate_path: format!("members/{owner}/pki/{}", files.certificate).into(),
        key_path: format!("members/{owner}/pki/{}", files.key).into(),
    }
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
fn leaf_key_usages(is_rsa: bool) -> Vec<KeyUsage> {
    if is_rsa {
        vec![KeyUsage::DigitalSignature, KeyUsage::KeyEncipherment]
    } else {
        vec![KeyUsage::DigitalSignature]
    }
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
        let mut plan = three_members();
        plan.cluster_name = cluster;
        let profile = &profiles(&plan)[0];
        let common_name = &profile.subject.last().unwrap().value;
        assert_eq!(common_name.chars().count(), 64);
        assert!(common_name.ends_with(" etcd CA"));
    }
}
