//! Certificates from elsewhere, as they are read and shown.

use super::*;
use quorate::cluster::EtcdVersion;
use quorate::etcd::Build;
use quorate::finding::Finding;
use quorate::pki::judge::{Context, PresentedChain, Role, judge};

/// Makes a certificate with openssl: `subject` as it takes it, `extensions` as lines of its configuration.
fn foreign(files: &Files, name: &str, subject: &str, arguments: &[&str]) -> Vec<u8> {
    let (certificate, key) = (files.path(name), files.path(&format!("{name}-key")));
    let fixed = [
        "req",
        "-x509",
        "-utf8",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        subject,
        "-keyout",
        text(&key),
        "-out",
        text(&certificate),
    ];
    openssl(&[&fixed, arguments].concat());
    fs::read(certificate).unwrap()
}

#[track_caller]
fn report(pem: &[u8]) -> CertificateReport {
    match read(pem).items.remove(0).kind {
        ItemKind::Certificate(report) => (*report).clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn hostile_subjects_are_shown_escaped() {
    if !need("openssl") {
        return;
    }
    let files = Files::of(&[]);
    let subject = "/O=\u{1b}[31mred\u{9b}/CN=evil\rgood\u{202e}dne/1.2.3.4=x";
    let san = "subjectAltName=DNS:a\u{1b}]0;x\u{7}b,email:a@b.c,URI:https://x/y,IP:fd00::1";
    let pem = foreign(&files, "hostile", subject, &["-addext", san]);
    let report = report(&pem);
    assert!(
        report.subject.starts_with("O = \\x1B[31mred\\x9B, CN = evil\\x0Dgood<U+202E>dne"),
        "{}",
        report.subject
    );
    assert_eq!(report.dns_names, ["a\\x1B]0;x\\x07b"]);
    assert_eq!(report.other_names, ["email:a@b.c", "URI:https://x/y"]);
    assert_eq!(report.ip_addresses, ["fd00::1"]);
    for text in [&report.subject, &report.issuer] {
        assert!(!text.chars().any(quorate::text::is_unsafe));
    }
}

#[test]
fn names_in_several_values_and_of_unknown_kinds_are_shown() {
    if !need("openssl") {
        return;
    }
    let files = Files::of(&[]);
    let pem =
        foreign(&files, "multi", "/O=A, CN = root+OU=B/emailAddress=a@b", &["-multivalue-rdn"]);
    assert_eq!(report(&pem).subject, "OU = B + O = \"A, CN = root\", emailAddress = a@b");
    let printed = openssl(&[
        "x509",
        "-in",
        text(&files.path("multi")),
        "-noout",
        "-subject",
        "-nameopt",
        "oneline,-esc_msb,utf8",
    ]);
    assert_eq!(printed.trim_end(), format!("subject={}", report(&pem).subject));
}

#[test]
fn usages_beyond_ours_and_unknown_extensions_are_shown() {
    if !need("openssl") {
        return;
    }
    let files = Files::of(&[]);
    let pem = foreign(
        &files,
        "usages",
        "/CN=x",
        &[
            "-addext",
            "keyUsage=critical,nonRepudiation,dataEncipherment,keyAgreement,decipherOnly",
            "-addext",
            "extendedKeyUsage=OCSPSigning,codeSigning,1.2.3.4,serverAuth",
            "-addext",
            "1.2.3.5=critical,DER:0500",
            "-addext",
            "nsComment=hello",
        ],
    );
    let report = report(&pem);
    assert_eq!(
        report.key_usages,
        ["Non Repudiation", "Data Encipherment", "Key Agreement", "Decipher Only"]
    );
    assert_eq!(
        report.extended_key_usages,
        ["OCSP Signing", "Code Signing", "1.2.3.4", "TLS Web Server Authentication"]
    );
    assert!(
        report
            .extensions
            .iter()
            .any(|one| { one.name == "1.2.3.5" && one.critical && one.values == ["05:00"] })
    );
    assert_eq!(
        messages(&report.findings),
        [
            "`CN = x` holds the critical extension 1.2.3.5, which Go doesn't know",
            // openssl makes a CA of whatever signs itself.
            "the key usage of this CA certificate doesn't include Certificate Sign",
        ]
    );
}

#[test]
fn keys_beyond_ours_are_named_and_not_called_wrong() {
    if !need("openssl") {
        return;
    }
    let files = Files::of(&[]);
    for (arguments, key, signature) in [
        (&["ec", "-pkeyopt", "ec_paramgen_curve:P-521"][..], "ECDSA P-521", "ECDSA with SHA-256"),
        (&["ec", "-pkeyopt", "ec_paramgen_curve:P-224"], "ECDSA P-224", "ECDSA with SHA-256"),
        (&["ed448"], "Ed448", "Ed448"),
        (&["rsa:1024", "-sha384"], "RSA 1024", "RSA with SHA-384"),
        (
            &["ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP384r1"],
            "ECDSA brainpoolP384r1",
            "ECDSA with SHA-256",
        ),
        (
            &["ec", "-pkeyopt", "ec_paramgen_curve:secp160r1"],
            "ECDSA secp160r1",
            "ECDSA with SHA-256",
        ),
        (
            &["ec", "-pkeyopt", "ec_paramgen_curve:prime192v2"],
            "ECDSA prime192v2",
            "ECDSA with SHA-256",
        ),
        (&["rsa-pss"], "RSA-PSS 2048", "RSA-PSS with SHA-256, a salt of 222 bytes"),
        (
            &["rsa:2048", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"],
            "RSA 2048",
            "RSA-PSS with SHA-256",
        ),
        (
            &[
                "rsa:2048",
                "-sigopt",
                "rsa_padding_mode:pss",
                "-sigopt",
                "rsa_mgf1_md:sha1",
                "-sigopt",
                "rsa_pss_saltlen:20",
            ],
            "RSA 2048",
            "RSA-PSS with SHA-256, MGF1 with SHA-1, a salt of 20 bytes",
        ),
    ] {
        let (certificate, key_path) = (files.path("c.pem"), files.path("k.pem"));
        let fixed = [
            "req",
            "-x509",
            "-nodes",
            "-subj",
            "/CN=x",
            "-keyout",
            text(&key_path),
            "-out",
            text(&certificate),
            "-newkey",
        ];
        openssl(&[&fixed, arguments].concat());
        let pem = fs::read(&certificate).unwrap();
        let report = report(&pem);
        assert_eq!((report.key.as_str(), report.signature.as_deref()), (key, Some(signature)));
        let der = pair::certificates(&pem).unwrap().remove(0);
        let result = pair::key_fits(&der, &fs::read(&key_path).unwrap());
        let is_open = match result {
            Ok(()) | Err(pair::PairError::NotChecked(_)) => true,
            // Go's parser doesn't know it.
            Err(pair::PairError::KeyAlgorithm(_)) => {
                let unknown = ["Ed448", "RSA-PSS", "ECDSA brain", "ECDSA secp160", "ECDSA prime"];
                unknown.iter().any(|name| key.starts_with(name))
            }
            Err(_) => false,
        };
        assert!(is_open, "{key}: {result:?}");
    }
}

#[test]
fn an_authority_of_path_length_zero_signs_no_further_authority() {
    if !need("openssl") {
        return;
    }
    let files = Files::of(&ISSUES[0][..1]);
    let (middle, leaf) = (files.path("middle.pem"), files.path("leaf.pem"));
    let request = |name: &str, extensions: &[&str], by: (&Path, &Path), out: &Path| {
        let key = files.path(&format!("{name}-key.pem"));
        let subject = format!("/CN={name}");
        let fixed = [
            "req",
            "-x509",
            "-newkey",
            "ed25519",
            "-nodes",
            "-subj",
            &subject,
            "-keyout",
            text(&key),
        ];
        let signing = ["-CA", text(by.0), "-CAkey", text(by.1), "-out", text(out)];
        // `req -x509 -CA` is OpenSSL 3.0's.
        openssl(&[&fixed, &signing[..], extensions].concat());
        key
    };
    let (root, root_key) = (files.certificate(0), files.key(0));
    let ca = ["-addext", "basicConstraints=critical,CA:TRUE"];
    let middle_key = request("middle", &ca, (&root, &root_key), &middle);
    request("leaf", &["-addext", "basicConstraints=CA:FALSE"], (&middle, &middle_key), &leaf);
    let pem = |path: &Path| fs::read(path).unwrap();
    let place = Context::new(Role::Client, EtcdVersion::default());
    let refusal = |chain: &[u8], etcd: Build| {
        let presented = PresentedChain::read(chain, None, Some(&pem(&root)), etcd);
        judge(&presented, &place).refusal().map(Finding::code)
    };
    assert_eq!(refusal(&pem(&middle), place.etcd), None);
    assert_eq!(refusal(&[pem(&leaf), pem(&middle)].concat(), place.etcd), Some("path-length"));
    assert_eq!(refusal(&pem(&leaf), place.etcd), Some("unknown-authority"));
}
