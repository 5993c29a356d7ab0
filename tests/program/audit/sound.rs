//! What is right, however odd it looks: nothing may be said against it.

use crate::audit::Machine;

const UNIT: &str = "[Service]\nType=notify\nUser=etcd\nNoNewPrivileges=yes\nTimeoutStartSec=0\n\
    Restart=on-failure\nLimitNOFILE=65536\n";

fn unit(command: &str) -> Machine {
    let text = format!("{UNIT}ExecStart=/usr/bin/etcd --name a --data-dir=/d {command}\n");
    Machine::default().file("/etc/systemd/system/etcd.service", &text)
}

/// The URLs of a member at a host, over a scheme.
fn urls(scheme: &str, host: &str) -> String {
    format!(
        "--listen-client-urls {scheme}://{host}:2379 --advertise-client-urls {scheme}://{host}:2379 \
         --listen-peer-urls {scheme}://{host}:2380 --initial-advertise-peer-urls {scheme}://{host}:2380 \
         --initial-cluster-token t-93"
    )
}

const TLS: &str = "--cert-file /p/s.pem --key-file /p/s.key --client-cert-auth --trusted-ca-file /p/ca.pem \
    --peer-cert-file /p/p.pem --peer-key-file /p/p.key --peer-client-cert-auth --peer-trusted-ca-file /p/ca.pem";

#[test]
fn a_script_is_no_environment_file() {
    let script = "#!/bin/sh\nNAME=etcd\nset -a\nETCD_NAME=$(hostname)\nETCD_DATA_DIR=/var/lib/etcd/default\n\
        [ -r /etc/default/$NAME ] && . /etc/default/$NAME\nset +a\nexec start-stop-daemon --start --exec $DAEMON\n";
    for path in ["/etc/init.d/etcd", "/srv/start"] {
        assert_eq!(
            Machine::default().file(path, script).codes("3.4.23"),
            ["no-member-found", "not-read"]
        );
    }
    // One that says all is read.
    let script =
        script.replace("$DAEMON", "/usr/bin/etcd -- --listen-client-urls http://127.0.0.1:2379");
    let machine = Machine::default().file("/etc/init.d/etcd", &script);
    assert_eq!(machine.codes("3.4.23"), ["no-advertised-urls", "plain-http-loopback"]);
}

#[test]
fn prose_is_no_environment_file() {
    let notes = "# How I set etcd up\nWrite the settings:\n```\ncat > /etc/etcd/etcd.env << EOF\n\
        ETCD_NAME=$(hostname -s)\nETCD_DATA_DIR=/var/lib/etcd\nEOF\n```\nThen start it.\n";
    let machine = Machine::default().file("/notes.md", notes);
    assert_eq!(machine.codes("3.6"), [""; 0]);
    assert_eq!(machine.audit("3.6").0.members, 1);
    // What no shell fills in is taken as it stands.
    let machine = Machine::default().file("/notes.md", &notes.replace("EOF\nETCD", "'EOF'\nETCD"));
    assert_eq!(machine.codes("3.6"), ["not-expanded"]);
    let talk = "You can set ETCD_NAME=a\nor ETCD_DATA_DIR=/d\nas etcd has it\n";
    for path in ["/talk.txt", "/talk"] {
        assert_eq!(
            Machine::default().file(path, talk).codes("3.6"),
            ["no-member-found", "not-read"]
        );
    }
}

#[test]
fn what_notes_show_twice_are_two_ways_of_one_start() {
    let plain = urls("http", "10.0.0.1");
    let secure = urls("https", "10.0.0.1");
    let list = "a=https://10.0.0.1:2380,b=https://10.0.0.2:2380";
    let notes = format!(
        "Either as a variable\nETCD_NAME=\"a\"\nor as flags:\n$ etcd --name a --data-dir /d {plain} \
         --initial-cluster {list}\nor\n$ etcd --name a {secure} {TLS} --initial-cluster {list},c=https://10.0.0.3:2380\n"
    );
    let codes = Machine::default().file("/notes.md", &notes).codes("3.6");
    for code in ["set-twice", "duplicate-name", "cluster-mismatch"] {
        assert!(!codes.contains(&code), "{codes:?}");
    }
    // A bare assignment reaches no command of a script either.
    let script =
        "#!/bin/sh\nETCD_NAME=a\netcd --name a --listen-client-urls http://127.0.0.1:2379\n";
    assert!(!Machine::default().file("/s.sh", script).codes("3.6").contains(&"set-twice"));
    let exported = script.replace("ETCD_NAME=a", "export ETCD_NAME=a");
    assert!(Machine::default().file("/s.sh", &exported).codes("3.6").contains(&"set-twice"));
}

