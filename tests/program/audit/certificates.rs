//! What people brought that certificates are a part of, a row a case: where files lie, whose permissions they have,
//! and what is right to say of them. All are openssl's.

use time::{Duration, OffsetDateTime};

use crate::audit::Machine;
use crate::audit::trust::Room;
use crate::support::skip_without;

const UNIT: &str = "/etc/systemd/system/etcd.service";
const UNIT_START: &str = "[Service]\nType=notify\nUser=etcd\nNoNewPrivileges=yes\nTimeoutStartSec=0\n\
    Restart=on-failure\nLimitNOFILE=65536\nExecStart=/usr/bin/etcd";
const FLAGS: &str = " --name=db1 --data-dir=/var/lib/etcd --listen-client-urls=https://192.168.7.11:2379 \
    --advertise-client-urls=https://192.168.7.11:2379 --listen-peer-urls=https://192.168.7.11:2380 \
    --initial-advertise-peer-urls=https://192.168.7.11:2380 --initial-cluster=db1=https://192.168.7.11:2380 \
    --initial-cluster-token=orders-7 --cert-file=/p/s.pem --key-file=/p/s.key --client-cert-auth=true \
    --trusted-ca-file=/p/ca.pem --peer-cert-file=/p/s.pem --peer-key-file=/p/s.key --peer-client-cert-auth=true \
    --peer-trusted-ca-file=/p/ca.pem";

/// Where files lie that a unit names, and whose permissions they have.
struct OfCertificates {
    subject: &'static str,
    release: &'static str,
    /// Days from when the certificates were made.
    day: i64,
    /// What stands in the unit otherwise: from, to.
    changed: &'static [(&'static str, &'static str)],
    /// Which file lies where another one would, and its mode.
    placed: &'static [(&'static str, &'static str, u32)],
    codes: &'static [&'static str],
}

