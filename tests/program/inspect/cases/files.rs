//! The same for whole files: what is around the certificates and keys.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::Room;
use super::{SOUND, room};
use crate::support::skip_without;

/// A room with a pair `case.pem` and `case.key`, and another `other.pem` and `other.key`.
fn with_pairs() -> Room {
    let room = room();
    room.make(&SOUND);
    for name in ["case.pem", "case.key"] {
        room.file(&name.replace("case", "other"), fs::read(room.path(name)).unwrap());
    }
    room.make(&SOUND);
    room
}

fn text(room: &Room, name: &str) -> String {
    fs::read_to_string(room.path(name)).unwrap()
}

/// What is said of a file, with the exit codes of a check and of a mere look.
#[track_caller]
fn said(room: &Room, paths: &[&str], codes: [i32; 2], says: &[&str], never: &[&str]) {
    let (check, text) = room.quorate(&[&["inspect", "--check"], paths].concat());
    let (look, _) = room.quorate(&[&["inspect"], paths].concat());
    assert_eq!([check, look], codes, "{paths:?}: {text}");
    for part in says {
        assert!(text.contains(part), "{paths:?}: `{part}` isn't in {text}");
    }
    for part in never {
        assert!(!text.contains(part), "{paths:?}: `{part}` is in {text}");
    }
}

/// A Secret as `kubectl create secret tls` makes it.
fn secret(certificate: &str, key: &str) -> String {
    let [certificate, key] = [certificate, key].map(|text| STANDARD.encode(text));
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: etcd\ntype: kubernetes.io/tls\ndata:\n  tls.crt: {certificate}\n  tls.key: {key}\n"
    )
}

#[test]
fn keys_are_held_against_what_go_loads() {
    skip_without!("openssl");
    let room = with_pairs();
    let (pem, key) = (text(&room, "case.pem"), text(&room, "case.key"));
    room.openssl("ec -in case.key -out sec1.key");
    let sec1 = text(&room, "sec1.key");
    room.file(
        "params.key",
        format!(
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{sec1}"
        ),
    );
    said(&room, &["case.key"], [0, 0], &["ECDSA P-256"], &["Error"]);
    said(&room, &["params.key"], [0, 0], &["the block holds parameters of the key"], &["Error"]);
    said(&room, &["case.pem", "case.key"], [0, 0], &["errors: 0"], &[]);
    room.openssl("dsaparam -genkey -out dsa.key 1024");
    said(&room, &["dsa.key"], [1, 0], &["Go can't load a private key of this algorithm: DSA"], &[]);
    room.file("empty.key", "");
    said(&room, &["empty.key"], [2, 2], &["the file is empty"], &[]);
    room.file("tls.crt", STANDARD.encode(&pem));
    said(&room, &["tls.crt"], [1, 0], &["base64-encoded once more", "base64 -d"], &[]);
    room.file("both.pem", format!("{pem}{key}"));
    said(&room, &["both.pem"], [0, 0], &[], &["Error"]);
}

