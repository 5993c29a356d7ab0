//! `reachability.sh`: which members answer each other, and why the others don't.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};

use super::{ADDRESSES, LIMIT, Trial, addresses};
use crate::support::hosts::Hosts;
use crate::support::needs::{find_program, need};
use crate::support::process::{Held, Ran, mortal, run, run_for, wait_until};
use crate::support::releases::{EtcdRelease, on_every_release, on_releases};
use crate::support::skip_without;

/// Starts `reachability.sh` on some hosts at once, and gives what each said.
#[track_caller]
fn reach(trial: &Trial, hosts: &Hosts, shells: &[(usize, &str)], options: &[&str]) -> Vec<Ran> {
    std::thread::scope(|scope| {
        let running: Vec<_> = shells
            .iter()
            .map(|&(host, shell)| {
                scope.spawn(move || {
                    let command = hosts.command(host, shell);
                    run_for(LIMIT, &mut trial.run_by(command, host, "reachability.sh", options))
                })
            })
            .collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

on_every_release! {
    ["root", "ip", "dash", "bash", "curl"];
    members_reach_each_other;
}

fn members_reach_each_other(release: EtcdRelease) {
    // By IPv6 on some.
    let all = match release {
        EtcdRelease::V3_4 | EtcdRelease::V3_7 => ["fd00::1", "fd00::2", "fd00::3"],
        _ => ADDRESSES,
    };
    let trial = Trial::of(release, &all, &[]);
    // Bash asks the peer ports where there is no curl.
    let trial = if release >= EtcdRelease::V3_6 { trial.without("curl") } else { trial };
    let hosts = Hosts::up(&addresses(&all));
    for ran in reach(&trial, &hosts, &[(0, "dash"), (1, "bash"), (2, "sh")], &[]) {
        let ran = ran.success();
        assert!(ran.stdout.contains("All 3 members reach each other."), "{ran}");
        assert_eq!(ran.stdout.matches("  answers    etcd-").count(), 6, "{ran}");
        assert!(ran.stderr.starts_with("warning: WITHOUT TLS: "), "{ran}");
        assert!(!ran.stderr.contains("ETCDCTL_API"), "{ran}");
    }
    trial.assert_nothing_is_left();
}

on_releases! {
    ["root", "ip", "bash", "curl"];
    a_member_that_is_not_there_is_named_and_why on V3_4 V3_7;
    a_firewall_before_one_peer_port_is_found_though_there_is_a_majority on V3_5 V3_6;
}

fn a_member_that_is_not_there_is_named_and_why(release: EtcdRelease) {
    let trial = Trial::of(release, &ADDRESSES, &[]);
    let trial = if release == EtcdRelease::V3_7 { trial.without("curl") } else { trial };
    // The second host is there and runs nothing; the third isn't.
    let hosts = Hosts::up(&addresses(&ADDRESSES[..2]));
    let ran = reach(&trial, &hosts, &[(0, "sh")], &["--timeout", "8"]).remove(0).failure();
    for line in [
        "  answers    etcd-1 peer http://10.77.0.1:2380",
        "  NO ANSWER  etcd-1 client http://10.77.0.1:2379 (no answer: a firewall, or no majority of the \
         members runs yet)",
        "  NO ANSWER  etcd-2 peer http://10.77.0.2:2380 (refused: the machine is reached, and nothing runs \
         there)",
    ] {
        assert!(ran.stdout.lines().any(|one| one == line), "no {line:?} in {ran}");
    }
    assert!(ran.stdout.contains("  NO ANSWER  etcd-3 peer http://10.77.0.3:2380 ("), "{ran}");
    assert!(ran.stderr.contains("error: not all members answered within 8 s"), "{ran}");
    trial.assert_nothing_is_left();
}

fn a_firewall_before_one_peer_port_is_found_though_there_is_a_majority(release: EtcdRelease) {
    let trial = Trial::of(release, &ADDRESSES, &[]);
    let trial = if release == EtcdRelease::V3_6 { trial.without("curl") } else { trial };
    let hosts = Hosts::up(&addresses(&ADDRESSES));
    // What the first host sends to the third one goes nowhere, and neither do answers.
    run(hosts.command(0, "ip").args(["route", "add", "blackhole", "10.77.0.3/32"])).success();
    let all = reach(&trial, &hosts, &[(0, "sh"), (1, "sh"), (2, "sh")], &["--timeout=12"]);
    let [first, second, _] = all.as_slice() else { panic!("{all:?}") };
    for (host, ran) in all.iter().enumerate() {
        assert!(!ran.succeeded(), "host {host}: {ran}");
    }
    assert!(first.stdout.contains("  NO ANSWER  etcd-3 peer http://10.77.0.3:2380"), "{first}");
    assert!(first.stdout.contains("  answers    etcd-2 client"), "{first}");
    // The second one reaches both; whether the first has a leader there depends on who leads.
    for peer in ["etcd-1 peer", "etcd-3 peer"] {
        assert!(second.stdout.contains(&format!("  answers    {peer}")), "{second}");
    }
    trial.assert_nothing_is_left();
}

#[test]
fn a_trial_that_is_ended_leaves_nothing_behind() {
    skip_without!("root", "ip", "dash", "bash", "etcd-3.4");
    let trial = Trial::of(EtcdRelease::V3_4, &ADDRESSES, &[]);
    let hosts = Hosts::up(&addresses(&ADDRESSES[..1]));
    let user = run(Command::new("id").args(["-u", "etcd"]));
    let start = |shell| {
        // A shell can't catch what was ignored when it started, as HUP is under nohup.
        let mut command = hosts.command(0, "env");
        command.args(["--default-signal=HUP,INT,TERM", shell]);
        let mut command = trial.run_by(command, 0, "reachability.sh", &[]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Held::start(&mut command)
    };
    for (shell, signal, status) in
        [("dash", "TERM", 143), ("bash", "HUP", 129), ("dash", "INT", 130)]
    {
        let mut held = start(shell);
        let etcd = trial.wait_for_etcd();
        // Not as root, where the member's own user is there.
        assert!(
            !user.succeeded() || etcd.starts_with(&format!("{} ", user.stdout.trim())),
            "{etcd}"
        );
        held.signal(signal);
        let ended = held.wait_for(LIMIT).unwrap();
        assert_eq!(ended.code(), Some(status), "{shell} {signal}");
        trial.assert_nothing_is_left();
    }
    // Nothing can be tidied up then, and yet nothing keeps on listening.
    let mut held = start("sh");
    trial.wait_for_etcd();
    held.signal("KILL");
    wait_until("no etcd", LIMIT, || match trial.processes() {
        some if some.iter().any(|line| line.contains("/etcd --name")) => Err(format!("{some:?}")),
        _ => Ok(()),
    });
}

#[test]
fn a_machine_with_data_or_a_port_that_is_taken_is_refused() {
    skip_without!("etcd-3.4", "curl");
    let taken = TcpListener::bind("127.77.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let trial = Trial::of(EtcdRelease::V3_4, &["127.77.0.1"], &[("--client-port", &port)]);
    let start = || {
        run(&mut trial.run_by(mortal("sh"), 0, "reachability.sh", &["--timeout", "5"])).failure()
    };
    let ran = start();
    if need("ss") {
        assert!(
            ran.stderr.starts_with(&format!("error: port {port} is in use (127.77.0.1:{port})")),
            "{ran}"
        );
    }
    // Where nothing tells beforehand, etcd does.
    let blind = tempfile::tempdir().unwrap();
    for name in
        "dirname grep mktemp mkdir id date tail cat env rm sleep sh wc awk setpriv chmod chown test curl"
            .split(' ')
    {
        if let Some(program) = find_program(name) {
            symlink(program, blind.path().join(name)).unwrap();
        }
    }
    let mut command = trial.run_by(mortal("/bin/sh"), 0, "reachability.sh", &["--timeout", "5"]);
    let ran = run(command.env("PATH", blind.path())).failure();
    assert!(ran.stderr.contains("error: etcd ended by itself"), "{ran}");
    assert!(ran.stderr.contains("a port is in use: ss -ltnp shows by what"), "{ran}");
    drop(taken);
    // A systemd that says the unit runs.
    let systemctl = blind.path().join("systemctl");
    fs::write(&systemctl, "#!/bin/sh\n[ \"$*\" = '--quiet is-active etcd.service' ]\n").unwrap();
    fs::set_permissions(&systemctl, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = trial.run_by(mortal("/bin/sh"), 0, "reachability.sh", &["--timeout", "5"]);
    let ran = run(command.env("PATH", blind.path())).failure();
    assert!(
        ran.stderr.starts_with("error: etcd.service is running, but this trial is only for before"),
        "{ran}"
    );
    let data = trial.scratch.path().join("data of the real member");
    fs::create_dir_all(data.join("member")).unwrap();
    let ran = start();
    assert!(ran.stderr.contains("has data: this member has already been started"), "{ran}");
    trial.assert_nothing_is_left();
}
