//! What quorate, Go and OpenSSL once read differently, a row a case: a certificate that is sound but for what the
//! row changes, what has to be said of it, whether etcd loads it, and what `--check` ends with.

mod der;
mod files;
mod pairs;

use std::fs;
use std::process::Command;

use der::{element, parts, spliced, without};
use quorate::pki::Inspection;

use super::Room;
use crate::cli::QUORATE;
use crate::support::skip_without;

const EC: &str = "ec -pkeyopt ec_paramgen_curve:P-256";
const SAN: &str = "subjectAltName=DNS:etcd-1.example.com";

/// How a certificate is made.
struct Recipe {
    subject: &'static str,
    key: &'static str,
    extensions: &'static str,
    digest: &'static str,
    change: fn(&[u8]) -> Vec<u8>,
}

const SOUND: Recipe = Recipe {
    subject: "/CN=etcd-1",
    key: EC,
    extensions: SAN,
    digest: "-sha256",
    change: <[u8]>::to_vec,
};

/// What has to come of it.
struct Case {
    name: &'static str,
    recipe: Recipe,
    /// What the text says.
    says: &'static [&'static str],
    /// What the text doesn't say.
    never: &'static [&'static str],
    is_loaded: bool,
    /// The exit code of `--check`.
    code: i32,
}

