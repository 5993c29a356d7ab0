//! What is tried: each case a certificate, where it is shown, and to whom.

mod clients;
mod limits;
mod loads;
mod peers;
mod servers;

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, CustomExtension, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose as Eku, GeneralSubtree, IsCa, KeyUsagePurpose, NameConstraints,
};

use quorate::etcd::Build;
use quorate::etcd::flags::{self, Availability};

use super::mint::{AUTHORITY, Authority, LEAF, Pair, days, key_by_openssl, pem, rsa_key};

/// How a case is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trial {
    /// etcdctl shows it to a member.
    Client,
    /// A member shows it to etcdctl, which dials this host.
    Server(&'static str),
    /// A member is to load it, with what it trusts.
    Load,
    /// One of two members shows it to the other, which dials this host.
    Peer(&'static str),
}

pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) trial: Trial,
    pub(crate) pair: Pair,
    /// What the other side trusts; for a client, the member's own file.
    pub(crate) anchors: String,
    /// Further flags of the member that is dialed; of both, where two members meet.
    pub(crate) flags: Vec<&'static str>,
    /// The dialed port's list of revoked certificates.
    pub(crate) revoked: Option<Vec<u8>>,
}

impl Case {
    fn new(name: impl Into<String>, trial: Trial, pair: Pair, anchors: String) -> Self {
        Self { name: name.into(), trial, pair, anchors, flags: Vec::new(), revoked: None }
    }

    fn with_flags(self, flags: &[&'static str]) -> Self {
        Self { flags: flags.to_vec(), ..self }
    }

    /// The values of one of its flags.
    pub(crate) fn flag(&self, name: &str) -> Vec<String> {
        let of =
            |flag: &&'static str| flag.strip_prefix("--")?.strip_prefix(name)?.strip_prefix('=');
        let values = self.flags.iter().filter_map(of);
        values.flat_map(|value| value.split(',')).map(str::to_owned).collect()
    }

    /// Whether an etcd has all of its flags.
    pub(crate) fn is_for(&self, etcd: Build) -> bool {
        let name = |flag: &&'static str| flag.trim_start_matches("--").split('=').next();
        let mut flags = self.flags.iter().filter_map(name).filter_map(flags::find);
        flags.all(|flag| flag.availability(etcd.release) == Availability::There)
    }

    /// The host that is dialed, where one is.
    pub(crate) fn host(&self) -> Option<&'static str> {
        match self.trial {
            Trial::Server(host) | Trial::Peer(host) => Some(host),
            Trial::Load => Some(HOST),
            Trial::Client => None,
        }
    }
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
    cases.limits();
    // Clients are judged against all that the member trusts in the end.
    let trusted = cases.trusted.clone();
    for case in cases.all.iter_mut().filter(|case| case.trial == Trial::Client) {
        case.anchors.clone_from(&trusted);
    }
    cases
}

/// An extension of a certificate, by its number below 2.5.29.
fn extension(number: u64, critical: bool, content: &'static [u8]) -> Change {
    change(move |one| {
        let mut extension =
            CustomExtension::from_oid_content(&[2, 5, 29, number], content.to_vec());
        extension.set_criticality(critical);
        one.custom_extensions.push(extension);
    })
}

fn usages(usages: &'static [KeyUsagePurpose]) -> Change {
    change(move |one| one.key_usages = usages.to_vec())
}

fn expired() -> Change {
    change(|one| one.not_after = days(0) - time::Duration::hours(1))
}

fn tomorrow() -> Change {
    change(|one| one.not_before = days(1))
}

/// Authorities that are odd, whoever is shown what they sign.
fn odd_authorities() -> Vec<(&'static str, Change)> {
    let subtree = |subtree: GeneralSubtree| {
        change(move |one| {
            one.name_constraints = Some(NameConstraints {
                permitted_subtrees: vec![subtree],
                excluded_subtrees: Vec::new(),
            });
        })
    };
    let mut organization = DistinguishedName::new();
    organization.push(DnType::OrganizationName, "example");
    vec![
        ("authority without basic constraints", change(|one| one.is_ca = IsCa::NoCa)),
        ("authority with CA:FALSE", change(|one| one.is_ca = IsCa::ExplicitNoCa)),
        ("authority without keyCertSign", usages(&[KeyUsagePurpose::CrlSign])),
        ("authority without key usage", usages(&[])),
        ("authority for servers only", purposes(&[Eku::ServerAuth])),
        ("authority for clients only", purposes(&[Eku::ClientAuth])),
        ("authority for any purpose", purposes(&[Eku::Any])),
        ("authority for mail", purposes(&[Eku::EmailProtection])),
        ("expired authority", expired()),
        ("authority of tomorrow", tomorrow()),
        (
            "authority that allows the names",
            constrained(&["localhost", "10.77.0.0", "127.0.0.0"], &[]),
        ),
        ("authority of another domain", constrained(&["example.org"], &[])),
        ("authority of another network", constrained(&["192.168.0.0"], &[])),
        ("authority that excludes a name", constrained(&[], &["localhost"])),
        ("authority that excludes a network", constrained(&[], &["10.77.0.0"])),
        ("authority of mail addresses", subtree(GeneralSubtree::Rfc822Name("example.org".into()))),
        ("authority of subjects", subtree(GeneralSubtree::DirectoryName(organization))),
        (
            "authority with an unknown critical extension",
            change(|one| {
                let mut extension = CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![4, 0]);
                extension.set_criticality(true);
                one.custom_extensions.push(extension);
            }),
        ),
        ("authority with critical policy constraints", extension(36, true, &[48, 3, 128, 1, 0])),
        (
            "authority of path length 0",
            change(|one| one.is_ca = IsCa::Ca(BasicConstraints::Constrained(0))),
        ),
    ]
}

