//! `quorate audit --live` where a real systemd runs etcd: the unit with its drop-ins, the process, and where they differ.
//! The same over ssh.

use std::time::Duration;

use serde_json::Value;

use super::support::bundle::ClusterRequest;
use super::support::etcd::EtcdRelease;
use super::support::skip_without;
use super::support::systemd_box::SystemdBox;
use super::{install_for_real, put_etcd_in_place};

const START: Duration = Duration::from_secs(60);
const DROP_IN: &str = "/etc/systemd/system/etcd.service.d/50-tuned.conf";

/// The report of an audit of what runs in the box.
#[track_caller]
fn audited(machine: &SystemdBox) -> Value {
    report(machine, &["--live"])
}

#[track_caller]
fn report(machine: &SystemdBox, what: &[&str]) -> Value {
    let ran = machine.run(&[&["/box/quorate", "audit", "--json", "--members"], what].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{ran}"))
}

/// A box with quorate, in which a member is about to be started.
#[track_caller]
fn boxed_member() -> SystemdBox {
    let bundle = ClusterRequest::named("only").member("only", "127.0.0.1").generate();
    let machine = SystemdBox::boot();
    put_etcd_in_place(&machine, EtcdRelease::V3_6);
    install_for_real(&machine, &bundle);
    std::fs::copy(env!("CARGO_BIN_EXE_quorate"), machine.shared().join("quorate")).unwrap();
    machine.run(&["systemctl", "daemon-reload"]).success();
    machine
}

/// Where files and process differ: file, line and message.
fn differences(report: &Value) -> Vec<(String, u64, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    let different = findings.filter(|one| one["code"] == "runs-otherwise");
    different
        .map(|one| {
            let place = &one["where"];
            (text(&place["file"]), place["line"].as_u64().unwrap_or(0), text(&one["message"]))
        })
        .collect()
}

#[test]
fn a_unit_that_was_changed_after_its_start_is_held_against_its_process() {
    skip_without!("root", "ip", "systemd", "etcd-3.6");
    let machine = boxed_member();
    let ran = machine.run(&["/box/quorate", "audit", "--live"]);
    assert!(ran.stderr.contains("no etcd runs on this machine"), "{ran}");

    machine.run_for(START, &["systemctl", "start", "etcd"]).success();
    let report = audited(&machine);
    assert_eq!(report["members"], 1, "{report:#}");
    assert_eq!(report["certificates"], 2, "{report:#}");
    assert_eq!(differences(&report), [], "{report:#}");
    let member = &report["clusters"][0]["members"][0];
    assert_eq!(member["name"], "only", "{report:#}");
    let version = machine.run(&["etcd", "--version"]).success().stdout;
    let version = version.lines().next().unwrap().rsplit(' ').next().unwrap();
    assert_eq!(member["version"], version, "{report:#}");
    // Everything is named by the machine's own paths, and read by them.
    let said = machine.run(&["/box/quorate", "audit", "--live"]).success();
    assert!(said.stdout.contains("1 member and 2 certificates"), "{said}");

    // A drop-in that nobody has told systemd of, and that a restart would bring.
    let write = format!(
        "mkdir -p ${{0%/*}}; printf '[Service]\\nEnvironment=ETCD_MAX_TXN_OPS=777\\n' >$0; {}",
        "sed -i 's/^ETCD_LOG_LEVEL=.*//; $aETCD_LOG_LEVEL=debug' /etc/etcd/etcd.env"
    );
    machine.run(&["sh", "-ec", &write, DROP_IN]).success();
    let process = machine.run(&["systemctl", "show", "-P", "MainPID", "etcd"]).success().stdout;
    let process = format!("in process {}", process.trim());
    for reload in [false, true] {
        if reload {
            machine.run(&["systemctl", "daemon-reload"]).success();
        }
        let found = differences(&audited(&machine));
        let of = |file: &str| found.iter().find(|(named, ..)| named == file);
        let (_, line, message) = of(DROP_IN).unwrap_or_else(|| panic!("{reload}: {found:?}"));
        assert_eq!(*line, 2);
        assert!(message.starts_with("`ETCD_MAX_TXN_OPS` is `777` here, and "), "{message}");
        assert!(message.contains(&process), "{message}");
        let (_, _, message) = of("/etc/etcd/etcd.env").unwrap_or_else(|| panic!("{found:?}"));
        assert!(message.starts_with("`ETCD_LOG_LEVEL` is `debug` here, and "), "{message}");
        assert_eq!(found.len(), 2, "{found:?}");
    }

    machine.run_for(START, &["systemctl", "restart", "etcd"]).success();
    assert_eq!(differences(&audited(&machine)), []);

    // The other way round: what the process was started with is gone from the files.
    machine.run(&["rm", DROP_IN]).success();
    let ran = machine.run(&["/box/quorate", "audit", "--live"]);
    assert!(ran.stdout.contains("`ETCD_MAX_TXN_OPS`"), "{ran}");
    assert!(ran.stdout.contains("[runs-otherwise]") && ran.stderr.is_empty(), "{ran}");
}

/// sshd in the box, with keys that are made there; root logs in at its own machine.
const SSHD: &str = "umask 077; mkdir -p /run/sshd /root/.ssh; cd /root/.ssh
    ssh-keygen -q -t ed25519 -N '' -f host; rm -f id_ed25519*; ssh-keygen -q -t ed25519 -N '' -f id_ed25519
    cp id_ed25519.pub authorized_keys; echo \"127.0.0.1 $(cut -d' ' -f1,2 host.pub)\" >known_hosts
    printf 'HostKey /root/.ssh/host\nListenAddress 127.0.0.1\nUsePAM no\nPermitRootLogin yes\n' >sshd_config
    systemd-run --quiet --unit=box-sshd /usr/sbin/sshd -D -f /root/.ssh/sshd_config
    until ssh -o BatchMode=yes 127.0.0.1 true; do sleep 0.1; done";

#[test]
fn a_unit_and_its_drop_ins_are_read_over_ssh_as_they_are_here() {
    skip_without!("root", "ip", "systemd", "ssh", "/usr/sbin/sshd", "etcd-3.6");
    let machine = boxed_member();
    machine.run_for(START, &["systemctl", "start", "etcd"]).success();
    machine.shell(SSHD).success();
    let write = "mkdir -p ${0%/*}; printf '[Service]\\nEnvironment=ETCD_MAX_TXN_OPS=777\\n' >$0";
    machine.run(&["sh", "-ec", write, DROP_IN]).success();
    let remote = report(&machine, &["--host", "127.0.0.1"]);
    assert_eq!((&remote["members"], &remote["certificates"]), (&1.into(), &2.into()), "{remote:#}");
    let found = differences(&remote);
    assert_eq!(found.len(), 1, "{remote:#}");
    let (file, line, message) = &found[0];
    assert_eq!((file.as_str(), *line), (format!("127.0.0.1:{DROP_IN}").as_str(), 2));
    assert!(message.starts_with("`ETCD_MAX_TXN_OPS` is `777` here, and "), "{message}");
    let here = audited(&machine);
    let of = |report: &Value| report["clusters"][0]["members"][0]["version"].clone();
    assert_eq!(of(&here), of(&remote), "{here:#} {remote:#}");
    assert_eq!(differences(&here).len(), 1);
}
