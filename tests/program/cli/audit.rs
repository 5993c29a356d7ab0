//! `quorate audit` on what can't be read, or isn't there.

use crate::cli::{Ran, Room};
use crate::support::skip_without;

const UNIT: &str = "[Service]\nExecStart=/usr/bin/etcd --name a --data-dir /var/lib/etcd\n";

#[test]
fn a_directory_where_nothing_starts_etcd_is_no_success() {
    let room = Room::new().file("etc/nginx.conf", "worker_processes 1;\n");
    let ran = room.quorate(&["audit", "etc"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.out.starts_with("etc/nginx.conf\n  warning: nothing here starts etcd ["),
        "{ran:?}"
    );
    room.shell("mkdir empty");
    let ran = room.quorate(&["audit", "empty"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.out.contains("warning: nothing here starts etcd ["), "{ran:?}");
}

#[test]
fn what_a_directory_holds_and_nobody_can_read_is_told() {
    let room = Room::new().file("etc/etcd.service", UNIT);
    // A regular file that not even root can read from its beginning.
    room.shell("ln -s /proc/self/mem etc/etcd2.service; ln -s nowhere etc/etcd3.service");
    let ran = room.quorate(&["audit", "etc"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("error: can't read `etc/etcd2.service`: "), "{ran:?}");
    assert!(ran.err.contains("\nhint: ") && !ran.err.contains("etcd3"), "{ran:?}");
    assert!(ran.out.contains("1 member and 0 certificates in 1 file audited"), "{ran:?}");
}

#[test]
fn a_unit_that_links_enable_is_one_member() {
    let room = Room::new().file("etc/etcd.service", UNIT).file("elsewhere/b.service", UNIT);
    room.shell(
        "mkdir etc/multi-user.target.wants
         ln -s ../etcd.service etc/multi-user.target.wants/etcd.service
         ln -s ../elsewhere/b.service etc/b.service",
    );
    let ran = room.quorate(&["audit", "etc"]);
    assert!(ran.out.contains("2 members and 0 certificates in 2 files audited"), "{ran:?}");
    assert!(!ran.out.contains("target.wants"), "{ran:?}");
}

#[test]
fn directories_deeper_than_are_read_are_told() {
    let room = Room::new().file("etc/etcd.service", UNIT);
    let deep = "d/".repeat(13);
    let ran = room.shell(&format!("mkdir -p etc/{deep}; $Q audit etc"));
    assert!(!ran.err.contains("error: "), "nothing is left out: {ran:?}");
    let ran = room.shell(&format!("cp etc/etcd.service etc/{deep}; $Q audit etc"));
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("error: there are more than 5000 files, or some lie deeper"),
        "{ran:?}"
    );
}

#[test]
fn a_path_that_is_not_there_keeps_nothing_else_from_being_audited() {
    let room = Room::new().file("etc/etcd.service", UNIT);
    let ran = room.quorate(&["audit", "etc", "nowhere"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.out.contains("1 member and 0 certificates in 1 file audited"), "{ran:?}");
    assert!(ran.err.contains("error: can't read `nowhere`: "), "{ran:?}");
}

#[test]
fn a_template_is_read_for_each_instance_that_a_link_enables() {
    let room = Room::new().file("etc/etcd@.service", &UNIT.replace("--name a", "--name %i"));
    room.shell(
        "mkdir etc/multi-user.target.wants
         for i in a b; do ln -s ../etcd@.service etc/multi-user.target.wants/etcd@$i.service; done",
    );
    let ran = room.quorate(&["audit", "etc"]);
    assert!(ran.out.contains("2 members and 0 certificates in"), "{ran:?}");
}

#[test]
fn the_release_of_an_image_counts_where_no_other_is_named() {
    let compose =
        "services:\n  etcd:\n    image: quay.io/coreos/etcd:v3.5.16\n    command: etcd --name=a\n";
    let room = Room::new().file("compose.yml", compose);
    let ran = room.quorate(&["audit", "compose.yml"]);
    assert!(ran.out.contains("audited for etcd 3.5.16, as images or logs show:"), "{ran:?}");
    // What is wrong with the release itself stands in no file.
    assert!(ran.out.starts_with(".\n  warning: etcd 3.5.16 "), "{ran:?}");
    let json = room.quorate(&["audit", "compose.yml", "--json"]).out;
    assert!(json.contains(r#""etcd_version": "3.5.16""#), "{json}");
    assert!(json.contains(r#""where": {}"#), "{json}");
    let ran = room.quorate(&["audit", "compose.yml", "--etcd-version", "3.7"]);
    assert!(ran.out.contains("audited for etcd 3.7:"), "{ran:?}");
}

#[test]
fn a_machine_without_an_etcd_is_told_so() {
    skip_without!("root");
    let room = Room::new();
    // Processes of other tests are out of sight in there.
    let mut alone = room.command("unshare");
    alone.args(["--pid", "--fork", "--mount-proc", env!("CARGO_BIN_EXE_quorate")]);
    let ran = Ran::of(&room, alone.args(["audit", "--live"]).output().unwrap());
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.err.starts_with("error: no etcd runs on this machine"), "{ran:?}");
    // What isn't about one file stands below none.
    let ran = room.file("notes.md", "nothing").quorate(&["audit", "notes.md"]);
    assert!(!ran.out.starts_with('\n'), "{ran:?}");
}

#[test]
fn what_quorate_wrote_beside_the_settings_starts_nothing() {
    let room = Room::with_plan();
    room.quorate(&["generate", "-q", "--plan", "plan.json", "--out", "out"]).succeeds();
    for directory in ["out", "out/members", "out/members/etcd-1"] {
        let ran = room.quorate(&["audit", directory, "--etcd-version", "3.5"]).succeeds();
        assert!(!ran.out.contains("[not-read]"), "{directory}: {}", ran.out);
    }
}

/// Kubernetes has a CA of the same name beside etcd's.
#[test]
fn a_file_that_is_named_below_its_configuration_is_that_file() {
    let room = Room::with_plan();
    for out in ["out", "other"] {
        room.quorate(&["generate", "-q", "--plan", "plan.json", "--out", out]).succeeds();
    }
    let files = "mkdir -p k/pki/etcd && cp out/clients/root/ca.pem k/pki/etcd/ca.crt && cp other/clients/root/ca.pem k/pki/ca.crt && \
                 printf 'kind: ClusterConfiguration\\napiVersion: kubeadm.k8s.io/v1beta3\\netcd:\\n  external:\\n    endpoints: [https://10.0.0.1:2379]\\n    caFile: %s\\n    certFile: %s\\n    keyFile: %s\\n' \
                 $PWD/k/pki/etcd/ca.crt $PWD/out/clients/root/client.pem $PWD/out/clients/root/client-key.pem > k/kubeadm-config.yaml";
    room.shell(files).succeeds();
    let ran = room.quorate(&["audit", "out", "k"]).succeeds();
    assert!(ran.out.contains(", 3 clients"), "{ran:?}");
    assert!(!ran.out.contains("client-refuses-member"), "{ran:?}");
}
