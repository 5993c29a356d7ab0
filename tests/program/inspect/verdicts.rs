//! What etcd would make of sound-looking files: what only Go's rules, or the files beside, tell.

use std::fs;

use quorate::finding::{Finding, Severity};
use quorate::pki::{Inspection, Item, ItemId};
use time::macros::datetime;

use crate::inspect::Room;
use crate::support::skip_without;

impl Room {
    /// A certificate of `ca.pem`, signed as openssl's options say.
    fn signed(&self, name: &str, options: &str) {
        self.extended(name, options, "subjectAltName=IP:10.0.0.1\n");
    }

    fn extended(&self, name: &str, options: &str, extensions: &str) {
        self.file("ext", extensions);
        self.openssl(&format!(
            "req -newkey rsa:2048 -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr"
        ));
        self.openssl(&format!(
            "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -extfile ext -out {name}.pem {options}"
        ));
    }

    fn inspection(&self, names: &[&str]) -> Inspection {
        Inspection::new(names.iter().map(|name| self.read(name)).collect())
    }
}

/// All codes that are found, with whose certificate they are about.
fn found(inspection: &Inspection) -> Vec<(&'static str, Severity, String)> {
    let findings = inspection.findings(datetime!(2026-03-01 12:00 UTC), None);
    // openssl dates by the machine's clock.
    let findings = findings.into_iter().filter(|(_, one)| !one.code().ends_with("not-yet-valid"));
    // openssl's authorities have no key usage, and its leaves here no SANs: both have tests of their own.
    let findings = findings.filter(|(_, one)| !["no-cert-sign", "no-sans"].contains(&one.code()));
    findings
        .map(|(file, one)| {
            let item = one.location.item.and_then(|item| inspection.item(ItemId { file, item }));
            let subject = item.and_then(Item::report).map(|report| report.subject.clone());
            (one.code(), one.severity(), subject.unwrap_or_default())
        })
        .collect()
}

#[test]
fn a_signature_that_go_no_longer_takes_is_an_error_but_on_a_root() {
    skip_without!("openssl");
    let room = Room::new();
    for (algorithm, options, said) in [
        ("rsa:2048", "-sha1", "RSA with SHA-1"),
        ("rsa:2048", "-md5", "RSA with MD5"),
        ("ec", "-sha1", "ECDSA with SHA-1"),
    ] {
        let curve = if algorithm == "ec" { "-pkeyopt ec_paramgen_curve:P-256" } else { "-utf8" };
        room.openssl(&format!("req -x509 -newkey {algorithm} {curve} {options} -nodes -subj /CN=ca -keyout ca.key -out ca.pem -days 3650"));
        room.signed("old", &format!("{options} -days 90"));
        let inspection = room.inspection(&["old.pem"]);
        let expected = ("insecure-signature", Severity::Error, "CN = old".to_owned());
        assert!(found(&inspection).contains(&expected), "{options}: {:?}", found(&inspection));
        let report = inspection.files[0].items[0].report().unwrap();
        assert!(report.findings.iter().any(|one| one.message().contains(said)), "{report:?}");
        let itself = found(&room.inspection(&["ca.pem"]));
        assert!(itself.iter().all(|(code, ..)| *code != "insecure-signature"), "{itself:?}");
        room.signed("sound", "-sha256 -days 90");
        let sound = found(&room.inspection(&["sound.pem"]));
        assert!(sound.iter().all(|(code, ..)| *code != "insecure-signature"), "{sound:?}");
    }
    // An authority below another may be trusted itself, and nobody looks at its signature then.
    room.extended("between", "-sha1 -days 90", "basicConstraints=critical,CA:TRUE\n");
    let expected = ("insecure-authority-signature", Severity::Warning, "CN = between".to_owned());
    assert!(found(&room.inspection(&["between.pem"])).contains(&expected));
}

