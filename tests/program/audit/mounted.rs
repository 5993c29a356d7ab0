//! Files of containers where the host has them, objects of Kubernetes in files of their own, and several machines in one
//! directory.

use std::fmt::Write as _;
use std::path::Path;

use base64::Engine as _;

use crate::audit::trust::Room;
use crate::support::skip_without;

/// What `quorate audit` says of a directory, as the codes of its findings.
fn all_codes(directory: &Path) -> Vec<String> {
    let mut command = crate::support::bundle::quorate();
    command.current_dir(directory).args(["audit", ".", "--json", "--etcd-version", "3.6.16"]);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!("{error}: {text} {}", String::from_utf8_lossy(&output.stderr))
    });
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

/// Those of them that are about files.
fn codes(directory: &Path) -> Vec<String> {
    let is_of_files = |code: &String| {
        [
            "host-not-covered",
            "key-mismatch",
            "not-here",
            "file-missing",
            "expired",
            "unknown-authority",
        ]
        .contains(&code.as_str())
            || code.contains("refuses")
            || code == "set-twice"
    };
    all_codes(directory).into_iter().filter(is_of_files).collect()
}

/// A room with the certificates of two members.
pub(super) fn room() -> Room {
    let room = Room::new();
    room.authority("ca", "cluster");
    for (name, address) in [("own", "10.0.0.1"), ("other", "10.0.0.2")] {
        let names =
            format!("subjectAltName=IP:{address}\nextendedKeyUsage=serverAuth,clientAuth\n");
        room.leaf_with(name, "ca", &names, 365);
    }
    room
}

fn put(directory: &Path, path: &str, bytes: &[u8]) {
    let path = directory.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
}

/// The command of a member on 10.0.0.1 whose files are below a directory.
fn command(pki: &str) -> String {
    let files = [
        ("cert-file", "own.pem"),
        ("key-file", "own.key"),
        ("trusted-ca-file", "ca.pem"),
        ("peer-cert-file", "own.pem"),
        ("peer-key-file", "own.key"),
        ("peer-trusted-ca-file", "ca.pem"),
    ];
    let mut text = "etcd --name=a --data-dir=/d --client-cert-auth --peer-client-cert-auth --initial-cluster=a=https://10.0.0.1:2380 --initial-cluster-token=t-7".to_owned();
    for (flag, port) in [
        ("listen-client", 2379),
        ("advertise-client", 2379),
        ("listen-peer", 2380),
        ("initial-advertise-peer", 2380),
    ] {
        write!(text, " --{flag}-urls=https://10.0.0.1:{port}").unwrap();
    }
    for (flag, file) in files {
        write!(text, " --{flag}={pki}/{file}").unwrap();
    }
    text
}

/// The files of the member, of whose certificate is `name`'s.
fn files(room: &Room, directory: &Path, pki: &str, name: &str) {
    put(directory, &format!("{pki}/own.pem"), &room.read(&format!("{name}.pem")));
    put(directory, &format!("{pki}/own.key"), &room.read(&format!("{name}.key")));
    put(directory, &format!("{pki}/ca.pem"), &room.read("ca.pem"));
}

