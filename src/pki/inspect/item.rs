//! What a file holds, item by item.

use std::fmt;
use std::path::PathBuf;

use super::frame::Frame;
use super::key::PrivateKeyKind;
use super::lazy::LazyReport;
use super::ocsp::OcspReport;
use super::revocation::RevocationListReport;
use super::unlock::Sealed;
use super::wrapped::Wrapping;
use super::{der, name, raw};
use crate::finding::Finding;
use crate::pki::Row;
use crate::pki::pem;
use crate::pki::report::CertificateReport;

/// What a file turned out to hold.
#[derive(Debug, Clone, Default)]
pub struct FileInspection {
    /// Where it was read; `-` for standard input.
    pub path: PathBuf,
    /// How many bytes it has.
    pub size: usize,
    /// What it holds, in order.
    pub items: Vec<Item>,
    /// What is wrong or odd with the file as a whole.
    pub findings: Vec<Finding>,
    /// What is said of it beside that, such as a server's connection.
    pub about: Vec<Row<'static>>,
}

impl FileInspection {
    /// Whether it holds certificates and nothing else, so that none of its bytes is a secret.
    pub(crate) fn is_public(&self) -> bool {
        let is_certificate = |item: &Item| matches!(item.kind, ItemKind::Certificate(_));
        self.findings.is_empty()
            && !self.items.is_empty()
            && self.items.iter().all(|item| is_certificate(item) && item.wrapping.is_none())
    }
}

/// One thing in a file.
#[derive(Debug, Clone)]
pub struct Item {
    /// The line it starts in, from 1.
    pub line: usize,
    /// The label of its BEGIN line, safe to show; empty for DER.
    pub label: String,
    /// The item of the same file that this one is part of: a PKCS #7.
    pub within: Option<usize>,
    /// What it is.
    pub kind: ItemKind,
    /// Whether etcd (Go) loads it from this file, as a member's certificate or key.
    pub etcd_loads: bool,
    /// Whether etcd takes it from this file as an authority to trust, where it takes any label.
    pub etcd_trusts: bool,
    /// What is wrong or odd with it; what a certificate or a list says of itself is in its report.
    pub findings: Vec<Finding>,
    /// Where it stands in a document of another kind, such as a Kubernetes Secret.
    pub wrapping: Option<Box<Wrapping>>,
    /// A PKCS #12 that waits for its passphrase.
    pub(in crate::pki) sealed: Option<Sealed>,
    pub(in crate::pki) link_keys: LinkKeys,
}

/// What an item is. Nothing in here holds the bytes of a private key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ItemKind {
    /// A certificate.
    Certificate(LazyReport),
    /// A certificate signing request (PKCS #10); its stage is
    /// [`Requested`](crate::pki::Stage::Requested).
    Request(LazyReport),
    /// A revocation list.
    RevocationList(Box<RevocationListReport>),
    /// A public key, such as `ECDSA P-256`, where it can be read.
    PublicKey(Option<String>),
    /// A private key.
    PrivateKey {
        /// The form it is written in.
        kind: PrivateKeyKind,
        /// The key, such as `ECDSA P-256`, where the form tells it without a password.
        key: Option<String>,
        /// How it is encrypted, such as `PBES2, PBKDF2, AES-256-CBC`; `None` where it isn't.
        encryption: Option<String>,
    },
    /// Parameters of keys, such as the name of a curve: what they say, where it can be read.
    Parameters(Option<String>),
    /// PKCS #7: how many certificates and revocation lists, where they can be read; these follow as items within
    /// it.
    Pkcs7(Option<usize>),
    /// PKCS #12: how many certificates, lists and keys, where its passphrase is known; these follow as items
    /// within it.
    Pkcs12(Option<usize>),
    /// A key store of Java, JKS or JCEKS: how many certificates and keys; these follow as items within it.
    JavaKeyStore(usize),
    /// An answer of OCSP; the certificates that came with it follow as items within it.
    OcspResponse(Box<OcspReport>),
    /// Something else, as its label says.
    Other,
    /// Something that can't be read: what is wrong, as a sentence.
    Broken(String),
}

impl ItemKind {
    /// How many items there are within a container.
    pub fn holds(&self) -> Option<usize> {
        match self {
            Self::Pkcs7(holds) | Self::Pkcs12(holds) => *holds,
            Self::JavaKeyStore(holds) => Some(*holds),
            _ => None,
        }
    }
}

/// What links are found by: the public bytes of an item, and who its public key is.
#[derive(Clone, Default, PartialEq, Eq)]
pub(in crate::pki) struct LinkKeys {
    /// A revocation list or OCSP response in DER; certificates and requests have their own: [`Item::der`]. Never a key.
    pub(in crate::pki) der: Vec<u8>,
    pub(in crate::pki) public: Option<[u8; 32]>,
}

impl fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.der.len())
    }
}

impl Item {
    /// Notes that etcd doesn't load it, whatever the file is meant for.
    pub(super) fn unload(&mut self) {
        self.etcd_loads = false;
        self.etcd_trusts = false;
    }

    /// The report of a certificate or a request.
    pub fn report(&self) -> Option<&CertificateReport> {
        match &self.kind {
            ItemKind::Certificate(report) | ItemKind::Request(report) => Some(report),
            _ => None,
        }
    }

    /// The bytes of a certificate, a request or a revocation list; none for anything else.
    pub(in crate::pki) fn der(&self) -> &[u8] {
        match &self.kind {
            ItemKind::Certificate(report) | ItemKind::Request(report) => report.der(),
            _ => &self.link_keys.der,
        }
    }

    /// The bytes of a certificate, a request or a revocation list, without what follows them; `None` for
    /// anything else, above all for keys.
    pub fn public_der(&self) -> Option<&[u8]> {
        let public = matches!(
            self.kind,
            ItemKind::Certificate(_) | ItemKind::Request(_) | ItemKind::RevocationList(_)
        );
        der::split(self.der()).filter(|_| public).map(|(element, _)| element.whole)
    }

    /// The last common name of a certificate's subject, as it is: Go's `Subject.CommonName`.
    pub fn common_name(&self) -> Option<String> {
        let frame = Frame::parse(self.public_der()?).ok()?;
        let names = name::attributes(frame.subject.whole);
        names.into_iter().rfind(|(kind, _)| kind == "CN").map(|(_, value)| value)
    }

    /// The same as one PEM block.
    pub fn public_pem(&self) -> Option<String> {
        let label = match self.kind {
            ItemKind::Certificate(_) => "CERTIFICATE",
            ItemKind::Request(_) => "CERTIFICATE REQUEST",
            ItemKind::RevocationList(_) => "X509 CRL",
            _ => return None,
        };
        Some(pem::encode(label, self.public_der()?).to_string())
    }

    /// The same as an outline of its DER, one line an element: offset, indented type, length, value.
    pub fn outline(&self) -> Option<Vec<String>> {
        Some(raw::outline(self.public_der()?))
    }

    /// All findings: the item's own, then those of its report.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings_with(self.report())
    }

    /// The same, with the report of a certificate or a request.
    pub(super) fn findings_with<'a>(
        &'a self,
        report: Option<&'a CertificateReport>,
    ) -> impl Iterator<Item = &'a Finding> {
        let reported: &[Finding] = match (&self.kind, report) {
            (_, Some(report)) => &report.findings,
            (ItemKind::RevocationList(list), None) => &list.findings,
            _ => &[],
        };
        self.findings.iter().chain(reported)
    }
}