#[test]
fn a_member_that_joined_has_the_list_of_that_day() {
    let env = |name: &str, host: &str, list: &str, state: &str, token: &str| {
        format!(
            "ETCD_NAME={name}\nETCD_INITIAL_ADVERTISE_PEER_URLS=https://{host}:2380\n\
             ETCD_INITIAL_CLUSTER={list}\nETCD_INITIAL_CLUSTER_STATE={state}\nETCD_INITIAL_CLUSTER_TOKEN={token}\n"
        )
    };
    let one = "a=https://10.0.0.1:2380";
    let three = format!("{one},b=https://10.0.0.2:2380,c=https://10.0.0.3:2380");
    let codes = |state: &str| {
        Machine::default()
            .file("/1/etcd.env", &env("a", "10.0.0.1", one, "new", "t-1"))
            .file("/2/etcd.env", &env("b", "10.0.0.2", &three, state, "t-2"))
            .codes("3.6")
    };
    assert_eq!(codes("existing"), [""; 0]);
    assert_eq!(codes("new"), ["cluster-mismatch"]);
    // The second of three knew of two.
    let second = |state| {
        let list = format!("{one},b=https://10.0.0.2:2380");
        Machine::default()
            .file("/etcd.env", &env("b", "10.0.0.2", &list, state, "t-1"))
            .codes("3.6")
    };
    assert_eq!(second("existing"), [""; 0]);
    assert_eq!(second("new"), ["two-members"]);
}

#[test]
fn a_name_may_resolve_to_the_address_that_is_advertised() {
    let with = |list: &str| {
        unit(&format!("{} {TLS} --initial-cluster {list}", urls("https", "10.0.0.1"))).codes("3.6")
    };
    assert_eq!(with("a=https://node1.example.com:2380"), ["peer-url-by-name"]);
    assert_eq!(with("a=https://node1.example.com:2381"), ["other-peer-url"]);
    assert_eq!(with("a=https://localhost:2380"), ["other-peer-url"]);
    assert_eq!(with("a=https://10.0.0.2:2380"), ["other-peer-url"]);
}

#[test]
fn files_are_few_only_where_etcd_keeps_the_soft_limit() {
    let text = UNIT.replace("LimitNOFILE=65536\n", "");
    let command =
        format!("{} {TLS} --initial-cluster a=https://10.0.0.1:2380", urls("https", "10.0.0.1"));
    let text = format!("{text}ExecStart=/usr/bin/etcd --name a {command}\n");
    let machine = Machine::default().file("/etc/systemd/system/etcd.service", &text);
    for (release, codes) in [
        ("3.4.23", &[][..]),
        ("3.5.1", &["few-files"]),
        ("3.5.16", &[]),
        ("3.5.30", &[]),
        ("3.7", &[]),
    ] {
        assert_eq!(machine.codes(release), codes, "{release}");
    }
}

#[test]
fn members_of_one_machine_talk_over_no_wire() {
    let one =
        unit(&format!("{} --initial-cluster a=http://127.0.0.1:2380", urls("http", "127.0.0.1")));
    assert_eq!(one.codes("3.6"), ["plain-http-loopback"]);
    let (report, _) = one.audit("3.6");
    assert_eq!(report.findings.iter().filter(|one| one.code() == "plain-http-loopback").count(), 1);
    let three = unit(&format!(
        "{} --initial-cluster a=http://127.0.0.1:2380,b=http://127.0.0.1:3380,c=http://127.0.0.1:4380",
        urls("http", "127.0.0.1")
    ));
    assert_eq!(three.codes("3.6"), ["plain-http-loopback"]);
    let apart = unit(&format!(
        "{} --initial-cluster a=http://127.0.0.1:2380,b=http://10.0.0.2:2380",
        urls("http", "127.0.0.1")
    ));
    assert!(apart.codes("3.6").contains(&"plain-http-peer"));
}

#[test]
fn settings_of_newer_releases_and_in_another_case_are_known() {
    let config = "Name: a\nData-Dir: /d\nlisten-client-urls: 'https://10.0.0.1:2379, https://10.0.0.2:2379'\n\
        advertise-client-urls: https://10.0.0.1:2379\nsocket-options:\n  reuse-address: true\n  reuse-port: true\n\
        client-transport-security:\n  cert-file: /s\n  key-file: /k\n  client-cert-auth: true\n  trusted-ca-file: /c\n\
        peer-transport-security:\n  allowed-cn:\n  - etcd-peer\n  allowed-hostname:\n";
    let machine = Machine::default().file("/etc/etcd/etcd.yml", config);
    for release in ["3.5.16", "3.6", "3.7"] {
        assert_eq!(machine.codes(release), [""; 0], "{release}");
    }
}

#[test]
fn two_backslashes_cut_a_command_and_are_no_arguments() {
    let text = format!(
        "{UNIT}ExecStart=/usr/bin/etcd \\\\\n  --name a \\\\\n  --data-dir=/d \\\\\n  --listen-client-urls https://10.0.0.1:2379\n"
    );
    let machine = Machine::default().file("/etc/systemd/system/etcd.service", &text);
    assert_eq!(machine.codes("3.6"), ["cut-command", "default-listener"]);
}
