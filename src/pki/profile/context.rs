//! What the profiles of a plan follow from, and how.

use super::identity::Identity;
use super::{
    AUTHORITY_DIGITS, Attribute, AttributeKind, CertificateCopy, CertificateProfile,
    CertificateRole, ExtendedKeyUsage, KeyUsage, leaf_key_usages,
};
use crate::cluster::{
    Authority, CertificateLayout, CertificateSettings, Client, ClientName, ClusterName, CommonName,
    CountryCode, EtcdVersion, FileNames, Gateway, KeyOrigin, LeafFiles, LoadBalancer, MemberName,
    Plan, Preset, San, SubjectFields, SubjectText,
};

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
    let of = |one: &Client| context.client(Some(&one.name), one.common_name.as_ref());
    plan.clients.iter().map(of).collect()
}

impl ProfileContext<'_> {
    fn names(&self) -> FileNames<'_> {
        FileNames::new(self.preset, self.cluster)
    }

    /// Returns the profiles of the authorities that are made here, each after its signer; none where
    /// the CA is the operator's own.
    pub fn authorities(&self) -> Vec<CertificateProfile> {
        let made = self.settings.ca_source.makes_authority();
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
            awaits_digits: self.awaits_digits(),
            sans: Vec::new(),
            permitted: settings.name_constraints.clone(),
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
    /// They carry serverAuth and clientAuth. A peer dials and is dialed. A server certificate is shown
    /// as a client certificate by the member's own gRPC gateway; with serverAuth alone `/v3/…` fails
    /// and the log fills with `x509: certificate specifies an incompatible key usage` (measured on 3.4
    /// and 3.5). Where another CA signs servers that doesn't help, and the gateway has a certificate of
    /// its own from 3.5 on.
    ///
    /// The server's SANs hold localhost and the loopback addresses, where people run etcdctl on a
    /// member; the peer's don't: a peer listener checks the caller's address against them. A member
    /// that lives on loopback dials from 127.0.0.1, whichever IPv4 address it has (measured).
    /// Each holds the addresses of its own listener alone, where clients and peers have networks of their own.
    pub fn member(&self, identity: Identity<'_>) -> Vec<CertificateProfile> {
        let mut profiles = Vec::with_capacity(3);
        match self.settings.arrangement {
            CertificateLayout::ServerAndPeer => {
                profiles.push(self.server(identity));
                profiles.push(self.peer(identity));
            }
            CertificateLayout::PerMember => profiles.push(self.dual_use(identity)),
            CertificateLayout::SharedServer => profiles.push(self.peer(identity)),
            CertificateLayout::Shared => {}
        }
        if self.settings.trust.gateway(self.version) == Gateway::OwnCertificate {
            profiles.push(self.gateway(identity));
        }
        profiles
    }

    /// Returns the profiles of the certificates that all members share: at most one.
    pub fn shared(&self, identities: &[Identity<'_>]) -> Vec<CertificateProfile> {
        let (role, files) = match self.settings.arrangement {
            CertificateLayout::ServerAndPeer | CertificateLayout::PerMember => return Vec::new(),
            CertificateLayout::SharedServer => (CertificateRole::Server, self.names().server(None)),
            CertificateLayout::Shared => (CertificateRole::Member, self.names().dual_use(None)),
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
        let own = identity.named(identity.client_addresses());
        let sans = own.chain(self.server_sans()).collect();
        self.of_member(CertificateRole::Server, identity, sans, &files)
    }

    fn peer(&self, identity: Identity<'_>) -> CertificateProfile {
        let files = self.names().peer(identity.name);
        let addresses = identity.of_peers();
        let on_loopback = addresses.iter().any(|address| address.ip().is_loopback());
        let dials_from = on_loopback.then(|| San::Ip(std::net::Ipv4Addr::LOCALHOST.into()));
        let sans = identity.named(addresses.into_iter()).chain(dials_from).collect();
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

    /// Returns the profile of a client: clientAuth only, no SANs, which nobody looks at in a client. Where nothing else
    /// is in its subject, its O says whose it is: a certificate without any name is refused by some programs.
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
        let mut profile =
            self.leaf(CertificateRole::Client, &owner, common_name, Vec::new(), place);
        if profile.subject.is_empty() && !owner.is_empty() {
            profile.subject.push(Attribute { kind: AttributeKind::Organization, value: owner });
        }
        profile
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
        let made = settings.ca_source.makes_authority();
        let extended_key_usages = self.purposes(role);
        CertificateProfile {
            role,
            authority: None,
            signer,
            owner: owner.to_owned(),
            subject: subject(&settings.subject, common_name),
            issuer: if made { self.authority_subject(signer) } else { Vec::new() },
            awaits_digits: self.awaits_digits(),
            sans: in_order(sans),
            permitted: Vec::new(),
            algorithm: settings.algorithm,
            key_usages: leaf_key_usages(settings.algorithm.is_rsa(), &extended_key_usages),
            extended_key_usages,
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

    /// What every certificate that clients see is valid for: where a member's own listener is dialed
    /// on the member itself, what stands in front of it, and what the plan says.
    fn server_sans(&self) -> impl Iterator<Item = San> {
        let balancer = self.load_balancer.into_iter().flat_map(LoadBalancer::sans);
        let of_plan = self.settings.server_sans.iter().cloned();
        balancer.chain(of_plan).chain(San::of_own_machine())
    }

    /// The subject of an authority, but for the digits that follow its name where none was given.
    fn authority_subject(&self, authority: Authority) -> Vec<Attribute> {
        // 64 characters is X.520's limit of a common name; a blank stands before the digits.
        const LIMIT: usize = 64 - 1 - AUTHORITY_DIGITS;
        if let Some(name) = &self.settings.authority_name {
            return subject(&self.settings.subject, Some(&name.of(authority)));
        }
        let which = authority.in_name();
        let named_so = self.cluster.as_str().to_ascii_lowercase().contains("etcd");
        let suffix = if named_so { format!(" {which}") } else { format!(" etcd {which}") };
        let name: String = self.cluster.as_str().chars().take(LIMIT - suffix.len()).collect();
        subject(&self.settings.subject, Some(&format!("{name}{suffix}")))
    }

    /// Whether digits follow the names of the authorities.
    fn awaits_digits(&self) -> bool {
        let settings = self.settings;
        settings.ca_source.makes_authority() && settings.authority_name.is_none()
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
    use crate::cluster::{KeyAlgorithm, Member};
    use crate::pki::distinguished_name;

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
    fn only_the_rsa_key_of_a_server_enciphers_keys() {
        let mut plan = three_members();
        for algorithm in KeyAlgorithm::ALL {
            plan.certificates.algorithm = algorithm;
            for profile in profiles(&plan) {
                let enciphers = profile.key_usages.contains(&KeyUsage::KeyEncipherment);
                let serves =
                    matches!(profile.role, CertificateRole::Server | CertificateRole::Peer);
                assert_eq!(enciphers, algorithm.is_rsa() && serves, "{algorithm}: {profile:?}");
                let signs = profile.key_usages.contains(&KeyUsage::DigitalSignature);
                assert_eq!(signs, profile.role != CertificateRole::Authority, "{profile:?}");
            }
        }
    }

    #[test]
    fn a_peer_is_valid_for_its_own_host_only() {
        let peer = find(CertificateRole::Peer, "etcd-2");
        assert_eq!(sans(&peer), ["etcd-2", "etcd-2.example.com", "10.0.0.2"]);
    }

    #[test]
    fn each_certificate_holds_the_addresses_of_its_own_listener() {
        let of = |arrangement, role| {
            let mut plan = three_members();
            plan.certificates.arrangement = arrangement;
            let mut members: Vec<Member> = plan.members.iter().cloned().collect();
            members[1].more_addresses = vec!["fd00::2".parse().unwrap()];
            members[1].peer_addresses =
                vec!["10.1.0.2".parse().unwrap(), "fd01::2".parse().unwrap()];
            plan.members = crate::cluster::Members::new(members).unwrap();
            let all = profiles(&plan);
            let own = |one: &&CertificateProfile| one.role == role && one.owner != "etcd-1";
            let found = sans(all.iter().find(own).unwrap()).join(" ");
            found.replace("etcd-2 etcd-2.example.com ", "")
        };
        let split = CertificateLayout::ServerAndPeer;
        assert_eq!(of(split, CertificateRole::Peer), "10.1.0.2 fd01::2");
        let server = "localhost 10.0.0.2 fd00::2 127.0.0.1 ::1";
        assert_eq!(of(split, CertificateRole::Server), server);
        // One certificate is shown at both.
        let both = of(CertificateLayout::PerMember, CertificateRole::Member);
        for address in ["10.0.0.2", "fd00::2", "10.1.0.2", "fd01::2", "::1"] {
            assert!(both.split(' ').any(|one| one == address), "no {address} in {both}");
        }
    }

    #[test]
    fn digits_follow_the_name_of_an_authority_unless_that_was_given() {
        let mut plan = three_members();
        let names = |plan: &Plan| {
            let of = |one: CertificateProfile| {
                let one = one.with_digits("4f3a91c2");
                (distinguished_name(&one.subject), distinguished_name(&one.issuer))
            };
            profiles(plan).into_iter().take(2).map(of).unzip::<_, _, Vec<_>, Vec<_>>()
        };
        let drawn = "O = Example, CN = production etcd CA 4f3a91c2";
        let (subjects, issuers) = names(&plan);
        assert_eq!(subjects, [drawn, "O = Example, CN = etcd-1"]);
        assert_eq!(issuers, [drawn; 2]);
        plan.certificates.authority_name = Some("Works CA".parse().unwrap());
        let given = "O = Example, CN = Works CA";
        assert_eq!(names(&plan).0[0], given);
        assert_eq!(names(&plan).1, [given; 2]);
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
        let profile = profiles(&plan).swap_remove(0).with_digits("4f3a91c2");
        let common_name = profile.common_name().unwrap();
        assert_eq!(common_name.chars().count(), 64);
        assert!(common_name.ends_with(" etcd CA 4f3a91c2"));
    }
}
