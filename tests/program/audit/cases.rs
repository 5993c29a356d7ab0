//! What people brought, a row a case: what their files say, and what is right to say of it. Names, addresses and
//! certificates are made for it. Containers, manifests, compose files, wrappers and notes as people have them are
//! `forms`'; clusters that become plans are `plans`'.

use crate::audit::Machine;
use crate::cli;

/// Files as they are found, and the codes that an audit comes to.
#[derive(Clone, Copy)]
struct Case {
    subject: &'static str,
    release: &'static str,
    files: &'static [(&'static str, &'static str)],
    codes: &'static [&'static str],
}

const UNIT: &str = "/etc/systemd/system/etcd.service";
/// A unit with nothing against it, up to its command.
macro_rules! unit {
    ($command:expr) => {
        concat!(
            "[Service]\nType=notify\nUser=etcd\nNoNewPrivileges=yes\nTimeoutStartSec=0\n",
            "Restart=on-failure\nLimitNOFILE=65536\nExecStart=",
            $command,
            "\n"
        )
    };
}
/// The URLs of a member at 192.168.7.11.
macro_rules! urls {
    () => {
        "--listen-client-urls https://192.168.7.11:2379 --advertise-client-urls https://192.168.7.11:2379 \
         --listen-peer-urls https://192.168.7.11:2380 --initial-advertise-peer-urls https://192.168.7.11:2380"
    };
}
macro_rules! tls {
    () => {
        " --cert-file /p/s.pem --key-file /p/s.key --client-cert-auth --trusted-ca-file /p/ca.pem \
         --peer-cert-file /p/p.pem --peer-key-file /p/p.key --peer-client-cert-auth --peer-trusted-ca-file /p/ca.pem"
    };
}
macro_rules! member {
    ($more:expr) => {
        unit!(concat!(
            "/usr/bin/etcd --name db1 --data-dir=/var/lib/etcd ",
            urls!(),
            tls!(),
            " --initial-cluster db1=https://192.168.7.11:2380 --initial-cluster-token orders-7 ",
            $more
        ))
    };
}

mod members;
mod reading;
mod settings;

#[test]
fn files_lead_to_what_is_right_to_say_of_them() {
    let mut wrong = Vec::new();
    for case in [reading::CASES, settings::CASES, members::CASES].concat() {
        let machine = case
            .files
            .iter()
            .fold(Machine::default(), |machine, (path, text)| machine.file(path, text));
        let codes = machine.codes(case.release);
        if codes != case.codes {
            wrong.push(format!("{}: {codes:?}, expected {:?}", case.subject, case.codes));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// However a path is written, a file is read once; what systemd expands for a shell is known to a plan as well.
#[test]
fn a_machine_below_a_root_is_one_member_and_becomes_a_plan() {
    let unit = "[Service]\nType=notify\nUser=etcd\nWorkingDirectory=/var/lib/etcd/\n\
        EnvironmentFile=-/etc/etcd/etcd.conf\nExecStart=/bin/bash -c \"GOMAXPROCS=$(nproc) /usr/bin/etcd \
        --name=\\\"${ETCD_NAME}\\\" --data-dir=\\\"${ETCD_DATA_DIR}\\\"\"\n";
    let settings = "ETCD_NAME=db1\nETCD_DATA_DIR=/var/lib/etcd/db1.etcd\nETCD_INITIAL_CLUSTER_TOKEN=orders-7\n\
        ETCD_LISTEN_PEER_URLS=https://192.168.7.11:2380\nETCD_INITIAL_ADVERTISE_PEER_URLS=https://192.168.7.11:2380\n\
        ETCD_LISTEN_CLIENT_URLS=https://192.168.7.11:2379\nETCD_ADVERTISE_CLIENT_URLS=https://192.168.7.11:2379\n\
        ETCD_INITIAL_CLUSTER=db1=https://192.168.7.11:2380\nETCD_CERT_FILE=/etc/etcd/s.pem\nETCD_KEY_FILE=/etc/etcd/s.key\n\
        ETCD_TRUSTED_CA_FILE=/etc/etcd/ca.pem\nETCD_CLIENT_CERT_AUTH=true\nETCD_PEER_CERT_FILE=/etc/etcd/s.pem\n\
        ETCD_PEER_KEY_FILE=/etc/etcd/s.key\nETCD_PEER_TRUSTED_CA_FILE=/etc/etcd/ca.pem\nETCD_PEER_CLIENT_CERT_AUTH=true\n";
    let room = cli::Room::new()
        .file("etc/systemd/system/etcd.service", unit)
        .file("etc/etcd/etcd.conf", settings);
    let ran =
        room.quorate(&["audit", "etc", "./etc/etcd", "--root", ".", "--write-plan", "plan.json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("1 member and 0 certificates in 2 files"), "{ran:?}");
    assert_eq!(ran.out.matches("[set-twice]").count(), 2, "{ran:?}");
    assert!(ran.out.ends_with("the same cluster: yes\n"), "{ran:?}");
    let plan = String::from_utf8(room.read("plan.json")).unwrap();
    assert!(plan.contains("/var/lib/etcd/db1.etcd") && plan.contains("\"db1\""), "{plan}");
}
