//! Every preset, and every choice of authorities, certificates, custody and placement, on real members:
//! whoever is to come in does, and nobody else.

#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::works::Works;
use super::{GREETING_BASE64, HELLO_BASE64, range_of_greeting};
use crate::support::bundle::{Bundle, ClientFiles, ClusterRequest, quorate};
use crate::support::etcd::{Cluster, EtcdRelease};
use crate::support::process::{PATIENCE, run, wait_until};
use crate::support::releases::{on_every_release, on_releases};

on_every_release! {
    ["root", "ip", "curl", "openssl"];
    the_recommended_preset_with_an_encrypted_authority;
    the_per_node_preset;
    the_existing_ca_preset_with_an_awkward_authority;
    the_single_host_preset;
    the_shared_certificate_preset;
    the_shared_server_preset;
    three_authorities_and_a_shared_server_certificate_in_a_config_file;
    an_authority_with_name_constraints_and_room_for_a_further_member;
}

on_releases! {
    ["root", "ip", "curl", "openssl"];
    names_of_one_preset_with_an_intermediate_and_one_certificate_a_member on V3_5_1 V3_7;
    an_imported_intermediate_with_its_root_behind_it on V3_4 V3_6;
    an_authority_for_peers_and_one_for_clients_with_plain_http_on_loopback on V3_4 V3_5_1 V3_5 V3_6 V3_7;
    three_authorities_and_members_of_one_machine_with_an_ipv6_address on V3_5_1 V3_6;
}

/// The form of the settings that a preset is tried in on a release. Every preset is tried in each form, and
/// each form on every release with two presets.
fn form_for(preset: &str, release: EtcdRelease) -> &'static str {
    let presets = [
        "recommended",
        "per-node",
        "existing-ca",
        "single-host",
        "shared-certificate",
        "shared-server",
    ];
    let preset = presets.iter().position(|one| *one == preset).unwrap();
    ["environment-file", "flags", "config-file"][(preset + release as usize) % 3]
}

fn three_authorities_and_members_of_one_machine_with_an_ipv6_address(release: EtcdRelease) {
    let request = (0..3).fold(ClusterRequest::named("six"), |request, number: u16| {
        let client = 2369 + 10 * number;
        request.member_with_ports(&format!("m{}", number + 1), "fd00::1", client, client + 1)
    });
    let bundle = request
        .option("--placement", "shared-host")
        .option("--data-dir", "/var/lib/{name}")
        .option("--config-dir", "/etc/etcd/{name}")
        .option("--trust", "separate")
        .option("--etcd-version", release.series())
        .generate();
    assert_eq!(bundle.unit("m1"), "etcd-m1.service");
    let mut cluster = Cluster::start(&bundle, release);
    assert_serves(&cluster, Gateway::On);
    assert_refuses_strangers(&mut cluster);
    assert_keeps_peers_and_clients_apart(&mut cluster);
}

// ── Presets ────────────────────────────────────────────────────────────────────────────────────────

