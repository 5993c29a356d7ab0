//! Files of certificates and keys as etcd loads them (`crypto/tls.X509KeyPair`, etcd's `NewCertPool`).

use super::PresentedChain;
use super::facts::{CertificateFacts, Refused};
use crate::etcd::Build;
use crate::finding::rules::files::{
    AnchorsDer, AnchorsHoldKey, AnchorsHoldOther, ByteOrderMark, ChainOrder, EncodedPem,
    FirstBlockHidden, KeyEncrypted, KeyForm, KeyMismatch, NoCertificateBlock, NoKeyBlock,
    NoKeyFits, NotJudged, RefusedByNewerParser, RefusedByParser,
};
use crate::finding::{Finding, Quote, Rule, Severity, Side};
use crate::pki::algorithm::KeyKind;
use crate::pki::inspect::der::{self, INTEGER, SEQUENCE};
use crate::pki::inspect::{BLOCK_LIMIT, SIZE_LIMIT};
use crate::pki::pair::{self, PairError};
use crate::pki::pem;
use crate::text::escape_for_terminal;

const NO_PEM: &str = "tls: failed to find any PEM data in certificate input";
const NO_KEY_PEM: &str = "tls: failed to find any PEM data in key input";

impl PresentedChain {
    /// Reads what a member or a client is given: its certificate file, its key file, and the file of
    /// those whom the other side trusts. What can't be loaded becomes a finding.
    pub fn read(
        certificate: &[u8],
        key: Option<&[u8]>,
        anchors: Option<&[u8]>,
        etcd: Build,
    ) -> Self {
        let mut presented = Self { knows_anchors: anchors.is_some(), ..Self::default() };
        presented.read_chain(certificate, etcd);
        if presented.findings.is_empty() {
            presented.findings.extend(match key {
                Some(key) => key_finding(&presented, certificate, key),
                None => order_finding(&presented.chain),
            });
        }
        if let Some(anchors) = anchors {
            presented.read_anchors(anchors, etcd);
        }
        presented
    }

    /// Reads a file of those whom somebody trusts: nothing is shown.
    pub(crate) fn trusting(anchors: &[u8], etcd: Build) -> Self {
        let mut trusting = Self { knows_anchors: true, ..Self::default() };
        trusting.read_anchors(anchors, etcd);
        trusting
    }

    /// Says that none of the keys that are given is this certificate's, though one of them is meant to be:
    /// whether etcd starts with it can't be told. What can't be loaded anyhow is left alone.
    pub(crate) fn miss_key(&mut self) {
        if self.findings.iter().any(|finding| finding.severity() == Severity::Error) {
            return;
        }
        if let Some(leaf) = self.chain.first() {
            let finding = NoKeyFits { subject: leaf.subject.clone() };
            self.findings.push(finding.into());
        }
    }

    /// Whether its key is in doubt.
    pub(super) fn misses_key(&self) -> bool {
        self.findings.iter().any(|finding| finding.rule == Rule::NoKeyFits)
    }

    fn read_chain(&mut self, bytes: &[u8], etcd: Build) {
        let blocks = blocks(bytes);
        let mark = bytes.starts_with(b"\xEF\xBB\xBF-----BEGIN");
        if mark {
            self.findings.push(if blocks.is_empty() {
                exit(ByteOrderMark {}, NO_PEM)
            } else {
                FirstBlockHidden {}.into()
            });
        }
        let certificates = blocks.iter().filter(|block| block.label == "CERTIFICATE");
        for (index, block) in certificates.enumerate() {
            let Ok(der) = &block.contents else { continue };
            match CertificateFacts::from_der(der, etcd) {
                Ok(facts) => {
                    // What a newer Go refuses is worth a warning: an upgrade of etcd brings one.
                    let later = CertificateFacts::refused_later(der, etcd).map(|why| {
                        RefusedByNewerParser { subject: facts.subject.clone(), why }.into()
                    });
                    self.findings.extend(later);
                    self.chain.push(facts);
                }
                Err(refused) => {
                    let side = if index == 0 { Side::Exit } else { Side::Listener };
                    self.findings.push(refused_by_parser(&refused, side));
                }
            }
        }
        if self.chain.is_empty() && self.findings.is_empty() {
            let labels: Vec<String> =
                blocks.iter().map(|block| escape_for_terminal(&block.label)).collect();
            let (found, quote) = match labels.as_slice() {
                [] => ("no PEM block".to_owned(), NO_PEM.to_owned()),
                [one] if one.ends_with("PRIVATE KEY") => (
                    format!("`{one}`"),
                    "tls: failed to find certificate PEM data in certificate input, but did find a \
                     private key; PEM inputs may have been switched"
                        .to_owned(),
                ),
                many => (
                    format!("`{}`", many.join(", ")),
                    format!(
                        "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after \
                         skipping PEM blocks of the following types: [{}]",
                        many.join(" ")
                    ),
                ),
            };
            self.findings.push(if pem::is_encoded(bytes) {
                exit(EncodedPem {}, NO_PEM)
            } else {
                exit(NoCertificateBlock { found }, &quote)
            });
        }
    }

