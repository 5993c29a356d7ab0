//! Clusters of real etcd members, made by nothing but quorate's own bundles: each runs its unit's command
//! line and environment on a host of its own.

mod axes;
mod networks;
mod settings;
mod works;

use crate::support::bundle::{Bundle, ClusterRequest, quorate};
use crate::support::etcd::{Cluster, EtcdRelease, complaints};
use crate::support::needs::need;
use crate::support::process::{PATIENCE, run, wait_until};
use crate::support::releases::{on_every_release, on_releases};
use quorate::etcd::GoVersion;
use serde_json::{Value, json};

/// `greeting` and `hello` in base64, as the gateway writes them.
const GREETING_BASE64: &str = "Z3JlZXRpbmc=";
const HELLO_BASE64: &str = "aGVsbG8=";

on_every_release! {
    ["root", "ip", "curl"];
    three_members_form_a_cluster_that_only_certificates_open;
    settings_have_the_same_effect_in_every_form;
    a_members_certificate_has_the_rights_of_the_user_of_its_name;
}

on_releases! {
    ["root", "ip", "curl"];
    members_with_rsa_4096_keys_form_a_cluster on V3_5_1 V3_7;
    members_with_ed25519_keys_form_a_cluster on V3_4 V3_6;
    members_with_ipv6_addresses_form_a_cluster on V3_5 V3_7;
    a_single_member_takes_the_other_key_algorithms on V3_4 V3_5_1 V3_5 V3_6;
    what_the_gateway_says_of_a_common_name_is_explained on V3_4 V3_5 V3_7;
}

/// What the others here rely on: each release is the one that its test is named after.
#[test]
fn each_release_says_that_it_is_what_the_tests_take_it_for() {
    for release in EtcdRelease::ALL.into_iter().filter(|release| need(release.requirement())) {
        let (version, go) = (release.version(), release.go());
        println!("etcd {version}, built with Go {go}");
        assert!(version.starts_with(&format!("{}.", release.series())), "{version}");
        // What the newest releases refuse, of certificates too, depends on their Go.
        let fits = match release {
            EtcdRelease::V3_4 => GoVersion::first_of(19) <= go && go < GoVersion::first_of(20),
            EtcdRelease::V3_5_1 => GoVersion::first_of(16) <= go && go < GoVersion::first_of(17),
            EtcdRelease::V3_5 | EtcdRelease::V3_6 | EtcdRelease::V3_7 => {
                go >= GoVersion::first_of(26)
            }
        };
        assert!(fits, "etcd {version}, built with Go {go}");
    }
}

fn three_members_form_a_cluster_that_only_certificates_open(release: EtcdRelease) {
    let bundle = three_members("ecdsa-p256", release);
    let mut cluster = Cluster::start(&bundle, release);
    assert_serves_clients_with_certificates(&cluster);
    assert_refuses_clients_without(&mut cluster);
}

/// Why no member is called `root`, and no client as a member is.
fn a_members_certificate_has_the_rights_of_the_user_of_its_name(release: EtcdRelease) {
    let request = ClusterRequest::named("users").member("only", "10.77.0.1");
    let bundle = request.option("--etcd-version", release.series()).generate();
    let cluster = Cluster::start(&bundle, release);
    let server = bundle.shown("only", "server");
    let shown = [
        format!("ETCDCTL_CERT={}", server.certificate().display()),
        format!("ETCDCTL_KEY={}", server.key().display()),
    ];
    let shown = [shown[0].as_str(), shown[1].as_str()];
    for user in ["root", "only"] {
        cluster.etcdctl(0, "root", &["user", "add", user, "--no-password"]).success();
    }
    cluster.etcdctl(0, "root", &["user", "grant-role", "root", "root"]).success();
    cluster.etcdctl(0, "root", &["auth", "enable"]).success();
    let list = ["user", "list"];
    let denied = cluster.etcdctl_with(0, "root", &shown, &list).failure();
    assert!(denied.said().contains("permission denied"), "{denied}");
    cluster.etcdctl(0, "root", &["user", "grant-role", "only", "root"]).success();
    let users = cluster.etcdctl_with(0, "root", &shown, &list).success();
    assert_eq!(users.stdout, "only\nroot\n");
}

