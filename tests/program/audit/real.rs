//! What etcd and systemd themselves say of what the audit finds.

use std::process::Command;
use std::sync::Mutex;

use quorate::cluster::EtcdVersion;
use quorate::etcd::Release;
use quorate::etcd::flags::{self, Availability};
use tempfile::TempDir;

use crate::audit::Machine;
use crate::support::bundle::quorate;
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
        "etcd --name a --cipher-suites=ECDHE-RSA-AES128-GCM-SHA256",
        "unknown-cipher-suite",
        "unexpected TLS cipher suite",
    ),
    (
        "etcd --name a --cipher-suites='TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, \
         TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'",
        "unknown-cipher-suite",
        "unexpected TLS cipher suite",
    ),
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

/// Values that end etcd, after the flags of a member that would start.
const FATAL_VALUES: &[(&str, &str, &str)] = &[
    ("--log-level=verbose", "bad-value", "verbose"),
    ("--logger=json", "bad-value", "unknown logger option"),
    (
        "--auto-compaction-mode=period --auto-compaction-retention=1",
        "bad-value",
        "unknown auto-compaction-mode",
    ),
    ("--auto-compaction-retention=1day", "not-a-duration", "1day"),
    ("--grpc-keepalive-min-time=5", "not-a-duration", "invalid value \"5\""),
    ("--grpc-keepalive-timeout=1d", "not-a-duration", "invalid value \"1d\""),
    ("--auth-token=foo", "bad-value", "auth"),
    ("--discovery-fallback=foo", "bad-value", "invalid value"),
    ("--log-outputs=foo,default", "bad-value", "default"),
    ("--snapshot-count=-1", "not-a-number", "invalid value"),
    ("--max-request-bytes=-1", "not-a-number", "invalid value"),
    ("--metrics=basic --max-txn-ops=1k", "not-a-number", "invalid value"),
    ("--auto-compaction-retention=-1", "not-a-duration", "-1"),
    (
        "--initial-cluster=a=http://127.91.0.1:23801",
        "other-peer-url",
        "missing from --initial-advertise-peer-urls=http://localhost:2380",
    ),
];

