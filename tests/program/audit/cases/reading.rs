//! Files as people have them: what is read of each, and what is only named.

use super::{Case, UNIT};

pub(super) const CASES: &[Case] = &[
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
];