/// A certificate that etcd loads and nothing is wrong with.
const fn fine(name: &'static str, says: &'static [&'static str], recipe: Recipe) -> Case {
    Case { name, recipe, says, never: &["Error:"], is_loaded: true, code: 0 }
}

/// One that Go's parser refuses.
const fn refused(name: &'static str, says: &'static [&'static str], recipe: Recipe) -> Case {
    Case { name, recipe, says, never: &[], is_loaded: false, code: 1 }
}

/// One that is loaded, and that something is wrong with all the same.
const fn wrong(name: &'static str, says: &'static [&'static str], recipe: Recipe) -> Case {
    Case { name, recipe, says, never: &[], is_loaded: true, code: 1 }
}

/// The CN with another type of string and other bytes.
fn common_name(der: &[u8], tag: u8, text: &[u8]) -> Vec<u8> {
    spliced(der, &element(0x0C, b"etcd-1"), &element(tag, text))
}

#[rustfmt::skip]
const CASES: &[Case] = &[
    fine("a sound certificate", &["Subject:        CN = etcd-1\n", "etcd-1.example.com"], SOUND),
    fine("an empty RDN before the common name", &["Subject:        C = US, CN = etcd-1\n"], Recipe {
        subject: "/C=US/CN=etcd-1",
        change: |der| {
            let country = element(0x31, &element(0x30, &[&[6, 3, 0x55, 4, 6][..], &element(0x13, b"US")].concat()));
            spliced(der, &country, &[&country[..], &[0x31, 0]].concat())
        }, ..SOUND }),
    wrong("a critical extension below 2.999", &["holds the critical extension 2.999.7.8, which Go doesn't know"], Recipe {
        extensions: "2.999.7.8=critical,DER:0500", ..SOUND }),
    refused("a DNS name in UTF-8", &["refuses `CN = etcd-1`: x509: SAN dNSName is malformed"], Recipe {
        extensions: "2.5.29.17=DER:300882066574C3A4632E", ..SOUND }),
    refused("an e-mail address in UTF-8", &["x509: SAN rfc822Name is malformed"], Recipe {
        extensions: "2.5.29.17=DER:300881066574C3A4632E", ..SOUND }),
    refused("a critical subject key identifier", &["x509: subject key identifier incorrectly marked critical"], Recipe {
        extensions: "subjectKeyIdentifier=critical,hash", ..SOUND }),
    refused("a critical authority key identifier", &["x509: authority key identifier incorrectly marked critical"], Recipe {
        extensions: "2.5.29.35=critical,DER:3006800401020304", ..SOUND }),
    refused("a URI with a bad port", &["x509: cannot parse URI \"https://fe80::1:etcd\""], Recipe {
        extensions: "subjectAltName=URI:https://fe80::1:etcd", ..SOUND }),
    refused("a BOOLEAN of 01", &["x509: invalid basic constraints"], Recipe {
        extensions: "basicConstraints=DER:3003010101", ..SOUND }),
    refused("an underscore in a PrintableString", &["invalid PrintableString", "CN = etcd_1"], Recipe {
        change: |der| common_name(der, 0x13, b"etcd_1"), ..SOUND }),
    refused("an @ in a PrintableString", &["invalid PrintableString", "CN = a@b"], Recipe {
        change: |der| common_name(der, 0x13, b"a@b"), ..SOUND }),
    fine("version 1 with SANs", &["its version is 1; only version 3 has extensions"], Recipe {
        change: |der| without(der, &[0xA0, 3, 2, 1, 2]), ..SOUND }),
    fine("an X.400 name as a primitive", &["malformed: unreadable:tag 0", "etcd-1.example.com"], Recipe {
        extensions: "2.5.29.17=DER:301A8212657463642D312E6578616D706C652E636F6D800474657374", ..SOUND }),
    fine("an empty list of timestamps", &["CT Precertificate SCTs can't be read"], Recipe {
        extensions: "1.3.6.1.4.1.11129.2.4.2=DER:04020000", ..SOUND }),
    fine("no issuer alternative name", &["X509v3 Issuer Alternative Name can't be read"], Recipe {
        extensions: "2.5.29.18=DER:3000", ..SOUND }),
    wrong("a critical issuer alternative name", &["critical extension X509v3 Issuer Alternative Name, which Go doesn't know"], Recipe {
        extensions: "issuerAltName=critical,DNS:ca.example.com", ..SOUND }),
    refused("a policy twice", &["x509: invalid certificate policies"], Recipe {
        extensions: "2.5.29.32=DER:300C300406022A03300406022A03", ..SOUND }),
    refused("RSA without NULL", &["x509: RSA key missing NULL parameters"], Recipe {
        key: "rsa:2048",
        change: |der| {
            let rsa = [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];
            spliced(der, &[&rsa[..], &[5, 0]].concat(), &rsa)
        }, ..SOUND }),
    wrong("a key for RSA-PSS alone", &["RSA-PSS 2048 [key-algorithm]"], Recipe { key: "rsa-pss", ..SOUND }),
    wrong("a short key for RSA-PSS alone", &["RSA-PSS 1024, is too short"], Recipe {
        key: "rsa-pss -pkeyopt rsa_keygen_bits:1024", ..SOUND }),
    fine("a date without seconds", &["Valid from:", ":00:00 UTC"], Recipe {
        change: der::without_seconds, ..SOUND }),
    refused("a date with a fraction", &["x509: malformed GeneralizedTime"], Recipe {
        change: |der| {
            let at = der::find(der, &[0x17, 0x0D]);
            spliced(der, &der[at..at + 15], &element(0x18, b"20260101000000.5Z"))
        }, ..SOUND }),
    fine("a name in T.61", &["CN = B\u{fc}cher"], Recipe {
        change: |der| common_name(der, 0x14, b"B\xfccher"), ..SOUND }),
    refused("a name in damaged UTF-8", &["invalid UTF-8 string", "CN = etcd\\FF1"], Recipe {
        change: |der| common_name(der, 0x0C, b"etcd\xff1"), ..SOUND }),
    refused("version 5", &["x509: invalid version", "its version is 5"], Recipe {
        change: |der| spliced(der, &[0xA0, 3, 2, 1, 2], &[0xA0, 3, 2, 1, 4]), ..SOUND }),
    fine("a NULL before the extensions", &["bytes after its last field", "etcd-1.example.com"], Recipe {
        change: |der| {
            let extensions = der::extensions(der);
            spliced(der, &extensions, &[&[5, 0][..], &extensions].concat())
        }, ..SOUND }),
    fine("a NULL behind the signature", &["there are 2 bytes after its last field"], Recipe {
        change: |der| element(0x30, &[&parts(der).concat()[..], &[5, 0]].concat()), ..SOUND }),
    fine("attributes that few use", &["telephoneNumber = 123, houseIdentifier = h, postalAddress = h2, postOfficeBox = b"], Recipe {
        subject: "/CN=etcd-1/telephoneNumber=123/houseIdentifier=h/postalAddress=h2/postOfficeBox=b", ..SOUND }),
    refused("an indefinite length", &["its outer SEQUENCE has an indefinite length, as BER allows and DER doesn't"], Recipe {
        change: |der| [&[0x30, 0x80][..], &parts(der).concat(), &[0, 0]].concat(), ..SOUND }),
    refused("a curve in all its numbers", &["x509: invalid ECDSA parameters"], Recipe {
        key: "ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", ..SOUND }),
    wrong("a signature with SHA-1", &["is signed with ECDSA with SHA-1, which Go doesn't verify"], Recipe {
        digest: "-sha1", ..SOUND }),
    fine("a signature with SHA-512", &["ECDSA with SHA-512"], Recipe { digest: "-sha512", ..SOUND }),
    wrong("a signature with SHA-224", &["is signed with ECDSA with SHA-224, which Go doesn't verify"], Recipe {
        digest: "-sha224", ..SOUND }),
    wrong("a critical demand for policies", &["require explicit policy: skip 0", "the chain has none", "a Go before 1.24 refuses it"], Recipe {
        extensions: "policyConstraints=critical,requireExplicitPolicy:0", ..SOUND }),
    wrong("names of a directory that a CA is held to", &["critical extension X509v3 Name Constraints, which Go doesn't know"], Recipe {
        extensions: "basicConstraints=critical,CA:TRUE\nnameConstraints=critical,permitted;dirName:d\n[d]\nCN=x", ..SOUND }),
    wrong("an RSA key that Go doesn't sign with", &["Go doesn't sign handshakes with the key of `CN = etcd-1`, RSA 768"], Recipe {
        key: "rsa:768", ..SOUND }),
    fine("a wildcard alone", &["*.example.com"], Recipe { extensions: "subjectAltName=DNS:*.example.com", ..SOUND }),
];

/// A room with the authority of all cases.
fn room() -> Room {
    Room::new().with_authority()
}

impl Room {
    /// Makes a certificate of `ca.pem` by a recipe as `case.pem`, with `case.key`. Where the recipe changes
    /// something, it is signed again.
    fn make(&self, recipe: &Recipe) {
        self.file("case.cnf", recipe.extensions);
        self.openssl(&format!(
            "req -newkey {} -nodes -subj {} -keyout case.key -out case.csr",
            recipe.key, recipe.subject
        ));
        self.openssl(&format!(
            "x509 -req -in case.csr -CA ca.pem -CAkey ca.key -days 90 -extfile case.cnf {} -set_serial 77 -outform der -out case.der",
            recipe.digest
        ));
        let made = fs::read(self.path("case.der")).unwrap();
        let changed = (recipe.change)(&made);
        if changed == made || !changed.starts_with(&[0x30, 0x82]) {
            self.pem("case.pem", &changed);
        } else {
            self.pem("case.pem", &self.signed_again(&changed));
        }
    }

    /// Writes a certificate in DER as PEM.
    fn pem(&self, name: &str, der: &[u8]) {
        use base64::Engine as _;
        let base64 = base64::engine::general_purpose::STANDARD.encode(der);
        let lines = base64.as_bytes().chunks(64).map(String::from_utf8_lossy);
        let body = lines.collect::<Vec<_>>().join("\n");
        self.file(
            name,
            format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"),
        );
    }

    /// A certificate with the authority's signature over what it says now.
    fn signed_again(&self, certificate: &[u8]) -> Vec<u8> {
        let mut parts = parts(certificate);
        let signature = self.run("openssl", &["dgst", "-sha256", "-sign", "ca.key"], &parts[0]);
        parts[2] = element(3, &[&[0][..], &signature].concat());
        element(0x30, &parts.concat())
    }

    /// Runs quorate here; gives its exit code and what it prints.
    pub(super) fn quorate(&self, arguments: &[&str]) -> (i32, String) {
        let output =
            Command::new(QUORATE).args(arguments).current_dir(self.path(".")).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout) + &text(output.stderr))
    }
}

#[test]
fn each_certificate_is_said_to_be_what_go_makes_of_it() {
    skip_without!("openssl");
    let room = room();
    let mut wrong = Vec::new();
    for case in CASES {
        room.make(&case.recipe);
        let (code, text) = room.quorate(&["inspect", "--check", "case.pem", "ca.pem"]);
        let mut expect = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{}: {what}: {text}", case.name));
            }
        };
        for part in case.says {
            expect(text.contains(part), part);
        }
        for part in case.never.iter().chain(&["was signed with another key"]) {
            expect(!text.contains(part), part);
        }
        expect(code == case.code, &format!("it ends in {code}"));
        let read = room.read("case.pem");
        expect(read.items[0].etcd_loads == case.is_loaded, "whether etcd loads it");
        let (code, _) = room.quorate(&["inspect", "case.pem"]);
        let is_readable = read.items[0].report().is_some();
        expect(code == if is_readable { 0 } else { 2 }, &format!("a mere look ends in {code}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The judge's word on some of these, with the authority that signed them.
#[test]
fn the_judge_says_of_them_what_etcd_said() {
    skip_without!("openssl");
    let room = room();
    let mut wrong = Vec::new();
    let old = &["--etcd-version", "3.4.23", "--go", "1.19.8"][..];
    for (name, arguments, code, said) in [
        (
            "an empty RDN before the common name",
            &["--as", "peer", "--allowed-cn", "etcd-1"][..],
            0,
            "accepted",
        ),
        ("version 1 with SANs", &["--as", "client"], 0, "accepted"),
        (
            "version 1 with SANs",
            &["--as", "server", "--for", "etcd-1.example.com"],
            1,
            "host-not-covered",
        ),
        ("a critical demand for policies", &["--as", "client"], 1, "no-valid-policy"),
        ("a critical authority key identifier", &["--as", "client"], 1, "refused-by-parser"),
        (
            "a critical authority key identifier",
            &[&["--as", "client"], old].concat(),
            0,
            "accepted",
        ),
        ("a critical subject key identifier", &[&["--as", "client"], old].concat(), 0, "accepted"),
        ("a policy twice", &[&["--as", "client"], old].concat(), 0, "accepted"),
        (
            "a critical issuer alternative name",
            &["--as", "client"],
            1,
            "unknown-critical-extension",
        ),
        ("a signature with SHA-1", &["--as", "client"], 1, "insecure-signature"),
        ("a signature with SHA-224", &["--as", "client"], 1, "algorithm unimplemented"),
        ("a signature with SHA-512", &["--as", "client"], 0, "accepted"),
        (
            "an RSA key that Go doesn't sign with",
            &["--as", "server", "--for", "etcd-1.example.com"],
            1,
            "key-too-short",
        ),
        (
            "an RSA key that Go doesn't sign with",
            &[&["--as", "server", "--for", "etcd-1.example.com"], old].concat(),
            0,
            "accepted",
        ),
        (
            "a wildcard alone",
            &["--as", "peer", "--from", "10.77.0.1"],
            1,
            "caller-by-reverse-lookup",
        ),
        ("a NULL behind the signature", &["--as", "client"], 0, "accepted"),
    ] {
        let case = CASES.iter().find(|case| case.name == name).unwrap();
        room.make(&case.recipe);
        let fixed = ["judge", "case.pem", "--key", "case.key", "--ca", "ca.pem"];
        let (found, text) = room.quorate(&[&fixed, arguments].concat());
        if found != code || !text.contains(said) {
            wrong.push(format!("{name} {arguments:?}: {found}, {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_root_of_version_1_is_a_root_and_its_leaves_are_taken() {
    skip_without!("openssl");
    let room = room();
    room.openssl("x509 -in ca.pem -outform der -out ca.der");
    let ca = fs::read(room.path("ca.der")).unwrap();
    let bare = without(&without(&ca, &der::extensions(&ca)), &[0xA0, 3, 2, 1, 2]);
    room.pem("ca.pem", &room.signed_again(&bare));
    room.make(&SOUND);
    let (code, text) = room.quorate(&["inspect", "--check", "case.pem", "ca.pem"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("its version is 1"), "{text}");
    let files = vec![room.read("case.pem"), room.read("ca.pem")];
    assert!(files.iter().all(|file| file.items[0].etcd_loads));
    assert_eq!(Inspection::new(files).links.issuers.len(), 2);
    let (code, text) = room
        .quorate(&["judge", "case.pem", "--key", "case.key", "--ca", "ca.pem", "--as", "client"]);
    assert!(code == 0 && text.starts_with("case.pem: accepted\n"), "{text}");
}
