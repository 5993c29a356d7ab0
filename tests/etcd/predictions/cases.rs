//! What is tried: each case a certificate, where it is shown, and to whom.

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, CustomExtension,
    ExtendedKeyUsagePurpose as Eku, GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose,
    NameConstraints,
};

use super::mint::{Authority, Pair, days, der, dns, ip, key_through_openssl, pem};

/// How a case is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trial {
    /// etcdctl shows it to a member.
    Client,
    /// A member shows it to etcdctl, which dials this host.
    Server(&'static str),
    /// A member is to load it, with what it trusts.
    Load,
    /// One of two members shows it to the other, which dials this host; with the flags of both.
    Peer(&'static str, Vec<&'static str>),
}

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) trial: Trial,
    pub(crate) pair: Pair,
    /// What the other side trusts; for a client, the member's own file.
    pub(crate) anchors: String,
}

/// All cases, and what members and clients need beside them.
pub(crate) struct Cases {
    pub(crate) all: Vec<Case>,
    pub(crate) authority: Authority,
    /// The member's file of trusted authorities.
    pub(crate) trusted: String,
}

/// Where members of one are dialed, unless a case says otherwise.
pub(crate) const HOST: &str = "10.77.0.1";

type Change = Box<dyn FnOnce(&mut CertificateParams)>;

fn change(change: impl FnOnce(&mut CertificateParams) + 'static) -> Change {
    Box::new(change)
}

fn good() -> Change {
    change(|_| {})
}

fn purposes(purposes: &'static [Eku]) -> Change {
    change(move |one| one.extended_key_usages = purposes.to_vec())
}

fn constrained(permitted: &'static [&'static str], excluded: &'static [&'static str]) -> Change {
    let trees = |all: &[&str]| {
        all.iter()
            .map(|one| match one.parse::<std::net::Ipv4Addr>() {
                Ok(address) => {
                    GeneralSubtree::IpAddress(CidrSubnet::V4(address.octets(), [255, 255, 0, 0]))
                }
                Err(_) => GeneralSubtree::DnsName((*one).to_owned()),
            })
            .collect()
    };
    change(move |one| {
        one.name_constraints = Some(NameConstraints {
            permitted_subtrees: trees(permitted),
            excluded_subtrees: trees(excluded),
        });
    })
}

/// All cases, minted once.
pub(crate) fn all() -> &'static Cases {
    static CASES: std::sync::OnceLock<Cases> = std::sync::OnceLock::new();
    CASES.get_or_init(mint)
}

fn mint() -> Cases {
    let authority = Authority::root("ca", |_| {});
    let mut cases =
        Cases { trusted: authority.pair.certificate.clone(), authority, all: Vec::new() };
    cases.clients();
    cases.clients_of_odd_authorities();
    cases.servers();
    cases.loads();
    cases.peers();
    // Clients are judged against all that the member trusts in the end.
    let trusted = cases.trusted.clone();
    for case in cases.all.iter_mut().filter(|case| case.trial == Trial::Client) {
        case.anchors.clone_from(&trusted);
    }
    cases
}

impl Cases {
    fn client(&mut self, name: &'static str, pair: Pair) {
        self.all.push(Case { name, trial: Trial::Client, pair, anchors: String::new() });
    }

