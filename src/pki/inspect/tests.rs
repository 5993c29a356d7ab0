mod many;

use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use time::macros::datetime;

use super::*;
use crate::cluster::plan::tests::three_members;
use crate::finding::Rule;
use crate::pki::profile::profiles;
use crate::pki::{Issued, issue, item_rows, system_random};

/// Two certificates by openssl with nearly all extensions there are.
const EXTENSIONS: &str = include_str!("../../../tests/fixtures/pki/extensions.pem");

/// The authority and a server certificate with its key.
static PAIR: LazyLock<Vec<Issued>> = LazyLock::new(|| {
    let now = datetime!(2026-03-01 12:00 UTC);
    let profiles = profiles(&three_members());
    issue(&profiles[..2], now, &system_random, &AtomicBool::new(false), &|_| {}).unwrap()
});

fn certificate() -> &'static str {
    &PAIR[1].certificate_pem
}

fn read_pem(bytes: &[u8]) -> FileInspection {
    read(Path::new("file"), bytes)
}

fn messages(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(Finding::message).collect()
}

fn is_the_certificate(document: &FileInspection) -> bool {
    matches!(document.items.as_slice(), [Item { kind: ItemKind::Certificate(report), .. }]
        if report.subject == "O = Example, CN = etcd-1" && report.findings.is_empty())
}

#[track_caller]
fn why(document: &FileInspection) -> String {
    match document.items.as_slice() {
        [Item { kind: ItemKind::Broken(why), .. }] => why.clone(),
        _ => panic!("{document:?}"),
    }
}

#[test]
fn harmless_forms_are_read_without_a_word() {
    let body: String = certificate().lines().filter(|line| !line.starts_with('-')).collect();
    for text in [
        certificate().to_owned(),
        certificate().replace('\n', "\r\n"),
        certificate().trim_end().to_owned(),
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----"),
        format!("subject=x\n\nBag Attributes\n{}trailing text", certificate()),
        certificate().replace('\n', "\n\n"),
        certificate().replace('\n', " \t\n"),
    ] {
        let document = read_pem(text.as_bytes());
        assert!(
            is_the_certificate(&document)
                && document.findings.is_empty()
                && document.items[0].etcd_loads,
            "{text} {document:?}"
        );
    }
    let latin = [b"# Z\xFCrich\n".as_slice(), certificate().as_bytes()].concat();
    assert!(is_the_certificate(&read_pem(&latin)));
}

#[test]
fn a_byte_order_mark_is_read_past_and_named() {
    let document = read_pem(format!("\u{feff}{}", certificate()).as_bytes());
    assert!(is_the_certificate(&document));
    assert!(!document.items[0].etcd_loads);
    assert_eq!(
        messages(&document.findings),
        ["the file starts with a byte order mark, so Go doesn't see its first block"]
    );
}

#[test]
fn forms_that_etcd_does_not_see_are_explained() {
    let utf16: Vec<u8> = certificate().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [vec![0xFF, 0xFE], utf16.clone()].concat();
    for (bytes, expected) in [
        (utf16, "the file is UTF-16"),
        (marked, "the file is UTF-16"),
        (certificate().replace('\n', "\r").into_bytes(), "end in CR alone"),
        (certificate().replace("-----BEGIN", "  -----BEGIN").into_bytes(), "is indented"),
        (certificate().replace("-----BEGIN", "–––––BEGIN").into_bytes(), "not plain hyphens"),
        (
            certificate().replace("-----BEGIN", "cert: -----BEGIN").into_bytes(),
            "follows other text",
        ),
        (certificate().replace('\n', "\\n").into_bytes(), "two characters"),
    ] {
        let document = read_pem(&bytes);
        assert!(is_the_certificate(&document), "{document:?}");
        assert!(!document.items[0].etcd_loads, "{document:?}");
        assert!(
            document.findings.iter().any(|one| one.message().contains(expected)),
            "{document:?}"
        );
    }
    for (bytes, expected) in [
        (Vec::new(), "the file is empty"),
        (b"hello".to_vec(), "no PEM block was found"),
        (vec![0x30, 0x82, 1, 2, 3], "this looks like DER"),
    ] {
        let document = read_pem(&bytes);
        assert!(document.items.is_empty());
        assert!(
            document.findings.iter().any(|one| one.message().contains(expected)),
            "{document:?}"
        );
    }
}

