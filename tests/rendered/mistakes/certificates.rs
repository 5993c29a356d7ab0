//! Certificates that work in the tutorial, or seem to.

use std::process::Command;

use crate::mistakes::author::{Author, Cluster, excerpt, planning};
use crate::support::bundle::{ClusterRequest, quorate};
use crate::support::process::run;
use crate::support::skip_without;

/// The cluster of tutorial 000, with its names of files.
pub(crate) fn newegg() -> Cluster {
    let host = |n: u8| (format!("e11k8setcd0{n}"), format!("172.16.164.10{n}"));
    let request = (1..=3).fold(ClusterRequest::named("newegg-etcd"), |request, n| {
        let (name, address) = host(n);
        request.member_with_names(&name, &address, &[&name, &format!("{name}.mercury.corp")])
    });
    Cluster::of(request.option("--preset", "per-node").option("--algorithm", "ecdsa-p256"))
}

/// The cluster of tutorial 003 with its load balancer.
pub(crate) fn masters() -> Cluster {
    let request = ClusterRequest::named("kubernetes")
        .member("mastera", "10.0.1.5")
        .member("masterb", "10.0.2.4")
        .client("workera");
    Cluster::of(
        request
            .option("--preset", "shared-certificate")
            .option("--algorithm", "ecdsa-p256")
            .option("--load-balancer", "10.0.1.9")
            .option("--load-balancer-name", "loadbalancer"),
    )
}

pub(crate) const MASTERS: [(&str, &str); 6] = [
    ("mastera_ip", "10.0.1.5"),
    ("masterb_ip", "10.0.2.4"),
    ("loadbalancer_ip", "10.0.1.9"),
    ("mastera_host", "mastera"),
    ("masterb_host", "masterb"),
    ("loadbalancer_host", "loadbalancer"),
];

const SERVER: &str = "members/e11k8setcd01/pki/e11k8setcd01.pem";
const PEER: &str = "members/e11k8setcd01/pki/e11k8setcd01-peer.pem";

/// Tutorials 000 and 004 give the server serverAuth only: everything works but the gateway.
#[test]
fn a_server_certificate_without_client_auth() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new().follows("000-certificates.txt", &[]);
    let cluster = newegg()
        .with(&author.file("e11k8setcd01.pem"), SERVER)
        .with(&author.file("e11k8setcd01-peer.pem"), PEER);
    cluster.is_told("gateway-trap", SERVER, "lacks clientAuth: `/v3/…` over HTTP fails");
    // Its profile `peer` is right.
    cluster.is_not_told("no-client-auth", PEER);

    let ran = run(quorate().arg("inspect").arg(author.file("e11k8setcd01.pem"))).success();
    assert!(ran.stdout.contains("TLS Web Server Authentication"), "{ran}");
    assert!(!ran.stdout.contains("TLS Web Client Authentication"), "{ran}");
}

#[test]
fn one_server_certificate_for_all_without_client_auth() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new()
        .follows("000-certificates.txt", &[])
        .renamed("ca.pem", "etcd-root-ca.pem")
        .renamed("ca-key.pem", "etcd-root-ca-key.pem")
        .follows("004-server-certificate.txt", &[]);
    let mut request = ClusterRequest::named("infra");
    for line in excerpt("004-hosts.txt").lines() {
        let (address, name) = line.split_once(' ').unwrap();
        request = request.member(name, address);
    }
    let preset = request.option("--preset", "shared-server").option("--algorithm", "ecdsa-p256");
    let server = "members/etcd2/pki/server.pem";
    let cluster = Cluster::of(preset).with(&author.file("server.pem"), server);
    cluster.is_told("gateway-trap", server, "shows `CN = server ca` as a client");
    // Every host is in it, at least.
    cluster.is_not_told("host-not-covered", server);
}