    fn clients(&mut self) {
        for (name, change) in [
            ("client", good()),
            ("client without purposes", purposes(&[])),
            ("client with serverAuth only", purposes(&[Eku::ServerAuth])),
            ("client with clientAuth only", purposes(&[Eku::ClientAuth])),
            ("client with any purpose", purposes(&[Eku::Any])),
            ("expired client", change(|one| one.not_after = days(0) - time::Duration::hours(1))),
            ("client of tomorrow", change(|one| one.not_before = days(1))),
            (
                "client that starts now",
                change(|one| one.not_before = days(0) - time::Duration::minutes(1)),
            ),
            ("client without names", change(|one| one.subject_alt_names.clear())),
            (
                "client without a subject",
                change(|one| one.distinguished_name = rcgen::DistinguishedName::new()),
            ),
            (
                "client that is an authority",
                change(|one| one.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
            ),
            (
                "client with an unknown critical extension",
                change(|one| {
                    let mut extension =
                        CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![4, 0]);
                    extension.set_criticality(true);
                    one.custom_extensions.push(extension);
                }),
            ),
            ("client of more than the authority's life", change(|one| one.not_after = days(4000))),
        ] {
            let pair = self.authority.leaf(change);
            self.client(name, pair);
        }
        let mut appended = self.authority.leaf(|_| {});
        appended.certificate += &self.authority.pair.certificate;
        self.client("client with its root appended", appended);
        for (name, algorithm) in [
            ("client with P-384", &rcgen::PKCS_ECDSA_P384_SHA384),
            ("client with Ed25519", &rcgen::PKCS_ED25519),
        ] {
            let key = KeyPair::generate_for(algorithm).unwrap();
            let pair = self.authority.leaf_with_key(&key, |_| {});
            self.client(name, pair);
        }
        for (name, key, sign) in [
            (
                "client with RSA 1024",
                &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"][..],
                &[][..],
            ),
            ("client signed with SHA-1", &["-algorithm", "ED25519"][..], &["-sha1"][..]),
            (
                "client with a negative serial number",
                &["-algorithm", "ED25519"][..],
                &["-set_serial", "-5"][..],
            ),
        ] {
            let pair = self.authority.leaf_by_openssl(key, sign);
            self.client(name, pair);
        }
        let own = Authority::root("self", |one| {
            one.extended_key_usages = vec![Eku::ClientAuth];
            one.key_usages.push(KeyUsagePurpose::DigitalSignature);
        });
        self.client("client that signed itself", own.pair);
    }

    /// A client of an authority that is trusted, and odd.
    fn of(&mut self, name: &'static str, authority: Change) {
        let authority = Authority::root(name, authority);
        self.trusted += &authority.pair.certificate;
        let pair = authority.leaf(|_| {});
        self.client(name, pair);
    }