#[test]
fn what_is_read_and_no_go_reads_is_said_to_be_that() {
    skip_without!("openssl");
    let room = with_pairs();
    let pem = text(&room, "case.pem");
    let wide = |unit: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
        let units = pem.encode_utf16().flat_map(unit);
        mark.iter().copied().chain(units).collect()
    };
    let four: Vec<u8> = pem.bytes().flat_map(|byte| [byte, 0, 0, 0]).collect();
    let utf_16 = "the file is UTF-16; Go finds nothing in it";
    let utf_32 = "the file is UTF-32; Go finds nothing in it";
    room.file("le.pem", wide(u16::to_le_bytes, &[0xFF, 0xFE]));
    room.file("be.pem", wide(u16::to_be_bytes, &[0xFE, 0xFF]));
    room.file("bare.pem", wide(u16::to_be_bytes, &[]));
    for name in ["le.pem", "be.pem", "bare.pem"] {
        said(&room, &[name], [1, 0], &[utf_16, "iconv -f UTF-16", "CN = etcd-1"], &["UTF-32"]);
    }
    room.file("four.pem", [&[0xFF, 0xFE, 0, 0][..], &four].concat());
    room.file("bare-four.pem", &four);
    for name in ["four.pem", "bare-four.pem"] {
        said(&room, &[name], [1, 0], &[utf_32, "iconv -f UTF-32", "CN = etcd-1"], &["UTF-16"]);
    }
    room.file("cr.pem", pem.replace('\n', "\r"));
    said(&room, &["cr.pem"], [1, 0], &["its lines end in CR alone", "CN = etcd-1"], &[]);
    let der = STANDARD.encode(fs::read(room.path("case.der")).unwrap());
    room.file("base64.txt", der);
    said(&room, &["base64.txt"], [1, 0], &["DER in base64 without its BEGIN and END"], &[]);
}

#[test]
fn binary_files_are_called_that_and_nothing_else() {
    skip_without!("openssl");
    let room = with_pairs();
    let mut state = 7_u32;
    let mut random = |length: usize| -> Vec<u8> {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        // A line break would hide the fault.
        (0..length).map(|_| next()).filter(|byte| *byte != b'\n').collect()
    };
    let noise = random(2000);
    assert!(noise.contains(&b'\r'));
    room.file("a.png", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &noise[..]].concat());
    room.file("a.gz", [b"\x1f\x8b\x08\0\0\0\0\0\0\x03", &noise[..]].concat());
    room.file("short", random(40));
    room.file("marked", [&[0xFF, 0xFE][..], &noise].concat());
    room.file("marked-four", [&[0xFF, 0xFE, 0, 0][..], &noise].concat());
    room.file("noise", noise);
    for name in ["a.png", "a.gz", "short", "marked", "marked-four", "noise"] {
        let never = ["CR alone", "UTF-16", "UTF-32", "BEGIN"];
        said(&room, &[name], [2, 2], &["this is binary, but neither DER nor a key store"], &never);
    }
    room.file("notes.txt", "one\rtwo\rthree");
    said(&room, &["notes.txt"], [2, 2], &["no PEM block was found"], &["binary"]);
}

#[test]
fn bytes_behind_a_certificate_are_one_error() {
    skip_without!("openssl");
    let room = with_pairs();
    let der = fs::read(room.path("case.der")).unwrap();
    room.pem("trailing.pem", &[&der[..], &[0, 0, 0]].concat());
    let (_, text) = room.quorate(&["inspect", "--check", "trailing.pem"]);
    assert_eq!(text.matches("Error:").count(), 1, "{text}");
    said(&room, &["trailing.pem"], [1, 0], &["3 bytes follow its end"], &["x509: trailing data"]);
    assert!(!room.read("trailing.pem").items[0].etcd_loads);
}

