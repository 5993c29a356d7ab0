//! Settings: names and values that a release has or doesn't have, as flags, variables and keys of YAML.

use super::Case;

pub(super) const CASES: &[Case] = &[
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
