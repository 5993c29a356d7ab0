//! Whether what is read is of use to etcd, told as etcd and Go would tell it: labels, issuers, names, keys, dates, and
//! the files that belong together.

use std::fs;

use base64::Engine as _;
use quorate::pki::inspect::FileInspection;
use quorate::pki::{ItemKind, PrivateKey};

use super::Room;
use crate::support::skip_without;

const LEAF: &str = "subjectAltName=IP:10.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n";

impl Room {
    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Writes a block again under another label.
    fn relabelled(&self, from: &str, to: &str, [old, new]: [&str; 2]) {
        let (begin, end) = (format!("BEGIN {old}-"), format!("END {old}-"));
        let text = self.text(from);
        assert!(text.contains(&begin), "{text}");
        let text = text.replace(&begin, &format!("BEGIN {new}-"));
        self.file(to, text.replace(&end, &format!("END {new}-")));
    }

    /// The codes that the text names, of files that are looked at together.
    fn codes(&self, names: &[&str]) -> (i32, String) {
        self.quorate(&[&["inspect"], names].concat())
    }

    /// A chain of an authority with extensions and a leaf: `NAME.pem`, both in it.
    fn chain(&self, name: &str, authority: &str, leaf: &str) {
        self.file("ca-ext", authority);
        self.openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=root -keyout ca.key -out ca.csr");
        self.openssl("x509 -req -in ca.csr -signkey ca.key -days 3650 -extfile ca-ext -out ca.pem");
        self.issued("leaf", "ec -pkeyopt ec_paramgen_curve:P-256", leaf);
        self.file(name, self.text("leaf.pem") + &self.text("ca.pem"));
    }
}

fn only(file: &FileInspection) -> &quorate::pki::Item {
    assert_eq!(file.items.len(), 1);
    &file.items[0]
}

#[test]
fn a_key_is_what_it_holds_whatever_its_label_says() {
    skip_without!("openssl");
    let room = Room::new();
    room.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out p8.pem");
    room.openssl("ec -in p8.pem -out sec1.pem");
    for (from, labels) in [
        ("sec1.pem", ["EC PRIVATE KEY", "RSA PRIVATE KEY"]),
        ("sec1.pem", ["EC PRIVATE KEY", "PRIVATE KEY"]),
        ("p8.pem", ["PRIVATE KEY", "EC PRIVATE KEY"]),
        ("p8.pem", ["PRIVATE KEY", "ANY PRIVATE KEY"]),
    ] {
        room.relabelled(from, "key.pem", labels);
        let read = room.read("key.pem");
        let item = only(&read);
        let ItemKind::PrivateKey { key, .. } = &item.kind else { panic!("{item:?}") };
        assert!(item.etcd_loads && key.as_deref() == Some("ECDSA P-256"), "{labels:?}: {item:?}");
        assert!(item.findings.is_empty(), "{labels:?}: {item:?}");
        let key = PrivateKey::read(room.text("key.pem").as_bytes(), None).unwrap();
        assert_eq!(key.name(), "ECDSA P-256");
    }
    // Go asks for a blank before it.
    room.relabelled("p8.pem", "key.pem", ["PRIVATE KEY", "MYPRIVATE KEY"]);
    assert!(!only(&room.read("key.pem")).etcd_loads);
}

#[test]
fn a_label_or_a_header_line_counts_for_certificate_files_and_not_for_trusted_authorities() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    room.issued("leaf", "rsa:2048", LEAF);
    for label in ["X509 CERTIFICATE", "TRUSTED CERTIFICATE", "FOO"] {
        room.relabelled("ca.pem", "other.pem", ["CERTIFICATE", label]);
        let read = room.read("other.pem");
        assert!(!only(&read).etcd_loads && only(&read).etcd_trusts, "{read:?}");
        let (code, text) = room.codes(&["--check", "other.pem"]);
        assert_eq!(code, 0, "{text}");
        assert!(
            text.contains("loads it as a trusted CA file, not as a certificate file"),
            "{text}"
        );
        assert!(text.contains("[authority-label]"), "{text}");
        room.relabelled("leaf.pem", "other.pem", ["CERTIFICATE", label]);
        let (code, text) = room.codes(&["--check", "other.pem"]);
        assert!(code == 1 && text.contains("[foreign-label]"), "{text}");
    }
    let headed = room.text("ca.pem").replacen("-----\n", "-----\nFoo: bar\n\n", 1);
    room.file("headed.pem", headed);
    let read = room.read("headed.pem");
    assert!(only(&read).etcd_loads && only(&read).etcd_trusts, "{read:?}");
    // openssl's notes on its trust end etcd.
    room.openssl("x509 -in ca.pem -trustout -addtrust serverAuth -out trusted.pem");
    let read = room.read("trusted.pem");
    assert!(!only(&read).etcd_loads && !only(&read).etcd_trusts, "{read:?}");
}

