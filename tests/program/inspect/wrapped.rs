//! PEM and DER within other documents: Secrets, kubeconfigs, YAML, JSON, units, scripts, base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quorate::finding::Rule;
use quorate::pki::inspect::FileInspection;
use quorate::pki::{Inspection, ItemKind};

use super::Room;
use crate::support::needs::need;

/// A room with `one.pem`, its key `one.key`, and `ca.pem`.
fn room() -> Room {
    let room = Room::new().with_authority();
    room.issued("one", "ec -pkeyopt ec_paramgen_curve:P-256", "subjectAltName=DNS:one");
    room
}

fn text(room: &Room, name: &str) -> String {
    std::fs::read_to_string(room.path(name)).unwrap()
}

fn base64(room: &Room, name: &str) -> String {
    STANDARD.encode(text(room, name))
}

fn indented(text: &str, by: &str) -> String {
    text.lines().map(|line| format!("{by}{line}\n")).collect::<Vec<_>>().concat()
}

/// Each item as line, kind and place.
fn places(file: &FileInspection) -> Vec<String> {
    let line = |item: &quorate::pki::Item| {
        let kind = match &item.kind {
            ItemKind::Certificate(report) => report.subject.clone(),
            ItemKind::PrivateKey { .. } => "key".into(),
            other => format!("{other:?}"),
        };
        assert!(!item.etcd_loads);
        let place = item.wrapping.as_ref().map_or_else(|| "-".into(), |one| one.said());
        format!("{} {kind}: {place}", item.line)
    };
    file.items.iter().map(line).collect()
}

fn rules(file: &FileInspection) -> Vec<Rule> {
    file.findings.iter().map(|one| one.rule).collect()
}

#[test]
fn secrets_and_kubeconfigs_are_read_item_by_item_with_their_places() {
    if !need("openssl") {
        return;
    }
    let room = room();
    let (ca, one, key) =
        (base64(&room, "ca.pem"), base64(&room, "one.pem"), base64(&room, "one.key"));
    let plain = indented(&text(&room, "ca.pem"), "    ");
    room.file("secret.yaml", format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: etcd-tls\n  namespace: default\ndata:\n  tls.key: {key}\n  tls.crt: {one}\n  note: aGVsbG8=\nstringData:\n  ca: |\n{plain}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: roots\ndata:\n  ca.crt: |\n{plain}"));
    let read = room.read("secret.yaml");
    let subject = "O = Ex, CN = ca";
    assert_eq!(
        places(&read),
        [
            "7 key: data[\"tls.key\"] of the Kubernetes Secret default/etcd-tls".to_owned(),
            "8 CN = one: data[\"tls.crt\"] of the Kubernetes Secret default/etcd-tls".to_owned(),
            format!("12 {subject}: stringData.ca of the Kubernetes Secret default/etcd-tls"),
            format!(
                "{} {subject}: data[\"ca.crt\"] of the Kubernetes ConfigMap roots",
                12 + plain.lines().count() + 7
            ),
        ]
    );
    assert_eq!(rules(&read), [Rule::WrappedPem, Rule::WrappedPem]);
    let inspection = Inspection::new(vec![read]);
    assert_eq!(inspection.links.partners.len(), 2, "the key and its certificate");

    room.file("config", format!("apiVersion: v1\nclusters:\n- name: main\n  cluster:\n    certificate-authority-data: {ca}\nusers:\n- name: admin\n  user:\n    client-certificate-data: {one}\n    client-key-data: {key}\n"));
    assert_eq!(
        places(&room.read("config")),
        [
            format!("5 {subject}: clusters[main].certificate-authority-data of the kubeconfig"),
            "9 CN = one: users[admin].client-certificate-data of the kubeconfig".into(),
            "10 key: users[admin].client-key-data of the kubeconfig".into(),
        ]
    );

    let der = STANDARD.encode(room.openssl("x509 -in one.pem -outform der"));
    let list = serde_json::json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "data": {"x": one}},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "b"},
         "data": {"twice": STANDARD.encode(&one)}, "stringData": {"der": der}},
    ]});
    room.file("list.json", list.to_string());
    let read = room.read("list.json");
    assert_eq!(
        places(&read),
        [
            "1 CN = one: data.x of the Kubernetes Secret a",
            "1 CN = one: data.twice of the Kubernetes Secret b",
            "1 CN = one: stringData.der of the Kubernetes Secret b",
        ]
    );
    let of = |index: usize| -> Vec<Rule> {
        read.items[index].findings.iter().map(|one| one.rule).collect()
    };
    assert_eq!((of(0), of(1)), (vec![], vec![Rule::EncodedPem]));
}

