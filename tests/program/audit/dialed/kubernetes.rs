//! Clients in Kubernetes: an API server, and pods, whose container sees what is mounted and nothing else.

use base64::Engine as _;

use super::{codes, found, members};
use crate::audit::Machine;
use crate::support::skip_without;

const APISERVER: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n  - name: kube-apiserver\n    image: registry.k8s.io/kube-apiserver:v1.31.0\n    command:\n    - kube-apiserver\n@FLAGS    - --etcd-servers=https://10.0.0.1:2379,https://10.0.0.2:2379\n    volumeMounts:\n@MOUNTS  volumes:\n  - {name: c, hostPath: {path: @HOST}}\n";
const FILES: &str = "    - --etcd-cafile=/c/ca.pem\n    - --etcd-certfile=/c/client.pem\n    - --etcd-keyfile=/c/client.key\n";
const MOUNT: &str = "    - {name: c, mountPath: /c}\n";
const MANIFEST: &str = "/etc/kubernetes/manifests/kube-apiserver.yaml";

fn apiserver(flags: &str, mounts: &str, host: &str) -> String {
    APISERVER.replace("@FLAGS", flags).replace("@MOUNTS", mounts).replace("@HOST", host)
}

#[test]
fn resources_of_an_api_server_may_have_members_of_their_own() {
    skip_without!("openssl");
    let (_, members) = members();
    let overrides = |value: &str| {
        let flags = format!("{FILES}    - --etcd-servers-overrides={value}\n");
        let machine = members.clone().file(MANIFEST, &apiserver(&flags, MOUNT, "/c"));
        codes(&found(&members, &machine, "3.6"))
    };
    assert_eq!(overrides("/events#https://10.0.0.3:2379;https://10.0.0.1:2379"), [""; 0]);
    assert_eq!(
        overrides(
            "/events#https://10.0.0.3:2379;http://10.0.0.1:2379,apps/deployments#https://10.0.0.9:2379"
        ),
        ["endpoint-scheme", "endpoint-unknown"]
    );
    assert_eq!(overrides("/events#https://10.0.0.3:2380"), ["peer-port-dialed"]);
}

#[test]
fn an_api_server_without_a_ca_has_those_of_its_system() {
    skip_without!("openssl");
    let (room, members) = members();
    let pair = "    - --etcd-certfile=/c/client.pem\n    - --etcd-keyfile=/c/client.key\n";
    let with = |path: &str, mounts: &str, machine: Machine| {
        codes(&found(&members, &machine.file(path, &apiserver(pair, mounts, "/c")), "3.6"))
    };
    // The image has CAs of its own alone; of a file that lies anywhere the machine isn't known.
    assert_eq!(with(MANIFEST, MOUNT, members.clone()), ["client-system-roots"]);
    let mounted = format!("{MOUNT}    - {{name: s, mountPath: /etc/ssl/certs}}\n");
    assert_eq!(with("/x.yaml", &mounted, members.clone()), ["client-system-roots-unread"]);
    // The host's are mounted: its bundle says.
    let store = |authority: &str| {
        let bytes = room.read(&format!("{authority}.pem"));
        members.clone().beside("/etc/ssl/certs/ca-certificates.crt", &bytes, 0o644)
    };
    room.authority("public", "public");
    assert_eq!(with(MANIFEST, &mounted, store("public")), ["client-system-roots"]);
    assert_eq!(with(MANIFEST, &mounted, store("ca")), [""; 0]);
    // No certificate where one is demanded.
    let bare = "    - --etcd-cafile=/c/ca.pem\n";
    let machine = members.clone().file(MANIFEST, &apiserver(bare, MOUNT, "/c"));
    assert_eq!(codes(&found(&members, &machine, "3.6")), ["client-without-certificate"]);
    let half = "    - --etcd-cafile=/c/ca.pem\n    - --etcd-certfile=/c/client.pem\n";
    let machine = members.clone().file(MANIFEST, &apiserver(half, MOUNT, "/c"));
    assert_eq!(codes(&found(&members, &machine, "3.6")), ["half-a-pair"]);
}

