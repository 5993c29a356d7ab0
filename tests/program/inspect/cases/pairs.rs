//! A pair and its authorities as Go loads them: what it says is Go 1.26's own word, and etcd 3.6's where that names
//! it.

use std::fs;

use super::der::{element, find, spliced};
use super::{Recipe, SOUND, room};
use crate::inspect::Room;
use crate::support::skip_without;

const SERVER: [&str; 6] = ["--as", "server", "--for", "etcd-1.example.com", "--ca", "ca.pem"];
const UNPARSED: &str = "tls: failed to parse private key";
const ANOTHER_TYPE: &str = "tls: private key type does not match public key type";
const ANOTHER: &str = "tls: private key does not match public key";

/// What is said of `case.pem` with more arguments.
#[track_caller]
fn judged(room: &Room, more: &[&str], code: i32, says: &[&str]) -> String {
    let (found, text) = room.quorate(&[&["inspect", "case.pem"], &SERVER[..], more].concat());
    assert_eq!(found, code, "{more:?}: {text}");
    for part in says {
        assert!(text.contains(part), "{more:?}: `{part}` isn't in {text}");
    }
    text
}

#[test]
fn a_key_of_any_algorithm_is_held_against_the_certificate() {
    skip_without!("openssl");
    let room = room();
    room.make(&SOUND);
    judged(&room, &["--key", "case.key"], 0, &["accepted"]);
    for (made, text) in [
        ("RSA -pkeyopt rsa_keygen_bits:1024", ANOTHER_TYPE),
        ("RSA -pkeyopt rsa_keygen_bits:512", ANOTHER_TYPE),
        ("RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3", ANOTHER_TYPE),
        ("ED25519", ANOTHER_TYPE),
        ("EC -pkeyopt ec_paramgen_curve:P-256", ANOTHER),
        ("EC -pkeyopt ec_paramgen_curve:P-224", ANOTHER),
        ("EC -pkeyopt ec_paramgen_curve:P-521", ANOTHER),
        ("EC -pkeyopt ec_paramgen_curve:secp256k1", UNPARSED),
        ("EC -pkeyopt ec_paramgen_curve:brainpoolP256r1", UNPARSED),
        ("EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit", UNPARSED),
        ("RSA-PSS -pkeyopt rsa_keygen_bits:2048", UNPARSED),
        ("ED448", UNPARSED),
        ("X25519", "tls: found unknown private key type in PKCS#8 wrapping"),
    ] {
        room.openssl(&format!("genpkey -algorithm {made} -out other.key"));
        judged(&room, &["--key", "other.key"], 1, &["refused", text]);
    }
    // Go before 1.20 doesn't know X25519.
    judged(&room, &["--key", "other.key", "--go", "1.19.8"], 1, &[UNPARSED]);
    room.openssl("pkey -in case.key -pubout -out public.pem");
    let skipped = "in key input after skipping PEM blocks of the following types: [PUBLIC KEY]";
    judged(&room, &["--key", "public.pem"], 1, &[skipped]);
}

#[test]
fn keys_that_few_use_are_told_from_others_of_their_kind() {
    skip_without!("openssl");
    let room = room();
    for (key, made) in [
        ("rsa:1024", "RSA -pkeyopt rsa_keygen_bits:1024"),
        ("rsa:2048 -pkeyopt rsa_keygen_pubexp:3", "RSA -pkeyopt rsa_keygen_bits:1024"),
        ("ec -pkeyopt ec_paramgen_curve:P-224", "EC -pkeyopt ec_paramgen_curve:P-224"),
    ] {
        room.make(&Recipe { key, ..SOUND });
        let text = judged(&room, &["--key", "case.key"], i32::from(key.contains("P-224")), &[]);
        assert!(!text.contains("[key-"), "{key}: {text}");
        room.openssl(&format!("genpkey -algorithm {made} -out other.key"));
        judged(&room, &["--key", "other.key"], 1, &["refused", "[key-mismatch]", ANOTHER]);
    }
    room.make(&Recipe { key: "rsa-pss -pkeyopt rsa_keygen_bits:2048", ..SOUND });
    room.openssl("genpkey -algorithm ED25519 -out other.key");
    judged(&room, &["--key", "case.key"], 1, &["[key-algorithm]", UNPARSED]);
    judged(&room, &["--key", "other.key"], 1, &["tls: unknown public key algorithm"]);
    // A key on P-224 may leave its public half out: whether it fits isn't told, and that is no yes.
    room.make(&Recipe { key: "ec -pkeyopt ec_paramgen_curve:P-224", ..SOUND });
    room.openssl("ec -in case.key -no_public -out bare.key");
    let old = ["--key", "bare.key", "--etcd-version", "3.5.1"];
    judged(&room, &old, 1, &["not judged", "[key-not-judged]", "-pubkey"]);
}

#[test]
fn the_key_is_compared_with_the_certificate_that_go_finds_first() {
    skip_without!("openssl");
    let room = room();
    room.make(&SOUND);
    let leaf = fs::read_to_string(room.path("case.pem")).unwrap();
    let ca = fs::read_to_string(room.path("ca.pem")).unwrap();
    room.file("case.pem", format!("\u{feff}{leaf}{ca}"));
    let says = [ANOTHER, "[leaf-hidden]", "hides the file's first block"];
    let text = judged(&room, &["--key", "case.key"], 1, &says);
    assert!(!text.contains("IP SANs"), "{text}");
    let cut = leaf.trim_end().rsplit_once('\n').unwrap().0;
    room.file("case.pem", format!("{cut}\n{ca}"));
    let skipped = "Go skips the certificate that starts in line 1: its END line is missing";
    judged(&room, &["--key", "case.key"], 1, &[ANOTHER, "[leaf-hidden]", skipped]);
    // In Windows' line ends.
    let crlf = format!("\u{feff}{leaf}{ca}").replace('\n', "\r\n");
    room.file("case.pem", crlf);
    judged(&room, &["--key", "case.key"], 1, &says);
}

