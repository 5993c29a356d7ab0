//! openssl and rustls-webpki judge what is signed in the name of authorities that openssl made.

use std::fs;
use std::process::Command;
use std::time::Duration;

use rcgen::{ExtendedKeyUsagePurpose, IsCa, SanType};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use time::OffsetDateTime;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::*;
use crate::pki::{AuthorityCertificate, ImportedAuthority, pem};
use x509_parser::asn1_rs::{Any, FromDer};
use x509_parser::certificate::X509Certificate;

/// Files of one test, below a directory that goes with it.
struct Files(tempfile::TempDir);

impl Files {
    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    #[allow(clippy::disallowed_methods)] // A test's own files in its own directory.
    fn write(&self, name: &str, contents: &str) {
        fs::write(self.path(name), contents).unwrap();
    }

    /// Runs openssl; `@NAME` in its arguments stands for a path.
    #[track_caller]
    fn openssl(&self, arguments: &str) -> String {
        let arguments = arguments.split_whitespace().map(|one| {
            one.strip_prefix('@').map_or_else(|| one.to_owned(), |name| self.path(name))
        });
        let output = Command::new("openssl").args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

const EXTENSIONS: &str = "basicConstraints = critical, CA:true, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash";

/// Makes a root with openssl: `key` says how to make its key, `name` are lines of its subject, `strings` is the
/// mask of string types.
#[track_caller]
fn root(key: &str, name: &str, strings: &str, extensions: &str) -> Files {
    let files = Files(tempfile::tempdir().unwrap());
    files.write(
        "config",
        &format!(
            "[req]\ndistinguished_name = name\nprompt = no\nutf8 = yes\nstring_mask = {strings}\n\
             x509_extensions = v3\n[name]\n{name}\n[v3]\n{extensions}\n"
        ),
    );
    files.openssl(&format!("genpkey {key} -out @ca.key"));
    files.openssl("req -x509 -new -key @ca.key -config @config -days 30 -out @ca.crt");
    files
}

#[allow(clippy::disallowed_methods)] // openssl makes certificates for the real time only.
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::from_secs(2)
}

/// Signs a leaf and has it judged; returns it.
#[track_caller]
fn signed(files: &Files, what: &str) -> Vec<u8> {
    let authority =
        ImportedAuthority::read(&files.read("ca.crt"), &files.read("ca.key"), None, now()).unwrap();
    let mut parameters = CertificateParams::default();
    parameters.not_before = now() - Duration::from_secs(3600);
    parameters.not_after = now() + Duration::from_secs(3600);
    parameters.serial_number = Some(4711_u64.into());
    parameters.distinguished_name = DistinguishedName::new();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "etcd-1");
    parameters.subject_alt_names = vec![SanType::DnsName("etcd-1.example".try_into().unwrap())];
    parameters.is_ca = IsCa::ExplicitNoCa;
    parameters.key_usages = vec![rcgen::KeyUsagePurpose::DigitalSignature];
    parameters.extended_key_usages =
        vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    parameters.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate().unwrap();
    let leaf = sign(&parameters, &key, &authority).unwrap();
    authority.issues_cleanly().unwrap();
    assert_eq!(authority.certificate().chain_der().len(), 1, "{what}");

    files.write("leaf.crt", &pem::encode("CERTIFICATE", &leaf));
    let verdict = files.openssl(
        "verify -x509_strict -purpose sslserver -verify_hostname etcd-1.example -CAfile @ca.crt @leaf.crt",
    );
    assert!(verdict.ends_with("leaf.crt: OK\n"), "{what}: {verdict}");
    judged_by_webpki(&leaf, authority.certificate().trust_anchor_der());
    leaf
}

#[track_caller]
fn judged_by_webpki(leaf: &[u8], anchor: &[u8]) {
    let (leaf, anchor) = (CertificateDer::from(leaf), CertificateDer::from(anchor));
    let anchors = [anchor_from_trusted_cert(&anchor).unwrap()];
    let leaf = EndEntityCert::try_from(&leaf).unwrap();
    let seconds = u64::try_from(now().unix_timestamp()).unwrap();
    let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    for usage in [KeyUsage::server_auth(), KeyUsage::client_auth()] {
        leaf.verify_for_usage(algorithms, &anchors, &[], at, usage, None, None).unwrap();
    }
    let name = ServerName::try_from("etcd-1.example").unwrap();
    leaf.verify_is_valid_for_subject_name(&name).unwrap();
}

const P256: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

#[test]
fn authorities_with_every_kind_of_key_sign() {
    for key in [
        P256,
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "-algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        "-algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "-algorithm ed25519",
    ] {
        signed(&root(key, "CN = authority", "utf8only", EXTENSIONS), key);
    }
}