#[test]
fn an_issuer_that_may_not_issue_is_an_error_of_what_it_signed() {
    skip_without!("openssl");
    let room = Room::new();
    let ca = "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n";
    for (extra, code) in [
        ("subjectKeyIdentifier=hash\n", "authority-not-ca"),
        ("basicConstraints=critical,CA:TRUE\nkeyUsage=cRLSign\n", "authority-cannot-sign"),
        (&*format!("{ca}extendedKeyUsage=clientAuth\n"), "authority-purpose"),
        (
            &*format!("{ca}nameConstraints=permitted;IP:10.9.0.0/255.255.0.0\n"),
            "name-not-permitted",
        ),
    ] {
        room.chain("chain.pem", extra, LEAF);
        let (ended, text) = room.codes(&["--check", "chain.pem"]);
        assert!(ended == 1 && text.contains(&format!("[{code}]")), "{code}: {text}");
        // Nobody says that it signed anything.
        let (_, text) = room.codes(&["leaf.pem"]);
        assert!(!text.contains(code), "{text}");
    }
    for sound in [ca.to_owned(), format!("{ca}extendedKeyUsage=clientAuth,serverAuth\n")] {
        room.chain("chain.pem", &sound, LEAF);
        let (ended, text) = room.codes(&["--check", "chain.pem"]);
        assert_eq!(ended, 0, "{text}");
    }
    // A root that allows none between, and one between.
    room.chain(
        "chain.pem",
        &format!("{ca}subjectKeyIdentifier=hash\n").replace("TRUE", "TRUE,pathlen:0"),
        ca,
    );
    fs::rename(room.path("ca.pem"), room.path("root.pem")).unwrap();
    fs::rename(room.path("leaf.pem"), room.path("ca.pem")).unwrap();
    fs::rename(room.path("leaf.key"), room.path("ca.key")).unwrap();
    room.issued("below", "rsa:2048", LEAF);
    let (ended, text) = room.codes(&["--check", "below.pem", "ca.pem", "root.pem"]);
    assert!(ended == 1 && text.contains("[path-length]"), "{text}");
}

#[test]
fn dates_that_are_not_those_of_today_are_told_in_text_as_elsewhere() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    let dated = |name: &str, dates: &str| {
        room.file("ext", LEAF);
        room.openssl(&format!(
            "req -newkey rsa:2048 -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr"
        ));
        room.file("ca.cnf", "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n");
        room.file("index", "");
        room.openssl(&format!("ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -rand_serial -in {name}.csr -extfile ext -out {name}.pem {dates}"));
    };
    dated("later", "-startdate 20700101000000Z -enddate 20750101000000Z");
    let (code, text) = room.codes(&["--check", "later.pem"]);
    assert!(
        code == 1 && text.contains("(not yet valid)") && text.contains("[not-yet-valid]"),
        "{text}"
    );
    dated("never", "-startdate 20700101000000Z -enddate 20250101000000Z");
    let (_, text) = room.codes(&["never.pem"]);
    assert!(text.contains("(never valid: it expires before it starts)"), "{text}");
    assert!(!text.contains("expired") && !text.contains("[not-yet-valid]"), "{text}");
    assert_eq!(room.codes(&["--fields", "days-left,verdict", "never.pem"]).1, "\terror\n");
}

#[test]
fn every_finding_is_printed_with_its_code_and_what_to_do() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    room.issued("leaf", "rsa:1024", LEAF);
    let (_, text) = room.codes(&["leaf.pem"]);
    let said = text.lines().skip_while(|line| !line.starts_with("  Warning:")).take(2);
    let said: Vec<&str> = said.collect();
    assert!(said[0].ends_with("[weak-key]") && said[1].trim_start().starts_with("fix: "), "{text}");
}

#[test]
fn a_directory_tells_files_by_name_that_hold_less_than_their_name_says() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    fs::create_dir(room.path("pki")).unwrap();
    fs::rename(room.path("ca.pem"), room.path("pki/ca.pem")).unwrap();
    for (name, contents, code) in
        [("pki/server.crt", "", "empty-file"), ("pki/rndc.key", "hello\n", "misnamed-file")]
    {
        room.file(name, contents);
        let (ended, text) = room.codes(&["--check", "pki"]);
        assert!(text.contains(name) && text.contains(&format!("[{code}]")), "{text}");
        assert_eq!(ended, i32::from(contents.is_empty()), "{text}");
        fs::remove_file(room.path(name)).unwrap();
    }
    room.file("pki/notes", "");
    let (ended, text) = room.codes(&["--check", "pki"]);
    assert_eq!(ended, 0, "{text}");
}

