//! Authorities that openssl made, taken in or refused with the reason.

use std::fs;
use std::process::Command;

use quorate::cluster::Hint;
use quorate::pki::{
    AuthorityCertificate, AuthorityError, AuthorityNote, ImportedAuthority, KeyError, Passphrase,
};
use time::{Duration, OffsetDateTime};

use super::private_keys::as_pem;
use super::{need, openssl};

/// A directory to make authorities in.
struct Works {
    directory: tempfile::TempDir,
}

/// What openssl gives an authority unless told otherwise.
const CA: &str = "basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid";

impl Works {
    /// Starts with a root, `root.crt` and `root.key`, valid for 30 days.
    fn new() -> Self {
        let works = Self { directory: tempfile::tempdir().unwrap() };
        works.root("root", CA, "");
        works
    }

    fn path(&self, name: &str) -> String {
        self.directory.path().join(name).to_str().unwrap().to_owned()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Runs openssl; `@NAME` in its arguments stands for a path.
    #[track_caller]
    fn openssl(&self, arguments: &str) -> String {
        let arguments: Vec<String> = arguments
            .split_whitespace()
            .map(|one| one.strip_prefix('@').map_or_else(|| one.to_owned(), |name| self.path(name)))
            .collect();
        openssl(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn request(&self, name: &str, extensions: &str, key: &str) {
        let key =
            if key.is_empty() { "-algorithm EC -pkeyopt ec_paramgen_curve:P-256" } else { key };
        self.openssl(&format!("genpkey {key} -out @{name}.key"));
        let config = format!("[req]\ndistinguished_name = name\n[name]\n[v3]\n{extensions}\n");
        write(self, &format!("{name}.config"), &config);
    }

    /// Makes a certificate that signs itself, with `key` as its way to be made or P-256.
    #[track_caller]
    fn root(&self, name: &str, extensions: &str, more: &str) {
        self.request(name, extensions, "");
        self.openssl(&format!(
            "req -x509 -new -key @{name}.key -config @{name}.config -extensions v3 -days 30 -subj /O=Works/CN={name} \
             {more} -out @{name}.crt"
        ));
    }

    /// Makes a certificate that `issuer` signs.
    #[track_caller]
    fn below(&self, issuer: &str, name: &str, extensions: &str, more: &str) {
        self.request(name, extensions, "");
        self.openssl(&format!(
            "req -new -key @{name}.key -config @{name}.config -subj /O=Works/CN={name} -out @{name}.csr"
        ));
        self.openssl(&format!(
            "x509 -req -in @{name}.csr -CA @{issuer}.crt -CAkey @{issuer}.key -CAcreateserial -days 20 \
             -extfile @{name}.config -extensions v3 {more} -out @{name}.crt"
        ));
    }

    fn chain(&self, names: &[&str]) -> Vec<u8> {
        names.iter().flat_map(|name| self.read(&format!("{name}.crt"))).collect()
    }

    #[track_caller]
    fn judged(&self, names: &[&str]) -> AuthorityCertificate {
        AuthorityCertificate::read(&self.chain(names), now()).unwrap()
    }

    #[track_caller]
    fn refused(&self, names: &[&str]) -> String {
        refused(&self.chain(names), now()).to_string()
    }

    fn der(&self, name: &str) -> Vec<u8> {
        self.openssl(&format!("x509 -in @{name}.crt -outform DER -out @{name}.der"));
        self.read(&format!("{name}.der"))
    }
}

#[allow(clippy::disallowed_methods)] // A test's own files in its own directory.
fn write(works: &Works, name: &str, contents: &str) {
    fs::write(works.path(name), contents).unwrap();
}

#[allow(clippy::disallowed_methods)] // openssl makes certificates for the real time only.
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::minutes(1)
}

#[track_caller]
fn refused(pem: &[u8], now: OffsetDateTime) -> AuthorityError {
    let error = AuthorityCertificate::read(pem, now).unwrap_err();
    assert!(!error.hint().is_empty());
    error
}

#[test]
fn a_root_is_taken_in_with_its_key_in_any_form() {
    let works = Works::new();
    let (certificate, key) = (works.read("root.crt"), works.read("root.key"));
    let authority = ImportedAuthority::read(&certificate, &key, None, now()).unwrap();
    authority.issues_cleanly().unwrap();
    let facts = authority.certificate();
    assert_eq!(facts.subject(), "O = Works, CN = root");
    assert_eq!(facts.key_name(), "ECDSA P-256");
    assert_eq!(facts.path_length(), None);
    assert_eq!(facts.chain_der(), [works.der("root")]);
    assert_eq!(facts.trust_anchor_der(), works.der("root"));
    assert!(facts.reaches_root() && facts.notes().is_empty());
    let days = facts.not_after() - facts.not_before();
    assert_eq!(days, Duration::days(30));

    works.openssl("pkey -in @root.key -aes256 -passout pass:hush -out @sealed.key");
    let sealed = works.read("sealed.key");
    let passphrase = Passphrase::new("hush".to_owned());
    let read = |passphrase| ImportedAuthority::read(&certificate, &sealed, passphrase, now());
    assert!(read(Some(&passphrase)).unwrap().key().was_encrypted());
    assert_eq!(read(None).unwrap_err(), AuthorityError::Key(KeyError::Encrypted));

    // Certificate and key in one file, in either order, as both arguments.
    for one in [[&*certificate, &key].concat(), [&*key, &certificate].concat()] {
        assert!(ImportedAuthority::read(&one, &one, None, now()).is_ok());
    }
    let shown = format!("{authority:?}");
    assert!(shown.contains("O = Works") && !shown.contains("pkcs8"), "{shown}");
}

#[test]
fn an_intermediate_comes_with_what_stands_above_it() {
    let works = Works::new();
    works.below("root", "middle", &CA.replace("CA:true", "CA:true, pathlen:3"), "");
    works.below("middle", "issuing", &CA.replace("CA:true", "CA:true, pathlen:1"), "");
    let whole = works.judged(&["issuing", "middle", "root"]);
    assert_eq!(whole.path_length(), Some(1));
    assert_eq!(whole.trust_anchor_der(), works.der("root"));
    assert_eq!(whole.certificate_der(), works.der("issuing"));
    assert_eq!(whole.chain_der().len(), 3);
    let days = (whole.not_after() - whole.not_before()).whole_days();
    assert!((19..=20).contains(&days), "the first to end counts: {days}");

    for (names, issuer) in [
        (&["issuing"][..], "O = Works, CN = middle"),
        (&["issuing", "middle"], "O = Works, CN = root"),
    ] {
        let part = works.judged(names);
        assert_eq!(part.trust_anchor_der(), works.der("issuing"));
        assert_eq!(part.notes(), [AuthorityNote::NoRoot(issuer.into())]);
        assert!(part.notes()[0].to_string().contains(issuer) && !part.reaches_root());
    }
    // The same certificate twice says nothing new.
    assert_eq!(works.judged(&["issuing", "issuing", "middle", "root", "root"]), whole);
    let key = works.read("issuing.key");
    let chain = works.chain(&["issuing", "middle", "root"]);
    ImportedAuthority::read(&chain, &key, None, now()).unwrap().issues_cleanly().unwrap();
}

#[test]
fn the_path_lengths_of_the_whole_chain_count() {
    let works = Works::new();
    works.root("two", &CA.replace("CA:true", "CA:true, pathlen:2"), "");
    works.below("two", "one", CA, "");
    works.below("one", "zero", CA, "");
    works.below("zero", "none", CA, "");
    assert_eq!(works.judged(&["two"]).path_length(), Some(2));
    assert_eq!(works.judged(&["one", "two"]).path_length(), Some(1));
    assert_eq!(works.judged(&["zero", "one", "two"]).path_length(), Some(0));
    assert_eq!(
        works.refused(&["none", "zero", "one", "two"]),
        "there are more authorities below `O = Works, CN = two` than its path length allows [path-length]"
    );
}

#[test]
fn a_chain_in_disorder_is_refused_with_the_place() {
    let works = Works::new();
    works.below("root", "middle", CA, "");
    works.below("middle", "issuing", CA, "");
    works.root("other", CA, "");
    assert_eq!(
        works.refused(&["issuing", "root", "middle"]),
        "`O = Works, CN = issuing` was issued by `O = Works, CN = middle`, but `O = Works, CN = root` follows \
         it in the file"
    );
    assert_eq!(
        works.refused(&["root", "middle"]),
        "`O = Works, CN = root` is a root with nothing above it, but `O = Works, CN = middle` follows it \
         in the file"
    );
    // The right name with another key.
    let real = works.chain(&["middle"]);
    works.root("root", CA, "");
    let chain = [real, works.chain(&["root"])].concat();
    assert_eq!(
        refused(&chain, now()).to_string(),
        "`O = Works, CN = middle` names `O = Works, CN = root` as its issuer, but was signed with another key \
         [other-authority-key]"
    );
}

#[test]
fn an_authority_that_bears_the_name_of_its_issuer_is_no_root() {
    // As after a change of its key. Signatures of P-521 are not judged here, key identifiers are.
    for curve in ["P-256", "P-521"] {
        let works = Works::new();
        for name in ["old", "new"] {
            works.request(name, CA, &format!("-algorithm EC -pkeyopt ec_paramgen_curve:{curve}"));
        }
        works.openssl(
            "req -x509 -new -key @old.key -config @old.config -extensions v3 -days 30 -subj /CN=same -out \
             @old.crt",
        );
        works.openssl("req -new -key @new.key -config @new.config -subj /CN=same -out @new.csr");
        works.openssl(
            "x509 -req -in @new.csr -CA @old.crt -CAkey @old.key -CAcreateserial -days 20 \
             -extfile @new.config -extensions v3 -out @new.crt",
        );
        assert!(works.judged(&["old"]).reaches_root());
        assert!(!works.judged(&["new"]).reaches_root(), "{curve}");
        let both = works.judged(&["new", "old"]);
        assert_eq!(both.trust_anchor_der(), works.der("old"));
        ImportedAuthority::read(&works.chain(&["new", "old"]), &works.read("new.key"), None, now())
            .unwrap()
            .issues_cleanly()
            .unwrap();
    }
}

#[test]
fn an_authority_that_cfssl_made_is_taken_in() {
    if !need("cfssl") {
        return;
    }
    let works = Works::new();
    for (key, name) in [
        (r#"{"algo": "ecdsa", "size": 384}"#, "ECDSA P-384"),
        (r#"{"algo": "rsa", "size": 2048}"#, "RSA 2048"),
    ] {
        let request = format!(
            r#"{{"CN": "etcd-ca", "key": {key}, "names": [{{"C": "CH", "O": "Käse", "OU": "Ops"}}]}}"#
        );
        write(&works, "request.json", &request);
        let output = Command::new("cfssl")
            .args(["gencert", "-loglevel", "5", "-initca", &works.path("request.json")])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let made: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let part = |name: &str| made[name].as_str().unwrap().as_bytes().to_vec();
        let authority = ImportedAuthority::read(&part("cert"), &part("key"), None, now()).unwrap();
        assert_eq!(authority.key().name(), name);
        assert_eq!(authority.certificate().subject(), "C = CH, O = Käse, OU = Ops, CN = etcd-ca");
        assert!(authority.certificate().notes().is_empty());
        authority.issues_cleanly().unwrap();
    }
}

#[test]
fn the_key_must_be_the_first_certificates() {
    let works = Works::new();
    works.below("root", "issuing", CA, "");
    let chain = works.chain(&["issuing", "root"]);
    let with = |key: &str| {
        let error = ImportedAuthority::read(&chain, &works.read(key), None, now()).unwrap_err();
        assert!(!error.hint().is_empty());
        error.to_string()
    };
    assert_eq!(
        with("root.key"),
        "the private key belongs to `O = Works, CN = root`, expected that of the first certificate, \
         `O = Works, CN = issuing`"
    );
    works.root("other", CA, "");
    assert_eq!(
        with("other.key"),
        "the private key doesn't belong to `O = Works, CN = issuing` [key-mismatch]"
    );
    assert_eq!(with("root.crt"), "the file holds no private key: its first block is `CERTIFICATE`");
}

#[test]
fn the_moment_counts_for_the_whole_chain() {
    let works = Works::new();
    works.below("root", "issuing", CA, "");
    let at = |days: i64| {
        refused(&works.chain(&["issuing", "root"]), now() + Duration::days(days)).to_string()
    };
    assert!(
        at(-3).starts_with("the authority `O = Works, CN = issuing` is valid from "),
        "{}",
        at(-3)
    );
    assert!(
        at(25).starts_with("the authority `O = Works, CN = issuing` expired at "),
        "{}",
        at(25)
    );
    works.below("root", "long", CA, "-days 90");
    let late = now() + Duration::days(40);
    let error = refused(&works.chain(&["long", "root"]), late).to_string();
    assert!(error.starts_with("the authority `O = Works, CN = root` expired at "), "{error}");
    // Alone, the longer one is its own anchor.
    assert!(AuthorityCertificate::read(&works.chain(&["long"]), late).is_ok());
}

#[test]
fn what_may_not_sign_for_servers_and_clients_is_refused() {
    let works = Works::new();
    for (extensions, expected) in [
        (
            "basicConstraints = CA:false".to_owned(),
            "`O = Works, CN = ca` isn't an authority: its basic constraints don't say CA:TRUE [authority-not-ca]",
        ),
        (
            "subjectKeyIdentifier = hash".into(),
            "`O = Works, CN = ca` isn't an authority: its basic constraints don't say CA:TRUE [authority-not-ca]",
        ),
        (
            CA.replace("keyCertSign, cRLSign", "cRLSign, digitalSignature"),
            "the key of `O = Works, CN = ca` may not sign certificates: keyCertSign is missing \
             [authority-cannot-sign]",
        ),
        (
            format!("{CA}\nextendedKeyUsage = serverAuth"),
            "the authority `O = Works, CN = ca` itself can't be used for clientAuth [authority-purpose]",
        ),
        (
            format!("{CA}\n1.2.3.4 = critical, ASN1:NULL"),
            "`O = Works, CN = ca` holds the critical extension 1.2.3.4, which Go doesn't know \
             [unknown-critical-extension]",
        ),
    ] {
        works.root("ca", &extensions, "");
        assert_eq!(works.refused(&["ca"]), expected);
    }
    for extensions in [
        format!("{CA}\nextendedKeyUsage = clientAuth, serverAuth, codeSigning"),
        format!("{CA}\nextendedKeyUsage = anyExtendedKeyUsage"),
        "basicConstraints = CA:true\nsubjectKeyIdentifier = hash".into(),
    ] {
        works.root("ca", &extensions, "");
        assert!(works.judged(&["ca"]).notes().is_empty());
    }
}

#[test]
fn signatures_that_can_be_forged_and_keys_that_cant_sign_here_are_refused() {
    let works = Works::new();
    // A root's own signature is looked at by nobody.
    works.root("ca", CA, "-sha1");
    let noted = [AuthorityNote::WeakRoot {
        subject: "O = Works, CN = ca".into(),
        found: "ECDSA with SHA-1".into(),
    }];
    assert_eq!(works.judged(&["ca"]).notes(), noted);
    works.below("root", "ca", CA, "-sha1");
    assert_eq!(
        works.refused(&["ca", "root"]),
        "`O = Works, CN = ca` is signed with ECDSA with SHA-1, which Go doesn't verify [insecure-signature]"
    );
    for (key, expected) in [
        ("-algorithm RSA -pkeyopt rsa_keygen_bits:1024", "RSA 1024"),
        ("-algorithm EC -pkeyopt ec_paramgen_curve:P-224", "ECDSA P-224"),
        ("-algorithm ed448", "Ed448"),
    ] {
        works.openssl(&format!("genpkey {key} -out @odd.key"));
        works.openssl(
            "req -x509 -new -key @odd.key -config @root.config -extensions v3 -subj /CN=odd -out @odd.crt",
        );
        assert_eq!(
            works.refused(&["odd"]),
            format!(
                "the key of `CN = odd` is `{expected}`, expected RSA with 2048 to 8192 bits, ECDSA on P-256, \
                 P-384 or P-521, or Ed25519"
            )
        );
    }
    works.openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out @md5.key");
    works.openssl(
        "req -x509 -new -md5 -key @md5.key -config @root.config -extensions v3 -subj /CN=old -out @md5.crt",
    );
    let noted =
        [AuthorityNote::WeakRoot { subject: "CN = old".into(), found: "RSA with MD5".into() }];
    assert_eq!(works.judged(&["md5"]).notes(), noted);
}

#[test]
fn name_constraints_are_noted() {
    let works = Works::new();
    works.root("ca", &format!("{CA}\nnameConstraints = critical, permitted;DNS:example.org"), "");
    works.below("ca", "issuing", CA, "");
    let expected = AuthorityNote::NameConstraints("O = Works, CN = ca".into());
    assert_eq!(works.judged(&["ca"]).notes(), std::slice::from_ref(&expected));
    let above = AuthorityNote::RootAbove {
        subject: "O = Works, CN = issuing".into(),
        root: "O = Works, CN = ca".into(),
    };
    assert_eq!(works.judged(&["issuing", "ca"]).notes(), [expected, above]);
}

#[test]
fn files_without_an_authority_are_named_for_what_they_are() {
    let works = Works::new();
    works.openssl("x509 -in @root.crt -trustout -out @trusted.crt");
    works.openssl("crl2pkcs7 -nocrl -certfile @root.crt -out @seven.crt");
    works.openssl("req -new -key @root.key -config @root.config -subj /CN=x -out @request.crt");
    works.openssl(
        "req -x509 -new -key @root.key -config @root.config -extensions v3 -subj / -out @nameless.crt",
    );
    fs::copy(works.path("root.key"), works.path("key.crt")).unwrap();
    for (name, expected) in [
        (
            "trusted",
            "the file holds no block `CERTIFICATE`: its first block is `TRUSTED CERTIFICATE`",
        ),
        ("seven", "the file holds no block `CERTIFICATE`: its first block is `PKCS7`"),
        (
            "request",
            "the file holds no block `CERTIFICATE`: its first block is `CERTIFICATE REQUEST`",
        ),
        ("key", "the file holds no block `CERTIFICATE`: its first block is `PRIVATE KEY`"),
        ("nameless", "the authority's subject is empty"),
    ] {
        assert_eq!(works.refused(&[name]), expected);
    }
    let error = refused(&works.der("root"), now());
    assert!(error.to_string().starts_with("the file is DER"));
    let broken = String::from_utf8(works.read("root.crt")).unwrap().replace("-----END", "----END");
    assert_eq!(
        refused(broken.as_bytes(), now()).to_string(),
        "the block `CERTIFICATE` in line 1 can't be read: its END line is missing"
    );
}

#[test]
fn a_changed_byte_never_makes_reading_panic_nor_leaves_a_root_a_root() {
    let works = Works::new();
    let (der, key) = (works.der("root"), works.read("root.key"));
    // Bit 0x80 is the class of a tag, which x509-parser passes over.
    for (index, change) in (0..der.len()).flat_map(|index| [(index, 0x01), (index, 0x7F)]) {
        let mut changed = der.clone();
        changed[index] ^= change;
        let pem = as_pem("CERTIFICATE", &changed);
        if let Ok(authority) = ImportedAuthority::read(pem.as_bytes(), &key, None, now()) {
            assert!(!authority.certificate().reaches_root(), "byte {index} changed by {change}");
        }
    }
}