    fn clients_of_odd_authorities(&mut self) {
        self.of("authority without basic constraints", change(|one| one.is_ca = IsCa::NoCa));
        self.of("authority with CA:FALSE", change(|one| one.is_ca = IsCa::ExplicitNoCa));
        self.of(
            "authority without keyCertSign",
            change(|one| {
                one.key_usages = vec![KeyUsagePurpose::CrlSign];
            }),
        );
        self.of("authority without key usage", change(|one| one.key_usages.clear()));
        self.of("authority for servers only", purposes(&[Eku::ServerAuth]));
        self.of(
            "expired authority",
            change(|one| one.not_after = days(0) - time::Duration::hours(1)),
        );
        self.of("authority of tomorrow", change(|one| one.not_before = days(1)));
        self.of(
            "authority that allows the names",
            constrained(&["localhost", "10.77.0.0", "127.0.0.0"], &[]),
        );
        self.of("authority of another domain", constrained(&["example.org"], &[]));
        self.of("authority of another network", constrained(&["192.168.0.0"], &[]));
        self.of("authority that excludes a name", constrained(&[], &["localhost"]));
        self.of("authority that excludes a network", constrained(&[], &["10.77.0.0"]));

        let stranger = Authority::root("stranger", |_| {}).leaf(|_| {});
        self.client("client of an unknown authority", stranger);
        let twin = Authority::root("ca", |_| {}).leaf(|_| {});
        self.client("client of an authority made anew", twin);
        let middle = self.authority.below("middle", |_| {});
        let mut pair = middle.leaf(|_| {});
        self.client("client without its intermediate", pair.clone());
        pair.certificate += &middle.pair.certificate;
        self.client("client with its intermediate", pair);
        let tight =
            Authority::root("tight", |one| one.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)));
        self.trusted += &tight.pair.certificate;
        let below = tight.below("below tight", |_| {});
        let mut pair = below.leaf(|_| {});
        pair.certificate += &below.pair.certificate;
        self.client("client beyond the path length", pair);
        let alone = Authority::root("gone", |_| {}).below("trusted intermediate", |_| {});
        self.trusted += &alone.pair.certificate;
        self.client("client of an intermediate that is trusted alone", alone.leaf(|_| {}));
    }

    fn server(&mut self, name: &'static str, host: &'static str, pair: Pair) {
        let anchors = self.authority.pair.certificate.clone();
        self.all.push(Case { name, trial: Trial::Server(host), pair, anchors });
    }

    fn servers(&mut self) {
        let names = |all: &'static [&'static str]| {
            change(move |one| {
                one.subject_alt_names = all
                    .iter()
                    .map(|name| {
                        name.parse::<std::net::IpAddr>().map_or_else(|_| dns(name), |_| ip(name))
                    })
                    .collect();
            })
        };
        for (name, host, change) in [
            ("server", HOST, good()),
            ("server by its name", "localhost", good()),
            ("server without purposes", HOST, purposes(&[])),
            ("server with clientAuth only", HOST, purposes(&[Eku::ClientAuth])),
            (
                "expired server",
                HOST,
                change(|one| one.not_after = days(0) - time::Duration::hours(1)),
            ),
            ("server of tomorrow", HOST, change(|one| one.not_before = days(1))),
            ("server of another address", HOST, names(&["127.0.0.1", "localhost"])),
            ("server without addresses", HOST, names(&["localhost"])),
            (
                "server whose address is a DNS name",
                HOST,
                change(|one| one.subject_alt_names = vec![dns(HOST)]),
            ),
            ("server without loopback", HOST, names(&[HOST])),
            (
                "server of a common name",
                HOST,
                change(|one| {
                    one.subject_alt_names.clear();
                    one.distinguished_name = rcgen::DistinguishedName::new();
                    one.distinguished_name.push(rcgen::DnType::CommonName, HOST);
                }),
            ),
            ("server without any name", HOST, change(|one| one.subject_alt_names.clear())),
            ("server of another name", "a.example.test", names(&["b.example.test", HOST])),
            ("server of a name in capitals", "a.example.test", names(&["A.Example.test"])),
            ("server of a wildcard", "a.example.test", names(&["*.example.test"])),
            ("server below a wildcard", "a.b.example.test", names(&["*.example.test"])),
            ("server of a top-level wildcard", "wide.test", names(&["*.test"])),
            ("server of a name with a dot", "a.example.test", names(&["a.example.test."])),
            ("server with an empty name", HOST, change(|one| one.subject_alt_names.push(dns("")))),
            ("server of a URL", "a.example.test", names(&["https://a.example.test:2379"])),
        ] {
            let pair = self.authority.leaf(change);
            self.server(name, host, pair);
        }
        let stranger = Authority::root("stranger", |_| {}).leaf(|_| {});
        self.server("server of an unknown authority", HOST, stranger);
        let p224 = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224"];
        let p224 = self.authority.leaf_by_openssl(&p224, &[]);
        self.server("server with P-224", HOST, p224);
    }

    fn load(&mut self, name: &'static str, pair: Pair) {
        let anchors = self.authority.pair.certificate.clone();
        self.all.push(Case { name, trial: Trial::Load, pair, anchors });
    }

    fn loads(&mut self) {
        let (one, other) = (self.authority.leaf(|_| {}), self.authority.leaf(|_| {}));
        self.load("the key of another", Pair { key: other.key.clone(), ..one.clone() });
        let kind = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap().serialize_pem();
        self.load("a key of another kind", Pair { key: kind, ..one.clone() });
        let key = key_through_openssl(&one.key, &["pkcs8", "-topk8", "-passout", "pass:secret"]);
        self.load("an encrypted key", Pair { key, ..one.clone() });
        let key = key_through_openssl(&one.key, &["ec", "-aes128", "-passout", "pass:secret"]);
        self.load("a key encrypted the old way", Pair { key, ..one.clone() });
        let key = one.key.replace(" PRIVATE", " OPENSSH PRIVATE");
        self.load("a key labelled as OpenSSH's", Pair { key, ..one.clone() });
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----\n";
        self.load("a key in OpenSSH's form", Pair { key: key.into(), ..one.clone() });
        self.load("a certificate for a key", Pair { key: one.certificate.clone(), ..one.clone() });
        self.load("a key for a certificate", Pair { certificate: one.key.clone(), ..one.clone() });
        self.load("nothing for a key", Pair { key: String::new(), ..one.clone() });
        let certificate = String::from("\u{feff}") + &one.certificate;
        self.load("a byte order mark", Pair { certificate, ..one.clone() });
        self.load("no PEM at all", Pair { certificate: "0\u{1}\u{2}".into(), ..one.clone() });
        let certificate = one.certificate.replace("CERTIFICATE", "TRUSTED CERTIFICATE");
        self.load("a certificate with openssl's label", Pair { certificate, ..one.clone() });
        let certificate = self.authority.pair.certificate.clone() + &one.certificate;
        self.load("the authority before the leaf", Pair { certificate, ..one.clone() });
        let mut longer = der(&one.certificate);
        longer.push(0);
        self.load(
            "a byte behind the certificate",
            Pair { certificate: pem(&longer), ..one.clone() },
        );
        let doubled = self.authority.leaf(|one| {
            let names =
                CustomExtension::from_oid_content(&[2, 5, 29, 17], vec![48, 3, 130, 1, b'a']);
            one.custom_extensions.push(names);
        });
        self.load("an extension that stands there twice", doubled);
        for (name, key) in [
            ("a key on Ed448", &["-algorithm", "ED448"][..]),
            (
                "a key on secp256k1",
                &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"][..],
            ),
        ] {
            let pair = self.authority.leaf_by_openssl(key, &[]);
            self.load(name, pair);
        }
        let anchors = self.authority.pair.certificate.clone() + &self.authority.pair.key;
        self.all.push(Case {
            name: "a key among the trusted",
            trial: Trial::Load,
            pair: one.clone(),
            anchors,
        });
        self.load("a pair in order", one);
    }

    fn peer(&mut self, name: &'static str, flags: &[&'static str], change: Change) {
        self.peer_of(name, "10.77.0.2", flags, change);
    }

    fn peer_of(
        &mut self,
        name: &'static str,
        host: &'static str,
        flags: &[&'static str],
        change: Change,
    ) {
        let pair = self.authority.leaf(|one| {
            one.subject_alt_names = vec![ip("10.77.0.2")];
            one.distinguished_name.push(rcgen::DnType::OrganizationName, "two");
            change(one);
        });
        let anchors = self.authority.pair.certificate.clone();
        self.all.push(Case { name, trial: Trial::Peer(host, flags.to_vec()), pair, anchors });
    }

    fn peers(&mut self) {
        self.peer("peer", &[], good());
        self.peer("peer without purposes", &[], purposes(&[]));
        self.peer("peer with serverAuth only", &[], purposes(&[Eku::ServerAuth]));
        self.peer("peer with clientAuth only", &[], purposes(&[Eku::ClientAuth]));
        self.peer(
            "peer of another address",
            &[],
            change(|one| one.subject_alt_names = vec![ip("10.77.0.9")]),
        );
        self.peer_of(
            "peer by its name",
            "m2.example.test",
            &[],
            change(|one| {
                one.subject_alt_names = vec![dns("m2.example.test")];
            }),
        );
        self.peer_of(
            "peer that dials from elsewhere",
            "m2.example.test",
            &[],
            change(|one| {
                one.subject_alt_names = vec![dns("m2.example.test"), ip("10.77.0.9")];
            }),
        );
        self.peer(
            "expired peer",
            &[],
            change(|one| one.not_after = days(0) - time::Duration::hours(1)),
        );
        self.peer("peer of an allowed name", &["--peer-cert-allowed-cn=leaf"], good());
        self.peer(
            "peer of no allowed name",
            &["--peer-cert-allowed-cn=leaf"],
            change(|one| {
                one.distinguished_name.push(rcgen::DnType::CommonName, "other");
            }),
        );
    }
}