#[test]
fn hidden_characters_in_names_are_escaped_and_told_of() {
    skip_without!("openssl");
    let room = room();
    for (hidden, code) in [
        ("\u{1b}[31m", "U+001B"),
        ("\0", "U+0000"),
        ("\r", "U+000D"),
        ("\n", "U+000A"),
        ("\u{202e}", "U+202E"),
        ("\u{200b}", "U+200B"),
        ("\u{feff}", "U+FEFF"),
        ("\u{9b}", "U+009B"),
    ] {
        room.make(&SOUND);
        let der = fs::read(room.path("case.der")).unwrap();
        let name = format!("et{hidden}cd");
        room.pem("case.pem", &room.signed_again(&super::common_name(&der, 0x0C, name.as_bytes())));
        let expected = format!(
            "the subject CN contains characters that control a terminal or are invisible: {code}"
        );
        let (code, text) = room.quorate(&["inspect", "--check", "case.pem", "ca.pem"]);
        assert!(text.contains(&expected), "{text}");
        assert!(!text.chars().any(|c| c != '\n' && quorate::text::is_unsafe(c)), "{text:?}");
        assert_eq!(code, 0, "{text}");
        let (code, _) = room.quorate(&["inspect", "--check", "--fail-on", "warning", "case.pem"]);
        assert_eq!(code, 1);
    }
    // Nothing of it in a sound one, whatever its alphabet.
    room.make(&super::Recipe { subject: "/CN=Größe-日本-Київ -utf8", ..SOUND });
    said(&room, &["case.pem"], [0, 0], &["日本"], &["a terminal obeys"]);
    room.make(&super::Recipe {
        extensions: "subjectAltName=DNS:a\u{1b}b,email:c\u{7f}d,URI:https://x/\u{1}",
        ..SOUND
    });
    let places = ["the SAN DNS contains", "the SAN email contains", "the SAN URI contains"];
    said(&room, &["case.pem"], [1, 0], &places, &["\u{1b}"]);
}

#[test]
fn days_are_counted_alike_everywhere() {
    skip_without!("openssl");
    let room = room();
    room.make(&SOUND);
    // Made for 90 days a moment ago: 89 whole days are left.
    let (_, text) = room.quorate(&["inspect", "--expires-within", "100d", "case.pem"]);
    assert!(text.contains("(89 days left)"), "{text}");
    assert!(text.contains("`CN = etcd-1` expires in 89 days"), "{text}");
    let (_, text) = room.quorate(&["inspect", "--fields", "days-left", "case.pem"]);
    assert_eq!(text, "89\n");
    room.openssl("x509 -req -in case.csr -CA ca.pem -CAkey ca.key -days 1 -out case.pem");
    let (_, text) = room.quorate(&["inspect", "--expires-within", "2d", "case.pem"]);
    assert!(text.contains("(less than a day left)"), "{text}");
    assert!(text.contains("`CN = etcd-1` expires in less than a day"), "{text}");
    let (_, text) = room.quorate(&["judge", "case.pem", "--ca", "ca.pem", "--as", "client"]);
    assert!(text.contains("`CN = etcd-1` expires in less than a day"), "{text}");
}