#[test]
fn yaml_json_scripts_and_units_are_read_whatever_their_indentation() {
    if !need("openssl") {
        return;
    }
    let room = room();
    let pem = text(&room, "one.pem");
    let literal = pem.lines().map(|line| format!("    \"{line}\\n\" +\n"));
    let literal = literal.collect::<Vec<_>>().concat();
    for (name, text, expected) in [
        (
            "y",
            format!("files:\n- name: x\n  content: |\n{}", indented(&pem, "      ")),
            "4 CN = one: files[x].content of the YAML",
        ),
        (
            "j",
            serde_json::json!({"a": {"b c": pem}}).to_string(),
            "1 CN = one: a[\"b c\"] of the JSON",
        ),
        (
            "tabs",
            format!("{{\n\t\"a\": {}\n}}", serde_json::json!(pem)),
            "2 CN = one: a of the JSON",
        ),
        (
            "helm",
            format!("{{{{- if x }}}}\na: |\n{}{{{{- end }}}}\n", indented(&pem, "    ")),
            "3 CN = one: -",
        ),
        ("sh", format!("cat > x <<-E\n{}\tE\n", indented(&pem, "\t")), "2 CN = one: -"),
        (
            "unit",
            format!("[Service]\nEnvironment=\"A={}\"\n", pem.replace('\n', "\\n")),
            "2 CN = one: -",
        ),
        ("comment", indented(&pem, "# "), "1 CN = one: -"),
        ("quoted", indented(&pem, "> > "), "1 CN = one: -"),
        ("go", format!("const pem =\n{literal}\"\"\n"), "2 CN = one: -"),
        ("env", format!("# x\nETCD_CERT={}\n", STANDARD.encode(&pem)), "2 CN = one: base64"),
        ("cloud", format!("x {} y", STANDARD.encode(&pem)), "1 CN = one: base64"),
    ] {
        room.file(name, text);
        let read = room.read(name);
        assert_eq!(places(&read), [expected], "{name}");
    }
}

#[test]
fn base64_of_pem_or_der_is_opened_and_says_what_it_is() {
    if !need("openssl") {
        return;
    }
    let room = room();
    let der = room.openssl("x509 -in one.pem -outform der");
    let wrapped = |text: &str| -> String {
        text.as_bytes().chunks(76).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n")
    };
    let (pem, der) = (base64(&room, "one.pem"), STANDARD.encode(der));
    for (name, text, rule) in [
        ("pem", pem.clone(), Rule::EncodedPem),
        ("pem-lines", wrapped(&pem), Rule::EncodedPem),
        ("der", der.clone(), Rule::Base64Der),
        ("der-lines", wrapped(&der), Rule::Base64Der),
    ] {
        room.file(name, text);
        let read = room.read(name);
        assert_eq!(places(&read), ["1 CN = one: base64"], "{name}");
        let found: Vec<_> = read.findings.iter().chain(read.items[0].all_findings()).collect();
        assert_eq!(found.iter().map(|one| one.rule).collect::<Vec<_>>(), [rule], "{name}");
    }
    let fix = "base64 -d FILE | openssl x509 -inform der -out NEW";
    assert!(room.read("der").items[0].findings[0].fix().contains(fix));
    // Neither a hash nor a long word is taken for one.
    room.file("none", format!("a: {}\nb: M{}\n", "0".repeat(64), "A".repeat(90)));
    assert_eq!(room.read("none").items.len(), 0);
}

#[test]
fn hostile_documents_end_soon() {
    let started = std::time::Instant::now();
    let room = Room::new();
    let long = "A".repeat(1 << 20);
    room.file(
        "aliases",
        format!(
            "a: &a |\n  -----BEGIN X-----\n  {long}\n  -----END X-----\nb:\n{}",
            "- *a\n".repeat(50_000)
        ),
    );
    room.file("runs", format!("M{}\n\n", "A".repeat(70)).repeat(100_000));
    room.file("nested", format!("{}{}", "[".repeat(100_000), "-----BEGIN X-----"));
    room.file("begins", "a: |\n  -----BEGIN CERTIFICATE-----\n".repeat(40_000));
    for name in ["aliases", "runs", "nested", "begins"] {
        room.read(name);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