#[test]
fn keys_are_held_against_the_certificates_that_layouts_put_beside_them() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    room.issued("leaf", "rsa:2048", LEAF);
    room.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key");
    for (certificates, key) in [
        (&["live/cert.pem", "live/fullchain.pem"][..], "live/privkey.pem"),
        (&["a/peer.cert"], "a/peer.priv"),
        (&["b/certs/etcd.crt"], "b/private/etcd.key"),
        (&["c/etcd.crt"], "c/private/etcd.key"),
    ] {
        let top = key.split('/').next().unwrap();
        for path in certificates.iter().chain([&key]) {
            fs::create_dir_all(room.path(path).parent().unwrap()).unwrap();
        }
        for path in certificates {
            room.file(path, room.text("leaf.pem") + &room.text("ca.pem"));
        }
        room.file(key, room.text("leaf.key"));
        let (ended, text) = room.codes(&["--check", top]);
        assert_eq!(ended, 0, "{text}");
        room.file(key, room.text("other.key"));
        let (ended, text) = room.codes(&["--check", top]);
        assert!(ended == 1 && text.contains("[key-mismatch]"), "{key}: {text}");
    }
    // Go takes the first key of a file.
    room.file("two.pem", room.text("other.key") + &room.text("leaf.key") + &room.text("leaf.pem"));
    let (ended, text) = room.codes(&["--check", "two.pem"]);
    assert!(ended == 1 && text.contains("[key-mismatch]"), "{text}");
}

#[test]
fn keys_names_and_usages_that_are_of_no_use_to_etcd_are_told_of() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    let rsa = "rsa:2048";
    for (key, extensions, code, severity) in [
        ("ed448", LEAF, "key-algorithm", 1),
        ("rsa-pss -pkeyopt rsa_keygen_bits:2048", LEAF, "key-algorithm", 1),
        ("ec -pkeyopt ec_paramgen_curve:P-224", LEAF, "curve-unsupported", 1),
        (rsa, "subjectAltName=DNS:127.0.0.1\n", "unusual-name", 0),
        (rsa, "subjectAltName=DNS:etcd-1:2379\n", "unusual-name", 0),
        (rsa, "subjectAltName=DNS:https://etcd-1\n", "unusual-name", 0),
        (rsa, "subjectAltName=DNS:*\n", "wide-wildcard", 0),
        (rsa, "extendedKeyUsage=serverAuth\n", "no-sans", 0),
        (rsa, "subjectAltName=DNS:a.b\nextendedKeyUsage=codeSigning\n", "no-tls-usage", 0),
    ] {
        room.issued("odd", key, extensions);
        let (ended, text) = room.codes(&["--check", "odd.pem"]);
        assert!(text.contains(&format!("[{code}]")), "{key} {extensions}: {text}");
        assert_eq!(ended, severity, "{text}");
        assert_eq!(room.codes(&["--check", "--fail-on", "warning", "odd.pem"]).0, 1);
    }
    for sound in ["extendedKeyUsage=clientAuth\n", "extendedKeyUsage=OCSPSigning\n", LEAF] {
        room.issued("sound", rsa, sound);
        let (ended, text) = room.codes(&["--check", "--fail-on", "warning", "sound.pem"]);
        assert_eq!(ended, 0, "{text}");
    }
}

#[test]
fn a_kubeconfig_holds_base64_of_pem() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    let value = |data: &str| {
        format!(
            "apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    client-key-data: \"{data}\"\n"
        )
    };
    let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    room.openssl("pkey -in ca.key -outform der -out key.der");
    let der = encode(&fs::read(room.path("key.der")).unwrap());
    for (data, said) in [("not base64!!", "is not base64"), (&*der, "but not of PEM")] {
        room.file("kc.yaml", value(data));
        let (ended, text) = room.codes(&["--check", "kc.yaml"]);
        assert!(ended == 1 && text.contains(said), "{text}");
    }
    room.file("kc.yaml", value(&encode(room.text("ca.key").as_bytes())));
    assert_eq!(room.codes(&["--check", "kc.yaml"]).0, 0);
}

#[test]
fn critical_extensions_and_the_order_of_a_chain_are_part_of_a_comparison() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    room.issued("leaf", "rsa:2048", &format!("{LEAF}keyUsage=critical,digitalSignature\n"));
    room.file("chain.pem", room.text("leaf.pem") + &room.text("ca.pem"));
    room.file("turned.pem", room.text("ca.pem") + &room.text("leaf.pem"));
    let (ended, text) = room.codes(&["--diff", "chain.pem", "turned.pem"]);
    assert!(ended == 1 && text.contains("the order differs"), "{text}");
    assert_eq!(room.codes(&["--diff", "chain.pem", "chain.pem"]).0, 0);
    fs::copy(room.path("leaf.pem"), room.path("critical.pem")).unwrap();
    room.issued("leaf", "rsa:2048", &format!("{LEAF}keyUsage=digitalSignature\n"));
    let (_, text) = room.codes(&["--diff", "critical.pem", "leaf.pem"]);
    assert!(text.contains("  Critical:\n    - Key usage\n"), "{text}");
}

#[test]
fn a_pipe_that_is_named_is_read() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    let script = format!("exec '{}' inspect --plain <(cat ca.pem)", crate::cli::QUORATE);
    let text = room.run("bash", &["-c", &script], b"");
    assert!(String::from_utf8(text).unwrap().contains("CN = ca"));
}
