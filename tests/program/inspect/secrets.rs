//! Nothing of a private key is shown, whatever its label says and whatever stands around it.

use std::fs;

use super::Room;
use crate::support::bundle::quorate;
use crate::support::needs::need;

const LABELS: [&str; 8] = [
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
    "CERTIFICATE",
    "CERTIFICATE REQUEST",
    "X509 CRL",
    "PKCS7",
    "EC PARAMETERS",
    "SOMETHING",
];
const OPTIONS: [&[&str]; 6] = [
    &["--plain"],
    &["--json"],
    &["--asn1"],
    &["--pem"],
    &["--fields", "path,key,fingerprint"],
    &["--inventory", "json"],
];

/// The hexadecimal digits of a text without what stands between them.
fn digits(text: &str) -> String {
    let is_digit = |c: &char| c.is_ascii_hexdigit();
    text.to_ascii_lowercase().chars().filter(is_digit).collect()
}

#[test]
fn a_key_with_another_label_or_among_other_bytes_is_never_shown() {
    if !need("openssl") {
        return;
    }
    let room = Room::new().with_authority();
    for (name, options) in [
        ("ec", &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"][..]),
        ("ed", &["ed25519"]),
        ("rsa", &["rsa", "-pkeyopt", "rsa_keygen_bits:2048"]),
    ] {
        let pkcs8 = format!("{name}8.pem");
        let make = [&["genpkey", "-out", &pkcs8, "-algorithm"], options].concat();
        room.run("openssl", &make, b"");
        let mut keys = vec![fs::read_to_string(room.path(&pkcs8)).unwrap()];
        if name != "ed" {
            let old = ["pkey", "-in", &pkcs8, "-traditional"];
            keys.push(String::from_utf8(room.run("openssl", &old, b"")).unwrap());
        }
        for key in &keys {
            let der = base64(key);
            let secret = der.get(der.len() / 3..der.len() / 3 + 12).unwrap();
            let secret = digits(&format!("{secret:02x?}"));
            let held = |label: &str| {
                let kind = key.lines().next().unwrap().trim_matches('-');
                key.replace(kind.trim_start_matches("BEGIN "), label)
            };
            for label in LABELS {
                fs::write(room.path("held"), held(label)).unwrap();
                is_hidden(&room, &secret, label);
            }
            let certificate = base64(&fs::read_to_string(room.path("ca.pem")).unwrap());
            for bytes in
                [[&certificate[..], &der].concat(), [&[0x30, 0x82, 1, 0], &der[..]].concat()]
            {
                fs::write(room.path("held"), bytes).unwrap();
                is_hidden(&room, &secret, "among other bytes");
            }
        }
    }
}

fn base64(pem: &str) -> Vec<u8> {
    use base64::Engine as _;
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    base64::engine::general_purpose::STANDARD.decode(body).unwrap()
}

#[track_caller]
fn is_hidden(room: &Room, secret: &str, what: &str) {
    for options in OPTIONS {
        let ran = quorate().arg("inspect").args(options).arg(room.path("held")).output().unwrap();
        for output in [&ran.stdout, &ran.stderr] {
            let text = String::from_utf8_lossy(output);
            assert!(!digits(&text).contains(secret), "{what} with {options:?}:\n{text}");
        }
    }
}