#[test]
fn names_that_rcgen_would_write_otherwise_are_kept_byte_by_byte() {
    for (name, strings) in [
        ("O = Example\n0.OU = Ops\n1.OU = Storage\n2.OU = Ops\nCN = root", "utf8only"),
        ("0.DC = org\n1.DC = example\nCN = root", "utf8only"),
        ("C = CH\nO = Käserei Zürich\nCN = Hauptschlüssel", "utf8only"),
        ("O = Printable\nCN = root", "MASK:0x2"),
        ("O = Käse\nCN = root", "MASK:0x4"),
        ("O = Käse\nCN = root", "MASK:0x800"),
        ("CN = root\n+OU = shares its place\nO = Example", "utf8only"),
        ("CN = root\nemailAddress = ca@example.org", "utf8only"),
        ("CN = order\nO = reversed\nC = DE", "utf8only"),
        ("serialNumber = 42\nSN = Muster\nCN = root\n1.2.3.4.5 = private", "utf8only"),
    ] {
        let files = root(P256, name, strings, EXTENSIONS);
        let leaf = signed(&files, name);
        let names = files.openssl("x509 -in @leaf.crt -noout -issuer -nameopt RFC2253,-esc_msb");
        let expected = files.openssl("x509 -in @ca.crt -noout -subject -nameopt RFC2253,-esc_msb");
        assert_eq!(names.replace("issuer=", "subject="), expected);
        let ca = AuthorityCertificate::read(&files.read("ca.crt"), now()).unwrap();
        let (_, leaf) = X509Certificate::from_der(&leaf).unwrap();
        assert_eq!(leaf.issuer().as_raw(), ca.subject_der);
    }
}

#[test]
fn a_name_longer_than_256_bytes_gets_its_long_length() {
    let units: Vec<String> =
        (0..40).map(|unit| format!("{unit}.OU = number {unit} of many")).collect();
    let name = format!("{}\nCN = root", units.join("\n"));
    signed(&root(P256, &name, "utf8only", EXTENSIONS), "forty units");
}

#[test]
fn leaves_repeat_the_key_identifier_of_the_authority_whatever_made_it() {
    let authority_key_id = |files: &Files| {
        let text = files.openssl("x509 -in @leaf.crt -noout -ext authorityKeyIdentifier");
        text.lines().nth(1).unwrap().trim().to_owned()
    };
    let odd = EXTENSIONS.replace("hash", "0BADC0FFEE");
    let files = root(P256, "CN = root", "utf8only", &odd);
    signed(&files, "an identifier of its own");
    assert_eq!(authority_key_id(&files), "0B:AD:C0:FF:EE");

    let files = root(P256, "CN = root", "utf8only", EXTENSIONS);
    signed(&files, "openssl's own");
    let own = files.openssl("x509 -in @ca.crt -noout -ext subjectKeyIdentifier");
    assert_eq!(authority_key_id(&files), own.lines().nth(1).unwrap().trim());
}

#[test]
fn an_authority_without_key_identifier_signs_what_all_but_strict_verifiers_take() {
    let files = root(P256, "CN = root", "utf8only", &EXTENSIONS.replace("hash", "none"));
    let authority =
        ImportedAuthority::read(&files.read("ca.crt"), &files.read("ca.key"), None, now()).unwrap();
    assert_eq!(authority.certificate().notes(), [crate::pki::AuthorityNote::NoKeyIdentifier]);
    authority.issues_cleanly().unwrap();
    let mut parameters = CertificateParams::default();
    parameters.not_before = now() - Duration::from_secs(3600);
    parameters.not_after = now() + Duration::from_secs(3600);
    parameters.use_authority_key_identifier_extension = true;
    let leaf = sign(&parameters, &KeyPair::generate().unwrap(), &authority).unwrap();
    files.write("leaf.crt", &pem::encode("CERTIFICATE", &leaf));
    assert!(files.openssl("verify -CAfile @ca.crt @leaf.crt").ends_with(": OK\n"));
}

#[test]
fn lengths_are_written_the_one_way_that_der_has() {
    for (length, expected) in [
        (0_usize, &[3_u8, 0][..]),
        (127, &[3, 127]),
        (128, &[3, 0x81, 128]),
        (255, &[3, 0x81, 255]),
        (256, &[3, 0x82, 1, 0]),
        (65536, &[3, 0x83, 1, 0, 0]),
    ] {
        let der = encode(BIT_STRING, &[&vec![9; length]]);
        assert_eq!(der[..der.len() - length], *expected);
        let (rest, any) = Any::from_der(&der).unwrap();
        assert_eq!((rest.len(), any.data.len()), (0, length));
    }
}
