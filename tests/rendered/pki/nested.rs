//! What authorities pass down: name constraints and extended key usages of a root and of an intermediate,
//! as the judge, rustls-webpki and openssl see them. Where these two differ from Go, the case says so; what
//! etcd itself makes of them is measured in the predictions.

use std::fs;
use std::process::Command;

use quorate::cluster::EtcdVersion;
use quorate::finding::Rule;
use quorate::pki::judge::{Context, Gateway, Judgement, PresentedChain, Role, Verdict, judge};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose as Purpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, UnixTime};
use time::{Duration, OffsetDateTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::support::needs::need;

/// A root, an intermediate and a leaf for `etcd-1.example.com` and 10.77.0.1, as PEM.
struct Chain {
    root: String,
    intermediate: String,
    leaf: String,
}

/// What is taken as a server's certificate, and what as a client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Accepted {
    server: bool,
    client: bool,
}

const BOTH: Accepted = Accepted { server: true, client: true };
const SERVER: Accepted = Accepted { server: true, client: false };
const CLIENT: Accepted = Accepted { server: false, client: true };
const NEITHER: Accepted = Accepted { server: false, client: false };

struct Case {
    name: &'static str,
    chain: Chain,
    etcd: Accepted,
    /// Where it differs from etcd.
    webpki: Option<Accepted>,
    /// Where it differs from etcd.
    openssl: Option<Accepted>,
}

type Change = fn(&mut CertificateParams);

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = OffsetDateTime::now_utc() - Duration::days(1);
    params.not_after = OffsetDateTime::now_utc() + Duration::days(30);
    params
}

fn authority(name: &str, change: Change) -> CertificateParams {
    let mut params = named(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    change(&mut params);
    params
}

impl Case {
    fn new(name: &'static str, etcd: Accepted, [root, intermediate, leaf]: [Change; 3]) -> Self {
        let keys = [(); 3].map(|()| KeyPair::generate().unwrap());
        let [root_key, intermediate_key, leaf_key] = keys;
        let root = authority("root", root);
        let root_pem = root.self_signed(&root_key).unwrap().pem();
        let root = Issuer::new(root, root_key);
        let intermediate = authority("intermediate", intermediate);
        let intermediate_pem = intermediate.signed_by(&intermediate_key, &root).unwrap().pem();
        let intermediate = Issuer::new(intermediate, intermediate_key);
        let mut params = named("etcd-1");
        params.subject_alt_names = vec![
            SanType::DnsName("etcd-1.example.com".try_into().unwrap()),
            SanType::IpAddress("10.77.0.1".parse().unwrap()),
        ];
        params.extended_key_usages = vec![Purpose::ServerAuth, Purpose::ClientAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf(&mut params);
        let leaf = params.signed_by(&leaf_key, &intermediate).unwrap().pem();
        let chain = Chain { root: root_pem, intermediate: intermediate_pem, leaf };
        Self { name, chain, etcd, webpki: None, openssl: None }
    }

    fn but_webpki(self, accepted: Accepted) -> Self {
        Self { webpki: Some(accepted), ..self }
    }

    fn but_openssl(self, accepted: Accepted) -> Self {
        Self { openssl: Some(accepted), ..self }
    }
}

impl Chain {
    fn judged(&self, role: Role) -> Judgement {
        let etcd = EtcdVersion::V3_5.into();
        let file = format!("{}{}", self.leaf, self.intermediate);
        let shown = PresentedChain::read(file.as_bytes(), None, Some(self.root.as_bytes()), etcd);
        // The gateway would hold a server's certificate against a client's purpose as well.
        judge(&shown, &Context { gateway: Gateway::Off, ..Context::new(role, etcd) })
    }

    fn by_webpki(&self, usage: KeyUsage) -> bool {
        let der = |pem: &str| CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let (root, between, leaf) = (der(&self.root), der(&self.intermediate), der(&self.leaf));
        let anchors = [anchor_from_trusted_cert(&root).unwrap()];
        let all = webpki::ALL_VERIFICATION_ALGS;
        let leaf = EndEntityCert::try_from(&leaf).unwrap();
        leaf.verify_for_usage(all, &anchors, &[between], UnixTime::now(), usage, None, None).is_ok()
    }

    fn by_openssl(&self, purpose: &str) -> bool {
        let scratch = tempfile::TempDir::new().unwrap();
        for (name, pem) in
            [("root", &self.root), ("between", &self.intermediate), ("leaf", &self.leaf)]
        {
            fs::write(scratch.path().join(name), pem).unwrap();
        }
        let arguments = ["verify", "-CAfile", "root", "-untrusted", "between", "-purpose", purpose];
        let mut openssl = Command::new("openssl");
        openssl.args(arguments).arg("leaf").current_dir(scratch.path());
        openssl.output().unwrap().status.success()
    }
}

const AS_IS: Change = |_| {};

fn constrained(params: &mut CertificateParams, permitted: &[&str], excluded: &[&str]) {
    let subtree = |text: &&str| match text.split_once('/') {
        Some((address, length)) => GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix(
            address.parse().unwrap(),
            length.parse().unwrap(),
        )),
        None => GeneralSubtree::DnsName((*text).into()),
    };
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: permitted.iter().map(subtree).collect(),
        excluded_subtrees: excluded.iter().map(subtree).collect(),
    });
}

macro_rules! permits {
    ($($what:literal),+) => { |params| constrained(params, &[$($what),+], &[]) };
}

macro_rules! excludes {
    ($($what:literal),+) => { |params| constrained(params, &[], &[$($what),+]) };
}

