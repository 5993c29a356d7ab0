//! PKCS #12, Java's key stores and answers of OCSP: what openssl and keytool write is read.

use std::fs;

use quorate::finding::Rule;
use quorate::pki::inspect::{FileInspection, Pkcs12Error, read_pkcs12};
use quorate::pki::{Inspection, ItemKind, Passphrase};

use super::Room;
use crate::support::needs::need;

fn room() -> Room {
    let room = Room::new().with_authority();
    room.issued("one", "ec -pkeyopt ec_paramgen_curve:P-256", "subjectAltName=DNS:one");
    room
}

fn kinds(file: &FileInspection) -> Vec<String> {
    let kind = |item: &quorate::pki::Item| match &item.kind {
        ItemKind::Certificate(report) => report.subject.clone(),
        ItemKind::PrivateKey { key, encryption, .. } => format!("{key:?} {encryption:?}"),
        ItemKind::Pkcs12(holds) => format!("store of {holds:?}"),
        other => format!("{other:?}"),
    };
    file.items.iter().map(kind).collect()
}

#[test]
fn stores_of_every_age_open_with_their_passphrase_alone() {
    if !need("openssl") {
        return;
    }
    let room = room();
    let export = "pkcs12 -export -in one.pem -inkey one.key -certfile ca.pem -out";
    for (name, options) in [
        ("modern", ""),
        ("legacy", " -legacy"),
        ("3des", " -legacy -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES"),
        ("2des", " -legacy -certpbe PBE-SHA1-2DES -keypbe PBE-SHA1-2DES"),
        ("rc2", " -legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-RC2-40"),
        ("aes128", " -certpbe AES-128-CBC -keypbe AES-128-CBC -macalg sha512"),
        ("nomac", " -nomac"),
        ("plain-certificates", " -certpbe NONE"),
        ("many", " -iter 100000 -macalg sha384"),
    ] {
        for passphrase in ["", "geheim", "pässword €"] {
            // openssl's older writer takes the bytes of a terminal's encoding.
            room.run(
                "openssl",
                &format!("{export} {name}.p12 -passout")
                    .split(' ')
                    .chain([format!("pass:{passphrase}").as_str()])
                    .chain(options.split(' ').filter(|one| !one.is_empty()))
                    .collect::<Vec<_>>(),
                b"",
            );
            let path = room.path(&format!("{name}.p12"));
            let bytes = fs::read(&path).unwrap();
            let read = if passphrase.is_empty() {
                room.read(&format!("{name}.p12"))
            } else {
                let closed = room.read(&format!("{name}.p12"));
                if name != "plain-certificates" && name != "nomac" {
                    assert_eq!(kinds(&closed), ["store of None"], "{name}");
                    let wrong = read_pkcs12(&path, &bytes, &Passphrase::new("wrong".to_owned()));
                    assert_eq!(wrong.unwrap_err(), Pkcs12Error::WrongPassphrase, "{name}");
                }
                read_pkcs12(&path, &bytes, &Passphrase::new(passphrase.to_owned())).unwrap()
            };
            let key = if passphrase.is_empty() {
                "Some(\"ECDSA P-256\") None"
            } else {
                "Some(\"ECDSA P-256\") Some(\"PKCS #12\")"
            };
            assert_eq!(
                kinds(&read),
                ["store of Some(3)", "CN = one", "O = Ex, CN = ca", key],
                "{name} {passphrase}"
            );
            let is_legacy = read.items[0].findings[0].fix().contains("pkcs12 -legacy -in");
            assert_eq!(is_legacy, matches!(name, "legacy" | "rc2"), "{name}");
            let inspection = Inspection::new(vec![read]);
            assert_eq!(inspection.links.partners.len(), 2, "{name}");
        }
    }
}

#[test]
fn hostile_stores_are_refused_in_no_time() {
    if !need("openssl") {
        return;
    }
    let room = room();
    room.openssl("pkcs12 -export -in one.pem -inkey one.key -out one.p12 -passout pass:");
    let bytes = fs::read(room.path("one.p12")).unwrap();
    for length in 0..bytes.len() {
        quorate::pki::inspect::read(&room.path("x"), &bytes[..length]);
    }
    // Rounds that take hours.
    let rounds = bytes.windows(4).rposition(|one| one == [2, 2, 8, 0]).unwrap();
    let mut slow = bytes.clone();
    slow[rounds..rounds + 4].copy_from_slice(&[2, 2, 0x7F, 0xFF]);
    quorate::pki::inspect::read(&room.path("x"), &slow);
}

