//! Members with more than one address: a network of their own for peers, and both families of addresses.

use std::path::Path;

use quorate::cluster::Plan;
use tempfile::TempDir;

use super::{assert_refuses_clients_without, assert_serves_clients_with_certificates};
use crate::support::bundle::{Bundle, ClusterRequest, quorate};
use crate::support::etcd::{Cluster, EtcdRelease};
use crate::support::process::run;
use crate::support::releases::on_every_release;

on_every_release! {
    ["root", "ip", "curl", "openssl"];
    peers_have_a_network_of_their_own;
    members_listen_and_are_dialed_at_both_families;
}

fn peers_have_a_network_of_their_own(release: EtcdRelease) {
    let bundle = three(&form_for(release), release)
        .option("--peer-addresses", "etcd-1=10.78.0.1")
        .option("--peer-addresses", "etcd-2=10.78.0.2")
        .option("--peer-addresses", "etcd-3=10.78.0.3")
        .generate();
    assert_is_sound_and_becomes_its_plan_again(&bundle);
    let mut cluster = Cluster::start(&bundle, release);
    assert_serves_clients_with_certificates(&cluster);
    assert_refuses_clients_without(&mut cluster);
    // Nothing answers at the other network's address of the same machine.
    let peer = bundle.shown("etcd-1", "peer");
    cluster.get(0, Some(&peer), "https://10.78.0.1:2380/members").success();
    for url in ["https://10.77.0.1:2380/members", "https://10.78.0.1:2379/health"] {
        let refused = cluster.get(0, Some(&peer), url).failure();
        assert_eq!(refused.status.and_then(|status| status.code()), Some(7), "{refused}");
    }
    // A peer that calls from the clients' network isn't the one its certificate is for.
    let text = certificate(&peer.certificate());
    assert!(text.contains("IP Address:10.78.0.1") && !text.contains("IP Address:10.77."), "{text}");
    let text = certificate(&bundle.shown("etcd-1", "server").certificate());
    assert!(text.contains("IP Address:10.77.0.1") && !text.contains("IP Address:10.78."), "{text}");
}

fn members_listen_and_are_dialed_at_both_families(release: EtcdRelease) {
    let bundle = three(&form_for(release), release)
        .option("--more-addresses", "etcd-1=fd00::1")
        .option("--more-addresses", "etcd-2=fd00::2")
        .option("--more-addresses", "etcd-3=fd00::3")
        .generate();
    assert_is_sound_and_becomes_its_plan_again(&bundle);
    let mut cluster = Cluster::start(&bundle, release);
    assert_serves_clients_with_certificates(&cluster);
    assert_refuses_clients_without(&mut cluster);
    let list = cluster.etcdctl(0, "root", &["member", "list"]).success();
    for number in 1..=3 {
        for url in [
            format!("https://10.77.0.{number}:2380"),
            format!("https://[fd00::{number}]:2380"),
            format!("https://10.77.0.{number}:2379"),
            format!("https://[fd00::{number}]:2379"),
        ] {
            assert!(list.stdout.contains(&url), "no {url} in {list}");
        }
    }
    // Each family by itself is a way to each member.
    for number in 1..=3 {
        for endpoint in [format!("https://[fd00::{number}]:2379"), "https://[::1]:2379".to_owned()]
        {
            let endpoint = format!("ETCDCTL_ENDPOINTS={endpoint}");
            let health =
                cluster.etcdctl_with(number - 1, "root", &[&endpoint], &["endpoint", "health"]);
            health.success();
        }
        let peer = bundle.shown("etcd-1", "peer");
        for url in
            [format!("https://[fd00::{number}]:2380"), format!("https://10.77.0.{number}:2380")]
        {
            cluster.get(0, Some(&peer), &format!("{url}/members")).success();
        }
    }
    cluster.assert_no_complaints_but(|line| line.contains("didn't provide a certificate"));
}

/// Each form of the settings on some release.
fn form_for(release: EtcdRelease) -> String {
    ["environment-file", "flags", "config-file"][release as usize % 3].to_owned()
}

fn three(form: &str, release: EtcdRelease) -> ClusterRequest {
    ClusterRequest::named("networks")
        .member_with_names("etcd-1", "10.77.0.1", &["etcd-1.example.com"])
        .member_with_names("etcd-2", "10.77.0.2", &["etcd-2.example.com"])
        .member_with_names("etcd-3", "10.77.0.3", &["etcd-3.example.com"])
        .option("--unit-form", form)
        .option("--etcd-version", release.series())
}

/// `verify` and `audit` have nothing to say of it, and `audit` finds the plan again.
#[track_caller]
fn assert_is_sound_and_becomes_its_plan_again(bundle: &Bundle) {
    let verified = run(quorate().arg("verify").arg(bundle.directory())).success();
    assert!(verified.stdout.ends_with("0 errors, 0 warnings\n"), "{verified}");
    let scratch = TempDir::new().unwrap();
    let file = scratch.path().join("plan.json");
    let mut audit = quorate();
    audit.arg("audit").arg(bundle.directory()).args(["--fail-on", "warning", "--write-plan"]);
    run(audit.arg(&file)).success();
    let read = |path: &Path| Plan::from_json(&std::fs::read(path).unwrap()).unwrap();
    let (found, planned) = (read(&file), read(&bundle.directory().join("plan.json")));
    assert_eq!(found.members, planned.members);
    assert_eq!(found.placement, planned.placement);
}

#[track_caller]
fn certificate(path: &Path) -> String {
    let mut openssl = std::process::Command::new("openssl");
    run(openssl.args(["x509", "-noout", "-text", "-in"]).arg(path)).success().stdout
}