/// The gateway of HTTP takes no certificate for a user, and says so in words that `explain` knows.
fn what_the_gateway_says_of_a_common_name_is_explained(release: EtcdRelease) {
    let request = ClusterRequest::named("users").member("only", "10.77.0.1");
    let request = request.option("--client", "web=");
    let bundle = request.option("--etcd-version", release.series()).generate();
    let cluster = Cluster::start(&bundle, release);
    for line in ["user add root --no-password", "user grant-role root root", "auth enable"] {
        let words: Vec<&str> = line.split(' ').collect();
        cluster.etcdctl(0, "root", &words).success();
    }
    let key = json!({ "key": GREETING_BASE64 }).to_string();
    let refused = cluster.post(0, Some(&bundle.client("root")), "/v3/kv/range", &key).failure();
    let said = refused.stdout.trim();
    assert!(said.ends_with("will be ignored and not used as expected"), "{refused}");
    let explained = run(quorate().args(["explain", "--", said])).success();
    assert!(explained.stdout.contains("a client certificate without a CN"), "{explained}");
    // A plan may have such a client: it only has to say who it is.
    let nameless = cluster.post(0, Some(&bundle.client("web")), "/v3/kv/range", &key).failure();
    assert!(nameless.stdout.contains("user name is empty"), "{nameless}");
}