macro_rules! purposes {
    ($($what:ident),*) => { |params| params.extended_key_usages = vec![$(Purpose::$what),*] };
}

fn name_constraints() -> Vec<Case> {
    let of_root = |name, etcd, root| Case::new(name, etcd, [root, AS_IS, AS_IS]);
    vec![
        of_root("no constraint", BOTH, AS_IS),
        of_root("a permitted domain leaves addresses alone", BOTH, permits!["example.com"]),
        of_root("a permitted domain in capitals", BOTH, permits!["EXAMPLE.com"]),
        of_root("a permitted domain's subdomains", BOTH, permits![".example.com"]),
        of_root("the name itself", BOTH, permits!["etcd-1.example.com"]),
        of_root("what is below the name", NEITHER, permits![".etcd-1.example.com"]),
        of_root("another domain", NEITHER, permits!["example.org"]),
        of_root("a domain that ends alike", NEITHER, permits!["ample.com"]),
        of_root("one of two domains", BOTH, permits!["example.org", "example.com"]),
        of_root("an excluded domain", NEITHER, excludes!["example.com"]),
        of_root("another excluded name", BOTH, excludes!["etcd-2.example.com"]),
        of_root("a permitted network leaves names alone", BOTH, permits!["10.77.0.0/16"]),
        of_root("a network to the bit", BOTH, permits!["10.77.0.0/31"]),
        of_root("a network one bit off", NEITHER, permits!["10.77.0.2/31"]),
        of_root("another network", NEITHER, permits!["10.78.0.0/16"]),
        of_root("networks of IPv6 only", NEITHER, permits!["2001:db8::/32"]),
        of_root("an excluded address", NEITHER, excludes!["10.77.0.1/32"]),
        of_root("another excluded network", BOTH, excludes!["10.78.0.0/16"]),
        Case::new("the intermediate's", NEITHER, [AS_IS, permits!["example.org"], AS_IS]),
        Case::new(
            "an intermediate that narrows it",
            NEITHER,
            [permits!["example.com"], permits!["etcd-2.example.com"], AS_IS],
        ),
        Case::new(
            "an intermediate can't widen it",
            NEITHER,
            [permits!["example.org"], permits!["example.com"], AS_IS],
        ),
    ]
}

fn usages() -> Vec<Case> {
    let leaf = |name, etcd, leaf| Case::new(name, etcd, [AS_IS, AS_IS, leaf]);
    let between = |name, etcd, between| Case::new(name, etcd, [AS_IS, between, AS_IS]);
    vec![
        leaf("a leaf for servers", SERVER, purposes![ServerAuth]),
        leaf("a leaf for clients", CLIENT, purposes![ClientAuth]),
        leaf("a leaf without any", BOTH, purposes![]),
        leaf("a leaf for something else", NEITHER, purposes![CodeSigning]),
        // Go alone takes it for any.
        leaf("a leaf for anything", BOTH, purposes![Any]).but_webpki(NEITHER).but_openssl(NEITHER),
        between("an intermediate for servers", SERVER, purposes![ServerAuth]),
        between("an intermediate for clients", CLIENT, purposes![ClientAuth]),
        between("an intermediate for both", BOTH, purposes![ServerAuth, ClientAuth]),
        between("an intermediate for something else", NEITHER, purposes![CodeSigning]),
        between("an intermediate for anything", BOTH, purposes![Any])
            .but_webpki(NEITHER)
            .but_openssl(NEITHER),
        // webpki takes no usage from an anchor.
        Case::new("a root for servers", SERVER, [purposes![ServerAuth], AS_IS, AS_IS])
            .but_webpki(BOTH),
        Case::new(
            "what one level leaves the other takes",
            NEITHER,
            [AS_IS, purposes![ServerAuth], purposes![ClientAuth]],
        ),
    ]
}

#[track_caller]
fn hold(cases: Vec<Case>, rules: &[Rule]) {
    let has_openssl = need("openssl");
    for Case { name, chain, etcd, webpki, openssl } in cases {
        let [server, client] = [Role::Server, Role::Client].map(|role| chain.judged(role));
        for judgement in [&server, &client] {
            let refusal = judgement.refusal().map(|finding| finding.rule);
            assert!(refusal.is_none_or(|rule| rules.contains(&rule)), "{name}: {judgement:?}");
        }
        let is_accepted = |one: &Judgement| one.verdict == Verdict::Accepted;
        let judged = Accepted { server: is_accepted(&server), client: is_accepted(&client) };
        assert_eq!(judged, etcd, "{name}: {server:?} {client:?}");
        let by_webpki = Accepted {
            server: chain.by_webpki(KeyUsage::server_auth()),
            client: chain.by_webpki(KeyUsage::client_auth()),
        };
        assert_eq!(by_webpki, webpki.unwrap_or(etcd), "{name}, by webpki");
        if has_openssl {
            let by_openssl = Accepted {
                server: chain.by_openssl("sslserver"),
                client: chain.by_openssl("sslclient"),
            };
            assert_eq!(by_openssl, openssl.unwrap_or(etcd), "{name}, by openssl");
        }
    }
}

#[test]
fn names_that_an_authority_may_not_sign_for_are_refused() {
    hold(name_constraints(), &[Rule::NameNotPermitted]);
}

#[test]
fn a_purpose_holds_only_where_each_authority_has_it() {
    hold(usages(), &[Rule::NoServerAuth, Rule::NoClientAuth, Rule::AuthorityPurpose]);
}