#[test]
fn pem_in_another_layer_of_base64_is_told_from_nothing() {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(certificate());
    let secret = format!("kind: Secret\ndata:\n  tls.crt: {encoded}\n");
    for (text, rule) in [(encoded, Rule::EncodedPem), (secret, Rule::WrappedPem)] {
        let rules: Vec<_> = read_pem(text.as_bytes()).findings.iter().map(|one| one.rule).collect();
        assert_eq!(rules, [rule]);
    }
}

#[test]
fn broken_blocks_say_why() {
    let of = |from: &str, to: &str| read_pem(certificate().replace(from, to).as_bytes());
    // What can be read is shown, and said not to be loaded.
    for (from, to, expected) in [
        ("END CERTIFICATE", "END CERT\u{1b}", "Go skips the block: it ends as `CERT\\x1B`"),
        (
            "CERTIFICATE-----\nM",
            "CERTIFICATE-----M",
            "Go skips the block: line 1 holds more than its `-----…-----` marker",
        ),
    ] {
        let document = of(from, to);
        assert!(is_the_certificate(&document) && !document.items[0].etcd_loads, "{document:?}");
        assert_eq!(messages(&document.items[0].findings), [expected]);
    }
    let one_line = read_pem(certificate().replace('\n', " ").as_bytes());
    assert!(is_the_certificate(&one_line) && !one_line.items[0].etcd_loads, "{one_line:?}");
    assert_eq!(why(&of("-----END", "-----FIN")), "its END line is missing");
    let text = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    assert!(why(&read_pem(text.as_bytes())).starts_with("these 3 bytes are not an X.509"));
}

#[test]
fn a_block_without_end_does_not_swallow_the_next() {
    let text = format!("-----BEGIN CERTIFICATE-----\nAAAA\n{}", certificate());
    let items = read_pem(text.as_bytes()).items;
    assert!(matches!(items[0].kind, ItemKind::Broken(_)));
    assert!(matches!(items[1].kind, ItemKind::Certificate(_)));
    assert_eq!((items[0].line, items[1].line), (1, 3));
}

#[test]
fn bytes_behind_a_certificate_are_named() {
    let der = [PAIR[1].certificate_der.as_slice(), b"12"].concat();
    let report = report_der(&der).unwrap();
    assert_eq!(messages(&report.findings), ["2 bytes follow its end"]);
}

#[test]
fn bytes_behind_the_last_field_are_named_and_loaded() {
    let der = &PAIR[1].certificate_der;
    let parts = der::all(der::only(der, der::SEQUENCE).unwrap().value).unwrap();
    let junk: &[u8] = &[5, 0, 4];
    let signed = der::encode(der::SEQUENCE, &[parts[0].value, junk]);
    let [algorithm, signature] = [parts[1].whole, parts[2].whole];
    for (fields, count) in [
        ([parts[0].whole, algorithm, signature, junk], 3),
        ([&signed, algorithm, signature, &[]], 3),
        ([&signed, algorithm, signature, junk], 6),
    ] {
        let der = der::encode(der::SEQUENCE, &fields);
        let item = read_pem(crate::pki::certificate_pem(&der).as_bytes()).items.remove(0);
        let said = format!("there are {count} bytes after its last field, where nothing belongs");
        assert_eq!(messages(&item.report().unwrap().findings), [said]);
        assert!(item.etcd_loads);
    }
}

#[test]
fn an_indefinite_length_is_not_called_cut_short() {
    let der = &PAIR[1].certificate_der;
    let whole = der::only(der, der::SEQUENCE).unwrap();
    let parts = der::all(whole.value).unwrap();
    let indefinite = |value: &[u8]| [&[0x30, 0x80], value, &[0, 0]].concat();
    let signed = indefinite(parts[0].value);
    let within = der::encode(der::SEQUENCE, &[&signed, parts[1].whole, parts[2].whole]);
    for (der, part, gos) in [
        (indefinite(whole.value), "outer SEQUENCE", "x509: malformed certificate"),
        (within, "tbsCertificate", "x509: malformed tbs certificate"),
    ] {
        let item = read_pem(crate::pki::certificate_pem(&der).as_bytes()).items.remove(0);
        let said = format!(
            "the block can't be read: these {} bytes are not an X.509 certificate: its {part} has an indefinite length, as BER allows and DER doesn't",
            der.len()
        );
        assert_eq!(messages(&item.findings), [said]);
        assert_eq!(item.findings[0].quotes[0].text, gos);
    }
    let cut = report_der(&der[..der.len() - 1]).unwrap_err().to_string();
    assert!(cut.ends_with("its outer SEQUENCE is cut short"), "{cut}");
}