/// The releases would meet on the same ports.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Runs what was audited, with nothing else in its environment, until it exits by itself.
#[track_caller]
fn is_fatal(release: EtcdRelease, (line, code, said): &(&str, &str, &str)) {
    // Releases are tried at the same time, and some listen before they exit.
    let line = &line.replace("127.91.0.1", &format!("127.91.0.{}", release as u8 + 1));
    let codes = Machine::default().file("/notes", line).codes(release.series());
    assert!(codes.contains(code), "{code} in {line}: {codes:?}");
    let scratch = TempDir::new().unwrap();
    let _alone = ONE_AT_A_TIME.lock();
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
    let member = "etcd --name a --listen-client-urls=http://127.91.0.1:23791 \
                  --advertise-client-urls=http://127.91.0.1:23791 --listen-peer-urls=http://127.91.0.1:23801";
    for (flags, code, said) in FATAL_VALUES {
        is_fatal(release, &(format!("{member} {flags}").as_str(), code, said));
    }
    if release.series() > "3.5" {
        for flags in ["--discovery-fallback=proxy", "--v2-deprecation=not-yet"] {
            let value = flags.split('=').next_back().unwrap();
            is_fatal(release, &(format!("{member} {flags}").as_str(), "bad-value", value));
        }
        let format = format!("{member} --log-format=text");
        is_fatal(release, &(format.as_str(), "bad-value", "text"));
    } else if release.series() == "3.5" {
        let stage = format!("{member} --v2-deprecation=foo");
        is_fatal(release, &(stage.as_str(), "bad-value", "invalid value"));
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

/// The releases that the machine has, as the table knows them.
fn installed() -> impl Iterator<Item = (EtcdRelease, Release)> {
    let all = EtcdRelease::ALL.into_iter().filter(|release| need(release.requirement()));
    all.map(|release| (release, release.version().parse().unwrap()))
}

/// Every flag that the table has for a release is one that its etcd defines, and the other way round.
#[test]
fn the_flags_of_the_table_are_those_of_real_releases() {
    let mut wrong = Vec::new();
    for (installed, release) in installed() {
        let etcd = installed.directory().join("etcd");
        for flag in flags::all().iter().filter(|flag| !flag.is_key_only()) {
            let name = &flag.name;
            // The first flag that isn't defined is complained about, and nothing starts.
            let ran =
                run(Command::new(&etcd).args([format!("--{name}=1"), "--no-such-flag=1".into()]));
            let is_there = !ran.said().contains(&format!("not defined: -{name}\n"));
            if is_there != (flag.availability(release) == Availability::There) {
                wrong.push(format!("{release}: {name} is there: {is_there}"));
            }
        }
        let help = run(Command::new(&etcd).arg("--help")).said();
        for line in help.lines().filter_map(|line| line.trim_start().strip_prefix("--")) {
            let name = line.split([' ', '=', ')']).next().unwrap();
            let flag =
                flags::find(name).filter(|flag| flag.availability(release) == Availability::There);
            // 3.7 lists two that it doesn't define.
            let is_excused = release.series() == EtcdVersion::V3_7
                && matches!(name, "discovery" | "discovery-proxy");
            if flag.is_none() && !is_excused {
                wrong.push(format!("{release}: the help names {name}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// Every key that the table has for a release is one that its etcd reads, in the same section and in any case:
/// it refuses a map as its value, and starts nothing as there can't be a data directory.
#[test]
fn the_keys_of_the_table_are_those_of_real_releases() {
    let scratch = TempDir::new().unwrap();
    let file = scratch.path().join("etcd.yaml");
    let mut wrong = Vec::new();
    for (installed, release) in installed() {
        let etcd = installed.directory().join("etcd");
        for flag in flags::all() {
            let key = flag.key().unwrap_or(&flag.name);
            let (first, rest) = key.split_at(1);
            let capital = first.to_uppercase() + rest;
            // That the case doesn't count is tried on the oldest and the newest.
            let tries_both = matches!(installed, EtcdRelease::V3_4 | EtcdRelease::V3_7);
            for key in [key.to_owned(), capital].into_iter().take(1 + usize::from(tries_both)) {
                let entry = match flag.section() {
                    Some(section) => format!("{}: {{{key}: {{}}}}", section.as_str()),
                    None => format!("{key}: {{}}"),
                };
                let nowhere = if flag.name == "data-dir" { "" } else { "data-dir: /dev/null/etcd" };
                std::fs::write(&file, format!("{nowhere}\n{entry}\n")).unwrap();
                let mut etcd = Command::new(&etcd);
                etcd.current_dir(scratch.path()).env_clear();
                let ran = run(etcd.arg("--config-file").arg(&file)).failure();
                let is_there = ran.said().contains("cannot unmarshal object");
                assert!(is_there || ran.said().contains("/dev/null/etcd"), "{ran}");
                let found = flags::find_key(flag.section(), &key);
                if is_there
                    != found
                        .is_some_and(|flag| flag.key_availability(release) == Availability::There)
                {
                    wrong.push(format!("{release}: {entry} is read: {is_there}"));
                }
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

/// systemd's own words for a second command, and for two backslashes, which join nothing.
#[test]
fn systemd_takes_one_command_and_joins_at_one_backslash() {
    skip_without!("systemd-analyze");
    let scratch = TempDir::new().unwrap();
    let etcd = scratch.path().join("etcd");
    std::os::unix::fs::symlink("/bin/true", &etcd).unwrap();
    let etcd = etcd.display();
    for (text, code, said) in [
        (
            format!("ExecStart={etcd} --name a\nExecStart={etcd} --name b\n"),
            "second-exec-start",
            "more than one ExecStart= setting",
        ),
        (format!("ExecStart={etcd} \\\\\n  --name a\n"), "cut-command", "Missing '='"),
    ] {
        let text = format!("[Service]\n{text}");
        let path = scratch.path().join("etcd.service");
        std::fs::write(&path, &text).unwrap();
        let ran = run(Command::new("systemd-analyze").arg("verify").arg(&path)).said();
        assert!(ran.contains(said), "{ran}");
        let codes = Machine::default().file("/etc/systemd/system/etcd.service", &text).codes("3.5");
        assert!(codes.contains(&code), "{codes:?}");
    }
}

/// A member that runs is found with its settings and its release; the test ends it.
#[test]
fn what_runs_here_is_audited_live() {
    skip_without!("etcd-3.6");
    let scratch = TempDir::new().unwrap();
    let urls = "http://127.94.0.1:23794";
    let mut etcd = Command::new(EtcdRelease::V3_6.directory().join("etcd"));
    etcd.args([
        "--name=audited-live",
        "--listen-client-urls",
        urls,
        "--advertise-client-urls",
        urls,
    ])
    .args(["--listen-peer-urls=http://127.94.0.1:23804", "--data-dir"])
    .arg(scratch.path().join("data"))
    .env_clear()
    .env("ETCD_SNAPSHOT_COUNT", "12")
    .stderr(std::process::Stdio::null());
    let mut member = etcd.spawn().unwrap();
    // It is named etcd only once it runs its own program.
    let out = run(quorate().args(["audit", "--live", "--json"]));
    let id = member.id();
    member.kill().unwrap();
    member.wait().unwrap();
    let report: serde_json::Value = serde_json::from_str(&out.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let own = format!("/proc/{id}/cmdline");
    let found = findings.iter().find(|one| one["where"]["file"] == own.as_str());
    assert!(found.is_some(), "{report:#}");
}