#[test]
fn a_leaf_that_outlives_its_authority_among_the_files_is_warned_of() {
    skip_without!("openssl");
    let room = Room::new();
    room.openssl(
        "req -x509 -newkey rsa:2048 -nodes -subj /CN=ca -keyout ca.key -out ca.pem -days 30",
    );
    room.signed("long", "-days 90");
    room.signed("short", "-days 20");
    let expected = ("outlives-authority", Severity::Warning, "CN = long".to_owned());
    assert_eq!(found(&room.inspection(&["ca.pem", "long.pem", "short.pem"])), [expected]);
    assert_eq!(found(&room.inspection(&["long.pem"])), [], "nobody is there to be outlived");
    // Renewed with the same key, the authority is good for all of it.
    room.openssl("req -x509 -key ca.key -subj /CN=ca -out renewed.pem -days 3650");
    assert_eq!(found(&room.inspection(&["ca.pem", "long.pem", "renewed.pem"])), []);
}

#[test]
fn a_chain_file_with_the_authority_first_is_an_error() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    room.signed("leaf", "-days 90");
    let text = |name: &str| fs::read_to_string(room.path(name)).unwrap();
    room.file("wrong.pem", text("ca.pem") + &text("leaf.pem"));
    room.file("right.pem", text("leaf.pem") + &text("ca.pem"));
    let expected = ("leaf-behind-authority", Severity::Error, "O = Ex, CN = ca".to_owned());
    for wrong in [&["wrong.pem"][..], &["ca.pem", "leaf.key", "wrong.pem"]] {
        assert_eq!(found(&room.inspection(wrong)), std::slice::from_ref(&expected), "{wrong:?}");
    }
    for sound in [&["right.pem"][..], &["ca.pem", "leaf.pem"], &["leaf.key", "right.pem"]] {
        assert_eq!(found(&room.inspection(sound)), [], "{sound:?}");
    }
}

#[test]
fn two_certificates_joined_without_a_line_break_are_told_of_where_they_meet() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    room.signed("leaf", "-days 90");
    let text = |name: &str| fs::read_to_string(room.path(name)).unwrap();
    let line = text("leaf.pem").lines().count();
    let files = [text("leaf.pem").trim_end(), text("ca.pem").trim_end(), &text("ca.pem")].concat();
    room.file("joined.pem", files);
    let inspection = room.inspection(&["joined.pem"]);
    let findings: Vec<String> = inspection.files[0].findings.iter().map(Finding::message).collect();
    let said = |line| {
        format!(
            "Go doesn't read line {line} as PEM: a line break is missing here, between the END of one block and the BEGIN of the next"
        )
    };
    let second = line + text("ca.pem").lines().count() - 1;
    assert_eq!(findings, [said(line), said(second)]);
    let items = &inspection.files[0].items;
    let lines: Vec<(usize, bool)> = items.iter().map(|one| (one.line, one.etcd_loads)).collect();
    assert_eq!(lines, [(1, false), (line, false), (second, false)]);
    assert!(items.iter().all(|one| one.report().is_some()));
}

