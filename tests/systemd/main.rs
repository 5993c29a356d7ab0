//! The unit under the real systemd: installed by its own script, as root, and started for real.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
#![allow(clippy::disallowed_methods, reason = "tests write scratch files")]

#[path = "../support/mod.rs"]
mod support;

mod live;
mod single_host;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::support::bundle::{Bundle, ClusterRequest};
use crate::support::etcd::complaints;
use crate::support::process::run;
use crate::support::releases::{EtcdRelease, on_releases};
use crate::support::skip_without;
use crate::support::systemd_box::SystemdBox;
use crate::support::unit::Unit;

/// The exposure that `systemd-analyze security` may find at most, of 10.
const MOST_EXPOSURE: f64 = 2.0;

/// A member starts, and so does a restart, within seconds; a busy machine takes longer.
const START: Duration = Duration::from_secs(60);

on_releases! {
    ["root", "ip", "systemd"];
    the_hardened_unit_runs_under_systemd on V3_4 V3_5 V3_7;
}

fn the_hardened_unit_runs_under_systemd(release: EtcdRelease) {
    assert_runs_under_systemd(release, &[]);
}

/// Ports below 1024 need a capability, and directories outside /var/lib a hole in the read-only system.
#[test]
fn a_low_port_and_directories_elsewhere_run_under_systemd() {
    skip_without!("root", "ip", "systemd", "etcd-3.4");
    let options = [
        ("--client-port", "379"),
        ("--data-dir", "/srv/etcd data"),
        ("--wal-dir", "/srv/wal"),
        ("--user", "kv-store"),
    ];
    assert_runs_under_systemd(EtcdRelease::V3_4, &options);
}

/// Every path is an argument of the command then, for systemd to take apart.
#[test]
fn settings_as_flags_arrive_through_systemd_whatever_paths_are_called() {
    skip_without!("root", "ip", "systemd", "etcd-3.6");
    let options = [
        ("--unit-form", "flags"),
        ("--data-dir", "/srv/50% $HOME ${HOME} \"it's\" \\d; #"),
        ("--config-dir", "/etc/it's %n $HOME \"etcd\" \\c"),
    ];
    assert_runs_under_systemd(EtcdRelease::V3_6, &options);
}

/// A file that etcd reads itself, as the user that it runs as, within what it sees of the system.
#[test]
fn settings_in_a_config_file_are_read_under_systemd() {
    skip_without!("root", "ip", "systemd", "etcd-3.4");
    let options = [("--unit-form", "config-file"), ("--config-dir", "/etc/it's 50% $HOME")];
    assert_runs_under_systemd(EtcdRelease::V3_4, &options);
}

/// The tests in `etcd.rs` start members by what their own reader makes of a unit; it must not be kinder
/// than systemd.
#[test]
fn the_tests_read_a_unit_as_systemd_does() {
    skip_without!("root", "ip", "systemd");
    let machine = SystemdBox::boot();
    let root = machine.shared().join("root");
    for (path, contents) in [
        ("etc/systemd/system/words.service", WORDS_UNIT),
        ("etc/words.env", WORDS_ENVIRONMENT),
        ("usr/local/bin/words", WORDS_SCRIPT),
    ] {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, contents).unwrap();
    }
    machine.shell("chmod +x /box/root/usr/local/bin/words; cp -a /box/root/. /").success();
    machine.run(&["systemctl", "start", "words"]).success();
    let understood = std::fs::read_to_string(machine.shared().join("words")).unwrap();

    let unit = Unit::installed(&root, "words.service");
    let words = unit.exec_start().into_iter().skip(1).map(|word| format!("<{word}>"));
    let variables = unit.environment().into_iter().map(|(name, value)| format!("{name}=<{value}>"));
    let read: Vec<String> = words.chain(variables).collect();
    assert_eq!(read.join("\n"), understood.trim_end());
    assert_eq!(unit.writable_directories(), ["/srv", "/var/lib/words", "/var/lib/words-log"]);
}

/// Every way of writing a word that a renderer may have to take.
const WORDS_UNIT: &str = r#"
[Unit]
Description=Words
# A comment \
; Another

[Service]
Type=oneshot
Environment=V_A=plain "V_B=two words" 'V_C=per%%cent' "V_D=a \"quote\" and a \\ and $V_A"
Environment="V_E=the file wins"
EnvironmentFile=/etc/words.env
EnvironmentFile=-/etc/not-there.env
ExecStart=/usr/local/bin/words  --plain \
    "two words" 'single $${V_A}' 100%% $$HOME ${V_A} x${V_B}y $V_B "" \
    a\sb "a \"b\" \\" --list=a=https://[fd00::1]:2380,b=https://10.0.0.2:2380 '"'
StateDirectory=words words-log
ReadWritePaths=-/srv
"#;

const WORDS_ENVIRONMENT: &str = r#"# A comment
V_E=$V_A 100% # still the value
V_F="two  words \"quoted\" \$ \\ \n"
V_G='single "quotes" \ $'
  V_H=  blanks around  
V_I=un\quoted\\backslash
V_J=it's "inside"
V_K=

V_L=joined \
lines
V_M="ends here"  
"#;