const OF_CERTIFICATES: &[OfCertificates] = &[
    OfCertificates {
        subject: "nothing is wrong",
        release: "3.6",
        day: 1,
        changed: &[],
        placed: &[],
        codes: &[],
    },
    OfCertificates {
        subject: "one certificate is its own authority",
        release: "3.6",
        day: 1,
        changed: &[],
        placed: &[
            ("s.pem", "self.pem", 0o644),
            ("s.key", "self.key", 0o600),
            ("ca.pem", "self.pem", 0o644),
        ],
        codes: &["own-authority"],
    },
    OfCertificates {
        subject: "the authority has ended, and the leaf has not",
        release: "3.6",
        day: 200,
        changed: &[],
        placed: &[
            ("s.pem", "long.pem", 0o644),
            ("s.key", "long.key", 0o600),
            ("ca.pem", "short.pem", 0o644),
        ],
        codes: &["authority-expired", "outlives-authority"],
    },
    OfCertificates {
        subject: "the authority ends in ten days",
        release: "3.6",
        day: 90,
        changed: &[],
        placed: &[
            ("s.pem", "long.pem", 0o644),
            ("s.key", "long.key", 0o600),
            ("ca.pem", "short.pem", 0o644),
        ],
        codes: &["expires-soon", "outlives-authority"],
    },
    OfCertificates {
        subject: "one of the files that a unit names is missing",
        release: "3.6",
        day: 1,
        changed: &[("/p/ca.pem", "/p/authority.pem")],
        placed: &[],
        codes: &["file-missing"],
    },
    OfCertificates {
        subject: "the authorities of the machine are trusted",
        release: "3.6",
        day: 1,
        changed: &[],
        placed: &[("ca.pem", "many.pem", 0o644)],
        codes: &["many-authorities"],
    },
    OfCertificates {
        subject: "report: peers hold one another against the domain of discovery",
        release: "3.5.16",
        day: 1,
        changed: &[
            ("--initial-cluster=db1=https://192.168.7.11:2380", "--discovery-srv corp.example"),
            ("--peer-trusted-ca-file=/p/ca.pem", ""),
        ],
        placed: &[],
        codes: &[
            "no-trusted-ca",
            "srv-domain-not-covered",
            "srv-domain-unknown-to-clients",
            "system-roots",
        ],
    },
    OfCertificates {
        subject: "report: with an authority for peers they don't",
        release: "3.5.16",
        day: 1,
        changed: &[(
            "--initial-cluster=db1=https://192.168.7.11:2380",
            "--discovery-srv corp.example",
        )],
        placed: &[],
        codes: &["srv-domain-unknown-to-clients"],
    },
    OfCertificates {
        subject: "report: a certificate that etcd's user may not read",
        release: "3.6",
        day: 1,
        changed: &[],
        placed: &[("s.pem", "s.pem", 0o600)],
        codes: &["file-unreadable"],
    },
    OfCertificates {
        subject: "report: an authority that etcd's user may not read",
        release: "3.6",
        day: 1,
        changed: &[],
        placed: &[("ca.pem", "ca.pem", 0o600)],
        codes: &["file-unreadable"],
    },
    OfCertificates {
        subject: "report: a key file without a byte",
        release: "3.6",
        day: 1,
        changed: &[],
        placed: &[("s.key", "empty", 0o640)],
        codes: &["no-key-block"],
    },
    OfCertificates {
        subject: "report: a certificate where the key belongs",
        release: "3.6",
        day: 1,
        changed: &[("--key-file=/p/s.key --client", "--key-file=/p/s.pem --client")],
        placed: &[],
        codes: &["no-key-block"],
    },
    OfCertificates {
        subject: "report: suites for RSA alone beside a key of ECDSA, without TLS 1.3",
        release: "3.5.1",
        day: 1,
        changed: &[("orders-7", "orders-7 --cipher-suites TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")],
        placed: &[],
        codes: &["no-common-cipher"],
    },
    OfCertificates {
        subject: "report: the same where TLS 1.3 is spoken",
        release: "3.5.30",
        day: 1,
        changed: &[("orders-7", "orders-7 --cipher-suites TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")],
        placed: &[],
        codes: &[],
    },
    OfCertificates {
        subject: "report: a list of revoked certificates as PEM, for a release that wants DER",
        release: "3.6",
        day: 1,
        changed: &[("orders-7", "orders-7 --client-crl-file /p/list")],
        placed: &[("list", "crl.pem", 0o644)],
        codes: &["crl-unreadable"],
    },
    OfCertificates {
        subject: "report: the same for a release that takes both",
        release: "3.5",
        day: 1,
        changed: &[("orders-7", "orders-7 --client-crl-file /p/list")],
        placed: &[("list", "crl.pem", 0o644)],
        codes: &[],
    },
    OfCertificates {
        subject: "report: a list of revoked certificates as DER",
        release: "3.7",
        day: 1,
        changed: &[("orders-7", "orders-7 --client-crl-file /p/list")],
        placed: &[("list", "crl-2.der", 0o644)],
        codes: &[],
    },
    OfCertificates {
        subject: "report: a list in DER past its next update, which etcd doesn't look at",
        release: "3.6",
        day: 60,
        changed: &[("orders-7", "orders-7 --peer-crl-file /p/list")],
        placed: &[("list", "crl-2.der", 0o644)],
        codes: &["stale-list"],
    },
    OfCertificates {
        subject: "report: the same in PEM",
        release: "3.5",
        day: 60,
        changed: &[("orders-7", "orders-7 --client-crl-file /p/list")],
        placed: &[("list", "crl.pem", 0o644)],
        codes: &["stale-list"],
    },
    OfCertificates {
        subject: "a list of version 1, which Go's new reader refuses",
        release: "3.7",
        day: 1,
        changed: &[("orders-7", "orders-7 --client-crl-file /p/list")],
        placed: &[("list", "crl-1.der", 0o644)],
        codes: &["crl-unreadable"],
    },
    OfCertificates {
        subject: "report: a certificate in place of that list",
        release: "3.5",
        day: 1,
        changed: &[("orders-7", "orders-7 --client-crl-file /p/list")],
        placed: &[("list", "s.pem", 0o644)],
        codes: &["crl-unreadable"],
    },
    OfCertificates {
        subject: "report: an authority of X.509 version 1",
        release: "3.6",
        day: 1,
        changed: &[],
        placed: &[
            ("s.pem", "of-v1.pem", 0o644),
            ("s.key", "of-v1.key", 0o600),
            ("ca.pem", "v1.pem", 0o644),
        ],
        codes: &[],
    },
    OfCertificates {
        subject: "report: a peer's certificate with a wildcard alone",
        release: "3.5.16",
        day: 1,
        changed: &[],
        placed: &[("s.pem", "wild.pem", 0o644), ("s.key", "wild.key", 0o600)],
        codes: &["host-not-covered"],
    },
];

