//! Fixes as a diff: `patch` applies it, and what it says it fixes is gone.

use serde_json::Value;

use crate::cli::Room;
use crate::support::skip_without;

const CONFIG: &str = "\
name: a
data-dir: /var/lib/etcd
experimental-corrupt-check-time: 60000000000
intial-cluster-token: prod
listen-client-urls: https://10.0.0.1:2379
advertise-client-urls: https://10.0.0.1:2379


# a comment far from what changes


client-transport-security:
  cert-file: /c.pem
  key-file: /k.pem
  client-cert-auth: \"true\"
  trusted-ca-file: /ca.pem
";

/// Without a line feed at its end.
const UNIT: &str = "[Service]\nType=notify\nEnvironmentFile=/etc/etcd.env\nExecStart=/usr/bin/etcd --name b \\\n  \
    --experimental-compaction-batch-limit=5 --snapshot-cuont 5 \\\n  \
    --listen-client-urls 10.0.0.1:2379 --advertise-client-urls https://10.0.0.1:2379 --cert-file /c --key-file /k";

const VARIABLES: &str =
    "ETCD_INITAL_CLUSTER_TOKEN=prod\nETCD_CA_FILE=/ca.pem\nETCD_EXPERIMENTAL_MEMORY_MLOCK=true\n";

/// An engine that keeps the quotes of its file.
const DOCKER: &str = "[Service]\nExecStart=/usr/bin/docker run --env-file /etc/docker.env \
    quay.io/coreos/etcd:v3.5.16 etcd --name=c\n";

fn room() -> Room {
    Room::new()
        .file("my files/etcd.yml", CONFIG)
        .file("host/etc/systemd/system/etcd.service", UNIT)
        .file("host/etc/etcd.env", VARIABLES)
        .file("host/etc/systemd/system/docker.service", DOCKER)
        .file(
            "host/etc/docker.env",
            "ETCD_LISTEN_CLIENT_URLS=\"http://127.0.0.1:2379\"\nETCD_INITIAL_CLUSTER_TOKEN='a b'\n",
        )
}

const PATHS: [&str; 2] = ["my files", "host"];

/// Code and file of all findings.
fn findings(room: &Room) -> Vec<String> {
    let arguments = [&["audit", "--etcd-version", "3.7", "--json"], &PATHS[..]].concat();
    let json: Value = serde_json::from_str(&room.quorate(&arguments).out).unwrap();
    let all = json["findings"].as_array().unwrap().iter();
    all.map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["where"]["file"])).collect()
}

#[test]
fn patch_applies_the_diff_and_its_findings_are_gone() {
    skip_without!("patch");
    let room = room();
    let before = findings(&room);
    let arguments = [&["audit", "--etcd-version", "3.7", "--diff"], &PATHS[..]].concat();
    let ran = room.quorate(&arguments);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    insta::assert_snapshot!(ran.out);
    let fixed = 9;
    assert_eq!(ran.err, format!("the diff fixes {fixed} of {} findings\n", before.len()));
    let room = room.file("fixes.diff", &ran.out);
    let applied = room.shell("patch -p1 < fixes.diff").succeeds();
    assert!(!applied.out.contains("fuzz") && !applied.out.contains("offset"), "{applied:?}");
    let after = findings(&room);
    for code in ["removed-flag", "unknown-flag", "unknown-key", "wrong-type", "bad-url"] {
        assert!(before.iter().any(|one| one.starts_with(code)), "{code}: {before:?}");
        assert!(!after.iter().any(|one| one.starts_with(code)), "{code}: {after:?}");
    }
    // What needs a decision is left: a CA that begins to count, a value with a blank.
    let text = String::from_utf8(room.read("host/etc/etcd.env")).unwrap();
    assert!(text.contains("ETCD_CA_FILE=/ca.pem"), "{text}");
    let text = String::from_utf8(room.read("host/etc/docker.env")).unwrap();
    assert!(text.contains("ETCD_LISTEN_CLIENT_URLS=http://127.0.0.1:2379\n"), "{text}");
    assert!(text.contains("'a b'"), "{text}");
    // Applied, there is nothing more to fix.
    let ran = room.quorate(&arguments);
    assert_eq!(ran.out, "", "{ran:?}");
}

#[test]
fn a_file_outside_is_named_from_the_root_and_no_key_is_shown() {
    skip_without!("patch");
    let room =
        Room::new().file("x/etcd.yml", "name: a\ndata-dir: /d\nintial-cluster-token: prod\n");
    let ran = room.shell("cd x && mkdir y && cd y && $Q audit $HOME/x/etcd.yml --diff");
    assert!(ran.out.contains("\n+++ bDIR/x/etcd.yml\n"), "{ran:?}");
    let key = "name: a\ndata-dir: /d\nintial-cluster-token: prod\n# -----BEGIN PRIVATE KEY-----\n";
    let ran = room.file("x/etcd.yml", key).quorate(&["audit", "x/etcd.yml", "--diff"]);
    assert_eq!(ran.out, "", "{ran:?}");
}