/// cfssl's CA ends after 5 years, whatever its leaves say; the author asks for 10.
#[test]
fn leaves_of_ten_years_under_an_authority_of_five() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new().follows("000-certificates.txt", &[]);
    let authority = author.file("newegg-etcd-root-ca.pem");
    let cluster = newegg()
        .with(&author.file("e11k8setcd01-peer.pem"), PEER)
        .with(&authority, "authority/ca.pem")
        .with(&authority, "members/e11k8setcd01/pki/newegg-etcd-root-ca.pem");
    cluster.is_told("outlives-authority", PEER, "`CN = e11k8setcd01` is valid longer than `");
    cluster.is_not_told("unknown-authority", PEER);
    cluster.is_not_told("host-not-covered", PEER);

    let members = ["--member", "e11k8setcd01=172.16.164.101"];
    let asked = |days: &[&str]| planning(&[&members[..], days].concat());
    let (made, said) = asked(&["--leaf-days", "3650", "--ca-days", "1825"]);
    assert!(!made && said.contains("of 3650 days would outlive a CA of 1825 days"), "{said}");
    let (made, said) = asked(&["--leaf-days", "3650"]);
    assert!(made && said.contains("Leaf certificates of 3650 days"), "{said}");
    assert!(said.contains("CA and leaves expire on the same day"), "{said}");
}

/// `$loadbalanccer_ip` is set nowhere: cfssl writes an empty name, and the address is missing.
#[test]
fn an_empty_name_from_a_misspelt_variable() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new().follows("003-certificate.txt", &MASTERS);
    let place = "members/masterb/pki/kubernetes.pem";
    let cluster = masters().with(&author.file("kubernetes.pem"), place);
    cluster.is_told("empty-name", place, "one of the DNS names of `");
    cluster.is_told("host-not-covered", place, "isn't valid for `10.0.1.9`");
    let ran = run(quorate().arg("inspect").arg(author.file("kubernetes.pem"))).success();
    assert!(ran.stdout.contains("empty: perhaps a variable was misspelt"), "{ran}");

    // Spelt right, nothing is said of it.
    let mut right = MASTERS.to_vec();
    right.push(("loadbalanccer_ip", "10.0.1.9"));
    let author = Author::new().follows("003-certificate.txt", &right);
    let cluster = cluster.with(&author.file("kubernetes.pem"), place);
    cluster.is_not_told("empty-name", place);
    cluster.is_not_told("host-not-covered", place);
}

/// It works in the tutorial because all members share one machine.
#[test]
fn the_loopback_address_as_only_name() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new().follows("002-peer-certificate.txt", &[]);
    let place = "members/etcd1/pki/peer.pem";
    let request = (1..=3).fold(ClusterRequest::named("lab"), |request, n| {
        request.member(&format!("etcd{n}"), &format!("10.0.0.{n}"))
    });
    let cluster = Cluster::of(request).with(&author.file("etcd-peer.pem"), place);
    cluster.is_told("host-not-covered", place, "isn't valid for `10.0.0.1`");
}

#[test]
fn two_members() {
    let members = ["--member", "mastera=10.0.1.5", "--member", "masterb=10.0.2.4"];
    let (made, said) = planning(&members);
    assert!(made && said.contains("Two members tolerate no failure"), "{said}");
    assert!(said.contains("etcd FAQ, failure tolerance"), "{said}");
}

/// What people see without `--json` has the source as well.
#[test]
fn the_source_stands_above_the_fix() {
    skip_without!("cfssl", "cfssljson");
    let author = Author::new().follows("002-peer-certificate.txt", &[]);
    let request = ClusterRequest::named("lab").member("etcd1", "10.0.0.1");
    let place = "members/etcd1/pki/peer.pem";
    let cluster = Cluster::of(request).with(&author.file("etcd-peer.pem"), place);
    let mut verify: Command = quorate();
    let ran = run(verify.arg("verify").arg(cluster.path(""))).failure();
    let expected = "    why: RFC 6125 §6.4; crypto/x509 VerifyHostname; measured on 3.4 and 3.5\n    \
                    fix: reissue it with this host among its SANs, an address as IP\n";
    assert!(ran.stdout.contains(expected), "{ran}");
}
