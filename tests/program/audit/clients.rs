//! Clients of etcd in each form that people configure them in, held against three members. Certificates are openssl's.

use quorate::audit::AuditReport;
use quorate::finding::Finding;

use crate::audit::trust::Room;
use crate::audit::{Machine, OF_RELEASES};
use crate::support::skip_without;

/// A form: its name, where the file is, and its text, in which `@CA`, `@CERT`, `@KEY` and `@URLS` are put in.
const FORMS: &[(&str, &str, &str)] = &[
    (
        "kube-apiserver",
        "/m/etc/kubernetes/manifests/kube-apiserver.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n  - name: kube-apiserver\n    image: registry.k8s.io/kube-apiserver:v1.31.0\n    command:\n    - kube-apiserver\n    - --client-ca-file=/etc/kubernetes/pki/ca.crt\n    - --etcd-cafile=@CA\n    - --etcd-certfile=@CERT\n    - --etcd-keyfile=@KEY\n    - --etcd-servers=@URLS\n    volumeMounts: [{mountPath: /c, name: c}]\n  volumes: [{name: c, hostPath: {path: /c}}]\n",
    ),
    (
        "kube-apiserver",
        "/m/etc/systemd/system/kube-apiserver.service",
        "[Unit]\nDescription=Kubernetes API Server\n[Service]\nExecStart=/usr/local/bin/kube-apiserver \\\n  --allow-privileged=true \\\n  --etcd-cafile=@CA \\\n  --etcd-certfile @CERT \\\n  --etcd-keyfile=@KEY \\\n  --etcd-servers=@URLS\nRestart=on-failure\n",
    ),
    (
        "kube-apiserver",
        "/m/kubeadm.yaml",
        "apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\n---\napiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.31.0\netcd:\n  external:\n    endpoints: [\"@URLS\"]\n    caFile: @CA\n    certFile: @CERT\n    keyFile: @KEY\n",
    ),
    (
        "kube-apiserver",
        "/m/kubeadm-config.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubeadm-config}\ndata:\n  ClusterConfiguration: |\n    kind: ClusterConfiguration\n    etcd:\n      external:\n        endpoints: [\"@URLS\"]\n        caFile: @CA\n        certFile: @CERT\n        keyFile: @KEY\n",
    ),
    (
        "Patroni",
        "/m/etc/patroni/patroni.yml",
        "scope: pg\nname: pg1\netcd3:\n  hosts: @URLS\n  protocol: https\n  cacert: @CA\n  cert: @CERT\n  key: @KEY\npostgresql:\n  listen: 0.0.0.0:5432\n",
    ),
    (
        "Calico",
        "/m/etc/calico/calico.env",
        "CALICO_NODENAME=\"\"\nETCD_ENDPOINTS=@URLS\nETCD_CA_CERT_FILE=\"@CA\"\nETCD_CERT_FILE=\"@CERT\"\nETCD_KEY_FILE=\"@KEY\"\n",
    ),
    (
        "Calico",
        "/m/etc/calico/calicoctl.cfg",
        "apiVersion: projectcalico.org/v3\nkind: CalicoAPIConfig\nmetadata:\nspec:\n  datastoreType: etcdv3\n  etcdEndpoints: \"@URLS\"\n  etcdKeyFile: @KEY\n  etcdCertFile: @CERT\n  etcdCACertFile: @CA\n",
    ),
    (
        "Calico",
        "/m/calico.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: calico}\ndata: {endpoints: \"@URLS\"}\n---\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: calico-node}\nspec:\n  template:\n    spec:\n      containers:\n      - name: calico-node\n        image: calico/node:v3.28.0\n        env:\n        - name: ETCD_ENDPOINTS\n          valueFrom: {configMapKeyRef: {name: calico, key: endpoints}}\n        - {name: ETCD_CA_CERT_FILE, value: @CA}\n        - {name: ETCD_CERT_FILE, value: @CERT}\n        - {name: ETCD_KEY_FILE, value: @KEY}\n        volumeMounts: [{mountPath: /c, name: c}]\n      volumes: [{name: c, hostPath: {path: /c}}]\n",
    ),
    (
        "APISIX",
        "/m/usr/local/apisix/conf/config.yaml",
        "apisix:\n  ssl:\n    ssl_trusted_certificate: @CA\ndeployment:\n  role: traditional\n  role_traditional: {config_provider: etcd}\n  etcd:\n    host:\n      - \"@URLS\"\n    prefix: /apisix\n    tls:\n      cert: @CERT\n      key: @KEY\n      verify: true\n",
    ),
    (
        "CoreDNS",
        "/m/etc/coredns/Corefile",
        "example.org {\n    etcd {\n        path /skydns\n        endpoint @URLS\n        tls @CERT @KEY @CA\n    }\n    cache 160\n}\n. {\n    forward . /etc/resolv.conf\n}\n",
    ),
    (
        "CoreDNS",
        "/m/coredns.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n    example.org {\n        etcd example.org {\n            endpoint @URLS\n            tls @CERT @KEY @CA\n        }\n    }\n",
    ),
    (
        "k3s",
        "/m/etc/systemd/system/k3s.service",
        "[Service]\nType=notify\nExecStart=/usr/local/bin/k3s server \\\n  '--datastore-endpoint=@URLS' \\\n  '--datastore-cafile=@CA' \\\n  '--datastore-certfile=@CERT' \\\n  '--datastore-keyfile=@KEY'\n",
    ),
    (
        "k3s",
        "/m/etc/rancher/k3s/config.yaml",
        "datastore-endpoint: \"@URLS\"\ndatastore-cafile: @CA\ndatastore-certfile: @CERT\ndatastore-keyfile: @KEY\n",
    ),
    (
        "k3s",
        "/m/etc/systemd/system/k3s.service.env",
        "K3S_DATASTORE_ENDPOINT='@URLS'\nK3S_DATASTORE_CAFILE='@CA'\nK3S_DATASTORE_CERTFILE=@CERT\nK3S_DATASTORE_KEYFILE=@KEY\n",
    ),
    (
        "Cilium",
        "/m/var/lib/etcd-config/etcd.config",
        "---\nendpoints:\n  - @URLS\ntrusted-ca-file: '@CA'\nkey-file: '@KEY'\ncert-file: '@CERT'\n",
    ),
    (
        "Cilium",
        "/m/cilium.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config}\ndata:\n  kvstore: etcd\n  kvstore-opt: '{\"etcd.config\": \"/var/lib/etcd-config/etcd.config\"}'\n  etcd-config: |-\n    ---\n    endpoints:\n      - @URLS\n    trusted-ca-file: @CA\n    key-file: @KEY\n    cert-file: @CERT\n",
    ),
    (
        "Stolon",
        "/m/etc/systemd/system/stolon-keeper.service",
        "[Service]\nUser=postgres\nEnvironment=STKEEPER_STORE_BACKEND=etcdv3 STKEEPER_STORE_KEY=@KEY\nExecStart=/usr/bin/stolon-keeper --cluster-name=c --store-endpoints=@URLS --store-ca-file=@CA --store-cert-file=@CERT --uid=k1\n",
    ),
    (
        "Vitess",
        "/m/vtgate.sh",
        "#!/bin/bash\nTOPO=\"--topo_implementation etcd2 --topo_global_server_address @URLS --topo_global_root /vitess\"\nTLS=\"--topo-etcd-tls-ca @CA --topo-etcd-tls-cert @CERT --topo-etcd-tls-key @KEY\"\nvtgate $TOPO $TLS --cell zone1 &\n",
    ),
    (
        "Traefik",
        "/m/etc/traefik/traefik.yml",
        "providers:\n  etcd:\n    endpoints:\n      - \"@URLS\"\n    tls:\n      ca: @CA\n      cert: @CERT\n      key: @KEY\n",
    ),
    (
        "etcdctl",
        "/m/etc/profile.d/etcdctl.sh",
        "# etcdctl\nexport ETCDCTL_API=3\nexport ETCDCTL_ENDPOINTS=@URLS\nexport ETCDCTL_CACERT='@CA' ETCDCTL_CERT=@CERT\nexport ETCDCTL_KEY=\"@KEY\"\n",
    ),
    (
        "etcdctl",
        "/m/etcdctl.env",
        "ETCDCTL_ENDPOINTS=@URLS\nETCDCTL_CACERT=@CA\nETCDCTL_CERT=@CERT\nETCDCTL_KEY=@KEY\n",
    ),
];

