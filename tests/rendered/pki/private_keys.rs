//! Private keys as openssl and ssh-keygen write them, and ours as openssl reads them.

use std::fs;
use std::process::Command;

use base64::Engine;
use quorate::cluster::Hint;
use quorate::pki::{
    KeyError, NewPassphrase, Passphrase, PrivateKey, PrivateKeyKind, system_random,
};
use zeroize::Zeroizing;

use super::{need, openssl};

/// A directory to make keys in.
struct Keys {
    directory: tempfile::TempDir,
}

impl Keys {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> String {
        self.directory.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs `openssl ARGUMENTS -out NAME` and reads the file; `@NAME` in the arguments stands for a path.
    #[track_caller]
    fn make(&self, name: &str, arguments: &str) -> Vec<u8> {
        let mut all: Vec<String> = arguments
            .split_whitespace()
            .map(|one| one.strip_prefix('@').map_or_else(|| one.to_owned(), |name| self.path(name)))
            .collect();
        all.extend(["-out".into(), self.path(name)]);
        openssl(&all.iter().map(String::as_str).collect::<Vec<_>>());
        fs::read(self.path(name)).unwrap()
    }

    #[track_caller]
    fn public(&self, key: &str, pass: &str) -> Vec<u8> {
        self.make(
            "public.der",
            &format!("pkey -in @{key} -passin pass:{pass} -pubout -outform DER"),
        )
    }
}

/// One block, its body in one line.
pub(super) fn as_pem(label: &str, der: &[u8]) -> String {
    let body = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}

fn pass(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

fn read(pem: &[u8]) -> Result<PrivateKey, KeyError> {
    PrivateKey::read(pem, None)
}

#[track_caller]
fn refused(pem: &[u8], passphrase: Option<&str>) -> KeyError {
    let error = PrivateKey::read(pem, passphrase.map(pass).as_ref()).unwrap_err();
    assert!(!error.hint().is_empty());
    error
}

const EC: &str = "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:";

#[test]
fn every_kind_of_key_is_read_and_has_the_public_half_that_openssl_sees() {
    let keys = Keys::new();
    for (name, arguments) in [
        ("RSA 2048", "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048".to_owned()),
        ("RSA 3072", "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072".into()),
        ("ECDSA P-256", format!("{EC}P-256")),
        ("ECDSA P-384", format!("{EC}P-384")),
        ("ECDSA P-521", format!("{EC}P-521")),
        ("Ed25519", "genpkey -algorithm ed25519".into()),
    ] {
        let key = read(&keys.make("key", &arguments)).unwrap();
        assert_eq!((key.name(), key.form()), (name, PrivateKeyKind::Pkcs8));
        assert!(!key.was_encrypted());
        assert_eq!(key.public_key_der(), keys.public("key", ""), "{name}");
        // And what is written again is the same key to openssl.
        write(&keys, "again", key.to_pem().as_bytes());
        assert_eq!(key.public_key_der(), keys.public("again", ""), "{name}");
    }
}

#[allow(clippy::disallowed_methods)] // A test's own files in its own directory.
fn write(keys: &Keys, name: &str, contents: &[u8]) {
    fs::write(keys.path(name), contents).unwrap();
}

#[test]
fn the_older_forms_are_read_with_and_without_openssls_older_encryption() {
    let keys = Keys::new();
    keys.make("rsa", "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    keys.make("ec", &format!("{EC}P-384"));
    for (source, form, name) in
        [("rsa", PrivateKeyKind::Pkcs1, "RSA 2048"), ("ec", PrivateKeyKind::Sec1, "ECDSA P-384")]
    {
        let plain = keys.make("old", &format!("{source} -in @{source} {}", traditional(source)));
        let key = read(&plain).unwrap();
        assert_eq!((key.name(), key.form()), (name, form));
        let public = keys.public(source, "");
        assert_eq!(key.public_key_der(), public);
        for cipher in ["aes128", "aes192", "aes256", "des3"] {
            let arguments = format!(
                "{source} -in @{source} -{cipher} -passout pass:four {}",
                traditional(source)
            );
            let text = keys.make("old", &arguments);
            assert!(String::from_utf8_lossy(&text).contains("DEK-Info"), "{source} {cipher}");
            let key = PrivateKey::read(&text, Some(&pass("four"))).unwrap();
            assert_eq!(key.public_key_der(), public, "{source} {cipher}");
            assert_eq!((key.form(), key.was_encrypted()), (form, true));
            assert_eq!(refused(&text, None), KeyError::Encrypted);
            assert_eq!(refused(&text, Some("fourr")), KeyError::WrongPassphrase);
        }
    }
}

/// openssl's `rsa` writes PKCS#8 unless told so; its `ec` writes SEC1 always.
fn traditional(command: &str) -> &'static str {
    if command == "rsa" { "-traditional" } else { "" }
}

#[test]
fn every_encryption_of_pkcs8_that_openssl_recommends_is_opened() {
    let keys = Keys::new();
    keys.make("plain", &format!("{EC}P-256"));
    let public = keys.public("plain", "");
    for encryption in [
        "-v2 aes-128-cbc",
        "-v2 aes-192-cbc",
        "-v2 aes-256-cbc",
        "-v2 des3",
        "-v2 aes-256-cbc -v2prf hmacWithSHA1",
        "-v2 aes-256-cbc -v2prf hmacWithSHA384",
        "-v2 aes-256-cbc -v2prf hmacWithSHA512",
        "-v2 aes-256-cbc -iter 1",
        "-scrypt",
        "-scrypt -scrypt_N 1024 -scrypt_r 4 -scrypt_p 2",
    ] {
        let arguments = format!("pkcs8 -topk8 -in @plain -passout pass:grüezi {encryption}");
        let text = keys.make("key", &arguments);
        let key = PrivateKey::read(&text, Some(&pass("grüezi"))).unwrap();
        assert_eq!(key.public_key_der(), public, "{encryption}");
        assert_eq!((key.form(), key.was_encrypted()), (PrivateKeyKind::EncryptedPkcs8, true));
        assert_eq!(refused(&text, None), KeyError::Encrypted, "{encryption}");
        assert_eq!(refused(&text, Some("grüezi ")), KeyError::WrongPassphrase, "{encryption}");
        assert_eq!(refused(&text, Some("")), KeyError::WrongPassphrase, "{encryption}");
    }
}

#[test]
fn encryption_that_openssl_itself_gave_up_is_named() {
    let keys = Keys::new();
    keys.make("plain", &format!("{EC}P-256"));
    let pkcs8 = "pkcs8 -topk8 -in @plain -passout pass:secret -provider legacy -provider default";
    for (encryption, expected) in [
        ("-v1 PBE-SHA1-3DES", "pbeWithSHA1And3-KeyTripleDES-CBC"),
        ("-v1 PBE-MD5-DES", "pbeWithMD5AndDES-CBC"),
        ("-v1 PBE-SHA1-RC2-40", "pbeWithSHA1And40BitRC2-CBC"),
        ("-v2 des", "PBES2 with another cipher than AES or Triple DES"),
        ("-v2 rc2", "PBES2 with another cipher than AES or Triple DES"),
    ] {
        let text = keys.make("key", &format!("{pkcs8} {encryption}"));
        let expected = KeyError::Cipher(expected.into());
        assert_eq!(refused(&text, Some("secret")), expected, "{encryption}");
    }
    let text = keys
        .make("key", "ec -in @plain -des -passout pass:secret -provider legacy -provider default");
    let error = refused(&text, Some("secret"));
    assert_eq!(
        error.to_string(),
        "the key is encrypted with `DES-CBC`, which quorate doesn't read"
    );
    // The hint's own words work.
    let again = "pkey -in @key -passin pass:secret -aes256 -passout pass:secret -provider legacy \
                 -provider default";
    let again = keys.make("again", again);
    assert!(PrivateKey::read(&again, Some(&pass("secret"))).is_ok());
}

#[test]
fn an_opening_that_would_take_minutes_or_gigabytes_is_refused_at_once() {
    let keys = Keys::new();
    keys.make("plain", &format!("{EC}P-256"));
    // Each number stands once in the DER, so that it can be made hostile without a new length.
    let costly = |made: &str, number: &[u8], hostile: &[u8]| {
        let arguments = format!("pkcs8 -topk8 -in @plain -passout pass:secret -outform DER {made}");
        let mut der = keys.make("key.der", &arguments);
        let place = der.windows(number.len()).position(|window| window == number).unwrap();
        der[place..place + number.len()].copy_from_slice(hostile);
        let text = as_pem("ENCRYPTED PRIVATE KEY", &der);
        refused(text.as_bytes(), Some("secret"))
    };
    assert_eq!(
        costly("-iter 65537", &[2, 3, 1, 0, 1], &[2, 3, 127, 0, 0]).to_string(),
        "decrypting the key takes `8323072 rounds of PBKDF2`, more than quorate allows"
    );
    let scrypt = "-scrypt -scrypt_N 16384 -scrypt_r 8 -scrypt_p 1";
    for (hostile, shown) in [
        ([2, 2, 0x40, 1, 2, 1, 8, 2, 1, 1], "scrypt N=16385 r=8 p=1"),
        ([2, 2, 0x40, 0, 2, 1, 127, 2, 1, 127], "scrypt N=16384 r=127 p=127"),
        ([2, 2, 0x40, 0, 2, 1, 0, 2, 1, 1], "scrypt N=16384 r=0 p=1"),
    ] {
        let error = costly(scrypt, &[2, 2, 0x40, 0, 2, 1, 8, 2, 1, 1], &hostile);
        assert_eq!(error, KeyError::Cost(shown.into()));
    }
    let error = costly("-scrypt -scrypt_N 2", &[2, 1, 2, 2, 1, 8], &[2, 1, 0, 2, 1, 8]);
    assert_eq!(error, KeyError::Cost("scrypt N=0 r=8 p=1".into()));
}

#[test]
fn curve_parameters_and_certificates_may_stand_beside_the_key() {
    let keys = Keys::new();
    let with_parameters = keys.make("key", "ecparam -name prime256v1 -genkey");
    assert!(with_parameters.starts_with(b"-----BEGIN EC PARAMETERS-----"));
    let public = keys.public("key", "");
    assert_eq!(read(&with_parameters).unwrap().public_key_der(), public);
    // A key without its public half, and one that leaves its curve to the block before it.
    let bare = keys.make("bare", "ec -in @key -no_public");
    assert_eq!(read(&bare).unwrap().public_key_der(), public);
    let der = keys.make("bare.der", "ec -in @key -no_public -outform DER");
    // SEQUENCE { 1, OCTET STRING, [0] { OID } }, of which the last 12 bytes name the curve.
    let mut curveless = der[..der.len() - 12].to_vec();
    curveless[1] -= 12;
    let curveless = as_pem("EC PRIVATE KEY", &curveless);
    assert_eq!(
        refused(curveless.as_bytes(), None).to_string(),
        "the block `EC PRIVATE KEY` does not hold a private key: it doesn't name its curve"
    );
    let parameters = keys.make("parameters", "ecparam -name prime256v1");
    let whole = [&*parameters, curveless.as_bytes()].concat();
    assert_eq!(read(&whole).unwrap().public_key_der(), public);

    let certificate = keys.make("crt", "req -x509 -key @key -subj /CN=x -days 1");
    for both in [[&*with_parameters, &certificate].concat(), [&*certificate, &bare].concat()] {
        assert_eq!(read(&both).unwrap().public_key_der(), public);
    }
    let windows = String::from_utf8(with_parameters).unwrap().replace('\n', "\r\n");
    assert_eq!(read(windows.as_bytes()).unwrap().public_key_der(), public);
}

#[test]
fn ed25519_of_version_2_is_written_as_version_1_for_openssl() {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let keys = Keys::new();
    write(&keys, "two", pair.serialize_pem().as_bytes());
    let openssl_reads = |name: &str| {
        let output =
            Command::new("openssl").args(["pkey", "-noout", "-in", &keys.path(name)]).output();
        output.unwrap().status.success()
    };
    let key = read(pair.serialize_pem().as_bytes()).unwrap();
    write(&keys, "one", key.to_pem().as_bytes());
    assert!(openssl_reads("one") && key.to_pem().len() < pair.serialize_pem().len());
}

#[test]
fn what_is_no_usable_key_is_named() {
    let keys = Keys::new();
    let key = keys.make("key", &format!("{EC}P-256"));
    let public = keys.make("public", "pkey -in @key -pubout");
    let certificate = keys.make("crt", "req -x509 -key @key -subj /CN=x -days 1");
    let der = keys.make("der", "pkey -in @key -outform DER");
    let text = String::from_utf8(key.clone()).unwrap();
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.bytes().flat_map(|byte| [byte, 0])).collect();
    for (file, expected) in [
        (public, "the file holds no private key: its first block is `PUBLIC KEY`"),
        (certificate, "the file holds no private key: its first block is `CERTIFICATE`"),
        (
            der,
            "the file is DER, expected PEM, which starts with a line such as `-----BEGIN …-----`",
        ),
        ([&*key, &key].concat(), "the file holds `2` private keys, expected one"),
        (
            [b"\xEF\xBB\xBF", &*key].concat(),
            "the file starts with a byte order mark (BOM), which hides the first PEM block from etcd",
        ),
        (wide, "the file is written in `UTF-16`, expected plain ASCII or UTF-8"),
        (vec![], "the file is empty"),
        (b"hello\n".to_vec(), "the file holds no PEM block"),
        (
            text.replace("-----BEGIN", " -----BEGIN").into_bytes(),
            "the file holds no PEM block: in line `1`, its `-----BEGIN` is indented; it must be at the \
             start of its line",
        ),
        (
            text.replace("-----END PRIVATE", "-----END PUBLIC").into_bytes(),
            "the block `PRIVATE KEY` in line 1 can't be read: it ends as `PUBLIC KEY`",
        ),
        (vec![b'x'; (1 << 20) + 1], "the file is `1048577` bytes long, at most `1048576` are read"),
        (
            b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".to_vec(),
            "the block `PRIVATE KEY` does not hold a private key: it is not one DER sequence",
        ),
    ] {
        assert_eq!(refused(&file, None).to_string(), expected);
    }
}

#[test]
fn keys_that_nothing_here_signs_with_are_named() {
    let keys = Keys::new();
    for (arguments, found) in [
        ("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024".to_owned(), "RSA 1024"),
        ("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048".into(), "RSA-PSS 2048"),
        (format!("{EC}P-224"), "ECDSA P-224"),
        (format!("{EC}secp256k1"), "ECDSA secp256k1"),
        (format!("{EC}P-256 -pkeyopt ec_param_enc:explicit"), "ECDSA on an unnamed curve"),
        ("genpkey -algorithm ed448".into(), "Ed448"),
        ("genpkey -algorithm X25519".into(), "X25519"),
    ] {
        let text = keys.make("key", &arguments);
        assert_eq!(refused(&text, None), KeyError::Unsupported(found.into()));
    }
}

#[test]
fn a_damaged_key_is_told_from_a_strange_one() {
    let keys = Keys::new();
    keys.make("key", "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048");
    let mut der = keys.make("der", "pkcs8 -topk8 -nocrypt -in @key -outform DER");
    let middle = der.len() / 2;
    der[middle] ^= 0x55;
    let text = as_pem("PRIVATE KEY", &der);
    let error = refused(text.as_bytes(), None);
    assert!(matches!(&error, KeyError::Damaged { found, .. } if found == "RSA 2048"), "{error}");
}

#[test]
fn keys_in_opensshs_form_are_refused_with_the_way_out() {
    if !need("ssh-keygen") {
        return;
    }
    let keys = Keys::new();
    let path = keys.path("ssh");
    let run = |arguments: &[&str]| {
        let output = Command::new("ssh-keygen").args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    run(&["-q", "-t", "ecdsa", "-b", "384", "-N", "", "-f", &path]);
    assert_eq!(refused(&fs::read(&path).unwrap(), None), KeyError::OpenSsh);
    run(&["-q", "-p", "-N", "", "-m", "PKCS8", "-f", &path]);
    assert_eq!(read(&fs::read(&path).unwrap()).unwrap().name(), "ECDSA P-384");
}

#[test]
fn openssl_opens_what_is_encrypted_here() {
    let keys = Keys::new();
    let text = "correct horse ünd 'battery' $staple";
    let passphrase = NewPassphrase::parse(text.to_owned()).unwrap();
    for arguments in [
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048".to_owned(),
        format!("{EC}P-256"),
        format!("{EC}P-521"),
        "genpkey -algorithm ed25519".into(),
    ] {
        let key = read(&keys.make("key", &arguments)).unwrap();
        let sealed = key.to_encrypted_pem(&passphrase, &system_random).unwrap();
        assert!(sealed.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        write(&keys, "sealed", sealed.as_bytes());
        write(&keys, "passphrase", text.as_bytes());
        let public = ["pkey", "-in", &keys.path("sealed"), "-pubout"];
        let opened = openssl(
            &[&public[..], &["-passin", &format!("file:{}", keys.path("passphrase"))]].concat(),
        );
        assert_eq!(opened, openssl(&["pkey", "-in", &keys.path("key"), "-pubout"]));
        let again = PrivateKey::read(sealed.as_bytes(), Some(passphrase.as_passphrase())).unwrap();
        assert_eq!(again.public_key_der(), key.public_key_der());
        assert_eq!(refused(sealed.as_bytes(), Some("correct")), KeyError::WrongPassphrase);

        let described = openssl(&["asn1parse", "-in", &keys.path("sealed")]);
        for expected in ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0"] {
            assert!(described.contains(expected), "{expected} in {described}");
        }
    }
}

#[test]
fn a_key_is_encrypted_differently_each_time_and_not_without_randomness() {
    let keys = Keys::new();
    let key = read(&keys.make("key", "genpkey -algorithm ed25519")).unwrap();
    let passphrase = NewPassphrase::parse("long enough".to_owned()).unwrap();
    let seal = || key.to_encrypted_pem(&passphrase, &system_random).unwrap();
    assert_ne!(*seal(), *seal());
    let same = |bytes: &mut [u8]| {
        bytes.fill(7);
        Ok(())
    };
    let error = key.to_encrypted_pem(&passphrase, &same).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the key can't be encrypted: the source of random numbers repeats itself"
    );
}

#[test]
fn short_long_and_untypable_passphrases_are_refused_for_new_files() {
    let refused = |text: &str| {
        let error = NewPassphrase::parse(text.to_owned()).unwrap_err();
        assert!(!error.hint().is_empty());
        error.to_string()
    };
    assert_eq!(refused("1234567"), "the passphrase has 7 characters, expected at least 8");
    assert_eq!(refused("          "), "the passphrase is only spaces");
    assert_eq!(refused("ééééééé"), "the passphrase has 7 characters, expected at least 8");
    assert_eq!(
        refused(&"x".repeat(513)),
        "the passphrase is `513` bytes long, expected at most `512`"
    );
    assert_eq!(
        refused("12345678\n"),
        "the passphrase holds a control character, such as a tab or the end of a line"
    );
    assert!(NewPassphrase::parse("éééééééé".to_owned()).is_ok());
}

#[test]
fn neither_key_nor_passphrase_is_ever_printed() {
    let keys = Keys::new();
    let key = read(&keys.make("key", "genpkey -algorithm ed25519")).unwrap();
    assert_eq!(
        format!("{key:?}"),
        r#"PrivateKey { name: "Ed25519", form: Pkcs8, encrypted: false, .. }"#
    );
    let new = NewPassphrase::parse(Zeroizing::new("battery staple".to_owned())).unwrap();
    assert_eq!(format!("{new:?} {:?}", new.as_passphrase()), "NewPassphrase(..) Passphrase(..)");
}

#[test]
fn no_changed_byte_makes_reading_panic_or_gives_a_key_of_another_kind() {
    let keys = Keys::new();
    keys.make("plain", &format!("{EC}P-256"));
    let sealed = "pkcs8 -topk8 -in @plain -passout pass:secret -outform DER";
    for (label, arguments) in [
        ("PRIVATE KEY", "pkcs8 -topk8 -nocrypt -in @plain -outform DER".to_owned()),
        ("EC PRIVATE KEY", "ec -in @plain -outform DER".into()),
        ("ENCRYPTED PRIVATE KEY", format!("{sealed} -iter 1")),
        ("ENCRYPTED PRIVATE KEY", format!("{sealed} -scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 1")),
    ] {
        let der = keys.make("der", &arguments);
        for index in 0..der.len() {
            for change in [0x01, 0x80, 0xFF] {
                let mut changed = der.clone();
                changed[index] ^= change;
                let pem = as_pem(label, &changed);
                let result = PrivateKey::read(pem.as_bytes(), Some(&pass("secret")));
                assert!(
                    result.is_err() || result.is_ok_and(|key| key.name() == "ECDSA P-256"),
                    "{label}: byte {index} changed by {change}"
                );
            }
        }
    }
}