#[test]
fn an_authority_that_go_does_not_see_is_named() {
    skip_without!("openssl");
    let room = room();
    room.make(&SOUND);
    let ca = fs::read_to_string(room.path("ca.pem")).unwrap();
    room.openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=other -keyout o.key -out o.pem",
    );
    let other = fs::read_to_string(room.path("o.pem")).unwrap();
    let cut = ca.trim_end().rsplit_once('\n').unwrap().0;
    for bundle in
        [format!("\u{feff}{ca}{other}"), format!("{cut}\n{other}"), format!("\u{feff}{ca}")]
    {
        room.file("ca.pem", &bundle);
        let text = judged(&room, &[], 1, &["[anchor-hidden]", "but Go doesn't see it"]);
        assert!(text.contains("x509: certificate signed by unknown authority"), "{text}");
        assert!(!text.contains("another key"), "{text}");
    }
    // What isn't needed is no error.
    room.file("ca.pem", format!("\u{feff}{other}{ca}"));
    judged(&room, &[], 0, &["accepted", "[first-block-hidden]"]);
}

#[test]
fn a_certificate_that_go_alone_reads_has_its_key_compared() {
    skip_without!("openssl");
    let room = room();
    room.make(&Recipe {
        change: |der| {
            let times = find(der, &[0x17, 0x0d]) + 15;
            let end = &der[times..times + 15];
            spliced(der, end, &element(0x18, b"20280101000000+0100"))
        },
        ..SOUND
    });
    judged(&room, &["--key", "case.key"], 0, &["accepted"]);
    room.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out other.key");
    judged(&room, &["--key", "other.key"], 1, &[ANOTHER]);
}

#[test]
fn an_issuer_in_another_encoding_is_told_from_one_that_is_not_trusted() {
    skip_without!("openssl");
    let room = room();
    for to in [element(0x13, b"ca"), element(0x0c, b"CA")] {
        room.make(&SOUND);
        let made = fs::read(room.path("case.der")).unwrap();
        let changed = spliced(&made, &element(0x0c, b"ca"), &to);
        room.pem("case.pem", &room.signed_again(&changed));
        room.openssl("verify -CAfile ca.pem case.pem");
        let says = ["[issuer-encoding]", "byte by byte", "signed by unknown authority"];
        judged(&room, &[], 1, &says);
    }
}

#[test]
fn what_is_no_certificate_has_the_command_that_makes_one() {
    skip_without!("openssl");
    let room = room();
    room.make(&SOUND);
    room.openssl("pkcs12 -export -in case.pem -inkey case.key -passout pass:x -out case.p12");
    room.openssl("req -in case.csr -outform der -out csr.der");
    for (file, says) in [
        ("case.p12", ["[pkcs12-file]", "openssl pkcs12 -in FILE -nodes", "find any PEM data"]),
        ("case.csr", ["[request-file]", "have the CA sign it", "types: [CERTIFICATE REQUEST]"]),
        ("csr.der", ["[request-file]", "have the CA sign it", "find any PEM data"]),
        ("case.der", ["[no-certificate-block]", "-inform der", "find any PEM data"]),
    ] {
        fs::copy(room.path(file), room.path("case.pem")).unwrap();
        judged(&room, &[], 1, &says);
    }
}

#[test]
fn a_common_name_that_is_not_allowed_is_refused_of_clients_too() {
    skip_without!("openssl");
    let room = room();
    room.make(&SOUND);
    let ask = |name: &str| {
        let client = ["inspect", "case.pem", "--as", "client", "--ca", "ca.pem", "--allowed-cn"];
        room.quorate(&[&client[..], &[name]].concat())
    };
    assert_eq!(ask("etcd-1").0, 0);
    let (code, text) = ask("nonsense");
    assert!(code == 1 && text.contains("[common-name-not-allowed]"), "{text}");
}

/// `crypto/x509` `matchExactly`: what is no name of a host stands for itself.
#[test]
fn odd_names_match_what_is_dialed_in_their_very_characters() {
    skip_without!("openssl");
    let room = room();
    for (extensions, name) in [
        ("subjectAltName=DNS:example.com.", "example.com."),
        ("subjectAltName=DNS:-a.example.com", "-a.example.com"),
    ] {
        room.make(&Recipe { extensions, ..SOUND });
        let ask = |host: &str| {
            let host = format!("--for={host}");
            let server = ["inspect", "case.pem", "--as", "server", "--ca", "ca.pem", &host];
            let (code, text) = room.quorate(&server);
            assert!(!text.contains("matches nothing") && !text.contains("a URL, a port"), "{text}");
            (code, text)
        };
        assert_eq!(ask(name).0, 0);
        let (code, text) = ask("example.com");
        assert_eq!(code, 1, "{text}");
        assert_eq!(text.contains("only if the host is dialed with that dot"), name.ends_with('.'));
    }
    room.make(&Recipe { extensions: "subjectAltName=DNS:*.*.example.com", ..SOUND });
    let (_, text) = room.quorate(&["inspect", "case.pem", "--as", "client", "--ca", "ca.pem"]);
    assert!(
        text.contains("it matches only a host that is dialed exactly as it is written"),
        "{text}"
    );
}