#[test]
fn a_list_beside_the_files_revokes_what_its_own_signer_issued() {
    skip_without!("openssl");
    let room = Room::new();
    room.file("ca.cnf", "[ca]\ndefault_ca=d\n[d]\ndatabase=index\ndefault_md=sha256\n");
    for name in ["ca", "other"] {
        room.openssl(&format!(
            "req -x509 -newkey rsa:2048 -nodes -subj /CN=ca -keyout {name}.key -out {name}.pem -days 3650"
        ));
    }
    room.signed("gone", "-set_serial 0x8B1267 -days 90");
    room.signed("back", "-set_serial 0x0C -days 90");
    room.signed("kept", "-set_serial 0x0D -days 90");
    let entry = |serial, reason| {
        format!("R\t300101000000Z\t260101000000Z{reason}\t{serial}\tunknown\t/CN=x\n")
    };
    let list = |signer: &str, out: &str| {
        room.openssl(&format!(
            "ca -config ca.cnf -gencrl -crldays 30 -cert {signer}.pem -keyfile {signer}.key -out {out}"
        ));
    };
    room.file("index", entry("8B1267", ",keyCompromise") + &entry("0C", ",removeFromCRL"));
    list("ca", "list.pem");
    list("other", "foreign.pem");
    let revoked = |files: &[&str]| -> Vec<(Severity, String)> {
        let all = found(&room.inspection(files));
        let found = all.into_iter().filter(|(code, ..)| *code == "revoked");
        found.map(|(_, severity, subject)| (severity, subject)).collect()
    };
    let gone = [(Severity::Error, "CN = gone".to_owned())];
    let leaves = ["gone.pem", "back.pem", "kept.pem"];
    assert_eq!(revoked(&[&leaves[..], &["ca.pem", "list.pem"]].concat()), gone);
    // Of the same name, but by another key: nothing is known of whom it revokes.
    assert_eq!(revoked(&[&leaves[..], &["ca.pem", "other.pem", "foreign.pem"]].concat()), []);
    assert_eq!(revoked(&[&leaves[..], &["list.pem"]].concat()), [], "nobody checked the list");
    let message = room.inspection(&["gone.pem", "ca.pem", "list.pem"]);
    let message = message.findings(datetime!(2026-03-01 12:00 UTC), None);
    let message = message.iter().find(|(_, one)| one.code() == "revoked").unwrap().1.message();
    assert_eq!(message, "`CN = gone` is revoked: the list holds its serial number 8b1267");
}

#[test]
fn critical_extensions_of_policies_are_named_as_the_judge_names_them() {
    skip_without!("openssl");
    let room = Room::new().with_authority();
    let newer = |subject: &str| ("critical-for-newer-go", Severity::Warning, subject.to_owned());
    let unknown =
        |subject: &str| ("unknown-critical-extension", Severity::Error, subject.to_owned());
    let lacking = |subject: &str| ("no-valid-policy", Severity::Error, subject.to_owned());
    // What Go makes of each: measured with 1.16, 1.19 and 1.26.
    for (extensions, expected) in [
        ("inhibitAnyPolicy=critical,0", vec![newer("CN = one")]),
        ("inhibitAnyPolicy=0", vec![]),
        ("policyMappings=critical,1.2.3:1.2.4", vec![newer("CN = one")]),
        ("nameConstraints=critical,permitted;DNS:example.com", vec![]),
        (
            "policyConstraints=critical,requireExplicitPolicy:0",
            vec![newer("CN = one"), lacking("CN = one")],
        ),
        ("policyConstraints=requireExplicitPolicy:0", vec![lacking("CN = one")]),
        (
            "policyConstraints=critical,requireExplicitPolicy:0\ncertificatePolicies=1.2.3",
            vec![newer("CN = one")],
        ),
        ("policyConstraints=requireExplicitPolicy:3", vec![]),
        ("2.5.29.18=critical,DER:30068704 0A000001", vec![unknown("CN = one")]),
    ] {
        room.extended("one", "-days 90", &extensions.replace("04 0A", "040A"));
        for files in [&["one.pem"][..], &["ca.pem", "one.pem"]] {
            assert_eq!(found(&room.inspection(files)), expected, "{extensions}");
        }
    }
    // An authority on the way requires what the leaf lacks; one that is the last on the way may be trusted itself.
    room.extended(
        "below",
        "-days 90",
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n\
         subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n\
         policyConstraints=requireExplicitPolicy:0\ncertificatePolicies=1.2.3\n",
    );
    for (policies, expected) in
        [("", vec![lacking("CN = leaf")]), ("certificatePolicies=1.2.3\n", vec![])]
    {
        room.openssl("req -newkey rsa:2048 -nodes -subj /CN=leaf -keyout leaf.key -out leaf.csr");
        room.file("ext", format!("subjectAltName=IP:10.0.0.1\n{policies}"));
        room.openssl(
            "x509 -req -in leaf.csr -CA below.pem -CAkey below.key -extfile ext -out leaf.pem -days 30",
        );
        assert_eq!(found(&room.inspection(&["ca.pem", "below.pem", "leaf.pem"])), expected);
        assert_eq!(found(&room.inspection(&["below.pem", "leaf.pem"])), []);
    }
}
