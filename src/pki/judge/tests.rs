use super::*;
use crate::cluster::EtcdVersion;
use crate::cluster::plan::tests::three_members;
use crate::pki::profile::{CertificateProfile, CertificateRole, ExtendedKeyUsage, profiles};
use crate::pki::{issue, system_random};
use std::sync::atomic::AtomicBool;
use time::macros::datetime;

const NOW: OffsetDateTime = datetime!(2026-03-01 12:00 UTC);

fn place(role: Role, host: &str) -> Context {
    let mut place = Context::new(role, EtcdVersion::V3_5);
    place.dialed = vec![host.into()];
    place.at = Some(NOW + Duration::days(1));
    place
}

#[test]
fn a_plan_and_its_certificates_are_judged_alike() {
    // Name constraints that let the second member in alone.
    let constrained = |mut all: Vec<CertificateProfile>| {
        let permitted = ["etcd-2", "example.com", "localhost", "10.0.0.2", "127.0.0.0/8", "::1"];
        all[0].permitted = permitted.map(|one| one.parse().unwrap()).into();
        all
    };
    for all in [profiles(&three_members()), constrained(profiles(&three_members()))] {
        judged_alike(&all);
    }
}

#[track_caller]
fn judged_alike(all: &[CertificateProfile]) {
    let issued = issue(all, NOW, &system_random, &AtomicBool::new(false), &|_| {}).unwrap();
    let authority = issued[0].certificate_pem.as_bytes();
    let mut seen = 0;
    for one in issued.iter().skip(1) {
        let key = Some(one.key_pem.as_bytes());
        let etcd = EtcdVersion::V3_5.into();
        let real = PresentedChain::read(one.certificate_pem.as_bytes(), key, Some(authority), etcd);
        let planned = PresentedChain::planned(&one.profile, &[], &[&issued[0].profile], Some(NOW));
        for role in Role::ALL {
            for host in ["10.0.0.1", "10.0.0.2", "etcd-1", "127.0.0.1", "elsewhere"] {
                let place = place(role, host);
                let (real, planned) = (judge(&real, &place), judge(&planned, &place));
                assert_eq!(real, planned, "{} as {role:?} at {host}", one.profile.owner);
                seen += usize::from(real.verdict == Verdict::Refused);
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn a_server_that_may_not_dial_is_caught_in_the_gateway_trap_unless_it_is_off() {
    use EtcdVersion::{V3_4, V3_5};
    let all = profiles(&three_members());
    let mut server = all.iter().find(|one| one.role == CertificateRole::Server).unwrap().clone();
    server.extended_key_usages = vec![ExtendedKeyUsage::ServerAuth];
    let presented = PresentedChain::planned(&server, &[], &[&all[0]], Some(NOW));
    let codes = |gateway, version| {
        let mut place = place(Role::Server, "10.0.0.1");
        place.etcd = Build::from(version);
        place.gateway = gateway;
        let judgement = judge(&presented, &place);
        (judgement.verdict, judgement.findings.iter().map(Finding::code).collect::<Vec<_>>())
    };
    for (gateway, version, expected) in [
        (Gateway::ServerCertificate, V3_4, (Verdict::Accepted, vec!["gateway-trap"])),
        (Gateway::OwnCertificate, V3_5, (Verdict::Accepted, vec![])),
        (Gateway::OwnCertificate, V3_4, (Verdict::Refused, vec!["gateway-flag-unknown"])),
        (Gateway::Off, V3_4, (Verdict::Accepted, vec![])),
    ] {
        assert_eq!(codes(gateway, version), expected, "{gateway:?} {version}");
    }
}

#[test]
fn without_anchors_the_way_up_is_left_open() {
    let all = profiles(&three_members());
    let presented = PresentedChain::planned(&all[1], &[], &[], Some(NOW));
    assert_eq!(judge(&presented, &place(Role::Server, "10.0.0.1")).verdict, Verdict::NotJudged);
    let elsewhere = judge(&presented, &place(Role::Server, "10.9.9.9"));
    assert_eq!(elsewhere.refusal().unwrap().code(), "host-not-covered");
}

#[test]
fn both_lists_of_allowed_names_together_are_refused() {
    let all = profiles(&three_members());
    let presented = PresentedChain::planned(&all[2], &[], &[&all[0]], Some(NOW));
    let mut place = place(Role::Peer, "10.0.0.1");
    place.allowed_common_names = vec!["etcd-1".into()];
    assert_eq!(judge(&presented, &place).verdict, Verdict::Accepted);
    place.allowed_hostnames = vec!["etcd-1".into()];
    assert_eq!(judge(&presented, &place).refusal().unwrap().code(), "allowed-lists-both");
}

#[test]
fn a_caller_from_elsewhere_depends_on_names() {
    let all = profiles(&three_members());
    let peer = all.iter().find(|one| one.role == CertificateRole::Peer).unwrap();
    let presented = PresentedChain::planned(peer, &[], &[&all[0]], Some(NOW));
    let mut place = place(Role::Peer, "10.0.0.1");
    place.dials_from = vec!["10.0.0.1".parse().unwrap()];
    assert_eq!(judge(&presented, &place).verdict, Verdict::Accepted);
    place.dials_from = vec!["10.9.9.9".parse().unwrap()];
    let open = judge(&presented, &place);
    assert_eq!(open.verdict, Verdict::NotJudged);
    assert_eq!(
        open.findings[0].quotes[0].text,
        "tls: \"10.9.9.9\" does not match any of DNSNames [\"etcd-1\" \"etcd-1.example.com\"]"
    );
    place.resolves = vec![("etcd-1".into(), "10.9.9.9".parse().unwrap())];
    assert_eq!(judge(&presented, &place).verdict, Verdict::Accepted);
}

/// The list is of clients. A server's certificate meets it only where the gateway shows it.
#[test]
fn a_list_of_allowed_hosts_that_is_one_name_refuses_clients_and_no_server() {
    let all = profiles(&three_members());
    let lists = vec!["a.example".to_owned(), "etcd-1".to_owned()];
    let said = |certificate: CertificateRole, role, gateway| {
        let leaf = all.iter().find(|one| one.role == certificate).unwrap();
        let presented = PresentedChain::planned(leaf, &[], &[&all[0]], Some(NOW));
        let old: crate::etcd::Release = "3.5.14".parse().unwrap();
        let place = Context {
            etcd: old.into(),
            allowed_hostnames: lists.clone(),
            gateway,
            ..place(role, "10.0.0.1")
        };
        let judgement = judge(&presented, &place);
        let codes = judgement.findings.iter().map(Finding::code);
        (
            judgement.verdict,
            codes.filter(|code| code.contains("host") || code.contains("list")).collect::<Vec<_>>(),
        )
    };
    let server = CertificateRole::Server;
    assert_eq!(said(server, Role::Server, Gateway::Off), (Verdict::Accepted, vec![]));
    let through = said(server, Role::Server, Gateway::ServerCertificate);
    assert_eq!(through, (Verdict::Accepted, vec!["gateway-hostname"]));
    let client = said(CertificateRole::Client, Role::Client, Gateway::Off);
    assert_eq!(client, (Verdict::Refused, vec!["allowed-list-is-one-name"]));
}
