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
fn strict(room: &Room, name: &str, ca: &str) -> String {
    let command = std::process::Command::new("openssl")
        .args(["verify", "-x509_strict", "-CAfile", ca, name])
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
    let good = "subjectKeyIdentifier=hash\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign";
    for (name, extensions, code, theirs) in [
        ("good", good.to_owned(), None, None),
        (
            "ski",
            good.replace("subjectKeyIdentifier=hash", "subjectKeyIdentifier=none"),
            Some("no-subject-key-id"),
            // It looks at those of authorities between leaf and anchor only.
            Some("ca.pem: OK"),
        ),
        (
            "critical",
            good.replace("critical,CA", "CA"),
            Some("constraints-not-critical"),
            Some("Basic Constraints of CA cert not marked critical"),
        ),
        (
            "usage",
            good.replace("\nkeyUsage=critical,keyCertSign,cRLSign", ""),
            Some("no-cert-sign"),
            Some("CA cert does not include key usage extension"),
        ),
    ] {
        let room = Room::new();
        let extensions = extensions.replace("subjectKeyIdentifier=none\n", "");
        room.file(
            "conf",
            format!("[req]\ndistinguished_name=d\nx509_extensions=e\n[d]\n[e]\n{extensions}\n"),
        );
        let ski = if name == "ski" { " -addext subjectKeyIdentifier=none" } else { "" };
        room.openssl(&format!("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=ca -keyout ca.key -out ca.pem -config conf{ski}"));
        assert_eq!(notes(&room, "ca.pem"), code.into_iter().collect::<Vec<_>>(), "{name}");
        let said = strict(&room, "ca.pem", "ca.pem");
        match theirs {
            None => assert!(said.contains("ca.pem: OK"), "{said}"),
            Some(theirs) => assert!(said.contains(theirs), "{name}: {said}"),
        }
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
    assert!(strict(&room, "aki.pem", "ca.pem").contains("Missing Authority Key Identifier"));
    room.issued("length", key, &format!("{keyed}basicConstraints=CA:FALSE,pathlen:0"));
    assert_eq!(notes(&room, "length.pem"), ["path-length-on-leaf"]);
    assert!(strict(&room, "length.pem", "ca.pem").contains("Path length invalid for non-CA cert"));
    // An empty subject.
    room.file("ext", format!("{keyed}subjectAltName=DNS:a"));
    room.openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj / -keyout e.key -out e.csr",
    );
    room.openssl("x509 -req -in e.csr -CA ca.pem -CAkey ca.key -days 90 -extfile ext -out e.pem");
    assert_eq!(notes(&room, "e.pem"), ["sans-not-critical"]);
    assert!(
        strict(&room, "e.pem", "ca.pem")
            .contains("Subject empty and Subject Alt Name extension not critical")
    );
    assert_eq!(Rule::SansNotCritical.code, "sans-not-critical");
}