#[test]
fn files_of_a_container_are_where_its_host_has_them() {
    skip_without!("openssl");
    let room = room();
    let words = command("/etc/etcd/pki");
    let compose = |mounts: &str| {
        format!(
            "services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.6.14\n    command: {words}\n{mounts}"
        )
    };
    let quadlet = |lines: &str| {
        let words = words.trim_start_matches("etcd ");
        format!(
            "[Container]\nImage=quay.io/coreos/etcd:v3.6.14\nEntrypoint=etcd\nExec={words}\n{lines}"
        )
    };
    let run = |option: &str| {
        format!("#!/bin/sh\ndocker run -d {option} quay.io/coreos/etcd:v3.6.14 {words}\n")
    };
    let short = compose("    volumes:\n    - ./certs/a:/etc/etcd/pki:ro\n");
    for (path, text, pki) in [
        ("compose.yml", short.clone(), "certs/a"),
        (
            "deploy/compose.yml",
            compose(
                "    volumes:\n    - type: bind\n      source: ../certs/a\n      target: /etc/etcd/pki\n      read_only: true\n",
            ),
            "certs/a",
        ),
        (
            "compose.yml",
            compose(
                "    volumes:\n    - ${PKI:-./certs/a}:/etc/etcd/pki\n    - data:/etc\nvolumes: {data: {}}\n",
            ),
            "certs/a",
        ),
        (
            "compose.yml",
            compose(
                "    volumes: [\"pki:/etc/etcd/pki\"]\nvolumes:\n  pki:\n    driver_opts: {type: none, o: bind, device: ./certs/a}\n",
            ),
            "certs/a",
        ),
        (
            "compose.yml",
            compose(
                "    secrets:\n    - {source: c, target: /etc/etcd/pki/own.pem}\n    - {source: k, target: /etc/etcd/pki/own.key}\n    configs:\n    - {source: ca, target: /etc/etcd/pki/ca.pem}\nsecrets: {c: {file: ./s/own.pem}, k: {file: s/own.key}}\nconfigs: {ca: {file: ./s/ca.pem}}\n",
            ),
            "s",
        ),
        ("etcd.container", quadlet("Volume=./certs/a:/etc/etcd/pki:ro,Z\n"), "certs/a"),
        (
            "etcd.container",
            quadlet("Mount=type=bind,source=./certs/a,destination=/etc/etcd/pki\n"),
            "certs/a",
        ),
        ("run.sh", run("-v ./certs/a:/etc/etcd/pki:ro"), "certs/a"),
        ("run.sh", run("-v \"$PWD/certs/a\":/etc/etcd/pki"), "certs/a"),
        ("run.sh", run("--volume $(pwd)/certs/a:/etc/etcd/pki"), "certs/a"),
        (
            "run.sh",
            run("--mount type=bind,src=\"$(pwd)\"/certs/a,dst=/etc/etcd/pki,readonly"),
            "certs/a",
        ),
    ] {
        let directory = tempfile::TempDir::new().unwrap();
        put(directory.path(), path, text.as_bytes());
        files(&room, directory.path(), pki, "own");
        assert_eq!(codes(directory.path()), [""; 0], "{text}");
        // The certificate of another member shows that it is read.
        files(&room, directory.path(), pki, "other");
        assert_eq!(codes(directory.path()), ["host-not-covered"], "{text}");
    }
    // A volume of its own hides what lies below it on the host.
    let directory = tempfile::TempDir::new().unwrap();
    let hidden =
        "    volumes:\n    - ./certs:/etc/etcd\n    - pki:/etc/etcd/pki\nvolumes: {pki: {}}\n";
    put(directory.path(), "compose.yml", compose(hidden).as_bytes());
    files(&room, directory.path(), "certs/pki", "other");
    assert_eq!(codes(directory.path()), ["not-here"]);
}

#[test]
fn each_copy_of_a_machine_has_its_own_files() {
    skip_without!("openssl");
    let room = room();
    let unit = |words: &str| format!("[Service]\nUser=etcd\nExecStart=/usr/bin/{words}\n");
    // The second machine's files are right at its own address alone.
    let second =
        command("/etc/etcd/pki").replace("10.0.0.1", "10.0.0.2").replace("name=a", "name=b");
    let second = second.replace("cluster=a=", "cluster=b=");
    for place in [
        "etc/systemd/system/etcd.service",
        "etcd.service",
        "opt/etcd/etcd.service",
        "srv/etcd.service",
    ] {
        let directory = tempfile::TempDir::new().unwrap();
        let machines = directory.path();
        put(machines, &format!("node1/{place}"), unit(&command("/etc/etcd/pki")).as_bytes());
        put(machines, &format!("node2/{place}"), unit(&second).as_bytes());
        files(&room, machines, "node1/etc/etcd/pki", "own");
        files(&room, machines, "node2/etc/etcd/pki", "other");
        assert_eq!(codes(machines), [""; 0], "{place}");
        files(&room, machines, "node2/etc/etcd/pki", "own");
        assert_eq!(codes(machines), ["host-not-covered"], "{place}");
    }
    // A drop-in is that of the unit of its own machine.
    let directory = tempfile::TempDir::new().unwrap();
    let machines = directory.path();
    let place = "etc/systemd/system/etcd.service";
    put(machines, &format!("node1/{place}"), unit(&command("/etc/etcd/pki")).as_bytes());
    put(machines, &format!("node2/{place}"), unit(&second).as_bytes());
    put(machines, &format!("node1/{place}.d/a.conf"), b"[Service]\nEnvironment=ETCD_NAME=x\n");
    files(&room, machines, "node1/etc/etcd/pki", "own");
    files(&room, machines, "node2/etc/etcd/pki", "other");
    assert_eq!(codes(machines), ["set-twice"]);
}