    fn read_anchors(&mut self, bytes: &[u8], etcd: Build) {
        for block in blocks(bytes) {
            let Ok(der) = &block.contents else { continue };
            // etcd takes every block for a certificate, whatever its label.
            match CertificateFacts::from_der(der, etcd) {
                Ok(facts) => self.anchors.push(facts),
                Err(refused) if block.label == "CERTIFICATE" => {
                    self.findings.push(refused_by_parser(&refused, Side::Exit));
                }
                Err(refused) => {
                    let label = escape_for_terminal(&block.label);
                    let quotes = refused_by_parser(&refused, Side::Exit).quotes;
                    let finding: Finding = if label.ends_with("PRIVATE KEY") {
                        AnchorsHoldKey { label }.into()
                    } else {
                        AnchorsHoldOther { label }.into()
                    };
                    self.findings.push(finding.quoting(quotes));
                }
            }
        }
        if self.anchors.is_empty() && bytes.starts_with(&[0x30]) {
            self.findings.push(AnchorsDer {}.into());
        }
    }
}

impl From<&Refused> for Finding {
    fn from(refused: &Refused) -> Self {
        let subject = refused.subject.clone().unwrap_or_else(|| "a block".into());
        RefusedByParser { subject, why: refused.why.clone() }.into()
    }
}

/// Only the leaf is parsed when it is loaded; the others when somebody is shown them.
fn refused_by_parser(refused: &Refused, side: Side) -> Finding {
    Finding::from(refused).quoting(vec![Quote { side, text: refused.why.clone() }])
}

fn exit(finding: impl Into<Finding>, text: &str) -> Finding {
    finding.into().quoting(vec![Quote { side: Side::Exit, text: text.into() }])
}

/// The blocks that Go sees: those that can't be decoded don't exist for it.
fn blocks(bytes: &[u8]) -> Vec<pem::Block> {
    let bytes = bytes.get(..SIZE_LIMIT).unwrap_or(bytes);
    let mut blocks = pem::scan_bytes(bytes, BLOCK_LIMIT).blocks;
    blocks.retain(|block| block.contents.is_ok());
    blocks
}

/// Whether a key file is the certificate's. Go tries every form, whatever the label says.
fn fits(certificate: &[u8], key: &[u8]) -> Result<(), PairError> {
    let block = blocks(key).into_iter().find(|block| block.label.ends_with("PRIVATE KEY"));
    let Some(der) = block.filter(|block| !block.encrypted).and_then(|block| block.contents.ok())
    else {
        return pair::key_fits(certificate, key);
    };
    let mut answer = pair::key_fits(certificate, key);
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
fn mismatch(expected: &str, found: &str) -> &'static str {
    let kind = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
    if kind(expected) == kind(found) {
        "tls: private key does not match public key"
    } else {
        "tls: private key type does not match public key type"
    }
}

/// An authority that stands first, before a leaf below it: whoever has this file has the leaf's key.
fn order_finding(chain: &[CertificateFacts]) -> Option<Finding> {
    let (first, rest) = chain.split_first()?;
    let is_leaf = |one: &&CertificateFacts| {
        let is_issuer = |issuer: &CertificateFacts| issuer != *one && one.names(issuer);
        one.ca != Some(true) && chain.iter().any(is_issuer)
    };
    let leaf = rest.iter().find(is_leaf).filter(|_| first.ca == Some(true))?;
    let finding = ChainOrder { subject: first.subject.clone() };
    Some(exit(finding, mismatch(&first.key.to_string(), &leaf.key.to_string())))
}

/// Holds a key file against the leaf.
fn key_finding(presented: &PresentedChain, certificate: &[u8], key: &[u8]) -> Option<Finding> {
    let leaf = presented.chain.first()?;
    let labels: Vec<String> =
        blocks(key).iter().map(|block| escape_for_terminal(&block.label)).collect();
    let der = pair::certificates(certificate).ok()?.into_iter().next()?;
    let error = match fits(&der, key) {
        Ok(()) => return None,
        Err(error) => error,
    };
    // A pair of an algorithm that Go doesn't have is told of the certificate, whose key it names.
    let go_has = matches!(leaf.key, KeyKind::Rsa(_) | KeyKind::Ecdsa(_) | KeyKind::Ed25519);
    if matches!(error, PairError::Key(_)) && !go_has {
        return None;
    }
    let (subject, why) = (leaf.subject.clone(), error.to_string());
    let has_key = labels.iter().any(|label| label.ends_with("PRIVATE KEY"));
    Some(match &error {
        PairError::KeyMismatch { expected, found, .. } => {
            // The second of a chain that the key fits tells that they stand in the wrong order.
            let others = pair::certificates(certificate).unwrap_or_default();
            let text = mismatch(expected, found);
            if others.iter().skip(1).any(|one| fits(one, key).is_ok()) {
                exit(ChainOrder { subject }, text)
            } else {
                exit(KeyMismatch { subject }, text)
            }
        }
        PairError::NotChecked(_) => NotJudged { why }.into(),
        _ if key.starts_with(b"\xEF\xBB\xBF-----BEGIN") && labels.is_empty() => {
            exit(ByteOrderMark {}, NO_KEY_PEM)
        }
        _ if pem::is_encoded(key) => exit(EncodedPem {}, NO_KEY_PEM),
        _ if labels.is_empty() => exit(NoKeyBlock { subject }, NO_KEY_PEM),
        _ if !has_key && labels.iter().all(|label| label == "CERTIFICATE") && labels.len() == 1 => {
            exit(
                NoKeyBlock { subject },
                "tls: found a certificate rather than a key in the PEM for the private key",
            )
        }
        _ if !has_key => exit(
            NoKeyBlock { subject },
            "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input",
        ),
        PairError::EncryptedKey => exit(KeyEncrypted {}, "tls: failed to parse private key"),
        _ => exit(KeyForm { subject, why }, "tls: failed to parse private key"),
    })
}