#[test]
fn key_stores_of_java_are_named_and_their_certificates_read() {
    if !need("openssl") {
        return;
    }
    let room = room();
    let der = room.openssl("x509 -in one.pem -outform der");
    let length = |count: usize| u32::try_from(count).unwrap().to_be_bytes();
    let text = |text: &str| {
        [&u16::try_from(text.len()).unwrap().to_be_bytes()[..], text.as_bytes()].concat()
    };
    let certificate = [text("X.509"), length(der.len()).to_vec(), der.clone()].concat();
    let key = [0x30, 0];
    let entries = [
        &length(2)[..],
        &[0, 0, 0, 2],
        &text("ca"),
        &[0; 8],
        &certificate,
        &[0, 0, 0, 1],
        &text("me"),
        &[0; 8],
        &length(key.len()),
        &key,
        &length(1),
        &certificate,
        &[7; 20],
    ]
    .concat();
    for (magic, options) in
        [(0xFEED_FEED_u32, "FILE -dest"), (0xCECE_CECE, "FILE -srcstoretype jceks -dest")]
    {
        let store = [&magic.to_be_bytes()[..], &[0, 0, 0, 2], &entries].concat();
        room.file("store", &store);
        let read = room.read("store");
        assert_eq!(
            kinds(&read),
            ["JavaKeyStore(3)", "CN = one", "None Some(\"unknown\")", "CN = one"]
        );
        assert_eq!(read.items[0].findings[0].rule, Rule::JavaKeyStore);
        assert!(read.items[0].findings[0].fix().contains(options));
        for length in 0..store.len() {
            quorate::pki::inspect::read(&room.path("x"), &store[..length]);
        }
    }
}

#[test]
fn answers_of_ocsp_are_read_as_openssl_reads_them() {
    if !need("openssl") {
        return;
    }
    let room = room();
    room.file("index.txt", "V\t360101000000Z\t\t4D\tunknown\t/CN=one\nR\t360101000000Z\t260102030405Z\t4E\tunknown\t/CN=two\n");
    room.openssl(
        "ocsp -issuer ca.pem -cert one.pem -serial 0x4E -serial 0x4F -reqout request -no_nonce",
    );
    room.openssl("ocsp -index index.txt -CA ca.pem -rsigner ca.pem -rkey ca.key -reqin request -respout answer -ndays 7");
    let read = room.read("answer");
    let ItemKind::OcspResponse(report) = &read.items[0].kind else { panic!("{:?}", read.items) };
    assert_eq!(report.status, "successful");
    assert_eq!(report.responder.as_deref(), Some("O = Ex, CN = ca"));
    assert_eq!(report.signature.as_deref(), Some("ECDSA with SHA-256"));
    let answers: Vec<_> =
        report.answers.iter().map(|one| (one.serial.as_str(), one.status)).collect();
    assert_eq!(answers, [("4D", "good"), ("4E", "revoked"), ("4F", "unknown")]);
    let revoked = report.answers[1].revoked_at.unwrap();
    assert_eq!(revoked.to_string(), "2026-01-02 3:04:05.0 +00:00:00");
    let said = String::from_utf8(room.openssl("ocsp -respin answer -text -noverify")).unwrap();
    let theirs = said.lines().filter(|line| line.contains("Next Update:")).count();
    assert_eq!(report.answers.iter().filter(|one| one.next_update.is_some()).count(), theirs);
    // The responder's certificate came with it.
    assert_eq!(kinds(&read)[1], "O = Ex, CN = ca");
    room.file("later", [0x30, 3, 0x0A, 1, 3]);
    let read = room.read("later");
    let ItemKind::OcspResponse(report) = &read.items[0].kind else { panic!("{:?}", read.items) };
    assert_eq!((report.status.as_str(), report.answers.len()), ("tryLater", 0));
}