/// Leaves of an authority that is trusted, by another one between them; with the way up that is shown.
fn chains(root: &Authority) -> Vec<(&'static str, Pair)> {
    let below = |change: Change| {
        let middle = root.below("middle", change);
        middle.leaf(|_| {}).followed_by(&middle.pair)
    };
    let middle = root.below("middle", |_| {});
    let leaf = middle.leaf(|_| {});
    let second = middle.below("second", |_| {});
    let unrelated = Authority::root("unrelated", |_| {}).pair;
    let version_1 = root.pair.signs(&key_by_openssl(&["-algorithm", "ED25519"]), "", &[]);
    let of_version_1 = version_1.signs(&key_by_openssl(&["-algorithm", "ED25519"]), LEAF, &[]);
    let junk = Pair { certificate: pem(&[48, 3, 2, 1, 0]), key: String::new() };
    vec![
        ("without its intermediate", leaf.clone()),
        ("with its intermediate", leaf.clone().followed_by(&middle.pair)),
        (
            "with its chain out of order",
            leaf.clone().followed_by(&root.pair).followed_by(&middle.pair),
        ),
        (
            "with its intermediate twice",
            leaf.clone().followed_by(&middle.pair).followed_by(&middle.pair),
        ),
        (
            "with a stranger in its chain",
            leaf.clone().followed_by(&unrelated).followed_by(&middle.pair),
        ),
        ("with junk in its chain", leaf.followed_by(&middle.pair).followed_by(&junk)),
        (
            "with two intermediates",
            second.leaf(|_| {}).followed_by(&second.pair).followed_by(&middle.pair),
        ),
        ("with one of two intermediates", second.leaf(|_| {}).followed_by(&second.pair)),
        ("below an expired intermediate", below(expired())),
        ("below an intermediate of tomorrow", below(tomorrow())),
        ("below an intermediate without keyCertSign", below(usages(&[KeyUsagePurpose::CrlSign]))),
        (
            "below an intermediate with CA:FALSE",
            below(change(|one| one.is_ca = IsCa::ExplicitNoCa)),
        ),
        ("below an intermediate for servers only", below(purposes(&[Eku::ServerAuth]))),
        ("below an intermediate for clients only", below(purposes(&[Eku::ClientAuth]))),
        ("below an intermediate of another domain", below(constrained(&["example.org"], &[]))),
        ("below an intermediate of version 1", of_version_1.followed_by(&version_1)),
    ]
}

/// Leaves that Go's parser refuses, or refuses by some releases.
fn awkward(authority: &Authority) -> Vec<(&'static str, Pair)> {
    let of = |change: Change| authority.leaf(change);
    let printable = || {
        of(change(|one| {
            one.distinguished_name = DistinguishedName::new();
            let name = rcgen::string::PrintableString::try_from("leafXexample").unwrap();
            one.distinguished_name.push(DnType::CommonName, rcgen::DnValue::PrintableString(name));
        }))
    };
    let far = of(change(|one| one.not_after = time::macros::datetime!(2050-01-01 0:00 UTC)));
    vec![
        (
            "with a critical key identifier of its authority",
            of(extension(35, true, &[48, 6, 128, 4, 1, 2, 3, 4])),
        ),
        ("with a critical key identifier", of(extension(14, true, &[4, 4, 1, 2, 3, 4]))),
        (
            "with critical alternative names of its issuer",
            of(extension(18, true, &[48, 4, 130, 2, b'c', b'a'])),
        ),
        (
            "with a policy twice",
            of(extension(32, false, &[48, 12, 48, 4, 6, 2, 42, 3, 48, 4, 6, 2, 42, 3])),
        ),
        ("with critical policy constraints", of(extension(36, true, &[48, 3, 128, 1, 0]))),
        (
            "with a name in UTF-8",
            of(change(|one| {
                one.subject_alt_names.clear();
                let names = [
                    48, 15, 130, 7, 0xc3, 0xbc, b'.', b't', b'e', b's', b't', 0x87, 4, 10, 77, 0, 1,
                ];
                one.custom_extensions
                    .push(CustomExtension::from_oid_content(&[2, 5, 29, 17], names.to_vec()));
            })),
        ),
        ("with an at sign in its subject", printable().altered(b"leafXexample", b"leaf@example")),
        (
            "with an underscore in its subject",
            printable().altered(b"leafXexample", b"leaf_example"),
        ),
        (
            "with a fraction of a second",
            far.clone().altered(b"20500101000000Z", b"205001010000.5Z"),
        ),
        ("of 2050", far),
        (
            "with a serial number of 21 bytes",
            of(change(|one| {
                one.serial_number = Some(rcgen::SerialNumber::from_slice(&[0x7f; 21]));
            })),
        ),
        (
            "with the serial number 0",
            of(change(|one| one.serial_number = Some(rcgen::SerialNumber::from_slice(&[0])))),
        ),
        ("without digitalSignature", of(usages(&[KeyUsagePurpose::KeyEncipherment]))),
        ("for mail", of(purposes(&[Eku::EmailProtection]))),
    ]
}