/// Writes down the words and variables that it is started with.
const WORDS_SCRIPT: &str = r#"#!/bin/sh
{
  printf '<%s>\n' "$@"
  for name in A B C D E F G H I J K L M; do
    eval "printf 'V_$name=<%s>\n' \"\$V_$name\""
  done
} >/box/words
"#;

#[track_caller]
fn assert_runs_under_systemd(release: EtcdRelease, options: &[(&str, &str)]) {
    let request = ClusterRequest::named("single")
        .member("only", SystemdBox::ADDRESS)
        .option("--etcd-version", release.series());
    let request =
        options.iter().fold(request, |request, (name, value)| request.option(name, value));
    let bundle = request.generate();
    let machine = SystemdBox::boot();
    put_etcd_in_place(&machine, release);
    install_for_real(&machine, &bundle);

    machine.run(&["systemctl", "daemon-reload"]).success();
    machine.run_for(START, &["systemctl", "start", "etcd"]).success();
    assert_eq!(machine.run(&["systemctl", "is-active", "etcd"]).stdout, "active\n");
    etcdctl(&machine, &["endpoint", "health", "--cluster"]);
    etcdctl(&machine, &["put", "greeting", "hello"]);
    assert_eq!(etcdctl(&machine, &["get", "greeting", "--print-value-only"]), "hello\n");
    assert_runs_as_its_own_user(&machine, &bundle);

    machine.run_for(START, &["systemctl", "restart", "etcd"]).success();
    assert_eq!(etcdctl(&machine, &["get", "greeting", "--print-value-only"]), "hello\n");

    // What the unit says of a boot without quorum: a target waits for what it wants (systemd.target(5)).
    machine.run(&["systemctl", "enable", "etcd"]).success();
    let after = machine.run(&["systemctl", "show", "-P", "After", "multi-user.target"]).success();
    assert!(after.stdout.split_whitespace().any(|unit| unit == "etcd.service"), "{after}");

    // Go sizes its backlog by a file that a subset of /proc would hide, and metrics lose the start time.
    let listening = "ss -Hltn '( sport = :2379 or sport = :379 )' | awk '{ print $3 }' | sort -u";
    let most = machine.shell("cat /proc/sys/net/core/somaxconn").success().stdout;
    assert_eq!(machine.shell(listening).success().stdout, most);

    let exposure = exposure(&machine);
    println!("etcd {}: exposure {exposure}", release.series());
    assert!(exposure <= MOST_EXPOSURE, "the unit is exposed: {exposure} of 10");

    let journal = machine.run(&["journalctl", "--no-pager", "-o", "cat", "-u", "etcd"]).success();
    assert!(journal.stdout.lines().count() > 10, "the journal holds what etcd says: {journal}");
    assert_eq!(complaints(&journal.stdout), [""; 0]);
}

/// Where the plan expects it, as an operator would.
#[track_caller]
fn put_etcd_in_place(machine: &SystemdBox, release: EtcdRelease) {
    for program in ["etcd", "etcdctl"] {
        let from = release.directory().join(program);
        std::fs::copy(from, machine.shared().join(program)).unwrap();
    }
    machine.shell("install -m 755 /box/etcd /box/etcdctl /usr/local/bin").success();
}

/// Runs the member's `install.sh` as root on a machine that has no user for etcd.
#[track_caller]
fn install_for_real(machine: &SystemdBox, bundle: &Bundle) {
    let _ = machine.shell("! getent passwd etcd >/dev/null || userdel etcd; rm -rf /var/lib/etcd");
    copy(&bundle.member_directory("only"), &machine.shared().join("member"));
    copy(bundle.client("root").directory(), &machine.shared().join("client"));
    machine.run(&["sh", "/box/member/install.sh"]).success();
}

#[track_caller]
fn copy(from: &Path, to: &Path) {
    run(Command::new("cp").arg("-a").arg(from).arg(to)).success();
}

/// Runs `etcdctl` in the box with the client's own environment file, and gives what it prints.
#[track_caller]
fn etcdctl(machine: &SystemdBox, arguments: &[&str]) -> String {
    let line = r#"cd /box/client; set -a; . ./etcdctl.env; set +a; exec /box/etcdctl "$@""#;
    machine.run(&[&["sh", "-ec", line, "etcdctl"], arguments].concat()).success().stdout
}

#[track_caller]
fn assert_runs_as_its_own_user(machine: &SystemdBox, bundle: &Bundle) {
    let plan = std::fs::read_to_string(bundle.directory().join("plan.json")).unwrap();
    let user = plan.split("\"service_user\": \"").nth(1).unwrap().split('"').next().unwrap();
    let owner = r#"stat -c %U "/proc/$(systemctl show -P MainPID etcd)""#;
    assert_eq!(machine.shell(owner).success().stdout, format!("{user}\n"));
}

/// What `systemd-analyze security` sums the unit's exposure up to.
#[track_caller]
fn exposure(machine: &SystemdBox) -> f64 {
    let report = machine.run(&["systemd-analyze", "security", "--no-pager", "etcd.service"]);
    let report = report.success();
    let summary = report.stdout.lines().find(|line| line.contains("Overall exposure level"));
    let summary = summary.unwrap_or_else(|| panic!("no summary in {report}"));
    let figure = summary.rsplit(": ").next().and_then(|rest| rest.split(' ').next());
    figure.and_then(|figure| figure.parse().ok()).unwrap_or_else(|| panic!("no figure: {summary}"))
}
