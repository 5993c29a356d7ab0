//! Members that can't start, and addresses at which nobody listens: who dials them.

use quorate::finding::Finding;

use crate::audit::trust::Room;
use crate::audit::{Machine, OF_RELEASES};
use crate::support::process::mortal;
use crate::support::releases::{EtcdRelease, on_every_release};
use crate::support::skip_without;

const UNIT: &str = "/etc/systemd/system/etcd.service";
const CLIENT: &str = "/etc/systemd/system/kube-apiserver.service";

/// A member on 10.0.0.1 with a pair for each port.
fn member(listens: &str) -> String {
    let words = [
        "[Service]\nType=notify\nUser=etcd\nNoNewPrivileges=yes\nTimeoutStartSec=0\nRestart=on-failure\nLimitNOFILE=65536\n",
        "ExecStart=/usr/bin/etcd --name a --data-dir /d --initial-cluster a=https://10.0.0.1:2380 --initial-cluster-token t-7 ",
        "--advertise-client-urls https://10.0.0.1:2379 --listen-peer-urls https://10.0.0.1:2380 ",
        "--initial-advertise-peer-urls https://10.0.0.1:2380 --cert-file /p/s.pem --key-file /p/s.key --client-cert-auth ",
        "--trusted-ca-file /p/ca.pem --peer-cert-file /p/p.pem --peer-key-file /p/p.key --peer-client-cert-auth ",
        "--peer-trusted-ca-file /p/ca.pem --listen-client-urls ",
    ];
    words.concat() + listens + "\n"
}

fn api_server(urls: &str) -> String {
    format!(
        "[Service]\nExecStart=/usr/local/bin/kube-apiserver --etcd-cafile=/p/ca.pem --etcd-certfile=/p/c.pem --etcd-keyfile=/p/c.key --etcd-servers={urls}\n"
    )
}

fn room() -> Room {
    let room = Room::new();
    room.authority("ca", "cluster");
    room.authority("other", "other");
    let names = "subjectAltName=IP:10.0.0.1,IP:127.0.0.1,DNS:localhost\n";
    let both = format!("{names}extendedKeyUsage=serverAuth,clientAuth\n");
    room.leaf_with("s", "ca", &both, 365);
    room.leaf_with("p", "ca", &both, 365);
    room.leaf_with("c", "ca", "extendedKeyUsage=clientAuth\n", 365);
    room
}

/// A machine with these files in place of those that belong there.
fn machine(room: &Room, listens: &str, urls: &str, placed: &[(&str, &str)]) -> Machine {
    let now = Some(time::OffsetDateTime::now_utc() + time::Duration::days(1));
    let mut machine = Machine { now, ..Machine::default() }
        .file(UNIT, &member(listens))
        .file(CLIENT, &api_server(urls));
    for name in ["ca.pem", "s.pem", "s.key", "p.pem", "p.key", "c.pem", "c.key"] {
        let from = placed.iter().find(|(place, _)| *place == name).map_or(name, |(_, from)| from);
        if !from.is_empty() {
            machine = machine.beside(&format!("/p/{name}"), &room.read(from), 0o600);
        }
    }
    machine
}

fn found(machine: &Machine) -> Vec<Finding> {
    let mut findings = machine.audit("3.6").0.findings;
    findings.retain(|one| !OF_RELEASES.contains(&one.code()));
    findings
}

fn codes(machine: &Machine) -> Vec<&'static str> {
    let mut codes: Vec<_> = found(machine).iter().map(Finding::code).collect();
    codes.sort_unstable();
    codes
}

const OWN: &str = "https://10.0.0.1:2379";

#[test]
fn a_member_that_cant_start_is_dialed_in_vain() {
    skip_without!("openssl");
    let room = room();
    let read = |placed: &[(&str, &str)]| codes(&machine(&room, OWN, OWN, placed));
    assert_eq!(read(&[]), [""; 0]);
    // One broken pair closes both ports, whichever it is.
    assert_eq!(read(&[("s.key", "p.key")]), ["dialed-in-vain", "key-mismatch"]);
    assert_eq!(read(&[("p.key", "s.key")]), ["dialed-in-vain", "key-mismatch"]);
    assert_eq!(read(&[("p.key", "")]), ["dialed-in-vain", "file-missing"]);
    // Whom the client trusts plays no part then, nor what it shows.
    let broken = [("p.key", "s.key"), ("c.pem", "s.pem"), ("c.key", "s.key")];
    assert_eq!(read(&broken), ["dialed-in-vain", "key-mismatch"]);
    let all = found(&machine(&room, OWN, OWN, &[("p.key", "s.key")]));
    let told = all.iter().find(|one| one.code() == "dialed-in-vain").unwrap();
    assert_eq!(
        told.message(),
        "kube-apiserver dials https://10.0.0.1:2379, where a can't start: the private key doesn't belong to `CN = p`"
    );
    assert_eq!(told.location.file.as_deref(), Some(CLIENT));
    // One of several endpoints may be served by others.
    let others = "https://10.0.0.1:2379,https://10.0.0.2:2379";
    let read = machine(&room, OWN, others, &[("p.key", "s.key")]);
    assert_eq!(codes(&read), ["endpoint-unknown", "key-mismatch"]);
}

