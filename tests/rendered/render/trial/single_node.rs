//! `single-node.sh`: whether a member's certificates work, without the other members.

use std::fs;

use super::{ADDRESSES, LIMIT, Trial, addresses};
use crate::render::certificates::Certificates;
use crate::support::bundle::ClusterRequest;
use crate::support::hosts::Hosts;
use crate::support::process::{Ran, run_for};
use crate::support::releases::{EtcdRelease, on_every_release, on_releases};
use crate::support::skip_without;

on_every_release! {
    ["root", "ip", "dash", "bash", "curl"];
    a_members_certificates_are_tried_alone;
}

/// Runs `single-node.sh` on a host of its own, where its usual ports are free.
#[track_caller]
fn try_alone(trial: &Trial, shell: &str, options: &[&str]) -> Ran {
    let hosts = Hosts::up(&addresses(&ADDRESSES[..1]));
    let ran =
        run_for(LIMIT, &mut trial.run_by(hosts.command(0, shell), 0, "single-node.sh", options));
    trial.assert_nothing_is_left();
    ran
}

fn a_members_certificates_are_tried_alone(release: EtcdRelease) {
    let trial = Trial::of(release, &ADDRESSES, &[]);
    let client = trial.bundle.client("root");
    let [certificate, key, authority] = [client.certificate(), client.key(), client.authority()];
    let [certificate, key, authority] =
        [&certificate, &key, &authority].map(|path| path.to_str().unwrap());
    let as_client = ["--cert", certificate, "--key", key, "--cacert", authority];
    for (shell, options) in [("dash", &[][..]), ("bash", &as_client[..])] {
        let ran = try_alone(&trial, shell, options).success();
        for words in [
            "put and get over TLS with ",
            "a client without a certificate: refused\n",
            "The certificates of etcd-1 work.",
        ] {
            assert!(ran.stdout.contains(words), "no {words:?} in {ran}");
        }
        assert_eq!(ran.stderr, "", "{ran}");
    }
}

#[test]
fn one_certificate_for_all_uses_under_other_names_is_tried_as_well() {
    skip_without!("root", "ip", "openssl", "etcd-3.4");
    let trial = Trial::of(EtcdRelease::V3_4, &ADDRESSES, &[]);
    let made = Certificates::root("our-ca");
    made.leaf("node", "our-ca", "10.77.0.1");
    let member = trial.bundle.member_directory("etcd-1");
    for (from, to) in [
        (made.path("our-ca"), "our-ca.pem"),
        (made.path("node"), "node.pem"),
        (made.key_path("node"), "node-key.pem"),
    ] {
        fs::copy(from, member.join("pki").join(to)).unwrap();
    }
    let values = member.join("install.values");
    let text = fs::read_to_string(&values).unwrap();
    let lines = "AUTHORITIES='our-ca.pem'\nPAIRS='member node.pem node-key.pem our-ca.pem'\n";
    fs::write(&values, text + lines).unwrap();
    let ran =
        try_alone(&trial, "sh", &["--client-port", "12379", "--peer-port", "12380"]).success();
    assert!(ran.stdout.contains("https://127.0.0.1:12379"), "{ran}");
}

on_releases! {
    ["root", "ip"];
    certificates_that_do_not_work_are_told_by_what_etcd_says on V3_5_1 V3_7;
}

fn certificates_that_do_not_work_are_told_by_what_etcd_says(release: EtcdRelease) {
    let trial = Trial::of(release, &ADDRESSES, &[]);
    // A client of another CA.
    let other = ClusterRequest::named("other").member("a", "10.77.0.9").generate();
    let client = other.client("root");
    let [certificate, key] = [client.certificate(), client.key()];
    let options =
        ["--timeout", "5", "--cert", certificate.to_str().unwrap(), "--key", key.to_str().unwrap()];
    let ran = try_alone(&trial, "sh", &options).failure();
    assert!(
        ran.stderr.contains("no healthy answer on https://127.0.0.1:23790 within 5 s"),
        "{ran}"
    );
    assert!(ran.stderr.contains("certificate signed by unknown authority"), "{ran}");
    // A key of another certificate: etcd itself ends.
    let pki = trial.bundle.member_directory("etcd-1").join("pki");
    fs::copy(pki.join("server-key.pem"), pki.join("peer-key.pem")).unwrap();
    let ran = try_alone(&trial, "sh", &[]).failure();
    assert!(ran.stderr.contains("error: etcd ended by itself; its last words:"), "{ran}");
    assert!(ran.stderr.contains("private key does not match public key"), "{ran}");
}
