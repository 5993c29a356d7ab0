//! What people brought, a row a case: what their files say, and what is right to say of it. Names, addresses and
//! certificates are made for it. Containers, manifests, compose files, wrappers and notes as people have them are
//! `forms`'; clusters that become plans are `plans`'.

use crate::audit::Machine;
use crate::cli;

/// Files as they are found, and the codes that an audit comes to.
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

const CASES: &[Case] = &[
    Case {
        subject: "an init script of a distribution sets variables and is no environment file",
        release: "3.4.23",
        files: &[(
            "/etc/init.d/etcd",
            "#!/bin/sh\n### BEGIN INIT INFO\n# Provides: etcd\n### END INIT INFO\nDAEMON=/usr/bin/$NAME\n\
             ETCD_NAME=\"$(uname -n)\"\nset -a\n[ -r /etc/default/etcd ] && . /etc/default/etcd\n",
        )],
        codes: &["no-member-found", "not-read"],
    },
    Case {
        subject: "variables of flags that are gone are passed over with a warning",
        release: "3.6",
        files: &[(
            "/etc/etcd.env",
            "ETCD_NAME=db1\nETCD_DATA_DIR=/d\nETCD_PROXY=off\nETCD_DEBUG=true\n",
        )],
        codes: &["unknown-variable"],
    },
    Case {
        subject: "keys of flags that are gone are passed over in silence",
        release: "3.5.16",
        files: &[("/etc/etcd/etcd.yml", "name: db1\ndata-dir: /d\ndebug: true\n")],
        codes: &["unknown-key"],
    },
    Case {
        subject: "keys that newer patch releases have are known",
        release: "3.5.16",
        files: &[(
            "/etc/etcd/etcd.yml",
            "name: db1\ndata-dir: /d\nsocket-options:\n  reuse-port: true\npeer-transport-security:\n  \
             allowed-cn:\n  - peers\n  allowed-hostname:\n",
        )],
        codes: &[],
    },
    Case {
        subject: "the list names a host, the member advertises its address",
        release: "3.6",
        files: &[(
            UNIT,
            unit!(concat!(
                "/usr/bin/etcd --name db1 --data-dir=/d ",
                urls!(),
                tls!(),
                " --initial-cluster-token orders-7 --initial-cluster db1=https://db1.corp.example:2380"
            )),
        )],
        codes: &["peer-url-by-name"],
    },
    Case {
        subject: "a script under etcd's name runs a container",
        release: "3.6",
        files: &[
            (
                UNIT,
                "[Service]\nUser=etcd\nRestart=on-failure\nEnvironmentFile=/etc/etcd.env\nExecStart=/usr/local/bin/etcd\n",
            ),
            ("/etc/etcd.env", "ETCD_NAME=db1\nETCD_DATA_DIR=/d\n"),
            (
                "/usr/local/bin/etcd",
                "#!/bin/bash\n/usr/bin/docker run --net=host --env-file=/etc/etcd.env quay.io/coreos/etcd:v3.6.14 \
                 /usr/local/bin/etcd \"$@\"\n",
            ),
        ],
        codes: &["default-listener", "runs-in-container"],
    },
    Case {
        subject: "etcd raises its own soft limit of files",
        release: "3.5.30",
        files: &[(
            UNIT,
            concat!(
                "[Service]\nType=notify\nUser=etcd\nNoNewPrivileges=yes\nTimeoutStartSec=0\nRestart=on-failure\n\
                 ExecStart=/usr/bin/etcd --name db1 --data-dir=/d --initial-cluster-token orders-7 \
                 --initial-cluster db1=https://192.168.7.11:2380 ",
                urls!(),
                tls!(),
                "\n"
            ),
        )],
        codes: &[],
    },
    Case {
        subject: "a member alone has nobody to wait for, also behind a comma",
        release: "3.6",
        files: &[(
            UNIT,
            concat!(
                "[Service]\nType=notify\nUser=etcd\nNoNewPrivileges=yes\nRestart=on-failure\nExecStart=/usr/bin/etcd \
                 --name db1 --data-dir=/d --initial-cluster-token orders-7 --initial-cluster db1=https://192.168.7.11:2380, ",
                urls!(),
                tls!(),
                "\n"
            ),
        )],
        codes: &[],
    },
    Case {
        subject: "one of three waits for the others",
        release: "3.6",
        files: &[(
            UNIT,
            concat!(
                "[Service]\nType=notify\nUser=etcd\nNoNewPrivileges=yes\nRestart=on-failure\nExecStart=/usr/bin/etcd \
                 --name db1 --data-dir=/d --initial-cluster-token orders-7 --initial-cluster db1=https://192.168.7.11:2380,db2=https://192.168.7.12:2380,db3=https://192.168.7.13:2380 ",
                urls!(),
                tls!(),
                "\n"
            ),
        )],
        codes: &["start-timeout"],
    },
    Case {
        subject: "prose around a file that notes write",
        release: "3.6",
        files: &[(
            "/notes.md",
            "# Our etcd\nIt's set up once, by hand.\n```sh\ncat > /etc/etcd/db.env << EOF\nETCD_NAME=$(hostname)\n\
             ETCD_DATA_DIR=/d\nEOF\n```\nAfter that it runs.\n",
        )],
        codes: &[],
    },
    Case {
        subject: "a document shows two ways of one start",
        release: "3.6",
        files: &[(
            "/notes.md",
            concat!(
                "With a variable\nETCD_INITIAL_CLUSTER=\"db1=https://192.168.7.11:2380\"\nor without:\n\
                 $ etcd --name db1 --data-dir /d --initial-cluster-token orders-7 \
                 --initial-cluster db1=https://192.168.7.11:2380 ",
                urls!(),
                tls!(),
                "\n"
            ),
        )],
        codes: &[],
    },
    Case {
        subject: "an instance of a template, with a drop-in and settings of its own",
        release: "3.6",
        files: &[
            (
                "/etc/systemd/system/etcd@.service",
                concat!(unit!("/usr/bin/etcd"), "EnvironmentFile=/etc/etcd/%i.env\n"),
            ),
            (
                "/etc/systemd/system/etcd@db1.service.d/10.conf",
                "[Service]\nEnvironment=ETCD_NAME=db1\n",
            ),
            (
                "/etc/systemd/system/multi-user.target.wants/etcd@db1.service",
                concat!(unit!("/usr/bin/etcd"), "EnvironmentFile=/etc/etcd/%i.env\n"),
            ),
            ("/etc/etcd/db1.env", "ETCD_DATA_DIR=/d\n"),
        ],
        codes: &["default-listener"],
    },
    Case {
        subject: "two backslashes, copied out of a heredoc, join no lines",
        release: "3.6",
        files: &[(UNIT, unit!("/usr/bin/etcd \\\\\n  --name db1 \\\\\n  --cert-file /p/s.pem"))],
        codes: &["cut-command", "default-listener"],
    },
    Case {
        subject: "systemd expands variables before a shell runs",
        release: "3.5.16",
        files: &[
            (
                "/usr/lib/systemd/system/etcd.service",
                concat!(
                    unit!(concat!(
                        "/bin/bash -c \"GOMAXPROCS=$(nproc) /usr/bin/etcd --name=\\\"${ETCD_NAME}\\\" \
                         --listen-client-urls=\\\"${ETCD_LISTEN_CLIENT_URLS}\\\" \
                         --advertise-client-urls=https://192.168.7.11:2379",
                        tls!(),
                        "\""
                    )),
                    "EnvironmentFile=-/etc/etcd/etcd.conf\n"
                ),
            ),
            (
                "/etc/etcd/etcd.conf",
                "ETCD_NAME=db1\nETCD_LISTEN_CLIENT_URLS=\"https://192.168.7.11:2379\"\n",
            ),
        ],
        codes: &["set-twice"],
    },
    Case {
        subject: "one member, all on the loopback, without TLS",
        release: "3.6",
        files: &[(
            UNIT,
            unit!(
                "/usr/bin/etcd --name db1 --data-dir=/d --listen-client-urls http://127.0.0.1:2379 \
                 --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380 \
                 --initial-advertise-peer-urls http://127.0.0.1:2380 --initial-cluster db1=http://127.0.0.1:2380 \
                 --initial-cluster-token orders-7"
            ),
        )],
        codes: &["plain-http-loopback"],
    },
    Case {
        subject: "YAML: a number where etcd takes text",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\nauto-compaction-retention: 8\n")],
        codes: &["wrong-type"],
    },
    Case {
        subject: "YAML: an age to compact by without a mode",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\nauto-compaction-retention: 30m\n")],
        codes: &["no-compaction-mode"],
    },
    Case {
        subject: "YAML: a number to compact by without a mode",
        release: "3.4.23",
        files: &[("/e.yml", "name: db1\nauto-compaction-retention: '8'\n")],
        codes: &["compaction-off"],
    },
    Case {
        subject: "YAML: the same for an etcd that has a mode by default",
        release: "3.6.4",
        files: &[("/e.yml", "name: db1\nauto-compaction-retention: 30m\n")],
        codes: &[],
    },
    Case {
        subject: "YAML: a token of digits",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\ninitial-cluster-token: 777\n")],
        codes: &["wrong-type"],
    },
    Case {
        subject: "YAML: one suite where etcd takes a list",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\ncipher-suites: TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\n")],
        codes: &["wrong-type"],
    },
    Case {
        subject: "YAML: one output where etcd takes a list",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\nlog-outputs: stdout\n")],
        codes: &["wrong-type"],
    },
    Case {
        subject: "YAML: a duration is a number of nanoseconds",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\ngrpc-keepalive-interval: 2h\n")],
        codes: &["wrong-type"],
    },
    Case {
        subject: "YAML: quotes around a size",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\nquota-backend-bytes: '4294967296'\n")],
        codes: &["wrong-type"],
    },
    Case {
        subject: "YAML: quotes around a time",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\nelection-timeout: \"1500\"\n")],
        codes: &["wrong-type"],
    },
    Case {
        subject: "YAML: URLs are one text, no list",
        release: "3.5.16",
        files: &[("/e.yml", "name: db1\nlisten-metrics-urls: [https://192.168.7.11:2381]\n")],
        codes: &["wrong-type"],
    },
    Case {
        subject: "values of enumerations and durations that end etcd",
        release: "3.5.16",
        files: &[
            (
                "/start.sh",
                "#!/bin/sh\netcd --name a --log-level=chatty --logger=text --auto-compaction-mode=hourly \
                 --auth-token=none --v2-deprecation=later --discovery-fallback=wait --log-outputs=default,x\n",
            ),
            (
                "/other.sh",
                "#!/bin/sh\netcd --name b --auto-compaction-retention=2days --grpc-keepalive-min-time=9\n",
            ),
        ],
        codes: &["bad-value", "default-listener", "not-a-duration"],
    },
    Case {
        subject: "a list without the URL that is advertised by default",
        release: "3.6",
        files: &[(
            UNIT,
            unit!(concat!(
                "/usr/bin/etcd --name db1 --data-dir=/d --listen-client-urls https://192.168.7.11:2379 \
                 --advertise-client-urls https://192.168.7.11:2379 --listen-peer-urls https://192.168.7.11:2380 \
                 --initial-cluster db1=https://192.168.7.11:2380 --initial-cluster-token orders-7",
                tls!()
            )),
        )],
        codes: &["other-peer-url"],
    },
    Case {
        subject: "no URL to listen at for peers",
        release: "3.6",
        files: &[(
            UNIT,
            unit!(concat!(
                "/usr/bin/etcd --name db1 --data-dir=/d --listen-client-urls https://192.168.7.11:2379 \
                 --advertise-client-urls https://192.168.7.11:2379 \
                 --initial-advertise-peer-urls https://192.168.7.11:2380 --initial-cluster-token orders-7 \
                 --initial-cluster db1=https://192.168.7.11:2380,db2=https://192.168.7.12:2380,db3=https://192.168.7.13:2380",
                tls!()
            )),
        )],
        codes: &["default-peer-listener"],
    },
    Case {
        subject: "switches of an emergency that were left in",
        release: "3.6",
        files: &[(
            UNIT,
            member!(
                "--force-new-cluster --unsafe-no-fsync --strict-reconfig-check=false \
                 --listen-metrics-urls=http://0.0.0.0:2381 --enable-pprof"
            ),
        )],
        codes: &[
            "force-new-cluster",
            "metrics-open",
            "no-fsync",
            "no-reconfig-check",
            "pprof-open",
        ],
    },
    Case {
        subject: "a discovery service that everybody uses",
        release: "3.5",
        files: &[(
            UNIT,
            unit!(concat!(
                "/usr/bin/etcd --name db1 --data-dir=/d --discovery=https://discovery.etcd.io/1f2e ",
                urls!(),
                tls!()
            )),
        )],
        codes: &["public-discovery"],
    },
    Case {
        subject: "two members tolerate no failure",
        release: "3.6",
        files: &[(
            "/etc/etcd.env",
            "ETCD_NAME=db1\nETCD_INITIAL_ADVERTISE_PEER_URLS=https://192.168.7.11:2380\n\
             ETCD_INITIAL_CLUSTER=db1=https://192.168.7.11:2380,db2=https://192.168.7.12:2380\n\
             ETCD_INITIAL_CLUSTER_TOKEN=orders-7\n",
        )],
        codes: &["two-members"],
    },
    Case {
        subject: "four members tolerate no more than three",
        release: "3.6",
        files: &[(
            "/etc/etcd.env",
            "ETCD_NAME=db1\nETCD_INITIAL_ADVERTISE_PEER_URLS=https://192.168.7.11:2380\n\
             ETCD_INITIAL_CLUSTER=db1=https://192.168.7.11:2380,db2=https://192.168.7.12:2380,\
             db3=https://192.168.7.13:2380,db4=https://192.168.7.14:2380\nETCD_INITIAL_CLUSTER_TOKEN=orders-7\n",
        )],
        codes: &["even-size"],
    },
    Case {
        subject: "a value that this series takes no more",
        release: "3.6",
        files: &[("/etc/etcd.env", "ETCD_NAME=db1\nETCD_DISCOVERY_FALLBACK=proxy\n")],
        codes: &["bad-value"],
    },
    Case {
        subject: "a stage of the v2 store that this series has left",
        release: "3.6",
        files: &[("/etc/etcd.env", "ETCD_NAME=db1\nETCD_V2_DEPRECATION=not-yet\n")],
        codes: &["bad-value", "deprecated-flag"],
    },
    Case {
        subject: "a package as it is installed, without settings",
        release: "3.6",
        files: &[(UNIT, unit!("/usr/bin/etcd"))],
        codes: &["default-listener"],
    },
    Case {
        subject: "docker keeps the quotes of an environment file",
        release: "3.5.16",
        files: &[
            (
                UNIT,
                "[Service]\nRestart=always\nExecStart=/usr/bin/docker run --env-file /etc/etcd/db.env \
                 quay.io/coreos/etcd:v3.5.16 /usr/local/bin/etcd\n",
            ),
            (
                "/etc/etcd/db.env",
                "ETCD_NAME=\"db1\"\nETCD_LISTEN_CLIENT_URLS=\"http://127.0.0.1:2379\"\n\
                 ETCD_ADVERTISE_CLIENT_URLS=\"http://127.0.0.1:2379\"\n",
            ),
        ],
        codes: &["plain-http-loopback", "quotes-kept", "runs-in-container"],
    },
    Case {
        subject: "a list over several lines, and a folded text",
        release: "3.6",
        files: &[(
            "/etc/etcd/etcd.yml",
            "name: db1\ndata-dir: /d\ncipher-suites: [\n  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,\n  \
             TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\n]\ninitial-cluster-token: orders-7\ninitial-cluster: >-\n  \
             db1=https://192.168.7.11:2380\n",
        )],
        codes: &[],
    },
    Case {
        subject: "the config file that k3s writes",
        release: "3.6",
        files: &[(
            "/var/lib/rancher/k3s/server/db/etcd/config",
            "name: db1\ndata-dir: /d\nlisten-client-urls: https://192.168.7.11:2379\nadvertise-client-urls: \
             https://192.168.7.11:2379\nclient-transport-security:\n  cert-file: /s.crt\n  key-file: /s.key\n  \
             client-cert-auth: true\n  trusted-ca-file: /ca.crt\nlog-outputs:\n- stderr\n",
        )],
        codes: &[],
    },
    Case {
        subject: "a wrapper that nobody can read is named",
        release: "3.6",
        files: &[(
            "/etc/systemd/system/etcd-member.service",
            "[Service]\nEnvironment=ETCD_NAME=db1\nExecStart=/opt/coreos/etcd-wrapper $ETCD_OPTS\n",
        )],
        codes: &["no-member-found", "not-read"],
    },
    Case {
        subject: "what /proc shows of a process",
        release: "3.6",
        files: &[
            (
                "/c/cmdline",
                "/usr/bin/etcd\0--name\0db1\0--listen-client-urls\0http://0.0.0.0:2379\0",
            ),
            ("/c/environ", "ETCD_DATA_DIR=/d\0HOME=/root\0"),
        ],
        codes: &["no-advertised-urls", "plain-http"],
    },
    Case {
        subject: "the variables of a process alone are named",
        release: "3.6",
        files: &[("/c/environ", "ETCD_NAME=db1\0ETCD_DATA_DIR=/d\0")],
        codes: &["no-member-found", "not-read"],
    },
    Case {
        subject: "what docker inspect prints",
        release: "3.5.16",
        files: &[(
            "/inspect.json",
            "[{\"Config\":{\"Env\":[\"ETCD_NAME=db1\"],\"Cmd\":[\"/usr/local/bin/etcd\",\
             \"--listen-client-urls=http://0.0.0.0:2379\"],\"Image\":\"quay.io/coreos/etcd:v3.5.16\"}}]",
        )],
        codes: &["no-advertised-urls", "plain-http"],
    },
    Case {
        subject: "a module of NixOS is named, and how to get at its unit",
        release: "3.6",
        files: &[(
            "/etc/nixos/etcd.nix",
            "{ services.etcd = { enable = true; name = \"db1\"; }; }\n",
        )],
        codes: &["no-member-found", "not-read"],
    },
    Case {
        subject: "report: flags that an upgrade takes away have new names",
        release: "3.7",
        files: &[(
            "/cmd.txt",
            "etcd --name db1 --experimental-peer-skip-client-san-verification --experimental-corrupt-check-time 6h \
             --enable-v2\n",
        )],
        codes: &["default-listener", "removed-flag"],
    },
    Case {
        subject: "report: a flag's name is no key of a config file",
        release: "3.4.23",
        files: &[(
            "/etc/etcd/etcd.yml",
            "name: db1\nexperimental-peer-skip-client-san-verification: true\n",
        )],
        codes: &["unknown-security-key"],
    },
    Case {
        subject: "report: variables with the names of old",
        release: "3.5",
        files: &[(
            "/etc/etcd.env",
            "ETCD_NAME=db1\nETCD_CA_FILE=/p/ca.pem\nETCD_PEER_CA_FILE=/p/ca.pem\n",
        )],
        codes: &["unknown-security-variable"],
    },
];

#[test]
fn files_lead_to_what_is_right_to_say_of_them() {
    let mut wrong = Vec::new();
    for case in CASES {
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