#[test]
fn files_of_clients_are_not_read_where_no_tls_is_spoken() {
    skip_without!("openssl");
    let room = room();
    let plain = "http://127.0.0.1:2379";
    let read = |placed: &[(&str, &str)]| {
        let mut codes = codes(&machine(&room, plain, plain, placed));
        codes.retain(|code| !code.contains("http") && !code.contains("advertised"));
        codes
    };
    assert_eq!(read(&[("s.key", "p.key")]), [""; 0]);
    assert_eq!(read(&[("s.key", "")]), [""; 0]);
    assert_eq!(read(&[("p.key", "s.key")]), ["dialed-in-vain", "key-mismatch"]);
}

#[test]
fn at_a_loopback_address_a_member_listens_or_nobody_does() {
    skip_without!("openssl");
    let room = room();
    let read = |listens: &str, urls: &str| codes(&machine(&room, listens, urls, &[]));
    let local = "https://127.0.0.1:2379";
    // A stacked API server.
    assert_eq!(read(&format!("{OWN},{local}"), local), [""; 0]);
    assert_eq!(read("https://0.0.0.0:2379", local), [""; 0]);
    assert_eq!(read(OWN, local), ["nothing-listens"]);
    assert_eq!(read(&format!("{OWN},{local}"), "https://127.0.0.1:2378"), ["nothing-listens"]);
    let told = found(&machine(&room, OWN, local, &[]));
    assert_eq!(
        told[0].message(),
        "kube-apiserver dials https://127.0.0.1:2379 on its own machine, and nothing listens there: a listens at https://10.0.0.1:2379"
    );
    // A proxy of the machine may.
    let proxied = machine(&room, OWN, local, &[])
        .file("/etc/haproxy/haproxy.cfg", "frontend etcd\n  bind 127.0.0.1:2379\n  mode tcp\n");
    assert_eq!(codes(&proxied), ["not-read"]);
    // Of another machine's client nothing of the kind is known, nor of one in a container of its own.
    let unit = member(&format!("{OWN},{local}"));
    let elsewhere = |path: &str, text: &str| {
        let mut codes = machine(&room, OWN, OWN, &[]);
        codes.starts.retain(|one| one == UNIT);
        let codes = codes.file(UNIT, &unit).file(path, text).codes("3.6");
        codes.into_iter().filter(|one| one.contains("listens") || one.contains("unknown")).count()
    };
    let text = api_server("https://127.0.0.1:2379");
    assert_eq!(elsewhere("/copies/cp1/etc/systemd/system/kube-apiserver.service", &text), 0);
    let compose = "services:\n  etcdctl:\n    image: quay.io/coreos/etcd:v3.6.14\n    command: [sleep, '9']\n    environment: [\"ETCDCTL_ENDPOINTS=https://127.0.0.1:2379\"]\n";
    assert_eq!(elsewhere("/etc/x/compose.yml", compose), 0);
    // Where no member listens at any loopback address, none is at this one, wherever the client is.
    let mut members = machine(&room, OWN, OWN, &[]);
    members.starts.retain(|one| one == UNIT);
    let away = members.file("/copies/cp1/etc/systemd/system/kube-apiserver.service", &text);
    let codes = away.codes("3.6");
    assert!(codes.contains(&"endpoint-unknown") && !codes.contains(&"nothing-listens"));
}

/// What etcd itself makes of files that can't be loaded, and of those that it doesn't read.
fn a_member_ends_as_the_audit_says(release: EtcdRelease) {
    let room = room();
    let host = format!("127.94.0.{}", release as u8 + 1);
    let [peer, client] = [23803, 23793].map(|port| format!("http://{host}:{port}"));
    for (client, files, ends) in [
        (client.clone(), "--peer-cert-file p.pem --peer-key-file s.key", true),
        (client.clone(), "--peer-trusted-ca-file s.key", true),
        (client.clone(), "--cert-file s.pem --key-file p.key --trusted-ca-file none.pem", false),
        (client.replace("http:", "https:"), "--cert-file s.pem --key-file p.key", true),
    ] {
        let _ = std::fs::remove_dir_all(room.path().join("d"));
        let mut etcd = mortal("timeout");
        etcd.args(["3", release.directory().join("etcd").to_str().unwrap()]);
        etcd.args(["--name=a", "--data-dir=d", "--logger=zap"]).current_dir(room.path());
        for (flag, url) in [("listen-client", &client), ("advertise-client", &client)]
            .into_iter()
            .chain([("listen-peer", &peer), ("initial-advertise-peer", &peer)])
        {
            etcd.arg(format!("--{flag}-urls={url}"));
        }
        etcd.arg(format!("--initial-cluster=a={peer}")).args(files.split(' '));
        let status = etcd.env_clear().env("PATH", "/usr/bin:/bin").output().unwrap().status;
        // timeout(1) says 124 of what it had to end.
        assert_eq!(status.code() != Some(124), ends, "{client} {files}: {status}");
    }
}

on_every_release! {
    ["setpriv", "timeout", "openssl"];
    a_member_ends_as_the_audit_says;
}