#[test]
fn labels_that_go_ignores_are_shown_and_named() {
    for label in ["X509 CERTIFICATE", "TRUSTED CERTIFICATE"] {
        let document = read_pem(certificate().replace("CERTIFICATE", label).as_bytes());
        assert!(is_the_certificate(&document));
        assert!(document.items[0].findings[0].message().contains("Go skips"), "{document:?}");
    }
}

#[test]
fn der_is_read_with_the_way_to_convert_it() {
    let document = read_pem(&PAIR[1].certificate_der);
    assert!(is_the_certificate(&document));
    assert!(document.items[0].findings[0].fix().contains("openssl x509 -inform der"));
}

#[test]
fn private_keys_are_named_and_never_shown() {
    let key = PAIR[1].key_pem.as_str();
    let document = read_pem(key.as_bytes());
    assert_eq!(
        document.items[0].kind,
        ItemKind::PrivateKey {
            kind: PrivateKeyKind::Pkcs8,
            key: Some("ECDSA P-256".into()),
            encryption: None
        }
    );
    let broken = key.replacen("MIG", "M!IG", 1);
    for text in [key.to_owned(), broken, key.replace("PRIVATE KEY", "OPENSSH PRIVATE KEY")] {
        let shown = format!("{:?}", read_pem(text.as_bytes()));
        for line in key.lines().filter(|line| !line.starts_with('-')) {
            assert!(!shown.contains(&line[..line.len().min(8)]), "{shown}");
        }
    }
    let encrypted =
        key.replace("PRIVATE KEY-----\nM", "PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nM");
    let item = read_pem(encrypted.as_bytes()).items.remove(0);
    assert!(matches!(item.kind, ItemKind::PrivateKey { encryption: Some(_), key: None, .. }));
    assert_eq!(
        messages(&item.findings),
        ["the private key is encrypted, and etcd can't ask for a password"]
    );
    // Go looks at what the block holds.
    let mislabelled = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    assert!(read_pem(mislabelled.as_bytes()).items[0].etcd_loads);
}

#[test]
fn size_and_number_are_bounded_and_said() {
    let mut long = certificate().as_bytes().to_vec();
    long.resize(SIZE_LIMIT + 1, b' ');
    let document = read_pem(&long);
    assert!(is_the_certificate(&document));
    assert_eq!(
        messages(&document.findings),
        ["the file has 67108865 bytes; only the first 67108864 were read"]
    );
    let many = "-----BEGIN A-----\nAAAA\n-----END A-----\n".repeat(BLOCK_LIMIT + 1);
    let document = read_pem(many.as_bytes());
    assert_eq!(document.items.len(), BLOCK_LIMIT);
    assert_eq!(messages(&document.findings), ["only the first 100000 blocks were read"]);
}

#[test]
fn the_issued_pair_is_read_whole() {
    let authority = report_der(&PAIR[0].certificate_der).unwrap();
    let leaf = report_der(&PAIR[1].certificate_der).unwrap();
    assert_eq!(leaf.authority_key_id, authority.subject_key_id);
    assert_eq!(authority.authority_key_id, authority.subject_key_id);
    assert!(leaf.subject_key_id.is_some() && leaf.subject_key_id != leaf.authority_key_id);
    assert_eq!(leaf.serial.unwrap().len(), 59);
    assert_eq!(leaf.fingerprint.unwrap().len(), 95);
    assert!(leaf.extensions.iter().all(|extension| extension.values.is_empty()));
    assert!(authority.findings.is_empty());
}

/// Overwrites, inserts or cuts at some places.
fn mutated(mut bytes: Vec<u8>, changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    for (place, how, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let place = place.index(bytes.len());
        match how % 4 {
            0 => bytes[place] = *byte,
            1 => bytes.insert(place, *byte),
            2 => drop(bytes.remove(place)),
            _ => bytes[place] ^= 1 << (byte % 8),
        }
    }
    bytes
}

