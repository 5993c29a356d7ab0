//! What etcd and systemd themselves say of what the audit finds.

use std::process::Command;

use tempfile::TempDir;

use crate::Machine;
use crate::support::needs::need;
use crate::support::process::run;
use crate::support::releases::{EtcdRelease, on_every_release};
use crate::support::skip_without;

/// A command line, what the audit finds in it, and what etcd says before it exits.
const FATAL: &[(&str, &str, &str)] = &[
    ("etcd --name a --foo-bar=1", "unknown-flag", "flag provided but not defined: -foo-bar"),
    ("etcd --name a --client-cert-auth true", "boolean-with-space", "is not a valid flag"),
    ("ETCD_NAME=a etcd --name a", "set-twice", "is shadowed by corresponding command-line flag"),
    ("ETCD_CLIENT_CERT_AUTH=yes etcd --name a", "not-a-boolean", "parse error"),
    ("etcd --name a --quota-backend-bytes=8G", "not-a-number", "parse error"),
    (
        "etcd --name a --heartbeat-interval=300",
        "election-too-short",
        "should be at least as 5 times",
    ),
    ("etcd --name a --election-timeout=50001", "election-too-long", "is too long"),
    ("etcd --name a --heartbeat-interval=0", "zero-timer", "must be >0"),
    ("etcd --name a --initial-cluster-state=exists", "bad-state", "invalid value"),
    (
        "etcd --name a --listen-client-urls=http://127.91.0.1:23791",
        "no-advertised-urls",
        "--advertise-client-urls is required",
    ),
    (
        "etcd --name a --listen-peer-urls=http://a.example:23801",
        "name-in-listen-url",
        "expected IP in URL for binding",
    ),
    (
        "etcd --name a --initial-advertise-peer-urls=http://127.91.0.1:23801/",
        "bad-url",
        "URL must not contain a path",
    ),
    (
        "etcd --name a --listen-peer-urls=http://127.91.0.1:23801 \
         --initial-advertise-peer-urls=http://127.91.0.1:23801 --initial-cluster=b=http://127.91.0.1:23801 \
         --listen-client-urls=http://127.91.0.1:23791 --advertise-client-urls=http://127.91.0.1:23791",
        "not-in-list",
        "find local name",
    ),
    (
        "etcd --name a --listen-peer-urls=http://127.91.0.1:23801 \
         --initial-advertise-peer-urls=http://127.91.0.1:23801 \
         --initial-cluster=a=http://127.91.0.1:23801,b=http://127.91.0.1:23801 \
         --listen-client-urls=http://127.91.0.1:23791 --advertise-client-urls=http://127.91.0.1:23791",
        "duplicate-url",
        "has duplicate url",
    ),
];

/// Runs what was audited, with nothing else in its environment, until it exits by itself.
#[track_caller]
fn is_fatal(release: EtcdRelease, (line, code, said): &(&str, &str, &str)) {
    // Releases are tried at the same time, and some listen before they exit.
    let line = &line.replace("127.91.0.1", &format!("127.91.0.{}", release as u8 + 1));
    let codes = Machine::default().file("/notes", line).codes(release.series());
    assert!(codes.contains(code), "{code} in {line}: {codes:?}");
    let scratch = TempDir::new().unwrap();
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", line]).current_dir(scratch.path()).env_clear();
    let ran = run(shell.env("PATH", release.directory())).failure();
    assert!(ran.said().contains(said), "{said} in {ran}");
}

on_every_release! {
    ["sh"];
    etcd_exits_where_the_audit_says_so;
}

fn etcd_exits_where_the_audit_says_so(release: EtcdRelease) {
    for case in FATAL {
        is_fatal(release, case);
    }
    let undefined = "flag provided but not defined";
    is_fatal(
        release,
        &match release {
            EtcdRelease::V3_4 => ("etcd --name a --client-cert-file=/x", "flag-not-yet", undefined),
            _ => ("etcd --name a --debug", "removed-flag", undefined),
        },
    );
    if release.series() == "3.5" {
        let retired = "etcd --name a --logger=capnslog";
        is_fatal(release, &(retired, "retired-logger", "is removed in v3.5"));
    }
}

/// Every flag that the table has for a release is one that its etcd defines, and the other way round.
#[test]
fn the_table_of_flags_is_that_of_real_releases() {
    skip_without!("sh");
    let table: serde_json::Value =
        serde_json::from_str(include_str!("../../assets/flags.json")).unwrap();
    let mut wrong = Vec::new();
    for release in EtcdRelease::ALL.into_iter().filter(|release| need(release.requirement())) {
        let etcd = release.directory().join("etcd");
        let version = release.version();
        for flag in table.as_array().unwrap() {
            let name = flag["flag"].as_str().unwrap();
            // The first flag that isn't defined is complained about, and nothing starts.
            let ran =
                run(Command::new(&etcd).args([format!("--{name}=1"), "--no-such-flag=1".into()]));
            let is_there = !ran.said().contains(&format!("not defined: -{name}\n"));
            let line = format!("etcd --name=a --{name}=1");
            let codes = Machine::default().file("/notes", &line).codes(version);
            let missing = codes.iter().any(|code| ["removed-flag", "flag-not-yet"].contains(code));
            if is_there == missing {
                wrong.push(format!(
                    "{version}: {name} is {}",
                    if is_there { "there" } else { "missing" }
                ));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn systemd_refuses_the_specifier_that_the_audit_names_and_takes_the_rest() {
    skip_without!("systemd-analyze");
    let scratch = TempDir::new().unwrap();
    let etcd = scratch.path().join("etcd");
    std::os::unix::fs::symlink("/bin/true", &etcd).unwrap();
    for (argument, is_wrong) in [("50%%", false), ("%n", false), ("%z", true)] {
        let text = format!("[Service]\nExecStart={} --wal-dir=/w/{argument}\n", etcd.display());
        let path = scratch.path().join("etcd.service");
        std::fs::write(&path, &text).unwrap();
        let said = run(Command::new("systemd-analyze").arg("verify").arg(&path)).said();
        let codes = Machine::default().file("/etc/systemd/system/etcd.service", &text).codes("3.5");
        assert_eq!(said.contains("specifier"), is_wrong, "{argument}: {said}");
        assert_eq!(codes.contains(&"unknown-specifier"), is_wrong, "{argument}: {codes:?}");
    }
}