#[test]
fn a_secret_whose_key_is_anothers_is_an_error() {
    skip_without!("openssl");
    let room = with_pairs();
    let (pem, key, ca) = (text(&room, "case.pem"), text(&room, "case.key"), text(&room, "ca.pem"));
    let other = text(&room, "other.key");
    let mismatch = &["the private key doesn't belong to `CN = etcd-1`"][..];
    let order = &["the leaf must come first in the file, but `O = Ex, CN = ca` does"][..];
    let either = [mismatch[0], order[0], "Error:"];
    for (name, certificates, key, codes, says) in [
        ("right", pem.clone(), &key, [0, 0], &[][..]),
        ("chain", format!("{pem}{ca}"), &key, [0, 0], &[]),
        ("anothers", pem.clone(), &other, [1, 0], mismatch),
        ("reversed", format!("{ca}{pem}"), &key, [1, 0], order),
    ] {
        let never: &[&str] = if says.is_empty() { &either } else { &[] };
        room.file("secret.yaml", secret(&certificates, key));
        said(&room, &["secret.yaml", "ca.pem"], codes, says, never);
        // In one file.
        for text in [format!("{certificates}{key}"), format!("{key}{certificates}")] {
            room.file(name, text);
            said(&room, &[name, "ca.pem"], codes, says, never);
        }
        // In two files whose names pair them.
        room.file("srv.crt", &certificates);
        room.file("srv.key", key);
        said(&room, &["srv.crt", "srv.key", "ca.pem"], codes, says, never);
        room.file("srv.pem", &certificates);
        room.file("srv-key.pem", key);
        said(&room, &["srv.pem", "srv-key.pem", "ca.pem"], codes, says, never);
    }
    // A Secret without its key still says what comes first.
    let reversed = secret(&format!("{ca}{pem}"), "none");
    room.file("secret.yaml", reversed);
    said(&room, &["secret.yaml", "ca.pem"], [1, 0], order, &[]);
    // Two Secrets in one file, each with its own.
    let second = secret(&text(&room, "other.pem"), &other).replace("name: etcd", "name: other");
    let first = secret(&pem, &key);
    room.file("two.yaml", format!("{first}---\n{second}"));
    said(&room, &["two.yaml", "ca.pem"], [0, 0], &[], &either);
    // A key in another's place that belongs to a certificate in reach may be meant for that.
    room.file("srv.crt", &pem);
    room.file("srv.key", &other);
    said(&room, &["srv.crt", "srv.key", "other.pem", "ca.pem"], [0, 0], &[], &either);
    // Nothing pairs these.
    said(&room, &["case.pem", "other.key", "ca.pem"], [0, 0], &[], &either);
    // etcd loads no key of an authority.
    room.file("ca.crt", &ca);
    room.file("ca.key", &other);
    said(&room, &["ca.crt", "ca.key"], [0, 0], &[], &either);
    let config = |key: &str| {
        let [pem, key] = [&pem, key].map(|text| STANDARD.encode(text));
        format!(
            "apiVersion: v1\nkind: Config\nusers:\n- name: root\n  user:\n    client-certificate-data: {pem}\n    client-key-data: {key}\n"
        )
    };
    room.file("right.conf", config(&key));
    said(&room, &["right.conf", "ca.pem"], [0, 0], &[], &either);
    room.file("wrong.conf", config(&other));
    said(&room, &["wrong.conf", "ca.pem"], [1, 0], mismatch, &[]);
}