/// Whether each text that may reach a screen is safe: all of the rows.
fn is_safe(document: FileInspection) -> bool {
    let count = document.items.len();
    let mut texts: Vec<String> = document.items.iter().map(|item| item.label.clone()).collect();
    let inspection = Inspection::new(vec![document]);
    let now = datetime!(2026-03-01 12:00 UTC);
    texts.extend(inspection.findings(now, None).into_iter().map(|(_, finding)| finding.message()));
    for item in 0..count {
        let looked = inspection.look_at(ItemId { file: 0, item }).unwrap();
        let rows = item_rows(&inspection, &looked, now, &|_| "file".into());
        texts.extend(rows.into_iter().flat_map(|row| row.values).map(String::from));
    }
    !texts.iter().any(|text| text.chars().any(crate::text::is_unsafe))
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(is_safe(read_pem(&bytes)));
        let _ = report_der(&bytes);
    }

    #[test]
    fn mutated_pem_never_panics(changes in prop::collection::vec(any::<(prop::sample::Index, u8, u8)>(), 1..20)) {
        let both = format!("{}{}", PAIR[1].key_pem.as_str(), certificate());
        prop_assert!(is_safe(read_pem(&mutated(both.into_bytes(), &changes))));
    }

    #[test]
    fn mutated_der_never_panics(changes in prop::collection::vec(any::<(prop::sample::Index, u8, u8)>(), 1..6)) {
        let der = mutated(PAIR[1].certificate_der.clone(), &changes);
        prop_assert!(is_safe(read_pem(pem::encode("CERTIFICATE", &der).as_bytes())));
        prop_assert!(is_safe(read_pem(&der)));
        let key = pem::encode("PRIVATE KEY", &der);
        let _ = crate::pki::pair::key_fits(&PAIR[1].certificate_der, key.as_bytes());
    }

    #[test]
    fn mutated_extensions_never_panic(
        which in 0..2_usize,
        changes in prop::collection::vec(any::<(prop::sample::Index, u8, u8)>(), 1..6),
    ) {
        let whole = crate::pki::pair::certificates(EXTENSIONS.as_bytes()).unwrap().remove(which);
        let der = mutated(whole, &changes);
        prop_assert!(is_safe(read_pem(pem::encode("CERTIFICATE", &der).as_bytes())));
    }
}

#[test]
fn a_list_as_der_is_fine_and_one_as_pem_is_an_error() {
    let params = rcgen::CertificateRevocationListParams {
        this_update: time::macros::datetime!(2026-01-01 00:00 UTC),
        next_update: time::macros::datetime!(2036-01-01 00:00 UTC),
        crl_number: vec![1].into(),
        issuing_distribution_point: None,
        revoked_certs: Vec::new(),
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    let mut authority = rcgen::CertificateParams::default();
    authority.key_usages = vec![rcgen::KeyUsagePurpose::CrlSign];
    let issuer = rcgen::Issuer::new(authority, rcgen::KeyPair::generate().unwrap());
    let list = params.signed_by(&issuer).unwrap();
    let rules = |bytes: &[u8]| -> Vec<crate::finding::Rule> {
        let file = read_pem(bytes);
        assert!(matches!(file.items[0].kind, ItemKind::RevocationList(_)));
        let item = file.items[0].all_findings().map(|one| one.rule);
        item.chain(file.findings.iter().map(|one| one.rule)).collect()
    };
    assert_eq!(rules(list.der()), []);
    assert_eq!(rules(list.pem().unwrap().as_bytes()), [crate::finding::Rule::CrlPem]);
    // The newest etcd refuses everyone with it.
    assert_eq!(crate::finding::Rule::CrlPem.severity, crate::finding::Severity::Error);
}

#[test]
fn an_encrypted_key_of_an_authority_is_as_it_should_be() {
    let key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let is_told = |path: &str| {
        let file = read(Path::new(path), key.as_bytes());
        file.items[0].findings.iter().any(|one| one.rule == Rule::KeyEncrypted)
    };
    for path in ["ca-key.pem", "b/authority/root.key", "pki/client-ca.key", "CA.key"] {
        assert!(!is_told(path), "{path}");
    }
    for path in ["server-key.pem", "pki/etcd.key", "scale-key.pem"] {
        assert!(is_told(path), "{path}");
    }
}