const ALL: &str = "https://10.0.0.1:2379,https://10.0.0.2:2379,https://10.0.0.3:2379";

/// Who may answer, what the client is told, and what is found.
struct Case {
    /// The files that the client names: who it trusts, and whose certificate and key it shows.
    files: [&'static str; 3],
    urls: &'static str,
    expected: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { files: ["ca", "client", "client"], urls: ALL, expected: &[] },
    // A CA of something else.
    Case { files: ["other", "client", "client"], urls: ALL, expected: &["client-refuses-member"] },
    // A certificate of somebody else's CA, one without clientAuth, one that has ended.
    Case { files: ["ca", "stranger", "stranger"], urls: ALL, expected: &["member-refuses-client"] },
    Case { files: ["ca", "server", "server"], urls: ALL, expected: &["member-refuses-client"] },
    Case { files: ["ca", "ended", "ended"], urls: ALL, expected: &["member-refuses-client"] },
    // The key of another certificate.
    Case { files: ["ca", "client", "stranger"], urls: ALL, expected: &["key-mismatch"] },
    // TLS is spoken there; the port is that of peers; one endpoint of three is nobody's.
    Case {
        files: ["ca", "client", "client"],
        urls: "http://10.0.0.1:2379",
        expected: &["endpoint-scheme"],
    },
    Case {
        files: ["ca", "client", "client"],
        urls: "https://10.0.0.1:2380",
        expected: &["peer-port-dialed"],
    },
    Case {
        files: ["ca", "client", "client"],
        urls: "https://10.0.0.1:2379,https://lb.example:2379",
        expected: &["endpoint-unknown"],
    },
    // The third member runs beside the client, and its certificate doesn't hold its loopback address.
    Case {
        files: ["ca", "client", "client"],
        urls: "https://10.0.0.2:2379,https://127.0.0.1:2389",
        expected: &["client-refuses-member"],
    },
];

/// Certificates of all kinds, and three members of one authority.
fn prepared() -> (Room, Machine) {
    let room = Room::new();
    room.authority("ca", "cluster");
    room.authority("other", "other");
    let client = "extendedKeyUsage=clientAuth\n";
    room.leaf_with("client", "ca", client, 365);
    room.leaf_with("stranger", "other", client, 365);
    room.leaf_with("server", "ca", "extendedKeyUsage=serverAuth\n", 365);
    room.leaf_with("ended", "ca", client, 1);
    let mut machine = room.cluster([("ca", &["ca"]); 3]);
    machine.now = machine.now.map(|now| now + time::Duration::days(1));
    // The third stands on the clients' machine, and listens at all of its addresses on another port.
    let text = String::from_utf8(machine.files["/n3/etcd.env"].bytes.to_vec()).unwrap();
    let text = text.replace(
        "ETCD_LISTEN_CLIENT_URLS=https://10.0.0.3:2379",
        "ETCD_LISTEN_CLIENT_URLS=https://10.0.0.3:2379,https://0.0.0.0:2389",
    );
    machine.starts.retain(|path| path != "/n3/etcd.env");
    (room, machine.file("/m/etcd.env", &text))
}

/// A machine without members, with a client's files.
fn with_client(room: &Room, machine: Machine, form: (&str, &str), case: &Case) -> Machine {
    let (path, text) = form;
    let separator = if path.contains("oredns") { " " } else { "," };
    let mut urls = case.urls.replace(',', separator);
    let mut text = text.to_owned();
    if path.contains("patroni") {
        // Hosts and ports, and the scheme once.
        let (scheme, _) = case.urls.split_once("://").unwrap();
        urls = urls.replace(&format!("{scheme}://"), "");
        text = text.replace("protocol: https", &format!("protocol: {scheme}"));
    }
    let text = text
        .replace("@CA", "/c/ca.pem")
        .replace("@CERT", "/c/client.pem")
        .replace("@KEY", "/c/client.key")
        .replace("@URLS", &urls);
    let [authority, certificate, key] = case.files;
    machine
        .file(path, &text)
        .beside("/c/ca.pem", &room.read(&format!("{authority}.pem")), 0o644)
        .beside("/c/client.pem", &room.read(&format!("{certificate}.pem")), 0o644)
        .beside("/c/client.key", &room.read(&format!("{key}.key")), 0o600)
}

/// What is found of a client: not of the members, nor of the release.
fn of_client(machine: &Machine, known: &[&str]) -> (AuditReport, Vec<&'static str>) {
    let (report, _) = machine.audit("3.5");
    let mut codes: Vec<&str> = report.findings.iter().map(Finding::code).collect();
    codes.retain(|code| !known.contains(code) && !OF_RELEASES.contains(code));
    codes.sort_unstable();
    codes.dedup();
    (report, codes)
}

#[test]
fn each_form_of_a_client_is_held_against_the_members() {
    skip_without!("openssl");
    skip_without!("openssl");
    let (room, members) = prepared();
    let known = members.codes("3.5");
    for (client, path, text) in FORMS {
        for case in CASES {
            let machine = with_client(&room, members.clone(), (path, text), case);
            let (report, codes) = of_client(&machine, &known);
            assert_eq!(
                codes, case.expected,
                "{path} {:?} {}\n{:#?}",
                case.files, case.urls, report.findings
            );
            assert_eq!((report.members, report.clients), (3, 1), "{path}");
            let named = report.findings.iter().filter(|one| {
                [
                    "client-refuses-member",
                    "member-refuses-client",
                    "endpoint-scheme",
                    "endpoint-unknown",
                    "peer-port-dialed",
                ]
                .contains(&one.code())
            });
            for finding in named {
                assert!(finding.message().contains(client), "{}", finding.message());
                assert_eq!(finding.location.file.as_deref(), Some(*path));
                let line = finding.location.line.unwrap();
                assert!(line <= text.lines().count(), "{path}:{line}");
            }
        }
    }
}

#[test]
fn a_client_without_members_is_judged_by_its_own_files() {
    skip_without!("openssl");
    skip_without!("openssl");
    let (room, members) = prepared();
    for (_, path, text) in FORMS {
        for (files, expected) in [
            (["ca", "client", "client"], &[][..]),
            (["ca", "client", "stranger"], &["key-mismatch"]),
            (["ca", "ended", "ended"], &["expired"]),
        ] {
            let alone = Machine { now: members.now, ..Machine::default() };
            let case = Case { files, urls: ALL, expected };
            let machine = with_client(&room, alone, (path, text), &case);
            assert_eq!(machine.codes("3.5"), expected, "{path} {files:?}");
            let (report, _) = machine.audit("3.5");
            assert_eq!((report.members, report.clients, report.certificates), (0, 1, 1), "{path}");
        }
        // Files that aren't here are named once.
        let url = if path.contains("patroni") { "10.0.0.1:2379" } else { "https://10.0.0.1:2379" };
        let text = text.replace("@URLS", url).replace('@', "/c/");
        let (report, _) = Machine::default().file(path, &text).audit("3.5");
        let codes: Vec<&str> = report.findings.iter().map(Finding::code).collect();
        assert_eq!(codes, ["not-here"], "{path}");
    }
}

#[test]
fn a_member_that_asks_is_shown_a_certificate() {
    skip_without!("openssl");
    skip_without!("openssl");
    let (room, members) = prepared();
    let known = members.codes("3.5");
    let bare = |text: &str| {
        let ca = room.read("ca.pem");
        let machine = members.clone().file("/m/etcdctl.env", text).beside("/c/ca.pem", &ca, 0o644);
        of_client(&machine, &known).1
    };
    let settings = format!("ETCDCTL_ENDPOINTS={ALL}\nETCDCTL_CACERT=/c/ca.pem\n");
    assert_eq!(bare(&settings), ["client-without-certificate"]);
    assert_eq!(bare(&format!("{settings}ETCDCTL_CERT=/c/ca.pem\n")), ["half-a-pair"]);
    // Where that is known only when a shell runs, nothing is said.
    let open = format!("{settings}ETCDCTL_CERT=\"$HOME/a.pem\"\nETCDCTL_KEY=\"$HOME/a.key\"\n");
    assert_eq!(bare(&open), [""; 0]);
    // Verification that is switched off, and a datastore of another kind.
    let off = "ETCDCTL_INSECURE_SKIP_TLS_VERIFY=true\nETCDCTL_ENDPOINTS=https://127.0.0.1:2389\n";
    assert_eq!(bare(off), ["client-without-certificate"]);
    assert_eq!(bare("K3S_DATASTORE_ENDPOINT=mysql://u:p@tcp(db:3306)/k\n"), [""; 0]);
}

/// What kubeadm writes: a member and an API server of one machine, with its own names of files.
#[test]
fn what_kubeadm_writes_is_without_findings() {
    skip_without!("openssl");
    skip_without!("openssl");
    let room = Room::new();
    room.openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=etcd-ca -days 3650 -addext keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign -addext subjectAltName=DNS:etcd-ca");
    let usage =
        "keyUsage=critical,digitalSignature,keyEncipherment\nbasicConstraints=critical,CA:FALSE\n";
    let names = "subjectAltName=DNS:localhost,DNS:cp1,IP:10.0.0.1,IP:127.0.0.1,IP:::1\n";
    let member = format!("{usage}extendedKeyUsage=serverAuth,clientAuth\n{names}");
    let client = format!("{usage}extendedKeyUsage=clientAuth\n");
    for file in ["server", "peer"] {
        room.leaf_with(file, "ca", &member, 365);
    }
    for file in ["apiserver-etcd-client", "healthcheck-client"] {
        room.leaf_with(file, "ca", &client, 365);
    }
    let now = Some(time::OffsetDateTime::now_utc() + time::Duration::days(1));
    let etcd = include_str!("fixtures/kubeadm/etcd.yaml");
    let server = include_str!("fixtures/kubeadm/kube-apiserver.yaml");
    let mut machine = Machine { now, ..Machine::default() }
        .file("/etc/kubernetes/manifests/etcd.yaml", etcd)
        .file("/etc/kubernetes/manifests/kube-apiserver.yaml", server)
        .beside("/etc/kubernetes/pki/etcd/ca.crt", &room.read("ca.pem"), 0o644);
    for (file, place) in [
        ("server", "etcd/server"),
        ("peer", "etcd/peer"),
        ("healthcheck-client", "etcd/healthcheck-client"),
        ("apiserver-etcd-client", "apiserver-etcd-client"),
    ] {
        let place = format!("/etc/kubernetes/pki/{place}");
        machine = machine
            .beside(&format!("{place}.crt"), &room.read(&format!("{file}.pem")), 0o644)
            .beside(&format!("{place}.key"), &room.read(&format!("{file}.key")), 0o600);
    }
    let (report, _) = machine.audit("3.6");
    let mut findings = report.findings;
    findings.retain(|one| !OF_RELEASES.contains(&one.code()));
    assert_eq!(findings, []);
    // The API server, and etcdctl of the pod's own probe.
    assert_eq!((report.members, report.clients, report.certificates), (1, 2, 4));
    // A certificate that was renewed by hand from the CA of Kubernetes.
    room.authority("kubernetes", "kubernetes");
    room.leaf_with("apiserver-etcd-client", "kubernetes", &client, 365);
    let place = "/etc/kubernetes/pki/apiserver-etcd-client";
    let machine = machine
        .beside(&format!("{place}.crt"), &room.read("apiserver-etcd-client.pem"), 0o644)
        .beside(&format!("{place}.key"), &room.read("apiserver-etcd-client.key"), 0o600);
    assert_eq!(machine.codes("3.6"), ["member-refuses-client"]);
    let gone = server.replace("apiserver-etcd-client.key", "apiserver-etcd-kliente.key");
    let machine = machine.file("/etc/kubernetes/manifests/kube-apiserver.yaml", &gone);
    assert!(machine.codes("3.6").contains(&"file-missing"));
}

#[test]
fn what_only_has_names_in_common_is_no_client() {
    for (path, text) in [
        // etcd's own variables, and those of bitnami's image.
        ("/e.env", "ETCD_NAME=a\nETCD_CERT_FILE=/a\nETCD_ENDPOINTS=x\n"),
        ("/a.yml", "etcd:\n  hosts: [a]\n"),
        ("/b.yml", "etcd: {host: [\"http://a:2379\"]}\n"),
        ("/notes.md", "export ETCDCTL_ENDPOINTS=https://10.0.0.1:2379\n"),
        ("/c.yml", "datastore-endpoint: postgres://a\n"),
        ("/k3s.service", "[Service]\nExecStart=/usr/local/bin/k3s agent\n"),
        ("/Corefile", ". {\n  kubernetes cluster.local\n  # etcd {\n}\n"),
    ] {
        let (report, _) = Machine::default().file(path, text).audit("3.5");
        assert_eq!(report.clients, 0, "{path}");
    }
}

/// Patroni's config has a name, and lists that etcd has as well.
#[test]
fn patroni_behind_a_proxy_is_a_client_and_no_member() {
    let text = "scope: pg\nname: pg1\nrestapi:\n  listen: 127.0.0.1:8008\netcd3:\n  proxy: https://lb.example:2379\n  cacert: /c/ca.pem\npostgresql:\n  listen: 0.0.0.0:5432\n";
    let report = Machine::default().file("/m/patroni.yml", text).assuming("3.6");
    assert_eq!((report.members, report.clients), (0, 1), "{:#?}", report.findings);
}
