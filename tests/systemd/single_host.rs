//! Three members on one machine, as the preset for a lab has them, under the real systemd.

use std::time::Duration;

use super::support::bundle::ClusterRequest;
use super::support::etcd::{EtcdRelease, complaints};
use super::support::process::wait_until;
use super::support::skip_without;
use super::support::systemd_box::SystemdBox;
use super::{copy, etcdctl, put_etcd_in_place};

const UNITS: [&str; 3] = ["etcd1", "etcd2", "etcd3"];

#[test]
fn three_members_of_one_machine_start_one_by_one_without_being_waited_for() {
    skip_without!("root", "ip", "systemd", "etcd-3.5");
    let bundle = ClusterRequest::named("lab")
        .preset("single-host")
        .option("--algorithm", "ecdsa-p256")
        .generate();
    assert_eq!(bundle.member_names(), UNITS);
    let machine = SystemdBox::boot();
    put_etcd_in_place(&machine, EtcdRelease::V3_5);
    let _ = machine.shell("! getent passwd etcd >/dev/null || userdel etcd; rm -rf /var/lib/etcd*");
    copy(bundle.client("root").directory(), &machine.shared().join("client"));
    for unit in UNITS {
        copy(&bundle.member_directory(unit), &machine.shared().join(unit));
        let installed = machine.run(&["sh", &format!("/box/{unit}/install.sh")]).success();
        let advice = format!("systemctl enable --now --no-block {unit}\n");
        assert!(installed.stdout.contains(&advice), "{installed}");
        // The machine's own etcd, if it has one, is worth a warning; the members beside it are not.
        assert!(!UNITS.iter().any(|other| installed.stderr.contains(other)), "{installed}");
    }
    let files = UNITS.map(|unit| format!("/etc/systemd/system/{unit}.service"));
    let verify = ["systemd-analyze", "--man=no", "verify", &files[0], &files[1], &files[2]];
    assert_eq!(machine.run(&verify).success().said(), "");

    // The first one alone has no quorum: it is on its way, and systemctl is back at once.
    machine.run(&["systemctl", "enable", "--now", "--no-block", UNITS[0]]).success();
    assert_eq!(machine.run(&["systemctl", "is-active", UNITS[0]]).stdout, "activating\n");
    for unit in &UNITS[1..] {
        machine.run(&["systemctl", "enable", "--now", "--no-block", unit]).success();
    }
    wait_until("three active members", Duration::from_secs(60), || {
        let asked = machine.run(&["systemctl", "is-active", UNITS[0], UNITS[1], UNITS[2]]);
        if asked.stdout == "active\nactive\nactive\n" { Ok(()) } else { Err(asked.to_string()) }
    });
    etcdctl(&machine, &["endpoint", "health", "--cluster"]);
    etcdctl(&machine, &["put", "greeting", "hello"]);
    assert_eq!(etcdctl(&machine, &["get", "greeting", "--print-value-only"]), "hello\n");
    let owners = r#"for unit; do stat -c %U "/proc/$(systemctl show -P MainPID "$unit")"; done"#;
    let owners = machine.run(&["sh", "-ec", owners, "sh", UNITS[0], UNITS[1], UNITS[2]]);
    assert_eq!(owners.success().stdout, "etcd\netcd\netcd\n");

    // One of them goes, and comes back to the data that it left.
    machine.run(&["systemctl", "stop", UNITS[1]]).success();
    etcdctl(&machine, &["put", "greeting", "again"]);
    let start = ["systemctl", "start", UNITS[1]];
    machine.run_for(Duration::from_secs(60), &start).success();
    etcdctl(&machine, &["endpoint", "health", "--cluster"]);
    for unit in UNITS {
        let journal = machine.run(&["journalctl", "--no-pager", "-o", "cat", "-u", unit]).success();
        assert!(journal.stdout.lines().count() > 10, "the journal holds what etcd says: {journal}");
        assert_eq!(complaints(&journal.stdout), [""; 0], "{unit}");
    }
}