fn the_recommended_preset_with_an_encrypted_authority(release: EtcdRelease) {
    let request = preset("recommended", release).encrypted_authority("correct horse battery");
    let bundle = request.generate();
    let key = bundle.directory().join("authority/ca-key.pem");
    assert!(fs::read_to_string(&key).unwrap().starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    let mut openssl = Command::new("openssl");
    openssl.args(["pkey", "-noout", "-passin", "pass:correct horse battery", "-in"]).arg(key);
    run(&mut openssl).success();
    let cluster = assert_is_a_cluster(&bundle, release);
    // What a CA for peers is for: with one CA a client is let in at the peer port, as a listener compares the
    // caller's address with the names of a certificate only where it has any.
    let client = bundle.client("root");
    cluster.get(0, Some(&client), &page(&cluster, 0, Listener::Peers)).success();
    // It answers there by HTTP, and serves no client.
    let endpoint = format!("ETCDCTL_ENDPOINTS={}", cluster.peer_url(0));
    let get = ["--dial-timeout=1s", "--command-timeout=2s", "get", "greeting"];
    let refused = cluster.etcdctl_with(0, "root", &[&endpoint], &get).failure();
    assert!(!refused.said().contains("hello"), "{refused}");
    cluster.get(0, Some(&client), &format!("{}/version", cluster.peer_url(0))).success();
}

fn the_per_node_preset(release: EtcdRelease) {
    let bundle = preset("per-node", release).generate();
    assert_verifies(&bundle);
    assert_is_a_cluster(&bundle, release);
    assert_holds(&bundle, "etcd-1", &["etcd-1-peer.pem", "etcd-1.pem", "production-root-ca.pem"]);
}

fn the_existing_ca_preset_with_an_awkward_authority(release: EtcdRelease) {
    let works = Works::new();
    works.root();
    let [certificate, key] = [works.path("root.crt"), works.path("root.key")];
    let bundle = preset("existing-ca", release).imported_authority(&certificate, &key).generate();
    let subject = ["x509", "-noout", "-subject", "-nameopt", "oneline,-esc_msb,utf8", "-in"];
    let mut openssl = Command::new("openssl");
    openssl.args(subject).arg(bundle.client("root").authority());
    let subject = run(&mut openssl).success().stdout;
    assert_eq!(
        subject,
        "subject=DC = com, DC = example, O = Zürich & Söhne, OU = Eins, OU = Zwei, OU = Drei + CN = Works CA\n"
    );
    assert_is_a_cluster(&bundle, release);
    assert_holds(&bundle, "etcd-1", &["ca.crt", "etcd.crt"]);
}

fn the_single_host_preset(release: EtcdRelease) {
    let bundle = ClusterRequest::named("lab")
        .preset("single-host")
        .option("--unit-form", form_for("single-host", release))
        .option("--algorithm", "ecdsa-p256")
        .option("--etcd-version", release.series())
        .generate();
    assert_eq!(bundle.member_names(), ["etcd1", "etcd2", "etcd3"]);
    assert_eq!(bundle.unit("etcd2"), "etcd2.service");
    assert_verifies(&bundle);
    let mut cluster = assert_is_a_cluster(&bundle, release);
    assert_keeps_peers_and_clients_apart(&mut cluster);
}

fn the_shared_certificate_preset(release: EtcdRelease) {
    // The one that keeps the keys its preset asks for: three of them in all.
    let request = ["a", "b", "c"].iter().zip(1..).fold(
        ClusterRequest::named("kubernetes").preset("shared-certificate"),
        |request, (name, number)| request.member(name, &format!("10.77.0.{number}")),
    );
    let bundle = request
        .option("--unit-form", form_for("shared-certificate", release))
        .option("--load-balancer", "10.77.0.100")
        .option("--etcd-version", release.series())
        .generate();
    assert_is_a_cluster(&bundle, release);
    assert_holds(&bundle, "c", &["ca.pem", "kubernetes.pem"]);
    assert_eq!(different(&bundle, "server"), 1, "all members show the same");
}

fn the_shared_server_preset(release: EtcdRelease) {
    let bundle = preset("shared-server", release).generate();
    assert_verifies(&bundle);
    assert_is_a_cluster(&bundle, release);
    assert_holds(&bundle, "etcd-3", &["etcd-3.pem", "etcd-root-ca.pem", "server.pem"]);
    assert_eq!((different(&bundle, "server"), different(&bundle, "peer")), (1, 3));
}

// ── Other choices than a preset's own ──────────────────────────────────────────────────────────────

fn names_of_one_preset_with_an_intermediate_and_one_certificate_a_member(release: EtcdRelease) {
    let bundle = three("per-node", release)
        .option("--trust", "intermediate")
        .option("--certificates", "per-member")
        .encrypted_authority("a passphrase")
        .generate();
    assert_is_a_cluster(&bundle, release);
    assert_holds(&bundle, "etcd-2", &["etcd-2.pem", "production-root-ca.pem"]);
    let shown = fs::read_to_string(bundle.shown("etcd-2", "member").certificate()).unwrap();
    assert_eq!(shown.matches("BEGIN CERTIFICATE").count(), 2, "the leaf, then the intermediate");
}

fn an_imported_intermediate_with_its_root_behind_it(release: EtcdRelease) {
    let works = Works::new();
    works.root();
    works.intermediate();
    let [chain, key] = [works.path("chain.crt"), works.path("intermediate.key")];
    let bundle = three("existing-ca", release)
        .imported_authority(&chain, &key)
        .option("--certificates", "shared-server")
        .option("--unit-form", "config-file")
        .generate();
    let root = fs::read(works.path("root.crt")).unwrap();
    assert_eq!(fs::read(bundle.client("root").authority()).unwrap(), root);
    assert_is_a_cluster(&bundle, release);
}

fn an_authority_for_peers_and_one_for_clients_with_plain_http_on_loopback(release: EtcdRelease) {
    let bundle = three("per-node", release)
        .option("--trust", "peer-and-client")
        .option("--unit-form", "environment-file")
        .option("--plain-http", "yes")
        .generate();
    let mut cluster = Cluster::start(&bundle, release);
    assert_serves_without_a_word(&cluster, Gateway::On, Some("http://127.0.0.1:2379"));
    assert_answers_anyone_on_loopback(&mut cluster);
    assert_refuses_strangers(&mut cluster);
    assert_keeps_peers_and_clients_apart(&mut cluster);
}

fn three_authorities_and_a_shared_server_certificate_in_a_config_file(release: EtcdRelease) {
    let bundle = three("recommended", release)
        .option("--trust", "separate")
        .option("--certificates", "shared-server")
        .option("--unit-form", "config-file")
        .generate();
    let mut cluster = Cluster::start(&bundle, release);
    assert_serves(&cluster, if release == EtcdRelease::V3_4 { Gateway::Off } else { Gateway::On });
    assert_refuses_strangers(&mut cluster);
    assert_keeps_peers_and_clients_apart(&mut cluster);
    // Nor does what members show to clients open anything.
    let server = bundle.shown("etcd-1", "server");
    assert_turned_away(&mut cluster, 0, Listener::Clients, Some(&server), OF_ANOTHER_AUTHORITY);
    if release == EtcdRelease::V3_4 {
        let settings = bundle.member_directory("etcd-1").join("etcd.conf.yml");
        let settings = fs::read_to_string(settings).unwrap();
        let (why, _) = settings.split_once("\nenable-grpc-gateway: false\n").unwrap();
        assert!(why.contains("etcd before 3.5 has no setting for another one"), "{why}");
    }
}

fn an_authority_with_name_constraints_and_room_for_a_further_member(release: EtcdRelease) {
    let bundle = preset("recommended", release).option("--name-constraints", "yes").generate();
    let authority = bundle.directory().join("authority/ca.pem");
    let mut openssl = Command::new("openssl");
    openssl.args(["x509", "-noout", "-ext", "nameConstraints", "-in"]).arg(&authority);
    let constraints = run(&mut openssl).success().stdout;
    let expected = [
        "X509v3 Name Constraints: critical",
        "Permitted:",
        "DNS:example.com",
        "DNS:localhost",
        "IP:10.77.0.0/255.255.255.0",
        "IP:127.0.0.0/255.0.0.0",
        "IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF",
    ];
    assert_eq!(constraints.lines().map(str::trim).collect::<Vec<_>>(), expected);
    assert_verifies(&bundle);
    assert_is_a_cluster(&bundle, release);

    let key = bundle.directory().join("authority/ca-key.pem");
    let grown = preset("recommended", release).imported_authority(&authority, &key);
    let grown = grown.member_with_names("etcd-4", "10.77.0.4", &["etcd-4.example.com"]).generate();
    assert_is_a_cluster(&grown, release);

    let plan = bundle.directory().join("elsewhere.json");
    let elsewhere = ["--member", "x=10.78.0.1,x.example.com", "--ca", "imported"];
    fs::write(&plan, run(quorate().arg("plan").args(elsewhere)).success().stdout).unwrap();
    let mut generate = quorate();
    generate.args(["generate", "--out", "elsewhere", "--plan"]).arg(&plan);
    generate.arg("--ca-cert").arg(&authority).arg("--ca-key").arg(&key);
    let refused = run(generate.current_dir(bundle.directory())).failure();
    let why = "can't sign `members/x/pki/server.pem`: IP address \"10.78.0.1\" is not permitted by any constraint";
    assert!(refused.stderr.contains(why), "{refused}");
}

/// Three members on machines of their own, from a preset, with keys that are quick to make.
fn three(preset: &str, release: EtcdRelease) -> ClusterRequest {
    ClusterRequest::named("production")
        .preset(preset)
        .member_with_names("etcd-1", "10.77.0.1", &["etcd-1.example.com"])
        .member_with_names("etcd-2", "10.77.0.2", &["etcd-2.example.com"])
        .member_with_names("etcd-3", "10.77.0.3", &["etcd-3.example.com"])
        .option("--algorithm", "ecdsa-p256")
        .option("--etcd-version", release.series())
}

/// The same in the form that the preset is tried in on this release.
fn preset(name: &str, release: EtcdRelease) -> ClusterRequest {
    three(name, release).option("--unit-form", form_for(name, release))
}

// ── What a cluster is judged by ────────────────────────────────────────────────────────────────────

/// Whether members answer JSON over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gateway {
    On,
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listener {
    Clients,
    Peers,
}

/// What etcd notes of a certificate that no CA of those it trusts has signed.
const OF_ANOTHER_AUTHORITY: &str = "certificate signed by unknown authority";
const NO_CERTIFICATE: &str = "tls: client didn't provide a certificate";
/// Finds nothing wrong with a bundle.
#[track_caller]
fn assert_verifies(bundle: &Bundle) {
    let verify = run(quorate().arg("verify").arg(bundle.directory())).success();
    assert!(verify.said().ends_with("checked: 0 errors, 0 warnings\n"), "{verify}");
}

/// Starts the members, sees them serve whoever has a certificate, and nobody else.
#[track_caller]
fn assert_is_a_cluster(bundle: &Bundle, release: EtcdRelease) -> Cluster<'_> {
    let mut cluster = Cluster::start(bundle, release);
    assert_serves(&cluster, Gateway::On);
    assert_refuses_strangers(&mut cluster);
    cluster
}