/// What openssl makes once for all rows.
fn made() -> Room {
    let room = Room::new();
    let leaf = "subjectAltName=IP:192.168.7.11,IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n";
    room.authority("ca", "orders");
    room.leaf_with("s", "ca", leaf, 365);
    room.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout short.key -out short.pem -subj /CN=short -days 100 -addext keyUsage=critical,keyCertSign");
    room.leaf_with("long", "short", leaf, 900);
    room.leaf_with(
        "wild",
        "ca",
        &leaf.replace("IP:192.168.7.11,IP:127.0.0.1,DNS:localhost", "DNS:*.corp.example"),
        365,
    );
    room.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout self.key -out self.pem -subj /CN=db1 -days 365 -addext basicConstraints=critical,CA:FALSE -addext subjectAltName=IP:192.168.7.11,IP:127.0.0.1,DNS:localhost -addext extendedKeyUsage=serverAuth,clientAuth");
    room.openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout v1.key -out v1.csr -subj /CN=v1");
    room.openssl("x509 -req -in v1.csr -signkey v1.key -out v1.pem -days 3650");
    room.leaf_with("of-v1", "v1", leaf, 365);
    let mut many = room.read("ca.pem");
    for number in 0..19 {
        let name = format!("public{number}");
        room.authority(&name, &name);
        many.extend(room.read(&format!("{name}.pem")));
    }
    room.write("many.pem", &many);
    room.write("empty", b"");
    room.write("index.txt", b"");
    room.write("ca.cnf", b"[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ndefault_crl_days=30\n[v2]\nauthorityKeyIdentifier=keyid\n");
    room.openssl("ca -gencrl -config ca.cnf -cert ca.pem -keyfile ca.key -out crl.pem");
    room.openssl("crl -in crl.pem -outform DER -out crl-1.der");
    room.openssl(
        "ca -gencrl -config ca.cnf -crlexts v2 -cert ca.pem -keyfile ca.key -out crl-2.pem",
    );
    room.openssl("crl -in crl-2.pem -outform DER -out crl-2.der");
    room
}

#[test]
fn certificates_lead_to_what_is_right_to_say_of_them() {
    skip_without!("openssl");
    let room = made();
    let mut wrong = Vec::new();
    for case in OF_CERTIFICATES {
        let unit = format!("{UNIT_START}{FLAGS}\n");
        let unit = case.changed.iter().fold(unit, |unit, (from, to)| {
            assert!(unit.contains(from), "{from}");
            unit.replace(from, to)
        });
        let now = OffsetDateTime::now_utc() + Duration::days(case.day);
        let passwd = b"root:x:0:0::/:/bin/sh\netcd:x:107:112::/:/bin/false\n";
        let mut machine = Machine { now: Some(now), ..Machine::default() }
            .file(UNIT, &unit)
            .beside("/etc/passwd", passwd, 0o644)
            .directory("/p", 0o755);
        for (name, mode) in [("s.pem", 0o644), ("s.key", 0o600), ("ca.pem", 0o644)] {
            machine = machine.beside(&format!("/p/{name}"), &room.read(name), mode);
        }
        for (name, file, mode) in case.placed {
            machine = machine.beside(&format!("/p/{name}"), &room.read(file), *mode);
        }
        // Keys are etcd's own.
        let key = machine.files.get_mut("/p/s.key").unwrap();
        key.owner = Some(quorate::audit::Owner { mode: 0o600, user: 107, group: 112 });
        let codes = machine.codes(case.release);
        if codes != case.codes {
            wrong.push(format!("{}: {codes:?}, expected {:?}", case.subject, case.codes));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A static pod as kubeadm writes it, with the server's certificate beyond its end.
#[test]
fn a_static_pod_is_read_with_the_files_that_it_mounts() {
    skip_without!("openssl");
    let room = Room::new();
    room.authority("ca", "kubernetes-etcd");
    room.leaf_with(
        "s",
        "ca",
        "subjectAltName=IP:192.168.7.11\nextendedKeyUsage=serverAuth,clientAuth\n",
        30,
    );
    let flags: Vec<String> =
        FLAGS.split_whitespace().map(|flag| format!("    - {flag}\n")).collect();
    let pod = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: etcd, namespace: kube-system}}\nspec:\n  containers:\n  - name: etcd\n    \
         image: registry.k8s.io/etcd:3.6.14-0\n    command:\n    - etcd\n    - --experimental-initial-corrupt-check=true\n{}    \
         volumeMounts:\n    - {{name: certs, mountPath: /p}}\n  volumes:\n  - name: certs\n    \
         hostPath: {{path: /etc/kubernetes/pki/etcd}}\n",
        flags.concat()
    );
    let now = Some(OffsetDateTime::now_utc() + Duration::days(40));
    let mut machine =
        Machine { now, ..Machine::default() }.file("/etc/kubernetes/manifests/etcd.yaml", &pod);
    for (name, mode) in [("s.pem", 0o644), ("s.key", 0o600), ("ca.pem", 0o644)] {
        machine =
            machine.beside(&format!("/etc/kubernetes/pki/etcd/{name}"), &room.read(name), mode);
    }
    assert_eq!(machine.codes("3.6"), ["deprecated-flag", "expired"]);
}