#[test]
fn a_store_in_a_secret_opens_with_the_passphrase_that_is_given() {
    skip_without!("openssl");
    let room = with_pairs();
    room.openssl("pkcs12 -export -in case.pem -inkey case.key -certfile ca.pem -out a.p12 -passout pass:geheim");
    let store = fs::read(room.path("a.p12")).unwrap();
    room.file("good", "geheim\n");
    room.file("bad", "falsch\n");
    room.openssl("version");
    room.run("chmod", &["600", "good", "bad"], b"");
    let base64 = STANDARD.encode(&store);
    let lines = base64.as_bytes().chunks(64).map(String::from_utf8_lossy).collect::<Vec<_>>();
    for (name, text, place) in [
        (
            "secret.yaml",
            format!(
                "kind: Secret\napiVersion: v1\nmetadata:\n  name: java\ndata:\n  keystore.p12: {base64}\n  ca.crt: {}\n",
                STANDARD.encode(text(&room, "ca.pem"))
            ),
            "in data[\"keystore.p12\"] of the Kubernetes Secret java",
        ),
        ("x.json", format!("{{\"store\": \"{base64}\"}}"), "in store of the JSON"),
        ("x.yaml", format!("tls:\n  store: {base64}\n"), "in tls.store of the YAML"),
        (
            "x.pem",
            format!("-----BEGIN PKCS12-----\n{}\n-----END PKCS12-----\n", lines.join("\n")),
            "",
        ),
    ] {
        room.file(name, text);
        for (wrong, why) in [
            (&[name][..], "it is encrypted, and no passphrase was given"),
            (&["--passphrase-file", "bad", name], "the passphrase doesn't decrypt it"),
        ] {
            let (_, text) = room.quorate(&[&["inspect"], wrong].concat());
            assert!(text.contains(why), "{text}");
            assert!(!text.contains("CN = etcd-1"), "{text}");
        }
        let (code, text) = room.quorate(&["inspect", "--passphrase-file", "good", name]);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("certificate in PKCS #12") && text.contains(place), "{text}");
        assert!(text.contains("Subject:        CN = etcd-1"), "{text}");
        assert!(text.contains("private key in PKCS #12"), "{text}");
        assert!(!text.contains("geheim") && !text.contains("doesn't open"), "{text}");
    }
    let (_, text) =
        room.quorate(&["inspect", "--json", "--passphrase-file", "good", "secret.yaml"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let items = json["files"][0]["items"].as_array().unwrap();
    let within: Vec<Option<u64>> = items.iter().map(|item| item["within"].as_u64()).collect();
    let store = items.iter().position(|item| item["kind"] == "pkcs12").unwrap() as u64;
    assert_eq!(within.iter().flatten().filter(|within| **within == store).count(), 3, "{text}");
}

#[test]
fn an_ocsp_response_revokes_where_the_issuer_answers_for_it() {
    skip_without!("openssl");
    let room = with_pairs();
    room.file("index", "R\t300101000000Z\t260101000000Z,keyCompromise\t4D\tunknown\t/CN=etcd-1\n");
    room.openssl("ocsp -issuer ca.pem -cert case.pem -reqout request");
    let answer = |signer: &str, out: &str| {
        room.openssl(&format!(
            "ocsp -index index -CA ca.pem -rsigner {signer}.pem -rkey {signer}.key -reqin request -respout {out} -ndays 7"
        ));
    };
    answer("ca", "own.ocsp");
    room.issued("responder", "ed25519", "extendedKeyUsage=OCSPSigning");
    room.issued("bystander", "ed25519", "extendedKeyUsage=serverAuth");
    for name in ["responder", "bystander"] {
        answer(name, &format!("{name}.ocsp"));
    }
    room.openssl("req -x509 -newkey ed25519 -nodes -subj /O=Ex/CN=ca -keyout false.key -out false.pem -days 30 -addext extendedKeyUsage=OCSPSigning");
    answer("false", "false.ocsp");
    let revoked = "`CN = etcd-1` is revoked: an OCSP response from its issuer, or from a responder that the issuer authorized, revokes its serial number 4d";
    let foreign = "neither the certificate's issuer nor a responder of that issuer signed it";
    let missing = "whose authority is not among these files";
    for response in ["own.ocsp", "responder.ocsp"] {
        let never = [foreign, missing, "etcd refuses"];
        said(&room, &[response, "case.pem", "ca.pem"], [1, 0], &[revoked], &never);
        let (_, fields) =
            room.quorate(&["inspect", "--fields", "cn,verdict", "case.pem", response, "ca.pem"]);
        assert!(fields.starts_with("etcd-1\trevoked\n"), "{fields}");
    }
    for response in ["bystander.ocsp", "false.ocsp"] {
        said(&room, &[response, "case.pem", "ca.pem"], [0, 0], &[foreign], &[revoked]);
    }
    room.openssl("ocsp -index index -CA ca.pem -rsigner ca.pem -rkey ca.key -reqin request -respout bare.ocsp -ndays 7 -resp_no_certs");
    said(&room, &["bare.ocsp", "case.pem", "ca.pem"], [1, 0], &[revoked], &[foreign, missing]);
    said(&room, &["bare.ocsp", "case.pem"], [0, 0], &[missing], &[revoked]);
    // One byte of what it says is another.
    let mut changed = fs::read(room.path("own.ocsp")).unwrap();
    let at = super::der::find(&changed, b"20");
    changed[at + 3] ^= 1;
    room.file("changed.ocsp", changed);
    said(&room, &["changed.ocsp", "case.pem", "ca.pem"], [0, 0], &[foreign], &[revoked]);
    // Another certificate's serial number, and one that is good.
    room.file("index", "V\t300101000000Z\t\t4D\tunknown\t/CN=etcd-1\n");
    answer("ca", "good.ocsp");
    said(&room, &["good.ocsp", "case.pem", "ca.pem"], [0, 0], &[], &[revoked, foreign, missing]);
}
