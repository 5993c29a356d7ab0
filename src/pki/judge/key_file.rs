//! A key file held against the leaf, as `crypto/tls.X509KeyPair` does.

use super::facts::CertificateFacts;
use super::files::{blocks, exit, has_mark};
use crate::etcd::{Build, GoVersion};
use crate::finding::Finding;
use crate::finding::rules::files::{
    ByteOrderMark, ChainOrder, EncodedPem, KeyEncrypted, KeyForm, KeyMismatch, KeyNotJudged,
    LeafHidden, NoKeyBlock,
};
use crate::finding::rules::keys::{KeyAlgorithm, UnsupportedKey};
use crate::pki::algorithm::KeyKind;
use crate::pki::inspect::PrivateKeyKind;
use crate::pki::inspect::der::{self, INTEGER, SEQUENCE};
use crate::pki::pair::{self, PairError};
use crate::pki::pem;
use crate::text::escape_for_terminal;
use zeroize::Zeroizing;

const NO_PEM: &str = "tls: failed to find any PEM data in key input";
const UNPARSED: &str = "tls: failed to parse private key";

/// What keeps a key file from being that of the first certificate; `None` where it is. `hidden` are the certificates
/// of the file that Go doesn't see.
pub(super) fn finding(
    chain: &[CertificateFacts],
    hidden: impl FnOnce() -> Vec<CertificateFacts>,
    key: &[u8],
    etcd: Build,
) -> Option<Finding> {
    let (leaf, behind) = chain.split_first()?;
    let answer = fits(leaf.der()?, key);
    // Whether Go has the algorithm is asked of the certificate once the key is loaded.
    let go_has = matches!(leaf.key, KeyKind::Rsa(_) | KeyKind::Ecdsa(_) | KeyKind::Ed25519);
    let subject = leaf.subject.clone();
    let Err(error) = answer else {
        let finding = KeyAlgorithm { subject, key: leaf.key.to_string() };
        return (!go_has).then(|| exit(finding, "tls: unknown public key algorithm"));
    };
    let is_loaded = matches!(error, PairError::KeyMismatch { .. } | PairError::NotChecked(_));
    if is_loaded && !go_has {
        let finding = KeyAlgorithm { subject, key: leaf.key.to_string() };
        return Some(exit(finding, "tls: unknown public key algorithm"));
    }
    // A pair of an algorithm that Go doesn't have is told of the certificate, whose key it names.
    if matches!(error, PairError::Key(_) | PairError::KeyAlgorithm(_)) && !go_has {
        return None;
    }
    let labels: Vec<String> =
        blocks(key).iter().map(|block| escape_for_terminal(&block.label)).collect();
    let has_key = labels.iter().any(|label| label.ends_with("PRIVATE KEY"));
    Some(match error {
        PairError::KeyMismatch { expected, found, .. } => {
            // The second of a chain that the key fits tells that they stand in the wrong order.
            let is_of =
                |one: &CertificateFacts| one.der().is_some_and(|der| fits(der, key).is_ok());
            let text = mismatch(&expected, &found);
            if let Some(hidden) = hidden().into_iter().find(is_of) {
                exit(LeafHidden { subject, hidden: hidden.subject }, text)
            } else if behind.iter().any(is_of) {
                exit(ChainOrder { subject }, text)
            } else {
                exit(KeyMismatch { subject }, text)
            }
        }
        PairError::NotChecked(_) => KeyNotJudged { subject }.into(),
        _ if has_mark(key) && labels.is_empty() => exit(ByteOrderMark {}, NO_PEM),
        _ if pem::is_encoded(key) => exit(EncodedPem {}, NO_PEM),
        _ if !has_key => exit(NoKeyBlock { subject }, &no_key(&labels)),
        PairError::EncryptedKey => exit(KeyEncrypted {}, UNPARSED),
        PairError::KeyAlgorithm(name) => exit(UnsupportedKey { key: name }, unloaded(key, etcd)),
        error => exit(KeyForm { subject, why: error.to_string() }, UNPARSED),
    })
}

/// What Go says of a file without a private key, given the labels of its blocks.
fn no_key(labels: &[String]) -> String {
    match labels {
        [] => NO_PEM.into(),
        [one] if one == "CERTIFICATE" => {
            "tls: found a certificate rather than a key in the PEM for the private key".into()
        }
        many => format!(
            "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after \
             skipping PEM blocks of the following types: [{}]",
            many.join(" ")
        ),
    }
}

/// What Go says of a key whose algorithm its TLS doesn't have: since 1.20 it reads X25519, which signs nothing.
fn unloaded(key: &[u8], etcd: Build) -> &'static str {
    let kind = first_key(key).and_then(|der| KeyKind::of_private(PrivateKeyKind::Pkcs8, &der));
    if kind == Some(KeyKind::X25519) && etcd.go >= GoVersion::first_of(20) {
        "tls: found unknown private key type in PKCS#8 wrapping"
    } else {
        UNPARSED
    }
}

/// The first private key of a file that isn't encrypted.
fn first_key(file: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let block = blocks(file).into_iter().find(|block| block.label.ends_with("PRIVATE KEY"))?;
    block.contents.ok().filter(|_| !block.encrypted)
}

/// Whether a key file is a certificate's. Go tries every form, whatever the label says.
fn fits(certificate: &[u8], key: &[u8]) -> Result<(), PairError> {
    let mut answer = pair::key_fits(certificate, key);
    let Some(der) = first_key(key) else { return answer };
    // SEC 1 demands version 1: a DSA key, which starts with 0, is none.
    let version = der::only(&der, SEQUENCE).and_then(|key| key.inside().tagged(INTEGER));
    let is_sec1 = version.is_some_and(|version| version.value == [1]);
    for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"] {
        if label == "EC PRIVATE KEY" && !is_sec1 {
            continue;
        }
        if matches!(answer, Err(PairError::Key(_) | PairError::EncryptedKey)) {
            let again = pair::key_fits(certificate, pem::encode(label, &der).as_bytes());
            if !matches!(again, Err(PairError::Key(_))) {
                answer = again;
            }
        }
    }
    answer
}

/// What Go says of a key that isn't the first certificate's, given both by name.
pub(super) fn mismatch(expected: &str, found: &str) -> &'static str {
    let kind = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    if kind(expected) == kind(found) {
        "tls: private key does not match public key"
    } else {
        "tls: private key type does not match public key type"
    }
}