#[track_caller]
fn assert_serves(cluster: &Cluster<'_>, gateway: Gateway) {
    assert_serves_without_a_word(cluster, gateway, None);
}

/// Goes the ways of a client. No member has a word to say of TLS, but for a listener without it.
#[track_caller]
fn assert_serves_without_a_word(cluster: &Cluster<'_>, gateway: Gateway, plain: Option<&str>) {
    let last = cluster.bundle().member_names().len() - 1;
    cluster.etcdctl(0, "root", &["endpoint", "health", "--cluster"]).success();
    cluster.etcdctl(0, "root", &["put", "greeting", "hello"]).success();
    let value = cluster.etcdctl(last, "root", &["get", "greeting", "--print-value-only"]).success();
    assert_eq!(value.stdout, "hello\n");
    if plain.is_none() {
        let (port, _) = cluster.bundle().ports(last);
        let endpoint = format!("ETCDCTL_ENDPOINTS=https://127.0.0.1:{port}");
        // A machine with nothing but an IPv6 address listens on both of its own.
        cluster.etcdctl_with(last, "root", &[&endpoint], &["endpoint", "health"]).success();
    }
    let client = cluster.bundle().client("root");
    for host in [0, last] {
        let answer = cluster.post(host, Some(&client), "/v3/kv/range", &range_of_greeting());
        match gateway {
            Gateway::On => {
                let expected = format!(r#""value":"{HELLO_BASE64}""#);
                assert!(answer.succeeded() && answer.stdout.contains(&expected), "{answer}");
            }
            Gateway::Off => {
                let answer = answer.failure();
                assert!(answer.stderr.contains("404"), "{answer}");
            }
        }
    }
    cluster
        .assert_no_complaints_but(|line| plain.is_some_and(|url| tells_of_plain_http(line, url)));
}

/// The warning that a listener without TLS is worth.
fn tells_of_plain_http(line: &str, url: &str) -> bool {
    ["is HTTP while", "is http or unix while"].iter().any(|words| line.contains(words))
        && line.contains(url)
}

/// Knocks at both listeners of every member without a certificate.
#[track_caller]
fn assert_refuses_strangers(cluster: &mut Cluster<'_>) {
    for member in 0..cluster.bundle().member_names().len() {
        for listener in [Listener::Clients, Listener::Peers] {
            assert_turned_away(cluster, member, listener, None, NO_CERTIFICATE);
        }
    }
}

/// Each authority's certificates open the listener that is theirs, and not the other one.
#[track_caller]
fn assert_keeps_peers_and_clients_apart(cluster: &mut Cluster<'_>) {
    let name = cluster.bundle().member_names()[0].to_owned();
    let client = cluster.bundle().client("root");
    let peer = cluster.bundle().shown(&name, "peer");
    // From the member's own machine, whose address the peer listener looks for.
    cluster.get(0, Some(&client), &page(cluster, 0, Listener::Clients)).success();
    cluster.get(0, Some(&peer), &page(cluster, 0, Listener::Peers)).success();
    assert_turned_away(cluster, 0, Listener::Peers, Some(&client), OF_ANOTHER_AUTHORITY);
    assert_turned_away(cluster, 0, Listener::Clients, Some(&peer), OF_ANOTHER_AUTHORITY);
}

fn page(cluster: &Cluster<'_>, member: usize, listener: Listener) -> String {
    match listener {
        Listener::Clients => format!("{}/health", cluster.client_url(member)),
        Listener::Peers => format!("{}/members", cluster.peer_url(member)),
    }
}

/// Shows a certificate, or none, to a member, and finds that the member turned it away for this reason.
#[track_caller]
fn assert_turned_away(
    cluster: &mut Cluster<'_>,
    member: usize,
    listener: Listener,
    shown: Option<&ClientFiles>,
    reason: &str,
) {
    let complaints = |cluster: &Cluster<'_>| cluster.log(member).matches(reason).count();
    let before = complaints(cluster);
    let refused = cluster.get(member, shown, &page(cluster, member, listener)).failure();
    // The connection ends, at whatever stage curl is by then; 22 would be an answer by HTTP, 28 none.
    let code = refused.status.and_then(|status| status.code());
    assert!(!matches!(code, None | Some(7 | 22 | 28)), "{listener:?}: {refused}");
    assert_eq!(refused.stdout, "", "{listener:?}");
    wait_until("a complaint in the log", PATIENCE, || {
        if complaints(cluster) > before {
            Ok(())
        } else {
            Err(format!("{listener:?}\n{}", cluster.log(member)))
        }
    });
}

/// Without TLS there is an answer at 127.0.0.1, from the machine itself and nowhere else.
#[track_caller]
fn assert_answers_anyone_on_loopback(cluster: &mut Cluster<'_>) {
    for member in 0..cluster.bundle().member_names().len() {
        let mut get = cluster.command(member, "env");
        get.args(["-i", "ETCDCTL_ENDPOINTS=http://127.0.0.1:2379"]);
        get.arg(cluster.program("etcdctl"));
        let got = run(get.args(["get", "greeting", "--print-value-only"])).success();
        assert_eq!(got.stdout, "hello\n");
        let answer = cluster.get_with(
            member,
            &["--data", &range_of_greeting()],
            "http://127.0.0.1:2379/v3/kv/range",
        );
        let answer: Value = serde_json::from_str(&answer.success().stdout).unwrap();
        assert_eq!(answer["kvs"][0]["key"], GREETING_BASE64);
        let plain = cluster.client_url(member).replace("https:", "http:");
        cluster.get(member, None, &format!("{plain}/health")).failure();
        let log = cluster.log(member);
        assert!(
            log.lines().any(|line| tells_of_plain_http(line, "http://127.0.0.1:2379")),
            "{log}"
        );
    }
}

/// Finds these certificates installed in the directory of a member's certificates, each with its key but
/// the authority's, and nothing else.
#[track_caller]
fn assert_holds(bundle: &Bundle, member: &str, expected: &[&str]) {
    let directory = bundle.member_directory(member).join("pki");
    let mut names: Vec<String> = directory
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.contains("-key.") && name != "etcd.key")
        .collect();
    names.sort();
    assert_eq!(names, expected);
}

/// How many different certificates and keys all members have in a role.
#[track_caller]
fn different(bundle: &Bundle, role: &str) -> usize {
    let read = |member: &&str| {
        let shown = bundle.shown(member, role);
        (fs::read(shown.certificate()).unwrap(), fs::read(shown.key()).unwrap())
    };
    bundle.member_names().iter().map(read).collect::<std::collections::HashSet<_>>().len()
}
