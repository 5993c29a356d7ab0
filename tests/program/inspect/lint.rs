//! What RFC 5280 asks for, held against `openssl verify -x509_strict`.

use quorate::finding::{Rule, Severity};
use quorate::pki::ItemKind;

use super::Room;
use crate::support::needs::need;

/// The codes of the notes upon the one certificate of a file.
fn notes(room: &Room, name: &str) -> Vec<&'static str> {
    let read = room.read(name);
    let ItemKind::Certificate(report) = &read.items[0].kind else { panic!("{name}") };
    let notes = report.findings.iter().filter(|one| one.severity() == Severity::Note);
    notes.map(|one| one.rule.code).collect()
}

/// What openssl says against a certificate when it is strict.
fn strict(room: &Room, arguments: &[&str]) -> String {
    let command = std::process::Command::new("openssl")
        .args(["verify", "-x509_strict", "-CAfile", "ca.pem"])
        .args(arguments)
        .current_dir(room.path("."))
        .output()
        .unwrap();
    String::from_utf8_lossy(&[command.stdout, command.stderr].concat()).into_owned()
}

#[test]
fn authorities_are_asked_for_what_openssl_asks_when_it_is_strict() {
    if !need("openssl") {
        return;
    }
    let (ski, usage) = ("subjectKeyIdentifier=hash\n", "keyUsage=critical,keyCertSign,cRLSign\n");
    let good =
        format!("{ski}{usage}basicConstraints=critical,CA:TRUE\nauthorityKeyIdentifier=keyid\n");
    let key = "ec -pkeyopt ec_paramgen_curve:P-256";
    for (name, extensions, code, theirs) in [
        ("good", good.clone(), None, "leaf.pem: OK"),
        (
            "ski",
            good.replace(ski, "subjectKeyIdentifier=none\n"),
            Some("no-subject-key-id"),
            "Missing Subject Key Identifier",
        ),
        (
            "critical",
            good.replace("critical,CA", "CA"),
            Some("constraints-not-critical"),
            "Basic Constraints of CA cert not marked critical",
        ),
        (
            "usage",
            good.replace(usage, ""),
            Some("no-cert-sign"),
            "CA cert does not include key usage extension",
        ),
        (
            "other-usage",
            good.replace("keyCertSign,", ""),
            Some("no-cert-sign"),
            "key usage does not include certificate signing",
        ),
    ] {
        let room = Room::new();
        room.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=ca -keyout ca.key -out ca.pem -addext keyUsage=critical,keyCertSign");
        room.issued("middle", key, &extensions);
        room.file(
            "ext",
            "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid,issuer:always\nsubjectAltName=DNS:a",
        );
        room.openssl(&format!("req -newkey {key} -nodes -subj /CN=leaf -keyout l.key -out l.csr"));
        room.openssl("x509 -req -in l.csr -CA middle.pem -CAkey middle.key -days 90 -extfile ext -out leaf.pem");
        assert_eq!(notes(&room, "ca.pem"), [] as [&str; 0]);
        assert_eq!(notes(&room, "middle.pem"), code.into_iter().collect::<Vec<_>>(), "{name}");
        let said = strict(&room, &["-untrusted", "middle.pem", "leaf.pem"]);
        assert!(said.to_lowercase().contains(&theirs.to_lowercase()), "{name}: {said}");
    }
}

#[test]
fn leaves_are_asked_as_well() {
    if !need("openssl") {
        return;
    }
    let room = Room::new().with_authority();
    let key = "ec -pkeyopt ec_paramgen_curve:P-256";
    let keyed = "authorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n";
    room.issued("good", key, &format!("{keyed}basicConstraints=CA:FALSE\nsubjectAltName=DNS:a"));
    assert_eq!(notes(&room, "good.pem"), [] as [&str; 0]);
    room.issued("aki", key, "authorityKeyIdentifier=none\nsubjectAltName=DNS:a");
    assert_eq!(notes(&room, "aki.pem"), ["no-authority-key-id"]);
    assert!(strict(&room, &["aki.pem"]).contains("Missing Authority Key Identifier"));
    room.issued("length", key, &format!("{keyed}basicConstraints=CA:FALSE,pathlen:0"));
    assert_eq!(notes(&room, "length.pem"), ["path-length-on-leaf"]);
    assert!(strict(&room, &["length.pem"]).contains("Path length invalid for non-CA cert"));
    // An empty subject.
    room.file("ext", format!("{keyed}subjectAltName=DNS:a"));
    room.openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj / -keyout e.key -out e.csr",
    );
    room.openssl("x509 -req -in e.csr -CA ca.pem -CAkey ca.key -days 90 -extfile ext -out e.pem");
    assert_eq!(notes(&room, "e.pem"), ["sans-not-critical"]);
    assert!(
        strict(&room, &["e.pem"])
            .contains("Subject empty and Subject Alt Name extension not critical")
    );
    assert_eq!(Rule::SansNotCritical.code, "sans-not-critical");
}