#[test]
fn objects_of_other_files_are_those_that_a_manifest_mounts() {
    skip_without!("openssl");
    let room = room();
    let words: Vec<String> =
        command("/pki").split(' ').map(|word| format!("    - {word}\n")).collect();
    let pod = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: etcd, namespace: store}}\nspec:\n  containers:\n  - name: etcd\n    image: quay.io/coreos/etcd:v3.6.14\n    command:\n{}    volumeMounts: [{{name: pki, mountPath: /pki}}]\n  volumes: [{{name: pki, secret: {{secretName: etcd-pki}}}}]\n",
        words.concat()
    );
    let secret = |namespace: &str, name: &str| {
        let coded = |file: &str| base64::engine::general_purpose::STANDARD.encode(room.read(file));
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: etcd-pki, namespace: {namespace}}}\ndata:\n  own.pem: {}\n  own.key: {}\n  ca.pem: {}\n",
            coded(&format!("{name}.pem")),
            coded(&format!("{name}.key")),
            coded("ca.pem")
        )
    };
    let read = |files: &[(&str, &str)]| {
        let directory = tempfile::TempDir::new().unwrap();
        for (path, text) in files {
            put(directory.path(), path, text.as_bytes());
        }
        codes(directory.path())
    };
    let (own, other) = (secret("store", "own"), secret("store", "other"));
    assert_eq!(read(&[("a/pod.yaml", &pod), ("a/secret.yaml", &own)]), [""; 0]);
    assert_eq!(read(&[("a/pod.yaml", &pod), ("s.yaml", &other)]), ["host-not-covered"]);
    // The nearest counts, and of another namespace none does.
    assert_eq!(
        read(&[("a/pod.yaml", &pod), ("a/secret.yaml", &own), ("b/secret.yaml", &other)]),
        [""; 0]
    );
    let apart = secret("elsewhere", "other");
    assert_eq!(read(&[("a/pod.yaml", &pod), ("a/secret.yaml", &apart)]), ["not-here"]);
    // A name that only the cluster knows stays unknown to the shell that is given it.
    let words = command("/pki").replace("--name=a", "--name=$(POD)");
    let shell = pod.replace(&pod[pod.find("    command:").unwrap()..pod.find("    volumeMounts").unwrap()], &format!(
        "    env: [{{name: POD, valueFrom: {{fieldRef: {{fieldPath: metadata.name}}}}}}]\n    command: [sh, -c]\n    args: [\"exec {words}\"]\n"
    ));
    let read_all = |files: &[(&str, &str)]| {
        let directory = tempfile::TempDir::new().unwrap();
        for (path, text) in files {
            put(directory.path(), path, text.as_bytes());
        }
        all_codes(directory.path())
    };
    let found = read_all(&[("a/pod.yaml", &shell), ("a/secret.yaml", &own)]);
    assert!(
        !found.iter().any(|code| ["not-in-list", "not-read"].contains(&code.as_str())),
        "{found:?}"
    );
    // Which of two is meant isn't known.
    assert_eq!(
        read(&[("a/pod.yaml", &pod), ("b/secret.yaml", &own), ("c/secret.yaml", &other)]),
        ["not-here"]
    );
}
