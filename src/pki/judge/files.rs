//! Certificate and key files as etcd loads them (`crypto/tls.X509KeyPair`, etcd's `NewCertPool`).

use super::facts::{CertificateFacts, Refused};
use super::{PresentedChain, key_file, wrong};
use crate::etcd::Build;
use crate::finding::rules::files::{
    AnchorsDer, AnchorsHoldKey, AnchorsHoldOther, BlockSkipped, ByteOrderMark, ChainOrder,
    EncodedPem, FirstBlockHidden, NoCertificateBlock, NoKeyFits, Pkcs12File, RefusedByNewerParser,
    RefusedByParser, RequestFile,
};
use crate::finding::{Finding, Quote, Rule, Severity, Side};
use crate::pki::inspect::{BLOCK_LIMIT, SIZE_LIMIT};
use crate::pki::pem;
use crate::text::escape_for_terminal;

const NO_PEM: &str = "tls: failed to find any PEM data in certificate input";

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
        let ends = |one: &Finding| one.quotes.iter().any(|quote| quote.side == Side::Exit);
        if !presented.findings.iter().any(ends) {
            // The pair is loaded before anything behind the leaf is looked at.
            let first = match key {
                Some(key) => {
                    let hidden = || hidden(certificate, etcd);
                    key_file::finding(&presented.chain, hidden, key, etcd)
                }
                None => order_finding(&presented.chain).filter(|_| presented.findings.is_empty()),
            };
            presented.findings.splice(0..0, first);
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
        let is_open = |one: &Finding| matches!(one.rule, Rule::NoKeyFits | Rule::KeyNotJudged);
        self.findings.iter().any(is_open)
    }

    fn read_chain(&mut self, bytes: &[u8], etcd: Build) {
        let blocks = blocks(bytes);
        if has_mark(bytes) {
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
        if !self.chain.is_empty() {
            self.findings.extend(skipped(bytes));
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
            let is_request = |label: &String| label.ends_with("CERTIFICATE REQUEST");
            self.findings.push(if pem::is_encoded(bytes) {
                exit(EncodedPem {}, NO_PEM)
            } else if labels.is_empty() && wrong::is_pkcs12(bytes) {
                exit(Pkcs12File {}, NO_PEM)
            } else if labels.first().is_some_and(is_request) || wrong::is_request(bytes) {
                exit(RequestFile {}, &quote)
            } else {
                exit(NoCertificateBlock { found }, &quote)
            });
        }
    }

    fn read_anchors(&mut self, bytes: &[u8], etcd: Build) {
        self.hidden_anchors = hidden(bytes, etcd);
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
        if !self.anchors.is_empty() {
            let mark = has_mark(bytes).then(|| FirstBlockHidden {}.into());
            self.findings.extend(mark.into_iter().chain(skipped(bytes)));
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

pub(super) fn exit(finding: impl Into<Finding>, text: &str) -> Finding {
    finding.into().quoting(vec![Quote { side: Side::Exit, text: text.into() }])
}

/// The blocks that Go sees: those that can't be decoded don't exist for it.
pub(super) fn blocks(bytes: &[u8]) -> Vec<pem::Block> {
    let mut blocks = scan(bytes);
    blocks.retain(|block| block.contents.is_ok());
    blocks
}

/// The blocks that people see.
fn scan(bytes: &[u8]) -> Vec<pem::Block> {
    pem::scan_bytes(bytes.get(..SIZE_LIMIT).unwrap_or(bytes), BLOCK_LIMIT).blocks
}

/// Whether a byte order mark keeps Go from seeing the first block.
pub(super) fn has_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xEF\xBB\xBF-----BEGIN")
}

/// The certificates that Go passes over without a word, for their blocks can't be read.
fn skipped(bytes: &[u8]) -> Vec<Finding> {
    let certificates = scan(bytes).into_iter().filter(|block| block.label == "CERTIFICATE");
    let why = |block: pem::Block| {
        let (line, why) = (block.line, block.contents.err()?.to_string());
        Some(BlockSkipped { line, why }.into())
    };
    certificates.filter_map(why).collect()
}

/// The certificates that people see in a file, and Go doesn't: the one behind a byte order mark, and those of
/// blocks that can't be read as they stand.
fn hidden(bytes: &[u8], etcd: Build) -> Vec<CertificateFacts> {
    let first = if has_mark(bytes) { scan(bytes.get(3..).unwrap_or_default()) } else { Vec::new() };
    let first = first.into_iter().next().and_then(|block| block.contents.ok());
    let broken = scan(bytes).into_iter().filter_map(|block| block.salvaged);
    let all = first.into_iter().chain(broken);
    all.filter_map(|der| CertificateFacts::from_der(&der, etcd).ok()).collect()
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
    Some(exit(finding, key_file::mismatch(&first.key.to_string(), &leaf.key.to_string())))
}
