//! What a member is told to be: its URLs, its cluster, and what its unit gives it.

use super::{Case, UNIT};

pub(super) const CASES: &[Case] = &[
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
        subject: "a package as it is installed, without settings",
        release: "3.6",
        files: &[(UNIT, unit!("/usr/bin/etcd"))],
        codes: &["default-listener"],
    },
];