/// etcd passes over what it doesn't know in a config file, so that its own word counts: what it says of
/// its settings at the start, and whom it lets in.
fn settings_have_the_same_effect_in_every_form(release: EtcdRelease) {
    let [environment, flags, config] =
        ["environment-file", "flags", "config-file"].map(|form| effect(form, release));
    assert_eq!(environment, flags);
    assert_eq!(environment, config);
    let [all, client, peer] = environment.as_slice() else { panic!("{environment:#?}") };
    // What early releases of 3.5 call it.
    let quota =
        if release == EtcdRelease::V3_5_1 { "quota-size-bytes" } else { "quota-backend-bytes" };
    for (setting, expected) in [
        ("name", json!("only")),
        ("data-dir", json!(r#"/srv/50% $HOME "it's" \d"#)),
        ("wal-dir", json!("/srv/w al/wal")),
        ("heartbeat-interval", json!("150ms")),
        ("election-timeout", json!("1.8s")),
        ("snapshot-count", json!(4321)),
        (quota, json!(3_145_728_000_u64)),
        ("initial-cluster", json!("only=https://10.77.0.1:2380")),
        ("initial-cluster-state", json!("new")),
        ("initial-cluster-token", json!("a-token")),
        ("listen-peer-urls", json!(["https://10.77.0.1:2380"])),
        ("initial-advertise-peer-urls", json!(["https://10.77.0.1:2380"])),
        ("listen-client-urls", json!(["https://10.77.0.1:2379", "https://127.0.0.1:2379"])),
        ("advertise-client-urls", json!(["https://10.77.0.1:2379"])),
    ] {
        assert_eq!(all[setting], expected, "{setting}");
    }
    for (told, role) in [(client, "server"), (peer, "peer")] {
        let pki = r#"/etc/it's 50% $HOME "etcd" \c: #/pki"#;
        let tls = told["tls-info"].as_str().unwrap();
        for expected in [
            &format!("cert = {pki}/{role}.pem, key = {pki}/{role}-key.pem, "),
            &format!("trusted-ca = {pki}/ca.pem, client-cert-auth = true, "),
        ] {
            assert!(tls.contains(expected), "no {expected} in {tls}");
        }
    }
}

/// What a member that gets its settings in this form says of them, once it has shown that it serves
/// clients with certificates, by HTTP too, and no others.
#[track_caller]
fn effect(form: &str, release: EtcdRelease) -> Vec<Value> {
    let options = [
        ("--unit-form", form),
        ("--etcd-version", release.series()),
        ("--data-dir", "/srv/50% $HOME \"it's\" \\d"),
        ("--wal-dir", "/srv/w al"),
        ("--config-dir", "/etc/it's 50% $HOME \"etcd\" \\c: #"),
        ("--etcd-binary", "/opt/et cd/100%/$bin"),
        ("--token", "a-token"),
        ("--heartbeat", "150"),
        ("--election", "1800"),
        ("--tier", "custom"),
        ("--quota", "3000"),
        ("--snapshot-count", "4321"),
        ("--memory", "8"),
        ("--iops", "100"),
    ];
    let request = ClusterRequest::named("single").member("only", "10.77.0.1");
    let request =
        options.iter().fold(request, |request, (name, value)| request.option(name, value));
    let bundle = request.generate();
    let mut cluster = Cluster::start(&bundle, release);
    assert_serves_clients_with_certificates(&cluster);
    assert_refuses_clients_without(&mut cluster);
    let log = cluster.members()[0].log();
    let lines = log.lines().filter_map(|line| serde_json::from_str(line).ok());
    let told = lines.filter_map(|mut line: Value| {
        let line = line.as_object_mut()?;
        let is_told = line["msg"] == "starting an etcd server" || line.contains_key("tls-info");
        // No setting of quorate's; without a retention, which is none by default, it has no effect.
        for key in ["ts", "caller", "auto-compaction-mode"] {
            line.remove(key);
        }
        is_told.then(|| Value::Object(line.clone()))
    });
    let mut told: Vec<Value> = told.collect();
    assert_eq!(told.len(), 3, "one for all, and one for each side of TLS: {log}");
    told.sort_by_key(|line| line["msg"].to_string());
    told
}

fn members_with_rsa_4096_keys_form_a_cluster(release: EtcdRelease) {
    let bundle = three_members("rsa-4096", release);
    assert_serves_clients_with_certificates(&Cluster::start(&bundle, release));
}

fn members_with_ed25519_keys_form_a_cluster(release: EtcdRelease) {
    let bundle = three_members("ed25519", release);
    assert_serves_clients_with_certificates(&Cluster::start(&bundle, release));
}

fn a_single_member_takes_the_other_key_algorithms(release: EtcdRelease) {
    let algorithms = match release {
        EtcdRelease::V3_4 => ["ecdsa-p384", "rsa-2048"],
        EtcdRelease::V3_5_1 => ["rsa-3072", "ed25519"],
        EtcdRelease::V3_5 => ["rsa-2048", "ecdsa-p384"],
        EtcdRelease::V3_6 | EtcdRelease::V3_7 => ["rsa-3072", "ecdsa-p384"],
    };
    for algorithm in algorithms {
        let bundle = ClusterRequest::named("single")
            .member("only", "10.77.0.1")
            .option("--algorithm", algorithm)
            .option("--etcd-version", release.series())
            .generate();
        assert_serves_clients_with_certificates(&Cluster::start(&bundle, release));
    }
}

fn members_with_ipv6_addresses_form_a_cluster(release: EtcdRelease) {
    let bundle = ClusterRequest::named("sixes")
        .member("six-1", "fd00::1")
        .member("six-2", "fd00::2")
        .member("six-3", "fd00::3")
        .option("--etcd-version", release.series())
        .generate();
    assert_serves_clients_with_certificates(&Cluster::start(&bundle, release));
}

#[test]
fn a_complaint_is_found_in_the_log_of_any_release() {
    let harmless = [
        "embed: ClientTLS: cert = /etc/etcd/pki/server.pem, client-cert-auth = true, crl-file = ",
        r#"{"level":"info","msg":"starting with client TLS","tls-info":"cert = server.pem"}"#,
        // A caller that no longer needed the connection.
        r#"{"level":"warn","msg":"rejected connection","server-name":"","error":"EOF"}"#,
    ];
    let wanted = [
        r#"rejected connection from "10.77.0.2:40000" (error "remote error: tls: bad certificate")"#,
        r#"{"level":"warn","error":"x509: certificate specifies an incompatible key usage"}"#,
        "[WARNING] Deprecated '--logger=capnslog' flag is set; use '--logger=zap' flag instead",
        r#"{"level":"warn","msg":"--experimental-initial-corrupt-check is deprecated in v3.6"}"#,
        r#"{"level":"warn","msg":"unrecognized environment variable","environment-variable":"ETCD_A=b"}"#,
    ];
    assert_eq!(complaints(&harmless.join("\n")), [""; 0]);
    assert_eq!(complaints(&format!("{}\n{}", harmless.join("\n"), wanted.join("\n"))), wanted);
}

fn three_members(algorithm: &str, release: EtcdRelease) -> Bundle {
    requested_three(algorithm, release).generate()
}

fn requested_three(algorithm: &str, release: EtcdRelease) -> ClusterRequest {
    ClusterRequest::named("production")
        .member_with_names("etcd-1", "10.77.0.1", &["etcd-1.example.com"])
        .member_with_names("etcd-2", "10.77.0.2", &["etcd-2.example.com"])
        .member_with_names("etcd-3", "10.77.0.3", &["etcd-3.example.com"])
        .option("--algorithm", algorithm)
        .option("--etcd-version", release.series())
}

/// Goes the ways that clients go, and leaves no member with anything to complain about.
#[track_caller]
fn assert_serves_clients_with_certificates(cluster: &Cluster) {
    let last = cluster.bundle().member_names().len() - 1;
    cluster.etcdctl(0, "root", &["endpoint", "health", "--cluster"]).success();
    cluster.etcdctl(0, "root", &["put", "greeting", "hello"]).success();
    let value = cluster.etcdctl(last, "root", &["get", "greeting", "--print-value-only"]).success();
    assert_eq!(value.stdout, "hello\n");

    // On a member itself, where no address is at hand.
    let loopback = ["ETCDCTL_ENDPOINTS=https://127.0.0.1:2379"];
    let health = cluster.etcdctl_with(last, "root", &loopback, &["endpoint", "health"]).success();
    assert!(health.said().contains("https://127.0.0.1:2379 is healthy"), "{health}");

    // The gateway dials its own member with the server's certificate: a wrong usage shows only here.
    for host in [0, last] {
        let client = cluster.bundle().client("root");
        let answer = cluster.post(host, Some(&client), "/v3/kv/range", &range_of_greeting());
        let answer = answer.success();
        assert!(answer.stdout.contains(&format!(r#""value":"{HELLO_BASE64}""#)), "{answer}");
    }
    cluster.assert_no_complaints();
}

/// Knocks at every member without a certificate, by both protocols.
#[track_caller]
fn assert_refuses_clients_without(cluster: &mut Cluster) {
    let range = range_of_greeting();
    for host in 0..cluster.members().len() {
        let impatiently = ["--dial-timeout=1s", "--command-timeout=2s", "get", "greeting"];
        let refused = cluster.etcdctl_without_certificate(host, &impatiently).failure();
        assert!(!refused.said().contains("hello"), "{refused}");

        // TLS 1.3 lets a client speak before it hears of its refusal, so curl may fail at the handshake
        // (35), at sending (55) or at receiving (56); a refusal by HTTP would be 22.
        let before = complaints_of_no_certificate(cluster, host);
        let refused = cluster.post(host, None, "/v3/kv/range", &range).failure();
        let code = refused.status.and_then(|status| status.code());
        assert!(matches!(code, Some(35 | 55 | 56)), "it isn't TLS that fails: {refused}");
        // The member may write it down a moment after the client has heard of it.
        wait_until("a complaint in the log", PATIENCE, || {
            let complaints = complaints_of_no_certificate(cluster, host);
            if complaints > before { Ok(()) } else { Err(cluster.logs()) }
        });
    }
}

fn complaints_of_no_certificate(cluster: &mut Cluster, member: usize) -> usize {
    let log = cluster.members()[member].log();
    log.matches("tls: client didn't provide a certificate").count()
}

fn range_of_greeting() -> String {
    format!(r#"{{"key":"{GREETING_BASE64}"}}"#)
}