#[test]
fn what_a_manifest_doesnt_mount_its_container_doesnt_see() {
    skip_without!("openssl");
    let (_, members) = members();
    let with = |mounts: &str, host: &str| {
        let machine = members.clone().file(MANIFEST, &apiserver(FILES, mounts, host));
        found(&members, &machine, "3.6")
    };
    assert_eq!(codes(&with(MOUNT, "/c")), [""; 0]);
    let unseen = with("    - {name: c, mountPath: /other}\n", "/c");
    assert_eq!(codes(&unseen), ["not-mounted"; 3]);
    let expected = "`--etcd-cafile` names `/c/ca.pem`, but no volumeMount of the container covers that path, so it doesn't see the file";
    assert_eq!(unseen[0].message(), expected);
    assert_eq!(unseen[0].location.line, Some(10));
    let elsewhere = with(MOUNT, "/d");
    assert_eq!(codes(&elsewhere), ["mounted-elsewhere"; 3]);
    assert!(elsewhere[0].message().contains("`/d/ca.pem` on the host"));
    // The same of etcd's own pod.
    let etcd = include_str!("../fixtures/kubeadm/etcd.yaml");
    let path = "/etc/kubernetes/manifests/etcd.yaml";
    let of_etcd = |text: &str| {
        let machine = Machine::default().file(path, text);
        machine.beside("/etc/kubernetes/pki/etcd/ca.crt", b"", 0o644).codes("3.6")
    };
    let unmounted = etcd.replace("mountPath: /etc/kubernetes/pki/etcd", "mountPath: /pki");
    assert!(of_etcd(&unmounted).contains(&"not-mounted"));
    let moved = etcd.replace("path: /etc/kubernetes/pki/etcd", "path: /etc/kubernetes/pki");
    assert!(of_etcd(&moved).contains(&"mounted-elsewhere"));
    assert!(!of_etcd(etcd).iter().any(|code| code.contains("mounted")));
}

#[test]
fn certificates_of_a_secret_in_the_same_file_are_judged() {
    skip_without!("openssl");
    let (room, members) = members();
    room.authority("other", "other");
    room.leaf_with("stranger", "other", "extendedKeyUsage=clientAuth\n", 365);
    let coded = |file: &str| base64::engine::general_purpose::STANDARD.encode(room.read(file));
    let config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: calico-config}\ndata:\n  etcd_endpoints: \"https://10.0.0.1:2379,https://10.0.0.2:2379\"\n  etcd_ca: \"/calico-secrets/etcd-ca\"\n  etcd_cert: \"/calico-secrets/etcd-cert\"\n  etcd_key: \"/calico-secrets/etcd-key\"\n";
    let secret = |ca: &str, pair: &str| {
        format!(
            "apiVersion: v1\nkind: Secret\ntype: Opaque\nmetadata: {{name: calico-etcd-secrets}}\ndata:\n  etcd-key: {}\n  etcd-cert: {}\n  etcd-ca: {}\n",
            coded(&format!("{pair}.key")),
            coded(&format!("{pair}.pem")),
            coded(&format!("{ca}.pem"))
        )
    };
    let node = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: calico-node}\nspec:\n  template:\n    spec:\n      containers:\n      - name: calico-node\n        image: calico/node:v3.28.0\n        env:\n        - {name: ETCD_ENDPOINTS, valueFrom: {configMapKeyRef: {name: calico-config, key: etcd_endpoints}}}\n        - {name: ETCD_CA_CERT_FILE, valueFrom: {configMapKeyRef: {name: calico-config, key: etcd_ca}}}\n        - {name: ETCD_CERT_FILE, valueFrom: {configMapKeyRef: {name: calico-config, key: etcd_cert}}}\n        - {name: ETCD_KEY_FILE, valueFrom: {configMapKeyRef: {name: calico-config, key: etcd_key}}}\n        volumeMounts: [{mountPath: /calico-secrets, name: etcd-certs}]\n      volumes: [{name: etcd-certs, secret: {secretName: calico-etcd-secrets, defaultMode: 0400}}]\n";
    let read = |parts: &[&str]| {
        let machine = members.clone().file("/m/calico.yaml", &parts.join("---\n"));
        let mut all = codes(&found(&members, &machine, "3.6"));
        all.dedup();
        all
    };
    for parts in [&[config][..], &[config, node]] {
        let with = |ca: &str, pair: &str| {
            let secret = secret(ca, pair);
            let mut all = vec![secret.as_str()];
            all.extend(parts);
            read(&all)
        };
        assert_eq!(with("ca", "client"), [""; 0]);
        assert_eq!(with("other", "client"), ["client-refuses-member"]);
        assert_eq!(with("ca", "stranger"), ["member-refuses-client"]);
    }
    // Plain text, as it is written by hand.
    let indented = |file: &str| {
        let text = String::from_utf8(room.read(file)).unwrap();
        text.lines().map(|line| "    ".to_owned() + line + "\n").collect::<String>()
    };
    let plain = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: calico-etcd-secrets}}\nstringData:\n  etcd-key: |\n{}  etcd-cert: |\n{}  etcd-ca: |\n{}",
        indented("stranger.key"),
        indented("stranger.pem"),
        indented("ca.pem")
    );
    assert_eq!(read(&[&plain, config, node]), ["member-refuses-client"]);
}
