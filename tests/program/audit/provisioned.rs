//! Files that a machine gets at its first start: Ignition, Butane and cloud-init, with the certificates among them.

use base64::Engine as _;
use flate2::Compression;
use flate2::write::GzEncoder;
use quorate::finding::Finding;
use serde_json::json;
use std::io::Write as _;

use crate::audit::{Machine, OF_RELEASES};
use crate::support::skip_without;

const UNIT: &str = "[Service]\nType=notify\nUser=etcd\nNoNewPrivileges=yes\nTimeoutStartSec=0\nRestart=on-failure\nLimitNOFILE=65536\nEnvironmentFile=/etc/etcd/etcd.env\nExecStart=/usr/bin/etcd\n";
const SETTINGS: &str = "ETCD_NAME=a\nETCD_DATA_DIR=/d\nETCD_LISTEN_CLIENT_URLS=https://10.0.0.1:2379\nETCD_ADVERTISE_CLIENT_URLS=https://10.0.0.1:2379\nETCD_LISTEN_PEER_URLS=https://10.0.0.1:2380\nETCD_INITIAL_ADVERTISE_PEER_URLS=https://10.0.0.1:2380\nETCD_INITIAL_CLUSTER=a=https://10.0.0.1:2380\nETCD_INITIAL_CLUSTER_TOKEN=t-7\nETCD_CERT_FILE=/etc/etcd/pki/own.pem\nETCD_KEY_FILE=/etc/etcd/pki/own.key\nETCD_CLIENT_CERT_AUTH=true\nETCD_TRUSTED_CA_FILE=/etc/etcd/pki/ca.pem\nETCD_PEER_CERT_FILE=/etc/etcd/pki/own.pem\nETCD_PEER_KEY_FILE=/etc/etcd/pki/own.key\nETCD_PEER_CLIENT_CERT_AUTH=true\nETCD_PEER_TRUSTED_CA_FILE=/etc/etcd/pki/ca.pem\n";

fn coded(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Every byte that a URL may not have, and some that it may.
fn escaped(bytes: &[u8]) -> String {
    let escape = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(*byte).to_string(),
        other => format!("%{other:02X}"),
    };
    bytes.iter().map(escape).collect()
}

/// A file as Ignition has it, in one of its ways.
fn file(path: &str, bytes: &[u8], way: usize) -> serde_json::Value {
    let contents = match way {
        0 => json!({ "source": format!("data:,{}", escaped(bytes)) }),
        1 => {
            json!({ "source": format!("data:text/plain;charset=utf-8;base64,{}", coded(bytes)), "compression": "" })
        }
        _ => {
            json!({ "source": format!("data:;base64,{}", coded(&packed(bytes))), "compression": "gzip" })
        }
    };
    json!({ "path": path, "mode": 420, "contents": contents })
}

fn codes(path: &str, text: &str) -> Vec<&'static str> {
    let now = Some(time::OffsetDateTime::now_utc() + time::Duration::days(1));
    let machine = Machine { now, ..Machine::default() }.file(path, text);
    let mut codes: Vec<&str> = machine.audit("3.6").0.findings.iter().map(Finding::code).collect();
    codes.retain(|code| !OF_RELEASES.contains(code));
    codes
}

#[test]
fn files_of_ignition_are_read_in_each_of_its_ways() {
    skip_without!("openssl");
    let room = super::mounted::room();
    for way in 0..3 {
        let text = |name: &str| {
            let of = |place: &str, from: &str| {
                file(&format!("/etc/etcd/pki/{place}"), &room.read(from), way)
            };
            let files = json!([
                file("/etc/etcd/etcd.env", SETTINGS.as_bytes(), way),
                of("own.pem", &format!("{name}.pem")),
                of("own.key", &format!("{name}.key")),
                of("ca.pem", "ca.pem"),
            ]);
            let units = json!([{ "name": "etcd.service", "enabled": true, "contents": UNIT }]);
            json!({ "ignition": { "version": "3.4.0" }, "storage": { "files": files }, "systemd": { "units": units } })
        };
        for text in [text("own").to_string(), serde_json::to_string_pretty(&text("own")).unwrap()] {
            assert_eq!(codes("/m/node.ign", &text), ["loopback-not-covered"; 0], "{way}");
        }
        assert_eq!(codes("/m/node.ign", &text("other").to_string()), ["host-not-covered"], "{way}");
    }
    // What comes from elsewhere isn't known to be missing.
    let from = json!({ "path": "/etc/etcd/etcd.env", "contents": { "source": "https://config.example/a.env" } });
    let units = json!([{ "name": "etcd.service", "contents": UNIT }]);
    let text = json!({ "ignition": { "version": "3.4.0" }, "storage": { "files": [from] }, "systemd": { "units": units } });
    assert_eq!(codes("/m/node.ign", &text.to_string()), ["not-here"]);
    // The same by Butane and by cloud-init.
    let block = |text: &str| {
        let lines: Vec<String> = text.lines().map(|line| format!("        {line}\n")).collect();
        lines.concat()
    };
    let indented = |from: &str| block(&String::from_utf8(room.read(from)).unwrap());
    let (settings, unit) = (block(SETTINGS), block(UNIT));
    let butane = |name: &str| {
        let files = [
            ("etcd.env", settings.clone()),
            ("pki/own.pem", indented(&format!("{name}.pem"))),
            ("pki/own.key", indented(&format!("{name}.key"))),
            ("pki/ca.pem", indented("ca.pem")),
        ];
        let files = files.map(|(path, text)| {
            format!("  - path: /etc/etcd/{path}\n    contents:\n      inline: |\n{text}")
        });
        let files = files.concat();
        format!(
            "variant: fcos\nversion: 1.5.0\nstorage:\n  files:\n{files}systemd:\n  units:\n  - name: etcd.service\n    contents: |\n{unit}"
        )
    };
    assert_eq!(codes("/m/node.bu", &butane("own")), [""; 0]);
    assert_eq!(codes("/m/node.bu", &butane("other")), ["host-not-covered"]);
    let cloud = |name: &str| {
        let files = [
            ("etcd.env", SETTINGS.as_bytes().to_vec()),
            ("pki/own.pem", room.read(&format!("{name}.pem"))),
            ("pki/own.key", room.read(&format!("{name}.key"))),
            ("pki/ca.pem", room.read("ca.pem")),
        ];
        let files = files.map(|(path, bytes)| {
            let content = coded(&packed(&bytes));
            format!("- path: /etc/etcd/{path}\n  encoding: gz+b64\n  content: {content}\n")
        });
        let files = files.concat();
        format!(
            "#cloud-config\nwrite_files:\n{files}- path: /etc/systemd/system/etcd.service\n  content: |\n{unit}"
        )
    };
    assert_eq!(codes("/m/user-data", &cloud("own")), [""; 0]);
    assert_eq!(codes("/m/user-data", &cloud("other")), ["host-not-covered"]);
}
