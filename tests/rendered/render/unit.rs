//! `etcd.service` before systemd itself.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use quorate::cluster::{Plan, UnitForm};

use super::plans::{in_form, installed, odd_paths, rendered, three_members};
use super::{HOSTILE, need, said};

/// Every key that a unit may hold: systemd ignores what it doesn't know, and exits 0.
const KEYS: [&str; 48] = [
    "Description",
    "Documentation",
    "Wants",
    "After",
    "RequiresMountsFor",
    "Type",
    "TimeoutStartSec",
    "User",
    "Group",
    "EnvironmentFile",
    "ExecStart",
    "Restart",
    "RestartSec",
    "LimitNOFILE",
    "ProtectSystem",
    "StateDirectory",
    "StateDirectoryMode",
    "ReadWritePaths",
    "UMask",
    "ProtectHome",
    "PrivateTmp",
    "PrivateDevices",
    "PrivateUsers",
    "ProtectProc",
    "CapabilityBoundingSet",
    "AmbientCapabilities",
    "NoNewPrivileges",
    "RestrictSUIDSGID",
    "ProtectHostname",
    "ProtectClock",
    "ProtectKernelTunables",
    "ProtectKernelModules",
    "ProtectKernelLogs",
    "ProtectControlGroups",
    "RestrictAddressFamilies",
    "RestrictNamespaces",
    "RestrictRealtime",
    "LockPersonality",
    "MemoryDenyWriteExecute",
    "RemoveIPC",
    "SystemCallArchitectures",
    "SystemCallFilter",
    "SystemCallErrorNumber",
    "WantedBy",
    "[Unit]",
    "[Service]",
    "[Install]",
    "",
];

/// The first member's unit in a file of its own.
fn written(directory: &Path, plan: &Plan) -> std::path::PathBuf {
    let path = directory.join("etcd.service");
    std::fs::write(&path, rendered(plan, "members/etcd-1/etcd.service")).unwrap();
    path
}

/// A program that does nothing, at a path of its own.
fn program(path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, "#!/bin/sh\n").unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[track_caller]
fn verifies(plan: &Plan) {
    let directory = tempfile::tempdir().unwrap();
    let unit = written(directory.path(), plan);
    let verify = said(Command::new("systemd-analyze").args(["--man=no", "verify"]).arg(&unit));
    // Exit 0 with complaints is what systemd does to lines it ignores.
    assert_eq!(verify, (true, String::new()), "{}", std::fs::read_to_string(unit).unwrap());
}

#[test]
fn systemd_has_nothing_to_say_about_a_unit() {
    if need("systemd-analyze") {
        for form in UnitForm::ALL {
            let plan = installed("/var/lib/etcd", None, "/etc/etcd", "/bin/sh");
            verifies(&in_form(form, &plan));
            let plan = installed("/srv/data", Some("/var/lib/etcd-wal"), "/home/etcd", "/bin/sh");
            verifies(&in_form(form, &plan));
        }
    }
}

#[test]
fn systemd_finds_a_program_and_directories_whatever_they_are_called() {
    if !need("systemd-analyze") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let base = directory.path().to_str().unwrap();
    for word in HOSTILE {
        // A missing program is a complaint: silence means that the very path was found.
        let binary = format!("{base}/{word}/{word}");
        program(Path::new(&binary));
        let plan = installed(
            &format!("/srv/{word}/data"),
            Some(&format!("/srv/{word}/wal")),
            &format!("/etc/{word}"),
            &binary,
        );
        for form in UnitForm::ALL {
            verifies(&in_form(form, &plan));
        }
    }
}

#[test]
fn a_unit_holds_known_keys_only_each_once_and_a_reason_before_each_group() {
    let plans = UnitForm::ALL.map(|form| in_form(form, &odd_paths()));
    for plan in plans.into_iter().chain([three_members()]) {
        let unit = rendered(&plan, "members/etcd-1/etcd.service");
        let mut seen = Vec::new();
        let mut reasons = 0;
        // The arguments of a command stand on lines of their own.
        for line in unit.replace(" \\\n    ", " ").lines() {
            if line.starts_with('#') {
                reasons += 1;
                continue;
            }
            let key = line.split_once('=').map_or(line, |(key, _)| key);
            assert!(KEYS.contains(&key), "{line}");
            let may_repeat = key.is_empty() || key == "SystemCallFilter";
            assert!(may_repeat || !seen.contains(&key), "{key} stands twice");
            assert!(!line.ends_with('\\'), "{line} would be joined with the next");
            seen.push(key);
        }
        assert!(reasons >= 20, "only {reasons} lines of reasons");
    }
}

#[test]
fn a_unit_is_as_confined_as_etcd_allows() {
    if !need("systemd-analyze") {
        return;
    }
    for plan in [three_members(), odd_paths()] {
        let directory = tempfile::tempdir().unwrap();
        let unit = written(directory.path(), &plan);
        let (is_below, table) = said(
            Command::new("systemd-analyze")
                // 1.5 in systemd's own tenths.
                .args(["security", "--offline=true", "--no-pager", "--threshold=15"])
                .arg(&unit),
        );
        let verdict = table.lines().last().unwrap_or_default();
        println!("{verdict}");
        assert!(is_below, "{table}");
        assert!(verdict.contains(": 1."), "{verdict}");
    }
}