/// Leaves of authorities of other kinds, with those whom one has to trust.
fn kinds() -> Vec<(&'static str, Pair, Pair)> {
    let curve = |name: &str| {
        let curve = format!("ec_paramgen_curve:{name}");
        key_by_openssl(&["-algorithm", "EC", "-pkeyopt", &curve])
    };
    let ed25519 = || key_by_openssl(&["-algorithm", "ED25519"]);
    let rsa = Pair::root("rsa", &rsa_key(2048), AUTHORITY, &[]);
    let p256 = Pair::root("p-256", &curve("P-256"), AUTHORITY, &[]);
    let p224 = Pair::root("p-224", &curve("P-224"), AUTHORITY, &[]);
    let p521 = Pair::root("p-521", &curve("P-521"), AUTHORITY, &[]);
    let short = Pair::root("short", &rsa_key(768), AUTHORITY, &[]);
    let version_1 = Pair::root("version 1", &rsa_key(2048), "", &[]);
    let itself = Pair::root("itself", &curve("P-256"), LEAF, &[]);
    let denying =
        Pair::root("denying", &curve("P-256"), &format!("{LEAF}basicConstraints=CA:FALSE\n"), &[]);
    let of = |name, authority: &Pair, sign: &[&str]| {
        (name, authority.signs(&ed25519(), LEAF, sign), authority.clone())
    };
    vec![
        of("signed by RSA with SHA-1", &rsa, &["-sha1"]),
        of("signed by RSA with SHA-224", &rsa, &["-sha224"]),
        of("signed by RSA with SHA-256", &rsa, &["-sha256"]),
        of("signed by RSA with SHA-384", &rsa, &["-sha384"]),
        of("signed by RSA with SHA-512", &rsa, &["-sha512"]),
        of("signed by RSA with MD5", &rsa, &["-md5"]),
        of(
            "signed by RSA-PSS",
            &rsa,
            &["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"],
        ),
        of("signed by P-256 with SHA-1", &p256, &["-sha1"]),
        of("signed by P-256 with SHA-224", &p256, &["-sha224"]),
        of("signed by P-256 with SHA-384", &p256, &["-sha384"]),
        of("signed by P-256 with SHA-512", &p256, &["-sha512"]),
        of("signed by P-224", &p224, &["-sha256"]),
        of("signed by P-521", &p521, &["-sha512"]),
        of("signed by RSA of 768 bits", &short, &["-sha256"]),
        of("below a root of version 1", &version_1, &["-sha256"]),
        ("of version 1", rsa.signs(&ed25519(), "", &[]), rsa.clone()),
        ("with RSA 512", rsa.signs(&rsa_key(512), LEAF, &[]), rsa.clone()),
        ("with RSA 768", rsa.signs(&rsa_key(768), LEAF, &[]), rsa.clone()),
        ("with RSA 1024", rsa.signs(&rsa_key(1024), LEAF, &[]), rsa.clone()),
        ("with RSA 2048", rsa.signs(&rsa_key(2048), LEAF, &[]), rsa.clone()),
        ("with RSA 8200", rsa.signs(RSA_8200, LEAF, &[]), rsa.clone()),
        ("with P-521", rsa.signs(&curve("P-521"), LEAF, &[]), rsa.clone()),
        ("that signed itself and is trusted", itself.clone(), itself),
        ("that signed itself, denies to be an authority and is trusted", denying.clone(), denying),
    ]
}

/// A key that takes openssl a minute to make.
const RSA_8200: &str = include_str!("../../fixtures/pki/rsa-8200.key");
